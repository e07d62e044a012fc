"""Which address holds on a day, also after a move."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from meitinker import ids
from meitinker.domain.addresses import (
    Address,
    AddressUse,
    address_on,
    holds_on,
    place_line,
    postal_address_on,
    street_line,
)
from meitinker.ids import PersonId

WHO = PersonId(ids.record_id())
OPEN = Address(id=ids.record_id(), person_id=WHO, street="Singel", number="3")
OLD = msgspec.structs.replace(OPEN, id=ids.record_id(), valid_until=date(2026, 5, 31))
NEW = msgspec.structs.replace(OPEN, id=ids.record_id(), valid_from=date(2026, 6, 1))
POST = msgspec.structs.replace(NEW, id=ids.record_id(), use=AddressUse.POSTAL)


@pytest.mark.parametrize(
    ("address", "day", "holds"),
    [
        (OPEN, date(1900, 1, 1), True),
        (OLD, date(2026, 5, 31), True),
        (OLD, date(2026, 6, 1), False),
        (NEW, date(2026, 5, 31), False),
        (NEW, date(2026, 6, 1), True),
    ],
)
def test_both_ends_of_the_period_count(address: Address, day: date, holds: bool) -> None:
    assert holds_on(address, day) is holds


@pytest.mark.parametrize(
    ("known", "day", "expected"),
    [
        ([], date(2026, 6, 1), None),
        ([OLD, NEW], date(2026, 5, 31), OLD),
        ([OLD, NEW], date(2026, 6, 1), NEW),
        ([NEW, OPEN], date(2026, 6, 1), NEW),
        ([OPEN, NEW], date(2026, 5, 1), OPEN),
        ([POST], date(2026, 6, 1), None),
    ],
)
def test_the_home_on_a_day_is_the_one_that_began_last(
    known: list[Address], day: date, expected: Address | None
) -> None:
    assert address_on(known, day) == expected


def test_post_goes_to_the_postal_address_while_it_holds_and_home_otherwise() -> None:
    assert postal_address_on(iter([OLD, NEW, POST]), date(2026, 7, 1)) == POST
    assert postal_address_on(iter([OLD, NEW, POST]), date(2026, 5, 1)) == OLD


@pytest.mark.parametrize(
    ("fields", "street", "place"),
    [
        (("Singel", "3", "9001 KA", "Grou"), "Singel 3", "9001 KA  Grou"),
        (("Singel", "", "", "Grou"), "Singel", "Grou"),
        (("", "", "", ""), "", ""),
    ],
)
def test_lines_of_an_envelope(fields: tuple[str, str, str, str], street: str, place: str) -> None:
    parts = dict(zip(("street", "number", "postcode", "place"), fields, strict=True))
    address = msgspec.structs.replace(OPEN, **parts)
    assert (street_line(address), place_line(address)) == (street, place)
