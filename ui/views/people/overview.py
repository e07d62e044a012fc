"""The overview of a file: how to reach the person, who is around them, and what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.theme import px
from ui.viewmodels.person_file import facts, housemates, timeline
from ui.views.people.layout import Card, IconLine, Turning
from ui.widgets.buttons import LineButton
from ui.widgets.column import Pile
from ui.widgets.empty import EmptyState
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.timeline import Timeline

if TYPE_CHECKING:
    from meitinker.services.people import PersonFile
    from ui.viewmodels.person_file import Fact, Housemate

_SIDE_BY_SIDE = 640
_LEAST_TIMELINE = 320


class OverviewPage(QWidget):
    """Facts at the left, the timeline at the right; below each other where it is narrow.

    Signals:
        visit_opened: The id of a visit on the timeline.
        person_opened: The id of someone of the household.
    """

    visit_opened = Signal(str)
    person_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin empty."""
        super().__init__(parent)
        self.card = Card()
        self._facts = Pile(gap=12)
        self.card.add(self._facts)
        self.timeline = Timeline()
        self.timeline.setMinimumHeight(px(_LEAST_TIMELINE))
        self._no_visits = EmptyState(
            _("Nog geen gesprekken. Klik op Nieuw gesprek om te beginnen."), icon_name="messages"
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(self.timeline)
        self._stack.addWidget(self._no_visits)
        left, right = QWidget(), Card()
        facts_column = QVBoxLayout(left)
        facts_column.setContentsMargins(0, 0, 0, 0)
        facts_column.addWidget(self.card)
        facts_column.addStretch(1)
        right.column.setContentsMargins(px(1), px(8), px(1), px(8))
        right.column.addWidget(self._stack)
        parts = Turning(left, right, least=_SIDE_BY_SIDE)
        parts.set_stretch(2, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(parts)
        self.timeline.opened.connect(self._open)
        self.timeline.clicked.connect(lambda _index: self._open(self.timeline.current_key() or ""))

    def show_file(self, file: PersonFile) -> None:
        """Show a file's overview."""
        entries = timeline(file)
        self.timeline.set_entries(entries)
        self._stack.setCurrentIndex(0 if entries else 1)
        parts = [_fact(fact) for fact in facts(file)]
        others = housemates(file)
        if others:
            parts.append(self._household(others))
        self._facts.replace(parts)

    def _household(self, others: tuple[Housemate, ...]) -> QWidget:
        block = QWidget()
        column = QVBoxLayout(block)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Heading(_("Samen in huis"), level=3))
        for other in others:
            button = LineButton(other.text)
            button.clicked.connect(
                lambda _on=False, one=other: self.person_opened.emit(one.person_id)
            )
            column.addWidget(button)
        return block

    def _open(self, key: str) -> None:
        what, _colon, record_id = key.partition(":")
        if what == "visit":
            self.visit_opened.emit(record_id)


def _fact(fact: Fact) -> QWidget:
    block = QWidget()
    column = QVBoxLayout(block)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(px(4))
    column.addWidget(Heading(fact.name, level=3))
    first, *rest = fact.lines
    column.addWidget(IconLine(fact.icon_name, first))
    for line in rest:
        words = WrappedLabel(line)
        words.setContentsMargins(px(26), 0, 0, 0)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.NoTextInteraction)
        column.addWidget(words)
    return block
