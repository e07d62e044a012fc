"""Shows one picture from memory: as large as fits, or larger and moved by keys, wheel and bars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from ui.theme import current, px
from ui.theme.style import draw_ring

if TYPE_CHECKING:
    from collections.abc import Callable

FIT = 1.0
"""Zoom at which the whole picture is in sight."""

_MOST = 8.0
_STEP = 1.5
_GAP = 8
_WALK = 64


class PictureView(QAbstractScrollArea):
    """One picture, by keyboard: arrows and Page Up and Down move it, Home shows all of it.

    Buttons are the caller's: it connects them to :meth:`larger` and :meth:`smaller`.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin without a picture."""
        super().__init__(parent)
        self._image = QImage()
        self._zoom = FIT
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setViewportMargins(1, 1, 1, 1)  # else the view counts as hidden behind its picture

    def set_image(self, image: QImage, *, name: str) -> None:
        """Show a picture, all of it; ``name`` is what is read aloud."""
        self._image, self._zoom = image, FIT
        self.setAccessibleName(name)
        self._arrange()

    def zoom(self) -> float:
        """Return how many times larger than all of it the picture is."""
        return self._zoom

    def larger(self) -> None:
        """Show less of the picture, and that larger."""
        self._zoom_to(self._zoom * _STEP)

    def smaller(self) -> None:
        """Show more of the picture, until all of it is in sight."""
        self._zoom_to(self._zoom / _STEP)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the picture; other keys go on to the window."""
        across, down = self.horizontalScrollBar(), self.verticalScrollBar()
        steps: dict[Qt.Key, Callable[[], None]] = {
            Qt.Key.Key_Left: lambda: across.setValue(across.value() - px(_WALK)),
            Qt.Key.Key_Right: lambda: across.setValue(across.value() + px(_WALK)),
            Qt.Key.Key_Up: lambda: down.setValue(down.value() - px(_WALK)),
            Qt.Key.Key_Down: lambda: down.setValue(down.value() + px(_WALK)),
            Qt.Key.Key_PageUp: lambda: down.setValue(down.value() - down.pageStep()),
            Qt.Key.Key_PageDown: lambda: down.setValue(down.value() + down.pageStep()),
            Qt.Key.Key_Home: lambda: self._zoom_to(FIT),
            Qt.Key.Key_Plus: self.larger,
            Qt.Key.Key_Minus: self.smaller,
        }
        step = steps.get(Qt.Key(event.key()))
        # Ctrl+Plus belongs to the window: the size of the letters.
        if step is None or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            step()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the picture in the new room."""
        super().resizeEvent(event)
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint what is in sight, and the focus ring around the view."""
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), QColor(current().tokens.window))
        if not self._image.isNull():
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(self._box(), self._image)
        if self.hasFocus():
            draw_ring(painter, self.viewport().rect().toRectF())
        painter.end()

    def _zoom_to(self, zoom: float) -> None:
        """Zoom around the middle of what is in sight."""
        box, middle = self._box(), self.viewport().rect().center()
        across = (middle.x() - box.left()) / box.width()
        down = (middle.y() - box.top()) / box.height()
        self._zoom = min(max(zoom, FIT), _MOST)
        self._arrange()
        self.horizontalScrollBar().setValue(0)
        self.verticalScrollBar().setValue(0)
        now = self._box()
        self.horizontalScrollBar().setValue(round(now.left() + across * now.width() - middle.x()))
        self.verticalScrollBar().setValue(round(now.top() + down * now.height() - middle.y()))

    def _size(self) -> QSize:
        """Return the size of the picture on the screen; a small one is not blown up."""
        room = self.viewport().size() - QSize(2 * px(_GAP), 2 * px(_GAP))
        fitted = self._image.size()
        if fitted.width() > room.width() or fitted.height() > room.height():
            fitted = fitted.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        return QSize(
            max(round(fitted.width() * self._zoom), 1), max(round(fitted.height() * self._zoom), 1)
        )

    def _box(self) -> QRect:
        """Return where the picture lies in the view."""
        size, room = self._size(), self.viewport().size()
        left = max((room.width() - size.width()) // 2, px(_GAP))
        top = max((room.height() - size.height()) // 2, px(_GAP))
        moved = QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        return QRect(QPoint(left, top) - moved, size)

    def _arrange(self) -> None:
        """Work out how far can be scrolled."""
        size, room = self._size(), self.viewport().size()
        for bar, wanted, there in (
            (self.horizontalScrollBar(), size.width(), room.width()),
            (self.verticalScrollBar(), size.height(), room.height()),
        ):
            bar.setRange(0, max(wanted + 2 * px(_GAP) - there, 0))
            bar.setPageStep(there)
            bar.setSingleStep(px(_WALK))
        self.viewport().update()
