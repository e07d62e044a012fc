"""Changes that wait for something: read when it may have come, written at the end of a batch.

One whose words do not open any more is set aside, so that it keeps neither the hub from starting
nor others from sending; ``hub check`` tells of it. Its device still has it, and what that one
sends again takes its place.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import bindparam, delete, func, insert, select, update

from meitinker.errors import StoreDamaged
from sync.hub.tables import WAITING
from sync.protocol import SealedChange

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

    from meitinker.domain.merging import Reason
    from sync.hub.sealing import Sealing

AT_ONCE = 500

MOST_BYTES_OF_A_DEVICE = 64 << 20
"""Bytes that the changes of one device may take here while they wait."""
AROUND_ONE = 4 << 10
"""Bytes that a change counts for beside its own: a row, its key, what is read with it."""

DAMAGED_KEY = "damaged"
"""What a change waits for that does not open: to be sent again."""

_ANY = (
    select(WAITING.c.change_id)
    .where(WAITING.c.organisation == bindparam("of_organisation"))
    .limit(1)
)
_log = logging.getLogger(__name__)
_change = msgspec.json.Decoder(SealedChange)


class Waiting:
    """What waits in an organisation, as far as a batch looks at it."""

    def __init__(self, connection: Connection, organisation: str, sealing: Sealing) -> None:
        """Begin with nothing read; ``connection`` holds the organisation's lock."""
        self._connection = connection
        self._organisation = organisation
        self._sealing = sealing
        self._none = not is_any(connection, organisation)
        self._fetched: set[str] = set()
        self._found: dict[str, list[SealedChange]] = defaultdict(list)
        self._kept: dict[str, dict[str, Any]] = {}
        self._taken: set[str] = set()

    def fetch(self, keys: Iterable[str]) -> None:
        """Read what waits for ``keys``, each once, also where a batch added to it meanwhile."""
        fresh = [] if self._none else sorted(set(keys) - self._fetched)
        self._fetched.update(fresh)
        for at in range(0, len(fresh), AT_ONCE):
            some = WAITING.c.waits_for.in_(fresh[at : at + AT_ONCE])
            asked = (
                select(WAITING.c.change_id, WAITING.c.waits_for, WAITING.c.body)
                .where(WAITING.c.organisation == self._organisation, some)
                .order_by(WAITING.c.received_at, WAITING.c.change_id)
            )
            rows = self._connection.execute(asked).all()
            for row, change in opened(self._connection, self._organisation, self._sealing, rows):
                self._found[row.waits_for].append(change)

    def take(self, key: str) -> list[SealedChange]:
        """Take out what waits for ``key``, the oldest first."""
        found = self._found.pop(key, [])
        if found:
            for one in found:
                if self._kept.pop(one.change_id, None) is None:
                    self._taken.add(one.change_id)
            self._forget([one.change_id for one in found])
        return found

    def keep(self, change: SealedChange, key: str, reason: Reason) -> None:
        """Keep what cannot be judged yet."""
        self._found[key].append(change)
        self._kept[change.change_id] = {
            "change_id": change.change_id,
            "waits_for": key,
            "reason": reason.value,
            "device": change.device,
            "body": self._sealing.seal(msgspec.json.encode(change)),
        }

    def forget(self, changes: Iterable[str]) -> None:
        """Let changes wait no more, because they are being judged."""
        gone = set(changes)
        for found in self._found.values():
            found[:] = [one for one in found if one.change_id not in gone]
        self._forget(gone)

    def turn_away(self, device: str) -> set[str]:
        """Keep no more of a device than it has room for; return the changes that go without.

        Their device has them, and asks again. What lay here before goes first.
        """
        own = [one for one, row in self._kept.items() if row["device"] == device]
        if not own:
            return set()
        room = MOST_BYTES_OF_A_DEVICE - self._room_of(device)
        away = set()
        for one in sorted(own, key=lambda one: one not in self._taken):
            size = len(self._kept[one]["body"]) + AROUND_ONE
            if size > room:
                away.add(one)
                del self._kept[one]
            else:
                room -= size
        return away

    def _room_of(self, device: str) -> int:
        if self._none:
            return 0
        asked = select(func.count(), func.coalesce(func.sum(func.length(WAITING.c.body)), 0)).where(
            WAITING.c.organisation == self._organisation, WAITING.c.device == device
        )
        count, size = self._connection.execute(asked).one()
        return int(size) + int(count) * AROUND_ONE

    def write(self, now: str) -> None:
        """Write what a batch left waiting."""
        rows = [
            {"organisation": self._organisation, **row, "received_at": now}
            for row in self._kept.values()
        ]
        if rows:
            self._connection.execute(insert(WAITING), rows)
            self._none = False

    def _forget(self, changes: Iterable[str]) -> None:
        if not self._none:
            forget(self._connection, self._organisation, changes)


def opened(
    connection: Connection, organisation: str, sealing: Sealing, rows: Sequence[Any]
) -> list[tuple[Any, SealedChange]]:
    """Return rows (``change_id``, ``body``) with their changes; what does not open is set aside."""
    found = [(row, _opened(sealing, row.body)) for row in rows]
    damaged = [row.change_id for row, change in found if change is None]
    if damaged:
        _log.error("changes that waited do not open", {"count": len(damaged)})
        those = WAITING.c.change_id.in_(damaged)
        connection.execute(
            update(WAITING)
            .where(WAITING.c.organisation == organisation, those)
            .values(waits_for=DAMAGED_KEY)
        )
    return [(row, change) for row, change in found if change is not None]


def is_whole(sealing: Sealing, body: bytes) -> bool:
    """Tell whether the words of a change that waits can be read."""
    return _opened(sealing, body) is not None


def _opened(sealing: Sealing, body: bytes) -> SealedChange | None:
    try:
        return _change.decode(sealing.open(body))
    except (StoreDamaged, msgspec.DecodeError, UnicodeDecodeError):
        return None


def is_any(connection: Connection, organisation: str) -> bool:
    """Tell whether anything waits: mostly nothing does, and then nothing need be looked up."""
    return connection.execute(_ANY, {"of_organisation": organisation}).first() is not None


def forget(connection: Connection, organisation: str, changes: Iterable[str]) -> None:
    """Let changes wait no more."""
    listed = sorted(set(changes))
    for at in range(0, len(listed), AT_ONCE):
        some = WAITING.c.change_id.in_(listed[at : at + AT_ONCE])
        connection.execute(delete(WAITING).where(WAITING.c.organisation == organisation, some))
