"""What a change may be and a record become: an answer with them fits and is read (A20, F18).

A field holds what its declaration says; one that only a newer program knows, and one without a
bound of its own, is held back by the bound of the whole. A record of :data:`LARGEST_RECORD` and
a change of :data:`LARGEST_CHANGE` fit a message beside everything else that is in it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock

if TYPE_CHECKING:
    from meitinker.domain.merging import Standing
    from meitinker.domain.records import Kind
    from sync.protocol import SealedChange

LARGEST_CHANGE = 1 << 20
"""Bytes of a change as it travels."""

LARGEST_RECORD = 2 << 20
"""Bytes of a record: its values and who set them. It grows by changes with unknown fields."""

WIDEST_NUMBER = (1 << 53) - 1
"""What every reader of JSON and both databases hold without loss."""

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
"""What :func:`meitinker.clock.instant_text` writes; writing it anew takes six times as long."""


def is_too_large(change: SealedChange, size: int) -> bool:
    """Tell whether a change of so many bytes is beyond what any program may send."""
    if size > LARGEST_CHANGE or abs(change.incarnation) > WIDEST_NUMBER:
        return True
    for value in change.fields.values():  # a generator would cost more than the work
        if isinstance(value, int) and abs(value) > WIDEST_NUMBER:
            return True
    return False


def is_dated(change: SealedChange) -> bool:
    """Tell whether a change says when it was made, in the one form that screens read."""
    if not _MOMENT.fullmatch(change.at):
        return False
    try:
        clock.instant_from(change.at)
    except ValueError:
        return False
    return True


def is_within(kind: Kind, change: SealedChange) -> bool:
    """Tell whether every text fits its field, as this program declares it."""
    longest = kind.longest
    for name, value in change.fields.items():
        if isinstance(value, str) and name in longest and len(value) > longest[name]:
            return False
    return True


def has_outgrown(standing: Standing) -> bool:
    """Tell whether a record has become larger than a record may be."""
    values = {**standing.fields, **standing.extra}
    told = msgspec.json.encode((values, dict(standing.versions)))
    return len(told) > LARGEST_RECORD
