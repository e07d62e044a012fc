"""The rail: the places of the program, and below them the program itself."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from meitinker.i18n import _
from ui.theme import SIZES, current, icon, mark, px
from ui.theme.contrast import EDGE_MINIMUM, ratio
from ui.widgets.form_field import WrappedLabel
from ui.widgets.icon_label import IconLabel

_NARROW_WIDTH = 64
_AIR = 8


class RailEntry(msgspec.Struct, frozen=True):
    """One entry of the rail.

    Attributes:
        key: What `Rail.chosen` carries.
        name: The word on the screen.
        icon_name: Tabler name.
        shortcut: Its key for the tooltip, ``Ctrl+1``.
    """

    key: str
    name: str
    icon_name: str
    shortcut: str = ""


class _PlaceButton(QToolButton):
    """A plain button on purpose: a checkable one is read aloud as a check box."""

    moved = Signal(int)

    def __init__(self, place: RailEntry, parent: QWidget) -> None:
        super().__init__(parent)
        self.place = place
        self.is_here = False
        self.setText(place.name)
        self.setAccessibleName(place.name)
        self.setToolTip(f"{place.name} ({place.shortcut})" if place.shortcut else place.name)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._tint()

    def set_here(self, here: bool) -> None:
        """Show whether this is the present place, to eye and ear."""
        if here == self.is_here:
            return
        self.is_here = here
        self.setAccessibleDescription(_("U bent hier") if here else "")
        mark(self, hier=here)
        self._tint()

    def set_narrow(self, narrow: bool) -> None:
        """Show the icon only, or icon and word."""
        style = Qt.ToolButtonStyle
        self.setToolButtonStyle(
            style.ToolButtonIconOnly if narrow else style.ToolButtonTextBesideIcon
        )
        side = px(SIZES.icon_large)
        self.setIconSize(QSize(side if narrow else side + px(_AIR), side))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move along the rail with the arrows; Enter goes there."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None:
            self.moved.emit(step)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Follow the colour of the words in focus."""
        super().focusInEvent(event)
        self._tint()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Follow the colour of the words out of focus."""
        super().focusOutEvent(event)
        self._tint()

    def _tint(self) -> None:
        tokens = current().tokens
        inverts = ratio(tokens.focus, tokens.selected) < EDGE_MINIMUM
        tint = "on_selected" if self.is_here else "text"
        if self.is_here and self.hasFocus() and inverts:
            tint = "action"
        self.setIcon(icon(self.place.icon_name, tint))


class Rail(QFrame):
    """Places above, the program below, and between them how sending stands.

    The whole rail is one stop of the Tab key; the arrows move within it.

    Signals:
        chosen: The key of the place that was pressed. The rail does not move by itself:
            the window calls `set_current` once it is there.
    """

    chosen = Signal(str)

    def __init__(
        self, places: Sequence[RailEntry], foot: Sequence[RailEntry], parent: QWidget | None = None
    ) -> None:
        """Build the rail; ``foot`` stands below: Bijwerken, Instellingen, Hulp, Op slot."""
        super().__init__(parent)
        self._narrow = False
        self._content = QWidget()
        self.buttons = [self._button(place) for place in (*places, *foot)]
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, px(12), 0, px(12))
        column.setSpacing(px(2))
        for button in self.buttons[: len(places)]:
            column.addWidget(button)
        column.addStretch(1)
        column.addWidget(self._sending_row())
        for button in self.buttons[len(places) :]:
            column.addWidget(button)
        self._area = QScrollArea(self)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._content)
        frame = QVBoxLayout(self)
        frame.setContentsMargins(0, 0, 0, 0)
        frame.addWidget(self._area)
        # The scroll bar gets its own room, so that it never covers an icon.
        self._area.verticalScrollBar().rangeChanged.connect(self._widen)
        self.setAccessibleName(_("Plaatsen"))
        mark(self, rail=True)
        self.buttons[0].setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._fit()

    @property
    def sending(self) -> str:
        """How sending stands, in words."""
        return self._sending.text()

    def set_current(self, key: str) -> None:
        """Show ``key`` as the present place."""
        for button in self.buttons:
            here = button.place.key == key
            button.set_here(here)
            stop = Qt.FocusPolicy.StrongFocus if here else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(stop)

    def set_narrow(self, narrow: bool) -> None:
        """Show icons only, in a narrow window, or icons with words."""
        if narrow != self._narrow:
            self._narrow = narrow
            self._fit()

    def set_sending(
        self, text: str, *, icon_name: str = "cloud-check", tint: str = "muted"
    ) -> None:
        """Tell how sending stands; being offline is never red."""
        self._sending.setText(text)
        self._sending_icon.set_icon(icon_name, tone=tint)
        self._sending_icon.setToolTip(text)
        self._name_sending()
        self._row.setVisible(bool(text))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Give the keyboard to the place at hand."""
        here = next((one for one in self.buttons if one.is_here), self.buttons[0])
        here.setFocus(event.reason())

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text size."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_area"):
            self._fit()

    def _sending_row(self) -> QWidget:
        self._row = QWidget(self._content)
        self._sending_icon = IconLabel("", self._row)
        self._sending = WrappedLabel("", self._row, tone="klein")
        row = QHBoxLayout(self._row)
        row.setContentsMargins(px(12), px(8), px(8), px(8))
        row.setSpacing(px(10))
        row.addWidget(self._sending_icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._sending, 1)
        self._row.hide()
        return self._row

    def _button(self, place: RailEntry) -> _PlaceButton:
        button = _PlaceButton(place, self._content)
        button.clicked.connect(lambda: self.chosen.emit(place.key))
        button.moved.connect(lambda step: self._step(button, step))
        return button

    def _step(self, button: _PlaceButton, step: int) -> None:
        where = (self.buttons.index(button) + step) % len(self.buttons)
        self.buttons[where].setFocus(Qt.FocusReason.TabFocusReason)
        self._area.ensureWidgetVisible(self.buttons[where])

    def _fit(self) -> None:
        for button in self.buttons:
            button.set_narrow(self._narrow)
        self._sending.setVisible(not self._narrow)
        self._name_sending()
        self._widen()

    def _widen(self) -> None:
        width = px(_NARROW_WIDTH if self._narrow else SIZES.rail_width)
        scrolls = self._area.verticalScrollBar().maximum() > 0
        self.setFixedWidth(width + (px(SIZES.scroll_bar) if scrolls else 0))

    def _name_sending(self) -> None:
        """Narrow, the icon is all there is, so it speaks for the words."""
        self._sending_icon.setAccessibleName(self.sending if self._narrow else "")
