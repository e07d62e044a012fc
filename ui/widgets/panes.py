"""Panes that stand side by side where there is room, and one at a time where there is not."""

from __future__ import annotations

from enum import IntEnum

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from meitinker.i18n import _
from ui.theme import current, mark, px
from ui.widgets.buttons import FlatButton

_LIST_WIDTH = 320
_LIST_WIDTH_TIGHT = 288
_SIDE_WIDTH = 256


class Room(IntEnum):
    """How much fits side by side; the number is the least width of the window in rem."""

    ONE = 0
    ICONS = 48
    WORDS = 62
    FOUR = 80


def room_for(width: float) -> Room:
    """Return what fits in a window of ``width`` rem."""
    return max(room for room in Room if width >= room)


def room_in(widget: QWidget) -> Room:
    """Return what fits in the window of ``widget`` at the text size of the moment."""
    return room_for(widget.window().width() / current().rem)


class _Top(QWidget):
    """The way back, and at its right what is to stay in sight where there is one pane only."""

    def __init__(self, back: QWidget, parent: QWidget) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, px(4), px(16), px(4))
        self._row.addWidget(back)
        self._row.addStretch(1)

    def put(self, button: QWidget) -> None:
        if self._row.indexOf(button) < 0:
            self._row.addWidget(button)


