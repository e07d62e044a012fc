from __future__ import annotations

from pathlib import Path

import pytest

import meitinker
from meitinker.errors import TableRefused
from meitinker.exchange import client_columns
from meitinker.exchange.client_columns import ClientField as F
from meitinker.exchange.tables import Row, Table

REGIPRO = ("Cliëntnummer", "Achternaam", "Tussenvoegsel", "Voorletters", "Geb. datum", "BSN")
MUNICIPAL = ("Naam", "Adres", "Postcode", "Woonplaats", "Tel. 1", "Tel. 2", "E-mail adres")


def _table(*rows: tuple[str, ...]) -> Table:
    return Table(rows=tuple(Row(number, row) for number, row in enumerate(rows, 1)))


@pytest.mark.parametrize(
    ("headings", "columns"),
    [
        (REGIPRO, (F.KEY, F.SURNAME, F.PREFIX, F.GIVEN_NAMES, F.BORN, F.BSN)),
        (
            MUNICIPAL,
            (F.WHOLE_NAME, F.STREET_AND_NUMBER, F.POSTCODE, F.PLACE, F.PHONE, F.PHONE, F.EMAIL),
        ),
        (("GESLACHTSNAAM", "geb_datum", "Mobiel", "iets"), (F.SURNAME, F.BORN, F.PHONE, None)),
        (("Naam", "Naam"), (F.WHOLE_NAME, None)),
    ],
)
def test_columns_are_guessed_from_their_headings(
    headings: tuple[str, ...], columns: tuple[F | None, ...]
) -> None:
    assert client_columns.FIELDS.guessed(headings) == columns


def test_headings_are_found_below_a_title() -> None:
    table = _table(("Cliëntenlijst 2026",), ("gemaakt op", "22-11-2026"), REGIPRO, ("1", "Jong"))
    headed = client_columns.FIELDS.headed(table)
    assert (headed.row, headed.headings) == (3, REGIPRO)
    assert [row.cells for row in headed.rows] == [("1", "Jong")]


def test_a_person_may_say_where_the_headings_stand() -> None:
    table = _table(("a", "b"), ("Naam", "Plaats"), ("Jong", "Grou"))
    assert client_columns.FIELDS.headed(table, row=1).headings == ("a", "b")


def test_rows_wider_than_the_headings_get_columns_without_one() -> None:
    headed = client_columns.FIELDS.headed(_table(("Naam", "Plaats"), ("Jong", "Grou", "x")))
    assert headed.headings == ("Naam", "Plaats", "")


def test_a_list_of_headings_only_is_empty() -> None:
    with pytest.raises(TableRefused) as caught:
        client_columns.FIELDS.headed(_table(REGIPRO))
    assert caught.value.params["reason"] == "empty"


def test_two_files_of_one_program_have_one_layout() -> None:
    one = client_columns.FIELDS.headed(_table(("Naam ", "PLAATS"), ("a", "b")))
    two = client_columns.FIELDS.headed(_table(("naam", "Plaats"), ("c", "d")))
    other = client_columns.FIELDS.headed(_table(("naam", "Straat"), ("c", "d")))
    assert one.layout == two.layout != other.layout


@pytest.mark.parametrize(
    ("columns", "reason"),
    [((F.BSN,), "no_name"), ((F.SURNAME, F.SURNAME), "twice"), ((), "no_name")],
)
def test_a_choice_that_cannot_work_is_refused(columns: tuple[F, ...], reason: str) -> None:
    with pytest.raises(TableRefused) as caught:
        client_columns.require_usable(columns)
    assert caught.value.params["reason"] == reason
    client_columns.require_usable((F.SURNAME, F.PHONE, F.PHONE, None))


@pytest.mark.promise("L8")
@pytest.mark.parametrize(
    "heading",
    ["Schulden", "Uitkering", "Netto inkomen", "Jeugdhulp", "Zorgverzekeraar", "Polisnummer",
     "Diagnose", "Opmerkingen", "Huisarts", "Bijzonderheden"],
)  # fmt: skip
def test_l8_what_wants_consent_has_no_place_and_is_told(heading: str) -> None:
    assert client_columns.FIELDS.guessed((heading,)) == (None,)
    assert client_columns.wants_consent(heading)


@pytest.mark.promise("L8")
def test_l8_no_field_takes_free_text_or_what_wants_consent() -> None:
    assert {field.value for field in F} == {
        "key", "whole_name", "surname", "prefix", "given_names", "called", "partner_name",
        "address_form", "born", "bsn", "street", "number", "addition", "street_and_number",
        "postcode", "place", "phone", "email", "hidden_home", "deceased",
    }  # fmt: skip


@pytest.mark.promise("L8")
def test_l8_control_what_identifies_wants_none() -> None:
    assert not any(client_columns.wants_consent(heading) for heading in (*REGIPRO, *MUNICIPAL))


def test_the_page_about_lists_names_every_field() -> None:
    page = (Path(meitinker.__file__).parent.parent / "docs/client-lists.md").read_text("utf-8")
    assert [field for field in F if f"| `{field}` | " not in page] == []
