"""The folder of a hub: settings, keys, certificates and, when it is its own database, the data.

The keys lie beside the data in ``hub.keys``, readable by the hub's user only, so that the hub
starts by itself after a power cut. Who wants them elsewhere (a credential of systemd, another
disk) names the file in ``MEITINKER_HUB_KEYS``.
"""

from __future__ import annotations

import os
import secrets
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from meitinker import paths
from meitinker.errors import StoreDamaged, StoreExists, StoreMissing
from sync.hub import database as databases
from sync.hub.accounts import Accounts
from sync.hub.certificates import Certificates
from sync.hub.sealing import AsItIs, Boxed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sync.hub.database import HubDatabase

T = TypeVar("T")

FOLDER_VARIABLE = "MEITINKER_HUB"
KEYS_VARIABLE = "MEITINKER_HUB_KEYS"
DSN_VARIABLE = "MEITINKER_HUB_DSN"

_KEY_BYTES = 32
_SCHEME = "postgresql+psycopg://"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What an administrator chose.

    Attributes:
        host: Name or address by which laptops find the hub.
        port: Where they find it.
        dsn: Address of a PostgreSQL, or "" where the hub is its own database.
    """

    host: str
    port: int = 443
    dsn: str = ""


class Keys(msgspec.Struct, frozen=True, kw_only=True):
    """What must not be lost, and not lie with a copy of the data; 32 bytes each, hex.

    Attributes:
        database: Opens the database, or the words in it.
        secret: Hashes invitations, signs orders.
        backup: Opens the backups.
    """

    database: str
    secret: str
    backup: str


class OpenHub(msgspec.Struct, frozen=True):
    """A hub that is open."""

    folder: Path
    settings: Settings
    keys: Keys
    certificates: Certificates
    database: HubDatabase
    accounts: Accounts


class HubHome:
    """A hub's folder."""

    def __init__(self, root: Path) -> None:
        """Look at ``root``; nothing is made or read."""
        self.root = root
        self.certificates = Certificates(root)
        self._settings = root / "hub.json"
        self._data = root / "hub.db"

    @property
    def exists(self) -> bool:
        """Whether there is a hub here."""
        return self._settings.exists()

    def create(self, settings: Settings) -> None:
        """Make a hub without organisations.

        Raises:
            StoreExists: There is one here.
            StoreReadOnly, DiskFull, DiskFailed: The disk said no.
        """
        if self.exists or (self._data.exists() and self._data.stat().st_size):
            raise StoreExists("a hub is here already")
        paths.make_private(self.root)
        keys = _keys_file(self.root)
        if not keys.exists():
            names = Keys.__struct_fields__
            made = Keys(**{name: secrets.token_hex(_KEY_BYTES) for name in names})
            paths.write_durably(keys, msgspec.json.encode(made))
        self.certificates.create((settings.host,))
        if not settings.dsn:
            self.begin_data()
        # the settings come last: without them there is no hub, and making it may begin again
        paths.write_durably(self._settings, msgspec.json.encode(settings))
        with self.opened():
            pass

    def begin_data(self) -> None:
        """Make the file that the data will lie in; where it is gone later, that is said."""
        self._data.touch(mode=paths.FILE_MODE)

    def begin_from(self, files: Mapping[str, bytes]) -> None:
        """Make a hub without data of the files of a backup.

        The PostgreSQL that a backup names is no part of it: whoever only tries a backup would put
        it into the one that serves. Who means one names it (``MEITINKER_HUB_DSN``).

        Raises:
            StoreReadOnly, DiskFull, DiskFailed: The disk said no.
        """
        told = {**files, self._settings.name: _without_database(files[self._settings.name])}
        paths.make_private(self.root)
        if not os.environ.get(DSN_VARIABLE):
            self.begin_data()
        for name in sorted(told, key=lambda one: one == self._settings.name):  # it comes last
            paths.write_durably(self.root / name, told[name])

    def keys(self) -> Keys:
        """Return the keys.

        Raises:
            StoreMissing: They are not where they should be.
            StoreDamaged: They cannot be read.
        """
        return _read(_keys_file(self.root), Keys)

    @contextmanager
    def opened(self) -> Iterator[OpenHub]:
        """Lend the hub open, its tables as this program knows them.

        Raises:
            StoreTooNew: A newer program has been here.
            StoreMissing: There is none here, or its keys are not where they should be.
            StoreDamaged: Settings or keys cannot be read, or do not open the database.
        """
        settings = _read(self._settings, Settings)
        keys = self.keys()
        database = self._database(settings, keys)
        try:
            database.create()
            accounts = Accounts(database, bytes.fromhex(keys.secret))
            yield OpenHub(self.root, settings, keys, self.certificates, database, accounts)
        finally:
            database.close()

    def _database(self, settings: Settings, keys: Keys) -> HubDatabase:
        key = bytes.fromhex(keys.database)
        if dsn := os.environ.get(DSN_VARIABLE) or settings.dsn:
            return databases.server(address(dsn), Boxed(key))
        if not self._data.exists():
            raise StoreMissing("the data of the hub is gone: restore a backup")
        return databases.embedded(self._data, key, AsItIs())


def folder(chosen: Path | None) -> Path:
    """Return the folder of the hub: as chosen, of ``MEITINKER_HUB``, or beside the stores."""
    named = os.environ.get(FOLDER_VARIABLE)
    return chosen or (Path(named) if named else paths.home() / "hub")


def address(dsn: str) -> str:
    """Return the address of a PostgreSQL as SQLAlchemy wants it."""
    return _SCHEME + dsn.partition("://")[2]


def _without_database(settings: bytes) -> bytes:
    known = msgspec.json.decode(settings, type=Settings)
    return msgspec.json.encode(msgspec.structs.replace(known, dsn=""))


def _keys_file(root: Path) -> Path:
    named = os.environ.get(KEYS_VARIABLE)
    return Path(named) if named else root / "hub.keys"


def _read(path: Path, shape: type[T]) -> T:
    with paths.disk_errors():
        try:
            return msgspec.json.decode(path.read_bytes(), type=shape)
        except FileNotFoundError:
            raise StoreMissing("no hub here") from None
        except msgspec.DecodeError:
            raise StoreDamaged("a file of the hub cannot be read") from None
