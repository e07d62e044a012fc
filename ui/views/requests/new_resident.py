"""The name of a resident who is not in the list yet, and who in it may be the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.i18n import _
from meitinker.services import people, reading
from ui.theme import px
from ui.viewmodels.new_person import comparable, doubles, of_name, person_of, worth_comparing
from ui.views.people.doubles_panel import DoublesPanel
from ui.views.people.settling import SettledLog
from ui.widgets.fields import TextField

if TYPE_CHECKING:
    from meitinker.domain.doubles import Likeness
    from meitinker.services.people import NewPerson
    from meitinker.store.people import PersonEntry
    from ui.viewmodels.new_person import Doubles
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
        self._workplace = workplace
        self._asking = False
        self._log = SettledLog(workplace, self)
        self.name = TextField(
            _("Naam van de nieuwe inwoner"), hint=_("Adres en telefoon kunnen later.")
        )
        self.doubles = DoublesPanel(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(12))
        column.addWidget(self.name)
        column.addWidget(self.doubles)
        self.name.edited.connect(self._edited)
        self.name.left.connect(self.left)
        self.doubles.same.connect(self._same)

    @property
    def typed(self) -> str:
        """The name as it is typed."""
        return self.name.value()

    def person(self) -> NewPerson:
        """Return who is to be added; who was alike was seen, and that is written down."""
        self._log.now()
        return person_of(of_name(self.typed))

    def show_name(self, name: str) -> None:
        """Show a name that was typed elsewhere or before."""
        self.name.set_value(name)
        self.name.set_error(None)
        self._look()

    def begin(self) -> None:
        """Put the keyboard in the field."""
        self.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def _edited(self) -> None:
        self._look()
        self.edited.emit()

    def _look(self) -> None:
        """Ask once at a time; the last keys are asked together after the answer."""
        typed = of_name(self.typed)
        if not worth_comparing(typed):
            self._show(doubles(()))
            return
        if self._asking:
            return
        self._asking = True
        work = self._workplace

        def answered(found: list[tuple[Likeness, PersonEntry]]) -> None:
            self._asking = False
            if of_name(self.typed) != typed:
                self._look()
            else:
                self._show(doubles(found))

        work.tasks.read(
            self,
            lambda: people.likely_doubles(work.database, work.session, comparable(typed)),
            done=answered,
        )

    def _show(self, found: Doubles) -> None:
        self.doubles.show_doubles(found)
        self.grown.emit()
        work, typed, number = self._workplace, self.typed, len(found.people)
        if not number:
            self._log.forget()
            return
        self._log.shown(lambda: reading.doubles_shown(work.database, work.session, typed, number))

    def _same(self, person_id: str) -> None:
        self._log.now()
        self.same.emit(person_id)
