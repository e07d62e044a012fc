"""Fields of one record, tied to what saves them; and a list of such records."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Protocol, cast

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from meitinker.domain.records import to_value
from meitinker.errors import InvalidField
from ui.forms.form_keeping import HalfKeeping
from ui.messages import sentence_for
from ui.theme import px
from ui.views.history import menu
from ui.widgets.dates import DateField

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from meitinker.domain.records import Record, Value
    from ui.forms.keeping import Keeping
    from ui.widgets.form_field import FormField


class _Valued(Protocol):
    """What every field has besides its frame."""

    def value(self) -> Any: ...

    def set_value(self, value: Any) -> None: ...


class _Tied:
    """One field of the record with how to read, show and check it."""

    def __init__(
        self,
        field: FormField,
        check: Callable[[str], object] | None,
        *,
        number: bool,
        unknown: str | None,
    ) -> None:
        self.field = field
        self._valued = cast("_Valued", field)
        self._check = check
        self._number = number
        self._unknown = unknown

    def read(self) -> Value:
        """Return the value as it is kept."""
        value = self._valued.value()
        if value is not None and value == self._unknown:
            return None
        if self._number and value is not None:
            return int(value)
        return int(value) if isinstance(value, bool) else to_value(value)

    def show(self, value: object) -> None:
        """Show a value of the record."""
        plain = value if isinstance(value, bool | date) else to_value(value)
        self.field.set_error(None)
        if plain is None and self._unknown is not None:
            plain = self._unknown
        elif plain is not None and self._number:
            plain = str(int(cast("int", plain)))
        self._valued.set_value(plain)

    def problem(self) -> str | None:
        """Return the sentence for why the value cannot be kept, or None."""
        if isinstance(self.field, DateField):
            return self.field.problem()
        try:
            if self._check is not None:
                self._check(str(self._valued.value() or ""))
        except InvalidField as error:
            return sentence_for(error).text
        return None


class RecordFields(QObject):
    """Shows the fields of a record and hands what is typed to its autosave.

    What is no value stays in its field, with the reason once the field is left; while half a
    postcode is typed nothing is said. It is kept as it is typed, and is there after a kill.
    """

    def __init__(self, keeping: Keeping, kind: str, parent: QObject) -> None:
        """Begin without a record."""
        super().__init__(parent)
        self._keeping = keeping
        self.kind = kind
        self.record_id = ""
        self._record: Record | None = None
        self._tied: dict[str, _Tied] = {}
        self._halves: list[HalfKeeping] = []

    def tie(
        self,
        name: str,
        field: FormField,
        *,
        check: Callable[[str], object] | None = None,
        number: bool = False,
        unknown: str | None = None,
    ) -> None:
        """Tie a field to ``name``; where a record is shown already, it shows in this one too.

        Args:
            name: The field of the record.
            field: What it is typed in.
            check: Raises `InvalidField` for what cannot be kept.
            number: The record keeps the answer's key as a number: degrees, or yes and no.
            unknown: The answer's key for which the record keeps nothing.
        """
        self._tied[name] = _Tied(field, check, number=number, unknown=unknown)
        if self._record is not None:
            self._show_in(name, self._record)
        if check is not None or isinstance(field, DateField):
            # Before the value: after a kill between the two the value stands, not half of it.
            problem = self._tied[name].problem
            half = HalfKeeping(self._keeping, self.kind, name, field=field, problem=problem)
            half.begin(self.record_id)
            self._halves.append(half)
        menu.offer(field, self._keeping, lambda: menu.FieldRef(self.kind, self.record_id, name))
        field.edited.connect(lambda: self._edited(name))
        field.left.connect(lambda: self._left(name))

    def show(self, record: Record) -> None:
        """Show another record, or the same one as it is now.

        What is being typed is left alone.
        """
        same = record.id == self.record_id
        self.record_id, self._record = record.id, record
        unsaved = self._keeping.of(self.kind, record.id).unsaved() if same else {}
        for name, one in self._tied.items():
            if same and (name in unsaved or one.problem() or _in_use(one.field)):
                continue
            self._show_in(name, record)
        for half in self._halves:
            half.begin(record.id)

    def fields(self) -> Iterator[tuple[str, FormField]]:
        """Yield the name of every field within the file, and the field."""
        ending = "" if self.kind == "person" else f".{self.record_id}"
        for name, one in self._tied.items():
            yield f"{self.kind}.{name}{ending}", one.field

    def unkept(self) -> list[FormField]:
        """Return the fields that hold what cannot be kept."""
        return [one.field for one in self._tied.values() if one.problem()]

    def refuse(self, error: InvalidField) -> None:
        """Show at its field why the store refused it."""
        if error.field in self._tied:
            self._tied[error.field].field.set_error(sentence_for(error).text)

    def _show_in(self, name: str, record: Record) -> None:
        value = getattr(record, name)
        self._tied[name].show(value)
        self._keeping.shows((self.kind, record.id), {name: to_value(value)})

    def _edited(self, name: str) -> None:
        one = self._tied[name]
        if one.problem() is None:
            one.field.set_error(None)
            self._keeping.of(self.kind, self.record_id).put(name, one.read())

    def _left(self, name: str) -> None:
        one = self._tied[name]
        one.field.set_error(one.problem())
        self._keeping.of(self.kind, self.record_id).flush()


class RecordRow(Protocol):
    """A widget for one record of a list."""

    def show_record(self, record: Record) -> None:
        """Show the record as it is now."""

    def fields(self) -> Iterable[RecordFields]:
        """Return what is typed in."""


class RecordRows(QWidget):
    """Rows of records below each other; those in use stay as they are when others change."""

    def __init__(
        self, make: Callable[[Record], RecordRow], parent: QWidget | None = None, *, gap: int = 16
    ) -> None:
        """Begin empty; ``make`` makes the row of a record."""
        super().__init__(parent)
        self._make = make
        self._rows: dict[str, RecordRow] = {}
        self._focus = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(px(gap))
        self.hide()

    def show_records(self, records: Iterable[Record]) -> None:
        """Show these records."""
        wanted = {str(record.id): record for record in records}
        for key in [key for key in self._rows if key not in wanted]:
            gone = _widget(self._rows.pop(key))
            gone.hide()
            gone.deleteLater()
        for key, record in wanted.items():
            if key not in self._rows:
                self._rows[key] = self._make(record)
                self._column.addWidget(_widget(self._rows[key]))
            self._rows[key].show_record(record)
        self.setVisible(bool(wanted))
        self._go()

    def focus_next(self, record_id: str) -> None:
        """Put the focus in the row of a record as soon as it is there."""
        self._focus = record_id
        self._go()

    def fields(self) -> Iterator[RecordFields]:
        """Yield what is typed in, of every row."""
        for row in self._rows.values():
            yield from row.fields()

    def _go(self) -> None:
        row = self._rows.get(self._focus)
        if row is None:
            return
        self._focus = ""
        first = next((f for part in row.fields() for _name, f in part.fields()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)


def _widget(row: RecordRow) -> QWidget:
    return cast("QWidget", row)


def _in_use(field: FormField) -> bool:
    now = QApplication.focusWidget()
    return now is not None and field.isAncestorOf(now)
