"""What came before follows a newer file; what a person said here since is asked about."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import pytest

from meitinker.domain.map_checks import CheckResult, CheckWay
from meitinker.domain.map_places import MapLocation, MapPhone, ServiceAtLocation
from meitinker.domain.map_services import (
    MapService,
    ServiceAttribute,
    ServiceStatus,
    Vocabulary,
)
from meitinker.domain.providers import Provider
from meitinker.errors import DiskFull, TableRefused
from meitinker.exchange import map_lists
from meitinker.ids import record_id
from meitinker.services import (
    checking,
    map_checks,
    map_editing,
    map_exchange,
    map_import_bites,
    map_importing,
    map_updates,
)
from meitinker.services.import_runs import RowState
from meitinker.services.map_updates import Why
from meitinker.store import map_standing, records
from meitinker.store.acts import Act, act
from tests.unit.exchange import directories

if TYPE_CHECKING:
    from collections.abc import Generator

    from meitinker.domain.records import Record
    from meitinker.domain.session import Session
    from meitinker.services.map_import_report import DirectoryPreview
    from meitinker.store.database import Database
    from meitinker.store.import_log import Import
    from tests.stores import TestStore

    T = TypeVar("T")

    Use = tuple[Database, Session]

HEADINGS = "ID;Dienst;Organisatie;Omschrijving;Telefoon;Plaats;Rubriek"
MEALS = "1;Iten oan hûs;Buorsoarch;Waarm iten;0566 65 12 34;Grou;Maaltijden"
WALK = "2;Kuiergroep;Buorsoarch;Tegearre rinne;;Akkrum;Bewegen"
CANARY = "Kanariepietje"


@pytest.fixture
def use(store: TestStore) -> Use:
    """Lend a store into which a list of two services came before."""
    with act(store.database, store.session, "test") as work:
        work.create(directories.GROU)
        work.create(directories.AKKRUM)
    use = store.database, store.session
    _in(use, _list(MEALS, WALK))
    return use


def _end(run: Generator[Any, None, T]) -> T:
    while True:
        try:
            next(run)
        except StopIteration as end:
            result: T = end.value
            return result


def _list(*rows: str, headings: str = HEADINGS) -> bytes:
    return "\n".join((headings, *rows)).encode()


def _checked(use: Use, data: bytes, *, source: str = "Gids") -> DirectoryPreview:
    listed = map_importing.begin(*use, map_lists.read(data))
    return _end(map_importing.check(*use, listed, source=source))


def _in(use: Use, data: bytes, **how: Any) -> Import:
    return _end(map_importing.run(*use, _checked(use, data), **how))


def _all(use: Use, kind: type[Record], **equal: Any) -> list[Any]:
    with use[0].reading() as connection:
        return records.find(connection, use[1], kind, **equal)


def _meals(use: Use) -> MapService:
    found: MapService = next(one for one in _all(use, MapService) if one.source_key == "1")
    return found


def _different(report: DirectoryPreview) -> dict[str, tuple[Why, Any, Any]]:
    """Return what is different of the first service, but for records' ids."""
    update = report.rows[0].update
    assert update is not None
    return {
        one.field: (one.why, one.ours, one.theirs)
        for one in update.differences
        if isinstance(one.ours, (str, int, type(None)))
    } | {
        one.field: (one.why, len(one.ours), len(one.theirs))
        for one in update.differences
        if isinstance(one.ours, tuple) and isinstance(one.theirs, tuple)
    }


def _map(use: Use) -> Any:
    """Return all that stands in the map, but for when it was written."""
    found = directories.told(msgspec.json.decode(map_exchange.as_json(*use)))
    return {**found, "contents": sorted(found["contents"], key=lambda one: str(one["id"]))}


