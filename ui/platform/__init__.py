"""What differs between desktops: the lock of the screen, sleep, idleness, the clipboard."""

from __future__ import annotations

from ui.platform.clipboard import SecretClipboard
from ui.platform.idle import IdleWatcher
from ui.platform.lock import LockWatcher, Watching
from ui.platform.lock_choice import lock_watcher

__all__ = ["IdleWatcher", "LockWatcher", "SecretClipboard", "Watching", "lock_watcher"]
