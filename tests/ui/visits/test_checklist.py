"""The accessibility checklist on every section, in three themes and at small sizes (L29)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker.domain.visits import VisitState
from tests.ui import checklist
from ui.theme import THEME_NAMES, Theme, ThemeName, apply
from ui.viewmodels.conversation import SECTIONS

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from tests.ui.visits.conftest import Room

_HIGH = 3000

SCREENS = ("list", "new", *SECTIONS, "concluded")


def show(room: Room, screen: str) -> None:
    """Bring a screen into view."""
    if screen == "new":
        room.place.new()
    elif screen == "concluded":
        room.open(room.first(VisitState.CONCLUDED))
    elif screen in SECTIONS:
        room.open(room.first())
        room.conversation.go(screen)
    room.answered()
    if screen == "ladder":
        room.conversation.ladder.ladder.button(2).click()
    checklist.settle()


def faults(room: Room) -> list[str]:
    """Run every check in a window so high that nothing scrolls, and what scrolling may hide."""
    hidden = checklist.hidden_focus(room.place)
    room.place.resize(room.place.width(), _HIGH)
    checklist.settle()
    return hidden + checklist.faults(room.place)


@pytest.mark.promise("L29")
@pytest.mark.parametrize("screen", SCREENS)
def test_l29_no_faults(screen: str, room: Room) -> None:
    show(room, screen)
    assert faults(room) == []


@pytest.mark.promise("L29")
@pytest.mark.parametrize("theme", [name for name in THEME_NAMES if name != "light"])
@pytest.mark.parametrize("screen", ["list", "ladder", "closing", "plan"])
def test_l29_no_faults_in_other_themes(
    screen: str, theme: ThemeName, room: Room, qapp: QApplication
) -> None:
    apply(qapp, Theme(name=theme))
    show(room, screen)
    assert faults(room) == []


@pytest.mark.promise("L29")
@pytest.mark.parametrize(("text_size", "width", "height"), [(200, 1230, 768), (100, 620, 384)])
@pytest.mark.parametrize("screen", SCREENS)
def test_l29_nothing_is_cut_off_on_a_small_screen(
    screen: str, text_size: int, width: int, height: int, room: Room, qapp: QApplication
) -> None:
    apply(qapp, Theme(text_size=text_size))
    room.place.resize(width, height)
    checklist.settle()
    show(room, screen)
    size = (room.place.width(), room.place.height())
    assert size == (width, height), "a window must not grow by what is opened in it"
    assert checklist.faults_when_large(room.place, width=width, height=height) == []
