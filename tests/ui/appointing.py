"""Beginning an appointment as a user does: *New*, then a resident from the list."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ui.views.week.page import WeekPage


def make_with(page: WeekPage, person_id: str) -> None:
    """Begin a new appointment with a resident."""
    page.new()
    page.picker.chosen.emit(person_id)
