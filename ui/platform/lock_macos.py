"""Screen lock on macOS, from the distributed notification centre.

``com.apple.screenIsLocked`` is sent at every lock but is not a documented promise of Apple's, and
sleep is only heard as the lock that comes with it: hence ``LOCK_ONLY`` at best.
"""

from __future__ import annotations

import ctypes
import ctypes.util
import logging
from typing import TYPE_CHECKING, Any, Final

from ui.platform.lock import LockWatcher, Watching

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

_log = logging.getLogger(__name__)

_NOTICE: Final = b"com.apple.screenIsLocked"
_UTF8: Final = 0x08000100
_AT_ONCE: Final = 4  # CFNotificationSuspensionBehaviorDeliverImmediately
_CALLBACK: Final = ctypes.CFUNCTYPE(
    None,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_void_p,
    ctypes.c_void_p,
)


class MacLockWatcher(LockWatcher):
    """Hears the screen lock; Qt's event loop runs the run loop that delivers it."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Add an observer to the distributed centre."""
        super().__init__(parent)
        self._system = _core_foundation()
        self._answer = _CALLBACK(self._told)  # kept: the system holds only a pointer to it
        self._token = ctypes.c_void_p(id(self))
        if self._system is not None and self._observe(self._system):
            self._watching = Watching.LOCK_ONLY
        else:
            _log.info("the screen lock is not heard")

    def stop(self) -> None:
        """Remove the observer."""
        if self._watching is not Watching.NOTHING and self._system is not None:
            centre = self._system.CFNotificationCenterGetDistributedCenter()
            self._system.CFNotificationCenterRemoveEveryObserver(
                ctypes.c_void_p(centre), self._token
            )
        super().stop()

    def _told(self, *_details: object) -> None:
        self.sessionLocked.emit()

    def _observe(self, system: Any) -> bool:
        system.CFStringCreateWithCString.restype = ctypes.c_void_p
        system.CFNotificationCenterGetDistributedCenter.restype = ctypes.c_void_p
        name = system.CFStringCreateWithCString(None, _NOTICE, ctypes.c_uint32(_UTF8))
        centre = system.CFNotificationCenterGetDistributedCenter()
        if not name or not centre:
            return False
        system.CFNotificationCenterAddObserver(
            ctypes.c_void_p(centre),
            self._token,
            self._answer,
            ctypes.c_void_p(name),
            None,
            ctypes.c_long(_AT_ONCE),
        )
        return True


def _core_foundation() -> Any:
    """Return Apple's library, or None on every other system."""
    found = ctypes.util.find_library("CoreFoundation")
    try:
        return ctypes.CDLL(found) if found else None
    except OSError:
        return None
