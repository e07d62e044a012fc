"""A conversation at the kitchen table, cut off in the middle, finished, and put on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.tour import hands
from ui.tour.chapters.village import unlock
from ui.tour.player import Wait, a_look, gone, the_end, until
from ui.widgets.signature import SignaturePad

if TYPE_CHECKING:
    from collections.abc import Generator

    from ui.tour.player import Stage

QUESTION = "Ik val soms in de keuken. Ik wil graag hier blijven wonen."
HOUSING = "Het huis heeft een hoge drempel bij de keuken."
WEATHER = "De wasmachine staat boven."
NEED = "Veilig koken in mijn eigen keuken"
RESULT = "Ik kook weer zelf zonder bang te zijn."
OWN = "U zet de pannen lager."
_SIGNATURE = [(0.1, 0.6), (0.2, 0.3), (0.3, 0.7), (0.45, 0.35), (0.6, 0.6), (0.9, 0.4)]
CONCLUSION = "Met een drempelhulp en hulp van de buurman lukt het weer."


def begin(stage: Stage) -> Generator[Wait, None, None]:
    """Begin, write the question and a first domain, and be killed while typing."""
    hands.click("Nieuw gesprek")
    yield until("Wat vertelt de inwoner?")
    stage.step("A conversation begins with the question", picture="conversation")
    hands.fill("Wat vertelt de inwoner?", QUESTION)
    yield until("Bewaard om")
    stage.step("What was typed is kept without a button", picture="saved")
    hands.click_row("Wie zijn erbij")
    yield until("Schrijf op wie er aan tafel zitten")
    hands.click("Ytsje Froukje Proefstra is erbij")
    hands.click("Voeg iemand toe")
    yield Wait("a second row", lambda: len(_names()) == 2)
    hands.fill("Naam", "Wiebe", number=2)
    hands.fill("Wie is dit?", "buurman", number=2)
    yield until("Bewaard om")
    stage.step("Who is at the table", picture="attendees")
    hands.click_row("Leefgebieden")
    yield until("Kies een leefgebied")
    hands.click("Wonen")
    yield Wait("a field for the note", _has("Wonen"))
    hands.fill("Wonen", HOUSING)
    yield until("Bewaard om")
    hands.press("Ctrl+S")
    yield gone("Bezig met bewaren")
    stage.step("A first life domain; now the power of the program is cut", picture="before-kill")
    stage.ask_to_be_killed()
    yield the_end()


def come_back(stage: Stage) -> Generator[Wait, None, None]:
    """After the kill: the same visit at the same place, with every word."""
    yield until("Dit is het voorbeelddorp", seconds=60)
    yield from unlock()
    yield until("Het programma stopte tijdens uw gesprek")
    stage.step("After the kill it asks, naming what and when", picture="asks")
    hands.click("Verder met gesprek")
    yield until(HOUSING)
    stage.step("After the kill: the same place, and every word is there", picture="came-back")
    hands.click_row("De vraag")
    yield until(QUESTION)
    hands.click_row("Wie zijn erbij")
    yield until("Wiebe")
    hands.click_row("Leefgebieden")
    yield until("Kies een leefgebied")
    for name, note in (
        ("Zorg, ondersteuning en hulpmiddelen", WEATHER),
        ("Vrienden en relaties", "Wiebe helpt."),
    ):
        hands.click(name)
        yield Wait(f"a field for {name}", _has(name))
        hands.fill(name, note)
        yield until("Bewaard om")
    stage.step("Three life domains in any order", picture="domains")


def find_help(stage: Stage) -> Generator[Wait, None, None]:
    """One need with its wished result, and the ladder step by step."""
    hands.click_row("Wat is er nodig")
    yield until("Voeg een behoefte toe")
    hands.click("Voeg een behoefte toe")
    yield Wait("a field for the need", _has("Wat is er nodig?"))
    hands.fill("Wat is er nodig?", NEED)
    hands.fill("Welk resultaat wil de inwoner?", RESULT)
    yield until("Bewaard om")
    stage.step("One need, with the result wished", picture="need")
    hands.click("Zoek hulp op de ladder")
    yield until("Begin onderaan")
    yield from _step("Eigen kracht", "Dit helpt een deel", OWN)
    yield from _step("Hulp van huisgenoten", "Dit is er niet", "")
    stage.step("The ladder, from below", picture="ladder")
    hands.click_row("Afspraken")
    yield until("Voeg een afspraak toe")
    hands.click("Voeg een afspraak toe")
    yield Wait("a field for the agreement", _has("Wie doet het?"))
    hands.fill("Wie doet het?", "Wiebe")
    hands.fill("Wat gaat die doen?", "Legt de drempelhulp neer.")
    hands.fill("Of wanneer", "voor de kerst")
    yield until("Bewaard om")
    stage.step("Who does what by when", picture="agreements")


def finish(stage: Stage) -> Generator[Wait, None, None]:
    """Sign on the screen, and conclude."""
    hands.click_row("Afronden")
    yield until("Wat is de uitkomst?")
    hands.fill("Wat is de uitkomst?", CONCLUSION)
    yield until("Bewaard om")
    stage.step("What the law wants and is missing is told, never demanded", picture="closing")
    hands.click("Op het scherm")
    pads = [w for w in hands.widgets(SignaturePad)]
    stage.require(bool(pads), "there is room to sign")
    hands.draw(pads[0], _SIGNATURE)
    hands.click("Klaar met tekenen")
    yield until("Akkoord van")
    stage.step("The resident signs on the screen", picture="signed")
    hands.click("Gesprek afronden")
    yield until("Klopt alles?")
    yield until("Toch afronden")
    hands.click("Toch afronden")
    yield until("Hoe krijgt de inwoner het plan?")
    stage.step("The conversation is concluded")


def lock_up(stage: Stage) -> Generator[Wait, None, None]:
    """Lock: a fresh process asks for the passphrase."""
    hands.press("Ctrl+L")
    yield the_end()


def next_morning(stage: Stage) -> Generator[Wait, None, None]:
    """Unlock, see the plan in the list of what must still go, and hand it over."""
    yield until("op slot", seconds=60)
    stage.step("Locked: nothing of the file can be read", picture="locked-again")
    stage.require(not hands.sees("Proefstra"), "the locked window tells no name")
    yield from unlock()
    yield until("U brengt dit plan later langs")
    stage.step("Unlocked at the same place")
    hands.press("Ctrl+1")
    yield until("Plannen en brieven die nog weg moeten")
    yield until("Ytsje Froukje Proefstra")
    stage.step("Today tells which plans must still go", picture="plans-to-go")
    yield from _give(stage)
    hands.press("Ctrl+3")
    yield until("Terug naar de lijst")
    hands.click("Terug naar de lijst")
    yield until("Zoek in de gesprekken")
    hands.fill("Zoek in de gesprekken", "Proefstra")
    yield until("Proefstra")
    hands.click_row("Proefstra")
    yield until("Bekijk gesprek en plan")
    stage.step("The concluded conversation in the list", picture="visits")
    hands.press("Ctrl+K")
    yield until("Zoek een inwoner")
    hands.write("proefstra")
    yield a_look()
    stage.step("Ctrl+K finds people and things to do", picture="palette")
    hands.press("Escape")


def _give(stage: Stage) -> Generator[Wait, None, None]:
    """Choose her plan among the papers that wait, and tell that she got it."""
    hands.click_tab("Nog te geven")
    yield until("Nog te geven of te sturen")
    yield until(f"{_HER_PLAN}")
    hands.click(_HER_PLAN)
    stage.step("Plans and letters that must still go, in one list", picture="papers")
    hands.click("Gegeven of verstuurd")
    yield gone(_HER_PLAN)
    yield until("Datum bewaard bij alle gekozen brieven.")
    stage.step("Given today: it waits no longer, and that can be undone")


_HER_PLAN = "Ytsje Froukje Proefstra: plan van"


def _step(name: str, outcome: str, reason: str) -> Generator[Wait, None, None]:
    """Fill in one step of the ladder."""
    hands.touch(hands.button_near(name, "Vul in"))
    yield until("Wat levert dit op?")
    hands.click(outcome)
    if reason:
        hands.fill("Waarom?", reason)
    yield until("Bewaard om")


def _names() -> list[QWidget]:
    return [w for w in hands.widgets(QLineEdit) if hands.name_of(w).startswith("Naam")]


def _has(label: str) -> hands.Condition:
    def there() -> bool:
        try:
            hands.field(label)
        except hands.NotFound:
            return False
        return True

    return there
