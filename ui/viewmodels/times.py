"""Times of the day and lengths of time: as they are typed, and in words. No Qt here."""

from __future__ import annotations

import re
from datetime import time
from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.i18n import _, ngettext
from ui.viewmodels.parts import Choice

if TYPE_CHECKING:
    from meitinker.domain.week import Span

_HOUR = 60
_TIME = re.compile(r"(\d{1,2})(?:\s*(?:[:.,]|u|uur|h)\s*(\d{2})?)?|(\d{1,2})(\d{2})")
_LENGTHS = (15, 20, 30, 45, 60, 75, 90, 120, 180, 240)


def clock_text(minutes: int) -> str:
    """Return minutes since midnight as the wall shows them: ``14:30``."""
    return f"{minutes // _HOUR % 24:02d}:{minutes % _HOUR:02d}"


def times_text(span: Span) -> str:
    """Return when it is on the wall: ``10:00 tot 11:00``."""
    begins, ends = clock.local(span.begins), clock.local(span.ends)
    return _("{begins} tot {ends}").format(begins=f"{begins:%H:%M}", ends=f"{ends:%H:%M}")


def read_time(typed: str) -> time | None:
    """Return the time that was typed (``14:30``, ``14.30``, ``1430``, ``14u30``, ``14``)."""
    match = _TIME.fullmatch(typed.strip().casefold())
    if match is None or not typed.isascii():
        return None
    hour, minute = int(match[1] or match[3]), int(match[2] or match[4] or 0)
    return time(hour, minute) if hour < 24 and minute < _HOUR else None


def minutes_text(minutes: int) -> str:
    """Return a length in words: ``45 minuten``, ``1 uur``, ``1 uur en 15 minuten``."""
    hours, rest = divmod(minutes, _HOUR)
    said_rest = ngettext("{count} minuut", "{count} minuten", rest).format(count=rest)
    if not hours:
        return said_rest
    said = ngettext("{count} uur", "{count} uur", hours).format(count=hours)
    return _("{hours} en {minutes}").format(hours=said, minutes=said_rest) if rest else said


def lengths(minutes: int) -> tuple[Choice, ...]:
    """Return the lengths to choose from, with the one at hand among them."""
    return tuple(Choice(str(n), minutes_text(n)) for n in sorted({*_LENGTHS, minutes}))
