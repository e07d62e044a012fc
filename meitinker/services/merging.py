"""Two files of one person: made one, taken apart, and where a merged file went."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.people import Person, PersonMerge
from meitinker.errors import InvalidField
from meitinker.ids import PersonId, RecordId, record_id
from meitinker.store import records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from meitinker.domain.session import Session
    from meitinker.store.database import Database


class MergedFile(msgspec.Struct, frozen=True):
    """A file that was merged into another, and the merge that can be taken back."""

    merge: PersonMerge
    person: Person


def merge(database: Database, session: Session, *, from_id: PersonId, into_id: PersonId) -> Changes:
    """Make two files of one person one; what each holds keeps the id it was written under.

    Raises:
        InvalidField: Both are the same person already.
        NotVisible: One of them is not this session's to see.
    """
    with database.reading() as connection:
        ends = {records.resolve(connection, one) for one in (from_id, into_id)}
        for one in (from_id, into_id):
            records.get(connection, session, Person, one)
    if len(ends) == 1:
        raise InvalidField("from_id", "same_person")
    joined = PersonMerge(id=record_id(), from_id=from_id, into_id=into_id, merged_at=clock.now())
    with act(database, session, "person.merge") as work:
        work.create(joined, operation="merge")
    return work.changes


def unmerge(database: Database, session: Session, merge_id: RecordId) -> Changes:
    """Take two files apart that were merged by mistake."""
    with act(database, session, "person.unmerge") as work:
        work.edit(PersonMerge, merge_id, {"undone_at": clock.now()}, operation="unmerge")
    return work.changes


def merged_files(
    database: Database, session: Session, person_id: RecordId
) -> tuple[MergedFile, ...]:
    """Return the files that stand merged into a person's, oldest merge first."""
    with database.reading() as connection:
        merges = records.find(connection, session, PersonMerge, into_id=person_id)
        return tuple(
            MergedFile(merge, records.get(connection, session, Person, merge.from_id))
            for merge in merges
            if merge.undone_at is None
        )


def written_under(database: Database, session: Session, person_id: RecordId) -> Person:
    """Return the person as their own file says it, also when it was merged into another.

    Raises:
        NotVisible: It is not this session's to see.
    """
    with database.reading() as connection:
        return records.get(connection, session, Person, person_id)
