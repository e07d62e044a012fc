"""The part of Vandaag with the worker's tasks, and with whom nothing was heard of for long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import tasks
from meitinker.store.settings import ScreenSpot
from ui.viewmodels import tasks as shown
from ui.views.today.part import DayPart
from ui.views.today.rows import DayCard
from ui.window.place_view import NOTE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from meitinker.store.tasks import SilentEntry, TaskEntry
    from ui.viewmodels.today import Item
    from ui.workplace import Workplace

    Waiting = tuple[list[TaskEntry], int]
    """The tasks that are shown, and how many there are."""


class DayTasks(DayPart):
    """Fills two cards, each hidden while it is empty."""

    kinds = (
        "task", "contact_note", "visit", "request", "appointment", "person", "person_merge",
        "review_step",
    )  # fmt: skip

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        """Build the cards, empty, within ``parent``."""
        super().__init__(workplace, parent)
        self._quiet: tuple[Item, ...] = ()
        self._whole: set[DayCard] = set()
        self.tasks = DayCard(_("Uw taken van deze week"), parent)
        self.silent = DayCard(_("Lang niets van gehoord"), parent)
        for card in self.cards:
            card.looked.connect(self._look)
        self.tasks.acted.connect(self._act)
        self.silent.acted.connect(self._note)
        self.tasks.more.connect(self._show_all_tasks)
        self.silent.more.connect(self._show_all_silent)

    @property
    def cards(self) -> tuple[DayCard, DayCard]:
        """The cards in the order of reading."""
        return self.tasks, self.silent

    @property
    def nothing(self) -> bool:
        """Whether no task waits; who was not heard from is a reminder and can wait."""
        return not self.tasks.rows

    def load(self) -> None:
        """Read both again."""
        self.load_tasks()
        self.load_silent()

    def load_tasks(self, done: Callable[[Waiting], None] | None = None) -> None:
        """Read what waits now. Tasks tell of people, so that they show is logged first.

        Args:
            done: What is called with the answer instead of :meth:`show`.
        """
        work, most = self._workplace, self._most
        work.tasks.write(
            self,
            lambda: (
                tasks.waiting(work.database, work.session, most=most),
                tasks.count_waiting(work.database, work.session),
            ),
            done=done or self.show,
            failed=self.failed.emit,
        )

    def load_silent(self) -> None:
        """Read who was not heard from; a reminder that comes after all that waits."""
        work = self._workplace
        work.tasks.read(
            self,
            lambda: tasks.silent(work.database, work.session),
            done=self.show_silent,
            failed=self.failed.emit,
        )

    def show(self, found: Waiting) -> None:
        """Fill the card with the tasks."""
        entries, count = found
        items = shown.day_items(entries)
        self.tasks.show_items(items, more=shown.more_tasks(max(count - len(items), 0)))
        self.shown.emit()

    @property
    def _most(self) -> int:
        return tasks.MOST if self.tasks in self._whole else shown.MOST

    def show_silent(self, entries: Sequence[SilentEntry]) -> None:
        """Fill the card with who was not heard from."""
        self._quiet = shown.silent_items(entries)
        most = len(self._quiet) if self.silent in self._whole else shown.MOST
        further = shown.more_people(max(len(self._quiet) - most, 0))
        self.silent.show_items(self._quiet[:most], more=further)
        self.shown.emit()

    def _show_all_tasks(self) -> None:
        """Read the other tasks as well: what was not shown was not logged as read either."""
        self._whole.add(self.tasks)
        before = len(self.tasks.rows)

        def show(found: Waiting) -> None:
            self.show(found)
            if len(self.tasks.rows) > before:
                self.tasks.rows[before].button.setFocus()

        self.load_tasks(show)

    def _show_all_silent(self) -> None:
        self._whole.add(self.silent)
        before = len(self.silent.rows)
        self.silent.show_items(self._quiet)
        self.silent.rows[before].button.setFocus()

    def _act(self, item: Item) -> None:
        """Tick a task off; what the back office asks is answered beside its conversation."""
        if item.screen == "visits":
            spot = ScreenSpot(screen="visits", record_id=item.record_id, section=item.section)
            self.go.emit(spot)
        else:
            self._tick(item)

    def _tick(self, item: Item) -> None:
        work = self._workplace
        work.tasks.write(
            self,
            lambda: tasks.tick(work.database, work.session, RecordId(item.key)),
            failed=self.failed.emit,
        )

    def _note(self, item: Item) -> None:
        self.go.emit(ScreenSpot(screen=NOTE, record_id=item.record_id))

    def _look(self, item: Item) -> None:
        self.go.emit(ScreenSpot(screen="people", record_id=item.record_id))
