"""The support plan: made from a visit, shown, printed, handed over."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.applications import Application
from meitinker.domain.appointments import Appointment, AppointmentState
from meitinker.domain.consents import in_force
from meitinker.domain.people import Language
from meitinker.domain.plans import Handover, HandoverWay, SupportPlan
from meitinker.domain.requests import Request
from meitinker.domain.visits import Visit
from meitinker.errors import InvalidField, NotAllowed
from meitinker.ids import PersonId, RecordId, VisitId, record_id
from meitinker.services import (
    application_files,
    consents,
    form_drafts,
    kept_papers,
    letter_words,
    network,
    numbering,
    people,
    plan_remarks,
    plan_words,
    posting,
    reading,
    requests,
    visit_files,
)
from meitinker.services.form_drafts import Form, TypedFields, TypedForm
from meitinker.services.request_files import CountingRules
from meitinker.store import records
from meitinker.store import visits as visit_rows
from meitinker.store.acts import act

if TYPE_CHECKING:
    from datetime import date, datetime

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.reports.page import Press
    from meitinker.store.acts import Act
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection
    from meitinker.store.visits import UnsentEntry

PLAN_NUMBERS = "support_plan"

_PAPER = "support-plan"


class Use(StrEnum):
    """What a plan as a PDF is wanted for; what leaves the screen is logged first."""

    SCREEN = "screen"
    PAPER = "paper"
    FILE = "file"


class Paper(msgspec.Struct, frozen=True, kw_only=True):
    """How a plan is wanted on paper.

    Attributes:
        large: Large print; the resident's own wish where it is None.
        language: Of a draft; the resident's own where it is None.
        remarks: Print what the resident said of it, after the plan.
        drawing: Of a draft: with the drawing of the network. What was made has it or not.
    """

    large: bool | None = None
    language: Language | None = None
    remarks: bool = False
    drawing: bool = False


AS_WISHED = Paper()


def pdf(
    database: Database,
    session: Session,
    visit_id: VisitId,
    *,
    plan_id: RecordId | None = None,
    use: Use = Use.SCREEN,
    paper: Paper = AS_WISHED,
) -> Press:
    """Return what makes the PDF of a plan: exactly as it was made, or as it stands.

    On the screen it belongs to the visit, whose opening is logged already.

    Args:
        database: The store.
        session: Who is asking.
        visit_id: The visit.
        plan_id: The plan that was made; without it a draft is made, which says that it is one.
        use: Where it goes.
        paper: How it is wanted.

    Raises:
        NotVisible: It is not this session's to see.
        InvalidField: It carries another resident's name (see :mod:`kept_papers`).
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: print or export nothing.
    """
    from meitinker.reports import plan_letter

    content = _made(database, session, plan_id) if plan_id else None
    if content is None:
        content = _content(
            database, session, visit_id, language=paper.language, drawn=paper.drawing
        )
    if paper.large is not None:
        content = msgspec.structs.replace(content, large=paper.large)
    if paper.remarks and plan_id:
        told = plan_remarks.until(database, session, visit_id, plan_id=plan_id)
        said = plan_words.remarks(told, Language(content.language))
        content = msgspec.structs.replace(content, remarks=said)
    about = (SupportPlan, plan_id) if plan_id else (Visit, visit_id)
    if use is Use.PAPER:
        reading.printed(database, session, *about, paper=_PAPER)
    elif use is Use.FILE:
        record, record_id = about
        reading.exported(database, session, record, [record_id], what=_PAPER)
    drawn_at = _made_at(database, session, plan_id) if plan_id else None
    return partial(plan_letter.render, content, drawn_at=drawn_at)


def text_hash(database: Database, session: Session, visit_id: VisitId) -> str:
    """Return the SHA-256 (hex) of what was agreed: what a signature is put under."""
    agreed = plan_words.agreed(visit_files.file_of(database, session, visit_id))
    return hashlib.sha256(msgspec.json.encode(agreed)).hexdigest()


class TypedNews(TypedForm, frozen=True, kw_only=True):
    """What is new in the next version of a plan, while it is typed."""

    news: str = ""


NEWS = Form("plan_news", TypedNews, about=Visit)
GOING = Form("plan_going", TypedFields, about=Handover)
"""The day on which a plan reached its resident, as it is typed."""


def make(
    database: Database,
    session: Session,
    visit_id: VisitId,
    *,
    way: HandoverWay,
    language: Language | None = None,
    drawing: bool = False,
    news: str = "",
) -> Changes:
    """Make the plan of a concluded visit and note how it goes to the resident.

    It is in the resident's own language unless another is asked for at the table. The
    ``drawing`` of the network goes along only when the resident wants it; it stays as it is
    now, whatever becomes of the network. A second version says what is new: the ``news``,
    which is all that can be added to a concluded visit, and the names of the sections that
    differ. Earlier versions stay as they were made.

    Handed over at the table it is done; otherwise it waits in the list of what must still go.
    How it goes can be taken back: then the plan waits for :func:`choose_way`.

    Raises:
        NotAllowed: The visit is not concluded.
        InvalidField: A new version that does not tell what is new, or a way that cannot be
            (see :func:`posting.require`).
    """
    whole = visit_files.file_of(database, session, visit_id)
    if whole.visit.concluded_at is None:
        raise NotAllowed("the visit is not concluded")
    posting.require(way, whole.client)
    content = _content(database, session, visit_id, language=language, drawn=drawing)
    if whole.plans:
        if not news.strip():
            raise InvalidField("news", "news_missing")
        content = _renewed(content, whole.plans[-1], news.strip())
    with act(database, session, "plan.make", undoable=False) as work:
        plan = SupportPlan(
            id=record_id(),
            visit_id=visit_id,
            client_id=whole.visit.client_id,
            number=numbering.next_number(work, PLAN_NUMBERS),
            version=len(whole.plans) + 1,
            made_at=clock.now(),
            language=language or whole.client.language,
            content=msgspec.json.encode(content).decode(),
        )
        work.create(plan)
        way_open, client_id = HandoverWay.AT_THE_TABLE, plan.client_id
        going = Handover(id=record_id(), plan_id=plan.id, client_id=client_id, way=way_open)
        work.create(going)
        form_drafts.drop(work.transaction, NEWS, about=visit_id)
        with work.then(_GOES[way]) as chosen:
            _go(chosen, session, whole.visit, going.id, way=way)
    return work.changes


_GOES = {
    HandoverWay.AT_THE_TABLE: "plan.give",
    HandoverWay.BRING_LATER: "plan.bring_later",
    HandoverWay.SEND_LATER: "plan.send_later",
}
"""What choosing a way is called."""


def choose_way(
    database: Database, session: Session, handover_id: RecordId, *, way: HandoverWay
) -> Changes:
    """Choose how a plan goes that was made before, once the first choice was taken back.

    Raises:
        NotAllowed: It is there already.
        InvalidField: As :func:`make` and :func:`hand_over`.
    """
    with database.reading() as connection:
        handover, plan, visit = _going(connection, session, handover_id)
        client = posting.addressee(connection, session, plan.client_id)
        if handover.handed_over_on is not None:
            raise NotAllowed("the plan was given")
    posting.require(way, client)
    with act(database, session, _GOES[way]) as work:
        _go(work, session, visit, handover_id, way=way)
    return work.changes


def _go(
    work: Act, session: Session, visit: Visit, handover_id: RecordId, *, way: HandoverWay
) -> None:
    """Note how a plan goes to its resident; at the table it is there at once."""
    there_on = clock.today() if way is HandoverWay.AT_THE_TABLE else None
    work.edit(Handover, handover_id, {"way": way, "handed_over_on": there_on})
    if there_on is not None:
        _investigated(work, session, visit, on=there_on)


def hand_over(database: Database, session: Session, handover_id: RecordId, *, on: date) -> Changes:
    """Note the date on which a plan was handed over or sent: a fact that terms run from.

    Raises:
        InvalidField: A date that is still to come, or before the plan was made; or a plan
            that carries another resident's name (see :mod:`kept_papers`).
    """
    with act(database, session, "plan.hand_over") as work:
        note_handed_over(work, session, handover_id, on=on)
    return work.changes


def note_handed_over(work: Act, session: Session, handover_id: RecordId, *, on: date) -> None:
    """Note within an act that a plan reached its resident.

    What was for the post and may not be posted any more was brought: to the family of who died,
    or by hand where the address is secret.

    Raises:
        InvalidField: A date that is still to come, or before the plan was made; or a plan
            that carries another resident's name (see :mod:`kept_papers`).
    """
    connection = work.transaction.connection
    handover, plan, visit = _going(connection, session, handover_id)
    if on > clock.today():
        raise InvalidField("handed_over_on", "date_in_future")
    if posting.too_early(on, plan.made_at):
        raise InvalidField("handed_over_on", "before_made")
    client = posting.addressee(connection, session, plan.client_id)
    before_death = client.deceased_on is not None and on < client.deceased_on
    way = handover.way if before_death else posting.way_now(handover.way, client)
    work.edit(Handover, handover_id, {"handed_over_on": on, "way": way})
    form_drafts.drop(work.transaction, GOING, about=handover_id)
    _investigated(work, session, visit, on=on)


def _going(
    connection: Connection, session: Session, handover_id: RecordId
) -> tuple[Handover, SupportPlan, Visit]:
    handover = records.get(connection, session, Handover, handover_id)
    plan = records.get(connection, session, SupportPlan, handover.plan_id)
    kept_papers.require_own(connection, session, plan)
    return handover, plan, records.get(connection, session, Visit, plan.visit_id)


def unsent(database: Database, session: Session) -> list[UnsentEntry]:
    """Return the plans that still have to reach their resident, oldest first."""
    with database.reading() as connection:
        return visit_rows.unsent(connection, session)


def _day_of(visit: Visit) -> date:
    return visit.visited_on or clock.today()


def _made(database: Database, session: Session, plan_id: RecordId) -> plan_words.Content | None:
    """Return what a plan said when it was made, as it may be told now; None if not kept."""
    with database.reading() as connection:
        plan = records.get(connection, session, SupportPlan, plan_id)
        if not plan.content:
            return None
        content = msgspec.json.decode(plan.content, type=plan_words.Content)
        return kept_papers.as_now(connection, session, content, paper=plan)


def _made_at(database: Database, session: Session, plan_id: RecordId) -> datetime:
    """Return when a plan was made: its PDF is the same file whenever it is drawn again."""
    with database.reading() as connection:
        return records.get(connection, session, SupportPlan, plan_id).made_at


def _renewed(content: plan_words.Content, before: SupportPlan, news: str) -> plan_words.Content:
    """Return the content of the version after ``before``, with what became of it since."""
    # What was not kept cannot be compared: then only the words tell what is new.
    old = (
        msgspec.json.decode(before.content, type=plan_words.Content)
        if before.content
        else msgspec.structs.replace(content, version=before.version)
    )
    return plan_words.renewed(content, old, earlier=clock.local(before.made_at).date(), news=news)


def _content(
    database: Database,
    session: Session,
    visit_id: VisitId,
    *,
    language: Language | None,
    drawn: bool = False,
) -> plan_words.Content:
    whole = visit_files.file_of(database, session, visit_id)
    client = people.file_of(database, session, RecordId(whole.client.id))
    letterhead = letter_words.letterhead_of(database, session, client, user_id=whole.visit.user_id)
    beside = _beside(database, session, whole.visit, PersonId(whole.client.id))
    return plan_words.content(
        whole,
        client,
        letterhead=letterhead,
        beside=msgspec.structs.replace(beside, drawn=drawn),
        language=language,
    )


def _beside(
    database: Database, session: Session, visit: Visit, client_id: PersonId
) -> plan_words.Beside:
    """Return what stands in a plan and not in its visit."""
    around = network.network(database, session, client_id)
    with database.reading() as connection:
        request = records.known(connection, session, Request, visit.request_id)
        applied = records.find(
            connection, session, Application, order="received_on", visit_id=visit.id
        )
        planned = records.find(
            connection, session, Appointment, order="starts_at", client_id=client_id,
            state=AppointmentState.PLANNED.value,
        )  # fmt: skip
        running = CountingRules(connection, session).clocks(request, client_id) if request else ()
    asked = application_files.of_visit(database, session, RecordId(visit.id))
    now = clock.now()
    return plan_words.Beside(
        request=request,
        running=(*running, asked.clock) if asked and asked.clock else running,
        ties=around.on(_day_of(visit)),
        secret=network.secret_lines(database, session, client_id, around.ties),
        consents=in_force(consents.of_person(database, session, client_id)),
        application=next((one for one in applied[::-1] if one.received_on), None),
        meets_at=next((one.starts_at for one in planned if one.starts_at > now), None),
    )


def _investigated(work: Act, session: Session, visit: Visit, *, on: date) -> None:
    """Close the request that a visit followed from: its resident has the outcome on paper (L3)."""
    request = records.known(work.transaction.connection, session, Request, visit.request_id)
    if request is not None:
        requests.investigated(work, request, on)
