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
import re
import sys
import threading
from contextlib import suppress
from enum import Enum
from typing import TYPE_CHECKING, Final

from meitinker.errors import StoreError
from meitinker.paths import make_private

if TYPE_CHECKING:
    from pathlib import Path

OURS: Final = ("meitinker", "ui", "sync")
WITHHELD: Final = "[-]"

_QT_CLASS: Final = re.compile(r"(Q[A-Z][A-Za-z]{1,40})\b")

_PLACES: Final = frozenset({"program", "thread", "finaliser", "slot"})

_log = logging.getLogger(__name__)


class Word(str):
    """A word that the log chose or recognised itself: it may be written."""

    __slots__ = ()


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


class _AtFirstLine(logging.Handler):
    """Makes the file at the first line; what writes it is not loaded before."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._place = file
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write ``record``; called with the lock of this handler held."""
        if self._file is None:
            from meitinker.log_lines import PrivateFile

            self._file = PrivateFile(self._place)
        self._file.emit(record)

    def flush(self) -> None:
        """Write what waits."""
        if self._file is not None:
            self._file.flush()

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
            self._file = None
        super().close()


def start(file: Path, *, level: int = logging.INFO) -> RunningLog:
    """Log everything from ``level`` up to ``file``, rotated at 512 KiB with three kept.

    A place that cannot be written keeps nobody from the program, which says so itself.

    Args:
        file: Made with its folder, for this user only.
        level: As :mod:`logging` counts.
    """
    with suppress(StoreError):
        make_private(file.parent)
    handler = _AtFirstLine(file)
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
        "not caught in a %s", Word(where) if where in _PLACES else WITHHELD, exc_info=error
    )
    if sys.stderr is not None:
        from meitinker.log_lines import exception_lines

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
    _log.log(weight.value, "Qt: %s", Word(found.group(1) if found else WITHHELD))
