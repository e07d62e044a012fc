"""Obeying the hub's order to destroy what this device holds, and no other's (F25, A22)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.errors import HubNotOurs
from meitinker.store import hub_facts, settings, wiping
from meitinker.store.wiping import Wiped
from sync import signing

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.errors import DeviceWiped
    from meitinker.store.database import Database


def obey(database: Database, session: Session, order: DeviceWiped) -> None:
    """Destroy the keys of the store, if its hub orders that and this device is meant.

    The store stays open until its process ends; what lies on the disk is noise from now on.

    Raises:
        HubNotOurs: It is not this hub's order, or not for this device; nothing was done.
        DiskFailed, StoreReadOnly: A key file could not be overwritten.
    """
    with database.reading() as connection:
        belonging = settings.get(connection, hub_facts.BELONGING)
    told = {name: str(order.params.get(name, "")) for name in ("at", "order")}
    if not signing.is_ordered(belonging.hub_key, belonging.hub, session.device, **told):
        raise HubNotOurs("an order to wipe that is not the hub's", reason="order") from order
    now = clock.instant_text(clock.now())
    wiping.destroy_keys(database.folder, Wiped(ordered_at=told["at"], done_at=now))
