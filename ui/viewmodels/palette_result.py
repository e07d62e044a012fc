"""One line that the palette shows. No Qt here."""

from __future__ import annotations

import msgspec

from meitinker.store.settings import ScreenSpot


class PaletteResult(msgspec.Struct, frozen=True, kw_only=True):
    """One result.

    Attributes:
        key: Tells results apart.
        title: What it is.
        status: What choosing it does, in words; it is found by these as well.
        icon_name: Its icon.
        place: Where it leads, or None for an action.
        action: Name of the action, or "" for a place.
        makes: Kind of the records that are made there, where the place is not for that alone.
        also: Other words that it is found by, which are not shown.
    """

    key: str
    title: str
    status: str
    icon_name: str
    place: ScreenSpot | None = None
    action: str = ""
    makes: str = ""
    also: str = ""
