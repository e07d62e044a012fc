"""The organisation's own terms, client support, equal days: overlays on what is shipped.

What the program ships is never overwritten. A change of today begins today; what held before
stays as it was, for whoever asks how a term was counted then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeAlias, TypeVar

import msgspec

from meitinker import clock
from meitinker.domain import identity, reference
from meitinker.domain.clocks import Counting, ServiceTerm
from meitinker.domain.organisation import Municipality, ReferenceOverlay
from meitinker.domain.own_sets import (
    CLIENT_SUPPORT,
    EQUAL_DAYS,
    SERVICE_TERMS,
    ClientSupport,
    EqualDay,
    check_hours,
)
from meitinker.domain.villages import Village
from meitinker.errors import ChangedMeanwhile, InvalidField
from meitinker.ids import MunicipalityId, RecordId, record_id
from meitinker.services import form_drafts
from meitinker.services.form_drafts import Form, TypedFields
from meitinker.store import records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.domain.people import Person
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

T = TypeVar("T")
_Content: TypeAlias = "ServiceTerm | ClientSupport | list[EqualDay]"

TYPED = Form("own_sets", TypedFields)
"""Term and client support as they are typed, for one municipality or for all."""

NEW_DAY = Form("equal_day", TypedFields)


class OwnSets(msgspec.Struct, frozen=True, kw_only=True):
    """What the settings show for one municipality, or for all.

    Attributes:
        municipalities: Those the organisation works for.
        term: The promise that holds there today.
        support: Who gives free client support there.
        days: The days on a par with holidays; the same everywhere.
    """

    municipalities: tuple[Municipality, ...]
    term: ServiceTerm
    support: ClientSupport
    days: tuple[EqualDay, ...]


class ServiceTerms:
    """The organisation's promises, each on its own day and in its own municipality.

    Attributes:
        differ: Whether municipalities differ, so that it matters where someone lives.
    """

    def __init__(self, connection: Connection, session: Session) -> None:
        """Read them once, for a list of requests."""
        self._overlays = _overlays(connection, session, SERVICE_TERMS)
        self._places: dict[str, Municipality | None] = {}
        self.differ = any(one.municipality_id for one in self._overlays)
        if self.differ:
            known = {one.id: one for one in records.find(connection, session, Municipality)}
            self._places = {
                str(one.id): known.get(RecordId(one.municipality_id or ""))
                for one in records.find(connection, session, Village)
            }

    def of(self, client: Person | None, day: date) -> ServiceTerm:
        """Return what was promised to ``client`` on ``day``; without one, to anybody.

        Raises:
            InvalidField: The organisation's own set cannot be read.
        """
        where = self._places.get(str(client.village_id)) if client else None
        return _chosen(SERVICE_TERMS, self._overlays, ServiceTerm, where=where, day=day)


def shown(
    database: Database, session: Session, municipality_id: MunicipalityId | None = None
) -> OwnSets:
    """Return what holds today in a municipality; without one, what holds in all."""
    with database.reading() as connection:
        all_of_them = records.find(connection, session, Municipality, order="name")
        where = next((one for one in all_of_them if one.id == municipality_id), None)
        overlays = _overlays(connection, session, SERVICE_TERMS)
        return OwnSets(
            municipalities=tuple(all_of_them),
            term=_chosen(SERVICE_TERMS, overlays, ServiceTerm, where=where, day=clock.today()),
            support=client_support(connection, session, where),
            days=_days(connection, session),
        )


def client_support(
    connection: Connection, session: Session, where: Municipality | None
) -> ClientSupport:
    """Return who gives free independent client support in a municipality; empty where unknown."""
    overlays = _overlays(connection, session, CLIENT_SUPPORT)
    return _chosen(CLIENT_SUPPORT, overlays, ClientSupport, where=where, day=clock.today())


def equal_days(connection: Connection, session: Session) -> frozenset[date]:
    """Return the days that a royal decree put on a par with holidays (Atw art. 3 lid 3)."""
    return frozenset(one.day for one in _days(connection, session))


def keep_term(
    database: Database,
    session: Session,
    *,
    hours: int,
    counting: Counting,
    municipality_id: MunicipalityId | None = None,
    shown: ServiceTerm | None = None,
) -> Changes:
    """Promise an appointment within so many hours, for questions that come in from today on.

    It was ``shown`` before it was typed over; None is as it stands now.

    Raises:
        InvalidField: Less than an hour or more than four weeks.
        ChangedMeanwhile: Somebody else promised otherwise meanwhile.
    """
    term = ServiceTerm(appointment_hours=check_hours(hours), counting=counting)
    over = _Over(municipality_id, shown)
    return _keep(database, session, SERVICE_TERMS, term, over=over)


def keep_support(
    database: Database,
    session: Session,
    *,
    name: str,
    phone: str,
    municipality_id: MunicipalityId | None = None,
    shown: ClientSupport | None = None,
) -> Changes:
    """Keep whom letters name for free independent client support.

    It was ``shown`` before it was typed over; None is as it stands now.

    Raises:
        InvalidField: A number without a name, or a number that cannot be.
        ChangedMeanwhile: Somebody else named another meanwhile.
    """
    if phone.strip() and not name.strip():
        raise InvalidField("name", "support_name_missing")
    identity.checked_phone(phone, field="phone")
    support = ClientSupport(name=name.strip(), phone=phone.strip())
    over = _Over(municipality_id, shown)
    return _keep(database, session, CLIENT_SUPPORT, support, over=over)


def add_equal_day(database: Database, session: Session, day: EqualDay) -> Changes:
    """Add a day that a royal decree put on a par with holidays.

    Raises:
        InvalidField: It says not where that is decreed, or the day is there already.
    """
    if not day.source.strip():
        raise InvalidField("source", "decree_missing")
    with database.reading() as connection:
        known = _days(connection, session)
    if any(one.day == day.day for one in known):
        raise InvalidField("day", "day_known")
    kept = EqualDay(day=day.day, source=day.source.strip())
    days = sorted([*known, kept], key=lambda one: one.day)
    return _keep(database, session, EQUAL_DAYS, days, form=NEW_DAY)


def remove_equal_day(database: Database, session: Session, day: date) -> Changes:
    """Take a day away again."""
    with database.reading() as connection:
        known = _days(connection, session)
    return _keep(database, session, EQUAL_DAYS, [one for one in known if one.day != day])


def _days(connection: Connection, session: Session) -> tuple[EqualDay, ...]:
    overlays = _overlays(connection, session, EQUAL_DAYS)
    found = _chosen(EQUAL_DAYS, overlays, list[EqualDay], where=None, day=clock.today())
    return tuple(found)


def _overlays(connection: Connection, session: Session, name: str) -> list[ReferenceOverlay]:
    return records.find(connection, session, ReferenceOverlay, name=name)


def _chosen(
    name: str,
    overlays: Sequence[ReferenceOverlay],
    shape: type[T],
    *,
    where: Municipality | None,
    day: date,
) -> T:
    """Return the content that holds; of a day before the first set, the first one."""
    shipped = reference.shipped(name)
    found = reference.choose(shipped, overlays, municipality=where, day=day)
    return (found or shipped[0]).read(shape)


class _Over(NamedTuple):
    """What a version is laid over: in which municipality, and what was shown there."""

    municipality_id: MunicipalityId | None = None
    shown: _Content | None = None

    def require_seen(
        self, connection: Connection, session: Session, name: str, content: _Content
    ) -> None:
        """Raise ChangedMeanwhile where something else holds by now than what was shown."""
        if self.shown is None:
            return
        at = self.municipality_id
        where = records.get(connection, session, Municipality, at) if at else None
        overlays = _overlays(connection, session, name)
        shape = type(self.shown)
        stands = _chosen(name, overlays, shape, where=where, day=clock.today())
        if stands not in (self.shown, content):
            raise ChangedMeanwhile(name)


def _keep(
    database: Database,
    session: Session,
    name: str,
    content: _Content,
    *,
    over: _Over | None = None,
    form: Form[TypedFields] | None = None,
) -> Changes:
    """Lay a version of today over the set; one that began today already is changed."""
    over = over or _Over()
    today, text = clock.today(), msgspec.json.encode(content).decode()
    with database.reading() as connection:
        overlays = _overlays(connection, session, name)
        over.require_seen(connection, session, name, content)
        known = [
            one
            for one in overlays
            if one.municipality_id == over.municipality_id and one.valid_from == today
        ]
    with act(database, session, f"{name}.keep") as work:
        if known:
            work.edit(ReferenceOverlay, known[-1].id, {"content": text})
        else:
            overlay = ReferenceOverlay(
                id=record_id(),
                name=name,
                municipality_id=over.municipality_id,
                valid_from=today,
                source=_SOURCE,
                checked=True,
                content=text,
            )
            work.create(overlay)
        form_drafts.finish(work.transaction, form)
    return work.changes


_SOURCE = "Instellingen"
