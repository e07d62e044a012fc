"""The few fields of one act below the buttons of a card."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.forms.form_keeping import FieldsKeeping
from ui.messages import sentence_for
from ui.theme import px
from ui.widgets.buttons import FlatButton, PrimaryButton
from ui.widgets.dates import DateField
from ui.widgets.flow import Flow

if TYPE_CHECKING:
    from meitinker.errors import InvalidField
    from ui.forms.keeping import Keeping
    from ui.views.requests.acts import CardAct
    from ui.widgets.form_field import FormField

_FORM_WIDTH = 600


class ActPanel(QWidget):
    """The few fields of one act below the buttons of a card; they are kept as they are typed.

    Signals:
        done: The act is to be done: what the fields say, for the service.
        closed: It is not done after all.
    """

    done = Signal(object)
    closed = Signal()

    def __init__(
        self, act: CardAct, keeping: Keeping, *, about: str, parent: QWidget | None = None
    ) -> None:
        """Build the fields of ``act`` with what was typed in them about a record before."""
        super().__init__(parent)
        self.act = act
        self.fields: dict[str, FormField] = act.fields()
        self.keep = PrimaryButton(act.verb, icon_name="check")
        cancel = FlatButton(_("Toch niet"))
        self.setMaximumWidth(px(_FORM_WIDTH))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, px(4), 0, 0)
        column.setSpacing(px(16))
        self.kept: FieldsKeeping | None = None
        if act.form is not None:
            self.kept = FieldsKeeping(keeping, act.form, self.fields)
            column.addWidget(self.kept.bar)
        for field in self.fields.values():
            column.addWidget(field)
        column.addWidget(Flow(self.keep, cancel, gap=12))
        self.keep.clicked.connect(self._keep)
        cancel.clicked.connect(self._cancel)
        if self.kept is not None:
            self.kept.begin(act.about or about)

    def confirm(self) -> None:
        """Do the act."""
        self.keep.click()

    def saved(self) -> None:
        """The act was done: nothing that is typed here waits any more."""
        if self.kept is not None:
            self.kept.saved()

    def focus_first(self) -> None:
        """Go to the first field, or to the button where there is none."""
        first = next(iter(self.fields.values()), self.keep)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def refuse(self, error: InvalidField) -> None:
        """Say at its field why it cannot be."""
        field = self.fields.get(error.field) or next(iter(self.fields.values()), None)
        if field is not None:
            field.set_error(sentence_for(error).text)
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _cancel(self) -> None:
        if self.kept is not None:
            self.kept.leave()
        self.closed.emit()

    def _keep(self) -> None:
        for field in self.fields.values():
            wrong = field.problem() if isinstance(field, DateField) else None
            field.set_error(wrong)
            if wrong:
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.done.emit(self.act.read(self.fields))
