"""Which lock watcher belongs to this system."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ui.platform.lock import LockWatcher

if TYPE_CHECKING:
    from PySide6.QtCore import QObject


def lock_watcher(parent: QObject | None = None, *, system: str = sys.platform) -> LockWatcher:
    """Return a running watcher for ``system`` (as ``sys.platform`` names it)."""
    if system == "linux":
        from ui.platform.lock_linux import LinuxLockWatcher

        return LinuxLockWatcher(parent)
    if system == "win32":
        from ui.platform.lock_windows import WindowsLockWatcher

        return WindowsLockWatcher(parent)
    if system == "darwin":
        from ui.platform.lock_macos import MacLockWatcher

        return MacLockWatcher(parent)
    return LockWatcher(parent)
