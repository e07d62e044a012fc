"""How much one device may ask of the hub, so that nobody waits long for another (A20, A21).

What is counted is who says to ask *and* from where: a stranger who borrows the id of a device
uses up nothing of that device's own. The counting is done before anything is read or proven, and
of a name only its hash is kept: names are as long as who invents them likes.
"""

from __future__ import annotations

import hashlib
import time
from collections import Counter, OrderedDict
from contextlib import asynccontextmanager, contextmanager
from typing import TYPE_CHECKING, NamedTuple

import msgspec
from anyio import CapacityLimiter

from meitinker.errors import HubBusy

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterator


class Bucket(msgspec.Struct):
    """What is left of an allowance, as it was at a moment of the steady clock."""

    left: float
    at: float
    running: int = 0


class Limits(NamedTuple):
    """What is allowed.

    Attributes:
        burst: Requests of one device at once: a first fill takes hundreds.
        a_second: Requests a second that come back to it.
        at_once: Requests of one device that run at the same time.
        address_burst: Requests of one address: a whole office may share it.
        address_a_second: Requests a second that come back to that.
        room: Bytes of bodies that are held in memory at the same time, of all together.
        address_room: The same of one address, so that it leaves room for the others.
        device_room: The same of one device, wherever it says to be.
        quiet_seconds: Seconds within which the next ``quiet_bytes`` of a body must come in.
        quiet_bytes: How much that is.
        whole_seconds: Seconds a whole body may take.
    """

    burst: int = 600
    a_second: float = 10.0
    at_once: int = 2
    address_burst: int = 6_000
    address_a_second: float = 200.0
    room: int = 64 << 20
    address_room: int = 16 << 20
    device_room: int = 8 << 20
    quiet_seconds: float = 10.0
    quiet_bytes: int = 4 << 10
    whole_seconds: float = 120.0


_MOST_KNOWN = 10_000
"""Callers that are remembered; who has not asked for longest is forgotten first."""


class Turns:
    """Gives out turns to callers; used on one thread, that of the event loop."""

    def __init__(self, limits: Limits, now: Callable[[], float] = time.monotonic) -> None:
        """Begin with everyone's allowance full."""
        self.limits = limits
        self._now = now
        self._devices: OrderedDict[bytes, Bucket] = OrderedDict()
        self._addresses: OrderedDict[bytes, Bucket] = OrderedDict()
        self._held: Counter[str] = Counter()

    @contextmanager
    def turn(self, device: str, address: str) -> Iterator[None]:
        """Lend a turn.

        Raises:
            HubBusy: This device or address asked too much; ``seconds`` says when to come back.
        """
        limits = self.limits
        self._take(self._addresses, address, limits.address_burst, limits.address_a_second)
        bucket = self._take(
            self._devices, f"{device} {address}", limits.burst, limits.a_second, limits.at_once
        )
        bucket.running += 1
        try:
            yield
        finally:
            bucket.running -= 1

    @contextmanager
    def room(self, device: str, address: str) -> Iterator[Callable[[int], None]]:
        """Lend a way to say how many more bytes are held; all are given back at the end.

        Raises:
            HubBusy: (the way itself) There is no room for these now.
        """
        limits, mine = self.limits, 0
        shares = {
            "": limits.room,
            f"address {address}": limits.address_room,
            f"device {device}": limits.device_room,
        }

        def hold(size: int) -> None:
            nonlocal mine
            if any(self._held[one] + size > most for one, most in shares.items()):
                raise HubBusy("no room", seconds=5)
            for one in shares:
                self._held[one] += size
            mine += size

        try:
            yield hold
        finally:
            for one in shares:
                self._held[one] -= mine
                if not self._held[one]:
                    del self._held[one]

    def _take(
        self,
        known: OrderedDict[bytes, Bucket],
        name: str,
        burst: int,
        a_second: float,
        at_once: int = 1 << 30,
    ) -> Bucket:
        now, key = self._now(), hashlib.blake2b(name.encode(), digest_size=16).digest()
        bucket = known.pop(key, None) or Bucket(burst, now)
        known[key] = bucket
        bucket.left = min(burst, bucket.left + (now - bucket.at) * a_second)
        bucket.at = now
        if len(known) > _MOST_KNOWN:
            _forget(known)
        if bucket.running >= at_once:
            raise HubBusy("too many at once", seconds=1)
        if bucket.left < 1:
            raise HubBusy("too much", seconds=max(1, round((1 - bucket.left) / a_second)))
        bucket.left -= 1
        return bucket


LANES = 6
"""Requests of one organisation that are answered at the same time; the others wait."""

_THREADS = 24
_LOOKS = 4
_MOST_WAITING = 60


class Lanes:
    """Lets one organisation at a time take some threads and leave the others theirs.

    Attributes:
        threads: Threads that answer.
        looks: Threads for a short look at who asks, which waits for no lock.
    """

    def __init__(self) -> None:
        """Begin with every thread free."""
        self.threads = CapacityLimiter(_THREADS)
        self.looks = CapacityLimiter(_LOOKS)
        self._lanes: dict[str, CapacityLimiter] = {}

    @asynccontextmanager
    async def lane(self, organisation: str) -> AsyncIterator[None]:
        """Wait for a place among those of ``organisation``.

        Raises:
            HubBusy: Many wait already.
        """
        lane = self._lanes.setdefault(organisation, CapacityLimiter(LANES))
        if lane.statistics().tasks_waiting >= _MOST_WAITING:
            raise HubBusy("many wait", seconds=5)
        async with lane:
            yield


def _forget(known: OrderedDict[bytes, Bucket]) -> None:
    for name, bucket in known.items():
        if not bucket.running:
            del known[name]
            return
