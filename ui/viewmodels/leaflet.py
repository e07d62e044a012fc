"""What is said of the help that goes on paper: a leaflet, or a booklet. No Qt here."""

from __future__ import annotations

import msgspec

from meitinker.i18n import _, ngettext
from ui.viewmodels.social_map import Filters, filter_words


def give_words(*, given: bool) -> str:
    """Return what the button at a service says; ``given``: it is on the leaflet."""
    return _("Toch niet meegeven") if given else _("Geef mee")


def leaflet_words(count: int) -> str:
    """Return what the button says that shows the leaflet with so many services."""
    return ngettext("Folder met {count} adres", "Folder met {count} adressen", count).format(
        count=count
    )


def booklet_words(filters: Filters) -> str:
    """Return what stands in the booklet of what the list is narrowed to.

    Whatever the hour is and whatever stopped: it tells what runs, for every day.
    """
    lasting = msgspec.structs.replace(filters, village_id=None, open_now=False, stopped=False)
    if lasting == Filters():
        return _("Een boekje met alle hulp voor één dorp. Druk het aan twee kanten af.")
    words = _("Hier staat alleen: {what}. Wis de keuzes bij de lijst voor alle hulp.")
    return words.format(what=filter_words(lasting, {}))


def booklet_name(village: str) -> str:
    """Return a name for the file of a booklet, without ending."""
    return _("hulp in {village}").format(village=village)