def test_a_newer_file_changes_what_only_imports_set(use: Use) -> None:
    newer = "1;Iten oan hûs;Buorsoarch;Waarm en kâld;0566 65 99 99;Grou;Maaltijden"
    report = _checked(use, _list(newer, WALK, "3;Nij;Buorsoarch;;;Grou;"))
    assert [row.state for row in report.rows] == [RowState.CHANGED, RowState.KNOWN, RowState.GOOD]
    assert _different(report) == {
        "description": (Why.NOT, "Waarm iten", "Waarm en kâld"),
        "phones": (Why.NOT, 1, 1),
    }
    before = _meals(use)
    one = _end(map_importing.run(*use, report))
    assert (one.added, one.changed, one.ended) == (1, 1, True)
    after = _meals(use)
    assert (after.id, after.description) == (before.id, "Waarm en kâld")
    assert [phone.number for phone in _all(use, MapPhone)] == ["0566 65 99 99"]
    assert len(_all(use, Provider)) == 1
    assert {row.state for row in _checked(use, _list(newer, WALK)).rows} == {RowState.KNOWN}
    assert checking.check(use[0]).ok


def test_a_dry_run_changes_nothing(use: Use) -> None:
    before = use[0].saved.commits
    _checked(use, _list(MEALS.replace("Waarm", "Kâld")))
    assert use[0].saved.commits == before


def test_what_a_person_changed_is_asked_about_and_stays_unless_chosen(use: Use) -> None:
    service = _meals(use)
    map_editing.change(*use, MapService, service.id, {"description": "Fan ús"})
    newer = _list("1;Iten thús;Buorsoarch;Fan harren;0566 65 12 34;Grou;Maaltijden")
    assert _different(_checked(use, newer)) == {
        "name": (Why.NOT, "Iten oan hûs", "Iten thús"),
        "description": (Why.CHANGED, "Fan ús", "Fan harren"),
    }
    _in(use, newer)
    after = _meals(use)
    assert (after.name, after.description) == ("Iten thús", "Fan ús")
    _in(use, newer, theirs=frozenset({(str(service.id), "description")}))
    assert _meals(use).description == "Fan harren"


