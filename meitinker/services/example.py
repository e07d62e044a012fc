"""The example village in a store of its own, thrown away at exit."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.domain.organisation import Device, NumberRange
from meitinker.domain.session import Purpose, Role, Session
from meitinker.exchange import example_village
from meitinker.ids import new_id, record_id
from meitinker.services.plans import PLAN_NUMBERS
from meitinker.store import indexing
from meitinker.store.acts import act
from meitinker.store.database import Database, StoreInfo

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.records import Record
    from meitinker.keys import StoreKey
    from meitinker.paths import StoreFolder

_BITE = 500
"""Records in one transaction."""

_LAST_NUMBER = 10_000_000


def create(folder: StoreFolder, key: StoreKey, *, persons: int | None = None) -> Database:
    """Make a store with the example village in it, searched and listed, and return it open.

    Args:
        folder: A folder that will be thrown away.
        key: A key that is kept nowhere.
        persons: How many people; the usual size where it is None.

    Raises:
        StoreExists: The folder has a store already.
        StoreReadOnly, DiskFull, DiskFailed: The folder cannot be used.
    """
    info = StoreInfo(
        store=new_id(),
        organisation=example_village.ORGANISATION_ID,
        device=example_village.DEVICE_ID,
        user=example_village.USER_ID,
    )
    database = Database.create(folder, key, info)
    fill(database, example_village.generate(persons, clock.today()))
    while indexing.index_some(database, most=_BITE):
        pass
    return database


def fill(database: Database, village: Iterable[Record]) -> None:
    """Put the records of a village in the store, in bites."""
    info = database.info
    session = Session(
        user=info.user,
        role=Role.MEITINKER,
        device=info.device,
        organisation=info.organisation,
        purpose=Purpose.DEMO,
    )
    waiting = iter(village)
    while bite := list(islice(waiting, _BITE)):
        with act(database, session, "example.fill", undoable=False) as work:
            for record in bite:
                work.create(record)
    with act(database, session, "example.fill", undoable=False) as work:
        work.create(Device(id=info.device, user_id=info.user))
        work.create(
            NumberRange(
                id=record_id(),
                device_id=info.device,
                purpose=PLAN_NUMBERS,
                first=example_village.NUMBERS_UNTIL,
                last=_LAST_NUMBER,
                following=example_village.NUMBERS_UNTIL,
            )
        )
