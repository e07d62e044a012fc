"""Copying what should not stay on the clipboard (A12)."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMimeData, QObject, QTimer

if TYPE_CHECKING:
    from PySide6.QtGui import QClipboard

CLEAR_AFTER: Final = 30_000
"""Milliseconds a secret stays."""

_OURS: Final = "application/x-meitinker-copy"

# What the clipboard histories of the systems look at; each ignores those of the others.
HINTS: Final = {
    "x-kde-passwordManagerHint": b"secret",
    "ExcludeClipboardContentFromMonitorProcessing": b"1",
    "CanIncludeInClipboardHistory": bytes(4),
    "CanUploadToCloudClipboard": bytes(4),
    "org.nspasteboard.ConcealedType": b"1",
    "application/x-nspasteboard-concealed-type": b"1",
}


class SecretClipboard(QObject):
    """Copies text with hints that keep it out of histories, and clears it after 30 seconds.

    What somebody copied since is left alone: a random mark beside the text tells whether the
    clipboard is still ours.
    """

    def __init__(self, clipboard: QClipboard, parent: QObject | None = None) -> None:
        """Use ``clipboard``."""
        super().__init__(parent)
        self._clipboard = clipboard
        self._mark = b""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CLEAR_AFTER)
        self._timer.timeout.connect(self.clear)

    @property
    def waiting(self) -> bool:
        """Whether something of ours waits to be cleared."""
        return self._timer.isActive()

    def copy(self, text: str) -> None:
        """Put ``text`` on the clipboard for 30 seconds."""
        data = QMimeData()
        data.setText(text)
        for name, value in HINTS.items():
            data.setData(name, value)
        self._mark = secrets.token_hex(16).encode()
        data.setData(_OURS, self._mark)
        self._clipboard.setMimeData(data)
        self._timer.start()

    def clear(self) -> None:
        """Clear the clipboard if it is still ours; also call this at lock and at the end."""
        self._timer.stop()
        if self._mark and self._holds_ours():
            self._clipboard.clear()
        self._mark = b""

    def _holds_ours(self) -> bool:
        held = self._clipboard.mimeData()
        return held is not None and bytes(held.data(_OURS).data()) == self._mark
