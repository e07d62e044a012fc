"""Requests with their clocks: those of one person, one by itself, and all that are open."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain import clocks, reference
from meitinker.domain.appointments import Appointment, AppointmentState
from meitinker.domain.clocks import Clock, ServiceTerm
from meitinker.domain.letters import Letter
from meitinker.domain.organisation import ReferenceOverlay
from meitinker.domain.people import Person
from meitinker.domain.requests import Request, RequestKind, RequestState, Urgency
from meitinker.domain.visits import Visit
from meitinker.services import reading
from meitinker.store import people, records, requests

if TYPE_CHECKING:
    from datetime import datetime

    from meitinker.domain.session import Session
    from meitinker.ids import RecordId
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection
    from meitinker.store.people import PersonEntry

SERVICE_TERMS = "service_terms"
"""The reference set that says how the 24 hours are counted."""


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


def of_person(database: Database, session: Session, person_id: RecordId) -> tuple[RequestFile, ...]:
    """Return the requests of a person whose file is open, the newest first."""
    with database.reading() as connection:
        client = records.get(connection, session, Person, records.resolve(connection, person_id))
        found = records.find(connection, session, Request, order="received_at", client_id=client.id)
        term = service_term(connection, session)
        return tuple(_file(connection, session, one, client, term=term) for one in found[::-1])


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
        term = service_term(connection, session)
        return _file(connection, session, request, client, term=term)


def waiting(database: Database, session: Session) -> tuple[OpenRequest, ...]:
    """Return the requests whose terms still run: urgent ones first, then the most pressing."""
    now, today = clock.now(), clock.today().isoformat()
    with database.reading() as connection:
        term = service_term(connection, session)
        found = [
            (request, records.resolve(connection, request.client_id))
            for one in requests.open_ids(connection, session)
            for request in [records.get(connection, session, Request, one)]
        ]
        wanted = list(dict.fromkeys(person for _request, person in found))
        shown = {e.person_id: e for e in people.entries(connection, session, today, people=wanted)}
    told = [(r, clocks.request_clocks(r, term), shown[p]) for r, p in found if p in shown]
    told.sort(key=lambda one: (*clocks.rank(one[0], one[1], now), one[0].id))
    return tuple(
        OpenRequest(
            request_id=request.id,
            person=person,
            kind=request.kind,
            urgency=request.urgency,
            state=request.state,
            received_at=request.received_at,
            first=clocks.pressing(request, running, now),
        )
        for request, running, person in told
    )


def service_term(connection: Connection, session: Session) -> ServiceTerm:
    """Return how the organisation counts the hours to an appointment.

    Raises:
        InvalidField: The organisation's own set cannot be read.
    """
    overlays = records.find(connection, session, ReferenceOverlay, name=SERVICE_TERMS)
    chosen = reference.choose(
        reference.shipped(SERVICE_TERMS), overlays, municipality=None, day=clock.today()
    )
    return chosen.read(ServiceTerm) if chosen else clocks.DEFAULT_SERVICE_TERM


def _file(
    connection: Connection, session: Session, request: Request, client: Person, *, term: ServiceTerm
) -> RequestFile:
    def of(record: type[records.R], *, order: str = "id") -> tuple[records.R, ...]:
        found = records.find(connection, session, record, order=order, request_id=request.id)
        return tuple(found)

    return RequestFile(
        request=request,
        client=client,
        clocks=clocks.request_clocks(request, term),
        appointments=tuple(
            a
            for a in of(Appointment, order="starts_at")
            if a.state is not AppointmentState.CANCELLED
        ),
        visits=of(Visit),
        letters=of(Letter),
    )
