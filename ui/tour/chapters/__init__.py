"""The chapters of the story, in order; each begins where the process of the last one ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.tour.chapters import (
    contacts,
    conversation,
    desk,
    exchange,
    look,
    network,
    photos,
    plan,
    requests,
    social_map,
    table,
    village,
    week,
)
from ui.tour.chapters.first_time import first_time, unlock_again
from ui.tour.progress import DESK, VILLAGE

if TYPE_CHECKING:
    from ui.tour.player import Chapter

_NEW = (first_time, unlock_again)
_VILLAGE = (
    village.open_village,
    week.week,
    village.find_someone,
    network.network,
    requests.request,
    contacts.call,
    contacts.the_file,
    table.scores,
    village.add_someone,
    conversation.begin,
    conversation.come_back,
    conversation.find_help,
    table.consent,
    photos.photos,
    table.checks,
    table.place,
    table.together,
    conversation.finish,
    plan.plan,
    plan.again,
    conversation.lock_up,
    conversation.next_morning,
    social_map.find_help,
    social_map.choose_help,
    look.settings,
)
_AT_DESK = (desk.for_everybody,)
_HUB = (
    exchange.laptop_joins,
    exchange.laptop_sends,
    exchange.office_joins,
    exchange.office_asks,
    exchange.laptop_answers,
    exchange.office_decides,
)
_PLAYED: tuple[tuple[str, Chapter], ...] = (
    *(("home", chapter) for chapter in _NEW),
    *((VILLAGE, chapter) for chapter in _VILLAGE),
    *((DESK, chapter) for chapter in _AT_DESK),
    *((chapter.__name__.split("_")[0], chapter) for chapter in _HUB),
)
"""Every chapter with the laptop that it is played on."""

CHAPTERS: tuple[Chapter, ...] = tuple(chapter for _laptop, chapter in _PLAYED)
HUB_FIRST = len(CHAPTERS) - len(_HUB)
"""The chapter with which the exchange begins; it needs nothing of an earlier one."""
DESK_FIRST = HUB_FIRST - len(_AT_DESK)
"""The chapter with which the back office begins; it needs nothing of an earlier one either."""


def parts_played(*, with_hub: bool) -> tuple[Chapter, ...]:
    """Return the chapters of a tour, with or without those that need a hub."""
    return CHAPTERS if with_hub else CHAPTERS[:HUB_FIRST]


def played_on(chapter: int) -> str:
    """Return the laptop on which a chapter is played; after the last one, the last."""
    return _PLAYED[min(chapter, len(_PLAYED) - 1)][0]
