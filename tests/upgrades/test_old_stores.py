"""Stores and backups of every layout that was released still open and hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from meitinker.domain.attachments import Attachment
from meitinker.domain.people import Person
from meitinker.domain.visits import Visit
from meitinker.paths import StoreFolder
from meitinker.services import backups
from meitinker.store import attachments, backup, checking, drafts, migrations, records
from meitinker.store.database import Database
from tests import stores
from tests.upgrades import make_store

FOLDER = Path(__file__).resolve().parent
RELEASED = sorted(FOLDER.glob(f"layout-*{backup.SUFFIX}"))
_LAYOUT = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"


def _restored(source: Path, folder: Path) -> Database:
    code = source.with_suffix(".code").read_text("ascii")
    place = StoreFolder(folder)
    return Database.open(place, backups.restore_with_code(source, place, code).key)


def test_every_layout_has_its_store() -> None:
    numbers = [int(path.stem.removeprefix("layout-")) for path in RELEASED]
    assert numbers == list(range(1, migrations.LATEST + 1))


@pytest.mark.parametrize("source", RELEASED, ids=lambda path: path.stem)
def test_an_old_store_opens_and_everything_in_it_holds(source: Path, tmp_path: Path) -> None:
    database = _restored(source, tmp_path / "store")
    try:
        assert checking.check(database).problems == ()
        session = stores.session_of(database.info)
        with database.reading() as connection:
            assert migrations.version(connection) == migrations.LATEST
            people = records.find(connection, session, Person, surname="Proef")
            (visit,) = records.find(connection, session, Visit, client_id=people[0].id)
            (file,) = records.find(connection, session, Attachment, client_id=people[0].id)
        assert visit.notes == "nog niet verzegeld"
        kept = attachments.Kept(file.file, file.key, file.size)
        assert attachments.content(database.folder, database.key, kept) == b"een bijlage"
        assert len(drafts.seal_all(database, session)) == 1
        assert checking.check(database).problems == ()
    finally:
        database.close()


@pytest.mark.parametrize("source", RELEASED, ids=lambda path: path.stem)
def test_an_old_store_ends_in_the_layout_of_a_new_one(source: Path, tmp_path: Path) -> None:
    """A released step that was changed afterwards shows here."""
    old = _restored(source, tmp_path / "old")
    with stores.opened(tmp_path / "new") as fresh, fresh.database.reading() as connection:
        wanted = connection.execute(_LAYOUT).fetchall()
    try:
        with old.reading() as connection:
            assert connection.execute(_LAYOUT).fetchall() == wanted
    finally:
        old.close()


def test_the_script_makes_a_store_that_holds(tmp_path: Path) -> None:
    database = _restored(make_store.make(tmp_path), tmp_path / "store")
    try:
        assert checking.check(database).problems == ()
    finally:
        database.close()
