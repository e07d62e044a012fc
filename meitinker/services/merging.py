"""Two files of one person: which files were merged into one, and where a merged file went."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.people import Person, PersonMerge
from meitinker.store import records

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.ids import RecordId
    from meitinker.store.database import Database


class MergedFile(msgspec.Struct, frozen=True):
    """A file that was merged into another, and the merge that can be taken back."""

    merge: PersonMerge
    person: Person


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
