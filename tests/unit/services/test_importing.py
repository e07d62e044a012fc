from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
import pytest

from meitinker import ids
from meitinker.domain.addresses import Address
from meitinker.domain.organisation import Organisation
from meitinker.domain.people import Email, Person, Phone
from meitinker.domain.session import Role
from meitinker.domain.villages import Village
from meitinker.errors import DiskFull, NotAllowed, RecordGone, TableRefused
from meitinker.exchange import tables
from meitinker.exchange.client_columns import ClientField
from meitinker.ids import PersonId, VillageId
from meitinker.services import importing, importing_words
from meitinker.services.import_runs import RowState
from meitinker.store import indexing, readlog, records
from meitinker.store.acts import Act, act
from tests import stores
from tests.erasures import erase
from tests.unit.exchange import workbooks

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator

    from meitinker.ids import RecordId
    from meitinker.services.importing import ChosenList, ImportPreview
    from meitinker.store.import_log import Import
    from tests.stores import TestStore

    T = TypeVar("T")

HEADINGS = "Nummer;Achternaam;Voornaam;Geboortedatum;BSN;Straat;Huisnr;Postcode;Woonplaats;Telefoon"
JAN = "1;de Jong;Jan;14-03-1938;999990019;Doarpsstrjitte;12;9011 AB;Jirnsum;0566-621234"
ANNA = "2;Wâldsang;Anna;2-1-1941;;Lân;3 a;9001AB;Grou;06 12345678"
CANARY = "Kanariepietje"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[TestStore]:
    """Lend a store that knows two villages."""
    with stores.opened(tmp_path / "store") as opened:
        with act(opened.database, opened.session, "test") as work:
            for name, postcode in (("Jirnsum", "9011"), ("Grou", "9001")):
                work.create(
                    Village(
                        id=ids.named_id(f"village:{name}"), frisian_name=name, postcodes=postcode
                    )
                )
        yield opened


def _listed(store: TestStore, *rows: str, headings: str = HEADINGS) -> ChosenList:
    data = "\n".join((headings.replace("Nummer", "Clientnummer"), *rows)).encode()
    return importing.begin(store.database, store.session, tables.read(data))


def _end(run: Generator[Any, None, T]) -> T:
    while True:
        try:
            next(run)
        except StopIteration as end:
            result: T = end.value
            return result


def _checked(store: TestStore, *rows: str, headings: str = HEADINGS) -> ImportPreview:
    listed = _listed(store, *rows, headings=headings)
    return _end(importing.check(store.database, store.session, listed))


def _run(store: TestStore, report: ImportPreview, **how: Any) -> Import:
    return _end(importing.run(store.database, store.session, report, **how))


def _indexed(store: TestStore) -> None:
    while indexing.index_some(store.database):
        pass


def _all(store: TestStore, record: Any, **equal: Any) -> list[Any]:
    with store.database.reading() as connection:
        return records.find(connection, store.session, record, **equal)


def _states(report: ImportPreview) -> list[RowState]:
    return [row.state for row in report.rows]


def _words(report: ImportPreview) -> list[str]:
    return [line for row in report.rows for line in importing_words.lines(report, row)]


def test_a_good_row_becomes_a_person_with_home_and_phone(store: TestStore) -> None:
    one = _run(store, _checked(store, JAN))
    assert (one.added, one.ended) == (1, True)
    (person,) = _all(store, Person)
    assert (person.prefix, person.surname, person.given_names) == ("de", "Jong", "Jan")
    assert (str(person.born_on), person.bsn) == ("1938-03-14", "999990019")
    assert person.village_id == ids.named_id("village:Jirnsum")
    (home,) = _all(store, Address, person_id=person.id)
    assert (home.street, home.number, home.postcode, home.place) == (
        "Doarpsstrjitte",
        "12",
        "9011 AB",
        "Jirnsum",
    )
    (phone,) = _all(store, Phone, person_id=person.id)
    assert (phone.number, phone.digits) == ("0566-621234", "+31566621234")


def test_a_dry_run_writes_nobody(store: TestStore) -> None:
    before = store.database.saved.commits
    report = _checked(store, JAN, ANNA)
    assert _states(report) == [RowState.GOOD, RowState.GOOD]
    assert store.database.saved.commits == before
    assert _all(store, Person) == []


