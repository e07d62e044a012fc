"""The cover: hides the file when the store cannot be closed because text still waits."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal

from meitinker.i18n import _
from meitinker.services import example, opening
from ui.views.entry.page import EntryPage
from ui.widgets.buttons import PrimaryButton
from ui.widgets.fields import PassphraseField

if TYPE_CHECKING:
    from meitinker.errors import MeitinkerError
    from ui.workplace import Workplace

_TRY_EVERY = 5_000


class CoverPage(EntryPage):
    """Asks for the passphrase; behind it the window waits with what was typed.

    Signals:
        uncovered: The passphrase was right.
        tried: Time to try the saving once more.
    """

    uncovered = Signal()
    tried = Signal()
    topic = "settings/safety"

    def __init__(self, workplace: Workplace) -> None:
        """Build it; it tries the saving every few seconds."""
        super().__init__(
            _("Het scherm is op slot"),
            _("Uw laatste tekst is nog niet bewaard. Sluit het programma nog niet."),
        )
        self._workplace = workplace
        self.passphrase = PassphraseField(_("Wachtwoord"))
        self.open = PrimaryButton(_("Openen"))
        self.column.addWidget(self.passphrase)
        self.column.addWidget(self.open)
        self.open.clicked.connect(self._enter)
        self.passphrase.submitted.connect(self._enter)
        self._timer = QTimer(self)
        self._timer.setInterval(_TRY_EVERY)
        self._timer.timeout.connect(self.tried)
        self._timer.start()

    def focus_first(self) -> None:
        """Put the keyboard in the passphrase."""
        self.passphrase.line.setFocus()

    def _enter(self) -> None:
        unlock = example.unlocked if self._workplace.demo else opening.unlock
        self.open.setEnabled(False)
        self._workplace.tasks.read(
            self,
            partial(unlock, self._workplace.database.folder, self.passphrase.value()),
            done=lambda _key: self.uncovered.emit(),
            failed=self._refuse,
        )

    def _refuse(self, error: MeitinkerError) -> None:
        self.open.setEnabled(True)
        self.tell_error(error)
        self.focus_first()
