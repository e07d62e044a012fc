from __future__ import annotations

import gc
import logging
import os
import stat
import sys
import threading
import uuid
from enum import Enum
from typing import TYPE_CHECKING

import pytest

from meitinker import log, log_lines
from meitinker.errors import InvalidField, MeitinkerError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BSN = "999990019"
NAME = "Sjoukje Bearnsma"
CANARIES = (BSN, NAME, "Sjoukje", "Bearnsma", "sjoukje")

ours = logging.getLogger("meitinker.canary")
theirs = logging.getLogger("somebody.else")


class Kind(Enum):
    """A short word of our own."""

    DRAFT = "draft"


class Logged:
    """The running log and what is in its file."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.running = log.start(file, level=logging.DEBUG)

    @property
    def text(self) -> str:
        self.running.handler.flush()
        return self.file.read_text(encoding="utf-8") if self.file.exists() else ""


@pytest.fixture
def logged(tmp_path: Path) -> Iterator[Logged]:
    logged = Logged(tmp_path / "log" / "meitinker.log")
    yield logged
    logged.running.stop()


def raise_canary(name: str, bsn: str) -> None:
    """Raise with canaries in message, arguments, locals and cause."""
    held = {"name": name, "bsn": bsn}
    try:
        held["nobody " + name]
    except KeyError as error:
        raise ValueError(f"cannot read {name} {bsn}", held) from error


def say_everything() -> None:
    """Log canaries in every way one can think of."""
    variable = f"saved {NAME}"
    ours.debug(variable)
    ours.info(f"saved {NAME} {BSN}")  # this is the mistake under test
    ours.info("saved " + NAME)
    ours.info("saved %s", NAME)
    ours.info("saved %s", NAME.split()[0].lower())
    ours.info("saved %d", int(BSN))
    ours.info("saved %(who)s", {"who": NAME})
    ours.info("saved %s", [NAME])
    ours.info("saved %r", {"bsn": BSN})
    ours.info("saved %s %s", NAME)
    ours.info(ValueError(NAME))
    ours.info("saved", extra={"who": NAME})
    ours.info("saved", stack_info=True)
    theirs.error("SELECT * FROM person WHERE name = 'Sjoukje Bearnsma'")
    logging.getLogger(NAME).warning("a logger by a name")
    try:
        raise_canary(NAME, BSN)
    except ValueError:
        ours.exception("failed")
        theirs.exception("failed %s", NAME)
    group = ExceptionGroup(NAME, [InvalidField("bsn", "bsn_wrong"), ValueError(BSN)])
    ours.error("several", exc_info=group)
    log.qt_message("warning", f"QPdfDocument: cannot open /home/{NAME}.pdf")
    log.qt_message("warning", f"{NAME} is not a font")


def leaks(text: str) -> list[str]:
    return [canary for canary in CANARIES if canary in text]


@pytest.mark.promise("A10", "L18")
def test_a10_no_canary_reaches_the_file_at_debug(logged: Logged) -> None:
    say_everything()
    assert leaks(logged.text) == []
    assert logged.text.count("\n") > 20, "the lines were written, without what they held"


@pytest.mark.promise("A10")
def test_a10_negative_control_a_plain_formatter_leaks(
    logged: Logged, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_lines.SafeFormatter, "format", logging.Formatter.format)
    say_everything()
    assert set(leaks(logged.text)) == set(CANARIES)


@pytest.mark.promise("L18")
def test_l18_what_helps_is_kept(logged: Logged) -> None:
    identity = "01939f0c-1111-7abc-8def-0123456789ab"
    ours.info("sealed %d of %s as %s", 12, identity, Kind.DRAFT)
    ours.info("%s and %s", uuid.UUID(identity), ValueError)
    ours.warning("%(count)d left", {"count": 3})
    assert f"meitinker.canary: sealed 12 of {identity} as DRAFT" in logged.text
    assert f"{identity} and ValueError" in logged.text
    assert "WARNING meitinker.canary: 3 left" in logged.text


@pytest.mark.promise("A10")
def test_a10_an_exception_leaves_class_module_and_line(logged: Logged) -> None:
    try:
        raise_canary(NAME, BSN)
    except ValueError:
        ours.exception("failed")
    assert "builtins.ValueError" in logged.text
    assert "builtins.KeyError" in logged.text
    assert "raise_canary" in logged.text
    assert str(logged.file.parent.parent) not in logged.text, "no path, it holds a home's name"


@pytest.mark.promise("A10")
def test_a10_other_libraries_keep_their_name_only(logged: Logged) -> None:
    theirs.warning("harmless")
    assert f"WARNING somebody.else: {log.WITHHELD}" in logged.text


@pytest.mark.promise("A10")
def test_a10_what_nobody_caught_goes_through_the_same_fence(
    logged: Logged, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        raise_canary(NAME, BSN)
    except ValueError as error:
        sys.excepthook(type(error), error, error.__traceback__)
    thread = threading.Thread(target=raise_canary, args=(NAME, BSN), name=NAME)
    thread.start()
    thread.join()
    Untidy()
    gc.collect()
    for where in ("program", "thread", "finaliser"):
        assert f"not caught in a {where}" in logged.text
    shown = capsys.readouterr()
    assert "builtins.ValueError" in shown.err
    assert leaks(logged.text + shown.err + shown.out) == []


class Untidy:
    """Raises when it is thrown away."""

    def __del__(self) -> None:
        """Raise with a canary."""
        raise ValueError(NAME)


def test_an_end_that_was_asked_for_is_no_crash(logged: Logged) -> None:
    log.crashed("program", KeyboardInterrupt())
    log.crashed("program", SystemExit(1))
    log.crashed("thread", None)
    assert logged.text == ""


def test_a_cause_that_goes_round_is_told_once() -> None:
    one, two = ValueError("a"), KeyError("b")
    one.__cause__, two.__cause__ = two, one
    assert log_lines.exception_lines(one) == ["  builtins.ValueError", "  builtins.KeyError"]


def test_qt_keeps_the_class_of_qt(logged: Logged) -> None:
    log.qt_message("critical", "QPainter::begin: Paint device returned engine == 0")
    log.qt_message("strange", "Quirine belde")
    assert "ERROR meitinker.log: Qt: QPainter" in logged.text
    assert f"WARNING meitinker.log: Qt: {log.WITHHELD}" in logged.text


def test_stop_gives_everything_back(tmp_path: Path) -> None:
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook, logging.raiseExceptions)
    level = logging.getLogger().level
    running = log.start(tmp_path / "x.log")
    assert sys.excepthook is not before[0]
    running.stop()
    after = (sys.excepthook, threading.excepthook, sys.unraisablehook, logging.raiseExceptions)
    assert after == before
    assert logging.getLogger().level == level


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
def test_the_file_and_its_rotations_are_private(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_lines, "_LARGEST", 80)
    file = tmp_path / "log" / "meitinker.log"
    running = log.start(file)
    ours.info("one")
    ours.info("two")
    running.stop()
    files = sorted(file.parent.iterdir())
    assert len(files) == 2
    assert {stat.S_IMODE(one.stat().st_mode) for one in files} == {0o600}
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_our_own_errors_keep_their_class(logged: Logged) -> None:
    try:
        raise InvalidField("bsn", "bsn_wrong", shown=BSN)
    except MeitinkerError:
        ours.exception("refused")
    assert "meitinker.errors.InvalidField" in logged.text
    assert leaks(logged.text) == []


def test_a_place_that_cannot_be_written_keeps_nobody_from_the_program(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    running = log.start(tmp_path / "file" / "log" / "meitinker.log")
    ours.info("one")
    running.stop()
    assert (tmp_path / "file").read_text() == ""
