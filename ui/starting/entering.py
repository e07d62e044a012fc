"""What the entrance does on a lane: making, unlocking, opening and clearing up stores."""

from __future__ import annotations

import shutil
from contextlib import ExitStack, suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from meitinker import labels, paths
from meitinker.errors import LeaseOver, StoreError

if TYPE_CHECKING:
    from pathlib import Path

    from meitinker.domain.session import Session
    from meitinker.keys import StoreKey
    from meitinker.labels import Labelled
    from meitinker.services.backups import KeptBackup
    from meitinker.services.opening import FirstUser
    from meitinker.store.database import Database
    from meitinker.store.settings import ScreenSpot
    from meitinker.store.wiping import Wiped

_USUAL_SIZE = 160
"""Persons in the example village at scale 1."""


@dataclass(frozen=True)
class OpenStore:
    """A store that was opened, who is at work in it, and where they were.

    Attributes:
        sheet: The PDF of a recovery code that nobody put away yet, or nothing.
    """

    database: Database
    session: Session
    last: ScreenSpot | None = None
    sheet: bytes = b""


def tidy(stores: tuple[Labelled, ...]) -> None:
    """Clear up what a crash left of each store."""
    from meitinker.services import opening

    for one in stores:
        opening.tidy(one.folder)


def unlock(folder: paths.StoreFolder, passphrase: str) -> StoreKey:
    """Return the key of a store; raises what :func:`meitinker.services.opening.unlock` does."""
    from meitinker.services import opening

    return opening.unlock(folder, passphrase)


def unlock_example(folder: paths.StoreFolder, passphrase: str) -> StoreKey:
    """Return the key of the example village."""
    from meitinker.services import example

    return example.unlocked(folder, passphrase)


def make_example(folder: paths.StoreFolder, scale: int) -> None:
    """Make the example village, so many times its usual size."""
    from meitinker.services import example

    example.guarded(folder, persons=_USUAL_SIZE * scale).close()


def open_store(
    folder: paths.StoreFolder, key: StoreKey, recover: bool, by_code: bool = False
) -> OpenStore:
    """Open a store that may be opened now, with who is at work in it, and a code that waits.

    Raises:
        StoreError: It does not open; LeaseOver: not before its hub was met.
        SyncError: The hub was asked and said no.
    """
    from meitinker.store.database import Database

    database = Database.open(folder, key, recover=recover)
    try:
        require_lease(database)
        found = at_work(database)
        _remember(folder)
        return replace(found, sheet=_sheet_that_waits(found, key, by_code))
    except BaseException:
        database.close()
        raise


def _remember(folder: paths.StoreFolder) -> None:
    """Let the next unlock page begin with this store; a disk that says no keeps nobody out."""
    with suppress(StoreError):
        labels.remember(folder)


def _sheet_that_waits(found: OpenStore, key: StoreKey, by_code: bool) -> bytes:
    """Return the sheet of a new code where the last one was never put away.

    Who came in by the code has it. A disk that says no keeps nobody from the work: the next
    unlocking asks again.
    """
    from meitinker.services import opening

    if not opening.code_waits(found.database):
        return b""
    from meitinker.exchange import pdfs
    from meitinker.services import guarding

    with suppress(StoreError):
        if by_code:
            code_kept(found.database)
            return b""
        sheet = guarding.sheet_that_waits(found.database, found.session, key)
        if sheet is not None:
            pdfs.load()
            return sheet.data
    return b""


def code_kept(database: Database) -> None:
    """Remember that the sheet with the recovery code is put away."""
    from meitinker.services import opening

    opening.set_code_waits(database, waits=False)


