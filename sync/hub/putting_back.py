"""Putting back what :mod:`sync.hub.dump` wrote: whole and as it was verified, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import LargeBinary, delete, insert, select, update

from meitinker import clock, ids, paths
from meitinker.errors import BackupDamaged, BackupError, StoreExists
from sync.hub.dump import FILE, Reading
from sync.hub.tables import (
    DEVICE,
    HOLDING,
    INVITATION,
    METADATA,
    ORGANISATION,
    SEALED,
    USER,
    USER_VILLAGE,
)

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sqlalchemy import Connection, Table

    from sync.hub.database import HubDatabase
    from sync.hub.dump import Line, Proven
    from sync.hub.sealing import Sealing

ACCOUNTS = frozenset({str(one.name) for one in (USER, USER_VILLAGE, DEVICE, HOLDING, INVITATION)})
"""Tables of who is let in, and with what."""

_AT_ONCE = 500
_SHUT_OUT = {USER: ("revoked_at",), DEVICE: ("revoked_at", "wipe_at", "wiped_at")}
"""Columns that say of a user or a device that it is shut out."""


def put_back(
    database: HubDatabase,
    lines: Iterable[bytes],
    *,
    proven: Proven,
    replace: bool = False,
    left_out: frozenset[str] = frozenset(),
) -> tuple[str, ...]:
    """Put verified lines into the database, and return the organisations; each gets a new epoch.

    By the new epoch laptops notice that the hub went back, and send again what it lacks (F21).

    Args:
        database: The hub's.
        lines: Lines that :func:`sync.hub.dump.verify` has read; they must add up to the same.
        proven: What it said of them.
        replace: Whether what is there of these organisations goes; otherwise it is in the way.
        left_out: Tables that are not taken.

    Raises:
        StoreExists: An organisation is there already.
        BackupDamaged: They are not the lines that were verified; nothing has changed.
    """
    organisations = proven.head.organisations
    with database.engine.execution_options(writes=True).begin() as connection:
        shut_out = [row for one in organisations for row in _shut_out(connection, one)]
        _make_room(connection, organisations, replace=replace)
        reading = Reading()
        filling = _Filling(connection, database.sealing, organisations)
        for line in reading.rows(lines):
            if line.table != FILE and line.table not in left_out:
                filling.add(line)
        filling.end()
        if reading.foot != proven.foot:
            raise BackupDamaged("it changed while it was read")
        for organisation in organisations:
            _begin_anew(connection, organisation)
        _shut_out_again(connection, shut_out)
    return organisations


def put_back_files(proven: Proven, folder: Path) -> None:
    """Write the files of a verified backup into ``folder``.

    Raises:
        BackupError: There are none.
    """
    if not proven.files:
        raise BackupError("no files of a hub are in it")
    paths.make_private(folder)
    for name, content in proven.files.items():
        paths.write_durably(folder / name, content)


class _Filling:
    """Writes rows in runs."""

    def __init__(
        self, connection: Connection, sealing: Sealing, organisations: tuple[str, ...]
    ) -> None:
        self._connection = connection
        self._sealing = sealing
        self._organisations = frozenset(organisations)
        self._table: Table | None = None
        self._rows: list[dict[str, Any]] = []

    def add(self, line: Line) -> None:
        """Take a row; those of one table come together, with the same columns."""
        if self._table is None or self._table.name != line.table or len(self._rows) >= _AT_ONCE:
            self.end()
            self._table = _table(line.table)
        row = _row(self._table, line, self._sealing)
        if row.get("organisation") not in self._organisations:
            raise BackupDamaged("a row of an organisation that it does not name")
        self._rows.append(row)

    def end(self) -> None:
        """Write what is left."""
        if self._table is not None and self._rows:
            self._connection.execute(insert(self._table), self._rows)
        self._rows = []


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


def _shut_out(connection: Connection, organisation: str) -> list[tuple[Table, dict[str, Any]]]:
    """Return who is shut out now: an older day must not let them in again."""
    return [
        (table, dict(row))
        for table in _SHUT_OUT
        for row in connection.execute(
            select(table).where(table.c.organisation == organisation, table.c.revoked_at != "")
        ).mappings()
    ]


def _shut_out_again(connection: Connection, rows: Iterable[tuple[Table, dict[str, Any]]]) -> None:
    for table, row in rows:
        told = {name: row[name] for name in _SHUT_OUT[table]}
        own = [one == row[one.name] for one in table.primary_key.columns]
        connection.execute(update(table).where(*own).values(**told))


def _begin_anew(connection: Connection, organisation: str) -> None:
    """Give an organisation that was put back a new epoch, and end its open invitations.

    They may have been used since the day of the backup; who reads one now gets no second use.
    """
    connection.execute(
        update(ORGANISATION)
        .where(ORGANISATION.c.organisation == organisation)
        .values(epoch=ids.new_id())
    )
    connection.execute(
        update(INVITATION)
        .where(INVITATION.c.organisation == organisation, INVITATION.c.used_at == "")
        .values(expires_at=clock.instant_text(clock.now()))
    )


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


def _table(name: str) -> Table:
    table = METADATA.tables.get(name)
    if table is None:
        raise BackupError("a table that only a newer program knows")
    return table
