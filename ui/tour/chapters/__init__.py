"""The chapters of the story, in order; each begins where the process of the last one ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.tour.chapters import (
    contacts,
    conversation,
    look,
    network,
    photos,
    plan,
    requests,
    table,
    village,
    week,
)
from ui.tour.chapters.first_time import first_time, unlock_again

if TYPE_CHECKING:
    from ui.tour.player import Chapter

_FIRST_TIME: tuple[Chapter, ...] = (first_time, unlock_again)
_VILLAGE: tuple[Chapter, ...] = (
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
    look.settings,
)
CHAPTERS = (*_FIRST_TIME, *_VILLAGE)


def is_first_time(chapter: int) -> bool:
    """Tell whether a chapter needs a computer on which the program never ran."""
    return chapter < len(_FIRST_TIME)
