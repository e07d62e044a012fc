"""The social map: everyday words find the help of this village, and what is missing is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.tour import hands
from ui.tour.player import Wait, a_look, gone, until

if TYPE_CHECKING:
    from collections.abc import Generator

    from ui.tour.player import Stage

SOUGHT = "eten aan huis"
NOWHERE = "paardenfluisteraar"
_A_LOOK = 0.4


def find_help(stage: Stage) -> Generator[Wait, None, None]:
    """Look for help in everyday words, read who offers it, and tell what is not there."""
    hands.click("Sociale kaart")
    yield until("Wat zoekt u?")
    hands.fill("Wat zoekt u?", SOUGHT)
    yield until("Warme maaltijd aan huis")
    hands.press("Return")
    yield until("Klopt niet…")
    yield a_look(_A_LOOK)
    stage.step("Everyday words find the help, and it says why", picture="map-found")
    hands.fill("Wat zoekt u?", NOWHERE)
    yield until("Dit ontbreekt")
    yield a_look(_A_LOOK)
    stage.step("What is not there can be told", picture="map-nothing")
    hands.click("Dit ontbreekt")
    yield until("Wat is er nodig?")
    yield a_look(_A_LOOK)
    stage.step("The back office hears what is missing", picture="map-missing")
    hands.press("Escape")
    yield gone("Wat is er nodig?")
