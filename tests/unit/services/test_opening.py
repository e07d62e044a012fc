"""Opening a store: a restore that was cut off is finished before the key file is opened."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker.errors import WrongRecoveryCode
from meitinker.keys import KeyFile
from meitinker.services import backups, opening
from meitinker.store import restoring
from tests import stores

if TYPE_CHECKING:
    from pathlib import Path


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
