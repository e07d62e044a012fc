"""The rest of the kitchen table: scores, consent, what is not to be forgotten, reading together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from ui.tour import hands
from ui.tour.chapters.village import EXAMPLE_WORDS
from ui.tour.player import Wait, a_look, gone, until

if TYPE_CHECKING:
    from collections.abc import Generator

    from ui.tour.player import Stage

SCORED = "Ymkje Rûchaard"
STAY = "Ik wil graag hier blijven wonen."
CARER = "Uw buurman wil elke maand een weekend vrij."
SAFETY = "Zij schrikt als haar zoon belt."
DOCTOR = "huisarts Miedema"
_SCORES = (
    ("Geld", "4"),
    ("Wonen", "5"),
    ("Gezondheid", "2"),
    ("Het huishouden", "2"),
    ("Familie, vrienden en buren", "4"),
    ("Meedoen in het dorp", "4"),
)
_MOST_PAGES = 20


def scores(stage: Stage) -> Generator[Wait, None, None]:
    """Score someone who was scored before: then and now stand in one picture."""
    hands.press("Ctrl+2")
    yield until("Zoek op naam, straat of plaats")
    hands.fill("Zoek op naam", "ymkje ruchaard")
    yield until(SCORED)
    hands.click_row(SCORED)
    yield until("Nieuw gesprek")
    hands.click("Nieuw gesprek")
    yield until("Wat vertelt de inwoner?")
    hands.click_row("Zelfredzaamheid")
    yield until("Meedoen in het dorp")
    for domain, score in _SCORES:
        hands.answer(domain, score)
    yield until("Meedoen in het dorp: van 2 (niet zelfredzaam) naar 4 (voldoende zelfredzaam).")
    yield gone("Bezig met bewaren")
    yield a_look(0.3)
    hands.look_at("Wonen: van 4")
    stage.step("A score for every life domain that was talked about", picture="scores")
    hands.press("Ctrl+2")
    yield until("Zoek op naam, straat of plaats")


def consent(stage: Stage) -> Generator[Wait, None, None]:
    """Write down what the resident allows, and for which purpose."""
    hands.click_row("Toestemming")
    yield until("Er is nog niets gevraagd.")
    hands.choose("Waarvoor?", "Overleg met huisarts of zorg")
    hands.click("Vindt het goed")
    hands.fill("Met wie of waarover?", DOCTOR)
    hands.click("Bewaar het antwoord")
    yield until(f"· {DOCTOR} · mondeling")
    yield a_look(0.3)
    hands.look_at("Overleg met huisarts of zorg")
    stage.step("What she allows, for which purpose, and how she said it", picture="consent")


def checks(stage: Stage) -> Generator[Wait, None, None]:
    """Tick what is not to be forgotten; what is for the plan says so before it is typed."""
    hands.click_row("Niet vergeten")
    yield until("Is het thuis veilig?")
    hands.answer("Wat heeft de mantelzorger zelf nodig?", "Besproken")
    hands.fill("Wat komt hierover in het plan? Wat heeft de mantelzorger", CARER)
    hands.answer("Is het thuis veilig?", "Besproken")
    hands.fill("Aantekening Is het thuis veilig?", SAFETY)
    yield until("Bewaard om")
    yield a_look(0.3)
    hands.look_at("Wat heeft de mantelzorger zelf nodig?")
    stage.step("What is not to be forgotten, and who will read it", picture="checks")


def place(stage: Stage) -> Generator[Wait, None, None]:
    """Put words of the question with a life domain as well, by keyboard."""
    hands.click_row("De vraag")
    yield until("Wat vertelt de inwoner?")
    hands.touch(hands.field("Wat vertelt de inwoner?"))
    hands.press("Ctrl+End")
    for _step in range(len(STAY.split()) + 1):  # the full stop is a step as well
        hands.press("Ctrl+Shift+Left")
    hands.press("Ctrl+Shift+B")
    yield until("Afgesproken")
    hands.walk_menu("Leefgebied", "Wonen")
    stage.step("Words that were selected can be put elsewhere as well", picture="place-text")
    hands.key(Qt.Key.Key_Return)
    yield gone("Nieuwe behoefte")
    hands.click_row("Leefgebieden")
    yield until(STAY)
    stage.step("They stand there too, below what was there")


def together(stage: Stage) -> Generator[Wait, None, None]:
    """Let the resident read along: only what is theirs, and back by passphrase alone."""
    hands.press("F11")
    yield until("Klopt dit?")
    stage.require(not hands.sees("Gesprekken"), "nothing of the work is in sight")
    read = set(hands.texts())
    for _page in range(_MOST_PAGES):
        if not hands.button("Volgende").isEnabled():
            break
        hands.click("Volgende")
        yield a_look(0.05)
        read |= set(hands.texts())
        if hands.sees("Wat u wilt bereiken"):
            stage.step("What the resident sees when the screen is turned", picture="together")
    stage.require("Wat u wilt bereiken" in read, "the resident reads what was said")
    stage.require(CARER in read, "the resident reads what the plan will say")
    stage.require(SAFETY not in read, "a note that is not the resident's is on no page")
    hands.click("Terug naar mijn scherm")
    yield until("Wachtwoord van de meitinker")
    hands.write(EXAMPLE_WORDS)
    hands.press("Return")
    yield until("Onderdelen van het gesprek")
    yield a_look(0.3)
    stage.step("Back at the work, by the passphrase alone", picture="back-again")
