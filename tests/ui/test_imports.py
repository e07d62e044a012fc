"""What PySide does at an import: it reads no sources, and its names stay as they are."""

from __future__ import annotations

import subprocess
import sys

FRESH = """
import inspect, sys
read, ask = [], inspect.getsource
def noting(module):
    read.append(module.__name__)
    return ask(module)
inspect.getsource = noting
from ui import imports
if sys.argv[1:] != ["as ever"]:
    imports.read_no_sources()
import PySide6.QtWidgets
import ui.place_view
print(len([one for one in read if one.startswith("ui.")]), PySide6.QtWidgets.QLabel.setText)
"""


def _fresh(*words: str) -> tuple[int, str]:
    told = subprocess.run(
        [sys.executable, "-c", FRESH, *words], capture_output=True, text=True, check=True
    )
    count, name = told.stdout.split(" ", 1)
    return int(count), name


def test_no_source_of_ours_is_read_and_names_stay_as_they_are() -> None:
    read, name = _fresh()
    assert read == 0
    assert "setText" in name


def test_control_without_it_pyside_reads_each_that_is_imported() -> None:
    """Once this fails PySide reads no sources any more, and ``ui.imports`` can go."""
    read, _name = _fresh("as ever")
    assert read > 0
