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
from ui.starting import imports
if sys.argv[1:] != ["as ever"]:
    imports.bring_qt()
import PySide6.QtWidgets
import ui.window.place_view
from shibokensupport.signature.lib import pyi_generator
makes = hasattr(pyi_generator, "generate_pyi")
ours = [one for one in read if one.startswith("ui.")]
print(len(ours), int(makes), compile("1 + 1", "pyi_generator.py", "eval").co_consts[0])
try:
    PySide6.QtWidgets.QLabel.setText("no label")
except TypeError as wrong:
    print(wrong, PySide6.QtWidgets.QLabel.setText.__doc__)
"""


def _fresh(*words: str) -> tuple[list[int], str]:
    """Return what was read and made of PySide's own, and how it tells of a wrong call."""
    told = subprocess.run(
        [sys.executable, "-c", FRESH, *words], capture_output=True, text=True, check=True
    )
    numbers, said = told.stdout.split("\n", 1)
    return [int(one) for one in numbers.split()], said


def test_no_source_is_read_no_stub_maker_compiled_and_names_and_faults_are_as_ever() -> None:
    (read, makes, result), said = _fresh()
    assert (read, makes, result) == (0, 0, 2)
    assert "setText" in said
    assert said == _fresh("as ever")[1]


def test_control_without_it_pyside_reads_each_that_is_imported() -> None:
    """Once this fails PySide does neither any more, and ``ui.starting.imports`` can go."""
    (read, makes, _result), _said = _fresh("as ever")
    assert read > 0
    assert makes == 1
