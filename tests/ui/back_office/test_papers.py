"""The papers of all villages at the back office: choose a village, keep files, send."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog

from meitinker.domain.plans import HandoverWay
from meitinker.domain.visits import VisitState
from meitinker.ids import RecordId, VisitId
from meitinker.services import plans, print_queue, visits
from tests.ui.back_office.test_visits import press
from ui.viewmodels import print_queue as said
from ui.views.back_office import PAPERS
from ui.views.back_office.papers import OfficePapers
from ui.widgets.dates import DateField
from ui.widgets.scrolling import ScrollPane

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ui.back_office.conftest import Office
    from ui.theme.tokens import ThemeName


@pytest.fixture
def page(office: Office) -> OfficePapers:
    """Lend the page, with two more plans that wait, of two residents."""
    work = office.work
    for entry in visits.listed(work.database, work.session, state=VisitState.OPEN)[:2]:
        visit = VisitId(RecordId(entry.visit_id))
        visits.conclude(work.database, work.session, visit)
        plans.make(work.database, work.session, visit, way=HandoverWay.SEND_LATER)
    office.place.turn_to(PAPERS).arrive(None)
    office.rest()
    return office.at(PAPERS, OfficePapers)


def queue(office: Office) -> print_queue.PrintQueue:
    return print_queue.waiting(office.work.database, office.work.session)


def test_all_villages_stand_together_and_each_row_says_its_own(
    office: Office, page: OfficePapers
) -> None:
    waits = queue(office)
    assert len(page.sheaf.choosing.boxes) == sum(len(one.papers) for one in waits.villages) >= 2
    for village in waits.villages:
        for paper in village.papers:
            text = page.sheaf.choosing.boxes[paper.key].box.accessibleName()
            assert text.startswith(village.name)
    assert "Moet u" not in " ".join(line.text for line in said.lines(waits, said.ALL))


def test_a_small_window_opens_at_the_top_of_the_page(office: Office, page: OfficePapers) -> None:
    office.place.resize(620, 420)
    page.arrive(None)
    office.rest()
    now = QApplication.focusWidget()
    assert now is not None
    assert page.village.isAncestorOf(now)
    scroll = page.findChild(ScrollPane)
    assert isinstance(scroll, ScrollPane)
    assert scroll.verticalScrollBar().maximum() > 0
    assert scroll.verticalScrollBar().value() == 0


def test_one_village_shows_its_own_papers_only(office: Office, page: OfficePapers) -> None:
    village = queue(office).villages[0]
    page.village.set_value(village.village_id)
    page.village.edited.emit()
    assert set(page.sheaf.choosing.boxes) == {one.key for one in village.papers}


def test_what_is_sent_goes_from_the_list_and_comes_back_when_undone(
    office: Office, page: OfficePapers
) -> None:
    key = next(reversed(page.sheaf.choosing.boxes))
    press(office, page.sheaf.give)
    assert page.sheaf.bar.text, "nothing was chosen"
    press(office, page.sheaf.choosing.boxes[key].box)
    press(office, page.sheaf.give)
    assert key not in page.sheaf.choosing.boxes
    assert key not in {one.key for one in said.papers(queue(office), said.ALL)}


def test_files_are_made_on_the_lane_of_files(
    office: Office, page: OfficePapers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(tmp_path / "brieven"))
    (tmp_path / "brieven").mkdir()
    press(office, page.sheaf.choosing.all)
    press(office, page.sheaf.save)
    made = list((tmp_path / "brieven").iterdir())
    assert len(made) == len(page.sheaf.choosing.boxes)
    assert "niet versleuteld" in page.sheaf.bar.text


@pytest.mark.promise("F1")
def test_f1_what_is_chosen_and_half_a_day_come_back(office: Office, page: OfficePapers) -> None:
    key = next(iter(page.sheaf.choosing.boxes))
    press(office, page.sheaf.choosing.boxes[key].box)
    page.sheaf.day.setFocus()
    QTest.keyClicks(office.place.focusWidget(), "1")
    office.place.leave(lambda _safe: None)
    office.rest()
    office.begin_anew()
    page = office.at(PAPERS, OfficePapers)
    assert page.isVisible()
    assert page.sheaf.choosing.chosen() == [key]
    assert isinstance(page.sheaf.day, DateField)
    assert page.sheaf.day.parts() == ("1", "", "")


@pytest.mark.promise("L29")
@pytest.mark.parametrize("size", [100, 200])
@pytest.mark.parametrize("name", ["light", "dark", "high_contrast"])
def test_l29_every_part_has_its_name_and_place(
    office: Office, page: OfficePapers, qapp: QApplication, name: ThemeName, size: int
) -> None:
    assert page.isVisible()
    assert office.faults(qapp, name, size) == []
