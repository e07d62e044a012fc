"""The receipt letter of a request: how it will look, how it goes, to paper and to file."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker import clock
from meitinker.domain.people import Language
from meitinker.domain.plans import HandoverWay
from meitinker.domain.words import name_of
from meitinker.errors import InvalidField, MeitinkerError
from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import letters
from ui import papers
from ui.messages import sentence_for
from ui.theme import px
from ui.viewmodels.parts import Choice
from ui.viewmodels.plan import glyph_words
from ui.viewmodels.requests import LetterPage, letter_page
from ui.widgets.bars import MessageBar
from ui.widgets.buttons import Button, FlatButton, IconButton
from ui.widgets.choices import CheckField, ComboField
from ui.widgets.dates import DateField
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.pdf_preview import PdfPreview
from ui.widgets.rows import TightRow

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.reports.page import Rendered
    from meitinker.services.request_files import RequestFile
    from ui.workplace import Workplace

_PAGE_HEIGHT = 600
_SHARE = 0.8
"""Most of the window's height for the page: there must be something left to scroll by."""

_ICONS = {
    HandoverWay.AT_THE_TABLE: "check",
    HandoverWay.BRING_LATER: "home",
    HandoverWay.SEND_LATER: "mail",
}


class ReceiptPage(QWidget):
    """The page of one letter; a letter is printed only once it is kept as it was made.

    Signals:
        closed: Back to the requests.
        failed: A service said no: the error, for the bar.
    """

    closed = Signal()
    failed = Signal(object)

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the page, of nothing yet."""
        super().__init__(parent)
        self._workplace = workplace
        self._page: LetterPage | None = None
        self._turn = 0
        self._made = False
        self.back = FlatButton(_("Terug naar de vragen"), icon_name="arrow-left")
        self.title = Heading(_("Ontvangstbrief"), level=2)
        self.bar = MessageBar()
        self.state = WrappedLabel("", tone="label")
        self.ways: dict[HandoverWay, Button] = {}
        for way in HandoverWay:
            self.ways[way] = Button(name_of(way), icon_name=_ICONS[way])
            self.ways[way].clicked.connect(partial(self._make, way))
        self.ways_row = Flow(*self.ways.values(), gap=12)
        self.day = DateField(
            _("Op welke dag ging de brief weg?"),
            hint=_("Leeg is vandaag."),
            latest=clock.today(),
        )
        self.keep = Button(_("Bewaar datum"), icon_name="check")
        self.discard = FlatButton(_("Gooi deze brief weg"), icon_name="trash")
        self.language = ComboField(
            _("Taal van de brief"), [Choice(one.value, name_of(one)) for one in Language]
        )
        self.large = CheckField(_("Grote letters"))
        self.print = Button(_("Afdrukken"), icon_name="printer")
        self.save = Button(_("Bewaar als PDF…"), icon_name="download")
        self.preview = PdfPreview()
        self.pages = WrappedLabel("", tone="muted")
        self._build()
        self._connect()

    @property
    def request_id(self) -> str:
        """The request whose letter is shown, or ""."""
        return self._page.request_id if self._page else ""

    def show_request(self, file: RequestFile) -> None:
        """Show the newest letter of a request, or how it would be."""
        page = letter_page(file, letters.hindrance(file))
        other = page.request_id != self.request_id
        self._page = page
        if other:
            self.bar.clear()
            self.large.set_value(page.large)
            self.language.set_value(page.language)
            self.day.set_value(None)
        made = bool(page.letter_id)
        if made:
            self.language.set_value(page.language)
        self.language.set_read_only(made)
        self.state.setText(page.state)
        self.ways_row.setVisible(page.may_make)
        for widget in (self.day, self.keep, self.discard):
            widget.setVisible(page.waits)
        for widget in (self.print, self.save):
            widget.setVisible(made)
        self._tools.setVisible(made or page.may_make)
        self._shown.setVisible(made or page.may_make)
        self._load()
        if self._made and made:
            self._go_on()

    def focus_first(self) -> None:
        """Go to the first thing to do."""
        stops = (self.ways[HandoverWay.AT_THE_TABLE], self.print, self.back)
        wanted = next(one for one in stops if one.isVisibleTo(self) or one is self.back)
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the page a good height, but never more than the window can show."""
        super().resizeEvent(event)
        most = round(self.window().height() * _SHARE)
        self.preview.setMinimumHeight(min(px(_PAGE_HEIGHT), most))

    def print_paper(self) -> None:
        """Log that the letter is printed, then ask for a printer."""
        self._out(letters.printed, lambda made: papers.print_pdf(made.data, self))

    def save_file(self) -> None:
        """Log that the letter leaves in a file, then ask where to."""
        name = _("ontvangstbrief")
        self._out(letters.exported, lambda made: papers.save_pdf(made.data, self, name=name))

    def _build(self) -> None:
        on = IconButton(_("Volgende bladzijde"), icon_name="chevron-right")
        before = IconButton(_("Vorige bladzijde"), icon_name="chevron-left")
        before.clicked.connect(self.preview.previous_page)
        on.clicked.connect(self.preview.next_page)
        self.pages.setWordWrap(False)
        self.pages.setMinimumHeight(px(44))
        self._tools = Flow(self.language, self.large, self.print, self.save, gap=16)
        self._shown = QWidget()
        shown = QVBoxLayout(self._shown)
        shown.setContentsMargins(0, 0, 0, 0)
        shown.setSpacing(px(8))
        shown.addWidget(Flow(before, self.pages, on))
        shown.addWidget(self.preview)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        column.addWidget(TightRow(self.title, self.back))
        for widget in (self.bar, self.state, self.ways_row, self.day):
            column.addWidget(widget)
        self._sending = Flow(self.keep, self.discard, gap=12)
        for part in (self._sending, self._tools, self._shown):
            column.addWidget(part)
        column.addStretch(1)

    def _connect(self) -> None:
        self.back.clicked.connect(self.closed)
        self.large.edited.connect(self._load)
        self.language.edited.connect(self._load)
        self.print.clicked.connect(self.print_paper)
        self.save.clicked.connect(self.save_file)
        self.keep.clicked.connect(self._send)
        self.discard.clicked.connect(self._discard)
        self.preview.pageChanged.connect(self._tell_page)

    # --- acts ----------------------------------------------------------------------------

    def _make(self, way: HandoverWay) -> None:
        work, request_id, language = self._workplace, RecordId(self.request_id), self._spoken()
        work.tasks.write(
            self,
            lambda: letters.make(
                work.database, work.session, request_id, way=way, language=language
            ),
            done=lambda _changes: self._go_on(),
            failed=self.failed.emit,
        )

    def _go_on(self) -> None:
        """Put the focus on printing once it is there: the buttons of the choice are gone."""
        self._made = not self.print.isVisibleTo(self)
        if not self._made:
            self.print.setFocus(Qt.FocusReason.OtherFocusReason)

    def _send(self) -> None:
        wrong = self.day.problem()
        self.day.set_error(wrong)
        if wrong or self._page is None:
            self.day.focus_problem()
            return
        work, letter = self._workplace, RecordId(self._page.letter_id)
        on = self.day.value() or clock.today()
        work.tasks.write(
            self,
            lambda: letters.send(work.database, work.session, letter, on=on),
            failed=self._refused,
        )

    def _discard(self) -> None:
        if self._page is None:
            return
        work, letter = self._workplace, RecordId(self._page.letter_id)
        work.tasks.write(
            self,
            lambda: letters.discard(work.database, work.session, letter),
            failed=self.failed.emit,
        )

    def _refused(self, error: MeitinkerError) -> None:
        if isinstance(error, InvalidField):
            self.day.set_error(sentence_for(error).text)
            self.day.focus_problem()
        else:
            self.failed.emit(error)

    # --- the paper -----------------------------------------------------------------------

    def _spoken(self) -> Language:
        return Language(self.language.value() or Language.DUTCH.value)

    def _load(self) -> None:
        page = self._page
        if page is None or not (page.letter_id or page.may_make):
            return
        work, large, language = self._workplace, self.large.value(), self._spoken()
        self._turn += 1
        turn = self._turn

        def make() -> Rendered:
            if page.letter_id:
                letter = RecordId(page.letter_id)
                return letters.shown(work.database, work.session, letter, large=large)
            return letters.preview(
                work.database,
                work.session,
                RecordId(page.request_id),
                large=large,
                language=language,
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

    def _out(self, service: Callable[..., Rendered], use: Callable[[Rendered], str]) -> None:
        if self._page is None or not self._page.letter_id:
            return
        work, letter = self._workplace, RecordId(self._page.letter_id)
        large = self.large.value()

        def used(made: Rendered) -> None:
            try:
                words = use(made)
            except MeitinkerError as error:
                self.bar.tell("fout", sentence_for(error).text)
                return
            if words:
                self.bar.tell("gelukt", words)

        work.tasks.write(
            self,
            lambda: service(work.database, work.session, letter, large=large),
            done=used,
            failed=self.failed.emit,
        )

    def _tell_page(self, page: int, count: int) -> None:
        words = _("Bladzijde {page} van {count}").format(page=page, count=count)
        self.pages.setText(words if count else "")
