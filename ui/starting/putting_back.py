"""A backup is put back: for a store that does not open, for its keys alone, or on a new laptop."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from meitinker.errors import KeyFileDamaged, StoreMissing
from meitinker.i18n import _
from ui.starting import entering

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from meitinker import paths
    from meitinker.errors import MeitinkerError
    from meitinker.keys import StoreKey
    from meitinker.services.backups import KeptBackup
    from ui.starting.entrance import Entrance
    from ui.views.entry.restore import RestorePage

T = TypeVar("T")


class PuttingBack:
    """The page on which a backup is chosen, within the entrance.

    What opens the backup is the key of a store that was unlocked, or a recovery code: nowhere
    here can a passphrase be guessed.
    """

    def __init__(self, entrance: Entrance) -> None:
        """Belong to an entrance, which shows the page."""
        self._entrance = entrance

    def offer(self, folder: paths.StoreFolder, key: StoreKey, error: MeitinkerError) -> None:
        """Say what is wrong with a store that was unlocked, and offer its backups."""
        words = _(
            "Wat nu op deze laptop staat, gaat opzij en wordt bewaard."
            " Wat u na de kopie deed, staat niet in de kopie."
        )

        def show(kept: Sequence[KeptBackup]) -> None:
            page = _page(words, kept, error)
            page.restored.connect(lambda: self._entrance.open(page.tell_error, key))
            self._show(
                page, lambda path, _code: entering.put_back(folder, key, path), page.tell_restored
            )

        self._list(folder, show)

    def refuse_key(
        self,
        folder: paths.StoreFolder,
        refuse: Callable[[MeitinkerError], None],
        error: MeitinkerError,
    ) -> None:
        """Tell why there is no key; where no key file can give one, offer that of a backup."""
        if isinstance(error, StoreMissing) and folder.database.exists():
            error = KeyFileDamaged("gone")
        if isinstance(error, KeyFileDamaged):
            self._offer_keys(folder, error)
        else:
            refuse(error)

    def _offer_keys(self, folder: paths.StoreFolder, error: MeitinkerError) -> None:
        words = _(
            "Uw werk blijft zoals het is. Alleen het sleutelbestand komt uit de kopie."
            " Daarna kiest u een nieuw wachtwoord."
        )

        def show(kept: Sequence[KeptBackup]) -> None:
            self._show(
                _page(words, kept, error, by_code=True),
                partial(entering.mend_keys, folder),
                partial(self._entrance.renew, folder),
            )

        self._list(folder, show)

    def offer_here(self, label: str, *, back: Callable[[], None]) -> None:
        """Offer to put a backup of another laptop on this one, as a store of its own.

        Args:
            label: What it is to be called; "" for a neutral number.
            back: To the page before; nothing was changed.
        """
        words = _("Kies de kopie van uw vorige laptop. Daarna kiest u een nieuw wachtwoord.")
        page = _page(words, by_code=True)
        work = partial(entering.move_in, label)
        self._show(page, work, lambda moved: self._entrance.renew(*moved), back=back)

    def _list(
        self, folder: paths.StoreFolder, show: Callable[[Sequence[KeptBackup]], None]
    ) -> None:
        self._entrance.tasks.read(
            self._entrance,
            partial(entering.kept_backups, folder),
            done=show,
            failed=lambda _refused: show([]),
        )

    def _show(
        self,
        page: RestorePage,
        work: Callable[[Path, str], T],
        done: Callable[[T], None],
        *,
        back: Callable[[], None] | None = None,
    ) -> None:
        def put_back(path: Path, code: str) -> None:
            self._entrance.tasks.write(
                page, partial(work, path, code), done=done, failed=page.refuse
            )

        page.chosen.connect(put_back)
        page.back.connect(back or (lambda: self._entrance.show_first("")))
        self._entrance.show_page(page)


def _page(
    words: str,
    kept: Sequence[KeptBackup] = (),
    error: MeitinkerError | None = None,
    *,
    by_code: bool = False,
) -> RestorePage:
    from ui.views.entry.restore import RestorePage

    page = RestorePage(kept, words, by_code=by_code)
    if error is not None:
        page.tell_error(error)
    return page
