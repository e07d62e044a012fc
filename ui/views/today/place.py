"""The start of the day: what was begun, what must still be given, and a new conversation."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from meitinker.i18n import _
from meitinker.services import people
from meitinker.services import today as waiting_work
from meitinker.services.form_drafts import WAITS
from meitinker.store.settings import ScreenSpot
from ui.messages import sentence_for
from ui.theme import px
from ui.viewmodels import today as shown
from ui.views.back_office.day import DayOffice
from ui.views.papers.day import DayPapers
from ui.views.sending.day import DayConflicts
from ui.views.social_map.day import DayAnswers
from ui.views.tasks.day import DayTasks
from ui.views.today.part import DayPart
from ui.views.today.pressing import DayRequests
from ui.views.today.reads import FirstReads, LaterReads
from ui.views.today.rows import DayCard
from ui.views.week.day import DayAppointments
from ui.widgets.buttons import Button, PrimaryButton
from ui.widgets.column import CardPile, Column
from ui.widgets.empty import EmptyState
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.scrolling import scroll_within
from ui.window.place_view import BEGIN, NOTE, REQUEST, SEARCH, PlaceView
from ui.work.together import Together

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from meitinker.services.broken_off import BrokenOff
    from meitinker.services.today import WaitingWork
    from ui.workplace import Workplace

_WIDTH = 1000
"""Widest the column gets, px at 100 %: wider, the buttons lose their rows."""

_KINDS = ("visit", "person", "request", "user", "support_plan", "person_merge", WAITS)


class TodayPlace(PlaceView):
    """Vandaag."""

    key = "today"

    def __init__(
        self,
        workplace: Workplace,
        parent: QWidget | None = None,
        *,
        ahead: FirstReads | None = None,
    ) -> None:
        """Build it empty; ``ahead`` are the first readings, which are under way."""
        super().__init__(workplace, parent)
        self._ahead = ahead
        self._broken_off: dict[str, BrokenOff] | None = None
        self._came = True
        self.greeting = Heading("", level=1)
        self.date = WrappedLabel("", tone="muted")
        self.begin = PrimaryButton(_("Nieuw gesprek"), icon_name="plus")
        self.look_up = Button(_("Inwoner zoeken"), icon_name="search")
        self.ask = Button(_("Nieuwe vraag"), icon_name="message-circle")
        self.note = Button(_("Korte notitie"), icon_name="phone")
        self.broken_off = DayCard(_("Hier was u aan het typen"))
        self.begun = DayCard(_("Gesprekken die nog niet af zijn"))
        self.day = DayTasks(workplace, self)
        self.agenda = DayAppointments(workplace, self)
        self.pressing = DayRequests(workplace, self)
        self.papers = DayPapers(workplace, self)
        self.answers = DayAnswers(workplace, self)
        self.choices = DayConflicts(workplace, self)
        self.office = DayOffice(workplace, self)
        self._day = shown.Today(greeting="", date="")
        self._whole = False
        self._begun = 0
        self._lay_out()
        self._connect()

    @cached_property
    def empty(self) -> EmptyState:
        """What stands here when nothing waits; made when it first does."""
        state = EmptyState(_("Alles gedaan voor vandaag."), self._column, icon_name="circle-check")
        state.hide()
        # Above the air at the end, and higher than it.
        self._column.lines.insertWidget(self._column.lines.count() - 1, state, 1)
        return state

    def arrive(self, spot: ScreenSpot | None) -> None:
        """Show what waits now, and put the keyboard on the main button."""
        self._came = True
        reads, self._ahead = self._ahead or FirstReads(self.workplace), None
        with Together(self, then=self.in_sight) as first:
            first.show(reads.waiting, self._show, self._fail)
            first.show(reads.choices, self.choices.show, self._fail)
            first.show(reads.agenda, self.agenda.show, self._fail)
            first.show(reads.pressing, self.pressing.show, self._fail)
            self.day.load_tasks(first.along(self.day.show))
        self.begin.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep half a date that is typed at a paper."""
        self.papers.keeping.flush(done)

    def refresh(self, changes: Changes) -> None:
        """Look again when something that is shown here was touched."""
        for part in self._parts:
            part.refresh(changes)
        # A form that waits here goes with the act that saves it, whatever that makes.
        if self._day.broken_off or any(changes.touches(kind) for kind in _KINDS):
            self._load()

    def new(self) -> None:
        """Begin a conversation: with whom is asked there."""
        self.go.emit(ScreenSpot(screen="visits", section=BEGIN))

    def search(self) -> None:
        """Look for someone in the list of people, also where a file was left open."""
        self.go.emit(ScreenSpot(screen="people", section=SEARCH))

    def confirm(self) -> None:
        """Press the main button."""
        self.begin.click()

    def next_pane(self, step: int) -> None:
        """Move the keyboard between the buttons on top and the first row of each card."""
        cards = self._cards
        stops = [self.begin, *(c.rows[0].button for c in cards if not c.isHidden() and c.rows)]
        now = QApplication.focusWidget()
        card = next((c for c in cards if now is not None and c.isAncestorOf(now)), None)
        here = next((n for n, s in enumerate(stops) if card and card.isAncestorOf(s)), 0)
        stops[(here + step) % len(stops)].setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def _parts(self) -> tuple[DayPart, ...]:
        return (
            self.choices,
            self.agenda,
            self.pressing,
            self.day,
            self.office,
            self.papers,
            self.answers,
        )

    @property
    def _cards(self) -> tuple[DayCard, ...]:
        return (
            self.broken_off,
            self.choices.card,
            self.agenda.today,
            self.pressing.card,
            self.pressing.decisions,
            self.day.tasks,
            self.office.card,
            self.begun,
            self.papers.card,
            self.day.silent,
            self.answers.card,
        )

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setSpacing(px(4))
        head.addWidget(self.greeting)
        head.addWidget(self.date)
        column = Column(self, widest=_WIDTH)
        column.lines.addLayout(head)
        column.lines.addWidget(Flow(self.begin, self.ask, self.note, self.look_up, gap=12))
        pile = CardPile(column)
        pile.add(*self._cards, self.agenda.ahead)
        column.lines.addWidget(pile)
        column.lines.addStretch(1)
        self._column = column
        scroll_within(self, column)

    def _connect(self) -> None:
        self.begin.clicked.connect(self.new)
        self.look_up.clicked.connect(self.search)
        self.ask.clicked.connect(lambda: self.go.emit(ScreenSpot(screen=REQUEST)))
        self.note.clicked.connect(lambda: self.go.emit(ScreenSpot(screen=NOTE)))
        for card in (self.broken_off, self.begun):
            card.acted.connect(self._go_on)
            card.more.connect(lambda: self.go.emit(ScreenSpot(screen="visits")))
        for part in self._parts:
            part.go.connect(self.go)
            part.failed.connect(self._fail)
            part.shown.connect(self._tell_nothing)

    def in_sight(self) -> None:
        """Read what stands below, now that all that was read first is shown."""
        reads = LaterReads(self.workplace)
        with Together(self, then=self.all_shown) as rest:
            rest.show(reads.office, self.office.show, self._fail)
            rest.show(reads.papers, self.papers.show, self._fail)
            rest.show(reads.begun, self._count_begun, self._fail)
            rest.show(reads.silent, self.day.show_silent, self._fail)
            rest.show(reads.answers, self.answers.show, self._fail)

    def _load(self) -> None:
        work = self.workplace
        most = shown.MOST + len(self._broken_off or ())
        work.tasks.read(
            self,
            lambda: waiting_work.waiting(work.database, work.session, most=most),
            done=self._show,
            failed=self._fail,
        )
        work.tasks.read(
            self,
            lambda: waiting_work.begun_count(work.database, work.session),
            done=self._count_begun,
            failed=self._fail,
        )

    def _show(self, waiting: WaitingWork) -> None:
        day = self._day = shown.today(waiting, self._still_broken_off(waiting))
        self.greeting.setText(day.greeting)
        self.date.setText(day.date)
        self.broken_off.show_items(day.broken_off)
        self._count_begun(self._begun)
        self._tell_nothing()

    def _count_begun(self, count: int) -> None:
        """Tell how many visits were begun beside those that are shown."""
        self._begun = count
        self.begun.show_items(self._day.begun, more=shown.more_words(count - self._day.told))

    def all_shown(self) -> None:
        """Say that all is done where it is: every card was filled."""
        self._whole = True
        self._tell_nothing()
        if self._nothing:
            work = self.workplace
            work.tasks.read(
                self,
                lambda: people.count(work.database, work.session),
                done=self._welcome,
                failed=self._fail,
            )

    def _welcome(self, residents: int) -> None:
        """Say how to begin where nobody was written down yet."""
        words = _("Alles gedaan voor vandaag.")
        begin = _("Er staat nog niemand in uw lijst. Belt er iemand? Klik op Nieuwe vraag.")
        self.empty.say(words if residents else f"{words} {begin}")

    def _tell_nothing(self) -> None:
        """Say that all is done once every part of the screen has said so."""
        nothing = self._nothing
        if nothing or "empty" in vars(self):
            self.empty.setVisible(nothing)

    @property
    def _nothing(self) -> bool:
        return self._whole and self._day.nothing and all(p.nothing for p in self._parts)

    def _still_broken_off(self, waiting: WaitingWork) -> list[BrokenOff]:
        """Return what was broken off before this start; later drafts are of work in hand.

        An act that is done here seals all typing: that alone takes no line away.
        """
        found = {one.change_id: one for one in waiting.broken_off}
        if self._broken_off is None:
            self._broken_off = found
        elif self._came:
            self._broken_off = {k: one for k, one in self._broken_off.items() if k in found}
        self._came = False
        return list(self._broken_off.values())

    def _go_on(self, item: shown.Item) -> None:
        self.go.emit(
            ScreenSpot(
                screen=item.screen,
                record_id=item.record_id,
                section=item.section,
                field=item.field,
            )
        )

    def _fail(self, error: MeitinkerError) -> None:
        self.told.emit("fout", sentence_for(error).text)
