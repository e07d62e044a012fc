"""A paper on the screen: how it will look, in which language and letters, to paper, to a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from meitinker.domain.people import Language
from meitinker.domain.words import name_of
from meitinker.errors import MeitinkerError
from meitinker.i18n import _
from meitinker.services.plans import Use
from ui.messages import sentence_for
from ui.paper import papers
from ui.paper.paper_panel import PaperPanel
from ui.theme import px
from ui.viewmodels.parts import Choice
from ui.viewmodels.plan import glyph_words
from ui.widgets.bars import Kind, MessageBar
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.choices import CheckField, ComboField
from ui.widgets.flow import Flow
from ui.widgets.form_field import FormField
from ui.widgets.page_turning import PageTurning
from ui.widgets.pdf_preview import PdfPreview
from ui.widgets.scrolling import bring_into_sight
from ui.widgets.tab_order import read_as_one
from ui.window.place_view import place_of

if TYPE_CHECKING:
    from meitinker.reports.page import Press, Rendered
    from ui.workplace import Workplace

Make = Callable[[Use], "Callable[[], Press] | None"]
"""Returns what asks the store for a paper and its use, on a lane; None while there is none."""

_PAGE_HEIGHT = 600
_SHARE = 0.8
"""Most of the window's height for the page: there must be something left to scroll by."""

_WIDE = 720
_BESIDE = 320
"""From this width on the page stands beside its choices, which then take this much; px at 100 %."""

_OUTSIDE = 190
_LEAST = 300
"""Beside its choices the page is as high as the window leaves, less what stands above; px."""

BANNER = "banner"
"""Name of a strip above all places, which takes of that height where it is shown."""

_TALL = 1.42
"""Height of a sheet by its width, with some air."""

_ANY = 16_777_215
"""What Qt calls no maximum."""


class PaperExtras(NamedTuple):
    """What one kind of paper has besides what all have.

    Attributes:
        above: What is to be done with the paper, above its choices.
        before: Choices that stand before language and letters.
        after: Those that stand after them.
        below: What stands below the choices.
    """

    above: Sequence[QWidget] = ()
    before: Sequence[FormField] = ()
    after: Sequence[FormField] = ()
    below: Sequence[QWidget] = ()


