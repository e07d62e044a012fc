"""The versions of what laptops and the hub say to each other.

A version is a number with a date and a reason. A program speaks :data:`NEWEST` and understands
everything down to :data:`OLDEST`: two versions back, so that a laptop that missed a release in
a drawer still gets its work home (F22). Whoever is older than that may not send or fetch, but
can always write its queue to a file.
"""

from __future__ import annotations

from datetime import date

import msgspec

from meitinker.errors import HubTooOld, ProgramTooOld


class ProtocolVersion(msgspec.Struct, frozen=True):
    """One version: its number, since when, and what was new."""

    number: int
    since: date
    reason: str


VERSIONS = (
    ProtocolVersion(1, date(2026, 11, 22), "the first: push, pull, fills, farewells, papers"),
)
"""Every version that this program can speak, oldest first."""

OLDEST = VERSIONS[0].number
NEWEST = VERSIONS[-1].number


def agreed(offered: int, *, oldest_there: int = OLDEST, newest_here: int = NEWEST) -> int:
    """Return the version that both sides speak: the newest of the older side.

    Args:
        offered: The newest version of the laptop.
        oldest_there: The oldest version that the laptop still speaks.
        newest_here: The newest version of the hub.

    Raises:
        ProgramTooOld: The laptop speaks nothing that the hub still understands.
        HubTooOld: The hub speaks nothing that the laptop still understands.
    """
    if offered < OLDEST:
        raise ProgramTooOld(offered=offered, oldest=OLDEST)
    if newest_here < oldest_there:
        raise HubTooOld(newest=newest_here, oldest=oldest_there)
    return min(offered, newest_here)
