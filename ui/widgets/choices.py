"""Fields for choosing: radio buttons, a combo box, one check box and a group of them.

Up to five answers are radio buttons, up to ten a combo box.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QSizePolicy,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from meitinker.i18n import _
from ui.theme import px
from ui.viewmodels.parts import Choice
from ui.widgets.flow import Flow
from ui.widgets.form_field import FormField
from ui.widgets.toggle_row import Box, Dot, ToggleRow

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["CheckField", "CheckGroup", "Choice", "ComboField", "RadioGroup"]

_ARROWS = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Left: -1,
}
MOST_RADIOS = 5
_BELOW = 4
_SIDE_BY_SIDE = 2


class _Picks(FormField):
    """Rows of buttons below a label: what radio groups and check groups share."""

    _lane: QVBoxLayout | None = None

    def _build(
        self,
        choices: Sequence[Choice],
        make: type[Dot] | type[Box],
        *,
        across: bool,
    ) -> None:
        """Add a row for each choice; ``across`` puts short answers side by side."""
        self._buttons: dict[str, QAbstractButton] = {}
        self._rows: list[ToggleRow] = []
        home = self if across else QWidget(self)  # where they stay: each move is a look anew
        for choice in choices:
            row = ToggleRow(make(), choice.text, home)
            row.button.toggled.connect(self._toggled)
            row.words.setWordWrap(not across)
            self._buttons[choice.key] = row.button
            self._rows.append(row)
        body = self._abreast() if across else self._stacked(home)
        body.setAccessibleName(self.label)
        self._set_body(body, list(self._buttons.values()), [])

    def _abreast(self) -> QWidget:
        return Flow(*self._rows, gap=24, between=_BELOW, parent=self)

    def _stacked(self, body: QWidget) -> QWidget:
        self._lane = QVBoxLayout(body)
        self._lane.setContentsMargins(0, 0, 0, 0)
        for row in self._rows:
            self._lane.addWidget(row)
        return body

    def button(self, key: str) -> QAbstractButton:
        """Return the button of one choice."""
        return self._buttons[key]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let an arrow go to the next answer: together they are one stop for Tab."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = _ARROWS.get(Qt.Key(event.key()), 0)
            if step and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
                self._step(watched, step)
                return True
        handled = super().eventFilter(watched, event)
        if event.type() == QEvent.Type.FocusOut:
            self._aim()
        return handled

    def _step(self, here: QObject, step: int) -> None:
        buttons = list(self._buttons.values())
        at = next((n for n, button in enumerate(buttons) if button is here), 0)
        following = buttons[(at + step) % len(buttons)]
        if following.isEnabled():
            following.setFocus(Qt.FocusReason.OtherFocusReason)
            self._reached(following)

    def _reached(self, button: QAbstractButton) -> None:
        """Do what an arrow does beside going there."""

    def _aim(self) -> None:
        """Let Tab come in on the first answer that is chosen, or on the first."""
        chosen = next((b for b in self._buttons.values() if b.isChecked()), None)
        stop = chosen or next(iter(self._buttons.values()), None)
        for button in self._buttons.values():
            policy = Qt.FocusPolicy.StrongFocus if button is stop else Qt.FocusPolicy.ClickFocus
            button.setFocusPolicy(policy)
        if stop is not None:
            self.setFocusProxy(stop)

    def _toggled(self, _on: bool) -> None:
        """Count it as an edit: assistive technology toggles a button without a click."""
        self._user_edited()

    def _description(self) -> list[str]:
        return [self.label]  # the button's name is only its answer

    def _measure(self) -> None:
        super()._measure()
        if self._lane is not None:
            self._lane.setSpacing(px(_BELOW))
        for row in self._rows:
            row.measure()


class RadioGroup(_Picks):
    """One answer out of at most five, all in sight."""

    def __init__(
        self,
        label: str,
        choices: Sequence[Choice],
        parent: QWidget | None = None,
        *,
        hint: str = "",
        required: bool = False,
        across: bool = False,
    ) -> None:
        """Build the group; nothing is chosen beforehand.

        Args:
            label: The question.
            choices: At most `MOST_RADIOS` answers.
            parent: As in Qt.
            hint: One sentence of help.
            required: Marks the field "(verplicht)".
            across: Side by side, for answers as short as Ja and Nee.

        Raises:
            ValueError: There are more answers than people can oversee.
        """
        if len(choices) > MOST_RADIOS:
            raise ValueError(f"{len(choices)} answers: use ComboField")
        super().__init__(label, parent, hint=hint, required=required)
        self._group = QButtonGroup(self)
        self._build(choices, Dot, across=across)
        for button in self._buttons.values():
            self._group.addButton(button)
        self._aim()

    def _reached(self, button: QAbstractButton) -> None:
        """Choose it, also where none was chosen yet."""
        button.click()

    def _toggled(self, on: bool) -> None:
        if on:  # the one that goes off with it is no second edit
            self._aim()
            super()._toggled(on)

    def offers(self, key: str) -> bool:
        """Return whether there is such an answer."""
        return key in self._buttons

    def value(self) -> str | None:
        """Return the key of the answer, or None while there is none."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), None)

    def set_value(self, value: str | None) -> None:
        """Show an answer, or none, without counting it as an edit."""
        with self._silence():
            if value is not None:
                self._buttons[value].setChecked(True)
                return
            self._group.setExclusive(False)  # an exclusive group keeps one checked
            for button in self._buttons.values():
                button.setChecked(False)
            self._group.setExclusive(True)
            self._aim()


