"""A card with acts: the fields of one at a time open below it, and come back after a kill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal

from meitinker.services import form_drafts
from ui.views.requests.act_panel import ActPanel
from ui.widgets.layout import Card
from ui.widgets.scrolling import bring_into_sight, lay_out_now

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QWidget

    from meitinker.errors import InvalidField
    from ui.forms.keeping import Keeping
    from ui.views.requests.acts import CardAct


class ActCard(Card):
    """A card about one record, with a panel for the act at hand.

    Signals:
        act_asked: Something is to be done: id of the record, what the service does.

    Attributes:
        panel: The fields of the act that is open, or None.
    """

    act_asked = Signal(str, object)

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Begin without a panel; ``keeping`` keeps what is typed in one."""
        super().__init__(parent)
        self._keeping = keeping
        self.panel: ActPanel | None = None

    @property
    def record_id(self) -> str:
        """The record the card is about."""
        raise NotImplementedError

    def possible(self) -> Iterable[CardAct]:
        """Return what can be done now."""
        raise NotImplementedError

    def buttons_after(self, act: CardAct) -> Iterable[QWidget]:
        """Return which buttons may get the keyboard when an act closes, the likeliest first."""
        raise NotImplementedError

    def come_back(self) -> None:
        """Show the fields of an act again that were being typed in when the program ended."""
        work = self._keeping.workplace
        acts = {act.key: act for act in self.possible()}
        forms = {
            key: (act.form, act.about or self.record_id)
            for key, act in acts.items()
            if act.form is not None
        }

        def show(key: str | None) -> None:
            if key is not None and self.panel is None:
                self._show(acts[key])
                lay_out_now()

        work.tasks.read(
            self, lambda: form_drafts.newest(work.database, work.session, forms), done=show
        )

    def open_act(self, act: CardAct) -> None:
        """Show the fields of an act, or put them away; what is typed in them is kept."""
        same = self.panel is not None and self.panel.act.key == act.key
        self.close_panel()
        if same:
            return
        panel = self._show(act)
        lay_out_now()  # what gets the keyboard is scrolled into sight, so it must have its place
        panel.focus_first()
        bring_into_sight(panel)  # with its buttons: the field alone looks as if it were all

    def refuse(self, error: InvalidField) -> None:
        """Say at the field of the open panel why it cannot be."""
        if self.panel is not None:
            self.panel.refuse(error)

    def acted(self) -> None:
        """Put the fields away of the act that was done."""
        if self.panel is not None:
            self.panel.saved()
        self.close_panel()

    def close_panel(self) -> None:
        """Put the fields of an act away and give the keyboard to a button that is there."""
        panel, self.panel = self.panel, None
        if panel is None:
            return
        inside = panel.isAncestorOf(self.focusWidget() or self)
        self.column.removeWidget(panel)
        panel.hide()
        panel.deleteLater()
        if inside:
            stops = self.buttons_after(panel.act)
            wanted = next((one for one in stops if one.isVisibleTo(self)), None)
            if wanted is not None:
                wanted.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self, act: CardAct) -> ActPanel:
        panel = self.panel = ActPanel(act, self._keeping, about=self.record_id)
        panel.done.connect(lambda do: self.act_asked.emit(self.record_id, do))
        panel.closed.connect(self.close_panel)
        self.add(panel)
        panel.show()
        return panel
