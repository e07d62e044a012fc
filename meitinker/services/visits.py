"""The visit: begun, written in from any side, concluded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.domain.agreements import Agreement
from meitinker.domain.applications import Application
from meitinker.domain.needs import Finding, Need, Outcome, Step
from meitinker.domain.people import Person
from meitinker.domain.plans import Signature, SignatureWay
from meitinker.domain.requests import Request
from meitinker.domain.visits import (
    Attendee,
    DomainNote,
    LifeDomain,
    Phase,
    SupportForm,
    Visit,
    VisitState,
)
from meitinker.errors import InvalidField, NotVisible
from meitinker.ids import NeedId, PersonId, RecordId, VisitId, record_id
from meitinker.services import application_files, form_drafts, tasks, visit_files, visit_request
from meitinker.services.editing import require_writer
from meitinker.services.editing import writable_visit as _writable
from meitinker.services.form_drafts import Form, TypedForm
from meitinker.store import records, visits
from meitinker.store.acts import act

if TYPE_CHECKING:
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection
    from meitinker.store.visits import VisitEntry


class TypedSigning(TypedForm, frozen=True, kw_only=True):
    """A signature that nobody called done yet: who draws it, and its strokes as JSON."""

    name: str = ""
    strokes: str = ""


SIGNING = Form("signing", TypedSigning, about=Visit)


def listed(
    database: Database,
    session: Session,
    *,
    state: VisitState | None = None,
    most: int = visits.PAGE,
) -> list[VisitEntry]:
    """Return the newest visits; only those in ``state`` where one is named.

    No more than ``most``: :func:`count` tells how many there are.
    """
    with database.reading() as connection:
        return visits.entries(connection, session, state=state.value if state else None, most=most)


def count(database: Database, session: Session, *, state: VisitState | None = None) -> int:
    """Return how many visits there are; only those in ``state`` where one is named."""
    with database.reading() as connection:
        return visits.count(connection, session, state=state.value if state else None)


def begin(
    database: Database,
    session: Session,
    client_id: PersonId,
    *,
    on: date | None = None,
    request_id: RecordId | None = None,
) -> Changes:
    """Begin a visit to a resident; ``on`` is today where it is not told.

    A visit that follows from a request begins with its words as the question, where they are the
    resident's own. Who sits at the table needs no appointment any more: that ends the 24 hours.

    Raises:
        NotVisible: The resident is not this session's to see, or the request is not theirs.
    """
    with database.reading() as connection:
        client = records.get(connection, session, Person, records.resolve(connection, client_id))
        request = (
            records.get(connection, session, Request, request_id)
            if request_id is not None
            else None
        )
        if request is not None and records.resolve(connection, request.client_id) != client.id:
            raise NotVisible("request")
        visit = drawn_up(connection, session, client, request, on=on)
    with act(database, session, "visit.begin") as work:
        work.create(visit)
        if request is not None and request.appointed_at is None:
            moment = max(visit_request.began_at(visit), request.received_at)
            work.edit(Request, request.id, {"appointed_at": moment})
    return work.changes


def drawn_up(
    connection: Connection,
    session: Session,
    client: Person,
    request: Request | None,
    *,
    on: date | None = None,
) -> Visit:
    """Return a visit that begins now, with what the request it follows from tells already.

    What others told, a daughter or a signal, is not the resident's question: the plan says "u".
    """
    phase = _phase(connection, session, client, request)
    now = clock.now()
    today = clock.local(now).date()
    return Visit(
        id=record_id(),
        client_id=PersonId(client.id),
        device_id=session.device,
        user_id=session.user,
        visited_on=on or today,
        # Of another day the hour is not known.
        started_at=now if on in {None, today} else None,
        question=request.own_words if request else "",
        request_id=request.id if request else None,
        phase=phase,
        support_form=SupportForm.EVALUATION if phase is Phase.AFTER else SupportForm.INFORMATION,
    )


def _phase(
    connection: Connection, session: Session, client: Person, request: Request | None
) -> Phase:
    """Guess where a resident stands: a request is investigated, an application waits or is past."""
    if request is not None:
        return Phase.DURING
    asked = records.find(connection, session, Application, client_id=client.id)
    if any(application_files.waits(connection, session, one) for one in asked):
        return Phase.DURING
    return Phase.AFTER if asked else Phase.BEFORE


def add_attendee(
    database: Database, session: Session, visit_id: VisitId, *, name: str = "", tie: str = ""
) -> Changes:
    """Note someone at the table."""
    visit = _writable(database, session, visit_id)
    attendee = Attendee(
        id=record_id(), visit_id=visit_id, client_id=visit.client_id, name=name, tie=tie
    )
    return _created(database, session, "attendee.add", attendee)


def note_domain(
    database: Database, session: Session, visit_id: VisitId, *, domain: LifeDomain, note: str = ""
) -> Changes:
    """Begin the note on a life domain; there is one a domain in a visit.

    Raises:
        InvalidField: The visit has a note on this domain already.
    """
    visit = _writable(database, session, visit_id)
    with database.reading() as connection:
        if records.find(connection, session, DomainNote, visit_id=visit_id, domain=domain.value):
            raise InvalidField("domain", "domain_has_note")
    record = DomainNote(
        id=record_id(), visit_id=visit_id, client_id=visit.client_id, domain=domain, note=note
    )
    return _created(database, session, "domain_note.add", record)


def add_need(database: Database, session: Session, visit_id: VisitId, *, what: str = "") -> Changes:
    """Add a need at the end of the list."""
    visit = _writable(database, session, visit_id)
    with database.reading() as connection:
        position = visits.next_position(connection, session, Need, visit_id)
    need = Need(
        id=record_id(),
        visit_id=visit_id,
        client_id=visit.client_id,
        what=what,
        position=position,
    )
    return _created(database, session, "need.add", need)


def find_step(
    database: Database,
    session: Session,
    need_id: NeedId,
    *,
    step: Step,
    outcome: Outcome,
    reason: str = "",
) -> Changes:
    """Write down what one step of the ladder gives for a need; there is one finding a step."""
    with database.reading() as connection:
        need = records.get(connection, session, Need, need_id)
        known = records.find(connection, session, Finding, need_id=need_id, step=step.value)
    _writable(database, session, need.visit_id)
    with act(database, session, "finding.set") as work:
        if known:
            work.edit(Finding, known[0].id, {"outcome": outcome, "reason": reason})
        else:
            work.create(
                Finding(
                    id=record_id(),
                    need_id=need_id,
                    visit_id=need.visit_id,
                    client_id=need.client_id,
                    step=step,
                    outcome=outcome,
                    reason=reason,
                )
            )
    return work.changes


def add_agreement(
    database: Database, session: Session, visit_id: VisitId, *, need_id: NeedId | None = None
) -> Changes:
    """Add an agreement at the end of the list, to be typed in."""
    visit = _writable(database, session, visit_id)
    with database.reading() as connection:
        position = visits.next_position(connection, session, Agreement, visit_id)
    agreement = Agreement(
        id=record_id(),
        visit_id=visit_id,
        client_id=visit.client_id,
        need_id=need_id,
        position=position,
    )
    return _created(database, session, "agreement.add", agreement)


def remove(
    database: Database,
    session: Session,
    record: type[Attendee | DomainNote | Need | Agreement],
    record_id: RecordId,
) -> Changes:
    """Remove something from an open visit; a need takes its findings with it."""
    with database.reading() as connection:
        found = records.get(connection, session, record, record_id)
        findings = (
            records.find(connection, session, Finding, need_id=record_id)
            if isinstance(found, Need)
            else []
        )
    _writable(database, session, found.visit_id)
    with act(database, session, f"{record.__name__.lower()}.remove") as work:
        for finding in findings:
            work.delete(Finding, finding.id)
        work.delete(record, record_id)
    return work.changes


def sign(
    database: Database,
    session: Session,
    visit_id: VisitId,
    *,
    way: SignatureWay,
    name: str,
    strokes: str = "",
    text_hash: str = "",
) -> Changes:
    """Keep how the resident agreed; it can be given once more, and the last one counts.

    Raises:
        InvalidField: A signature on the screen without a stroke.
    """
    visit = _writable(database, session, visit_id)
    if way is SignatureWay.SCREEN and strokes in {"", "[]"}:
        raise InvalidField("strokes", "signature_empty")
    signature = Signature(
        id=record_id(),
        visit_id=visit_id,
        client_id=visit.client_id,
        way=way,
        name=name,
        strokes=strokes,
        text_hash=text_hash,
        signed_at=clock.now(),
    )
    with act(database, session, "visit.sign") as work:
        work.create(signature)
        form_drafts.drop(work.transaction, SIGNING, about=visit_id)
    return work.changes


def conclude(database: Database, session: Session, visit_id: VisitId) -> Changes:
    """Conclude a visit: from then on only additions. It has no way back.

    What we agreed to do ourselves becomes our tasks. A day that is no date yet goes: nobody can
    type on in it.

    Raises:
        AlreadyConcluded: It was concluded before.
        NotAllowed: Another device writes it.
    """
    whole = visit_files.file_of(database, session, visit_id)
    with act(database, session, "visit.conclude", undoable=False) as work:
        # asked within the act: of two at once only one concludes it
        found = records.get(work.transaction.connection, session, Visit, visit_id)
        require_writer(found, session)
        work.edit(
            Visit,
            visit_id,
            {"state": VisitState.CONCLUDED, "concluded_at": clock.now()},
            operation="conclude",
        )
        tasks.create_ours(work, session, whole.agreements)
        for form, about in visit_files.day_forms(visit_id, whole.agreements):
            form_drafts.drop(work.transaction, form, about=about)
    return work.changes


def _created(
    database: Database,
    session: Session,
    action: str,
    record: Attendee | DomainNote | Need | Agreement,
) -> Changes:
    with act(database, session, action) as work:
        work.create(record)
    return work.changes
