"""The checklist of accessibility on every screen of the social map, in every theme and size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from meitinker.services import map_forms
from tests.ui import checklist
from ui.forms.field_panel import FieldPanel
from ui.theme import THEME_NAMES, Theme, ThemeName, apply
from ui.views.social_map.new_service import NewServicePanel
from ui.views.social_map.panels import CorrectionPanel, MissingPanel

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from tests.ui.social_map.conftest import Stage

SCREENS = (
    "list",
    "nothing",
    "filters",
    "service",
    "checking",
    "correction",
    "missing",
    "edit",
    "new",
)


FORMS = (*map_forms.GROUPS, *map_forms.PARTS)


def turn_to(stage: Stage, screen: str) -> QWidget:
    """Show one of the screens, with what it shows at its fullest; return its window."""
    stage.open()
    finding, service = stage.place.finding, stage.place.service
    if screen not in {"list", "nothing", "filters", "missing", "new"}:
        stage.look_for("eten aan huis")
        stage.enter()
    deeds: dict[str, Callable[[], object]] = {
        "nothing": lambda: stage.look_for("ruimtevaartmuseum"),
        "filters": finding.narrow.click,
        "missing": lambda: stage.place.telling.miss(""),
        "new": finding.add.click,
        "checking": service.right.click,
        "correction": service.wrong.click,
        **dict.fromkeys(("edit", *FORMS), service.edit.click),
    }
    deeds.get(screen, lambda: None)()
    stage.settle()
    return _over(stage, screen)


def _over(stage: Stage, screen: str) -> QWidget:
    """Return the form that lies over the place, filled, or the window where none does."""
    page = stage.place.editing.page
    if page is not None and screen in FORMS:
        page.buttons[screen, ""].click()
        stage.settle()
        return stage.panel(FieldPanel)
    if screen == "new":
        panel = stage.panel(NewServicePanel)
        QTest.keyClicks(panel.name.line, "Warme maaltijd an huis")
        QTest.keyClicks(panel.provider.line, "tafel")
        stage.settle()
        return panel
    over = {"missing": MissingPanel, "correction": CorrectionPanel}.get(screen)
    return stage.panel(over) if over else stage.place.window()


@pytest.mark.parametrize("screen", SCREENS)
def test_every_one_can_use_it(stage: Stage, screen: str) -> None:
    # High enough to show all: an edge out of sight cannot be measured.
    stage.place.window().resize(1150, {"filters": 1200, "edit": 2600}.get(screen, 768))
    assert checklist.faults(turn_to(stage, screen)) == []


@pytest.mark.parametrize("form", FORMS)
def test_every_one_can_use_every_form(stage: Stage, form: str) -> None:
    stage.place.window().resize(1150, 2600)
    assert checklist.faults(turn_to(stage, form)) == []


@pytest.mark.parametrize("screen", ["service", "edit"])
@pytest.mark.parametrize("theme", THEME_NAMES)
def test_in_every_theme(stage: Stage, theme: ThemeName, screen: str) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply(app, Theme(name=theme))
    if screen == "edit":
        stage.place.window().resize(1150, 2600)
    assert checklist.faults(turn_to(stage, screen)) == []


@pytest.mark.parametrize(
    "screen", ["list", "filters", "service", "missing", "edit", "new", *map_forms.PARTS]
)
@pytest.mark.parametrize(("size", "width", "height"), [(200, 1366, 768), (100, 683, 384)])
def test_nothing_is_cut_off_large_or_narrow(
    stage: Stage, screen: str, size: int, width: int, height: int
) -> None:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply(app, Theme(text_size=size))
    turn_to(stage, screen)
    assert checklist.faults_when_large(stage.place.window(), width=width, height=height) == []
