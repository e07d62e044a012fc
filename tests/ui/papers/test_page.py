"""The list of papers that wait: choose, print, keep, give, and undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtWidgets import QFileDialog

from meitinker import clock
from meitinker.domain.plans import HandoverWay
from meitinker.domain.visits import VisitState
from meitinker.ids import RecordId, VisitId
from meitinker.services import paper_queue, plans, visits
from tests.ui import checklist
from ui.theme import THEME_NAMES, Theme, ThemeName, apply
from ui.viewmodels import paper_queue as told
from ui.views.papers.page import PapersPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from ui.workplace import Workplace


@pytest.fixture
def page(
    example_workplace: Workplace, answered: Callable[[], None], qtbot: QtBot, qapp: QApplication
) -> PapersPage:
    """Lend the page, with one more plan that waits."""
    apply(qapp, Theme())
    work = example_workplace
    entry = visits.listed(work.database, work.session, state=VisitState.OPEN)[0]
    visit = VisitId(RecordId(entry.visit_id))
    visits.conclude(work.database, work.session, visit)
    plans.make(work.database, work.session, visit, way=HandoverWay.SEND_LATER)
    place = PapersPage(work)
    qtbot.addWidget(place)
    place.resize(1000, 900)
    place.show()
    place.arrive(None)
    answered()
    return place


def waiting(page: PapersPage) -> tuple[paper_queue.WaitingPaper, ...]:
    return paper_queue.waiting(page.workplace.database, page.workplace.session)


def test_however_many_wait_the_list_is_laid_out_as_often(
    page: PapersPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two hundred rows that show one by one were laid out two hundred times."""
    sizes: list[object] = []
    monkeypatch.setattr(page.sheaf.choosing.list, "resizeEvent", sizes.append)

    def laid_out(waits: tuple[paper_queue.WaitingPaper, ...]) -> int:
        sizes.clear()
        page._show((waits, len(waits), ()), first=False)
        checklist.settle()
        assert all(box.isVisible() for box in page.sheaf.choosing.boxes.values())
        return len(sizes)

    some = waiting(page)
    once, before = laid_out(some[:1]), len(page.sheaf.choosing.boxes)
    many = (
        msgspec.structs.replace(one, key=f"{one.key} {number}")
        for one in some
        for number in range(20)
    )
    assert laid_out(tuple(many)) <= once + 2
    assert len(page.sheaf.choosing.boxes) >= 20 * before


def test_a_row_says_whose_and_how_it_goes(page: PapersPage) -> None:
    assert len(page.sheaf.choosing.boxes) == len(waiting(page)) >= 2
    newest = waiting(page)[-1]
    text = page.sheaf.choosing.boxes[newest.key].box.accessibleName()
    assert "plan van" in text
    assert text.endswith("Moet nog op de post.")


def test_without_a_choice_nothing_is_given(page: PapersPage, answered: Callable[[], None]) -> None:
    before = waiting(page)
    page.sheaf.give.click()
    answered()
    assert page.sheaf.bar.isVisibleTo(page)
    assert waiting(page) == before


def test_what_is_chosen_is_given_and_goes_from_the_list(
    page: PapersPage, answered: Callable[[], None]
) -> None:
    before = waiting(page)
    newest = before[-1]
    page.sheaf.choosing.boxes[newest.key].set_value(True)
    page.sheaf.day.set_value(clock.today())
    page.sheaf.give.click()
    answered()
    page.load()
    answered()
    assert {one.key for one in waiting(page)} == {one.key for one in before} - {newest.key}
    assert newest.key not in page.sheaf.choosing.boxes


def test_a_day_before_it_was_made_is_told_at_the_field(
    page: PapersPage, answered: Callable[[], None]
) -> None:
    newest = waiting(page)[-1]
    page.sheaf.choosing.boxes[newest.key].set_value(True)
    page.sheaf.day.set_parts("1", "1", "2020")
    page.sheaf.give.click()
    answered()
    assert page.sheaf.day.error
    assert newest in waiting(page)


@pytest.mark.promise("L10")
def test_l10_files_bear_no_name_of_a_resident(
    page: PapersPage,
    answered: Callable[[], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    folder = tmp_path / "brieven"
    folder.mkdir()
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    page.sheaf.choosing.all.click()
    page.sheaf.save.click()
    answered()
    page.sheaf.save.click()
    answered()
    names = sorted(one.name for one in folder.iterdir())
    assert len(names) == 2 * len(page.sheaf.choosing.boxes)  # nothing was written over
    people = {one.entry.surname.lower() for one in waiting(page)}
    assert not [name for name in names for person in people if person and person in name]
    assert all(name.startswith(("ondersteuningsplan-", "ontvangstbrief-")) for name in names)


def test_all_done_says_so(page: PapersPage, answered: Callable[[], None]) -> None:
    page.sheaf.choosing.all.click()
    assert all(box.value() for box in page.sheaf.choosing.boxes.values())
    page.sheaf.give.click()
    answered()
    page.load()
    answered()
    assert waiting(page) == ()
    assert page.empty.isVisibleTo(page)
    assert not page.sheaf.isVisibleTo(page)


def test_a_long_list_tells_how_many_it_shows(page: PapersPage) -> None:
    many = [waiting(page)[0]] * (told.MOST + 1)
    assert len(told.rows(many)) == told.MOST
    assert told.head(len(many)) == "41 brieven wachten. U ziet de oudste 40."


@pytest.mark.promise("L29")
@pytest.mark.parametrize("theme", THEME_NAMES)
def test_l29_no_faults(theme: ThemeName, page: PapersPage, qapp: QApplication) -> None:
    apply(qapp, Theme(name=theme))
    checklist.settle()
    assert checklist.faults(page) == []


@pytest.mark.parametrize(("kind", "names"), [("plan", "Dit plan"), ("letter", "Deze brief")])
def test_a_row_says_that_a_paper_is_held_and_what_to_do(
    page: PapersPage, kind: str, names: str
) -> None:
    one = next(one for one in waiting(page) if one.kind == kind)
    reason = f"{names} is gemaakt toen de dossiers samen waren."
    for held in (True, False):
        (row,) = told.rows([msgspec.structs.replace(one, held=held)])
        assert (reason in row.text) is held
