"""Papers that wait, and what is done with those that are chosen: print, keep in files, give."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker import clock
from meitinker.errors import InvalidField, MeitinkerError
from meitinker.i18n import _
from meitinker.services import paper_queue
from meitinker.services.plans import Use
from ui.forms.choosing import Choosing
from ui.forms.keeping import Keeping
from ui.messages import sentence_for
from ui.paper import papers
from ui.theme import px
from ui.viewmodels import paper_queue as told
from ui.viewmodels.dates import Near
from ui.widgets.bars import MessageBar
from ui.widgets.buttons import Button
from ui.widgets.dates import DateField
from ui.widgets.flow import Flow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from meitinker.services.form_drafts import Form, TypedFields
    from meitinker.services.paper_queue import PaperFile, WaitingPaper
    from ui.viewmodels.parts import Line
    from ui.widgets.autosave import SaveState
    from ui.workplace import Workplace

_DAY = "day"


class Sheaf(QWidget):
    """The papers of a page to choose from, and the buttons below them.

    Signals:
        failed: Something went wrong that is said in the bar of the window.

    Attributes:
        bar: Says at the list what cannot be, and how it went; the owner gives it its place.
        choosing: The list, and what keeps it with the day.
        day: The day on which what is chosen was given.
        give: Notes that it was; the main button of the page.
        keeping: Is flushed when the page is left.
    """

    failed = Signal(object)

    def __init__(
        self, workplace: Workplace, form: Form[TypedFields], parent: QWidget | None = None
    ) -> None:
        """Begin with none; ``form`` keeps what is chosen and the day."""
        super().__init__(parent)
        self.workplace = workplace
        self._form = form
        self._waiting: dict[str, WaitingPaper] = {}
        self.keeping = Keeping(workplace, self)
        self.keeping.stateChanged.connect(self._tell_failing)
        self.bar = MessageBar()
        self.day = DateField(
            _("Op welke dag zijn ze gegeven of verstuurd?"),
            hint=_("Leeg is vandaag."),
            latest=clock.today(),
            near=Near.PAST,
        )
        self.choosing = Choosing(self.keeping, form, {_DAY: self.day})
        self.print = Button(_("Afdrukken"), icon_name="printer")
        self.save = Button(_("Bewaar als PDF…"), icon_name="download")
        self.give = Button(_("Gegeven of verstuurd"), icon_name="mail")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        column.addWidget(self.choosing)
        column.addWidget(Flow(self.print, self.save, gap=12))
        column.addWidget(self.day)
        column.addWidget(self.give, 0, Qt.AlignmentFlag.AlignLeft)
        self.print.clicked.connect(self.print_papers)
        self.save.clicked.connect(self.save_files)
        self.give.clicked.connect(self._give)

    def show_papers(self, waiting: Sequence[WaitingPaper], lines: Sequence[Line]) -> None:
        """Show these papers, each with its line; what was typed before comes back."""
        self._waiting = {one.key: one for one in waiting}
        self.choosing.fill(lines)
        self.choosing.begin()

    def print_papers(self) -> None:
        """Log that the papers are printed, then ask once for a printer."""
        self._fetch(Use.PAPER, lambda _files, made: papers.print_pdfs(made, self))

    def save_files(self) -> None:
        """Log that the papers leave in files, then ask for a folder."""

        def save(files: tuple[PaperFile, ...], made: list[bytes]) -> str:
            return papers.save_pdfs(list(zip(told.file_names(files), made, strict=True)), self)

        self._fetch(Use.FILE, save)

    def _chosen(self) -> list[WaitingPaper]:
        """Return what is chosen; where nothing is, say so and return nothing."""
        self.bar.clear()
        chosen = [self._waiting[key] for key in self.choosing.chosen() if key in self._waiting]
        if not chosen:
            self.bar.tell("waarschuwing", _("Kies eerst een of meer brieven uit de lijst."))
        return chosen

    def _fetch(self, use: Use, hand: Callable[[tuple[PaperFile, ...], list[bytes]], str]) -> None:
        chosen, work = self._chosen(), self.workplace
        if not chosen:
            return

        def made(files: tuple[PaperFile, ...], pages: list[bytes]) -> None:
            try:
                words = hand(files, pages)
            except MeitinkerError as error:
                self.bar.tell("fout", sentence_for(error).text)
                return
            if words:
                self.bar.tell("gelukt", words)

        def logged(files: tuple[PaperFile, ...]) -> None:
            # Forty papers take a second and more: where that holds up no typing.
            work.tasks.file(
                self,
                lambda: [one.press().data for one in files],
                done=partial(made, files),
                failed=self.failed.emit,
            )

        work.tasks.write(
            self,
            lambda: paper_queue.pdfs(work.database, work.session, chosen, use=use),
            done=logged,
            failed=self.failed.emit,
        )

    def _give(self) -> None:
        wrong = self.day.problem()
        self.day.set_error(wrong)
        if wrong:
            self.day.focus_problem()
            return
        chosen, work, on = self._chosen(), self.workplace, self.day.value() or clock.today()
        if chosen:
            self.keeping.act(
                self,
                lambda: paper_queue.give(
                    work.database, work.session, chosen, on=on, form=self._form
                ),
                done=lambda _changes: self._given(),
                failed=self._refused,
            )

    def _given(self) -> None:
        self.choosing.kept.saved()
        self.choosing.kept.empty()

    def _refused(self, error: MeitinkerError) -> None:
        if isinstance(error, InvalidField):
            self.day.set_error(sentence_for(error).text)
            self.day.focus_problem()
        else:
            self.failed.emit(error)

    def _tell_failing(self, state: SaveState) -> None:
        if state.error is not None:
            self.failed.emit(state.error)
