"""The only way to write records: an act is one thing a user did, in one transaction.

    with act(database, session, "person.add") as work:
        work.create(person)
        work.edit(Phone, phone_id, {"number": "…"})
    return work.changes

Rows, tombstones, the journal and the queue for the search index are written together. Typing goes
through :mod:`meitinker.store.drafts`; an act first seals all open drafts, so that the chain and
undo keep the order in which things happened. What the hub would refuse a role is refused here
already (:class:`meitinker.errors.NotAllowed`).
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

import msgspec

from meitinker.changes import NOTHING, Change, Changes
from meitinker.domain import rights
from meitinker.domain.kinds import kind_of
from meitinker.domain.merging import SETTLE
from meitinker.domain.records import Record, Value, require_fitting, to_value, to_values
from meitinker.errors import BugError, NotVisible, RecordGone
from meitinker.ids import ActId, ChangeId, RecordId, change_id, new_id
from meitinker.store import (
    allowed,
    bulk,
    conflicts,
    drafts,
    history,
    index,
    journal,
    reviews,
    rows,
    visibility,
)
from meitinker.store.history import ActState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from meitinker.domain.records import Kind
    from meitinker.domain.session import Session
    from meitinker.store.database import Database, Transaction
    from meitinker.store.rows import StoredRow


@contextmanager
def act(
    database: Database, session: Session, action: str, *, undoable: bool = True
) -> Iterator[Act]:
    """Run one user action, all of it or nothing, after sealing what was typed before it.

    Args:
        database: The store.
        session: Who does it.
        action: Its name, ``person.add``.
        undoable: Whether it can be undone.

    Raises:
        NotVisible: A record is outside what the session may see.
        RecordGone: A record does not exist or was removed.
        DiskFull, DiskFailed, StoreReadOnly: Nothing of it was saved.
    """
    with database.transaction() as transaction:
        drafts.seal_open(transaction, session)
        work = Act(
            transaction, session, action, state=ActState.DONE if undoable else ActState.FINAL
        )
        yield work
        work.finish()


class Act:
    """An act in progress; :attr:`changes` says what it touched once it is finished."""

    def __init__(
        self,
        transaction: Transaction,
        session: Session,
        action: str,
        *,
        state: ActState = ActState.DONE,
    ) -> None:
        """Begin within ``transaction``."""
        self.transaction, self.session = transaction, session
        self.changes: Changes = NOTHING
        self._action = action
        self._state = state
        self._undoes: str | None = None
        self._act_id = ActId(new_id())
        self._items: list[Change] = []
        self._finished = False

    def create(self, record: Record, *, operation: str = "create") -> RecordId:
        """Add a new record and return its id.

        Raises:
            InvalidField: A text is too long for its field.
            NotVisible: It would lie outside what the session may see.
        """
        kind = kind_of(type(record))
        values, change = to_values(record), change_id()
        require_fitting(kind, values)
        rows.insert(
            self.transaction.connection,
            kind,
            record.id,
            values,
            versions=dict.fromkeys(kind.groups, str(change)),
        )
        self._require_visible(kind, record.id)
        self._log(kind, record.id, change, operation, fields=values, base={})
        return record.id

    def create_all(self, records: Iterable[Record]) -> None:
        """Add new records in order: :meth:`create` for each, but faster for many of one kind."""
        self._items += bulk.create(self.transaction, self.session, self._act_id, records)

    def edit(
        self,
        record: type[Record],
        record_id: RecordId,
        fields: Mapping[str, object],
        *,
        operation: str = "edit",
    ) -> None:
        """Set fields of a record; values that do not change are left out.

        Raises:
            InvalidField: A text is too long for its field.
            RecordGone: It does not exist or was removed.
            NotVisible: It, or one of the fields, is outside what the session may see.
            BugError: The kind has no such field.
        """
        kind = kind_of(record)
        row = self._present(kind, record_id)
        if unknown := set(fields) - set(kind.fields):
            raise BugError(f"{kind.name} has no {sorted(unknown)[0]}")
        visibility.require_fields(self.session, kind, fields)
        wanted = {name: to_value(value) for name, value in fields.items()}
        changed = {name: v for name, v in wanted.items() if row.fields[name] != v}
        if changed:
            require_fitting(kind, changed)
            self._write(kind, row, operation, changed)

    def delete(self, record: type[Record], record_id: RecordId) -> None:
        """Remove a record: its row becomes a tombstone.

        Raises:
            RecordGone: It does not exist or was removed before.
            NotVisible: It is outside what the session may see.
        """
        self.delete_all(record, (record_id,))

    def delete_all(self, record: type[Record], record_ids: Sequence[str]) -> None:
        """Remove records of one kind: :meth:`delete` for each, but faster for many."""
        kind = kind_of(record)
        self._items += bulk.remove(self.transaction, self.session, self._act_id, kind, record_ids)

    def restore(self, record: type[Record], record_id: RecordId) -> None:
        """Bring a removed record back.

        Raises:
            RecordGone: It never existed, or was not removed.
            NotVisible: It is outside what the session may see.
        """
        kind = kind_of(record)
        self._require_visible(kind, record_id)
        row = rows.read(self.transaction.connection, kind, record_id)
        if row is None or not row.deleted:
            raise RecordGone(kind.name)
        self._write(kind, row, "restore", {}, deleted=False)

    def settle(
        self,
        record: type[Record],
        record_id: RecordId,
        cards: Mapping[str, str],
        *,
        operation: str = SETTLE,
        stays: Iterable[str] = (),
    ) -> None:
        """Record that a person decided on conflict cards; the record itself stays as it is.

        Args:
            record: The record's type.
            record_id: The record, removed or not.
            cards: :func:`~meitinker.domain.merging.card_key` of each part → its lost change.
            operation: ``SETTLE``, or ``REOPEN`` to open the cards again.
            stays: Merge groups that were decided to stay as they are. They get a new version, so
                that somebody who decided otherwise without seeing this meets a conflict.

        Raises:
            NotVisible: The record is outside what the session may see.
        """
        kind = kind_of(record)
        self._require_visible(kind, record_id)
        connection, change = self.transaction.connection, change_id()
        conflicts.answer(connection, record_id, change, cards=cards, operation=operation)
        row = rows.read(connection, kind, record_id)
        groups = [group for group in stays if row is not None and group in row.versions]
        if row is None or not groups:
            self._log(kind, record_id, change, operation, fields={}, base=cards)
            return
        fields = {name: row.fields[name] for group in groups for name in kind.groups[group]}
        based = [*groups, rows.DELETED] if row.deleted else groups
        base = {group: row.versions[group] for group in based if group in row.versions}
        versions = {**row.versions, **dict.fromkeys(groups, str(change))}
        rows.update(connection, kind, row, {}, versions=versions, deleted=row.deleted)
        self._log(kind, record_id, change, operation, fields=fields, base={**base, **cards})
        history.keep_before(self.transaction, change, fields)

    def undoes(self, act_id: str) -> None:
        """Mark this act as the undoing of another."""
        self._undoes, self._state = act_id, ActState.UNDO

    @contextmanager
    def then(self, action: str) -> Iterator[Act]:
        """Finish this act and run a second one in the same transaction, undoable by itself.

        :attr:`changes` of this act then holds what both touched, under the second act's id and
        name: only the second can be undone.
        """
        self.finish()
        following = Act(self.transaction, self.session, action)
        yield following
        following.finish()
        if following.changes.act is not None:
            items = (*self.changes.items, *following.changes.items)
            self.changes = msgspec.structs.replace(following.changes, items=items)

    def finish(self) -> None:
        """Write the act itself and fill :attr:`changes`; an act without changes is not written."""
        if not self._items or self._finished:
            return
        self._finished = True
        reviews.settle(self.transaction.connection)
        history.note(
            self.transaction,
            history.ActRow(self._act_id, self.session.user, self._action, state=self._state),
            undoes=self._undoes,
        )
        self.changes = Changes(
            act=self._act_id,
            action=self._action,
            undoable=self._state is ActState.DONE,
            items=tuple(self._items),
        )

    def _present(self, kind: Kind, record_id: RecordId) -> StoredRow:
        self._require_visible(kind, record_id)
        row = rows.read(self.transaction.connection, kind, record_id)
        if row is None or row.deleted:
            raise RecordGone(kind.name)
        return row

    def _require_visible(self, kind: Kind, record_id: RecordId) -> None:
        if not rows.visible(self.transaction.connection, self.session, kind, record_id):
            raise NotVisible(kind.name)

    def _write(
        self,
        kind: Kind,
        row: StoredRow,
        operation: str,
        fields: dict[str, Value],
        *,
        deleted: bool | None = None,
    ) -> None:
        change = change_id()
        groups = {kind.fields[name].group for name in fields}
        if deleted is not None:
            # fields that only a newer program knows are removed with the rest
            groups = {*kind.groups, *row.versions, rows.DELETED}
        base = {group: row.versions[group] for group in groups if group in row.versions}
        rows.update(
            self.transaction.connection,
            kind,
            row,
            fields,
            versions={**row.versions, **dict.fromkeys(_moved(groups, deleted), str(change))},
            deleted=row.deleted if deleted is None else deleted,
        )
        self._log(kind, RecordId(row.id), change, operation, fields=fields, base=base)
        if fields:
            old = {name: row.fields[name] for name in fields}
            history.keep_before(self.transaction, change, old)

    def _log(
        self,
        kind: Kind,
        record_id: RecordId,
        change: ChangeId,
        operation: str,
        *,
        fields: Mapping[str, Value],
        base: Mapping[str, str],
    ) -> None:
        allowed.require(
            self.transaction.connection,
            self.session,
            kind,
            record_id,
            act=rights.act_of(operation, base),
            fields=fields,
        )
        journal.append(
            self.transaction,
            journal.Entry(
                change_id=change,
                act_id=self._act_id,
                device=self.session.device,
                author=self.session.user,
                operation=operation,
                kind=kind.name,
                record_id=record_id,
                fields=fields,
                base=base,
            ),
        )
        index.touched(self.transaction.connection, kind, record_id)
        self._items.append(Change(kind.name, record_id, operation, frozenset(fields)))


def _moved(groups: set[str], deleted: bool | None) -> set[str]:
    """Return the groups that get a new version: removing a record leaves its fields' own."""
    return groups if deleted is None else {rows.DELETED}
