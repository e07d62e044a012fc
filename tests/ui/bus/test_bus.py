"""The real program on the accessibility bus of a real X screen: names, roles, announcements.

The other harness asks Qt inside the process (``tests/ui/checklist.py``); this one asks from
outside what arrives. Without a window manager no window is active, so focus is tested there.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from meitinker.exchange.example_stories import SJOUKJE
from meitinker.paths import StoreFolder
from meitinker.services import example, resuming
from meitinker.store.settings import ScreenSpot
from tests.bench.children import virtual_screen

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
SYSTEM_PYTHON = "/usr/bin/python3"
_KNOWS_THE_BUS = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"

pytestmark = pytest.mark.promise("L29")

Told = dict[str, Any]


def _lacks() -> str:
    """Return what this computer lacks to listen, or ""."""
    if sys.platform != "linux":
        return "AT-SPI is of Linux"
    for program in ("Xvfb", "dbus-run-session", SYSTEM_PYTHON):
        if shutil.which(program) is None:
            return f"there is no {program}"
    knows = subprocess.run([SYSTEM_PYTHON, "-c", _KNOWS_THE_BUS], capture_output=True, check=False)
    return "" if knows.returncode == 0 else "the system's Python does not know AT-SPI"


def _listen(folder: Path, *words: str) -> Told:
    """Start the program with the example village at a person's form, and listen to it."""
    lacks = _lacks()
    if lacks and shutil.which("apt-get") is None:
        pytest.skip(lacks)  # where there is apt-get, "make test" has put everything there
    assert not lacks
    database = example.guarded(StoreFolder(folder / "village" / "store"), persons=20)
    resuming.remember(database, ScreenSpot(screen="people", record_id=SJOUKJE, section="details"))
    database.close()
    (folder / "home").mkdir()
    with virtual_screen() as display:
        done = subprocess.run(
            [
                "dbus-run-session", "--", SYSTEM_PYTHON, str(HERE / "listener.py"),
                sys.executable, str(HERE / "program.py"), *words,
            ],
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
            env={
                **{k: v for k, v in os.environ.items() if not k.startswith("QT_")},
                "DISPLAY": display,
                "QT_QPA_PLATFORM": "xcb",
                "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1",
                "MEITINKER_HOME": str(folder / "home"),
                "MEITINKER_EXAMPLE": str(folder / "village"),
                "PYTHONPATH": str(ROOT),
            },
        )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    # The bus's own daemons write to the same place.
    told: Told = json.loads(done.stdout.splitlines()[-1])
    return told


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Told:
    """What the bus told of the program as it is."""
    return _listen(tmp_path_factory.mktemp("bus"))


def named(stops: list[dict[str, str]]) -> set[tuple[str, str]]:
    return {(stop["role"], stop["name"]) for stop in stops}


def nameless(stops: list[dict[str, str]]) -> list[str]:
    """Return what has no name; the name of a combo box is its value, so it needs a label."""
    return [
        f"{stop['role']} {stop['description']!r}"
        for stop in stops
        if not (stop["label"] if stop["role"] == "combo box" else stop["name"])
    ]


def test_l29_the_first_screen_has_names_and_roles(told: Told) -> None:
    assert told["name"] == "meitinker"
    assert named(told["unlock"]) >= {
        ("password text", "Wachtwoord"),
        ("push button", "Toon wachtwoord"),
        ("push button", "Openen"),
        ("push button", "Hulp"),
    }
    assert nameless(told["unlock"]) == []


def test_l29_the_rail_is_buttons_and_says_where_one_is(told: Told) -> None:
    places = ("Vandaag", "Inwoners", "Gesprekken", "Bijwerken", "Instellingen", "Hulp", "Op slot")
    assert named(told["work"]) >= {("push button", place) for place in places}
    here = [stop["name"] for stop in told["work"] if stop["description"] == "U bent hier"]
    assert here == ["Inwoners"]


def test_l29_the_fields_of_a_form_have_names(told: Told) -> None:
    assert named(told["work"]) >= {
        ("text", "Voornamen"),
        ("text", "Achternaam"),
        ("text", "Geboortedatum: Dag"),
        ("text", "Geboortedatum: Maand"),
        ("radio button", "Fries"),
        ("check box", "Papieren in grote letters"),
    }
    labels = {stop["label"] for stop in told["work"] if stop["role"] == "combo box"}
    assert "Hoe wil de inwoner contact?" in labels
    assert nameless(told["work"]) == []


def test_l29_a_box_that_is_ticked_over_the_bus_is_kept_and_said(told: Told) -> None:
    assert re.fullmatch(r"Bewaard om \d\d:\d\d", told["kept"])
    assert told["announced"] == [told["kept"]]


def test_control_a_program_that_fell_silent_is_noticed(tmp_path: Path) -> None:
    silent = _listen(tmp_path, "mute")
    assert silent["kept"].startswith("Bewaard om")
    assert silent["announced"] == []
    assert nameless(silent["unlock"])
    assert nameless(silent["work"])
