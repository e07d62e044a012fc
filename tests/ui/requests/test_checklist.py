"""The checklist of accessibility on every screen of requests, in every theme and size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from meitinker.services import requests
from meitinker.store.settings import ScreenSpot
from tests.ui import checklist
from ui.theme import THEME_NAMES, Theme, ThemeName, apply

if TYPE_CHECKING:
    from tests.ui.requests.conftest import Stage

SCREENS = ("list", "nothing", "none", "file", "act", "application", "receipt", "sent", "panel")
WHOLE = {
    "file": 2200, "act": 2500, "application": 2800, "receipt": 1500, "sent": 1700, "panel": 1700,
}  # fmt: skip


def turn_to(stage: Stage, screen: str) -> QWidget:
    """Show one of the screens, with what they show at their fullest; return what is in front."""
    front: QWidget = stage.window
    match screen:
        case "nothing":
            stage.go(ScreenSpot(screen="today"))
        case "none":
            stage.file()
        case "list":
            work = stage.workplace
            requests.hand_over(
                work.database, work.session, stage.take(), to="Het sociaal team", appointed=False
            )
            stage.signal()
            stage.go(ScreenSpot(screen="today"))
        case "panel":
            front = panel = stage.ask()
            QTest.keyClicks(panel.form.fields.words.area, "Mijn moeder valt vaak.")
            panel.form.fields.who.button("signal").click()
            panel.form.take()  # with what is missing told
        case _:
            _in_file(stage, screen)
    stage.settle()
    return front


def _in_file(stage: Stage, screen: str) -> None:
    stage.take()
    stage.signal()
    if screen == "application":
        stage.apply()
    page = stage.file()
    if screen == "application":
        card = next(iter(page.applications.cards.values()))
        card.suspend.click()
        return
    urgent, question = page.cards.values()
    if screen == "act":
        urgent.more.click()
        urgent.acts["plan"].click()
        question.acts["answer"].click()
    elif screen in ("receipt", "sent"):
        question.receipt.click()
        stage.settle()
        assert page.receipt is not None
        if screen == "sent":
            next(reversed(page.receipt.handing.ways.values())).click()


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("theme", THEME_NAMES)
def test_every_screen_keeps_to_the_checklist(stage: Stage, screen: str, theme: ThemeName) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply(application, Theme(name=theme))
    # High enough to show the whole page: an edge out of sight cannot be measured.
    stage.window.resize(1366, WHOLE.get(screen, 768))
    assert checklist.faults(turn_to(stage, screen)) == []


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize(
    ("size", "width", "height"), [(200, 1366, 768), (100, 683, 384), (100, 1024, 700)]
)
def test_nothing_is_cut_off_large_or_narrow(
    stage: Stage, screen: str, size: int, width: int, height: int
) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply(application, Theme(text_size=size))
    turn_to(stage, screen)
    assert checklist.faults_when_large(stage.window, width=width, height=height) == []


def test_a_button_without_a_name_would_be_found(stage: Stage) -> None:
    stage.take()
    page = stage.file()
    bad = QPushButton(page)
    bad.show()
    assert checklist.unnamed(stage.window)
    bad.deleteLater()
