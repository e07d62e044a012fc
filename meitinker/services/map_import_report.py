"""What would come of a directory that is brought in: each service, and what is wrong by row."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from meitinker.exchange.hsds_offers import ReadService
from meitinker.exchange.hsds_records import Shared
from meitinker.exchange.hsds_source import Problem
from meitinker.exchange.map_lists import ChosenFile
from meitinker.services.import_runs import RowState
from meitinker.services.map_doubles import AlikeService
from meitinker.services.map_updates import Update

if TYPE_CHECKING:
    from collections.abc import Iterable


class ServiceRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A service of the file, what becomes of it, and which ones are like it.

    ``update`` is what is different of one that came before.
    """

    offer: ReadService
    state: RowState
    alike: tuple[AlikeService, ...] = ()
    update: Update | None = None

    @property
    def number(self) -> int:
        """Its row in the file; in a JSON document its place in the list."""
        return self.offer.row


class ProblemGroup(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong in several rows of one column: the rows, in order."""

    table: str
    column: str
    reason: str
    rows: tuple[int, ...]


class DirectoryPreview(msgspec.Struct, frozen=True, kw_only=True):
    """What would come of a directory; nothing was written.

    Attributes:
        listed: How the file was read.
        source: What its user calls the program that it came from.
        rows: The services, in order.
        problems: What is wrong in rows of any table.
        providers: Who offers, by their ids in the file.
        locations: Places, by theirs.
        around: What is different of providers and places that came before.
        gone: Services that came before and are in the file no more: that they stop, for a person.
        names: What is called by ids that differences name: villages, providers, places.
        checked: A mark of what was there; when it differs at the run, all is checked anew.
    """

    listed: ChosenFile
    source: str
    rows: tuple[ServiceRow, ...]
    problems: tuple[Problem, ...]
    providers: Mapping[str, Shared]
    locations: Mapping[str, Shared]
    around: tuple[Update, ...]
    gone: tuple[Update, ...] = ()
    names: Mapping[str, str]
    checked: str

    def __repr__(self) -> str:
        """Return a text without anybody's name: an error may quote it (A10)."""
        return f"Report({len(self.rows)} services)"

    def count(self, state: RowState) -> int:
        """Return how many services are in ``state``."""
        return sum(1 for row in self.rows if row.state is state)

    def updates(self) -> list[Update]:
        """Return all that is different: of services in their order, of what is around, and gone."""
        of_rows = (row.update for row in self.rows if row.update is not None)
        return [*of_rows, *self.around, *self.gone]

    def groups(self) -> list[ProblemGroup]:
        """Return what is wrong, the same of many rows together; what keeps rows out first."""
        found: dict[tuple[str, str, str], list[int]] = {}
        for one in self.problems:
            found.setdefault((one.table, one.column, one.reason), []).append(one.number)
        groups = [
            ProblemGroup(table=table, column=column, reason=reason, rows=_sorted(rows))
            for (table, column, reason), rows in found.items()
        ]
        return sorted(groups, key=lambda one: (one.reason not in KEPT_OUT, -len(one.rows)))

    def of_row(self, row: ServiceRow) -> list[Problem]:
        """Return what is wrong in the very row of a service."""
        return [one for one in self.problems if one.table == "service" and one.number == row.number]


KEPT_OUT = frozenset({"provider_missing", "provider_unknown", "name_missing"})
"""What keeps a row out whole."""


def _sorted(rows: Iterable[int]) -> tuple[int, ...]:
    return tuple(sorted(set(rows)))
