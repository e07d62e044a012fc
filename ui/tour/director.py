"""Starts the program, listens to the player in it, kills it where the story says so."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click
import msgspec

from ui.tour import browsing, served
from ui.tour.progress import DESK, VILLAGE, begin_at, forget
from ui.tour.served import ServedHub

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ui.app import Desktop

_LONGEST = 600
_LAPTOP = {
    "name": "laptop",
    "x": 0,
    "y": 0,
    "width": 1366,
    "height": 768,
    "logicalDpi": 96,
    "logicalBaseDpi": 96,
    "dpr": 1,
}
"""The small laptop that the pictures show, where there is no real screen."""

_MOST_PROCESSES = 12
_MADE = frozenset({".csv", ".ics", ".pdf", ".png", ".xlsx", ".zip"})


class _Told(msgspec.Struct):
    what: str
    at: float = 0.0
    words: str = ""
    picture: str = ""
    why: str = ""
    seen: str = ""
    url: str = ""
    pid: int = 0


class _Step(msgspec.Struct):
    number: int
    words: str
    picture: str
    seconds: float


def play(out: Path, *, command: Sequence[str] = (), first: int = 0) -> int:
    """Play the whole tour into ``out``; return 0, or 1 at the first step that fails.

    Args:
        out: Folder for the pictures, the papers and ``tour.json``; made anew.
        command: How the program is started instead of as itself (tests break it on purpose).
        first: The chapter to begin with; a part begins where nothing of an earlier one is needed.
    """
    out.mkdir(parents=True, exist_ok=True)
    for old in out.iterdir():
        if old.suffix in (*_MADE, ".json"):
            old.unlink()
    begin_at(out, first)
    with tempfile.TemporaryDirectory(prefix="meitinker-tour-") as scratch:
        run = _Run(out.absolute(), Path(scratch), command)
        try:
            failed = run.play()
        finally:
            run.end()
            run.write_report()
    return 1 if failed else 0


def stage(out: Path) -> int:
    """Be the program in the middle of a tour: the desktop with a player in it."""
    from meitinker.domain.session import Role
    from meitinker.options import Options
    from ui.starting import imports

    imports.bring_qt()
    from ui import app
    from ui.tour.chapters import parts_played, played_on
    from ui.tour.player import Player, Stage

    scene = Stage(out)
    parts = parts_played(with_hub=served.LINE in os.environ)
    laptop = played_on(scene.progress.chapter)
    homes = Path(os.environ["MEITINKER_HOME"])
    os.environ["MEITINKER_HOME"] = str(homes.with_name(laptop))

    def attend(desktop: Desktop) -> None:
        Player(scene, parts, desktop.window)

    role = Role.BACK_OFFICE if laptop == DESK else None
    return app.run(Options(demo=laptop in {VILLAGE, DESK}, role=role), attend=attend)


class _Run:
    """One playing of the tour, over as many processes as it takes."""

    def __init__(self, out: Path, scratch: Path, command: Sequence[str]) -> None:
        self._out = out
        self._scratch = scratch
        self._command = [*(command or _own_command()), "tour", "--out", str(out), "--stage"]
        self._hub = ServedHub(scratch, _own_command()) if served.can_serve() else None
        self._steps: list[_Step] = []
        self._ended = False
        self._failure = ""
        self._started = time.monotonic()

    def play(self) -> bool:
        """Play; return whether it failed."""
        for _process in range(_MOST_PROCESSES):
            code = self._one_process()
            if self._failure or self._ended:
                break
            if code not in (0, -signal.SIGKILL):
                self._failure = f"the program ended with {code}"
                break
        else:
            self._failure = "the story has no end"
        if self._failure:
            click.echo(f"FAILED  {self._failure}")
        return bool(self._failure)

    def end(self) -> None:
        """Let nothing of the story go on."""
        if self._hub is not None:
            self._hub.stop()

    def write_report(self) -> None:
        """Write ``tour.json``: steps with their seconds, files, what failed, what was left out."""
        forget(self._out)
        report = {
            "passed": not self._failure and self._ended,
            "failure": self._failure,
            "left_out": "; ".join(self._left_out()),
            "seconds": round(time.monotonic() - self._started, 1),
            "steps": self._steps,
            "files": sorted(f.name for f in self._out.iterdir() if f.suffix in _MADE),
        }
        encoded = msgspec.json.format(msgspec.json.encode(report), indent=2)
        (self._out / "tour.json").write_bytes(encoded)

    def _left_out(self) -> Iterator[str]:
        if self._hub is None:
            yield "the hub: its libraries are not installed"
        if not browsing.can_browse():
            yield "the published page: there is no browser here"

    def _one_process(self) -> int:
        process = subprocess.Popen(  # noqa: S603 - our own command line, no shell
            self._command,
            stdout=subprocess.PIPE,
            env=self._environment(),
            text=True,
            encoding="utf-8",
        )
        try:
            for line in process.stdout or ():
                if line.startswith("@tour "):
                    self._hear(msgspec.json.decode(line[6:], type=_Told), process)
            return process.wait(_LONGEST)
        finally:
            if process.poll() is None:
                process.kill()
                process.wait()

    def _hear(self, told: _Told, process: subprocess.Popen[str]) -> None:
        match told.what:
            case "step":
                self._add_step(told)
            case "hub":
                self._serve(told.words)
            case "browse":
                self._browse(told)
            case "kill":
                process.kill()
                click.echo("        (the program is killed here)")
            case "fail":
                self._failure = told.why
                if told.seen:
                    (self._out / "failed.txt").write_text(told.seen, encoding="utf-8")
            case "end":
                self._ended = True

    def _serve(self, wanted: str) -> None:
        """Begin or stop serving; the program looks at what is written down about it."""
        if self._hub is None:
            return
        try:
            self._hub.serve() if wanted == "serve" else self._hub.stop()
        except RuntimeError as error:
            self._failure = str(error)

    def _browse(self, told: _Told) -> None:
        """Look at what was published as anybody would."""
        if not browsing.can_browse():
            return
        picture = self._out / told.picture
        try:
            browsing.look(told.url, picture, words=told.seen)
        except (RuntimeError, subprocess.TimeoutExpired) as error:
            self._failure = str(error)
        else:
            self._add_step(told)

    def _add_step(self, told: _Told) -> None:
        before = sum(step.seconds for step in self._steps)
        spent = time.monotonic() - self._started - before
        step = _Step(len(self._steps) + 1, told.words, told.picture, round(spent, 3))
        self._steps.append(step)
        click.echo(f"{step.number:3d} ok  {told.words}")

    def _environment(self) -> dict[str, str]:
        environment = {
            **os.environ,
            "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
            "MEITINKER_HOME": str(self._scratch / "home"),
            "MEITINKER_EXAMPLE": str(self._scratch / "example"),
        }
        if self._hub is not None:
            environment[served.LINE] = str(self._hub.told)
        if "DISPLAY" not in os.environ and "WAYLAND_DISPLAY" not in os.environ:
            screen = self._scratch / "screen.json"
            screen.write_bytes(msgspec.json.encode({"screens": [_LAPTOP]}))
            environment["QT_QPA_PLATFORM"] = f"offscreen:configfile={screen}"
        return environment


def _own_command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "meitinker"]
