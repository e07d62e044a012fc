"""`meitinker social-map publish`, as a real child process at a terminal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from meitinker.domain.map_services import MapService
from meitinker.domain.providers import Provider
from meitinker.ids import record_id
from meitinker.paths import StoreFolder
from meitinker.services import map_editing, opening
from meitinker.services.map_editing import NewService
from meitinker.store.database import Database
from tests.unit.cli.test_files import Home

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path) -> Home:
    found = Home(tmp_path / "home")
    folder = StoreFolder(found.path / "0123456789ab")
    database = Database.open(folder, opening.unlock_with_code(folder, found.code))
    session = opening.session_of(database)
    made = map_editing.add(database, session, Provider(id=record_id(), name="Buorsoarch"))
    service = MapService(
        id=record_id(), provider_id=made.items[0].record_id, name="Samen eten", public=True
    )
    map_editing.add_service(database, session, NewService(service=service))
    database.close()
    return found


def test_a_site_is_written_and_written_again(home: Home, tmp_path: Path) -> None:
    out = tmp_path / "site"
    done = home.run("social-map", "publish", "--out", str(out), "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert told["services"] == 1
    assert told["start"] == str(out / "index.html")
    assert told["files"] == len([one for one in out.rglob("*") if one.is_file()]) - 1
    words = ("social-map", "publish", "--out", str(out), "--language", "fy", "--language", "nl")
    done = home.run(*words)
    assert done.returncode == 0, done.stderr
    assert str(out / "index.html") in done.stdout
    assert '<html lang="fy">' in (out / "index.html").read_text("utf-8")
    assert '<html lang="nl">' in (out / "nl" / "index.html").read_text("utf-8")


def test_a_folder_of_somebody_else_is_refused_in_words(home: Home, tmp_path: Path) -> None:
    out = tmp_path / "papers"
    out.mkdir()
    (out / "brief.txt").write_text("lieve beppe")
    done = home.run("social-map", "publish", "--out", str(out))
    assert done.returncode == 1
    assert done.stderr.startswith("In deze map staat iets anders dan een sociale kaart.")
    assert [one.name for one in out.iterdir()] == ["brief.txt"]
