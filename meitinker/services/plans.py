"""The support plan: made from a visit, shown, printed, handed over."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.organisation import Municipality, NumberRange, Organisation, User
from meitinker.domain.people import Language, receives_letters
from meitinker.domain.plans import Handover, HandoverWay, SupportPlan
from meitinker.domain.visits import Visit
from meitinker.errors import BugError, InvalidField, NotAllowed
from meitinker.ids import RecordId, VisitId, record_id
from meitinker.services import people, plan_words, reading, visits
from meitinker.store import records
from meitinker.store import visits as visit_rows
from meitinker.store.acts import Act, act

if TYPE_CHECKING:
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.reports.page import Rendered
    from meitinker.store.database import Database
    from meitinker.store.visits import UnsentEntry

PLAN_NUMBERS = "support_plan"

_PAPER = "support-plan"


def preview(
    database: Database,
    session: Session,
    visit_id: VisitId,
    *,
    large: bool | None = None,
    language: Language | None = None,
) -> Rendered:
    """Return the plan of a visit as it stands, as a PDF; a draft says that it is one.

    Args:
        database: The store.
        session: Who is asking.
        visit_id: The visit.
        large: Large print; the resident's own wish where it is None.
        language: The resident's own where it is None.

    Raises:
        NotVisible: It is not this session's to see.
    """
    from meitinker.reports import plan_letter

    content = _content(database, session, visit_id, large=large, language=language)
    return plan_letter.render(content)


def text_hash(database: Database, session: Session, visit_id: VisitId) -> str:
    """Return the SHA-256 (hex) of the plan's text: what a signature is put under."""
    content = _content(database, session, visit_id, large=False, language=None)
    # The letter's date is the day of printing: a plan signed yesterday is the same plan.
    bare = msgspec.structs.replace(content, signatures=(), concept=False, letter_date="")
    return hashlib.sha256(msgspec.json.encode(bare)).hexdigest()


def make(
    database: Database,
    session: Session,
    visit_id: VisitId,
    *,
    way: HandoverWay,
    language: Language | None = None,
) -> Changes:
    """Make the plan of a concluded visit and note how it goes to the resident.

    It is in the resident's own language unless another is asked for at the table.

    Handed over at the table it is done; otherwise it waits in the list of what must still go.

    Raises:
        NotAllowed: The visit is not concluded, or the resident died: no letter goes out.
    """
    whole = visits.file_of(database, session, visit_id)
    if whole.visit.concluded_at is None:
        raise NotAllowed("the visit is not concluded")
    if not receives_letters(whole.client) and way is HandoverWay.SEND_LATER:
        raise NotAllowed("no letters to the deceased")
    content = _content(database, session, visit_id, large=None, language=language)
    with act(database, session, "plan.make", undoable=False) as work:
        plan = SupportPlan(
            id=record_id(),
            visit_id=visit_id,
            client_id=whole.visit.client_id,
            number=_next_number(work, database, session),
            version=len(whole.plans) + 1,
            made_at=clock.now(),
            language=language or whole.client.language,
            content=msgspec.json.encode(content).decode(),
        )
        work.create(plan)
        at_once = way is HandoverWay.AT_THE_TABLE
        work.create(
            Handover(
                id=record_id(),
                plan_id=plan.id,
                client_id=plan.client_id,
                way=way,
                handed_over_on=clock.today() if at_once else None,
            )
        )
    return work.changes


def shown(
    database: Database, session: Session, plan_id: RecordId, *, large: bool | None = None
) -> Rendered:
    """Return a plan exactly as it was made, as a PDF for the screen.

    That its visit was opened is logged already; on paper it goes by :func:`printed`.

    Raises:
        NotVisible: It is not this session's to see.
    """
    from meitinker.reports import plan_letter, support_plan

    with database.reading() as connection:
        plan = records.get(connection, session, SupportPlan, plan_id)
    if not plan.content:
        return preview(database, session, plan.visit_id, large=large)
    content = msgspec.json.decode(plan.content, type=support_plan.SupportPlan)
    if large is not None:
        content = msgspec.structs.replace(content, large=large)
    return plan_letter.render(content)


