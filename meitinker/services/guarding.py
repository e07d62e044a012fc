"""How the store is guarded: its passphrase, its recovery code, and what stands around them.

All of this takes about a second, by design: guessing must be slow. Call it on a lane.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import hardening, i18n, paths
from meitinker.errors import StoreMissing
from meitinker.keys import REAL_COST, KeyFile
from meitinker.services import organisation

if TYPE_CHECKING:
    from meitinker.domain.session import Session
    from meitinker.keys import DeviceKeyring, KeyCost, KeyReport, RecoveryCode
    from meitinker.reports.page import Rendered
    from meitinker.store.database import Database


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


def new_recovery_code(
    database: Database,
    session: Session,
    passphrase: str,
    *,
    day: str,
    keyring: DeviceKeyring | None = None,
    cost: KeyCost = REAL_COST,
) -> Rendered:
    """Make a new recovery code and return its sheet; the one before no longer opens the store.

    Args:
        database: The store.
        session: Who asks.
        passphrase: Asked again, because the code opens everything.
        day: Date of today in words, for the sheet.
        keyring: The operating system's where it is None.
        cost: For tests.

    Raises:
        WrongPassphrase, WaitBeforeRetry: The old code stays as it was.
        KeysError, StoreError: As ``KeyFile`` has them; the old code still opens.
    """
    root = database.folder.root
    key = KeyFile.unlock(root, passphrase, keyring=keyring, cost=cost)
    try:
        code = KeyFile.new_recovery_code(root, key)
    finally:
        key.wipe()
    return recovery_sheet(database, session, code, day=day)


def recovery_sheet(
    database: Database, session: Session, code: RecoveryCode, *, day: str
) -> Rendered:
    """Return the sheet of a recovery code as a PDF; ``day`` is the date in words."""
    from meitinker.reports import recovery_code
    from meitinker.reports.page import Sender

    about = organisation.own(database, session).organisation
    root = database.folder.root
    labels = {one.folder.root: one.label for one in paths.stores()}
    return recovery_code.render(
        recovery_code.RecoverySheet(
            code=code.text,
            store_label=labels.get(root, root.name),
            date=day,
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
