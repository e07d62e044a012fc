"""Bijwerken without internet: to the hub and back through files, by the buttons of the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from sync.hub import bundles
from tests.sync.hub_world import HubWorld
from tests.ui import checklist
from tests.ui.sending.test_whole_story import WAIT, Screen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot


class Carried:
    """A screen, a hub, and a stick that goes between them."""

    def __init__(self, world: HubWorld, screen: Screen, qtbot: QtBot, folder: Path) -> None:
        """Listen to what the page tells."""
        self.world, self.screen, self._qtbot, self.folder = world, screen, qtbot, folder
        self.told: list[tuple[str, str]] = []
        screen.place.told.connect(lambda role, words: self.told.append((role, words)))
        self.path = folder / "naar.meitinker"

    def press(self, button: QWidget) -> None:
        """Press a button, and wait until nothing is under way any more."""
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
        self._qtbot.waitUntil(lambda: not self.screen.sending.busy, timeout=WAIT)
        self.screen.settle()

    def answered(self) -> str:
        """Let the hub read the stick; return where the answer is."""
        world = self.world
        return bundles.answer(world.database, world.accounts, self.path, self.folder).answer


@pytest.fixture
def carried(tmp_path: Path, qtbot: QtBot) -> Iterator[Carried]:
    """Lend a laptop on which something waits."""
    with HubWorld(tmp_path / "world") as world:
        laptop = world.laptop("a", "Grou")
        laptop.meet()
        laptop.add_person("Jong")
        screen = Screen(laptop, qtbot)
        try:
            yield Carried(world, screen, qtbot, tmp_path)
        finally:
            screen.close()


def test_the_work_goes_on_a_stick_and_the_answer_comes_back(
    carried: Carried, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick, sending = carried.screen.place.stick, carried.screen.sending
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(carried.path), ""))
    waiting = sending.standing.waiting
    assert waiting
    carried.press(stick.pack)
    assert "Breng de stick naar de backoffice" in carried.screen.place.state.bar.text
    assert carried.told == []  # it would stay over the page after the answer was read
    assert sending.standing.waiting >= waiting
    answer = carried.answered()
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (answer, ""))
    carried.press(stick.take_in)
    assert sending.standing.waiting == 0
    assert "verstuurd" in carried.screen.place.state.bar.text
    window = carried.screen.window
    assert checklist.unnamed(window) == checklist.small_targets(window) == []
    assert checklist.tab_faults(window) == []


def test_the_wrong_file_is_told_in_words_and_changes_nothing(
    carried: Carried, monkeypatch: pytest.MonkeyPatch
) -> None:
    stick, sending = carried.screen.place.stick, carried.screen.sending
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(carried.path), ""))
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(carried.path), ""))
    carried.press(stick.pack)
    carried.press(stick.take_in)
    assert carried.told[-1][0] == "fout"
    assert "geen antwoord" in carried.told[-1][1]
    carried.path.write_bytes(b"boodschappenlijst")
    carried.press(stick.take_in)
    assert "niet heel" in carried.told[-1][1]
    assert sending.standing.waiting
    assert stick.pack.isEnabled()


def test_no_choice_of_a_file_does_nothing(
    carried: Carried, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: ("", ""))
    carried.press(carried.screen.place.stick.pack)
    assert carried.told == []
    assert list(carried.folder.glob("*.meitinker")) == []
