"""What the resident thinks of the plan: asked in three answers, kept beside every version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.domain.plans import Stance
from meitinker.domain.words import name_of
from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import plan_remarks
from meitinker.services.plan_remarks import TypedRemark
from ui.forms.form_keeping import FormKeeping
from ui.theme import px
from ui.viewmodels import plan as told
from ui.viewmodels.parts import Choice
from ui.widgets.buttons import Button
from ui.widgets.choices import RadioGroup
from ui.widgets.fields import TextArea
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading

if TYPE_CHECKING:
    from meitinker.services.plan_remarks import Said
    from ui.views.visits.desk import Desk

_WIDEST = 720


class RemarksPart(QWidget):
    """The answers that were given, and a form for one more; nothing is ever changed.

    Signals:
        shown: The answers are in sight; carries how many there are.
    """

    shown = Signal(int)

    def __init__(self, desk: Desk) -> None:
        """Build the list and the form; both wait for a plan that was made."""
        super().__init__()
        self.desk = desk
        self._plan_id = ""
        self._said: tuple[Said, ...] = ()
        self.lines: list[WrappedLabel] = []
        self.title = Heading(_("Wat vindt de inwoner van het plan?"), level=3)
        self.list = QWidget(self)
        self._rows = QVBoxLayout(self.list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(px(4))
        self.stance = RadioGroup(
            _("Reactie op deze versie"),
            [Choice(one.value, name_of(one)) for one in Stance],
            across=True,
        )
        self.text = TextArea(
            _("Wat zegt de inwoner erbij?"),
            hint=_("In eigen woorden. Het plan zelf verandert niet."),
            lines=3,
        )
        self.add = Button(_("Bewaar reactie"), icon_name="check")
        self.add.clicked.connect(self._add)
        self.kept = FormKeeping(
            desk.keeping,
            plan_remarks.FORM,
            typed=self._typed,
            show=self._show_typed,
        )
        self.kept.watch(self.stance, self.text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(8), 0, 0)
        column.setSpacing(px(12))
        for widget in (self.title, self.list, self.kept.bar, self.stance, self.text):
            widget.setMaximumWidth(px(_WIDEST))
            column.addWidget(widget)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_plan(self, plan_id: str) -> None:
        """Be about one plan that was made, or about none yet."""
        self._plan_id = plan_id
        self.kept.begin(plan_id)
        self.setVisible(bool(plan_id))

    def load(self) -> None:
        """Read what was said."""
        work, visit_id = self.desk.workplace, self.desk.visit_id
        work.tasks.read(
            self,
            lambda: plan_remarks.of_visit(work.database, work.session, visit_id),
            done=self._show,
            failed=self.desk.failed.emit,
        )

    def _show(self, said: tuple[Said, ...]) -> None:
        if said != self._said:
            self._said = said
            self._fill()
        self.list.setVisible(bool(said))
        self.shown.emit(len(said))

    def _fill(self) -> None:
        for line in self.lines:
            line.hide()
            line.deleteLater()
        self.lines = []
        for one in told.remark_lines(self._said):
            self.lines.append(WrappedLabel(one.head, self.list, tone="label"))
            if one.text:
                self.lines.append(WrappedLabel(one.text, self.list))
        for line in self.lines:
            self._rows.addWidget(line)

    def _add(self) -> None:
        stance = self.stance.value()
        if stance is None:
            self.stance.set_error(_("Kies wat de inwoner van het plan vindt."))
            self.stance.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.stance.set_error(None)
        work, plan, text = self.desk.workplace, RecordId(self._plan_id), self.text.value()
        self.desk.act(
            lambda: plan_remarks.add(
                work.database, work.session, plan, stance=Stance(stance), text=text
            ),
            done=lambda _changes: self._added(),
        )

    def _added(self) -> None:
        self._show_typed(TypedRemark())
        self.kept.saved()
        self.load()

    def _typed(self) -> TypedRemark:
        return TypedRemark(stance=self.stance.value() or "", text=self.text.value())

    def _show_typed(self, typed: TypedRemark) -> None:
        self.stance.set_value(typed.stance or None)
        self.stance.set_error(None)
        self.text.set_value(typed.text)
