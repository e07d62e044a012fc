"""The network on paper: how it will look, to a printer, and to a file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.domain.people import Language
from meitinker.domain.words import name_of
from meitinker.errors import MeitinkerError
from meitinker.i18n import _
from meitinker.ids import PersonId
from meitinker.services import network_paper
from meitinker.services.network_paper import Wish
from ui import papers
from ui.messages import sentence_for
from ui.theme import px
from ui.viewmodels.parts import Choice
from ui.viewmodels.plan import glyph_words
from ui.widgets.bars import MessageBar
from ui.widgets.buttons import Button, IconButton
from ui.widgets.choices import CheckField, ComboField
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.pdf_preview import PdfPreview

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.domain.people import Person
    from meitinker.reports.page import Rendered
    from ui.workplace import Workplace

_PAGE_HEIGHT = 600
_SHARE = 0.8
"""Most of the window's height for the page: there must be something left to scroll by."""


class PaperPart(QWidget):
    """The drawing as it will lie on the table, and all there is to do with it.

    Signals:
        failed: It could not be made: the error.
        closed: Back to the network.
    """

    failed = Signal(object)
    closed = Signal()

    def __init__(self, workplace: Workplace, client: Person, parent: QWidget | None = None) -> None:
        """Build the page and begin to make the paper as the resident reads best."""
        super().__init__(parent)
        self._workplace = workplace
        self._client = PersonId(client.id)
        self._turn = 0
        self.bar = MessageBar()
        self.close_button = Button(_("Terug naar het netwerk"), icon_name="arrow-left")
        self.language = ComboField(
            _("Taal van het papier"), [Choice(one.value, name_of(one)) for one in Language]
        )
        self.language.set_value(client.language.value)
        self.large = CheckField(_("Grote letters"))
        self.large.set_value(client.large_print)
        self.strain = CheckField(_("Ook hoe zwaar het is. Dit papier is niet voor de inwoner."))
        self.print = Button(_("Afdrukken"), icon_name="printer")
        self.save = Button(_("Bewaar als PDF…"), icon_name="download")
        self.preview = PdfPreview()
        self.pages = WrappedLabel("", tone="muted")
        self._build()
        for field in (self.language, self.large, self.strain):
            field.edited.connect(self._load)
        self.print.clicked.connect(self.print_paper)
        self.save.clicked.connect(self.save_file)
        self.preview.pageChanged.connect(self._tell_page)
        self.close_button.clicked.connect(self.closed)
        self._load()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the page a good height, but never more than the window can show."""
        super().resizeEvent(event)
        most = round(self.window().height() * _SHARE)
        self.preview.setMinimumHeight(min(px(_PAGE_HEIGHT), most))

    def print_paper(self) -> None:
        """Log that the network is printed, then ask for a printer."""
        self._fetch(network_paper.printed, lambda made: papers.print_pdf(made.data, self))

    def save_file(self) -> None:
        """Log that the network leaves in a file, then ask where to."""
        name = _("netwerk")
        self._fetch(
            network_paper.exported, lambda made: papers.save_pdf(made.data, self, name=name)
        )

    def _build(self) -> None:
        back = IconButton(_("Vorige bladzijde"), icon_name="chevron-left")
        on = IconButton(_("Volgende bladzijde"), icon_name="chevron-right")
        back.clicked.connect(self.preview.previous_page)
        on.clicked.connect(self.preview.next_page)
        self.pages.setWordWrap(False)
        self.pages.setMinimumHeight(px(44))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        column.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignLeft)
        tools = Flow(self.language, self.large, self.print, self.save, gap=16)
        for widget in (self.bar, tools, self.strain, Flow(back, self.pages, on), self.preview):
            column.addWidget(widget)

    def _wish(self) -> Wish:
        return Wish(
            large=self.large.value(),
            language=Language(self.language.value() or Language.DUTCH.value),
            with_strain=self.strain.value(),
        )

    def _load(self) -> None:
        work = self._workplace
        self._turn += 1
        turn = self._turn
        make = partial(
            network_paper.preview, work.database, work.session, self._client, wish=self._wish()
        )

        def show(made: Rendered) -> None:
            # Only the newest question counts: two clicks must not end in the older answer.
            if turn != self._turn:
                return
            self.preview.set_pdf(made.data)
            words = glyph_words(made.missing_glyphs)
            if words:
                self.bar.tell("waarschuwing", words)

        work.tasks.read(self, make, done=show, failed=self.failed.emit)

    def _fetch(self, service: Callable[..., Rendered], use: Callable[[Rendered], str]) -> None:
        work = self._workplace

        def used(made: Rendered) -> None:
            try:
                words = use(made)
            except MeitinkerError as error:
                self.bar.tell("fout", sentence_for(error).text)
                return
            if words:
                self.bar.tell("gelukt", words)

        make = partial(service, work.database, work.session, self._client, wish=self._wish())
        work.tasks.write(self, make, done=used, failed=self.failed.emit)

    def _tell_page(self, page: int, count: int) -> None:
        words = _("Bladzijde {page} van {count}").format(page=page, count=count)
        self.pages.setText(words if count else "")
