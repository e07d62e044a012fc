"""Who in the file may be the person that is being typed, each with the reasons."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.theme import px
from ui.widgets.announce import announce
from ui.widgets.buttons import Button
from ui.widgets.column import Pile
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.layout import Card, IconLine, button_line

if TYPE_CHECKING:
    from ui.viewmodels.new_person import Double, Doubles

_MOST = 4


class DoublesPanel(QWidget):
    """A question, and a card for each likely double.

    Signals:
        same: "Dit is dezelfde persoon": the id of whose file is wanted.
    """

    same = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin hidden."""
        super().__init__(parent)
        self.shown: tuple[Double, ...] = ()
        self.question = IconLine("users", "", self, tint="warning")
        self._cards = Pile(gap=12)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(self.question)
        column.addWidget(self._cards)
        column.addStretch(1)
        self.hide()

    def show_doubles(self, found: Doubles) -> None:
        """Show who is alike; nobody hides the panel."""
        people = found.people[:_MOST]
        if people != self.shown:
            self.shown = people
            self._cards.replace(self._card(one) for one in people)
            announce(self, found.question)
        self.question.words.setText(found.question)
        self.setVisible(bool(people))

    def _card(self, one: Double) -> Card:
        card = Card()
        card.column.setSpacing(px(4))
        card.add(Heading(one.name, card, level=3))
        if one.about:
            card.add(WrappedLabel(one.about, card, tone="muted"))
        for reason in one.reasons:
            card.add(IconLine("link", reason, card))
        button = Button(_("Dit is dezelfde persoon"))
        button.setAccessibleDescription(one.name)
        button.clicked.connect(lambda: self.same.emit(one.person_id))
        card.add(button_line(button))
        return card