def test_every_refused_row_says_row_column_and_reason_and_nothing_of_the_cell(
    store: TestStore,
) -> None:
    rows = (
        "1;;;14-03-1938;;Lân;3;9001 AB;Grou;",
        f"2;{CANARY};Jan;31-02-1938;;Lân;3;9001 AB;Grou;",
        f"3;{CANARY};Jan;14-03-1938;999990018;Lân;3;9001 AB;Grou;",
        f"4;{CANARY};Jan;14-03-1938;;Lân;3;0001 AB;Grou;",
        f"5;{CANARY};Jan;14-03-1938;;Lân;3;1234 AB;Elders;",
        f"6;{CANARY};Jan;14-03-1938;;Lân;2026-05-03;9001 AB;Grou;",
        f"7;{'x' * 300};Jan;14-03-1938;;Lân;3;9001 AB;Grou;",
        f"8;{CANARY};Jan;14-03-1938;;;;;;",
    )
    report = _checked(store, *rows)
    assert set(_states(report)) == {RowState.REFUSED}
    assert _words(report) == [
        "Rij 2, kolom B (Achternaam): Er staat geen naam.",
        "Rij 3, kolom D (Geboortedatum): Dit is geen datum die het programma begrijpt.",
        "Rij 4, kolom E (BSN): Dit BSN klopt niet.",
        "Rij 5, kolom H (Postcode): Deze postcode klopt niet.",
        "Rij 6, kolom I (Woonplaats): Deze woonplaats is geen dorp van uw organisatie.",
        "Rij 7, kolom G (Huisnr): Het huisnummer is in de lijst een datum geworden.",
        "Rij 8, kolom B (Achternaam): Deze tekst is te lang.",
        "Rij 9, kolom I (Woonplaats): Er staat geen woonplaats en geen postcode.",
    ]
    assert CANARY.encode() not in importing_words.report_file(report)


def test_good_rows_go_in_beside_refused_ones(store: TestStore) -> None:
    report = _checked(store, JAN, "9;;;;;;;;;", ANNA)
    assert _states(report) == [RowState.GOOD, RowState.REFUSED, RowState.GOOD]
    assert _run(store, report).added == 2


def test_what_only_wants_a_look_goes_along_and_is_told(store: TestStore) -> None:
    report = _checked(store, "1;Jong;Jan;;10000008;Lân;3;9001 AB;Grou;06-1234567")
    assert _words(report) == [
        "Rij 2, kolom E (BSN): Voor het BSN is een 0 gezet; die was weggevallen.",
        "Rij 2, kolom J (Telefoon): Dit telefoonnummer klopt niet. Kijk het na.",
    ]
    _run(store, report)
    assert _all(store, Person)[0].bsn == "010000008"
    assert _all(store, Phone)[0].number == "06-1234567"


def test_a_list_again_brings_nobody_twice(store: TestStore) -> None:
    _run(store, _checked(store, JAN, ANNA))
    report = _checked(store, JAN, ANNA, "3;Hofstra;Eva;1-1-1950;;Lân;5;9001 AB;Grou;")
    assert _states(report) == [RowState.KNOWN, RowState.KNOWN, RowState.GOOD]
    assert _run(store, report).added == 1
    assert len(_all(store, Person)) == 3


def test_without_a_number_a_row_is_known_by_who_stands_in_it(store: TestStore) -> None:
    rows = [row.partition(";")[2] for row in (JAN, ANNA)]
    headings = HEADINGS.partition(";")[2]
    _run(store, _checked(store, *rows, headings=headings))
    again = _checked(store, *rows, headings=headings)
    assert _states(again) == [RowState.KNOWN, RowState.KNOWN]


def test_who_is_there_already_stays_out_until_somebody_says_otherwise(store: TestStore) -> None:
    _run(store, _checked(store, JAN))
    _indexed(store)
    other = _checked(store, JAN.replace("1;", "x;", 1))
    assert _states(other) == [RowState.DOUBLE]
    assert _words(other) == ["Rij 2: deze inwoner staat er waarschijnlijk al."]
    assert other.rows[0].alike[0].person_id == _all(store, Person)[0].id
    assert _run(store, other).added == 0
    other = _checked(store, JAN.replace("1;", "x;", 1))
    assert _run(store, other, also=frozenset({2})).added == 1


