"""The network of a resident: twenty-five people drawn, walked through, compared and printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QPlainTextEdit

from ui.tour import hands
from ui.tour.chapters.papers import save_as, text_of
from ui.tour.player import Wait, a_look, gone, until

if TYPE_CHECKING:
    from collections.abc import Generator

    from ui.tour.player import Stage

WHO = "Sjoukje de Jong-Wâldsang"
NEW = "Froukje Haarsma"
DOES = "Brengt op zondag soep."
WHOLE = "Verwijder uit het netwerk"
"""The last button of the form, which is built from above."""


def network(stage: Stage) -> Generator[Wait, None, None]:
    """Open a network of twenty-five, add someone by keyboard, compare, and put it on paper."""
    hands.press("Ctrl+2")
    yield until("Zoek op naam, straat of plaats")
    hands.fill("Zoek op naam", "sjoukje jong")
    yield until(WHO)
    hands.click_row(WHO)
    yield until("Geboren 4 maart 1948")
    hands.click_tab("Netwerk")
    yield until("In het netwerk: 25 personen")
    stage.require(hands.sees("Dit is te zwaar."), "the drawing is told to a screen reader")
    yield a_look(0.3)
    stage.step("A network of twenty-five people, drawn from what is known", picture="network")
    yield from _walk(stage)
    yield from _add(stage)
    yield from _compare(stage)
    yield from _print(stage)


def _walk(stage: Stage) -> Generator[Wait, None, None]:
    hands.touch(hands.button("Hinke Postma, buurvrouw"))
    yield Wait("her form", lambda: _typed("Wat doet deze persoon?").startswith("Kookt drie keer"))
    yield until(WHOLE)
    stage.step("Someone in the drawing opens with all that is known", picture="network-someone")
    hands.click("Klaar")
    yield gone("Wat doet deze persoon?")
    for _step in range(3):
        hands.press("Right")
    hands.press("Return")
    yield until(WHOLE)
    stage.require(
        not _typed("Wat doet deze persoon?").startswith("Kookt drie keer"),
        "the arrow keys walk to someone else, and Enter opens",
    )
    stage.step("The arrow keys walk round the drawing, Enter opens", picture="network-keys")
    hands.click("Klaar")
    yield gone("Wat doet deze persoon?")


def _add(stage: Stage) -> Generator[Wait, None, None]:
    hands.click("Voeg iemand toe")
    yield until(WHOLE)
    hands.fill("Naam", NEW)
    hands.fill("Hoe noemt de inwoner deze persoon?", "vriendin van de kerk")
    hands.choose("Wat is deze persoon voor de inwoner?", "Vriend of vriendin")
    hands.press("Return")
    hands.click("Iets verder af")
    hands.click("Elke week")
    hands.click("Helpt de inwoner")
    hands.fill("Wat doet deze persoon?", DOES)
    hands.press("Ctrl+S")
    yield until("Bewaard om")
    yield until("In het netwerk: 26 personen")
    yield until(f"{NEW} (vriendin van de kerk)")
    stage.step("Someone is added, and kept while it is typed", picture="network-typed")
    hands.click("Klaar")
    yield gone("Wat doet deze persoon?")
    yield a_look(0.3)
    stage.step("Who is added takes a place, and the others keep theirs", picture="network-added")


def _compare(stage: Stage) -> Generator[Wait, None, None]:
    hands.click("Toen en nu")
    yield until("Wat is er veranderd?")
    yield until("Anna Kramer (thuishulp) is er niet meer bij.")
    yield until("Sippie Hofstra (bezoekvrijwilliger) is erbij gekomen.")
    yield a_look(0.3)
    stage.step("Then and now side by side, with what changed in words", picture="network-then")
    hands.click("Terug naar het netwerk")
    yield until("In het netwerk: 26 personen")


def _print(stage: Stage) -> Generator[Wait, None, None]:
    hands.click("Op papier")
    yield until("Bladzijde 1 van")
    yield a_look(0.3)
    stage.step("The network on paper, with its legend and in sentences", picture="network-paper")
    yield from save_as(stage, "Bewaar als PDF…", "ecogram.pdf")
    told = text_of(stage.out / "ecogram.pdf")
    for words in (WHO, NEW, DOES, "Zo leest u de tekening", "Wie is wie", "Is uw mantelzorger"):
        stage.require(words in told, f"{words!r} on the paper")
    for secret in ("zwaar", "0566-01"):
        stage.require(secret not in told, f"{secret!r} is not on the resident's paper")
    stage.step("The paper says in sentences what is drawn, and nothing more")
    hands.click("Terug naar het netwerk")
    yield until("In het netwerk: 26 personen")


def _typed(label: str) -> str:
    """Return what stands in a text area, or "" while it is not there."""
    try:
        area = hands.field(label)
    except hands.NotFound:
        return ""
    return area.toPlainText() if isinstance(area, QPlainTextEdit) else ""
