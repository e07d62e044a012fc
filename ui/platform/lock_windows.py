"""Screen lock and sleep on Windows, from the messages of a hidden window."""

from __future__ import annotations

import ctypes
import logging
import sys
from ctypes import wintypes
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QAbstractNativeEventFilter, QByteArray, QCoreApplication
from PySide6.QtGui import QWindow

from ui.platform.lock import LockWatcher, Watching

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QObject

_log = logging.getLogger(__name__)

_POWER: Final = 0x0218  # WM_POWERBROADCAST
_SUSPEND: Final = 0x0004  # PBT_APMSUSPEND
_SESSION: Final = 0x02B1  # WM_WTSSESSION_CHANGE
_LOCK: Final = 0x0007  # WTS_SESSION_LOCK
_THIS_SESSION: Final = 0  # NOTIFY_FOR_THIS_SESSION


class WindowsLockWatcher(LockWatcher):
    """Hears WM_WTSSESSION_CHANGE and WM_POWERBROADCAST."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Make a hidden window, register it for session messages and filter messages."""
        super().__init__(parent)
        self._filter = MessageFilter(self.sessionLocked.emit, self.aboutToSleep.emit)
        self._window = QWindow()
        registered = _register(int(self._window.winId()))
        application = QCoreApplication.instance()
        if application is not None:
            application.installNativeEventFilter(self._filter)
        self._watching = Watching.of(
            lock=registered and application is not None, sleep=application is not None
        )

    def stop(self) -> None:
        """Remove the filter and the window."""
        application = QCoreApplication.instance()
        if application is not None:
            application.removeNativeEventFilter(self._filter)
        self._window.destroy()
        super().stop()


class MessageFilter(QAbstractNativeEventFilter):
    """Picks the two messages out of all that Windows sends."""

    def __init__(self, locked: Callable[[], None], sleeps: Callable[[], None]) -> None:
        """Call ``locked`` and ``sleeps`` when those messages pass."""
        super().__init__()
        self._locked = locked
        self._sleeps = sleeps

    def nativeEventFilter(
        self, kind: QByteArray | bytes | bytearray | memoryview, message: int, /
    ) -> tuple[bool, int]:
        """Look at one message and always let it pass."""
        if _plain(kind).startswith(b"windows_"):
            sent = wintypes.MSG.from_address(int(message))
            if sent.message == _SESSION and sent.wParam == _LOCK:
                self._locked()
            elif sent.message == _POWER and sent.wParam == _SUSPEND:
                self._sleeps()
        return False, 0


def _plain(kind: QByteArray | bytes | bytearray | memoryview) -> bytes:
    return bytes(kind.data()) if isinstance(kind, QByteArray) else bytes(kind)


def _register(window: int) -> bool:
    told = 0
    if sys.platform == "win32":
        try:
            told = ctypes.windll.wtsapi32.WTSRegisterSessionNotification(window, _THIS_SESSION)
        except OSError:
            _log.info("no session messages")
    return bool(told)