def test_two_of_one_person_within_a_list_are_told(store: TestStore) -> None:
    report = _checked(store, JAN, ANNA, JAN.replace("1;", "x;", 1))
    assert _states(report) == [RowState.GOOD, RowState.GOOD, RowState.DOUBLE]
    assert _words(report) == ["Rij 4: dit is waarschijnlijk dezelfde als rij 2."]


def test_twins_and_spouses_are_two_people(store: TestStore) -> None:
    twin = JAN.replace("1;", "x;", 1).replace("Jan;", "Piet;").replace("999990019", "")
    assert _states(_checked(store, JAN, twin)) == [RowState.GOOD, RowState.GOOD]


def test_that_likely_doubles_were_shown_is_logged(store: TestStore) -> None:
    _run(store, _checked(store, JAN))
    _indexed(store)
    with store.database.reading() as connection:
        before = connection.execute("SELECT count(*) FROM read_entry").fetchone()[0]
    _checked(store, JAN.replace("1;", "x;", 1))
    with store.database.reading() as connection:
        action, results = connection.execute(
            "SELECT action, results FROM read_entry ORDER BY sequence DESC LIMIT 1"
        ).fetchone()
        after = connection.execute("SELECT count(*) FROM read_entry").fetchone()[0]
    assert (action, results, after) == (readlog.Action.DOUBLES, 1, before + 1)


def _many(count: int) -> list[str]:
    """Return rows of people of whom no two are alike."""
    given = ("Ane", "Bauke", "Douwe", "Foppe", "Gerlof", "Hylke")
    family = ("Abma", "Cuperus", "Elzinga", "Inia", "Osinga")
    names = [(one, two) for one in given for two in family][:count]
    return [
        f"{n};{two};{one};1-1-{1930 + n};;Lân;{n + 1};9001 AB;Grou;"
        for n, (one, two) in enumerate(names)
    ]


def test_who_stops_halfway_has_whole_rows_and_hears_how_many(store: TestStore) -> None:
    report = _checked(store, *_many(30))
    run = importing.run(store.database, store.session, report)
    assert next(run) == (importing.ADDED_AT_ONCE, 30)
    run.close()
    (told,) = importing.done(store.database, store.session)
    assert (told.added, told.ended) == (importing.ADDED_AT_ONCE, False)
    assert len(_all(store, Person)) == len(_all(store, Address)) == importing.ADDED_AT_ONCE
    again = _checked(store, *_many(30))
    assert again.count(RowState.KNOWN) == importing.ADDED_AT_ONCE
    assert _run(store, again).added == 30 - importing.ADDED_AT_ONCE


