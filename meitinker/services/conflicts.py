"""Conflict cards as people meet them: who wrote what, and the choice between it.

A card is one part of a record that two people changed without seeing each other's words. What
stands stays until a person chooses; each choice is an act like any other, that can be taken
back, and it closes the card on every device. What was not chosen stays in the history.
"""

from __future__ import annotations

from collections import Counter
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import REMOVED, REOPEN, SETTLE, Reason, card_key
from meitinker.domain.records import MergeClass, Value
from meitinker.domain.visits import VISIT, VisitState
from meitinker.errors import BugError, ChangedMeanwhile, InvalidField, NotAllowed, RecordGone
from meitinker.ids import RecordId
from meitinker.services import editing, form_drafts, left_behind, reading
from meitinker.services.conflict_sides import Side, named, side_of
from meitinker.services.form_drafts import Form, TypedFields
from meitinker.services.whose import name_of, person_of
from meitinker.store import conflicts, rows, visibility
from meitinker.store.acts import act

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from meitinker.changes import Changes
    from meitinker.domain.records import Kind
    from meitinker.domain.session import Session
    from meitinker.store.acts import Act
    from meitinker.store.conflicts import Conflict
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection
    from meitinker.store.rows import StoredRow

MOST = 10
"""Cards that are told at once: more is neither read nor built in a frame."""

_DERIVED = frozenset({("phone", "digits")})
"""What is not typed and not shown: it follows from another field of the same group."""

_NAMED = frozenset({"person", "user", "village"})
"""The kinds whose records a field may point at and that have a name to show."""

_BY_COMMAND = frozenset({"state", "concluded_at"})
"""Fields of a visit that only concluding it sets."""

_UNREAD = frozenset({("person", "bsn")})
"""What is read from a document and never made up: nobody writes a third one here."""


def own_form(part: str) -> Form[TypedFields]:
    """Return the form in which a third text for a part of a record is kept as it is typed."""
    return Form(f"conflict:{part}", TypedFields)


class ConflictChoice(StrEnum):
    """What a person may decide on a card."""

    MINE = "mine"
    STANDING = "standing"
    WRITTEN = "written"


class OpenConflict(msgspec.Struct, frozen=True, kw_only=True):
    """A card that waits for a person.

    Attributes:
        id: The card.
        kind: Kind of the record.
        record_id: The record.
        part: The merge group, or ``row_deleted`` where the whole record is at stake.
        reason: Why the later change did not come in.
        person_id: Whose file it is about, or "".
        name: That resident's name.
        base: What both began with, or None where that is not known.
        mine: What the later change wanted.
        standing: What stands now.
        removes: Whether the later change wanted to remove the record.
        gone: Whether the record is removed now.
        may_choose: Whether anything else than what stands can be chosen.
        writable: The fields of which a third text may be written; none where that makes no
            sense.
        stands: Kinds of what stands of a resident who was removed.
        seen: What a decision on it must name (:func:`choose`): it changes when what stands does.
    """

    id: str
    kind: str
    record_id: str
    part: str
    reason: Reason
    person_id: str
    name: str
    base: dict[str, Value] | None
    mine: Side
    standing: Side
    removes: bool
    gone: bool
    may_choose: bool
    writable: tuple[str, ...]
    stands: tuple[str, ...] = ()
    seen: str = ""


class OpenConflicts(msgspec.Struct, frozen=True):
    """The cards to show, and how many wait in all."""

    cards: tuple[OpenConflict, ...]
    count: int


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """How many cards wait about one resident, or about the organisation (``person_id`` "").

    ``removed``: whether the one question is that they were removed while something of them stands.
    """

    person_id: str
    name: str
    count: int
    removed: bool = False


def waiting(
    database: Database, session: Session, *, first: str = "", most: int = MOST
) -> OpenConflicts:
    """Return the cards that wait and are this session's to see, oldest first.

    That their records are read is logged first.

    Args:
        database: The store.
        session: Who asks.
        first: The resident whose cards go before the others.
        most: Cards that are returned; the rest is counted.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It could not be logged: show nothing.
    """
    with database.reading() as connection:
        seen = [
            (person_of(connection, KINDS[one.kind], row) != first, one, row)
            for one, row in _seen(connection, session)
        ]
        seen.sort(key=lambda told: told[0])
        found = [_card(connection, session, one, row) for _other, one, row in seen[:most]]
    by_kind: dict[str, list[str]] = {}
    for card in found:
        by_kind.setdefault(card.kind, []).append(card.record_id)
    for kind, record_ids in by_kind.items():
        reading.listed(database, session, KINDS[kind].record, record_ids)
    return OpenConflicts(cards=tuple(found), count=len(seen))


