"""What must hold after any exchange, computed with plain dicts instead of the code under test."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meitinker.domain.kinds import KINDS
from meitinker.domain.records import MergeClass

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from meitinker.store.conflicts import Conflict
    from meitinker.store.journal import Sealed
    from tests.sync.world import Table

GONE = "row_deleted"


def once(authority: Iterable[Sealed]) -> dict[str, Sealed]:
    """Return the changes of the list by id, each at its first place."""
    found: dict[str, Sealed] = {}
    for change in authority:
        found.setdefault(change.header.change_id, change)
    return found


def group_of(kind: str, field: str) -> str:
    """Return the merge group of a field; an unknown one is its own."""
    known = KINDS[kind].fields
    return known[field].group if field in known else field


def expected(authority: Iterable[Sealed]) -> Table:
    """Return what the list makes of every record whose kind is merged by field."""
    table: Table = {}
    for change in once(authority).values():
        header = change.header
        if header.kind not in KINDS or KINDS[header.kind].merge is not MergeClass.BY_FIELD:
            continue
        row = table.get(header.record_id)
        if row is None:
            groups = {group_of(header.kind, name) for name in change.fields}
            table[header.record_id] = {
                "fields": dict(change.fields),
                "versions": dict.fromkeys(groups, header.change_id),
                "deleted": False,
            }
        elif header.operation in {"delete", "restore"}:
            _turn(row, change)
        elif not row["deleted"]:
            _edit(row, change)
    return table


def _turn(row: dict[str, Any], change: Sealed) -> None:
    wanted = change.header.operation == "delete"
    if row["deleted"] != wanted and all(
        change.base.get(group) == version for group, version in row["versions"].items()
    ):
        row["deleted"] = wanted
        row["versions"][GONE] = change.header.change_id


def _edit(row: dict[str, Any], change: Sealed) -> None:
    for group in {group_of(change.header.kind, name) for name in change.fields}:
        new = {n: v for n, v in change.fields.items() if group_of(change.header.kind, n) == group}
        if all(row["fields"].get(name) == value for name, value in new.items()):
            continue
        if row["versions"].get(group) == change.base.get(group):
            row["fields"].update(new)
            row["versions"][group] = change.header.change_id


def silent_losers(
    authority: Iterable[Sealed], table: Table, cards: Iterable[Conflict], waiting: Iterable[str]
) -> Iterator[str]:
    """Yield each value that someone sealed and that vanished without anyone being asked.

    A value is accounted for when it stands, when whoever changed it had seen it (what came of that
    stands, is on a card, or says what stood), when it is on a card itself, when it says what stood
    or what it began with, or when it waits in sight.
    """
    told, asked = once(authority), list(cards)
    carded = {card.mine_change for card in asked}
    followed = {
        (one, card.part) for card in asked for one in _chain(told, card.mine_change, card.part)
    }
    lost: list[tuple[str, str]] = []
    for change_id, change in told.items():
        if change_id in carded or change_id in waiting:
            continue
        row = table.get(change.header.record_id)
        if row is None:
            yield f"{change_id}: the record is nowhere"
            continue
        for group, says_nothing in _not_standing(told, change, row["versions"]):
            if says_nothing:
                followed |= {(one, group) for one in _chain(told, change_id, group)}
            else:
                lost.append((change_id, group))
    for change_id, group in lost:
        if (change_id, group) not in followed:
            yield f"{change_id}: {told[change_id].header.kind}.{group}"


def _not_standing(
    told: dict[str, Sealed], change: Sealed, versions: dict[str, str]
) -> Iterator[tuple[str, bool]]:
    """Yield the groups of a change that led to nothing that stands, and whether they say it."""
    for group in {group_of(change.header.kind, name) for name in change.fields}:
        standing = _chain(told, versions.get(group, ""), group)
        if change.header.change_id not in standing:
            yield group, _says_nothing(told, change, group, standing)


def unseen_removals(authority: Iterable[Sealed], table: Table) -> Iterator[str]:
    """Yield each record that was removed by someone who had not seen all that was in it."""
    told = once(authority)
    for record_id, row in table.items():
        change = told.get(row["versions"].get(GONE, ""))
        if change is None or not row["deleted"] or change.header.operation != "delete":
            continue
        if any(change.base.get(g) != v for g, v in row["versions"].items() if g != GONE):
            yield record_id


def circles(table: Table, aliases: dict[str, str]) -> Iterator[str]:
    """Yield what is wrong with the merges: two ways out, or an alias that is not its end."""
    into: dict[str, str] = {}
    for row in table.values():
        stands = row["kind"] == "person_merge" and not row["deleted"]
        if stands and row["fields"]["undone_at"] is None:
            source = row["fields"]["from_id"]
            if source in into:
                yield f"{source} was merged twice"
            into[source] = row["fields"]["into_id"]
    for source in into:
        end, steps = source, 0
        while end in into and steps <= len(into):
            end, steps = into[end], steps + 1
        if end in into or aliases.get(source) != end:
            yield f"{source} leads nowhere"
    if set(aliases) - set(into):
        yield "an alias without a merge"


def _chain(told: dict[str, Sealed], version: str, group: str) -> list[str]:
    found = []
    while version in told:
        found.append(version)
        version = told[version].base.get(group, "")
    return found


def _value(told: dict[str, Sealed], chain: list[str], kind: str, group: str) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for change_id in reversed(chain):
        fields = told[change_id].fields
        value.update({n: v for n, v in fields.items() if group_of(kind, n) == group})
    return value


def _says_nothing(told: dict[str, Sealed], change: Sealed, group: str, standing: list[str]) -> bool:
    """Tell whether the change says what stood at some time, or what its own line began with."""
    kind, own = change.header.kind, _chain(told, change.header.change_id, group)
    mine = {n: v for n, v in change.fields.items() if group_of(kind, n) == group}
    if change.header.operation == "unmerge":
        return True  # asks that something stands no longer; the merges are judged by themselves
    for line in (standing, own[1:]):
        for start in range(len(line)):
            value = _value(told, line[start:], kind, group)
            if all(value.get(name) == wanted for name, wanted in mine.items()):
                return True
    return False
