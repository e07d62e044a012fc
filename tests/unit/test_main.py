"""The command line: what it opens, what it refuses, and with which code it ends."""

from __future__ import annotations

import os
import subprocess
import sys
import types
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner, Result

import meitinker
from meitinker import __main__ as start
from meitinker.cli import commands
from meitinker.domain.session import Role
from meitinker.errors import (
    BugError,
    DiskFailed,
    DiskFull,
    MeitinkerError,
    NotVisible,
    StoreInUse,
    StoreReadOnly,
)
from meitinker.paths import StoreFolder

if TYPE_CHECKING:
    from meitinker.options import Options


class Desktop(types.ModuleType):
    """Stands in for ui.app: remembers how it was opened."""

    def __init__(self) -> None:
        super().__init__("ui.app")
        self.opened: list[Options] = []
        self.answer: int | MeitinkerError = 0

    def run(self, options: Options) -> int:
        """Take note, then answer or fail as the test wishes."""
        self.opened.append(options)
        if isinstance(self.answer, MeitinkerError):
            raise self.answer
        return self.answer


@pytest.fixture
def desktop(monkeypatch: pytest.MonkeyPatch) -> Desktop:
    """Put a stand-in in the place of the windows."""
    import ui

    stand_in = Desktop()
    monkeypatch.setitem(sys.modules, "ui.app", stand_in)
    monkeypatch.setattr(ui, "app", stand_in, raising=False)
    monkeypatch.delenv("MEITINKER_HOME", raising=False)
    return stand_in


def _ask(*words: str) -> Result:
    return CliRunner().invoke(commands.commands, words)


def test_without_a_command_the_desktop_opens(desktop: Desktop) -> None:
    assert _ask().exit_code == 0
    (options,) = desktop.opened
    assert (options.home, options.demo, options.scale, options.role) == (
        None,
        False,
        1,
        Role.MEITINKER,
    )


def test_example_village_in_size_and_role(desktop: Desktop, tmp_path: Path) -> None:
    answer = _ask("--demo", "--scale", "20", "--role", "back_office", "--home", str(tmp_path))
    assert answer.exit_code == 0
    (options,) = desktop.opened
    assert (options.home, options.demo, options.scale, options.role) == (
        tmp_path,
        True,
        20,
        Role.BACK_OFFICE,
    )


def test_what_the_desktop_answers_is_the_exit_code(desktop: Desktop) -> None:
    desktop.answer = 1
    assert _ask().exit_code == 1


@pytest.mark.parametrize(
    "words",
    [
        ("--scale", "20"),
        ("--role", "back_office"),
        ("--demo", "--scale", "0"),
        ("--demo", "--role", "nobody"),
        ("--demo", "tour", "--out", "x"),
        ("unknown",),
        ("tour",),
    ],
)
def test_wrong_call_ends_with_2_and_opens_nothing(desktop: Desktop, words: tuple[str, ...]) -> None:
    assert _ask(*words).exit_code == 2
    assert desktop.opened == []


@pytest.mark.parametrize("error", [StoreInUse("lock"), NotVisible("person")])
def test_fault_of_the_world_is_a_sentence_and_code_1(
    desktop: Desktop, error: MeitinkerError
) -> None:
    from ui.messages import sentence_for

    desktop.answer = error
    answer = _ask()
    assert answer.exit_code == 1
    assert answer.output.strip() == sentence_for(error).text
    assert "Traceback" not in answer.output


@pytest.mark.parametrize("error", [DiskFull(), DiskFailed(), StoreReadOnly()])
def test_a_terminal_names_no_button_and_no_text_that_waits(
    desktop: Desktop, error: MeitinkerError
) -> None:
    desktop.answer = error
    told = _ask().output
    assert told.startswith("Dit lukt niet.")
    assert "klik" not in told
    assert "Uw tekst" not in told


@pytest.fixture
def no_hardening(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the process of the tests as it is."""
    monkeypatch.setattr(start, "harden", lambda: None)


def _start(monkeypatch: pytest.MonkeyPatch, *words: str) -> str | int | None:
    monkeypatch.setattr(sys, "argv", ["meitinker", *words])
    with pytest.raises(SystemExit) as ended:
        start.main()
    return ended.value.code


@pytest.mark.usefixtures("no_hardening")
@pytest.mark.parametrize("words", [(), ("--demo",), ("--demo", "--scale", "1")])
def test_every_road_opens_the_same_desktop(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...]
) -> None:
    desktop.answer = 3
    assert _start(monkeypatch, *words) == 3
    (options,) = desktop.opened
    assert (options.home, options.demo, options.scale) == (None, bool(words), 1)
    assert options.role in (None, Role.MEITINKER)


@pytest.mark.usefixtures("no_hardening")
def test_short_road_tells_a_fault_of_the_world(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    from ui.messages import sentence_for

    error = StoreInUse("lock")
    desktop.answer = error
    assert _start(monkeypatch) == sentence_for(error).text


@pytest.mark.usefixtures("no_hardening")
def test_fault_of_ours_keeps_its_traceback_on_the_short_road(
    desktop: Desktop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["meitinker"])
    desktop.answer = BugError("broken promise")
    with pytest.raises(BugError):
        start.main()


def test_fault_of_ours_is_not_dressed_up(desktop: Desktop) -> None:
    desktop.answer = BugError("broken promise")
    assert isinstance(_ask().exception, BugError)


def test_roles_are_those_of_the_session() -> None:
    assert set(commands.ROLES) == set(Role)


@pytest.mark.parametrize("command", ["", *commands.commands.commands])
def test_every_command_explains_itself(command: str) -> None:
    answer = _ask(*[word for word in (command, "--help") if word])
    assert answer.exit_code == 0
    assert len(answer.output.splitlines()) > 4
    chosen = commands.commands.commands[command] if command else commands.commands
    assert chosen.help
    assert all(getattr(option, "help", "told") for option in chosen.params)


def test_version_is_told() -> None:
    assert meitinker.__version__ in _ask("--version").output


def test_help_loads_no_windows_and_no_store() -> None:
    program = (
        "import sys; from meitinker.cli import commands as m\n"
        "try: m.commands(['--help'])\n"
        "except SystemExit: pass\n"
        "print([n for n in ('PySide6', 'sqlcipher3', 'reportlab', 'nacl') if n in sys.modules])"
    )
    root = Path(meitinker.__file__).parent.parent
    said = subprocess.run(
        [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True
    )
    assert said.stdout.splitlines()[-1] == "[]"


def test_first_window_loads_nothing_that_it_does_not_show(tmp_path: Path) -> None:
    """Each of these takes a share of the time to the first paint."""
    heavy = (
        "('click', 'msgspec', 'logging.handlers', 'uuid', 'zoneinfo',"
        " 'ui.work.tasks', 'ui.messages')"
    )
    program = (
        "import sys; from meitinker import __main__ as start\n"
        "from ui.app import Desktop; shown = Desktop.start\n"
        "def told(self, *, reason=''):\n"
        "    shown(self, reason=reason)\n"
        "    self.window.grab()\n"
        f"    print([n for n in {heavy} if n in sys.modules])\n"
        "    self.application.quit(); raise SystemExit\n"
        "Desktop.start = told; sys.argv = ['meitinker']; start.main()"
    )
    folder = StoreFolder(tmp_path / "0123456789ab").prepare()
    folder.database.touch()
    said = subprocess.run(
        [sys.executable, "-c", program],
        cwd=Path(meitinker.__file__).parent.parent,
        env={**os.environ, "MEITINKER_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.splitlines()[-1] == "[]"
