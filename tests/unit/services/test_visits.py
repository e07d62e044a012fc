"""The visit: begun, typed in, cut off, undone and concluded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from meitinker import clock
from meitinker.domain.checkpoints import ALWAYS, GROUND_OF, Talked
from meitinker.domain.needs import Finding, Need, Outcome, Step
from meitinker.domain.plans import SignatureWay
from meitinker.domain.visits import LifeDomain, Visit, VisitState
from meitinker.errors import AlreadyConcluded, InvalidField, NotVisible, RecordGone
from meitinker.ids import NeedId, PersonId, RecordId
from meitinker.services import (
    broken_off,
    checkpoints,
    editing,
    undo,
    visit_files,
    visit_missing,
    visit_request,
    visits,
)
from meitinker.store import readlog
from meitinker.store.acts import act
from tests.stores import Clock

if TYPE_CHECKING:
    from contextlib import AbstractContextManager

    from meitinker.domain.records import Value
    from meitinker.ids import VisitId
    from meitinker.store.acts import Act
    from tests.stores import TestStore


@pytest.fixture
def visit(store: TestStore) -> VisitId:
    return store.visit(store.person("Jong"))


def type_in(store: TestStore, kind: str, record_id: str, **fields: Value) -> None:
    editing.save(
        store.database, store.session, kind=kind, record_id=RecordId(record_id), fields=fields
    )


def whole(store: TestStore, visit: VisitId) -> visit_files.VisitFile:
    return visit_files.file_of(store.database, store.session, visit)


def missing(store: TestStore, visit: VisitId) -> set[str]:
    return {one.what for one in visit_missing.missing(whole(store, visit))}


def _opened_visits(store: TestStore) -> list[str]:
    with store.database.reading() as connection:
        return [
            entry.record_id
            for entry, _before, _own in readlog.entries(connection)
            if (entry.action, entry.kind) == ("open", "visit")
        ]


def test_a_visit_begins_open_today_and_on_this_device(store: TestStore) -> None:
    with clock.running(Clock("2026-11-12T23:30:00.000Z")):  # the 13th in Amsterdam
        changes = visits.begin(store.database, store.session, store.person("Meer"))
    begun = store.get(Visit, changes.created("visit"))
    assert begun.state is VisitState.OPEN
    assert str(begun.visited_on) == "2026-11-13"
    assert begun.device_id == store.session.device


def test_a_visit_needs_a_resident_that_is_there(store: TestStore) -> None:
    with pytest.raises((NotVisible, RecordGone)):
        visits.begin(store.database, store.session, PersonId(RecordId("nobody")))


def test_open_visits_are_listed_apart_from_concluded_ones(store: TestStore, visit: VisitId) -> None:
    other = store.visit(store.person("Meer"))
    visits.conclude(store.database, store.session, other)
    listed = visits.listed(store.database, store.session, state=VisitState.OPEN)
    assert [one.visit_id for one in listed] == [visit]
    assert len(visits.listed(store.database, store.session)) == 2


def test_a_visit_was_written_in_when_anything_in_it_was(store: TestStore, visit: VisitId) -> None:
    with clock.running(Clock("2031-05-06T10:00:00.000Z")):
        added = visits.add_need(store.database, store.session, visit).created("need")
    (line,) = visits.listed(store.database, store.session)
    assert line.changed_at == "2031-05-06T10:00:00.000Z"
    with clock.running(Clock("2031-05-06T10:05:00.000Z")):
        visits.remove(store.database, store.session, Need, added)
    (line,) = visits.listed(store.database, store.session)
    assert line.changed_at == "2031-05-06T10:05:00.000Z"


def test_a_life_domain_has_one_note(store: TestStore, visit: VisitId) -> None:
    note = LifeDomain.HOUSING
    visits.note_domain(store.database, store.session, visit, domain=note)
    with pytest.raises(InvalidField) as refused:
        visits.note_domain(store.database, store.session, visit, domain=note)
    assert refused.value.reason == "domain_has_note"


def test_a_step_keeps_one_finding_with_the_last_answer(store: TestStore, visit: VisitId) -> None:
    need = visits.add_need(store.database, store.session, visit).created("need")
    for outcome in (Outcome.NOT_ENOUGH, Outcome.SOLVES):
        visits.find_step(
            store.database, store.session, NeedId(need), step=Step.CARER, outcome=outcome
        )
    (finding,) = whole(store, visit).findings
    assert finding.outcome is Outcome.SOLVES


def test_needs_stand_in_the_order_in_which_they_were_added(
    store: TestStore, visit: VisitId
) -> None:
    for what in ("eerst", "dan", "ten slotte"):
        visits.add_need(store.database, store.session, visit, what=what)
    assert [need.what for need in whole(store, visit).needs] == ["eerst", "dan", "ten slotte"]


def test_a_removed_need_takes_its_findings_and_undo_brings_all_back(
    store: TestStore, visit: VisitId
) -> None:
    need = visits.add_need(store.database, store.session, visit, what="eten").created("need")
    visits.find_step(
        store.database, store.session, NeedId(need), step=Step.CARER, outcome=Outcome.SOLVES
    )
    visits.remove(store.database, store.session, Need, need)
    assert whole(store, visit).needs == ()
    assert whole(store, visit).findings == ()
    undo.undo(store.database, store.session)
    assert [one.what for one in whole(store, visit).needs] == ["eten"]
    assert store.get(Finding, whole(store, visit).findings[0].id).outcome is Outcome.SOLVES


@pytest.mark.parametrize("strokes", ["", "[]"])
def test_a_signature_on_the_screen_needs_a_stroke(
    store: TestStore, visit: VisitId, strokes: str
) -> None:
    with pytest.raises(InvalidField):
        visits.sign(
            store.database,
            store.session,
            visit,
            way=SignatureWay.SCREEN,
            name="Jong",
            strokes=strokes,
        )


def test_what_the_law_wants_goes_as_it_is_filled_in(store: TestStore, visit: VisitId) -> None:
    for topic in (one for one in ALWAYS if one in GROUND_OF):
        assert topic.value in missing(store, visit)
        checkpoints.answer(
            store.database, store.session, visit, topic=topic, talked=Talked.DOES_NOT_APPLY
        )
    empty = {"request", "question", "attendees", "domains", "needs", "agreements", "conclusion"}
    assert missing(store, visit) == empty
    type_in(store, "visit", visit, question="Ik val vaak.", conclusion="Wij zoeken hulp.")
    assert missing(store, visit) == empty - {"question", "conclusion"}
    visits.add_attendee(store.database, store.session, visit, name="Akke")
    visits.note_domain(
        store.database, store.session, visit, domain=LifeDomain.FINANCES, note="Goed."
    )
    need = visits.add_need(store.database, store.session, visit).created("need")
    assert missing(store, visit) == {"request", "what", "wished_result", "ladder", "agreements"}
    type_in(store, "need", need, what="lopen", wished_result="Ik loop weer.")
    assert missing(store, visit) == {"request", "ladder", "agreements"}
    visits.find_step(
        store.database, store.session, NeedId(need), step=Step.OWN_STRENGTH, outcome=Outcome.SOLVES
    )
    agreement = visits.add_agreement(store.database, store.session, visit).created("agreement")
    assert missing(store, visit) == {"request", "agreements"}, "an empty row is no agreement"
    type_in(store, "agreement", agreement, what="Belt de fysiotherapeut.")
    assert missing(store, visit) == {"request"}
    visit_request.take(store.database, store.session, visit)
    assert missing(store, visit) == {"plan_offer"}


def test_the_law_is_named_by_the_letters_that_are_not_looked_into(
    store: TestStore, visit: VisitId
) -> None:
    need = NeedId(
        visits.add_need(store.database, store.session, visit, what="eten").created("need")
    )

    def ground() -> str:
        found = visit_missing.missing(whole(store, visit))
        return next((one.ground for one in found if one.what == "ladder"), "")

    def find(step: Step, outcome: Outcome) -> None:
        visits.find_step(store.database, store.session, need, step=step, outcome=outcome)

    assert ground().endswith("lid 4 b, c, e")
    find(Step.OWN_STRENGTH, Outcome.NOT_PRESENT)
    find(Step.GENERALLY_USUAL, Outcome.NOT_PRESENT)
    find(Step.USUAL_HELP, Outcome.HELPS_PARTLY)
    assert ground().endswith("lid 4 c, e"), "part of the help is no reason to stop looking"
    for step in (Step.CARER, Step.NETWORK, Step.VOLUNTEERS, Step.GENERAL_PROVISION):
        find(step, Outcome.NOT_PRESENT)
    assert ground().endswith("lid 4 b") is False
    assert ground() == "Wmo 2015 art. 2.3.5 lid 3"
    find(Step.INDIVIDUAL_PROVISION, Outcome.NOT_PRESENT)
    assert ground() == ""


def test_a_skipped_step_is_missing_until_its_reason_is_written(
    store: TestStore, visit: VisitId
) -> None:
    need = NeedId(visits.add_need(store.database, store.session, visit).created("need"))
    type_in(store, "need", need, wished_result="x")

    def find(step: Step, outcome: Outcome, reason: str = "") -> None:
        visits.find_step(
            store.database, store.session, need, step=step, outcome=outcome, reason=reason
        )

    find(Step.GENERALLY_USUAL, Outcome.SOLVES)
    assert "ladder" in missing(store, visit)
    find(Step.OWN_STRENGTH, Outcome.NOT_ENOUGH)
    assert "ladder" in missing(store, visit)
    find(Step.OWN_STRENGTH, Outcome.NOT_ENOUGH, "Bukken gaat niet.")
    assert "ladder" not in missing(store, visit)


def test_concluding_seals_what_was_typed_and_lets_nothing_follow(
    store: TestStore, visit: VisitId
) -> None:
    type_in(store, "visit", visit, question="Ik val vaak.")
    visits.conclude(store.database, store.session, visit)
    assert editing.interrupted(store.database) == ()
    assert whole(store, visit).visit.question == "Ik val vaak."
    with pytest.raises(AlreadyConcluded):
        type_in(store, "visit", visit, question="Later bedacht")
    with pytest.raises(AlreadyConcluded):
        visits.add_need(store.database, store.session, visit)
    with pytest.raises(AlreadyConcluded):
        visits.conclude(store.database, store.session, visit)


def test_of_two_conclusions_at_once_only_one_counts(
    store: TestStore, visit: VisitId, monkeypatch: pytest.MonkeyPatch
) -> None:
    def overtaken(*args: Any, **named: Any) -> AbstractContextManager[Act]:
        monkeypatch.undo()
        visits.conclude(store.database, store.session, visit)
        return act(*args, **named)

    monkeypatch.setattr("meitinker.services.visits.act", overtaken)
    with pytest.raises(AlreadyConcluded):
        visits.conclude(store.database, store.session, visit)


class TestInterrupted:
    """What a crash leaves is told; what was left in peace is not."""

    def test_typing_that_was_never_sealed(self, store: TestStore, visit: VisitId) -> None:
        need = visits.add_need(store.database, store.session, visit).created("need")
        type_in(store, "need", need, what="Elke dag een warme maaltijd")
        store.reopen()
        found = broken_off.visit(store.database, store.session)
        assert found is not None
        assert (found.visit_id, found.client) == (visit, "Jong")
        assert (found.kind, found.record_id, found.field) == ("need", need, "what")
        assert found.words == "Elke dag een warme maaltijd"

    def test_the_newest_one_is_told(self, store: TestStore, visit: VisitId) -> None:
        with clock.running(Clock("2026-11-12T14:05:00.000Z")):
            type_in(store, "visit", visit, question="eerst")
        other = store.visit(store.person("Meer"))
        with clock.running(Clock("2026-11-12T15:00:00.000Z")):
            type_in(store, "visit", other, notes="later")
        found = broken_off.visit(store.database, store.session)
        assert found is not None
        assert (found.visit_id, found.saved_at) == (other, "2026-11-12T15:00:00.000Z")

    @pytest.mark.promise("L19")
    def test_l19_that_its_words_were_read_is_logged(self, store: TestStore, visit: VisitId) -> None:
        type_in(store, "visit", visit, question="eerst")
        assert _opened_visits(store) == []
        broken_off.visit(store.database, store.session)
        assert _opened_visits(store) == [visit]

    def test_nothing_after_sealing(self, store: TestStore, visit: VisitId) -> None:
        type_in(store, "visit", visit, question="eerst")
        assert broken_off.visit(store.database, store.session) is not None
        editing.seal(store.database, store.session)
        assert broken_off.visit(store.database, store.session) is None

    def test_typing_in_a_dossier_is_no_visit(self, store: TestStore) -> None:
        type_in(store, "person", store.person("Meer"), surname="Meers")
        assert broken_off.visit(store.database, store.session) is None


def test_a_long_list_tells_how_many_it_does_not_show(store: TestStore) -> None:
    person = store.person()
    made = [store.visit(person) for _ in range(5)]
    visits.conclude(store.database, store.session, made[0])
    assert len(visits.listed(store.database, store.session, most=3)) == 3
    assert visits.count(store.database, store.session) == 5
    assert visits.count(store.database, store.session, state=VisitState.OPEN) == 4
