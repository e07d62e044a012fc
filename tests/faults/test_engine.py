"""A24 and A25: the engine is the one we chose, and it does only what we asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlcipher3 import dbapi2

from meitinker.errors import BugError, StoreDamaged
from meitinker.store import driver
from tests.faults.oracle import random_saves

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.faults.children import Stage

KEY = bytes(range(32))


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[driver.Connection]:
    """Give a writing connection to an empty file."""
    made = driver.connect(tmp_path / "store.db", KEY)
    yield made
    made.close()


@pytest.mark.promise("A24")
def test_a24_a_statement_cannot_load_an_extension(connection: driver.Connection) -> None:
    with pytest.raises(dbapi2.OperationalError, match="not authorized"):
        connection.execute("SELECT load_extension('libevil')")


@pytest.mark.promise("A24")
def test_a24_control_switched_on_it_would_try(connection: driver.Connection) -> None:
    connection.enable_load_extension(True)

    with pytest.raises(dbapi2.OperationalError, match=r"cannot open|No such file|shared object"):
        connection.execute("SELECT load_extension('libevil')")


@pytest.mark.promise("A25")
def test_a25_the_engine_is_new_enough_and_has_its_cipher() -> None:
    driver.check_versions()

    assert dbapi2.sqlite_version_info >= (3, 51, 3)


@pytest.mark.promise("A25")
def test_a25_control_an_old_engine_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dbapi2, "sqlite_version_info", (3, 51, 2))

    with pytest.raises(BugError):
        driver.check_versions()


@pytest.mark.promise("A25")
def test_a25_control_an_engine_without_cipher_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    monkeypatch.setattr(dbapi2, "connect", sqlite3.connect)

    with pytest.raises(BugError):
        driver.check_versions()


@pytest.mark.promise("A25")
def test_a25_neither_file_nor_log_is_plain(ground: Stage) -> None:
    ground.run([{"do": "open"}, *random_saves(1, 6)])

    for name in ("store.db", "store.db-wal"):
        content = (ground.folder / name).read_bytes()
        assert len(content) > 10_000
        assert b"SQLite format 3" not in content
        assert b"CREATE TABLE" not in content
        # Cipher text has every byte about equally often; 8 bits a byte is the most there is.
        assert len(set(content)) == 256


@pytest.mark.promise("A25")
def test_a25_a_plain_file_in_the_store_s_place_is_refused(ground: Stage) -> None:
    import sqlite3

    (ground.folder / "store.db").unlink()
    with sqlite3.connect(ground.folder / "store.db") as clear:
        clear.execute("CREATE TABLE setting (name, value)")
    clear.close()

    assert ground.run([{"do": "open"}]).errors() == [StoreDamaged.__name__]


@pytest.mark.promise("A25")
def test_a25_the_file_is_never_mapped_into_memory(ground: Stage) -> None:
    seen = ground.run([{"do": "open"}, *random_saves(2, 6), {"do": "read"}, {"do": "maps"}])

    assert "store.db-shm" in seen.last["mapped"]
    assert not {"store.db", "store.db-wal"} & set(seen.last["mapped"])


@pytest.mark.promise("A25")
def test_a25_control_a_mapped_file_would_be_seen(plain: Stage) -> None:
    seen = plain.run([{"do": "map_clear"}])

    assert "clear.db" in seen.last["mapped"]


@pytest.mark.promise("A25")
def test_a25_a_second_program_is_kept_out(ground: Stage) -> None:
    seen = ground.run([{"do": "open"}, {"do": "open_beside"}])

    assert seen.errors() == ["StoreInUse"]
