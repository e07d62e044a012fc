"""The page Bijwerken over the store of one of two laptops that met through a plain list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.domain.people import Person, Phone
from meitinker.domain.visits import Visit
from meitinker.ids import PersonId, RecordId, VillageId, named_id
from meitinker.services import people
from meitinker.store.acts import act
from sync.session import ExchangeOutcome
from tests.sync.world import World
from tests.ui import checklist, lanes
from ui.starting.preferences import Preferences
from ui.theme import Theme, apply
from ui.views.sending.place import SendingPlace
from ui.work.sending import Sending
from ui.work.tasks import Tasks
from ui.workplace import Workplace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from meitinker.changes import Changes
    from meitinker.store.settings import ScreenSpot
    from sync.status import ExchangeStatus
    from tests.sync.world import Replica

OURS = "Belt liever niet. Kom langs op dinsdag of donderdag, na 14.00 uur. Haar dochter is er dan."
THEIRS = "Belt liever niet. Kom langs op dinsdag, na 10.00 uur. Haar buurvrouw Tineke is er dan."


class Stage:
    """The page as the window shows it, over the second of two laptops.

    Attributes:
        world: Both laptops.
        place: The page.
        window: What it stands in.
        went: Where it asked the window to go.
        told: What it asked the window to tell.
        changes: Every change that was written meanwhile.
        exchanges: What an exchange does here; the last one is used for all that follow.
    """

    def __init__(self, world: World, qtbot: QtBot) -> None:
        """Build it; :meth:`open` shows it."""
        self.world = world
        self.there, self.here = world.replicas
        self._qtbot = qtbot
        self.tasks = Tasks()
        self.exchange: Callable[..., ExchangeOutcome] = lambda *_a, **_k: ExchangeOutcome()
        store = self.here.store
        sending = Sending(
            store.database,
            store.session,
            tasks=self.tasks,
            exchange=lambda *args, **names: self.exchange(*args, **names),
        )
        self.sending = sending
        self.work = Workplace(
            store.database, store.session, self.tasks, Preferences(), sending=sending
        )
        self.went: list[ScreenSpot] = []
        self.told: list[tuple[str, str]] = []
        self.changes: list[Changes] = []

    def open(self, spot: ScreenSpot | None = None) -> SendingPlace:
        """Show the page, as it is after arriving."""
        self.window = QWidget()
        self._qtbot.addWidget(self.window)
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        self.place = SendingPlace(self.work)
        column.addWidget(self.place)
        self.place.go.connect(self.went.append)
        self.place.told.connect(lambda kind, words: self.told.append((kind, words)))
        self.tasks.changed.connect(self._changed)
        self.window.resize(1146, 768)
        self.window.show()
        self.window.activateWindow()
        self.place.arrive(spot)
        self.settle()
        return self.place

    def stand(self, standing: ExchangeStatus) -> None:
        """Let things stand like this, whatever the store says."""
        self.sending.look = lambda: None  # type: ignore[method-assign]  # a stage, not the store
        self.sending.standing = standing
        self.sending.stood.emit(standing)
        self.settle()

    def settle(self) -> None:
        """Let the lanes and the layout finish."""
        for _turn in range(3):
            lanes.rest(self.tasks)
            checklist.settle()

    def meet(self) -> None:
        """Let both laptops know everything, and tell the page so."""
        self.world.settle()
        self.sending.ended.emit(ExchangeOutcome(), False)
        self.settle()

    def _changed(self, changes: Changes) -> None:
        self.changes.append(changes)
        self.place.refresh(changes)


@pytest.fixture
def stage(tmp_path: Path, qtbot: QtBot, qapp: QApplication) -> Iterator[Stage]:
    """Lend two laptops that have met, and the page over the second one."""
    apply(qapp, Theme())
    with World(tmp_path, seed=1) as world:
        world.settle()
        stage = Stage(world, qtbot)
        try:
            yield stage
        finally:
            stage.sending.close()
            stage.tasks.close()
    apply(qapp, Theme())


def resident(world: World, **fields: Any) -> PersonId:
    """Let the first laptop add a resident, and everyone know."""
    one = world.replicas[0]
    with one.awake():
        found = one.store.person("Hoekstra", VillageId(named_id("village:Grou")))
    edit(one, found, called="Sjoukje", **fields)
    world.settle()
    return found


def edit(replica: Replica, one: str, **fields: Any) -> None:
    """Let a laptop change a resident."""
    with replica.awake(), act(replica.database, replica.store.session, "person.edit") as work:
        work.edit(Person, RecordId(one), fields)


def clash(world: World) -> PersonId:
    """Let both laptops write the same field of one resident, and everyone know."""
    one = resident(world, contact_note="Belt liever niet. Kom langs op dinsdag.")
    edit(world.replicas[0], one, contact_note=THEIRS)
    edit(world.replicas[1], one, contact_note=OURS)
    world.settle()
    return one


def every_card(world: World) -> PersonId:
    """Make a card of each kind."""
    a, b = world.replicas
    one = resident(world)
    with a.awake():
        phone = people.add_phone(a.database, a.store.session, one).created("phone")
        visit = a.store.visit(one, "Hoe nu verder?")
    world.settle()
    with a.awake():
        people.remove(a.database, a.store.session, Phone, phone)
    with b.awake(), act(b.database, b.store.session, "phone.edit") as work:
        work.edit(Phone, phone, {"number": "06-12345678", "digits": "0612345678"})
    edit(a, one, given_names="Sjoukje Anna", large_print=True, safety_note="Hond in de gang")
    edit(b, one, given_names="Sjoukje", prefix="van der", safety_note="Bel aan de achterdeur")
    with b.awake(), act(b.database, b.store.session, "trespass") as work:
        work.edit(Visit, RecordId(visit), {"question": "Kan ze hier blijven wonen?"})
    world.settle()
    return one
