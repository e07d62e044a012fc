"""Shows a PDF from memory: pages below each other, drawn when they come into sight.

Nothing is written to disk. The paper stays white in every theme: what is shown is what will
lie on the table.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import OrderedDict
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from meitinker.i18n import _
from ui.theme import current, px
from ui.theme.style import draw_ring
from ui.widgets.page_drawing import PageDrawing, PageSize, WantedPage

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_KEPT = 4  # pages kept as pictures; an A4 of 1200 pixels at DPR 2 is 30 MB
_GAP = 16
_STEP = 64


class _Ringed(QAbstractScrollArea):
    """Draws its ring with its content: Qt draws only what is around that anew."""

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away: two would leave nobody sure where the keyboard is."""
        super().focusOutEvent(event)
        self.viewport().update()


class _Pictures(OrderedDict[tuple[int, int], QImage]):
    """The pages that were drawn, by number and width; those looked at last are kept."""

    def look_at(self, pages: Sequence[tuple[int, int]]) -> None:
        """Keep these longest, the last of them most of all."""
        for page in pages:
            if page in self:
                self.move_to_end(page)

    def forget(self, *, most: int) -> None:
        """Keep no more than ``most``."""
        while len(self) > most:
            self.popitem(last=False)


class PdfPreview(_Ringed):
    """The pages of one PDF, as wide as the view: Page Up and Page Down, Home, End, arrows.

    Buttons are the caller's: it connects them to `go_to`, `next_page` and `previous_page`.

    Signals:
        pageChanged: Number of the page in sight (from 1) and how many there are.
    """

    pageChanged = Signal(int, int)
    _ready = False  # Qt may tell of a style while the parts are still being made

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawing: PageDrawing | None = None
        self._sheets: list[PageSize] = []
        self._tops: list[int] = []
        self._drawn = _Pictures()
        self._words: dict[int, str] = {}
        self._page = 0
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self._describe()
        self._ready = True

    def set_pdf(self, content: bytes) -> None:
        """Show another document from its first page.

        Raises:
            AttachmentDamaged: The bytes are no PDF that can be shown.
        """
        self.clear()
        self._drawing = PageDrawing(content, self)
        self._drawing.drawn.connect(self._keep)
        self._sheets = self._drawing.sheets
        self._page = 1 if self._sheets else 0
        self._arrange()
        self._tell()

    def clear(self) -> None:
        """Forget the document and its pictures, as at lock."""
        if self._drawing is not None:
            self._drawing.close()
        self._drawing = None
        self.setProperty("komt", False)
        self._sheets, self._page = [], 0
        self._drawn.clear()
        self._words.clear()
        self._arrange()
        self.verticalScrollBar().setValue(0)
        self._tell()

    def page(self) -> int:
        """Return the number of the page in sight, from 1; 0 without a document."""
        return self._page

    def page_count(self) -> int:
        """Return how many pages there are."""
        return len(self._sheets)

    def drawing(self) -> bool:
        """Return whether a page in sight is still to be drawn."""
        return self._drawing is not None and self._drawing.waiting

    def go_to(self, number: int) -> None:
        """Bring a page to the top of the view; numbers beyond the ends go to the ends."""
        if self._sheets:
            index = min(max(number, 1), len(self._sheets)) - 1
            self.verticalScrollBar().setValue(self._tops[index] - px(_GAP))
            self._set_page(index + 1)

    def next_page(self) -> None:
        """Go to the top of the following page."""
        self.go_to(self._page + 1)

    def previous_page(self) -> None:
        """Go to the top of the page before."""
        self.go_to(self._page - 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Turn pages; other keys go on to the window."""
        bar = self.verticalScrollBar()
        steps: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_PageDown: self.next_page,
            Qt.Key.Key_PageUp: self.previous_page,
            Qt.Key.Key_Home: lambda: self.go_to(1),
            Qt.Key.Key_End: lambda: self.go_to(len(self._sheets)),
            Qt.Key.Key_Down: lambda: bar.setValue(bar.value() + px(_STEP)),
            Qt.Key.Key_Up: lambda: bar.setValue(bar.value() - px(_STEP)),
        }
        step = steps.get(Qt.Key(event.key()))
        # Ctrl+Page Down belongs to the window: the next section.
        if step is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            step()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl the wheel is left to the window's text size."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().wheelEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the page in sight when the width changes."""
        super().resizeEvent(event)
        bar = self.verticalScrollBar()
        share = bar.value() / bar.maximum() if bar.maximum() else 0.0
        self._arrange()
        bar.setValue(round(share * bar.maximum()))

    def changeEvent(self, event: QEvent) -> None:
        """Draw again on another theme."""
        super().changeEvent(event)
        if self._ready and event.type() == QEvent.Type.StyleChange:
            self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the pages in sight and the focus ring around the view.

        A page that is not drawn yet is white until it is.
        """
        tokens = current().tokens
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(tokens.window))
        for index, box in self._in_sight():
            if box.intersects(event.rect()):
                painter.fillRect(box, Qt.GlobalColor.white)
                picture = self._drawn.get((index, box.width()))
                if picture is not None:
                    # Dot for dot: drawn to a pixel more or less, a line of each page would be
                    # left out, and an 8 read as a 3.
                    painter.drawImage(box.topLeft(), picture)
                painter.setPen(QPen(QColor(tokens.control), px(1)))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRect(box)
        if self.hasFocus():
            draw_ring(painter, self.viewport().rect().toRectF())
        painter.end()
        self._ask()

    def _in_sight(self) -> list[tuple[int, QRect]]:
        """Return the pages in sight with where they lie; others of hundreds are not measured."""
        if not self._tops:
            return []
        top = self.verticalScrollBar().value()
        first = max(bisect_right(self._tops, top) - 1, 0)
        beyond = bisect_right(self._tops, top + self.viewport().height())
        return [(index, self._box(index)) for index in range(first, beyond)]

    def _ask(self) -> None:
        """Ask for the pages in sight that are not drawn yet, the one that is read first."""
        if self._drawing is None:
            return
        pages = [(index, box.width()) for index, box in self._in_sight()]
        pages.sort(key=lambda page: page[0] + 1 != self._page)
        self._drawn.look_at(pages)
        dots = self.devicePixelRatioF()
        self._drawing.want(
            [
                WantedPage(index, width, width * dots / self._sheets[index].width)
                for index, width in pages
                if (index, width) not in self._drawn
            ]
        )
        self.setProperty("komt", self.drawing())

    def _keep(self, one: WantedPage, picture: QImage, words: str) -> None:
        picture.setDevicePixelRatio(one.scale * self._sheets[one.page].width / one.width)
        self._drawn[one.page, one.width] = picture
        # Never fewer than are in sight: they would take turns for ever.
        self._drawn.forget(most=max(_KEPT, len(self._in_sight())))
        self._words[one.page] = words
        self._describe()
        self.viewport().update()

    def _scale(self, sheet: PageSize) -> float:
        """Return how many logical pixels a point takes."""
        return max(self.viewport().width() - 2 * px(_GAP), 1) / sheet.width

    def _arrange(self) -> None:
        """Work out where every page lies and how far can be scrolled."""
        top = px(_GAP)
        self._tops = []
        for sheet in self._sheets:
            self._tops.append(top)
            top += round(sheet.height * self._scale(sheet)) + px(_GAP)
        bar, room = self.verticalScrollBar(), self.viewport().height()
        bar.setRange(0, max(top - room, 0))
        bar.setPageStep(room)
        bar.setSingleStep(px(_STEP))
        self.viewport().update()

    def _box(self, index: int) -> QRect:
        """Return where a page lies in the view."""
        sheet = self._sheets[index]
        scale = self._scale(sheet)
        width, height = round(sheet.width * scale), round(sheet.height * scale)
        top = self._tops[index] - self.verticalScrollBar().value()
        return QRect(px(_GAP), top, width, height)

    def _scrolled(self, value: int) -> None:
        self.viewport().update()
        if not self._tops:
            return
        # The page in sight is the one at a third of the view from the top.
        eye = value + self.viewport().height() // 3
        last = self.verticalScrollBar().maximum()
        at_end = last > 0 and value == last
        self._set_page(len(self._tops) if at_end else max(bisect_right(self._tops, eye), 1))

    def _set_page(self, number: int) -> None:
        if number != self._page:
            self._page = number
            self._tell()

    def _tell(self) -> None:
        self._describe()
        self.pageChanged.emit(self._page, len(self._sheets))

    def _describe(self) -> None:
        if not self._sheets:
            self.setAccessibleName(_("Voorbeeld van het document: leeg"))
            self.setAccessibleDescription("")
            return
        name = _("Bladzijde {page} van {count}")
        self.setAccessibleName(name.format(page=self._page, count=len(self._sheets)))
        self.setAccessibleDescription(self._words.get(self._page - 1, ""))
