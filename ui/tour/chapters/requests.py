"""A question by phone: taken, its clocks, the receipt letter, and the list of the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.tour import hands
from ui.tour.chapters.papers import save_as, text_of
from ui.tour.player import Wait, a_look, gone, until

if TYPE_CHECKING:
    from collections.abc import Generator

    from ui.tour.player import Stage

WHO = "Klaske Ïnghoarn"
ASKED = "Ik kom de trap niet meer op. Wie denkt er met mij mee?"


def request(stage: Stage) -> Generator[Wait, None, None]:
    """Take a question from anywhere, see its clocks, write the receipt, find it on Vandaag."""
    hands.press("Ctrl+1")
    yield until("Inwoner zoeken")
    hands.press("Ctrl+K")
    yield until("Zoek een inwoner")
    hands.write("nieuwe vraag")
    yield until("Iemand vraagt hulp of meldt iets")
    hands.press("Return")
    yield until("Wat wordt er gevraagd?")
    hands.write(ASKED)
    hands.press("Tab")
    hands.write("klaske")
    yield until(WHO)
    hands.press("Return")
    yield until(f"Over {WHO}")
    yield until("Bewaard om")
    yield a_look(0.3)
    stage.step("A question is taken from anywhere, the words first", picture="request")
    hands.press("Ctrl+Return")
    yield gone("Wat wordt er gevraagd?")
    yield until(ASKED)
    yield until("Afspraak maken: nog 23 uur")
    stage.require(hands.sees("Onderzoek: nog 4"), "the six weeks are told in words")
    yield a_look(0.3)
    stage.step("In the file it stands with its clocks in words", picture="request-file")
    yield from _receipt(stage)
    hands.press("Ctrl+1")
    yield until("Inwoner zoeken")
    hands.click_tab("Vragen")
    yield until("Nieuwe vraag")
    yield until(WHO)
    yield a_look(0.3)
    stage.require(not hands.sees(ASKED), "the list says nothing of what was asked")
    stage.step("The open questions, the most pressing above", picture="requests")
    hands.click_tab("Vandaag")
    yield until("Inwoner zoeken")


def _receipt(stage: Stage) -> Generator[Wait, None, None]:
    hands.click("Ontvangstbrief")
    yield until("Bladzijde 1 van")
    hands.click("Later sturen")
    yield until("Bewaar als PDF…")
    yield a_look(0.3)
    stage.step("The receipt letter, as it will be sent", picture="receipt")
    yield from save_as(stage, "Bewaar als PDF…", "receipt.pdf")
    told = text_of(stage.out / "receipt.pdf")
    for words in (ASKED, "persoonlijk plan", "cliëntondersteuner", "De laatste dag is"):
        stage.require(words in told, f"{words!r} in the receipt")
    hands.click("Bewaar datum")
    yield until("Deze brief ging weg op")
    hands.click("Terug naar de vragen")
    yield until("Persoonlijk plan: verteld op")
    stage.step("The letter told of plan and client support, and that is noted")
