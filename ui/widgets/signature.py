"""A signature on the screen by pen, finger or mouse, and two ways without drawing.

Strokes are kept as whole numbers, because what is hashed holds text and whole numbers only, and
independent of the size of the screen they were made on.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QEventPoint,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTabletEvent,
    QTouchEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.theme import current, px
from ui.viewmodels.parts import Choice
from ui.widgets.buttons import FlatButton
from ui.widgets.choices import RadioGroup
from ui.widgets.form_field import WrappedLabel
from ui.widgets.scrolling import held_in_place

SCALE = 10_000
"""Left to right and top to bottom of the pad, and full pressure."""

ON_SCREEN, ON_PAPER, SPOKEN = "screen", "paper", "spoken"
"""How someone agreed: drawn here, on the printed page, or said aloud."""

_ASPECT = 3  # width to height: wide enough for a long name, the same on every screen
_WIDTH = 560
_HAIR, _BROAD = 2, 4  # line width, px at 100 %
_MOUSE_PRESSURE = SCALE // 2  # a mouse does not know how hard it is pressed
_TOUCHES = (
    QEvent.Type.TouchBegin,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TouchEnd,
    QEvent.Type.TouchCancel,
)


class StrokePoint(NamedTuple):
    """One point of a stroke.

    Attributes:
        x: 0 (left) to `SCALE` (right).
        y: 0 (top) to `SCALE` (bottom).
        t: Milliseconds since the first point of the signature.
        pressure: 0 to `SCALE`.
    """

    x: int
    y: int
    t: int
    pressure: int


Stroke = tuple[StrokePoint, ...]


class SignaturePad(QWidget):
    """The area to draw in; always three times as wide as high, so nothing is distorted.

    Signals:
        changed: A stroke was finished or all were wiped, by a person.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strokes: list[Stroke] = []
        self._drawing: list[StrokePoint] = []
        self._began: int | None = None
        self._read_only = False
        self.setAttribute(Qt.WidgetAttribute.WA_AcceptTouchEvents)
        self.setCursor(Qt.CursorShape.CrossCursor)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._name()

    def strokes(self) -> tuple[Stroke, ...]:
        """Return the finished strokes in the order they were drawn."""
        return tuple(self._strokes)

    def set_strokes(self, strokes: Sequence[Sequence[Sequence[int]]]) -> None:
        """Show a kept signature.

        Raises:
            ValueError: A point lies outside the pad or has not four numbers.
        """
        self._strokes = [tuple(_checked(point) for point in stroke) for stroke in strokes]
        self._drawing = []
        last = self._strokes[-1][-1].t if self._strokes and self._strokes[-1] else 0
        self._began = None if not last else -1 - last
        self._name()
        self.update()

    def is_empty(self) -> bool:
        """Return whether nothing was drawn."""
        return not self._strokes

    def wipe(self) -> None:
        """Take everything away, as "Opnieuw" does."""
        if self.is_empty() or self._read_only:
            return
        self.set_strokes(())
        self.changed.emit()

    def set_read_only(self, read_only: bool) -> None:
        """Show the signature without letting anyone add to it."""
        self._read_only = read_only
        shape = Qt.CursorShape.ArrowCursor if read_only else Qt.CursorShape.CrossCursor
        self.setCursor(shape)

    def sizeHint(self) -> QSize:
        """Return a size that fits a signature, or less where the text is very large."""
        return QSize(px(_WIDTH), px(_WIDTH) // _ASPECT)

    def minimumSizeHint(self) -> QSize:
        """Return the least on which a name can be written."""
        return QSize(240, 240 // _ASPECT)

    def heightForWidth(self, width: int) -> int:
        """Return the height that keeps the pad's shape, however much wider its place is."""
        return min(width, self.maximumWidth()) // _ASPECT

    def tabletEvent(self, event: QTabletEvent) -> None:
        """Draw with a pen; accepted, else Qt sends the same again as a mouse event."""
        self._follow(
            event.type() == QEvent.Type.TabletPress,
            event.type() == QEvent.Type.TabletRelease,
            self._point(event.position(), event.timestamp(), round(event.pressure() * SCALE)),
        )
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stroke with the left button."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._follow(True, False, self._mouse_point(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the stroke."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._follow(False, False, self._mouse_point(event))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Finish the stroke."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._follow(False, True, self._mouse_point(event))

    def event(self, event: QEvent) -> bool:
        """Draw with the first finger; a palm that rests beside it draws nothing."""
        if event.type() not in _TOUCHES or not isinstance(event, QTouchEvent):
            return super().event(event)
        if event.type() == QEvent.Type.TouchCancel:
            self._drawing = []
            self.update()
        elif event.points():
            finger = event.points()[0]
            pressure = round(finger.pressure() * SCALE) or _MOUSE_PRESSURE
            self._follow(
                finger.state() == QEventPoint.State.Pressed,
                finger.state() == QEventPoint.State.Released,
                self._point(finger.position(), event.timestamp(), pressure),
            )
        event.accept()
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the edge (3:1 against the ground), the line to write on and the strokes."""
        tokens = current().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = px(tokens.border_width)
        box = QRectF(self.rect()).adjusted(edge / 2, edge / 2, -edge / 2, -edge / 2)
        painter.setPen(QPen(QColor(tokens.control), edge))
        painter.setBrush(QColor(tokens.surface))
        painter.drawRoundedRect(box, px(4), px(4))
        painter.setPen(QPen(QColor(tokens.muted), px(1)))
        base = self.height() * 0.78
        painter.drawLine(QPointF(px(24), base), QPointF(self.width() - px(24), base))
        for stroke in (*self._strokes, tuple(self._drawing)):
            self._paint_stroke(painter, stroke, QColor(tokens.text))
        painter.end()

    def _paint_stroke(self, painter: QPainter, stroke: Stroke, ink: QColor) -> None:
        pen = QPen(ink, px(_HAIR), c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin)
        if len(stroke) == 1:  # the dot of an i
            pen.setWidthF(px(_BROAD))
            painter.setPen(pen)
            painter.drawPoint(self._on_pad(stroke[0]))
        for before, after in pairwise(stroke):
            share = (before.pressure + after.pressure) / 2 / SCALE
            pen.setWidthF(px(_HAIR) + (px(_BROAD) - px(_HAIR)) * share)
            painter.setPen(pen)
            painter.drawLine(self._on_pad(before), self._on_pad(after))

    def _on_pad(self, point: StrokePoint) -> QPointF:
        return QPointF(point.x * self.width() / SCALE, point.y * self.height() / SCALE)

    def _mouse_point(self, event: QMouseEvent) -> StrokePoint:
        return self._point(event.position(), event.timestamp(), _MOUSE_PRESSURE)

    def _point(self, place: QPointF, stamp: int, pressure: int) -> StrokePoint:
        if self._began is None:
            self._began = stamp
        elif self._began < 0:  # going on with a kept signature: its clock runs on
            self._began = stamp + self._began
        return StrokePoint(
            _bounded(place.x() * SCALE / max(self.width(), 1)),
            _bounded(place.y() * SCALE / max(self.height(), 1)),
            max(stamp - self._began, 0),
            _bounded(pressure),
        )

    def _follow(self, begins: bool, ends: bool, point: StrokePoint) -> None:
        if self._read_only or not (begins or self._drawing):
            return  # a pen that hovers, or the end of a stroke begun elsewhere
        if begins:
            self._drawing = []
        if not self._drawing or self._drawing[-1][:2] != point[:2]:
            self._drawing.append(point)
        self.update()
        if ends:
            self._strokes.append(tuple(self._drawing))
            self._drawing = []
            self._name()
            self.changed.emit()

    def _name(self) -> None:
        self.setAccessibleName(_("Vlak voor de handtekening"))
        state = _("Nog leeg.") if self.is_empty() else _("Er staat een handtekening.")
        self.setAccessibleDescription(state)


class SignatureField(QWidget):
    """The question how someone agrees, with the pad for who signs on the screen.

    Signals:
        edited: The way or the strokes changed by a person.
    """

    edited = Signal()
    _ready = False  # Qt may tell of a style while the parts are still being made

    def __init__(self, label: str, parent: QWidget | None = None, *, hint: str = "") -> None:
        """Build the field; ``label`` names whose signature it is."""
        super().__init__(parent)
        choices = (
            Choice(ON_SCREEN, _("Op het scherm")),
            Choice(ON_PAPER, _("Op papier")),
            Choice(SPOKEN, _("Mondeling akkoord")),
        )
        self._ways = RadioGroup(label, choices, self, hint=hint)
        self._ways.edited.connect(self._way_edited)
        self._area = QWidget(self)
        self._pad = SignaturePad(self._area)
        self._pad.changed.connect(self._pad_edited)
        help_text = _("Zet hier uw handtekening met een pen, uw vinger of de muis.")
        self._help = WrappedLabel(help_text, self._area, tone="muted")
        self._again = FlatButton(_("Opnieuw"), self._area, icon_name="refresh")
        self._again.clicked.connect(self._pad.wipe)
        inner = QVBoxLayout(self._area)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(px(8))
        inner.addWidget(self._help)
        inner.addWidget(self._pad)
        row = QHBoxLayout()
        row.addStretch(1)  # what wipes stands far from what says that it is done
        row.addWidget(self._again)
        inner.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(self._ways)
        column.addWidget(self._area)
        column.addStretch(1)
        self.setFocusProxy(self._ways)
        self._measure()
        self._ready = True
        self.set_way(None)

    @property
    def pad(self) -> SignaturePad:
        """The area to draw in."""
        return self._pad

    @property
    def ways(self) -> RadioGroup:
        """The question above it."""
        return self._ways

    @property
    def again(self) -> FlatButton:
        """The button that wipes the pad."""
        return self._again

    def way(self) -> str | None:
        """Return `ON_SCREEN`, `ON_PAPER`, `SPOKEN`, or None while it was not asked."""
        return self._ways.value()

    def set_way(self, way: str | None) -> None:
        """Show a way without counting it as an edit."""
        self._ways.set_value(way)
        self._area.setVisible(way == ON_SCREEN)

    def strokes(self) -> tuple[Stroke, ...]:
        """Return the strokes, none unless someone signs on the screen."""
        return self._pad.strokes() if self.way() == ON_SCREEN else ()

    def set_strokes(self, strokes: Sequence[Sequence[Sequence[int]]]) -> None:
        """Show a kept signature without counting it as an edit."""
        self._pad.set_strokes(strokes)

    def set_error(self, text: str | None) -> None:
        """Show what is missing, above the question's answers."""
        self._ways.set_error(text)

    def set_read_only(self, read_only: bool) -> None:
        """Show what was signed; nothing can be changed."""
        self._ways.set_read_only(read_only)
        self._pad.set_read_only(read_only)
        self._help.setVisible(not read_only)
        self._again.setVisible(not read_only)

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the text size changes."""
        super().changeEvent(event)
        if self._ready and event.type() == QEvent.Type.StyleChange:
            self._measure()

    def _measure(self) -> None:
        for part in (self._area, self._pad):
            part.setMaximumWidth(px(_WIDTH))

    def _way_edited(self) -> None:
        with held_in_place(self._ways):
            self._area.setVisible(self.way() == ON_SCREEN)
            self._ways.set_error(None)
            self.edited.emit()

    def _pad_edited(self) -> None:
        with held_in_place(self._pad):
            self.edited.emit()


def _bounded(value: float) -> int:
    return min(max(round(value), 0), SCALE)


def _checked(point: Sequence[int]) -> StrokePoint:
    if len(point) != len(StrokePoint._fields):
        raise ValueError("a point has four numbers")
    x, y, t, pressure = point
    if t < 0 or any(number != _bounded(number) for number in (x, y, pressure)):
        raise ValueError("a point lies outside the pad")
    return StrokePoint(x, y, t, pressure)
