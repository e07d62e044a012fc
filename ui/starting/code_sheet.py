"""The recovery code on the way in: put away before the work, and asked when one forgot."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from meitinker.i18n import _
from ui.starting import entering

if TYPE_CHECKING:
    from meitinker import paths
    from meitinker.errors import MeitinkerError
    from meitinker.keys import StoreKey
    from ui.starting.entering import OpenStore
    from ui.starting.entrance import Entrance
    from ui.views.entry.page import EntryPage


class CodeSheet:
    """The pages of the recovery code, within the entrance."""

    def __init__(self, entrance: Entrance) -> None:
        """Belong to an entrance, which shows the pages."""
        self._entrance = entrance
        self._waits: OpenStore | None = None

    def close(self) -> None:
        """Close the store that waits behind the sheet, if one does."""
        if self._waits is not None:
            self._waits.database.close()
            self._waits = None

    def show_first(self, found: OpenStore) -> None:
        """Show the code of a store that was just made."""
        self._show(found, _("Stap 3 van 3."), can_wait=False)

    def show_anew(self, found: OpenStore) -> None:
        """Show another code where the last one was never put away."""
        words = _(
            "U bewaarde uw herstelcode nog niet. Daarom krijgt u een nieuwe."
            " Een oude code werkt niet meer."
        )
        self._show(found, words, can_wait=True)

    def ask(self, folder: paths.StoreFolder) -> None:
        """Ask for the code in the place of the passphrase, and for a new passphrase."""
        from ui.views.entry.recovery import RecoverPage

        page = RecoverPage()
        page.back.connect(lambda: self._entrance.show_first(""))
        page.entered.connect(
            lambda code: self._entrance.tasks.write(
                page,
                partial(entering.recover, folder, code),
                done=partial(self.renew, folder),
                failed=partial(self._entrance.putting_back.refuse_key, folder, page.refuse),
            )
        )
        self._entrance.show_page(page)

    def renew(self, folder: paths.StoreFolder, key: StoreKey) -> None:
        """Ask for a new passphrase, and open the store."""
        from ui.views.entry.first_run import PassphrasePage

        page = PassphrasePage(step=_("Uw herstelcode klopt."))
        page.topic = "unlock"
        page.chosen.connect(
            lambda passphrase, alone: self._entrance.tasks.write(
                page,
                partial(entering.reset, folder, key, passphrase, alone),
                done=lambda _none: self._entrance.open(page.refuse, key, by_code=True),
                failed=partial(self._entrance.not_opened, page.refuse, key),
            )
        )
        self._entrance.show_page(page)

    def _show(self, found: OpenStore, step: str, *, can_wait: bool) -> None:
        from ui.views.entry.recovery import RecoveryCodePage

        self._waits = found
        page = RecoveryCodePage(found.sheet, step=step, can_wait=can_wait)
        page.kept.connect(partial(self._keep, page, found))
        page.later.connect(partial(self._go_to_work, found))
        self._entrance.show_page(page)

    def _keep(self, page: EntryPage, found: OpenStore) -> None:
        def failed(error: MeitinkerError) -> None:
            page.setEnabled(True)
            page.tell_error(error)

        page.setEnabled(False)
        self._entrance.tasks.write(
            page,
            partial(entering.code_kept, found.database),
            done=lambda _none: self._go_to_work(found),
            failed=failed,
        )

    def _go_to_work(self, found: OpenStore) -> None:
        self._waits = None
        self._entrance.opened.emit(found)
