"""The visit: begun, written in from any side, concluded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain import checkpoints, life_domains, self_reliance
from meitinker.domain.agreements import Agreement
from meitinker.domain.applications import Application
from meitinker.domain.attachments import Attachment
from meitinker.domain.checkpoints import Checkpoint, Topic
from meitinker.domain.consents import Consent
from meitinker.domain.kinds import KINDS
from meitinker.domain.life_domains import DomainList
from meitinker.domain.needs import LETTER_OF, Finding, Need, Outcome, Step, unfinished
from meitinker.domain.people import IdentityDocument, Person, full_name
from meitinker.domain.plans import Handover, Signature, SignatureWay, SupportPlan
from meitinker.domain.requests import OPEN, PLAN_CAME, PlanOffer, Request, RequestKind
from meitinker.domain.self_reliance import Score
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
from meitinker.services import application_files, broken_off, posting, reading, tasks, visit_request
from meitinker.services import life_domains as domain_lists
from meitinker.services.editing import require_writer
from meitinker.services.editing import writable_visit as _writable
from meitinker.store import records, visits
from meitinker.store.acts import act

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection
    from meitinker.store.visits import VisitEntry


class VisitFile(msgspec.Struct, frozen=True, kw_only=True):
    """One visit with everything in it, in the order in which it is shown.

    ``request`` is what it followed from; where it followed from none, ``waiting`` are the open
    ones of its resident. ``scores_then`` are of the last visit before it that was scored,
    ``consents`` all the resident's own, ``known`` the checkpoints that the dossier answers
    without this visit.
    """

    visit: Visit
    client: Person
    attendees: tuple[Attendee, ...]
    domain_notes: tuple[DomainNote, ...]
    needs: tuple[Need, ...]
    findings: tuple[Finding, ...]
    agreements: tuple[Agreement, ...]
    signatures: tuple[Signature, ...]
    plans: tuple[SupportPlan, ...]
    handovers: tuple[Handover, ...]
    request: Request | None = None
    waiting: tuple[Request, ...] = ()
    life_domains: DomainList = life_domains.matrix()
    scores: tuple[Score, ...] = ()
    scores_then: tuple[Score, ...] = ()
    checkpoints: tuple[Checkpoint, ...] = ()
    known: frozenset[Topic] = frozenset()
    consents: tuple[Consent, ...] = ()
    applications: tuple[Application, ...] = ()
    attachments: tuple[Attachment, ...] = ()

    @property
    def topics(self) -> tuple[Topic, ...]:
        """What is not to be forgotten here: the resident's own plan only where there is one."""
        came = self.request is not None and self.request.plan_offer in PLAN_CAME
        noted = any(one.topic is Topic.PERSONAL_PLAN for one in self.checkpoints)
        return (*checkpoints.ALWAYS, *((Topic.PERSONAL_PLAN,) if came or noted else ()))

    def findings_for(self, need_id: RecordId) -> dict[Step, Finding]:
        """Return the findings on one need by step."""
        return {f.step: f for f in self.findings if f.need_id == need_id}


class Missing(msgspec.Struct, frozen=True):
    """Something the law wants in the report that is not there yet.

    Attributes:
        what: ``request``, ``plan_offer``, ``question``, ``attendees``, ``domains``, ``needs``,
            ``what``, ``wished_result``, ``ladder``, ``agreements``, ``conclusion`` or the code of
            a checkpoint; the screen has the words.
        record_id: Where it is missing, or None for the visit as a whole.
        ground: The article that wants it.
    """

    what: str
    record_id: RecordId | None
    ground: str


