"""Which role may see and do what: the table kind × role × act × fields, from the declarations.

One place that decides. The hub asks it of everything that comes in and goes out (L24, F16); the
store asks it of what a session reads and writes. Who reaches which dossier is another question
(:mod:`sync.hub.scope`): both must allow it.

* *Read*: a field whose ground names the role; a kind of which any field is one of those.
* *Begin*: as the declaration says; what the role may not see must say nothing, as in a form
  that never showed it.
* *Edit*: as the declaration says, in fields that the role may see.
* *Command* (removing, bringing back, concluding, merging): by who sees all of the record.

A field that only a newer program knows has no ground here. It is for who sees all of the rest.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import REMOVED, REOPEN, SETTLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from meitinker.domain.records import Kind, Value
    from meitinker.domain.session import Role


class WriteAct(StrEnum):
    """What may be done with a record."""

    READ = "read"
    BEGIN = "begin"
    EDIT = "edit"
    COMMAND = "command"


_EDITS = frozenset({"edit", SETTLE, REOPEN})
_BEGINS = frozenset({"create", "merge"})


def reads(role: Role, kind: Kind) -> bool:
    """Tell whether a role may see any field of ``kind`` beyond references."""
    return kind.name in _readable(role)


def hidden(role: Role, kind: Kind) -> frozenset[str]:
    """Return the names of the fields that a role may not see."""
    return _hidden(role, kind.name) if KINDS.get(kind.name) is kind else _not_seen(role, kind)


def sees_all(role: Role, kind: Kind) -> bool:
    """Tell whether nothing of ``kind`` is hidden from a role."""
    return not hidden(role, kind)


def shown(role: Role, kind: Kind, fields: Mapping[str, Value]) -> dict[str, Value]:
    """Return what a role may see of ``fields``."""
    return {name: value for name, value in fields.items() if sees_part(role, kind, name)}


def sees_part(role: Role, kind: Kind, part: str) -> bool:
    """Tell whether a role may see a part of a record: a field, a merge group, or its removal."""
    if not reads(role, kind):
        return False
    if part == REMOVED or sees_all(role, kind):
        return True
    names = kind.groups.get(part, (part,))
    known = all(name in kind.fields for name in names)
    return known and hidden(role, kind).isdisjoint(names)


def sees_beyond(role: Role, other: Role) -> bool:
    """Tell whether a role sees anything that is hidden from another."""
    return any(
        sees_part(role, kind, name) and not sees_part(other, kind, name)
        for kind in KINDS.values()
        for name in kind.fields
    )


def act_of(operation: str, base: Mapping[str, str]) -> WriteAct:
    """Return what a change does: what this program does not know is a command."""
    if operation in _BEGINS and not base:
        return WriteAct.BEGIN
    return WriteAct.EDIT if operation in _EDITS else WriteAct.COMMAND


def may(
    role: Role, kind: Kind, act: WriteAct, fields: Mapping[str, Value] | None = None, *, own: bool
) -> bool:
    """Tell whether a role may do something with a record of ``kind``.

    Args:
        role: Of who does it.
        kind: Of the record.
        act: What is done.
        fields: What it sets.
        own: Whether the record is the user's or device's own, as the declaration says.
    """
    if not reads(role, kind):
        return False
    match act:
        case WriteAct.READ:
            return all(sees_part(role, kind, name) for name in fields or ())
        case WriteAct.BEGIN:
            said = _said(role, kind, fields or {})
            return (own or role in kind.writers.begin) and not said
        case WriteAct.EDIT:
            seen = all(sees_part(role, kind, name) for name in fields or ())
            return (own or role in kind.writers.change) and seen
        case WriteAct.COMMAND:
            return (own or role in kind.writers.change) and sees_all(role, kind)


def is_own(
    kind: Kind, record_id: str, fields: Mapping[str, Value], *, whose: Iterable[str]
) -> bool:
    """Tell whether a record is one's own.

    Args:
        kind: Its kind.
        record_id: The record.
        fields: What it holds.
        whose: Ids of the user and the device that ask.
    """
    named = kind.writers.own
    if not named:
        return False
    return (record_id if named == "id" else fields.get(named)) in set(whose)


def table(roles: Iterable[Role]) -> Iterator[tuple[str, Role, WriteAct, tuple[str, ...]]]:
    """Yield kind, role, act and the fields it is allowed in, for every row that allows any."""
    for kind in KINDS.values():
        for role in roles:
            seen = tuple(name for name in kind.fields if sees_part(role, kind, name))
            for act in WriteAct:
                if may(role, kind, act, own=False):
                    yield kind.name, role, act, seen


def _said(role: Role, kind: Kind, fields: Mapping[str, Value]) -> bool:
    """Tell whether a beginning says anything in fields that the role does not see."""
    return not sees_all(role, kind) and any(
        name not in kind.fields or value != kind.fields[name].default
        for name, value in fields.items()
        if not sees_part(role, kind, name)
    )


@cache
def _readable(role: Role) -> frozenset[str]:
    return frozenset(kind.name for kind in KINDS.values() if _any_seen(role, kind))


@cache
def _hidden(role: Role, name: str) -> frozenset[str]:
    return _not_seen(role, KINDS[name])


def _any_seen(role: Role, kind: Kind) -> bool:
    told = [one for one in kind.fields.values() if not one.held.ref]
    return any(role in one.held.ground.roles for one in told or kind.fields.values())


def _not_seen(role: Role, kind: Kind) -> frozenset[str]:
    return frozenset(one.name for one in kind.fields.values() if role not in one.held.ground.roles)