@pytest.mark.promise("F3")
def test_f3_a_bite_that_fails_leaves_no_half_row_and_no_key(
    store: TestStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = _checked(store, *_many(30))
    run = importing.run(store.database, store.session, report)
    next(run)
    real, made = Act.create, []

    def full(work: Act, record: Any, **how: Any) -> RecordId:
        made.append(record)
        if len(made) == 8:
            raise DiskFull
        return real(work, record, **how)

    monkeypatch.setattr(Act, "create", full)
    with pytest.raises(DiskFull):
        next(run)
    monkeypatch.undo()
    assert len(_all(store, Person)) == len(_all(store, Address)) == importing.ADDED_AT_ONCE
    assert importing.done(store.database, store.session)[0].added == importing.ADDED_AT_ONCE
    assert _run(store, _checked(store, *_many(30))).added == 30 - importing.ADDED_AT_ONCE


def test_a_whole_list_is_taken_back_and_may_come_again(store: TestStore) -> None:
    one = _run(store, _checked(store, *_many(30)))
    told, stayed = _end(importing.undo(store.database, store.session, one.id))
    assert (stayed, told.kept, bool(told.undone_at)) == ((), 0, True)
    assert _all(store, Person) == _all(store, Address) == _all(store, Phone) == []
    assert _states(_checked(store, *_many(30))) == [RowState.GOOD] * 30
    with pytest.raises(RecordGone):
        _end(importing.undo(store.database, store.session, one.id))


def test_who_was_used_since_stays_and_is_told(store: TestStore) -> None:
    one = _run(store, _checked(store, JAN, ANNA, "3;Hofstra;Eva;1-1-1950;;Lân;5;9001 AB;Grou;"))
    by_name = {person.surname: PersonId(person.id) for person in _all(store, Person)}
    with act(store.database, store.session, "test") as work:
        work.edit(Person, by_name["Jong"], {"called": "Jan"})
        work.create(
            Email(id=ids.record_id(), person_id=by_name["Hofstra"], address="e@example.org")
        )
    told, stayed = _end(importing.undo(store.database, store.session, one.id))
    assert set(stayed) == {by_name["Jong"], by_name["Hofstra"]}
    assert told.kept == 2
    assert {person.surname for person in _all(store, Person)} == {"Jong", "Hofstra"}
    assert _states(_checked(store, JAN, ANNA)) == [RowState.KNOWN, RowState.GOOD]


def test_who_has_a_conversation_stays(store: TestStore) -> None:
    one = _run(store, _checked(store, JAN))
    store.visit(PersonId(_all(store, Person)[0].id))
    _told, stayed = _end(importing.undo(store.database, store.session, one.id))
    assert len(stayed) == 1


def test_taking_back_may_be_stopped_and_taken_up_again(store: TestStore) -> None:
    one = _run(store, _checked(store, *_many(30)))
    run = importing.undo(store.database, store.session, one.id)
    next(run)
    run.close()
    assert len(_all(store, Person)) == 30 - importing.ADDED_AT_ONCE
    _end(importing.undo(store.database, store.session, one.id))
    assert _all(store, Person) == []


def test_who_was_destroyed_does_not_come_back_with_the_list(store: TestStore) -> None:
    _run(store, _checked(store, JAN))
    person = _all(store, Person)[0]
    targets: list[Any] = [(Person, person.id)]
    targets += [(Address, one.id) for one in _all(store, Address)]
    targets += [(Phone, one.id) for one in _all(store, Phone)]
    erase(store.database, store.session, targets)
    assert _states(_checked(store, JAN)) == [RowState.KNOWN]


def test_people_who_came_in_since_it_was_checked_are_looked_at_first(store: TestStore) -> None:
    report = _checked(store, JAN)
    store.person("de Jong")
    with pytest.raises(TableRefused) as caught:
        _run(store, report)
    assert caught.value.params["reason"] == "changed"


@pytest.mark.promise("L24")
def test_l24_a_meitinker_brings_in_who_lives_in_an_own_village_only(store: TestStore) -> None:
    mine = VillageId(ids.named_id("village:Grou"))
    store.session = msgspec.structs.replace(store.session, villages=frozenset({mine}))
    report = _checked(store, JAN, ANNA)
    assert _states(report) == [RowState.REFUSED, RowState.GOOD]
    assert _words(report)[0] == "Rij 2, kolom I (Woonplaats): Dit dorp is niet van u."
    assert _run(store, report).added == 1


@pytest.mark.promise("L24")
@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.ADMINISTRATOR])
def test_l24_other_roles_bring_nobody_in(store: TestStore, role: Role) -> None:
    listed = _listed(store, JAN)
    report = _checked(store, JAN)
    other = msgspec.structs.replace(store.session, role=role)
    for run in (
        lambda: importing.begin(store.database, other, tables.read(b"Naam;x\nJan;y\n")),
        lambda: importing.choose(store.database, other, listed, listed.columns),
        lambda: _end(importing.check(store.database, other, listed)),
        lambda: _end(importing.run(store.database, other, report)),
        lambda: _end(importing.undo(store.database, other, "x")),
        lambda: importing.done(store.database, other),
    ):
        with pytest.raises(NotAllowed):
            run()


def test_nobody_real_comes_into_the_example_village(store: TestStore) -> None:
    with act(store.database, store.session, "test") as work:
        work.create(Organisation(id=ids.record_id(), name="Voorbeeld", demo=True))
    report = _checked(store, JAN, ANNA.replace(";;", ";123456782;", 1))
    assert _states(report) == [RowState.GOOD, RowState.REFUSED]


