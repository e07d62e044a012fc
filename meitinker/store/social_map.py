"""Lists of the services of the social map: by name, within what was asked.

One statement for every question: what is not asked is a parameter without a value. It walks
through the list in order of name and stops where a page is full, so ten thousand services cost
no more than the page does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.map_services import (
    EVERY_VILLAGE,
    MAP_SERVICE,
    CarerFunction,
    Cost,
    ServiceStatus,
    WayIn,
)
from meitinker.domain.needs import Rung
from meitinker.domain.visits import LifeDomain
from meitinker.store import visibility

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.session import Session
    from meitinker.store.driver import Connection


class Implied(msgspec.Struct, frozen=True, kw_only=True):
    """The categories from which something follows where a service does not say it itself."""

    rung: frozenset[str] = frozenset()
    life_domain: frozenset[str] = frozenset()
    carer_function: frozenset[str] = frozenset()


class ServiceFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which services a list is about; what is None is not asked.

    Attributes:
        village_id: Those that are for people of a village.
        municipality_id: The municipality of that village.
        category: Codes of the tree, of which one is enough.
        rung: A rung of the ladder.
        life_domain: A life domain.
        carer_function: A function of carer support.
        who_for: A code of the list of who it is for.
        way_in: How people get in.
        cost: What it costs.
        provider_id: Whose services.
        running: Only those that are there now; those that stopped as well where it is False.
        stopped: Only those that stopped or are closed for a while.
        implied: Of the rung, the domain and the function the categories that they follow from.
    """

    village_id: str | None = None
    municipality_id: str | None = None
    category: frozenset[str] | None = None
    rung: Rung | None = None
    life_domain: LifeDomain | None = None
    carer_function: CarerFunction | None = None
    who_for: str | None = None
    way_in: WayIn | None = None
    cost: Cost | None = None
    provider_id: str | None = None
    running: bool = True
    stopped: bool = False
    implied: Implied | None = None


class MapLine(msgspec.Struct, frozen=True):
    """One service in a list; days are ISO text, ``places`` names of villages with commas."""

    service_id: str
    name: str
    provider: str
    status: ServiceStatus
    way_in: WayIn
    cost: Cost
    rung: int | None
    checked_on: str | None
    places: str
    sort_name: str


# Each is a set that is found once by an index, and not looked for in each service anew.
_SERVES = """
(:village IS NULL OR t.id IN (
    SELECT a.service_id FROM service_area AS a
        WHERE a.village_id = :village AND a.row_deleted = 0
    UNION ALL SELECT a.service_id FROM service_area AS a
        WHERE a.municipality_id = :municipality AND a.row_deleted = 0
    UNION ALL SELECT a.service_id FROM service_area AS a
        WHERE a.reach IN (SELECT value FROM json_each(:everywhere)) AND a.row_deleted = 0
    UNION ALL SELECT l.service_id FROM map_location AS m
        JOIN service_at_location AS l ON l.location_id = m.id AND l.row_deleted = 0
        WHERE m.village_id = :village AND m.row_deleted = 0 AND NOT EXISTS (
            SELECT 1 FROM service_area AS a
            WHERE a.service_id = l.service_id AND a.row_deleted = 0)))
"""
_IN_CATEGORY = """
(:category IS NULL OR t.id IN (SELECT c.service_id FROM service_attribute AS c
    WHERE c.vocabulary = 'category' AND c.row_deleted = 0
    AND c.code IN (SELECT value FROM json_each(:category))))
"""
_ON_RUNG = """
(:rung IS NULL OR t.rung = :rung OR (t.rung IS NULL AND t.id IN (
    SELECT c.service_id FROM service_attribute AS c
    WHERE c.vocabulary = 'category' AND c.row_deleted = 0
    AND c.code IN (SELECT value FROM json_each(:of_rung)))))
"""
_ABOUT = """
(:domain IS NULL OR t.id IN (SELECT c.service_id FROM service_attribute AS c
    WHERE c.vocabulary = 'life_domain' AND c.code = :domain AND c.row_deleted = 0)
 OR (t.id IN (SELECT c.service_id FROM service_attribute AS c
        WHERE c.vocabulary = 'category' AND c.row_deleted = 0
        AND c.code IN (SELECT value FROM json_each(:of_domain)))
     AND t.id NOT IN (SELECT c.service_id FROM service_attribute AS c
        WHERE c.vocabulary = 'life_domain' AND c.row_deleted = 0)))
"""
_FULFILS = """
(:function IS NULL OR t.id IN (SELECT c.service_id FROM service_attribute AS c
    WHERE c.vocabulary = 'carer_function' AND c.code = :function AND c.row_deleted = 0)
 OR (t.id IN (SELECT c.service_id FROM service_attribute AS c
        WHERE c.vocabulary = 'category' AND c.row_deleted = 0
        AND c.code IN (SELECT value FROM json_each(:of_function)))
     AND t.id NOT IN (SELECT c.service_id FROM service_attribute AS c
        WHERE c.vocabulary = 'carer_function' AND c.row_deleted = 0)))
"""
_IS_FOR = """
(:who_for IS NULL OR t.id IN (SELECT c.service_id FROM service_attribute AS c
    WHERE c.vocabulary = 'who_for' AND c.code = :who_for AND c.row_deleted = 0))
"""
_REST = """
(NOT :running OR t.status = 'active') AND (NOT :stopped OR t.status <> 'active')
AND (:way_in IS NULL OR t.way_in = :way_in)
AND (:cost IS NULL OR t.cost = :cost) AND (:provider IS NULL OR t.provider_id = :provider)
"""
WANTED = " AND ".join(
    (_SERVES, _IN_CATEGORY, _ON_RUNG, _ABOUT, _FULFILS, _IS_FOR, _REST, "t.row_deleted = 0")
)
"""Of a service joined as ``t``: whether it is wanted; takes what :func:`asked` gives."""

