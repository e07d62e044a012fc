"""Veiligheid: when the screen locks, the passphrase, the recovery code, and how all stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Signal

from meitinker.errors import PassphraseTooWeak, WaitBeforeRetry, WrongPassphrase
from meitinker.i18n import _
from meitinker.keys import REAL_COST, DeviceKeyring, KeyCost
from meitinker.services import guarding, opening
from ui.messages import sentence_for
from ui.viewmodels import settings as shown
from ui.views.entry.recovery import RecoveryCodePage
from ui.views.settings.section import FactList, SettingsSection, at_left
from ui.views.settings.store_label import StoreLabel
from ui.widgets.buttons import Button
from ui.widgets.choices import RadioGroup
from ui.widgets.fields import PassphraseField
from ui.widgets.form_field import WrappedLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.errors import MeitinkerError
    from meitinker.reports.page import Rendered
    from meitinker.services.guarding import Guard
    from ui.starting.preferences import Preferences
    from ui.widgets.layout import Card
    from ui.workplace import Workplace


_UNKEPT = "recoverySheet"


@dataclass(frozen=True)
class Doors:
    """Keyring and cost of a guess; other than the usual ones in tests only."""

    keyring: DeviceKeyring | None = None
    cost: KeyCost = REAL_COST


class SafetySection(SettingsSection):
    """What keeps a stranger out.

    Signals:
        preferencesChanged: The new :class:`Preferences`.
    """

    preferencesChanged = Signal(object)

    def __init__(
        self, workplace: Workplace, preferences: Preferences, doors: Doors | None = None
    ) -> None:
        """Build it; how the store is guarded is read on arriving."""
        super().__init__(workplace, _("Veiligheid"))
        self._preferences = preferences
        self._doors = doors or Doors()
        self.idle = RadioGroup(
            _("Zet het scherm op slot als u weg bent, na"), shown.idle_choices(), across=True
        )
        self.idle.set_value(shown.nearest_idle(preferences.idle_minutes))
        self.idle.edited.connect(self._choose_idle)
        self.facts = FactList()
        self.add_card(_("Op slot"), self.idle)
        self.label = None if workplace.demo else self._make_label()
        self._passphrase_card = self._make_passphrase_card()
        self._recovery_card = self._make_recovery_card()
        self.add_card(_("Zo zijn uw gegevens beschermd"), self.facts)
        self.lines.addStretch(1)
        self.fields = {
            "idle": self.idle,
            "old": self.old,
            "new": self.new,
            "again": self.again,
            "recovery": self.proof,
        }
        if self.label is not None:
            self.fields["label"] = self.label

    def arrive(self) -> None:
        """Read how the store is guarded, and what it is called."""
        if self.label is not None:
            self.label.arrive()
        work, doors = self.workplace, self._doors
        work.tasks.read(
            self,
            lambda: guarding.guard(work.database, keyring=doors.keyring),
            done=self._show_guard,
            failed=self.tell_error,
        )

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep the name, and forget every passphrase that was typed."""
        if self.label is not None:
            self.label.keep()
        self._forget()
        done(True)

    def show_preferences(self, preferences: Preferences) -> None:
        """Show what is chosen now."""
        self._preferences = preferences
        self.idle.set_value(shown.nearest_idle(preferences.idle_minutes))

    def _make_label(self) -> StoreLabel:
        label = StoreLabel(self.workplace, self.tell_error)
        words = _("Werken er meer mensen op deze computer? Dan kiest u deze naam bij het openen.")
        self.add_card(_("Een computer die u deelt"), label, text=words)
        return label

    def _make_passphrase_card(self) -> Card:
        self.old = PassphraseField(_("Uw wachtwoord van nu"))
        self.new = PassphraseField(
            _("Nieuw wachtwoord"),
            hint=_("Vier of vijf gewone woorden achter elkaar zijn sterk en goed te onthouden."),
        )
        self.again = PassphraseField(_("Nog een keer het nieuwe wachtwoord"))
        self.change = Button(_("Verander wachtwoord"), icon_name="key")
        self.change.clicked.connect(self._change)
        self.again.submitted.connect(self._change)
        return self.add_card(
            _("Wachtwoord veranderen"), self.old, self.new, self.again, at_left(self.change)
        )

    def _make_recovery_card(self) -> Card:
        self.recovery_words = WrappedLabel("")
        self.proof = PassphraseField(
            _("Uw wachtwoord"), hint=_("De herstelcode opent alles. Daarom vragen wij dit eerst.")
        )
        self.renew = Button(_("Maak een nieuwe herstelcode"), icon_name="refresh")
        self.renew.clicked.connect(self._renew)
        self.proof.submitted.connect(self._renew)
        note = WrappedLabel(
            _("Een reservekopie houdt de herstelcode van de dag waarop hij is gemaakt."),
            tone="muted",
        )
        return self.add_card(
            _("Herstelcode"), self.recovery_words, note, self.proof, at_left(self.renew)
        )

    def _show_guard(self, guard: Guard) -> None:
        self.facts.show_facts(shown.guard_facts(guard))
        self.recovery_words.setText(shown.recovery_words(guard))
        for card in (self._passphrase_card, self._recovery_card):
            card.setVisible(guard.keys is not None)

    def _choose_idle(self) -> None:
        minutes = int(self.idle.value() or self._preferences.idle_minutes)
        if minutes != self._preferences.idle_minutes:
            self._preferences = msgspec.structs.replace(self._preferences, idle_minutes=minutes)
            self.preferencesChanged.emit(self._preferences)

    def _change(self) -> None:
        if not self._ready_to_change():
            return
        self._busy(self.change)
        work, doors = self.workplace, self._doors
        old, new = self.old.value(), self.new.value()
        work.tasks.write(
            self,
            lambda: guarding.change_passphrase(
                work.database, work.session, old, new=new, keyring=doors.keyring, cost=doors.cost
            ),
            done=self._changed,
            failed=self._not_changed,
        )

    def _ready_to_change(self) -> bool:
        """Say at the first field that is not right what is wrong with it."""
        same = self.new.value() == self.again.value()
        problems = (
            (self.old, None if self.old.value() else _("Vul uw wachtwoord van nu in.")),
            (self.new, None if self.new.value() else _("Vul een nieuw wachtwoord in.")),
            (self.again, None if same else _("De twee wachtwoorden zijn niet gelijk.")),
        )
        for field, problem in problems:
            field.set_error(problem)
        wrong = next((field for field, problem in problems if problem), None)
        if wrong is not None:
            wrong.line.setFocus()
        return wrong is None

    def _changed(self, _nothing: None) -> None:
        self._busy(None)
        self._forget()
        self.told.emit("gelukt", _("Uw wachtwoord is veranderd. Gebruik vanaf nu het nieuwe."))
        self.arrive()

    def _not_changed(self, error: MeitinkerError) -> None:
        self._busy(None)
        if isinstance(error, PassphraseTooWeak):
            self._refuse(self.new, error)
        else:
            self._refuse_proof(self.old, error)

    def _renew(self) -> None:
        if not self.proof.value():
            self.proof.set_error(_("Vul uw wachtwoord in."))
            self.proof.line.setFocus()
            return
        self.proof.set_error(None)
        self._busy(self.renew)
        work, doors, proof = self.workplace, self._doors, self.proof.value()
        work.tasks.write(
            self,
            lambda: guarding.new_recovery_code(
                work.database,
                work.session,
                proof,
                keyring=doors.keyring,
                cost=doors.cost,
            ),
            done=self._show_code,
            failed=self._not_renewed,
        )

    def _show_code(self, sheet: Rendered) -> None:
        self._busy(None)
        self._forget()
        # Kept with the lanes of the open store: another text size builds this screen anew, and
        # the old code is dead already. Locking ends the process and this with it: unlocking then
        # asks again, with another code.
        self.workplace.tasks.setProperty(_UNKEPT, sheet.data)
        self.show_unkept()

    def show_unkept(self) -> bool:
        """Show the sheet of a new code that was not put away yet; tell whether there is one."""
        data = self.workplace.tasks.property(_UNKEPT)
        if not data:
            return False
        page = RecoveryCodePage(
            bytes(data), step=_("Dit is uw nieuwe code. De oude code werkt niet meer.")
        )
        page.done.setText(_("Klaar"))
        page.kept.connect(self._put_away)
        self.pushed.emit(page)
        return True

    def _put_away(self) -> None:
        work = self.workplace
        work.tasks.setProperty(_UNKEPT, None)
        work.tasks.write(
            self,
            lambda: opening.set_code_waits(work.database, waits=False),
            done=lambda _none: self.arrive(),
            failed=self.tell_error,
        )
        self.popped.emit()

    def _not_renewed(self, error: MeitinkerError) -> None:
        self._busy(None)
        self._refuse_proof(self.proof, error)

    def _refuse_proof(self, field: PassphraseField, error: MeitinkerError) -> None:
        if isinstance(error, WrongPassphrase | WaitBeforeRetry):
            self._refuse(field, error)
        else:
            self.tell_error(error)

    def _refuse(self, field: PassphraseField, error: MeitinkerError) -> None:
        field.set_error(sentence_for(error).text)
        field.line.setFocus()
        field.line.selectAll()

    def _busy(self, pressed: Button | None) -> None:
        """Show on the button that was pressed that it takes a moment; None: it is done."""
        words = {
            self.change: _("Verander wachtwoord"),
            self.renew: _("Maak een nieuwe herstelcode"),
        }
        for button, usual in words.items():
            button.setEnabled(pressed is None)
            button.setText(_("Bezig…") if button is pressed else usual)

    def _forget(self) -> None:
        for field in (self.old, self.new, self.again, self.proof):
            field.set_value("")
            field.set_error(None)
