"""A log without personal data: what happened where, never to whom (A10, L18).

Three fences, none of which trusts the writer of a line:

1. a message is kept only when it stands literally in our own code, and its values only when
   they are whole numbers too short for a BSN or phone number, members of an enum, classes or
   ids; any other value becomes ``[-]``;
2. of an exception only the class is kept, with module and line of its frames: no message, as
   those of other libraries quote what they choked on, no source text and no locals;
3. lines of other libraries keep their logger's name and level, not their text.
"""

from __future__ import annotations

import logging
import logging.handlers
import os
import re
import sys
import threading
import traceback
import uuid
from enum import Enum
from typing import TYPE_CHECKING, Final

from meitinker import clock
from meitinker.paths import FILE_MODE, make_private

if TYPE_CHECKING:
    from io import TextIOWrapper
    from pathlib import Path
    from types import FrameType

OURS: Final = ("meitinker", "ui", "sync")
WITHHELD: Final = "[-]"

_LARGEST: Final = 512 * 1024
_KEPT: Final = 3
_DEEPEST: Final = 16
_BEYOND_NUMBER: Final = 10_000_000  # a BSN has 8 or 9 digits, a phone number 10
_NAME: Final = re.compile(r"[A-Za-z_][\w.]{0,79}", re.ASCII)
_IDENTITY: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_QT_CLASS: Final = re.compile(r"(Q[A-Z][A-Za-z]{1,40})\b")

_PLACES: Final = frozenset({"program", "thread", "finaliser", "slot"})

_log = logging.getLogger(__name__)


class QtKind(Enum):
    """The weight of a message of Qt."""

    DEBUG = logging.DEBUG
    INFO = logging.INFO
    WARNING = logging.WARNING
    CRITICAL = logging.ERROR
    FATAL = logging.CRITICAL


class RunningLog:
    """The log while it runs: a rotating file and the hooks for what nobody caught.

    Attributes:
        handler: Writes the file.
    """

    def __init__(self, handler: logging.Handler) -> None:
        """Put ``handler`` on the root logger and take the hooks of Python."""
        self.handler = handler
        self._root_level = logging.getLogger().level
        self._hooks = (sys.excepthook, threading.excepthook, sys.unraisablehook)
        self._complaining = logging.raiseExceptions
        root = logging.getLogger()
        root.addHandler(handler)
        root.setLevel(handler.level)
        # logging's answer to its own failure is to print the record with all its values.
        logging.raiseExceptions = False
        sys.excepthook = lambda _kind, error, _trace: crashed("program", error)
        threading.excepthook = lambda args: crashed("thread", args.exc_value)
        sys.unraisablehook = lambda args: crashed("finaliser", args.exc_value)

    def stop(self) -> None:
        """Close the file and give everything back as it was."""
        root = logging.getLogger()
        root.removeHandler(self.handler)
        root.setLevel(self._root_level)
        self.handler.close()
        logging.raiseExceptions = self._complaining
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._hooks


def start(file: Path, *, level: int = logging.INFO) -> RunningLog:
    """Log everything from ``level`` up to ``file``, rotated at 512 KiB with three kept.

    Args:
        file: Made with its folder, for this user only.
        level: As :mod:`logging` counts.

    Raises:
        StoreReadOnly: The folder cannot be made.
    """
    make_private(file.parent)
    handler = _PrivateFile(file, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8", delay=True)
    handler.setFormatter(SafeFormatter())
    handler.setLevel(level)
    return RunningLog(handler)


def crashed(where: str, error: BaseException | None) -> None:
    """Log an exception that nobody caught; the same safe lines go to standard error.

    Args:
        where: ``program``, ``thread``, ``finaliser`` or ``slot`` (of Qt).
        error: What was raised.
    """
    if error is None or isinstance(error, (KeyboardInterrupt, SystemExit)):
        return
    _log.critical(
        "not caught in a %s", _Word(where) if where in _PLACES else WITHHELD, exc_info=error
    )
    if sys.stderr is not None:
        lines = [f"meitinker: {where}", *exception_lines(error)]
        sys.stderr.write("\n".join(lines) + "\n")


def qt_message(kind: str, text: str) -> None:
    """Log that Qt said something, without what it said.

    Args:
        kind: ``debug``, ``info``, ``warning``, ``critical`` or ``fatal``.
        text: As Qt gave it; only a leading name of a Qt class is kept.
    """
    weight = QtKind.__members__.get(kind.upper(), QtKind.WARNING)
    found = _QT_CLASS.match(text)
    _log.log(weight.value, "Qt: %s", _Word(found.group(1) if found else WITHHELD))


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
            return text % tuple(_kept(value) for value in given)
        return text % {key: _kept(value) for key, value in given.items()}
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


class _Word(str):
    """A word that this module chose or recognised itself."""

    __slots__ = ()


class _PrivateFile(logging.handlers.RotatingFileHandler):
    """A rotating file that only this user can read."""

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


def _kept(value: object) -> object:
    if isinstance(value, bool | _Word):
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
