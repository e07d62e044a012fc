"""Which column of a list of clients is what: guessed from its headings, changed by a person.

Only what identifies and reaches somebody comes in. There is no place for free text, income,
debts, youth care or insurance: for those the law wants explicit consent, which no list shows
(Wmo 2015 art. 5.1.1 lid 4 and 5; L8).
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from meitinker.errors import TableRefused
from meitinker.exchange.list_columns import ColumnNames, spelled

if TYPE_CHECKING:
    from collections.abc import Iterable


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

FIELDS = ColumnNames(_HEADINGS, several=SEVERAL)
"""What a column of a list of clients can be, and by which headings."""

_CONSENT = (
    "schuld", "bewind", "inkomen", "uitkering", "bijstand", "salaris", "jeugd", "verzeker",
    "polis", "diagnose", "ziekte", "medic", "huisarts", "zorgaanbieder", "opmerking",
    "bijzonderhed", "notitie", "memo", "toelichting",
)  # fmt: skip
"""Parts of headings of what does not come in without the consent that a list cannot show."""

Columns = tuple[ClientField | None, ...]
"""What each column is, in their order; None is left out."""


def wants_consent(heading: str) -> bool:
    """Tell whether a column seems to hold what may only come in with consent (L8)."""
    name = spelled(heading)
    return FIELDS.field(heading) is None and any(part in name for part in _CONSENT)


def require_usable(columns: Iterable[ClientField | None]) -> None:
    """Refuse a choice of columns with which no list can be read.

    Raises:
        TableRefused: Params: ``reason`` (``no_name``, ``twice``).
    """
    columns = tuple(columns)
    if NAMES.isdisjoint(field for field in columns if field is not None):
        raise TableRefused("no name", reason="no_name")
    FIELDS.require_once(columns)
