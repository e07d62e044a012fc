"""The way back from the resident's screen: the passphrase, with the same delay as unlocking."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.errors import WaitBeforeRetry, WrongPassphrase
from meitinker.i18n import _
from meitinker.services import example, opening
from ui.messages import duration, sentence_for
from ui.theme import px
from ui.widgets.buttons import Button, PrimaryButton
from ui.widgets.fields import PassphraseField
from ui.widgets.flow import Flow

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.errors import MeitinkerError
    from meitinker.keys import StoreKey
    from ui.workplace import Workplace

_SECOND = 1000


class WayBack(QWidget):
    """Asks for the passphrase, so that a resident does not wander into the work.

    Signals:
        passed: The passphrase was right.
        stayed: Who asked for the way back goes on reading.
    """

    passed = Signal()
    stayed = Signal()

    def __init__(
        self, workplace: Workplace, *, unlock: Callable[[str], StoreKey] | None = None
    ) -> None:
        """Build it; tests pass another ``unlock``."""
        super().__init__()
        self._workplace = workplace
        usual = example.unlocked if workplace.demo else opening.unlock
        self._unlock = unlock or partial(usual, workplace.database.folder)
        self._wait = 0
        self.passphrase = PassphraseField(_("Wachtwoord van de meitinker"))
        self.enter = PrimaryButton(_("Openen"))
        self.stay = Button(_("Verder lezen"))
        self._timer = QTimer(self)
        self._timer.setInterval(_SECOND)
        self._timer.timeout.connect(self._tick)
        self.enter.clicked.connect(self._try)
        self.passphrase.submitted.connect(self._try)
        self.stay.clicked.connect(self._stay)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        column.addWidget(self.passphrase)
        column.addWidget(Flow(self.enter, self.stay))

    def focus_first(self) -> None:
        """Put the keyboard in the passphrase."""
        self.passphrase.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _stay(self) -> None:
        self.passphrase.set_value("")
        self.passphrase.set_error(None)
        self.stayed.emit()

    def _try(self) -> None:
        if not self.enter.isEnabled():
            return
        typed = self.passphrase.value()
        if not typed:
            self.passphrase.set_error(_("Vul uw wachtwoord in."))
            return
        self.passphrase.set_error(None)
        self.enter.setEnabled(False)
        self._workplace.tasks.read(
            self, partial(self._unlock, typed), done=self._opened, failed=self._refused
        )

    def _opened(self, key: StoreKey) -> None:
        # It was only asked for: the store is open, and one key in memory is enough.
        if key is not self._workplace.database.key:
            key.wipe()
        self.passphrase.set_value("")
        self.passed.emit()

    def _refused(self, error: MeitinkerError) -> None:
        self.passphrase.set_error(sentence_for(error).text)
        waits = isinstance(error, WrongPassphrase | WaitBeforeRetry)
        self._wait = int(error.params.get("wait", 0)) if waits else 0
        self._count()
        self.passphrase.line.selectAll()
        self.focus_first()

    def _tick(self) -> None:
        self._wait = max(self._wait - 1, 0)
        self._count()

    def _count(self) -> None:
        self.enter.setEnabled(not self._wait)
        if self._wait:
            self.enter.setText(_("Wacht {time}").format(time=duration(self._wait)))
            self._timer.start()
        else:
            self.enter.setText(_("Openen"))
            self._timer.stop()
