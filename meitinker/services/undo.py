"""Taking back the last act, and doing it again.

Only what was done last is taken back. Where that has no way back, undoing says so and reaches
for nothing that was done before it.

Undoing never removes a change: it appends one with the old values on the present base. Where
someone's later change touched the same field it is refused, by name, so that nobody's work is
overwritten unseen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.changes import NOTHING, Changes
from meitinker.domain.appointments import APPOINTMENT
from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import REOPEN, SETTLE, is_card_key
from meitinker.domain.people import PERSON_MERGE
from meitinker.domain.reviews import REVIEW_REPLY, REVIEW_STEP, REVIEW_TICK
from meitinker.domain.visits import VisitState
from meitinker.errors import AlreadyConcluded, NoWayBack, RecordGone, UndoRefused
from meitinker.ids import RecordId
from meitinker.store import drafts, history, journal, records, reviews, rows
from meitinker.store.acts import Act
from meitinker.store.history import ActState

if TYPE_CHECKING:
    from meitinker.domain.records import Kind
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection
    from meitinker.store.history import ActChange, ActRow
    from meitinker.store.rows import StoredRow


_BESIDE_A_VISIT = (APPOINTMENT, REVIEW_STEP, REVIEW_REPLY, REVIEW_TICK)


def undo(database: Database, session: Session, *, act_id: str | None = None) -> Changes:
    """Take back the user's last act, or the one that is named.

    Args:
        database: The store.
        session: Whose act it was.
        act_id: The act that was offered to be taken back. What was typed elsewhere since stays.

    Returns:
        What was touched, under the name of that act; nothing when there was none.

    Raises:
        NoWayBack: What was done last has no way back (``action``).
        UndoRefused: A later change touched the same field (``fields``).
        AlreadyConcluded: It would edit a concluded visit.
    """
    with database.transaction() as transaction:
        drafts.seal_open(transaction, session)
        act = _to_take_back(transaction.connection, session, act_id)
        if act is None:
            return NOTHING
        if act.state is ActState.FINAL:
            raise NoWayBack(action=act.action)
        work = Act(transaction, session, act.action)
        work.undoes(act.act_id)
        _invert_all(work, act.act_id)
        history.set_state(transaction, act.act_id, ActState.UNDONE)
        work.finish()
    return work.changes


def _to_take_back(connection: Connection, session: Session, act_id: str | None) -> ActRow | None:
    """Return the act to take back: the named one unless something else was built on it."""
    last = history.last(connection, session.user)
    if act_id is None or (last is not None and last.act_id == act_id):
        return last
    if history.built_on(connection, act_id):
        raise UndoRefused(fields=act_id)
    return history.standing(connection, session.user, act_id)


def redo(database: Database, session: Session) -> Changes:
    """Do again what was undone last, unless something new was done or typed since.

    Raises:
        UndoRefused: A later change touched the same field (``fields``).
    """
    with database.transaction() as transaction:
        drafts.seal_open(transaction, session)
        act = history.newest(transaction.connection, session.user, ActState.UNDO)
        if act is None or act.undoes is None:
            return NOTHING
        work = Act(transaction, session, act.action)
        work.undoes(act.act_id)
        _invert_all(work, act.act_id)
        history.set_state(transaction, act.act_id, ActState.REDONE)
        work.finish()
        history.set_state(transaction, act.undoes, ActState.DONE)
        if work.changes.act:
            history.set_state(transaction, work.changes.act, ActState.REDONE)
    return work.changes


def _invert_all(work: Act, act_id: str) -> None:
    for change in reversed(history.changes_of(work.transaction.connection, act_id)):
        _invert(work, change)


def _invert(work: Act, change: ActChange) -> None:
    kind, record_id = KINDS[change.kind], RecordId(change.record_id)
    row = rows.read(work.transaction.connection, kind, record_id)
    if row is None:
        raise RecordGone(kind.name)
    if change.operation in {SETTLE, REOPEN}:
        _ask_again(kind, change, work)
        return
    _require_open_visit(work, kind, row)
    if row.deleted and change.operation != "delete":
        # only someone else's change leads here: the own removal was taken back before this one
        raise UndoRefused(fields=rows.DELETED)
    match change.operation:
        case "merge" if kind is PERSON_MERGE:
            _require_untouched(kind, row, change, work)
            fields = {"undone_at": clock.now()}
            work.edit(kind.record, record_id, fields, operation="unmerge")
        case "create" | "restore":
            _require_untouched(kind, row, change, work)
            work.delete(kind.record, record_id)
        case "delete":
            remover = journal.author(
                work.transaction.connection, row.versions.get(rows.DELETED, "")
            )
            if remover != work.session.user or not row.deleted:
                raise UndoRefused(fields=kind.name)
            work.restore(kind.record, record_id)
        case operation:
            _require_untouched(kind, row, change, work)
            old = history.before(work.transaction.connection, change.change_id)
            _require_no_circle(kind, row, operation, work)
            counter = {"unmerge": "merge"}.get(operation, "edit")
            work.edit(kind.record, record_id, old, operation=counter)


def _ask_again(kind: Kind, change: ActChange, work: Act) -> None:
    """Take a decision on conflict cards back, or make it again: no field is at stake in it."""
    told = journal.payload(work.transaction.connection, change.change_id)
    counter = SETTLE if change.operation == REOPEN else REOPEN
    cards = {key: one for key, one in (told.base if told else {}).items() if is_card_key(key)}
    work.settle(kind.record, RecordId(change.record_id), cards, operation=counter)


def _require_untouched(kind: Kind, row: StoredRow, change: ActChange, work: Act) -> None:
    """Refuse where someone else's later change set one of the parts that ``change`` set.

    The user's own later acts were undone before this one: acts are taken back in order. A change
    of the own that lost against another's in the list is not what the row shows: refused too.
    Bringing a record back is taken back by removing it, so all of it must be as it was then. What
    somebody did after a step of a review cannot stand without it.
    """
    connection = work.transaction.connection
    if kind is REVIEW_STEP and reviews.built_on(connection, row.id):
        raise UndoRefused(fields=kind.name)
    told = journal.payload(connection, change.change_id)
    seen = set(told.base.values()) if told and change.operation == "restore" else set()
    if told is None or change.operation in {"create", "restore"}:
        groups = set(row.versions)
    else:
        set_by = kind.of_today(told.fields, row.fields)
        groups = {kind.fields[f].group for f in set_by if f in kind.fields}
    later = sorted(
        group
        for group in groups
        if row.versions.get(group, "") not in seen
        and journal.author(connection, row.versions.get(group, "")) != work.session.user
    )
    if later:
        raise UndoRefused(fields=", ".join(later))


def _require_no_circle(kind: Kind, row: StoredRow, operation: str, work: Act) -> None:
    """Refuse to merge two files again that others made one, the other way round, meanwhile."""
    if kind is not PERSON_MERGE or operation != "unmerge":
        return
    connection = work.transaction.connection
    ends = {records.resolve(connection, str(row.fields[f])) for f in ("from_id", "into_id")}
    if (
        len(ends) == 1
        or records.resolve(connection, str(row.fields["from_id"])) != row.fields["from_id"]
    ):
        raise UndoRefused(fields="from_id")


def _require_open_visit(work: Act, kind: Kind, row: StoredRow) -> None:
    """Refuse what would reach into a concluded visit; some only lead to one, or are about one."""
    if kind in _BESIDE_A_VISIT:
        return
    visit_id = row.fields.get("visit_id")
    whole = KINDS["visit"]
    visit = rows.read(work.transaction.connection, whole, str(visit_id)) if visit_id else None
    state = visit.fields["state"] if visit else row.fields.get("state")
    if state == VisitState.CONCLUDED:
        raise AlreadyConcluded
