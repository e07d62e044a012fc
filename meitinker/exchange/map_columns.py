"""Which column of a plain list of services is what: guessed from its headings, or chosen."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from meitinker.errors import TableRefused
from meitinker.exchange.list_columns import ColumnNames

if TYPE_CHECKING:
    from collections.abc import Iterable


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
    MapField.KEY: "id nummer nr key identifier dienstid voorzieningid nummerinhetandereprogramma",
    MapField.NAME: "naam dienst voorziening aanbod activiteit naamdienst naamvoorziening titel"
    " title name service servicename naamactiviteit product productnaam"
    " naamvandedienst",
    MapField.OTHER_NAME: "anderenaam alternatievenaam afkorting alternatename",
    MapField.PROVIDER: "organisatie aanbieder instelling stichting provider organization"
    " organisation naamorganisatie naamaanbieder vereniging organisatienaam uitvoerder",
    MapField.DESCRIPTION: "omschrijving beschrijving toelichting description inhoud tekst wat"
    " korteomschrijving langeomschrijving informatie wathetis watishet",
    MapField.FOR_WHOM: "doelgroep voorwie voorwaarden eligibility doelgroepen wie",
    MapField.WAY_IN: "aanmelden aanmelding toegang hoeaanmelden aanmeldprocedure toeleiding"
    " applicationprocess verwijzing hoeuzichaanmeldt",
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
    MapField.LOCATION: "locatie gebouw naamlocatie locatienaam waar location accommodatie"
    " naamvandeplek",
    MapField.STREET: "straat adres straatnaam bezoekadres address street straatenhuisnummer"
    " adresregel1 vestigingsadres",
    MapField.NUMBER: "huisnummer huisnr housenumber",
    MapField.POSTCODE: "postcode pc zip postalcode",
    MapField.PLACE: "plaats woonplaats plaatsnaam dorp city stad vestigingsplaats plak wenplak",
    MapField.HOURS: "openingstijden tijden tijd wanneer dagenentijden hours openinghours",
    MapField.MINIMUM_AGE: "leeftijdvanaf minimumleeftijd vanafleeftijd minimumage",
    MapField.MAXIMUM_AGE: "leeftijdtot maximumleeftijd totleeftijd maximumage leeftijdtotenmet",
    MapField.LANGUAGE: "taal talen language languages",
    MapField.CHAMBER_NUMBER: "kvk kvknummer kvknr",
}

FIELDS = ColumnNames(_HEADINGS, several=SEVERAL)
"""What a column of a list of services can be, and by which headings."""

MapColumns = tuple[MapField | None, ...]
"""What each column is, in their order; None is left out."""


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
    FIELDS.require_once(chosen)
