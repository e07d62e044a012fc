"""A directory of another program: chosen, looked at, brought in, followed and taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from meitinker.domain.map_services import MapService, ServiceStatus
from meitinker.exchange.map_columns import MapField
from meitinker.services import map_editing, map_exchange, map_importing
from meitinker.store import records
from meitinker.store.import_log import Import
from tests.ui.back_office.test_lists import added, checked, open_file, until
from tests.ui.back_office.test_visits import press
from ui.views.back_office import MAP_IN, list_work
from ui.views.back_office.list_sides import SidesField
from ui.views.back_office.lists import ListsPage
from ui.widgets.form_field import WrappedLabel
from ui.widgets.layout import IconLine

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from tests.ui.back_office.conftest import Office
    from ui.theme.tokens import ThemeName
    from ui.widgets.column import Pile

HEADINGS = "ID;Dienst;Organisatie;Omschrijving;Telefoon;Plaats;Oars"
SAILING = "1;Skûtsjesile foar elkenien;Skûtsjeploech;Mei syl;0566 61 22 33;Grou;x"
SINGING = "2;Sjongkoar Fan Herte;Sjongers;Tegearre sjonge;0566 61 22 44;Grou;x"
BROKEN = "3;Sûnder oanbieder;;;;Grou;x"


@pytest.fixture
def page(office: Office) -> ListsPage:
    """Lend the page."""
    office.place.turn_to(MAP_IN).arrive(None)
    office.rest()
    return office.at(MAP_IN, ListsPage)


def choose(office: Office, page: ListsPage, path: Path, *rows: str) -> None:
    """Choose a list of these rows, as a person does."""
    open_file(office, page, path, "\n".join((HEADINGS, *rows)).encode())


def here(office: Office, name: str) -> MapService:
    """Return the service of this name."""
    with office.work.database.reading() as connection:
        (found,) = records.find(connection, office.work.session, MapService, name=name)
    return found


def sailing(office: Office) -> MapService:
    return here(office, "Skûtsjesile foar elkenien")


def lines(pile: Pile) -> list[str]:
    """Return what stands in a pile of lines with icons."""
    return [one.words.text() for one in pile.widgets if isinstance(one, IconLine)]


def bring(office: Office, page: ListsPage, path: Path, *rows: str) -> None:
    choose(office, page, path, *rows)
    checked(office, page)
    added(office, page)


def test_services_are_looked_at_brought_in_and_told_by_row(
    office: Office, page: ListsPage, tmp_path: Path
) -> None:
    choose(office, page, tmp_path / "gids.csv", SAILING, SINGING, BROKEN)
    assert page.columns.isVisible()
    assert page.columns.columns[1].value() == MapField.NAME.value
    assert page.columns.chosen()[6] is None
    checked(office, page)
    assert page.report.isVisible()
    told = lines(page.report.new)
    assert "Rij 2: Skûtsjesile foar elkenien is nieuw." in told
    assert any("rij 4" in one for one in lines(page.report.troubles))
    assert "2 wijzigingen" in page.report.add.text()
    added(office, page)
    assert sailing(office).description == "Mei syl"
    assert "2 diensten zijn toegevoegd." in page.start.bar.text


def test_a_newer_file_is_followed_and_what_was_changed_here_is_asked(
    office: Office, page: ListsPage, tmp_path: Path
) -> None:
    bring(office, page, tmp_path / "gids.csv", SAILING, SINGING)
    work = office.work
    use = work.database, work.session
    map_editing.change(*use, MapService, sailing(office).id, {"description": "Fan ús"})
    newer = (SAILING.replace("Mei syl", "Fan harren"), SINGING.replace("sjonge", "musyk"))
    choose(office, page, tmp_path / "nij.csv", *newer)
    checked(office, page)
    (told,) = lines(page.report.new)
    assert told.startswith("Rij 3: Sjongkoar Fan Herte. ")
    assert told.endswith("Beschrijving: “Tegearre sjonge” wordt “Tegearre musyk”")
    (box,) = page.report.choosing.boxes.values()
    assert isinstance(box, SidesField)
    assert box.box.accessibleName().startswith("Rij 2: Skûtsjesile foar elkenien. ")
    press(office, box.box)
    assert "2 wijzigingen" in page.report.add.text()
    press(office, box.box)
    assert "1 wijziging" in page.report.add.text()
    added(office, page)
    assert sailing(office).description == "Fan ús"
    assert here(office, "Sjongkoar Fan Herte").description == "Tegearre musyk"
    choose(office, page, tmp_path / "nij.csv", *newer)
    checked(office, page)
    (box,) = page.report.choosing.boxes.values()
    press(office, box.box)
    added(office, page)
    assert sailing(office).description == "Fan harren"


def test_what_is_in_a_newer_file_no_more_stays_unless_a_person_ticks_it(
    office: Office, page: ListsPage, tmp_path: Path
) -> None:
    bring(office, page, tmp_path / "gids.csv", SAILING, SINGING)
    choose(office, page, tmp_path / "nij.csv", SINGING)
    checked(office, page)
    told = "1 dienst staat niet meer in het bestand. Die blijft, tenzij u kiest."
    assert told in lines(page.report.summary)
    (box,) = page.report.choosing.boxes.values()
    assert isinstance(box, SidesField)
    assert box.box.accessibleName() == (
        "Skûtsjesile foar elkenien staat niet meer in het bestand. Deze dienst bestaat niet meer."
    )
    assert not page.report.add.isEnabled()
    press(office, box.box)
    added(office, page)
    assert sailing(office).status is ServiceStatus.DEFUNCT


def test_a_double_shows_both_sides_and_stays_out(
    office: Office, page: ListsPage, tmp_path: Path
) -> None:
    bring(office, page, tmp_path / "gids.csv", SAILING)
    choose(office, page, tmp_path / "oar.csv", SAILING.replace("1;", "9;", 1))
    page.columns.source.set_value("Oare gids")
    checked(office, page)
    (box,) = page.report.choosing.boxes.values()
    assert isinstance(box, SidesField)
    assert not page.report.add.isEnabled()
    press(office, box.box)
    assert "1 wijziging" in page.report.add.text()
    assert sailing(office).source_key == "1"


def test_a_directory_of_the_standard_has_nothing_to_choose(
    office: Office, page: ListsPage, tmp_path: Path
) -> None:
    work = office.work
    data = map_exchange.as_json(work.database, work.session)
    open_file(office, page, tmp_path / "kaart.json", data)
    assert page.columns.columns == {}
    assert "HSDS" in page.columns.count.text()
    checked(office, page)
    assert page.report.isVisible()
    report = page.report.report
    assert report.updates() == []
    assert not page.report.add.isEnabled()


def test_what_was_typed_about_one_directory_is_not_filled_in_at_another(
    office: Office, page: ListsPage, tmp_path: Path
) -> None:
    """Ids such as 1, 2 and 3 stand in many: under a wrong name they would meet another's."""
    work = office.work
    data = map_exchange.as_json(work.database, work.session)
    open_file(office, page, tmp_path / "kaart.json", data)
    page.columns.source.set_value("Fryske gids")
    page.columns.source.edited.emit()
    office.rest()
    other = b'[{"id": "1", "name": "Koersbal", "status": "active"}]'
    open_file(office, page, tmp_path / "oar.json", other)
    assert page.columns.source.value() == ""
    open_file(office, page, tmp_path / "kaart.json", data)
    assert page.columns.source.value() == "Fryske gids"


