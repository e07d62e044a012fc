"""Small pictures beside the names of photos: made on the lane for files, kept while in sight."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from meitinker.ids import RecordId
from meitinker.services import attaching
from meitinker.store.lanes import Priority
from ui.theme import SIZES, current, icon, px

if TYPE_CHECKING:
    from meitinker.errors import MeitinkerError
    from meitinker.exchange.thumbnails import Thumbnail
    from ui.workplace import Workplace

WIDTH, HEIGHT = 80, 60
"""Room of one small picture, px at 100 %."""

MOST = 48
"""Small pictures that are kept; more than any screen shows at once."""

_ICON = 24


class Thumbnails(QObject):
    """The small pictures of one list, asked for one at a time and after all else on the lane.

    Nothing of them is on the disk. They are wiped when the list goes out of sight, and so at
    lock as well.

    Signals:
        came: The id of a photo whose small picture is there.
    """

    came = Signal(str)

    def __init__(self, workplace: Workplace, parent: QObject) -> None:
        """Begin without any."""
        super().__init__(parent)
        self._workplace = workplace
        self._kept: OrderedDict[str, QImage] = OrderedDict()
        self._without: set[str] = set()
        self._waiting: list[str] = []
        self._turn = 0
        self._making = ""

    def image(self, photo: str, *, edge: int) -> QImage | None:
        """Return a small picture, or None and ask for it; ``edge`` is its longer side in pixels.

        The newest question is answered first: that is what is in sight now.
        """
        known = self._kept.get(photo)
        if known is not None and max(known.width(), known.height()) + 1 >= edge:
            self._kept.move_to_end(photo)
            return known
        if photo not in self._without and photo != self._making:
            if photo in self._waiting:
                self._waiting.remove(photo)
            self._waiting.insert(0, photo)
            self._next(edge)
        return known

    def asked(self, photo: str) -> bool:
        """Tell whether a small picture is still to come."""
        return photo == self._making or photo in self._waiting

    def wipe(self) -> None:
        """Forget all of them; what is under way is dropped when it comes."""
        self._turn += 1
        self._making = ""
        self._waiting.clear()
        self._without.clear()
        while self._kept:
            self._drop()

    def _next(self, edge: int) -> None:
        if self._making or not self._waiting:
            return
        photo, work = self._waiting.pop(0), self._workplace
        self._making = photo
        one = RecordId(photo)
        work.tasks.file(
            self,
            lambda: attaching.thumbnail(work.database, work.session, one, edge=edge),
            done=partial(self._keep, self._turn, photo, edge),
            failed=partial(self._miss, self._turn, photo, edge),
            urgency=Priority.BACKGROUND,
        )

    def _keep(self, turn: int, photo: str, edge: int, made: Thumbnail) -> None:
        if turn != self._turn:
            return
        form = QImage.Format.Format_RGBA8888
        # Copied, because the bytes of the answer go with it.
        self._kept[photo] = QImage(
            made.pixels, made.width, made.height, made.width * 4, form
        ).copy()
        if max(made.width, made.height) + 1 < edge:
            self._without.add(photo)  # the photo itself is no larger: asking again is no use
        while len(self._kept) > MOST:
            self._drop()
        self._go_on(photo, edge)

    def _miss(self, turn: int, photo: str, edge: int, _error: MeitinkerError) -> None:
        """A damaged photo keeps its icon; opening it tells what is wrong."""
        if turn == self._turn:
            self._without.add(photo)
            self._go_on(photo, edge)

    def _go_on(self, photo: str, edge: int) -> None:
        self._making = ""
        self.came.emit(photo)
        self._next(edge)

    def _drop(self) -> None:
        _photo, image = self._kept.popitem(last=False)
        image.fill(0)


class ThumbnailView(QWidget):
    """The place of one small picture; an icon until it is there, and for what is no picture.

    It says nothing to a reader: name and button beside it do. A click on it opens the file, as
    the button does.

    Signals:
        clicked: It was pressed.
    """

    clicked = Signal()

    def __init__(
        self, pictures: Thumbnails, parent: QWidget, *, file: str, icon_name: str, photo: bool
    ) -> None:
        """Make room for the picture of ``file``; nothing is asked for before it is in sight."""
        super().__init__(parent)
        self._pictures, self._file = pictures, file
        self._icon_name, self._photo = icon_name, photo
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        pictures.came.connect(self._came)

    def sizeHint(self) -> QSize:
        """Return its room at the chosen text size."""
        return QSize(px(WIDTH), px(HEIGHT))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture, filling its room, or the icon in the middle."""
        tokens = current().tokens
        painter = QPainter(self)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform
        )
        room = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        shape = QPainterPath()
        shape.addRoundedRect(room, px(SIZES.field_radius), px(SIZES.field_radius))
        painter.fillPath(shape, QColor(tokens.window))
        image = self._image()
        self.setProperty("komt", image is None and self._pictures.asked(self._file))
        painter.setClipPath(shape)
        if image is None:
            side = px(_ICON)
            middle = QRect((self.width() - side) // 2, (self.height() - side) // 2, side, side)
            icon(self._icon_name, "muted").paint(painter, middle)
        else:
            painter.drawImage(room, image, _filling(image, room))
        painter.setClipping(False)
        painter.setPen(QPen(QColor(tokens.line), 1))
        painter.drawPath(shape)
        painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Tell of a click that ends where it began."""
        inside = self.rect().toRectF().contains(event.position())
        if event.button() == Qt.MouseButton.LeftButton and inside:
            self.clicked.emit()

    def _image(self) -> QImage | None:
        if not self._photo:
            return None
        longest = max(self.width(), self.height()) * self.devicePixelRatioF()
        # A panorama fills its room with its middle: it must be larger than the room for that.
        return self._pictures.image(self._file, edge=round(longest * 1.5))

    def _came(self, file: str) -> None:
        if file == self._file:
            self.update()


def _filling(image: QImage, room: QRectF) -> QRectF:
    """Return the middle part of ``image`` that has the shape of ``room``."""
    scale = min(image.width() / room.width(), image.height() / room.height())
    part = QRectF(0, 0, room.width() * scale, room.height() * scale)
    part.moveCenter(QRectF(image.rect()).center())
    return part
