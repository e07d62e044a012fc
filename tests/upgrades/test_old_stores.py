"""Stores and backups of every layout that was released still open and hold."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from meitinker.domain.attachments import Attachment
from meitinker.domain.people import Person
from meitinker.domain.visits import Visit
from meitinker.errors import StoreBehind
from meitinker.keys import KeyFile
from meitinker.paths import StoreFolder
from meitinker.services import backups
from meitinker.store import attachments, backup, checking, container, drafts, migrations, records
from meitinker.store.database import Database
from meitinker.store.mark import Mark, MarkState
from tests import stores
from tests.upgrades import make_store

if TYPE_CHECKING:
    from meitinker.keys import StoreKey

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


def _behind(source: Path, folder: Path) -> tuple[StoreFolder, StoreKey]:
    """Put the store of a backup in ``folder`` as it is, with a mark that promised more."""
    place = StoreFolder(folder).prepare()
    with container.opened(source) as box:
        KeyFile.place_from_backup(place.root, box.read(container.KEYS))
        backup.unpack(box, place.root, progress=backup.quiet)
        written = box.manifest
    key = KeyFile.unlock_with_recovery(place.root, source.with_suffix(".code").read_text("ascii"))
    mark = Mark(place.mark, key.sub(b"mark"))
    mark.write(MarkState(written.commits + 2, 0, written.incarnation, b"\x01" * 32))
    mark.close()
    return place, key


def _held(place: StoreFolder) -> tuple[bytes, bytes]:
    return place.database.read_bytes(), place.mark.read_bytes()


@pytest.mark.promise("F5")
@pytest.mark.parametrize("source", RELEASED, ids=lambda path: path.stem)
def test_f5_an_old_store_that_lacks_savings_is_read_and_left_as_it_is(
    source: Path, tmp_path: Path
) -> None:
    place, key = _behind(source, tmp_path / "store")
    before = _held(place)
    with pytest.raises(StoreBehind):
        Database.open(place, key)
    database = Database.open(place, key, recover=True)
    try:
        assert database.recovering
        session = stores.session_of(database.info)
        with database.reading() as connection:
            (person,) = records.find(connection, session, Person, surname="Proef")
            (visit,) = records.find(connection, session, Visit, client_id=person.id)
        assert visit.notes == "nog niet verzegeld"
        assert [one.name for one in checking.check(database).checks if not one.ok] == ["mark"]
        with pytest.raises(StoreBehind), database.transaction():
            pass
    finally:
        database.close()
    assert _held(place) == before
    assert not list(place.root.glob("store.look*"))


@pytest.mark.promise("F5")
@pytest.mark.parametrize("source", RELEASED, ids=lambda path: path.stem)
def test_f5_an_old_store_goes_on_without_the_savings_it_lacks(source: Path, tmp_path: Path) -> None:
    place, key = _behind(source, tmp_path / "store")
    database = Database.open(place, key, recover=True)
    try:
        incarnation = database.saved.incarnation
        database.accept_loss()
        assert not database.recovering
        assert database.saved.incarnation == incarnation + 1
        with database.reading() as connection:
            assert migrations.version(connection) == migrations.LATEST
        assert checking.check(database).problems == ()
    finally:
        database.close()
    database = Database.open(place, key)
    assert database.saved.incarnation == incarnation + 1
    database.close()
