"""The sections Taken and Dossier of a file, the filter of its timeline, and its note."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from meitinker import clock
from meitinker.domain.attachments import Sort
from meitinker.domain.organisation import User
from meitinker.domain.session import Role
from meitinker.domain.tasks import Task, When
from meitinker.exchange.example_stories import KLASKE, SJOUKJE
from meitinker.ids import RecordId, UserId, record_id
from meitinker.services import form_drafts, tasks, transfers
from meitinker.services.transfers import TypedTransfer
from meitinker.store.acts import act
from meitinker.store.settings import ScreenSpot
from tests import files
from tests.ui import checklist
from tests.ui.pages import said_of
from ui.theme import THEME_NAMES, Theme, ThemeName, apply
from ui.views.attachments.viewer import FilePanel
from ui.views.people.dossier_page import DossierPage
from ui.views.people.overview import OverviewPage
from ui.views.tasks.file_page import TasksPage
from ui.window.place_view import MEND

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.people.conftest import Stage


def page(stage: Stage, section: str) -> object:
    stage.open(ScreenSpot(screen="people", record_id=SJOUKJE, section=section))
    return stage.place.file_view.pages.page(section)


def tasks_page(stage: Stage) -> TasksPage:
    found = page(stage, "tasks")
    assert isinstance(found, TasksPage)
    return found


def dossier_page(stage: Stage) -> DossierPage:
    found = page(stage, "dossier")
    assert isinstance(found, DossierPage)
    return found


def overview(stage: Stage) -> OverviewPage:
    found = page(stage, "overview")
    assert isinstance(found, OverviewPage)
    return found


def titles(shown: TasksPage) -> list[str]:
    return [row.item.title for row in shown.open.rows]


def test_a_task_is_added_changed_ticked_off_and_opened_again(stage: Stage) -> None:
    shown = tasks_page(stage)
    QTest.keyClicks(shown.form.what.line, "Breng de folder")
    shown.form.when.set_value(When.TOMORROW)
    shown.form.keep_button.click()
    stage.settle()
    assert "Breng de folder" in titles(shown)
    row = next(row for row in shown.open.rows if row.item.title == "Breng de folder")
    assert row.item.status == "Morgen"
    shown.open.changed.emit(row.item)
    assert shown.form.what.value() == "Breng de folder"
    shown.form.what.set_value("Stuur de folder")
    shown.form.keep_button.click()
    stage.settle()
    assert "Breng de folder" not in titles(shown)
    row = next(row for row in shown.open.rows if row.item.title == "Stuur de folder")
    row.button.click()
    stage.settle()
    assert "Stuur de folder" not in titles(shown)
    done = next(row for row in shown.done.rows if row.item.title == "Stuur de folder")
    done.button.click()
    stage.settle()
    assert "Stuur de folder" in titles(shown)


@pytest.mark.promise("F8")
def test_f8_a_task_that_a_colleague_changed_is_shown_before_it_is_overwritten(
    stage: Stage,
) -> None:
    shown = tasks_page(stage)
    row = shown.open.rows[0]
    shown.open.changed.emit(row.item)
    workplace = stage.place.workplace
    with act(workplace.database, workplace.session, "test.make") as work:
        work.edit(Task, RecordId(row.item.key), {"what": "Bel de dochter"})
    workplace.tasks.changed.emit(work.changes)
    stage.settle()
    shown.form.what.set_value("Bel de zoon")
    shown.form.keep_button.click()
    stage.settle()
    assert "“Bel de dochter”" in (shown.form.what.error or "")
    assert shown.form.what.value() == "Bel de zoon"
    assert "Bel de dochter" in titles(shown)
    shown.form.keep_button.click()
    stage.settle()
    assert "Bel de zoon" in titles(shown)


def test_an_empty_task_says_what_is_needed(stage: Stage) -> None:
    shown = tasks_page(stage)
    shown.form.keep_button.click()
    assert shown.form.what.error
    shown.form.what.set_value("Bel")
    shown.form.when.set_value(When.DAY)
    shown.form.keep_button.click()
    assert shown.form.day.error == "Vul een datum in."


def test_half_a_task_stays_with_its_file_until_it_is_added_or_emptied(stage: Stage) -> None:
    shown = tasks_page(stage)
    QTest.keyClicks(shown.form.what.line, "Half getypt")
    stage.open(ScreenSpot(screen="people", record_id=KLASKE, section="tasks"))
    assert shown.form.what.value() == ""
    shown = tasks_page(stage)
    assert shown.form.what.value() == "Half getypt"
    assert "Half getypt" not in titles(shown)
    bar = shown.form._kept.bars[0]
    assert bar.text == "Dit had u al ingevuld. Het is bewaard."
    bar.button.click()
    stage.settle()
    stage.open(ScreenSpot(screen="people", record_id=KLASKE))
    assert tasks_page(stage).form.what.value() == ""


def test_a_new_task_and_one_that_changes_are_kept_apart(stage: Stage) -> None:
    shown = tasks_page(stage)
    form, row = shown.form, shown.open.rows[0]
    QTest.keyClicks(form.what.line, "Nieuw")
    shown.open.changed.emit(row.item)
    stage.settle()
    assert form.what.value() == row.item.title
    form.what.line.setFocus()
    QTest.keyClicks(form.what.line, ". Snel!")
    stage.open(ScreenSpot(screen="people", record_id=KLASKE, section="tasks"))
    form = tasks_page(stage).form
    assert form.what.value().endswith(". Snel!"), "what was typed last comes back"
    form.cancel_button.click()
    stage.settle()
    assert form.what.value() == "Nieuw"


def test_an_agreement_becomes_a_task_from_its_row(stage: Stage) -> None:
    shown = tasks_page(stage)
    offered = shown.offered.rows[0]
    words = offered.item.title.rpartition(": ")[2]
    offered.button.click()
    stage.settle()
    assert words in titles(shown)
    assert offered.item.key not in [row.item.key for row in shown.offered.rows]


def test_the_timeline_shows_one_sort_alone_and_opens_a_note(stage: Stage) -> None:
    shown = overview(stage)
    model = shown.timeline.model()
    everything = model.rowCount()
    shown.sort.set_value("notes")
    shown.sort.edited.emit()
    assert 0 < model.rowCount() < everything
    entry = shown.timeline.model().index(1, 0)
    shown.timeline.activated.emit(entry)
    note = stage.went[-1]
    assert (note.screen, note.section) == ("note", MEND)
    shown.sort.set_value("requests")
    shown.sort.edited.emit()


def test_the_button_at_the_top_asks_for_a_note_about_this_resident(stage: Stage) -> None:
    overview(stage)
    stage.place.file_view.header.note_button.click()
    assert stage.went[-1] == ScreenSpot(screen="note", record_id=SJOUKJE)


def test_who_is_involved_and_what_changed(stage: Stage) -> None:
    shown = dossier_page(stage)
    assert len(shown.people.widgets) > 1
    page(stage, "details")
    details = stage.place.file_view.details
    assert details is not None
    called = dict(details.fields())["person.called"]
    QTest.keyClicks(called.line, "x")  # type: ignore[attr-defined]  # a TextField
    stage.open(ScreenSpot(screen="people", record_id=KLASKE))
    shown = dossier_page(stage)
    shown.complete()
    stage.settle()
    assert len(shown.history.changes.widgets) == 1
    assert shown.history._found[0].field == "called"


def test_a_file_is_handed_over_with_its_page(stage: Stage) -> None:
    part = dossier_page(stage).transfer
    part.hand_over.click()
    stage.settle()
    assert part.to_name.error
    part.to_name.set_value("Wiebe Dijkstra")
    part.to_phone.set_value("06 12345678")
    part.look.click()
    stage.settle()
    assert part.paper.page_count() >= 1
    assert "Wiebe Dijkstra" in said_of(part.paper, 1)
    part.hand_over.click()
    stage.settle()
    assert part.state.text().startswith("Overgedragen aan Wiebe Dijkstra op ")
    assert part.typed() == TypedTransfer()


def test_the_main_key_presses_the_button_of_the_form_that_is_typed_in(stage: Stage) -> None:
    """And not the one above the file, that would begin a conversation and end the 24 hours."""
    part = dossier_page(stage).transfer
    part.note.setFocus()
    stage.place.confirm()
    stage.settle()
    assert part.to_name.error
    form = tasks_page(stage).form
    form.what.setFocus()
    QTest.keyClicks(form.what.line, "Bel de huisarts")
    stage.place.confirm()
    stage.settle()
    assert "Bel de huisarts" in titles(tasks_page(stage))
    assert not stage.went
    assert "visit.begin" not in {change.action for change in stage.changes}
    stage.place.file_view.tabs.setFocus()
    stage.place.confirm()
    stage.settle()
    assert stage.went, "on the tabs it is the button above the file"


def test_of_two_colleagues_of_one_name_it_is_asked_who_takes_over(stage: Stage) -> None:
    work = stage.place.workplace
    users = {role: UserId(record_id()) for role in (Role.MEITINKER, Role.BACK_OFFICE)}
    with act(work.database, work.session, "store.fill") as deed:
        for role, user in users.items():
            deed.create(User(id=user, name="Wiebe Dijkstra", role=role))
    tasks.add(work.database, work.session, SJOUKJE, what="Bel de gemeente")
    part = dossier_page(stage).transfer
    QTest.keyClicks(part.to_name.line, "Wiebe Dijkstra")
    stage.settle()
    assert part.which.isVisible()
    assert [part.which.combo.itemText(n) for n in range(2)] == [
        "Wiebe Dijkstra · Meitinker",
        "Wiebe Dijkstra · Backoffice",
    ]
    part.hand_over.click()
    stage.settle()
    assert "Kies wie" in (part.which.error or "")
    part.which.set_value(users[Role.BACK_OFFICE])
    part.which.edited.emit()
    stage.open(ScreenSpot(screen="people", record_id=KLASKE))
    part = dossier_page(stage).transfer
    stage.settle()
    assert part.typed().to_user == users[Role.BACK_OFFICE], "a choice comes back too"
    part.hand_over.click()
    stage.settle()
    whole = tasks.of_client(work.database, work.session, SJOUKJE)
    assert users[Role.BACK_OFFICE] in {task.user_id for task in whole.open}
    assert users[Role.MEITINKER] not in {task.user_id for task in whole.open}
    assert part.which.isHidden()


def test_a_task_that_is_unticked_stays_and_the_others_go(stage: Stage) -> None:
    work = stage.place.workplace
    tasks.add(work.database, work.session, SJOUKJE, what="Bel de gemeente")
    part = dossier_page(stage).transfer
    boxes = part.ticks.boxes
    assert len(boxes) > 1
    assert all(box.value() for box in boxes.values()), "all go unless one says no"
    stays, words = next((key, box.label) for key, box in boxes.items())
    boxes[stays].box.click()
    part.to_name.set_value("Wiebe Dijkstra")
    stage.open(ScreenSpot(screen="people", record_id=KLASKE))
    part = dossier_page(stage).transfer
    assert part.typed().keeps == (stays,), "a choice comes back too"
    part.to_name.set_value("Wiebe Dijkstra")
    part.hand_over.click()
    stage.settle()
    assert [box.label for box in part.ticks.boxes.values()] == [words]
    shown = tasks_page(stage)
    stage.settle()
    given = [row for row in shown.open.rows if row.item.key != stays]
    assert given
    assert all(row.item.status.startswith("Wiebe Dijkstra doet dit · ") for row in given)
    given[0].take.click()  # type: ignore[attr-defined]  # a row of this list
    stage.settle()
    row = next(row for row in shown.open.rows if row.item.key == given[0].item.key)
    assert "doet dit" not in row.item.status
    assert not row.take.isVisible()  # type: ignore[attr-defined]  # as above


def test_documents_of_a_file_are_listed_and_opened_from_the_timeline(
    stage: Stage, tmp_path: Path, qtbot: QtBot
) -> None:
    part = dossier_page(stage).documents.files
    assert not part.form.isVisible()
    part.unfold.click()
    assert part.form.isVisible()
    part.form.sort.set_value(Sort.PAPER)
    paper = tmp_path / "Brief huisarts.pdf"
    paper.write_bytes(files.pdf("beste"))
    part.form.chosen.emit((paper,))
    qtbot.waitUntil(lambda: not part.arrivals.running)
    stage.settle()
    (row,) = part.files.rows
    assert row.item.title == "Brief huisarts"
    shown = overview(stage)
    key = f"attachment:{row.item.key}"
    shown.timeline.select(key)
    assert shown.timeline.current_key() == key
    QTest.keyClick(shown.timeline, Qt.Key.Key_Return)
    (panel,) = stage.place.findChildren(FilePanel)
    qtbot.waitUntil(lambda: panel.pages.page_count() == 1)
    assert "beste" in said_of(panel.pages, 1)
    panel.dismiss()


def test_half_a_transfer_comes_back(stage: Stage) -> None:
    part = dossier_page(stage).transfer
    QTest.keyClicks(part.note.area, "Zij hoort slecht.")
    stage.open(ScreenSpot(screen="people", record_id=KLASKE))
    work = stage.place.workplace
    kept = form_drafts.read(work.database, work.session, transfers.FORM, about=SJOUKJE)
    assert kept == TypedTransfer(note="Zij hoort slecht.")
    part = dossier_page(stage).transfer
    assert part.note.value() == "Zij hoort slecht."


@pytest.mark.parametrize("section", ["tasks", "dossier"])
@pytest.mark.parametrize("theme", THEME_NAMES)
def test_the_sections_keep_to_the_checklist(
    stage: Stage, section: str, theme: ThemeName, qapp: QApplication
) -> None:
    apply(qapp, Theme(name=theme))
    page(stage, section)
    stage.window.resize(1366, 2200)
    checklist.settle()
    assert checklist.faults(stage.window) == []


@pytest.mark.parametrize("section", ["tasks", "dossier"])
@pytest.mark.parametrize(("size", "width", "height"), [(200, 1366, 768), (100, 683, 384)])
def test_nothing_of_the_sections_is_cut_off(
    stage: Stage, section: str, size: int, width: int, height: int, qapp: QApplication
) -> None:
    apply(qapp, Theme(text_size=size))
    page(stage, section)
    assert checklist.faults_when_large(stage.window, width=width, height=height) == []


def test_a_task_that_is_late_says_so(stage: Stage) -> None:
    late = clock.today() - timedelta(days=2)
    shown = tasks_page(stage)
    statuses = [row.item.status for row in shown.open.rows]
    assert any(text.startswith("Had klaar moeten zijn") for text in statuses), late
