"""The website of the social map, made at the back office."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtWidgets import QFileDialog

from meitinker.domain.map_services import MapService
from meitinker.exchange.site.folder import MARK
from meitinker.store import records
from ui.views.back_office import MAP_OUT
from ui.views.back_office.map_out import MapOutPage

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.ui.back_office.conftest import Office
    from ui.theme.tokens import ThemeName


@pytest.fixture
def page(office: Office) -> MapOutPage:
    """Lend the page."""
    office.place.turn_to(MAP_OUT).arrive(None)
    office.rest()
    return office.at(MAP_OUT, MapOutPage)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Let every question for a folder be answered with one."""
    folder = tmp_path / "documents"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_words: str(folder))
    return folder


def publish(page: MapOutPage, qtbot: QtBot) -> None:
    page.publish.click()
    qtbot.waitUntil(lambda: page.busy.isHidden(), timeout=60_000)


def test_the_website_stands_in_a_folder_of_its_own(
    office: Office, page: MapOutPage, folder: Path, qtbot: QtBot
) -> None:
    assert page.publish.hasFocus()
    publish(page, qtbot)
    site = folder / "sociale-kaart"
    told = msgspec.json.decode((site / MARK).read_bytes())
    assert f"met {told['services']} diensten" in page.bar.text
    with office.work.database.reading() as connection:
        known = records.find(connection, office.work.session, MapService)
    assert 0 < told["services"] <= sum(one.public for one in known)
    assert (site / "index.html").exists()
    assert str(site) in page.bar.text
    assert page.look.isVisible()
    publish(page, qtbot)
    assert sorted(one.name for one in folder.iterdir()) == ["sociale-kaart"], "in its own place"


def test_in_three_languages_there_are_more_pages(
    page: MapOutPage, folder: Path, qtbot: QtBot
) -> None:
    publish(page, qtbot)
    one = len(list(folder.rglob("*.html")))
    page.all_three.set_value(True)
    publish(page, qtbot)
    assert len(list(folder.rglob("*.html"))) > 2 * one


def test_a_folder_with_something_else_is_refused_in_words(
    page: MapOutPage, folder: Path, qtbot: QtBot
) -> None:
    (folder / "sociale-kaart").mkdir()
    (folder / "sociale-kaart" / "vakantie.txt").write_text("foto's")
    publish(page, qtbot)
    assert page.bar.text
    assert page.look.isHidden()
    assert [one.name for one in (folder / "sociale-kaart").iterdir()] == ["vakantie.txt"]


def test_who_stops_keeps_what_was_there(page: MapOutPage, folder: Path, qtbot: QtBot) -> None:
    page.publish.click()
    page.busy.stop.click()
    qtbot.waitUntil(lambda: page.busy.isHidden(), timeout=60_000)
    assert page.bar.text == "Gestopt. Er is niets veranderd."
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize("name", ["light", "high_contrast"])
@pytest.mark.parametrize("size", [100, 200])
def test_the_page_holds_to_the_checklist(
    office: Office, page: MapOutPage, qapp: QApplication, *, name: ThemeName, size: int
) -> None:
    assert page.publish.isVisible()
    assert office.faults(qapp, name, size) == []
