"""Own changes that were not sent yet, lifted off a record and laid back on what others did.

What this device changed and has not seen in the authority's list is *pending*: it lies on top of
what the list has made of the record. To take in a change of the list, the pending ones are lifted
off, newest first; the change is judged against what was below; the pending ones are laid back,
judged in their turn. One that clashes with the list stays in the journal and on a conflict card;
the list's value stands.

Lifting off needs no history: a change came in only on the version it was made on, so its ``base``
and the values kept with it for undoing are exactly what it covered.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.changes import Change
from meitinker.domain.merging import REMOVED, Incoming, MergeContext, Standing, as_of_today
from meitinker.domain.people import PERSON_MERGE
from meitinker.domain.records import MergeClass, Value
from meitinker.domain.visits import VISIT, VisitState
from meitinker.ids import RecordId
from meitinker.store import conflicts, drafts, history, index, journal, rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from meitinker.domain.merging import Decide, Decision, Ruling
    from meitinker.domain.records import Kind
    from meitinker.domain.session import Session
    from meitinker.store.database import Transaction
    from meitinker.store.driver import Connection
    from meitinker.store.journal import Sealed

_MERGES = (
    "SELECT id, from_id, into_id FROM person_merge WHERE row_deleted = 0 AND undone_at IS NULL"
)


class Rebase:
    """One record under judgement, its pending changes lifted off.

    Merges of persons are judged in the light of each other, so for them all records with
    pending changes are lifted together.
    """

    def __init__(
        self, transaction: Transaction, session: Session, kind: Kind, record_id: str
    ) -> None:
        """Lift the pending changes off; what is being typed becomes one of them first."""
        self._connection = transaction.connection
        self._kind = kind
        shown = {record_id: standing(self._connection, kind, record_id)}
        drafts.seal(transaction, session, kind, record_id)
        if kind is PERSON_MERGE:
            self._pending = journal.pending_merges(self._connection)
        else:
            self._pending = journal.pending(self._connection, kind.name, record_id)
        touched = {record_id, *(change.header.record_id for change in self._pending)}
        self._before = {one: standing(self._connection, kind, one) for one in sorted(touched)}
        self._shown = self._before | shown
        self._now = {
            one: lifted(self._connection, kind, below, self._of(one))
            for one, below in self._before.items()
        }
        conflicts.withdraw(self._connection, [p.header.change_id for p in self._pending])

    def judge(
        self, change: Sealed, decide: Decide, *, authority: bool, told: Ruling | None = None
    ) -> Decision:
        """Let one change happen and write the cards of what it lost.

        Args:
            change: The change.
            decide: How a verdict is reached.
            authority: Whether the list speaks: then other records count as the list has them.
            told: The verdict, where the list brought it.
        """
        record_id = change.header.record_id
        coming = msgspec.structs.replace(incoming(change), told=told)
        coming = as_of_today(self._kind, self._now[record_id], coming)
        around = self._around(change, authority=authority)
        decision = decide(self._kind, self._now[record_id], coming, around)
        self._now[record_id] = decision.standing
        conflicts.note(self._connection, self._kind, record_id, coming, decision)
        return decision

    def knows(self, record_id: str) -> bool:
        """Tell whether the list has brought the record, apart from what is pending."""
        return self._now[record_id] is not None

    def ground(self, record_id: str, standing: Standing) -> None:
        """Take what the list has made of the record as what lies below the pending changes."""
        self._now[record_id] = standing

    def lay_back(self, decide: Decide, *, without: str) -> None:
        """Lay the pending changes back, but for the one that has just had its turn."""
        for change in self._pending:
            there = self._now[change.header.record_id] is not None
            if change.header.change_id != without and (there or incoming(change).begins):
                self.judge(change, decide, authority=False)

    def write(self, *, at: str, operation: str) -> list[Change]:
        """Write the rows that are other than before; return what screens must show again.

        What was being typed lay in the row as well: where sealing it took it out of the row,
        because others had written there, screens are told too.

        Args:
            at: When the author changed it, UTC text.
            operation: What was done.
        """
        found = []
        for record_id, now in self._now.items():
            if now is None:
                continue
            if now != self._before[record_id]:
                row = rows.StoredRow(
                    record_id, dict(now.fields), dict(now.versions), dict(now.extra), now.deleted
                )
                rows.put(self._connection, self._kind, row, changed=at)
                index.touched(self._connection, self._kind, record_id)
            elif now == self._shown[record_id]:
                continue
            fields = frozenset(_differing(self._shown[record_id], now))
            found.append(Change(self._kind.name, RecordId(record_id), operation, fields))
        return found

    def _of(self, record_id: str) -> list[Sealed]:
        return [change for change in self._pending if change.header.record_id == record_id]

    def _around(self, change: Sealed, *, authority: bool) -> MergeContext:
        if self._kind is PERSON_MERGE:
            return MergeContext(merges=self._merges(change.header.record_id))
        if self._kind.merge is not MergeClass.SINGLE_WRITER or "visit_id" not in self._kind.fields:
            return MergeContext()
        now = self._now[change.header.record_id]
        visit_id = str((now.fields if now else change.fields)["visit_id"])
        seen = by_authority if authority else standing
        visit = seen(self._connection, VISIT, visit_id)
        if visit is None:
            return MergeContext()
        return MergeContext(
            writer=str(visit.fields["device_id"]),
            concluded=visit.fields["state"] == VisitState.CONCLUDED,
        )

    def _merges(self, record_id: str) -> dict[str, str]:
        found = {
            str(source): str(target)
            for one, source, target in self._connection.execute(_MERGES)
            if one not in self._now
        }
        for one, now in self._now.items():
            stands = now is not None and not now.deleted and now.fields["undone_at"] is None
            if now is not None and stands and one != record_id:
                found[str(now.fields["from_id"])] = str(now.fields["into_id"])
        return found


def incoming(change: Sealed) -> Incoming:
    """Return what a verdict needs to know of a change."""
    return Incoming(
        change_id=change.header.change_id,
        device=change.header.device,
        at=change.header.at,
        operation=change.header.operation,
        fields=change.fields,
        base=change.base,
    )


def standing(connection: Connection, kind: Kind, record_id: str) -> Standing | None:
    """Return a record as this device shows it, own pending changes included."""
    row = rows.read(connection, kind, record_id)
    return Standing(row.fields, row.versions, row.extra, row.deleted) if row else None


def by_authority(connection: Connection, kind: Kind, record_id: str) -> Standing | None:
    """Return a record as the list has made it, without what this device has not sent."""
    own = journal.pending(connection, kind.name, record_id)
    return lifted(connection, kind, standing(connection, kind, record_id), own)


def lifted(
    connection: Connection, kind: Kind, top: Standing | None, pending: Iterable[Sealed]
) -> Standing | None:
    """Return what lies below ``pending`` (oldest first), the changes on top of a record."""
    for change in reversed(list(pending)):
        if top is None:
            break
        before = history.before(connection, change.header.change_id)
        top = _below(kind, top, incoming(change), before)
    return top


def _below(
    kind: Kind, top: Standing, change: Incoming, before: Mapping[str, Value]
) -> Standing | None:
    own = {group for group, version in top.versions.items() if version == change.change_id}
    if not own:
        return top
    if change.begins:
        return None
    versions = {group: version for group, version in top.versions.items() if group not in own}
    versions |= {group: change.base[group] for group in own if group in change.base}
    covered = {name: v for name, v in before.items() if kind.fields[name].group in own}
    return Standing(
        fields={**top.fields, **covered},
        versions=versions,
        extra=top.extra,
        deleted=change.operation == "restore" if REMOVED in own else top.deleted,
    )


def _differing(before: Standing | None, now: Standing) -> list[str]:
    if before is None:
        return list(now.fields)
    return [name for name, value in now.fields.items() if before.fields.get(name) != value]
