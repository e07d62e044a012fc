"""The menu of a field leads to its history: right mouse button, menu key or Shift+F10."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtWidgets import QMenu, QWidget

from meitinker.i18n import _
from ui.views.history.panel import HistoryPanel
from ui.window.place_view import PlaceView

if TYPE_CHECKING:
    from collections.abc import Callable

    from ui.forms.keeping import Keeping
    from ui.widgets.form_field import FormField


class FieldRef(NamedTuple):
    """The field of a record; no record while nobody answered yet."""

    kind: str
    record_id: str
    field: str


def offer(field: FormField, keeping: Keeping, where: Callable[[], FieldRef]) -> None:
    """Offer the history of ``field`` in its menu.

    Args:
        field: What is typed in.
        keeping: What keeps it: words of a moment ago are kept first, and told too.
        where: Tells at that moment which record it is.
    """
    field.offer_in_menu(partial(_fill, field, keeping, where))


def _fill(field: FormField, keeping: Keeping, where: Callable[[], FieldRef], menu: QMenu) -> None:
    action = menu.addAction(_("Geschiedenis van dit veld…"))
    action.triggered.connect(lambda: keeping.flush(lambda _safe: show(field, keeping, where())))


def show(field: FormField, keeping: Keeping, where: FieldRef) -> None:
    """Lay the panel over the place in which the field stands; a lock hides it with the place."""
    place: QWidget | None = field
    while place is not None and not isinstance(place, PlaceView):
        place = place.parentWidget()
    panel = HistoryPanel(keeping.workplace, field.label, place or field.window())
    panel.begin(where.kind, where.record_id, field=where.field)
