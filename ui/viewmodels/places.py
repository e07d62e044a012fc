"""Which places of the program a role has. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain import rights
from meitinker.domain.kinds import KINDS

if TYPE_CHECKING:
    from meitinker.domain.session import Role

_SHOWS = {"today": "visit", "people": "person", "visits": "visit", "social_map": "map_service"}
"""What each place shows: who may not read any of it has no use for the place."""

_MAKES = {
    "note": ("contact_note",),
    "request": ("request",),
    "back_office": ("review_step", "replacement"),
}
"""What is made there: who may make none of it would only be refused."""

_IN_FILE = {
    "requests": "request",
    "network": "tie",
    "tasks": "task",
    "dossier": "attachment",
    "merge": "person_merge",
}
"""What is made in the sections of a file; overview and details are for all who see the file."""


def has(role: Role, screen: str) -> bool:
    """Tell whether a role has a place; the places of everyone are not listed."""
    if screen in _MAKES:
        return any(makes(role, kind) for kind in _MAKES[screen])
    return screen not in _SHOWS or shows(role, _SHOWS[screen])


def has_section(role: Role, section: str) -> bool:
    """Tell whether a role has a section of a resident's file."""
    return section not in _IN_FILE or makes(role, _IN_FILE[section])


def makes(role: Role, kind: str) -> bool:
    """Tell whether a role may make records of ``kind``, and sees them then."""
    return rights.may(role, KINDS[kind], rights.WriteAct.BEGIN, own=False)


def shows(role: Role, kind: str) -> bool:
    """Tell whether a role may read records of ``kind`` at all."""
    return rights.reads(role, KINDS[kind])
