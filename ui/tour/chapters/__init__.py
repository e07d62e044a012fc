"""The chapters of the story, in order; each begins where the process of the last one ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.tour.chapters.first_time import first_time, unlock_again

if TYPE_CHECKING:
    from ui.tour.player import Chapter

CHAPTERS: tuple[Chapter, ...] = (first_time, unlock_again)

_FIRST_TIME = 2
"""Chapters played in an empty store; the others play in the example village."""


def is_first_time(chapter: int) -> bool:
    """Tell whether a chapter needs a computer on which the program never ran."""
    return chapter < _FIRST_TIME
