"""The social map: everyday words find the help of this village, and what is missing is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.tour import hands
from ui.tour.chapters.papers import save_as, text_of
from ui.tour.player import Wait, a_look, gone, pressable, until
from ui.views.visits.offers import OffersPart

if TYPE_CHECKING:
    from collections.abc import Generator

    from ui.tour.player import Stage

SOUGHT = "eten aan huis"
NOWHERE = "paardenfluisteraar"
COMPANY = "koffie drinken met anderen"
AT_TABLE = "Sjoukje de Jong-Wâldsang"
SPOKEN = "Afke van de balie"
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


def choose_help(stage: Stage) -> Generator[Wait, None, None]:
    """At the table: choose what fits a need, and note whom the meitinker spoke there."""
    hands.press("Ctrl+3")
    yield until("Zoek in de gesprekken")
    hands.fill("Zoek in de gesprekken", "Sjoukje de Jong")
    yield until(AT_TABLE)
    hands.click_row(AT_TABLE)
    yield until("Verder met gesprek")
    hands.click("Verder met gesprek")
    yield until("Afronden")
    hands.click_row("Ladder")
    yield Wait("help that fits the need", lambda: bool(_offered()))
    service = _offered()[0]
    hands.click(service)
    yield until("Kies hulp bij deze behoefte")
    hands.answer("Hoe ver helpt dit?", "Dit helpt een deel")
    hands.answer("Wie legt het contact?", "Ik leg het contact")
    yield a_look(_A_LOOK)
    stage.step("What fits a need is chosen beside it", picture="map-choose")
    hands.click("Zet op de ladder en in het plan")
    yield until(f"Gekozen: {service}. U legt het contact.")
    hands.click(f"Contact gelegd met {service}")
    yield until("Wie sprak u daar?")
    hands.fill("Wie sprak u daar?", SPOKEN)
    hands.click("Bewaar het contact")
    yield until(f"met {SPOKEN}")
    hands.click_row("Afspraken")
    yield until(f"Legt contact met {service}")
    stage.step("It stands on the ladder and in the agreements, with whom was spoken there")


def _offered() -> list[str]:
    return [
        one.text()
        for part in hands.widgets(OffersPart)
        if isinstance(part, OffersPart)
        for one in part.buttons
    ]


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
