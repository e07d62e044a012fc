"""One request in the file: the words, its clocks, and what can be done with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from meitinker.i18n import _
from ui.views.requests.act_card import ActCard
from ui.views.requests.acts import CardAct, every_act
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.column import Pile
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.layout import IconLine

if TYPE_CHECKING:
    from ui.forms.keeping import Keeping
    from ui.viewmodels.requests import RequestCard as Shown


_IN_SIGHT = ("consent", "answer")
"""Acts whose buttons are always in sight; the others come with *Meer*."""


class RequestCard(ActCard):
    """A card that shows one request.

    Signals:
        visit_asked: A conversation is to begin from the request (its id).
        visit_opened: The conversation that was begun (its id).
        appoint_asked: An appointment is to be made (the request's id).
        receipt_asked: The receipt letter is wanted (the request's id).
    """

    visit_asked = Signal(str)
    visit_opened = Signal(str)
    appoint_asked = Signal(str)
    receipt_asked = Signal(str)

    def __init__(self, shown: Shown, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Build it for ``shown``; ``keeping`` keeps what is typed in it."""
        super().__init__(keeping, parent)
        self.shown = shown
        self.title = Heading("", level=3)
        self.state = Pile(gap=0)
        self.told = WrappedLabel("", tone="muted")
        self.words = WrappedLabel("")
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.words.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.lines = Pile(gap=8)
        self.notes = WrappedLabel("", tone="muted")
        self.visit = Button("", icon_name="messages")
        self.appoint = Button(_("Afspraak maken"), icon_name="calendar-event")
        self.receipt = Button(_("Ontvangstbrief"), icon_name="mail")
        self.acts: dict[str, Button] = {}
        for act in every_act():
            button = Button if act.key in _IN_SIGHT else FlatButton
            self.acts[act.key] = button(act.name, icon_name=act.icon_name)
        self.more = FlatButton(_("Meer"), icon_name="chevron-down")
        self._first = Flow(
            self.visit,
            self.appoint,
            *(self.acts[key] for key in _IN_SIGHT),
            self.receipt,
            self.more,
            gap=12,
        )
        self._rest = Flow(*(one for key, one in self.acts.items() if key not in _IN_SIGHT), gap=8)
        self._rest.hide()
        for widget in (
            self.title, self.state, self.told, self.words, self.lines, self.notes,
            self._first, self._rest,
        ):  # fmt: skip
            self.add(widget)
        self._connect()
        self.show_request(shown)

    def show_request(self, shown: Shown) -> None:
        """Show how it stands now; fields that are being typed in stay."""
        self.shown = shown
        self.title.setText(shown.title)
        self.told.setText(shown.told)
        self.words.setText(f"“{shown.words}”")
        self.state.replace([IconLine(shown.state_icon, shown.state, tint=shown.state_tint)])
        self.lines.replace(
            [
                IconLine(one.icon_name, one.text, tint=one.tint)
                for one in (*shown.marks, *shown.clocks)
            ]
        )
        self.lines.setVisible(bool(shown.marks or shown.clocks))
        sentences = (*shown.outcome, *(shown.notes if shown.running else ()))
        self.notes.setText("\n".join(sentences))
        self.notes.setVisible(bool(self.notes.text()))
        self._show_buttons()

    @property
    def record_id(self) -> str:
        """The request."""
        return self.shown.request_id

    def possible(self) -> tuple[CardAct, ...]:
        """Return what can be done with the request as it stands."""
        return tuple(act for act in every_act() if self._may(act))

    def buttons_after(self, act: CardAct) -> tuple[QWidget, ...]:
        """Return the button of the act, or the one behind which it lies."""
        return self.acts[act.key], self.more

    def _connect(self) -> None:
        one = self.shown.request_id
        self.visit.clicked.connect(self._visit)
        self.appoint.clicked.connect(lambda: self.appoint_asked.emit(one))
        self.receipt.clicked.connect(lambda: self.receipt_asked.emit(one))
        self.more.clicked.connect(self._turn_more)
        for act in every_act():
            self.acts[act.key].clicked.connect(partial(self.open_act, act))

    def _show_buttons(self) -> None:
        shown = self.shown
        name = shown.title
        self.visit.setText(_("Bekijk gesprek") if shown.visit_id else _("Begin gesprek"))
        self.visit.setVisible(shown.running or bool(shown.visit_id))
        for button in (self.appoint, self.more):
            button.setVisible(shown.running)
        self.receipt.setVisible(shown.running or bool(shown.letter_id))
        for act in every_act():
            self.acts[act.key].setVisible(self._may(act))
        self._rest.setVisible(shown.running and not self._rest.isHidden())
        for button in (self.visit, self.appoint, self.receipt, self.more, *self.acts.values()):
            button.setAccessibleName(f"{button.text()}: {name}")

    def _visit(self) -> None:
        if self.shown.visit_id:
            self.visit_opened.emit(self.shown.visit_id)
        else:
            self.visit_asked.emit(self.shown.request_id)

    def _turn_more(self) -> None:
        opening = self._rest.isHidden()
        self._rest.setVisible(opening)
        self.more.setText(_("Minder") if opening else _("Meer"))
        self.more.set_icon("chevron-up" if opening else "chevron-down")
        self.more.setAccessibleName(f"{self.more.text()}: {self.shown.title}")

    def _may(self, act: CardAct) -> bool:
        shown = self.shown
        return act.key not in shown.cannot and (shown.running or act.key not in _IN_SIGHT)
