"""A store of one's own: the pages of who begins on this computer, the first or beside others."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from meitinker import labels
from meitinker.i18n import _
from ui.starting import entering

if TYPE_CHECKING:
    from meitinker.services.opening import FirstUser
    from ui.starting.entrance import Entrance
    from ui.views.entry.first_run import PassphrasePage


class FirstTime:
    """Who will work here, and the passphrase, within the entrance."""

    def __init__(self, entrance: Entrance) -> None:
        """Belong to an entrance, which shows the pages."""
        self._entrance = entrance

    def show(self, owner: FirstUser | None = None, label: str = "") -> None:
        """Ask who will work here; what was typed before a step back stands there again."""
        from meitinker.services.opening import known_villages
        from ui.views.entry.first_run import WhoPage

        page = WhoPage(known_villages(), shared=bool(labels.stores()))
        page.fill(owner, label)
        page.filled.connect(self._ask_passphrase)
        page.moving.connect(self._move_in)
        page.back.connect(lambda: self._entrance.show_first(""))
        self._entrance.show_page(page)

    def _move_in(self, owner: FirstUser, label: str) -> None:
        back = partial(self.show, owner, label)
        self._entrance.putting_back.offer_here(label, back=back)

    def _ask_passphrase(self, owner: FirstUser, label: str) -> None:
        from ui.views.entry.first_run import PassphrasePage

        page = PassphrasePage(step=_("Stap 2 van 3."), can_go_back=True)
        page.chosen.connect(partial(self._make, page, owner, label))
        page.back.connect(partial(self.show, owner, label))
        self._entrance.show_page(page)

    def _make(
        self, page: PassphrasePage, owner: FirstUser, label: str, passphrase: str, alone: bool
    ) -> None:
        self._entrance.tasks.write(
            page,
            partial(entering.make_store, passphrase, owner, alone, label),
            done=self._entrance.made,
            failed=page.refuse,
        )
