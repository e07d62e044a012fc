"""The lines of the log, and the file they are written to; loaded at the first line.

The unlock window must be there at once, and on most days nothing is logged before it.
"""

from __future__ import annotations

import logging
import logging.handlers
import os
import re
import sys
import traceback
import uuid
from enum import Enum
from typing import TYPE_CHECKING, Final

from meitinker import clock
from meitinker.log import OURS, WITHHELD, Word
from meitinker.paths import FILE_MODE

if TYPE_CHECKING:
    from io import TextIOWrapper
    from pathlib import Path
    from types import FrameType

_LARGEST: Final = 512 * 1024
_KEPT: Final = 3
_DEEPEST: Final = 16
_BEYOND_NUMBER: Final = 10_000_000  # a BSN has 8 or 9 digits, a phone number 10
_NAME: Final = re.compile(r"[A-Za-z_][\w.]{0,79}", re.ASCII)
_IDENTITY: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class SafeFormatter(logging.Formatter):
    """Writes time, level, logger, constant message and classes of exceptions; nothing else."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line of ``record``, and a line a frame where there is an exception."""
        moment = clock.instant_text(clock.now())
        line = f"{moment} {record.levelname} {_named(record.name)}: {safe_message(record)}"
        error = record.exc_info[1] if record.exc_info else None
        return "\n".join([line, *(exception_lines(error) if error else ())])


def safe_message(record: logging.LogRecord) -> str:
    """Return what may be written of a record's message and values."""
    if record.name.split(".", 1)[0] not in OURS or not _literal(record):
        return WITHHELD
    text, given = str(record.msg), record.args
    if not given:
        return text
    try:
        if isinstance(given, tuple):
            return text % tuple(kept(value) for value in given)
        return text % {key: kept(value) for key, value in given.items()}
    except (TypeError, ValueError, KeyError):
        return f"{text} {WITHHELD}"


def exception_lines(error: BaseException) -> list[str]:
    """Return the classes and places of ``error`` and of what caused it; no words of theirs."""
    lines: list[str] = []
    seen: set[int] = set()
    rest: BaseException | None = error
    while rest is not None and id(rest) not in seen:
        seen.add(id(rest))
        lines.append(f"  {_named(type(rest).__module__)}.{_named(type(rest).__qualname__)}")
        frames = list(traceback.walk_tb(rest.__traceback__))[-_DEEPEST:]
        lines.extend(f"    {_place(frame, number)}" for frame, number in frames)
        if isinstance(rest, BaseExceptionGroup):
            for part in rest.exceptions:
                lines.extend(f"  | {line}" for line in exception_lines(part))
        rest = rest.__cause__ or (None if rest.__suppress_context__ else rest.__context__)
    return lines


class PrivateFile(logging.handlers.RotatingFileHandler):
    """A file that only this user can read, rotated at 512 KiB with three kept."""

    def __init__(self, file: Path) -> None:
        """Open ``file`` at the first line."""
        super().__init__(file, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8", delay=True)
        self.setFormatter(SafeFormatter())

    def _open(self) -> TextIOWrapper:
        stream = super()._open()
        if sys.platform != "win32":
            os.fchmod(stream.fileno(), FILE_MODE)
        return stream


def _literal(record: logging.LogRecord) -> bool:
    """Tell whether the message is a constant of the function that logs it.

    The function is still on the stack, as records are written where they are made; a message
    that was put together (f-string, ``%``, a variable) is not among its constants.
    """
    frame: FrameType | None = sys._getframe(1)
    while frame is not None:
        code = frame.f_code
        if code.co_filename == record.pathname and code.co_name == record.funcName:
            return isinstance(record.msg, str) and record.msg in code.co_consts
        frame = frame.f_back
    return False


def kept(value: object) -> object:
    """Return what may be written of a value: small numbers, ids, members of an enum, classes."""
    if isinstance(value, bool | Word):
        return value
    if isinstance(value, Enum):
        return _named(value.name)
    if isinstance(value, type):
        return _named(value.__qualname__)
    if isinstance(value, int):
        return value if abs(value) < _BEYOND_NUMBER else WITHHELD
    if isinstance(value, str | uuid.UUID) and _IDENTITY.fullmatch(str(value)):
        return str(value)
    return WITHHELD


def _named(name: str) -> str:
    return name if _NAME.fullmatch(name) else WITHHELD


def _place(frame: FrameType, number: int) -> str:
    # The module instead of the file: a path holds the name of the one whose home it is in.
    module = frame.f_globals.get("__name__")
    return f"{_named(str(module))}:{number} {_named(frame.f_code.co_name)}"
