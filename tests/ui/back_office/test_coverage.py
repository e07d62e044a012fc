"""Where help is and where it is not, as a grid on the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from meitinker import clock
from meitinker.domain.map_checks import CheckWay
from meitinker.domain.map_corrections import MissingService
from meitinker.domain.map_services import CarerFunction
from meitinker.ids import RecordId, record_id
from meitinker.services import coverage, map_checks
from meitinker.services.coverage import cell
from ui.theme import Theme, apply
from ui.viewmodels import coverage as said
from ui.views.back_office import COVERAGE
from ui.views.back_office.coverage import CoveragePage
from ui.views.social_map import KEY as SOCIAL_MAP

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from meitinker.store.settings import ScreenSpot
    from tests.ui.back_office.conftest import Office
    from ui.theme.tokens import ThemeName


@pytest.fixture
def page(office: Office) -> CoveragePage:
    """Lend the page."""
    office.place.turn_to(COVERAGE).arrive(None)
    office.rest()
    return office.at(COVERAGE, CoveragePage)


def words(page: CoveragePage, row: int, column: int) -> str:
    return str(page.grid.cells.index(row, column).data(Qt.ItemDataRole.AccessibleTextRole))


def test_each_cell_says_what_is_counted(office: Office, page: CoveragePage) -> None:
    whole = coverage.coverage(office.work.database, office.work.session)
    assert page.grid.cells.rowCount() == len(whole.villages)
    assert page.grid.cells.columnCount() == len(CarerFunction)
    for row, village in enumerate(whole.villages):
        for column, function in enumerate(CarerFunction):
            counted = whole.by_function.at(village.village_id, function)
            told = words(page, row, column)
            assert told.startswith(f"{village.name}, ")
            many = "1 dienst," if counted.count == 1 else f"{counted.count} diensten,"
            assert (many if counted.count else "niets") in told


def test_the_arrows_lead_to_what_lies_behind_a_cell(office: Office, page: CoveragePage) -> None:
    assert page.grid.hasFocus()
    assert page.behind.list.isHidden()
    QTest.keyClick(page.grid, Qt.Key.Key_Down)
    office.rest()
    here = page.grid.currentIndex()
    village = coverage.coverage(office.work.database, office.work.session).villages[here.row()]
    file = cell(
        office.work.database,
        office.work.session,
        village.village_id,
        tuple(CarerFunction)[here.column()],
    )
    assert page.behind.name.text() == said.title(file)
    shown = [row.key for row in page.behind.list.rows.rows]
    assert shown == [one.line.service_id for one in file.services]


def test_what_stands_out_is_read_whole_and_leaves_room_for_the_services(
    office: Office, page: CoveragePage
) -> None:
    work = office.work
    whole = coverage.coverage(work.database, work.session)
    village = next(one for one in whole.villages if one.name == "Grou")
    column = tuple(CarerFunction).index(CarerFunction.PRACTICAL_HELP)
    page.grid.setCurrentIndex(page.grid.cells.index(whole.villages.index(village), column))
    office.rest()
    file = cell(work.database, work.session, village.village_id, CarerFunction.PRACTICAL_HELP)
    assert len(file.doubles) > 2
    labels = page.behind.remarks.widgets
    assert labels
    for label in labels:
        assert label.height() >= label.heightForWidth(label.width())
    assert page.behind.list.viewport().height() > page.behind.height() // 3
    told = {row.key: row.status for row in page.behind.list.rows.rows}
    doubled = file.doubles[0]
    for one in doubled.services:
        assert f"Ook bij een ander: {doubled.label.lower()}" in told[one.service_id]


def test_what_was_sought_most_is_named_and_the_rest_is_counted(office: Office) -> None:
    work = office.work
    whole = coverage.coverage(work.database, work.session)
    village = whole.villages[0].village_id
    file = cell(work.database, work.session, village, CarerFunction.PRACTICAL_HELP)
    missing = tuple(
        MissingService(
            id=record_id(),
            user_id=work.session.user,
            at=clock.now(),
            sought=f"hulp {number}",
        )
        for number in range(7)
    )
    told = said.remarks(msgspec.structs.replace(file, doubles=(), missing=missing))
    assert told == ("Gezocht en niet gevonden: hulp 0, hulp 1, hulp 2, hulp 3, hulp 4 en nog 2",)


def test_a_page_that_was_left_does_not_take_the_keyboard_when_its_answer_comes(
    office: Office, page: CoveragePage
) -> None:
    assert page.grid.hasFocus()
    office.visits.browse.focus_list()
    office.rest()
    assert page.grid.hasFocus()


def test_a_service_behind_a_cell_is_shown_in_the_map(office: Office, page: CoveragePage) -> None:
    went: list[ScreenSpot] = []
    page.go.connect(went.append)
    page.grid.setCurrentIndex(page.grid.cells.index(0, 0))
    office.rest()
    page.behind.list.setCurrentIndex(page.behind.list.rows.index(0))
    page.behind.list.setFocus()
    QTest.keyClick(page.behind.list, Qt.Key.Key_Return)
    assert [(one.screen, one.record_id) for one in went] == [
        (SOCIAL_MAP, page.behind.list.current_key)
    ]


def test_where_there_is_one_pane_a_button_leads_to_the_grid_and_enter_to_the_cell(
    office: Office, page: CoveragePage, qapp: QApplication
) -> None:
    apply(qapp, Theme(text_size=200))
    office.place.resize(700, 768)
    office.rest()
    assert not page.grid.isVisible()
    page.how.look.click()
    office.rest()
    assert page.grid.hasFocus()
    page.grid.setCurrentIndex(page.grid.cells.index(0, 0))
    QTest.keyClick(page.grid, Qt.Key.Key_Return)
    office.rest()
    assert page.behind.list.hasFocus()


def test_against_life_domains_the_same_villages_stand(office: Office, page: CoveragePage) -> None:
    page.how.way.set_value(said.BY_DOMAIN)
    page.how.way.edited.emit()
    office.rest()
    whole = coverage.coverage(office.work.database, office.work.session)
    assert page.grid.cells.columnCount() == len(whole.by_domain.columns)
    assert words(page, 0, 0).startswith(f"{whole.villages[0].name}, geld:")


def test_what_is_checked_is_no_longer_told_as_old(office: Office, page: CoveragePage) -> None:
    whole = coverage.coverage(office.work.database, office.work.session)
    column = next(
        number
        for number, one in enumerate(CarerFunction)
        if whole.by_function.at(whole.villages[0].village_id, one).stale
    )
    page.grid.setCurrentIndex(page.grid.cells.index(0, column))
    office.rest()
    file = cell(
        office.work.database,
        office.work.session,
        whole.villages[0].village_id,
        tuple(CarerFunction)[column],
    )
    due = next(one.line.service_id for one in file.services if one.stale)
    before = words(page, 0, column)
    changes = map_checks.note(
        office.work.database, office.work.session, RecordId(due), way=CheckWay.PHONE
    )
    page.refresh(changes)
    office.rest()
    assert words(page, 0, column) != before
    row = next(one for one in page.behind.list.rows.rows if one.key == due)
    assert row.status.startswith("Gecontroleerd")


def test_the_grid_goes_along_as_a_workbook_and_on_paper(
    office: Office, page: CoveragePage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for button, name in ((page.how.sheet, "hulp.xlsx"), (page.how.pdf, "hulp.pdf")):
        path = tmp_path / name
        monkeypatch.setattr(
            QFileDialog, "getSaveFileName", lambda *_words, path=path: (str(path), "")
        )
        button.click()
        office.rest()
        assert path.exists()
    told = openpyxl.load_workbook(tmp_path / "hulp.xlsx").sheetnames
    assert told[0] == "Mantelzorgers"
    assert (tmp_path / "hulp.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("name", ["light", "high_contrast"])
@pytest.mark.parametrize("size", [100, 200])
def test_the_page_holds_to_the_checklist(
    office: Office, page: CoveragePage, qapp: QApplication, *, name: ThemeName, size: int
) -> None:
    page.grid.setCurrentIndex(page.grid.cells.index(0, 0))
    office.rest()
    assert office.faults(qapp, name, size) == []
