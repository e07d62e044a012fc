"""Which open tasks go along with a file: a box each, all ticked until one is cleared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.theme import px
from ui.viewmodels.tasks import handed_on
from ui.widgets.choices import CheckField
from ui.widgets.column import Pile
from ui.widgets.form_field import WrappedLabel

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from meitinker.domain.tasks import Task


class TaskTicks(QWidget):
    """The list of the tasks; out of sight while there are none.

    Signals:
        edited: A box was ticked or cleared.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin without tasks."""
        super().__init__(parent)
        self._keeps: frozenset[str] = frozenset()
        self.boxes: dict[str, CheckField] = {}
        self._pile = Pile(gap=4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(WrappedLabel(_("Welke taken gaan mee?"), tone="label"))
        hint = _("Wat u uitvinkt, blijft bij u. Het staat ook zo op het blad.")
        column.addWidget(WrappedLabel(hint, tone="muted"))
        column.addWidget(self._pile)
        self.hide()

    def keeps(self) -> tuple[str, ...]:
        """Return the tasks that stay with the user, in the order of their ids."""
        return tuple(sorted(self._keeps))

    def set_keeps(self, keeps: Collection[str]) -> None:
        """Clear the boxes of these tasks, and tick the others."""
        self._keeps = frozenset(keeps)
        for task_id, box in self.boxes.items():
            box.set_value(task_id not in self._keeps)

    def show_tasks(self, tasks: Sequence[Task]) -> None:
        """Show these tasks; a box that was cleared stays so."""
        said = {task.id: handed_on(task) for task in tasks}
        if {key: box.label for key, box in self.boxes.items()} != said:
            self.boxes = {key: self._box(key, words) for key, words in said.items()}
            self._pile.replace(self.boxes.values())
        self.set_keeps(self._keeps & set(said))
        self.setVisible(bool(said))

    def _box(self, task_id: str, words: str) -> CheckField:
        box = CheckField(words)
        box.edited.connect(lambda: self._turn(task_id))
        return box

    def _turn(self, task_id: str) -> None:
        goes = self.boxes[task_id].value()
        self._keeps = self._keeps - {task_id} if goes else self._keeps | {task_id}
        self.edited.emit()
