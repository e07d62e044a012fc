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
from ui.views.entry.store_name import StoreName
from ui.widgets.buttons import Button, FlatButton, PrimaryButton
from ui.widgets.choices import CheckField, CheckGroup
from ui.widgets.fields import PassphraseField, PhoneField, TextField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from meitinker.services.opening import FirstUser


class WhoPage(EntryPage):
    """Step 1: who will work here, and in which villages.

    Signals:
        filled: The :class:`FirstUser`, and what the store is to be called.
        moving: There is a backup of another laptop; with the same two, as far as typed.
        back: To the unlock page, where others work here too.
    """

    filled = Signal(object, str)
    moving = Signal(object, str)
    back = Signal()

    def __init__(
        self, villages: Sequence[str], *, shared: bool = False, parent: QWidget | None = None
    ) -> None:
        """Build it with the villages the program knows; ``shared``: others work here too."""
        own = _("Stap 1 van 3. U krijgt een eigen werkplek. Anderen kunnen uw werk niet lezen.")
        only = _("Stap 1 van 3. Alles wat u invult blijft op deze computer, versleuteld.")
        super().__init__(_("Welkom bij meitinker"), own if shared else only, parent)
        self.label = StoreName(_("Hoe heet uw werkplek?"), required=True)
        self.cancel = FlatButton(_("Terug"))
        self.label.setVisible(shared)
        self.cancel.setVisible(shared)
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
            self.cancel,  # above the villages: nobody would scroll past them to find these
            self.bring,
            self.label,
            self.name,
            self.phone,
            self.organisation,
            self.organisation_phone,
            self.villages,
            self.next,
        ):
            self.column.addWidget(widget)
        self.next.clicked.connect(self._go)
        self.bring.clicked.connect(self._bring)
        self.cancel.clicked.connect(self.back)

    def fill(self, owner: FirstUser | None, label: str) -> None:
        """Show again what was typed before."""
        self.label.set_value(label)
        if owner is not None:
            self.name.set_value(owner.name)
            self.phone.set_value(owner.phone)
            self.organisation.set_value(owner.organisation)
            self.organisation_phone.set_value(owner.organisation_phone)
            self.villages.set_value(owner.villages)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go with Enter from a field to the next; with Ctrl as on every page."""
        lines = (self.label, self.name, self.phone, self.organisation, self.organisation_phone)
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            for field, following in zip(lines, (*lines[1:], self.villages), strict=True):
                if field.line.hasFocus():
                    following.setFocus()
                    return
        super().keyPressEvent(event)

    def focus_first(self) -> None:
        """Put the keyboard in the first field."""
        field = self.name if self.label.isHidden() else self.label
        field.line.setFocus()

    def _owner(self) -> FirstUser:
        from meitinker.services.opening import FirstUser

        return FirstUser(
            name=self.name.value(),
            phone=self.phone.value(),
            title=_("Meitinker"),
            organisation=self.organisation.value(),
            organisation_phone=self.organisation_phone.value(),
            villages=self.villages.value(),
        )

    def _name_store(self) -> bool:
        """Say what is wrong with what the store is to be called; tell whether nothing is."""
        problem = None if self.label.isHidden() else self.label.problem()
        self.label.set_error(problem)
        return problem is None

    def _bring(self) -> None:
        if self._name_store():
            self.moving.emit(self._owner(), self.label.value())
        else:
            self.label.line.setFocus()

    def _go(self) -> None:
        self._name_store()
        for field in (self.name, self.organisation):
            field.set_error(None if field.value() else _("Vul dit in."))
        for phone in (self.phone, self.organisation_phone):
            phone.set_error(phone.problem())
        asked = (self.label, self.name, self.phone, self.organisation, self.organisation_phone)
        wrong = next((field for field in asked if field.error), None)
        if wrong is not None:
            wrong.line.setFocus()
            return
        self.filled.emit(self._owner(), self.label.value())


class PassphrasePage(EntryPage):
    """Step 2: the passphrase, typed twice; strong enough, and never sent anywhere.

    Signals:
        chosen: The passphrase, and whether the user accepted to do without a keyring.
        back: To the step before, where there is one.
    """

    chosen = Signal(str, bool)
    back = Signal()

    def __init__(
        self, *, step: str, can_go_back: bool = False, parent: QWidget | None = None
    ) -> None:
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
        self.cancel = Button(_("Terug"))
        for widget in (self.first, self.second, self.accept, self.next, self.cancel):
            self.column.addWidget(widget)
        self.cancel.setVisible(can_go_back)
        self.cancel.clicked.connect(self.back)
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
        for button in (self.next, self.cancel):
            button.setEnabled(not busy)
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
