"""The look and the safety: settings, themes, text size, help, and the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.tour import hands
from ui.tour.player import Wait, a_look, gone, the_end, until

if TYPE_CHECKING:
    from collections.abc import Generator

    from ui.tour.player import Stage


def settings(stage: Stage) -> Generator[Wait, None, None]:
    """Go through the settings, the themes and the help."""
    hands.click("Instellingen")
    yield until("Zoals de computer")  # the section is built after the list
    stage.step("Settings", picture="settings")
    hands.click("Donker")
    yield Wait("the window to be dark", _dark)
    yield a_look(0.4)
    hands.press("Ctrl+2")
    yield until("Laatste gesprek")
    stage.step("The dark theme", picture="dark")
    hands.click("Instellingen")
    yield until("Zoals de computer")  # the section is built after the list
    hands.click("Hoog contrast")
    yield Wait("the window to be in high contrast", _contrast)
    yield a_look(0.4)
    hands.press("Ctrl+3")
    yield until("Sjoukje de Jong-Wâldsang")
    stage.step("High contrast", picture="high-contrast")
    for _step in range(3):
        hands.press("Ctrl++")
        yield a_look(0.4)
    yield until("Zoek in de gesprekken")
    stage.step("Letters twice as large", picture="large-letters")
    hands.press("Ctrl+0")
    yield a_look()  # every letter is set anew: a key pressed meanwhile is lost
    hands.press("F1")
    yield until("Niets is verplicht. U kunt altijd stoppen en later verdergaan.")
    stage.step("F1 opens the guide where it is about this place", picture="help")
    hands.press("Ctrl+F")
    hands.write("toetsen")
    yield gone("Wat is de ladder?")
    hands.click_row("Welke toetsen kan ik gebruiken?")
    yield until("Ctrl + K")
    stage.step("A word in the guide is found; the keys on one card", picture="keys")
    hands.window().close()
    yield the_end()


def _dark() -> bool:
    image = hands.window().grab().toImage()
    return image.pixelColor(image.width() // 2, 4).lightness() < 100


def _contrast() -> bool:
    """Tell whether the place at hand is yellow in the rail: not before the new look is whole."""
    image = hands.window().grab().toImage()
    rail = (image.pixelColor(8, y) for y in range(0, image.height(), 8))
    return any(one.red() > 200 and one.green() > 200 and one.blue() < 60 for one in rail)
