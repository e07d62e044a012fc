"""Choosing some of a list: a box a row, one button for all of them, and what goes along."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.form_keeping import FieldsKeeping
from ui.theme import px
from ui.widgets.buttons import FlatButton
from ui.widgets.choices import CheckField
from ui.widgets.column import put_away

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from meitinker.services.form_drafts import Form, TypedFields
    from ui.keeping import Keeping
    from ui.viewmodels.parts import Line
    from ui.widgets.form_field import FormField


class Choosing(QWidget):
    """The list; what is chosen is kept with the other fields of the same form.

    Attributes:
        all: Chooses every row, or none where all were chosen.
        boxes: The boxes by key, in the order of the rows.
        kept: Keeps the form; its bar gets its place from the owner.
        list: What the boxes stand in.
    """

    def __init__(
        self,
        keeping: Keeping,
        form: Form[TypedFields],
        others: Mapping[str, FormField],
        *,
        chosen: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Begin with no rows.

        Args:
            keeping: Of the screen.
            form: Holds what is chosen and typed.
            others: The fields of the form beside the list, by their names.
            chosen: Whether a row is chosen until somebody says otherwise.
            parent: As in Qt.
        """
        super().__init__(parent)
        self._chosen = chosen
        self._fields: dict[str, FormField] = dict(others)
        self.boxes: dict[str, CheckField] = {}
        self.kept = FieldsKeeping(keeping, form, self._fields)
        self.all = FlatButton(_("Kies alles"), icon_name="check")
        self.all.clicked.connect(self._choose_all)
        self.list = QWidget()
        self._rows = QVBoxLayout(self.list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(px(4))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        column.addWidget(self.all, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.list)

    def fill(self, lines: Sequence[Line]) -> None:
        """Show these rows; what was chosen, or left out, of those that stay is so still."""
        if [(key, box.label) for key, box in self.boxes.items()] == list(lines):
            return
        before = {key: box.value() for key, box in self.boxes.items()}
        held = any(box.isAncestorOf(self.focusWidget() or self) for box in self.boxes.values())
        self.list.hide()  # each row that shows has all of them laid out
        put_away(self.boxes.values())
        for key in self.boxes:
            del self._fields[key]
        self.boxes = {line.key: self._box(line) for line in lines}
        self._fields.update(self.boxes)
        if self.boxes:
            self.kept.begins(*self.boxes)
        for key, box in self.boxes.items():
            box.set_value(before.get(key, self._chosen))
        self.kept.watch(*self.boxes.values())
        self.list.show()  # at once: what is hidden takes no focus
        if held:
            self.focus_first()

    def chosen(self) -> list[str]:
        """Return the keys of what is chosen, in the order of the rows."""
        return [key for key, box in self.boxes.items() if box.value()]

    def focus_first(self) -> None:
        """Put the keyboard on the first row, where there is one."""
        first = next(iter(self.boxes.values()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _box(self, line: Line) -> CheckField:
        box = CheckField(line.text, self.list)
        box.set_value(self._chosen)
        self._rows.addWidget(box)
        return box

    def _choose_all(self) -> None:
        every = all(box.value() for box in self.boxes.values())
        for box in self.boxes.values():
            box.set_value(not every)
        self.kept.keep()
