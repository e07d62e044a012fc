"""How much one device may ask of the hub, so that nobody waits long for another (A20, A21).

What is counted is who says to ask *and* from where: a stranger who borrows the id of a device
uses up nothing of that device's own. The counting is done before anything is read or proven, and
of a name only its hash is kept: names are as long as who invents them likes.
"""

from __future__ import annotations

import asyncio
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
        held_back_seconds: How long who asked too much waits before hearing so: who asks again
            at once would keep the hub busy with refusing.
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
    held_back_seconds: float = 1.0


TOO_MUCH = "quota"
"""Why the hub is busy for one device or address, and for nobody else."""

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
            raise HubBusy("too many at once", reason=TOO_MUCH, seconds=1)
        if bucket.left < 1:
            seconds = max(1, round((1 - bucket.left) / a_second))
            raise HubBusy("too much", reason=TOO_MUCH, seconds=seconds)
        bucket.left -= 1
        return bucket


LANES = 4
"""Requests of one organisation that a server's database answers at the same time; others wait."""

_THREADS = 24
_LOOKS = 4
_MOST_WAITING = 60

_HALF_SECONDS = 10.0
"""After how long half of the time that somebody took counts no more."""
_LEAST_SECONDS = 0.001
_MOST_USERS = 500


class Lanes:
    """Lets one organisation at a time take some threads and leave the others theirs.

    Attributes:
        threads: Threads that answer.
        looks: Threads for a short look at who asks, which waits for no lock.
    """

    def __init__(
        self, places: int | None = None, now: Callable[[], float] = time.monotonic
    ) -> None:
        """Begin with every thread free; ``places`` of each organisation, else :data:`LANES`."""
        self.threads = CapacityLimiter(_THREADS)
        self.looks = CapacityLimiter(_LOOKS)
        self._places = places
        self._now = now
        self._lanes: dict[str, Lane] = {}

    @asynccontextmanager
    async def lane(self, organisation: str, who: str) -> AsyncIterator[None]:
        """Wait for a place among those of ``organisation``, for ``who`` asks.

        Raises:
            HubBusy: Many wait already.
        """
        if organisation not in self._lanes:
            self._lanes[organisation] = Lane(self._places or LANES, self._now)
        async with self._lanes[organisation].place(who):
            yield


class Lane:
    """The places of one organisation; of those who wait, who took least of late goes first.

    So whoever asks without end waits for all others, and they never for more than one request
    of that one. On one thread, that of the event loop.
    """

    def __init__(self, places: int, now: Callable[[], float] = time.monotonic) -> None:
        """Begin with every place free."""
        self._free = places
        self._now = now
        self._took: OrderedDict[str, Bucket] = OrderedDict()
        self._waiting: list[tuple[str, asyncio.Future[None]]] = []

    @asynccontextmanager
    async def place(self, who: str) -> AsyncIterator[None]:
        """Lend a place.

        Raises:
            HubBusy: Many wait already.
        """
        await self._wait(who)
        began = self._now()
        try:
            yield
        finally:
            self._count(who, self._now() - began)
            self._give_back()

    async def _wait(self, who: str) -> None:
        if self._free:
            self._free -= 1
            return
        if len(self._waiting) >= _MOST_WAITING:
            raise HubBusy("many wait", seconds=5)
        turn = asyncio.get_running_loop().create_future()
        self._waiting.append((who, turn))
        try:
            await turn
        except asyncio.CancelledError:
            if not turn.cancelled():  # it was given at the very moment
                self._give_back()
            raise

    def _give_back(self) -> None:
        self._waiting = [one for one in self._waiting if not one[1].done()]
        if not self._waiting:
            self._free += 1
            return
        now = self._now()
        first = min(self._waiting, key=lambda one: self._used(one[0], now))
        self._waiting.remove(first)
        first[1].set_result(None)

    def _used(self, who: str, now: float) -> float:
        """Return the seconds that somebody took; those of long ago count for less."""
        bucket = self._took.get(who)
        return 0.0 if bucket is None else _faded(bucket, now)

    def _count(self, who: str, seconds: float) -> None:
        now = self._now()
        used = self._used(who, now) + seconds
        self._took[who] = Bucket(used, now)
        self._took.move_to_end(who)
        if len(self._took) > _MOST_USERS:
            self._took.popitem(last=False)


def _faded(bucket: Bucket, now: float) -> float:
    left = float(bucket.left * 0.5 ** ((now - bucket.at) / _HALF_SECONDS))
    return left if left > _LEAST_SECONDS else 0.0


def _forget(known: OrderedDict[bytes, Bucket]) -> None:
    for name, bucket in known.items():
        if not bucket.running:
            del known[name]
            return
