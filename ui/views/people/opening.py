"""Reading a file for the screen; these run on a lane of the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.people import Person
from meitinker.services import merging, people
from meitinker.services.merging import MergedFile
from meitinker.services.people import PersonFile

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.ids import RecordId
    from meitinker.store.database import Database


class OpenedFile(msgspec.Struct, frozen=True):
    """A file with what belongs to it on the screen.

    Attributes:
        file: What it holds.
        merged: The files that were merged into it.
        asked: The person whose own file was asked for, where it was merged into this one.
    """

    file: PersonFile
    merged: tuple[MergedFile, ...]
    asked: Person | None = None


def open_file(database: Database, session: Session, person_id: RecordId) -> OpenedFile:
    """Open a person's file; that it was opened is logged before anything is read.

    Raises:
        NotVisible: It is not this session's to see, or it is not there.
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: show nothing.
    """
    file = people.opened(database, session, person_id)
    elsewhere = file.person.id != person_id
    asked = merging.written_under(database, session, person_id) if elsewhere else None
    return OpenedFile(file, merging.merged_files(database, session, file.person.id), asked)


def file_as_it_is(database: Database, session: Session, person_id: RecordId) -> OpenedFile:
    """Return a file that is open already, as it is now.

    Raises:
        NotVisible: It is no more.
    """
    file = people.file_of(database, session, person_id)
    return OpenedFile(file, merging.merged_files(database, session, file.person.id))
