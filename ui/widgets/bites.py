"""Building in bites: what takes long to build is built between keys and clicks, part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from ui.widgets.scrolling import lay_out_now

if TYPE_CHECKING:
    from collections.abc import Callable

_PAINTED = 20
"""Milliseconds before the first part: what is there already is painted before more is built."""


class Bites(QObject):
    """Builds one part a turn of the event loop, in the order given.

    Every other turn is for painting alone: a turn begins with that, and would go on to build.

    Who needs a part that is still to come calls :meth:`complete`; so does a test that looks at
    the whole. Each part is in its place before it is painted.
    """

    def __init__(self, parent: QObject) -> None:
        """Begin with nothing to build; what waits goes with ``parent``."""
        super().__init__(parent)
        self._waiting: list[Callable[[], object]] = []
        self._turn = QTimer(self)
        self._turn.timeout.connect(self._take_turn)
        self._painting = False

    @property
    def waiting(self) -> bool:
        """Whether a part is still to come."""
        return bool(self._waiting)

    def add(self, *parts: Callable[[], object]) -> None:
        """Build these too, each in a turn of its own; a part takes 30 ms at most."""
        self._waiting.extend(parts)
        if not self._turn.isActive():
            self._painting = False
            self._turn.start(_PAINTED)

    def complete(self) -> None:
        """Build all that is still to come, now."""
        while self._waiting:
            self._build_next()

    def _take_turn(self) -> None:
        if self._painting:
            self._painting = False
        else:
            self._build_next()
            self._painting = bool(self._waiting)

    def _build_next(self) -> None:
        if self._waiting:
            self._turn.setInterval(0)
            self._waiting.pop(0)()
            lay_out_now()
        if not self._waiting:
            self._turn.stop()
