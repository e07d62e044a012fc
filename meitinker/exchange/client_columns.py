"""Which column of a list of clients is what: guessed from its headings, changed by a person.

Only what identifies and reaches somebody comes in. There is no place for free text, income,
debts, youth care or insurance: for those the law wants explicit consent, which no list shows
(Wmo 2015 art. 5.1.1 lid 4 and 5; L8).
"""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.villages import folded
from meitinker.errors import TableRefused

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from meitinker.exchange.tables import Row, Table


class ClientField(StrEnum):
    """What a column can be."""

    KEY = "key"
    WHOLE_NAME = "whole_name"
    SURNAME = "surname"
    PREFIX = "prefix"
    GIVEN_NAMES = "given_names"
    CALLED = "called"
    PARTNER_NAME = "partner_name"
    ADDRESS_FORM = "address_form"
    BORN = "born"
    BSN = "bsn"
    STREET = "street"
    NUMBER = "number"
    ADDITION = "addition"
    STREET_AND_NUMBER = "street_and_number"
    POSTCODE = "postcode"
    PLACE = "place"
    PHONE = "phone"
    EMAIL = "email"
    HIDDEN_HOME = "hidden_home"
    DECEASED = "deceased"


SEVERAL = frozenset({ClientField.PHONE, ClientField.EMAIL, ClientField.ADDITION})
"""What may stand in more than one column."""

NAMES = frozenset({ClientField.SURNAME, ClientField.WHOLE_NAME})
"""One of these must be there."""

_HEADINGS: dict[ClientField, str] = {
    ClientField.KEY: "clientnummer clientnr clientid cliëntnummer cliëntnr cliëntid relatienummer"
    " dossiernummer dossiernr persoonsnummer inwonernummer registratienummer klantnummer id",
    ClientField.WHOLE_NAME: "naam volledigenaam clientnaam cliëntnaam naamclient naamcliënt"
    " naaminwoner name fullname",
    ClientField.SURNAME: "achternaam geslachtsnaam familienaam surname lastname eigenachternaam",
    ClientField.PREFIX: "tussenvoegsel tussenvoegsels voorvoegsel voorvoegsels tussenv tv vv",
    ClientField.GIVEN_NAMES: "voornamen voornaam voorletters voorletter initialen firstname"
    " givennames givenname",
    ClientField.CALLED: "roepnaam aanspreeknaam",
    ClientField.PARTNER_NAME: "partnernaam naampartner achternaampartner geslachtsnaampartner"
    " gehuwdenaam",
    ClientField.ADDRESS_FORM: "geslacht aanhef aanspreekvorm mv sex gender",
    ClientField.BORN: "geboortedatum gebdatum geborenop geboren gebdat birthdate dateofbirth dob",
    ClientField.BSN: "bsn burgerservicenummer sofinummer bsnnummer",
    ClientField.STREET: "straat straatnaam street openbareruimte",
    ClientField.NUMBER: "huisnummer huisnr nr housenumber",
    ClientField.ADDITION: "toevoeging huisnummertoevoeging huisletter hnrtoevoeging toev"
    " huisnrtoevoeging",
    ClientField.STREET_AND_NUMBER: "adres straatenhuisnummer straathuisnummer adresregel"
    " adresregel1 woonadres address straatnr",
    ClientField.POSTCODE: "postcode pc zip zipcode postalcode",
    ClientField.PLACE: "woonplaats plaats plaatsnaam dorp city gemeentedorp wenplak doarp",
    ClientField.PHONE: "telefoon tel telefoonnummer telefoonnr telnr mobiel mobielnummer gsm"
    " mobieletelefoon telefoonmobiel telefoonthuis telefoonvast telefoonprive vastnummer phone"
    " 06nummer",
    ClientField.EMAIL: "email emailadres mail mailadres",
    ClientField.HIDDEN_HOME: "geheim geheimadres adresgeheim geheimhouding"
    " indicatiegeheim verstrekkingsbeperking",
    ClientField.DECEASED: "overleden overlijdensdatum overledenop datumoverlijden",
}