_FROM = "FROM map_entry AS e JOIN map_service AS t ON t.id = e.service_id"
_LINE = """
SELECT e.service_id, t.name, coalesce(p.name, ''), t.status, t.way_in, t.cost, t.rung,
    e.checked_on, coalesce((SELECT group_concat(DISTINCT coalesce(nullif(v.frisian_name, ''),
        v.dutch_name)) FROM service_at_location AS l
        JOIN map_location AS m ON m.id = l.location_id AND m.row_deleted = 0
        JOIN village AS v ON v.id = m.village_id
        WHERE l.service_id = t.id AND l.row_deleted = 0), ''), e.sort_name
"""
_PAGE = (
    f"{_LINE} {_FROM} LEFT JOIN provider AS p ON p.id = t.provider_id"
    " WHERE (e.sort_name, e.service_id) > (:after_name, :after_id)"
    f" AND {WANTED} ORDER BY e.sort_name, e.service_id LIMIT :most"
)
_THESE = (
    f"{_LINE} {_FROM} LEFT JOIN provider AS p ON p.id = t.provider_id"
    " WHERE e.service_id IN (SELECT value FROM json_each(?)) AND t.row_deleted = 0"
)
_IDS = f"SELECT e.service_id {_FROM} WHERE {WANTED} ORDER BY e.sort_name, e.service_id"
_COUNT = f"SELECT count(*) FROM map_service AS t WHERE {WANTED}"
_COLUMNS = MapLine.__struct_fields__
_EVERYWHERE = msgspec.json.encode(sorted(EVERY_VILLAGE)).decode()


def page(
    connection: Connection,
    session: Session,
    wanted: ServiceFilter,
    *,
    most: int,
    after: MapLine | None = None,
) -> list[MapLine]:
    """Return a run of the services that are wanted, by name, after a line of the run before."""
    if not visibility.reads_any(session, MAP_SERVICE):
        return []
    begin = (after.sort_name, after.service_id) if after else ("", "")
    values = {"after_name": begin[0], "after_id": begin[1], "most": most, **asked(wanted)}
    return [_line(row) for row in connection.execute(_PAGE, values)]


def lines(connection: Connection, session: Session, service_ids: Iterable[str]) -> list[MapLine]:
    """Return the lines of these services, in the order asked; those that are gone left out."""
    if not visibility.reads_any(session, MAP_SERVICE):
        return []
    order = list(service_ids)
    rows = connection.execute(_THESE, (_listed(order),))
    found = {row[0]: _line(row) for row in rows}
    return [found[one] for one in order if one in found]


def ids(connection: Connection, session: Session, wanted: ServiceFilter) -> list[str]:
    """Return the ids of all services that are wanted, in order of name."""
    if not visibility.reads_any(session, MAP_SERVICE):
        return []
    return [row[0] for row in connection.execute(_IDS, asked(wanted))]


def count(connection: Connection, session: Session, wanted: ServiceFilter) -> int:
    """Return how many services are wanted."""
    if not visibility.reads_any(session, MAP_SERVICE):
        return 0
    return int(connection.execute(_COUNT, asked(wanted)).fetchone()[0])


def asked(wanted: ServiceFilter) -> dict[str, object]:
    """Return the parameters of :data:`WANTED`."""
    implied = wanted.implied or Implied()
    return {
        "village": wanted.village_id,
        "municipality": wanted.municipality_id,
        "everywhere": _EVERYWHERE,
        "category": None if wanted.category is None else _listed(wanted.category),
        "rung": wanted.rung,
        "of_rung": _listed(implied.rung),
        "domain": wanted.life_domain,
        "of_domain": _listed(implied.life_domain),
        "function": wanted.carer_function,
        "of_function": _listed(implied.carer_function),
        "who_for": wanted.who_for,
        "way_in": wanted.way_in,
        "cost": wanted.cost,
        "provider": wanted.provider_id,
        "running": int(wanted.running),
        "stopped": int(wanted.stopped),
    }


def _listed(codes: Iterable[str]) -> str:
    return msgspec.json.encode(sorted(codes)).decode()


def _line(row: tuple[object, ...]) -> MapLine:
    return msgspec.convert(dict(zip(_COLUMNS, row, strict=True)), MapLine)
