"""A new computer: who works here, a passphrase, the recovery code, an empty program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.tour import hands
from ui.tour.chapters.papers import save_as, text_of
from ui.tour.player import Wait, gone, the_end, until

if TYPE_CHECKING:
    from collections.abc import Generator

    from ui.tour.player import Stage

PASSPHRASE = "vier koeien zwemmen langzaam naar Grou"  # noqa: S105 - of a store thrown away


def first_time(stage: Stage) -> Generator[Wait, None, None]:
    """Set the program up as a new meitinker does."""
    yield until("Welkom bij meitinker")
    stage.step("The program opens for the first time", picture="welcome")
    hands.click("Verder")
    yield until("Vul dit in.")
    stage.step("It says what is missing and loses nothing")
    hands.fill("Uw naam", "Froukje Example")
    hands.fill("Uw telefoonnummer", "058 012 34 56")
    hands.fill("Naam van uw organisatie", "Stichting Voorbeeld")
    hands.click("Grou")
    hands.click("Akkrum")
    hands.click("Verder")
    yield until("Kies een wachtwoord")
    hands.fill("Wachtwoord", "wachtwoord1")
    hands.fill("Nog een keer", "wachtwoord1")
    hands.click("Verder")
    yield until("Dit wachtwoord")
    stage.step("A weak passphrase is refused in words", picture="weak-passphrase")
    yield from _choose_passphrase()
    stage.step("A strong passphrase is taken", picture="recovery-code")
    yield from save_as(stage, "Bewaar als PDF…", "recovery-code.pdf")
    text = text_of(stage.out / "recovery-code.pdf")
    stage.require("erstelcode" in text, "the recovery code is on paper")
    stage.step("The recovery code is on paper")
    hands.click("Aan het werk")
    yield until("Zet een vinkje")
    hands.click("De herstelcode ligt op een veilige plek")
    hands.click("Aan het werk")
    yield until("Alles gedaan voor vandaag")
    stage.step("The work begins", picture="empty-today")
    hands.press("Ctrl+2")
    yield until("Nog geen inwoners")
    stage.step("An empty list says what to do", picture="empty-people")
    hands.press("Ctrl+L")
    yield the_end()


def unlock_again(stage: Stage) -> Generator[Wait, None, None]:
    """After the lock a fresh process asks for the passphrase."""
    yield until("op slot")
    hands.fill("Wachtwoord", "iets heel anders dan dat")
    hands.click("Openen")
    yield until("Dit wachtwoord klopt niet")
    stage.step("A wrong passphrase is refused", picture="locked")
    hands.fill("Wachtwoord", PASSPHRASE)
    hands.click("Openen")
    yield until("Nog geen inwoners")
    stage.step("The right one leads back to the same place")
    hands.window().close()
    yield the_end()


def _choose_passphrase() -> Generator[Wait, None, None]:
    """Choose the strong one; a computer without a keyring asks to accept that first."""
    yield from _type_passphrase()
    yield until_any("Uw herstelcode", "Deze computer heeft geen sleutelbos")
    if not hands.sees("Uw herstelcode"):
        hands.click("Deze computer heeft geen sleutelbos")
        hands.click("Verder")
        yield until("Uw herstelcode")


def _type_passphrase() -> Generator[Wait, None, None]:
    hands.fill("Wachtwoord", PASSPHRASE)
    hands.fill("Nog een keer", PASSPHRASE)
    hands.click("Verder")
    yield gone("Bezig…")


def until_any(*said: str) -> Wait:
    """Wait until one of several texts can be read."""
    return Wait(f"to read one of {said}", lambda: any(hands.sees(text) for text in said))
