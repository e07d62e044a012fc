"""The network of today: buttons, drawing with legend, and the same people in a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.theme import px
from ui.views.network.drawing import Map
from ui.views.network.offers import Offers
from ui.widgets.buttons import Button
from ui.widgets.empty import EmptyState
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.lists import Row, RowList

if TYPE_CHECKING:
    from ui.viewmodels.network import NetworkView

_LIST_HEIGHT = 360


class AroundPart(QWidget):
    """Who is around the resident now.

    Signals:
        chosen: The id of a tie that was pressed in the drawing or chosen in the list.
        add_asked: Someone is to be added.
        housemate_asked: The id of a housemate who is to be added.
        named_asked: Someone who was named before is to be added.
        compare_asked: Then and now is wanted.
        paper_asked: The drawing on paper is wanted.
    """

    chosen = Signal(str)
    add_asked = Signal()
    housemate_asked = Signal(str)
    named_asked = Signal(object)
    compare_asked = Signal()
    paper_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nobody."""
        super().__init__(parent)
        self.add_button = Button(_("Voeg iemand toe"), icon_name="user-plus")
        self.compare_button = Button(_("Toen en nu"), icon_name="history")
        self.paper_button = Button(_("Op papier"), icon_name="printer")
        buttons = (self.add_button, self.compare_button, self.paper_button)
        tools = Flow(*buttons, gap=12, parent=self)
        self.offers = Offers(self)
        self.words = WrappedLabel("", self)
        self.map = Map(self)
        self.list_title = Heading(_("Wie is wie"), self, level=2)
        self.list = RowList(_("Mensen in het netwerk"), self, most=_LIST_HEIGHT)
        self.empty = EmptyState(
            _("Nog niemand in het netwerk. Klik op Voeg iemand toe om te beginnen."),
            self,
            icon_name="users",
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        for widget in (
            tools, self.offers, self.words, self.empty, self.map, self.list_title, self.list
        ):  # fmt: skip
            column.addWidget(widget)
        column.addStretch(1)
        self.add_button.clicked.connect(self.add_asked)
        self.offers.chosen.connect(self.housemate_asked)
        self.offers.named.connect(self.named_asked)
        self.compare_button.clicked.connect(self.compare_asked)
        self.paper_button.clicked.connect(self.paper_asked)
        self.map.ecogram.opened.connect(self.chosen)
        self.list.clicked.connect(lambda _index: self.chosen.emit(self.list.current_key))
        self.list.activated.connect(lambda _index: self.chosen.emit(self.list.current_key))

    def show_around(self, everyone: NetworkView) -> None:
        """Show who is there today, and in the list who was there before."""
        for widget in (self.map, self.list_title, self.list, self.paper_button, self.words):
            widget.setVisible(everyone.anyone)
        self.compare_button.setVisible(everyone.anyone)
        self.empty.setVisible(not everyone.anyone)
        self.words.setText(everyone.words)
        self.map.show_people(everyone.resident, everyone.people, text=everyone.words)
        rows = [Row(one.key, one.title, one.text, one.icon_name) for one in everyone.lines]
        self.list.set_rows(rows)
        self.offers.show_housemates(everyone.housemates)
        self.offers.show_known(everyone.known)

    def select(self, key: str) -> None:
        """Mark who is open in the form, in the drawing as well as in the list."""
        self.map.ecogram.select(key)
        self.list.select(key)

    def focus(self, key: str) -> None:
        """Go to someone in the drawing, or to the first button."""
        target: QWidget = self.map.ecogram.buttons.get(key) or self.add_button
        target.setFocus(Qt.FocusReason.OtherFocusReason)
