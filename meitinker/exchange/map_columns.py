"""Which column of a plain list of services is what: guessed from its headings, or chosen."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from meitinker.domain.villages import folded
from meitinker.errors import TableRefused
from meitinker.exchange.client_columns import Headed, headed_at

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from meitinker.exchange.tables import Row, Table


class MapField(StrEnum):
    """What a column can be."""

    KEY = "key"
    NAME = "name"
    OTHER_NAME = "other_name"
    PROVIDER = "provider"
    DESCRIPTION = "description"
    FOR_WHOM = "for_whom"
    WAY_IN = "way_in"
    COST = "cost"
    WAIT = "wait"
    CATEGORY = "category"
    KEYWORDS = "keywords"
    AREA = "area"
    PHONE = "phone"
    EMAIL = "email"
    WEBSITE = "website"
    CONTACT = "contact"
    LOCATION = "location"
    STREET = "street"
    NUMBER = "number"
    POSTCODE = "postcode"
    PLACE = "place"
    HOURS = "hours"
    MINIMUM_AGE = "minimum_age"
    MAXIMUM_AGE = "maximum_age"
    LANGUAGE = "language"
    CHAMBER_NUMBER = "chamber_number"


SEVERAL = frozenset(
    {
        *(MapField.CATEGORY, MapField.KEYWORDS, MapField.AREA, MapField.PHONE),
        *(MapField.DESCRIPTION, MapField.HOURS, MapField.LANGUAGE),
    }
)
"""What may stand in more than one column."""

_HEADINGS: dict[MapField, str] = {
    MapField.KEY: "id nummer nr key identifier dienstid voorzieningid",
    MapField.NAME: "naam dienst voorziening aanbod activiteit naamdienst naamvoorziening titel"
    " title name service servicename naamactiviteit product productnaam",
    MapField.OTHER_NAME: "anderenaam alternatievenaam afkorting alternatename",
    MapField.PROVIDER: "organisatie aanbieder instelling stichting provider organization"
    " organisation naamorganisatie naamaanbieder vereniging organisatienaam uitvoerder",
    MapField.DESCRIPTION: "omschrijving beschrijving toelichting description inhoud tekst wat"
    " korteomschrijving langeomschrijving informatie",
    MapField.FOR_WHOM: "doelgroep voorwie voorwaarden eligibility doelgroepen wie",
    MapField.WAY_IN: "aanmelden aanmelding toegang hoeaanmelden aanmeldprocedure toeleiding"
    " applicationprocess verwijzing",
    MapField.COST: "kosten prijs tarief eigenbijdrage bijdrage fees cost price kostenbedrag",
    MapField.WAIT: "wachttijd wachtlijst waittime",
    MapField.CATEGORY: "categorie rubriek soort thema categorieen domein onderwerp category type"
    " categorieën leefgebied",
    MapField.KEYWORDS: "trefwoorden trefwoord zoekwoorden steekwoorden tags keywords labels",
    MapField.AREA: "werkgebied gebied regio dorpen servicearea gemeente bereik",
    MapField.PHONE: "telefoon tel telefoonnummer telefoonnr phone mobiel mobielnummer tel2",
    MapField.EMAIL: "email emailadres mail mailadres",
    MapField.WEBSITE: "website url site internet web webadres link homepage",
    MapField.CONTACT: "contactpersoon contact contactnaam coordinator contactperson",
    MapField.LOCATION: "locatie gebouw naamlocatie locatienaam waar location accommodatie",
    MapField.STREET: "straat adres straatnaam bezoekadres address street straatenhuisnummer"
    " adresregel1 vestigingsadres",
    MapField.NUMBER: "huisnummer huisnr housenumber",
    MapField.POSTCODE: "postcode pc zip postalcode",
    MapField.PLACE: "plaats woonplaats plaatsnaam dorp city stad vestigingsplaats plak wenplak",
    MapField.HOURS: "openingstijden tijden tijd wanneer dagenentijden hours openinghours",
    MapField.MINIMUM_AGE: "leeftijdvanaf minimumleeftijd vanafleeftijd minimumage",
    MapField.MAXIMUM_AGE: "leeftijdtot maximumleeftijd totleeftijd maximumage",
    MapField.LANGUAGE: "taal talen language languages",
    MapField.CHAMBER_NUMBER: "kvk kvknummer kvknr",
}

_KNOWN: Mapping[str, MapField] = {
    "".join(s for s in folded(name) if s.isalnum()): field
    for field, names in _HEADINGS.items()
    for name in names.split()
}
_LOOKED_AT = 20

MapColumns = tuple[MapField | None, ...]
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
        place = max(range(len(first)), key=lambda n: (_recognised(first[n]), -n))
    return headed_at(table, place)


def guessed(headings: Sequence[str]) -> MapColumns:
    """Return what the columns are by their headings; one field once, unless several may be it."""
    taken: set[MapField] = set()
    columns: list[MapField | None] = []
    for heading in headings:
        field = _field(heading)
        if field in taken and field not in SEVERAL:
            field = None
        if field is not None:
            taken.add(field)
        columns.append(field)
    return tuple(columns)


def require_usable(columns: Iterable[MapField | None]) -> None:
    """Refuse a choice of columns with which no list can be read.

    Raises:
        TableRefused: Params: ``reason`` (``no_service``, ``no_provider``, ``twice``).
    """
    chosen = [field for field in columns if field is not None]
    if MapField.NAME not in chosen:
        raise TableRefused("no service", reason="no_service")
    if MapField.PROVIDER not in chosen:
        raise TableRefused("no provider", reason="no_provider")
    if any(chosen.count(field) > 1 for field in set(chosen) - SEVERAL):
        raise TableRefused("one field twice", reason="twice")


def _field(heading: str) -> MapField | None:
    name = "".join(sign for sign in folded(heading) if sign.isalnum())
    return _KNOWN.get(name) or _KNOWN.get(name.rstrip("0123456789"))


def _recognised(row: Row) -> int:
    return sum(1 for cell in row.cells if _field(cell) is not None)
