"""Bars that are pushed into the layout: messages, undo, and the list of what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, partial
from typing import Literal

from PySide6.QtCore import QEvent, QMetaObject, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from meitinker.i18n import _, ngettext
from ui.theme import mark, px
from ui.widgets.announce import announce
from ui.widgets.buttons import Button, FlatButton, IconButton, LineButton
from ui.widgets.form_field import FormField, WrappedLabel
from ui.widgets.icon_label import IconLabel
from ui.widgets.rows import TightRow

Kind = Literal["fout", "waarschuwing", "gelukt", "uitleg"]

_LOOKS: dict[str, tuple[str, str]] = {
    "fout": ("alert-circle", "error"),
    "waarschuwing": ("alert-triangle", "warning"),
    "gelukt": ("circle-check", "success"),
    "uitleg": ("info-circle", "info"),
    "ongedaan": ("history", "text"),
}

UNDO_SECONDS = 10
"""How long undoing is offered in the bar; history offers it for longer."""

_UNTIL_RELEASED = 50
"""Milliseconds until it is looked again whether a mouse button is still pressed."""


def _line(*parts: QWidget) -> QWidget:
    """Return the parts in a line; only words that wrap take more room than they need."""
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(px(8))
    for part in parts:
        wraps = part.sizePolicy().hasHeightForWidth()
        row.addWidget(part, int(wraps), Qt.AlignmentFlag.AlignVCenter)
    return line


class _Bar(QFrame):
    """Icon, words, a button and a cross, on a ground with a coloured edge.

    What is on it is made when it first has something to say: there are thirty of these bars, and
    most of them never do.
    """

    closed = Signal()
    _unheard = ""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self.hide()

    @cached_property
    def button(self) -> Button:
        """What mends it."""
        button = self._make_button()
        row = QHBoxLayout(self)
        row.setContentsMargins(px(12), px(4), px(4), px(4))
        row.addWidget(TightRow(_line(self._icon, self._words), _line(button, self._close), self))
        self._close.clicked.connect(self.clear)
        return button

    @cached_property
    def _icon(self) -> IconLabel:
        return IconLabel("", self)

    @cached_property
    def _words(self) -> WrappedLabel:
        return WrappedLabel("", self)

    @cached_property
    def _close(self) -> IconButton:
        return IconButton(_("Sluit deze melding"), self, icon_name="x", tint="text")

    def _make_button(self) -> Button:
        raise NotImplementedError

    @property
    def text(self) -> str:
        """The words on the screen."""
        return self._words.text() if self._made else ""

    @property
    def may_close(self) -> bool:
        """Whether the user may close it; an error stays until what is wrong is mended."""
        return self._made and not self._close.isHidden()

    @property
    def stops(self) -> tuple[QWidget, ...]:
        """What Tab stops at, in the order of reading."""
        return self.button, self._close

    @property
    def _made(self) -> bool:
        return "button" in vars(self)

    def clear(self) -> None:
        """Take the bar away; the screen closes the gap."""
        if self.isHidden():
            return
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Close on Escape."""
        if event.key() == Qt.Key.Key_Escape:
            self.clear()
            return
        super().keyPressEvent(event)

    def _dress(self, kind: str, text: str) -> None:
        icon_name, tint = _LOOKS[kind]
        self._icon.set_icon(icon_name, tone=tint)
        self._words.setText(text)
        self.setAccessibleName(text)
        mark(self, melding=kind)
        self._unheard = kind
        self.show()
        self._read_aloud()

    def showEvent(self, event: QShowEvent) -> None:
        """Read aloud what was told while the page around it was out of sight."""
        super().showEvent(event)
        self._read_aloud()

    def _read_aloud(self) -> None:
        if self._unheard and self.isVisible():
            kind, self._unheard = self._unheard, ""
            announce(self, self._words.text(), at_once=kind == "fout")


class MessageBar(_Bar):
    """A sentence and a next step; never an OK-only box."""

    acted = Signal()

    def tell(self, kind: Kind, text: str, *, action: str = "") -> None:
        """Show ``text``; ``action`` names the button that mends it, if one can.

        An error keeps no cross: it goes when what is wrong is mended (`clear`).
        """
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self._close.setVisible(kind != "fout")
        self._dress(kind, text)

    def _make_button(self) -> Button:
        button = Button("", self)
        button.clicked.connect(self.acted)
        return button


