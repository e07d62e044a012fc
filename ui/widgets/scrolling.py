"""A pane that scrolls, and stays where was looked or typed."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ui.theme import px

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtGui import QResizeEvent

_DEEPEST = 16
"""Layouts within layouts, from the innermost to the window; a turn for which none waits is free."""

_THOUSAND = 1000

_LABEL_ABOVE = 56
"""Room for the label and the hint that stand above a field."""


class ScrollPane(QScrollArea):
    """A pane that scrolls up and down, never sideways, and shows what has the focus."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        """Put ``content`` in a pane."""
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Its room is kept, or buttons that stand in lines would move under the mouse each time a
        # bar below the pane comes or goes. While there is nothing to scroll it is not drawn.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.verticalScrollBar().setEnabled(False)
        self.verticalScrollBar().rangeChanged.connect(self._show_handle)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._content = content
        self._follows, self._following = True, False
        self._look: int | None = None
        self._had: QWidget | None = None
        self.setWidget(content)
        content.installEventFilter(self)
        self.verticalScrollBar().valueChanged.connect(self._look_elsewhere)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._show_focus)

    @property
    def looked_at(self) -> int:
        """Where the view begins, in thousandths of the content: the same in larger letters."""
        return round(self.verticalScrollBar().value() * _THOUSAND / max(self._content.height(), 1))

    @property
    def shows_focus(self) -> bool:
        """Whether the place can be seen where is typed, or was typed last."""
        return self._shows(self._content.focusWidget())

    def look_at(self, thousandths: int) -> None:
        """Begin the view there, whatever is still to come, until the next key or move."""
        lay_out_now()
        self._look, self._follows = thousandths, False
        self._look_again()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep in sight what has the focus when a bar takes room below, unless looked away."""
        super().resizeEvent(event)
        if self._follows:
            self._show_focus(None, QApplication.focusWidget())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep in sight where is typed, whatever grows above it or comes in between."""
        if event.type() == QEvent.Type.KeyPress:
            if watched is QApplication.focusWidget():
                self._follows, self._look = True, None
                QTimer.singleShot(0, self, self._follow)
        elif event.type() == QEvent.Type.Resize and watched is self._content:
            return self._grown(event)
        return super().eventFilter(watched, event)

    def _grown(self, event: QEvent) -> bool:
        """Follow what moved, once the bar knows how long the content is now."""
        self._following = True
        handled = super().eventFilter(self._content, event)
        self._following = False
        if self._follows:
            self._follow()
        return handled

    def _show_focus(self, before: QWidget | None, now: QWidget | None) -> None:
        if before is not None and before is not self._content:
            before.removeEventFilter(self)
        if now is None or not self._content.isAncestorOf(now):
            return
        now.installEventFilter(self)
        again, self._had = before is None and now is self._had, now
        if again and not self._follows:
            return  # the window was left and come back to: who looked elsewhere still does
        self._follows, self._look = True, None
        # Moved under a pressed mouse, a button would not be there when it is let go.
        if QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            self.ensureWidgetVisible(now, px(8), px(_LABEL_ABOVE))

    def _follow(self) -> None:
        """Scroll to the cursor, or to what has the focus: nobody types below the edge."""
        here = QApplication.focusWidget()
        pressed = QApplication.mouseButtons() != Qt.MouseButton.NoButton
        if here is None or pressed or not self._content.isAncestorOf(here):
            return
        if isinstance(here, QPlainTextEdit):
            cursor = here.cursorRect()
            at = here.viewport().mapTo(self._content, cursor.center())
            self._following = True
            self.ensureVisible(at.x(), at.y(), 0, cursor.height() // 2 + px(8))
            self._following = False
        else:
            self.ensureWidgetVisible(here, px(8), px(_LABEL_ABOVE))

    def ensureWidgetVisible(self, widget: QWidget, across: int = 50, down: int = 50) -> None:
        """Scroll to a widget, and stay there while what is above it grows."""
        self._following = True
        super().ensureWidgetVisible(widget, across, down)
        if isinstance(widget, QLineEdit):
            # Qt leaves it at that when the cursor is in sight, with the lower edge cut off.
            at = widget.mapTo(self._content, widget.rect().center())
            self.ensureVisible(at.x(), at.y(), 0, widget.height() // 2 + px(8))
        self._following, self._follows, self._look = False, True, None

    def _shows(self, here: QWidget | None) -> bool:
        if here is None:
            return False
        if isinstance(here, QPlainTextEdit):
            at = here.viewport().mapTo(self.viewport(), here.cursorRect().center())
        else:
            at = here.mapTo(self.viewport(), here.rect().center())
        return self.viewport().rect().contains(at)

    def _show_handle(self, least: int, most: int) -> None:
        self.verticalScrollBar().setEnabled(most > least)
        self._look_again()

    def _look_again(self) -> None:
        if self._look is not None:
            begin = round(self._look * self._content.height() / _THOUSAND)
            self._following = True
            self.verticalScrollBar().setValue(begin)
            self._following = False

    def _look_elsewhere(self, _value: int) -> None:
        """Stay where was scrolled to, until the next key."""
        if not self._following:
            self._follows, self._look = False, None


def scroll_within(page: QWidget, content: QWidget) -> None:
    """Let ``content`` fill ``page``, and scroll there where it does not fit."""
    frame = QVBoxLayout(page)
    frame.setContentsMargins(0, 0, 0, 0)
    frame.addWidget(ScrollPane(content, page))


def lay_out_now() -> None:
    """Give everything its place before the next frame.

    What grows within a pane is first squeezed into the old height: each layout below the pane
    tells only the one above it, one event later, and Qt leaves what is told meanwhile for the
    next turn. A frame in between would show it, and would be painted once more after it.
    """
    for _level in range(_DEEPEST):
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)


def bring_into_sight(widget: QWidget) -> None:
    """Scroll the pane around a widget to it: what is told above or below the edge nobody reads."""
    pane = _pane_around(widget)
    if pane is not None:
        lay_out_now()
        pane.ensureWidgetVisible(widget, 0, px(8))


@contextmanager
def held_in_place(widget: QWidget) -> Iterator[None]:
    """Keep a widget under the hand that draws on it, whatever comes or goes above it."""
    pane = _pane_around(widget)
    before = widget.mapTo(pane, QPoint()).y() if pane is not None else 0
    yield
    if pane is not None:
        lay_out_now()
        bar = pane.verticalScrollBar()
        bar.setValue(bar.value() + widget.mapTo(pane, QPoint()).y() - before)


def _pane_around(widget: QWidget) -> QScrollArea | None:
    pane = widget.parentWidget()
    while pane is not None and not isinstance(pane, QScrollArea):
        pane = pane.parentWidget()
    return pane
