"""Python never sees an item of a Qt layout.

In PySide6 6.11.3 the wrapper of a ``QLayoutItem`` stays behind when Qt deletes the item. The
next object at that address is then taken for the old one and the program crashes, often much
later and somewhere else (seen in ``QIcon::~QIcon``). Asking a layout for an item, taking one
out, and a layout written in Python all make such wrappers. Keep a list of the widgets instead:
``ui.widgets.column.Pile``, ``ui.widgets.flow.Flow``.
"""

from __future__ import annotations

import ast

from tests.house import tree

_CALLS = {"itemAt", "itemAtPosition", "takeAt", "spacerItem"}
_CLASSES = {"QLayoutItem", "QSpacerItem", "QWidgetItem"}
_LAYOUTS = {"QLayout", "QBoxLayout", "QHBoxLayout", "QVBoxLayout", "QGridLayout", "QFormLayout"}


def _name(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _faults(source: ast.Module) -> list[str]:
    faults = []
    for node in ast.walk(source):
        if isinstance(node, ast.Attribute | ast.Name) and _name(node) in _CALLS | _CLASSES:
            faults.append(f"{node.lineno}: {_name(node)}")
        elif isinstance(node, ast.ImportFrom):
            seen = [alias.name for alias in node.names if alias.name in _CLASSES]
            faults += [f"{node.lineno}: {name}" for name in seen]
        elif isinstance(node, ast.ClassDef):
            bases = [_name(base) for base in node.bases if _name(base) in _LAYOUTS]
            faults += [f"{node.lineno}: a layout in Python, {name}" for name in bases]
    return faults


def test_no_layout_item_reaches_python() -> None:
    found = {tree.name(path): _faults(tree.parsed(path)) for path in tree.sources("ui")}
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_the_ways_to_get_one_would_be_found() -> None:
    bad = """
from PySide6.QtWidgets import QLayout, QLayoutItem
class Flow(QLayout):
    def takeAt(self, index):
        return self.item
column.itemAt(0)
column.takeAt(0)
"""
    assert [fault.partition(": ")[2] for fault in sorted(_faults(ast.parse(bad)))] == [
        "QLayoutItem",
        "a layout in Python, QLayout",
        "itemAt",
        "takeAt",
    ]
