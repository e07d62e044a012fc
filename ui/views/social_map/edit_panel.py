"""A form over the page of a service: one group of its fields, or one of what it has several of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from meitinker.domain.map_services import MapService
from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import map_forms
from meitinker.services.map_forms import Edit, Touched
from ui.forms.field_panel import FieldPanel
from ui.viewmodels import map_editing as said
from ui.widgets.buttons import FlatButton
from ui.widgets.fields import TextField

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from meitinker.changes import Changes
    from meitinker.domain.records import Record
    from meitinker.services.form_drafts import Form, TypedFields
    from meitinker.services.map_forms import ServiceForm
    from ui.widgets.form_field import FormField
    from ui.workplace import Workplace

NUMBER_WIDTH = 120
"""Widest field of a number, px at 100 %."""


@dataclass(frozen=True)
class At:
    """Where a form is opened: what writes, the place it lies over, and the service."""

    workplace: Workplace
    parent: QWidget
    desk: ServiceForm


class EditPanel(FieldPanel):
    """What stands there is filled in; only what the user changes is written.

    Subclasses say what is wrong (:meth:`_wrong`) and what is to be written (:meth:`_edit`).

    Attributes:
        remove_button: Takes the record away; only where there is one.
    """

    changes = True

    def __init__(
        self,
        at: At,
        *,
        name: str,
        form: Form[TypedFields],
        about: str,
        fields: Mapping[str, FormField],
        removes: tuple[type[Record], RecordId] | None = None,
    ) -> None:
        """Build it, hidden.

        Args:
            at: Where.
            name: What it is called.
            form: The form as it is kept while it is typed.
            about: The record it is about.
            fields: What is typed in, filled.
            removes: What its second button takes away; None has no such button.
        """
        self._at, self._about, self._removes = at, about, removes
        self._removing = False
        self.remove_button = FlatButton(_("Haal weg"), icon_name="trash")
        self.remove_button.setVisible(removes is not None)
        super().__init__(
            at.workplace, at.parent, name=name, verb=_("Bewaar"), form=form, fields=fields
        )
        self.remove_button.clicked.connect(self._remove)

    def begin(self) -> None:
        """Open it; what was typed in it before comes back."""
        self._begin(self._about)

    @property
    def service_id(self) -> RecordId:
        """The service it belongs to."""
        return RecordId(self._at.desk.file.service.id)

    def _beside(self) -> Sequence[QWidget]:
        return (self.remove_button,) if self._removes is not None else ()

    def _problem(self) -> tuple[FormField, str] | None:
        return None if self._removing else self._wrong()

    def _wrong(self) -> tuple[FormField, str] | None:
        """Return the field that cannot be written, with its sentence."""
        return None

    def _edit(self) -> Edit:
        """Return what is to be written."""
        raise NotImplementedError

    def _remove(self) -> None:
        self._removing = True
        self.confirm()
        self._removing = False

    def _act(self) -> Callable[[], Changes]:
        return partial(
            map_forms.keep,
            self._workplace.database,
            self._workplace.session,
            self.service_id,
            self._wanted,
            form=self._form,
            about=self._about,
        )

    def confirm(self) -> None:
        """Check the fields, and write what they say or take the record away."""
        if not self._sending and self._problem() is None:
            gone = self._removes if self._removing else None
            self._wanted = Edit(removed=(gone,)) if gone else self._edit()
        super().confirm()


class GroupPanel(EditPanel):
    """A group of fields of the service itself."""

    def __init__(self, at: At, *, name: str, form: str, fields: Mapping[str, FormField]) -> None:
        """Build it with ``fields`` as they stand."""
        about = at.desk.file.service.id
        super().__init__(at, name=name, form=map_forms.GROUPS[form], about=about, fields=fields)
        self._shown = self._values()

    def _values(self) -> dict[str, Any]:
        """Return what the fields say, by the names of those of the service."""
        return {}

    def _touched(self) -> Touched:
        return Touched(MapService, self.service_id, self._values(), self._shown)

    def _edit(self) -> Edit:
        return Edit(touched=(self._touched(),))


def number_field(label: str, value: int | None, *, hint: str = "") -> TextField:
    """Return a field for a number."""
    field = TextField(label, hint=hint, widest=NUMBER_WIDTH)
    field.set_value("" if value is None else str(value))
    return field


def wrong_number(*fields: TextField) -> tuple[FormField, str] | None:
    """Return the first of these that holds no number, with its sentence."""
    for field in fields:
        if not said.is_number(field.value()):
            return field, _("Schrijf een getal, zoals 12.")
    return None


def text(field: TextField, value: str) -> TextField:
    """Return a line with ``value`` in it."""
    field.set_value(value)
    return field
