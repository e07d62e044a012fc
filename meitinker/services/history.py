"""Who changed what in a file, when, and what stood there before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.addresses import ADDRESS
from meitinker.domain.kinds import KINDS
from meitinker.domain.organisation import User
from meitinker.domain.people import Person
from meitinker.domain.records import Value
from meitinker.domain.villages import VILLAGE, Village
from meitinker.services import editing, reading
from meitinker.store import history, records, secrecy, visibility

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from meitinker.domain.session import Session
    from meitinker.ids import RecordId
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection
    from meitinker.store.history import ToldChange

_MASKED = frozenset({("person", "bsn")})
"""Fields of which the history tells that they changed, never what they were (L10)."""

_REMOVED = "delete"


class FieldChange(msgspec.Struct, frozen=True, kw_only=True):
    """One field that got another value.

    Attributes:
        kind: The kind of record.
        record_id: The record.
        field: Its field, or "" where the whole record was removed or brought back.
        before: What stood there, a village by its name; None where that is not known or hidden.
        after: What stands there since.
        hidden: The values are not told.
        operation: What was done: ``edit``, ``delete``, ``restore`` or a command.
        at: When (UTC text).
        author: Name of who did it, or "" for someone this store does not know.
    """

    kind: str
    record_id: str
    field: str
    before: Value
    after: Value
    hidden: bool
    operation: str
    at: str
    author: str


def of_details(
    database: Database, session: Session, person_id: RecordId
) -> tuple[FieldChange, ...]:
    """Return what changed in the details of a person whose file is open, newest first.

    That a record was added is no change: nothing stood there before. Of an address that is
    secret now it tells that it changed, as the overview of the file does.

    Raises:
        NotVisible: It is not this session's to see.
    """
    with database.reading() as connection:
        one = records.resolve(connection, person_id)
        records.get(connection, session, Person, one)
        found = [
            change
            for record_id in history.details_of(connection, one)
            for change in _of_record(connection, session, record_id)
        ]
        if secrecy.has_secret_address(connection, one):
            found = [_without_place(change) for change in found]
    oldest_first = sorted(found, key=lambda change: change.at)
    return tuple(reversed(oldest_first))  # also of what was done within one millisecond


def of_field(
    database: Database, session: Session, kind: str, record_id: RecordId, *, field: str
) -> tuple[FieldChange, ...]:
    """Return what stood in one field before, newest first; that it is read is logged first.

    What was typed a moment ago becomes a change, so that it is told too. A record that was not
    made yet, because nobody answered, has no history.

    Raises:
        NotVisible: The record is not this session's to see.
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: show nothing.
    """
    if not record_id:
        return ()
    with database.reading() as connection:
        records.get(connection, session, KINDS[kind].record, record_id)
    if not database.recovering:
        editing.seal(database, session)
    reading.opened(database, session, KINDS[kind].record, record_id)
    with database.reading() as connection:
        found = [c for c in _of_record(connection, session, record_id) if c.field == field]
    return tuple(reversed(found))


def _of_record(connection: Connection, session: Session, record_id: str) -> Iterator[FieldChange]:
    names = {str(user.id): user.name for user in records.find(connection, session, User)}
    villages = {str(one.id): one.name for one in records.find(connection, session, Village)}
    standing: dict[str, Value] = {}
    for change in history.told(connection, record_id):
        told = _today(change, standing)
        author = names.get(told.author, "")
        if told.operation in {_REMOVED, "restore"}:
            yield _change(told, "", author=author)
        elif standing:
            for one in _changed(session, told, standing, author=author):
                yield _with_names(one, villages)
        standing.update(told.fields or {})


def _today(told: ToldChange, standing: Mapping[str, Value]) -> ToldChange:
    """Return a change in the fields that its kind has today."""
    if told.fields is None:
        return told
    fields = KINDS[told.kind].of_today(told.fields, standing)
    return msgspec.structs.replace(told, fields=dict(fields))


def _changed(
    session: Session, told: ToldChange, standing: dict[str, Value], *, author: str
) -> Iterator[FieldChange]:
    kind = KINDS[told.kind]
    unseen = visibility.hidden_fields(session, kind)
    for field, value in (told.fields or {}).items():
        if field in kind.fields and field not in unseen and standing.get(field) != value:
            hidden = (told.kind, field) in _MASKED
            before = None if hidden else standing.get(field)
            after = None if hidden else value
            change = _change(told, field, author=author)
            yield msgspec.structs.replace(change, before=before, after=after, hidden=hidden)


def _with_names(change: FieldChange, villages: Mapping[str, str]) -> FieldChange:
    """Return a change of a village with the names of both instead of their ids."""
    if KINDS[change.kind].fields[change.field].held.ref != VILLAGE.name:
        return change
    before, after = (villages.get(str(one), "") for one in (change.before, change.after))
    return msgspec.structs.replace(change, before=before, after=after)


def _without_place(change: FieldChange) -> FieldChange:
    held = KINDS[change.kind].fields[change.field].held if change.field else None
    tells = held is not None and (change.kind == ADDRESS.name or held.ref == VILLAGE.name)
    if not tells:
        return change
    return msgspec.structs.replace(change, before=None, after=None, hidden=True)


def _change(told: ToldChange, field: str, *, author: str) -> FieldChange:
    return FieldChange(
        kind=told.kind,
        record_id=told.record_id,
        field=field,
        before=None,
        after=None,
        hidden=False,
        operation=told.operation,
        at=told.at,
        author=author,
    )
