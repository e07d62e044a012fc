"""Putting back what :mod:`sync.hub.dump` wrote: whole and as it was verified, or not at all."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from sqlalchemy import LargeBinary, delete, exists, insert, select, update

from meitinker import ids
from meitinker.errors import BackupDamaged, BackupError, StoreExists
from sync.hub import audit
from sync.hub.dump import FILE, Reading
from sync.hub.tables import (
    AUDIT,
    DEVICE,
    DOSSIER,
    HOLDING,
    INVITATION,
    METADATA,
    ORGANISATION,
    SEALED,
    USER,
    USER_VILLAGE,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection, Table

    from sync.hub.database import HubDatabase
    from sync.hub.dump import Line, Proven
    from sync.hub.sealing import Sealing

_ACCOUNTS = frozenset({str(one.name) for one in (USER, USER_VILLAGE, DEVICE, HOLDING, INVITATION)})
"""Tables of who is let in, and with what."""

_AT_ONCE = 500
_SHUT_OUT = {USER: ("revoked_at",), DEVICE: ("revoked_at", "wipe_at", "wiped_at")}
"""Columns that say of a user or a device that it is shut out."""


class WhoseAccounts(Enum):
    """Whose users, devices and invitations there are afterwards.

    What an organisation has here already is newer than what is put back: roles and villages that
    were taken away since, and laptops that were told to wipe.
    """

    OURS = "those of here"
    OURS_FIRST = "those of here, or where there is no such organisation those of the file"
    THEIRS = "those of the file; who is shut out here stays so"


def put_back(
    database: HubDatabase,
    lines: Iterable[bytes],
    *,
    proven: Proven,
    replace: bool = False,
    accounts: WhoseAccounts = WhoseAccounts.OURS_FIRST,
) -> tuple[str, ...]:
    """Put verified lines into the database, and return the organisations; each gets a new epoch.

    By the new epoch laptops notice that the hub went back, and send again what it lacks (F21).
    The audit of an organisation that is here already goes on, and tells of it.

    Args:
        database: The hub's.
        lines: Lines that :func:`sync.hub.dump.verify` has read; they must add up to the same.
        proven: What it said of them.
        replace: Whether what is there of these organisations goes; otherwise it is in the way.
        accounts: Whose users, devices and invitations there are afterwards.

    Raises:
        StoreExists: An organisation is there already.
        BackupDamaged: They are not the lines that were verified; nothing has changed.
    """
    organisations = proven.head.organisations
    with database.engine.execution_options(writes=True).begin() as connection:
        shut_out = [row for one in organisations for row in _shut_out(connection, one)]
        rooms = {one: _Room.of(connection, one, accounts) for one in organisations}
        _make_room(connection, rooms, replace=replace)
        reading = Reading()
        filling = _Filling(connection, database.sealing, rooms)
        for line in reading.rows(lines):
            if line.table != FILE:
                filling.add(line)
        filling.end()
        if reading.foot != proven.foot:
            raise BackupDamaged("it changed while it was read")
        for organisation, room in rooms.items():
            _begin_anew(connection, organisation, room)
        if accounts is WhoseAccounts.THEIRS:
            _shut_out_again(connection, shut_out)
    return organisations


class _Room(NamedTuple):
    """What is here of an organisation: whether it is, its lease, and which tables stay or come."""

    is_here: bool
    lease_days: int
    stay: frozenset[str]
    come_not: frozenset[str]

    @classmethod
    def of(cls, connection: Connection, organisation: str, accounts: WhoseAccounts) -> _Room:
        asked = select(ORGANISATION.c.lease_days).where(ORGANISATION.c.organisation == organisation)
        lease = connection.execute(asked).scalar_one_or_none()
        ours = frozenset() if accounts is WhoseAccounts.THEIRS else _ACCOUNTS
        if lease is None:
            none = _ACCOUNTS if accounts is WhoseAccounts.OURS else frozenset[str]()
            return cls(is_here=False, lease_days=0, stay=frozenset(), come_not=none)
        stay = ours | {str(AUDIT.name)}
        return cls(is_here=True, lease_days=lease, stay=stay, come_not=stay)


class _Filling:
    """Writes rows in runs."""

    def __init__(
        self, connection: Connection, sealing: Sealing, rooms: Mapping[str, _Room]
    ) -> None:
        self._connection = connection
        self._sealing = sealing
        self._rooms = rooms
        self._table: Table | None = None
        self._rows: list[dict[str, Any]] = []

    def add(self, line: Line) -> None:
        """Take a row; those of one table come together, with the same columns."""
        if self._table is None or self._table.name != line.table or len(self._rows) >= _AT_ONCE:
            self.end()
            self._table = _table(line.table)
        row = _row(self._table, line, self._sealing)
        room = self._rooms.get(row.get("organisation", ""))
        if room is None:
            raise BackupDamaged("a row of an organisation that it does not name")
        if line.table not in room.come_not:
            self._rows.append(row)

    def end(self) -> None:
        """Write what is left."""
        if self._table is not None and self._rows:
            self._connection.execute(insert(self._table), self._rows)
        self._rows = []


def _make_room(connection: Connection, rooms: Mapping[str, _Room], *, replace: bool) -> None:
    if not replace and any(room.is_here for room in rooms.values()):
        raise StoreExists("an organisation is there already")
    for organisation, room in rooms.items():
        for table in METADATA.sorted_tables if room.is_here else ():
            if table.name not in room.stay:
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
        if not connection.execute(update(table).where(*own).values(**told)).rowcount:
            # of later than the file: it must still hear that it is shut out, or is to be wiped
            connection.execute(insert(table), [row])


def _begin_anew(connection: Connection, organisation: str, room: _Room) -> None:
    """Give an organisation that was put back a new epoch, and end its open invitations.

    They may have been used since the day of the backup; who reads one now gets no second use.
    """
    own = ORGANISATION.c.organisation == organisation
    lease = {"lease_days": room.lease_days} if room.is_here else {}
    connection.execute(update(ORGANISATION).where(own).values(epoch=ids.new_id(), **lease))
    connection.execute(
        update(INVITATION)
        .where(INVITATION.c.organisation == organisation, INVITATION.c.used_at == "")
        # no moment at all, as one that is withdrawn: a clock that is set back opens it no more
        .values(expires_at="")
    )
    if not room.is_here:
        return
    end = connection.execute(select(ORGANISATION.c.end).where(own)).scalar_one()
    known = select(DOSSIER.c.dossier).where(
        DOSSIER.c.organisation == organisation, DOSSIER.c.dossier == HOLDING.c.dossier
    )
    held = HOLDING.c.organisation == organisation
    connection.execute(delete(HOLDING).where(held, ~exists(known)))
    connection.execute(update(HOLDING).where(held, HOLDING.c.since > end).values(since=end))
    event = audit.Event.PUT_BACK
    audit.note(connection, organisation, event, actor=audit.COMMAND, about=organisation, count=end)


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
