"""Who has how much in hand, and giving work to a colleague, by keys and mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from meitinker.domain.transfers import Transfer
from meitinker.ids import RecordId
from meitinker.services import open_work, workload
from meitinker.store import records
from tests.ui.back_office.conftest import choose
from tests.ui.back_office.test_visits import open_first, press
from ui.viewmodels import workload as said
from ui.views.back_office import WORKLOAD, acts
from ui.views.back_office.workload import WorkloadPage
from ui.widgets.bar_list import BarRow
from ui.widgets.choices import ComboField
from ui.widgets.fields import TextArea, TextField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from tests.ui.back_office.conftest import Office
    from ui.theme.tokens import ThemeName
    from ui.views.requests.act_panel import ActPanel


@pytest.fixture
def page(office: Office, sytske: RecordId) -> WorkloadPage:
    """Lend the page."""
    assert sytske
    office.place.turn_to(WORKLOAD).arrive(None)
    office.rest()
    return office.at(WORKLOAD, WorkloadPage)


def bars(page: WorkloadPage) -> list[BarRow]:
    return [row for row in page.browse.rows.rows.rows if isinstance(row, BarRow)]


def first_resident(office: Office, page: WorkloadPage) -> str:
    """Go to the first resident of who is selected; return who it is."""
    row = page.browse.people.rows[0]
    press(office, row.button)
    return row.item.record_id


def opened(office: Office, page: WorkloadPage, key: str) -> ActPanel:
    """Open an act of the resident at hand."""
    press(office, page.giving.acts.buttons[key])
    panel = page.giving.acts.panel
    assert panel is not None
    return panel


def test_each_row_says_what_its_bar_shows(office: Office, page: WorkloadPage) -> None:
    loads = workload.per_meitinker(office.work.database, office.work.session)
    shown = bars(page)
    assert [row.key for row in shown] == [one.key or said.NOBODY for one in loads if one.name]
    first, load = shown[0], loads[0]
    assert first.late == load.late + load.overdue > 0
    assert f"{first.late} te laat" in first.status
    assert first.late + first.soon + first.rest == load.visits + load.requests + load.tasks
    assert shown[-1].title == "Sytske de Boer"
    assert shown[-1].status == "niets open"


def test_who_is_selected_shows_the_residents_with_open_work(
    office: Office, page: WorkloadPage
) -> None:
    work = open_work.of_user(office.work.database, office.work.session, page.browse.key)
    assert [row.item.record_id for row in page.browse.people.rows] == [
        one.record_id for one in said.residents(work, said.BY_USER, most=said.MOST)
    ]
    QTest.keyClick(page.browse.rows, Qt.Key.Key_End)
    office.rest()
    assert page.browse.name.text() == "Sytske de Boer"
    assert page.browse.nothing.isVisible()
    assert not page.browse.people.isVisible()


def test_all_residents_can_be_reached_a_run_at_a_time(
    office: Office, page: WorkloadPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    work = open_work.of_user(office.work.database, office.work.session, page.browse.key)
    people = list(dict.fromkeys(one.person_id for one in work.things))
    monkeypatch.setattr(said, "MOST", 2)
    page.browse._select("")
    page.browse.show_work(work)
    seen = 2
    while page.browse.people._more.isVisible():
        press(office, page.browse.people._more)
        assert page.browse.people.rows[seen].button.hasFocus(), "the first of the new ones"
        seen += 2
    assert [row.item.record_id for row in page.browse.people.rows] == people


def test_villages_are_listed_as_well(office: Office, page: WorkloadPage) -> None:
    press(office, page.browse.way.button(said.BY_VILLAGE))
    places = workload.per_village(office.work.database, office.work.session)
    assert {row.key for row in bars(page)} >= {one.key for one in places if one.key}
    assert page.browse.name.text() == places[0].name
    assert page.browse.people.rows


def test_a_file_is_given_and_the_work_goes_along(
    office: Office, page: WorkloadPage, sytske: RecordId
) -> None:
    person = first_resident(office, page)
    panel = opened(office, page, "file")
    press(office, panel.keep)
    assert panel.fields["to"].error, "nobody was chosen"
    choose(panel, "to", sytske)
    press(office, panel.keep)
    assert page.giving.acts.panel is None
    work = open_work.of_user(office.work.database, office.work.session, sytske)
    assert person in {one.person_id for one in work.things}
    with office.work.database.reading() as connection:
        found = records.find(connection, office.work.session, Transfer, client_id=person)
    assert found[-1].to_name == "Sytske de Boer"


def test_a_task_without_words_is_refused_at_its_field(
    office: Office, page: WorkloadPage, sytske: RecordId
) -> None:
    person = first_resident(office, page)
    panel = opened(office, page, "task")
    choose(panel, "to", sytske)
    press(office, panel.keep)
    what = panel.fields["what"]
    assert isinstance(what, TextField)
    assert what.error
    QTest.keyClicks(what.line, "Bel de huisarts")
    press(office, panel.keep)
    work = open_work.of_user(office.work.database, office.work.session, sytske)
    assert [(one.person_id, one.what) for one in work.things] == [(person, "Bel de huisarts")]


def test_a_request_is_given(office: Office, page: WorkloadPage, sytske: RecordId) -> None:
    work = open_work.of_user(office.work.database, office.work.session, page.browse.key)
    asked = next(one for one in work.things if one.kind == "request")
    page.open_resident(asked.person_id)
    office.rest()
    keys = [key for key in page.giving.acts.buttons if key.startswith("request:")]
    panel = opened(office, page, keys[0])
    choose(panel, "to", sytske)
    press(office, panel.keep)
    theirs = open_work.of_user(office.work.database, office.work.session, sytske)
    assert {one.record_id for one in theirs.things} >= {keys[0].partition(":")[2]}


@pytest.mark.promise("F1")
def test_f1_what_is_half_typed_in_giving_comes_back(
    office: Office, page: WorkloadPage, sytske: RecordId
) -> None:
    first_resident(office, page)
    panel = opened(office, page, "file")
    choose(panel, "to", sytske)
    note = panel.fields["note"]
    assert isinstance(note, TextArea)
    QTest.keyClicks(note.area, "Let op de")
    office.place.leave(lambda _safe: None)
    office.rest()
    office.begin_anew()
    page = office.at(WORKLOAD, WorkloadPage)
    again = page.giving.acts.panel
    assert again is not None
    field, to = again.fields["note"], again.fields["to"]
    assert isinstance(field, TextArea)
    assert isinstance(to, ComboField)
    assert (field.value(), to.value()) == ("Let op de", sytske)


def test_a_case_is_taken_over_with_its_reason(office: Office) -> None:
    visit = open_first(office)
    press(office, office.visits.page.acts.buttons[acts.TAKE_OVER])
    panel = office.visits.page.acts.panel
    assert panel is not None
    press(office, panel.keep)
    assert panel.fields["text"].error
    QTest.keyClicks(office.place.focusWidget(), "Te zwaar voor een meitinker alleen.")
    press(office, panel.keep)
    assert office.status(visit) == "to_check"
    assert office.visits.page.acts.panel is None


def test_where_there_is_one_pane_enter_leads_to_the_residents(
    office: Office, page: WorkloadPage
) -> None:
    office.place.resize(600, 700)
    office.rest()
    browse = page.browse
    assert not browse.people.isVisible()
    browse.focus_list()
    QTest.keyClick(browse.rows, Qt.Key.Key_Return)
    office.rest()
    assert browse.people.isVisible()
    assert browse.panes.back.hasFocus()


@pytest.mark.promise("L29")
@pytest.mark.parametrize("size", [100, 200])
@pytest.mark.parametrize("name", ["light", "dark", "high_contrast"])
def test_l29_every_part_has_its_name_and_place(
    office: Office, page: WorkloadPage, qapp: QApplication, name: ThemeName, size: int
) -> None:
    assert page.isVisible()
    assert office.faults(qapp, name, size) == []
    first_resident(office, page)
    opened(office, page, "task")
    assert office.faults(qapp, name, size) == []
