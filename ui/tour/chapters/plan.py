"""The plan: on paper in three ways, a remark of the resident, and a second version."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ui.tour import hands
from ui.tour.chapters.conversation import CONCLUSION, HOUSING, NEED, OWN, QUESTION, RESULT
from ui.tour.chapters.papers import save_as, text_of
from ui.tour.chapters.table import CARER, SAFETY, STAY
from ui.tour.player import Wait, a_look, gone, until

if TYPE_CHECKING:
    from collections.abc import Generator

    from ui.tour.player import Stage

REMARK = "De drempelhulp wil ik liever bij de achterdeur."
ASKED = "Een vaste drempelhulp"
NEWS = "De drempelhulp komt bij de achterdeur."
_DRAWING = "Tekening van het netwerk meegeven"


def plan(stage: Stage) -> Generator[Wait, None, None]:
    """Choose what goes along, and save the plan as usual, in large print and in Frisian."""
    yield until("Bladzijde 1 van")
    yield until(_DRAWING)
    yield a_look()
    hands.click(_DRAWING)
    yield a_look(0.3)
    stage.step("The plan on the screen, with the drawing of the network by choice", picture="plan")
    yield from save_as(stage, "Bewaar als PDF…", "support-plan.pdf")
    text = text_of(stage.out / "support-plan.pdf")
    for said in (QUESTION, HOUSING, STAY, NEED, RESULT, OWN, CARER, CONCLUSION, "voor de kerst"):
        stage.require(said in text, f"the plan says {said!r}")
    stage.require("De mensen om u heen" in text, "the drawing goes along")
    stage.require(SAFETY not in text, "a note that is not for the resident stays away")
    stage.require("VOORBEELD" in text, "every page of the example says so")
    hands.click("Grote letters")
    yield gone("Bezig")
    yield from save_as(stage, "Bewaar als PDF…", "support-plan-large.pdf")
    large = text_of(stage.out / "support-plan-large.pdf")
    stage.require(CONCLUSION in large, "the large plan says the same")
    stage.step("The plan on paper, normal and large", picture="plan-large")
    hands.click("Grote letters")
    yield from _in_frisian(stage)


def again(stage: Stage) -> Generator[Wait, None, None]:
    """Give the plan, keep what the resident says of it, and make a second version."""
    hands.click("Nu meegeven")
    yield until("Gegeven aan de inwoner op")
    yield from _apply(stage)
    hands.click_row("Plan, ")
    yield until("Wat vindt de inwoner van het plan?")
    hands.answer("Reactie op deze versie", "Niet mee eens")
    hands.fill("Wat zegt de inwoner erbij?", REMARK)
    hands.click("Bewaar reactie")
    yield until("over versie 1: niet mee eens")
    yield a_look(0.3)
    hands.look_at("Wat vindt de inwoner van het plan?")
    stage.step("What the resident says of it is kept beside the plan", picture="remark")
    hands.click("Maak een nieuwe versie")
    yield until("De vorige versie blijft zoals hij was")
    hands.fill("Wat is er nieuw?", NEWS)
    yield gone("Bezig met bewaren")
    yield a_look(0.3)
    hands.look_at("Wat is er nieuw?")
    stage.step("A new version says what is new; the first stays as it was", picture="new-version")
    hands.click("Later langsbrengen")
    yield until("U brengt dit plan later langs")
    yield until("Versie 2 van")
    yield from save_as(stage, "Bewaar als PDF…", "support-plan-2.pdf")
    text = text_of(stage.out / "support-plan-2.pdf")
    for said in (NEWS, CONCLUSION):
        stage.require(said in text, f"the second version says {said!r}")
    stage.require(REMARK not in text, "the remark goes along only when it is asked for")
    hands.look_at("U brengt dit plan later langs")
    stage.step("The second version still has to go to her", picture="bring-later")


def _apply(stage: Stage) -> Generator[Wait, None, None]:
    """Write the application down, now that she has the plan: the signed report is enough."""
    hands.click_row("Afronden")
    yield until("Schrijf de aanvraag op")
    hands.click("Schrijf de aanvraag op")
    yield until("Wat vraagt de inwoner aan?")
    hands.fill("Wat vraagt de inwoner aan?", ASKED)
    hands.click("Bewaar de aanvraag")
    yield until("Het besluit moet er zijn op")
    stage.require(hands.sees(ASKED), "what she asks for stands there")
    yield a_look(0.3)
    hands.look_at("Het besluit moet er zijn op")
    stage.step("The application, and when the decision must be there", picture="application")


def _in_frisian(stage: Stage) -> Generator[Wait, None, None]:
    # By the keyboard: a list that drops down leaves no window active where there is no screen.
    QTest.keyClick(hands.field("Taal van het plan"), Qt.Key.Key_Down)
    yield a_look(0.3)
    yield from save_as(stage, "Bewaar als PDF…", "support-plan-fy.pdf")
    frisian = text_of(stage.out / "support-plan-fy.pdf")
    stage.require("Jo stipeplan" in frisian, "the Frisian plan speaks Frisian")
    stage.require(CONCLUSION in frisian, "and says what was written")
    stage.step("The same plan in Frisian", picture="plan-fy")
    QTest.keyClick(hands.field("Taal van het plan"), Qt.Key.Key_Up)
    yield a_look(0.3)
