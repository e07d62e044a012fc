"""What one device remembers for its user: settings, and the place where the user was.

Both stay on this device: they are never journaled and never sent. A value that this version of
the program cannot read counts as not set, because a setting must never keep a store shut.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

if TYPE_CHECKING:
    from meitinker.store.database import Transaction
    from meitinker.store.driver import Connection

T = TypeVar("T")

_PLACE = "last"
_TIMES = "times"
_MOST_TIMES = 40
"""Records of which is remembered when the user was there; the others wait longer than that."""


class Setting(Generic[T]):
    """A setting by name, with its type and what holds until it is set.

    ::

        TEXT_SIZE = Setting("text_size", int, 100)
        settings.get(connection, TEXT_SIZE)
    """

    __slots__ = ("default", "name", "type")

    def __init__(self, name: str, kind: type[T], default: T) -> None:
        """Declare it; ``kind`` is any type that JSON holds: int, str, bool, a struct."""
        self.name = name
        self.type = kind
        self.default = default


class ScreenSpot(msgspec.Struct, frozen=True, kw_only=True):
    """Where the user was, to come back there after a lock, a crash or a kill.

    Attributes:
        screen: Name of the screen, ``visit``.
        record_id: The record on it, or "".
        section: Part of the screen, ``needs``, or "".
        field: Name of the field that had the keyboard, or "".
        cursor: Position of the cursor in that field, in characters.
        scroll: Where on the page the view began, in thousandths of the length of the page.
        away: Whether the field was scrolled out of sight, to look at something else.
    """

    screen: str
    record_id: str = ""
    section: str = ""
    field: str = ""
    cursor: int = 0
    scroll: int = 0
    away: bool = False

    @property
    def scrolled(self) -> bool:
        """Whether the view began elsewhere than at the field, or at the beginning of the page."""
        return bool(self.scroll) or self.away


def get(connection: Connection, setting: Setting[T]) -> T:
    """Return what ``setting`` is, or its default."""
    text = _read(connection, "SELECT value FROM setting WHERE name = ?", setting.name)
    try:
        return setting.default if text is None else msgspec.json.decode(text, type=setting.type)
    except msgspec.DecodeError:
        return setting.default


def put(transaction: Transaction, setting: Setting[T], value: T) -> None:
    """Keep ``value`` for ``setting``."""
    transaction.connection.execute(
        "INSERT INTO setting (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (setting.name, msgspec.json.encode(value).decode()),
    )


def forget(transaction: Transaction, setting: Setting[T]) -> None:
    """Go back to the default of ``setting``."""
    transaction.connection.execute("DELETE FROM setting WHERE name = ?", (setting.name,))


def place(connection: Connection) -> ScreenSpot | None:
    """Return where the user was, or None when that is not known."""
    text = _read(connection, "SELECT value FROM place WHERE name = ?", _PLACE)
    try:
        return None if text is None else msgspec.json.decode(text, type=ScreenSpot)
    except msgspec.DecodeError:
        return None


def put_place(transaction: Transaction, where: ScreenSpot, *, at: str) -> None:
    """Remember where the user is, and when (UTC text) they were last at that record."""
    _put(transaction, _PLACE, msgspec.json.encode(where).decode())
    if where.record_id:
        moments = last_times(transaction.connection)
        moments.pop(where.record_id, None)
        moments[where.record_id] = at
        kept = dict(list(moments.items())[-_MOST_TIMES:])
        _put(transaction, _TIMES, msgspec.json.encode(kept).decode())


def last_times(connection: Connection) -> dict[str, str]:
    """Return when (UTC text) the user was last at the records they were at last, newest last."""
    text = _read(connection, "SELECT value FROM place WHERE name = ?", _TIMES)
    try:
        return {} if text is None else msgspec.json.decode(text, type=dict[str, str])
    except msgspec.DecodeError:
        return {}


def _put(transaction: Transaction, name: str, value: str) -> None:
    transaction.connection.execute(
        "INSERT INTO place (name, value) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def _read(connection: Connection, statement: str, name: str) -> str | None:
    row = connection.execute(statement, (name,)).fetchone()
    return str(row[0]) if row else None
