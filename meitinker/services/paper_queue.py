"""Papers that still have to be given or sent: plans and letters in one list (Wmo 2.3.2 lid 8)."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.letters import Letter
from meitinker.domain.plans import SupportPlan
from meitinker.ids import RecordId, VisitId
from meitinker.services import form_drafts, kept_papers, letters, plans
from meitinker.services.form_drafts import Form, TypedFields
from meitinker.store import records
from meitinker.store import requests as letter_rows
from meitinker.store import visits as visit_rows
from meitinker.store.acts import act
from meitinker.store.visits import UnsentEntry

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.reports.page import Press
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection
    from meitinker.store.requests import UnsentLetter
    from meitinker.store.visits import VisitEntry


FORM = Form("papers", TypedFields)
"""Which papers were chosen to be given together, and the day as it is typed."""

AT_OFFICE = Form("papers_at_office", TypedFields)
"""The same, of all villages together at the back office."""


OWED = timedelta(days=182)
"""How long a conversation without a plan is told of."""


class PaperKind(StrEnum):
    """What sort of paper waits."""

    PLAN = "plan"
    LETTER = "letter"


class WaitingPaper(msgspec.Struct, frozen=True, kw_only=True):
    """A paper that waits; nothing of what it says.

    Attributes:
        kind: A plan or a letter.
        held: It may not go: it carries the name of another resident (see :mod:`kept_papers`).
        key: Id of the handover of a plan, or of the letter.
        number: Number of the plan; 0 for a letter.
        entry: Whose it is, how it goes and when it was made.
    """

    kind: PaperKind
    key: str
    number: int = 0
    held: bool = False
    entry: UnsentEntry | UnsentLetter


class Oldest(msgspec.Struct, frozen=True, kw_only=True):
    """Whose papers wait longest, the oldest first, and how many come after those.

    ``held`` are the keys of those that may not go (as in :class:`WaitingPaper`).
    """

    entries: tuple[UnsentEntry | UnsentLetter, ...] = ()
    held: frozenset[str] = frozenset()
    further: int = 0


class PaperFile(msgspec.Struct, frozen=True, kw_only=True):
    """What makes a paper; ``number`` of a plan, or its place among the letters."""

    kind: PaperKind
    number: int
    press: Press


def oldest(database: Database, session: Session, *, most: int) -> Oldest:
    """Return whose papers wait longest, and how many more there are."""
    with database.reading() as connection:
        found: list[UnsentEntry | UnsentLetter] = [
            *visit_rows.unsent(connection, session, most=most),
            *letter_rows.unsent_letters(connection, session, most=most),
        ]
        entries = sorted(found, key=lambda one: one.made_at)[:most]
        listed = [_listed(connection, session, one) for one in entries]
    return Oldest(
        entries=tuple(entries),
        held=frozenset(one.key for one in listed if one.held),
        further=count(database, session) - len(entries),
    )


def unmade(database: Database, session: Session, *, most: int) -> tuple[VisitEntry, ...]:
    """Return the conversations that were concluded here and have no plan, newest first.

    The resident gets a report of each (art. 2.3.2 lid 8). Nobody waits any more for what is
    older than :data:`OWED`.
    """
    since = clock.today() - OWED
    with database.reading() as connection:
        return tuple(visit_rows.unplanned(connection, session, since=since, most=most))


def count(database: Database, session: Session) -> int:
    """Return how many papers wait, also those that :func:`waiting` has no room for."""
    with database.reading() as connection:
        return visit_rows.count_unsent(connection, session) + letter_rows.count_unsent(
            connection, session
        )


def waiting(database: Database, session: Session) -> tuple[WaitingPaper, ...]:
    """Return the papers that still have to reach their resident, the oldest first."""
    ungiven, unsent = plans.unsent(database, session), letters.unsent(database, session)
    with database.reading() as connection:
        found = [_listed(connection, session, one) for one in ungiven]
        found += [_listed(connection, session, one) for one in unsent]
    return tuple(sorted(found, key=lambda one: one.entry.made_at))


def _listed(
    connection: Connection, session: Session, entry: UnsentEntry | UnsentLetter
) -> WaitingPaper:
    if isinstance(entry, UnsentEntry):
        return _ungiven(connection, session, entry)
    return _unsent(connection, session, entry)


def _ungiven(connection: Connection, session: Session, entry: UnsentEntry) -> WaitingPaper:
    plan = records.get(connection, session, SupportPlan, RecordId(entry.plan_id))
    held = kept_papers.of_another(connection, session, plan)
    return WaitingPaper(
        kind=PaperKind.PLAN, key=entry.handover_id, number=plan.number, held=held, entry=entry
    )


def _unsent(connection: Connection, session: Session, entry: UnsentLetter) -> WaitingPaper:
    letter = records.get(connection, session, Letter, RecordId(entry.letter_id))
    held = kept_papers.of_another(connection, session, letter)
    return WaitingPaper(kind=PaperKind.LETTER, key=entry.letter_id, held=held, entry=entry)


def pdfs(
    database: Database, session: Session, chosen: Sequence[WaitingPaper], *, use: plans.Use
) -> tuple[PaperFile, ...]:
    """Return what makes papers exactly as they were; that each leaves is logged first.

    Raises:
        NotVisible: One is not this session's to see.
        InvalidField: One carries another resident's name (see :mod:`kept_papers`); none is
            logged then.
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: print or export nothing.
    """
    made, letter_count = [], 0
    _require_own(database, session, chosen)
    for one in chosen:
        if one.kind is PaperKind.PLAN:
            number, press = one.number, _plan(database, session, one, use=use)
        else:
            letter_count += 1
            letter = RecordId(one.key)
            out = letters.printed if use is plans.Use.PAPER else letters.exported
            number, press = letter_count, out(database, session, letter)
        made.append(PaperFile(kind=one.kind, number=number, press=press))
    return tuple(made)


def give(
    database: Database,
    session: Session,
    chosen: Sequence[WaitingPaper],
    *,
    on: date,
    form: Form[TypedFields] = FORM,
) -> Changes:
    """Note for several papers at once that they were given or sent on a day; undone as one.

    Args:
        database: The store.
        session: Who gives them.
        chosen: The papers.
        on: The day.
        form: In which they were chosen.

    Raises:
        InvalidField: A day still to come, or before one of them was made; none is noted then.
        NotAllowed: A letter to someone who died.
    """
    with act(database, session, "papers.give") as work:
        for one in chosen:
            if one.kind is PaperKind.PLAN:
                plans.note_handed_over(work, session, RecordId(one.key), on=on)
            else:
                letters.note_sent(work, session, RecordId(one.key), on=on)
        form_drafts.drop(work.transaction, form)
    return work.changes


def _require_own(database: Database, session: Session, chosen: Sequence[WaitingPaper]) -> None:
    """Refuse before the first is logged: the log may not tell of paper that never came."""
    with database.reading() as connection:
        for one in chosen:
            kept_papers.require_own(connection, session, _paper(connection, session, one))


def _paper(connection: Connection, session: Session, one: WaitingPaper) -> SupportPlan | Letter:
    if one.kind is PaperKind.LETTER:
        return records.get(connection, session, Letter, RecordId(one.key))
    return records.get(connection, session, SupportPlan, _plan_id(one))


def _plan(database: Database, session: Session, one: WaitingPaper, *, use: plans.Use) -> Press:
    plan_id = _plan_id(one)
    visit_id = VisitId(RecordId(getattr(one.entry, "visit_id", "")))
    return plans.pdf(database, session, visit_id, plan_id=plan_id, use=use)


def _plan_id(one: WaitingPaper) -> RecordId:
    return RecordId(getattr(one.entry, "plan_id", ""))
