"""The drawing of a network: people around the resident, each a button, with lines between.

Buttons and not a picture, so that everyone in it is reached, named and opened by keyboard and
by a screen reader. One of them takes the Tab; the arrow keys walk round.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QEvent, QLineF, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from meitinker.domain import ecogram
from meitinker.domain.ecogram import Drawing, Label, LabelSpot, Sector, Sizes
from meitinker.domain.ecogram_lines import line_along
from meitinker.i18n import _
from ui.theme import current, px
from ui.widgets.ecogram_labels import (
    CAPTION,
    RADIUS,
    TieButton,
    caption,
    caption_size,
    core_size,
    draw_words,
    label,
    letter,
    paint_line,
)

if TYPE_CHECKING:
    from meitinker.domain.ecogram_routes import Route
    from ui.viewmodels.network import ShownPerson

_GAP = 12
_NARROW = 700
"""Width, px at 100 %, under which people stand closer: the drawing would grow too high."""

_CLOSE = 0.56
"""How full a narrow sheet may be."""

_LEAST_WIDTH = 280

_KEPT = 32
"""Drawings that are kept: a layout asks for the heights of many widths, over and over, and then
and now stand side by side on the same sheet."""

_STEPS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Up: -1,
}


class _Measured(msgspec.Struct, frozen=True):
    """What decides a drawing besides its width, as measured in the letters in force."""

    labels: tuple[Label, ...]
    core: tuple[float, float]
    gap: float
    captions: tuple[tuple[Sector, tuple[float, float]], ...]


@lru_cache(maxsize=_KEPT)
def _drawn(measured: _Measured, width: int) -> Drawing:
    sizes = Sizes(
        width=width, core=measured.core, gap=measured.gap, captions=dict(measured.captions)
    )
    if width < px(_NARROW):
        sizes = msgspec.structs.replace(sizes, density=_CLOSE)
    return ecogram.drawing(measured.labels, sizes)


@lru_cache(maxsize=_KEPT)
def _routed(measured: _Measured, width: int) -> Mapping[str, Route]:
    return ecogram.lines_of(_drawn(measured, width))


class Ecogram(QWidget):
    """The drawing.

    Signals:
        opened: The key of someone who was pressed.
    """

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nobody."""
        super().__init__(parent)
        self._resident = ""
        self._people: tuple[ShownPerson, ...] = ()
        self._around: tuple[ShownPerson, ...] = ()
        self._buttons: dict[str, TieButton] = {}
        self._measured: _Measured | None = None
        self.setAccessibleName(_("Tekening van het netwerk"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def buttons(self) -> dict[str, TieButton]:
        """The label of everyone, by key."""
        return self._buttons

    def show_people(
        self, resident: str, people: Sequence[ShownPerson], *, around: Sequence[ShownPerson] = ()
    ) -> None:
        """Show a network; labels that stay keep the focus.

        Args:
            resident: Name in the middle.
            people: Who is in it.
            around: Everyone whose place is kept free as well, so that two drawings of the same
                resident can be compared; ``people`` where it is empty.
        """
        self._resident, self._people = resident, tuple(people)
        self._around = tuple(around) or self._people
        wanted = {person.key: person for person in people}
        for key in [key for key in self._buttons if key not in wanted]:
            gone = self._buttons.pop(key)
            gone.hide()
            gone.deleteLater()
        for key, person in wanted.items():
            if key in self._buttons:
                self._buttons[key].set_person(person)
                continue
            button = TieButton(person, self)
            button.clicked.connect(partial(self.opened.emit, key))
            button.installEventFilter(self)
            self._buttons[key] = button
            button.show()
        self._place()

    def select(self, key: str) -> None:
        """Mark who is open elsewhere; it also takes the Tab."""
        for one, button in self._buttons.items():
            button.set_chosen(one == key)
        if key in self._buttons:
            self._take_tab(self._buttons[key])
        self.update()

    def walk(self) -> list[TieButton]:
        """Return the labels in the order of the arrow keys: round with the clock, from above."""
        middle = QPointF(self.width() / 2, self.height() / 2)

        def turn(button: TieButton) -> tuple[float, float]:
            way = QLineF(middle, QPointF(button.geometry().center()))
            return (math.degrees(math.atan2(way.dx(), -way.dy())) + 75) % 360, way.length()

        return sorted(self._buttons.values(), key=turn)

    def hasHeightForWidth(self) -> bool:
        """Say that less width means more height."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height that everyone needs at ``width``."""
        return math.ceil(self._drawing(width).height)

    def sizeHint(self) -> QSize:
        """Return a size in which a usual network reads well."""
        width = max(self.width(), px(560))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """Return the least width, and the height at the present one."""
        width = px(_LEAST_WIDTH)
        return QSize(width, self.heightForWidth(max(self.width(), width)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place everyone anew at another width."""
        super().resizeEvent(event)
        self._place(told=False)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when theme or text size change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_buttons"):
            self._place()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Walk round with the arrow keys."""
        if isinstance(watched, TieButton) and event.type() == QEvent.Type.FocusIn:
            self._take_tab(watched)
            self.update()
        elif isinstance(watched, TieButton) and event.type() == QEvent.Type.FocusOut:
            self.update()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return isinstance(watched, TieButton) and self._step(watched, event)
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw rings, names of sectors, lines and the resident; the labels draw themselves."""
        drawing = self._drawing(self.width())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_rings(painter, drawing)
        routes = self._routes(self.width())
        for person in self._people:
            line = line_along(person.key, routes[person.key], person.look, unit=px(100) / 100)
            paint_line(painter, line, person.look, strong=self._strong(person.key))
        self._paint_captions(painter, drawing)
        self._paint_resident(painter, drawing.core)
        painter.end()

    def _strong(self, key: str) -> bool:
        button = self._buttons[key]
        return button.chosen or button.hasFocus()

    def _step(self, button: TieButton, event: QKeyEvent) -> bool:
        order, key = self.walk(), Qt.Key(event.key())
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(order) - 1}
        if key in _STEPS:
            place = (order.index(button) + _STEPS[key]) % len(order)
        elif key in ends:
            place = ends[key]
        else:
            return False
        order[place].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def _take_tab(self, button: TieButton) -> None:
        for one in self._buttons.values():
            own = one is button
            one.setFocusPolicy(Qt.FocusPolicy.StrongFocus if own else Qt.FocusPolicy.ClickFocus)

    def _place(self, *, told: bool = True) -> None:
        if told:
            self._measured = None
        for spot in self._drawing(self.width()).spots:
            if spot.key in self._buttons:
                left, top = round(spot.left), round(spot.top)
                self._buttons[spot.key].setGeometry(left, top, int(spot.width), int(spot.height))
        taken = [b for b in self._buttons.values() if b.focusPolicy() == Qt.FocusPolicy.StrongFocus]
        if not taken and self._buttons:
            self._take_tab(self.walk()[0])
        if told:
            self.updateGeometry()
        self.update()

    def _drawing(self, width: int) -> Drawing:
        return _drawn(self._measure(), max(width, 1))

    def _routes(self, width: int) -> Mapping[str, Route]:
        return _routed(self._measure(), max(width, 1))

    def _measure(self) -> _Measured:
        if self._measured is None:
            self._measured = _Measured(
                labels=tuple(label(person) for person in self._around),
                core=core_size(self._resident),
                gap=px(_GAP),
                captions=tuple((sector, caption_size(sector)) for sector in Sector),
            )
        return self._measured

    def _paint_rings(self, painter: QPainter, drawing: Drawing) -> None:
        tokens, middle = current().tokens, QPointF(drawing.core.x, drawing.core.y)
        near, middling, far = drawing.rings
        painter.setPen(QPen(QColor(tokens.line), px(1), Qt.PenStyle.DashLine))
        for outer, inner, ground in ((far, middling, tokens.window), (middling, near, "")):
            across, down = (outer[0] + inner[0]) / 2, (outer[1] + inner[1]) / 2
            painter.setBrush(QColor(ground or tokens.surface))
            painter.drawEllipse(middle, across, down)

    def _paint_captions(self, painter: QPainter, drawing: Drawing) -> None:
        tokens = current().tokens
        painter.setFont(letter(CAPTION, bold=True))
        for spot in drawing.captions:
            # Its own ground: a line that must pass here does not cross the words.
            painter.fillRect(_rect(spot), QColor(tokens.window))
            painter.setPen(QColor(tokens.muted))
            painter.drawText(_rect(spot), int(Qt.AlignmentFlag.AlignCenter), caption(spot.key))

    def _paint_resident(self, painter: QPainter, core: LabelSpot) -> None:
        tokens, box = current().tokens, _rect(core)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.action))
        painter.drawRoundedRect(box, px(RADIUS), px(RADIUS))
        draw_words(painter, box, ((self._resident, True, tokens.on_action),))


def _rect(spot: LabelSpot) -> QRectF:
    return QRectF(spot.left, spot.top, spot.width, spot.height)
