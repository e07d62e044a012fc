"""PDF files of others: whether they can be shown, and a copy that says that it is one.

PDFium does one thing at a time in a process: whoever uses it, on whatever thread, holds
:data:`ALONE` meanwhile.
"""

from __future__ import annotations

import io
import threading
from typing import TYPE_CHECKING

from meitinker.errors import AttachmentDamaged, AttachmentRefused

if TYPE_CHECKING:
    from collections.abc import Generator

    from pypdfium2 import PdfDocument

Share = tuple[int, int]
"""How much of something is done, and how much there is to do."""

ALONE = threading.RLock()
"""PDFium is not made for two threads at once."""

MOST_PAGES = 500
LONGEST_SIDE = 14_400
"""Points (1/72 inch): the largest page that the format itself allows (ISO 32000, annex C)."""

MOST_SLENDER = 12
"""Sides of a page, longest by shortest: one narrower is drawn metres long (decompression bomb)."""

_STRIP = 24.0
_LETTERS = 9.0


def load() -> None:
    """Load PDFium, on the lane that fetches a paper: a tenth of a second for who shows it."""
    import pypdfium2

    del pypdfium2


def require_shown(data: bytes) -> None:
    """Refuse a PDF that the program could keep and not show.

    Raises:
        AttachmentRefused: Params: ``reason`` (``pdf`` for a damaged or locked one,
            ``too_large`` for too many pages or one that is too long).
    """
    import pypdfium2

    with ALONE:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            raise AttachmentRefused("not a readable PDF", reason="pdf") from None
        try:
            _require_pages(document)
        except pypdfium2.PdfiumError:
            raise AttachmentRefused("not a readable PDF", reason="pdf") from None
        finally:
            document.close()


def marked(data: bytes, words: str) -> Generator[Share, None, bytes]:
    """Return the PDF with ``words`` at the foot of every page, in bites of one page.

    A page takes 10 to 40 ms and there may be hundreds: between two of them others have their
    turn with PDFium.

    Yields:
        How many pages bear the words, and how many there are.

    Raises:
        AttachmentDamaged: It cannot be read.
    """
    import pypdfium2

    try:
        with ALONE:
            document = pypdfium2.PdfDocument(data)
        try:
            count = len(document)
            for number in range(count):
                with ALONE:
                    _mark(document, number, words)
                yield number + 1, count
            out = io.BytesIO()
            with ALONE:
                document.save(out)
        finally:
            with ALONE:
                document.close()
    except pypdfium2.PdfiumError:
        raise AttachmentDamaged("not a readable PDF") from None
    return out.getvalue()


def _require_pages(document: PdfDocument) -> None:
    count = len(document)
    if not count:
        raise AttachmentRefused("no pages", reason="pdf")
    if count > MOST_PAGES:
        raise AttachmentRefused("pages", reason="too_large")
    for number in range(count):
        short, long = sorted(document.get_page_size(number))
        if short <= 0 or long > LONGEST_SIDE or long > MOST_SLENDER * short:
            raise AttachmentRefused("page", reason="too_large")


def _mark(document: PdfDocument, number: int, words: str) -> None:
    """Lay a strip with words over the foot of one page."""
    import pypdfium2

    page = document[number]
    left, bottom, right, _top = page.get_mediabox()
    with pypdfium2.PdfDocument(_strip(right - left, words)) as strip:
        placed = strip.page_as_xobject(0, document).as_pageobject()
        placed.set_matrix(pypdfium2.PdfMatrix().translate(left, bottom))
        page.insert_obj(placed)
        page.gen_content()
    page.close()


def _strip(width: float, words: str) -> bytes:
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(width, _STRIP))
    canvas.setFillGray(1)
    canvas.rect(0, 0, width, _STRIP, stroke=0, fill=1)
    canvas.setFillGray(0)
    canvas.setFont("Helvetica", _LETTERS)
    canvas.drawCentredString(width / 2, (_STRIP - _LETTERS) / 2 + 2, words)
    canvas.showPage()
    canvas.save()
    return out.getvalue()
