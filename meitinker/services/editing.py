"""Keeping what is typed: checks of single fields, and the draft behind "Bewaard"."""

from __future__ import annotations

import contextlib
from datetime import datetime
from functools import cache, partial
from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.domain import identity
from meitinker.domain.kinds import KINDS
from meitinker.domain.records import MergeClass, Value, require_fitting
from meitinker.domain.visits import Visit, require_open
from meitinker.errors import BugError, InvalidField, NotAllowed
from meitinker.services.form_drafts import Form, TypedFields
from meitinker.store import drafts, records

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from meitinker.domain.records import Record
    from meitinker.domain.session import Session
    from meitinker.ids import RecordId
    from meitinker.store.database import Database

_CHECKS: dict[tuple[str, str], Callable[[str], str]] = {
    ("person", "bsn"): identity.checked_bsn,
    ("address", "postcode"): identity.checked_postcode,
    ("representative", "postcode"): identity.checked_postcode,
    ("email", "address"): identity.checked_email,
    ("representative", "email"): partial(identity.checked_email, field="email"),
    ("phone", "number"): str.strip,
}


_FOLLOWING: dict[tuple[str, str], tuple[str, Callable[[str], str]]] = {
    ("phone", "number"): ("digits", identity.phone_digits),
}
"""Fields derived from a typed one: a phone number is searched by its digits."""

_BY_COMMAND_ONLY = frozenset({"state", "visited_on", "concluded_at", "undone_at"})


def checked(kind: str, field: str, value: Value) -> Value:
    """Return ``value`` in its stored form.

    Raises:
        InvalidField: The field cannot hold it.
    """
    check = _CHECKS.get((kind, field))
    return check(value) if check and isinstance(value, str) else value


def save(
    database: Database,
    session: Session,
    *,
    kind: str,
    record_id: RecordId,
    fields: Mapping[str, Value],
    shown: Mapping[str, Value] | None = None,
) -> datetime:
    """Save what was typed in a record; return the moment at which it was safe.

    This only updates the open draft; it becomes one change in the chain when it is sealed.

    Args:
        database: The store.
        session: Who types.
        kind: Kind of the record.
        record_id: The record.
        fields: What was typed.
        shown: What the fields showed before typing began. Where an exchange has brought other
            values since, a person is asked to choose (F8).

    Raises:
        InvalidField: A field cannot hold what was typed; nothing was kept.
        AlreadyConcluded: The visit it belongs to was concluded.
        NotAllowed: The visit is being written on another device.
        DiskFull, DiskFailed, StoreReadOnly: It is not kept; the form still has it.
    """
    declared = KINDS[kind]
    if declared.merge in {MergeClass.COMMAND, MergeClass.APPEND_ONLY}:
        raise BugError(f"{kind} is not typed in")
    if _BY_COMMAND_ONLY & set(fields):
        raise BugError("a command changes that")
    kept = fitted(kind, fields)
    if declared.merge is MergeClass.SINGLE_WRITER:
        _require_writer(database, session, kind, record_id)
    at = drafts.save(
        database, session, declared.record, record_id, kept, shown=_as_kept(kind, shown or {})
    )
    return clock.instant_from(at)


def _as_kept(kind: str, shown: Mapping[str, Value]) -> dict[str, Value]:
    """Return what was shown in its stored form, without values that could not be stored."""
    kept: dict[str, Value] = {}
    for name, value in shown.items():
        with contextlib.suppress(InvalidField):
            kept |= fitted(kind, {name: value})
    return kept


def fitted(kind: str, fields: Mapping[str, Value]) -> dict[str, Value]:
    """Return what was typed in its stored form, with the fields that follow from it.

    Raises:
        InvalidField: A field cannot hold what was typed.
    """
    kept = {name: checked(kind, name, value) for name, value in fields.items()}
    kept |= _following(kind, kept)
    require_fitting(KINDS[kind], kept)
    return kept


def _following(kind: str, kept: Mapping[str, Value]) -> dict[str, Value]:
    found = {name: _FOLLOWING[kind, name] for name in kept if (kind, name) in _FOLLOWING}
    return {field: follow(str(kept[name] or "")) for name, (field, follow) in found.items()}


@cache
def half(kind: str, field: str) -> Form[TypedFields]:
    """Return the form that keeps a field while what is typed in it is not yet a valid value."""
    return Form(f"half_{kind}_{field}", TypedFields, about=KINDS[kind].record)


def seal(database: Database, session: Session) -> int:
    """Turn all open drafts into changes (on leaving, idle, lock); return how many."""
    return len(drafts.seal_all(database, session))


def interrupted(database: Database) -> tuple[drafts.OpenDraft, ...]:
    """Return the drafts that were open when the program last ended without closing."""
    with database.reading() as connection:
        return tuple(drafts.open_drafts(connection))


def require_writer(visit: Visit, session: Session) -> None:
    """Refuse to write in a visit that is concluded or owned by another device.

    Raises:
        AlreadyConcluded: It was concluded.
        NotAllowed: Another device owns it; taking over is a command.
    """
    require_open(visit)
    if visit.device_id != session.device:
        raise NotAllowed("another device writes this visit")


def writable_visit(database: Database, session: Session, visit_id: RecordId) -> Visit:
    """Return a visit that this device may write in.

    Raises:
        AlreadyConcluded: It was concluded.
        NotAllowed: Another device owns it.
        NotVisible: It is not this session's to see.
    """
    with database.reading() as connection:
        visit = records.get(connection, session, Visit, visit_id)
    require_writer(visit, session)
    return visit


def _require_writer(database: Database, session: Session, kind: str, record_id: RecordId) -> None:
    with database.reading() as connection:
        record: Record = records.get(connection, session, KINDS[kind].record, record_id)
        if not isinstance(record, Visit):
            visit_id: RecordId = getattr(record, "visit_id", record_id)
            record = records.get(connection, session, Visit, visit_id)
        require_writer(record, session)
