"""What the command line asks of the desktop."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathlib import Path

    from meitinker.domain.session import Role


class Options(NamedTuple):
    """How the desktop starts.

    Attributes:
        home: Folder of the stores, or None for the usual place of this system.
        demo: Open the example village in a store that is thrown away at exit.
        scale: How many times the example village is as big (1 to 200).
        role: Whose screens the example village opens with; None for the meitinker's.
    """

    home: Path | None = None
    demo: bool = False
    scale: int = 1
    role: Role | None = None