def test_columns_are_kept_for_the_next_list_with_these_headings(store: TestStore) -> None:
    listed = _listed(store, JAN)
    assert (listed.kept, listed.columns[9]) == (False, ClientField.PHONE)
    columns = (*listed.columns[:9], None)
    importing.choose(store.database, store.session, listed, columns)
    again = _listed(store, ANNA)
    assert (again.kept, again.columns) == (True, columns)
    other = _listed(store, ANNA, headings=HEADINGS.replace("Huisnr", "Huisnummer"))
    assert not other.kept


def test_two_programs_may_use_the_same_numbers(store: TestStore) -> None:
    def once(source: str, row: str) -> int:
        check = importing.check(store.database, store.session, _listed(store, row), source=source)
        return _run(store, _end(check)).added

    assert once("Regipro", JAN) == 1
    assert once("Regipro", ANNA.replace("2;", "1;", 1)) == 0
    assert once("Anders", ANNA.replace("2;", "1;", 1)) == 1


@pytest.mark.promise("A8")
def test_a8_a_list_leaves_nothing_of_it_in_the_clear(
    store: TestStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    monkeypatch.setenv("TMPDIR", str(scratch))
    monkeypatch.setattr(tempfile, "tempdir", None)
    rows = [["Naam", "Postcode", "Woonplaats"], [CANARY, "9001 AB", "Grou"]]
    table = tables.read(workbooks.of(rows))
    listed = importing.begin(store.database, store.session, table)
    _run(store, _end(importing.check(store.database, store.session, listed)))
    assert _all(store, Person)[0].surname == CANARY
    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert files
    assert not [path for path in files if CANARY.encode() in path.read_bytes()]
    assert list(scratch.iterdir()) == []


@pytest.mark.promise("A8")
def test_a8_control_a_clear_file_would_be_seen(tmp_path: Path) -> None:
    (tmp_path / "x").write_text(CANARY, "utf-8")
    assert [path for path in tmp_path.rglob("*") if CANARY.encode() in path.read_bytes()]


def test_notes_tell_what_stays_behind_and_why(store: TestStore) -> None:
    data = b"Naam;Woonplaats;Schulden\nJan;Grou;veel\n"
    listed = importing.begin(store.database, store.session, tables.read(data))
    assert importing_words.notes(listed) == [
        "Kolom C (Schulden) komt niet mee: daarvoor is toestemming van de inwoner nodig."
    ]


def test_every_reason_that_a_row_can_have_has_words() -> None:
    reasons = {
        "name_missing", "text_too_long", "text_broken", "date_unclear", "year_two_digits",
        "date_in_future", "date_too_old", "bsn_nine_digits", "bsn_wrong", "bsn_zero",
        "bsn_real_in_demo", "postcode_wrong", "number_is_date", "village_missing",
        "village_unknown", "village_not_yours", "yes_or_no", "phone_no_number", "email_wrong",
    }  # fmt: skip
    assert set(importing_words._reasons()) == reasons
    for field in ClientField:
        assert importing_words.field(field)


@pytest.mark.parametrize(
    "born",
    ["14-03-1938", "03-12-1938", "15-03-1938", "14-03-1939"],
    ids=["same", "other_day", "one_digit", "year"],
)
def test_a_slip_in_a_date_of_birth_hides_no_double(store: TestStore, born: str) -> None:
    first = "1;Hofstra;Grietje;14-03-1938;;Lân;5;9001 AB;Grou;"
    other = first.replace("1;", "x;", 1).replace("14-03-1938", born).replace("Lân;5", "Buorren;9")
    report = _checked(store, first, other)
    wanted = RowState.GOOD if born == "03-12-1938" else RowState.DOUBLE
    assert _states(report) == [RowState.GOOD, wanted]
    _run(store, _checked(store, first))
    _indexed(store)
    assert _states(_checked(store, other)) == [wanted]


@pytest.mark.promise("A10")
def test_a10_what_a_run_hands_over_names_nobody_in_an_error(store: TestStore) -> None:
    listed = _listed(store, JAN.replace("de Jong", CANARY))
    report = _end(importing.check(store.database, store.session, listed))
    assert CANARY not in f"{StopIteration(report)!r} {listed!r} {tables.read(CANARY.encode())!r}"
    assert CANARY in repr(report.rows)  # so it would have been seen
