"""The fields of a new request, in the order in which it is told: the words come first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker import clock
from meitinker.domain.contacts import Channel
from meitinker.domain.requests import RequestKind, SignalConsent, Urgency
from meitinker.i18n import _
from meitinker.services.taking import NOTHING_TYPED
from ui.theme import px
from ui.viewmodels.contacts import channels
from ui.viewmodels.dates import Near
from ui.viewmodels.requests import consent_choices, who_choices
from ui.widgets.choices import CheckField, ComboField, RadioGroup
from ui.widgets.dates import DateField
from ui.widgets.fields import PhoneField, TextArea, TextField
from ui.widgets.layout import field_row
from ui.widgets.typed import show_parts

if TYPE_CHECKING:
    from meitinker.services.taking import TypedRequest
    from ui.widgets.form_field import FormField

SELF, OTHER, SIGNAL = "self", "other", "signal"


class RequestFields(QWidget):
    """What is asked, who tells it, how it came and whether it can wait.

    Attributes:
        words: Stands apart, above the question about whom it is.

    Signals:
        edited: The user changed something.
        left: A field was left after a change.
    """

    edited = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build the fields, empty."""
        super().__init__(parent)
        self.words = TextArea(
            _("Wat wordt er gevraagd?"),
            self,
            hint=_("Schrijf het op zoals het gezegd wordt."),
            required=True,
            lines=3,
            most_lines=8,
        )
        self.who = RadioGroup(_("Wie vertelt het?"), who_choices(), self)
        self.reporter = TextField(_("Naam van wie het vertelt"))
        self.tie = TextField(_("Wat is die persoon van de inwoner?"), hint=_("Zoals dochter."))
        self.phone = PhoneField(_("Telefoonnummer van wie het vertelt"), self)
        self.consent = RadioGroup(
            _("Wat vindt de inwoner van dit signaal?"), consent_choices(), self
        )
        self.channel = ComboField(_("Hoe kwam de vraag binnen?"), channels(), self)
        self.urgent = CheckField(_("Dit kan niet wachten: er is vandaag al hulp nodig"), self)
        self.day = DateField(
            _("Op welke dag kwam de vraag?"),
            self,
            hint=_("Leeg is vandaag. De termijnen lopen vanaf deze dag."),
            latest=clock.today(),
            near=Near.PAST,
        )
        self._lay_out()
        for field in self.all():
            field.edited.connect(self._edited)
            field.left.connect(self.left)
        self._show_who()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        self._about_other = field_row(self.reporter, self.tie, parent=self)
        for part in (
            self.who,
            self._about_other,
            self.phone,
            self.consent,
            self.channel,
            self.urgent,
            self.day,
        ):
            column.addWidget(part)

    def all(self) -> tuple[FormField, ...]:
        """Return every field in the order of reading."""
        return (
            self.words,
            self.who,
            self.reporter,
            self.tie,
            self.phone,
            self.consent,
            self.channel,
            self.urgent,
            self.day,
        )

    def named(self) -> dict[str, FormField]:
        """Return the fields by the names that services refuse."""
        return {
            "words": self.words,
            "reporter_tie": self.tie,
            "reporter_phone": self.phone,
            "received_at": self.day,
        }

    def typed(self, before: TypedRequest) -> TypedRequest:
        """Return ``before`` with what is typed in it."""
        who = self.who.value() or SELF
        return msgspec.structs.replace(
            before,
            words=self.words.value(),
            kind=RequestKind.SIGNAL if who == SIGNAL else RequestKind.QUESTION,
            for_other=who == OTHER,
            reporter=self.reporter.value(),
            reporter_tie=self.tie.value(),
            reporter_phone=self.phone.value(),
            channel=Channel(self.channel.value() or Channel.PHONE),
            urgency=Urgency.URGENT if self.urgent.value() else Urgency.NORMAL,
            consent=SignalConsent(self.consent.value() or SignalConsent.NOT_ASKED),
            came_on=self.day.value(),
            half_day=self.day.half(),
        )

    def show_typed(self, typed: TypedRequest) -> None:
        """Show a request as it was typed."""
        signal = typed.kind is RequestKind.SIGNAL
        self.words.set_value(typed.words)
        self.who.set_value(SIGNAL if signal else OTHER if typed.for_other else SELF)
        self.reporter.set_value(typed.reporter)
        self.tie.set_value(typed.reporter_tie)
        self.phone.set_value(typed.reporter_phone)
        self.consent.set_value(typed.consent.value)
        self.channel.set_value(typed.channel.value)
        self.urgent.set_value(typed.urgency is Urgency.URGENT)
        self.day.set_value(typed.came_on)
        if typed.half_day:
            show_parts(self.day, typed.half_day)
        for field in self.all():
            field.set_error(None)
        self._show_who()

    def problems(self) -> list[tuple[FormField, str]]:
        """Return the fields that cannot be kept as they stand, each with its sentence."""
        found: list[tuple[FormField, str]] = []
        if not self.words.value().strip():
            found.append((self.words, _("Schrijf op wat er gevraagd wordt.")))
        if self.typed(NOTHING_TYPED).lacks_asker:
            words = _("Schrijf op wie het voor de inwoner vraagt. Zoals: dochter.")
            found.append((self.tie, words))
        wrong_phone = self.phone.problem() if self.phone.isVisibleTo(self) else None
        if wrong_phone:
            found.append((self.phone, wrong_phone))
        wrong_day = self.day.problem()
        if wrong_day:
            found.append((self.day, wrong_day))
        return found

    def _edited(self) -> None:
        self._show_who()
        self.edited.emit()

    def _show_who(self) -> None:
        """Ask about another only where another tells it."""
        who = self.who.value() or SELF
        for part in (self._about_other, self.phone):
            part.setVisible(who != SELF)
        self.consent.setVisible(who == SIGNAL)