def test_without_looking_who_set_it_a_person_would_be_overwritten(
    use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    map_editing.change(*use, MapService, _meals(use).id, {"description": "Fan ús"})
    monkeypatch.setattr(map_standing.Whose, "imported", lambda *_: True)
    _in(use, _list(MEALS.replace("Waarm", "Kâld")))
    assert _meals(use).description == "Kâld iten"


def test_what_the_file_said_before_is_no_question(use: Use) -> None:
    service = _meals(use)
    map_editing.change(*use, MapService, service.id, {"description": "Fan ús", "alert": "Fol"})
    (phone,) = _all(use, MapPhone)
    map_editing.change(*use, MapPhone, phone.id, {"number": "0566 65 00 00"})
    with act(*use, "map.change") as work:
        map_editing.set_codes_within(work, service.id, Vocabulary.CATEGORY, ["own"])
    report = _checked(use, _list(MEALS, WALK))
    assert report.updates() == []
    assert {row.state for row in report.rows} == {RowState.KNOWN}
    assert _end(map_importing.run(*use, report)).changed == 0


@pytest.mark.parametrize("deed", ["changed", "added", "removed"])
def test_parts_that_a_person_touched_are_asked_about(use: Use, deed: str) -> None:
    service = _meals(use)
    (phone,) = _all(use, MapPhone)
    if deed == "changed":
        map_editing.change(*use, MapPhone, phone.id, {"number": "0566 65 00 00"})
    elif deed == "added":
        map_editing.add(*use, MapPhone(id=record_id(), service_id=service.id, number="112"))
    else:
        map_editing.take_away(*use, MapPhone, phone.id)
    stands = sorted(one.number for one in _all(use, MapPhone))
    newer = _list(MEALS.replace("12 34", "99 99"))
    assert _different(_checked(use, newer))["phones"][0] is Why.CHANGED
    _in(use, newer)
    assert sorted(one.number for one in _all(use, MapPhone)) == stands
    _in(use, newer, theirs=frozenset({(str(service.id), "phones")}))
    assert [one.number for one in _all(use, MapPhone)] == ["0566 65 99 99"]


def test_what_a_person_found_right_is_asked_about_until_a_file_was_followed(use: Use) -> None:
    service = _meals(use)
    newer = _list(MEALS.replace("Waarm", "Kâld"))
    map_checks.note(*use, service.id, way=CheckWay.PHONE, result=CheckResult.NOT_REACHED)
    assert _different(_checked(use, newer))["description"][0] is Why.NOT
    map_checks.note(*use, service.id, way=CheckWay.PHONE)
    assert _different(_checked(use, newer))["description"][0] is Why.CHECKED
    _in(use, newer)
    assert _meals(use).description == "Waarm iten"
    _in(use, newer, theirs=frozenset({(str(service.id), "description")}))
    assert _different(_checked(use, _list(MEALS)))["description"][0] is Why.NOT


def test_all_of_it_is_taken_back_as_a_whole_and_may_come_again(use: Use) -> None:
    before = _map(use)
    newer = _list("1;Iten thús;Oare;Kâld;0566 65 99 99;Akkrum;Bewegen", WALK, "3;Nij;Oare;;;Grou;")
    one = _in(use, newer)
    assert _map(use) != before
    ended, stayed = _end(map_importing.undo(*use, one.id))
    assert (stayed, ended.kept) == ((), 0)
    assert _map(use) == before
    update = _checked(use, newer).rows[0].update
    assert update
    assert {each.why for each in update.differences} == {Why.NOT}
    (first,) = [each for each in map_importing.done(*use) if not each.undone_at]
    _end(map_importing.undo(*use, first.id))
    for kind in (MapService, Provider, MapLocation, ServiceAtLocation, MapPhone, ServiceAttribute):
        assert _all(use, kind) == []
    assert checking.check(use[0]).ok


def test_what_was_changed_since_stays_when_it_is_taken_back(use: Use) -> None:
    one = _in(use, _list(MEALS.replace("Waarm", "Kâld"), WALK.replace("rinne", "kuierje")))
    service = _meals(use)
    map_editing.change(*use, MapService, service.id, {"description": "Fan ús"})
    ended, stayed = _end(map_importing.undo(*use, one.id))
    assert (stayed, ended.kept) == ((str(service.id),), 1)
    assert {each.description for each in _all(use, MapService)} == {"Fan ús", "Tegearre rinne"}


def test_a_first_file_stays_while_a_later_one_stands_on_it(use: Use) -> None:
    (first,) = map_importing.done(*use)
    _in(use, _list(MEALS.replace("Waarm", "Kâld")))
    _ended, stayed = _end(map_importing.undo(*use, first.id))
    assert stayed == (str(_meals(use).id),)
    assert [each.name for each in _all(use, MapService)] == ["Iten oan hûs"]


def test_what_was_changed_between_checking_and_writing_asks_to_check_again(use: Use) -> None:
    report = _checked(use, _list(MEALS.replace("Waarm", "Kâld")))
    (phone,) = _all(use, MapPhone)
    map_editing.change(*use, MapPhone, phone.id, {"number": "0566 65 00 00"})
    with pytest.raises(TableRefused) as refused:
        _end(map_importing.run(*use, report))
    assert refused.value.params["reason"] == "map_changed"
    assert _meals(use).description == "Waarm iten"


def test_a_full_disk_in_the_middle_leaves_whole_things(
    use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_import_bites, "ADDED_AT_ONCE", 1)
    newer = [one.replace("Buorsoarch;", "Buorsoarch;Oars ") for one in (MEALS, WALK)]
    report = _checked(use, _list(*newer))

    def full(_self: Act) -> None:
        raise DiskFull

    run = map_importing.run(*use, report)
    assert next(run) == (1, 2)
    with monkeypatch.context() as patch:
        patch.setattr(Act, "finish", full)
        with pytest.raises(DiskFull):
            next(run)
    assert sorted(each.description[:4] for each in _all(use, MapService)) == ["Oars", "Tege"]
    (left, _first) = map_importing.done(*use)
    assert (left.ended, left.changed) == (False, 1)
    _end(map_importing.undo(*use, left.id))
    assert _meals(use).description == "Waarm iten"


def test_a_list_says_nothing_of_what_it_has_no_column_for(use: Use) -> None:
    map_editing.change(*use, MapService, _meals(use).id, {"wait_time": "2 wiken"})
    less = _list("1;Iten oan hûs;Buorsoarch", headings="ID;Dienst;Organisatie")
    assert _checked(use, less).rows[0].state is RowState.KNOWN


def test_the_same_number_in_another_list_is_another_service(use: Use) -> None:
    other = _list("1;Skûtsjesile;Oare", headings="Nummer;Dienst;Organisatie")
    assert _checked(use, other, source="").rows[0].state is RowState.GOOD


def test_our_own_directory_back_in_is_the_same_and_asks_where_it_was_changed(use: Use) -> None:
    data = map_exchange.as_json(*use)
    report = _checked(use, data)
    assert ({row.state for row in report.rows}, report.around) == ({RowState.KNOWN}, ())
    told = msgspec.json.decode(data)
    told["contents"][0]["organization"]["email"] = "nij@example.org"
    for one in told["contents"]:
        one["organization"] = told["contents"][0]["organization"]
    report = _checked(use, msgspec.json.encode(told))
    (provider,) = report.around
    assert [(each.field, each.why) for each in provider.differences] == [("email", Why.NOT)]
    _end(map_importing.run(*use, report))
    assert [each.email for each in _all(use, Provider)] == ["nij@example.org"]


def test_no_word_of_the_file_stands_in_an_error(use: Use) -> None:
    report = _checked(use, _list(MEALS.replace("Waarm", CANARY)))
    assert CANARY not in repr(report) + repr(report.rows) + repr(report.updates())


def test_every_part_of_a_service_has_a_name() -> None:
    kinds = {kind.name for kind in map_standing._OWNED["map_service"][1]} - {"service_attribute"}
    assert kinds == set(map_updates.PARTS)


def _stopped(report: DirectoryPreview) -> frozenset[tuple[str, str]]:
    return frozenset((one.record_id, "status") for one in report.gone)


class TestGone:
    """What came before and is in a newer file no more."""

    def test_it_is_proposed_and_stays_unless_a_person_says_so(self, use: Use) -> None:
        report = _checked(use, _list(WALK))
        (gone,) = report.gone
        assert (gone.record_id, gone.name, gone.row) == (_meals(use).id, "Iten oan hûs", 0)
        assert [(one.field, one.why) for one in gone.asked] == [("status", Why.GONE)]
        assert _end(map_importing.run(*use, report)).changed == 0
        assert _meals(use).status is ServiceStatus.ACTIVE

    def test_who_says_so_stops_it_and_takes_that_back_with_the_file(self, use: Use) -> None:
        before = _map(use)
        report = _checked(use, _list(WALK))
        one = _end(map_importing.run(*use, report, theirs=_stopped(report)))
        assert one.changed == 1
        assert _meals(use).status is ServiceStatus.DEFUNCT
        assert _checked(use, _list(WALK)).gone == (), "what was stopped is asked no more"
        _end(map_importing.undo(*use, one.id))
        assert _map(use) == before
        assert checking.check(use[0]).ok

    def test_what_is_in_the_file_again_runs_again(self, use: Use) -> None:
        report = _checked(use, _list(WALK))
        _end(map_importing.run(*use, report, theirs=_stopped(report)))
        again = _checked(use, _list(MEALS, WALK))
        assert _different(again) == {"status": (Why.NOT, "defunct", "active")}
        _end(map_importing.run(*use, again))
        assert _meals(use).status is ServiceStatus.ACTIVE

    def test_what_a_person_stopped_a_file_does_not_begin_again(self, use: Use) -> None:
        map_checks.note(*use, _meals(use).id, way=CheckWay.PHONE, result=CheckResult.GONE)
        assert _checked(use, _list(MEALS, WALK)).rows[0].state is RowState.KNOWN

    def test_a_row_that_cannot_come_in_is_not_gone(self, use: Use) -> None:
        report = _checked(use, _list("1;;Buorsoarch;;;Grou;", WALK))
        assert report.rows[0].state is RowState.REFUSED
        assert report.gone == ()

    @pytest.mark.parametrize("program", ["Gids", "Wyldfrjemd"])
    def test_a_part_and_another_program_take_nothing_away(self, use: Use, program: str) -> None:
        rows = ("3;Nij;Buorsoarch;;;Grou;",)
        assert _checked(use, _list(*rows), source=program).gone == ()
