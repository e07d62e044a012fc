"""The unlock page: whose work, a passphrase, and the way in for who forgot it or is new here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from meitinker.errors import MeitinkerError, WaitBeforeRetry, WrongPassphrase
from meitinker.i18n import _, ngettext
from ui.views.entry.page import EntryPage
from ui.widgets.buttons import FlatButton, PrimaryButton
from ui.widgets.fields import PassphraseField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from meitinker.labels import Labelled
    from meitinker.paths import StoreFolder
    from ui.widgets.choices import ComboField, RadioGroup

_SECOND = 1000


def locked_words(reason: str) -> str:
    """Return why the store is locked, as the page says it.

    Args:
        reason: What locked it; ``idle:15`` after 15 minutes, "" at the first start.
    """
    kind, _colon, minutes = reason.partition(":")
    if kind == "idle" and minutes.isdecimal():
        return ngettext(
            "U was {count} minuut weg. Daarom zit het scherm op slot. Uw tekst is bewaard.",
            "U was {count} minuten weg. Daarom zit het scherm op slot. Uw tekst is bewaard.",
            int(minutes),
        ).format(count=int(minutes))
    if reason == "joined":
        return _("Dit apparaat is aangesloten. Vul uw wachtwoord in om te beginnen.")
    if not reason:
        return _("Vul uw wachtwoord in om te beginnen.")
    return _("Het scherm is op slot. Vul uw wachtwoord in om verder te gaan.")


class UnlockPage(EntryPage):
    """Asks for the passphrase of a store.

    Signals:
        entered: The store chosen (:class:`Labelled`) and the passphrase.
        forgotten: The store whose passphrase is forgotten.
        another: Someone who has no store here yet wants one.
    """

    entered = Signal(object, str)
    forgotten = Signal(object)
    another = Signal()
    topic = "unlock"

    def __init__(
        self,
        stores: Sequence[Labelled],
        *,
        reason: str = "",
        last: StoreFolder | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Build it for the stores on this computer.

        Args:
            stores: One at least.
            reason: Why it was locked.
            last: The store that was at work last: it is chosen, and the reason is its own.
            parent: As in Qt.
        """
        super().__init__("meitinker", locked_words(reason), parent)
        self._stores = list(stores)
        self._reason = reason
        self._last = next((one for one in self._stores if one.folder == last), self._stores[0])
        self._wait = 0
        self.store = self._store_field() if len(self._stores) > 1 else None
        self.plain = self.store is None
        self.passphrase = PassphraseField(_("Wachtwoord"))
        self.open = PrimaryButton(_("Openen"))
        self.forgot = FlatButton(_("Wachtwoord vergeten?"))
        self.begin = FlatButton(_("Iemand anders werkt hier ook"))
        if self.store is not None:
            self.column.addWidget(self.store)
            self.store.edited.connect(self._choose)
        for widget in (self.passphrase, self.open, self.forgot, self.begin):
            self.column.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.setInterval(_SECOND)
        self._timer.timeout.connect(self._tick)
        self.open.clicked.connect(self._enter)
        self.passphrase.submitted.connect(self._enter)
        self.forgot.clicked.connect(lambda: self.forgotten.emit(self._chosen()))
        self.begin.clicked.connect(self.another)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go with Enter from the store to its passphrase."""
        here = QApplication.focusWidget()
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and here is not None and self.store is not None and self.store.isAncestorOf(here):
            self.focus_first()
        else:
            super().keyPressEvent(event)

    def focus_first(self) -> None:
        """Put the keyboard in the passphrase."""
        self.passphrase.line.setFocus()

    def explain(self, words: str) -> None:
        """Say what everyone may know: the passphrase of the example village."""
        self.text.setText(f"{locked_words(self._reason)} {words}")
        self.forgot.hide()
        self.begin.hide()

    def busy(self, busy: bool, words: str = "") -> None:
        """Show that the store is being opened; nothing else can be pressed meanwhile."""
        self.open.setEnabled(not busy and not self._wait)
        self.open.setText((words or _("Bezig met openen…")) if busy else _("Openen"))
        self.passphrase.set_read_only(busy)
        for widget in (self.forgot, self.begin, self.store):
            if widget is not None:
                widget.setEnabled(not busy)

    def refuse(self, error: MeitinkerError) -> None:
        """Say what went wrong; after wrong passphrases the button counts down."""
        self.busy(False)
        if isinstance(error, WrongPassphrase | WaitBeforeRetry):
            from ui.messages import sentence_for

            self.passphrase.set_error(sentence_for(error).text)
            self._wait = int(error.params.get("wait", 0))
            self._count()
        else:
            self.tell_error(error)
        self.passphrase.line.selectAll()
        self.focus_first()

    def _enter(self) -> None:
        if not self.open.isEnabled():
            return
        if not self.passphrase.value():
            self.passphrase.set_error(_("Vul uw wachtwoord in."))
            return
        self.passphrase.set_error(None)
        self.clear_message()
        self.busy(True)
        self.entered.emit(self._chosen(), self.passphrase.value())

    def _chosen(self) -> Labelled:
        return self._stores[int(self.store.value() or 0) if self.store else 0]

    def _choose(self) -> None:
        """Take back what was said of another store: why it is locked, and how long it waits."""
        mine = self._chosen() == self._last
        self.text.setText(locked_words(self._reason if mine else ""))
        self.passphrase.set_error(None)
        self.clear_message()
        self._wait = 0
        self._count()

    def _store_field(self) -> ComboField | RadioGroup:
        # Imported and built only where there is a choice: it is a tenth of the way to the
        # first paint, and almost every computer has one store.
        from ui.viewmodels.parts import Choice
        from ui.widgets.choices import MOST_RADIOS, ComboField, RadioGroup

        kind = RadioGroup if len(self._stores) <= MOST_RADIOS else ComboField
        choices = [Choice(str(n), one.label) for n, one in enumerate(self._stores)]
        field = kind(_("Kies uw werkplek"), choices)
        field.set_value(str(self._stores.index(self._last)))
        return field

    def _tick(self) -> None:
        self._wait = max(self._wait - 1, 0)
        self._count()

    def _count(self) -> None:
        if self._wait:
            from ui.messages import duration

            self.open.setEnabled(False)
            self.open.setText(_("Wacht {time}").format(time=duration(self._wait)))
            self._timer.start()
        else:
            self._timer.stop()
            self.open.setEnabled(True)
            self.open.setText(_("Openen"))
