"""Where a person lives or gets post, and from when until when."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

from meitinker.domain.grounds import CONTACT
from meitinker.domain.records import Held, MergeClass, Record, Scope, Search, declare
from meitinker.ids import PersonId, VillageId

if TYPE_CHECKING:
    from collections.abc import Iterable


class AddressUse(StrEnum):
    """What an address is for."""

    HOME = "home"
    POSTAL = "postal"
    TEMPORARY = "temporary"


class Address(Record, frozen=True, kw_only=True):
    """An address of a person in a period; both dates are inclusive, None is open.

    ``place`` stands as it was typed, Frisian or Dutch; ``village_id`` is what it means.
    """

    person_id: Annotated[PersonId, Held(ground=CONTACT, ref="person")]
    use: Annotated[AddressUse, Held(ground=CONTACT)] = AddressUse.HOME
    street: Annotated[str, Held(ground=CONTACT, group="address", search=Search.ADDRESS)] = ""
    number: Annotated[str, Held(ground=CONTACT, group="address", search=Search.ADDRESS)] = ""
    postcode: Annotated[str, Held(ground=CONTACT, group="address", search=Search.ADDRESS)] = ""
    place: Annotated[str, Held(ground=CONTACT, group="address", search=Search.ADDRESS)] = ""
    village_id: Annotated[
        VillageId | None, Held(ground=CONTACT, group="address", ref="village")
    ] = None
    valid_from: Annotated[date | None, Held(ground=CONTACT, group="period")] = None
    valid_until: Annotated[date | None, Held(ground=CONTACT, group="period")] = None


ADDRESS = declare("address", Address, merge=MergeClass.BY_FIELD, scope=Scope.of_person("person_id"))


def holds_on(address: Address, day: date) -> bool:
    """Tell whether ``address`` is in use on ``day``."""
    begun = address.valid_from is None or address.valid_from <= day
    return begun and (address.valid_until is None or day <= address.valid_until)


def address_on(
    addresses: Iterable[Address], day: date, *, use: AddressUse = AddressUse.HOME
) -> Address | None:
    """Return the address in use on ``day``: the one that began last, or None."""
    current = [a for a in addresses if a.use is use and holds_on(a, day)]
    return max(current, key=lambda a: (a.valid_from or date.min, a.id), default=None)


def postal_address_on(addresses: Iterable[Address], day: date) -> Address | None:
    """Return where post goes on ``day``: the postal address, else the home address."""
    known = list(addresses)
    return address_on(known, day, use=AddressUse.POSTAL) or address_on(known, day)


def street_line(address: Address) -> str:
    """Return street and number on one line."""
    return " ".join(part for part in (address.street, address.number) if part)


def place_line(address: Address) -> str:
    """Return postcode and place as an envelope wants them: two spaces between."""
    return "  ".join(part for part in (address.postcode, address.place) if part)
