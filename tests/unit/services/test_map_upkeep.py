"""What keeps the map right: checks and what is due, corrections, missing help, referrals."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker import clock
from meitinker.domain.map_checks import CheckResult, CheckWay
from meitinker.domain.map_corrections import (
    AnswerState,
    CorrectionAnswer,
    GapAnswer,
    MapCorrectionAnswer,
)
from meitinker.domain.map_places import MapPhone
from meitinker.domain.map_services import MapService, Reach, ServiceStatus
from meitinker.domain.organisation import ReferenceOverlay
from meitinker.domain.providers import Provider, ProviderKind
from meitinker.domain.referrals import Referral
from meitinker.domain.session import Role
from meitinker.errors import InvalidField, NotAllowed, NotVisible
from meitinker.ids import RecordId, UserId, record_id
from meitinker.services import (
    map_answers,
    map_checks,
    map_corrections,
    map_editing,
    map_terms,
    missing_services,
    referrals,
    social_map,
    undo,
)
from meitinker.services.map_corrections import Proposed
from meitinker.services.missing_services import Missed
from meitinker.store import checking, hub_facts, settings
from meitinker.store.acts import act
from meitinker.store.hub_facts import Belonging
from tests.unit.services.test_social_map import Map

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.domain.session import Session
    from tests.stores import TestStore

TODAY = clock.today


@pytest.fixture
def the_map(store: TestStore) -> Map:
    return Map(store)


def due(the_map: Map, village: str | None = None) -> list[str]:
    return [one.name for one in map_checks.due(*the_map.use, village)]


def check(
    the_map: Map, service: RecordId, days: int, *, result: CheckResult = CheckResult.RIGHT
) -> None:
    map_checks.note(
        *the_map.use,
        service,
        way=CheckWay.PHONE,
        result=result,
        checked_on=TODAY() - timedelta(days=days),
    )


def test_never_checked_comes_first_and_then_the_longest_ago(the_map: Map) -> None:
    ids = {name: the_map.service(name) for name in ("kort", "lang", "langer", "nooit")}
    for name, days in (("kort", 30), ("lang", 400), ("langer", 900)):
        check(the_map, ids[name], days)
    assert due(the_map) == ["nooit", "langer", "lang"]
    (never, longer, _) = map_checks.due(*the_map.use)
    assert (never.checked_on, never.due_on) == (None, None)
    assert longer.due_on is not None
    assert longer.due_on < TODAY()


def test_services_of_volunteers_are_due_sooner(the_map: Map) -> None:
    one = the_map.service("eetclub")
    check(the_map, one, 250)
    assert due(the_map) == []
    map_editing.change(*the_map.use, Provider, the_map.provider, {"kind": ProviderKind.VOLUNTEERS})
    assert due(the_map) == ["eetclub"]


def test_a_list_of_the_organisation_lies_over_the_shipped_months(the_map: Map) -> None:
    check(the_map, the_map.service("eetclub"), 100)
    assert due(the_map) == []
    own = ReferenceOverlay(
        id=record_id(), name="map_check_terms", checked=True, content='{"months": 3}'
    )
    with act(*the_map.use, "test.overlay") as work:
        work.create(own)
    assert due(the_map) == ["eetclub"]


def test_an_own_list_that_cannot_be_read_never_shuts_the_map(the_map: Map) -> None:
    with act(*the_map.use, "test.overlay") as work:
        for name in ("map_check_terms", "map_categories", "map_who_for"):
            work.create(
                ReferenceOverlay(id=record_id(), name=name, checked=True, content='{"x": 1}')
            )
    assert "meals" in map_terms.terms(*the_map.use).tree
    assert map_terms.terms(*the_map.use).who_for["carers"].label == "Mantelzorgers"
    the_map.service("eetclub")
    assert due(the_map) == ["eetclub"]


def test_who_was_not_reached_confirmed_nothing(the_map: Map) -> None:
    one = the_map.service("eetclub")
    check(the_map, one, 0, result=CheckResult.NOT_REACHED)
    assert due(the_map) == ["eetclub"]
    assert social_map.opened(*the_map.use, one).checked_on is None
    check(the_map, one, 3, result=CheckResult.MENDED)
    assert due(the_map) == []
    assert social_map.opened(*the_map.use, one).checked_on == TODAY() - timedelta(days=3)


def test_editing_is_not_checking(the_map: Map) -> None:
    one = the_map.service("eetclub")
    map_editing.change(*the_map.use, MapService, one, {"name": "Eetclub"})
    assert due(the_map) == ["Eetclub"]


def test_the_work_list_of_a_village(the_map: Map) -> None:
    the_map.service("grou", the_map.area(Reach.VILLAGE, village_id=the_map.grou))
    the_map.service("akkrum", the_map.area(Reach.VILLAGE, village_id=the_map.akkrum))
    assert due(the_map, the_map.grou) == ["grou"]


def test_what_is_gone_stops_and_undo_brings_it_back(the_map: Map) -> None:
    one = the_map.service("eetclub")
    check(the_map, one, 0, result=CheckResult.GONE)
    assert due(the_map) == []
    service = the_map.store.get(MapService, one)
    assert service.status is ServiceStatus.DEFUNCT
    undo.undo(*the_map.use)
    assert due(the_map) == ["eetclub"]
    assert checking.check(the_map.store.database).problems == ()


def test_nobody_checks_tomorrow(the_map: Map) -> None:
    with pytest.raises(InvalidField) as refused:
        check(the_map, the_map.service("eetclub"), -1)
    assert refused.value.reason == "date_in_future"


def proposal(the_map: Map, **told: str) -> tuple[RecordId, RecordId]:
    one = the_map.service("eetclub")
    made = map_corrections.propose(*the_map.use, one, Proposed(**told))
    return one, made.created("map_correction")


def test_an_accepted_correction_is_in_the_map(the_map: Map) -> None:
    one, correction = proposal(the_map, field="name", value="Iten mei-inoar", told_by="de koster")
    (waits,) = map_corrections.listed(*the_map.use)
    assert (waits.correction.was, waits.state) == ("eetclub", AnswerState.OPEN)
    assert [c.id for c in social_map.opened(*the_map.use, one).corrections] == [correction]
    map_corrections.accept(*the_map.use, correction)
    assert the_map.store.get(MapService, one).name == "Iten mei-inoar"
    assert map_corrections.listed(*the_map.use) == ()
    (done,) = map_corrections.listed(*the_map.use, only=None)
    assert (done.state, done.answers[0].verdict) == (
        AnswerState.ACCEPTED,
        CorrectionAnswer.ACCEPTED,
    )
    undo.undo(*the_map.use)
    assert the_map.store.get(MapService, one).name == "eetclub"
    assert len(map_corrections.listed(*the_map.use)) == 1


def test_a_phone_number_is_corrected_by_its_part(the_map: Map) -> None:
    one = the_map.service("eetclub")
    phone = the_map.add(MapPhone(id=record_id(), service_id=one, number="0566 1"))
    made = map_corrections.propose(
        *the_map.use,
        one,
        Proposed(part="map_phone", part_key=phone, field="number", value="0566 2"),
    )
    map_corrections.accept(*the_map.use, made.created("map_correction"))
    assert the_map.store.get(MapPhone, phone).number == "0566 2"


@pytest.mark.parametrize(
    ("field", "value", "wanted"),
    [("minimum_age", "55", 55), ("minimum_age", "", None), ("status", "inactive", "inactive")],
)
def test_a_value_is_read_as_its_field_has_it(
    the_map: Map, field: str, value: str, wanted: object
) -> None:
    one, correction = proposal(the_map, field=field, value=value)
    map_corrections.accept(*the_map.use, correction)
    assert getattr(the_map.store.get(MapService, one), field) == wanted


@pytest.mark.parametrize(
    ("told", "reason"),
    [
        ({}, "correction_empty"),
        ({"field": "x", "value": "y"}, "correction_not_there"),
        ({"field": "provider_id", "value": "y"}, "correction_not_there"),
        ({"field": "minimum_age", "value": "jong"}, "value_wrong"),
        ({"part": "person", "part_key": "1", "field": "name"}, "correction_not_there"),
    ],
)
def test_what_cannot_be_corrected_is_refused(
    the_map: Map, told: dict[str, str], reason: str
) -> None:
    with pytest.raises(InvalidField) as refused:
        proposal(the_map, **told)
    assert refused.value.reason == reason


def test_a_correction_of_what_changed_since_is_looked_at_by_hand(the_map: Map) -> None:
    one, correction = proposal(the_map, field="name", value="Iten mei-inoar")
    map_editing.change(*the_map.use, MapService, one, {"name": "Samen eten"})
    with pytest.raises(InvalidField) as refused:
        map_corrections.accept(*the_map.use, correction)
    assert refused.value.reason == "changed_since"
    assert the_map.store.get(MapService, one).name == "Samen eten"


def test_turning_down_says_why_and_leaves_the_map(the_map: Map) -> None:
    one, correction = proposal(the_map, note="Dit klopt niet.")
    with pytest.raises(InvalidField) as refused:
        map_corrections.turn_down(*the_map.use, correction, why=" ")
    assert refused.value.reason == "answer_reason_missing"
    map_corrections.turn_down(*the_map.use, correction, why="Het klopt wel.")
    assert the_map.store.get(MapService, one).name == "eetclub"
    with pytest.raises(InvalidField) as answered:
        map_corrections.accept(*the_map.use, correction)
    assert answered.value.reason == "answered_already"


def test_two_clerks_who_answered_apart_are_told(the_map: Map) -> None:
    _one, correction = proposal(the_map, note="Dit klopt niet.")
    with act(*the_map.use, "test.answers") as work:
        for verdict in CorrectionAnswer:
            work.create(
                MapCorrectionAnswer(
                    id=record_id(),
                    correction_id=correction,
                    user_id=UserId(the_map.store.session.user),
                    at=clock.now(),
                    verdict=verdict,
                )
            )
    (found,) = map_corrections.listed(*the_map.use, only=None)
    assert found.state is AnswerState.SAID_TWICE


def test_a_proposal_is_taken_back_by_undoing_it(the_map: Map) -> None:
    proposal(the_map, note="Dit klopt niet.")
    undo.undo(*the_map.use)
    assert map_corrections.listed(*the_map.use, only=None) == ()


def test_missing_help_is_noted_and_answered(the_map: Map) -> None:
    made = missing_services.note(*the_map.use, Missed(sought="oppas", village_id=the_map.grou))
    missing = made.created("missing_service")
    (waits,) = missing_services.listed(*the_map.use)
    assert (waits.missing.sought, waits.state) == ("oppas", AnswerState.OPEN)
    with pytest.raises(InvalidField) as which:
        missing_services.answer(*the_map.use, missing, answer=GapAnswer.EXISTS)
    assert which.value.reason == "service_missing"
    service = the_map.service("Oppas thuis")
    missing_services.answer(
        *the_map.use, missing, answer=GapAnswer.EXISTS, service_id=service, why="Sinds mei."
    )
    assert missing_services.listed(*the_map.use) == ()
    (done,) = missing_services.listed(*the_map.use, only=AnswerState.EXISTS)
    assert done.answers[0].service_id == service
    with pytest.raises(InvalidField) as again:
        missing_services.answer(*the_map.use, missing, answer=GapAnswer.NOTED)
    assert again.value.reason == "answered_already"


def test_missing_nothing_is_refused(the_map: Map) -> None:
    with pytest.raises(InvalidField) as refused:
        missing_services.note(*the_map.use, Missed(village_id=the_map.grou))
    assert refused.value.reason == "missing_empty"


def test_a_referral_keeps_what_the_service_was_called(the_map: Map) -> None:
    person = the_map.store.person("Jong")
    service = the_map.service("eetclub")
    made = the_map.store.refer(person, service, " Dinsdag. ")
    map_editing.change(*the_map.use, MapService, service, {"name": "anders"})
    referrals.contacted(*the_map.use, made, on=TODAY(), with_whom="de coördinator")
    found = the_map.store.get(Referral, made)
    assert (found.service_name, found.provider_name, found.warm) == ("eetclub", "Buorsoarch", True)
    assert (found.contact_on, found.note) == (TODAY(), "Dinsdag.")
    with pytest.raises(InvalidField):
        referrals.contacted(*the_map.use, found.id, on=date(2099, 1, 1))


def test_who_told_of_it_hears_what_came_of_it_until_it_was_read(the_map: Map) -> None:
    told = missing_services.note(*the_map.use, Missed(sought="oppas")).created("missing_service")
    one, correction = proposal(the_map, note="Dit klopt niet.")
    service = the_map.service("Oppas thuis")
    database, own = the_map.use
    clerk = msgspec.structs.replace(own, user=UserId(record_id()))
    missing_services.answer(
        database, clerk, told, answer=GapAnswer.EXISTS, service_id=service, why="Sinds mei."
    )
    map_corrections.turn_down(database, clerk, correction, why="Het klopt wel.")
    heard = {(h.about, h.said, h.why, h.service_id) for h in map_answers.heard(*the_map.use)}
    assert heard == {
        ("oppas", GapAnswer.EXISTS, "Sinds mei.", service),
        ("eetclub", CorrectionAnswer.TURNED_DOWN, "Het klopt wel.", one),
    }
    assert map_answers.heard(database, clerk) == ()
    first, second = map_answers.heard(*the_map.use)
    map_answers.note_read(database, first.answer_id)
    assert map_answers.heard(*the_map.use) == (second,)
    later = clock.now() + map_answers.TOLD_FOR
    with clock.running(lambda: later):
        assert map_answers.heard(*the_map.use) == ()


def test_control_who_answers_oneself_is_not_told(the_map: Map) -> None:
    told = missing_services.note(*the_map.use, Missed(sought="oppas")).created("missing_service")
    missing_services.answer(*the_map.use, told, answer=GapAnswer.NOTED)
    assert map_answers.heard(*the_map.use) == ()


@pytest.fixture
def belongs(the_map: Map) -> Session:
    """The laptop of a meitinker, of a hub."""
    session = the_map.store.session
    with the_map.store.database.transaction() as work:
        settings.put(
            work,
            hub_facts.BELONGING,
            Belonging(hub="https://hub.example.org", organisation=session.organisation),
        )
    return session


def _deeds(the_map: Map, session: Session, service: RecordId) -> dict[str, Callable[[], object]]:
    use = (the_map.store.database, session)
    return {
        "change": lambda: map_editing.change(*use, MapService, service, {"name": "x"}),
        "add": lambda: map_editing.add(*use, Provider(id=record_id(), name="x")),
        "take away": lambda: map_editing.take_away(*use, MapService, service),
        "propose": lambda: map_corrections.propose(*use, service, Proposed(note="x")),
        "check": lambda: map_checks.note(*use, service, way=CheckWay.VISIT),
        "miss": lambda: missing_services.note(*use, Missed(sought="x")),
    }


_FIELD = {"propose", "check", "miss"}


@pytest.mark.parametrize(
    ("role", "allowed"),
    [
        (Role.MEITINKER, _FIELD),
        (Role.BACK_OFFICE, {"change", "add", "take away", *_FIELD}),
        (Role.COORDINATOR, set()),
        (Role.ADMINISTRATOR, set()),
    ],
)
def test_who_may_do_what_in_the_map(
    the_map: Map, belongs: Session, role: Role, allowed: set[str]
) -> None:
    service = _made_by_office(the_map, belongs)
    session = msgspec.structs.replace(belongs, role=role)
    done = set()
    for name, deed in _deeds(the_map, session, service).items():
        try:
            deed()
        except (NotAllowed, NotVisible):
            continue
        done.add(name)
        undo.undo(the_map.store.database, session)
    assert done == allowed


def test_a_meitinker_cannot_answer_her_own_proposal(the_map: Map, belongs: Session) -> None:
    service = _made_by_office(the_map, belongs)
    use = (the_map.store.database, belongs)
    made = map_corrections.propose(*use, service, Proposed(field="name", value="x"))
    correction = made.created("map_correction")
    with pytest.raises(NotAllowed):
        map_corrections.accept(*use, correction)
    with pytest.raises(NotAllowed):
        map_corrections.turn_down(*use, correction, why="x")


def test_a_meitinker_who_finds_it_gone_leaves_stopping_it_to_the_office(
    the_map: Map, belongs: Session
) -> None:
    service = _made_by_office(the_map, belongs)
    map_checks.note(
        the_map.store.database, belongs, service, way=CheckWay.VISIT, result=CheckResult.GONE
    )
    assert the_map.store.get(MapService, service).status is ServiceStatus.ACTIVE


def _made_by_office(the_map: Map, session: Session) -> RecordId:
    the_map.use = (the_map.store.database, msgspec.structs.replace(session, role=Role.BACK_OFFICE))
    return the_map.service("eetclub")
