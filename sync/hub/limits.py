"""How much one device may ask of the hub, so that nobody waits long for another (A20, A21).

What is counted is who says to ask *and* from where: a stranger who borrows the id of a device
uses up nothing of that device's own. The counting is done before anything is read or proven.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from meitinker.errors import HubBusy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


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
        first_seconds: Seconds a body may take whatever its size.
        slowest: Bytes a second that it must come in at after that.
    """

    burst: int = 600
    a_second: float = 10.0
    at_once: int = 2
    address_burst: int = 6_000
    address_a_second: float = 200.0
    room: int = 64 << 20
    first_seconds: float = 20.0
    slowest: int = 1 << 10


_MOST_KNOWN = 10_000
"""Callers that are remembered; who has not asked for longest is forgotten first."""


class Turns:
    """Gives out turns to callers; used on one thread, that of the event loop."""

    def __init__(self, limits: Limits, now: Callable[[], float] = time.monotonic) -> None:
        """Begin with everyone's allowance full."""
        self.limits = limits
        self._now = now
        self._devices: OrderedDict[str, Bucket] = OrderedDict()
        self._addresses: OrderedDict[str, Bucket] = OrderedDict()
        self._held = 0

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
    def room(self) -> Iterator[Callable[[int], None]]:
        """Lend a way to say how many more bytes are held; all are given back at the end.

        Raises:
            HubBusy: (the way itself) There is no room for these now.
        """
        mine = 0

        def hold(size: int) -> None:
            nonlocal mine
            if self._held + size > self.limits.room:
                raise HubBusy("no room", seconds=5)
            self._held += size
            mine += size

        try:
            yield hold
        finally:
            self._held -= mine

    def _take(
        self,
        known: OrderedDict[str, Bucket],
        name: str,
        burst: int,
        a_second: float,
        at_once: int = 1 << 30,
    ) -> Bucket:
        now = self._now()
        bucket = known.pop(name, None) or Bucket(burst, now)
        known[name] = bucket
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


def _forget(known: OrderedDict[str, Bucket]) -> None:
    for name, bucket in known.items():
        if not bucket.running:
            del known[name]
            return
