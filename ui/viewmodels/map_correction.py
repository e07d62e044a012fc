"""What of a service may be wrong, and what is told to the back office about it. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.i18n import _
from meitinker.services.map_corrections import Proposed
from ui.viewmodels.parts import Choice

if TYPE_CHECKING:
    from meitinker.services.social_map import ServiceFile

WORDS = "words"
"""The answer that nothing of the list is meant: it is told in words."""

_HOURS = "hours"
_GONE = "gone"
_PHONE = "phone"
_SHORT = 40


def wrong_choices(file: ServiceFile) -> list[Choice]:
    """Return what may be wrong, each with what the map says now."""
    known = [(key, name, now) for key, name, now in _fields(file) if now or key != _PHONE]
    return [
        *(Choice(key, f"{name}: {_shortened(now)}" if now else name) for key, name, now in known),
        Choice(_HOURS, _("Openingstijden")),
        Choice(_GONE, _("Het bestaat niet meer")),
        Choice(WORDS, _("Iets anders")),
    ]


def proposed(file: ServiceFile, what: str | None, said: str, told_by: str) -> Proposed:
    """Return the correction as the service takes it.

    Hours, and whether it is there at all, are told in words: a clerk reads those.
    """
    said, told_by = said.strip(), told_by.strip()
    names = {key: name for key, name, _now in _fields(file)}
    if what == _PHONE and file.numbers:
        number = file.numbers[0]
        return Proposed(
            field="number", value=said, part="map_phone", part_key=number.id, told_by=told_by
        )
    if what in names and what != _PHONE:
        return Proposed(field=str(what), value=said, told_by=told_by)
    begins = {_HOURS: _("Openingstijden"), _GONE: _("Het bestaat niet meer")}.get(what or "", "")
    return Proposed(note=": ".join(part for part in (begins, said) if part), told_by=told_by)


def needs_words(what: str | None) -> bool:
    """Tell whether it has to be said what is right: not where a service is gone."""
    return what != _GONE


def _fields(file: ServiceFile) -> list[tuple[str, str, str]]:
    service = file.service
    number = file.numbers[0].number if file.numbers else ""
    return [
        (_PHONE, _("Telefoonnummer"), number),
        ("application_process", _("Hoe iemand zich aanmeldt"), service.application_process),
        ("fees_description", _("Over de kosten"), service.fees_description),
        ("eligibility_description", _("Voor wie"), service.eligibility_description),
        ("wait_time", _("Wachttijd"), service.wait_time),
        ("description", _("Wat het is"), service.description),
        ("name", _("Naam"), service.name),
    ]


def _shortened(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= _SHORT else f"{line[:_SHORT].rstrip()}…"
