"""Requests: taken, answered, handed over, withdrawn; what was told, and a delay."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain import clocks, identity
from meitinker.domain.contacts import Channel
from meitinker.domain.people import Person
from meitinker.domain.requests import (
    OPEN,
    PLAN_CAME,
    PlanOffer,
    Request,
    RequestKind,
    RequestState,
    SignalConsent,
    Urgency,
)
from meitinker.domain.week import BACK
from meitinker.errors import InvalidField, NotAllowed
from meitinker.ids import PersonId, RecordId, record_id
from meitinker.services import form_drafts, own_sets
from meitinker.services.form_drafts import Form, TypedFields
from meitinker.store import records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from typing import Any

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.store.acts import Act
    from meitinker.store.database import Database


FORMS = {
    action: Form(action, TypedFields, about=Request)
    for action in (
        "request.answer",
        "request.hand_over",
        "request.withdraw",
        "request.delay",
        "request.tell_support",
        "request.plan",
        "request.consent",
    )
}
"""The few fields of each act, as they are typed; the act forgets its own."""


class NewRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What is noted of a request; ``received_at`` None is now.

    ``reporter`` is who told us, "" where the resident did.
    """

    words: str
    kind: RequestKind = RequestKind.QUESTION
    channel: Channel = Channel.PHONE
    reporter: str = ""
    reporter_tie: str = ""
    reporter_phone: str = ""
    urgency: Urgency = Urgency.NORMAL
    consent: SignalConsent = SignalConsent.NOT_ASKED
    received_at: datetime | None = None


def take(
    database: Database,
    session: Session,
    client_id: PersonId,
    new: NewRequest,
    *,
    form: Form[Any] | None = None,
) -> Changes:
    """Note a question, or a signal about someone: its clocks run from when it came in.

    The ``form`` it was typed in goes with it.

    Raises:
        InvalidField: As :func:`drawn_up`.
        NotVisible: The resident is not this session's to see.
    """
    with database.reading() as connection:
        client = records.get(connection, session, Person, records.resolve(connection, client_id))
    request = drawn_up(session, PersonId(client.id), new)
    with act(database, session, "request.take") as work:
        work.create(request)
        form_drafts.finish(work.transaction, form)
    return work.changes


def drawn_up(session: Session, client_id: PersonId, new: NewRequest) -> Request:
    """Return a request about a resident, for the act that takes it.

    Raises:
        InvalidField: No words, a phone number that cannot be, or a moment still to come or more
            than a year ago: its clocks ran out long since, so it is a typing error.
    """
    received_at = new.received_at or clock.now()
    if not new.words.strip():
        raise InvalidField("words", "words_missing")
    if received_at > clock.now():
        raise InvalidField("received_at", "date_in_future")
    if clock.local(received_at).date() < clock.today() - BACK:
        raise InvalidField("received_at", "came_long_ago")
    identity.checked_phone(new.reporter_phone, field="reporter_phone")
    signal = new.kind is RequestKind.SIGNAL
    return Request(
        id=record_id(),
        client_id=client_id,
        user_id=session.user,
        received_at=received_at,
        kind=new.kind,
        channel=new.channel,
        reporter=new.reporter.strip(),
        reporter_tie=new.reporter_tie.strip(),
        reporter_phone=new.reporter_phone.strip(),
        words=new.words.strip(),
        urgency=new.urgency,
        consent=new.consent if signal else SignalConsent.NOT_ASKED,
    )


def answer(database: Database, session: Session, request_id: RecordId, *, told: str) -> Changes:
    """Note that a simple question was answered at once, and with which information.

    Raises:
        InvalidField: Nothing was told.
        NotAllowed: The request is closed.
    """
    if not told.strip():
        raise InvalidField("told", "answer_missing")
    return _close(
        database,
        session,
        request_id,
        action="request.answer",
        fields={"state": RequestState.ANSWERED, "told": told.strip()},
    )


def hand_over(
    database: Database, session: Session, request_id: RecordId, *, to: str, appointed: bool
) -> Changes:
    """Note that someone else goes on with a request, and whether an appointment was made.

    The terms of the law run on, so it stays in the list.

    Raises:
        InvalidField: Nobody to hand over to.
        NotAllowed: The request is closed.
    """
    if not to.strip():
        raise InvalidField("handed_to", "handover_to_missing")
    fields: dict[str, object] = {"state": RequestState.HANDED_OVER, "handed_to": to.strip()}
    if appointed and _open(database, session, request_id).appointed_at is None:
        fields["appointed_at"] = clock.now()
    return _set(database, session, request_id, action="request.hand_over", fields=fields)


def withdraw(
    database: Database, session: Session, request_id: RecordId, *, why: str = ""
) -> Changes:
    """Note that the resident withdrew the request.

    Raises:
        NotAllowed: The request is closed.
    """
    return _close(
        database,
        session,
        request_id,
        action="request.withdraw",
        fields={"state": RequestState.WITHDRAWN, "withdrawn_why": why.strip()},
    )


def appoint(
    database: Database, session: Session, request_id: RecordId, *, at: datetime | None = None
) -> Changes:
    """Note that an appointment was made; ``at`` is when it was made, not when it is.

    Raises:
        InvalidField: Before the request came in, or still to come.
        NotAllowed: The request is closed, or has its first appointment: that one ends the wait.
    """
    request, moment = _open(database, session, request_id), at or clock.now()
    if request.appointed_at is not None:
        raise NotAllowed("the first appointment counts")
    if moment > clock.now():
        raise InvalidField("appointed_at", "date_in_future")
    if moment < request.received_at:
        raise InvalidField("appointed_at", "before_request")
    return _set(
        database, session, request_id, action="request.appoint", fields={"appointed_at": moment}
    )