class AdaptivePanes(QWidget):
    """A list, the detail of what is selected in it, and perhaps a pane beside that.

    With 80 rem all stand side by side; under that the side pane becomes a tab of the
    detail; under 48 rem there is one pane, with "Terug naar lijst" above the detail.
    """

    room_changed = Signal(int)

    def __init__(
        self,
        list_pane: QWidget,
        detail_pane: QWidget,
        parent: QWidget | None = None,
        *,
        side_pane: QWidget | None = None,
        detail_name: str = "",
        side_name: str = "",
    ) -> None:
        """Take the panes over; the names are the tabs' words."""
        super().__init__(parent)
        self._room = Room.FOUR
        self._in_detail = False
        self._both = False
        self._side_pane = side_pane
        self._side_wanted = side_pane is not None
        # From the outside in: what is moved after it has taken on its look does so again.
        self.list_frame = _framed("lijst", list_pane, parent=self)
        self.detail_frame = _framed("detail", parent=self)
        self.side_frame = _framed("zij", parent=self)
        self.back = FlatButton(_("Terug naar lijst"), self.detail_frame, icon_name="arrow-left")
        self.tabs = QTabBar(self.detail_frame)
        self.tabs.setDrawBase(False)
        self.tabs.setExpanding(False)
        self.tabs.setAccessibleName(_("Onderdelen"))
        for name in (detail_name, side_name):
            self.tabs.addTab(name)
        self._stack = QStackedWidget(self.detail_frame)
        self._stack.addWidget(detail_pane)
        self._top = _Top(self.back, self.detail_frame)
        _fill(self.detail_frame, self._top, self.tabs, self._stack)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.list_frame)
        row.addWidget(self.detail_frame, 1)
        row.addWidget(self.side_frame)
        self.back.clicked.connect(self.show_list)
        self.tabs.currentChanged.connect(self._show_tab)
        self._arrange()

    @property
    def room(self) -> Room:
        """How much stands side by side now."""
        return self._room

    @property
    def frames(self) -> tuple[QWidget, ...]:
        """The panes in the order of reading."""
        return self.list_frame, self.detail_frame, self.side_frame

    @property
    def shows_detail_only(self) -> bool:
        """Whether the detail has taken the place of the list."""
        return self._room == Room.ONE and self._in_detail and not self._both

    def show_detail(self) -> None:
        """Bring the detail forward; where both fit this changes nothing."""
        self._in_detail = True
        self._arrange()

    def enter_detail(self) -> None:
        """Bring the detail forward, and the keyboard along where the list goes that had it.

        Else what goes out of sight hands the keyboard to the bar of the window.
        """
        now = QApplication.focusWidget()
        from_list = now is not None and self.list_frame.isAncestorOf(now)
        self.show_detail()
        if from_list and not self.list_frame.isVisible():
            self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_list(self) -> None:
        """Bring the list forward; where both fit this changes nothing."""
        self._in_detail = False
        self._arrange()

    def show_both(self, both: bool) -> None:
        """Let the list stay beside the detail where there is one pane only: half the room each."""
        self._both = both
        self._arrange()

    def put_beside_back(self, button: QWidget) -> bool:
        """Put a button beside the way back, which is in sight when there is one pane only.

        Returns:
            Whether it is there: with more panes it is the caller's to place.
        """
        if self._room is not Room.ONE:
            return False
        self._top.put(button)
        return True

    def want_side(self, wanted: bool) -> None:
        """Show the side pane, or leave its room, or its tab, to the detail."""
        wanted = wanted and self._side_pane is not None
        if wanted != self._side_wanted:
            self._side_wanted = wanted
            self._arrange()

    def minimumSizeHint(self) -> QSize:
        """Return the room of the widest pane: with less there is one at a time.

        Panes that were not in sight yet stand side by side; a window must not grow for that.
        """
        least = super().minimumSizeHint()
        frames = (self.list_frame, self.detail_frame, self.side_frame)
        widest = max(frame.minimumSizeHint().width() for frame in frames)
        return QSize(min(widest, least.width()), least.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Rearrange at another width."""
        super().resizeEvent(event)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        """Rearrange at another text size: the same window holds fewer rem."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_stack"):
            self._measure()
            self._arrange()

    def _measure(self) -> None:
        room = room_in(self)
        if room != self._room:
            self._room = room
            self._arrange()
            self.room_changed.emit(int(room))

    def _arrange(self) -> None:
        focus = QApplication.focusWidget()
        halves = self._room == Room.ONE and self._both
        one = self._room == Room.ONE and not halves
        self._place_side(beside=self._room == Room.FOUR)
        self.list_frame.setVisible(not (one and self._in_detail))
        self.detail_frame.setVisible(not one or self._in_detail)
        self.back.setVisible(one)
        self._top.setVisible(one)
        self._row.setStretch(0, int(halves))
        width = px(_LIST_WIDTH if self._room == Room.FOUR else _LIST_WIDTH_TIGHT)
        self.list_frame.setMinimumWidth(0 if one or halves else width)
        self.list_frame.setMaximumWidth(16777215 if one or halves else width)
        # Moving a pane to another frame takes the focus from what was typed in.
        if focus is not None and self.isAncestorOf(focus) and focus.isVisible():
            focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _place_side(self, *, beside: bool) -> None:
        side = self._side_pane
        self.side_frame.setVisible(beside and self._side_wanted)
        self.tabs.setVisible(not beside and self._side_wanted)
        if side is None:
            return
        layout = self.side_frame.layout()
        if beside and layout is not None and layout.indexOf(side) < 0:
            self._stack.removeWidget(side)
            layout.addWidget(side)
            side.show()
        elif not beside and self._stack.indexOf(side) < 0:
            self._stack.addWidget(side)
        in_stack = self._side_wanted and not beside
        self._stack.setCurrentIndex(self.tabs.currentIndex() if in_stack else 0)
        self.side_frame.setFixedWidth(px(_SIDE_WIDTH))

    def _show_tab(self, index: int) -> None:
        if index < self._stack.count():
            self._stack.setCurrentIndex(index)


def _framed(pane: str, *contents: QWidget, parent: QWidget) -> QFrame:
    frame = QFrame(parent)
    mark(frame, paneel=pane)
    column = QVBoxLayout(frame)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    _fill(frame, *contents)
    return frame


def _fill(frame: QFrame, *contents: QWidget) -> None:
    column = frame.layout()
    if not isinstance(column, QVBoxLayout):
        return
    for content in contents:
        column.addWidget(content)
        if isinstance(content, FlatButton):
            column.setAlignment(content, Qt.AlignmentFlag.AlignLeft)
