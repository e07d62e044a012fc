"""What every screen of an open store is given: the store, who is at work, and the lanes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from ui.platform.clipboard import SecretClipboard

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from ui.starting.preferences import Preferences
    from ui.work.sending import Sending
    from ui.work.tasks import Tasks


def _clipboard() -> SecretClipboard:
    return SecretClipboard(QGuiApplication.clipboard())


@dataclass(frozen=True)
class Workplace:
    """Passed to the constructor of every screen; there is no other way to reach these.

    Attributes:
        database: The open store; only services take it.
        session: Who is at work.
        tasks: The lanes on which services run.
        preferences: The look and the language of this computer's user.
        demo: Whether this is the example village.
        sending: The exchanges with the hub; None in the example village, which has none.
        clipboard: Where a number is copied that must not stay there.
    """

    database: Database
    session: Session
    tasks: Tasks
    preferences: Preferences
    demo: bool = False
    sending: Sending | None = None
    clipboard: SecretClipboard = field(default_factory=_clipboard)
