"""The example village in a store of its own, thrown away at exit."""

from __future__ import annotations

from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.domain.organisation import Device, NumberRange
from meitinker.domain.session import EVERYWHERE, Purpose, Role, Session
from meitinker.domain.visits import Visit
from meitinker.errors import KeyringRefused
from meitinker.exchange import example_village
from meitinker.ids import new_id, record_id
from meitinker.keys import KeyCost, KeyFile, Stretch
from meitinker.services.plans import PLAN_NUMBERS
from meitinker.store import indexing
from meitinker.store.acts import act
from meitinker.store.database import Database
from meitinker.store.state import StoreInfo

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from meitinker.domain.records import Record
    from meitinker.keys import StoreKey
    from meitinker.paths import StoreFolder

OPENS_WITH = "samen aan de keukentafel"
"""Opens the example village; the unlock page shows it."""

_STRETCH = Stretch(64 * 1024 * 1024, 1)
_COST = KeyCost(device=_STRETCH, alone=_STRETCH)
_BITE = 5_000
"""Records in one transaction: nobody types in a new file, and a commit writes a page once."""

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
        villages=EVERYWHERE,
        purpose=Purpose.DEMO,
    )
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
    held: dict[str, datetime] = {}
    waiting = iter(village)
    while bite := list(islice(waiting, _BITE)):
        with act(database, session, "example.fill", undoable=False) as work:
            for record in bite:
                with clock.running(partial(_time_of, record, held, clock.now())):
                    work.create(record)


def _time_of(record: Record, held: dict[str, datetime], now: datetime) -> datetime:
    """Return when a record of the story was written: a visit and its parts when it was ``held``.

    Lists look real then: they tell when somebody last wrote in it. The end of a visit is kept in
    ``held`` for the parts that come after it.
    """
    if not isinstance(record, Visit):
        return held.get(getattr(record, "visit_id", ""), now)
    return held.setdefault(record.id, record.concluded_at or record.started_at or now)


def guarded(folder: StoreFolder, *, persons: int | None = None) -> Database:
    """Make the example village behind a passphrase that everyone may know.

    So that the example is locked and unlocked like a real store. Nothing is put in the
    computer's keyring, and the stretching costs no more than it must.
    """
    key, _code = KeyFile.create(
        folder.root,
        OPENS_WITH,
        keyring=_NoKeyring(),
        accept_without_keyring=True,
        cost=_COST,
    )
    return create(folder, key, persons=persons)


def unlocked(folder: StoreFolder, passphrase: str) -> StoreKey:
    """Return the key of an example village that :func:`guarded` made.

    Raises:
        WrongPassphrase, WaitBeforeRetry: As of a real store.
    """
    return KeyFile.unlock(folder.root, passphrase, keyring=_NoKeyring(), cost=_COST)


class _NoKeyring:
    """Stands where a keyring would be, and keeps nothing."""

    @property
    def name(self) -> str:
        return "none"

    def get(self, entry: str) -> bytes | None:
        raise KeyringRefused(backend=self.name, reason="kind")

    def put(self, entry: str, secret: bytes) -> None:
        raise KeyringRefused(backend=self.name, reason="kind")

    def delete(self, entry: str) -> None:
        raise KeyringRefused(backend=self.name, reason="kind")
