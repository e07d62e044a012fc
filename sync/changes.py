"""Sealed changes as they travel, and back."""

from __future__ import annotations

import msgspec

from meitinker.store import journal
from meitinker.store.journal import Header, Sealed
from sync.protocol import SealedChange

_HEADER = Header.__struct_fields__


def travelling(sealed: Sealed) -> SealedChange:
    """Return a sealed change as it travels."""
    header = msgspec.structs.asdict(sealed.header)
    return SealedChange(**header, salt=sealed.salt, fields=sealed.fields, base=sealed.base)


def arrived(change: SealedChange) -> Sealed:
    """Return a change that travelled; whether its payload holds, :func:`holds` tells."""
    header = Header(**{name: getattr(change, name) for name in _HEADER})
    return Sealed(header, change.fields, change.base, change.salt)


def holds(change: SealedChange) -> bool:
    """Tell whether the payload of a change that travelled is the one its header was made for."""
    return journal.holds(change.commitment, change.salt, change.fields, change.base)
