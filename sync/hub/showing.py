"""What of records and of changes a role gets to see at the hub (L24).

A record travels without the fields that are hidden from the role, and without their versions,
which would tell when they were set. A change is sealed as a whole, so one that says anything
hidden cannot travel in its own words: the record is told as it stands instead, in a part of a
fill, which a laptop takes for all places up to that of the fill.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy import true

from meitinker.domain import rights
from meitinker.domain.kinds import KINDS
from meitinker.domain.session import Role

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement

    from meitinker.domain.records import Value


class Showing:
    """What one role gets to see."""

    def __init__(self, role: Role) -> None:
        """Show what the declarations give ``role``."""
        self._role = role
        self._kinds = sorted(one.name for one in KINDS.values() if rights.reads(role, one))
        self._parted = frozenset(
            name for name in self._kinds if not rights.sees_all(role, KINDS[name])
        )
        self._limits = len(self._kinds) < len(KINDS)

    @property
    def limits_kinds(self) -> bool:
        """Whether there is any kind that the role never gets."""
        return self._limits

    def of_kinds(self, kind: ColumnElement[str]) -> ColumnElement[bool]:
        """Return the condition that a column names a kind that the role gets."""
        return kind.in_(self._kinds) if self._limits else true()

    def has(self, kind: str) -> bool:
        """Tell whether the role gets records of a kind."""
        return kind in self._kinds

    def parts(self, kind: str) -> bool:
        """Tell whether the role gets only a part of records of a kind."""
        return kind in self._parted

    def fields(self, kind: str, fields: dict[str, Value]) -> dict[str, Value]:
        """Return what the role sees of a record's fields."""
        if kind not in self._parted:
            return fields
        return rights.shown(self._role, KINDS[kind], fields)

    def versions(self, kind: str, versions: dict[str, str]) -> dict[str, str]:
        """Return the versions of the parts that the role sees."""
        if kind not in self._parted:
            return versions
        return {part: one for part, one in versions.items() if self._sees(kind, part)}

    def tells(self, kind: str, parts: Iterable[str]) -> bool:
        """Tell whether a change that says or moves these parts may travel in its own words."""
        if not self.has(kind):
            return False
        return kind not in self._parted or all(self._sees(kind, part) for part in parts)

    def _sees(self, kind: str, part: str) -> bool:
        return rights.sees_part(self._role, KINDS[kind], part)


@cache
def to(role: str) -> Showing:
    """Return what a role gets to see."""
    return Showing(Role(role))
