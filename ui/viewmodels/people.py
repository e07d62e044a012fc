"""The list of people as it is shown, and what a search says. No Qt here."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.people import Named, full_name
from meitinker.domain.villages import folded
from meitinker.domain.words import inside
from meitinker.i18n import _, ngettext
from ui.viewmodels.dates import day_text, local_day

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from meitinker.services.people import FoundPerson
    from meitinker.store.people import PersonEntry

_SEPARATOR = ", "
"""A comma may end a line; a dot between would hang there."""
_WORD = re.compile(r"\w+")


class PersonRow(msgspec.Struct, frozen=True):
    """One person in the list.

    Attributes:
        key: The person's id.
        title: The name as it is said.
        status: How things stand and where the person lives, in words.
        icon_name: Icon before the status.
        tint: Token of the icon's colour.
    """

    key: str
    title: str
    status: str
    icon_name: str
    tint: str


def list_rows(entries: Iterable[PersonEntry]) -> list[PersonRow]:
    """Return the rows of a run of the list."""
    return [_row(entry, place=_place(entry)) for entry in entries]


def found_rows(hits: Iterable[FoundPerson], typed: str) -> list[PersonRow]:
    """Return the rows of a search: with the street where that was asked for, and why.

    A secret address is told to nobody, also not to who already typed its street.
    """
    asked = _WORD.findall(folded(typed))
    return [
        _row(hit.entry, place=_searched_place(hit.entry, asked), alike=typed if hit.alike else "")
        for hit in hits
    ]


def entry_name(entry: Named) -> str:
    """Return the name in a line of any list as it is said."""
    return full_name(entry) or _("Naam onbekend")


def count_words(count: int) -> str:
    """Return how many people were found, for who hears the screen."""
    return ngettext("{count} inwoner gevonden", "{count} inwoners gevonden", count).format(
        count=count
    )


def short_day(iso: str) -> str:
    """Return a day in words, with the year where it is not this one."""
    day = local_day(iso)
    return day_text(day, with_year=day.year != clock.today().year)


def split_name(typed: str) -> tuple[str, str, str]:
    """Return given names, prefix and surname of a name typed on one line.

    The prefix is what stands in small letters between them: "Anna van der Meer". A single
    word is taken for the surname, because that is what people search on.
    """
    words = typed.split()
    if len(words) < 2:
        return "", "", " ".join(words)
    small = [i for i, word in enumerate(words) if i and word[0].islower() and i < len(words) - 1]
    if not small:
        return words[0], "", " ".join(words[1:])
    first, last = small[0], small[0]
    while last + 1 in small:
        last += 1
    return " ".join(words[:first]), " ".join(words[first : last + 1]), " ".join(words[last + 1 :])


def _row(entry: PersonEntry, *, place: str, alike: str = "") -> PersonRow:
    state, icon_name, tint = _state(entry)
    parts = (state, place)
    if entry.secret_address:
        parts, icon_name, tint = (place, inside(state)), "shield-lock", "warning"
    why = _("lijkt op “{typed}”").format(typed=alike.strip()) if alike else ""
    status = _SEPARATOR.join(part for part in (*parts, why) if part)
    status = status[:1].upper() + status[1:]
    return PersonRow(entry.person_id, entry_name(entry), status, icon_name, tint)


def _state(entry: PersonEntry) -> tuple[str, str, str]:
    """Return how things stand, with icon and tint; the most urgent goes first."""
    if entry.deceased_on:
        return _("Overleden op {day}").format(day=short_day(entry.deceased_on)), "ban", "muted"
    if entry.visit_id:
        return _("Gesprek bezig"), "clock", "info"
    if entry.unsent:
        return _("Plan nog niet gegeven"), "alert-triangle", "warning"
    if entry.last_visit:
        words = _("Laatste gesprek {day}").format(day=short_day(entry.last_visit))
        return words, "circle-check", "success"
    return "", "map-pin" if entry.village else "", "muted"


def _place(entry: PersonEntry) -> str:
    """Return what tells people of one name apart: the village, else the day of birth."""
    if entry.secret_address:
        return _("Geheim adres")
    if entry.village or not entry.born_on:
        return entry.village or ""
    return _("geboren {day}").format(day=day_text(date.fromisoformat(entry.born_on)))


def _searched_place(entry: PersonEntry, asked: Sequence[str]) -> str:
    if entry.secret_address or not entry.street:
        return _place(entry)
    words = _WORD.findall(folded(f"{entry.street} {entry.number or ''}"))
    if not any(word.startswith(one) for word in words for one in asked if len(one) > 1):
        return _place(entry)
    line = " ".join(part for part in (entry.street, entry.number) if part)
    return ", ".join(part for part in (line, entry.village) if part)
