"""Typing that was broken off by a crash, an empty battery or a lid; found in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.kinds import KINDS
from meitinker.domain.people import Person, full_name
from meitinker.domain.visits import Visit
from meitinker.errors import NotVisible, RecordGone
from meitinker.ids import RecordId
from meitinker.services import editing, reading
from meitinker.store import records

if TYPE_CHECKING:
    from meitinker.domain.records import Record
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.drafts import OpenDraft
    from meitinker.store.driver import Connection


class BrokenOff(msgspec.Struct, frozen=True, kw_only=True):
    """Text that was being typed when the program stopped without closing; not what it says.

    Attributes:
        change_id: Of the draft; another draft of the same record has another.
        visit_id: The visit it belongs to, or "" where it belongs to a person's file.
        person: The resident it is about.
        saved_at: UTC text of the last key that was saved.
        kind: Kind of the record that was typed in.
        record_id: That record.
        fields: Names of the fields that were typed in.
    """

    change_id: str
    visit_id: str
    person: Person
    saved_at: str
    kind: str
    record_id: RecordId
    fields: tuple[str, ...]


class BrokenOffVisit(msgspec.Struct, frozen=True):
    """A visit that was being written when the program stopped without closing.

    Attributes:
        visit_id: The visit.
        client: Name of the resident as it is said.
        kind: Kind of the record that was typed in last.
        record_id: That record.
        field: The field typed in last that holds most, or "".
        words: What that field holds now.
        saved_at: When the last typing was safe (UTC text).
    """

    visit_id: RecordId
    client: str
    kind: str
    record_id: RecordId
    field: str
    words: str
    saved_at: str


def found(database: Database, session: Session) -> tuple[BrokenOff, ...]:
    """Return the open drafts that are about a resident, newest first.

    Right after the start these are what a crash or an empty battery broke off: a screen that is
    left seals what was typed. Later on there may also be a draft of what is being typed now: the
    caller keeps the two apart.
    """
    drafts = editing.interrupted(database)
    with database.reading() as connection:
        told = [_told(connection, session, draft) for draft in drafts]
    return tuple(sorted((one for one in told if one), key=lambda one: one.saved_at, reverse=True))


def visit(database: Database, session: Session) -> BrokenOffVisit | None:
    """Return the visit in which typing was cut off by a crash, newest first, or None.

    It holds what was typed, so that the visit was read is logged before it is returned.

    Asked once after unlocking: a screen that is left seals what was typed, so an open draft at
    the start was left by a kill, a cut of the power or a fault.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: show nothing.
    """
    newest = next((one for one in found(database, session) if one.visit_id and one.fields), None)
    if newest is None:
        return None
    reading.opened(database, session, Visit, newest.visit_id)
    with database.reading() as connection:
        record = records.get(connection, session, KINDS[newest.kind].record, newest.record_id)
    typed = {name: str(getattr(record, name) or "") for name in newest.fields}
    field = max(typed, key=lambda name: len(typed[name]))
    return BrokenOffVisit(
        visit_id=RecordId(newest.visit_id),
        client=full_name(newest.person),
        kind=newest.kind,
        record_id=newest.record_id,
        field=field,
        words=typed[field],
        saved_at=newest.saved_at,
    )


def _told(connection: Connection, session: Session, draft: OpenDraft) -> BrokenOff | None:
    try:
        record = records.get(connection, session, KINDS[draft.kind].record, draft.record_id)
        visit = _visit_of(connection, session, record)
        person_id = visit.client_id if visit else _person_id(record)
        person = records.get(connection, session, Person, records.resolve(connection, person_id))
    except (NotVisible, RecordGone):
        return None
    return BrokenOff(
        change_id=draft.change_id,
        visit_id=visit.id if visit else "",
        person=person,
        saved_at=draft.saved_at,
        kind=draft.kind,
        record_id=RecordId(draft.record_id),
        fields=tuple(draft.before),
    )


def _visit_of(connection: Connection, session: Session, record: Record) -> Visit | None:
    if isinstance(record, Visit):
        return record
    visit_id = getattr(record, "visit_id", None)
    return records.get(connection, session, Visit, visit_id) if visit_id else None


def _person_id(record: Record) -> str:
    return str(getattr(record, "client_id", None) or getattr(record, "person_id", record.id))
