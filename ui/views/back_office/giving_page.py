"""The open work of one resident, and giving it to a colleague."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from meitinker.i18n import _
from ui.viewmodels import workload as said
from ui.views.back_office import giving
from ui.views.back_office.one_opened import Opened
from ui.views.requests.act_card import ActCard
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.column import Column, Pile
from ui.widgets.flow import Flow
from ui.widgets.headings import Heading
from ui.widgets.layout import Card, IconLine

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from meitinker.domain.organisation import User
    from meitinker.services.open_work import OpenWork
    from ui.forms.keeping import Keeping
    from ui.views.requests.acts import CardAct

_WIDTH = 800


class GivingPage(Opened):
    """What is open of a resident, and below it what can be done with that.

    Signals:
        file_asked: The file of the resident is to be shown.
    """

    file_asked = Signal()

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(parent)
        self.open = Card()
        self.lines = Pile(gap=8)
        self.person = FlatButton(_("Open het dossier"), icon_name="user")
        self.acts: GivingActs = GivingActs(keeping)
        self.open.add(Heading(_("Wat er open staat"), level=2))
        self.open.add(self.lines)
        self.open.column.addWidget(self.person, 0, Qt.AlignmentFlag.AlignLeft)
        column = Column(self, widest=_WIDTH)
        for part in (self.bar, self.open, self.acts):
            column.lines.addWidget(part)
        column.lines.addStretch(1)
        self._fill(column)
        self.person.clicked.connect(self.file_asked)

    def show_work(self, person_id: str, work: OpenWork, colleagues: Sequence[User]) -> None:
        """Show how it stands; what is being typed stays."""
        self.title.set_title(said.resident(work, person_id))
        told = said.things(work)
        lines = [IconLine(one.icon_name, one.text, tint=one.tint) for one in told]
        self.lines.replace(lines or [IconLine("circle-check", _("Er staat geen werk open."))])
        self.acts.show_work(person_id, work, colleagues)

    def focus_first(self) -> None:
        """Put the keyboard on the first thing to do, or on the way back."""
        first = next(iter(self.acts.buttons.values()), self.back)
        first.setFocus(Qt.FocusReason.OtherFocusReason)


class GivingActs(ActCard):
    """The card with what can be given, and the fields of what is being given."""

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Begin with nothing to give."""
        super().__init__(keeping, parent)
        self._person_id = ""
        self._acts: tuple[CardAct, ...] = ()
        self.buttons: dict[str, Button] = {}
        self._line = Pile(gap=0)
        self.add(Heading(_("Geef het aan een collega"), level=2))
        self.add(self._line)

    @property
    def record_id(self) -> str:
        """The resident."""
        return self._person_id

    def possible(self) -> tuple[CardAct, ...]:
        """Return what can be given now."""
        return self._acts

    def buttons_after(self, act: CardAct) -> Iterable[QWidget]:
        """Return the act's own button, or the first one."""
        return (*filter(None, [self.buttons.get(act.key)]), *self.buttons.values())

    def show_work(self, person_id: str, work: OpenWork, colleagues: Sequence[User]) -> None:
        """Show what can be given; an open act stays while it can be done."""
        if person_id != self._person_id:
            self.close_panel()
        self._person_id = person_id
        self._acts = giving.possible(work, colleagues)
        keys = [act.key for act in self._acts]
        if self.panel is not None and self.panel.act.key not in keys:
            self.close_panel()
        if keys == list(self.buttons):
            return
        self.buttons = {}
        for act in self._acts:
            button = Button(act.name, icon_name=act.icon_name)
            button.clicked.connect(partial(self._open, act.key))
            self.buttons[act.key] = button
        self._line.replace([Flow(*self.buttons.values(), gap=12)])

    def _open(self, key: str) -> None:
        act = next((one for one in self._acts if one.key == key), None)
        if act is not None:
            self.open_act(act)
