"""Two laptops and a hub: send, ask, answer, decide what both changed, approve, hand over.

Played with the keyboard alone. The hub is a process of its own; it is stopped where the story
says that there is no network.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from ui.tour import hands, keys, pictures
from ui.tour.chapters.first_time import PASSPHRASE, until_any
from ui.tour.player import Wait, a_look, gone, pressable, the_end, until
from ui.tour.served import LINE, AtHub
from ui.work.sending import FIRST_AFTER

if TYPE_CHECKING:
    from collections.abc import Generator

    from ui.tour.player import Stage

MEITINKER = "Sietske de Vries"
CLERK = "Bouke Boekema"
RESIDENT = "Aukje Bakker"
QUESTION = "Wie was er bij het gesprek?"
ANSWER = "Haar dochter Griet was erbij."
MINE, THEIRS = "Auk", "Aukje-Jel"
REASON = "Het eerste gesprek was kort. De rest volgt."
BATCH = "import-batch.zip"
_SECTIONS_TO_NEEDS = 3
_SECTIONS_TO_CLOSING = 6
_TABS_TO_DETAILS = 4
_A_LOOK = 0.8
_KEY_TO_KEY = 0.1
"""Seconds between two presses of one key: no person makes several in one turn of the program."""


def laptop_joins(stage: Stage) -> Generator[Wait, None, None]:
    """A meitinker joins the organisation."""
    stage.say("hub", words="serve")
    yield from _set_up(MEITINKER, village="Grou")
    yield from _join(stage, "laptop", "laptop van Sietske", picture="invitation")


def laptop_sends(stage: Stage) -> Generator[Wait, None, None]:
    """She has a conversation and sends it."""
    yield from _open_joined()
    stage.step("After joining it is opened anew, with what the organisation gives")
    yield from _let_it_exchange()
    yield from _meet_someone()
    yield from _talk()
    yield from _to_sending()
    yield until(f"Gesprek, {RESIDENT}")
    yield from _show(stage, "What waits to be sent is told, a line each", "waiting")
    yield from _exchange()
    yield until("aangekomen")
    yield gone("Wacht op versturen")
    yield from _show(stage, "Sent: each line says that it arrived", "verzending")
    pictures.take(stage.out / "verzending.png")
    yield from _close()


def office_joins(stage: Stage) -> Generator[Wait, None, None]:
    """A clerk joins with another role."""
    yield from _set_up(CLERK, village="")
    yield from _join(stage, "office", "pc backoffice", picture="")


def office_asks(stage: Stage) -> Generator[Wait, None, None]:
    """The clerk takes a conversation up and asks a question; then there is no network."""
    yield from _open_joined()
    hands.press("Ctrl+5")
    yield until(f"Gesprek van {MEITINKER}")
    yield from _show(stage, "The conversation lies in the inbox of the back office", "inbox")
    keys.push("Bekijk en controleer")
    yield until("Wat er in het verslag hoort")
    keys.push("Pak op")
    yield until(f"{CLERK} heeft het opgepakt")
    yield from _show(stage, "A clerk takes it up and sees what is missing", "review")
    keys.push("Stel een vraag")
    yield until("Wat wilt u van de meitinker weten?")
    keys.fill("Wat wilt u van de meitinker weten?", QUESTION)
    hands.press("Ctrl+Return")
    yield until(f"“{QUESTION}”")
    stage.step("The question goes to the meitinker")
    yield from _to_sending()
    yield from _exchange()
    stage.say("hub", words="stop")
    yield Wait("the hub to stop", lambda: not _at_hub().serves)
    yield from _call_her(THEIRS)
    stage.step("Without a network the clerk writes how she likes to be called")
    yield from _close()


def laptop_answers(stage: Stage) -> Generator[Wait, None, None]:
    """Far from it, the meitinker wrote another name; with a network she answers the question."""
    yield from _unlock()
    yield from _call_her(MINE)
    yield from _to_sending()
    yield pressable("Nu bijwerken")
    keys.push("Nu bijwerken")
    yield until("De server geeft geen antwoord")
    yield from _show(stage, "Without a network it says so, and work goes on", "no-network")
    stage.say("hub", words="serve")
    yield Wait("the hub to serve again", lambda: _at_hub().serves, 60.0)
    yield from _exchange()
    hands.press("Ctrl+1")
    yield until(QUESTION)
    yield from _show(stage, "The question stands on Vandaag", "asked")
    keys.push("Bekijk en antwoord")
    yield until("De backoffice heeft een vraag")
    keys.push("Antwoord")
    yield until("Uw antwoord aan de backoffice")
    keys.fill("Uw antwoord aan de backoffice", ANSWER)
    yield from _show(stage, "It is answered beside the conversation", "answer")
    keys.push("Stuur het antwoord")
    yield gone("De backoffice heeft een vraag")
    yield from _to_sending()
    yield from _exchange()
    yield from _close()


def office_decides(stage: Stage) -> Generator[Wait, None, None]:
    """The clerk decides what both changed, approves, and hands over a batch."""
    yield from _unlock()
    yield from _to_sending()
    yield until("Zo staat het nu", seconds=60)  # it exchanges by itself after opening
    yield until(THEIRS)
    yield from _show(stage, "Both changed one field: a person decides", "conflict")
    keys.push("Houd deze tekst")
    yield until("Uw keuze is bewaard.")
    yield gone("Zo staat het nu")
    stage.step("Decided; the other text stays in the history")
    yield from _exchange()
    yield from keys.go_to("bakker", f"{MINE} Bakker")
    yield until(f"{MINE} Bakker")
    yield from _approve(stage)
    yield from _deliver(stage)
    yield from _to_sending()
    yield from _exchange()
    stage.step("The delivery is known to the organisation")


def _show(stage: Stage, words: str, picture: str) -> Generator[Wait, None, None]:
    yield a_look(_A_LOOK)  # what is read on a lane comes a moment after its page
    stage.step(words, picture=picture)


def _approve(stage: Stage) -> Generator[Wait, None, None]:
    hands.press("Ctrl+5")
    yield until_any("Wat er in het verslag hoort", "Bekijk en controleer")
    if not hands.sees("Wat er in het verslag hoort"):
        keys.push("Bekijk en controleer")
        yield until("Wat er in het verslag hoort")
    yield until(ANSWER)
    yield from _show(stage, "The answer has come", "answered")
    keys.push("Keur goed")
    yield until("Waarom mag het toch door?")
    keys.fill("Er ontbre", REASON)  # one point or more
    yield from _show(stage, "What nobody looked at asks for a reason", "approve")
    hands.press("Ctrl+Return")
    yield until("Goedgekeurd.")
    stage.step("The conversation is approved")


def _deliver(stage: Stage) -> Generator[Wait, None, None]:
    keys.push("Terug naar de lijst")
    yield until("Waar staan ze?")
    keys.walk_to("Onderdelen van Backoffice")
    hands.press("Right")
    yield until("Goedgekeurd en nog niet geleverd")
    yield until(f"{MINE} Bakker · ")
    if not hands.button(f"{MINE} Bakker · ").isChecked():
        keys.push(f"{MINE} Bakker · ")
    keys.push("Maak een levering")
    yield until("De levering is gemaakt")
    yield pressable("Bewaar het bestand…")
    yield from _show(stage, "What was approved becomes a delivery", "delivery")
    yield from keys.save_as("Bewaar het bestand…", stage.out / BATCH)
    yield until("De levering is bewaard")
    said = _rows_of(stage.out / BATCH)
    for words in ("Bakker", "Grou", MEITINKER, CLERK, "Boven kunnen slapen"):
        stage.require(words in said, f"the delivery tells {words!r}")
    stage.step("The file opens, with the conversation, its need and its plan")


def _rows_of(path: Path) -> list[str]:
    """Return the cells of a batch's workbook as text, after looking at what is in the zip.

    Raises:
        AssertionError: Something is not in it.
    """
    import zipfile

    import openpyxl

    with zipfile.ZipFile(path) as batch:
        names = set(batch.namelist())
        wanted = {"manifest.json", "visits.json", "visits.csv", "needs.csv", "visits.schema.json"}
        if lacking := wanted - names:
            raise AssertionError(f"the batch lacks {sorted(lacking)}")
        if not any(name.startswith("plans/") for name in names):
            raise AssertionError("the batch lacks the plan")
        with batch.open("visits.xlsx") as file:
            sheets = openpyxl.load_workbook(file).worksheets
            return [
                str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True)
                for cell in row
            ]  # fmt: skip


def _set_up(name: str, *, village: str) -> Generator[Wait, None, None]:
    yield until("Welkom bij meitinker", seconds=60)
    keys.fill("Uw naam", name)
    keys.fill("Naam van uw organisatie", "Stichting Voorbeeld")
    if village:
        keys.tick(village)
    keys.push("Verder")
    yield until("Kies een wachtwoord")
    keys.fill("Wachtwoord", PASSPHRASE)
    keys.fill("Nog een keer", PASSPHRASE)
    keys.push("Verder")
    yield gone("Bezig…")
    yield until_any("Uw herstelcode", "Deze computer heeft geen sleutelbos")
    if not hands.sees("Uw herstelcode"):
        keys.push("Deze computer heeft geen sleutelbos")
        keys.push("Verder")
        yield until("Uw herstelcode")
    keys.push("De herstelcode ligt op een veilige plek")
    keys.push("Aan het werk")
    yield until("Alles gedaan voor vandaag")


def _join(stage: Stage, who: str, device: str, *, picture: str) -> Generator[Wait, None, None]:
    yield Wait("the hub to serve", lambda: _at_hub().serves, 60.0)
    yield from keys.go_to("bijwerken", "Versturen, ophalen")
    yield until("nog niet aangesloten bij een organisatie")
    keys.push("Dit apparaat aansluiten")
    yield until("Bekijk de uitnodiging")
    keys.fill("Uitnodiging", _at_hub().invitations[who])
    keys.fill("Hoe noemt u dit apparaat?", device)
    keys.push("Bekijk de uitnodiging")
    yield until("Dit gebeurt er")
    if picture:
        words = "An invitation says what will happen before anything is sent"
        yield from _show(stage, words, picture)
    keys.push("Sluit dit apparaat aan")
    yield the_end()


def _meet_someone() -> Generator[Wait, None, None]:
    hands.press("Ctrl+2")
    yield until("Nog geen inwoners")
    hands.press("Ctrl+N")
    yield until("Een naam is genoeg")
    yield until("Telefoonnummer")  # the last field to be built
    keys.fill("Voornamen", "Aukje")
    keys.fill("Achternaam", "Bakker")
    keys.fill("Straat", "Kerkbuorren")
    keys.fill("Huisnummer", "4")
    keys.fill("Plaats", "Grou")
    hands.press("Ctrl+Return")
    yield until("Inwoner toegevoegd")
    yield pressable("Nieuw gesprek")


def _talk() -> Generator[Wait, None, None]:
    keys.push("Nieuw gesprek")
    yield until("Wat vertelt de inwoner?")
    keys.fill("Wat vertelt de inwoner?", "Ik kom de trap niet meer op.")
    for _section in range(_SECTIONS_TO_NEEDS):
        hands.press("Ctrl+PgDown")
        yield a_look(_KEY_TO_KEY)
    yield until("Voeg een behoefte toe")
    keys.push("Voeg een behoefte toe")
    yield until("Wat is er nodig?")
    keys.fill("Wat is er nodig?", "Boven kunnen slapen")
    keys.fill("Welk resultaat wil de inwoner?", "Ik slaap weer in mijn eigen bed.")
    yield until("Bewaard om")
    for _section in range(_SECTIONS_TO_CLOSING):
        hands.press("Ctrl+PgDown")
        yield a_look(_KEY_TO_KEY)
    yield until("Wat is de uitkomst?")
    keys.fill("Wat is de uitkomst?", "Samen een traplift bekijken.")
    yield until("Bewaard om")
    hands.press("Ctrl+Return")
    yield until("Toch afronden")
    hands.press("Ctrl+Return")
    yield until("Hoe krijgt de inwoner het plan?")
    keys.push("Nu meegeven")
    yield until("Plan gegeven aan de inwoner.")
    yield until("Maak een nieuwe versie")
    yield pressable("Afdrukken")


def _call_her(name: str) -> Generator[Wait, None, None]:
    yield from keys.go_to("bakker", "Inwoner · Grou")
    yield until("Kerkbuorren 4")
    for _tab in range(_TABS_TO_DETAILS):
        hands.press("Right")
    yield until("Roepnaam")
    keys.fill("Roepnaam", name)
    hands.press("Tab")
    yield until(f"{name} Bakker")
    hands.press("Ctrl+S")
    yield gone("Bezig met bewaren")
    yield until("Bewaard om")


def _to_sending() -> Generator[Wait, None, None]:
    yield from keys.go_to("bijwerken", "Versturen, ophalen")
    yield until("Nu bijwerken")


def _let_it_exchange() -> Generator[Wait, None, None]:
    """Wait until the exchange that follows on opening is over: it would send what comes next."""
    yield from _to_sending()
    yield a_look(FIRST_AFTER / 1000)
    yield from _exchange()


def _exchange() -> Generator[Wait, None, None]:
    yield gone("Bezig met bijwerken")
    yield pressable("Nu bijwerken")
    keys.push("Nu bijwerken")
    yield until_any("Bijgewerkt: ", "Er was niets nieuws.")
    yield gone("Bezig met bijwerken")


def _open_joined() -> Generator[Wait, None, None]:
    yield until("Dit apparaat is aangesloten.", seconds=60)
    yield from _unlock()


def _unlock() -> Generator[Wait, None, None]:
    yield pressable("Openen", seconds=60)
    keys.fill("Wachtwoord", PASSPHRASE)
    hands.press("Return")
    yield gone("Bezig met openen")
    yield until("Instellingen")


def _close() -> Generator[Wait, None, None]:
    hands.window().close()
    yield the_end()


def _at_hub() -> AtHub:
    told = Path(os.environ[LINE])
    return msgspec.json.decode(told.read_bytes(), type=AtHub) if told.exists() else AtHub()