def asking(database: Database, session: Session) -> tuple[Asking, ...]:
    """Return about whom cards wait, those that wait longest first; nothing of what they say."""
    with database.reading() as connection:
        seen = [
            (person_of(connection, KINDS[one.kind], row), one.reason)
            for one, row in _seen(connection, session)
        ]
        found = Counter(person_id for person_id, _reason in seen)
        return tuple(
            Asking(
                person_id=one,
                name=name_of(connection, one),
                count=count,
                removed=(one, Reason.HAS_WORK) in seen and count == 1,
            )
            for one, count in found.items()
        )


def choose(
    database: Database,
    session: Session,
    card_id: str,
    *,
    seen: str,
    choice: ConflictChoice,
    written: Mapping[str, Value] | None = None,
) -> Changes:
    """Decide on a card; it closes here now, and everywhere once this is sent.

    Args:
        database: The store.
        session: Who decides.
        card_id: The card.
        seen: :attr:`OpenConflict.seen` of the card as it was shown.
        choice: What stands from now on.
        written: For ``WRITTEN``: the fields with the third text.

    Raises:
        RecordGone: The card was closed meanwhile.
        ChangedMeanwhile: Something else stands by now than the card showed.
        NotAllowed: The record takes no changes (any more), at least not from this device.
        InvalidField: A field cannot hold what was written.
        DiskFull, DiskFailed, StoreReadOnly: Nothing was decided.
    """
    with act(database, session, "conflict.choose") as work:
        connection = work.transaction.connection
        found = [(one, row) for one, row in _seen(connection, session) if one.id == card_id]
        if not found:
            raise RecordGone("conflict")
        ((one, row),) = found
        if _stands(one, row) != seen:
            raise ChangedMeanwhile("conflict")
        if one.reason is Reason.HAS_WORK:
            if choice is not ConflictChoice.MINE:
                raise NotAllowed(one.reason)
            left_behind.bring_back(work, one.record_id)
        else:
            _decide(work, one, row, choice=choice, written=written or {})
    return work.changes


def _decide(
    work: Act,
    one: Conflict,
    row: StoredRow,
    *,
    choice: ConflictChoice,
    written: Mapping[str, Value],
) -> None:
    if choice is not ConflictChoice.STANDING:
        _take(work, one, row, choice=choice, written=written)
    cards = {card_key(one.part): one.mine_change}
    stays = _staying(one) if choice is ConflictChoice.STANDING else ()
    work.settle(KINDS[one.kind].record, RecordId(one.record_id), cards, stays=stays)
    form_drafts.drop(work.transaction, own_form(one.part), about=one.record_id)


def _take(
    work: Act,
    one: Conflict,
    row: StoredRow,
    *,
    choice: ConflictChoice,
    written: Mapping[str, Value],
) -> None:
    kind, record_id = KINDS[one.kind], RecordId(one.record_id)
    if not _may_choose(work.transaction.connection, work.session, one, row):
        raise NotAllowed(one.reason)
    if choice is ConflictChoice.WRITTEN:
        if not written or set(written) - set(_writable(kind, one)):
            raise BugError("that is not written on this card")
        if not any(str(value or "").strip() for value in written.values()):
            raise InvalidField(next(iter(written)), "own_text_missing")
        wanted = editing.fitted(kind.name, written)
    elif one.mine.get(REMOVED):
        work.delete(kind.record, record_id)
        return
    else:
        wanted = {name: value for name, value in one.mine.items() if name in kind.fields}
    if row.deleted:
        work.restore(kind.record, record_id)
    work.edit(kind.record, record_id, wanted)


def _stands(one: Conflict, row: StoredRow) -> str:
    """Return the versions of all that a card shows of a record as it stands."""
    at_stake = sorted(row.versions) if one.part == REMOVED else [one.part, REMOVED]
    return " ".join(row.versions.get(group, "-") for group in at_stake)


def _staying(one: Conflict) -> tuple[str, ...]:
    """Return the groups that stay as they are when a person leaves standing what stands."""
    kind = KINDS[one.kind]
    if kind.merge is not MergeClass.BY_FIELD:
        return ()
    at_stake = {*one.mine, *one.theirs}
    found = tuple(g for g, names in kind.groups.items() if at_stake & set(names))
    return found or tuple(islice(kind.groups, 1))


