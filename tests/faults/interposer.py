"""The shim between a child program and the C library, as seen from the test.

``shim/io_shim.c`` is compiled once per content and loaded with LD_PRELOAD. Test and child share
a small memory-mapped block (:class:`Control`): the test says what shall happen at which call and
reads, also after the child's death, how many calls there were.
"""

from __future__ import annotations

import errno
import hashlib
import mmap
import os
import struct
import subprocess
import tempfile
from enum import IntEnum, IntFlag
from pathlib import Path

SOURCE = Path(__file__).parent / "shim" / "io_shim.c"
FOREVER = 2**62


class Op(IntFlag):
    """What a call does to the watched folder; the same numbers as in io_shim.c."""

    CREATE = 1
    WRITE = 2
    TRUNCATE = 4
    SYNC = 8
    RENAME = 16
    UNLINK = 32
    READ = 64
    OPEN = 128
    MKDIR = 256
    ACK = 512
    DIRSYNC = 1024
    SYNC_FAILED = 2048


CHANGING = Op.CREATE | Op.WRITE | Op.TRUNCATE | Op.SYNC | Op.RENAME | Op.UNLINK | Op.OPEN | Op.MKDIR
"""The calls at which a program may die or fail while it saves."""


class Act(IntEnum):
    """What happens at a chosen call."""

    NOTHING = 0
    KILL = 1
    FAIL = 2
    TEAR = 3


ERRORS = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC, "EROFS": errno.EROFS}


def compiled() -> Path:
    """Return the shared library, compiled with gcc when this source has not been before."""
    digest = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"meitinker-shim-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    library = folder / f"io_shim-{digest}.so"
    if not library.exists():
        # Under a name of its own first: several test workers may compile at once.
        fresh = folder / f"{library.name}.{os.getpid()}"
        command = ["gcc", "-shared", "-fPIC", "-O2", "-Wall", "-Wextra", "-Werror"]
        subprocess.run([*command, "-o", str(fresh), str(SOURCE), "-lpthread"], check=True)
        fresh.replace(library)
    return library


class Control:
    """The block shared with the shim: eight 64-bit numbers."""

    _FIELDS = ("mask", "action", "first", "last", "error", "calls", "fired", "tracing")
    _LAYOUT = struct.Struct("=q")

    def __init__(self, path: Path) -> None:
        """Open the block at ``path``, made when it is not there."""
        if not path.exists():
            path.write_bytes(bytes(self._LAYOUT.size * len(self._FIELDS)))
        with path.open("r+b") as file:
            self._block = mmap.mmap(file.fileno(), 0)

    def _get(self, field: str) -> int:
        value = self._LAYOUT.unpack_from(self._block, self._FIELDS.index(field) * 8)[0]
        return int(value)

    def _set(self, **values: int) -> None:
        for field, value in values.items():
            self._LAYOUT.pack_into(self._block, self._FIELDS.index(field) * 8, value)

    @property
    def calls(self) -> int:
        """Counted calls since :meth:`arm` or :meth:`count`."""
        return self._get("calls")

    @property
    def fired(self) -> int:
        """How often the chosen thing happened."""
        return self._get("fired")

    def count(self, mask: Op = CHANGING) -> None:
        """Count calls from now on and let them all pass."""
        self._set(action=Act.NOTHING, calls=0, fired=0, mask=mask)

    def arm(
        self,
        act: Act,
        *,
        first: int,
        last: int | None = None,
        error: int = 0,
        mask: Op = CHANGING,
    ) -> None:
        """Let ``act`` happen at the counted calls ``first`` to ``last`` (from now, 1-based)."""
        last = first if last is None else last
        self._set(action=Act.NOTHING, calls=0, fired=0, mask=mask, first=first, last=last)
        self._set(error=error, action=act)

    def heal(self) -> None:
        """Let everything pass again; what was counted stays readable."""
        self._set(action=Act.NOTHING)

    def trace(self, *, on: bool) -> None:
        """Write changes to the trace, or stop."""
        self._set(tracing=int(on))

    def close(self) -> None:
        """Give the block back."""
        self._block.close()
