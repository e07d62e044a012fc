"""A number is given once, also by a store that came back from a backup or lost its last savings."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from meitinker.domain.organisation import Device, NumberRange, User
from meitinker.ids import RecordId
from meitinker.paths import StoreFolder
from meitinker.services import backups, numbering
from meitinker.services.numbering import FIRST_NUMBERS, LATER_NUMBERS
from meitinker.store import journal
from meitinker.store.acts import act
from meitinker.store.database import Database
from tests import stores

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from meitinker.domain.session import Session
    from tests.stores import Guarded

WHAT = "support_plan"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Guarded]:
    """A store with a key file and the first range of its device."""
    with stores.guarded(tmp_path / "store") as guarded:
        store = guarded.store
        with act(store.database, store.session, "store.create", undoable=False) as work:
            work.create(User(id=store.session.user))
            work.create(Device(id=store.session.device, user_id=store.session.user))
            work.create(numbering.first_range(store.session.device, WHAT))
        yield guarded


def taken(database: Database, session: Session, times: int = 3) -> list[int]:
    numbers = []
    for _time in range(times):
        with act(database, session, "plan.make", undoable=False) as work:
            numbers.append(numbering.next_number(work, WHAT))
    return numbers


def restored(office: Guarded, backup: Path, folder: Path) -> Database:
    done = backups.restore_with_code(backup, StoreFolder(folder), office.code)
    return Database.open(StoreFolder(folder), done.key)


def test_numbers_follow_each_other(office: Guarded) -> None:
    assert taken(office.store.database, office.store.session) == [1, 2, 3]
    assert taken(office.store.reopen(), office.store.session) == [4, 5, 6]


def test_no_restore_of_one_backup_gives_a_number_again(office: Guarded, tmp_path: Path) -> None:
    store, backup = office.store, tmp_path / "one.mtbackup"
    given = taken(store.database, store.session)
    backups.make(store.database, backup)
    given += taken(store.database, store.session)  # on paper, and in no backup
    for name in ("once", "twice"):
        database = restored(office, backup, tmp_path / name)
        given += taken(database, store.session)
        database.close()
    assert len(given) == len(set(given)) == 12
    assert all(number > FIRST_NUMBERS for number in given[6:])
    assert given[7] == given[6] + 1


def test_after_an_accepted_loss_no_number_is_given_again(office: Guarded, tmp_path: Path) -> None:
    store = office.store
    given = taken(store.database, store.session)
    store.database.fold_log()
    kept = tmp_path / "kept.db"
    shutil.copyfile(store.folder.database, kept)
    given += taken(store.database, store.session)
    store.database.close()
    shutil.copyfile(kept, store.folder.database)
    for wal in store.folder.root.glob("store.db-*"):
        wal.unlink()
    database = store.reopen(recover=True)
    assert database.recovering
    database.accept_loss()
    given += taken(database, store.session)
    assert len(set(given)) == 9


def test_control_from_the_range_of_the_former_life_numbers_come_again(
    office: Guarded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, backup = office.store, tmp_path / "one.mtbackup"
    backups.make(store.database, backup)
    given = taken(store.database, store.session)
    database = restored(office, backup, tmp_path / "once")
    monkeypatch.setattr(journal, "begun_in", lambda *_: database.saved.incarnation)
    assert taken(database, store.session) == given
    database.close()


def test_a_range_that_is_used_up_is_followed_by_another(office: Guarded) -> None:
    store = office.store
    with store.database.reading() as connection:
        (row,) = connection.execute("SELECT id FROM number_range").fetchall()
    with act(store.database, store.session, "test") as work:
        work.edit(NumberRange, RecordId(row[0]), {"following": FIRST_NUMBERS})
    last, beyond = taken(store.database, store.session, times=2)
    assert last == FIRST_NUMBERS
    assert beyond > FIRST_NUMBERS
    assert (beyond - 1) % LATER_NUMBERS == 0


def test_what_another_device_began_has_no_incarnation_here(office: Guarded) -> None:
    with office.store.database.reading() as connection:
        assert journal.begun_in(connection, "not from here") is None
