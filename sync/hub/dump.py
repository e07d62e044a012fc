"""All that a hub holds as lines of JSON: to take along, to keep, to put back (L27, L30).

The first line tells what it is, then comes a line a row, table by table in the order of their
keys, and the last line counts and adds up each table. Words that the database keeps sealed stand
in it open. An *export* is these lines as they are, of one organisation; a *backup* is the same of
the whole hub with its certificates, sealed (:mod:`sync.hub.sealed_file`).
"""

from __future__ import annotations

import base64
import hashlib
from typing import TYPE_CHECKING, Any, Protocol

import msgspec
from sqlalchemy import select

import meitinker
from meitinker import clock, paths
from meitinker.errors import BackupDamaged, BackupError
from sync.hub.tables import METADATA, ORGANISATION, SEALED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sqlalchemy import Connection, RowMapping, Table

    from sync.hub.database import HubDatabase
    from sync.hub.sealing import Sealing

FORM = 1
_STREAMED = {"stream_results": True, "max_row_buffer": 50}
_FOOT_BEGINS = b'{"sums":'
FILE = "file"
"""Name that files of the hub's folder have among the tables of a backup."""


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """The first line."""

    form: int
    made_at: str
    program: str
    organisations: tuple[str, ...]


class Line(msgspec.Struct, frozen=True):
    """A row of a table; bytes are base64, what was sealed is the JSON that it holds."""

    table: str
    row: dict[str, msgspec.Raw]


class Sum(msgspec.Struct, frozen=True):
    """How many lines a table has, and the SHA-256 (hex) of those lines."""

    count: int
    digest: str


class Foot(msgspec.Struct, frozen=True):
    """The last line."""

    sums: dict[str, Sum]


class Proven(msgspec.Struct, frozen=True):
    """What lines were found to be: their first and last line, and the files among them."""

    head: Head
    foot: Foot
    files: dict[str, bytes]


class Sink(Protocol):
    """Where lines go."""

    def write(self, data: bytes, /) -> object:
        """Take bytes."""


_head = msgspec.json.Decoder(Head)
_line = msgspec.json.Decoder(Line)
_foot = msgspec.json.Decoder(Foot)


def write(
    database: HubDatabase, sink: Sink, organisation: str = "", files: Iterable[Path] = ()
) -> Foot:
    """Write all lines, as of one moment.

    Args:
        database: The hub's.
        sink: Where they go.
        organisation: Only this one; "" for all.
        files: Files of the hub's folder to take along.
    """
    sums: dict[str, _Adding] = {}
    with database.reading() as connection:
        told = sorted(_organisations(connection, organisation))
        head = Head(
            form=FORM,
            made_at=clock.instant_text(clock.now()),
            program=meitinker.__version__,
            organisations=tuple(told),
        )
        sink.write(msgspec.json.encode(head) + b"\n")
        for line in _lines(connection, database.sealing, told, files):
            data = msgspec.json.encode(line) + b"\n"
            sums.setdefault(line.table, _Adding()).add(data)
            sink.write(data)
    foot = Foot({name: one.sum() for name, one in sums.items()})
    sink.write(msgspec.json.encode(foot) + b"\n")
    return foot


def sums(database: HubDatabase, organisation: str) -> dict[str, Sum]:
    """Return what the tables of an organisation add up to: equal sums, equal content."""
    return write(database, _Nowhere(), organisation).sums


def verify(lines: Iterable[bytes]) -> Proven:
    """Read everything once, and return what it is and the files in it.

    Raises:
        BackupDamaged: A line is missing, was altered, or the end is not there; or a file in it
            is not a hub's.
    """
    reading = Reading()
    files = dict(_file_of(line) for line in reading.rows(lines) if line.table == FILE)
    return Proven(reading.head, reading.foot, files)


class Reading:
    """Reads lines, adds them up, and ends well only where the last line says the same."""

    def __init__(self) -> None:
        """Begin with nothing read."""
        self._head: Head | None = None
        self._foot: Foot | None = None
        self._sums: dict[str, _Adding] = {}

    @property
    def head(self) -> Head:
        """The first line."""
        if self._head is None:
            raise BackupDamaged("nothing in it")
        return self._head

    @property
    def foot(self) -> Foot:
        """The last line, which holds."""
        sums = {name: one.sum() for name, one in self._sums.items()}
        if self._foot is None or self._foot.sums != sums:
            raise BackupDamaged("the sums do not hold")
        return self._foot

    def rows(self, lines: Iterable[bytes]) -> Iterator[Line]:
        """Yield the lines of tables."""
        for data in lines:
            if self._foot is not None:
                raise BackupDamaged("lines after the last")
            if self._head is None:
                self._head = _decoded(_head, data)
                if self._head.form > FORM:
                    raise BackupError("a newer program wrote it")
            elif data.startswith(_FOOT_BEGINS):
                self._foot = _decoded(_foot, data)
            else:
                line: Line = _decoded(_line, data)
                self._sums.setdefault(line.table, _Adding()).add(data)
                yield line


def _file_of(line: Line) -> tuple[str, bytes]:
    try:
        name = msgspec.json.decode(line.row["name"], type=str)
        content = msgspec.json.decode(line.row["content"], type=bytes)
    except (KeyError, msgspec.DecodeError):
        raise BackupDamaged("a line that cannot be read") from None
    if name not in TAKEN_ALONG:
        raise BackupDamaged("a file that is not the hub's")
    return name, content


def _organisations(connection: Connection, organisation: str) -> list[str]:
    found = connection.execute(select(ORGANISATION.c.organisation)).scalars()
    return [one for one in found if organisation in {"", one}]


def _lines(
    connection: Connection, sealing: Sealing, told: list[str], files: Iterable[Path]
) -> Iterator[Line]:
    for path in files:
        with paths.disk_errors():
            content = base64.b64encode(path.read_bytes()).decode()
        told_of = {"name": path.name, "content": content}
        yield Line(FILE, {n: msgspec.Raw(msgspec.json.encode(v)) for n, v in told_of.items()})
    for organisation in told:
        for table in METADATA.sorted_tables:
            asked = (
                select(table)
                .where(table.c.organisation == organisation)
                .order_by(*table.primary_key.columns)
            )
            for row in connection.execute(asked, execution_options=_STREAMED).mappings():
                yield Line(str(table.name), _told(table, row, sealing))


def _told(table: Table, row: RowMapping, sealing: Sealing) -> dict[str, msgspec.Raw]:
    told: dict[str, msgspec.Raw] = {}
    for column in table.columns:
        value = row[column.name]
        if (table.name, column.name) in SEALED:
            told[str(column.name)] = msgspec.Raw(sealing.open(value))
        else:
            told[str(column.name)] = msgspec.Raw(msgspec.json.encode(value))
    return told


TAKEN_ALONG = (
    "hub.json",
    "authority.pem",
    "authority.key",
    "reserve.key",
    "server.pem",
    "server.key",
)
"""Files of the hub's folder that a backup holds: without them no laptop knows the hub again."""


class _Adding:
    def __init__(self) -> None:
        self._count = 0
        self._hash = hashlib.sha256()

    def add(self, data: bytes) -> None:
        self._count += 1
        self._hash.update(data)

    def sum(self) -> Sum:
        return Sum(self._count, self._hash.hexdigest())


class _Nowhere:
    def write(self, _data: bytes, /) -> object:
        """Forget it."""


def _decoded(decoder: msgspec.json.Decoder[Any], data: bytes) -> Any:
    try:
        return decoder.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BackupDamaged("a line that cannot be read") from None
