"""The example village: unlock, find someone, add someone whom the file may already have."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.tour import hands
from ui.tour.player import Wait, gone, pressable, until

if TYPE_CHECKING:
    from collections.abc import Generator

    from ui.tour.player import Stage

EXAMPLE_WORDS = "samen aan de keukentafel"


def open_village(stage: Stage) -> Generator[Wait, None, None]:
    """Unlock the example village."""
    yield until("Dit is het voorbeelddorp", seconds=60)
    yield pressable("Openen")
    stage.step("The example village asks for its passphrase", picture="unlock")
    yield from unlock()
    yield until("Gesprekken die nog niet af zijn")
    yield until("Lang niets van gehoord")  # its cards come one by one
    stage.step("Today shows what is not finished", picture="today")


def unlock() -> Generator[Wait, None, None]:
    """Type the passphrase of the example village."""
    hands.fill("Wachtwoord", EXAMPLE_WORDS)
    hands.press("Return")
    yield gone("Bezig met openen")


def find_someone(stage: Stage) -> Generator[Wait, None, None]:
    """Find a resident by a name with a typing error, by street, and open the file."""
    hands.press("Ctrl+2")
    yield until("Zoek op naam, straat of plaats")
    hands.fill("Zoek op naam", "hokestra")
    yield until("Hoekstra")
    yield until("lijkt op “hokestra”")
    stage.step("A typing error still finds the Hoekstra's", picture="search-typing-error")
    hands.fill("Zoek op naam", "buorren 14")
    yield until("Sjoukje de Jong")
    hands.fill("Zoek op naam", "xyzzyq")
    yield until("Niets gevonden")
    stage.step("Nothing found says what to do", picture="search-nothing")
    hands.fill("Zoek op naam", "sjoukje jong")
    yield until("Sjoukje de Jong-Wâldsang")
    hands.click_row("Sjoukje de Jong-Wâldsang")
    yield until("Geboren 4 maart 1948")
    yield until("Ik kom de trap bijna niet meer op")
    stage.step("The file tells what happened and when", picture="file")
    hands.click_tab("Gegevens")
    yield until("BSN")
    stage.step("Every field of the file can be written in", picture="file-details")


def add_someone(stage: Stage) -> Generator[Wait, None, None]:
    """Add a person; who is in the file already is shown while typing."""
    hands.press("Ctrl+N")
    yield until("Een naam is genoeg")
    yield until("Telefoonnummer")  # the last field to be built
    hands.fill("Roepnaam", "Sjoukje")
    hands.fill("Tussenvoegsel", "de")
    hands.fill("Achternaam", "Jong")
    hands.fill("Geboortedatum: Dag", "4")
    hands.fill("Geboortedatum: Maand", "maart")
    hands.fill("Geboortedatum: Jaar", "1948")
    yield until("Dit is dezelfde persoon")
    stage.step("While typing, the likely double is shown", picture="double-shown")
    hands.click("Leegmaken")
    yield gone("Dit is dezelfde persoon")
    hands.fill("Voornamen", "Ytsje Froukje")
    hands.fill("Achternaam", "Proefstra")
    hands.fill("Geboortedatum: Dag", "31")
    hands.fill("Geboortedatum: Maand", "2")
    hands.fill("Geboortedatum: Jaar", "1940")
    hands.fill("Straat", "De Buorren")
    hands.fill("Huisnummer", "3")
    hands.fill("Postcode", "9001ab")
    hands.fill("Plaats", "Grouw")
    hands.press("Tab")
    yield until("Deze datum bestaat niet")
    stage.step("A date that does not exist is said in words", picture="date-error")
    hands.fill("Geboortedatum: Dag", "3")
    hands.touch(hands.field("Straat"))
    yield gone("Deze datum bestaat niet")
    hands.press("Ctrl+Return")
    yield until("Ytsje Froukje Proefstra")
    yield until("Inwoner toegevoegd")
    yield until("Grouw")
    stage.step(
        "She is in the file; the Dutch name of the village was not rewritten", picture="added"
    )
    yield from _around_her()


def _around_her() -> Generator[Wait, None, None]:
    """Add the neighbour to her network: so there is something to draw in her plan."""
    hands.click_tab("Netwerk")
    yield until("Voeg iemand toe")
    hands.click("Voeg iemand toe")
    yield until("Verwijder uit het netwerk")
    hands.fill("Naam", "Wiebe")
    hands.fill("Hoe noemt de inwoner deze persoon?", "buurman")
    hands.choose("Wat is deze persoon voor de inwoner?", "Buur")
    hands.press("Return")
    hands.click("Elke week")
    hands.click("Helpt de inwoner")
    hands.press("Ctrl+S")
    yield until("Bewaard om")
    hands.click("Klaar")
    yield gone("Wat doet deze persoon?")
