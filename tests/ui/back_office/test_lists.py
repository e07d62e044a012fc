"""A list of another program's clients: chosen, looked at, brought in and taken back."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from meitinker.domain.addresses import Address
from meitinker.exchange import tables
from meitinker.exchange.client_columns import ClientField
from meitinker.services import importing
from meitinker.store import records
from tests.ui.back_office.test_visits import press
from ui.views.back_office import LISTS, list_work
from ui.views.back_office.lists import ListsPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from meitinker.exchange.tables import Table
    from tests.ui.back_office.conftest import Office
    from ui.theme.tokens import ThemeName

HEADINGS = "Achternaam;Voornaam;Geboortedatum;Straat;Huisnummer;Woonplaats;Extra"


SURNAMES = (
    "Bakker", "Visser", "Smit", "Meijer", "Mulder", "Bos", "Vos", "Peters", "Hendriks", "Dekker",
    "Brouwer", "Kok", "Schouten", "Postma", "Wiersma", "Zijlstra", "Kuipers", "Hofman", "Gerbens",
    "Ypma",
)  # fmt: skip
FIRST = ("Abel", "Quirine", "Wolbert")
CAME = "Stamboeksingel"
"""Where all live who come of these lists."""


def row(number: int, *, surname: str = "", place: str = "Grou", born: str = "") -> str:
    name, first = surname or SURNAMES[number % 20], FIRST[number // 20 % 3]
    born = born or f"{1 + number % 28}-{1 + number % 12}-{1930 + number}"
    return f"{name};{first};{born};{CAME};{number + 1};{place};x"


def choose(office: Office, page: ListsPage, path: Path, *rows: str) -> None:
    """Choose a list of these rows, as a person does."""
    open_file(office, page, path, "\n".join((HEADINGS, *rows)).encode())


def open_file(office: Office, page: ListsPage, path: Path, data: bytes) -> None:
    """Choose a file with these bytes."""
    path.write_bytes(data)
    before = page.columns.listed
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
        press(office, page.start.choose)
    until(office, lambda: page.columns.listed is not before)
    page.columns.complete()
    office.rest()


def until(office: Office, holds: Callable[[], object]) -> None:
    """Let the lanes go on until something holds; each rest is a few bites."""
    for _turn in range(400):
        if holds():
            return
        office.rest()
    raise AssertionError("it never came to that")


def checked(office: Office, page: ListsPage) -> None:
    """Have the list checked."""
    press(office, page.columns.check)
    until(office, lambda: not page.checking.running)
    office.rest()


def added(office: Office, page: ListsPage) -> None:
    """Bring in what may be."""
    press(office, page.report.add)
    until(office, lambda: not page.adding.running)
    office.rest()


def of_list(office: Office) -> list[Address]:
    """Return the homes of who came of a list."""
    with office.work.database.reading() as connection:
        return records.find(connection, office.work.session, Address, street=CAME)


@pytest.fixture
def page(office: Office) -> ListsPage:
    """Lend the page."""
    office.place.turn_to(LISTS).arrive(None)
    office.rest()
    return office.at(LISTS, ListsPage)


def test_a_list_is_looked_at_before_anybody_is_added(
    office: Office, page: ListsPage, tmp_path: Path
) -> None:
    assert page.start.nothing.isVisible()
    choose(office, page, tmp_path / "lijst.csv", *map(row, range(12)))
    assert page.columns.isVisible()
    first, extra = page.columns.columns[0], page.columns.columns[6]
    assert first.value() == ClientField.SURNAME.value
    assert "Bakker" in first._hint.text()
    assert page.columns.chosen()[6] is None
    assert extra.label == "Kolom G (Extra)"
    checked(office, page)
    assert page.report.isVisible()
    assert of_list(office) == []
    assert "12 inwoners" in page.report.add.text()
    added(office, page)
    assert len(of_list(office)) == 12
    assert "12 inwoners" in page.start.bar.text
    assert len(page.start.cards) == 1


def test_rows_that_cannot_come_are_told_with_the_reason_and_kept_in_a_file(
    office: Office, page: ListsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(office, page, tmp_path / "l.csv", row(1), row(2, place="Amsterdam"), row(3, born="x"))
    checked(office, page)
    report = page.report.report
    assert report is not None
    told = page.report.troubles.widgets
    assert len(told) >= 1
    target = tmp_path / "verslag.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    press(office, page.report.save)
    said = target.read_text("utf-8-sig")
    assert "Amsterdam" not in said
    assert len(said.splitlines()) >= 2


def test_a_double_stays_out_until_somebody_says_that_it_is_another(
    office: Office, page: ListsPage, tmp_path: Path
) -> None:
    same = row(4, surname="Dubbelma")
    choose(office, page, tmp_path / "l.csv", same, same, row(5))
    checked(office, page)
    (key,) = page.report.choosing.boxes
    assert "2 inwoners" in page.report.add.text()
    press(office, page.report.choosing.boxes[key].box)
    assert "3 inwoners" in page.report.add.text()
    added(office, page)
    assert len(of_list(office)) == 3


def test_two_columns_that_are_the_same_are_refused_in_words(
    office: Office, page: ListsPage, tmp_path: Path
) -> None:
    choose(office, page, tmp_path / "l.csv", row(1))
    page.columns.columns[6].set_value(ClientField.SURNAME.value)
    checked(office, page)
    assert page.columns.isVisible()
    assert "hetzelfde" in page.columns.bar.text


def test_a_file_that_is_no_list_is_refused_in_words(
    office: Office, page: ListsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "foto.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(path), ""))
    press(office, page.start.choose)
    until(office, lambda: page.start.bar.text)
    assert "Excel" in page.start.bar.text
    assert not page.start.busy.isVisible()
    assert page.start.isVisible()


def test_a_file_is_read_off_the_gui_thread_and_off_the_lanes_of_the_store(
    office: Office, page: ListsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[str] = []
    read = tables.read_file

    def noting(path: Path, *, sheet: str = "") -> Table:
        threads.append(threading.current_thread().name)
        return read(path, sheet=sheet)

    monkeypatch.setattr(tables, "read_file", noting)
    choose(office, page, tmp_path / "l.csv", row(1))
    assert threads == ["files"]


def test_who_stops_has_whole_rows_and_is_told_how_many(
    office: Office, page: ListsPage, tmp_path: Path
) -> None:
    choose(office, page, tmp_path / "l.csv", *map(row, range(60)))
    checked(office, page)
    page.report.add.click()
    page.report.busy.stop.click()
    until(office, lambda: not page.adding.running)
    office.rest()
    there = of_list(office)
    assert 0 < len(there) < 60
    assert page.start.isVisible()
    (done,) = importing.done(office.work.database, office.work.session)
    assert done.added == len(there)
    assert not done.ended


def test_a_list_is_taken_back_once_somebody_is_certain(
    office: Office, page: ListsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(office, page, tmp_path / "l.csv", *map(row, range(3)))
    checked(office, page)
    added(office, page)
    (card,) = page.start.cards.values()
    monkeypatch.setattr(list_work, "confirm", lambda *_words, **_more: False)
    press(office, card.undo)
    assert len(of_list(office)) == 3
    monkeypatch.setattr(list_work, "confirm", lambda *_words, **_more: True)
    press(office, card.undo)
    until(office, lambda: not page.taking_back.work.running)
    office.rest()
    assert of_list(office) == []
    (card,) = page.start.cards.values()
    assert not card.undo.isVisible()
    assert "teruggedraaid" in page.start.bar.text


@pytest.mark.promise("F1")
def test_f1_what_was_said_of_the_columns_comes_back_with_the_same_list(
    office: Office, page: ListsPage, tmp_path: Path
) -> None:
    choose(office, page, tmp_path / "l.csv", row(1))
    QTest.keyClicks(page.columns.source.line, "Regas")
    page.columns.columns[6].set_value(ClientField.KEY.value)
    page.columns.columns[6].edited.emit()
    office.place.leave(lambda _safe: None)
    office.rest()
    office.begin_anew()
    page = office.at(LISTS, ListsPage)
    assert page.start.isVisible()
    choose(office, page, tmp_path / "l.csv", row(1))
    office.rest()
    assert page.columns.source.value() == "Regas"
    assert page.columns.chosen()[6] is ClientField.KEY


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
    assert office.faults(qapp, name, size) == []
    same = row(4, surname="Dubbelma")
    choose(office, page, tmp_path / "l.csv", row(2, place="Amsterdam"), same, same)
    assert office.faults(qapp, name, size) == []
    checked(office, page)
    assert office.faults(qapp, name, size) == []
