"""Gesprekken in a window, over the example village."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from meitinker.domain.visits import VisitState
from meitinker.ids import RecordId
from meitinker.services import visit_files, visits
from ui.theme import Theme, apply
from ui.views.visits.conversation import Conversation
from ui.views.visits.place import VisitsPlace

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from ui.workplace import Workplace


class Room:
    """The place in a window, with a hand for what tests do often."""

    def __init__(
        self,
        place: VisitsPlace,
        workplace: Workplace,
        answered: Callable[[], None],
        qtbot: QtBot,
    ) -> None:
        self.place = place
        self.qtbot = qtbot
        self.work = workplace
        self.answered = answered

    @property
    def conversation(self) -> Conversation:
        """The conversation at hand."""
        assert self.place.conversation is not None
        return self.place.conversation

    def first(self, state: VisitState = VisitState.OPEN) -> str:
        """Return the newest visit in ``state``."""
        listed = visits.listed(self.work.database, self.work.session, state=state)
        return listed[0].visit_id

    def open(self, visit_id: str) -> Conversation:
        """Open a visit."""
        self.place.open_visit(visit_id)
        self.answered()
        return self.conversation

    def stored(self) -> visit_files.VisitFile:
        """Return the visit at hand as it is in the store."""
        visit_id = RecordId(self.conversation.desk.visit_id)
        return visit_files.file_of(self.work.database, self.work.session, visit_id)

    def leave(self) -> list[bool]:
        """Leave the place and return what it said."""
        told: list[bool] = []
        self.place.leave(told.append)
        self.answered()
        return told


@pytest.fixture
def room(
    example_workplace: Workplace,
    answered: Callable[[], None],
    qtbot: QtBot,
    qapp: QApplication,
) -> Room:
    """Lend the place, shown and arrived at."""
    apply(qapp, Theme())
    place = VisitsPlace(example_workplace)
    qtbot.addWidget(place)
    example_workplace.tasks.changed.connect(place.refresh)
    place.resize(1150, 768)
    place.show()
    place.activateWindow()
    place.arrive(None)
    answered()
    return Room(place, example_workplace, answered, qtbot)
