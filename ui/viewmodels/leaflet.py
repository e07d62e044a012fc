"""What buttons say of the leaflet that a resident takes home. No Qt here."""

from __future__ import annotations

from meitinker.i18n import _, ngettext


def give_words(*, given: bool) -> str:
    """Return what the button at a service says; ``given``: it is on the leaflet."""
    return _("Toch niet meegeven") if given else _("Geef mee")


def leaflet_words(count: int) -> str:
    """Return what the button says that shows the leaflet with so many services."""
    return ngettext("Folder met {count} adres", "Folder met {count} adressen", count).format(
        count=count
    )
