"""The first time: who works here, which passphrase, and the recovery code on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from meitinker.errors import KeyringRefused, MeitinkerError, PassphraseTooWeak
from meitinker.i18n import _
from ui.messages import sentence_for
from ui.viewmodels.parts import Choice
from ui.views.entry.page import EntryPage
from ui.widgets.buttons import FlatButton, PrimaryButton
from ui.widgets.choices import CheckField, CheckGroup
from ui.widgets.fields import PassphraseField, PhoneField, TextField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent


class WhoPage(EntryPage):
    """Step 1: who will work here, and in which villages.

    Signals:
        filled: Name, phone, organisation, phone of the organisation and village names.
        moving: There is a backup of another laptop.
    """

    filled = Signal(str, str, str, str, object)
    moving = Signal()

    def __init__(self, villages: Sequence[str], parent: QWidget | None = None) -> None:
        """Build it with the villages the program knows."""
        super().__init__(
            _("Welkom bij meitinker"),
            _("Stap 1 van 3. Alles wat u invult blijft op deze computer, versleuteld."),
            parent,
        )
        self.name = TextField(_("Uw naam"), required=True)
        self.phone = PhoneField(_("Uw telefoonnummer"), hint=_("Dit staat onder uw brieven."))
        self.organisation = TextField(_("Naam van uw organisatie"), required=True)
        self.organisation_phone = PhoneField(_("Telefoonnummer van de organisatie"))
        self.villages = CheckGroup(
            _("In welke dorpen werkt u?"),
            [Choice(name, name) for name in villages],
            hint=_(
                "Kiest u niets? Dan ziet u alle dorpen. Met de pijltjes gaat u langs de dorpen,"
                " met de spatiebalk kiest u."
            ),
        )
        self.next = PrimaryButton(_("Verder"))
        self.bring = FlatButton(_("Ik heb een reservekopie van een andere laptop"))
        for widget in (
            self.bring,  # above the villages: nobody would scroll past them to find it
            self.name,
            self.phone,
            self.organisation,
            self.organisation_phone,
            self.villages,
            self.next,
        ):
            self.column.addWidget(widget)
        self.next.clicked.connect(self._go)
        self.bring.clicked.connect(self.moving)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go with Enter from a field to the next; with Ctrl as on every page."""
        lines = (self.name, self.phone, self.organisation, self.organisation_phone)
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            for field, following in zip(lines, (*lines[1:], self.villages), strict=True):
                if field.line.hasFocus():
                    following.setFocus()
                    return
        super().keyPressEvent(event)

    def focus_first(self) -> None:
        """Put the keyboard in the name."""
        self.name.line.setFocus()

    def _go(self) -> None:
        for field in (self.name, self.organisation):
            field.set_error(None if field.value() else _("Vul dit in."))
        for phone in (self.phone, self.organisation_phone):
            phone.set_error(phone.problem())
        asked = (self.name, self.phone, self.organisation, self.organisation_phone)
        wrong = next((field for field in asked if field.error), None)
        if wrong is not None:
            wrong.line.setFocus()
            return
        self.filled.emit(
            self.name.value(),
            self.phone.value(),
            self.organisation.value(),
            self.organisation_phone.value(),
            self.villages.value(),
        )


class PassphrasePage(EntryPage):
    """Step 2: the passphrase, typed twice; strong enough, and never sent anywhere.

    Signals:
        chosen: The passphrase, and whether the user accepted to do without a keyring.
    """

    chosen = Signal(str, bool)

    def __init__(self, *, step: str, parent: QWidget | None = None) -> None:
        """Build it; ``step`` says where the user is ("Stap 2 van 3.")."""
        super().__init__(
            _("Kies een wachtwoord"),
            f"{step} "
            + _("Vier of vijf gewone woorden achter elkaar zijn sterk en goed te onthouden."),
            parent,
        )
        self.first = PassphraseField(_("Wachtwoord"), required=True)
        self.second = PassphraseField(_("Nog een keer hetzelfde wachtwoord"), required=True)
        self.accept = CheckField(
            _(
                "Deze computer heeft geen sleutelbos. Ik begrijp dat alleen mijn wachtwoord"
                " de gegevens beschermt."
            ),
            hint=_("Een sleutelbos is een kluisje van de computer zelf, voor wachtwoorden."),
        )
        self.accept.hide()
        self.next = PrimaryButton(_("Verder"))
        for widget in (self.first, self.second, self.accept, self.next):
            self.column.addWidget(widget)
        self.next.clicked.connect(self._go)
        self.first.submitted.connect(self._go_on)
        self.second.submitted.connect(self._go)
        self.first.left.connect(self._look_again)
        self.second.edited.connect(self._look_again)

    def focus_first(self) -> None:
        """Put the keyboard in the passphrase."""
        self.first.line.setFocus()

    def busy(self, busy: bool) -> None:
        """Show that the store is being made."""
        self.next.setEnabled(not busy)
        self.next.setText(_("Bezig…") if busy else _("Verder"))

    def refuse(self, error: MeitinkerError) -> None:
        """Say what is wrong with the passphrase or the computer."""
        self.busy(False)
        if isinstance(error, PassphraseTooWeak):
            self.first.set_error(sentence_for(error).text)
            self.first.line.setFocus()
            return
        if isinstance(error, KeyringRefused):  # one can go on without
            self.bar.tell("waarschuwing", sentence_for(error).text)
            self.accept.show()
            self.accept.box.setFocus()
        else:
            self.tell_error(error)

    def _go_on(self) -> None:
        """Ask for the passphrase once more; with both typed Enter goes on."""
        if self.second.value():
            self._go()
        else:
            self.second.line.setFocus()

    def _look_again(self) -> None:
        """Take back that the two differ, also where the first was repaired."""
        if self.first.value() == self.second.value():
            self.second.set_error(None)

    def _go(self) -> None:
        same = self.first.value() == self.second.value()
        self.second.set_error(None if same else _("De twee wachtwoorden zijn niet gelijk."))
        if not same:
            self.second.line.setFocus()
            return
        self.clear_message()
        self.first.set_error(None)
        self.busy(True)
        self.chosen.emit(self.first.value(), self.accept.value())