def test_all_of_it_is_taken_back(
    office: Office, page: ListsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(office, page, tmp_path / "gids.csv", SAILING)
    bring(office, page, tmp_path / "nij.csv", SAILING.replace("Mei syl", "Sûnder syl"), SINGING)
    assert len(page.start.cards) == 2
    monkeypatch.setattr(list_work, "confirm", lambda *_words, **_more: True)
    for told in ("Mei syl", ""):
        card = next(one for one in page.start.cards.values() if one.undo.isVisible())
        press(office, card.undo)
        until(office, lambda: not page.taking_back.work.running)
        office.rest()
        assert "teruggedraaid" in page.start.bar.text
        if told:
            assert sailing(office).description == told
    with office.work.database.reading() as connection:
        found = records.find(connection, office.work.session, MapService)
    assert not any(one.source_key in {"1", "2"} and "sile" in one.name for one in found)


def test_a_taking_back_that_was_broken_off_is_told_and_goes_on(page: ListsPage) -> None:
    one = Import(id="i", at="2026-11-24T05:30:00.000Z", user="u", added=600, ended=True, undone=200)
    page.start.show_earlier([one])
    (card,) = page.start.cards.values()
    said = [label.text() for label in card.findChildren(WrappedLabel)]
    assert any("niet klaar: 200 van de 600" in words for words in said)
    assert not card.undo.isHidden()


def test_who_stops_is_told_what_was_added(office: Office, page: ListsPage, tmp_path: Path) -> None:
    rows = [f"{n};Tiid foar inoar {n};Ploech {n};;;Grou;x" for n in range(400)]
    choose(office, page, tmp_path / "gids.csv", *rows)
    checked(office, page)
    assert page.report.untouched.isVisible()
    page.report.add.click()
    page.report.busy.stop.click()
    until(office, lambda: not page.adding.running)
    office.rest()
    assert page.report.untouched.isHidden()  # some were added while it stood there
    (done,) = map_importing.done(office.work.database, office.work.session)
    assert 0 < done.added < len(rows)
    assert not done.ended
    assert page.start.isVisible()


def test_where_no_file_came_in_it_is_said_who_can_take_one_back(page: ListsPage) -> None:
    said = [one.text() for one in page.start.findChildren(WrappedLabel) if one.isVisible()]
    assert "Op dit apparaat is nog geen bestand ingelezen." in said
    assert any(one.startswith("Wat op een ander apparaat is ingelezen,") for one in said)


def test_a_file_that_is_no_list_is_refused_in_words(
    office: Office, page: ListsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "foto.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    press(office, page.start.choose)
    until(office, lambda: page.start.bar.text)
    assert "Excel" in page.start.bar.text


@pytest.mark.promise("F1")
def test_f1_what_was_said_of_the_columns_comes_back_with_the_same_list(
    office: Office, page: ListsPage, tmp_path: Path
) -> None:
    choose(office, page, tmp_path / "gids.csv", SAILING)
    QTest.keyClicks(page.columns.source.line, "Gids fan Grou")
    page.columns.columns[6].set_value(MapField.KEYWORDS.value)
    page.columns.columns[6].edited.emit()
    office.place.leave(lambda _safe: None)
    office.rest()
    office.begin_anew()
    page = office.at(MAP_IN, ListsPage)
    choose(office, page, tmp_path / "gids.csv", SAILING)
    assert page.columns.source.value() == "Gids fan Grou"
    assert page.columns.chosen()[6] is MapField.KEYWORDS


@pytest.mark.promise("L29")
@pytest.mark.parametrize("size", [100, 200])
@pytest.mark.parametrize("name", ["light", "dark", "high_contrast"])
def test_l29_every_part_has_its_name_and_place(
    office: Office,
    page: ListsPage,
    tmp_path: Path,
    qapp: QApplication,
    name: ThemeName,
    size: int,
) -> None:
    bring(office, page, tmp_path / "gids.csv", SAILING)
    assert office.faults(qapp, name, size) == []
    work = office.work
    map_editing.change(
        work.database, work.session, MapService, sailing(office).id, {"description": "Fan ús"}
    )
    newer = SAILING.replace("Mei syl", "Fan harren").replace("22 33", "99 99")
    choose(office, page, tmp_path / "l.csv", newer, SINGING, SINGING.replace("2;", "8;", 1), BROKEN)
    assert office.faults(qapp, name, size) == []
    checked(office, page)
    assert office.faults(qapp, name, size) == []
