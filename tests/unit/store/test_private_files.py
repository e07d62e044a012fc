"""A8: no file of a store can be read by another user of the computer, wherever its folder is."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import pytest

from meitinker.keys.tries import Tries
from meitinker.paths import StoreFolder
from meitinker.services import backups
from meitinker.store import attachments, backup, driver
from meitinker.store.database import Database
from sync import papers
from tests import stores

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has lists, no modes")


@pytest.fixture(autouse=True)
def _generous() -> Iterator[None]:
    """Let a file that is made without a mode be everybody's."""
    before = os.umask(0)
    yield
    os.umask(before)


def _open_to_others(folder: Path) -> list[str]:
    return sorted(p.name for p in folder.rglob("*") if p.is_file() and p.stat().st_mode & 0o077)


@pytest.mark.promise("A8")
def test_a8_every_file_of_a_store_is_its_users_alone(tmp_path: Path) -> None:
    with stores.guarded(tmp_path / "store") as guarded:
        store = guarded.store
        store.person("Jong")
        attachments.keep(store.database, b"een bijlage")
        made = backups.make(store.database)
        Tries(store.folder.tries).begin()
        seen = {path.name for path in store.folder.root.rglob("*") if path.is_file()}
        assert {"store.db", "store.db-wal", "store.db-shm", "store.lock", "store.mark"} <= seen
        assert {"keys.a", "keys.b", "tries", made.name} <= seen
        assert _open_to_others(store.folder.root) == []
    place = StoreFolder(tmp_path / "other")
    restored = backups.restore_with_code(made, place, guarded.code)
    Database.open(place, restored.key).close()
    assert _open_to_others(tmp_path) == []


@pytest.mark.promise("A8")
def test_a8_a_copy_in_the_making_is_its_users_alone(tmp_path: Path) -> None:
    """A kill leaves it as it is at that moment."""
    seen: dict[str, list[str]] = {}
    with stores.guarded(tmp_path / "store") as guarded:

        def look(what: str, _done: int, _of: int) -> None:
            seen[what] = _open_to_others(tmp_path)

        backup.make(guarded.store.database, tmp_path / "kopie.mtbackup", progress=look)
    assert seen == {"copy": [], "write": [], "verify": []}


@pytest.mark.promise("A8")
def test_a8_a_paper_that_comes_in_parts_is_its_users_alone(tmp_path: Path) -> None:
    file = tmp_path / "part"
    papers._append(file, b"een ")
    papers._append(file, b"bijlage")
    assert file.read_bytes() == b"een bijlage"
    assert _open_to_others(tmp_path) == []


@pytest.mark.promise("A8")
def test_a8_an_older_store_is_closed_to_others_when_it_opens(tmp_path: Path) -> None:
    with stores.opened(tmp_path / "store") as store:
        store.database.close()
        store.folder.database.chmod(0o644)
        store.reopen().close()
        assert _open_to_others(tmp_path) == []


@pytest.mark.promise("A8")
def test_a8_control_sqlite_itself_makes_files_for_everybody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("meitinker.paths.keep_private", lambda _path: None)
    connection = driver.connect(tmp_path / "bare.db", bytes(32))
    try:
        connection.execute("CREATE TABLE t (x)")
        assert _open_to_others(tmp_path) == ["bare.db", "bare.db-shm", "bare.db-wal"]
    finally:
        connection.close()
