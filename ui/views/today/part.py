"""One part of Vandaag: reads by itself, fills its cards, and tells where its rows lead."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from meitinker.changes import Changes
    from ui.workplace import Workplace


class DayPart(QObject):
    """Fills cards, each hidden while it is empty; the place gives them their room.

    Signals:
        go: A :class:`Place` to go to.
        failed: A service said no: the error, for the bar.
        shown: It shows what there is now; :attr:`nothing` is known.

    Attributes:
        kinds: The kinds of records that it shows.
    """

    go = Signal(object)
    failed = Signal(object)
    shown = Signal()
    kinds: ClassVar[tuple[str, ...]] = ()

    def __init__(self, workplace: Workplace, parent: QWidget) -> None:
        """Begin with nothing shown, within ``parent``."""
        super().__init__(parent)
        self._workplace = workplace

    @property
    def nothing(self) -> bool:
        """Whether nothing waits here."""
        raise NotImplementedError

    @staticmethod
    def read(workplace: Workplace) -> Any:
        """Return what there is now; runs on a lane."""
        raise NotImplementedError

    def show(self, found: Any) -> None:
        """Fill the cards with what was read."""
        raise NotImplementedError

    def load(self) -> None:
        """Read what there is now and show it."""
        work = self._workplace
        work.tasks.read(self, lambda: self.read(work), done=self.show, failed=self.failed.emit)

    def refresh(self, changes: Changes) -> None:
        """Look again when something that is shown here was touched."""
        if any(changes.touches(kind) for kind in self.kinds):
            self.load()
