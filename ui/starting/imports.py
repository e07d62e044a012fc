"""PySide imported without what this program never uses of it.

Shiboken compiles its own support anew at every start, also the maker of stub files, which only
its own developers call. And it reads the whole source of every module that is imported after it,
to know which may write Qt's names in another way (``from __feature__ import snake_case``); this
program writes the names as they are. Both together were a fifth of the way to the first window.
"""

from __future__ import annotations

import builtins
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

_STUB_MAKER = "pyi_generator.py"


def bring_qt() -> None:
    """Import PySide, and let it count every module as one that may use it, unread.

    Called before anything else that imports PySide.
    """
    with _left_empty(_STUB_MAKER):
        import_module("PySide6.QtCore")
    vars(import_module("shibokensupport.feature"))["_mod_uses_pyside"] = _may


@contextmanager
def _left_empty(name: str) -> Iterator[None]:
    """Compile an empty module where a file of that name is compiled within the block."""
    whole = builtins.compile

    def spare(source: Any, filename: Any, *given: Any, **named: Any) -> Any:
        wanted = b"" if str(filename).endswith(name) else source
        return whole(wanted, filename, *given, **named)

    vars(builtins)["compile"] = spare
    try:
        yield
    finally:
        vars(builtins)["compile"] = whole


def _may(_module: object) -> bool:
    return True
