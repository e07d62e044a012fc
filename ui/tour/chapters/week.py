"""The week: today's appointments, a new one by keyboard, what became of one, and a calendar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker import clock
from ui.tour import hands
from ui.tour.chapters.papers import save_as
from ui.tour.player import Wait, gone, until

if TYPE_CHECKING:
    from collections.abc import Generator

    from ui.tour.player import Stage

CALENDAR = "week.ics"


def week(stage: Stage) -> Generator[Wait, None, None]:
    """Look at the week, and plan a visit with the keyboard alone."""
    yield until("Uw afspraken van vandaag")
    yield until("10:00 tot 11:00: Pytrik Hoekstra")
    yield until("De komende week")
    stage.step("Today begins with the appointments of the day", picture="today-appointments")
    hands.click_tab("Week")
    yield until("14:30 tot 16:00, Ymkje Rûchaard")
    stage.step("The week, with what is planned and the office hours", picture="week")
    hands.press("PgDown")
    yield until("Deze week")
    hands.press("Home")
    yield gone("Deze week")
    yield from _plan(stage)
    yield from _tell(stage)
    yield from _hours(stage)
    yield from _carry(stage)


def _plan(stage: Stage) -> Generator[Wait, None, None]:
    hands.press("Ctrl+N")
    yield until("Maak afspraak")
    hands.write("fenne buter")
    yield until("Fenne Bûter")
    hands.press("Return")
    yield until("Dag van de afspraak")
    today = clock.today()
    for part, number in (("Dag", today.day), ("Maand", today.month), ("Jaar", today.year)):
        hands.fill(f"Dag van de afspraak: {part}", str(number))
    hands.fill("Tijd", "10.15")
    hands.press("Tab")
    yield until("U hebt dan al een afspraak: Pytrik Hoekstra")
    stage.step("What is planned then already is told, and forbids nothing", picture="clash")
    hands.fill("Tijd", "17u")
    hands.press("Tab")
    yield gone("U hebt dan al een afspraak")
    hands.fill("Notitie", "De bewindvoerder is erbij.")
    hands.press("Ctrl+Return")
    yield until("Afspraak gemaakt")
    yield until("17:00 tot 18:00, Fenne Bûter")
    stage.step("The appointment stands in the week", picture="planned")


def _tell(stage: Stage) -> Generator[Wait, None, None]:
    hands.click("Toon als lijst")
    yield until("14:30 tot 16:00: Ymkje Rûchaard")
    hands.click_row("14:30 tot 16:00: Ymkje Rûchaard")
    yield until("Grote letters meenemen")
    stage.step("What was agreed on, and the buttons for how it went", picture="appointment")
    hands.click("Niet thuis")
    yield until("Niet thuis: De Finne")
    stage.step("Nobody was at home: the list says so", picture="week-list")
    hands.click("Toon als rooster")
    yield until("Toon als lijst")


def _hours(stage: Stage) -> Generator[Wait, None, None]:
    hands.click("Spreekuur en afwezigheid")
    yield until("Reduzum: vrijdag 09:00 tot 10:00")
    yield until("Vervanger: Doutzen Postma")
    stage.step("Office hours in three villages, and who stands in", picture="office-hours")
    hands.click("Terug naar de week")
    yield until("Bewaar als agenda")


def _carry(stage: Stage) -> Generator[Wait, None, None]:
    hands.click("Bewaar als agenda")
    yield until("Namen, adressen en notities gaan niet mee")
    stage.step("A calendar for the telephone, without names", picture="calendar")
    yield from save_as(stage, "Bewaar bestand", CALENDAR)
    told = (stage.out / CALENDAR).read_text("utf-8")
    stage.require("SUMMARY:Huisbezoek" in told, "the visits stand in the calendar")
    stage.require("Hoekstra" not in told, "no name stands in the calendar")
    yield until("dit bestand is niet versleuteld")
    hands.click_tab("Vandaag")
    yield until("Uw afspraken van vandaag")
