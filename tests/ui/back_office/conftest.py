"""The place Backoffice over the example village, with a clerk at work."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

import msgspec
import pytest

from meitinker.domain.organisation import User
from meitinker.domain.session import Role
from meitinker.ids import RecordId, record_id
from meitinker.services import reviews
from meitinker.store import indexing
from meitinker.store.acts import act
from tests.ui import checklist
from ui.theme import Theme, apply
from ui.views.back_office import BATCHES, VISITS
from ui.views.back_office.batches import BatchesPage
from ui.views.back_office.place import VisitsAtOffice
from ui.views.back_office.tabs import BackOfficePlace
from ui.widgets.choices import ComboField

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from ui.theme.tokens import ThemeName
    from ui.views.requests.act_panel import ActPanel
    from ui.window.place_view import PlaceView
    from ui.workplace import Workplace

P = TypeVar("P", bound="PlaceView")


class Office:
    """The place, and what it tells."""

    def __init__(
        self, place: BackOfficePlace, work: Workplace, rest: Callable[[], None], qtbot: QtBot
    ) -> None:
        """Listen to the place."""
        self.place, self.work, self._rest, self._qtbot = place, work, rest, qtbot
        self.told: list[tuple[str, str]] = []
        place.told.connect(lambda kind, words: self.told.append((kind, words)))

    @property
    def visits(self) -> VisitsAtOffice:
        """Return the page of the visits."""
        return self.at(VISITS, VisitsAtOffice)

    @property
    def batches(self) -> BatchesPage:
        """Return the page of what was handed over."""
        return self.at(BATCHES, BatchesPage)

    def at(self, section: str, kind: type[P]) -> P:
        """Return the page of a section."""
        page = self.place.page_of(section)
        assert isinstance(page, kind)
        return page

    def rest(self) -> None:
        """Let what was begun come to its end."""
        for _turn in range(3):
            self._rest()
            checklist.settle()

    def begin_anew(self) -> None:
        """Build the place anew, as after a kill, and arrive where it was."""
        old, spot = self.place, self.place.spot()
        size = old.size()
        old.hide()
        self.place = BackOfficePlace(self.work)
        self._qtbot.addWidget(self.place)
        self.work.tasks.changed.connect(self.place.refresh)
        self.place.resize(size)
        self.place.show()
        self.place.activateWindow()
        self.place.arrive(spot)
        self.rest()

    def faults(self, application: QApplication, name: ThemeName, size: int) -> list[str]:
        """Return what is wrong with the page at hand in a look, at a size of the letters."""
        apply(application, Theme(name=name, text_size=size))
        if size > 100:
            return checklist.faults_when_large(self.place, width=1238, height=768)
        self.place.resize(1150, 3000)
        checklist.settle()
        return checklist.faults(self.place)

    def status(self, visit_id: str) -> str:
        """Return where a visit stands, as the store has it."""
        found = reviews.file_of(self.work.database, self.work.session, visit_id).review
        return found.status.value


@pytest.fixture
def office(
    example_workplace: Workplace, answered: Callable[[], None], qtbot: QtBot, qapp: QApplication
) -> Office:
    """Lend the place as it is after arriving."""
    apply(qapp, Theme())
    clerk = msgspec.structs.replace(example_workplace.session, role=Role.BACK_OFFICE)
    work = replace(example_workplace, session=clerk)
    while indexing.index_waiting(work.database):
        pass
    place = BackOfficePlace(work)
    qtbot.addWidget(place)
    work.tasks.changed.connect(place.refresh)
    place.resize(1150, 768)
    place.show()
    place.activateWindow()
    place.arrive(None)
    lent = Office(place, work, answered, qtbot)
    lent.rest()
    return lent


@pytest.fixture
def sytske(office: Office) -> RecordId:
    """Return a colleague who has nothing in hand."""
    with act(office.work.database, office.work.session, "test.make") as work:
        return work.create(User(id=record_id(), name="Sytske de Boer"))


def choose(panel: ActPanel, name: str, key: str) -> None:
    """Choose a colleague in a field, as a person does."""
    field = panel.fields[name]
    assert isinstance(field, ComboField)
    field.set_value(key)
    field.edited.emit()
