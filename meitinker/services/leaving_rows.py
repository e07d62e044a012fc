"""The rows of a visit as they leave for the administration."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from meitinker import clock
from meitinker.domain.addresses import Address, address_on
from meitinker.domain.import_batches import LeftVisit, NeedFinding, NeedRow, VisitRow
from meitinker.domain.needs import Need, Step, reached
from meitinker.domain.organisation import Municipality
from meitinker.domain.people import Person
from meitinker.domain.villages import Village
from meitinker.services import visit_files, visit_missing
from meitinker.services.reviews import names_of
from meitinker.store import records

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from meitinker.domain.agreements import Agreement
    from meitinker.domain.reviews import Review
    from meitinker.domain.session import Session
    from meitinker.ids import VisitId
    from meitinker.services.visit_files import VisitFile
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

_STEPS = {step: place for place, step in enumerate(Step)}


def left(database: Database, session: Session, visit_id: VisitId, review: Review) -> LeftVisit:
    """Return what leaves of an approved visit; :func:`numbered` gives it its number.

    The file of the visit is read for it: who calls logs that it leaves.

    Raises:
        NotVisible: It is not this session's to see.
    """
    whole = visit_files.file_of(database, session, visit_id)
    with database.reading() as connection:
        row = _visit(connection, session, whole, review)
    needs = tuple(_need(need, whole) for need in whole.needs)
    return LeftVisit(visit=row, needs=needs)


def numbered(told: LeftVisit, *, number: int, revision: int) -> LeftVisit:
    """Return the rows with their import number."""
    return LeftVisit(
        visit=structs.replace(told.visit, import_number=number, revision=revision),
        needs=tuple(
            structs.replace(need, import_number=number, revision=revision) for need in told.needs
        ),
    )


def _visit(connection: Connection, session: Session, whole: VisitFile, review: Review) -> VisitRow:
    visit, approval = whole.visit, review.last
    by = approval.user_id if approval else ""
    names = names_of(connection, session, {visit.user_id, by})
    application = whole.applications[-1] if whole.applications else None
    row = structs.replace(
        _bare(whole),
        version=approval.version if approval else "",
        meitinker=names.get(visit.user_id, ""),
        attendees=tuple(_attendee(one.name, one.tie) for one in whole.attendees if one.name),
        request_received_at=whole.request.received_at if whole.request else None,
        application_received_on=application.received_on if application else None,
        asks_for=application.asks_for if application else "",
        needs=len(whole.needs),
        missing=tuple(dict.fromkeys(one.what for one in visit_missing.missing(whole))),
        approved_by=names.get(by, ""),
        approved_at=approval.at if approval else None,
    )
    day = visit.visited_on or clock.today()
    return _with_plan(_at_home(connection, session, row, day=day), whole)


def _bare(whole: VisitFile) -> VisitRow:
    """Return the row with what stands in the records of the visit and of its resident."""
    visit, client = whole.visit, whole.client
    return VisitRow(
        import_number=0,
        revision=0,
        visit_id=visit.id,
        version="",
        person_id=client.id,
        bsn=client.bsn,
        given_names=client.given_names,
        prefix=client.prefix,
        surname=client.surname,
        partner_name=client.partner_name,
        born_on=client.born_on,
        secret_address=client.secret_address,
        street="",
        number="",
        postcode="",
        place="",
        village="",
        municipality="",
        meitinker="",
        visited_on=visit.visited_on,
        concluded_at=visit.concluded_at,
        phase=visit.phase,
        support_form=visit.support_form,
        question=visit.question,
        conclusion=visit.conclusion,
    )


def _at_home(connection: Connection, session: Session, row: VisitRow, *, day: date) -> VisitRow:
    """Return a row with the home on the day of the visit; a secret one only names its village."""
    known = records.find(connection, session, Address, person_id=row.person_id)
    home = address_on(known, day)
    client = records.get(connection, session, Person, row.person_id)
    here = home.village_id if home and home.village_id else client.village_id
    village = records.known(connection, session, Village, here)
    municipality = records.known(
        connection, session, Municipality, village.municipality_id if village else None
    )
    row = structs.replace(
        row,
        village=village.name if village else "",
        municipality=municipality.name if municipality else "",
    )
    if home is None or row.secret_address:
        return row
    return structs.replace(
        row,
        street=home.street,
        number=home.number,
        postcode=home.postcode,
        place=home.place,
    )


def _with_plan(row: VisitRow, whole: VisitFile) -> VisitRow:
    """Return a row with the newest plan, and when that reached the resident."""
    if not whole.plans:
        return row
    plan = max(whole.plans, key=lambda one: one.version)
    given = [one.handed_over_on for one in whole.handovers if one.plan_id == plan.id]
    return structs.replace(
        row,
        plan_id=plan.id,
        plan_number=plan.number,
        plan_version=plan.version,
        plan_given_on=given[-1] if given else None,
    )


def _need(need: Need, whole: VisitFile) -> NeedRow:
    findings = whole.findings_for(need.id)
    return NeedRow(
        import_number=0,
        revision=0,
        visit_id=whole.visit.id,
        need_id=need.id,
        position=need.position,
        what=need.what,
        wished_result=need.wished_result,
        domain=need.domain,
        rung=reached(findings.values()),
        findings=tuple(
            NeedFinding(step=one.step, outcome=one.outcome, reason=one.reason)
            for one in sorted(findings.values(), key=lambda one: _STEPS[one.step])
        ),
        agreements=tuple(_agreements(one for one in whole.agreements if one.need_id == need.id)),
    )


def _agreements(agreed: Iterable[Agreement]) -> list[str]:
    """Return who does what by when, a line each."""
    lines = []
    for one in agreed:
        due = one.due_on.isoformat() if one.due_on else one.due_text
        parts = (one.who.strip(), one.what.strip(), due.strip())
        lines.append(" · ".join(part for part in parts if part))
    return [line for line in lines if line]


def _attendee(name: str, tie: str) -> str:
    return f"{name} ({tie})" if tie.strip() else name
