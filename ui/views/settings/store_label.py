"""What this store is called where several people choose theirs before unlocking."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from meitinker import labels
from meitinker.errors import StoreExists
from meitinker.i18n import _
from ui.views.entry.store_name import StoreName

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.errors import MeitinkerError
    from ui.workplace import Workplace


class StoreLabel(StoreName):
    """The name of the store at work, kept when the field is left; an empty one changes nothing."""

    def __init__(self, workplace: Workplace, refused: Callable[[MeitinkerError], None]) -> None:
        """Build it empty; ``refused`` is told of a disk that did not take it."""
        super().__init__(_("Naam van uw werkplek"))
        self._kept = ""
        self._workplace = workplace
        self._refused = refused
        self.left.connect(self.keep)
        self.line.returnPressed.connect(self.keep)

    def arrive(self) -> None:
        """Read what it is called."""
        folder = self._workplace.database.folder
        read = partial(labels.label_of, folder)
        self._workplace.tasks.read(self, read, done=self._arrived, failed=self._refused)

    def keep(self) -> None:
        """Keep what is typed, where it can be a name."""
        wanted = self.value()
        if wanted == self._kept or len(wanted) > self.room:
            return
        if not wanted:
            self._show(self._kept)
            return
        folder = self._workplace.database.folder
        work = partial(labels.rename, folder, wanted)
        self._workplace.tasks.write(
            self, work, done=lambda _none: self._show(wanted), failed=self._not_kept
        )

    def _arrived(self, label: str) -> None:
        if self.value() == self._kept:  # else it was typed in meanwhile
            self._show(label)

    def _show(self, label: str) -> None:
        self._kept = label
        self.set_error(None)
        self.set_value(label)

    def _not_kept(self, error: MeitinkerError) -> None:
        if isinstance(error, StoreExists):
            self.set_error(self.taken())
        else:
            self._refused(error)
