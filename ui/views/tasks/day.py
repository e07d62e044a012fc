"""The part of Vandaag with the worker's tasks, and with whom nothing was heard of for long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import tasks
from meitinker.store.settings import Place
from ui.place_view import NOTE
from ui.viewmodels import tasks as shown
from ui.views.today.part import DayPart
from ui.views.today.rows import Card

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from meitinker.store.tasks import SilentEntry, TaskEntry
    from ui.viewmodels.today import Item
    from ui.workplace import Workplace


class DayTasks(DayPart):
    """Fills two cards, each hidden while it is empty."""

    kinds = ("task", "contact_note", "visit", "request", "appointment", "person", "person_merge")

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        """Build the cards, empty, within ``parent``."""
        super().__init__(workplace, parent)
        self._items: dict[Card, tuple[Item, ...]] = {}
        self._whole: set[Card] = set()
        self.tasks = Card(_("Uw taken van deze week"), parent)
        self.silent = Card(_("Lang niets van gehoord"), parent)
        for card in self.cards:
            card.looked.connect(self._look)
        self.tasks.acted.connect(self._tick)
        self.silent.acted.connect(self._note)
        self.tasks.more.connect(lambda: self._show_all(self.tasks))
        self.silent.more.connect(lambda: self._show_all(self.silent))

    @property
    def cards(self) -> tuple[Card, Card]:
        """The cards in the order of reading."""
        return self.tasks, self.silent

    @property
    def nothing(self) -> bool:
        """Whether no task waits; who was not heard from is a reminder and can wait."""
        return not self._items.get(self.tasks)

    def load(self) -> None:
        """Read what waits now. Tasks tell of people, so that they show is logged first."""
        work = self._workplace
        work.tasks.write(
            self,
            lambda: tasks.waiting(work.database, work.session),
            done=self._show_tasks,
            failed=self.failed.emit,
        )
        work.tasks.read(
            self,
            lambda: tasks.silent(work.database, work.session),
            done=self._show_silent,
            failed=self.failed.emit,
        )

    def _show_tasks(self, entries: Sequence[TaskEntry]) -> None:
        self._show(self.tasks, shown.day_items(entries))

    def _show_silent(self, entries: Sequence[SilentEntry]) -> None:
        self._show(self.silent, shown.silent_items(entries))

    def _show(self, card: Card, items: tuple[Item, ...]) -> None:
        self._items[card] = items
        most = len(items) if card in self._whole else shown.MOST
        words = shown.more_tasks if card is self.tasks else shown.more_people
        card.show_items(items[:most], more=words(max(len(items) - most, 0)))
        self.shown.emit()

    def _show_all(self, card: Card) -> None:
        self._whole.add(card)
        before = len(card.rows)
        self._show(card, self._items[card])
        card.rows[before].button.setFocus()

    def _tick(self, item: Item) -> None:
        work = self._workplace
        work.tasks.write(
            self,
            lambda: tasks.tick(work.database, work.session, RecordId(item.key)),
            failed=self.failed.emit,
        )

    def _note(self, item: Item) -> None:
        self.go.emit(Place(screen=NOTE, record_id=item.record_id))

    def _look(self, item: Item) -> None:
        self.go.emit(Place(screen="people", record_id=item.record_id))
