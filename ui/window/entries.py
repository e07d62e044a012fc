"""The places of the rail, and how the view of each is made when it is first needed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from meitinker.i18n import _
from ui.viewmodels.places import has
from ui.views.back_office import KEY as BACK_OFFICE
from ui.views.sending import KEY as SENDING
from ui.views.social_map import KEY as SOCIAL_MAP
from ui.window.main_window import Entry

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from ui.views.today.reads import FirstReads
    from ui.window.place_view import PlaceView
    from ui.workplace import Workplace

TODAY = "today"


def places(workplace: Workplace, ahead: FirstReads | None = None) -> list[Entry]:
    """Return the places that exist and that the role may see."""
    offered = [
        Entry(TODAY, _("Vandaag"), "home", view=partial(_today, ahead)),
        Entry("people", _("Inwoners"), "users", view=_people),
        Entry("visits", _("Gesprekken"), "notes", view=_visits),
        Entry(SOCIAL_MAP, _("Sociale kaart"), "map-pin", view=_social_map),
        Entry(BACK_OFFICE, _("Backoffice"), "clipboard-list", view=_back_office),
    ]
    return [entry for entry in offered if has(workplace.session.role, entry.key)]


def foot() -> list[Entry]:
    """Return what stands below the places, but for the lock."""
    return [
        Entry(SENDING, _("Bijwerken"), "refresh", view=_bring_up_to_date),
        Entry("settings", _("Instellingen"), "settings", view=_settings),
        Entry("help", _("Hulp"), "help", view=_help),
    ]


def _today(ahead: FirstReads | None, workplace: Workplace, parent: QWidget) -> PlaceView:
    from ui.views.today.tabs import TodayTabs

    return TodayTabs(workplace, parent, ahead=ahead)


def _people(workplace: Workplace, parent: QWidget) -> PlaceView:
    from ui.views.people.place import PeoplePlace

    return PeoplePlace(workplace, parent)


def _visits(workplace: Workplace, parent: QWidget) -> PlaceView:
    from ui.views.visits.place import VisitsPlace

    return VisitsPlace(workplace, parent)


def _social_map(workplace: Workplace, parent: QWidget) -> PlaceView:
    from ui.views.social_map.place import SocialMapPlace

    return SocialMapPlace(workplace, parent)


def _back_office(workplace: Workplace, parent: QWidget) -> PlaceView:
    from ui.views.back_office.tabs import BackOfficePlace

    return BackOfficePlace(workplace, parent)


def _bring_up_to_date(workplace: Workplace, parent: QWidget) -> PlaceView:
    from ui.views.sending.place import SendingPlace

    return SendingPlace(workplace, parent)


def _settings(workplace: Workplace, parent: QWidget) -> PlaceView:
    from ui.views.settings.place import SettingsPlace

    return SettingsPlace(workplace, parent)


def _help(workplace: Workplace, parent: QWidget) -> PlaceView:
    from ui.views.help.place import HelpPlace

    return HelpPlace(workplace, parent)
