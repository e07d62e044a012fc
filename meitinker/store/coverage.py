"""What the social map offers where: of all running services at once, for counting.

Each is one statement over a whole table. A question per village and column (there are nearly
four hundred) would walk through the map as many times. All that is read stands in an index
(layout 11): the services themselves are wide, and would not fit in the cache together.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.map_services import MAP_SERVICE, Reach, Vocabulary
from meitinker.domain.providers import ProviderKind
from meitinker.store import visibility

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.store.driver import Connection


class Running(msgspec.Struct, frozen=True):
    """A running service: whose it is, and when it was last found to be right (ISO text)."""

    service_id: str
    provider_id: str
    kind: ProviderKind
    checked_on: str | None


class Area(msgspec.Struct, frozen=True):
    """An area; ids are "" where it has none."""

    reach: Reach
    village_id: str
    municipality_id: str


class Coded(msgspec.Struct, frozen=True):
    """The codes that a service has from one list; ``codes`` with commas, in no order."""

    service_id: str
    vocabulary: Vocabulary
    codes: str


_RUNNING = """
SELECT t.id, t.provider_id, coalesce(p.kind, 'unknown'), e.checked_on
FROM map_service AS t JOIN map_entry AS e ON e.service_id = t.id
LEFT JOIN provider AS p ON p.id = t.provider_id
WHERE t.status = 'active' AND t.row_deleted = 0
"""
# One row a service: what is the same text is the same reach, and is read once.
_AREAS = """
SELECT a.service_id, group_concat(
    a.reach || ',' || coalesce(a.village_id, '') || ',' || coalesce(a.municipality_id, ''), ' ')
FROM service_area AS a WHERE a.row_deleted = 0 GROUP BY a.service_id
"""
_PLACES = """
SELECT DISTINCT l.service_id, m.village_id FROM service_at_location AS l
JOIN map_location AS m ON m.id = l.location_id AND m.row_deleted = 0
WHERE l.row_deleted = 0 AND m.village_id IS NOT NULL
"""
# The plus keeps to the index in the order of the services, which needs no sorting.
_CODES = """
SELECT c.service_id, c.vocabulary, group_concat(c.code) FROM service_attribute AS c
WHERE c.row_deleted = 0 AND +c.vocabulary IN ('category', 'life_domain', 'carer_function')
GROUP BY c.service_id, c.vocabulary
"""
_VOCABULARIES = {one.value: one for one in Vocabulary}
_KINDS = {one.value: one for one in ProviderKind}
_REACHES = {one.value: one for one in Reach}


def running(connection: Connection, session: Session) -> list[Running]:
    """Return all services that are there now."""
    if not visibility.reads_any(session, MAP_SERVICE):
        return []
    return [
        Running(one, provider, _KINDS[kind], checked)
        for one, provider, kind, checked in connection.execute(_RUNNING)
    ]


def areas(connection: Connection, session: Session) -> dict[str, tuple[Area, ...]]:
    """Return the areas of each service that has any; one without is for where it is given."""
    if not visibility.reads_any(session, MAP_SERVICE):
        return {}
    read = cache(lambda told: tuple(_area(one) for one in told.split(" ")))
    return {str(one): read(told) for one, told in connection.execute(_AREAS)}


def places(connection: Connection, session: Session) -> list[tuple[str, str]]:
    """Return each service with each village that it is given in."""
    if not visibility.reads_any(session, MAP_SERVICE):
        return []
    return [(str(one), str(village)) for one, village in connection.execute(_PLACES)]


def codes(connection: Connection, session: Session) -> list[Coded]:
    """Return the categories, life domains and carer functions that services say themselves."""
    if not visibility.reads_any(session, MAP_SERVICE):
        return []
    return [
        Coded(one, _VOCABULARIES[vocabulary], told)
        for one, vocabulary, told in connection.execute(_CODES)
    ]


def _area(told: str) -> Area:
    reach, village, town = told.rsplit(",", 2)
    return Area(_REACHES[reach], village, town)
