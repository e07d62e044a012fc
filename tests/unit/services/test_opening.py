"""Opening a store: a restore that was cut off is finished before the key file is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker.domain.organisation import UserVillage
from meitinker.domain.session import EVERYWHERE
from meitinker.errors import WrongRecoveryCode
from meitinker.keys import KeyFile
from meitinker.keys.storekey import StoreKey
from meitinker.paths import StoreFolder
from meitinker.services import backups, opening
from meitinker.store import records, restoring
from meitinker.store.acts import act
from meitinker.store.database import Database
from tests import stores

if TYPE_CHECKING:
    from pathlib import Path

    from meitinker.domain.session import Session


class _CutError(Exception):
    """The power fails."""


def _cut(*_: object) -> None:
    raise _CutError


def test_the_recovery_code_of_a_backup_opens_after_a_cut_restore(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    backup = tmp_path / "one.mtbackup"
    with stores.guarded(tmp_path / "store") as guarded:
        folder, key = guarded.store.folder, guarded.store.key
        backups.make(guarded.store.database, backup)
        KeyFile.new_recovery_code(folder.root, key)
    monkeypatch.setattr(restoring, "_move", _cut)
    with pytest.raises(_CutError):
        backups.restore_with_code(backup, folder, guarded.code, replace=True)
    monkeypatch.undo()
    with pytest.raises(WrongRecoveryCode):  # the key file in place is still the newer one
        KeyFile.unlock_with_recovery(folder.root, guarded.code)
    assert opening.unlock_with_code(folder, guarded.code) == key


def _first_session(tmp_path: Path, *villages: str) -> tuple[Database, Session]:
    owner = opening.FirstUser(name="Hinke", villages=villages)
    database = opening.create_with_key(StoreFolder(tmp_path / "store"), StoreKey.new(), owner)
    return database, opening.session_of(database)


def test_a_store_that_could_not_be_begun_is_let_go_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, key = StoreFolder(tmp_path / "store"), StoreKey.new()
    with monkeypatch.context() as patch:
        patch.setattr(opening, "_first_records", _cut)
        with pytest.raises(_CutError):
            opening.create_with_key(folder, key, opening.FirstUser(name="T. Werker"))
    Database.open(folder, key).close()  # in use it would refuse


def test_who_chose_no_village_works_everywhere(tmp_path: Path) -> None:
    database, session = _first_session(tmp_path)
    assert session.villages is EVERYWHERE
    database.close()


def test_whose_villages_were_all_taken_back_sees_nothing(tmp_path: Path) -> None:
    database, session = _first_session(tmp_path, "Jirnsum")
    assert isinstance(session.villages, frozenset)
    assert len(session.villages) == 1
    with database.reading() as connection:
        (given,) = records.find(connection, session, UserVillage, user_id=session.user)
    with act(database, session, "village.take") as work:
        work.delete(UserVillage, given.id)
    assert opening.session_of(database).sees_nothing
    database.close()
