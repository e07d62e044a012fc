"""What all form fields share: label, hint, error, and telling of edits and leaving.

The label stands above, then the hint, then the error, last before the field, in words and with
an icon.
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from meitinker.i18n import _
from ui.theme import mark, px
from ui.viewmodels.typing import as_it_is, breakable
from ui.widgets.cursor import cursor_of, place_cursor
from ui.widgets.icon_label import IconLabel

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LINE_WIDTH = 400
"""Widest single-line field, px at 100 % (NL Design System form guidelines)."""

_TEXT_WIDTH = 640  # about 75 letters: longer lines of a hint are hard to read
_STILL_INSIDE = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.MenuBarFocusReason)
_SIZE_EVENTS = (QEvent.Type.FontChange, QEvent.Type.StyleChange, QEvent.Type.ApplicationFontChange)


class WrappedLabel(QLabel):
    """A plain-text label that wraps; ``tone`` is its role in the style sheet (``tekst``).

    It knows the heights it told: layouts within layouts ask for the same one some forty times,
    and Qt breaks the lines anew at each.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None, *, tone: str = "") -> None:
        self._heights: dict[int, int] = {}
        super().__init__(parent)
        # What people typed must never be taken for markup.
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        if tone:
            self.setProperty("tekst", tone)

    def setText(self, text: str) -> None:
        """Show ``text``; a word that is longer than a column is broken."""
        self._said = text
        self._heights.clear()
        shown = breakable(text)
        super().setText(as_it_is(shown) if self.buddy() is not None else shown)

    def setBuddy(self, buddy: QWidget) -> None:
        """Be the words of ``buddy``; from then on Qt would take a key to it out of the text."""
        super().setBuddy(buddy)
        self.setText(self._said)

    def text(self) -> str:
        """Return what was said, without the places to break."""
        return self._said

    def heightForWidth(self, width: int) -> int:
        """Return the height at ``width``, or at the widest: a column asks with its own width."""
        width = min(width, self.maximumWidth())
        if width not in self._heights:
            self._heights[width] = super().heightForWidth(width)
        return self._heights[width]

    def changeEvent(self, event: QEvent) -> None:
        """Forget the heights with the font or look that they were told in."""
        self._heights.clear()
        super().changeEvent(event)


