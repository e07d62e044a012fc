"""What became of an appointment: the buttons above an opened one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from meitinker.domain.appointments import AppointmentState
from meitinker.i18n import _
from ui.widgets.buttons import Button
from ui.widgets.flow import Flow

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from meitinker.domain.appointments import Appointment


class Marks(Flow):
    """Buttons that tell what became of it; only those that can be.

    Signals:
        marked: The new :class:`AppointmentState`.
        begin: The conversation is wanted.
    """

    marked = Signal(object)
    begin = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build them out of sight."""
        super().__init__(gap=8, parent=parent)
        self.talk = Button(_("Begin gesprek"), icon_name="messages")
        self.talk.clicked.connect(self.begin)
        self.buttons = {
            AppointmentState.HELD: Button(_("Geweest"), icon_name="circle-check"),
            AppointmentState.NOT_AT_HOME: Button(_("Niet thuis"), icon_name="home"),
            AppointmentState.CANCELLED: Button(_("Zeg afspraak af"), icon_name="ban"),
            AppointmentState.PLANNED: Button(_("Toch weer gepland"), icon_name="rotate-2"),
        }
        for state, button in self.buttons.items():
            button.clicked.connect(lambda _on=False, state=state: self.marked.emit(state))
        self.replace(self.talk, *self.buttons.values())

    @property
    def first(self) -> Button | None:
        """The first button in sight, or None."""
        if self.isHidden():
            return None
        shown = [one for one in (self.talk, *self.buttons.values()) if not one.isHidden()]
        return shown[0] if shown else None

    def show_for(self, one: Appointment | None) -> None:
        """Show what can be told of an appointment; nothing of a new one."""
        self.setVisible(one is not None)
        if one is None:
            return
        planned, begun = one.state is AppointmentState.PLANNED, bool(one.visit_id)
        self.talk.setText(_("Naar het gesprek") if begun else _("Begin gesprek"))
        self.talk.setVisible(begun or one.state in _TALKS)
        for state, button in self.buttons.items():
            button.setVisible(not begun and (state is AppointmentState.PLANNED) is not planned)


_TALKS = frozenset({AppointmentState.PLANNED, AppointmentState.HELD})
