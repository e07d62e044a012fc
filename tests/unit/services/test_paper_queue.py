"""Papers that wait: one list, printed together, given on a day, undone as one."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.domain.organisation import Organisation, User
from meitinker.domain.plans import HandoverWay
from meitinker.domain.requests import Request
from meitinker.domain.visits import Visit, VisitState
from meitinker.errors import InvalidField
from meitinker.ids import PersonId, RecordId, VisitId, record_id
from meitinker.reports import plan_letter, receipt
from meitinker.reports.page import Rendered
from meitinker.services import (
    letters,
    opening,
    paper_queue,
    plans,
    undo,
    visits,
)
from meitinker.services.paper_queue import PaperKind
from meitinker.store.acts import act
from meitinker.store.visits import UnsentEntry
from tests import readings, stores
from tests.stores import Clock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from tests.stores import TestStore


@pytest.fixture
def office(tmp_path: Path) -> Iterator[tuple[Database, Session]]:
    """Lend the example village with a plan and a letter that wait."""
    with stores.village(tmp_path / "store", persons=20) as database:
        session = opening.session_of(database)
        entry = visits.listed(database, session, state=VisitState.OPEN)[0]
        visit = VisitId(RecordId(entry.visit_id))
        visits.conclude(database, session, visit)
        plans.make(database, session, visit, way=HandoverWay.SEND_LATER)
        request = Request(
            id=record_id(),
            client_id=PersonId(RecordId(entry.person_id)),
            user_id=session.user,
            received_at=clock.now(),
            words="De trap lukt niet.",
        )
        with act(database, session, "test.add") as work:
            work.create(request)
        letters.make(database, session, request.id, way=HandoverWay.SEND_LATER)
        yield database, session


def test_an_older_version_falls_away_when_there_is_a_newer_one(
    office: tuple[Database, Session],
) -> None:
    before = paper_queue.waiting(*office)
    first = next(one for one in before[::-1] if one.kind is PaperKind.PLAN)
    assert isinstance(first.entry, UnsentEntry)
    visit = VisitId(RecordId(first.entry.visit_id))
    plans.make(*office, visit, way=HandoverWay.SEND_LATER, news="De trap is klaar.")
    entries = [one.entry for one in paper_queue.waiting(*office)]
    mine = [e for e in entries if isinstance(e, UnsentEntry) and e.visit_id == visit]
    assert [(one.passed_over, one.handover_id != first.key) for one in mine] == [(1, True)]
    assert len(entries) == len(before)
    whole = paper_queue.oldest(*office, most=100)
    assert whole.further == 0, "they are counted as they are listed"
    assert list(whole.entries) == entries
    plans.make(*office, visit, way=HandoverWay.AT_THE_TABLE, news="En de deur.")
    after = [one.entry for one in paper_queue.waiting(*office)]
    assert not [e for e in after if isinstance(e, UnsentEntry) and e.visit_id == visit]


def test_plans_and_letters_wait_in_one_list(office: tuple[Database, Session]) -> None:
    found = paper_queue.waiting(*office)
    assert {one.kind for one in found} == {PaperKind.PLAN, PaperKind.LETTER}
    assert [one.entry.made_at for one in found] == sorted(one.entry.made_at for one in found)
    assert all(one.number for one in found if one.kind is PaperKind.PLAN)
    assert paper_queue.count(*office) == len(found)


def test_papers_that_do_not_fit_the_list_are_counted(office: tuple[Database, Session]) -> None:
    waiting = [one.entry for one in paper_queue.waiting(*office)]
    shown = paper_queue.oldest(*office, most=2)
    assert list(shown.entries) == waiting[:2], "those that wait longest"
    assert shown.further == len(waiting) - 2 > 0


@pytest.mark.promise("L3")
def test_l3_what_is_given_waits_no_longer_and_comes_back_as_one(
    office: tuple[Database, Session],
) -> None:
    before = paper_queue.waiting(*office)
    newest = [next(one for one in before[::-1] if one.kind is kind) for kind in PaperKind]
    paper_queue.give(*office, newest, on=clock.today())
    after = {one.key for one in paper_queue.waiting(*office)}
    assert after == {one.key for one in before} - {one.key for one in newest}
    undo.undo(*office)
    assert paper_queue.waiting(*office) == before


@pytest.mark.promise("L3")
def test_l3_of_a_day_that_fits_one_paper_only_none_is_noted(
    office: tuple[Database, Session],
) -> None:
    before = paper_queue.waiting(*office)
    with pytest.raises(InvalidField):
        paper_queue.give(*office, before, on=clock.today() - timedelta(days=400))
    with pytest.raises(InvalidField):
        paper_queue.give(*office, before, on=clock.today() + timedelta(days=1))
    assert paper_queue.waiting(*office) == before


def test_a_paper_from_a_clock_that_ran_ahead_is_given_today(
    office: tuple[Database, Session],
) -> None:
    before = paper_queue.waiting(*office)
    with clock.running(Clock(clock.instant_text(clock.now() - timedelta(days=3)))):
        assert max(one.entry.made_at for one in before) > clock.instant_text(clock.now())
        with pytest.raises(InvalidField):
            paper_queue.give(*office, before, on=clock.today() - timedelta(days=1))
        paper_queue.give(*office, before, on=clock.today())
        assert paper_queue.waiting(*office) == ()


@pytest.mark.promise("L19")
def test_l19_each_paper_that_leaves_is_logged(office: tuple[Database, Session]) -> None:
    chosen = [
        next(one for one in paper_queue.waiting(*office)[::-1] if one.kind is kind)
        for kind in PaperKind
    ]
    person = PersonId(RecordId(chosen[0].entry.person_id))
    before = len(readings.of_client(office[0], person))
    made = paper_queue.pdfs(*office, chosen, use=plans.Use.FILE)
    assert [one.press().data[:5] for one in made] == [b"%PDF-", b"%PDF-"]
    seen = readings.of_client(office[0], person)[before:]
    assert [(str(one.action), one.kind) for one in seen] == [
        ("export", "support_plan"),
        ("export", "letter"),
    ]


def test_no_page_is_laid_out_while_the_store_is_held(
    office: tuple[Database, Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Logging belongs on the writing lane; forty letters there would hold every key for seconds."""
    laid_out: list[str] = []

    def noted(_sheet: object, _page: object) -> Rendered:
        laid_out.append("page")
        return Rendered(b"", 1, 0)

    for report in (plan_letter, receipt):
        monkeypatch.setattr(report, "put_on_paper", noted)
    made = paper_queue.pdfs(*office, paper_queue.waiting(*office), use=plans.Use.PAPER)
    assert laid_out == []
    for one in made:
        one.press()
    assert len(laid_out) == len(made)


def test_a_concluded_conversation_without_a_plan_is_owed_one(store: TestStore) -> None:
    use = store.database, store.session
    client = store.person("Hoekstra")
    mine, elsewhere, old, running = (VisitId(store.visit(client)) for _ in range(4))
    ago = clock.now() - paper_queue.OWED - timedelta(days=2)
    with act(*use, "store.fill") as work:
        for one in (mine, elsewhere, running):
            work.edit(Visit, one, {"started_at": clock.now()})
        work.create(Organisation(id=store.session.organisation))
        work.create(User(id=store.session.user, name="Hinke"))
        work.edit(Visit, old, {"started_at": ago, "visited_on": ago.date()})
        work.edit(Visit, elsewhere, {"state": "concluded", "concluded_at": clock.now()})
    for one in (mine, old):
        visits.conclude(*use, one)
    assert [one.visit_id for one in paper_queue.unmade(*use, most=9)] == [mine]
    plans.make(*use, mine, way=HandoverWay.AT_THE_TABLE)
    assert paper_queue.unmade(*use, most=9) == ()
