"""The fields of a new person, with who may be the same beside or below the names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from meitinker import clock
from meitinker.i18n import _
from meitinker.services.adding import TypedPerson
from ui.theme import px
from ui.views.people.doubles_panel import DoublesPanel
from ui.views.people.layout import field_row
from ui.widgets.dates import DateField
from ui.widgets.fields import PhoneField, TextField

if TYPE_CHECKING:
    from ui.widgets.form_field import FormField

_SIDE_BY_SIDE = 752
_DOUBLES_WIDTH = 288
_FORM_WIDTH = 480


class NewPersonFields(QWidget):
    """The fields by the names of `TypedPerson`; the date of birth is ``born_on``."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Build the fields, empty."""
        super().__init__(parent)
        self._born = DateField(_("Geboortedatum"), latest=clock.today())
        self.fields: dict[str, FormField] = {**_names(), "born_on": self._born, **_rest()}
        self.doubles = DoublesPanel()
        self._names, self._rest = self._groups()
        self._grid = QGridLayout(self)
        self._grid.setHorizontalSpacing(px(24))
        self._grid.setVerticalSpacing(px(16))
        self._grid.setContentsMargins(0, 0, 0, 0)
        # The form takes its widest before the air at the right takes any.
        self._grid.setColumnStretch(0, 1000)
        self._grid.setColumnStretch(2, 1)
        self._beside: bool | None = None
        self._arrange(beside=True)

    def typed(self) -> TypedPerson:
        """Return the fields as they are typed."""
        day, month, year = self._born.parts()
        texts = {n: f.value() for n, f in self.fields.items() if isinstance(f, TextField)}
        return TypedPerson(**texts, born_day=day, born_month=month, born_year=year)

    def show_typed(self, typed: TypedPerson) -> None:
        """Show what was typed earlier, without errors."""
        for name, field in self.fields.items():
            field.set_error(None)
            if isinstance(field, TextField):
                field.set_value(getattr(typed, name))
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

    def _groups(self) -> tuple[QWidget, QWidget]:
        f = self.fields
        names = _column(
            field_row(f["given_names"], f["called"]),
            field_row(f["prefix"], f["surname"]),
            f["partner_name"],
            f["born_on"],
            f["born_text"],
        )
        rest = _column(
            field_row(f["street"], f["number"]),
            field_row(f["postcode"], f["place"]),
            f["phone"],
        )
        return names, rest

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


def _names() -> dict[str, FormField]:
    return {
        "given_names": TextField(_("Voornamen")),
        "called": TextField(_("Roepnaam")),
        "prefix": TextField(_("Tussenvoegsel"), widest=160),
        "surname": TextField(_("Achternaam")),
        "partner_name": TextField(_("Achternaam van de partner")),
    }


def _rest() -> dict[str, FormField]:
    return {
        "born_text": TextField(
            _("Weet u de datum niet precies?"),
            hint=_("Schrijf op wat u wel weet. Bijvoorbeeld maart 1938."),
        ),
        "street": TextField(_("Straat")),
        "number": TextField(_("Huisnummer"), widest=120),
        "postcode": TextField(_("Postcode"), widest=120),
        "place": TextField(_("Plaats")),
        "phone": PhoneField(_("Telefoonnummer")),
    }


def _column(*widgets: QWidget) -> QWidget:
    block = QWidget()
    # The doubles have their own room beside it, so that nothing moves when they appear.
    block.setMaximumWidth(px(_FORM_WIDTH))
    column = QVBoxLayout(block)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(px(16))
    for widget in widgets:
        column.addWidget(widget)
    return block
