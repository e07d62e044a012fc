"""The file of a batch: made from what was handed over, logged, the same each time."""

from __future__ import annotations

import json
import zipfile
from contextlib import contextmanager
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from meitinker import clock, ids
from meitinker.cli import files
from meitinker.cli.commands import commands
from meitinker.domain.addresses import Address
from meitinker.domain.people import Person
from meitinker.errors import NotAllowed, NotVisible, StoreReadOnly
from meitinker.exchange import import_batch, import_batch_check
from meitinker.ids import PersonId, RecordId, VisitId
from meitinker.services import import_batches, import_files, reviewing
from meitinker.store import readlog
from meitinker.store.acts import act
from tests import readings
from tests.stores import TestStore
from tests.unit.services.back_office import BackOffice

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from meitinker.domain.session import Session
    from meitinker.store.database import Database

STREET = "CANARYSTRJITTE"
BSN = "999990019"


class Handed(BackOffice):
    """A back office that handed one visit over, with its plan."""

    def __init__(self, store: TestStore) -> None:
        super().__init__(store)
        visit = self.visit("Jong")
        self.client = self._client()
        self.make(Address(id=ids.record_id(), person_id=self.client, street=STREET))
        with act(self.database, self.meitinker, "test") as work:
            work.edit(Person, self.client, {"bsn": BSN})
        self.plan(visit)
        self.batch = self.hand_over(visit)

    def _client(self) -> PersonId:
        with self.database.reading() as connection:
            row = connection.execute("SELECT id FROM person").fetchone()
        return PersonId(RecordId(row[0]))

    def hand_over(self, visit: VisitId) -> RecordId:
        reviewing.approve(self.database, self.clerk, visit, why="Nagevraagd")
        made = import_batches.make(self.database, self.clerk, [visit])
        return made.created("import_batch")

    def write(self, target: Path) -> import_batch.Manifest:
        run = import_files.write(self.database, self.clerk, self.batch, target=target)
        while True:
            try:
                next(run)
            except StopIteration as end:
                manifest: import_batch.Manifest = end.value
                return manifest


@pytest.fixture
def office(store: TestStore) -> Handed:
    return Handed(store)


def _part(path: Path, name: str) -> bytes:
    with zipfile.ZipFile(path) as box:
        return box.read(name)


def test_a_batch_becomes_a_file_that_is_whole_and_holds_the_plan(
    office: Handed, tmp_path: Path
) -> None:
    manifest = office.write(tmp_path)
    (path,) = tmp_path.glob("import-batch-*.zip")
    assert import_batch_check.checked(path).whole
    assert manifest.counts == import_batch.Counts(visits=1, needs=1, plans=1)
    assert _part(path, manifest.visits[0].plan_file).startswith(b"%PDF-")
    told = json.loads(_part(path, "visits.json"))["visits"][0]
    assert (told["surname"], told["bsn"], told["street"]) == ("Jong", BSN, STREET)


def test_the_same_batch_is_the_same_file_on_another_day(office: Handed, tmp_path: Path) -> None:
    office.write(tmp_path / "a.zip")
    later = clock.now() + timedelta(days=40)
    with clock.running(lambda: later):
        office.write(tmp_path / "b.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "b.zip").read_bytes()


@pytest.mark.promise("L19")
def test_l19_that_a_batch_leaves_is_logged_before_it_is_written(
    office: Handed, tmp_path: Path
) -> None:
    def exports() -> list[str]:
        told = readings.of_client(office.database, office.client)
        return [entry.action for entry in told if entry.action == readlog.Action.EXPORT]

    before = len(exports())
    office.write(tmp_path)
    assert len(exports()) > before


@pytest.mark.promise("L10")
def test_l10_an_address_that_became_secret_since_leaves_no_more(
    office: Handed, tmp_path: Path
) -> None:
    office.write(tmp_path / "before.zip")
    assert STREET.encode() in _part(tmp_path / "before.zip", "visits.json")
    with act(office.database, office.meitinker, "test") as work:
        work.edit(Person, office.client, {"secret_address": True})
    office.write(tmp_path / "after.zip")
    assert STREET.encode() not in (tmp_path / "after.zip").read_bytes()
    told = json.loads(_part(tmp_path / "after.zip", "visits.json"))["visits"][0]
    assert (told["secret_address"], told["surname"]) == (True, "Jong")


def test_what_was_undone_is_told_in_the_manifest(office: Handed, tmp_path: Path) -> None:
    import_batches.undo(office.database, office.clerk, office.batch, why="dubbel")
    manifest = office.write(tmp_path)
    assert manifest.undone == (manifest.visits[0].import_number,)


@pytest.mark.promise("L9")
def test_l9_only_a_clerk_writes_it(office: Handed, tmp_path: Path) -> None:
    for session in (office.meitinker, office.coordinator):
        run = import_files.write(office.database, session, office.batch, target=tmp_path)
        with pytest.raises(NotAllowed):
            next(run)
    run = import_files.write(office.database, office.clerk, ids.record_id(), target=tmp_path)
    with pytest.raises(NotVisible):
        next(run)
    assert list(tmp_path.glob("*.zip")) == []


def test_a_place_that_is_not_there_is_told(office: Handed, tmp_path: Path) -> None:
    from meitinker.errors import DiskFailed

    with pytest.raises((DiskFailed, StoreReadOnly)):
        office.write(tmp_path / "none" / "batch.zip")


def test_the_command_writes_the_newest_batch_or_the_one_that_is_named(
    office: Handed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    @contextmanager
    def opened(_at: object) -> Iterator[tuple[Database, Session]]:
        yield office.database, office.clerk

    monkeypatch.setattr(files, "opened", opened)
    target = tmp_path / "batch.zip"
    words = ["export", "import-batch", "--to", str(target)]
    done = CliRunner().invoke(commands, [*words, "--json"])
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert told["counts"] == {"visits": 1, "needs": 1, "plans": 1}
    assert import_batch_check.checked(target).whole
    number = str(told["batch"]["number"])
    assert CliRunner().invoke(commands, [*words, number]).exit_code == 0
    assert CliRunner().invoke(commands, [*words, "99999"]).exit_code == 2
