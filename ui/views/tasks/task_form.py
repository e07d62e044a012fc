"""One line for a task and when it is due; the same for a new one and for one that changes.

Both are kept as they are typed, each for itself.
"""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker import clock
from meitinker.domain.tasks import When, due_on
from meitinker.i18n import _
from meitinker.services import tasks
from ui.forms.form_keeping import EntryKeeping
from ui.theme import px
from ui.viewmodels.contacts import when_of, whens
from ui.viewmodels.dates import Near
from ui.widgets.buttons import Button
from ui.widgets.choices import RadioGroup
from ui.widgets.dates import DateField
from ui.widgets.fields import TextField
from ui.widgets.layout import button_line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ui.forms.keeping import Keeping
    from ui.viewmodels.tasks import TaskLine


class TaskForm(QWidget):
    """What, when, and a button that keeps it.

    Signals:
        kept: What to do and its day were typed: the task that changes, or "" for a new one.
    """

    kept = Signal(str, str, object)

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Build it for a new task, of nobody yet."""
        super().__init__(parent)
        self._task_id = ""
        self._begun: TaskLine | None = None
        self._person_id = ""
        self.what = TextField(_("Wat moet u doen?"), widest=600)
        self.when = RadioGroup(_("Wanneer?"), whens())
        self.day = DateField(_("Op welke dag?"), near=Near.COMING)
        self.keep_button = Button("", icon_name="plus")
        self.cancel_button = Button(_("Toch niet"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        fields = {"what": self.what, "when": self.when, "day": self.day}
        self._kept = EntryKeeping(
            keeping,
            fields,
            new=tasks.NEW,
            change=tasks.CHANGE,
            shown=lambda _typed: self._show_day(),
        )
        for part in (*self._kept.bars, *fields.values()):
            column.addWidget(part)
        column.addWidget(button_line(self.keep_button, self.cancel_button))
        self.when.edited.connect(self._show_day)
        self.what.line.returnPressed.connect(self.keep)
        self.keep_button.clicked.connect(self.keep)
        self.cancel_button.clicked.connect(self._cancel)
        self._fill("", what="", due=clock.today())

    def begin(self, person_id: str) -> None:
        """Begin with a new task for a resident; what was typed of one before comes back."""
        self._person_id = person_id
        self._kept.begin_new(partial(self._fill, "", what="", due=clock.today()), about=person_id)

    def come_back(self, lines: Mapping[str, TaskLine]) -> None:
        """Go on with the task that was being changed when the program ended, if any was."""
        self._kept.come_back(
            lines, lambda task_id: self._change(lines[task_id]), about=self._person_id
        )

    def confirm(self) -> None:
        """Keep the task."""
        self.keep_button.click()

    def change(self, line: TaskLine) -> None:
        """Begin with a task that is there, as it is or as it was being changed."""
        self._change(line)
        self.what.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def begun(self) -> dict[str, object] | None:
        """How the task stood that is being changed, when the form began or was warned last."""
        line = self._begun
        return {"what": line.what, "due_on": line.due_on} if line is not None else None

    def warn(self, line: TaskLine | None) -> None:
        """Say what somebody else made of the task; who keeps it once more knows that."""
        if line is None or line.task_id != self._task_id:
            return
        self._begun = line
        words = _(
            "Een collega heeft deze taak veranderd: “{what}”, {when}."
            " Bewaar nog een keer als uw tekst moet gelden."
        )
        self.what.set_error(words.format(what=line.what, when=line.status))
        self.what.setFocus(Qt.FocusReason.OtherFocusReason)

    def saved(self) -> None:
        """Begin with a new task again: what was typed is a task now."""
        self._kept.saved()
        self.begin(self._person_id)

    def typed(self) -> tuple[str, str, date | None]:
        """Return which task, what to do, and its day."""
        when = When(self.when.value() or When.TODAY)
        return (
            self._task_id,
            self.what.value(),
            due_on(when, clock.today(), day=self.day.value()),
        )

    def keep(self) -> None:
        """Hand over what was typed, or say what is still needed."""
        task_id, what, due = self.typed()
        asked = self.when.value() == When.DAY
        problem = self.day.problem() or (None if due else _("Vul een datum in."))
        self.what.set_error(None if what else _("Schrijf in een paar woorden wat u gaat doen."))
        self.day.set_error(problem if asked else None)
        if not what:
            self.what.setFocus(Qt.FocusReason.OtherFocusReason)
        elif asked and problem:
            self.day.focus_problem()
        else:
            self.kept.emit(task_id, what, due)

    def _change(self, line: TaskLine) -> None:
        fill = partial(self._fill, line.task_id, what=line.what, due=line.due_on)
        self._kept.begin_change(line.task_id, fill)
        self._begun = line

    def _cancel(self) -> None:
        self._kept.leave()
        self.begin(self._person_id)

    def _fill(self, task_id: str, *, what: str, due: date | None) -> None:
        self._task_id = task_id
        self.what.set_value(what)
        when = when_of(due)
        self.when.set_value(when.value)
        self.day.set_value(due if when is When.DAY else None)
        for field in (self.what, self.day):
            field.set_error(None)
        words = _("Bewaar wijziging") if task_id else _("Voeg taak toe")
        self.keep_button.setText(words)
        self.cancel_button.setVisible(bool(task_id))
        self._show_day()

    def _show_day(self) -> None:
        self.day.setVisible(self.when.value() == When.DAY)
