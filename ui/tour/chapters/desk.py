"""At the back office: where help is missing, a booklet to print, and the map for everybody."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zipfile import is_zipfile

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from ui.tour import hands
from ui.tour.chapters.papers import choose_folder, open_from, save_as, text_of
from ui.tour.chapters.village import unlock
from ui.tour.player import Wait, a_look, gone, pressable, the_end, until

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from ui.tour.player import Stage

COVERAGE = ("coverage.pdf", "coverage.xlsx")
BOOKLET = "village-booklet.pdf"
CHECK_FORM = ("check-form.pdf", "check-form.xlsx")
LIST = "services.csv"
"""A list of another program, as such a program writes it."""

SITE = "sociale-kaart"
"""The folder of the website among what the tour leaves."""

PUBLISHED = "social-map-site.png"
_FOUND = "Warme maaltijd aan huis"
_VILLAGE = "Grou"
_NEW = "Tinkskoalle Grou"
_SOUGHT = "tinkskoalle"
_NUMBER = "0566-06 11 22"
_HEADINGS = "Nummer;Naam;Organisatie;Omschrijving;Plaats"
_ROWS = (
    f"1;{_NEW};Doarpsbelang Grou;Elke tiisdei tegearre tinke.;Grou",
    "2;Breien yn 'e biblioteek;Doarpsbelang Grou;Tegearre breie.;Grou",
    "3;Niemands dienst;;;Grou",
)
_A_LOOK = 0.5
_A_WHILE = 60


def for_everybody(stage: Stage) -> Generator[Wait, None, None]:
    """Look where help is missing, then bring the map to people on paper and on the web."""
    yield until("Dit is het voorbeelddorp", seconds=_A_WHILE)
    yield pressable("Openen")
    yield from unlock()
    yield until("Instellingen")
    hands.press("Ctrl+5")
    yield until("Waar staan ze?")
    yield from _coverage(stage)
    hands.click_tab("Naar buiten")
    yield pressable("Maak de website…")
    yield from _website(stage)
    hands.click_tab("Diensten inlezen")
    yield until("Eerder ingelezen op dit apparaat")
    yield from _file_in(stage)
    hands.press("Ctrl+4")
    yield until("Wat zoekt u?")
    yield from _booklet(stage)
    yield from _service(stage)
    _published(stage)
    hands.window().close()
    yield the_end()


def _coverage(stage: Stage) -> Generator[Wait, None, None]:
    hands.click_tab("Sociale kaart")
    yield until("Klopt niet, volgens een collega")
    hands.click_tab("Hulp per dorp")
    yield until("diensten voor deze dorpen")
    yield Wait("the keyboard to be in the grid", _in_grid)
    for way in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right):
        hands.key(way)
    yield until(": advies en begeleiding")
    yield a_look(_A_LOOK)
    stage.step("Where help is and where it is not, and what lies behind", picture="coverage")
    yield from save_as(stage, "Bewaar als PDF…", COVERAGE[0])
    stage.require("Waar hulp is" in text_of(stage.out / COVERAGE[0]), "the paper says what it is")
    yield from save_as(stage, "Bewaar als Excel…", COVERAGE[1])
    stage.require(is_zipfile(stage.out / COVERAGE[1]), "the workbook is one")
    stage.step("It goes along on paper and as a workbook")


def _booklet(stage: Stage) -> Generator[Wait, None, None]:
    hands.click("Op papier")
    yield until("Bladzijde 1 van")
    hands.choose("Van welk dorp?", _VILLAGE)
    yield from save_as(stage, "Bewaar als PDF…", BOOKLET)
    stage.require(_VILLAGE in text_of(stage.out / BOOKLET), "the booklet is of the village")
    stage.step("The booklet of a village")
    hands.click("Terug naar de kaart")


def _website(stage: Stage) -> Generator[Wait, None, None]:
    yield from choose_folder(stage.out, "Maak de website…")
    yield until("De website staat klaar", seconds=_A_WHILE)
    yield a_look(_A_LOOK)
    stage.step("The website of the public part stands in a folder", picture="website-made")
    stage.require(_search_page(stage).exists(), "the website has a page to search on")


def _published(stage: Stage) -> None:
    """Have the website looked at last: a browser takes all processors, beside what is played."""
    stage.say(
        "browse",
        words="The published page in a real browser finds the help",
        url=f"{_search_page(stage).absolute().as_uri()}#q=eten+aan+huis",
        picture=PUBLISHED,
        seen=_FOUND,
    )


def _search_page(stage: Stage) -> Path:
    return stage.out / SITE / "zoeken.html"


def _file_in(stage: Stage) -> Generator[Wait, None, None]:
    """Bring a list of another program in: nothing is added before it was looked at."""
    file = stage.out / LIST
    file.write_text("\n".join((_HEADINGS, *_ROWS)), "cp1252")
    yield from open_from(file, "Kies een bestand…")
    yield until("Wat staat er in het bestand?")
    hands.click("Kijk het bestand na")
    yield until("2 diensten zijn nieuw.")
    stage.require(hands.sees("1 dienst kan niet mee."), "the row without a provider stays out")
    yield a_look(_A_LOOK)
    stage.step("What would come of a file is told by row first", picture="map-file")
    hands.click("Neem 2 wijzigingen over")
    yield until("2 diensten zijn toegevoegd.")
    stage.step("The good rows are in the map")


def _service(stage: Stage) -> Generator[Wait, None, None]:
    """Give one of them a number, and make the form on which its provider answers."""
    hands.fill("Wat zoekt u?", _SOUGHT)
    yield until(_NEW)
    hands.click_row(_NEW)
    yield pressable("Pas aan")
    hands.click("Pas aan")
    yield until(f"Pas aan: {_NEW}")
    hands.click("Voeg een nummer toe")
    yield until("Nieuw telefoonnummer")
    hands.fill("Telefoonnummer", _NUMBER)
    hands.click("Bewaar")
    yield gone("Nieuw telefoonnummer")
    yield until(_NUMBER)
    hands.look_at(_NUMBER)
    yield a_look(_A_LOOK)
    stage.step("A service is kept a part at a time", picture="map-edit")
    hands.click("Klaar")
    yield pressable("Controleformulier")
    hands.click("Controleformulier")
    yield until("Bladzijde 1 van")
    yield a_look(_A_LOOK)
    stage.step("Its provider is asked whether it is right", picture="check-form")
    yield from save_as(stage, "Bewaar als PDF…", CHECK_FORM[0])
    stage.require(_NUMBER in text_of(stage.out / CHECK_FORM[0]), "the form asks after the number")
    yield from save_as(stage, "Bewaar als Excel…", CHECK_FORM[1])
    stage.require(is_zipfile(stage.out / CHECK_FORM[1]), "the form to mail is a workbook")
    stage.step("The form on paper and to mail")


def _in_grid() -> bool:
    at = QApplication.focusWidget()
    return at is not None and hands.name_of(at) == "Hulp per dorp"
