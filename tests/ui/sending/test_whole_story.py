"""The whole story: two laptops, a hub that serves, one clash, solved on the screen.

Both stores, the hub's process, the certificates and the network between them are real.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.domain.people import Person
from meitinker.services import people
from meitinker.services.people import NewPerson
from meitinker.store.acts import act
from sync.invitation import written
from sync.reaching import enrol_over_the_network, over_the_network
from tests.sync.hub_world import HubWorld
from tests.ui import checklist, lanes
from tests.ui.hub_at_hand import invitations
from ui.starting.preferences import Preferences
from ui.viewmodels.sending import rail_words
from ui.views.sending.place import SendingPlace
from ui.views.settings.device import DeviceSection
from ui.work.sending import Sending
from ui.work.tasks import Tasks
from ui.workplace import Workplace

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from meitinker.ids import RecordId
    from sync.session import ExchangeOutcome
    from tests.sync.hub_world import HubLaptop

WAIT = 30_000


class Screen:
    """One laptop with its window open at Bijwerken."""

    def __init__(self, laptop: HubLaptop, qtbot: QtBot) -> None:
        """Open it."""
        self._qtbot = qtbot
        store = laptop.store
        self.tasks = Tasks()
        self.sending = Sending(store.database, store.session, tasks=self.tasks)
        self.work = Workplace(
            store.database, store.session, self.tasks, Preferences(), sending=self.sending
        )
        self.window = QWidget()
        qtbot.addWidget(self.window)
        column = QVBoxLayout(self.window)
        self.place = SendingPlace(self.work)
        self.device = DeviceSection(self.work)
        column.addWidget(self.place)
        column.addWidget(self.device)
        self.tasks.changed.connect(self.place.refresh)
        self.window.resize(1146, 900)
        self.window.show()
        self.window.activateWindow()
        self.place.arrive(None)
        self.settle()

    def settle(self) -> None:
        """Let the lanes and the layout finish."""
        for _turn in range(3):
            lanes.rest(self.tasks)
            checklist.settle()

    def press(self, button: QWidget) -> None:
        """Press a button and wait until the exchange that follows has ended."""
        ended: list[object] = []
        self.sending.ended.connect(lambda *told: ended.append(told))
        self.sending.failed.connect(lambda *told: ended.append(told))
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self._qtbot.waitUntil(lambda: bool(ended), timeout=WAIT)
        self.settle()

    def close(self) -> None:
        """Close it."""
        self.sending.close()
        self.tasks.close()


def meet(laptop: HubLaptop) -> ExchangeOutcome:
    """Let a laptop without a screen exchange all there is."""
    return over_the_network(
        laptop.database,
        laptop.store.session,
        bites=lambda work: work(),
        told=lambda _progress: None,
        came_in=lambda _changes: None,
        cancelled=lambda: False,
    )


def write(laptop: HubLaptop, person: RecordId, words: str) -> None:
    """Let someone write the same field."""
    with act(laptop.database, laptop.store.session, "person.edit") as work:
        work.edit(Person, person, {"contact_note": words})


def note(laptop: HubLaptop, person: RecordId) -> object:
    return laptop.table()[person]["fields"]["contact_note"]


def test_two_laptops_meet_clash_and_agree_by_a_choice_on_the_screen(
    tmp_path: Path, qtbot: QtBot
) -> None:
    with HubWorld(tmp_path / "world") as world, invitations(tmp_path / "hub") as invited:
        there, here = world.stranger("there"), world.stranger("here")
        typed = NewPerson(surname="Hoekstra", street="De Buorren", number="7", place="Grou")
        person = people.add(there.database, there.store.session, typed).created("person")
        enrol_over_the_network(
            there.database, there.store.session, invitation=invited[0], label="laptop een"
        )
        assert meet(there).sent > 0

        screen = Screen(here, qtbot)
        try:
            assert rail_words(screen.sending.standing).text == "Nog niet aangesloten"
            screen.device.invitation.set_value(written(invited[1]))
            screen.device.read.click()
            screen.press(screen.device.join)
            assert screen.sending.standing.organisation_name == "Stichting Proef"
            assert rail_words(screen.sending.standing).text.startswith("Bijgewerkt om")
            assert here.table()[person]["fields"]["surname"] == "Hoekstra"

            write(there, person, "belt liever niet")
            write(here, person, "belt na zes uur")
            meet(there)
            screen.press(screen.place.state.now)
            assert rail_words(screen.sending.standing).text == "1 keuze wacht op u"
            (card,) = screen.place.cards.cards
            assert [text.toPlainText() for text in card.texts] == [
                "leeg",
                "belt liever niet",
                "belt na zes uur",
            ]
            QTest.mouseClick(card.buttons["mine"], Qt.MouseButton.LeftButton)
            screen.settle()
            assert screen.place.cards.cards == ()

            screen.press(screen.place.state.now)
            meet(there)
            assert [note(one, person) for one in (there, here)] == ["belt na zes uur"] * 2
            assert [card.closed_by != "" for one in (there, here) for card in one.cards()] == [
                True,
                True,
            ]
            assert rail_words(screen.sending.standing).text.startswith("Bijgewerkt om")
            assert screen.sending.standing.last_compared is not None
            assert screen.sending.standing.last_compared.same
        finally:
            screen.close()


def test_without_a_hub_in_reach_the_work_goes_on_and_the_rail_stays_calm(
    tmp_path: Path, qtbot: QtBot
) -> None:
    with HubWorld(tmp_path / "world") as world:
        here = world.stranger("here")
        with invitations(tmp_path / "hub") as invited:
            enrol_over_the_network(
                here.database, here.store.session, invitation=invited[0], label=""
            )
        screen = Screen(here, qtbot)
        try:
            waiting = screen.sending.standing.waiting
            assert waiting > 0
            screen.press(screen.place.state.now)
            words = rail_words(screen.sending.standing)
            assert words.text == f"{waiting} wachten op versturen"
            assert words.tint == "muted"
            assert screen.place.waiting.isVisible()
        finally:
            screen.close()
