from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlcipher3 import dbapi2

from meitinker.errors import (
    BugError,
    DiskFailed,
    DiskFull,
    MeitinkerError,
    StoreDamaged,
    StoreReadOnly,
)
from meitinker.store import driver

if TYPE_CHECKING:
    from pathlib import Path

KEY = bytes(range(32))


def test_the_driver_is_the_one_the_program_was_built_with(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    driver.check_versions()
    monkeypatch.setattr(driver, "OLDEST_SQLITE", (99, 0, 0))
    with pytest.raises(BugError):
        driver.check_versions()


@pytest.mark.promise("A8")
def test_a8_a_database_is_encrypted_and_opens_with_its_key_only(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    connection = driver.connect(path, KEY)
    connection.execute("CREATE TABLE t (words TEXT)")
    connection.execute("INSERT INTO t VALUES ('CANARY')")
    connection.close()
    assert driver.is_encrypted(path)
    assert b"CANARY" not in path.read_bytes()
    with pytest.raises(StoreDamaged):
        driver.connect(path, bytes(32))


@pytest.mark.promise("A8")
def test_a8_control_a_plain_database_is_seen_as_one(tmp_path: Path) -> None:
    path = tmp_path / "plain.db"
    plain = dbapi2.connect(path)
    plain.execute("CREATE TABLE t (words TEXT)")
    plain.close()
    assert not driver.is_encrypted(path)


def test_reading_only_makes_no_file(tmp_path: Path) -> None:
    with pytest.raises(StoreReadOnly):
        driver.connect(tmp_path / "none.db", KEY, read_only=True)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("message", "error"),
    [
        ("database or disk is full", DiskFull),
        ("attempt to write a readonly database", StoreReadOnly),
        ("unable to open database file", StoreReadOnly),
        ("file is not a database", StoreDamaged),
        ("database disk image is malformed", StoreDamaged),
        ("disk I/O error", DiskFailed),
        ("no such table: jansen", BugError),
    ],
)
def test_errors_of_the_driver_become_ours(message: str, error: type[MeitinkerError]) -> None:
    with pytest.raises(error) as caught, driver.translated():
        raise dbapi2.OperationalError(message)
    assert "jansen" not in str(caught.value)


@pytest.mark.promise("A24")
def test_a24_extensions_cannot_be_loaded(tmp_path: Path) -> None:
    connection = driver.connect(tmp_path / "x.db", KEY)
    with pytest.raises(BugError), driver.translated():
        connection.execute("SELECT load_extension('x')")
    connection.close()
