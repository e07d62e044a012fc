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
        stage.look_for("ruimtevaartmuseum")
    elif screen == "filters":
        finding.narrow.click()
    elif screen == "missing":
        stage.place.new()
    elif screen != "list":
        stage.look_for("eten aan huis")
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
    # High enough to show all: an edge out of sight cannot be measured.
    stage.place.window().resize(1150, 1200 if screen == "filters" else 768)
    assert checklist.faults(turn_to(stage, screen)) == []


@pytest.mark.parametrize("theme", THEME_NAMES)
def test_in_every_theme(stage: Stage, theme: ThemeName) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply(app, Theme(name=theme))
    assert checklist.faults(turn_to(stage, "service")) == []


@pytest.mark.parametrize("screen", ["list", "filters", "service", "missing"])
@pytest.mark.parametrize(("size", "width", "height"), [(200, 1366, 768), (100, 683, 384)])
def test_nothing_is_cut_off_large_or_narrow(
    stage: Stage, screen: str, size: int, width: int, height: int
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply(app, Theme(text_size=size))
    turn_to(stage, screen)
    assert checklist.faults_when_large(stage.place.window(), width=width, height=height) == []
