"""The file of one visit: all that stands in it, in the order in which it is shown."""

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
from meitinker.domain.life_domains import DomainList
from meitinker.domain.needs import Finding, Need, Step
from meitinker.domain.people import IdentityDocument, Person
from meitinker.domain.plans import Handover, Signature, SupportPlan
from meitinker.domain.referrals import Referral
from meitinker.domain.requests import OPEN, PLAN_CAME, Request
from meitinker.domain.self_reliance import Score
from meitinker.domain.visits import Attendee, DomainNote, Visit
from meitinker.ids import RecordId
from meitinker.services import editing, form_drafts, posting, reading, visit_day
from meitinker.services import life_domains as domain_lists
from meitinker.store import records

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from meitinker.domain.session import Session
    from meitinker.services.form_drafts import Form, TypedFields
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection


class VisitFile(msgspec.Struct, frozen=True, kw_only=True):
    """One visit with everything in it, in the order in which it is shown.

    ``request`` is what it followed from; where it followed from none, ``waiting`` are the open
    ones of its resident. ``scores_then`` are of the last visit before it that was scored,
    ``consents`` all the resident's own, ``known`` the checkpoints that the dossier answers
    without this visit. ``half_days`` are the agreements, and the visit itself, whose day was typed
    and is no date.
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
    referrals: tuple[Referral, ...] = ()
    half_days: frozenset[str] = frozenset()

    @property
    def topics(self) -> tuple[Topic, ...]:
        """What is not to be forgotten here: the resident's own plan only where there is one."""
        came = self.request is not None and self.request.plan_offer in PLAN_CAME
        noted = any(one.topic is Topic.PERSONAL_PLAN for one in self.checkpoints)
        return (*checkpoints.ALWAYS, *((Topic.PERSONAL_PLAN,) if came or noted else ()))

    def findings_for(self, need_id: RecordId) -> dict[Step, Finding]:
        """Return the findings on one need by step."""
        return {f.step: f for f in self.findings if f.need_id == need_id}


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
        agreements = of(Agreement, order="position")
        request = records.known(connection, session, Request, visit.request_id)
        return VisitFile(
            visit=visit,
            client=client,
            attendees=of(Attendee),
            domain_notes=of(DomainNote),
            needs=of(Need, order="position"),
            findings=of(Finding),
            agreements=agreements,
            signatures=of(Signature),
            plans=plans,
            handovers=tuple(
                handover
                for plan in plans
                for handover in records.find(connection, session, Handover, plan_id=plan.id)
            ),
            request=request,
            waiting=waiting_in(connection, session, client_id) if request is None else (),
            life_domains=domain_lists.in_force(
                connection, session, client, day=visit.visited_on or clock.today()
            ),
            scores=tuple(one for one in scores if one.visit_id == visit_id),
            scores_then=self_reliance.earlier(scores, visit),
            checkpoints=of(Checkpoint),
            known=_known(client, request),
            consents=_consents(connection, session, client_id),
            applications=of(Application),
            attachments=_attached(connection, session, client_id, visit_id),
            referrals=of(Referral, order="at"),
            half_days=_half_days(connection, visit_id, agreements),
        )


def day_forms(
    visit_id: RecordId, agreements: Iterable[Agreement]
) -> Iterator[tuple[Form[TypedFields], RecordId]]:
    """Yield the forms that hold a day of a visit while it is no date, and whose day it is."""
    yield visit_day.FORM, visit_id
    for one in agreements:
        yield editing.half("agreement", "due_on"), one.id


def _attached(
    connection: Connection, session: Session, client_id: str, visit_id: RecordId
) -> tuple[Attachment, ...]:
    every = records.find(connection, session, Attachment, client_id=client_id)
    return tuple(one for one in every if one.visit_id == visit_id)


def waiting_in(connection: Connection, session: Session, client_id: str) -> tuple[Request, ...]:
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


def _half_days(
    connection: Connection, visit_id: RecordId, agreements: Iterable[Agreement]
) -> frozenset[str]:
    forms = day_forms(visit_id, agreements)
    return frozenset(
        about for form, about in forms if form_drafts.waits(connection, form, about=about)
    )


def _consents(connection: Connection, session: Session, client_id: str) -> tuple[Consent, ...]:
    found = records.find(connection, session, Consent, order="answered_on", client_id=client_id)
    return tuple(found)
