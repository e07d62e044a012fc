"""What waits for an answer about the map, a card each."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ui.theme import px
from ui.widgets.buttons import Button
from ui.widgets.column import Pile
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.layout import Card

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ui.viewmodels.map_upkeep import WaitingAnswer


class WaitingCards(QWidget):
    """Cards with the same deeds, or a sentence where nothing waits.

    Attributes:
        buttons: The buttons of each card, by its key and the name of the deed.

    Signals:
        asked: A deed was pressed: its name, and what it is about (a :class:`WaitingAnswer`).
    """

    asked = Signal(str, object)

    def __init__(
        self,
        title: str,
        *,
        nothing: str,
        deeds: dict[str, tuple[str, str]],
        by_hand: dict[str, str] | None = None,
    ) -> None:
        """Build it empty.

        Args:
            title: What waits.
            nothing: What is said where nothing does.
            deeds: Words and icon by the name of the deed.
            by_hand: Other words, where the map is changed by hand.
        """
        super().__init__()
        self._deeds, self._by_hand = deeds, by_hand or {}
        self.buttons: dict[tuple[str, str], Button] = {}
        self.nothing = WrappedLabel(nothing, tone="muted")
        self._pile = Pile(gap=12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        for part in (Heading(title, level=2), self.nothing, self._pile):
            column.addWidget(part)

    def show_waiting(self, waiting: Iterable[WaitingAnswer]) -> None:
        """Show what waits."""
        known = list(waiting)
        self.buttons = {}
        self._pile.replace([self._card(one) for one in known])
        self._pile.setVisible(bool(known))
        self.nothing.setVisible(not known)

    def first(self) -> Button | None:
        """Return the first button, or None."""
        return next(iter(self.buttons.values()), None)

    def _card(self, one: WaitingAnswer) -> Card:
        card = Card()
        card.add(Heading(one.title, level=3))
        for line in one.lines:
            card.add(WrappedLabel(line))
        buttons = []
        for deed, (words, icon_name) in self._deeds.items():
            words = self._by_hand.get(deed, words) if one.by_hand else words
            button = Button(words, icon_name=icon_name)
            button.setAccessibleName(f"{words}: {one.title}")
            button.clicked.connect(partial(self.asked.emit, deed, one))
            self.buttons[one.key, deed] = button
            buttons.append(button)
        card.add(Flow(*buttons, gap=12))
        return card
