"""A store in a moment: a random key, no passphrase, one worker, and someone to write about.

::

    with stores.opened(tmp_path) as store:
        person = store.person("de Jong")
"""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from meitinker import clock, ids
from meitinker.domain.people import Person
from meitinker.domain.session import EVERYWHERE, Role, Session
from meitinker.domain.visits import Visit
from meitinker.errors import StoreExists
from meitinker.ids import DeviceId, OrganisationId, PersonId, UserId, VillageId, VisitId
from meitinker.keys import KeyCost, KeyFile, Stretch
from meitinker.keys.storekey import StoreKey
from meitinker.paths import StoreFolder
from meitinker.services import example, referrals
from meitinker.services.referrals import NewReferral
from meitinker.store import driver, migrations, records, state
from meitinker.store.acts import act
from meitinker.store.database import Database
from meitinker.store.state import StoreInfo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from typing import TypeVar

    from meitinker.domain.records import Record
    from meitinker.ids import RecordId

    R = TypeVar("R", bound=Record)

CHEAP = KeyCost(device=Stretch(8192, 1), alone=Stretch(8192, 1), floor=0)
"""Argon2id for tests that need a key file: no guess is kept off by this."""


class Ring:
    """A keyring in memory."""

    name = "tests"

    def __init__(self) -> None:
        """Begin empty."""
        self._kept: dict[str, bytes] = {}

    def get(self, entry: str) -> bytes | None:
        """Return what is kept as ``entry``."""
        return self._kept.get(entry)

    def put(self, entry: str, secret: bytes) -> None:
        """Keep a secret."""
        self._kept[entry] = secret

    def delete(self, entry: str) -> None:
        """Forget a secret."""
        self._kept.pop(entry, None)


PASSPHRASE = "zeven paarse klompen op zolder"


class TestStore:
    """An open store with its key and a session of its only user."""

    __test__ = False

    def __init__(self, database: Database, key: StoreKey, session: Session) -> None:
        """Use :func:`opened`."""
        self.database = database
        self.key = key
        self.session = session

    @property
    def folder(self) -> StoreFolder:
        """Where it lies."""
        return self.database.folder

    def reopen(self, *, recover: bool = False) -> Database:
        """Close the store and open it again, as the next start of the program does."""
        self.database.close()
        self.database = Database.open(self.folder, self.key, recover=recover)
        return self.database

    def person(self, surname: str = "Jong", village: VillageId | None = None) -> PersonId:
        """Add a person and return the id."""
        person = Person(id=ids.record_id(), surname=surname, village_id=village)
        with act(self.database, self.session, "person.add") as work:
            work.create(person)
        return PersonId(person.id)

    def visit(self, person: PersonId, question: str = "") -> VisitId:
        """Add a visit to a person and return the id."""
        visit = Visit(
            id=ids.record_id(),
            client_id=person,
            device_id=self.session.device,
            user_id=self.session.user,
            question=question,
        )
        with act(self.database, self.session, "visit.begin") as work:
            work.create(visit)
        return VisitId(visit.id)

    def refer(self, person: PersonId, service: RecordId, note: str = "") -> RecordId:
        """Refer a person to a service and return the id."""
        with act(self.database, self.session, "service.choose") as work:
            referrals.add(work, person, NewReferral(service_id=service, note=note))
        return work.changes.created("referral")

    def get(self, record: type[R], record_id: str) -> R:
        """Return a record as the session sees it."""
        with self.database.reading() as connection:
            return records.get(connection, self.session, record, record_id)


def info() -> StoreInfo:
    """Return the identity of a store that never was."""
    return StoreInfo(
        store=ids.new_id(),
        organisation=OrganisationId(ids.record_id()),
        device=DeviceId(ids.record_id()),
        user=UserId(ids.record_id()),
    )


def session_of(about: StoreInfo, role: Role = Role.MEITINKER) -> Session:
    """Return the session of a store's own user, who sees every village."""
    return Session(
        user=about.user,
        role=role,
        device=about.device,
        organisation=about.organisation,
        villages=EVERYWHERE,
    )


@cache
def _empty() -> tuple[StoreKey, bytes]:
    """Return the file of a store that is nobody's yet, with its key; laid out once a process."""
    key = StoreKey.new()
    with TemporaryDirectory() as folder:
        file = Path(folder) / "empty"
        connection = driver.connect(file, key.sub(b"db"))
        migrations.migrate(connection)
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        return key, file.read_bytes()


def _begin(folder: StoreFolder, about: StoreInfo) -> tuple[Database, StoreKey]:
    """Make a store as :meth:`Database.create` does, from the file that was laid out before."""
    shared, empty = _empty()
    key = StoreKey(shared.bare())
    if folder.database.exists():
        raise StoreExists
    folder.prepare()
    folder.database.write_bytes(empty)
    connection = driver.connect(folder.database, key.sub(b"db"))
    state.begin(connection, about)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    return Database.open(folder, key), key


@contextmanager
def opened(
    folder: Path, *, key: StoreKey | None = None, about: StoreInfo | None = None
) -> Iterator[TestStore]:
    """Make a store in ``folder``, lend it and close it.

    Without a ``key`` stores of one process have the same one: laying out takes most of the time.
    """
    identity = about or info()
    if key is None:
        database, secret = _begin(StoreFolder(folder), identity)
    else:
        database, secret = Database.create(StoreFolder(folder), key, identity), key
    store = TestStore(database, secret, session_of(identity))
    try:
        yield store
    finally:
        store.database.close()


@cache
def _lived_in(persons: int) -> tuple[StoreKey, dict[str, bytes]]:
    """Return the files of the example village, with their key; it is made once a process."""
    key = StoreKey.new()
    with TemporaryDirectory() as folder:
        root = Path(folder)
        example.create(StoreFolder(root), key, persons=persons).close()
        files = (one for one in root.rglob("*") if one.is_file())
        return key, {str(one.relative_to(root)): one.read_bytes() for one in files}


@contextmanager
def village(folder: Path, *, persons: int) -> Iterator[Database]:
    """Put the example village in ``folder``, as it was made for this process; lend it, close it."""
    key, files = _lived_in(persons)
    place = StoreFolder(folder)
    place.prepare()
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    database = Database.open(place, StoreKey(key.bare()))
    try:
        yield database
    finally:
        database.close()


class Clock:
    """A clock that stands still until it is moved; for ``clock.running``."""

    def __init__(self, start: str = "2026-11-12T14:05:00.000Z") -> None:
        """Begin at an instant (UTC text)."""
        self.at = clock.instant_from(start)

    def __call__(self) -> datetime:
        """Return the instant it stands at."""
        return self.at


class Guarded:
    """A store with a real, cheap key file: for backups and restores.

    Attributes:
        store: The open store.
        ring: Its keyring; :data:`PASSPHRASE` opens with it.
        code: Its recovery code, as text.
    """

    def __init__(self, store: TestStore, ring: Ring, code: str) -> None:
        """Use :func:`guarded`."""
        self.store = store
        self.ring = ring
        self.code = code


@contextmanager
def guarded(folder: Path, *, about: StoreInfo | None = None) -> Iterator[Guarded]:
    """Make a store with a key file in ``folder``, lend it and close it."""
    ring = Ring()
    key, code = KeyFile.create(folder, PASSPHRASE, keyring=ring, cost=CHEAP)
    with opened(folder, key=key, about=about) as store:
        yield Guarded(store, ring, code.text)
