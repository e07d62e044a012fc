"""Having a workbook taken apart by a process that can do no harm, and hearing what it found.

The file goes through a pipe, so nothing of it lies in the clear on the disk. A process that takes
too long is ended; one that dies of its limits took nothing else along.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import msgspec

import meitinker
from meitinker.errors import TableRefused
from meitinker.exchange.sheet_reading import SECONDS, SheetReply
from meitinker.exchange.tables import Table

COMMAND = "read-sheet"
"""The hidden command of the program that is this process."""

_LONGEST = 3 * SECONDS


def read(data: bytes, *, sheet: str = "") -> Table:
    """Return the rows of a sheet of a workbook.

    Raises:
        TableRefused: Params: ``reason`` (as :func:`meitinker.exchange.tables.read`).
    """
    process = subprocess.Popen(  # noqa: S603 - our own command line, no shell
        _command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=_environment(),
        close_fds=True,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )
    try:
        told, _ = process.communicate(msgspec.json.encode(sheet) + b"\n" + data, timeout=_LONGEST)
    except subprocess.TimeoutExpired:
        raise TableRefused("too slow", reason="unsafe") from None
    finally:
        if process.poll() is None:
            process.kill()
            process.communicate()
    return _heard(told)


def _heard(told: bytes) -> Table:
    try:
        answer = msgspec.json.decode(told, type=SheetReply)
    except msgspec.DecodeError:
        raise TableRefused("the reader died", reason="unsafe") from None
    if answer.table is None:
        raise TableRefused(answer.reason, reason=answer.reason)
    return answer.table


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, COMMAND]
    return [sys.executable, "-m", "meitinker", COMMAND]


def _environment() -> dict[str, str]:
    root = str(Path(meitinker.__file__).resolve().parent.parent)
    before = os.environ.get("PYTHONPATH", "")
    found = f"{root}{os.pathsep}{before}" if before else root
    return {**os.environ, "PYTHONPATH": found, "OPENPYXL_LXML": "False"}
