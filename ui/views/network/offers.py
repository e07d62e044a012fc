"""Who is not in the network yet: who lives here too, and who was named before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.domain.network_words import label
from meitinker.i18n import _
from ui.theme import px
from ui.viewmodels.parts import Choice
from ui.widgets.buttons import Button
from ui.widgets.choices import ComboField
from ui.widgets.flow import Flow

if TYPE_CHECKING:
    from meitinker.services.around import Known
    from meitinker.services.network import Housemate

_BUTTONS = 3
"""Most buttons: more would push the drawing out of sight."""

_LETTERS = 30
"""Longest name on a button, which does not wrap."""


class Offers(QWidget):
    """Who can be added without typing.

    Signals:
        chosen: The id of the person who is to be added.
        named: Someone who was named before (:class:`Known`) is to be added.
    """

    chosen = Signal(str)
    named = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin with nobody."""
        super().__init__(parent)
        self.buttons, self.known = Flow(parent=self), Flow(parent=self)
        self.choice = ComboField(_("Welke huisgenoot hoort erbij?"), [])
        self.add = Button(_("Voeg deze huisgenoot toe"), icon_name="home-heart")
        self._list = Flow(self.choice, self.add, gap=12, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(8))
        column.addWidget(self.buttons)
        column.addWidget(self._list)
        column.addWidget(self.known)
        self.add.clicked.connect(self._add)
        self.hide()

    def show_housemates(self, housemates: tuple[Housemate, ...]) -> None:
        """Offer these."""
        few = len(housemates) <= _BUTTONS
        short = few and all(len(one.name) <= _LETTERS for one in housemates)
        self.buttons.replace(*(self._button(one) for one in housemates if short))
        self.choice.set_choices([Choice(one.person_id, one.name) for one in housemates])
        self.choice.set_error(None)
        self.buttons.setVisible(short)
        self._list.setVisible(not short)
        self.setVisible(bool(housemates))

    def show_known(self, known: tuple[Known, ...]) -> None:
        """Offer the first of these as well; the next comes when one was added."""
        self.known.replace(*(self._known_button(one) for one in known[:_BUTTONS]))
        self.known.setVisible(bool(known))
        self.setVisible(not self.isHidden() or bool(known))

    def _known_button(self, one: Known) -> Button:
        who = f"{one.name} ({one.tie})" if one.tie else one.name
        words = _("Voeg {name} toe").format(name=label(who))
        button = Button(words, icon_name="plus")
        button.setAccessibleName(_("Voeg {name} toe").format(name=who))
        button.clicked.connect(partial(self.named.emit, one))
        return button

    def _button(self, one: Housemate) -> Button:
        words = _("Voeg {name} toe (zelfde adres)").format(name=one.name)
        if one.registered:
            words = _("Voeg huisgenoot {name} toe").format(name=one.name)
        button = Button(words, icon_name="home-heart")
        button.clicked.connect(partial(self.chosen.emit, one.person_id))
        return button

    def _add(self) -> None:
        person_id = self.choice.value()
        self.choice.set_error(None if person_id else _("Kies eerst een huisgenoot."))
        if person_id:
            self.chosen.emit(person_id)
