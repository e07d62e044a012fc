"""The list of conversations: what is under way first, then what was concluded. No Qt here."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Protocol

import msgspec

from meitinker import clock
from meitinker.domain.visits import VisitState
from meitinker.i18n import _, ngettext
from ui.viewmodels.dates import day_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from meitinker.services.broken_off import BrokenOffVisit
    from meitinker.store.people import PersonEntry
    from meitinker.store.visits import VisitEntry

_FIRST_WORDS = 8


class _Named(Protocol):
    """What a row of a list tells of a name."""

    @property
    def given_names(self) -> str: ...
    @property
    def called(self) -> str: ...
    @property
    def prefix(self) -> str: ...
    @property
    def surname(self) -> str: ...
    @property
    def partner_name(self) -> str: ...


class VisitLine(msgspec.Struct, frozen=True):
    """One conversation as the list and its card show it.

    Attributes:
        key: Id of the visit.
        name: Name of the resident as it is said.
        status: "Bezig · 14:05", the time of the last key, or "Afgerond · 12 november 2026".
        open: Whether it is still under way.
        about: How much was written down, in words; nothing of what was said.
        written: When it was last written in, in words.
        bare: Whether nothing stands in it yet, so that it may be taken away.
    """

    key: str
    name: str
    status: str
    open: bool
    about: str
    written: str
    bare: bool = False


def said_name(entry: _Named) -> str:
    """Return the name of a list row as it is said: "Sjoukje van der Meer-Wâldsang"."""
    family = "-".join(part for part in (entry.surname, entry.partner_name) if part)
    first = entry.called or entry.given_names
    return " ".join(part for part in (first, entry.prefix, family) if part)


def lines(entries: Sequence[VisitEntry]) -> tuple[VisitLine, ...]:
    """Return the rows: open ones first, each group newest first, as they came."""
    made = [_line(entry) for entry in entries]
    return (*(one for one in made if one.open), *(one for one in made if not one.open))


def about_text(entry: VisitEntry) -> str:
    """Return how much was written down in a visit, and nothing of what was said.

    A list shows it to whoever looks over a shoulder, and without an entry in the read log (L19);
    even the name of a life domain would say too much beside the name of a resident.
    """
    question = _("Vraag opgeschreven") if entry.asked else _("Nog geen vraag opgeschreven")
    if not entry.topics:
        return question
    topics = ngettext("{count} onderwerp besproken", "{count} onderwerpen besproken", entry.topics)
    return f"{question} · {topics.format(count=entry.topics)}"


def filtered(rows: Sequence[VisitLine], text: str) -> tuple[VisitLine, ...]:
    """Return the rows whose name or status, with its day, holds every typed word."""
    asked = text.casefold().split()
    return tuple(
        row for row in rows if all(a in f"{row.name} {row.status}".casefold() for a in asked)
    )


def moment_text(instant: datetime, *, today: date | None = None) -> str:
    """Return an instant as people say it: "om 14:05" today, else "op 12 november om 14:05"."""
    moment = clock.local(instant)
    time = _("om {time}").format(time=f"{moment:%H:%M}")
    now = today or clock.today()
    if moment.date() == now:
        return time
    day = day_text(moment.date(), with_year=moment.year != now.year)
    return _("op {day} {time}").format(day=day, time=time)


def resumed_text(instant: datetime) -> str:
    """Return the sentence of the bar when work is taken up again."""
    moment = clock.local(instant)
    return _("U was hier gebleven op {day} om {time}.").format(
        day=day_text(moment.date(), with_year=False), time=f"{moment:%H:%M}"
    )


def broken_off_text(found: BrokenOffVisit) -> str:
    """Return what the bar says after a crash: what, when, and the first words."""
    when = moment_text(clock.instant_from(found.saved_at))
    told = _("Het programma stopte tijdens uw gesprek met {name}. Bewaard {when}.").format(
        name=found.client, when=when
    )
    words = _first_words(found.words)
    return (
        _("{told} Het laatste begon met: “{words}”").format(told=told, words=words)
        if words
        else told
    )


def name_searched(text: str) -> str:
    """Return what was searched where it can be a name: not a date, a street number or a code."""
    said = " ".join(text.split())
    return "" if any(sign.isdigit() for sign in said) else said


def person_status(entry: PersonEntry) -> str:
    """Return the second line of a resident in the picker: date of birth, village unless secret."""
    born = day_text(date.fromisoformat(entry.born_on)) if entry.born_on else ""
    village = "" if entry.secret_address else entry.village or ""
    return " · ".join(part for part in (born, village) if part)


def _line(entry: VisitEntry) -> VisitLine:
    is_open = entry.state == VisitState.OPEN.value
    written = moment_text(clock.instant_from(entry.changed_at))
    day = day_text(date.fromisoformat(entry.visited_on)) if entry.visited_on else ""
    status = (
        _("Bezig · {when}").format(when=_short(clock.instant_from(entry.changed_at)))
        if is_open
        else _("Afgerond · {day}").format(day=day or written)
    )
    return VisitLine(
        key=entry.visit_id,
        name=said_name(entry),
        status=status,
        open=is_open,
        about=about_text(entry),
        written=written,
        bare=bool(entry.empty),
    )


def _short(instant: datetime) -> str:
    """Return an instant for a narrow list: "14:05" today, else "20 november, 14:05"."""
    moment = clock.local(instant)
    if moment.date() == clock.today():
        return f"{moment:%H:%M}"
    return f"{day_text(moment.date(), with_year=False)}, {moment:%H:%M}"


def _first_words(text: str) -> str:
    words = text.split()
    return " ".join(words[:_FIRST_WORDS]) + ("…" if len(words) > _FIRST_WORDS else "")


def older_words(count: int) -> str:
    """Return the button that also looks in the conversations that are not in the list, or ""."""
    if count <= 0:
        return ""
    return ngettext(
        "Zoek ook in {count} ouder gesprek", "Zoek ook in {count} oudere gesprekken", count
    ).format(count=count)
