"""The tasks of one resident: a new one, what is open, what was agreed, and what was done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.errors import ChangedMeanwhile
from meitinker.i18n import _
from meitinker.ids import PersonId, RecordId
from meitinker.services import tasks
from ui.theme import px
from ui.viewmodels import tasks as shown
from ui.viewmodels.today import Item
from ui.views.tasks.task_form import TaskForm
from ui.views.today.rows import DayCard, ItemRow
from ui.widgets.buttons import FlatButton
from ui.widgets.layout import Part

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from meitinker.services.people import PersonFile
    from meitinker.services.tasks import TaskFile
    from ui.forms.keeping import Keeping
    from ui.viewmodels.tasks import FileTasks, TaskLine
    from ui.widgets.buttons import Button


class _TaskItem(Item, frozen=True, kw_only=True):
    """A task as a row; ``others`` where a colleague does it."""

    others: bool = False


class _OpenRow(ItemRow):
    """An open task: done, other words or another day, or away with it.

    Signals:
        changed: It is to be changed; the :class:`Item`.
        removed: It is to go; the :class:`Item`.
        taken: The user does it from now on; the :class:`Item`.
    """

    changed = Signal(object)
    removed = Signal(object)
    taken = Signal(object)

    def show_item(self, item: Item) -> None:
        """Show how it stands now."""
        super().show_item(item)
        self._show_take()

    def _make_buttons(self) -> tuple[Button, ...]:
        self.take = FlatButton(_("Ik doe dit zelf"), self)
        self.change = FlatButton(_("Pas aan"), self)
        self.away = FlatButton(_("Haal weg"), self)
        self.take.clicked.connect(lambda: self.taken.emit(self.item))
        self.change.clicked.connect(lambda: self.changed.emit(self.item))
        self.away.clicked.connect(lambda: self.removed.emit(self.item))
        self._show_take()
        return self.take, self.change, self.away

    def _show_take(self) -> None:
        self.take.setVisible(isinstance(self.item, _TaskItem) and self.item.others)

    def _name_buttons(self) -> None:
        super()._name_buttons()
        for button in self._beside:
            button.setAccessibleName(f"{button.text()}: {self.item.title}")


class _OpenCard(DayCard):
    """The card of the open tasks.

    Signals:
        changed: As of its rows.
        removed: As of its rows.
        taken: As of its rows.
    """

    changed = Signal(object)
    removed = Signal(object)
    taken = Signal(object)

    def _make(self, item: Item) -> ItemRow:
        row = _OpenRow(item, self)
        row.acted.connect(self.acted)
        row.changed.connect(self.changed)
        row.removed.connect(self.removed)
        row.taken.connect(self.taken)
        return row


class TasksPage(QWidget):
    """The section "Taken" of a file.

    Signals:
        failed: A service said no: the error, for the bar.
    """

    failed = Signal(object)

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Build it empty; what is typed in the form is kept by ``keeping``."""
        super().__init__(parent)
        self._keeping, self._workplace = keeping, keeping.workplace
        self._person_id = ""
        self._came_back = False
        self._lines: dict[str, TaskLine] = {}
        self.form = TaskForm(keeping)
        self.open = _OpenCard(_("Nog te doen"))
        self.offered = DayCard(_("Afgesproken in een gesprek"))
        self.done = DayCard(_("Gedaan"))
        new = Part(_("Nieuwe taak"))
        new.add(self.form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        for part in (new, self.open, self.offered, self.done):
            column.addWidget(part)
        column.addStretch(1)
        self.form.kept.connect(self._keep)
        self.open.acted.connect(partial(self._tick, done=True))
        self.open.changed.connect(lambda item: self.form.change(self._lines[item.key]))
        self.open.removed.connect(self._remove)
        self.open.taken.connect(self._take_over)
        self.offered.acted.connect(self._take_on)
        self.done.acted.connect(partial(self._tick, done=False))

    def show_file(self, file: PersonFile) -> None:
        """Show the tasks of a file, or of the same one as they are now."""
        if file.person.id != self._person_id:
            self._person_id, self._came_back = file.person.id, False
            self.form.begin(self._person_id)
        work, person_id = self._workplace, self._person_id
        work.tasks.read(
            self,
            lambda: tasks.of_client(work.database, work.session, person_id),
            done=partial(self._show, person_id),
            failed=self.failed.emit,
        )

    def _show(self, person_id: str, file: TaskFile) -> None:
        if person_id != self._person_id:
            return
        told: FileTasks = shown.file_tasks(file)
        first, self._came_back = not self._came_back, True
        self._lines = {line.task_id: line for line in told.open}
        if first:
            self.form.come_back(self._lines)
        self.open.show_items([_item(line, _("Klaar")) for line in told.open])
        self.offered.show_items(
            [
                Item(
                    key=one.agreement_id,
                    title=one.text,
                    status=_("Nog geen taak van u"),
                    icon_name="heart-handshake",
                    record_id=one.agreement_id,
                    verb=_("Maak er een taak van"),
                )
                for one in told.offered
            ]
        )
        self.done.show_items([_item(line, _("Toch niet klaar")) for line in told.done])

    def _keep(self, task_id: str, what: str, due: date | None) -> None:
        work, person = self._workplace, PersonId(RecordId(self._person_id))
        begun = self.form.begun

        def write() -> Changes:
            if task_id:
                record = RecordId(task_id)
                use = work.database, work.session, record
                return tasks.change(*use, what=what, due_on=due, shown=begun)
            return tasks.add(work.database, work.session, person, what=what, due_on=due)

        def refused(error: MeitinkerError) -> None:
            if isinstance(error, ChangedMeanwhile):
                self.form.warn(self._lines.get(task_id))
            else:
                self.failed.emit(error)

        self._keeping.act(self, write, done=lambda _changes: self.form.saved(), failed=refused)

    def _tick(self, item: Item, *, done: bool) -> None:
        self._act(partial(tasks.tick, task_id=RecordId(item.key), done=done))

    def _remove(self, item: Item) -> None:
        self._act(partial(tasks.remove, task_id=RecordId(item.key)))

    def _take_over(self, item: Item) -> None:
        self._act(partial(tasks.take_over, task_id=RecordId(item.key)))

    def _take_on(self, item: Item) -> None:
        self._act(partial(tasks.take_on, agreement_id=RecordId(item.key)))

    def _act(self, service: Callable[..., Changes]) -> None:
        work = self._workplace
        work.tasks.write(
            self, lambda: service(work.database, work.session), failed=self.failed.emit
        )


def _item(line: TaskLine, verb: str) -> Item:
    return _TaskItem(
        key=line.task_id,
        title=line.what,
        status=line.status,
        icon_name=line.icon_name,
        tint=line.tint,
        record_id=line.task_id,
        verb=verb,
        others=line.others,
    )
