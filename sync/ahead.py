"""The push that comes next, packed while the hub works on the one before it.

So of hub and laptop neither waits for the other, and each message still has its answer before the
next one goes.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from meitinker.errors import MessageTooLarge
from sync import wire

if TYPE_CHECKING:
    from collections.abc import Callable

    from sync.protocol import Push


class Ahead:
    """One message that is packed before its turn."""

    def __init__(self, following: Callable[[], Push | None] = lambda: None) -> None:
        """Ask ``following`` what comes next; asked again, it gives the same one."""
        self._following = following
        self._ready: tuple[object, bytes] = (None, b"")

    def pack(self) -> None:
        """Pack what comes next; what is too large is refused when its turn comes."""
        told = self._following()
        if told is not None and told is not self._ready[0]:
            with suppress(MessageTooLarge):
                self._ready = told, wire.packed(told)

    def packed(self, message: object) -> bytes:
        """Return a message as it travels.

        Raises:
            MessageTooLarge: As :func:`sync.wire.packed`.
        """
        told, body = self._ready
        return body if message is told else wire.packed(message)