def asks_anew(changes: Changes) -> bool:
    """Tell whether a choice was made or taken back, or a resident removed."""
    return any(
        item.operation in {SETTLE, REOPEN} or (item.kind, item.operation) == ("person", "delete")
        for item in changes.items
    )


def visible(connection: Connection, session: Session) -> list[Conflict]:
    """Return the open cards that the session may see, oldest first."""
    return [one for one, _row in _seen(connection, session)]


def _seen(connection: Connection, session: Session) -> Iterable[tuple[Conflict, StoredRow]]:
    """Yield the open cards of which the session may see the record and every field at stake."""
    for one in conflicts.waiting(connection):
        kind = KINDS.get(one.kind)
        if kind is None or not rows.visible(connection, session, kind, one.record_id):
            continue
        row = rows.read(connection, kind, one.record_id)
        at_stake = {*one.base, *one.mine, *one.theirs}
        if row is not None and visibility.hidden_fields(session, kind).isdisjoint(at_stake):
            yield one, row
    yield from left_behind.cards(connection, session)


def _card(connection: Connection, session: Session, one: Conflict, row: StoredRow) -> OpenConflict:
    kind = KINDS[one.kind]
    person_id = person_of(connection, kind, row)
    names = _shown_fields(kind, one)
    standing = {name: row.fields[name] for name in names}
    version = _set_by(one, row)
    return OpenConflict(
        id=one.id,
        kind=one.kind,
        record_id=one.record_id,
        part=one.part,
        reason=one.reason,
        person_id=person_id,
        name=name_of(connection, person_id),
        base=named(connection, session, kind, _only(one.base, names)) if one.base else None,
        mine=side_of(connection, session, kind, _only(one.mine, names), one.mine_change),
        standing=side_of(connection, session, kind, standing, version),
        removes=bool(one.mine.get(REMOVED)),
        gone=row.deleted,
        may_choose=_may_choose(connection, session, one, row),
        writable=_writable(kind, one),
        stands=_standing(connection, session, one),
        seen=_stands(one, row),
    )


def _standing(connection: Connection, session: Session, one: Conflict) -> tuple[str, ...]:
    if one.reason is not Reason.HAS_WORK:
        return ()
    return left_behind.kinds_of(connection, session, one.record_id)


def _set_by(one: Conflict, row: StoredRow) -> str:
    """Return the change that set what stands; of a whole record the last that wrote in it."""
    if row.deleted or one.part != REMOVED:
        return row.versions.get(REMOVED if row.deleted else one.part, one.theirs_change)
    written = {version for group, version in row.versions.items() if group != REMOVED}
    return one.theirs_change if one.theirs_change in written else max(written, default="")


def _only(values: Mapping[str, Value], names: tuple[str, ...]) -> dict[str, Value]:
    return {name: values[name] for name in names if name in values}


def _shown_fields(kind: Kind, one: Conflict) -> tuple[str, ...]:
    """Return the fields to show, in declared order: those with words that people know."""
    at_stake = {*one.base, *one.mine, *one.theirs}
    return tuple(
        name
        for name, field in kind.fields.items()
        if name in at_stake
        and (kind.name, name) not in _DERIVED
        and field.held.ref in {"", *_NAMED}
    )


def _may_choose(connection: Connection, session: Session, one: Conflict, row: StoredRow) -> bool:
    """Tell whether the record takes a change of this device (design: records)."""
    kind = KINDS[one.kind]
    if one.reason is Reason.CLOSES_CIRCLE or not one.mine:
        return False
    if kind.merge is MergeClass.SINGLE_WRITER:
        visit_id = str(row.fields.get("visit_id") or one.record_id)
        visit = rows.read(connection, VISIT, visit_id)
        return (
            visit is not None
            and visit.fields["device_id"] == session.device
            and visit.fields["state"] != VisitState.CONCLUDED
            and _BY_COMMAND.isdisjoint(one.mine)
        )
    return kind.merge is MergeClass.BY_FIELD


def _writable(kind: Kind, one: Conflict) -> tuple[str, ...]:
    """Return the fields of a group that is nothing but text; else none."""
    fields = [
        kind.fields[name]
        for name in kind.groups.get(one.part, ())
        if (kind.name, name) not in _DERIVED
    ]
    if not all(f.type is str and not f.held.ref for f in fields):
        return ()
    return tuple(f.name for f in fields if (kind.name, f.name) not in _UNREAD)
