"""What a screen reader says of a page of a PDF."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEventLoop

if TYPE_CHECKING:
    from ui.widgets.pdf_preview import PdfPreview


def said_of(preview: PdfPreview, number: int) -> str:
    """Go to a page, and return what is said of it once it is drawn."""
    preview.go_to(number)
    preview.grab()
    while preview.drawing():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    return preview.accessibleDescription()
