"""The social map for everybody: its website, in words. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.i18n import LANGUAGES, _

if TYPE_CHECKING:
    from pathlib import Path

    from meitinker.services.publishing import Published

SITE = "sociale-kaart"
"""The folder of a website within the one that was chosen."""


def site_in(chosen: Path) -> Path:
    """Return where the website goes: an earlier one is chosen itself, or the folder it lies in."""
    return chosen if chosen.name == SITE else chosen / SITE


def languages(*, all_three: bool) -> tuple[str, ...]:
    """Return what the pages speak, Dutch at the top."""
    return tuple(LANGUAGES) if all_three else tuple(LANGUAGES)[:1]


def so_far(done: int, of: int) -> str:
    """Return how far the website is."""
    if not of:
        return _("De website wordt gemaakt…")
    return _("De website wordt gemaakt: {done} van {of} bladzijden.").format(done=done, of=of)


def published_words(made: Published, folder: Path) -> str:
    """Return what was made, and where it begins."""
    words = _("De website staat klaar in {folder}, met {count} diensten. Begin bij index.html.")
    return words.format(folder=folder, count=made.services)
