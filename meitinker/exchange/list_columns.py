"""The columns of a list of another program: where its headings stand, and what each column is.

What a column can be, and what it is called by whom, is told by a :class:`ColumnNames`.
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

from meitinker.domain.villages import folded
from meitinker.errors import TableRefused
from meitinker.exchange.tables import Row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from meitinker.exchange.tables import Table

F = TypeVar("F", bound=StrEnum)

_LOOKED_AT = 20
"""Rows in which the headings are looked for: titles and empty rows stand above them."""


class Headed(msgspec.Struct, frozen=True, kw_only=True):
    """A table of which it is known where its headings stand.

    Attributes:
        headings: What stands above each column; "" where nothing does.
        row: The number of the row of headings.
        rows: The rows below it.
    """

    headings: tuple[str, ...]
    row: int
    rows: tuple[Row, ...]

    @property
    def layout(self) -> str:
        """A hash of the headings: two files of one program bear the same."""
        told = "\x1f".join(spelled(one) for one in self.headings)
        return hashlib.sha256(told.encode("utf-8")).hexdigest()[:32]


class ColumnNames(Generic[F]):
    """The fields of a kind of list, and the headings that each is known by."""

    def __init__(self, headings: Mapping[F, str], *, several: Iterable[F]) -> None:
        """Take the headings of each field, with spaces between, and what may stand twice."""
        self._several = frozenset(several)
        self._known = {
            spelled(name): field for field, names in headings.items() for name in names.split()
        }

    def headed(self, table: Table, *, row: int = 0) -> Headed:
        """Find the headings: the row among the first in which most are known.

        Args:
            table: The table.
            row: Number of the row where a person says that they stand; 0 to look for it.

        Raises:
            TableRefused: Nothing stands below the headings (``empty``).
        """
        first = table.rows[:_LOOKED_AT]
        if row:
            place = next((n for n, one in enumerate(table.rows) if one.number == row), 0)
        else:
            place = max(
                range(len(first)), key=lambda n: (self._recognised(first[n]), _filled(first[n]), -n)
            )
        return _headed_at(table, place)

    def guessed(self, headings: Sequence[str]) -> tuple[F | None, ...]:
        """Return what the columns are by their headings; once each, unless several may be it."""
        taken: set[F] = set()
        columns: list[F | None] = []
        for heading in headings:
            field = self.field(heading)
            if field in taken and field not in self._several:
                field = None
            if field is not None:
                taken.add(field)
            columns.append(field)
        return tuple(columns)

    def require_once(self, columns: Iterable[F | None]) -> None:
        """Refuse a choice in which a field stands twice that may not.

        Raises:
            TableRefused: Params: ``reason`` (``twice``).
        """
        chosen = [field for field in columns if field is not None]
        if any(chosen.count(field) > 1 for field in set(chosen) - self._several):
            raise TableRefused("one field twice", reason="twice")

    def field(self, heading: str) -> F | None:
        """Return what a heading says that its column is, or None."""
        name = spelled(heading)
        return self._known.get(name) or self._known.get(name.rstrip("0123456789"))

    def _recognised(self, row: Row) -> int:
        return sum(1 for cell in row.cells if self.field(cell) is not None)


def spelled(heading: str) -> str:
    """Return a heading as it is compared: its letters and digits, without accents."""
    return "".join(sign for sign in folded(heading) if sign.isalnum())


def _headed_at(table: Table, place: int) -> Headed:
    rows = table.rows[place + 1 :]
    if not rows:
        raise TableRefused("nothing below the headings", reason="empty")
    width = max(len(one.cells) for one in (table.rows[place], *rows))
    headings = table.rows[place].cells
    return Headed(
        headings=headings + ("",) * (width - len(headings)),
        row=table.rows[place].number,
        rows=rows,
    )


def _filled(row: Row) -> bool:
    """Tell whether a row has two cells or more: a title has one."""
    return sum(1 for cell in row.cells if cell) > 1
