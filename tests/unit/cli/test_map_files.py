"""The social map in and out at a terminal, as real child processes; also one that is killed."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import msgspec
import pytest

from tests.unit.cli.test_files import CANARY, ROOT, Home, _environment

if TYPE_CHECKING:
    from pathlib import Path

LIST = f"""Dienst;Organisatie;Telefoon;Plaats;Openingstijden
Iten oan hûs;Buorsoarch;0566 65 12 34;Jirnsum;ma t/m vr 9-17 uur
{CANARY};;;Jirnsum;{CANARY}
"""
MANY = 900


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Make one home for the story below."""
    return Home(tmp_path_factory.mktemp("home"))


def test_a_list_comes_in_leaves_again_and_is_taken_back(home: Home, tmp_path: Path) -> None:
    source, report = tmp_path / "kaart.csv", tmp_path / "verslag.csv"
    source.write_text(LIST, "cp1252")
    tried = home.run("social-map", "import", str(source), "--dry-run", "--report", str(report))
    assert tried.returncode == 1  # a row stays out
    assert tried.stdout == "1 dienst is nieuw.\n1 dienst kan niet mee.\n"
    assert "Kolom B (Organisatie), rij 3: " in tried.stderr
    assert CANARY not in tried.stdout + tried.stderr + report.read_text("utf-8-sig")

    brought = json.loads(home.run("social-map", "import", str(source), "--json").stdout)
    assert (brought["import"]["added"], brought["counts"]["refused"]) == (1, 1)
    for name in ("kaart.json", "kaart.zip"):
        out = tmp_path / name
        assert home.run("social-map", "export", str(out)).returncode == 0
        again = json.loads(home.run("social-map", "import", str(out), "--json").stdout)
        assert (again["counts"]["known"], again["import"]["added"]) == (1, 0)
    mapping = tmp_path / "kolommen.json"
    mapping.write_text('{"name": "name"}', "utf-8")
    no_list = home.run("social-map", "import", str(out), "--mapping", str(mapping))
    assert no_list.returncode == 2
    assert "--mapping hoort bij een lijst" in no_list.stderr
    whole = msgspec.json.decode((tmp_path / "kaart.json").read_bytes())
    assert [one["name"] for one in whole["contents"]] == ["Iten oan hûs"]

    listed = json.loads(home.run("social-map", "imports", "--json").stdout)
    assert [one["added"] for one in listed] == [0, 0, 1]
    undone = home.run("social-map", "undo-import", brought["import"]["id"])
    assert undone.stdout.startswith("Teruggehaald: 1 van 1.")
    assert home.run("social-map", "undo-import", brought["import"]["id"]).returncode == 1


def test_columns_are_chosen_by_a_file(home: Home, tmp_path: Path) -> None:
    source, mapping = tmp_path / "kaart.csv", tmp_path / "kolommen.json"
    source.write_text("Wat;Fan wa\nKuiergroep;Buorsoarch\n", "utf-8")
    assert home.run("social-map", "import", str(source)).returncode == 1
    mapping.write_text('{"Wat": "name", "Fan wa": "provider"}', "utf-8")
    done = home.run("social-map", "import", str(source), "--mapping", str(mapping), "--dry-run")
    assert done.returncode == 0
    mapping.write_text('{"Wat": "shoes"}', "utf-8")
    wrong = home.run("social-map", "import", str(source), "--mapping", str(mapping))
    assert wrong.returncode == 2


_KILLED = """
import os, signal, sys
from pathlib import Path
from meitinker.paths import StoreFolder
from meitinker.services import map_importing, opening
from meitinker.store.acts import Act
from meitinker.store.database import Database
home, code, file = sys.argv[1:]
folder = StoreFolder(Path(home) / "0123456789ab")
database = Database.open(folder, opening.unlock_with_code(folder, code))
use = database, opening.session_of(database)
checking = map_importing.check(*use, map_importing.begin(*use, map_importing.read_file(Path(file))))
try:
    while True:
        next(checking)
except StopIteration as end:
    run = map_importing.run(*use, end.value)
next(run)
whole = Act.create_all
def half(self, records):
    whole(self, list(records)[:100])
    os.kill(os.getpid(), signal.SIGKILL)
Act.create_all = half
next(run)
"""
"""A program that dies while the second bite is being written."""


@pytest.mark.promise("F1")
@pytest.mark.skipif(sys.platform == "win32", reason="has no such signal")
def test_f1_killed_within_a_bite_there_are_whole_services_and_it_goes_on(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    source = tmp_path / "kaart.csv"
    rows = [f"{n};Dienst {n};Oanbieder {n % 7};0566 6{n:05d}" for n in range(MANY)]
    source.write_text("\n".join(("ID;Dienst;Organisatie;Telefoon", *rows)), "utf-8")
    killed = subprocess.run(
        [sys.executable, "-c", _KILLED, str(home.path), home.code, str(source)],
        env=_environment(),
        cwd=ROOT,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL
    (left,) = json.loads(home.run("social-map", "imports", "--json").stdout)
    assert left["ended"] is False
    assert 0 < left["added"] < MANY
    assert json.loads(home.run("check", "--json").stdout)["ok"] is True
    again = json.loads(home.run("social-map", "import", str(source), "--json").stdout)
    assert again["counts"]["known"] == left["added"]
    assert again["import"]["added"] == MANY - left["added"]
    out = tmp_path / "kaart.json"
    home.run("social-map", "export", str(out))
    whole = msgspec.json.decode(out.read_bytes())["contents"]
    assert len(whole) == MANY
    assert all(len(one["phones"]) == 1 and one["organization"]["name"] for one in whole)
