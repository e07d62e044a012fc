"""Conflict cards: what did not come in, kept beside what stands until a person has decided.

A card is the same on every device, because it follows from the authority's list: ``mine`` is
what the change wanted that came later in the list, ``theirs`` is what stood when its turn came.
Who wrote either, and when, the journal tells by the changes that are named. On the device that
made the later change the card is there as soon as the earlier one is pulled, before its own
change was ever sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain.merging import (
    ABOUT_ALL,
    REMOVED,
    REOPEN,
    SETTLE,
    Reason,
    Verdict,
    card_key,
)
from meitinker.domain.records import Value, canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from meitinker.domain.merging import Decision, Incoming, Loss
    from meitinker.domain.records import Kind
    from meitinker.store.driver import Connection

_OPEN = (
    "SELECT id, kind, record_id, part, reason, base, mine, theirs, mine_change, theirs_change,"
    " found_at, closed_by FROM conflict WHERE closed_by = '' ORDER BY found_at, id"
)
_OF_RECORD = (
    "SELECT id, kind, record_id, part, reason, base, mine, theirs, mine_change, theirs_change,"
    " found_at, closed_by FROM conflict WHERE record_id = ? ORDER BY id"
)
_INSERT = (
    "INSERT INTO conflict (id, kind, record_id, part, reason, base, mine, theirs, mine_change,"
    " theirs_change, found_at, closed_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_TOLD = (
    "SELECT fields, base FROM received WHERE change_id = ? AND reason <> 'altered' UNION ALL"
    " SELECT fields, base FROM change_payload WHERE change_id = ? LIMIT 1"
)
_FILLED = "SELECT fields, versions FROM filled WHERE record_id = ?"
_WHO = (
    "SELECT author, device, at FROM received WHERE change_id = ? AND reason <> 'altered' UNION ALL"
    " SELECT author, device, at FROM change_header WHERE change_id = ? LIMIT 1"
)

_fields = msgspec.json.Decoder(dict[str, str | int | None])
_versions = msgspec.json.Decoder(dict[str, str])


class Conflict(msgspec.Struct, frozen=True, kw_only=True):
    """One card.

    Attributes:
        id: The same on every device.
        kind: Kind of the record.
        record_id: The record.
        part: The merge group that clashed, or ``row_deleted``.
        reason: Why the change did not come in.
        base: What both began with, as far as this device can tell.
        mine: What the later change wanted.
        theirs: What stood.
        mine_change: The later change.
        theirs_change: The change that stood.
        found_at: When this device found it, UTC text.
        closed_by: The change that made the question go away, or "".
    """

    id: str
    kind: str
    record_id: str
    part: str
    reason: Reason
    base: dict[str, Value]
    mine: dict[str, Value]
    theirs: dict[str, Value]
    mine_change: str
    theirs_change: str
    found_at: str
    closed_by: str


class Hand(msgspec.Struct, frozen=True):
    """Whose change it was: user, device, and when by that device's clock (UTC text)."""

    author: str
    device: str
    at: str


def waiting(connection: Connection) -> list[Conflict]:
    """Return the cards that wait for a person, oldest first."""
    return [_conflict(row) for row in connection.execute(_OPEN)]


def of_record(connection: Connection, record_id: str) -> list[Conflict]:
    """Return every card of a record, closed ones included."""
    return [_conflict(row) for row in connection.execute(_OF_RECORD, (record_id,))]


def hand(connection: Connection, change_id: str) -> Hand | None:
    """Return who made a change, here or elsewhere, or None where that is not known."""
    row = connection.execute(_WHO, (change_id, change_id)).fetchone()
    return Hand(*row) if row else None


