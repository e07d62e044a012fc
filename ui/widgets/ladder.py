"""The ladder: five rungs, Zelf at the bottom and Maatwerk on top, as buttons.

Buttons and not frames, so that they are reached and named by keyboard and screen reader.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.theme import current, px
from ui.theme.style import draw_ring
from ui.viewmodels.parts import Rung
from ui.widgets.form_field import WrappedLabel
from ui.widgets.icon_label import IconLabel

__all__ = ["Ladder", "Rung", "RungButton"]

_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class RungButton(QAbstractButton):
    """One rung: number and name, and below them the state with its icon."""

    _ready = False  # Qt may tell of a style while the parts are still being made

    def __init__(self, rung: Rung, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = WrappedLabel("", self, tone="label")
        self._icon = IconLabel("", self)
        self._state = WrappedLabel("", self, tone="muted")
        for label in (self._name, self._icon, self._state):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._grid = QGridLayout(self)
        self._grid.addWidget(self._name, 0, 0, 1, 2)
        self._grid.addWidget(self._icon, 1, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(self._state, 1, 1)
        self._grid.setColumnStretch(1, 1)
        self._grid.setRowStretch(2, 1)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_rung(rung)
        self._measure()
        self._ready = True

    @property
    def rung(self) -> Rung:
        """What is shown."""
        return self._rung

    def set_rung(self, rung: Rung) -> None:
        """Show another state; the button stays, and with it the focus."""
        self._rung = rung
        self._name.setText(f"{rung.number}  {rung.name}")
        self._state.setText(rung.state)
        self._icon.setVisible(bool(rung.icon))
        self._icon.set_icon(rung.icon, tone=rung.tone or "muted")
        # Without an icon the state begins under the number.
        self._grid.addWidget(self._state, 1, 1 if rung.icon else 0, 1, 1 if rung.icon else 2)
        chosen = _("Gekozen.") if rung.chosen else ""
        name = _("Trede {number}, {name}").format(number=rung.number, name=rung.name)
        self.setAccessibleName(name)
        self.setAccessibleDescription(f"{rung.state} {chosen}".strip())
        self.update()

    def sizeHint(self) -> QSize:
        """Return the size of the words."""
        return self._grid.totalSizeHint()

    def minimumSizeHint(self) -> QSize:
        """Return the least size of the words; the target stays 44 high."""
        return self._grid.totalMinimumSize().expandedTo(QSize(0, px(44)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press with Enter as well as with the space bar."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the text size changes."""
        super().changeEvent(event)
        if self._ready and event.type() == QEvent.Type.StyleChange:
            self._measure()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card: its edge in the colour of controls, the chosen one with a bar."""
        tokens = current().tokens
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = px(2 if self.underMouse() or self.isDown() else tokens.border_width)
        edge = tokens.action if self.underMouse() or self._rung.chosen else tokens.control
        box = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(QColor(edge))
        pen = painter.pen()
        pen.setWidth(width)
        painter.setPen(pen)
        painter.setBrush(QColor(tokens.surface))
        painter.drawRoundedRect(box, px(8), px(8))
        if self._rung.chosen:
            bar = QRectF(0, px(8), px(6), self.height() - px(16))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.action))
            painter.drawRoundedRect(bar, px(2), px(2))
        if self.hasFocus():
            draw_ring(painter, QRectF(self.rect()), radius=8)
        painter.end()

    def _measure(self) -> None:
        self._grid.setContentsMargins(px(12), px(8), px(12), px(8))
        self._grid.setHorizontalSpacing(px(4))
        self._grid.setVerticalSpacing(0)


class Ladder(QWidget):
    """Five rungs under one sentence; up and down go along them.

    Signals:
        chosen: The number, 1 to 5, of the rung that was pressed.
    """

    chosen = Signal(int)
    _ready = False

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build an empty ladder; `set_rungs` fills it."""
        super().__init__(parent)
        self._buttons: list[RungButton] = []
        self._caption = WrappedLabel(_("Begin onderaan: wat kan al?"), self, tone="muted")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self._caption)
        self._column.addStretch(1)
        self.setAccessibleName(_("Ladder"))
        self._measure()
        self._ready = True

    def set_rungs(self, rungs: Sequence[Rung]) -> None:
        """Show the rungs, the highest number on top; buttons that stay keep the focus."""
        ordered = sorted(rungs, key=lambda rung: -rung.number)
        while len(self._buttons) > len(ordered):
            button = self._buttons.pop()
            self._column.removeWidget(button)
            button.deleteLater()
        for button, rung in zip(self._buttons, ordered, strict=False):
            button.set_rung(rung)
        for rung in ordered[len(self._buttons) :]:
            button = RungButton(rung, self)
            button.clicked.connect(partial(self._pressed, button))
            button.installEventFilter(self)
            self._column.insertWidget(self._column.count() - 1, button)
            self._buttons.append(button)

    def button(self, number: int) -> RungButton:
        """Return the button of a rung.

        Raises:
            KeyError: There is no such rung.
        """
        for button in self._buttons:
            if button.rung.number == number:
                return button
        raise KeyError(number)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Go up and down the rungs with the arrow keys."""
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if is_key and isinstance(watched, RungButton) and isinstance(event, QKeyEvent):
            step = _STEPS.get(Qt.Key(event.key()))
            if step is not None:
                place = self._buttons.index(watched) + step
                place = min(max(place, 0), len(self._buttons) - 1)
                self._buttons[place].setFocus(Qt.FocusReason.TabFocusReason)
                return True
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the text size changes."""
        super().changeEvent(event)
        if self._ready and event.type() == QEvent.Type.StyleChange:
            self._measure()

    def _pressed(self, button: RungButton) -> None:
        self.chosen.emit(button.rung.number)

    def _measure(self) -> None:
        self._column.setSpacing(px(8))
