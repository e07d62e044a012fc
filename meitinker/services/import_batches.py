"""Handing approved visits over: batches, what files are made of, and undoing.

A visit gets its import number once and keeps it; what is handed over again is the next revision
under the same number. What left is kept as it left, so that the files of a batch are the same
each time that they are made.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.import_batches import (
    BATCH_NUMBERS,
    VISIT_NUMBERS,
    BatchContent,
    ImportBatch,
    ImportedVisit,
    ImportUndo,
    LeftVisit,
)
from meitinker.domain.organisation import Organisation
from meitinker.domain.reviews import Review, Status
from meitinker.domain.visits import Visit
from meitinker.errors import InvalidField
from meitinker.ids import PersonId, RecordId, UserId, VisitId, record_id
from meitinker.services import form_drafts, leaving_rows, numbering, reading
from meitinker.services.form_drafts import Form, TypedFields
from meitinker.services.reviews import names_of, require_clerk, review_in
from meitinker.store import import_batches as rows
from meitinker.store import records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime

    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.store.acts import Act
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection
    from meitinker.store.import_batches import BatchShare

MOST = 500
"""Visits in one batch: what is made in one go, and what one file holds."""

MAKING = Form("import_batch", TypedFields)
"""Which visits were chosen for a batch, and its note, while it is made up."""

UNDOING = Form("import_undo", TypedFields, about=ImportBatch)
"""Why a batch is undone, while it is written."""


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """A batch in the list.

    Attributes:
        batch_id: The batch.
        number: Its number.
        made_at: When it was made.
        by: Who made it, by name; "" where that is not known here.
        note: What the clerk wrote with it.
        visits: How many visits left in it.
        undone: How many of these do not count any more.
        why: The reason of that; of several one.
        writers: Whose visits these are, by name; who has most of them first.
        first: Day of the first of these visits, or None.
        last: Day of the last one.
    """

    batch_id: RecordId
    number: int
    made_at: datetime
    by: str
    note: str
    visits: int
    undone: int
    why: str = ""
    writers: tuple[str, ...] = ()
    first: date | None = None
    last: date | None = None

    @property
    def is_undone(self) -> bool:
        """Whether none of it counts any more."""
        return self.visits > 0 and self.undone >= self.visits


class BatchLine(msgspec.Struct, frozen=True, kw_only=True):
    """One visit of a batch; ``undone`` is the undoing that took it back, or None."""

    imported: ImportedVisit
    undone: ImportUndo | None = None


def make(
    database: Database, session: Session, visit_ids: Sequence[VisitId], *, note: str = ""
) -> Changes:
    """Hand approved visits over as one batch; whole or not at all. :func:`undo` takes it back.

    Raises:
        NotAllowed: It is not this role's.
        InvalidField: Nothing was chosen (``nothing_chosen``), too much (``too_many_visits``), or
            one of them is not approved as it stands now (``not_approved``).
        NotVisible: One of them is not this session's to see.
    """
    require_clerk(session)
    chosen = list(dict.fromkeys(visit_ids))
    if not chosen:
        raise InvalidField("visits", "nothing_chosen")
    if len(chosen) > MOST:
        raise InvalidField("visits", "too_many_visits", most=MOST)
    with database.reading() as connection:
        ready = {one: _approved(connection, session, one) for one in chosen}
    rows = {one: leaving_rows.left(database, session, one, ready[one]) for one in chosen}
    with act(database, session, "import.make", undoable=False) as work:
        batch = ImportBatch(
            id=record_id(),
            number=numbering.next_number(work, BATCH_NUMBERS),
            user_id=UserId(session.user),
            made_at=clock.now(),
            note=note.strip(),
        )
        work.create(batch)
        for visit_id in chosen:
            # asked again within the act: of two at once only one hands it over
            review = _approved(work.transaction.connection, session, visit_id)
            if review.last != ready[visit_id].last:
                raise InvalidField("visits", "not_approved")  # its rows are of another version
            _hand_over(work, batch, review, rows[visit_id])
        form_drafts.drop(work.transaction, MAKING)
    return work.changes


def content(database: Database, session: Session, batch_id: RecordId) -> BatchContent:
    """Return what the files of a batch are made of; that it leaves is logged first.

    Raises:
        NotAllowed: It is not this role's.
        NotVisible: There is no such batch.
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: write no file.
    """
    require_clerk(session)
    with database.reading() as connection:
        batch = records.get(connection, session, ImportBatch, batch_id)
        lines = _lines(connection, session, [batch_id])
        names = names_of(connection, session, [batch.user_id])
        ours = records.find(connection, session, Organisation, id=session.organisation)
    visits = [line.imported.visit_id for line in lines]
    reading.exported(database, session, Visit, visits, what="import-batch")
    left = [msgspec.json.decode(line.imported.content, type=LeftVisit) for line in lines]
    return BatchContent(
        batch_id=batch.id,
        number=batch.number,
        made_at=batch.made_at,
        made_by=names.get(batch.user_id, ""),
        organisation=ours[0].name if ours else "",
        demo=bool(ours and ours[0].demo),
        visits=tuple(left),
        undone=tuple(line.imported.number for line in lines if line.undone),
    )


def undo(
    database: Database,
    session: Session,
    batch_id: RecordId,
    *,
    why: str,
    only: Iterable[RecordId] | None = None,
) -> Changes:
    """Say that a batch, or some visits of it, do not count any more; nothing is removed.

    The visits are approved again, and may be handed over anew under their own numbers.

    Args:
        database: The store.
        session: Who does it.
        batch_id: The batch.
        why: The reason.
        only: Ids of :class:`ImportedVisit`; without it all that still count.

    Raises:
        NotAllowed: It is not this role's.
        InvalidField: No reason (``why``), or nothing of it counts any more (``nothing_to_undo``).
        NotVisible: There is no such batch.
    """
    require_clerk(session)
    if not why.strip():
        raise InvalidField("why", "undo_reason_missing")
    wanted = None if only is None else set(only)
    with act(database, session, "import.undo", undoable=False) as work:
        connection = work.transaction.connection
        records.get(connection, session, ImportBatch, batch_id)
        standing = [
            line.imported
            for line in _lines(connection, session, [batch_id])
            if line.undone is None and (wanted is None or line.imported.id in wanted)
        ]
        if not standing:
            raise InvalidField("visits", "nothing_to_undo")
        for one in standing:
            work.create(
                ImportUndo(
                    id=record_id(),
                    imported_id=one.id,
                    client_id=one.client_id,
                    user_id=UserId(session.user),
                    at=clock.now(),
                    why=why.strip(),
                )
            )
        form_drafts.drop(work.transaction, UNDOING, about=batch_id)
    return work.changes


def listed(database: Database, session: Session, *, most: int = 100) -> tuple[Batch, ...]:
    """Return the batches, newest first.

    Raises:
        NotAllowed: It is not this role's.
    """
    require_clerk(session)
    with database.reading() as connection:
        found = records.find(connection, session, ImportBatch, order="made_at")[::-1][:most]
        within: dict[str, list[BatchShare]] = {one.id: [] for one in found}
        for share in rows.shares(connection, session, within):
            within[share.batch_id].append(share)
        users = {share.user_id for shares in within.values() for share in shares}
        names = names_of(connection, session, users | {one.user_id for one in found})
        return tuple(_told(one, within[one.id], names) for one in found)


def _approved(connection: Connection, session: Session, visit_id: VisitId) -> Review:
    review, _version = review_in(connection, session, visit_id)
    if review.status is not Status.APPROVED:
        raise InvalidField("visits", "not_approved")
    return review


def _hand_over(work: Act, batch: ImportBatch, review: Review, left: LeftVisit) -> None:
    connection, session = work.transaction.connection, work.session
    visit = records.get(connection, session, Visit, left.visit.visit_id)
    earlier = records.find(connection, session, ImportedVisit, order="revision", visit_id=visit.id)
    # of a visit that two handed over at once, and one took back, the number that counts goes on
    undone = _undone(connection, session, earlier)
    counts = [one for one in earlier if one.id not in undone] or earlier
    number = counts[0].number if counts else numbering.next_number(work, VISIT_NUMBERS)
    revision = earlier[-1].revision + 1 if earlier else 1
    told = leaving_rows.numbered(left, number=number, revision=revision)
    approval = review.last
    work.create(
        ImportedVisit(
            id=record_id(),
            batch_id=batch.id,
            visit_id=VisitId(visit.id),
            client_id=PersonId(visit.client_id),
            approval_id=approval.id if approval else RecordId(""),
            number=number,
            revision=revision,
            version=told.visit.version,
            plan_id=RecordId(told.visit.plan_id) if told.visit.plan_id else None,
            content=msgspec.json.encode(told).decode(),
        )
    )


def _lines(
    connection: Connection, session: Session, batches: Iterable[str]
) -> tuple[BatchLine, ...]:
    """Return what left in these batches, by import number."""
    left = records.of_several(
        connection, session, ImportedVisit, "batch_id", batches, order="number"
    )
    undone = _undone(connection, session, left)
    return tuple(BatchLine(imported=one, undone=undone.get(one.id)) for one in left)


def _undone(
    connection: Connection, session: Session, left: Iterable[ImportedVisit]
) -> dict[RecordId, ImportUndo]:
    """Return of what does not count any more the undoing that came first."""
    ids = [one.id for one in left]
    found = records.of_several(connection, session, ImportUndo, "imported_id", ids, order="id")
    return {one.imported_id: one for one in reversed(found)}


def _told(batch: ImportBatch, within: Sequence[BatchShare], names: Mapping[str, str]) -> Batch:
    firsts = [share.first for share in within if share.first]
    lasts = [share.last for share in within if share.last]
    return Batch(
        batch_id=batch.id,
        number=batch.number,
        made_at=batch.made_at,
        by=names.get(batch.user_id, ""),
        note=batch.note,
        visits=sum(share.visits for share in within),
        undone=sum(share.undone for share in within),
        why=max((share.why for share in within), default=""),
        writers=tuple(names[one.user_id] for one in within if one.user_id in names),
        first=date.fromisoformat(min(firsts)) if firsts else None,
        last=date.fromisoformat(max(lasts)) if lasts else None,
    )
