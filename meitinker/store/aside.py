"""Putting a refused change aside: it is done with, and no longer lies on top of its record.

The hub refused it for good and a person has read it, sent it again in vain, or kept it in a file.
From then on it holds up nothing: not its dossier when that leaves, nor the warning in the rail.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.changes import NOTHING, Change, Changes
from meitinker.domain.kinds import KINDS
from meitinker.ids import RecordId, new_id
from meitinker.store import erasing, history, journal, leaving, sent
from meitinker.store.erasing import ErasureGround
from meitinker.store.history import ActRow, ActState
from meitinker.store.leaving import Lying
from meitinker.store.rebase import Rebase, incoming

if TYPE_CHECKING:
    from meitinker.domain.merging import Decide
    from meitinker.domain.records import Kind
    from meitinker.domain.session import Session
    from meitinker.store.database import Database, Transaction
    from meitinker.store.journal import Sealed


def put_aside(database: Database, session: Session, change_id: str, decide: Decide) -> Changes:
    """Let a change that the hub refused count as done with.

    An edit is lifted off its record, and its words stay in the history. What was refused from its
    beginning is destroyed, of a resident the whole file: nobody else will ever have it.

    Returns:
        What screens must show again; nothing where the change was not refused (any more).

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: Nothing was changed.
    """
    with database.transaction() as transaction:
        change = journal.change(transaction.connection, change_id)
        kind = KINDS.get(change.header.kind) if change else None
        if change is None or kind is None or not sent.is_refused(transaction.connection, change_id):
            return NOTHING
        if incoming(change).begins:
            items = _destroyed(transaction, session, kind, change)
        else:
            record = Rebase(transaction, session, kind, change.header.record_id)
            sent.put_aside(transaction, change_id)
            record.lay_back(decide, without=change_id)
            items = record.write(at=clock.instant_text(clock.now()), operation="edit")
    return Changes(None, "sync.aside", undoable=False, items=tuple(items))


def _destroyed(
    transaction: Transaction, session: Session, kind: Kind, change: Sealed
) -> list[Change]:
    one, act_id = Lying(kind.name, change.header.record_id), new_id()
    whole = kind.scope.rule == "village"  # what belongs to a file goes with it: it cannot be alone
    why = ErasureGround(
        scope="dossier" if whole else "record",
        ground="refused by the hub, put aside",
        approval=session.user,
    )
    gone = leaving.records_of(transaction.connection, one.record_id) if whole else [one]
    for lying in gone:
        erasing.wipe(
            transaction, session, KINDS[lying.kind], lying.record_id, act_id=act_id, why=why
        )
    history.note(transaction, ActRow(act_id, session.user, "erase", state=ActState.FINAL))
    return [Change(lying.kind, RecordId(lying.record_id), "delete") for lying in gone]
