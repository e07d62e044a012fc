"""What kinds and fields of the social map are called. No Qt here."""

from __future__ import annotations

from meitinker.i18n import _


def things() -> dict[str, str]:
    """Return what the kinds of the social map are called."""
    return {
        "provider": _("Aanbieder"),
        "map_service": _("Dienst"),
        "service_attribute": _("Kenmerk van een dienst"),
        "service_area": _("Gebied van een dienst"),
        "cost_option": _("Prijs"),
        "service_capacity": _("Plaatsen"),
        "map_location": _("Locatie"),
        "service_at_location": _("Dienst op een locatie"),
        "map_contact": _("Contactpersoon"),
        "map_phone": _("Telefoon van een dienst"),
        "schedule": _("Openingstijd"),
        "map_check": _("Nagekeken dienst"),
        "map_correction": _("Verbetering"),
        "map_correction_answer": _("Antwoord op een verbetering"),
        "missing_service": _("Gemiste hulp"),
        "missing_service_answer": _("Antwoord op gemiste hulp"),
        "referral": _("Verwijzing"),
        "search_word": _("Zoekwoord"),
    }


def fields() -> dict[str, str]:
    """Return what fields of the social map are called, in any kind."""
    return _of_services() | _of_places() | _of_hours() | _of_upkeep()


def _of_services() -> dict[str, str]:
    return {
        "alternate_name": _("Andere naam"),
        "description": _("Beschrijving"),
        "website": _("Website"),
        "url": _("Website"),
        "chamber_number": _("KvK-nummer"),
        "source_key": _("Naam in de bron"),
        "unmapped": _("Wat verder in de bron stond"),
        "status": _("Hoe het staat"),
        "way_in": _("Toegang"),
        "application_process": _("Aanmelden"),
        "cost": _("Kosten"),
        "fees_description": _("Over de kosten"),
        "eligibility_description": _("Voor wie"),
        "minimum_age": _("Vanaf welke leeftijd"),
        "maximum_age": _("Tot en met welke leeftijd"),
        "wait_time": _("Wachttijd"),
        "interpretation_services": _("Tolk"),
        "alert": _("Let op"),
        "rung": _("Trede van de ladder"),
        "keywords": _("Zoekwoorden"),
        "public": _("Voor iedereen te zien"),
        "vocabulary": _("Lijst"),
        "code": _("Kenmerk"),
        "reach": _("Soort gebied"),
        "option": _("Waarvoor"),
        "amount": _("Bedrag"),
        "currency": _("Munt"),
        "amount_description": _("Over het bedrag"),
        "unit": _("Wat er geteld wordt"),
        "available": _("Vrij"),
        "maximum": _("In totaal"),
        "updated_on": _("Bijgewerkt op"),
    }


def _of_places() -> dict[str, str]:
    return {
        "location_type": _("Soort locatie"),
        "latitude": _("Breedtegraad"),
        "longitude": _("Lengtegraad"),
        "transportation": _("Hoe u er komt"),
        "wheelchair": _("Met een rolstoel"),
        "adapted_toilet": _("Aangepast toilet"),
        "hearing_loop": _("Ringleiding"),
        "accessibility": _("Over de toegang"),
        "department": _("Afdeling"),
        "extension": _("Toestel"),
        "type": _("Soort"),
    }


def _of_hours() -> dict[str, str]:
    return {
        "freq": _("Hoe vaak"),
        "interval": _("Om de hoeveel keer"),
        "byday": _("Dagen"),
        "bymonthday": _("Dagen van de maand"),
        "opens_at": _("Van"),
        "closes_at": _("Tot"),
        "closed": _("Gesloten"),
        "valid_to": _("Tot en met"),
        "dtstart": _("Geteld vanaf"),
    }


def _of_upkeep() -> dict[str, str]:
    return {
        "checked_on": _("Nagekeken op"),
        "result": _("Uitkomst"),
        "part": _("Onderdeel"),
        "part_key": _("Welk onderdeel"),
        "field": _("Gegeven"),
        "was": _("Zoals het er stond"),
        "value": _("Zoals het moet zijn"),
        "told_by": _("Wie het zegt"),
        "verdict": _("Besluit"),
        "sought": _("Gezocht op"),
        "said": _("Zoekwoord"),
        "category": _("Rubriek"),
        "life_domain": _("Leefgebied"),
        "carer_function": _("Hulp voor mantelzorgers"),
        "service_name": _("Dienst"),
        "provider_name": _("Aanbieder"),
        "warm": _("Warme doorverwijzing"),
        "contact_on": _("Contact op"),
        "contact_with": _("Contact met"),
    }
