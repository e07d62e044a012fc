"""The pinned Qt binding does not give away references to None.

PySide6 6.12.0 lost one reference with every call that returns None and aborted Python 3.11
after some thousands of them. Where None is immortal (3.12 and newer) the count stands still.
"""

from __future__ import annotations

import os
import subprocess
import sys

_CALLS = 200_000

_PROGRAM = f"""
import sys
from PySide6.QtCore import QObject
thing = QObject()
def calls(number):
    name = "x"
    for _ in range(number):
        thing.setObjectName(name)
calls(1000)
before = sys.getrefcount(None)
calls({_CALLS})
print(sys.getrefcount(None) - before)
"""


def test_calls_that_return_none_leave_its_count_alone() -> None:
    answer = subprocess.run(
        [sys.executable, "-c", _PROGRAM],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stderr
    assert abs(int(answer.stdout)) < _CALLS // 100


def test_program_runs_on_the_pinned_release() -> None:
    from PySide6 import __version__

    assert __version__ == "6.11.3"
