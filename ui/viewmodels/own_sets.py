"""What the settings of the organisation offer and say. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.clocks import Counting
from meitinker.domain.words import inside, weekday
from meitinker.i18n import _
from ui.viewmodels.dates import day_text
from ui.viewmodels.parts import Choice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.clocks import ServiceTerm
    from meitinker.domain.organisation import Municipality
    from meitinker.domain.own_sets import EqualDay


def places(municipalities: Iterable[Municipality]) -> tuple[Choice, ...]:
    """Return for which municipality something can be set; the first is for all."""
    return (
        Choice("", _("Alle gemeenten")),
        *(Choice(one.id, one.name) for one in municipalities),
    )


def countings() -> tuple[Choice, ...]:
    """Return how the hours to an appointment can be counted."""
    return (
        Choice(Counting.CALENDAR_HOURS.value, _("Alle uren, ook in het weekend")),
        Choice(Counting.WORKING_DAYS.value, _("Alleen uren van werkdagen")),
    )


def term_words(term: ServiceTerm) -> str:
    """Return within how many hours an appointment is promised, and how they are counted."""
    how = next(one.text for one in countings() if one.key == term.counting.value)
    words = _("{hours} uur, {how}")
    return words.format(hours=term.appointment_hours, how=inside(how))


def hours_of(typed: str) -> int:
    """Return the hours that are typed; what is no number is no promise either: 0."""
    text = typed.strip()
    return int(text) if text.isascii() and text.isdecimal() else 0


def day_title(one: EqualDay) -> str:
    """Return a day with its weekday: "Vrijdag 1 mei 2026"."""
    name = weekday(one.day.weekday())
    return f"{name[:1].upper()}{name[1:]} {day_text(one.day)}"
