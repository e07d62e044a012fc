"""What the entrance says of a store that its hub ordered to be destroyed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.i18n import _
from ui.viewmodels.field_words import moment_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.store.wiping import Wiped
    from ui.views.entry.page import EntryPage


def tell_wiped(page: EntryPage, notes: Sequence[Wiped | None]) -> None:
    """Say on the page that is shown what happened."""
    page.bar.tell("waarschuwing", wiped_words(notes))


def wiped_words(notes: Sequence[Wiped | None]) -> str:
    """Return what happened, and that what was not sent is gone too."""
    done = max((one.done_at for one in notes if one is not None), default="")
    happened = (
        _("Uw organisatie gaf opdracht om deze laptop leeg te maken. Dat is gedaan op {moment}.")
        if done
        else _("Uw organisatie gaf opdracht om deze laptop leeg te maken. Dat is gedaan.")
    )
    words = _("Wat nog niet verstuurd was, is ook weg. Bel uw beheerder.")
    return f"{happened.format(moment=moment_text(done) if done else '')} {words}"
