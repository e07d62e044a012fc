"""Backoffice in the rail: visits that came in, what was handed over, the social map and more."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from meitinker.i18n import _
from ui.viewmodels import places
from ui.views.back_office import (
    ACCESS,
    BATCHES,
    COVERAGE,
    KEY,
    LISTS,
    MAP,
    MAP_IN,
    MAP_OUT,
    PAPERS,
    VISITS,
    WORKLOAD,
)
from ui.views.back_office.place import VisitsAtOffice
from ui.window.tabbed_place import Tab, TabbedPlace

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.window.place_view import PlaceView
    from ui.workplace import Workplace


class BackOfficePlace(TabbedPlace):
    """The tabs of Backoffice; each page is made when it is first turned to."""

    key = KEY

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build it at the visits, or at the first that the role may use."""
        begins = partial(places.makes, workplace.session.role)
        the_map = _("Sociale kaart")
        pages = {
            VISITS: Tab(_("Gesprekken"), VisitsAtOffice),
            BATCHES: Tab(_("Leveringen"), _batches),
            WORKLOAD: Tab(_("Werkverdeling"), _workload),
            PAPERS: Tab(_("Nog te versturen"), _papers),
            ACCESS: Tab(_("Toegang"), _access),
            LISTS: Tab(_("Lijsten"), _lists),
            MAP: Tab(_("Bijhouden"), _map, the_map),
            MAP_IN: Tab(_("Diensten inlezen"), _map_in, the_map),
            COVERAGE: Tab(_("Hulp per dorp"), _coverage, the_map),
            MAP_OUT: Tab(_("Naar buiten"), _map_out, the_map),
        }
        may = {section: "replacement" if section == ACCESS else "review_step" for section in pages}
        pages = {section: tab for section, tab in pages.items() if begins(may[section])}
        super().__init__(workplace, parent, name=_("Onderdelen van Backoffice"), pages=pages)


def _batches(workplace: Workplace, parent: QWidget) -> PlaceView:
    from ui.views.back_office.batches import BatchesPage

    return BatchesPage(workplace, parent)


def _workload(workplace: Workplace, parent: QWidget) -> PlaceView:
    from ui.views.back_office.workload import WorkloadPage

    return WorkloadPage(workplace, parent)


def _papers(workplace: Workplace, parent: QWidget) -> PlaceView:
    from ui.views.back_office.papers import OfficePapers

    return OfficePapers(workplace, parent)


def _map(workplace: Workplace, parent: QWidget) -> PlaceView:
    from ui.views.back_office.map_upkeep import MapUpkeepPage

    return MapUpkeepPage(workplace, parent)


def _lists(workplace: Workplace, parent: QWidget) -> PlaceView:
    from ui.viewmodels.client_lists import ClientLists
    from ui.views.back_office.lists import ListsPage

    return ListsPage(workplace, ClientLists(), parent)


def _map_in(workplace: Workplace, parent: QWidget) -> PlaceView:
    from ui.viewmodels.map_lists import MapLists
    from ui.views.back_office.lists import ListsPage

    return ListsPage(workplace, MapLists(), parent)


def _access(workplace: Workplace, parent: QWidget) -> PlaceView:
    from ui.views.back_office.access import AccessPage

    return AccessPage(workplace, parent)


def _coverage(workplace: Workplace, parent: QWidget) -> PlaceView:
    from ui.views.back_office.coverage import CoveragePage

    return CoveragePage(workplace, parent)


def _map_out(workplace: Workplace, parent: QWidget) -> PlaceView:
    from ui.views.back_office.map_out import MapOutPage

    return MapOutPage(workplace, parent)
