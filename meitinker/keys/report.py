"""How a store is guarded, in facts a screen and ``meitinker check`` can show."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.keys import slots
from meitinker.keys.cost import FLOOR

if TYPE_CHECKING:
    from meitinker.keys.copies import Content


class KeyReport(msgspec.Struct, frozen=True):
    """What stands between a stranger and the store.

    Attributes:
        store: Random neutral id of the store.
        on_this_device: Whether the passphrase works only with the keyring's secret.
        memory: Bytes of memory one guess at the passphrase takes.
        passes: Passes over that memory.
        meets_floor: Whether this is at least what ASVS asks (L25).
        recovery_since: UTC instant the recovery code was made, ISO text; empty when none.
        escrow_open: Whether escrow still waits for enrolment.
        copies_whole: Of each copy of the key file, whether it is whole and the newest.
        keyring: Name of the keyring's kind.
    """

    store: str
    on_this_device: bool
    memory: int
    passes: int
    meets_floor: bool
    recovery_since: str
    escrow_open: bool
    copies_whole: tuple[bool, bool]
    keyring: str


def report_of(content: Content, *, whole: tuple[bool, bool], keyring: str) -> KeyReport:
    """Return the report of ``content``; the cheapest slot counts."""
    doors = [slot for slot in content.slots if slot.kind in slots.BY_PASSPHRASE]
    costs = [slot.stretch for slot in doors if slot.stretch is not None]
    memory = min((cost.memory for cost in costs), default=0)
    recovery = content.of(slots.RECOVERY)
    return KeyReport(
        store=content.header.store,
        on_this_device=bool(doors) and all(slot.kind == slots.DEVICE for slot in doors),
        memory=memory,
        passes=min((cost.passes for cost in costs), default=0),
        meets_floor=memory >= FLOOR,
        recovery_since=recovery[0].made if recovery else "",
        escrow_open=not content.of(slots.ESCROW),
        copies_whole=whole,
        keyring=keyring,
    )
