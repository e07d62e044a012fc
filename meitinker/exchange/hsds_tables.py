"""The tables of HSDS 3.0 (Open Referral), as its published data package describes them.

Both shapes that it travels in, nested JSON and a package of CSV files, are made from the same
rows; so what fits the one fits the other.
"""

from __future__ import annotations

from functools import cache
from typing import TypeAlias

import msgspec

Value: TypeAlias = str | int | float | None
Row: TypeAlias = dict[str, Value]
Tables: TypeAlias = dict[str, list[Row]]
"""Rows by the name of their table."""

VERSION = "3.0"


class Column(msgspec.Struct, frozen=True):
    """A column of a table; ``type`` is ``string`` or ``number``."""

    name: str
    type: str = "string"


class Table(msgspec.Struct, frozen=True, kw_only=True):
    """A table, and the file that holds it in a package."""

    name: str
    path: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names of its columns, in order."""
        return tuple(column.name for column in self.columns)


class _Schema(msgspec.Struct, frozen=True):
    fields: list[Column]


class _Resource(msgspec.Struct, frozen=True):
    name: str
    path: str
    schema: _Schema


class _Package(msgspec.Struct, frozen=True):
    resources: list[_Resource]


def published(name: str) -> bytes:
    """Return a file of the standard as it was published."""
    from importlib.resources import files

    return files("resources").joinpath("third_party", "hsds", name).read_bytes()


@cache
def tables() -> dict[str, Table]:
    """Return all tables of the standard by their names."""
    package = msgspec.json.decode(published("datapackage.json"), type=_Package)
    return {
        one.name: Table(name=one.name, path=one.path, columns=tuple(one.schema.fields))
        for one in package.resources
    }
