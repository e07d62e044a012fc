"""A store that was unlocked and does not open: a backup is put back in its place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from ui.starting import entering

if TYPE_CHECKING:
    from pathlib import Path

    from meitinker import paths
    from meitinker.errors import MeitinkerError
    from meitinker.keys import StoreKey
    from meitinker.services.backups import KeptBackup
    from ui.starting.entrance import Entrance


class PuttingBack:
    """The page on which a backup is chosen, within the entrance.

    It is offered only to who unlocked the store: no passphrase can be guessed here.
    """

    def __init__(self, entrance: Entrance) -> None:
        """Belong to an entrance, which shows the page."""
        self._entrance = entrance

    def offer(self, folder: paths.StoreFolder, key: StoreKey, error: MeitinkerError) -> None:
        """Say what is wrong with a store, and offer its backups."""
        self._entrance.tasks.read(
            self._entrance,
            partial(entering.kept_backups, folder),
            done=partial(self._show, folder, key, error),
            failed=lambda _refused: self._show(folder, key, error, []),
        )

    def _show(
        self,
        folder: paths.StoreFolder,
        key: StoreKey,
        error: MeitinkerError,
        kept: list[KeptBackup],
    ) -> None:
        from ui.views.entry.restore import RestorePage

        page, entrance = RestorePage(kept, error), self._entrance

        def put_back(path: Path) -> None:
            entrance.tasks.write(
                page,
                partial(entering.put_back, folder, key, path),
                done=page.tell_restored,
                failed=page.refuse,
            )

        page.chosen.connect(put_back)
        page.restored.connect(lambda: entrance.open(page.tell_error, key))
        page.back.connect(lambda: entrance.show_first(""))
        entrance.show_page(page)