_KNOWN: Mapping[str, ClientField] = {
    "".join(s for s in folded(name) if s.isalnum()): field
    for field, names in _HEADINGS.items()
    for name in names.split()
}

_CONSENT = (
    "schuld", "bewind", "inkomen", "uitkering", "bijstand", "salaris", "jeugd", "verzeker",
    "polis", "diagnose", "ziekte", "medic", "huisarts", "zorgaanbieder", "opmerking",
    "bijzonderhed", "notitie", "memo", "toelichting",
)  # fmt: skip
"""Parts of headings of what does not come in without the consent that a list cannot show."""

_LOOKED_AT = 20
"""Rows in which the headings are looked for: titles and empty rows stand above them."""


class Headed(msgspec.Struct, frozen=True, kw_only=True):
    """A table of which it is known where its headings stand.

    Attributes:
        headings: What stands above each column; "" where nothing does.
        row: The number of the row of headings.
        rows: The rows below it.
    """

    headings: tuple[str, ...]
    row: int
    rows: tuple[Row, ...]

    @property
    def layout(self) -> str:
        """A hash of the headings: two files of one program bear the same."""
        told = "\x1f".join(_folded(one) for one in self.headings)
        return hashlib.sha256(told.encode("utf-8")).hexdigest()[:32]


Columns = tuple[ClientField | None, ...]
"""What each column is, in their order; None is left out."""


def headed(table: Table, *, row: int = 0) -> Headed:
    """Find the headings: the row among the first in which most are known.

    Args:
        table: The table.
        row: Number of the row where a person says that they stand; 0 to look for it.

    Raises:
        TableRefused: Nothing stands below the headings (``empty``).
    """
    first = table.rows[:_LOOKED_AT]
    if row:
        place = next((n for n, one in enumerate(table.rows) if one.number == row), 0)
    else:
        place = max(range(len(first)), key=lambda n: (_recognised(first[n]), _filled(first[n]), -n))
    return headed_at(table, place)


def headed_at(table: Table, place: int) -> Headed:
    """Return a table whose headings are its row at ``place``, counted from 0.

    Raises:
        TableRefused: Nothing stands below it (``empty``).
    """
    rows = table.rows[place + 1 :]
    if not rows:
        raise TableRefused("nothing below the headings", reason="empty")
    width = max(len(one.cells) for one in (table.rows[place], *rows))
    headings = table.rows[place].cells
    return Headed(
        headings=headings + ("",) * (width - len(headings)),
        row=table.rows[place].number,
        rows=rows,
    )


def guessed(headings: Sequence[str]) -> Columns:
    """Return what the columns are by their headings; one field once, unless several may be it."""
    taken: set[ClientField] = set()
    columns: list[ClientField | None] = []
    for heading in headings:
        field = _field(heading)
        if field in taken and field not in SEVERAL:
            field = None
        if field is not None:
            taken.add(field)
        columns.append(field)
    return tuple(columns)


def wants_consent(heading: str) -> bool:
    """Tell whether a column seems to hold what may only come in with consent (L8)."""
    name = _folded(heading)
    return _field(heading) is None and any(part in name for part in _CONSENT)


def require_usable(columns: Iterable[ClientField | None]) -> None:
    """Refuse a choice of columns with which no list can be read.

    Raises:
        TableRefused: Params: ``reason`` (``no_name``, ``twice``).
    """
    chosen = [field for field in columns if field is not None]
    if NAMES.isdisjoint(chosen):
        raise TableRefused("no name", reason="no_name")
    if any(chosen.count(field) > 1 for field in set(chosen) - SEVERAL):
        raise TableRefused("one field twice", reason="twice")


def _field(heading: str) -> ClientField | None:
    name = _folded(heading)
    return _KNOWN.get(name) or _KNOWN.get(name.rstrip("0123456789"))


def _folded(heading: str) -> str:
    return "".join(sign for sign in folded(heading) if sign.isalnum())


def _recognised(row: Row) -> int:
    return sum(1 for cell in row.cells if _field(cell) is not None)


def _filled(row: Row) -> bool:
    """Tell whether a row has two cells or more: a title has one."""
    return sum(1 for cell in row.cells if cell) > 1
