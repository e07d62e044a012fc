"""What a store knows of itself: whose it is, and up to where it was written.

Both are one small table of their own; nobody else puts these questions to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import __version__
from meitinker.errors import StoreDamaged
from meitinker.ids import DeviceId, OrganisationId, UserId
from meitinker.store import driver
from meitinker.store.mark import MarkState

if TYPE_CHECKING:
    from meitinker.store.driver import Connection

GENESIS = "0" * 64
"""Hash before the first header of a chain."""

_GET_INFO = "SELECT name, value FROM store_info"
_GET = "SELECT commits, saved_at, incarnation, head, read_head FROM store_state WHERE id = 1"
_SET = (
    "UPDATE store_state SET commits = ?, saved_at = ?, incarnation = ?, head = ?, read_head = ?"
    " WHERE id = 1"
)


class StoreInfo(msgspec.Struct, frozen=True):
    """What a store is: its id and whose it is. These ids stay after enrolment."""

    store: str
    organisation: OrganisationId
    device: DeviceId
    user: UserId


class StoreState(msgspec.Struct, frozen=True):
    """Up to where a store was written.

    Attributes:
        marked: What the store mark promises of it.
        read_head: Hash (hex) of the last header in the chain of the read log.
    """

    marked: MarkState
    read_head: str

    @property
    def head(self) -> str:
        """Hash (hex) of the last header in the chain of changes."""
        return self.marked.head.hex()


def read(connection: Connection) -> StoreState:
    """Return up to where the store was written.

    Raises:
        StoreDamaged: It does not say so.
    """
    row = connection.execute(_GET).fetchone()
    if row is None:
        raise StoreDamaged("no state")
    return StoreState(MarkState(row[0], row[1], row[2], bytes.fromhex(row[3])), row[4])


def write(connection: Connection, state: StoreState) -> None:
    """Write down, within a transaction, up to where the store is written with it."""
    marked = state.marked
    values = (marked.commits, marked.at, marked.incarnation, state.head, state.read_head)
    connection.execute(_SET, values)


def info(connection: Connection) -> StoreInfo:
    """Return what the store is.

    Raises:
        StoreDamaged: It does not say so.
    """
    try:
        return msgspec.convert(_info(connection), StoreInfo)
    except msgspec.ValidationError:
        raise StoreDamaged("no info") from None


def program(connection: Connection) -> str:
    """Return the version of the program that wrote the store last."""
    return _info(connection).get("program", "?")


def put_program(connection: Connection) -> None:
    """Write down that this version of the program writes the store."""
    connection.execute("UPDATE store_info SET value = ? WHERE name = 'program'", (__version__,))


def begin(connection: Connection, what: StoreInfo) -> None:
    """Write into an empty store what it is, and that nothing was written yet."""
    connection.execute("BEGIN IMMEDIATE")
    connection.execute("INSERT INTO store_state VALUES (1, 0, 0, 1, ?, ?)", (GENESIS, GENESIS))
    rows = {**msgspec.structs.asdict(what), "program": __version__}
    connection.executemany("INSERT INTO store_info VALUES (?, ?)", list(rows.items()))
    connection.execute("COMMIT")


def _info(connection: Connection) -> dict[str, str]:
    with driver.translated():
        return dict(connection.execute(_GET_INFO).fetchall())
