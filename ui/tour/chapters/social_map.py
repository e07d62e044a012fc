"""The social map: everyday words find the help of this village, and what is missing is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.tour import hands
from ui.tour.chapters.papers import save_as, text_of
from ui.tour.player import Wait, a_look, gone, pressable, until

if TYPE_CHECKING:
    from collections.abc import Generator

    from ui.tour.player import Stage

SOUGHT = "eten aan huis"
NOWHERE = "paardenfluisteraar"
COMPANY = "koffie drinken met anderen"
LEAFLETS = ("social-map-leaflet.pdf", "social-map-leaflet-large.pdf")
_FIRST = "Warme maaltijd aan huis"
_A_LOOK = 0.4


def find_help(stage: Stage) -> Generator[Wait, None, None]:
    """Look for help in everyday words, read who offers it, and tell what is not there."""
    hands.click("Sociale kaart")
    yield until("Wat zoekt u?")
    hands.fill("Wat zoekt u?", SOUGHT)
    yield until(_FIRST)
    hands.press("Return")
    yield until("Klopt niet…")
    yield a_look(_A_LOOK)
    stage.step("Everyday words find the help, and it says why", picture="map-found")
    yield from _leaflet(stage)
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


def _leaflet(stage: Stage) -> Generator[Wait, None, None]:
    """Choose two services to take home, and print them as usual and in large letters."""
    hands.click("Geef mee")
    yield until("Folder met 1 adres")
    hands.fill("Wat zoekt u?", COMPANY)
    yield until("gevonden op: koffie")
    hands.press("Return")
    yield pressable("Geef mee")
    hands.click("Geef mee")
    yield until("Folder met 2 adressen")
    hands.click("Folder met 2 adressen")
    yield until("Bladzijde 1 van")
    yield a_look(_A_LOOK)
    stage.step("What goes along stands on a leaflet", picture="leaflet")
    yield from save_as(stage, "Bewaar als PDF…", LEAFLETS[0])
    hands.click("Grote letters")
    yield gone("Bezig")
    yield from save_as(stage, "Bewaar als PDF…", LEAFLETS[1])
    for name in LEAFLETS:
        stage.require(_FIRST in text_of(stage.out / name), f"help in {name}")
    stage.step("The leaflet on paper, normal and large")
    hands.click("Terug naar de kaart")
    yield until("Klopt niet…")
