"""A score from 1 to 5: five numbers in a row, and the word of the chosen one behind them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from meitinker.i18n import _
from ui.theme import px
from ui.viewmodels.parts import Choice
from ui.widgets.buttons import FlatButton
from ui.widgets.choices import RadioGroup
from ui.widgets.form_field import WrappedLabel

if TYPE_CHECKING:
    from collections.abc import Sequence

_CLEARING = (Qt.Key.Key_0, Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class _Meaning(WrappedLabel):
    """The word of a score: in one line where there is room, else it may be broken."""

    def sizeHint(self) -> QSize:
        """Return the room of one line; Qt would break a label that wraps into a block."""
        return QSize(
            self.fontMetrics().horizontalAdvance(self.text()) + 1, super().sizeHint().height()
        )


class ScoreField(RadioGroup):
    """One number out of five, also by its own key; it may stay empty, and be emptied again."""

    def __init__(
        self, label: str, words: Sequence[str], parent: QWidget | None = None, *, hint: str = ""
    ) -> None:
        """Build the field; ``words`` say what 1, 2, 3 … mean."""
        self._meant = {str(number): word for number, word in enumerate(words, start=1)}
        choices = [Choice(number, number) for number in self._meant]
        super().__init__(label, choices, parent, hint=hint, across=True)
        self.meaning = _Meaning("", self, tone="muted")
        self.clear = FlatButton(_("Wis"))
        self.clear.setAccessibleName(_("Wis: {question}").format(question=label))
        self.clear.clicked.connect(lambda: self._pick(None))
        # No stop of Tab: "2, Tab, 3" scores two rows. On it the 3 would go to the first again.
        self.clear.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._watch(self.clear)
        for widget in (self.meaning, self.clear):
            self._numbers.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)
        self._numbers.addStretch(1)
        # The rows below must not jump when a score comes or goes.
        room = self.clear.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self.clear.setSizePolicy(room)
        for number, word in self._meant.items():
            self.button(number).setAccessibleName(f"{number}: {word}")
            self.button(number).setToolTip(word)
        self.edited.connect(self._show)
        self._show()

    def set_value(self, value: str | None) -> None:
        """Show a score, or none, without counting it as an edit."""
        super().set_value(value)
        self._show()

    def set_read_only(self, read_only: bool) -> None:
        """Let the score be read only; then there is nothing to clear either."""
        super().set_read_only(read_only)
        self.clear.setEnabled(not read_only)
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys 1 to 5 for their scores, and 0 or Delete for none."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if plain and event.text() in self._meant:
                self._pick(event.text())
                return True
            if plain and event.key() in _CLEARING and self.value() is not None:
                self._pick(None)
                return True
        return super().eventFilter(watched, event)

    def _abreast(self) -> QWidget:
        """Keep the five in one line: they and the word behind them are read as one."""
        body = QWidget(self)
        self._numbers = QHBoxLayout(body)
        self._numbers.setContentsMargins(0, 0, 0, 0)
        for row in self._rows:
            row.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
            self._numbers.addWidget(row, 0, Qt.AlignmentFlag.AlignVCenter)
        return body

    def _pick(self, value: str | None) -> None:
        wanted = self.button(value or "1")
        if not wanted.isEnabled():
            return
        changed = value != self.value()
        wanted.setFocus(Qt.FocusReason.OtherFocusReason)
        self.set_value(value)
        if changed:
            self._user_edited()

    def _show(self) -> None:
        value = self.value()
        self.meaning.setText(self._meant.get(value or "", ""))
        self.clear.setVisible(value is not None and self.clear.isEnabled())

    def _measure(self) -> None:
        super()._measure()
        # Close together: beside the ladder, on a laptop, the word and "Wis" must fit as well.
        self._numbers.setSpacing(px(12))
        for row in self._rows:
            row.measure(gap=4)