class CheckGroup(_Picks):
    """Any number of answers: arrows go along them, the space bar ticks one."""

    def __init__(
        self,
        label: str,
        choices: Sequence[Choice],
        parent: QWidget | None = None,
        *,
        hint: str = "",
        required: bool = False,
        columns: bool = False,
    ) -> None:
        """Build the group; nothing is ticked. ``columns``: two side by side, for a long list."""
        self._columns = columns
        super().__init__(label, parent, hint=hint, required=required)
        self._build(choices, Box, across=False)
        self._aim()

    def value(self) -> tuple[str, ...]:
        """Return the keys that are checked, in the order of the choices."""
        return tuple(key for key, button in self._buttons.items() if button.isChecked())

    def set_value(self, value: Sequence[str] | None) -> None:
        """Check exactly these keys without counting it as an edit."""
        with self._silence():
            for key, button in self._buttons.items():
                button.setChecked(key in (value or ()))
        self._aim()

    def _stacked(self, body: QWidget) -> QWidget:
        if not self._columns:
            return super()._stacked(body)
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        for at, row in enumerate(self._rows):
            grid.addWidget(row, at // _SIDE_BY_SIDE, at % _SIDE_BY_SIDE)
            grid.setColumnStretch(at % _SIDE_BY_SIDE, 1)
        return body


class CheckField(FormField):
    """One statement to agree with; it wraps, however long a consent sentence is."""

    def __init__(
        self,
        text: str,
        parent: QWidget | None = None,
        *,
        hint: str = "",
        required: bool = False,
    ) -> None:
        super().__init__(text, parent, hint=hint, required=required)
        words = self._label.text()
        self._label.hide()  # the statement stands beside the box, not above it
        self._row = ToggleRow(Box(), words, self)
        # Not "clicked": assistive technology toggles a box without a click.
        self._row.button.toggled.connect(self._user_edited)
        self._set_body(self._row, [self._row.button], [])

    @property
    def box(self) -> QAbstractButton:
        """The check box itself."""
        return self._row.button

    def value(self) -> bool:
        """Return whether the statement is agreed with."""
        return self._row.button.isChecked()

    def set_value(self, value: bool | None) -> None:
        """Check or clear the box without counting it as an edit."""
        with self._silence():
            self._row.button.setChecked(bool(value))

    def _measure(self) -> None:
        super()._measure()
        self._row.measure()


class _Answers(QComboBox):
    """A combo box whose list is made when it is first opened.

    The list is eight widgets that take on their look at every parent a form is put in; most are
    never opened.
    """

    _made = False

    def showPopup(self) -> None:
        """Show the list, with rows that obey the style sheet."""
        if not self._made:
            self._made = True
            self.setItemDelegate(QStyledItemDelegate(self))
        super().showPopup()


class ComboField(FormField):
    """One answer out of a closed list of about ten."""

    one_line = True

    def __init__(
        self,
        label: str,
        choices: Sequence[Choice],
        parent: QWidget | None = None,
        *,
        hint: str = "",
        required: bool = False,
        placeholder: str = "",
    ) -> None:
        """Build the field; ``placeholder`` stands there while nothing is chosen."""
        super().__init__(label, parent, hint=hint, required=required)
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        # In its place before it is measured: what moves takes on its look anew.
        self._combo = _Answers(body)
        column.addWidget(self._combo)
        self._combo.setPlaceholderText(placeholder or _("Kies een antwoord"))
        policy = QComboBox.SizeAdjustPolicy.AdjustToContents
        self._combo.setSizeAdjustPolicy(policy)
        self._combo.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        # Rolling over a form must not give it the keys, nor change an answer: who just chose one
        # still points at it, and rolls on to the next question.
        self._combo.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._combo.installEventFilter(self)
        self.set_choices(choices)
        self._combo.activated.connect(self._user_edited)
        self._set_body(body, [self._combo], [self._combo])

    @property
    def combo(self) -> QComboBox:
        """The combo box itself."""
        return self._combo

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Replace the answers and keep the one that is chosen, if it is still there."""
        chosen = self.value()
        self._combo.clear()
        for choice in choices:
            self._combo.addItem(choice.text, choice.key)
        self._combo.setCurrentIndex(-1)
        if chosen is not None:
            self.set_value(chosen)

    def value(self) -> str | None:
        """Return the key of the answer, or None while there is none."""
        key = self._combo.currentData()
        return str(key) if key is not None else None

    def set_value(self, value: str | None) -> None:
        """Show an answer, or none, without counting it as an edit."""
        self._combo.setCurrentIndex(-1 if value is None else self._combo.findData(value))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Hand the wheel to the form; an opened list is a window of its own, and rolls."""
        if watched is self._combo and isinstance(event, QWheelEvent):
            event.ignore()
            return True
        return super().eventFilter(watched, event)