def value_at(
    connection: Connection, kind: Kind, record_id: str, *, group: str, change_id: str
) -> dict[str, Value]:
    """Return what the fields of a merge group were once ``change_id`` had set it.

    A change names the version it was made on, so the changes of a group form a chain that ends
    where the record began, or at what a fill brought of it. What a purge took away is left out.
    They come from other devices: such as name each other as base are gone round once.
    """
    wanted = set(kind.groups.get(group, (group,)))
    chain: list[dict[str, Value]] = []
    named: set[str] = set()
    passed: set[str] = set()
    while change_id not in {"", *passed} and wanted - named:
        passed.add(change_id)
        row = connection.execute(_TOLD, (change_id, change_id)).fetchone()
        if row is None:
            chain.append(_filled(connection, record_id, group, change_id))
            break
        chain.append(_fields.decode(row[0]))
        named.update(kind.of_today(chain[-1], {}))
        change_id = _versions.decode(row[1]).get(group, "")
    found: dict[str, Value] = {}
    for told in reversed(chain):
        today = kind.of_today(told, found)
        found.update({name: today[name] for name in wanted if name in today})
    return found


def version_before(connection: Connection, change_id: str, group: str) -> str:
    """Return the version of a merge group on which a change was made, or "" if not known."""
    row = connection.execute(_TOLD, (change_id, change_id)).fetchone()
    return _versions.decode(row[1]).get(group, "") if row else ""


def _filled(connection: Connection, record_id: str, group: str, change_id: str) -> dict[str, Value]:
    """Return what a fill brought of a record, if a group stood there as ``change_id`` set it."""
    row = connection.execute(_FILLED, (record_id,)).fetchone()
    if row is None or _versions.decode(row[1]).get(group) != change_id:
        return {}
    return _fields.decode(row[0])


def withdraw(connection: Connection, changes: Iterable[str]) -> None:
    """Forget what the cards say of changes whose verdict is about to be reached (again)."""
    for change_id in changes:
        connection.execute("DELETE FROM conflict WHERE mine_change = ?", (change_id,))
        connection.execute("UPDATE conflict SET closed_by = '' WHERE closed_by = ?", (change_id,))


def note(
    connection: Connection, kind: Kind, record_id: str, change: Incoming, decision: Decision
) -> None:
    """Write a card for each part of ``change`` that was lost, and close those it goes on from.

    A change made on one that was lost itself carries that one's question on, part by part: there
    is one open card a clash, with the newest words. Where those are the words both began with, or
    what stands by now, there is nothing left to ask.

    A decision on cards (:data:`~meitinker.domain.merging.SETTLE`) closes them. Where somebody
    decided otherwise before, without seeing it, the two decisions are a card of their own.
    """
    if change.operation in {SETTLE, REOPEN}:
        answer(
            connection, record_id, change.change_id, cards=change.base, operation=change.operation
        )
        if decision.verdict is Verdict.REFUSED:
            return  # it may not be made any more, and the question has gone all the same
    before = _closed_by(connection, record_id, change=change, decision=decision)
    for loss in decision.lost:
        earlier = next((card for card in before if card.part == loss.part), None)
        mine = {
            **_carried(before, change, loss),
            **_wanted(connection, kind, record_id, change=change, loss=loss),
        }
        theirs = _standing(kind, decision, loss)
        base = (
            earlier.base
            if earlier
            else _begun_with(connection, kind, record_id, change=change, loss=loss)
        )
        if mine == theirs or (mine == base and change.operation != SETTLE):
            continue
        connection.execute(
            _INSERT,
            (
                f"{change.change_id}:{loss.part}",
                kind.name,
                record_id,
                loss.part,
                decision.reason,
                *(canonical(side).decode() for side in (base, mine, theirs)),
                change.change_id,
                decision.standing.versions.get(loss.against[0], ""),
                clock.instant_text(clock.now()),
                "",
            ),
        )


def answer(
    connection: Connection,
    record_id: str,
    change_id: str,
    *,
    cards: Mapping[str, str],
    operation: str = SETTLE,
) -> None:
    """Close the cards that a person decided on, or let them ask again.

    Args:
        connection: Where to write.
        record_id: The record that the cards are about.
        change_id: The change that says so.
        cards: Its base: which cards.
        operation: ``SETTLE`` or ``REOPEN``.
    """
    for card in of_record(connection, record_id):
        meant = cards.get(card_key(card.part)) == card.mine_change
        if meant and (operation == REOPEN) == bool(card.closed_by):
            connection.execute(
                "UPDATE conflict SET closed_by = ? WHERE id = ?",
                (change_id if operation == SETTLE else "", card.id),
            )


