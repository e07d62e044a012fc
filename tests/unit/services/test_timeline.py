"""The timeline of a file: all kinds, newest first, a page at a time, also of merged files."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from meitinker import ids
from meitinker.domain.consents import Consent, ConsentAnswer, ConsentPurpose
from meitinker.domain.contacts import ContactNote
from meitinker.domain.network import Tie
from meitinker.errors import NotVisible
from meitinker.ids import RecordId, record_id
from meitinker.services import merging, tasks, timeline, visits
from meitinker.services.timeline import TimelineSort
from meitinker.store.acts import act

if TYPE_CHECKING:
    from meitinker.ids import PersonId
    from tests.stores import TestStore

NOON = datetime(2026, 11, 12, 12, tzinfo=UTC)


@pytest.fixture
def client(store: TestStore) -> PersonId:
    return store.person("Jong")


def calls(store: TestStore, client: PersonId, count: int) -> None:
    with act(store.database, store.session, "contact_note.add") as work:
        for number in range(count):
            work.create(
                ContactNote(
                    id=ids.record_id(),
                    client_id=client,
                    user_id=store.session.user,
                    at=NOON - timedelta(hours=number),
                    text=f"belletje {number}",
                )
            )


def texts(page: timeline.Page) -> list[str]:
    return [row.text for row in page.rows]


def test_it_goes_back_in_time_a_page_at_a_time(store: TestStore, client: PersonId) -> None:
    calls(store, client, 5)
    one = RecordId(client)
    first = timeline.page(store.database, store.session, one, most=3)
    assert (texts(first), first.more) == (["belletje 0", "belletje 1", "belletje 2"], True)
    rest = timeline.page(store.database, store.session, one, skip=3, most=3)
    assert (texts(rest), rest.more) == (["belletje 3", "belletje 4"], False)


def test_one_sort_alone(store: TestStore, client: PersonId) -> None:
    calls(store, client, 1)
    tasks.add(store.database, store.session, client, what="Bel", due_on=date(2026, 11, 30))
    one = RecordId(client)
    whats = {
        sort: [row.what for row in timeline.page(
            store.database, store.session, one, sorts=[sort]
        ).rows]
        for sort in (TimelineSort.NOTES, TimelineSort.TASKS, TimelineSort.PAPERS)
    }  # fmt: skip
    assert whats == {
        TimelineSort.NOTES: ["contact_note"],
        TimelineSort.TASKS: ["task"],
        TimelineSort.PAPERS: [],
    }


def test_consents_and_who_came_and_went_are_told(store: TestStore, client: PersonId) -> None:
    with act(store.database, store.session, "told") as work:
        work.create(
            Consent(
                id=record_id(),
                client_id=client,
                purpose=ConsentPurpose.PHOTOS,
                answer=ConsentAnswer.GIVEN,
                answered_on=date(2026, 11, 3),
            )
        )
        work.create(
            Tie(
                id=record_id(),
                client_id=client,
                name="Anna",
                relation="thuishulp",
                since=date(2026, 2, 1),
                until=date(2026, 10, 1),
            )
        )
    rows = timeline.page(store.database, store.session, RecordId(client)).rows
    assert [(row.what, row.at, row.state) for row in rows] == [
        ("consent", "2026-11-03", "photos:given"),
        ("tie_ended", "2026-10-01", "Anna"),
        ("tie_began", "2026-02-01", "Anna"),
    ]


def test_a_merged_file_brings_what_was_written_there(store: TestStore, client: PersonId) -> None:
    double = store.person("Jong-Dubbel")
    calls(store, double, 1)
    one = RecordId(client)
    assert not timeline.page(store.database, store.session, one).rows
    merging.merge(store.database, store.session, from_id=double, into_id=client)
    whats = [row.what for row in timeline.page(store.database, store.session, one).rows]
    assert whats == ["merge", "contact_note"]


def test_removed_records_and_empty_agreements_do_not_show(
    store: TestStore, client: PersonId
) -> None:
    visit = store.visit(client, "vraag")
    visits.add_agreement(store.database, store.session, visit)
    made = tasks.add(store.database, store.session, client, what="Bel").created("task")
    tasks.remove(store.database, store.session, made)
    rows = timeline.page(store.database, store.session, RecordId(client)).rows
    assert [row.what for row in rows] == ["visit"]


def test_nobody_sees_the_timeline_of_who_is_not_theirs_to_see(store: TestStore) -> None:
    with pytest.raises(NotVisible):
        timeline.page(store.database, store.session, RecordId("nobody"))