def note_delay(
    database: Database, session: Session, request_id: RecordId, *, until: date, why: str
) -> Changes:
    """Note a later day that was agreed on with the resident; it moves no term.

    Raises:
        InvalidField: No reason, or a day within the six weeks.
        NotAllowed: The request is closed.
    """
    request = _open(database, session, request_id)
    received_on = clock.local(request.received_at).date()
    with database.reading() as connection:
        equal = own_sets.equal_days(connection, session)
    if until <= clocks.investigation_last_day(received_on, equal=equal):
        raise InvalidField("agreed_until", "within_six_weeks")
    if not why.strip():
        raise InvalidField("agreed_why", "reason_missing")
    return _set(
        database,
        session,
        request_id,
        action="request.delay",
        fields={"agreed_until": until, "agreed_why": why.strip()},
    )


def tell_support(
    database: Database, session: Session, request_id: RecordId, *, on: date
) -> Changes:
    """Note on which day the resident was told of free, independent client support.

    Raises:
        InvalidField: Before the request came in, or still to come.
        NotAllowed: The request is closed.
    """
    _require_day(database, session, request_id, field="support_told_on", on=on)
    return _set(
        database,
        session,
        request_id,
        action="request.tell_support",
        fields={"support_told_on": on},
    )


def set_plan(
    database: Database, session: Session, request_id: RecordId, *, offer: PlanOffer, on: date
) -> Changes:
    """Note what became of the personal plan, and on which day.

    ``on`` is when it was told of, or when the plan came or was written together. The day on
    which it was first told of stays, whatever the resident decides later.

    Raises:
        InvalidField: Before the request came in, or still to come.
        NotAllowed: The request is closed.
    """
    field = "plan_received_on" if offer in PLAN_CAME else "plan_told_on"
    request = _require_day(database, session, request_id, field=field, on=on)
    fields: dict[str, object] = {"plan_offer": offer, "plan_received_on": None}
    if offer is PlanOffer.NOT_TOLD:
        fields["plan_told_on"] = None
    elif offer in PLAN_CAME:
        fields |= {"plan_received_on": on, "plan_told_on": request.plan_told_on or on}
    elif offer is PlanOffer.TOLD:
        fields["plan_told_on"] = on
    else:
        fields["plan_told_on"] = request.plan_told_on or on
    return _set(database, session, request_id, action="request.plan", fields=fields)


def note_consent(
    database: Database, session: Session, request_id: RecordId, *, consent: SignalConsent
) -> Changes:
    """Note whether the person whom a signal is about agrees with it, once that was asked.

    Raises:
        NotAllowed: The request is closed, or no signal: who asks for themselves agrees.
    """
    if _open(database, session, request_id).kind is not RequestKind.SIGNAL:
        raise NotAllowed("only a signal needs consent")
    fields = {"consent": consent}
    return _set(database, session, request_id, action="request.consent", fields=fields)


def told_by_letter(work: Act, request: Request, on: date) -> None:
    """Note within an act that the receipt letter told of personal plan and client support."""
    fields: dict[str, object] = {}
    if request.support_told_on is None:
        fields["support_told_on"] = on
    if request.plan_offer is PlanOffer.NOT_TOLD:
        fields |= {"plan_offer": PlanOffer.TOLD, "plan_told_on": on}
    if fields:
        work.edit(Request, request.id, fields)


def investigated(work: Act, request: Request, on: date) -> None:
    """Close a request within the act that notes when the resident got the outcome (L3).

    The written outcome is the end of the investigation (Wmo 2015 art. 2.3.2 lid 8): nothing else
    closes a request this way. One that was closed before stays as it is.
    """
    if request.state not in OPEN:
        return
    now = clock.now()
    closed = now if on >= clock.local(now).date() else clocks.start_of(on)
    work.edit(
        Request,
        request.id,
        {"state": RequestState.INVESTIGATED, "closed_at": max(closed, request.received_at)},
    )


def _close(
    database: Database,
    session: Session,
    request_id: RecordId,
    *,
    action: str,
    fields: Mapping[str, object],
) -> Changes:
    whole = {**fields, "closed_at": clock.now()}
    return _set(database, session, request_id, action=action, fields=whole)


def _set(
    database: Database,
    session: Session,
    request_id: RecordId,
    *,
    action: str,
    fields: Mapping[str, object],
) -> Changes:
    _open(database, session, request_id)
    with act(database, session, action) as work:
        work.edit(Request, request_id, fields)
        if action in FORMS:
            form_drafts.drop(work.transaction, FORMS[action], about=request_id)
    return work.changes


def _open(database: Database, session: Session, request_id: RecordId) -> Request:
    with database.reading() as connection:
        request = records.get(connection, session, Request, request_id)
    if request.state not in OPEN:
        raise NotAllowed("the request is closed")
    return request


def _require_day(
    database: Database, session: Session, request_id: RecordId, *, field: str, on: date
) -> Request:
    request = _open(database, session, request_id)
    if on > clock.today():
        raise InvalidField(field, "date_in_future")
    if on < clock.local(request.received_at).date():
        raise InvalidField(field, "before_request")
    return request
