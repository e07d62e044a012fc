"""Wrong passphrases are slowed down, never counted out.

The delay stops someone at an unattended keyboard. It does not stop someone who copies the
disk; against that stand Argon2id and the keyring's secret (promise A15).
"""

from __future__ import annotations

import contextlib
import logging
import math
from datetime import timedelta
from typing import TYPE_CHECKING, Final

import msgspec

from meitinker import clock
from meitinker.errors import StoreError, WaitBeforeRetry
from meitinker.paths import write_durably

if TYPE_CHECKING:
    from pathlib import Path

FREE: Final = 3
FIRST_WAIT: Final = 30
LONGEST_WAIT: Final = 300

_log = logging.getLogger(__name__)


class _Record(msgspec.Struct, frozen=True):
    count: int = 0
    last: str = ""


class Tries:
    """The wrong tries at one store, kept in a file so that a restart does not forget them."""

    def __init__(self, path: Path) -> None:
        """Use the file at ``path``."""
        self._path = path

    @property
    def count(self) -> int:
        """How many tries failed since the last that opened."""
        return self._read().count

    def waiting(self) -> int:
        """Return the seconds until the next try is taken, 0 when now.

        A clock set back makes the wait start again, never shorter; a time of the last try that
        lies in the future (the clock was years ahead then) also costs one full wait at most.
        """
        record = self._read()
        wait = delay(record.count)
        if not wait:
            return 0
        passed = clock.now() - clock.instant_from(record.last)
        if passed < timedelta():
            self._write(_Record(record.count, clock.instant_text(clock.now())))
            return wait
        return max(0, math.ceil(wait - passed.total_seconds()))

    def require_patience(self) -> None:
        """Refuse a try that comes too soon.

        Raises:
            WaitBeforeRetry: Params: ``wait`` in seconds.
        """
        wait = self.waiting()
        if wait:
            raise WaitBeforeRetry("too soon", wait=wait)

    def begin(self) -> None:
        """Count a try as wrong before it is made: ending the program does not undo it."""
        self._write(_Record(self.count + 1, clock.instant_text(clock.now())))

    def opened(self) -> None:
        """Forget the wrong tries: this one opened."""
        with contextlib.suppress(OSError):
            self._path.unlink(missing_ok=True)

    def _read(self) -> _Record:
        try:
            record = msgspec.json.decode(self._path.read_bytes(), type=_Record)
            if record.count:
                clock.instant_from(record.last)
        except (OSError, msgspec.DecodeError, ValueError):
            return _Record()
        return record

    def _write(self, record: _Record) -> None:
        try:
            write_durably(self._path, msgspec.json.encode(record))
        except StoreError:
            # A full or read-only disk must not keep people from reading their work.
            _log.warning("the count of wrong tries could not be written")


def delay(count: int) -> int:
    """Return the seconds to wait after ``count`` wrong tries: 0, 0, 30, 60, 120, 240, 300."""
    if count < FREE:
        return 0
    return min(LONGEST_WAIT, FIRST_WAIT << min(count - FREE, 10))
