"""The checklist of accessibility on every page of the place, in every theme and size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from meitinker.exchange.example_stories import LONG_NAME, SIETSKE, SJOUKJE
from meitinker.store.settings import ScreenSpot
from tests.ui import checklist
from ui.theme import THEME_NAMES, Theme, ThemeName, apply
from ui.widgets.fields import TextField

if TYPE_CHECKING:
    from tests.ui.people.conftest import Stage

WHOLE = {"details": 4000, "new": 1100}
PAGES = ("nobody", "overview", "details", "merge", "new")


def turn_to(stage: Stage, page: str) -> None:
    match page:
        case "nobody":
            stage.open(None)
        case "new":
            stage.open(ScreenSpot(screen="people", section="new"))
            surname = stage.place.form.fields["surname"]
            given = stage.place.form.fields["given_names"]
            assert isinstance(surname, TextField)
            assert isinstance(given, TextField)
            QTest.keyClicks(given.line, "Sjoukje")
            QTest.keyClicks(surname.line, "Jong")
        case _:
            who = SIETSKE if page == "merge" else LONG_NAME
            stage.open(ScreenSpot(screen="people", record_id=who, section=page))
            if stage.place.file_view.details is not None:
                stage.place.file_view.details.complete()
    stage.settle()
    assert not QApplication.activeModalWidget()


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("theme", THEME_NAMES)
def test_every_page_keeps_to_the_checklist(stage: Stage, page: str, theme: ThemeName) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply(application, Theme(name=theme))
    turn_to(stage, page)
    # High enough to show the whole page: an edge out of sight cannot be measured.
    stage.window.resize(1366, WHOLE.get(page, 768))
    checklist.settle()
    assert checklist.faults(stage.window) == []


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    ("size", "width", "height"), [(200, 1366, 768), (100, 683, 384), (100, 1024, 700)]
)
def test_nothing_is_cut_off_large_or_narrow(
    stage: Stage, page: str, size: int, width: int, height: int
) -> None:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    apply(application, Theme(text_size=size))
    turn_to(stage, page)
    assert checklist.faults_when_large(stage.window, width=width, height=height) == []


def test_a_button_without_a_name_would_be_found(stage: Stage) -> None:
    stage.open(ScreenSpot(screen="people", record_id=SJOUKJE))
    bad = QPushButton(stage.place.file_view.header)
    bad.show()
    assert checklist.unnamed(stage.window)
    bad.deleteLater()