class Interrupted(msgspec.Struct, frozen=True):
    """A visit that was being written when the program stopped without closing.

    Attributes:
        visit_id: The visit.
        client: Name of the resident as it is said.
        kind: Kind of the record that was typed in last.
        record_id: That record.
        field: The field typed in last that holds most, or "".
        words: What that field holds now.
        saved_at: When the last typing was safe (UTC text).
    """

    visit_id: RecordId
    client: str
    kind: str
    record_id: RecordId
    field: str
    words: str
    saved_at: str


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

    Signals are told by others: their words are not the resident's question.
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
        question=request.words if request and request.kind is RequestKind.QUESTION else "",
        request_id=request.id if request else None,
        phase=phase,
        support_form=SupportForm.EVALUATION if phase is Phase.AFTER else SupportForm.INFORMATION,
    )


def opened(database: Database, session: Session, visit_id: RecordId) -> VisitFile:
    """Return a visit with all in it; that it was opened is logged first.

    Raises:
        NotVisible: It is not this session's to see.
    """
    reading.opened(database, session, Visit, visit_id)
    return file_of(database, session, visit_id)


def file_of(database: Database, session: Session, visit_id: RecordId) -> VisitFile:
    """Return a visit that is already open (to refresh a screen)."""
    with database.reading() as connection:

        def of(record: type[records.R], *, order: str = "id") -> tuple[records.R, ...]:
            return tuple(records.find(connection, session, record, order=order, visit_id=visit_id))

        visit = records.get(connection, session, Visit, visit_id)
        plans = of(SupportPlan, order="version")
        client_id = records.resolve(connection, visit.client_id)
        client = posting.addressee(connection, session, client_id)
        scores = records.find(connection, session, Score, client_id=client_id)
        request = (
            records.get(connection, session, Request, visit.request_id)
            if visit.request_id is not None
            else None
        )
        return VisitFile(
            visit=visit,
            client=client,
            attendees=of(Attendee),
            domain_notes=of(DomainNote),
            needs=of(Need, order="position"),
            findings=of(Finding),
            agreements=of(Agreement, order="position"),
            signatures=of(Signature),
            plans=plans,
            handovers=tuple(
                handover
                for plan in plans
                for handover in records.find(connection, session, Handover, plan_id=plan.id)
            ),
            request=request,
            waiting=_waiting(connection, session, client_id) if request is None else (),
            life_domains=domain_lists.in_force(
                connection, session, client, day=visit.visited_on or clock.today()
            ),
            scores=tuple(one for one in scores if one.visit_id == visit_id),
            scores_then=self_reliance.earlier(scores, visit),
            checkpoints=of(Checkpoint),
            known=_known(client, request),
            consents=tuple(
                records.find(connection, session, Consent, order="answered_on", client_id=client_id)
            ),
            applications=of(Application),
            attachments=tuple(
                one
                for one in records.find(connection, session, Attachment, client_id=client_id)
                if one.visit_id == visit_id
            ),
        )


def _waiting(connection: Connection, session: Session, client_id: str) -> tuple[Request, ...]:
    """Return the requests of a resident whose terms still run, the oldest first."""
    every = records.find(connection, session, Request, order="received_at", client_id=client_id)
    return tuple(one for one in every if one.state in OPEN)


def _known(client: Person, request: Request | None) -> frozenset[Topic]:
    """Return the checkpoints that were answered elsewhere: at the request, in the file."""
    found = set()
    if client.identity_document is not IdentityDocument.NOT_SEEN:
        found.add(Topic.IDENTITY)
    if request is not None and request.support_told_on is not None:
        found.add(Topic.CLIENT_SUPPORT)
    return frozenset(found)


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


