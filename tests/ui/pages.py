"""What stands on the pages of a PDF, and what a screen reader says of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pypdfium2
from PySide6.QtCore import QCoreApplication, QEventLoop

from meitinker.exchange.pdfs import ALONE

if TYPE_CHECKING:
    from pathlib import Path

    from ui.widgets.pdf_preview import PdfPreview


def said_of(preview: PdfPreview, number: int) -> str:
    """Go to a page, and return what is said of it once it is drawn."""
    preview.go_to(number)
    preview.grab()
    while preview.drawing():
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    return preview.accessibleDescription()


def words_on(paper: bytes | Path) -> str:
    """Return the words of a paper, while no page of it is being drawn: PDFium does one thing."""
    with ALONE, pypdfium2.PdfDocument(paper) as document:
        return "\n".join(one.get_textpage().get_text_range() for one in document)
