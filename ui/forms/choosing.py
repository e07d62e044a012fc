"""Choosing some of a list: a box a row, one button for all of them, and what goes along."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.forms.form_keeping import FieldsKeeping
from ui.theme import px
from ui.widgets.bites import Bites
from ui.widgets.buttons import FlatButton
from ui.widgets.choices import CheckField
from ui.widgets.column import put_away

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from meitinker.services.form_drafts import Form, TypedFields
    from ui.forms.keeping import Keeping
    from ui.viewmodels.file_lists import Sides
    from ui.viewmodels.parts import Line
    from ui.widgets.form_field import FormField

_A_TURN = 10
"""Rows that are made in one turn: some 15 ms."""


class Choosing(QWidget):
    """The list; what is chosen is kept with the other fields of the same form.

    Forty rows take a tenth of a second to make: a few are made a turn, and shown together.

    Attributes:
        all: Chooses every row, or none where all were chosen.
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
        boxed: Callable[[Any, QWidget], CheckField] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Begin with no rows.

        Args:
            keeping: Of the screen.
            form: Holds what is chosen and typed.
            others: The fields of the form beside the list, by their names.
            chosen: Whether a row is chosen until somebody says otherwise.
            boxed: Makes the box of a row, where there is more to it than a sentence.
            parent: As in Qt.
        """
        super().__init__(parent)
        self._chosen, self._boxed = chosen, boxed
        self._fields: dict[str, FormField] = dict(others)
        self._boxes: dict[str, CheckField] = {}
        self._lines: tuple[Line | Sides, ...] = ()
        self._focuses = False
        self._making = Bites(self)
        for field in others.values():
            field.edited.connect(self._making.complete)  # before the form is kept with it
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

    @property
    def boxes(self) -> dict[str, CheckField]:
        """The boxes by key, in the order of the rows; those that are still to come are made now."""
        self._making.complete()
        return self._boxes

    def fill(self, lines: Sequence[Line | Sides]) -> None:
        """Show these rows; what was chosen, or left out, of those that stay is so still."""
        if self._lines == tuple(lines):
            return
        self._lines = tuple(lines)
        before = {key: box.value() for key, box in self.boxes.items()}
        now = QApplication.focusWidget()  # one's own would be who had it last, long ago
        self._focuses = now is not None and any(b.isAncestorOf(now) for b in self._boxes.values())
        self.list.hide()  # each row that shows has all of them laid out
        put_away(self._boxes.values())
        for key in self._boxes:
            del self._fields[key]
        self._boxes = {}
        for first in range(0, len(lines), _A_TURN):
            self._making.add(partial(self._make, lines[first : first + _A_TURN], before))
        self._making.add(self._show)

    def begin(self, about: str = "", *, then: Callable[[], None] | None = None) -> None:
        """Let what was typed before come back, once every row is there: see `FormKeeping.begin`."""
        if self._making.waiting:
            self._making.add(partial(self.kept.begin, about, then=then))
        else:
            self.kept.begin(about, then=then)

    def chosen(self) -> list[str]:
        """Return the keys of what is chosen, in the order of the rows."""
        return [key for key, box in self.boxes.items() if box.value()]

    def focus_first(self) -> None:
        """Put the keyboard on the first row, where there is one, as soon as it is there."""
        self._focuses = self.list.isHidden()
        first = next(iter(self._boxes.values()), None)
        if first is not None and not self._focuses:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self, lines: Sequence[Line | Sides], before: Mapping[str, bool]) -> None:
        for line in lines:
            box = (self._boxed or _plain)(line, self.list)
            box.set_value(self._chosen)
            self._rows.addWidget(box)
            self._boxes[line.key] = self._fields[line.key] = box
            self.kept.begins(line.key)
            box.set_value(before.get(line.key, self._chosen))
            box.edited.connect(self._making.complete)
            self.kept.watch(box)

    def _show(self) -> None:
        self.list.show()  # at once: what is hidden takes no focus
        if self._focuses:
            self.focus_first()

    def _choose_all(self) -> None:
        every = all(box.value() for box in self.boxes.values())
        for box in self.boxes.values():
            box.set_value(not every)
        self.kept.keep()


def _plain(line: Line | Sides, parent: QWidget) -> CheckField:
    return CheckField(line.text, parent)
