"""Backoffice in the rail: the visits that came in, and what was handed over, behind a tab each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.i18n import _
from ui.tabbed_place import Tab, TabbedPlace
from ui.views.back_office import BATCHES, KEY, VISITS
from ui.views.back_office.batches import BatchesPage
from ui.views.back_office.place import VisitsAtOffice

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.workplace import Workplace


class BackOfficePlace(TabbedPlace):
    """The tabs of Backoffice."""

    key = KEY

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build it at the visits."""
        pages = {
            VISITS: Tab(_("Gesprekken"), VisitsAtOffice),
            BATCHES: Tab(_("Leveringen"), BatchesPage),
        }
        super().__init__(workplace, parent, name=_("Onderdelen van Backoffice"), pages=pages)
