"""What is known of a resident beside the timeline: blocks that go on from file to file.

A widget that is made anew takes on its look anew, by every rule of the style sheet: of all that
opening a file takes, a third. So blocks and lines are kept, and say something else.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.theme import px
from ui.widgets.buttons import LineButton
from ui.widgets.column import Pile
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.layout import IconLine

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ui.viewmodels.person_file import FileFact, Housemate


class Facts(Pile):
    """The blocks, from above.

    Signals:
        person_opened: The id of someone of the household.
    """

    person_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent, gap=12)
        self._blocks: dict[str, _Block] = {}
        self._household: _Household | None = None

    def show_facts(self, facts: Sequence[FileFact], others: Sequence[Housemate]) -> None:
        """Show what is known, and who lives in the same house."""
        with self.changing():
            self._blocks = {one.name: self._blocks.get(one.name) or _Block() for one in facts}
            for fact in facts:
                self._blocks[fact.name].tell(fact)
            parts: list[QWidget] = list(self._blocks.values())
            self._household = (self._household or self._make_household()) if others else None
            if self._household is not None:
                self._household.tell(others)
                parts.append(self._household)
            self.replace(parts)

    def _make_household(self) -> _Household:
        household = _Household()
        household.chosen.connect(self.person_opened)
        return household


class _Block(QWidget):
    """A fact: what it is called, and its lines."""

    def __init__(self) -> None:
        super().__init__()
        self._name = Heading("", level=3)
        self._first = IconLine("", "")
        self._more: list[WrappedLabel] = []
        self._column = _column(self, gap=4)
        self._column.addWidget(self._name)
        self._column.addWidget(self._first)

    def tell(self, fact: FileFact) -> None:
        first, *rest = fact.lines
        self._name.setText(fact.name)
        self._first.icon.set_icon(fact.icon_name, tone="muted")
        self._first.words.setText(first)
        while len(self._more) < len(rest):
            self._more.append(self._line())
        for number, words in enumerate(self._more):
            words.setText(rest[number] if number < len(rest) else "")
            words.setVisible(number < len(rest))

    def _line(self) -> WrappedLabel:
        words = WrappedLabel()
        words.setContentsMargins(px(26), 0, 0, 0)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        self._column.addWidget(words)
        return words


class _Household(QWidget):
    """Who lives in the same house, each a way to their file."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[LineButton] = []
        self._others: tuple[Housemate, ...] = ()
        self._column = _column(self, gap=0)
        self._column.addWidget(Heading(_("Samen in huis"), level=3))

    def tell(self, others: Sequence[Housemate]) -> None:
        self._others = tuple(others)
        while len(self._lines) < len(others):
            line = LineButton("")
            line.clicked.connect(partial(self._choose, len(self._lines)))
            self._lines.append(line)
            self._column.addWidget(line)
        for number, line in enumerate(self._lines):
            line.say(others[number].text if number < len(others) else "")
            line.setVisible(number < len(others))

    def _choose(self, number: int, _on: bool = False) -> None:
        self.chosen.emit(self._others[number].person_id)


def _column(widget: QWidget, *, gap: int) -> QVBoxLayout:
    column = QVBoxLayout(widget)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(px(gap))
    return column
