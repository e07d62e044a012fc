"""Numbers that must never be given twice: from a range that is kept for one life of a device.

After a restored backup, or savings that were lost, nobody knows which numbers were already on
paper: the store that gave them may be gone, and one backup can be restored more than once. So
each new incarnation of the device begins a range of its own at a place drawn by chance; of ranges
that a former incarnation began no number is given any more.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from meitinker.domain.organisation import NumberRange
from meitinker.ids import record_id
from meitinker.store import journal, records

if TYPE_CHECKING:
    from meitinker.store.acts import Act

FIRST_NUMBERS = 1_000_000
"""Size of the first range of a device that is not enrolled; the hub gives the next ones."""

LATER_NUMBERS = 1_000
"""Size of a range that follows: more plans than anyone makes in a year."""

_PLACES = 1_000_000
"""Where such a range may begin: that two restores of one backup draw the same is one in these."""


def first_range(device: str, purpose: str) -> NumberRange:
    """Return the range with which a new device begins."""
    return NumberRange(
        id=record_id(),
        device_id=device,
        purpose=purpose,
        first=1,
        last=FIRST_NUMBERS,
        following=1,
    )


def next_number(work: Act, purpose: str) -> int:
    """Take the next number of ``purpose`` for the device at work, within the act under way."""
    connection, session = work.transaction.connection, work.session
    known = records.find(connection, session, NumberRange, purpose=purpose)
    for kept in (one for one in known if one.device_id == session.device):
        began = journal.begun_in(connection, kept.id)
        if began == work.transaction.incarnation and kept.following <= kept.last:
            work.edit(NumberRange, kept.id, {"following": kept.following + 1}, operation="take")
            return kept.following
    begun = _later_range(session.device, purpose, known)
    work.create(begun)
    return begun.first


def _later_range(device: str, purpose: str, known: list[NumberRange]) -> NumberRange:
    """Return a range that takes its first number, apart from every range that is known here.

    Those of other devices too: what they number must not meet what this one does.
    """
    taken = {kept.first for kept in known}
    first = 1
    while first in taken or first <= FIRST_NUMBERS:
        first = FIRST_NUMBERS + secrets.randbelow(_PLACES) * LATER_NUMBERS + 1
    return NumberRange(
        id=record_id(),
        device_id=device,
        purpose=purpose,
        first=first,
        last=first + LATER_NUMBERS - 1,
        following=first + 1,
    )