def interrupted(database: Database, session: Session) -> Interrupted | None:
    """Return the visit in which typing was cut off by a crash, newest first, or None.

    It holds what was typed, so that the visit was read is logged before it is returned.

    Asked once after unlocking: a screen that is left seals what was typed, so an open draft at
    the start was left by a kill, a cut of the power or a fault.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: show nothing.
    """
    newest = next(
        (one for one in broken_off.found(database, session) if one.visit_id and one.fields), None
    )
    if newest is None:
        return None
    reading.opened(database, session, Visit, newest.visit_id)
    with database.reading() as connection:
        record = records.get(connection, session, KINDS[newest.kind].record, newest.record_id)
    typed = {name: str(getattr(record, name) or "") for name in newest.fields}
    field = max(typed, key=lambda name: len(typed[name]))
    return Interrupted(
        visit_id=RecordId(newest.visit_id),
        client=full_name(newest.person),
        kind=newest.kind,
        record_id=newest.record_id,
        field=field,
        words=typed[field],
        saved_at=newest.saved_at,
    )


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
        last = records.find(connection, session, Need, order="position", visit_id=visit_id)
    need = Need(
        id=record_id(),
        visit_id=visit_id,
        client_id=visit.client_id,
        what=what,
        position=last[-1].position + 1 if last else 1,
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
        last = records.find(connection, session, Agreement, order="position", visit_id=visit_id)
    agreement = Agreement(
        id=record_id(),
        visit_id=visit_id,
        client_id=visit.client_id,
        need_id=need_id,
        position=last[-1].position + 1 if last else 1,
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
    return _created(database, session, "visit.sign", signature)


_LAW = "Wmo 2015 art. 2.3.2"
_TRAITS = f"{_LAW} lid 4 a"


def missing(visit: VisitFile) -> tuple[Missing, ...]:
    """Return what the law wants in the report and is not there; it never blocks concluding.

    Letters d, f and g of art. 2.3.2 lid 4, and what has to be told, are the checkpoints. Without
    a request nobody knows from which day the six weeks run, and no receipt goes out.
    """
    told, request = visit.visit, visit.request
    untold = request is not None and request.plan_offer is PlanOffer.NOT_TOLD
    found = [
        ("request", None, f"{_LAW} lid 1") if request is None else None,
        ("plan_offer", None, f"{_LAW} lid 2") if untold else None,
        ("question", None, _TRAITS) if not told.question.strip() else None,
        ("attendees", None, f"{_LAW} lid 1")
        if not any(a.name.strip() for a in visit.attendees)
        else None,
        ("domains", None, _TRAITS) if not any(n.note.strip() for n in visit.domain_notes) else None,
        ("needs", None, _TRAITS) if not visit.needs else None,
        *(one for need in visit.needs for one in _missing_in(need, visit)),
        ("agreements", None, f"{_LAW} lid 8")
        if not any(a.what.strip() for a in visit.agreements)
        else None,
        ("conclusion", None, f"{_LAW} lid 8") if not told.conclusion.strip() else None,
        *(
            (topic.value, None, checkpoints.GROUND_OF[topic])
            for topic in checkpoints.still_open(
                visit.checkpoints, known=visit.known, topics=visit.topics
            )
        ),
    ]
    return tuple(Missing(*one) for one in found if one)


def _missing_in(need: Need, visit: VisitFile) -> Iterator[tuple[str, RecordId, str]]:
    if not need.what.strip():
        yield "what", need.id, _TRAITS
    if not need.wished_result.strip():
        yield "wished_result", need.id, _TRAITS
    steps = unfinished(visit.findings_for(need.id).values())
    if steps:
        letters = sorted({LETTER_OF[step] for step in steps if step in LETTER_OF})
        lid_4 = f"{_LAW} lid 4 {', '.join(letters)}"
        yield "ladder", need.id, lid_4 if letters else "Wmo 2015 art. 2.3.5 lid 3"


def conclude(database: Database, session: Session, visit_id: VisitId) -> Changes:
    """Conclude a visit: from then on only additions. It has no way back.

    What we agreed to do ourselves becomes our tasks.

    Raises:
        AlreadyConcluded: It was concluded before.
        NotAllowed: Another device writes it.
    """
    whole = file_of(database, session, visit_id)
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
    return work.changes


def _created(
    database: Database,
    session: Session,
    action: str,
    record: Attendee | DomainNote | Need | Agreement | Signature,
) -> Changes:
    with act(database, session, action) as work:
        work.create(record)
    return work.changes
