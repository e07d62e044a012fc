"""How the store is guarded: its passphrase, its recovery code, and what stands around them.

All of this takes about a second, by design: guessing must be slow. Call it on a lane.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import clock, hardening, i18n, labels
from meitinker.domain.words import in_words
from meitinker.errors import StoreBehind, StoreMissing
from meitinker.keys import REAL_COST, KeyFile
from meitinker.services import organisation
from meitinker.services.opening import code_waits, session_of, set_code_waits
from meitinker.store.database import Database

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.keys import DeviceKeyring, KeyCost, KeyReport, RecoveryCode, StoreKey
    from meitinker.paths import StoreFolder
    from meitinker.reports.page import Rendered


class Guard(msgspec.Struct, frozen=True):
    """What stands between a stranger and the store.

    Attributes:
        keys: The key file's report, or None where there is none: the example village.
        disk: Whether the whole disk is encrypted; None: this computer does not tell.
    """

    keys: KeyReport | None
    disk: bool | None


def guard(database: Database, *, keyring: DeviceKeyring | None = None) -> Guard:
    """Return how the store is guarded.

    Raises:
        KeyFileDamaged: Neither copy of the key file can be read.
    """
    root = database.folder.root
    try:
        report = KeyFile.report(root, keyring=keyring)
    except StoreMissing:
        report = None
    return Guard(keys=report, disk=hardening.disk_encrypted(root))


def change_passphrase(
    database: Database,
    session: Session,
    passphrase: str,
    *,
    new: str,
    keyring: DeviceKeyring | None = None,
    cost: KeyCost = REAL_COST,
) -> None:
    """Replace the passphrase; the name of the user and of the organisation are too easy a guess.

    Raises:
        PassphraseTooWeak, WrongPassphrase, WaitBeforeRetry: Nothing changed.
        KeysError, StoreError: As ``KeyFile.change_passphrase`` has them; nothing changed.
    """
    own = organisation.own(database, session)
    KeyFile.change_passphrase(
        database.folder.root,
        passphrase,
        new=new,
        keyring=keyring,
        known=(own.user.name, own.organisation.name),
        cost=cost,
    )


def reset_passphrase(
    folder: StoreFolder,
    key: StoreKey,
    *,
    new: str,
    keyring: DeviceKeyring | None = None,
    accept_without_keyring: bool = False,
    cost: KeyCost = REAL_COST,
) -> None:
    """Set a passphrase after opening by recovery code; as strict as when it is changed.

    Raises:
        PassphraseTooWeak, KeyringRefused: Nothing changed.
        StoreError: The store does not open, or its disk says no; nothing changed.
    """
    KeyFile.reset_passphrase(
        folder.root,
        key,
        new=new,
        keyring=keyring,
        known=_easy_guesses(folder, key),
        accept_without_keyring=accept_without_keyring,
        cost=cost,
    )


def _easy_guesses(folder: StoreFolder, key: StoreKey) -> tuple[str, ...]:
    """Return the names in the store; one that lacks savings is read as it is."""
    try:
        database = Database.open(folder, key)
    except StoreBehind:
        database = Database.open(folder, key, recover=True)
    try:
        own = organisation.own(database, session_of(database))
        return own.user.name, own.organisation.name
    finally:
        database.close()


def new_recovery_code(
    database: Database,
    session: Session,
    passphrase: str,
    *,
    keyring: DeviceKeyring | None = None,
    cost: KeyCost = REAL_COST,
) -> Rendered:
    """Make a new recovery code and return its sheet; the one before no longer opens the store.

    Args:
        database: The store.
        session: Who asks.
        passphrase: Asked again, because the code opens everything.
        keyring: The operating system's where it is None.
        cost: For tests.

    Raises:
        WrongPassphrase, WaitBeforeRetry: The old code stays as it was.
        KeysError, StoreError: As ``KeyFile`` has them; the old code still opens.
    """
    root = database.folder.root
    key = KeyFile.unlock(root, passphrase, keyring=keyring, cost=cost)
    try:
        return _new_code(database, session, key)
    finally:
        key.wipe()


def sheet_that_waits(database: Database, session: Session, key: StoreKey) -> Rendered | None:
    """Return a sheet with a new code where the last one was never put away, else None.

    What was on that sheet is written nowhere, so that only a new code can be shown.

    Raises:
        StoreError: The disk says no; the code stays as it was, and unlocking asks again.
    """
    if database.recovering or not code_waits(database):
        return None
    return _new_code(database, session, key)


def _new_code(database: Database, session: Session, key: StoreKey) -> Rendered:
    set_code_waits(database, waits=True)
    code = KeyFile.new_recovery_code(database.folder.root, key)
    return recovery_sheet(database, session, code)


def recovery_sheet(database: Database, session: Session, code: RecoveryCode) -> Rendered:
    """Return the sheet of a recovery code as a PDF, in the language at hand."""
    from meitinker.reports import recovery_code
    from meitinker.reports.page import Sender

    about = organisation.own(database, session).organisation
    return recovery_code.render(
        recovery_code.RecoverySheet(
            code=code.text,
            store_label=labels.label_of(database.folder),
            date=in_words(clock.today(), i18n.language()),
            sender=Sender(
                organisation=about.name,
                lines=tuple(line for line in about.return_address.splitlines() if line.strip()),
                phone=about.phone,
                email=about.email,
            ),
            language=i18n.language(),
            demo=about.demo,
        )
    )
