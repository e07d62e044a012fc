"""What stands in a field as it is typed, half a date included, and how it comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from ui.widgets.choices import CheckField, CheckGroup, ComboField, RadioGroup
from ui.widgets.dates import DateField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ui.widgets.form_field import FormField

Parts = tuple[str, ...]
_AGREED = "1"


def parts_of(field: FormField) -> Parts:
    """Return what stands in a field; nothing where it is empty."""
    if isinstance(field, DateField):
        return field.parts() if any(field.parts()) else ()
    if isinstance(field, CheckGroup):
        return field.value()
    if isinstance(field, CheckField):
        return (_AGREED,) if field.value() else ()
    value = cast("Any", field).value()
    return (str(value),) if value else ()


def show_parts(field: FormField, parts: Parts) -> None:
    """Show in a field what was typed in it earlier, without counting it as an edit.

    An answer that is no longer offered is left out.
    """
    if isinstance(field, DateField):
        day, month, year = (*parts, "", "", "")[:3]
        field.set_parts(day, month, year)
    elif isinstance(field, CheckGroup):
        field.set_value(parts)
    elif isinstance(field, CheckField):
        field.set_value(bool(parts))
    elif isinstance(field, RadioGroup):
        field.set_value(next((one for one in parts if field.offers(one)), None))
    elif isinstance(field, ComboField):
        field.set_value(parts[0] if parts else None)
    else:
        cast("Any", field).set_value(parts[0] if parts else "")
    field.set_error(None)


def typed_in(fields: Mapping[str, FormField], begun: Mapping[str, Parts]) -> dict[str, Parts]:
    """Return what stands otherwise in ``fields`` than the form began."""
    now = {name: parts_of(field) for name, field in fields.items()}
    return {name: parts for name, parts in now.items() if parts != begun.get(name, ())}


def show_typed(
    fields: Mapping[str, FormField], begun: Mapping[str, Parts], typed: Mapping[str, Parts]
) -> None:
    """Show a form as it began, with what was typed in it since."""
    for name, field in fields.items():
        show_parts(field, typed.get(name, begun.get(name, ())))
