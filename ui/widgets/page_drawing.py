"""The pages of one PDF, drawn off the screen's thread: what is in sight first, and no more.

A page of a scan takes a tenth of a second and a document has hundreds of them. Keys and clicks
wait for none, and what scrolled out of sight before its turn is not drawn at all.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cache, partial
from threading import Event
from typing import TYPE_CHECKING, NamedTuple

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QImage

from meitinker.errors import AttachmentDamaged
from meitinker.exchange.pdfs import ALONE

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from pypdfium2 import PdfDocument


class _Post(QObject):
    """Brings what was drawn to the screen's thread; outlives every document, unlike those.

    Signals:
        answered: What is to be called there.
    """

    answered = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.answered.connect(_call, Qt.ConnectionType.QueuedConnection)


@cache
def _post() -> _Post:
    return _Post()


@cache
def _hand() -> ThreadPoolExecutor:
    """The one thread that draws: PDFium does one thing at a time anyway."""
    return ThreadPoolExecutor(max_workers=1, thread_name_prefix="pages")


class PageSize(NamedTuple):
    """A page's size in points, 1/72 inch."""

    width: float
    height: float


class WantedPage(NamedTuple):
    """A page that is to be drawn.

    Attributes:
        page: Which one, from 0.
        width: How wide it stands on the screen, in its pixels at 100 %.
        scale: Dots for each point.
    """

    page: int
    width: int
    scale: float


class PageDrawing(QObject):
    """One open document.

    Signals:
        drawn: A :class:`WantedPage`, its picture and the words of the page.
    """

    drawn = Signal(object, QImage, str)

    def __init__(self, content: bytes, parent: QObject) -> None:
        """Open ``content``.

        Raises:
            AttachmentDamaged: The bytes are no PDF that can be shown.
        """
        import pypdfium2  # who fetched the paper loaded it, and most sittings show none

        super().__init__(parent)
        with ALONE:
            try:
                self._document: PdfDocument | None = pypdfium2.PdfDocument(content)
            except pypdfium2.PdfiumError as error:
                raise AttachmentDamaged("not a readable PDF") from error
            pages = range(len(self._document))
            self.sheets = [PageSize(*self._document.get_page_size(number)) for number in pages]
        self._waiting: list[WantedPage] = []
        self._busy = False
        self._closed = Event()
        _post()  # made here, on the thread of the screen

    @property
    def waiting(self) -> bool:
        """Whether a page that is wanted is still to come."""
        return self._busy or bool(self._waiting)

    def want(self, pages: Sequence[WantedPage]) -> None:
        """Draw these, the first one first; what was wanted before and is not drawn is let go."""
        self._waiting = list(pages)
        self._next()

    def close(self) -> None:
        """Forget the document. A page that is being drawn is dropped; nobody waits for it."""
        self._waiting.clear()
        self._closed.set()
        document, self._document = self._document, None
        if document is not None:
            _hand().submit(_close, document)
        self.deleteLater()

    def _next(self) -> None:
        document = self._document
        if self._busy or not self._waiting or document is None:
            return
        self._busy = True
        answer = partial(self._hand_on, self._waiting[0])
        _hand().submit(_draw, document, self._waiting.pop(0), self._closed, answer)

    def _hand_on(self, one: WantedPage, picture: QImage, words: str) -> None:
        if shiboken6.isValid(self) and not self._closed.is_set():
            self._busy = False
            self.drawn.emit(one, picture, words)
            self._next()


def _draw(
    document: PdfDocument, one: WantedPage, closed: Event, answer: Callable[[QImage, str], None]
) -> None:
    """Runs on the drawing thread; documents are closed there too, so after this."""
    if closed.is_set():
        return
    with ALONE:
        picture, words = _picture(document, one), _words(document, one.page)
    _post().answered.emit(partial(answer, picture, words))


def _call(answer: Callable[[], None]) -> None:
    answer()


def _picture(document: PdfDocument, one: WantedPage) -> QImage:
    page = document[one.page]
    bitmap = page.render(scale=one.scale, prefer_bgrx=True)
    try:
        # Copied, because the bitmap's memory ends with it.
        return QImage(
            bytes(bitmap.buffer),
            bitmap.width,
            bitmap.height,
            bitmap.stride,
            QImage.Format.Format_RGB32,
        ).copy()
    finally:
        bitmap.close()
        page.close()


def _words(document: PdfDocument, index: int) -> str:
    """Return the words of a page in reading order."""
    page = document[index]
    words = page.get_textpage()
    try:
        return str(words.get_text_bounded()).replace("\r\n", "\n").strip()
    finally:
        words.close()
        page.close()


def _close(document: PdfDocument) -> None:
    with ALONE:
        document.close()