def require_lease(database: Database) -> None:
    """Make contact with the hub where that must be before the store opens (F25).

    Raises:
        LeaseOver: There is no contact now.
        SyncError: The hub answered and said no; DeviceWiped: the store is destroyed.
    """
    from meitinker.services import lease

    try:
        lease.require(database)
    except LeaseOver as over:
        if database.recovering:
            raise  # what contact would change cannot be written
        from meitinker.errors import HubUnreachable
        from meitinker.services import opening
        from sync.reaching import greet_over_the_network

        try:
            greet_over_the_network(database, opening.session_of(database))
        except HubUnreachable:
            raise over from None


def finish_wiping(folders: tuple[paths.StoreFolder, ...]) -> tuple[Wiped | None, ...]:
    """Destroy what is left of stores that their hub ordered to go; return their notes."""
    from meitinker.store import wiping

    for folder in folders:
        wiping.finish(folder)
    return tuple(wiping.note_of(folder) for folder in folders)


def at_work(database: Database) -> OpenStore:
    """Return an open store with its session and the place where its user was."""
    from meitinker.services import opening, resuming

    last = resuming.place(database)
    return OpenStore(database, opening.session_of(database), last)


def accept_loss(folder: paths.StoreFolder, key: StoreKey) -> None:
    """Let a store that is behind its mark go on with what there is."""
    from meitinker.store.database import Database

    database = Database.open(folder, key, recover=True)
    try:
        if database.recovering:  # an attempt before this one may have ended after the accepting
            database.accept_loss()
    finally:
        database.close()


def kept_backups(folder: paths.StoreFolder) -> list[KeptBackup]:
    """Return the backups of a store that lie on this device, newest first."""
    from meitinker.services import backups

    return backups.made(folder)


def put_back(folder: paths.StoreFolder, key: StoreKey, backup: Path) -> str:
    """Put a backup of a store back; return the folder in which lies what was there, or ""."""
    from meitinker.services import backups

    aside = backups.restore_with_key(backup, folder, key).aside
    return str(aside) if aside else ""


def mend_keys(folder: paths.StoreFolder, backup: Path, code: str) -> StoreKey:
    """Put the key file of a backup in the place of one that does not hold; return the key."""
    from meitinker.services import opening

    return opening.mend_keys(folder, backup, code)


def move_in(label: str, backup: Path, code: str) -> tuple[paths.StoreFolder, StoreKey]:
    """Put a backup on a laptop where it was not made; return where, and the store's key.

    Nothing stays where it cannot be.
    """
    from meitinker.services import backups

    folder = labels.new_store(label)
    try:
        return folder, backups.restore_with_code(backup, folder, code).key
    except BaseException:
        shutil.rmtree(folder.root, ignore_errors=True)
        raise


def recover(folder: paths.StoreFolder, code: str) -> StoreKey:
    """Return the key of a store by its recovery code."""
    from meitinker.services import opening

    return opening.unlock_with_code(folder, code)


def reset(folder: paths.StoreFolder, key: StoreKey, passphrase: str, alone: bool) -> None:
    """Give a store a new passphrase."""
    from meitinker.services import guarding

    guarding.reset_passphrase(folder, key, new=passphrase, accept_without_keyring=alone)


def make_store(
    passphrase: str, owner: FirstUser, alone: bool, label: str = ""
) -> tuple[paths.StoreFolder, OpenStore]:
    """Make a store; return its folder, and the store at work with the sheet of its code.

    A store whose code nobody got to see does not stay: its maker was told that there is none.
    """
    from meitinker.exchange import pdfs
    from meitinker.services import guarding, opening
    from meitinker.store import wiping

    folder = labels.new_store(label)
    with ExitStack() as failing:
        failing.callback(shutil.rmtree, folder.root, ignore_errors=True)
        database, code = opening.create(folder, passphrase, owner, accept_without_keyring=alone)
        failing.callback(database.close)
        opened = at_work(database)
        opening.set_code_waits(database, waits=True)
        pdfs.load()
        sheet = guarding.recovery_sheet(database, opened.session, code)
        failing.pop_all()
    _remember(folder)
    for gone in labels.wiped():
        wiping.forget(gone)
    return folder, replace(opened, sheet=sheet.data)
