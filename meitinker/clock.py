"""The only source of "now".

Instants are timezone-aware UTC; legal dates are plain local dates of Europe/Amsterdam.
"""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

AMSTERDAM = ZoneInfo("Europe/Amsterdam")

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def _system() -> datetime:
    return datetime.now(UTC)


_source: Callable[[], datetime] = _system


def now() -> datetime:
    """Return the present instant in UTC, cut to whole milliseconds."""
    instant = _source()
    if instant.tzinfo is not UTC:
        instant = instant.astimezone(UTC)
    return instant.replace(microsecond=instant.microsecond // 1000 * 1000)


def today() -> date:
    """Return the present date in Europe/Amsterdam."""
    return now().astimezone(AMSTERDAM).date()


def local(instant: datetime) -> datetime:
    """Return ``instant`` as Europe/Amsterdam shows it on the wall."""
    return instant.astimezone(AMSTERDAM)


def instant_text(instant: datetime) -> str:
    """Return ``instant`` as the store keeps it: ``2026-11-12T14:05:00.000Z``."""
    utc = instant.astimezone(UTC)
    return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"


def instant_from(text: str) -> datetime:
    """Return the instant that :func:`instant_text` wrote."""
    return datetime.fromisoformat(text).astimezone(UTC)


@contextmanager
def running(source: Callable[[], datetime]) -> Iterator[None]:
    """Let ``source`` tell the time within the block: tests of terms and clock jumps."""
    global _source
    before, _source = _source, source
    try:
        yield
    finally:
        _source = before


def milliseconds_of(instant: datetime) -> int:
    """Return the whole milliseconds from 1970-01-01T00:00Z to ``instant``."""
    return (instant - _BEGINNING) // _MILLISECOND


def instant_of(milliseconds: int) -> datetime:
    """Return the instant that lies ``milliseconds`` after 1970-01-01T00:00Z.

    Raises:
        OverflowError: It lies beyond the calendar.
    """
    return _BEGINNING + milliseconds * _MILLISECOND
