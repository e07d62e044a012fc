"""The tab "Nog te geven" of Vandaag: papers that wait, to print, keep and give together."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker import clock
from meitinker.errors import InvalidField, MeitinkerError
from meitinker.i18n import _
from meitinker.services import paper_queue
from meitinker.services.plans import Use
from meitinker.store.settings import Place
from ui import papers
from ui.form_keeping import FieldsKeeping
from ui.keeping import Keeping
from ui.messages import sentence_for
from ui.place_view import PlaceView
from ui.theme import px
from ui.viewmodels import paper_queue as told
from ui.viewmodels.today import unplanned
from ui.views.papers import SECTION
from ui.views.today.rows import Card
from ui.widgets.bars import MessageBar
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.choices import CheckField
from ui.widgets.column import Column
from ui.widgets.dates import DateField
from ui.widgets.empty import EmptyState
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.panes import ScrollPane

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.changes import Changes
    from meitinker.services.paper_queue import PaperFile, Waiting
    from meitinker.store.visits import VisitEntry
    from ui.viewmodels.today import Item
    from ui.widgets.autosave import SaveState
    from ui.widgets.form_field import FormField
    from ui.workplace import Workplace

_WIDTH = 800
"""Widest the list gets, px at 100 %."""

_DAY = "day"
_KINDS = ("handover", "support_plan", "letter", "visit", "person", "person_merge")


class PapersPage(PlaceView):
    """The list, and what can be done with what is chosen from it."""

    key = "today"

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(workplace, parent)
        self._waiting: tuple[Waiting, ...] = ()
        self.boxes: dict[str, CheckField] = {}
        self.keeping = Keeping(workplace, self)
        self.keeping.stateChanged.connect(self._tell_failing)
        self.count = WrappedLabel("", tone="muted")
        self.bar = MessageBar()
        self.all = FlatButton(_("Kies alles"), icon_name="check")
        self.all.clicked.connect(self._choose_all)
        self.list = QWidget()
        self._rows = QVBoxLayout(self.list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(px(4))
        self.print = Button(_("Afdrukken"), icon_name="printer")
        self.print.clicked.connect(self.print_paper)
        self.save = Button(_("Bewaar als PDF…"), icon_name="download")
        self.save.clicked.connect(self.save_files)
        self.day = DateField(
            _("Op welke dag zijn ze gegeven of verstuurd?"),
            hint=_("Leeg is vandaag."),
            latest=clock.today(),
        )
        self._fields: dict[str, FormField] = {_DAY: self.day}
        self.kept = FieldsKeeping(self.keeping, paper_queue.FORM, self._fields)
        self.give = Button(_("Gegeven of verstuurd"), icon_name="mail")
        self.give.clicked.connect(self._give)
        self.empty = EmptyState(_("Alle brieven en plannen zijn weg."), icon_name="circle-check")
        self.empty.hide()
        self.unmade = Card(_("Nog geen plan gemaakt"))
        self.unmade.hide()
        self.unmade.acted.connect(self._make_plan)
        self.work = QWidget()
        self._build()

    def arrive(self, spot: Place | None) -> None:
        """Read the list and put the keyboard on its first row."""
        self._load(first=True)

    def spot(self) -> Place:
        """Return this tab."""
        return Place(screen=self.key, section=SECTION)

    def refresh(self, changes: Changes) -> None:
        """Look again when a paper was made or went."""
        if any(changes.touches(kind) for kind in _KINDS):
            self._load()

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep what is chosen and typed."""
        self.keeping.flush(done)

    def confirm(self) -> None:
        """Press the button that gives what is chosen."""
        self.give.click()

    def print_paper(self) -> None:
        """Log that the papers are printed, then ask once for a printer."""
        self._fetch(Use.PAPER, lambda _files, made: papers.print_pdfs(made, self))

    def save_files(self) -> None:
        """Log that the papers leave in files, then ask for a folder."""

        def save(files: tuple[PaperFile, ...], made: list[bytes]) -> str:
            return papers.save_pdfs(list(zip(told.file_names(files), made, strict=True)), self)

        self._fetch(Use.FILE, save)

    def _build(self) -> None:
        column = Column(self, widest=_WIDTH)
        column.lines.addWidget(Heading(_("Nog te geven of te sturen"), level=1))
        column.lines.addWidget(self.count)
        column.lines.addWidget(self.bar)
        column.lines.addWidget(self.kept.bar)
        inside = QVBoxLayout(self.work)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(px(16))
        inside.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.list)
        inside.addWidget(Flow(self.print, self.save, gap=12))
        inside.addWidget(self.day)
        inside.addWidget(self.give, 0, Qt.AlignmentFlag.AlignLeft)
        column.lines.addWidget(self.unmade)
        column.lines.addWidget(self.work)
        column.lines.addWidget(self.empty, 1)
        column.lines.addStretch(1)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(ScrollPane(column, self))

    def _load(self, *, first: bool = False) -> None:
        work = self.workplace
        work.tasks.read(
            self,
            lambda: (
                paper_queue.waiting(work.database, work.session),
                paper_queue.count(work.database, work.session),
                paper_queue.unmade(work.database, work.session, most=told.MOST),
            ),
            done=partial(self._show, first=first),
            failed=self._fail,
        )

    def _show(
        self, read: tuple[tuple[Waiting, ...], int, tuple[VisitEntry, ...]], *, first: bool
    ) -> None:
        waiting, count, unmade = read
        self.unmade.show_items([unplanned(one) for one in unmade])
        if waiting != self._waiting or not self.boxes:
            self._waiting = waiting
            self._fill()
        self.count.setText(told.head(count))
        self.count.setVisible(bool(waiting))
        self.work.setVisible(bool(waiting))
        self.empty.setVisible(not waiting and not unmade)
        self.kept.begin()
        if first and self.boxes:
            next(iter(self.boxes.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def _make_plan(self, item: Item) -> None:
        self.go.emit(Place(screen=item.screen, record_id=item.record_id, section=item.section))

    def _fill(self) -> None:
        """Show the rows anew; what was chosen and still waits stays chosen."""
        chosen = {key for key, box in self.boxes.items() if box.value()}
        held = any(box.isAncestorOf(here) for box in self.boxes.values() if (here := self._focus()))
        self.list.hide()  # each row that shows has all of them laid out
        for box in self.boxes.values():
            box.hide()
            box.deleteLater()
        self.boxes = {}
        self._fields.clear()
        self._fields[_DAY] = self.day
        for row in told.rows(self._waiting):
            box = CheckField(row.text, self.list)
            box.set_value(row.key in chosen)
            self._rows.addWidget(box)
            self.boxes[row.key] = self._fields[row.key] = box
            self.kept.watch(box)
        self.list.show()  # at once: what is hidden takes no focus
        if held and self.boxes:
            next(iter(self.boxes.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def _focus(self) -> QWidget | None:
        return self.focusWidget()

    def _choose_all(self) -> None:
        every = all(box.value() for box in self.boxes.values())
        for box in self.boxes.values():
            box.set_value(not every)
        self.kept.keep()

    def _chosen(self) -> list[Waiting]:
        """Return what is chosen; where nothing is, say so and return nothing."""
        self.bar.clear()
        chosen = [
            one for one in self._waiting if one.key in self.boxes and self.boxes[one.key].value()
        ]
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
                failed=self._fail,
            )

        work.tasks.write(
            self,
            lambda: paper_queue.pdfs(work.database, work.session, chosen, use=use),
            done=logged,
            failed=self._fail,
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
                lambda: paper_queue.give(work.database, work.session, chosen, on=on),
                done=lambda _changes: self._given(),
                failed=self._refused,
            )

    def _given(self) -> None:
        self.kept.saved()
        self.kept.empty()

    def _refused(self, error: MeitinkerError) -> None:
        if isinstance(error, InvalidField):
            self.day.set_error(sentence_for(error).text)
            self.day.focus_problem()
        else:
            self._fail(error)

    def _tell_failing(self, state: SaveState) -> None:
        if state.error is not None:
            self._fail(state.error)

    def _fail(self, error: MeitinkerError) -> None:
        self.told.emit("fout", sentence_for(error).text)
