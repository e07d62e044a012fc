"""The checklist of accessibility on every screen of the social map, in every theme and size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from tests.ui import checklist
from ui.theme import THEME_NAMES, Theme, ThemeName, apply
from ui.views.social_map.panels import CorrectionPanel, MissingPanel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from tests.ui.social_map.conftest import Stage

SCREENS = ("list", "nothing", "filters", "service", "checking", "correction", "missing")


def turn_to(stage: Stage, screen: str) -> QWidget:
    """Show one of the screens, with what it shows at its fullest; return its window."""
    stage.open()
    finding, service = stage.place.finding, stage.place.service
    if screen == "nothing":
        stage.type("ruimtevaartmuseum")
    elif screen == "filters":
        finding.narrow.click()
    elif screen == "missing":
        stage.place.new()
    elif screen != "list":
        stage.type("eten aan huis")
        stage.enter()
    if screen == "checking":
        service.right.click()
    if screen == "correction":
        service.wrong.click()
    stage.settle()
    over = {"missing": MissingPanel, "correction": CorrectionPanel}.get(screen)
    return stage.panel(over) if over else stage.place.window()


@pytest.mark.parametrize("screen", SCREENS)
def test_every_one_can_use_it(stage: Stage, screen: str) -> None:
    assert checklist.faults(turn_to(stage, screen)) == []


@pytest.mark.parametrize("theme", THEME_NAMES)
def test_in_every_theme(stage: Stage, theme: ThemeName) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply(app, Theme(name=theme))
    assert checklist.faults(turn_to(stage, "service")) == []


@pytest.mark.parametrize("screen", ["filters", "service", "missing"])
def test_with_letters_twice_as_large(stage: Stage, screen: str) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply(app, Theme(text_size=200))
    turn_to(stage, screen)
    assert checklist.faults_when_large(stage.place.window(), width=1366, height=768) == []
