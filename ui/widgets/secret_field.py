"""A number that is masked, and that leaves for the clipboard only to be cleared there (A12)."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QContextMenuEvent, QHideEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from meitinker.i18n import _
from ui.widgets.buttons import Button
from ui.widgets.fields import NUMBER_WIDTH, TextField, beside

_SHOWN_MILLISECONDS = 30_000  # as long as a copied secret stays on the clipboard
_MASK = "•••••"
_COPY, _CUT = "edit-copy", "edit-cut"
"""How Qt names these two in the menu of a line."""


class SecretLine(QLineEdit):
    """A line that never copies by itself: a copy of Qt's own stays, and enters histories.

    Signals:
        copied: What was selected when the person asked to copy it.
    """

    copied = Signal(str)

    def copy(self) -> None:
        """Hand over what is selected."""
        if self.hasSelectedText():
            self.copied.emit(self.selectedText())

    def cut(self) -> None:
        """Hand over what is selected, and take it out."""
        self.copy()
        if not self.isReadOnly():
            self.del_()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy and cut the way of this line."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif event.matches(QKeySequence.StandardKey.Cut):
            self.cut()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of this line."""
        self.createStandardContextMenu().popup(event.globalPos())

    def createStandardContextMenu(self) -> QMenu:
        """Return Qt's menu, in which copying and cutting go the way of this line."""
        menu = super().createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() in {_COPY, _CUT}:
                ours = QAction(action.icon(), action.text(), menu)
                ours.setObjectName(action.objectName())
                ours.setEnabled(action.isEnabled())
                ours.triggered.connect(self.copy if action.objectName() == _COPY else self.cut)
                menu.insertAction(action, ours)
                menu.removeAction(action)
        return menu


class SecretField(TextField):
    """A number that is masked until someone asks for it, such as a BSN.

    Asking is a read that must be logged before the number shows: the button only sends
    ``revealRequested`` and the screen answers with `reveal`. Leaving the field, hiding it or
    30 seconds put the mask back; over a number that is wrong only hiding does. An empty field is
    simply typed into.

    Signals:
        revealRequested: The person asks to see the number.
        copied: The person copies what shows; it is for the screen to put it on the clipboard.
    """

    revealRequested = Signal()
    copied = Signal(str)

    def __init__(
        self,
        label: str,
        parent: QWidget | None = None,
        *,
        hint: str = "",
        required: bool = False,
        optional: bool = False,
    ) -> None:
        """Build the field, with nothing behind its mask."""
        self._secret = ""
        self._masked = False
        super().__init__(label, parent, hint=hint, required=required, optional=optional)
        self._line.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhPreferNumbers
        )
        self._watch(self._show)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_SHOWN_MILLISECONDS)
        self._clock.timeout.connect(self.cover)
        self._show.hide()

    def value(self) -> str:
        """Return the number, also while it is masked."""
        return self._secret if self._masked else self._line.text().strip()

    def set_value(self, value: str | None) -> None:
        """Hold ``value`` behind the mask; the same value does not disturb who is typing it."""
        typing = self._line.hasFocus() and not self._masked
        if typing and value == self.value():
            return
        self._put(value or "")
        self._masked = False
        self.cover()

    def reveal(self, value: str) -> None:
        """Show the number for 30 seconds or until the field is left."""
        # First: the button goes, and with the focus on it the field would count as left.
        self._line.setFocus()
        self._open(value)

    def cover(self) -> None:
        """Put the mask on; an empty field stays open for typing."""
        if self._masked:
            return
        secret = self._line.text().strip()
        if secret:
            self._secret = secret
            self._put_mask(secret[-4:])
        else:
            self._secret = ""
            self._line.setReadOnly(False)
            self._show.hide()
            self._describe()

    def hideEvent(self, event: QHideEvent) -> None:
        """Put the mask on with the screen."""
        super().hideEvent(event)
        self.cover()

    def set_error(self, text: str | None) -> None:
        """Show the error; a number that was typed wrong opens, and stays so to be mended."""
        wrong = bool(self.error)
        if text and self._masked:
            self._open(self._secret)
        super().set_error(text)
        if text:
            self._clock.stop()
        elif wrong and not self._masked:
            self._clock.start()

    def _open(self, value: str) -> None:
        self._masked = False
        self._secret = ""
        self._line.setReadOnly(False)
        self._put(value)
        self._show.hide()
        self._clock.start()
        self._describe()

    def _put_mask(self, ending: str) -> None:
        self._masked = True
        self._clock.stop()
        self._put(_MASK + ending)
        # Undo must not bring the number back from behind the mask.
        self._line.setReadOnly(True)
        self._show.show()
        self._describe()

    def _description(self) -> list[str]:
        if not self._masked:
            return []
        ending = " ".join(self._line.text().removeprefix(_MASK))
        return [_("Verborgen. De laatste cijfers zijn {digits}.").format(digits=ending)]

    def _on_left(self) -> None:
        self.cover()

    def _make_line(self) -> QLineEdit:
        line = SecretLine(self)
        line.copied.connect(self.copied)
        return line

    def _body(self) -> QWidget:
        self._width = NUMBER_WIDTH
        self._show = Button(_("Toon BSN"), self, icon_name="eye")
        self._show.setAccessibleName(self._show.text())
        self._show.clicked.connect(self._ask)
        return beside(self._line, self._show, self)

    def _ask(self) -> None:
        """Ask for the number that is kept; a wrong one was typed here and is kept nowhere."""
        if self.error:
            self.reveal(self._secret)
        else:
            self.revealRequested.emit()
