"""The form of an application: what was signed, on which day, and when it came in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker import clock
from meitinker.domain.applications import ApplicationForm
from meitinker.i18n import _
from meitinker.services import applications
from meitinker.services.applications import Signed, TypedApplication
from ui.messages import sentence_for
from ui.theme import px
from ui.viewmodels import applications as told
from ui.viewmodels.dates import Near
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.choices import RadioGroup
from ui.widgets.dates import DateField
from ui.widgets.fields import TextField
from ui.widgets.flow import Flow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from meitinker.domain.applications import Application
    from meitinker.errors import InvalidField
    from ui.widgets.form_field import FormField


class ApplicationFields(QWidget):
    """Four fields and two buttons.

    Signals:
        kept: The form is right; what is typed.
        closed: The user wants the form away.

    Attributes:
        begun: How the application stood when the form began, or its user was warned last.
    """

    kept = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build the fields."""
        super().__init__(parent)
        self.begun: Mapping[str, object] | Application = applications.NONE_YET
        today = clock.today()
        self.what = RadioGroup(_("Wat is er getekend?"), told.forms())
        self.signed = DateField(_("Getekend op"), latest=today, near=Near.PAST)
        self.received = DateField(
            _("Binnen op"),
            hint=_("Vanaf deze dag lopen de twee weken."),
            latest=today,
            near=Near.PAST,
        )
        self.asks = TextField(_("Wat vraagt de inwoner aan?"))
        self.save = Button(_("Bewaar de aanvraag"), icon_name="check")
        self.cancel = FlatButton(_("Sluit"))
        self.save.clicked.connect(self._keep)
        self.cancel.clicked.connect(self.closed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        for widget in (self.what, self.signed, self.received, self.asks):
            column.addWidget(widget)
        column.addWidget(Flow(self.save, self.cancel))

    def all(self) -> tuple[FormField, ...]:
        """Return every field in the order of reading."""
        return self.what, self.signed, self.received, self.asks

    def typed(self) -> TypedApplication:
        """Return the fields as they are typed, half a date included."""
        return TypedApplication(
            form=self.what.value() or "",
            signed=self.signed.parts(),
            received=self.received.parts(),
            asks_for=self.asks.value(),
        )

    def show_typed(self, typed: TypedApplication) -> None:
        """Show what was typed earlier."""
        self.what.set_value(typed.form or None)
        self.signed.set_parts(*typed.signed)
        self.received.set_parts(*typed.received)
        self.asks.set_value(typed.asks_for)

    def show_application(self, known: Application | None, visited_on: date | None) -> None:
        """Show what is known, or what is most likely: the report, signed at the table."""
        today = clock.today()
        self.begun = known or applications.NONE_YET
        self.what.set_value((known.form if known else ApplicationForm.REPORT).value)
        self.signed.set_value(known.signed_on if known else visited_on or today)
        self.received.set_value(known.received_on if known else today)
        self.asks.set_value(known.asks_for if known else "")
        for field in (self.signed, self.received):
            field.set_error(None)

    def refuse(self, error: InvalidField) -> None:
        """Show at which day something is wrong."""
        field = self.received if error.field == "received_on" else self.signed
        field.set_error(sentence_for(error).text)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def warn(self, now: Application | None) -> None:
        """Say what a colleague wrote meanwhile; who keeps it once more knows that."""
        if now is None:
            return
        self.begun = now
        words = _(
            "Een collega heeft deze aanvraag veranderd: {what}"
            " Bewaar nog een keer als het uwe moet gelden."
        )
        self.signed.set_error(words.format(what=told.said(now)))
        self.signed.setFocus(Qt.FocusReason.OtherFocusReason)

    def _keep(self) -> None:
        for field in (self.signed, self.received):
            day = field.value()
            field.set_error(None if day else field.problem() or _("Vul in op welke dag."))
        signed, received = self.signed.value(), self.received.value()
        if signed is None or received is None:
            (self.signed if signed is None else self.received).focus_problem()
            return
        self.kept.emit(
            Signed(
                form=ApplicationForm(self.what.value() or ApplicationForm.REPORT.value),
                signed_on=signed,
                received_on=received,
                asks_for=self.asks.value(),
            )
        )
