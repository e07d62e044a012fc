"""Imports as Python does them, without PySide reading the source of every module.

PySide can let a module write its names in another way (``from __feature__ import snake_case``). To
know which modules that may concern it reads the whole source of each that is imported, looks for
its own name in it, and keeps the lines. This program writes the names as they are.
"""

from __future__ import annotations

from importlib import import_module


def read_no_sources() -> None:
    """Let PySide count every module as one that may use it, unread: its names stay as they are.

    Called before the first window's own modules are imported: reading them was a tenth of the
    way there.
    """
    import_module("PySide6.QtCore")  # brings the module that reads
    vars(import_module("shibokensupport.feature"))["_mod_uses_pyside"] = _may


def _may(_module: object) -> bool:
    return True