class ErrorLine(QWidget):
    """What is wrong with a field: an icon with the words beside it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.icon = IconLabel("alert-circle", self, tone="error")
        self.words = WrappedLabel("", self, tone="fout")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px(8))
        row.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)


class FormField(QWidget):
    """Base of every field: label, hint, error and the moments a screen listens to.

    Signals:
        edited: The person changed the value; never sent by ``set_value``.
        left: The focus left the field after a change: the moment to check and to save.
        entered: The focus came to the field.
        mended: The error that was shown is gone.
    """

    edited = Signal()
    left = Signal()
    entered = Signal()
    mended = Signal()
    one_line = False  # whether its input is one line high, and stands on a line with others
    _ready = False  # Qt may tell of a font while the parts are still being made

    def __init__(
        self,
        label: str,
        parent: QWidget | None = None,
        *,
        hint: str = "",
        required: bool = False,
        optional: bool = False,
    ) -> None:
        """Build the frame around an input that the subclass adds with `_set_body`.

        Args:
            label: The question, without colon.
            parent: As in Qt.
            hint: One sentence of help below the label.
            required: Adds "(verplicht)"; for the few fields that are.
            optional: Adds "(niet verplicht)"; for forms of citizens.
        """
        super().__init__(parent)
        self._title = label
        self._changed = False
        self._quiet = False
        self._error: str | None = None
        self._inputs: list[QWidget] = []
        self._lines: list[QWidget] = []
        self._offers: list[Callable[[QMenu], None]] = []
        mark = _("(verplicht)") if required else _("(niet verplicht)") if optional else ""
        self._label = WrappedLabel(f"{label} {mark}".strip(), self, tone="label")
        self._hint = WrappedLabel(hint, self, tone="muted")
        if not hint:
            self._hint.hide()  # to show it now would give it its look before its place
        self._error_line: ErrorLine | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        for widget in (self._label, self._hint):
            self._column.addWidget(widget)
        # Beside a higher field this one stands at the top (but see `stand_low`). Not by the
        # layout's alignment: that gives wrapped text the height it would need without wrapping.
        self._column.addStretch(1)

    @property
    def label(self) -> str:
        """The question, for a list of errors."""
        return self._title

    @property
    def error(self) -> str | None:
        """The sentence that is shown, or None."""
        return self._error

    def set_error(self, text: str | None) -> None:
        """Show a sentence above the field, or take it away; also for who hears the screen."""
        mended = self._error is not None and not text
        self._error = text or None
        if text and self._error_line is None:
            # A form has forty fields and few errors: a third of what each would take to build.
            self._error_line = ErrorLine(self)
            self._column.insertWidget(self._column.indexOf(self._hint) + 1, self._error_line)
            self._measure()
        if self._error_line is not None:
            self._error_line.words.setText(text or "")
            self._error_line.setVisible(bool(text))
        self._describe()
        if mended:
            self.mended.emit()

    def stand_low(self) -> None:
        """Keep the input at the bottom: beside a field with a hint or an error both line up."""
        self._column.setStretch(self._column.count() - 1, 0)
        self._column.insertStretch(0, 1)

    def problem(self) -> str | None:
        """Return the sentence for what the field itself knows to be wrong now, or None."""
        return None

    def forget_error(self) -> None:
        """Take an error away that was about what stood here before, not what is wrong now."""
        if self._error is not None and self._error != self.problem():
            self.set_error(None)

    def set_hint(self, text: str) -> None:
        """Replace the help below the label."""
        self._hint.setText(text)
        self._hint.setVisible(bool(text))
        self._describe()

    def set_read_only(self, read_only: bool) -> None:
        """Let the value be read and copied, not changed (a concluded visit)."""
        for widget in self._inputs:
            if hasattr(widget, "setReadOnly"):
                widget.setReadOnly(read_only)
            else:
                widget.setEnabled(not read_only)

    def offer_in_menu(self, fill: Callable[[QMenu], None]) -> None:
        """Let ``fill`` add to the menu of this field, below what a text always offers.

        The menu comes by the right mouse button, the menu key and Shift+F10.
        """
        if not self._offers:
            for widget in self._inputs:
                widget.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
                widget.customContextMenuRequested.connect(partial(self._open_menu, widget))
        self._offers.append(fill)

    def changeEvent(self, event: QEvent) -> None:
        """Measure again when the text size changes."""
        super().changeEvent(event)
        if self._ready and event.type() in _SIZE_EVENTS:
            self._measure()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice the focus coming and leaving the field, and the key that opens its menu."""
        if isinstance(event, QFocusEvent):
            if event.type() == QEvent.Type.FocusOut:
                self._focus_out(event.reason())
            elif event.type() == QEvent.Type.FocusIn:
                wrong = self._error is not None and watched in self._faulty()
                place_cursor(watched, event.reason(), wrong=wrong)
                self.entered.emit()
        elif isinstance(event, QKeyEvent) and self._asks_menu(event):
            wanted = next((one for one in self._inputs if one is watched), None)
            if wanted is not None:
                self._open_menu(wanted, cursor_of(wanted))
                return True
        return super().eventFilter(watched, event)

    def _set_body(self, body: QWidget, inputs: list[QWidget], lines: list[QWidget]) -> None:
        """Add the input part.

        Args:
            body: The widget below the error.
            inputs: What takes focus, first one first; it gets label, error and names.
            lines: Single-line parts that are held to `LINE_WIDTH`.
        """
        self._column.insertWidget(self._column.count() - 1, body)
        self._inputs, self._lines = inputs, lines
        self._label.setBuddy(inputs[0])
        self.setFocusProxy(inputs[0])
        for widget in inputs:
            if not widget.accessibleName():
                widget.setAccessibleName(self._label.text())
            widget.installEventFilter(self)
        self._describe()
        self._measure()
        self._ready = True

    def _watch(self, *widgets: QWidget) -> None:
        """Count focus on these as inside the field as well (buttons beside the input)."""
        for widget in widgets:
            widget.installEventFilter(self)

    def _asks_menu(self, event: QKeyEvent) -> bool:
        # Not every platform makes a request for the menu of this key.
        pressed = event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_F10
        shift = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        return pressed and shift and bool(self._offers)

    def _open_menu(self, widget: QWidget, at: QPoint) -> None:
        if QApplication.activePopupWidget() is not None:
            return  # the key was told twice
        if isinstance(widget, QLineEdit | QPlainTextEdit):
            menu = widget.createStandardContextMenu()
        else:
            menu = QMenu(widget)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for fill in self._offers:
            menu.addSeparator()
            fill(menu)
        menu.popup(widget.mapToGlobal(at))

    def _faulty(self) -> list[QWidget]:
        """Return the inputs that the error is about; all, unless a subclass knows better."""
        return self._inputs

    def _description(self) -> list[str]:
        """Return what is read out after the name, besides hint and error."""
        return []

    def _describe(self) -> None:
        parts = [*self._description(), self._hint.text(), self._error or ""]
        text = " ".join(part for part in parts if part)
        faulty = self._faulty() if self._error else []
        for widget in self._inputs:
            widget.setAccessibleDescription(text)
            mark(widget, fout=widget in faulty)

    def _measure(self) -> None:
        self._column.setSpacing(px(4))
        said: list[QWidget] = [self._label, self._hint]
        if self._error_line is not None:
            said.append(self._error_line)
        for words in said:
            words.setMaximumWidth(px(_TEXT_WIDTH))
        for widget in self._lines:
            widget.setMaximumWidth(px(LINE_WIDTH))

    def _user_edited(self, *_ignored: object) -> None:
        if self._quiet:
            return
        self._changed = True
        self.edited.emit()

    @contextmanager
    def _silence(self) -> Iterator[None]:
        """Within the block changes are the program's, not the person's."""
        before, self._quiet = self._quiet, True
        try:
            yield
        finally:
            self._quiet = before

    def _focus_out(self, reason: Qt.FocusReason) -> None:
        if reason in _STILL_INSIDE:
            return
        now = QApplication.focusWidget()
        if now is not None and self.isAncestorOf(now):
            return
        self._on_left()
        if self._changed:
            self._changed = False
            self.forget_error()
            self.left.emit()

    def _on_left(self) -> None:
        """Do a field's own work before `left` is sent, changed or not."""
