"""Which dossier a record belongs to, and which village a dossier: what scope is made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select, update

from meitinker.domain.people import PERSON_MERGE
from sync import merge
from sync.hub.many import OneOf, insert_all
from sync.hub.tables import DOSSIER

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Connection

    from meitinker.domain.merging import Standing
    from meitinker.domain.records import Kind, Value

EVERYONES = ""
"""The dossier of what belongs to the whole organisation."""

KNOWN = select(DOSSIER.c.dossier).where(
    DOSSIER.c.organisation == bindparam("of_organisation"), OneOf(DOSSIER.c.dossier, "dossiers")
)
"""Those of many dossiers that the hub has."""


def dossier_of(kind: Kind, record_id: str, fields: Mapping[str, Value]) -> str:
    """Return the dossier of a record: a person's own, the one it points at, or everyone's."""
    match kind.scope.rule:
        case "organisation":
            return EVERYONES
        case "village":
            return record_id
        case _:
            return str(fields.get(kind.scope.field) or EVERYONES)


def joined_by(kind: Kind, record_id: str, fields: Mapping[str, Value]) -> set[str]:
    """Return the dossier of a record, and both that it joins where it is a merge of files.

    Who joins two dossiers reaches both from then on, so both must be within reach before.
    """
    found = {dossier_of(kind, record_id, fields)}
    if kind is PERSON_MERGE:
        found |= {str(fields[end]) for end in ("from_id", "into_id") if fields.get(end)}
    return found


class Dossiers:
    """The dossiers that a batch makes, moves and joins; written at its end."""

    def __init__(self, connection: Connection, organisation: str) -> None:
        """Begin with nothing moved."""
        self._connection = connection
        self._organisation = organisation
        self._villages: dict[str, Value] = {}
        self._joined = False

    def moved(self, kind: Kind, record_id: str, now: Standing) -> None:
        """Note where a dossier lies now, or which two were joined or taken apart."""
        if kind.scope.rule == "village":
            self._villages[record_id] = now.fields[kind.scope.field]
        elif kind is PERSON_MERGE:
            self._joined = True

    def write(self, merges: Callable[[], Mapping[str, str]]) -> None:
        """Write where the dossiers of the batch lie.

        Args:
            merges: Gives the merges of files that stand, from → into; asked only when one moved.
        """
        known = self._known(self._villages)
        fresh = [one for one in self._villages if one not in known]
        self._insert(fresh)
        moved = [
            {"of_dossier": one, "new_village": village}
            for one, village in self._villages.items()
            if one in known
        ]
        self._update("village", moved)
        if self._joined:
            self._write_roots(merges())

    def _insert(self, fresh: list[str]) -> None:
        rows: list[dict[str, Any]] = [
            {
                "organisation": self._organisation,
                "dossier": one,
                "village": self._villages[one],
                "root": one,
            }
            for one in fresh
        ]
        if rows:
            insert_all(self._connection, DOSSIER, rows)

    def _write_roots(self, merges: Mapping[str, str]) -> None:
        """Let every merged file point at the file that stands for all."""
        asked = select(DOSSIER.c.dossier, DOSSIER.c.root).where(
            DOSSIER.c.organisation == self._organisation, DOSSIER.c.dossier != DOSSIER.c.root
        )
        before = {one: root for one, root in self._connection.execute(asked)}
        ended = {one: merge.end_of(merges, one) for one in {*merges, *before}}
        changed = [
            {"of_dossier": one, "new_root": end}
            for one, end in ended.items()
            if before.get(one, one) != end
        ]
        self._update("root", changed)

    def _update(self, column: str, rows: list[dict[str, Any]]) -> None:
        if rows:
            moved = (
                update(DOSSIER)
                .where(
                    DOSSIER.c.organisation == self._organisation,
                    DOSSIER.c.dossier == bindparam("of_dossier"),
                )
                .values({column: bindparam(f"new_{column}")})
            )
            self._connection.execute(moved, rows)

    def _known(self, wanted: Mapping[str, Value]) -> set[str]:
        if not wanted:
            return set()
        told = {"of_organisation": self._organisation, "dossiers": sorted(wanted)}
        return set(self._connection.execute(KNOWN, told).scalars())