class UndoBar(_Bar):
    """Says what was done and offers to undo it for ten seconds.

    While the mouse is over it or the keyboard is in it no time passes (WCAG 2.2.1), and after
    that the ten seconds begin anew.
    """

    undone = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(UNDO_SECONDS * 1000)
        self.timer.timeout.connect(self.clear)
        self._hovered = False
        for stop in self.stops:
            stop.installEventFilter(self)

    @property
    def offers(self) -> bool:
        """Whether something can be undone here now."""
        return self.isVisible() and not self.button.isHidden()

    def offer(self, text: str) -> None:
        """Say what was done and offer to undo it."""
        self.button.show()
        self._dress("ongedaan", text)
        self._count()

    def mention(self, text: str) -> None:
        """Say for as long that there is nothing to offer."""
        self.button.hide()
        self._dress("ongedaan", text)
        self._count()

    def clear(self) -> None:
        """Take the bar away and stop counting."""
        self.timer.stop()
        self._hovered = False  # Qt tells a widget that hides of no mouse that leaves it
        super().clear()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Hold the time while the mouse is here."""
        super().enterEvent(event)
        self._hovered = True
        self._count()

    def leaveEvent(self, event: QEvent) -> None:
        """Count anew once the mouse is gone."""
        super().leaveEvent(event)
        self._hovered = False
        self._count()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hold the time while the keyboard is in the bar; count anew once it is gone."""
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self._count()
        return super().eventFilter(watched, event)

    def _make_button(self) -> Button:
        button = FlatButton(_("Ongedaan maken"), self, icon_name="arrow-back-up")
        button.clicked.connect(self._undo)
        return button

    def _count(self) -> None:
        """Begin the ten seconds, or wait with them while the bar is in use."""
        used = self._hovered or any(stop.hasFocus() for stop in self.stops)
        if used or self.isHidden():
            self.timer.stop()
        else:
            self.timer.start()

    def _undo(self) -> None:
        self.clear()
        self.undone.emit()


class ErrorSummary(QFrame):
    """What is still needed, on top of a form; each line moves the focus to its field.

    A line goes when its field is mended, and the list with its last line.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self._title = WrappedLabel("", self, tone="kop3")
        self._lines: list[LineButton] = []
        self._watched: list[QMetaObject.Connection] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px(16), px(12), px(16), px(12))
        self._column.setSpacing(0)
        self._column.addWidget(self._title)
        mark(self, melding="fout")
        self.hide()

    def show_missing(self, missing: Sequence[tuple[str, QWidget]]) -> None:
        """List what is missing, each with the field to go to; nothing hides the list."""
        for connection in self._watched:
            QObject.disconnect(connection)
        self._watched.clear()
        for line in self._lines:
            _take_away(line)
        self._lines = [self._line(text, field) for text, field in missing]
        self._count()
        if missing:
            announce(self, self._title.text(), at_once=True)
            self._lines[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _count(self) -> None:
        text = ngettext(
            "Er is nog {count} ding nodig. Klik op de regel om erheen te gaan.",
            "Er zijn nog {count} dingen nodig. Klik op een regel om erheen te gaan.",
            len(self._lines),
        ).format(count=len(self._lines))
        self._title.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(self._lines))

    def _line(self, text: str, field: QWidget) -> LineButton:
        line = LineButton(text, self)
        line.clicked.connect(lambda: field.setFocus(Qt.FocusReason.OtherFocusReason))
        if isinstance(field, FormField):
            self._watched.append(field.mended.connect(partial(self._mended, line)))
        self._column.addWidget(line)
        line.show()  # a second time the list is in sight, and what is not shown takes no focus
        return line

    def _mended(self, line: LineButton) -> None:
        if line not in self._lines:
            return
        if QApplication.mouseButtons():
            # What is being clicked would move away from under the mouse.
            QTimer.singleShot(_UNTIL_RELEASED, self, partial(self._mended, line))
            return
        self._lines.remove(line)
        _take_away(line)
        self._count()
        if self._lines:
            announce(self, self._title.text())


def _take_away(line: LineButton) -> None:
    line.hide()
    line.deleteLater()
