"""Zips: parts that are written alike everywhere, and looking into those that came from elsewhere.

A zip of others is looked at before anything of it is unpacked (A4, A5). Nothing is ever written
under a name that stands in a zip: parts are read into memory by their exact names. What the list
of parts says of sizes is kept to by the reading itself, so a bomb is seen in the list.
"""

from __future__ import annotations

import io
import stat
import zipfile
from typing import TYPE_CHECKING

import msgspec

from meitinker import paths

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import BinaryIO

_SIZES_WITHOUT_RATIO = 1024 * 1024
"""A part that unpacks to no more than this may be packed as tightly as it likes."""

_ANY_TIME = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows
_UNIX = 3
_ENCRYPTED = 0x1
_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_BROKEN = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
    OSError,
    EOFError,
    OverflowError,
)
"""What :mod:`zipfile` raises on damaged and hostile files; :mod:`zlib` adds its own."""


class Caps(msgspec.Struct, frozen=True, kw_only=True):
    """How large a zip may be.

    Attributes:
        parts: How many parts.
        part: Bytes of one part, unpacked.
        whole: Bytes of all parts, unpacked.
        ratio: How many times larger a part may become.
    """

    parts: int
    part: int
    whole: int
    ratio: int = 200


class NotSafe(Exception):
    """Raised for a zip that is not whole, or not safe to unpack; ``reason`` says why."""

    def __init__(self, reason: str) -> None:
        """Keep the reason: ``broken``, ``locked``, ``bomb``, ``names``."""
        super().__init__(reason)
        self.reason = reason


class Box:
    """A zip whose list of parts was found safe; parts are read whole, by their names."""

    def __init__(self, file: BinaryIO, caps: Caps, *, named: Callable[[str], bool]) -> None:
        """Look at the list of parts.

        Args:
            file: The zip.
            caps: How large it may be.
            named: Whether a part may be called so.

        Raises:
            NotSafe: It is not.
        """
        import zlib

        self._broken = (*_BROKEN, zlib.error)
        try:
            self._box = zipfile.ZipFile(file)
            self._parts = self._box.infolist()
        except self._broken:
            raise NotSafe("broken") from None
        _require_safe(self._parts, caps, named=named)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the parts, in the order of the list."""
        return tuple(part.filename for part in self._parts)

    def size(self, name: str) -> int:
        """Return how many bytes a part has, unpacked."""
        return self._box.getinfo(name).file_size

    def read(self, name: str) -> bytes:
        """Return a part.

        Raises:
            NotSafe: It is not there, or not what the list says of it.
        """
        try:
            return self._box.read(name)
        except self._broken:
            raise NotSafe("broken") from None

    def close(self) -> None:
        """Close the zip."""
        self._box.close()


def part(name: str) -> zipfile.ZipInfo:
    """Return a part to be written that says nothing of the moment and machine of writing."""
    info = zipfile.ZipInfo(name, _ANY_TIME)
    info.create_system = _UNIX
    info.external_attr = paths.FILE_MODE << 16
    return info


def opened(data: bytes, caps: Caps, *, named: Callable[[str], bool]) -> Box:
    """Return a zip that lies in memory.

    Raises:
        NotSafe: As :class:`Box`.
    """
    return Box(io.BytesIO(data), caps, named=named)


def _require_safe(
    parts: list[zipfile.ZipInfo], caps: Caps, *, named: Callable[[str], bool]
) -> None:
    if len(parts) > caps.parts:
        raise NotSafe("bomb")
    seen: set[str] = set()
    whole = 0
    for part in parts:
        if not named(part.filename) or part.filename.casefold() in seen or _is_link(part):
            raise NotSafe("names")
        seen.add(part.filename.casefold())
        if part.flag_bits & _ENCRYPTED:
            raise NotSafe("locked")
        if part.compress_type not in _METHODS:
            raise NotSafe("broken")
        whole += part.file_size
        if part.file_size > caps.part or whole > caps.whole or _is_bomb(part, caps):
            raise NotSafe("bomb")


def _is_link(part: zipfile.ZipInfo) -> bool:
    return stat.S_ISLNK(part.external_attr >> 16)


def _is_bomb(part: zipfile.ZipInfo, caps: Caps) -> bool:
    if part.file_size <= _SIZES_WITHOUT_RATIO:
        return False
    return part.file_size > caps.ratio * max(part.compress_size, 1)
