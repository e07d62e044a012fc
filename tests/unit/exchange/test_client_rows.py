from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meitinker import ids
from meitinker.domain.kinds import kind_of
from meitinker.domain.people import AddressForm
from meitinker.domain.records import require_fitting, to_values
from meitinker.domain.villages import Village
from meitinker.exchange.client_columns import ClientField as F
from meitinker.exchange.client_rows import ClientRowProblem, ReadRow, RowContext, RowReader
from meitinker.exchange.tables import Row
from meitinker.ids import VillageId
from tests import hostile

GROU = Village(
    id=ids.named_id("village:Grou"), frisian_name="Grou", dutch_name="Grouw", postcodes="9001"
)
NES = Village(id=ids.named_id("village:Nes"), frisian_name="Nes", postcodes="8494")


def _around(*within: Village, demo: bool = False) -> RowContext:
    return RowContext(
        villages=(GROU, NES),
        within=frozenset(VillageId(one.id) for one in within) or None,
        now=datetime(2026, 11, 22, 12, tzinfo=UTC),
        today=date(2026, 11, 22),
        demo=demo,
    )


def _read(around: RowContext | None = None, **cells: str) -> ReadRow:
    columns = tuple(F(name.rstrip("2")) for name in cells)
    return RowReader(columns, around or _around()).read(Row(5, tuple(cells.values())))


def _reasons(read: ReadRow) -> list[str]:
    return [problem.reason for problem in read.problems]


def test_one_column_for_name_and_one_for_address_are_enough() -> None:
    read = _read(whole_name="Meer, S. van der", street_and_number="Lân 12 a", place="Grouw")
    assert read.client
    person, home = read.client.person, read.client.home
    assert (person.given_names, person.prefix, person.surname) == ("S.", "van der", "Meer")
    assert home
    assert (home.street, home.number, home.place, home.village_id) == (
        "Lân",
        "12 a",
        "Grouw",
        GROU.id,
    )
    assert person.village_id == GROU.id


def test_parts_of_a_name_win_over_the_whole() -> None:
    read = _read(whole_name="Jansen, X.", surname="de Vries", given_names="Anna", place="Grou")
    assert read.client
    assert (read.client.person.prefix, read.client.person.surname) == ("de", "Vries")


def test_nes_is_the_one_of_its_postcode() -> None:
    assert _read(surname="Jong", place="Nes", postcode="8494 AB").client
    assert _reasons(_read(surname="Jong", place="Nes", postcode="9163 AB")) == ["village_unknown"]


def test_who_has_no_address_begins_in_the_only_village() -> None:
    read = _read(_around(NES), surname="Jong")
    assert read.client
    assert read.client.home is None
    assert read.client.person.village_id == NES.id
    assert _reasons(_read(_around(NES, GROU), surname="Jong")) == ["village_missing"]
    assert _reasons(_read(_around(NES), surname="Jong", place="Grou")) == ["village_not_yours"]


def test_all_that_is_wrong_is_told_at_once_with_its_column() -> None:
    read = _read(surname="Jong", born="x", bsn="1", postcode="9", place="Grou", hidden_home="hm")
    assert read.client is None
    assert read.problems == (
        ClientRowProblem(reason="date_unclear", column=1),
        ClientRowProblem(reason="bsn_nine_digits", column=2),
        ClientRowProblem(reason="yes_or_no", column=5),
        ClientRowProblem(reason="postcode_wrong", column=3),
    )


def test_several_phones_mails_and_additions_go_along() -> None:
    read = _read(
        surname="Jong", place="Grou", street="Lân", number="3", addition="a", addition2="II",
        phone="0566 621234", phone2="06-12345678", email="a@example.org", email2="geen mail",
    )  # fmt: skip
    assert read.client
    assert read.client.home
    assert read.client.home.number == "3 a II"
    assert [one.digits for one in read.client.phones] == ["+31566621234", "+31612345678"]
    assert [one.address for one in read.client.emails] == ["a@example.org"]
    assert _reasons(read) == ["email_wrong"]


@pytest.mark.parametrize(
    ("cell", "kept", "told"),
    [
        ("a@x.nl; b@x.nl", ["a@x.nl", "b@x.nl"], []),
        ("a@x.nl of b@x.nl", ["a@x.nl", "b@x.nl"], []),
        ("a@x.nl,a@x.nl;", ["a@x.nl"], []),
        ("a@x.nl/b@x.nl", ["a@x.nl", "b@x.nl"], []),
        ("and/or@x.nl", ["and/or@x.nl"], []),
        ("Jan <jan@x.nl>", ["jan@x.nl"], ["email_wrong"]),
        ("a@x.nl; b@x", ["a@x.nl"], ["email_wrong"]),
        ("geen", [], ["email_wrong"]),
    ],
)
def test_several_mail_addresses_in_one_cell(cell: str, kept: list[str], told: list[str]) -> None:
    read = _read(surname="Jong", place="Grou", email=cell)
    assert read.client
    assert [one.address for one in read.client.emails] == kept
    assert _reasons(read) == told


def test_secret_deceased_and_greeting_are_understood() -> None:
    read = _read(
        surname="Jong", place="Grou", hidden_home="J", deceased="1-2-2020", address_form="V"
    )
    assert read.client
    person = read.client.person
    assert person.secret_address
    assert person.deceased_on == date(2020, 2, 1)
    assert person.address_form is AddressForm.MEVROUW
    assert _read(surname="Jong", place="Grou", deceased="nee").client


def test_only_test_bsns_come_into_the_example_village() -> None:
    assert _read(_around(demo=True), surname="Jong", place="Grou", bsn="999990019").client
    refused = _read(_around(demo=True), surname="Jong", place="Grou", bsn="123456782")
    assert _reasons(refused) == ["bsn_real_in_demo"]


def test_a_row_that_is_shorter_than_the_headings_has_empty_cells() -> None:
    read = RowReader((F.SURNAME, F.PLACE, F.BSN), _around()).read(Row(2, ("Jong", "Grou")))
    assert read.client


@pytest.mark.parametrize("words", hostile.SAMPLES.values(), ids=hostile.SAMPLES.keys())
def test_what_people_paste_is_kept_or_refused_never_broken(words: str) -> None:
    _require_sound(_read(surname=words, given_names=words, street=words, number="1", place="Grou"))


@settings(max_examples=300)
@given(st.lists(st.text(max_size=40), min_size=len(F), max_size=len(F)))
def test_any_row_is_understood_whole_or_refused(cells: list[str]) -> None:
    _require_sound(RowReader(tuple(F), _around()).read(Row(2, tuple(cells))))


def _require_sound(read: ReadRow) -> None:
    if read.client is None:
        assert any(problem.refuses for problem in read.problems)
        return
    assert read.client.person.village_id is not None
    for record in read.client.records:
        require_fitting(kind_of(type(record)), to_values(record))
