"""The settings over the example village, and over a store with a real key file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker.domain.organisation import Organisation, User
from meitinker.store.acts import act
from tests import stores
from tests.ui import checklist, lanes
from ui.starting.preferences import Preferences
from ui.theme import Theme, apply
from ui.views.settings.place import SettingsPlace
from ui.views.settings.safety import Doors
from ui.work.tasks import Tasks
from ui.workplace import Workplace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.stores import Guarded


def opened(view: SettingsPlace, qtbot: QtBot) -> SettingsPlace:
    """Show the place as the window would."""
    qtbot.addWidget(view)
    view.workplace.tasks.changed.connect(view.refresh)
    view.resize(1150, 768)
    view.show()
    view.activateWindow()
    view.arrive(None)
    checklist.settle()
    return view


@pytest.fixture
def place(example_workplace: Workplace, qtbot: QtBot, qapp: QApplication) -> SettingsPlace:
    """The settings over the example village."""
    apply(qapp, Theme())
    return opened(SettingsPlace(example_workplace), qtbot)


@pytest.fixture
def guarded(tmp_path: Path) -> Iterator[Guarded]:
    """A store with a cheap key file, a user and an organisation."""
    with stores.guarded(tmp_path / "guarded") as one:
        store = one.store
        with act(store.database, store.session, "store.create", undoable=False) as work:
            work.create(User(id=store.session.user, name="Hinke Terpstra"))
            work.create(Organisation(id=store.session.organisation, name="Mienskip"))
        yield one


@pytest.fixture
def guarded_place(guarded: Guarded, qtbot: QtBot, qapp: QApplication) -> Iterator[SettingsPlace]:
    """The settings over that store."""
    apply(qapp, Theme())
    tasks = Tasks()
    work = Workplace(
        database=guarded.store.database,
        session=guarded.store.session,
        tasks=tasks,
        preferences=Preferences(),
    )
    doors = Doors(keyring=guarded.ring, cost=stores.CHEAP)
    try:
        yield opened(SettingsPlace(work, doors=doors), qtbot)
    finally:
        tasks.close()


@pytest.fixture
def told(guarded_place: SettingsPlace) -> Callable[[], None]:
    """Return a function that waits until the lanes of the guarded place answered."""
    tasks = guarded_place.workplace.tasks

    def wait() -> None:
        for _turn in range(3):
            lanes.rest(tasks)
            guarded_place._bites.complete()

    return wait
