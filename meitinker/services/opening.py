"""From a passphrase to an open store: making one, unlocking one, and who is at work in it."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain import reference
from meitinker.domain.organisation import (
    Device,
    Municipality,
    Organisation,
    User,
    UserVillage,
)
from meitinker.domain.records import Record
from meitinker.domain.session import EVERYWHERE, Purpose, Role, Session
from meitinker.domain.villages import Village
from meitinker.errors import StoreInUse
from meitinker.ids import (
    DeviceId,
    MunicipalityId,
    OrganisationId,
    UserId,
    VillageId,
    named_id,
    new_id,
    record_id,
)
from meitinker.keys import REAL_COST, KeyFile
from meitinker.services import numbering
from meitinker.services.plans import PLAN_NUMBERS
from meitinker.store import hub_facts, records, restoring, settings, visibility
from meitinker.store.acts import act
from meitinker.store.database import Database
from meitinker.store.state import StoreInfo

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from meitinker.keys import KeyCost, RecoveryCode, StoreKey
    from meitinker.keys.keyrings import DeviceKeyring
    from meitinker.paths import StoreFolder


_CODE_WAITS = settings.Setting("recovery_code_waits", bool, default=False)


class FirstUser(msgspec.Struct, frozen=True, kw_only=True):
    """Who will work in a new store, for whom, and in which of the shipped villages.

    ``villages`` holds names as :func:`known_villages` gives them; none means all of them.
    """

    name: str
    phone: str = ""
    title: str = ""
    organisation: str = ""
    organisation_phone: str = ""
    villages: tuple[str, ...] = ()


def known_villages() -> tuple[str, ...]:
    """Return the names of the villages that the program knows, Frisian first, sorted."""
    return tuple(sorted(entry.frisian_name or entry.dutch_name for entry in _village_entries()))


def create(
    folder: StoreFolder,
    passphrase: str,
    owner: FirstUser,
    *,
    keyring: DeviceKeyring | None = None,
    accept_without_keyring: bool = False,
    cost: KeyCost = REAL_COST,
) -> tuple[Database, RecoveryCode]:
    """Make a new store for one user, and return it open, with the recovery code to print.

    Raises:
        PassphraseTooWeak: Nothing was made.
        KeyringRefused: No keyring to trust, and that was not accepted; nothing was made.
        StoreExists: There is one already.
        StoreReadOnly, DiskFull, DiskFailed: The folder cannot be used.
    """
    key, code = KeyFile.create(
        folder.root,
        passphrase,
        keyring=keyring,
        accept_without_keyring=accept_without_keyring,
        known=(owner.name, owner.organisation, *owner.villages),
        cost=cost,
    )
    return create_with_key(folder, key, owner), code


def create_with_key(folder: StoreFolder, key: StoreKey, owner: FirstUser) -> Database:
    """Make a new store with a key that is there already, and put its first records in it."""
    info = StoreInfo(
        store=new_id(),
        organisation=OrganisationId(record_id()),
        device=DeviceId(record_id()),
        user=UserId(record_id()),
    )
    database = Database.create(folder, key, info)
    session = Session(
        user=info.user,
        role=Role.MEITINKER,
        device=info.device,
        organisation=info.organisation,
        villages=EVERYWHERE,
        purpose=Purpose.ADMINISTRATION,
    )
    try:
        with act(database, session, "store.create", undoable=False) as work:
            for record in _first_records(info, owner):
                work.create(record)
    except BaseException:
        database.close()
        raise
    return database


def tidy(folder: StoreFolder) -> None:
    """Finish a restore that a crash cut off.

    A store that is open in another window is left alone.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: The disk said no; opening says so too.
    """
    with suppress(StoreInUse):
        restoring.finish_interrupted(folder)


def unlock(
    folder: StoreFolder, passphrase: str, *, keyring: DeviceKeyring | None = None
) -> StoreKey:
    """Return the key of the store in ``folder``; takes about a second, by design.

    Raises:
        WrongPassphrase, WaitBeforeRetry, KeyringSecretGone, KeyringRefused, KeyFileDamaged,
        StoreMissing: As :meth:`meitinker.keys.KeyFile.unlock` has them.
        StoreInUse, DiskFull, DiskFailed, StoreReadOnly: A restore was cut off and cannot be
            finished now.
    """
    restoring.finish_interrupted(folder)
    return KeyFile.unlock(folder.root, passphrase, keyring=keyring)


def unlock_with_code(folder: StoreFolder, code: str) -> StoreKey:
    """Return the key of the store in ``folder`` by its recovery code; a new passphrase comes next.

    Raises:
        WrongRecoveryCode, KeyFileDamaged, StoreMissing: As
            :meth:`meitinker.keys.KeyFile.unlock_with_recovery` has them.
        StoreInUse, DiskFull, DiskFailed, StoreReadOnly: A restore was cut off and cannot be
            finished now.
    """
    restoring.finish_interrupted(folder)
    return KeyFile.unlock_with_recovery(folder.root, code)


def mend_keys(folder: StoreFolder, backup: Path, code: str) -> StoreKey:
    """Return the key of a store of which the key file is damaged or gone; a passphrase comes next.

    The key file comes from a backup of it, and what the code opens is that of its day. The work
    stays as it is.

    Raises:
        WrongRecoveryCode: It does not open this backup.
        WrongOrganisation, BackupDamaged, StoreError: As
            :func:`meitinker.store.restoring.mend_keys` has them; nothing was changed.
    """
    return restoring.mend_keys(
        backup, folder, lambda staged: KeyFile.unlock_with_recovery(staged, code)
    )


def code_waits(database: Database) -> bool:
    """Tell whether nobody said yet that the sheet of the latest recovery code is put away."""
    with database.reading() as connection:
        return settings.get(connection, _CODE_WAITS)


def set_code_waits(database: Database, *, waits: bool) -> None:
    """Remember that a recovery code is made for a sheet to come, or that the sheet is put away.

    A code that was on the screen when the program ended is on no paper; unlocking asks again.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It was not remembered.
    """
    with database.transaction() as transaction:
        settings.put(transaction, _CODE_WAITS, waits)


def _first_records(info: StoreInfo, owner: FirstUser) -> Iterable[Record]:
    yield Organisation(
        id=info.organisation, name=owner.organisation, phone=owner.organisation_phone
    )
    wanted = [
        e for e in _village_entries() if not owner.villages or e.frisian_name in owner.villages
    ]
    for name in sorted({entry.municipality for entry in wanted}):
        yield Municipality(id=named_id(f"municipality:{name}"), name=name)
    for entry in wanted:
        yield Village(
            id=named_id(f"village:{entry.frisian_name}"),
            frisian_name=entry.frisian_name,
            dutch_name=entry.dutch_name,
            postcodes=" ".join(entry.postcodes),
            municipality_id=MunicipalityId(named_id(f"municipality:{entry.municipality}")),
        )
    yield User(id=info.user, name=owner.name, phone=owner.phone, title=owner.title)
    if owner.villages:
        for entry in wanted:
            village = VillageId(named_id(f"village:{entry.frisian_name}"))
            yield UserVillage(id=record_id(), user_id=info.user, village_id=village)
    yield Device(id=info.device, user_id=info.user)
    yield numbering.first_range(info.device, PLAN_NUMBERS)


def _village_entries() -> list[reference.VillageEntry]:
    newest = reference.shipped("villages")[-1]
    return msgspec.json.decode(newest.text, type=list[reference.VillageEntry])


def session_of(database: Database, *, purpose: Purpose = Purpose.SUPPORT) -> Session:
    """Return the session of the store's own user, with the villages they work in.

    Whoever was never given a village works everywhere: a single user before enrolment. Whose
    villages were all taken back sees nothing. After enrolment the hub says it.

    Raises:
        NotVisible: The store lacks its user: it was never finished.
    """
    info = database.info
    bare = Session(
        user=info.user,
        role=Role.MEITINKER,
        device=info.device,
        organisation=info.organisation,
        villages=EVERYWHERE,
    )
    with database.reading() as connection:
        user = records.get(connection, bare, User, info.user)
        villages = records.find(connection, bare, UserVillage, user_id=info.user)
        limited = visibility.was_limited(connection, info.user)
        own = msgspec.structs.replace(
            bare,
            role=user.role,
            villages=frozenset(v.village_id for v in villages) if limited else EVERYWHERE,
            purpose=purpose,
        )
        return hub_facts.session_of(connection, own)
