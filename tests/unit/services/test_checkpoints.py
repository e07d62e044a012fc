"""What is not to be forgotten: answered, known already, or still open."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from meitinker.domain.checkpoints import (
    ALWAYS,
    CHECKPOINT,
    GROUND_OF,
    ON_PAPER,
    Talked,
    Topic,
    for_paper,
    still_open,
)
from meitinker.domain.people import IdentityDocument, Person
from meitinker.errors import AlreadyConcluded
from meitinker.services import checkpoints, editing, visit_files, visit_missing, visits
from meitinker.store.acts import act

if TYPE_CHECKING:
    from meitinker.ids import VisitId
    from tests.stores import TestStore


@pytest.fixture
def visit(store: TestStore) -> VisitId:
    return store.visit(store.person("Jong"))


def answer(store: TestStore, visit: VisitId, topic: Topic, talked: Talked, note: str = "") -> None:
    checkpoints.answer(store.database, store.session, visit, topic=topic, talked=talked, note=note)


def lacking(store: TestStore, visit: VisitId) -> set[str]:
    file = visit_files.file_of(store.database, store.session, visit)
    return {one.what for one in visit_missing.missing(file)} & {topic.value for topic in Topic}


def test_a_topic_has_one_answer(store: TestStore, visit: VisitId) -> None:
    answer(store, visit, Topic.PGB, Talked.NOT_YET)
    answer(store, visit, Topic.PGB, Talked.TALKED, "Wil het niet.")
    found = visit_files.file_of(store.database, store.session, visit).checkpoints
    assert [(one.talked, one.note) for one in found] == [(Talked.TALKED, "Wil het niet.")]


def test_everything_the_law_wants_lacks_until_it_is_answered(
    store: TestStore, visit: VisitId
) -> None:
    assert lacking(store, visit) == {t.value for t in ALWAYS if t in GROUND_OF}
    for topic in Topic:
        answer(store, visit, topic, Talked.DOES_NOT_APPLY)
    assert lacking(store, visit) == set()


def test_what_the_report_has_to_tell_lacks_until_it_has_words(
    store: TestStore, visit: VisitId
) -> None:
    answer(store, visit, Topic.CARER_NEEDS, Talked.TALKED)
    answer(store, visit, Topic.CLIENT_SUPPORT, Talked.TALKED)
    assert Topic.CARER_NEEDS.value in lacking(store, visit)
    assert Topic.CLIENT_SUPPORT.value not in lacking(store, visit)
    answer(store, visit, Topic.CARER_NEEDS, Talked.TALKED, "Uw dochter wil vrij zijn.")
    assert Topic.CARER_NEEDS.value not in lacking(store, visit)


@pytest.mark.parametrize("topic", Topic)
def test_a_note_comes_on_paper_only_where_it_was_written_for_it(
    store: TestStore, visit: VisitId, topic: Topic
) -> None:
    answer(store, visit, topic, Talked.TALKED, " Dit besprak u. ")
    told = visit_files.file_of(store.database, store.session, visit).checkpoints
    assert for_paper(told, topic) == ("Dit besprak u." if topic in ON_PAPER else "")
    assert CHECKPOINT.fields["note"].held.shared_in(told[0]) == (topic in ON_PAPER)


def test_not_yet_is_no_answer() -> None:
    assert still_open(()) == tuple(topic for topic in ALWAYS if topic in GROUND_OF)
    assert Topic.SAFETY not in GROUND_OF


def test_an_identity_seen_before_needs_no_second_look(store: TestStore, visit: VisitId) -> None:
    client = visit_files.file_of(store.database, store.session, visit).client
    with act(store.database, store.session, "person.identity") as work:
        seen = {
            "identity_document": IdentityDocument.PASSPORT,
            "identity_seen_on": date(2026, 1, 2),
        }
        work.edit(Person, client.id, seen)
    assert Topic.IDENTITY.value not in lacking(store, visit)


def test_a_note_is_typed_and_sealed_with_the_visit(store: TestStore, visit: VisitId) -> None:
    answer(store, visit, Topic.SAFETY, Talked.TALKED)
    made = visit_files.file_of(store.database, store.session, visit).checkpoints[0]
    editing.save(
        store.database,
        store.session,
        kind="checkpoint",
        record_id=made.id,
        fields={"note": "Het is veilig."},
    )
    visits.conclude(store.database, store.session, visit)
    file = visit_files.file_of(store.database, store.session, visit)
    assert [one.note for one in file.checkpoints] == ["Het is veilig."]
    assert editing.interrupted(store.database) == ()


def test_a_concluded_visit_takes_no_answer(store: TestStore, visit: VisitId) -> None:
    visits.conclude(store.database, store.session, visit)
    with pytest.raises(AlreadyConcluded):
        answer(store, visit, Topic.PGB, Talked.TALKED)
