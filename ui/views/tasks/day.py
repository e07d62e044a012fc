"""The part of Vandaag with the worker's tasks, and with whom nothing was heard of for long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import tasks
from meitinker.store.settings import Place
from ui.place_view import NOTE
from ui.viewmodels import tasks as shown
from ui.views.tasks.rows import FileCard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from meitinker.changes import Changes
    from meitinker.store.tasks import SilentEntry, TaskEntry
    from ui.viewmodels.today import Item
    from ui.workplace import Workplace

_KINDS = ("task", "contact_note", "visit", "request", "appointment", "person", "person_merge")


class DayTasks(QObject):
    """Fills two cards, each hidden while it is empty; the place gives them their room.

    Signals:
        go: A :class:`Place` to go to.
        failed: A service said no: the error, for the bar.
        shown: It shows what waits now; :attr:`nothing` is known.
    """

    go = Signal(object)
    failed = Signal(object)
    shown = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        """Build the cards, empty, within ``parent``."""
        super().__init__(parent)
        self._workplace = workplace
        self._items: dict[FileCard, tuple[Item, ...]] = {}
        self._whole: set[FileCard] = set()
        self.tasks = FileCard(_("Uw taken van deze week"), parent)
        self.silent = FileCard(_("Lang niets van gehoord"), parent)
        for card in self.cards:
            card.looked.connect(self._look)
        self.tasks.acted.connect(self._tick)
        self.silent.acted.connect(self._note)
        self.tasks.more.connect(lambda: self._show_all(self.tasks))
        self.silent.more.connect(lambda: self._show_all(self.silent))

    @property
    def cards(self) -> tuple[FileCard, FileCard]:
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

    def refresh(self, changes: Changes) -> None:
        """Look again when something that is shown here was touched."""
        if any(changes.touches(kind) for kind in _KINDS):
            self.load()

    def _show_tasks(self, entries: Sequence[TaskEntry]) -> None:
        self._show(self.tasks, shown.day_items(entries))

    def _show_silent(self, entries: Sequence[SilentEntry]) -> None:
        self._show(self.silent, shown.silent_items(entries))

    def _show(self, card: FileCard, items: tuple[Item, ...]) -> None:
        self._items[card] = items
        most = len(items) if card in self._whole else shown.MOST
        words = shown.more_tasks if card is self.tasks else shown.more_people
        card.show_items(items[:most], more=words(max(len(items) - most, 0)))
        self.shown.emit()

    def _show_all(self, card: FileCard) -> None:
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
