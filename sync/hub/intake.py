"""Taking in the body of a request: in pieces, not beyond its cap, and not for ever (A20, A21).

Every call has a cap of its own; only pushing and sending attachments may be large. A line may be
slow, but not silent: within each :attr:`Limits.quiet_seconds` a few kB must come in, and the whole
within :attr:`Limits.whole_seconds`, however fast it began.
"""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import msgspec

from meitinker.errors import MessageTooLarge, RequestRefused
from sync import wire

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from sync.hub.limits import Limits

_SMALL = 16 << 10
_SIZES = {
    "enrol": 8 << 10,
    "meet": _SMALL,
    "pull": _SMALL,
    "paper_held": _SMALL,
    "fetch_paper": _SMALL,
    "compare": 64 << 10,
    "let_go": 256 << 10,
}
"""Bytes that a call may take as it travels, where it needs fewer than all may."""


class Heard(msgspec.Struct):
    """How much of a body came in, and whether that was all."""

    size: int = 0
    whole: bool = False


def largest(method: str) -> int:
    """Return how many bytes the body of a call may have."""
    return _SIZES.get(method, wire.LARGEST_PACKED)


def refuse_announced(length: str, most: int) -> None:
    """Refuse a body by its ``content-length`` before a byte of it was read.

    Raises:
        MessageTooLarge: It announces more than ``most``.
    """
    if length.isascii() and length.isdigit() and (len(length) > _DIGITS or int(length) > most):
        raise MessageTooLarge("announced too much")


_DIGITS = 18


class Intake:
    """Reads one body."""

    def __init__(self, limits: Limits, method: str) -> None:
        """Begin to count the time of a call of ``method``."""
        self._limits = limits
        self._began = time.monotonic()
        self.most = largest(method)
        self.heard = Heard()

    async def read(self, stream: AsyncIterator[bytes], hold: Callable[[int], None]) -> bytes:
        """Return the whole body; ``hold`` is told of each piece before it is kept.

        Raises:
            RequestRefused: It came in too slowly.
            MessageTooLarge: It is larger than the call may be.
            HubBusy: There is no room for it now.
        """
        limits, heard = self._limits, self.heard
        pieces: list[bytes] = []
        due, wanted = self._began + limits.quiet_seconds, limits.quiet_bytes
        while True:
            piece = await self._next(stream, min(due, self._began + limits.whole_seconds))
            if piece is None:
                heard.whole = True
                return b"".join(pieces)
            heard.size += len(piece)
            if heard.size > self.most:
                raise MessageTooLarge("more than the cap")
            hold(len(piece))
            pieces.append(piece)
            if heard.size >= wanted:
                due = time.monotonic() + limits.quiet_seconds
                wanted = heard.size + limits.quiet_bytes

    async def _next(self, stream: AsyncIterator[bytes], due: float) -> bytes | None:
        try:
            async with asyncio.timeout(due - time.monotonic()):
                return await anext(stream, None)
        except TimeoutError as error:
            raise RequestRefused("came in too slowly", reason="slow") from error
