"""Applications with their clock: of one person, of one conversation, and those not yet decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain import clocks
from meitinker.domain.applications import About, Application, ClockStop, Investigation
from meitinker.domain.clocks import Clock
from meitinker.domain.letters import Letter, LetterKind
from meitinker.domain.organisation import User
from meitinker.domain.plans import Handover, SupportPlan
from meitinker.domain.requests import Request
from meitinker.domain.visits import Visit
from meitinker.errors import InvalidField
from meitinker.services import own_sets
from meitinker.store import applications as rows
from meitinker.store import people, records

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from meitinker.domain.session import Session
    from meitinker.ids import RecordId
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection
    from meitinker.store.people import PersonEntry


class KeptStop(msgspec.Struct, frozen=True, kw_only=True):
    """A suspension, the letter that keeps it, and the name of who wrote it down."""

    letter_id: RecordId
    stop: ClockStop
    by: str


class ApplicationFile(msgspec.Struct, frozen=True, kw_only=True):
    """An application, its clock, and whether it came too early.

    Attributes:
        application: What was signed.
        stops: When its two weeks stood still, in order.
        decided_on: When the decision was sent, or None.
        clock: The two weeks; None before it came in.
        investigation: How far the investigation is.
        early: It came before an application could be made (art. 2.3.2 lid 9).
    """

    application: Application
    stops: tuple[KeptStop, ...] = ()
    decided_on: date | None = None
    clock: Clock | None = None
    investigation: Investigation = Investigation()
    early: bool = False


class Undecided(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the list of applications that wait for a decision; nothing of what is asked."""

    application_id: RecordId
    person: PersonEntry
    clock: Clock


def of_person(
    database: Database, session: Session, person_id: RecordId
) -> tuple[ApplicationFile, ...]:
    """Return the applications of a person whose file is open, the newest first."""
    with database.reading() as connection:
        client = records.resolve(connection, person_id)
        found = records.find(
            connection, session, Application, order="received_on", client_id=client
        )
        return tuple(_file(connection, session, one) for one in found[::-1])


def of_visit(database: Database, session: Session, visit_id: RecordId) -> ApplicationFile | None:
    """Return the application of a conversation that is open, or None."""
    with database.reading() as connection:
        found = records.find(connection, session, Application, visit_id=visit_id)
        return _file(connection, session, found[-1]) if found else None


def file_of(database: Database, session: Session, application_id: RecordId) -> ApplicationFile:
    """Return an application of a file that is open.

    Raises:
        NotVisible: It is not this session's to see.
    """
    with database.reading() as connection:
        application = records.get(connection, session, Application, application_id)
        return _file(connection, session, application)


def undecided(database: Database, session: Session) -> tuple[Undecided, ...]:
    """Return the applications whose decision was not sent, the most pressing first."""
    today = clock.today().isoformat()
    with database.reading() as connection:
        equal = own_sets.equal_days(connection, session)
        found = [
            (one, records.resolve(connection, one.client_id))
            for key in rows.undecided_ids(connection, session)
            for one in [records.get(connection, session, Application, key)]
        ]
        wanted = list(dict.fromkeys(person for _one, person in found))
        shown = {e.person_id: e for e in people.entries(connection, session, today, people=wanted)}
        waiting = [
            Undecided(application_id=one.id, person=shown[person], clock=running)
            for one, person in found
            for running in [_clock(one, _letters(connection, session, one), equal=equal)]
            if person in shown and running is not None
        ]
    return tuple(sorted(waiting, key=lambda one: (one.clock.due_at is None, one.clock.due_at)))


def waits(connection: Connection, session: Session, application: Application) -> bool:
    """Tell whether the decision on an application is still to come, as far as is known here.

    Who decides does not always tell us: once the two weeks are over it is taken for decided.
    """
    file = _file(connection, session, application)
    if file.decided_on is not None:
        return False
    due = file.clock.due_at if file.clock is not None else None
    return due is None or due >= clock.now()


def stop_of(letter: Letter) -> ClockStop:
    """Return the suspension that a letter keeps.

    Raises:
        InvalidField: It keeps none that can be read.
    """
    try:
        return msgspec.json.decode(letter.content, type=ClockStop)
    except msgspec.DecodeError as error:
        raise InvalidField("content", "content_wrong_shape") from error


def _file(connection: Connection, session: Session, application: Application) -> ApplicationFile:
    letters = _letters(connection, session, application)
    investigation = _investigation(connection, session, application)
    received_on = application.received_on
    return ApplicationFile(
        application=application,
        stops=tuple(_kept(connection, session, one) for one in letters[0]),
        decided_on=_decided(letters[1]),
        clock=_clock(application, letters, equal=own_sets.equal_days(connection, session)),
        investigation=investigation,
        early=received_on is not None and not investigation.lets_apply_on(received_on),
    )


def _letters(
    connection: Connection, session: Session, application: Application
) -> tuple[list[Letter], list[Letter]]:
    """Return the letters about its suspensions by first day, and about its decision."""

    def about(kind: LetterKind) -> list[Letter]:
        found = records.find(
            connection, session, Letter, client_id=application.client_id, kind=kind.value
        )
        return [one for one in found if _about(one) == str(application.id)]

    still = about(LetterKind.SUSPENSION)
    return sorted(still, key=lambda one: stop_of(one).first_day), about(LetterKind.DECISION)


def _about(letter: Letter) -> str:
    try:
        return msgspec.json.decode(letter.content, type=About).application_id
    except msgspec.DecodeError:
        return ""  # a newer program wrote it otherwise


def _clock(
    application: Application,
    letters: tuple[list[Letter], list[Letter]],
    *,
    equal: frozenset[date],
) -> Clock | None:
    if application.received_on is None:
        return None
    still = [stop_of(one).days for one in letters[0]]
    return clocks.decision_clock(
        application.received_on, still, decided_on=_decided(letters[1]), equal=equal
    )


def _decided(letters: Iterable[Letter]) -> date | None:
    return max((one.sent_on for one in letters if one.sent_on is not None), default=None)


def _kept(connection: Connection, session: Session, letter: Letter) -> KeptStop:
    stop = stop_of(letter)
    by = records.known(connection, session, User, stop.by)
    return KeptStop(letter_id=letter.id, stop=stop, by=by.name if by else "")


def _investigation(
    connection: Connection, session: Session, application: Application
) -> Investigation:
    if application.visit_id is None:
        return Investigation()
    visit = records.get(connection, session, Visit, application.visit_id)
    given = [
        handover.handed_over_on
        for plan in records.find(connection, session, SupportPlan, visit_id=visit.id)
        for handover in records.find(connection, session, Handover, plan_id=plan.id)
        if handover.handed_over_on is not None
    ]
    last = None
    request = records.known(connection, session, Request, visit.request_id)
    if request is not None:
        began = clock.local(request.received_at).date()
        equal = own_sets.equal_days(connection, session)
        last = clocks.investigation_last_day(began, equal=equal)
    return Investigation(last_day=last, done_on=min(given, default=None))
