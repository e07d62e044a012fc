"""A card over the window: what is typed in it stays when it goes, and Tab stays within."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ui.theme import mark, px
from ui.widgets.main_key import main_key_takes
from ui.widgets.scrolling import ScrollPane
from ui.widgets.tab_order import step_focus

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_WIDTH = 640
_FROM_TOP = 48
_AROUND_WHOLE = 12
_VEIL = QColor(0, 0, 0, 90)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class LaidOver(QWidget):
    """What lies over a place; the window finds it by this class.

    While it lies there no key changes the place below it unseen: one that leads elsewhere first
    closes it, and the others do nothing.

    Attributes:
        topic: The screen of the spot that opens it; F1 reads about that. "" is about the place.
    """

    topic = ""

    def dismiss(self) -> None:
        """Go; what was typed is kept, and it stays in sight when it cannot be."""
        self.close()

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep what was typed, then call ``done``: True when all of it is safe."""
        done(True)

    def showEvent(self, event: QShowEvent) -> None:
        """Watch where the keyboard goes."""
        super().showEvent(event)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._focus_moved)

    def _focus_moved(self, before: QWidget | None, now: QWidget | None) -> None:
        """Keep the keyboard from the place below, and go when something else is laid over it.

        No key leads below while this lies there: it is a place that has its answer only now. A
        dialog over the card, such as one that asks for a file, is not elsewhere.
        """
        if not self.isVisible() or now is None or now.window() is not self.window():
            return
        if self.isAncestorOf(now):
            return
        covered = any(isinstance(one, LaidOver) for one in _owners(now))
        if covered or before is None:
            self.dismiss()
        elif self.isAncestorOf(before):
            before.setFocus(Qt.FocusReason.OtherFocusReason)


class Overlay(LaidOver):
    """Lies over its parent, dimmed around a card with a head, a body that scrolls and buttons.

    Subclasses fill it by :meth:`fill` and override what the keys do.

    Attributes:
        card: The card itself.
        pane: The part of it that scrolls, unless the body scrolls itself.
        widest: Most room, px at 100 %, of a card whose body scrolls itself.
        highest: The same, downwards.
    """

    widest = 4000
    highest = 4000

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        """Build it over ``parent``, hidden; ``name`` is read aloud."""
        super().__init__(parent)
        self._before: QWidget | None = None
        self._closing = False
        self.setAccessibleName(name)
        self.card = QFrame(self)
        mark(self.card, rol="kaart")
        self.hide()

    @cached_property
    def scrolled(self) -> QWidget:
        """What scrolls on the card: a body that is made in it is not moved any more."""
        content = QWidget(self.card)
        self.pane = ScrollPane(content, self.card)
        return content

    def fill(
        self,
        head: Sequence[QWidget],
        body: QWidget,
        foot: Sequence[QWidget],
        *,
        whole: bool = False,
    ) -> None:
        """Put the parts on the card; ``whole`` gives a body that scrolls itself all the room.

        From the outside in: a body that is moved along takes on its look at every move.
        """
        self._top = QVBoxLayout()
        self._top.setContentsMargins(px(24), px(16), px(24), px(8))
        self._top.setSpacing(px(8))
        for part in head:
            self._top.addWidget(part)
        self._whole = whole
        self._content = content = QWidget(self.card) if whole else self.scrolled
        self._inside = QVBoxLayout(content)
        self._inside.setContentsMargins(px(24), px(4), px(24), px(8 if whole else 16))
        middle = content if whole else self.pane
        for watched in (self.parentWidget(), content):
            if watched is not None:
                watched.installEventFilter(self)
        self._foot = QHBoxLayout()
        self._foot.setContentsMargins(px(24), px(12), px(24), px(16))
        self._foot.setSpacing(px(12))
        for part in foot:
            self._foot.addWidget(part)
        self._foot.addStretch(1)
        # What is scrolled out of sight lies lower than the foot, and is read before it.
        self._parts = (*head, middle, *foot)
        column = QVBoxLayout(self.card)
        column.setContentsMargins(px(1), px(1), px(1), px(1))
        column.setSpacing(0)
        column.addLayout(self._top)
        column.addWidget(middle, 1)
        column.addLayout(self._foot)
        self._inside.addWidget(body, int(whole))
        if not whole:
            self._inside.addStretch(1)

    def open(self) -> None:
        """Show it, remembering where the keyboard was."""
        self._before = QApplication.focusWidget()
        self.show()

    def confirm(self) -> None:
        """Do what the main button does (Ctrl+Enter)."""

    def keep(self) -> None:
        """Keep what is typed now (Ctrl+S)."""

    def dismiss(self) -> None:
        """Go without doing it (Esc, a click beside the card, a key that leads elsewhere)."""
        self.go()

    def go(self) -> None:
        """Give the keyboard back to where it was, and go."""
        before, inside = self._before, self.isAncestorOf(QApplication.focusWidget() or self)
        self._closing = True
        self.hide()
        # Where it was may have gone out of sight meanwhile: there it would be lost.
        if inside and before is not None and shiboken6.isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self.deleteLater()

    def fit(self) -> None:
        """Cover the window, and put the card in the middle at the top, as high as it needs."""
        parent = self.parentWidget()
        if parent is not None:
            self.setGeometry(parent.rect())
        if self._whole:
            air, whole = px(_AROUND_WHOLE), self.size()
            room = whole - QSize(2 * air, 2 * air)
            room = room.boundedTo(QSize(px(self.widest), px(self.highest)))
            self.card.setGeometry((whole.width() - room.width()) // 2, air, *room.toTuple())
            return
        width = max(min(px(_WIDTH), self.width() - px(32)), 1)
        top = min(px(_FROM_TOP), self.height() // 12)
        edge = self.card.height() - self.card.contentsRect().height() + px(2)
        around = self._top.totalHeightForWidth(width) + self._foot.sizeHint().height() + edge
        wanted = self._inside.totalHeightForWidth(width) + around
        height = min(wanted, self.height() - 2 * top)
        self.card.setGeometry((self.width() - width) // 2, top, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the size of the window, and what the body shows of itself."""
        resized = watched is self.parent() and event.type() == QEvent.Type.Resize
        if resized or (watched is self._content and event.type() == QEvent.Type.LayoutRequest):
            self.fit()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """Keep the keys of the card from the place below it."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            control = event.modifiers() == Qt.KeyboardModifier.ControlModifier
            if control and Qt.Key(event.key()) in (*_ENTER, Qt.Key.Key_S):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Confirm on Ctrl+Enter, keep on Ctrl+S, go on Esc."""
        key = Qt.Key(event.key())
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if key == Qt.Key.Key_Escape:
            self.dismiss()
        elif control and key in _ENTER:
            about = self.accessibleName()
            if not event.isAutoRepeat() and main_key_takes(self.parentWidget(), about):
                self.confirm()
        elif control and key == Qt.Key.Key_S:
            self.keep()

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Keep Tab within the card, and in the order of reading."""
        return step_focus(self.window(), self._parts, forward=forwards)

    def showEvent(self, event: QShowEvent) -> None:
        """Cover the window."""
        super().showEvent(event)
        self.fit()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim what lies below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), _VEIL)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go on a click beside the card."""
        if not self.card.geometry().contains(event.position().toPoint()):
            self.dismiss()


def _owners(widget: QWidget) -> Iterator[QWidget]:
    at: QWidget | None = widget
    while at is not None:
        yield at
        at = at.parentWidget()
