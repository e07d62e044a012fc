"""What the back office is told about the map: corrections, help that is missing, what is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.map_corrections import GapAnswer
from meitinker.domain.words import name_of
from meitinker.i18n import _, ngettext
from ui.viewmodels.dates import day_text
from ui.viewmodels.map_field_words import fields
from ui.viewmodels.parts import Choice
from ui.viewmodels.social_map import ANY

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from meitinker.services.map_checks import DueService
    from meitinker.services.map_corrections import CorrectionFile
    from meitinker.services.map_search import SearchAnswer
    from meitinker.services.missing_services import MissingFile
    from meitinker.store.social_map import MapLine

MOST = 25
"""Services that are shown as due at once: more than anybody calls in a day."""


MOST_FOUND = 10
"""Services that are offered as an answer to a note of missing help."""


class WaitingAnswer(msgspec.Struct, frozen=True):
    """One thing that waits for an answer.

    Attributes:
        key: Its id.
        title: What it is about.
        lines: What was told, the most important first.
        service_id: The service it is about, or "".
        by_hand: It says in words what is wrong: the map does not change by taking it over.
    """

    key: str
    title: str
    lines: tuple[str, ...]
    service_id: str = ""
    by_hand: bool = False


def corrections(found: Iterable[CorrectionFile], names: Mapping[str, str]) -> list[WaitingAnswer]:
    """Return the corrections that wait, with what differs; ``names`` are of services by id."""
    return [_correction(one, names) for one in found]


def missing(found: Iterable[MissingFile], villages: Mapping[str, str]) -> list[WaitingAnswer]:
    """Return the notes of missing help that wait; ``villages`` are names by id."""
    return [_missing(one, villages) for one in found]


def due_words(one: DueService) -> str:
    """Return a service that is due for checking, in a line."""
    day = (
        _("nog nooit nagekeken")
        if one.checked_on is None
        else _("nagekeken op {day}").format(day=day_text(one.checked_on))
    )
    return " · ".join(part for part in (one.name, one.provider, day) if part)


def due_count(count: int) -> str:
    """Return how many services are due, and that not all of them show."""
    if not count:
        return _("Alles is op tijd nagekeken.")
    words = ngettext("{count} om na te kijken.", "{count} om na te kijken.", count)
    told = words.format(count=count)
    rest = _("Hieronder de eerste {most}.").format(most=MOST)
    return f"{told} {rest}" if count > MOST else told


def answers() -> list[Choice]:
    """Return what can be done with a note of missing help."""
    return [Choice(one.value, name_of(one)) for one in GapAnswer]


def service_choices(lines: Iterable[MapLine]) -> list[Choice]:
    """Return the services that may be meant, after none."""
    found = [Choice(key, name) for key, name in full_names(lines).items()]
    return [Choice(ANY, _("Geen van deze")), *found]


def may_be_meant(answer: SearchAnswer) -> tuple[MapLine, ...]:
    """Return what answers, or where nothing does what comes closest."""
    return tuple(one.line for one in answer.found or answer.nearest)


def full_names(lines: Iterable[MapLine]) -> dict[str, str]:
    """Return services by id, each with who offers it: many villages have one of the same name."""
    return {
        one.service_id: f"{one.name}, {one.provider}" if one.provider else one.name for one in lines
    }


def _correction(file: CorrectionFile, names: Mapping[str, str]) -> WaitingAnswer:
    one = file.correction
    told = []
    if one.field:
        name = fields().get(one.field, one.field)
        was = one.was or _("leeg")
        told.append(_("{field}: nu “{was}”").format(field=name, was=was))
        told.append(_("Wordt: “{value}”").format(value=one.value or _("leeg")))
    told += [one.note, _from(one.told_by), _told_on(one.at)]
    return WaitingAnswer(
        key=one.id,
        title=names.get(one.service_id, _("Een dienst die er niet meer is")),
        lines=tuple(line for line in told if line),
        service_id=one.service_id,
        by_hand=not one.field,
    )


def _missing(file: MissingFile, villages: Mapping[str, str]) -> WaitingAnswer:
    one = file.missing
    village = villages.get(one.village_id or "", "")
    title = one.sought or _("Gemiste hulp")
    if village:
        title = _("{sought}, in {village}").format(sought=title, village=village)
    lines = tuple(line for line in (one.note, _told_on(one.at)) if line)
    return WaitingAnswer(key=one.id, title=title, lines=lines)


def _from(who: str) -> str:
    return _("Gehoord van: {who}").format(who=who) if who else ""


def _told_on(at: datetime) -> str:
    return _("Doorgegeven op {day}").format(day=day_text(clock.local(at).date()))