def _closed_by(
    connection: Connection, record_id: str, *, change: Incoming, decision: Decision
) -> list[Conflict]:
    """Close the cards whose question ``change`` carries on, and return them."""
    cards = of_record(connection, record_id)
    line = _line(cards, change)
    before = [
        card
        for card in cards
        if card.closed_by == "" and _goes_on(card, line, change=change, decision=decision)
    ]
    for card in before:
        connection.execute(
            "UPDATE conflict SET closed_by = ? WHERE id = ?", (change.change_id, card.id)
        )
    return before


def _line(cards: list[Conflict], change: Incoming) -> set[str]:
    """Return the changes that ``change`` was made on, and those that carried their words on.

    Of a removed record one card holds the words of several parts, so what goes on from any of
    them goes on from the newest card.
    """
    line = set(change.base.values())
    held = [card for card in cards if card.part == REMOVED]
    while more := {card.closed_by for card in held if card.mine_change in line} - line:
        line |= more
    return line


def _goes_on(card: Conflict, line: set[str], *, change: Incoming, decision: Decision) -> bool:
    """Tell whether ``change`` carries the question of a card on, or takes it back."""
    if card.part != REMOVED or REMOVED in card.mine:
        return change.base.get(card.part) == card.mine_change
    # words for a record that was removed: an edit names the parts that it sets, nothing else
    carries = any(loss.part == REMOVED for loss in decision.lost)
    says_all = change.operation in ABOUT_ALL or set(card.mine) <= set(change.fields)
    return card.mine_change in line and (carries or says_all)


def _carried(before: list[Conflict], change: Incoming, loss: Loss) -> dict[str, Value]:
    """Return the earlier words for a removed record that a later edit of it leaves as they are."""
    if loss.part != REMOVED or change.operation in {"delete", "restore"}:
        return {}
    words: dict[str, Value] = {}
    for card in before:
        if card.part == REMOVED and REMOVED not in card.mine:
            words.update(card.mine)
    return words


def _wanted(
    connection: Connection, kind: Kind, record_id: str, *, change: Incoming, loss: Loss
) -> dict[str, Value]:
    if loss.part != REMOVED:
        return value_at(connection, kind, record_id, group=loss.part, change_id=change.change_id)
    if change.operation in {"delete", "restore"}:
        return {REMOVED: int(change.operation == "delete")}
    if change.operation == SETTLE and REMOVED in change.base:
        return {REMOVED: 1}
    return dict(change.fields)


def _begun_with(
    connection: Connection, kind: Kind, record_id: str, *, change: Incoming, loss: Loss
) -> dict[str, Value]:
    if loss.part == REMOVED:
        return {}
    if change.operation == SETTLE:
        lost = change.base.get(card_key(loss.part), "")
        return next((c.base for c in of_record(connection, record_id) if c.mine_change == lost), {})
    begun = change.base.get(loss.part, "")
    return value_at(connection, kind, record_id, group=loss.part, change_id=begun)


def _standing(kind: Kind, decision: Decision, loss: Loss) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for group in loss.against:
        if group == REMOVED:
            found[REMOVED] = int(decision.standing.deleted)
        else:
            names = kind.groups.get(group, (group,))
            found.update({name: decision.standing.value(name) for name in names})
    return found


def _conflict(row: tuple[str, ...]) -> Conflict:
    told: Mapping[str, str] = dict(zip(Conflict.__struct_fields__, row, strict=True))
    return Conflict(
        id=told["id"],
        kind=told["kind"],
        record_id=told["record_id"],
        part=told["part"],
        reason=Reason(told["reason"]),
        base=_fields.decode(told["base"]),
        mine=_fields.decode(told["mine"]),
        theirs=_fields.decode(told["theirs"]),
        mine_change=told["mine_change"],
        theirs_change=told["theirs_change"],
        found_at=told["found_at"],
        closed_by=told["closed_by"],
    )
