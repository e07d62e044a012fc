"""Drafts: what is being typed, safe at once, sealed into one change when the sitting ends.

While a record is written in, its row holds the newest text and one open draft remembers what the
fields were before. Nothing is chained per key stroke. Sealing makes the change.

What was typed on words that others have replaced meanwhile lies in the row as well, until it is
sealed: then what the others wrote stands again, and a conflict card has what was typed (F8).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.kinds import KINDS, kind_of
from meitinker.domain.merging import Decision, Incoming, Loss, Reason, Standing, Verdict
from meitinker.domain.records import Record, Value, canonical, to_value
from meitinker.errors import BugError, NotVisible, RecordGone
from meitinker.ids import RecordId, change_id, new_id
from meitinker.store import conflicts, history, index, journal, rows, seen, visibility

if TYPE_CHECKING:
    from collections.abc import Mapping

    from meitinker.domain.records import Kind
    from meitinker.domain.session import Session
    from meitinker.store.database import Database, Transaction
    from meitinker.store.driver import Connection


class OpenDraft(msgspec.Struct, frozen=True):
    """One open draft.

    Attributes:
        kind: Kind of the record.
        record_id: The record.
        change_id: The change it will become.
        author: The user who types.
        started_at: When the first key of it was saved.
        saved_at: When the last was.
        before: What the fields were before it.
        base: The versions of their merge groups on which it is made; a group without one was
            made on words that are not known here any more.
        below: Of the groups that others wrote unseen: the version that stands below it.
    """

    kind: str
    record_id: str
    change_id: str
    author: str
    started_at: str
    saved_at: str
    before: dict[str, Value]
    base: dict[str, str]
    below: dict[str, str] = {}

    @property
    def under(self) -> dict[str, str]:
        """The versions that stand in the row without it."""
        return {**self.base, **self.below}


_BELOW = "below:"
"""Marks in the column ``base`` the versions of :attr:`OpenDraft.below`."""


def save(
    database: Database,
    session: Session,
    record: type[Record],
    record_id: RecordId,
    fields: Mapping[str, object],
    *,
    shown: Mapping[str, Value] | None = None,
) -> str:
    """Keep what was typed; return the instant (UTC text) at which it was safe.

    Args:
        database: The store.
        session: Who types.
        record: The record's type.
        record_id: The record.
        fields: What was typed.
        shown: What stood in the fields of the record for whoever typed; without it, what stands
            in the row.

    Raises:
        NotVisible: The record, or one of the fields, is outside what the session may see.
        RecordGone: It does not exist or was removed.
        DiskFull, DiskFailed, StoreReadOnly: It is not kept; the form still has it.
    """
    kind = kind_of(record)
    if set(fields) - set(kind.fields):
        raise BugError(f"{kind.name} has no such field")
    visibility.require_fields(session, kind, fields)
    wanted = {name: to_value(value) for name, value in fields.items()}
    with database.transaction() as transaction:
        return _save(transaction, session, kind, record_id, wanted=wanted, shown=shown or {})


def _save(
    transaction: Transaction,
    session: Session,
    kind: Kind,
    record_id: RecordId,
    *,
    wanted: dict[str, Value],
    shown: Mapping[str, Value],
) -> str:
    connection = transaction.connection
    if not rows.visible(connection, session, kind, record_id):
        raise NotVisible(kind.name)
    row = rows.read(connection, kind, record_id)
    if row is None or row.deleted:
        raise RecordGone(kind.name)
    now = clock.instant_text(clock.now())
    draft = read(connection, kind.name, record_id) or _begun(connection, session, row.id, kind, now)
    fresh = {name: row.fields[name] for name in wanted if name not in draft.before}
    groups = {kind.fields[name].group for name in fresh} - set(draft.under)
    behind = seen.made_on(connection, kind, row, groups=groups, seen=shown)
    rows.update(
        connection,
        kind,
        row,
        wanted,
        versions={**row.versions, **dict.fromkeys(groups, draft.change_id)},
        deleted=False,
    )
    stood = {group: row.versions[group] for group in groups if group in row.versions}
    _keep(
        connection,
        msgspec.structs.replace(
            draft,
            saved_at=now,
            before={**draft.before, **fresh},
            base={**draft.base, **stood, **behind},
            below={**draft.below, **{group: stood[group] for group in behind}},
        ),
    )
    index.touched(connection, kind, record_id)
    return now


def _begun(
    connection: Connection, session: Session, record_id: str, kind: Kind, now: str
) -> OpenDraft:
    draft = OpenDraft(kind.name, record_id, change_id(), session.user, now, now, {}, {})
    connection.execute(
        "INSERT INTO draft (kind, record_id, change_id, author, started_at, saved_at,"
        " before, base) VALUES (?, ?, ?, ?, ?, ?, '{}', '{}')",
        (kind.name, record_id, draft.change_id, draft.author, now, now),
    )
    return draft


def _keep(connection: Connection, draft: OpenDraft) -> None:
    base = draft.base | {_BELOW + group: version for group, version in draft.below.items()}
    connection.execute(
        "UPDATE draft SET saved_at = ?, before = ?, base = ? WHERE kind = ? AND record_id = ?",
        (draft.saved_at, _text(draft.before), _text(base), draft.kind, draft.record_id),
    )


def seal(transaction: Transaction, session: Session, kind: Kind, record_id: str) -> str | None:
    """Turn the open draft of a record into a change; return the change's id, if any.

    A draft that ends as it began leaves no change behind.
    """
    connection = transaction.connection
    draft = read(connection, kind.name, record_id)
    if draft is None:
        return None
    connection.execute("DELETE FROM draft WHERE kind = ? AND record_id = ?", (kind.name, record_id))
    row = rows.read(connection, kind, record_id)
    if row is None:
        raise BugError("a draft without a row")
    changed = {name: row.fields[name] for name, v in draft.before.items() if row.fields[name] != v}
    groups = {kind.fields[name].group for name in changed}
    lost = groups & set(draft.below)
    row = _without(connection, kind, row, draft=draft, groups=set(draft.under) - groups | lost)
    if not changed:
        return None
    act_id = new_id()
    history.note(transaction, history.ActRow(act_id, draft.author, f"{kind.name}.write"))
    entry = journal.Entry(
        change_id=draft.change_id,
        act_id=act_id,
        device=session.device,
        author=draft.author,
        operation="edit",
        kind=kind.name,
        record_id=record_id,
        fields=changed,
        base={group: v for group, v in draft.base.items() if v and group in groups},
    )
    journal.append(transaction, entry)
    old = {name: draft.before[name] for name in changed}
    history.keep_before(transaction, draft.change_id, old)
    if lost:
        _ask(connection, kind, row, entry=entry, lost=lost)
    return draft.change_id


def _without(
    connection: Connection, kind: Kind, row: rows.StoredRow, *, draft: OpenDraft, groups: set[str]
) -> rows.StoredRow:
    """Let some groups of a row be what they are without the draft; return the row as it is."""
    if not groups:
        return row
    back = {name: v for name, v in draft.before.items() if kind.fields[name].group in groups}
    versions = row.versions | {group: draft.under[group] for group in groups}
    rows.update(connection, kind, row, back, versions=versions, deleted=row.deleted)
    if any(row.fields[name] != value for name, value in back.items()):
        index.touched(connection, kind, row.id)
    return msgspec.structs.replace(row, fields={**row.fields, **back}, versions=versions)


def _ask(
    connection: Connection, kind: Kind, row: rows.StoredRow, *, entry: journal.Entry, lost: set[str]
) -> None:
    """Write the cards of what was typed on words that others had replaced."""
    change = Incoming(
        change_id=entry.change_id,
        device=entry.device,
        at=entry.at,
        operation=entry.operation,
        fields=entry.fields,
        base=entry.base,
    )
    decision = Decision(
        verdict=Verdict.CONFLICT,
        reason=Reason.BOTH_CHANGED,
        standing=Standing(row.fields, row.versions, row.extra, row.deleted),
        lost=tuple(Loss(group, (group,)) for group in sorted(lost)),
    )
    conflicts.note(connection, kind, row.id, change, decision)


def seal_all(database: Database, session: Session) -> list[OpenDraft]:
    """Seal every open draft (lock, leaving, idle); return what they were."""
    with database.reading() as connection:
        if not open_drafts(connection):
            return []
    with database.transaction() as transaction:
        return seal_open(transaction, session)


def seal_open(transaction: Transaction, session: Session) -> list[OpenDraft]:
    """Seal every open draft within a transaction: the boundary before an act or an undo.

    All of them, and not only those of the records at hand: undo takes the newest act back, so
    whatever was typed before must be older than the act. Text typed later opens a new draft.
    """
    waiting = open_drafts(transaction.connection)
    for draft in waiting:
        seal(transaction, session, KINDS[draft.kind], draft.record_id)
    return waiting


def read(connection: Connection, kind: str, record_id: str) -> OpenDraft | None:
    """Return the open draft of a record, or None."""
    row = connection.execute(
        "SELECT kind, record_id, change_id, author, started_at, saved_at, before, base"
        " FROM draft WHERE kind = ? AND record_id = ?",
        (kind, record_id),
    ).fetchone()
    return _draft(row) if row else None


def open_drafts(connection: Connection) -> list[OpenDraft]:
    """Return every open draft, oldest first: what a crash or a lid interrupted."""
    found = connection.execute(
        "SELECT kind, record_id, change_id, author, started_at, saved_at, before, base"
        " FROM draft ORDER BY started_at"
    )
    return [_draft(row) for row in found]


def _draft(row: tuple[str, ...]) -> OpenDraft:
    kind, record_id, change, author, started_at, saved_at, before, base = row
    versions = msgspec.json.decode(base, type=dict[str, str])
    return OpenDraft(
        kind=kind,
        record_id=record_id,
        change_id=change,
        author=author,
        started_at=started_at,
        saved_at=saved_at,
        before=msgspec.json.decode(before, type=dict[str, str | int | None]),
        base={name: v for name, v in versions.items() if not name.startswith(_BELOW)},
        below={
            name.removeprefix(_BELOW): v for name, v in versions.items() if name.startswith(_BELOW)
        },
    )


def _text(values: Mapping[str, object]) -> str:
    return canonical(values).decode()
