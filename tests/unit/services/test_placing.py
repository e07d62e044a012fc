"""Words from the notes go to a field; the notes stay, and undo takes them back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker.domain.visits import LifeDomain
from meitinker.errors import AlreadyConcluded, BugError, InvalidField
from meitinker.ids import RecordId
from meitinker.services import editing, placing, undo, visit_files, visits
from meitinker.services.placing import Target

if TYPE_CHECKING:
    from meitinker.ids import VisitId
    from tests.stores import TestStore

NOTES = "Ik val vaak.\nDe trap is steil."


@pytest.fixture
def visit(store: TestStore) -> VisitId:
    made = store.visit(store.person("Jong"), question="Wie helpt mij?")
    type_in(store, "visit", made, notes=NOTES)
    return made


def type_in(store: TestStore, kind: str, record_id: str, **fields: str) -> None:
    editing.save(
        store.database, store.session, kind=kind, record_id=RecordId(record_id), fields=fields
    )


def place(store: TestStore, visit: VisitId, target: Target, text: str = "Ik val vaak.") -> None:
    placing.place(store.database, store.session, visit, text=text, target=target)


def whole(store: TestStore, visit: VisitId) -> visit_files.VisitFile:
    return visit_files.file_of(store.database, store.session, visit)


def said(file: visit_files.VisitFile) -> list[str]:
    notes = [one.note for one in file.domain_notes]
    return [file.visit.question, *notes, *(n.what for n in file.needs)] + [
        one.what for one in file.agreements
    ]


@pytest.mark.parametrize(
    "target",
    [
        Target("visit"),
        Target("domain_note", domain=LifeDomain.HOUSING),
        Target("need"),
        Target("agreement"),
    ],
)
def test_it_is_copied_and_undone_as_a_whole(
    store: TestStore, visit: VisitId, target: Target
) -> None:
    before = said(whole(store, visit))
    place(store, visit, target)
    assert said(whole(store, visit)) != before
    assert whole(store, visit).visit.notes == NOTES
    undo.undo(store.database, store.session)
    assert said(whole(store, visit)) == before
    assert whole(store, visit).visit.notes == NOTES


def test_it_goes_below_what_is_there(store: TestStore, visit: VisitId) -> None:
    place(store, visit, Target("visit"))
    assert whole(store, visit).visit.question == "Wie helpt mij?\nIk val vaak."
    place(store, visit, Target("need"), text=" trap ")
    (need,) = whole(store, visit).needs
    place(store, visit, Target("need", need.id), text="leuning")
    assert [one.what for one in whole(store, visit).needs] == ["trap\nleuning"]
    target = Target("domain_note", domain=LifeDomain.HOUSING)
    place(store, visit, target, text="steil")
    place(store, visit, target, text="glad")
    assert [one.note for one in whole(store, visit).domain_notes] == ["steil\nglad"]


def test_what_is_still_being_typed_there_is_kept(store: TestStore, visit: VisitId) -> None:
    place(store, visit, Target("need"), text="trap")
    (need,) = whole(store, visit).needs
    type_in(store, "need", need.id, what="trap, boven")
    place(store, visit, Target("need", need.id), text="leuning")
    assert whole(store, visit).needs[0].what == "trap, boven\nleuning"


def test_nothing_is_put_nowhere(store: TestStore, visit: VisitId) -> None:
    with pytest.raises(InvalidField):
        place(store, visit, Target("visit"), text=" \n ")
    with pytest.raises(BugError):
        place(store, visit, Target("person"))


def test_a_need_of_another_conversation_is_no_target(store: TestStore, visit: VisitId) -> None:
    other = store.visit(store.person("Meer"))
    place(store, other, Target("need"))
    need = whole(store, other).needs[0]
    with pytest.raises(BugError):
        place(store, visit, Target("need", need.id))


def test_a_concluded_conversation_takes_no_words(store: TestStore, visit: VisitId) -> None:
    visits.conclude(store.database, store.session, visit)
    with pytest.raises(AlreadyConcluded):
        place(store, visit, Target("visit"))
