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
from sqlalchemy import LargeBinary, delete, insert, select, update

import meitinker
from meitinker import clock, ids, paths
from meitinker.errors import BackupDamaged, BackupError, StoreExists
from sync.hub.tables import METADATA, ORGANISATION, SEALED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from sqlalchemy import Connection, RowMapping, Table

    from sync.hub.database import HubDatabase
    from sync.hub.sealing import Sealing

FORM = 1
_AT_ONCE = 500
_STREAMED = {"stream_results": True, "max_row_buffer": 50}
_FOOT_BEGINS = b'{"sums":'
_FILE = "file"
_FILE_BEGINS = b'{"table":"file",'
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


def verify(lines: Iterable[bytes]) -> Head:
    """Read everything once and return its first line.

    Raises:
        BackupDamaged: A line is missing, was altered, or the end is not there.
    """
    head: Head | None = None
    foot: Foot | None = None
    sums: dict[str, _Adding] = {}
    for data in lines:
        if foot is not None:
            raise BackupDamaged("lines after the last")
        if head is None:
            head = _decoded(_head, data)
        elif data.startswith(_FOOT_BEGINS):
            foot = _decoded(_foot, data)
        else:
            sums.setdefault(_decoded(_line, data).table, _Adding()).add(data)
    if head is None or foot is None or foot.sums != {n: one.sum() for n, one in sums.items()}:
        raise BackupDamaged("the sums do not hold")
    if head.form > FORM:
        raise BackupError("a newer program wrote it")
    return head


def put_back(
    database: HubDatabase, lines: Iterable[bytes], *, replace: bool = False
) -> tuple[str, ...]:
    """Put verified lines into the database, and return the organisations; each gets a new epoch.

    By the new epoch laptops notice that the hub went back, and send again what it lacks (F21).

    Args:
        database: The hub's.
        lines: Lines that :func:`verify` has read.
        replace: Whether what is there of these organisations goes; otherwise it is in the way.

    Raises:
        StoreExists: An organisation is there already.
    """
    rows: list[dict[str, Any]] = []
    table: Table | None = None
    source = iter(lines)
    head: Head = _decoded(_head, next(source))
    with database.engine.execution_options(writes=True).begin() as connection:
        _make_room(connection, head.organisations, replace=replace)
        for data in source:
            if data.startswith(_FOOT_BEGINS):
                break
            line = _decoded(_line, data)
            if line.table == _FILE:
                continue
            if table is None or table.name != line.table or len(rows) >= _AT_ONCE:
                _insert(connection, table, rows)
                rows, table = [], _table(line.table)
            rows.append(_row(table, line, database.sealing))
        _insert(connection, table, rows)
        for organisation in head.organisations:
            connection.execute(
                update(ORGANISATION)
                .where(ORGANISATION.c.organisation == organisation)
                .values(epoch=ids.new_id())
            )
    return head.organisations


def put_back_files(lines: Iterable[bytes], folder: Path) -> None:
    """Write the files of a verified backup into ``folder``.

    Raises:
        BackupError: It is an export, which has none: make a hub first.
        BackupDamaged: A file in it is not a hub's.
    """
    paths.make_private(folder)
    found = 0
    for data in lines:
        if not data.startswith(_FILE_BEGINS):
            continue
        row = _decoded(_line, data).row
        name = msgspec.json.decode(row["name"], type=str)
        if name not in TAKEN_ALONG:
            raise BackupDamaged("a file that is not the hub's")
        paths.write_durably(folder / name, msgspec.json.decode(row["content"], type=bytes))
        found += 1
    if not found:
        raise BackupError("an export makes no hub")


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
        yield Line(_FILE, {n: msgspec.Raw(msgspec.json.encode(v)) for n, v in told_of.items()})
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


def _row(table: Table, line: Line, sealing: Sealing) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column in table.columns:
        raw = line.row.get(column.name)
        if raw is None:
            continue  # of an older program: the default of the table holds
        if (table.name, column.name) in SEALED:
            row[column.name] = sealing.seal(bytes(raw))
        elif isinstance(column.type, LargeBinary):
            row[column.name] = msgspec.json.decode(raw, type=bytes)
        else:
            row[column.name] = msgspec.json.decode(raw)
    return row


def _make_room(connection: Connection, organisations: tuple[str, ...], *, replace: bool) -> None:
    for organisation in organisations:
        asked = select(ORGANISATION.c.organisation).where(
            ORGANISATION.c.organisation == organisation
        )
        if connection.execute(asked).first() is None:
            continue
        if not replace:
            raise StoreExists("an organisation is there already")
        for table in METADATA.sorted_tables:
            connection.execute(delete(table).where(table.c.organisation == organisation))


def _table(name: str) -> Table:
    table = METADATA.tables.get(name)
    if table is None:
        raise BackupError("a table that only a newer program knows")
    return table


def _insert(connection: Connection, table: Table | None, rows: list[dict[str, Any]]) -> None:
    if table is not None and rows:
        connection.execute(insert(table), rows)


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
