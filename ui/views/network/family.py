"""One family, one plan: who lives together, with the conversations and plans of each."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from meitinker.i18n import _
from ui.theme import px
from ui.viewmodels.network import Member, in_cards, shared_plan_words
from ui.widgets.buttons import Button
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.layout import Card, IconLine, Part
from ui.widgets.lists import Row, RowList

_CARDS = 6
"""Most members side by side; the others stand in a list, or a large family fills screens."""

_LIST_HEIGHT = 320


class FamilyPart(Part):
    """The members of the household side by side.

    Signals:
        person_opened: The file of a member is wanted.
        visit_opened: The conversation of a member is wanted.
    """

    person_opened = Signal(str)
    visit_opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin hidden: who lives alone has no family to plan with."""
        super().__init__(_("Eén gezin, één plan"), parent)
        self._words = WrappedLabel("")
        self._cards = Flow(gap=16)
        self._rest_words = WrappedLabel(_("Ook in dit huis"), tone="label")
        self.rest = RowList(_("Ook in dit huis"))
        self.rest.setMinimumHeight(px(_LIST_HEIGHT))
        for widget in (self._words, self._cards, self._rest_words, self.rest):
            self.add(widget)
        self.rest.clicked.connect(lambda _index: self._open())
        self.rest.activated.connect(lambda _index: self._open())
        self.hide()

    @property
    def cards(self) -> tuple[QWidget, ...]:
        """The cards, in the order of reading."""
        return self._cards.parts

    def show_family(self, members: Sequence[Member], *, own: str) -> None:
        """Show who lives together; ``own`` is the person whose file is open."""
        self.setVisible(bool(members))
        words = shared_plan_words(tuple(members))
        self._words.setText(words)
        self._words.setVisible(bool(words))
        first = in_cards(members, own=own, most=_CARDS)
        cards = [self._card(one, own=own) for one in first]
        height = max((card.sizeHint().height() for card in cards), default=0)
        for card in cards:
            card.setMinimumHeight(height)
        self._cards.replace(*cards)
        rest = [one for one in members if one not in first]
        self.rest.set_rows(
            [Row(one.person_id, one.name, " ".join(one.lines), "user") for one in rest]
        )
        for widget in (self._rest_words, self.rest):
            widget.setVisible(bool(rest))

    def _open(self) -> None:
        if self.rest.current_key:
            self.person_opened.emit(self.rest.current_key)

    def _card(self, one: Member, *, own: str) -> QWidget:
        card = Card()
        card.add(Heading(one.name, level=3))
        for line in one.lines:
            card.add(IconLine("file-text", line, wraps=False))
        if one.visit_id:
            talk = Button(_("Open het gesprek"), icon_name="messages")
            talk.setAccessibleName(_("Open het gesprek van {name}").format(name=one.name))
            talk.clicked.connect(partial(self.visit_opened.emit, one.visit_id))
            card.add(talk)
        if one.person_id != own:
            file = Button(_("Open het dossier"), icon_name="address-book")
            file.setAccessibleName(_("Open het dossier van {name}").format(name=one.name))
            file.clicked.connect(partial(self.person_opened.emit, one.person_id))
            card.add(file)
        card.column.addStretch(1)
        return card
