"""The fields of a new person, with who may be the same beside or below the names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from meitinker import clock
from meitinker.i18n import _
from meitinker.services.adding import TypedPerson
from ui.theme import px
from ui.views.people.doubles_panel import DoublesPanel
from ui.widgets.bites import Bites
from ui.widgets.dates import DateField
from ui.widgets.fields import PhoneField, TextField
from ui.widgets.form_field import LINE_WIDTH
from ui.widgets.layout import field_row

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.widgets.form_field import FormField

_SIDE_BY_SIDE = 752
_DOUBLES_WIDTH = 288
_FORM_WIDTH = 480


class NewPersonFields(QWidget):
    """The fields by the names of `TypedPerson`; the date of birth is ``born_on``.

    They are built in bites, from above; who asks for the fields gets all of them.

    Signals:
        built: All fields are there.
    """

    built = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Begin to build the fields, empty."""
        super().__init__(parent)
        self._made: dict[str, FormField] = {}
        self._born: DateField | None = None
        self.doubles = DoublesPanel(self)
        self._names, self._rest = _Block(self), _Block(self)
        self._grid = QGridLayout(self)
        self._grid.setHorizontalSpacing(px(24))
        self._grid.setVerticalSpacing(px(16))
        self._grid.setContentsMargins(0, 0, 0, 0)
        # The form takes its widest before the air at the right takes any.
        self._grid.setColumnStretch(0, 1000)
        self._grid.setColumnStretch(2, 1)
        self._beside: bool | None = None
        self._arrange(beside=True)
        self._bites = Bites(self)
        self._bites.add(
            self._add_first_names,
            self._add_surnames,
            self._add_birth,
            self._add_street,
            self._add_place,
        )

    @property
    def fields(self) -> dict[str, FormField]:
        """All fields; those that are still to come are built now."""
        self._bites.complete()
        return self._made

    def then(self, does: Callable[[], object]) -> None:
        """Do something with the fields once they are there: now, or after the last bite."""
        if self._bites.waiting:
            self._bites.add(does)
        else:
            does()

    def typed(self) -> TypedPerson:
        """Return the fields as they are typed."""
        fields = self.fields
        texts = {n: f.value() for n, f in fields.items() if isinstance(f, TextField)}
        day, month, year = self._born.parts() if self._born else ("", "", "")
        return TypedPerson(**texts, born_day=day, born_month=month, born_year=year)

    def show_typed(self, typed: TypedPerson) -> None:
        """Show what was typed earlier, without errors."""
        for name, field in self.fields.items():
            field.set_error(None)
            if isinstance(field, TextField):
                field.set_value(getattr(typed, name))
        if self._born is not None:
            self._born.set_parts(typed.born_day, typed.born_month, typed.born_year)

    def reading(self) -> tuple[QWidget, ...]:
        """Return the blocks in the order of reading."""
        if self._beside:
            return self._names, self._rest, self.doubles
        return self._names, self.doubles, self._rest

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the doubles beside the form where there is room, else under the names."""
        super().resizeEvent(event)
        self._arrange(beside=event.size().width() >= px(_SIDE_BY_SIDE))

    def _add_first_names(self) -> None:
        self._names.add(
            self._text("given_names", _("Voornamen")), self._text("called", _("Roepnaam"))
        )

    def _add_surnames(self) -> None:
        prefix = self._text("prefix", _("Tussenvoegsel"), widest=160)
        self._names.add(prefix, self._text("surname", _("Achternaam")))
        self._names.add(self._text("partner_name", _("Achternaam van de partner")))

    def _add_birth(self) -> None:
        born = DateField(_("Geboortedatum"), latest=clock.today())
        self._born = self._made["born_on"] = born
        self._names.add(born)
        hint = _("Schrijf op wat u wel weet. Bijvoorbeeld maart 1938.")
        field = TextField(_("Weet u de datum niet precies?"), hint=hint)
        self._made["born_text"] = field
        self._names.add(field)

    def _add_street(self) -> None:
        street = self._text("street", _("Straat"))
        self._rest.add(street, self._text("number", _("Huisnummer"), widest=120))

    def _add_place(self) -> None:
        postcode = self._text("postcode", _("Postcode"), widest=120)
        self._rest.add(postcode, self._text("place", _("Plaats")))
        phone = self._made["phone"] = PhoneField(_("Telefoonnummer"))
        self._rest.add(phone)
        self.built.emit()  # in this very turn: what is typed in the next one must be heard

    def _text(self, name: str, label: str, *, widest: int = LINE_WIDTH) -> TextField:
        field = self._made[name] = TextField(label, widest=widest)
        return field

    def _arrange(self, *, beside: bool) -> None:
        if beside == self._beside:
            return
        self._beside = beside
        for widget in (self._names, self.doubles, self._rest):
            self._grid.removeWidget(widget)
        self._grid.addWidget(self._names, 0, 0)
        top = Qt.AlignmentFlag.AlignTop
        if beside:
            self._grid.addWidget(self._rest, 2, 0)
            self._grid.addWidget(self.doubles, 0, 1, 3, 1, top)
            self.doubles.setFixedWidth(px(_DOUBLES_WIDTH))
            self._grid.setColumnMinimumWidth(1, px(_DOUBLES_WIDTH))
        else:
            self._grid.addWidget(self.doubles, 1, 0)
            self._grid.addWidget(self._rest, 2, 0)
            self._grid.setColumnMinimumWidth(1, 0)
            self.doubles.setMinimumWidth(0)
            self.doubles.setMaximumWidth(px(_FORM_WIDTH))


class _Block(QWidget):
    """Fields below each other, in a column that stays narrow.

    The doubles have their own room beside it, so that nothing moves when they appear.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setMaximumWidth(px(_FORM_WIDTH))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(16))

    def add(self, *fields: QWidget) -> None:
        """Add a field below what is there, or several side by side."""
        self._column.addWidget(fields[0] if len(fields) == 1 else field_row(*fields))