class PaperView(QWidget):
    """One paper: its choices, its pages, and the way out of the program.

    What leaves the screen is logged by the service that makes it, before it is handed on.

    Signals:
        failed: It could not be made: the error.
    """

    failed = Signal(object)

    def __init__(
        self,
        workplace: Workplace,
        make: Make,
        *,
        language: str,
        name: Callable[[], str],
        around: PaperExtras | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Build the choices and an empty page.

        Args:
            workplace: The lanes to make it on.
            make: Asked anew after every choice.
            language: The question for the language of the paper.
            name: Suggested name of a file, without ending and never a resident's.
            around: What this paper has besides.
            parent: Where it stays: what is moved takes on its look anew, with all it holds.
        """
        super().__init__(parent)
        self._tasks = workplace.tasks
        self._make, self._name = make, name
        self._turn = 0
        self._pdf = b""
        self._choices = QWidget(self)
        self.bar = MessageBar(self._choices)
        self.language = ComboField(language, [Choice(one.value, name_of(one)) for one in Language])
        self.large = CheckField(_("Grote letters"))
        self.print = Button(_("Afdrukken"), icon_name="printer")
        self.save = Button(_("Bewaar als PDF…"), icon_name="download")
        self.preview = PdfPreview(self)
        self.turning = PageTurning(self.preview)
        self.larger = FlatButton(_("Bekijk groot"), icon_name="arrows-maximize")
        around = around or PaperExtras()
        choices = (*around.before, self.language, self.large, *around.after)
        self.tools = Flow(*choices, gap=16, parent=self._choices)
        self.out = Flow(self.print, self.save, gap=12, parent=self._choices)
        self._build(around)
        for field in choices:
            field.edited.connect(self.load)
            # A check is level with the middle of the buttons.
            field.setContentsMargins(0, 0, 0, px(6 if isinstance(field, CheckField) else 0))

    @property
    def spoken(self) -> Language:
        """The language that is chosen."""
        return Language(self.language.value() or Language.DUTCH.value)

    def load(self) -> None:
        """Show the paper as it is chosen now."""
        make = self._make(Use.SCREEN)
        if make is None:
            return
        self._turn += 1
        turn = self._turn

        def show(made: Rendered) -> None:
            # Only the newest question counts: two clicks must not end in the older answer.
            if turn != self._turn:
                return
            self._pdf = made.data
            self.preview.set_pdf(made.data)
            words = glyph_words(made.missing_glyphs, made.beside)
            if words:
                self.bar.tell("waarschuwing", words)

        self._tasks.read(self, make, done=partial(self._press, then=show), failed=self.failed.emit)

    def print_paper(self) -> None:
        """Log that the paper is printed, then ask for a printer."""
        self._hand_on(Use.PAPER, lambda made: papers.print_pdf(made.data, self))

    def save_file(self) -> None:
        """Log that the paper leaves in a file, then ask where to."""
        name = self._name()
        self._hand_on(Use.FILE, lambda made: papers.save_pdf(made.data, self, name=name))

    def show_pages(self, *, there: bool) -> None:
        """Show the paper with its choices, or only what stands above them."""
        for part in (self.tools, self.out, *self._below, self._turning, self.preview):
            part.setVisible(there)

    def look_closer(self) -> None:
        """Show the paper as large as the window, to read along with."""
        if self._pdf:
            place = place_of(self)
            PaperPanel(self._pdf, page=self.preview.page(), parent=place).open()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the page beside its choices where there is room, else below them.

        It gets a good height, but never more than the window can show.
        """
        super().resizeEvent(event)
        wide = event.size().width() >= px(_WIDE)
        ways = QBoxLayout.Direction
        self._halves.setDirection(ways.LeftToRight if wide else ways.TopToBottom)
        self._choices.setMinimumWidth(px(_BESIDE) if wide else 0)
        self._choices.setMaximumWidth(px(_BESIDE) if wide else _ANY)
        window = self.window().height()
        if wide:
            page = round((event.size().width() - px(_BESIDE)) * _TALL)
            banner = self.window().findChild(QWidget, BANNER)
            above = px(_OUTSIDE) + (banner.height() if banner is not None else 0)
            height = max(min(window - above, page), px(_LEAST))
        else:
            height = min(px(_PAGE_HEIGHT), round(window * _SHARE))
        self.preview.setFixedHeight(height)

    def _build(self, around: PaperExtras) -> None:
        self.print.clicked.connect(self.print_paper)
        self.save.clicked.connect(self.save_file)
        self.larger.clicked.connect(self.look_closer)
        read_as_one(self._choices)
        choices = QVBoxLayout(self._choices)
        choices.setContentsMargins(0, 0, 0, 0)
        choices.setSpacing(px(12))
        turning, self._below = self.turning, around.below
        parts = (turning.back, turning.words, turning.on, self.larger)
        self._turning = Flow(*parts, parent=self._choices)
        # What came of printing stands below the buttons: above the page it would be out of sight.
        told = (self.out, self.bar)
        for widget in (*around.above, self.tools, *told, *self._below, self._turning):
            choices.addWidget(widget)
        choices.addStretch(1)
        self._halves = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._halves.setSpacing(px(24))
        self._halves.addWidget(self._choices)
        self._halves.addWidget(self.preview, 1, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addLayout(self._halves)

    def _hand_on(self, use: Use, out: Callable[[Rendered], str]) -> None:
        make = self._make(use)
        if make is None:
            return

        def made(paper: Rendered) -> None:
            try:
                words = out(paper)
            except MeitinkerError as error:
                self._tell("fout", sentence_for(error).text)
                return
            if words:
                self._tell("gelukt", words)

        self._tasks.write(self, make, done=partial(self._press, then=made), failed=self.failed.emit)

    def _tell(self, kind: Kind, words: str) -> None:
        """Say what came of it, in sight."""
        self.bar.tell(kind, words)
        bring_into_sight(self.bar)

    def _press(self, press: Press, *, then: Callable[[Rendered], None]) -> None:
        """Lay out the pages on the lane that holds up neither typing nor a list."""
        self._tasks.file(self, partial(papers.pressed, press), done=then, failed=self.failed.emit)
