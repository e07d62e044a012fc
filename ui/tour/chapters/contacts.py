"""A call noted in a few keys, a task ticked off, and a file that goes to a colleague."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.tour import hands
from ui.tour.chapters.papers import save_as, text_of
from ui.tour.player import Wait, gone, until

if TYPE_CHECKING:
    from collections.abc import Generator

    from ui.tour.player import Stage

WHO = "Sjoukje de Jong-Wâldsang"
SAID = "Moeder viel gisteren weer. Zij wil nu wel een alarm."
TASK = "Vraag een alarm aan"
LATER = "De zoon belt morgen terug."
COLLEAGUE = "Wiebe Dijkstra"


def call(stage: Stage) -> Generator[Wait, None, None]:
    """Note a call from anywhere, break one off and go on with it, and tick off a task."""
    hands.press("Ctrl+1")
    yield until("Uw taken van deze week")
    hands.press("Ctrl+T")
    yield until("Over wie gaat het?")
    hands.write("sjoukje jong")
    hands.press("Return")
    yield until(f"Over {WHO}")
    hands.write(SAID)
    hands.press("Tab")
    hands.write("dochter")
    hands.fill("Wat moet u nog doen?", TASK)
    yield until("Bewaard om")
    yield until("Hier was u aan het typen")  # Vandaag behind it tells of it as well
    stage.step("A call is noted from anywhere: who, what, and what follows", picture="note")
    hands.press("Ctrl+Return")
    yield until("Notitie toegevoegd.")
    yield until(TASK)
    stage.step("The task that follows stands on Vandaag", picture="tasks-today")
    hands.press("Ctrl+K")
    yield until("Zoek een inwoner")
    hands.write("notitie sjoukje jong")
    yield until(f"Notitie over {WHO}")
    stage.step("Ctrl+K with a name begins a note as well", picture="note-palette")
    hands.press("Return")
    yield until(f"Over {WHO}")
    hands.write(LATER)
    hands.press("Escape")
    yield until("nog niet in het dossier")
    hands.press("Ctrl+T")
    yield until("Verder met deze notitie")
    stage.step("What was broken off is offered again", picture="note-later")
    hands.click("Verder met deze notitie")
    yield until(f"Over {WHO}")
    yield until(LATER)
    hands.press("Ctrl+Return")
    yield gone("Wat is er gezegd?")
    hands.touch(hands.button_near(TASK, "Klaar"))
    yield gone(TASK)
    stage.step("A task is ticked off where it stands")


def the_file(stage: Stage) -> Generator[Wait, None, None]:
    """See the call on the timeline and the tasks of the file, and hand the file over."""
    hands.press("Ctrl+2")
    yield until("Zoek op naam, straat of plaats")
    hands.fill("Zoek op naam", "sjoukje jong")
    yield until(WHO)
    hands.click_row(WHO)
    yield until("Geboren 4 maart 1948")
    hands.click_tab("Overzicht")
    hands.choose("Toon op de tijdlijn", "Notities")
    yield until(SAID.rstrip("."))  # as it is read aloud
    yield gone("Gesprek aan huis")
    stage.step("The timeline shows one sort alone", picture="timeline-notes")
    hands.choose("Toon op de tijdlijn", "Alles")
    hands.click_tab("Taken")
    yield until("Nog te doen")
    yield until(TASK)
    stage.step("The tasks of the file, open and done", picture="file-tasks")
    hands.click_tab("Dossier")
    yield until("Wie neemt het over?")
    hands.fill("Wie neemt het over?", COLLEAGUE)
    hands.fill("Telefoonnummer van uw collega", "06 12345678")
    hands.fill("Wat moet uw collega eerst weten?", "Zij hoort slecht: praat langzaam.")
    yield from save_as(stage, "Bewaar als PDF…", "handover.pdf")
    told = text_of(stage.out / "handover.pdf")
    for words in (COLLEAGUE, "praat langzaam", "Dit is afgesproken", "Bel de gemeente"):
        stage.require(words in told, f"the handover page says {words!r}")
    stage.require("BSN" not in told, "the handover page bears no BSN")
    hands.click("Draag over")
    yield until(f"Overgedragen aan {COLLEAGUE}")
    stage.step("The file is handed over, with a page of what is open", picture="file-dossier")
