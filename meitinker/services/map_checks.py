"""Freshness of the social map: noting that a service was checked, and which ones are due."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain import map_checks as rules
from meitinker.domain.map_checks import CheckResult, CheckWay, MapCheck
from meitinker.domain.map_services import MapService, ServiceStatus
from meitinker.domain.providers import ProviderKind
from meitinker.errors import InvalidField
from meitinker.ids import RecordId, UserId, record_id
from meitinker.services import map_terms, social_map
from meitinker.store import map_upkeep, records
from meitinker.store import social_map as lists
from meitinker.store.acts import Act, act
from meitinker.store.social_map import ServiceFilter

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.services.social_map import ServiceFile
    from meitinker.store.database import Database


class DueService(msgspec.Struct, frozen=True, kw_only=True):
    """A service that has to be checked; None was never checked."""

    service_id: str
    name: str
    provider: str
    checked_on: date | None
    due_on: date | None


class Noted(msgspec.Struct, frozen=True, kw_only=True):
    """What came of looking at a service; ``checked_on`` None is today."""

    way: CheckWay
    result: CheckResult = CheckResult.RIGHT
    checked_on: date | None = None
    note: str = ""


def note(
    database: Database,
    session: Session,
    service_id: RecordId,
    *,
    way: CheckWay,
    result: CheckResult = CheckResult.RIGHT,
    checked_on: date | None = None,
    note: str = "",
) -> Changes:
    """Note that the user checked a service, today or on a day before.

    That it is gone is a fact for the back office; where the user may change the map it also stops
    the service there.

    Raises:
        NotAllowed: It is not this role's.
        InvalidField: The day has yet to come (``date_in_future``).
        NotVisible: The service is not there.
    """
    noted = Noted(way=way, result=result, checked_on=checked_on, note=note)
    with act(database, session, "map.check") as work:
        note_within(work, service_id, noted)
    return work.changes


def note_within(work: Act, service_id: RecordId, noted: Noted) -> None:
    """Note a check as a part of an act under way; as :func:`note`."""
    today = clock.today()
    day = noted.checked_on or today
    if day > today:
        raise InvalidField("checked_on", "date_in_future")
    connection, session = work.transaction.connection, work.session
    service = records.get(connection, session, MapService, service_id)
    work.create(
        MapCheck(
            id=record_id(),
            service_id=service_id,
            user_id=UserId(session.user),
            checked_on=day,
            result=noted.result,
            at=clock.now(),
            way=noted.way,
            note=noted.note.strip(),
        )
    )
    stops = noted.result is CheckResult.GONE and social_map.keeps(connection, session)
    if stops and service.status is ServiceStatus.ACTIVE:
        work.edit(MapService, service_id, {"status": ServiceStatus.DEFUNCT})


def next_check(database: Database, session: Session, file: ServiceFile) -> date | None:
    """Return the day from which a service is to be checked again; None where it never was."""
    kind = file.provider.kind if file.provider else ProviderKind.UNKNOWN
    with database.reading() as connection:
        months = map_terms.check_terms_in(connection, session).of(kind)
    return rules.due_on(file.checked_on, months)


def due(
    database: Database, session: Session, village_id: str | None = None
) -> tuple[DueService, ...]:
    """Return the work list: what is due for checking, never checked ones first.

    Args:
        database: The store.
        session: Who asks.
        village_id: Only services for people of this village.
    """
    today = clock.today()
    with database.reading() as connection:
        terms = map_terms.check_terms_in(connection, session)
        known = map_upkeep.last_checks(connection, session)
        if village_id is not None:
            wanted = social_map.complete(connection, session, ServiceFilter(village_id=village_id))
            here = set(lists.ids(connection, session, wanted))
            known = [one for one in known if one.service_id in here]
    found = []
    for one in known:
        day = date.fromisoformat(one.checked_on) if one.checked_on else None
        months = terms.of(one.kind)
        if rules.is_due(day, months, today=today):
            found.append(
                DueService(
                    service_id=one.service_id,
                    name=one.name,
                    provider=one.provider,
                    checked_on=day,
                    due_on=rules.due_on(day, months),
                )
            )
    return tuple(found)
