"""Vandaag in the rail: the day itself, the open requests and the week, behind a tab each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.i18n import _
from ui.views.papers import SECTION as PAPERS
from ui.views.requests import SECTION as REQUESTS
from ui.views.today.place import TodayPlace
from ui.views.week import SECTION as WEEK
from ui.window.tabbed_place import Tab, TabbedPlace

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.views.today.reads import FirstReads
    from ui.window.place_view import PlaceView
    from ui.workplace import Workplace

DAY = ""
"""The section of a spot in Vandaag that means the day itself."""


class TodayTabs(TabbedPlace):
    """The tabs of Vandaag.

    The day is made with the window, because it is what the program opens with; the others are
    made when they are first turned to.
    """

    key = "today"

    def __init__(
        self,
        workplace: Workplace,
        parent: QWidget | None = None,
        *,
        ahead: FirstReads | None = None,
    ) -> None:
        """Build it at the day; ``ahead`` are its first readings, which are under way."""
        pages = {
            DAY: Tab(_("Vandaag"), TodayPlace),
            REQUESTS: Tab(_("Vragen"), _requests),
            WEEK: Tab(_("Week"), _week),
            PAPERS: Tab(_("Nog te geven"), _papers),
        }
        super().__init__(workplace, parent, name=_("Onderdelen van Vandaag"), pages=pages)
        self.day = TodayPlace(workplace, self._stack, ahead=ahead)
        self.take(DAY, self.day)


def _requests(workplace: Workplace, parent: QWidget) -> PlaceView:
    from ui.views.requests.waiting import WaitingRequests

    return WaitingRequests(workplace, parent)


def _week(workplace: Workplace, parent: QWidget) -> PlaceView:
    from ui.views.week.page import WeekPage

    return WeekPage(workplace, parent)


def _papers(workplace: Workplace, parent: QWidget) -> PlaceView:
    from ui.views.papers.page import PapersPage

    return PapersPage(workplace, parent)
