"""The name of a resident who is not in the list yet, and who in it may be the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _
from ui.theme import px
from ui.viewmodels.new_person import of_name, person_of
from ui.views.people.doubles_look import DoublesLook
from ui.views.people.doubles_panel import DoublesPanel
from ui.widgets.fields import TextField

if TYPE_CHECKING:
    from meitinker.services.people import NewPerson
    from ui.workplace import Workplace


class NewResident(QWidget):
    """A field, and below it likely doubles, as where a resident is added.

    Signals:
        edited: The name was changed.
        left: The field was left after a change.
        same: It is someone who is in the list: the id.
        grown: Doubles came or went: the height is another.
    """

    edited = Signal()
    left = Signal()
    same = Signal(str)
    grown = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(parent)
        self.name = TextField(
            _("Naam van de nieuwe inwoner"), self, hint=_("Adres en telefoon kunnen later.")
        )
        self.doubles = DoublesPanel(self)
        self._look = DoublesLook(workplace, self.doubles, lambda: of_name(self.typed), parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(self.name)
        column.addWidget(self.doubles)
        self.name.edited.connect(self._edited)
        self.name.left.connect(self.left)
        self._look.same.connect(self.same)
        self._look.shown.connect(self.grown)

    @property
    def typed(self) -> str:
        """The name as it is typed."""
        return self.name.value()

    def person(self) -> NewPerson:
        """Return who is to be added; who was alike was seen, and that is written down."""
        self._look.seen()
        return person_of(of_name(self.typed))

    def show_name(self, name: str) -> None:
        """Show a name that was typed elsewhere or before."""
        self.name.set_value(name)
        self.name.set_error(None)
        self._look.look()

    def _edited(self) -> None:
        self._look.look()
        self.edited.emit()