def printed(
    database: Database, session: Session, plan_id: RecordId, *, large: bool | None = None
) -> Rendered:
    """Return a plan as :func:`shown` does; that it is printed is logged first.

    Raises:
        NotVisible: It is not this session's to see.
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: print nothing.
    """
    reading.printed(database, session, SupportPlan, plan_id, paper=_PAPER)
    return shown(database, session, plan_id, large=large)


def exported(
    database: Database, session: Session, plan_id: RecordId, *, large: bool | None = None
) -> Rendered:
    """Return a plan as :func:`shown` does; that it leaves in a file is logged first.

    Raises:
        NotVisible: It is not this session's to see.
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: export nothing.
    """
    reading.exported(database, session, SupportPlan, [plan_id], what=_PAPER)
    return shown(database, session, plan_id, large=large)


def draft_printed(
    database: Database,
    session: Session,
    visit_id: VisitId,
    *,
    large: bool | None = None,
    language: Language | None = None,
) -> Rendered:
    """Return the plan as :func:`preview` does, to be signed on paper; logged first.

    Raises:
        NotVisible: It is not this session's to see.
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: print nothing.
    """
    reading.printed(database, session, Visit, visit_id, paper=_PAPER)
    return preview(database, session, visit_id, large=large, language=language)


def draft_exported(
    database: Database,
    session: Session,
    visit_id: VisitId,
    *,
    large: bool | None = None,
    language: Language | None = None,
) -> Rendered:
    """Return the plan as :func:`preview` does, to be kept in a file; logged first.

    Raises:
        NotVisible: It is not this session's to see.
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: export nothing.
    """
    reading.exported(database, session, Visit, [visit_id], what=_PAPER)
    return preview(database, session, visit_id, large=large, language=language)


def hand_over(database: Database, session: Session, handover_id: RecordId, *, on: date) -> Changes:
    """Note the date on which a plan was handed over or sent: a fact that terms run from.

    Raises:
        InvalidField: A date that is still to come, or before the plan was made.
    """
    with database.reading() as connection:
        handover = records.get(connection, session, Handover, handover_id)
        plan = records.get(connection, session, SupportPlan, handover.plan_id)
    if on > clock.today():
        raise InvalidField("handed_over_on", "date_in_future")
    if on < clock.local(plan.made_at).date():
        raise InvalidField("handed_over_on", "before_made")
    with act(database, session, "plan.hand_over") as work:
        work.edit(Handover, handover_id, {"handed_over_on": on})
    return work.changes


def unsent(database: Database, session: Session) -> list[UnsentEntry]:
    """Return the plans that still have to reach their resident, oldest first."""
    with database.reading() as connection:
        return visit_rows.unsent(connection, session)


def _content(
    database: Database,
    session: Session,
    visit_id: VisitId,
    *,
    large: bool | None,
    language: Language | None,
) -> plan_words.Content:
    whole = visits.file_of(database, session, visit_id)
    client = people.file_of(database, session, RecordId(whole.client.id))
    with database.reading() as connection:
        user = records.get(connection, session, User, whole.visit.user_id)
        letterhead = plan_words.Letterhead(
            organisation=_organisation(database, session),
            municipality=_municipality(database, session, client),
            user=user,
        )
    content = plan_words.content(whole, client, letterhead=letterhead, language=language)
    return content if large is None else msgspec.structs.replace(content, large=large)


def _organisation(database: Database, session: Session) -> Organisation:
    with database.reading() as connection:
        return records.get(connection, session, Organisation, session.organisation)


def _municipality(
    database: Database, session: Session, client: people.PersonFile
) -> Municipality | None:
    if client.village is None or client.village.municipality_id is None:
        return None
    with database.reading() as connection:
        return records.get(connection, session, Municipality, client.village.municipality_id)


def _next_number(work: Act, database: Database, session: Session) -> int:
    """Take the next number from the range kept for this device."""
    with database.reading() as connection:
        ranges = records.find(
            connection, session, NumberRange, device_id=session.device, purpose=PLAN_NUMBERS
        )
    free = next((r for r in ranges if r.following <= r.last), None)
    if free is None:
        raise BugError("no numbers left for this device")
    work.edit(NumberRange, free.id, {"following": free.following + 1}, operation="take")
    return free.following
