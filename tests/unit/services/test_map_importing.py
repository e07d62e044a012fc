"""Directories of other programs come into the map: whole, told by row, and with a way back."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import openpyxl
import pytest

import meitinker
from meitinker.domain.kinds import KINDS
from meitinker.domain.map_corrections import GapAnswer
from meitinker.domain.map_places import MapLocation, MapPhone, ServiceAtLocation
from meitinker.domain.map_services import MapService, ServiceAttribute
from meitinker.domain.opening_hours import Schedule
from meitinker.domain.organisation import Municipality
from meitinker.domain.providers import Provider
from meitinker.domain.villages import Village
from meitinker.errors import DiskFull, RecordGone, TableRefused
from meitinker.exchange import map_lists
from meitinker.exchange.map_columns import FIELDS, MapField
from meitinker.ids import RecordId
from meitinker.keys import StoreKey
from meitinker.paths import StoreFolder
from meitinker.services import (
    checking,
    example,
    import_words,
    map_editing,
    map_exchange,
    map_import_bites,
    map_importing,
    map_importing_words,
    missing_services,
    opening,
)
from meitinker.services.import_runs import RowState
from meitinker.services.missing_services import Missed
from meitinker.store import records
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

HEADINGS = "Dienst;Organisatie;Omschrijving;Telefoon;Website;Plaats;Openingstijden;Rubriek"
MEALS = (
    "Iten oan hûs;Buorsoarch;Waarm iten;0566-65 12 34 / 06 12345678;example.org/iten;Grou"
    ";ma t/m vr 9:00-17:00;Maaltijden"
)
WALK = "Kuiergroep;Buorsoarch;Tegearre rinne;0566 65 12 35;;Akkrum;na overleg;Bewegen"
CANARY = "Kanariepietje"


@pytest.fixture
def use(store: TestStore) -> tuple[Database, Session]:
    """Lend a store that knows two villages."""
    with act(store.database, store.session, "test") as work:
        work.create(directories.GROU)
        work.create(directories.AKKRUM)
    return store.database, store.session


Use = tuple["Database", "Session"]


def _end(run: Generator[Any, None, T]) -> T:
    while True:
        try:
            next(run)
        except StopIteration as end:
            result: T = end.value
            return result


def _checked(use: Use, data: bytes, *, source: str = "") -> DirectoryPreview:
    listed = map_importing.begin(*use, map_lists.read(data))
    return _end(map_importing.check(*use, listed, source=source))


def _in(use: Use, data: bytes, **how: Any) -> Import:
    return _end(map_importing.run(*use, _checked(use, data), **how))


def _list(*rows: str, headings: str = HEADINGS, encoding: str = "utf-8") -> bytes:
    return "\n".join((headings, *rows)).encode(encoding)


def _all(use: Use, kind: type[Record], **equal: Any) -> list[Any]:
    with use[0].reading() as connection:
        return records.find(connection, use[1], kind, **equal)


def _counts(use: Use) -> dict[str, int]:
    kinds = (Provider, MapService, MapLocation, ServiceAtLocation, MapPhone, Schedule)
    return {kind.__name__: len(_all(use, kind)) for kind in (*kinds, ServiceAttribute)}


def _states(report: DirectoryPreview) -> list[RowState]:
    return [row.state for row in report.rows]


def test_a_row_becomes_a_service_with_all_around_it(use: Use) -> None:
    one = _in(use, _list(MEALS))
    assert (one.added, one.ended) == (1, True)
    (service,) = _all(use, MapService)
    (provider,) = _all(use, Provider)
    assert (service.name, provider.name) == ("Iten oan hûs", "Buorsoarch")
    assert service.url == "https://example.org/iten"
    assert {phone.number for phone in _all(use, MapPhone)} == {"0566-65 12 34", "06 12345678"}
    (hours,) = _all(use, Schedule)
    assert (hours.byday, hours.opens_at, hours.closes_at) == ("MO,TU,WE,TH,FR", "09:00", "17:00")
    (location,) = _all(use, MapLocation)
    assert location.village_id == directories.GROU.id
    (code,) = _all(use, ServiceAttribute)
    assert directories.TREE.label(code.code) == "Maaltijden"


def test_two_rows_of_one_provider_share_it_and_text_that_is_no_hours_is_kept(use: Use) -> None:
    report = _checked(use, _list(MEALS, WALK))
    assert "Kolom G (Openingstijden), rij 3: " in "\n".join(map_importing_words.problems(report))
    _end(map_importing.run(*use, report))
    assert len(_all(use, Provider)) == 1
    walk = next(one for one in _all(use, MapService) if one.name == "Kuiergroep")
    assert walk.description == "Tegearre rinne\n\nOpeningstijden: na overleg"


def test_windows_1252_and_semicolons_are_read(use: Use) -> None:
    _in(use, _list(MEALS, encoding="cp1252"))
    assert [one.name for one in _all(use, MapService)] == ["Iten oan hûs"]


def test_a_workbook_is_read_as_a_list(use: Use) -> None:
    book = openpyxl.Workbook()
    for row in (HEADINGS, MEALS):
        book.active.append(row.split(";"))
    out = io.BytesIO()
    book.save(out)
    assert _in(use, out.getvalue()).added == 1
    assert [one.name for one in _all(use, MapService)] == ["Iten oan hûs"]


def test_columns_that_were_chosen_are_known_next_time(use: Use) -> None:
    data = _list("Iten;Buorsoarch", headings="Wat;Fan wa")
    listed = map_importing.begin(*use, map_lists.read(data))
    with pytest.raises(TableRefused) as refused:
        _end(map_importing.check(*use, listed))
    assert refused.value.params["reason"] == "no_service"
    map_importing.choose(*use, listed, (MapField.NAME, MapField.PROVIDER))
    again = map_importing.begin(*use, map_lists.read(data))
    assert again.kept
    assert _states(_end(map_importing.check(*use, again))) == [RowState.GOOD]


def test_a_dry_run_writes_nothing(use: Use) -> None:
    before = use[0].saved.commits
    assert _states(_checked(use, _list(MEALS, WALK))) == [RowState.GOOD, RowState.GOOD]
    assert use[0].saved.commits == before


def test_doubles_stay_out_unless_a_person_says_that_they_are_not(use: Use) -> None:
    _in(use, _list(MEALS))
    near = MEALS.replace("Iten oan hûs", "Iten  oan hus").replace("Buorsoarch", "Oaren")
    other = "Iten oan hûs;Oare aanbieder;;;;Grou;;"
    elsewhere = "Iten oan hûs;Buorsoarch;;;;Akkrum;;"
    report = _checked(use, _list(MEALS, near, other, elsewhere, WALK, WALK))
    assert _states(report) == [
        *(
            RowState.DOUBLE,
            RowState.DOUBLE,
            RowState.GOOD,
            RowState.GOOD,
            RowState.GOOD,
            RowState.DOUBLE,
        )
    ]
    assert [row.alike[0].reason for row in report.rows if row.alike] == [
        *("same", "reach", "name", "same")
    ]
    assert map_importing_words.alike(report.rows[5]) == [
        "Rij 7: dit is waarschijnlijk dezelfde als rij 6."
    ]
    one = _end(map_importing.run(*use, report, also=frozenset({5})))
    assert one.added == 4
    assert len(_all(use, Provider)) == 2  # that of a double did not come in on its account


def test_what_came_in_before_is_known_and_a_new_service_finds_its_provider(use: Use) -> None:
    data = _list("1;Iten;Buorsoarch", headings="ID;Dienst;Organisatie")
    _in(use, data)
    report = _checked(use, data + b"\n2;Kuiergroep;Buorsoarch")
    assert _states(report) == [RowState.KNOWN, RowState.GOOD]
    _end(map_importing.run(*use, report))
    assert (len(_all(use, Provider)), len(_all(use, MapService))) == (1, 2)


def test_all_of_it_can_be_taken_back_and_come_in_again(use: Use) -> None:
    before = _counts(use)
    one = _in(use, _list(MEALS, WALK))
    (done,) = map_importing.done(*use)
    assert done == one
    ended, stayed = _end(map_importing.undo(*use, one.id))
    assert stayed == ()
    assert (_counts(use), ended.kept) == (before, 0)
    with pytest.raises(RecordGone):
        _end(map_importing.undo(*use, one.id))
    assert _in(use, _list(MEALS, WALK)).added == 2


def test_what_was_used_since_stays_with_all_that_it_names(use: Use) -> None:
    one = _in(use, _list(MEALS, WALK, "Oars;Oare;;;;Grou;;"))
    by_name = {each.name: each.id for each in _all(use, MapService)}
    map_editing.change(*use, MapService, by_name["Kuiergroep"], {"alert": "Fol"})
    ended, stayed = _end(map_importing.undo(*use, one.id))
    assert stayed == (by_name["Kuiergroep"],)
    assert ended.kept == 1
    assert [each.name for each in _all(use, MapService)] == ["Kuiergroep"]
    assert [each.name for each in _all(use, Provider)] == ["Buorsoarch"]
    assert [each.place for each in _all(use, MapLocation)] == ["Akkrum"]


def test_what_somebody_spoke_of_stays(use: Use) -> None:
    one = _in(use, _list(MEALS))
    (service,) = _all(use, MapService)
    missed = missing_services.note(*use, Missed(sought="iten")).created("missing_service")
    missing_services.answer(*use, missed, answer=GapAnswer.EXISTS, service_id=service.id)
    _ended, stayed = _end(map_importing.undo(*use, one.id))
    assert stayed == (service.id,)


def test_stopped_between_bites_there_are_whole_services_and_it_goes_on(
    use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_import_bites, "ADDED_AT_ONCE", 1)
    data = _list(MEALS, WALK)
    run = map_importing.run(*use, _checked(use, data))
    assert next(run) == (0, 2)
    while not _all(use, MapService):
        next(run)
    run.close()
    (done,) = map_importing.done(*use)
    assert (done.ended, done.added) == (False, 1)
    assert len(_all(use, MapPhone)) == 2
    report = _checked(use, data)
    assert _states(report) == [RowState.DOUBLE, RowState.GOOD]
    _end(map_importing.undo(*use, done.id))
    assert _all(use, MapService) == []


def test_taking_back_that_is_broken_off_tells_how_far_it_came(
    use: Use, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(map_import_bites, "ADDED_AT_ONCE", 1)
    one = _end(map_importing.run(*use, _checked(use, _list(MEALS, WALK))))
    broken = map_importing.undo(*use, one.id)
    while len(_all(use, MapService)) > 1:
        next(broken)
    broken.close()
    (left,) = map_importing.done(*use)
    assert "niet klaar: 1 van de 2" in import_words.told(left, "2 diensten zijn toegevoegd.")
    assert "niet klaar" not in import_words.told(one, "2 diensten zijn toegevoegd.")
    ended, stayed = _end(map_importing.undo(*use, one.id))
    assert (ended.undone, bool(ended.undone_at), stayed) == (2, True, ())
    assert "niet klaar" not in import_words.told(ended, "")


def test_a_disk_that_fails_leaves_nothing_half(use: Use, monkeypatch: pytest.MonkeyPatch) -> None:
    report = _checked(use, _list(MEALS, WALK))
    first = Act.create_all

    def full(self: Act, made: list[Record]) -> None:
        first(self, made[:3])
        raise DiskFull

    monkeypatch.setattr(Act, "create_all", full)
    with pytest.raises(DiskFull):
        _end(map_importing.run(*use, report))
    assert not any(_counts(use).values())
    assert checking.check(use[0]).ok


def test_what_was_added_since_it_was_checked_asks_to_check_again(use: Use) -> None:
    report = _checked(use, _list(MEALS))
    _in(use, _list(WALK))
    with pytest.raises(TableRefused) as refused:
        _end(map_importing.run(*use, report))
    assert refused.value.params["reason"] == "map_changed"


def test_the_whole_example_leaves_and_comes_into_an_empty_store_as_it_was(
    use: Use, tmp_path: Path
) -> None:
    village = example.create(StoreFolder(tmp_path / "example"), StoreKey.new())
    try:
        theirs = (village, opening.session_of(village))
        left = {True: map_exchange.as_package(*theirs), False: map_exchange.as_json(*theirs)}
        with act(*use, "test") as work:
            known = {one.id for one in _all(use, Village)}
            for place in (*_all(theirs, Village), *_all(theirs, Municipality)):
                if place.id not in known:
                    work.create(place)
    finally:
        village.close()
    for data in left.values():
        report = _checked(use, data)
        assert set(_states(report)) == {RowState.GOOD}
        one = _end(map_importing.run(*use, report))
        assert one.added == len(report.rows) >= 250
        again = _checked(use, data)
        assert (set(_states(again)), again.updates()) == ({RowState.KNOWN}, [])
        assert _told(map_exchange.as_json(*use)) == _told(left[False])
        _end(map_importing.undo(*use, one.id))
        assert not any(_counts(use).values())
    assert checking.check(use[0]).ok


def _told(data: bytes) -> Any:
    found = directories.told(msgspec.json.decode(data))
    return {**found, "contents": sorted(found["contents"], key=lambda one: str(one["id"]))}


def test_our_own_directory_comes_into_our_own_map_as_known(use: Use) -> None:
    _in(use, _list(MEALS, WALK))
    report = _checked(use, map_exchange.as_json(*use))
    assert set(_states(report)) == {RowState.KNOWN}
    before = _counts(use)
    _end(map_importing.run(*use, report))
    assert _counts(use) == before


def test_no_word_of_the_file_stands_in_what_is_told(use: Use) -> None:
    rows = (
        f"{CANARY};;{CANARY};{CANARY};{CANARY};{CANARY};{CANARY};{CANARY}",
        f"{CANARY};{CANARY};<b>{CANARY}</b>;{CANARY};java script:{CANARY};Grou;9-25 {CANARY};",
        f"{CANARY};{CANARY};;;;Grou;;",
    )
    report = _checked(use, _list(*rows))
    told = [*map_importing_words.problems(report), *map_importing_words.summary(report)]
    told += [line for row in report.rows for line in map_importing_words.alike(row)]
    assert told
    assert CANARY not in "".join(told) + repr(report) + repr(report.listed)
    assert CANARY.encode() not in map_importing_words.report_file(report)


def test_every_reason_has_words() -> None:
    folder = Path(str(meitinker.__file__)).parent / "exchange"
    text = "".join(path.read_text("utf-8") for path in sorted(folder.glob("hsds_*.py")))
    text += (folder / "map_lists.py").read_text("utf-8")
    reasons = set(re.findall(r'\.tell\([^)]*?"(\w+)"\)', text))
    reasons |= set(re.findall(r'Problem\([^)]*?"(\w+)"\)', text))
    reasons |= set(re.findall(r'return (?:None|""|\w+), "(\w+)"', text))
    assert len(reasons) > 20
    for one in reasons:
        assert map_importing_words.reason(one) != map_importing_words.reason("?"), one


def test_every_field_of_a_list_has_words() -> None:
    assert all(map_importing_words.field(one) for one in MapField)


def test_kinds_that_come_in_are_those_that_are_taken_back(use: Use) -> None:
    one = _in(use, _list(MEALS))
    _end(map_importing.undo(*use, one.id))
    with use[0].reading() as connection:
        for kind in KINDS.values():
            if kind.name in {"provider", "map_service", "map_phone", "schedule", "map_location"}:
                assert records.find(connection, use[1], kind.record) == []
    assert RecordId(one.id)


@pytest.mark.parametrize("one", MapField)
def test_a_heading_that_is_what_we_call_it_ourselves_is_known(one: MapField) -> None:
    assert FIELDS.field(map_importing_words.field(one)) is one


def test_a_heading_that_asks_is_known_too() -> None:
    assert FIELDS.field("Wat is het?") is MapField.DESCRIPTION
