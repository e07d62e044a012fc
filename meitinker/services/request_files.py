"""Requests with their clocks: those of one person, one by itself, and all that are open."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain import clocks
from meitinker.domain.appointments import Appointment, AppointmentState
from meitinker.domain.clocks import Clock
from meitinker.domain.letters import Letter
from meitinker.domain.people import Person
from meitinker.domain.requests import Request, RequestKind, RequestState, Urgency
from meitinker.domain.visits import Visit
from meitinker.services import own_sets, reading
from meitinker.services.own_sets import ServiceTerms
from meitinker.store import people, records, requests

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.domain.session import Session
    from meitinker.ids import RecordId
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection
    from meitinker.store.people import PersonEntry


class RequestFile(msgspec.Struct, frozen=True, kw_only=True):
    """A request with its clocks and what came of it, the oldest first."""

    request: Request
    client: Person
    clocks: tuple[Clock, ...]
    appointments: tuple[Appointment, ...]
    visits: tuple[Visit, ...]
    letters: tuple[Letter, ...]


class OpenRequest(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the list of open requests; nothing of what was asked.

    Attributes:
        request_id: The request.
        person: Whose it is, as lists show people.
        kind: A question or a signal.
        urgency: Whether it cannot wait.
        state: Open or handed over.
        received_at: When it came in.
        first: The clock that presses, or None.
    """

    request_id: RecordId
    person: PersonEntry
    kind: RequestKind
    urgency: Urgency
    state: RequestState
    received_at: datetime
    first: Clock | None


class Pressing(msgspec.Struct, frozen=True, kw_only=True):
    """The requests that cannot wait: the first of them, and how many come after those."""

    first: tuple[OpenRequest, ...] = ()
    further: int = 0


def of_person(database: Database, session: Session, person_id: RecordId) -> tuple[RequestFile, ...]:
    """Return the requests of a person whose file is open, the newest first."""
    with database.reading() as connection:
        client = records.get(connection, session, Person, records.resolve(connection, person_id))
        found = records.find(connection, session, Request, order="received_at", client_id=client.id)
        return tuple(_file(connection, session, one, client) for one in found[::-1])


def opened(database: Database, session: Session, request_id: RecordId) -> RequestFile:
    """Return a request with all that belongs to it; that it was opened is logged first.

    Raises:
        NotVisible: It is not this session's to see.
    """
    reading.opened(database, session, Request, request_id)
    return file_of(database, session, request_id)


def file_of(database: Database, session: Session, request_id: RecordId) -> RequestFile:
    """Return a request that is already open (to refresh a screen)."""
    with database.reading() as connection:
        request = records.get(connection, session, Request, request_id)
        client_id = records.resolve(connection, request.client_id)
        client = records.get(connection, session, Person, client_id)
        return _file(connection, session, request, client)


def waiting(database: Database, session: Session) -> tuple[OpenRequest, ...]:
    """Return the requests whose terms still run: urgent ones first, then the most pressing."""
    with database.reading() as connection:
        return _shown(connection, session, _running(connection, session))


def pressing(database: Database, session: Session, *, within: timedelta, most: int) -> Pressing:
    """Return the requests that cannot wait, in the order of :func:`waiting`.

    Args:
        database: The store.
        session: Who asks.
        within: A clock that ends within this time, or is over already, presses.
        most: How many are shown; of the rest nothing is read but how many there are.
    """
    until = clock.now() + within
    with database.reading() as connection:
        found = [one for one in _running(connection, session) if one.presses(until)]
        first = _shown(connection, session, found[:most])
    return Pressing(first=first, further=len(found[most:]))


def first_clocks(database: Database, session: Session) -> dict[RecordId, Clock | None]:
    """Return by request whose terms still run the clock that presses, or None."""
    with database.reading() as connection:
        return {one.request.id: one.first for one in _running(connection, session)}


class _Running(msgspec.Struct, frozen=True):
    """A request whose terms run, with the clock that presses and whose it is now."""

    request: Request
    first: Clock | None
    person_id: str

    def presses(self, until: datetime) -> bool:
        due = self.first.due_at if self.first else None
        # What a colleague goes on with presses by its clock only: the haste is theirs.
        urgent = self.request.urgency is Urgency.URGENT
        mine = self.request.state is RequestState.OPEN
        return (urgent and mine) or (due is not None and due <= until)


def _running(connection: Connection, session: Session) -> list[_Running]:
    now, counted = clock.now(), CountingRules(connection, session)
    wanted = requests.open_ids(connection, session)
    found = records.chosen(connection, session, Request, wanted)
    clients = records.resolved(connection, [one.client_id for one in found])
    running = {one.id: counted.clocks(one, clients[one.client_id]) for one in found}
    found.sort(key=lambda one: (*clocks.rank(one, running[one.id], now), one.id))
    return [
        _Running(one, clocks.pressing(running[one.id], now), clients[one.client_id])
        for one in found
    ]


def _shown(
    connection: Connection, session: Session, found: Sequence[_Running]
) -> tuple[OpenRequest, ...]:
    today = clock.today().isoformat()
    wanted = list(dict.fromkeys(one.person_id for one in found))
    shown = {e.person_id: e for e in people.entries(connection, session, today, people=wanted)}
    return tuple(
        OpenRequest(
            request_id=one.request.id,
            person=shown[one.person_id],
            kind=one.request.kind,
            urgency=one.request.urgency,
            state=one.request.state,
            received_at=one.request.received_at,
            first=one.first,
        )
        for one in found
        if one.person_id in shown
    )


class CountingRules:
    """How the organisation counts: its own promise, and the days on a par with holidays."""

    def __init__(self, connection: Connection, session: Session) -> None:
        """Read both once, for as many requests as there are."""
        self._connection, self._session = connection, session
        self._promised = ServiceTerms(connection, session)
        self._equal = own_sets.equal_days(connection, session)

    def clocks(self, request: Request, client_id: str) -> tuple[Clock, ...]:
        """Return the clocks of a request of ``client_id``.

        Raises:
            InvalidField: The organisation's own set cannot be read.
        """
        where = client_id if self._promised.differ else None
        client = where and records.get(self._connection, self._session, Person, where)
        day = clock.local(request.received_at).date()
        term = self._promised.of(client or None, day)
        return clocks.request_clocks(request, term, equal=self._equal)


def _file(
    connection: Connection, session: Session, request: Request, client: Person
) -> RequestFile:
    def of(record: type[records.R], *, order: str = "id") -> tuple[records.R, ...]:
        found = records.find(connection, session, record, order=order, request_id=request.id)
        return tuple(found)

    return RequestFile(
        request=request,
        client=client,
        clocks=CountingRules(connection, session).clocks(request, client.id),
        appointments=tuple(
            a
            for a in of(Appointment, order="starts_at")
            if a.state is not AppointmentState.CANCELLED
        ),
        visits=of(Visit),
        letters=of(Letter),
    )
