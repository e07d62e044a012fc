"""Asking a provider whether the map is right: the form goes out, its answer is read and kept."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from meitinker import clock
from meitinker.domain.map_checks import CheckWay
from meitinker.errors import DiskFull
from meitinker.services import check_forms, map_corrections, social_map, undo
from meitinker.store.settings import ScreenSpot
from tests.ui import checklist
from ui.theme import Theme, apply
from ui.views.social_map import ANSWER, FORM, check_answer
from ui.views.social_map.check_answer import AnswerPage
from ui.views.social_map.check_form import FormPage

if TYPE_CHECKING:
    from pathlib import Path

    from meitinker.services.social_map import ServiceFile
    from tests.ui.social_map.conftest import Stage


def asked(stage: Stage) -> ServiceFile:
    """Return a service with a name to mend and a provider to ask."""
    work = stage.work
    for line in social_map.listed(work.database, work.session).lines:
        file = social_map.opened(work.database, work.session, line.service_id)
        if file.provider and file.numbers and not file.corrections:
            return file
    raise AssertionError("nobody to ask")


def filled_in(stage: Stage, file: ServiceFile, folder: Path, *, name: str = "") -> Path:
    """Return the form as the provider sends it back: all is right but the name of a service."""
    assert file.provider is not None
    work = stage.work
    book = openpyxl.load_workbook(
        BytesIO(check_forms.sheet(work.database, work.session, file.provider.id))
    )
    sheet = book.worksheets[0]
    for row in sheet.iter_rows(min_row=2):
        if not str(row[6].value).startswith(file.service.id):
            continue
        is_name = str(row[6].value) == f"{file.service.id}/{file.service.id}/name"
        row[3].value = "nee" if name and is_name else "ja"
        row[4].value = name if is_name else None
    target = folder / "antwoord.xlsx"
    book.save(target)
    return target


def opened(stage: Stage, section: str, service_id: str = "") -> None:
    stage.open(ScreenSpot(screen="social_map", record_id=service_id, section=section))
    stage.settle()


def answer_page(stage: Stage, path: Path) -> AnswerPage:
    opened(stage, ANSWER)
    page = stage.place.forms.answer
    assert page is not None
    page.read(path)
    stage.settle()
    return page


def form_page(stage: Stage, file: ServiceFile) -> FormPage:
    opened(stage, FORM, file.service.id)
    page = stage.place.forms.form
    assert page is not None
    assert page.isVisible()
    return page


def now(stage: Stage, file: ServiceFile) -> ServiceFile:
    return social_map.opened(stage.work.database, stage.work.session, file.service.id)


class TestMaking:
    def test_the_button_of_a_service_shows_the_form_of_its_provider(self, stage: Stage) -> None:
        file = asked(stage)
        stage.open(ScreenSpot(screen="social_map", record_id=file.service.id))
        stage.place.service.form.click()
        stage.settle()
        page = stage.place.forms.form
        assert page is not None
        assert file.provider is not None
        assert page.title.text() == f"Controleformulier voor {file.provider.name}"
        assert page.paper.preview.page_count() >= 1
        QTest.keyClick(page.close_button, Qt.Key.Key_Return)
        assert QApplication.focusWidget() is stage.place.service.form

    def test_the_form_is_kept_as_a_workbook_that_can_be_read_back(
        self, stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = form_page(stage, asked(stage))
        target = tmp_path / "formulier"
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: (str(target), ""))
        page.sheet.click()
        stage.settle()
        book = openpyxl.load_workbook(target.with_suffix(".xlsx"))
        assert book.worksheets[0].max_row > 1
        assert page.paper.bar.isVisible()

    def test_a_dialog_that_is_left_makes_nothing(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = form_page(stage, asked(stage))
        monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a: ("", ""))
        page.sheet.click()
        stage.settle()
        assert not page.paper.bar.isVisible()


class TestMainKey:
    def test_it_presses_what_is_in_sight_and_not_the_service_behind_it(
        self, stage: Stage, tmp_path: Path
    ) -> None:
        file = asked(stage)
        stage.open(ScreenSpot(screen="social_map", record_id=file.service.id))
        form_page(stage, file)
        stage.place.confirm()
        page = answer_page(stage, filled_in(stage, file, tmp_path, name="Nij namme"))
        stage.place.confirm()
        stage.settle()
        assert now(stage, file).service.name == "Nij namme"
        assert stage.place.service.ways.isHidden()
        assert page.answered is None

    def test_why_an_answer_was_not_kept_is_in_sight(
        self, stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        page = answer_page(stage, filled_in(stage, asked(stage), tmp_path, name="Nij namme"))
        seen: list[QWidget] = []
        monkeypatch.setattr(check_answer, "bring_into_sight", seen.append)
        monkeypatch.setattr(check_forms, "keep", _no_room)
        page.take.click()
        stage.settle()
        assert page.bar.isVisible()
        assert seen == [page.bar]


def _no_room(*_use: object, **_how: object) -> None:
    raise DiskFull


class TestReadingBack:
    def test_what_changes_is_shown_and_written_where_it_is_ticked(
        self, stage: Stage, tmp_path: Path
    ) -> None:
        file = asked(stage)
        page = answer_page(stage, filled_in(stage, file, tmp_path, name="Nij namme"))
        (box,) = page.boxes.values()
        assert f"nu “{file.service.name}”, wordt “Nij namme”" in box.label
        assert now(stage, file).service.name == file.service.name
        assert page.take.text() == "Bewaar en neem 1 wijziging over"
        QTest.keyClick(page.take, Qt.Key.Key_Return)
        stage.settle()
        mended = now(stage, file)
        assert mended.service.name == "Nij namme"
        assert mended.checks[0].way is CheckWay.FORM
        waiting = map_corrections.listed(stage.work.database, stage.work.session)
        assert file.service.id not in {one.correction.service_id for one in waiting}
        assert stage.told[-1][0] == "gelukt"
        undo.undo(stage.work.database, stage.work.session)
        assert now(stage, file).service == file.service

    def test_what_is_not_ticked_waits_for_an_answer(self, stage: Stage, tmp_path: Path) -> None:
        file = asked(stage)
        page = answer_page(stage, filled_in(stage, file, tmp_path, name="Nij namme"))
        (box,) = page.boxes.values()
        box.box.click()
        assert page.take.text() == "Bewaar de antwoorden"
        page.take.click()
        stage.settle()
        assert now(stage, file).service.name == file.service.name
        waiting = map_corrections.listed(stage.work.database, stage.work.session)
        assert [one.correction.value for one in waiting if one.correction.value == "Nij namme"]

    def test_a_form_that_says_all_is_right_only_notes_that(
        self, stage: Stage, tmp_path: Path
    ) -> None:
        file = asked(stage)
        page = answer_page(stage, filled_in(stage, file, tmp_path))
        assert page.boxes == {}
        page.take.click()
        stage.settle()
        assert now(stage, file).checks[0].way is CheckWay.FORM

    def test_on_which_day_it_was_filled_in_is_asked_and_kept(
        self, stage: Stage, tmp_path: Path
    ) -> None:
        file = asked(stage)
        page = answer_page(stage, filled_in(stage, file, tmp_path))
        today = clock.today()
        assert page.day.value() == today
        page.day.set_parts("1", "1", str(today.year + 1))
        page.take.click()
        stage.settle()
        assert page.day.error is not None
        assert now(stage, file).checks == file.checks
        earlier = today - timedelta(days=10)
        page.day.set_value(earlier)
        page.take.click()
        stage.settle()
        assert earlier in {one.checked_on for one in now(stage, file).checks}

    def test_an_empty_form_and_another_file_say_so_and_keep_nothing(
        self, stage: Stage, tmp_path: Path
    ) -> None:
        file = asked(stage)
        assert file.provider is not None
        work = stage.work
        empty = tmp_path / "leeg.xlsx"
        empty.write_bytes(check_forms.sheet(work.database, work.session, file.provider.id))
        page = answer_page(stage, empty)
        assert page.answered is None
        assert page.choose.isVisible()
        assert "geen antwoord" in page.bar.text
        wrong = tmp_path / "foto.xlsx"
        wrong.write_bytes(b"\x89PNG")
        page.read(wrong)
        stage.settle()
        assert page.bar.isVisible()

    def test_the_file_is_asked_for(
        self, stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = filled_in(stage, asked(stage), tmp_path, name="Nij namme")
        opened(stage, ANSWER)
        page = stage.place.forms.answer
        assert page is not None
        assert QApplication.focusWidget() is page.choose
        monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_a: (str(path), ""))
        QTest.keyClick(page.choose, Qt.Key.Key_Return)
        stage.settle()
        assert page.answered is not None
        assert QApplication.focusWidget() is page.take


@pytest.mark.parametrize("size", [100, 200])
@pytest.mark.parametrize("screen", ["form", "answer"])
def test_every_one_can_use_it(
    stage: Stage, qapp: QApplication, tmp_path: Path, screen: str, size: int
) -> None:
    file = asked(stage)
    path = filled_in(stage, file, tmp_path, name="Nij namme")
    apply(qapp, Theme(text_size=size))
    stage.place.window().resize(1150, 1600)
    if screen == "form":
        form_page(stage, file)
    else:
        answer_page(stage, path)
    window = stage.place.window()
    found = (
        checklist.faults(window)
        if size == 100
        else checklist.faults_when_large(window, width=1366, height=768)
    )
    assert found == []
