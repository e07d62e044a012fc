"""What fields and kinds of records are called, and how their values are read. No Qt here."""

from __future__ import annotations

from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, get_args

from meitinker import clock
from meitinker.domain.words import name_of
from meitinker.i18n import _
from ui.viewmodels import map_field_words
from ui.viewmodels.dates import day_text

if TYPE_CHECKING:
    from meitinker.domain.records import Value

_MOST_LETTERS = 600
"""Of a long text its beginning is told where it stands in a line."""


def value_words(value: Value, declared: object, *, most: int = _MOST_LETTERS) -> str:
    """Return a value as people read it: codes by their words, and nothing as nothing.

    Args:
        value: As it is kept.
        declared: The type of its field.
        most: Letters of a text that are told; 0 is all.
    """
    if value is None or value == "":
        return _("leeg")
    types = (declared, *get_args(declared))
    for code in types:
        if isinstance(code, type) and issubclass(code, Enum):
            return _code(code, value)
    if bool in types:
        return _("ja") if value else _("nee")
    text = str(value)
    if datetime in types or date in types:
        return _when(text, whole=datetime in types)
    return text if len(text) <= (most or len(text)) else f"{text[:most]}…"


def moment_text(at: str) -> str:
    """Return an instant (UTC text) as the clock on the wall had it."""
    local = clock.local(clock.instant_from(at))
    return _("{date} om {time}").format(date=day_text(local.date()), time=f"{local:%H:%M}")


def _when(text: str, *, whole: bool) -> str:
    """Return a day or moment in words; what no program of today can read, as it is."""
    try:
        return moment_text(text) if whole else day_text(date.fromisoformat(text))
    except ValueError:
        return text[:_MOST_LETTERS]


def _code(kind: type[Enum], value: str | int) -> str:
    """Return what a code is called; one without words, of a newer program, as it is."""
    try:
        return name_of(kind(value))
    except (KeyError, ValueError):
        return str(value)


def field_name(kind: str, field: str) -> str:
    """Return what a field is called, with what it is a field of where that is not a person."""
    named = plain_name(kind, field)
    thing = thing_name(kind) if kind != "person" else ""
    return f"{thing}, {named.lower()}" if thing else named


def plain_name(kind: str, field: str) -> str:
    """Return what a field is called beside others of its record."""
    of_person = _of_person() if kind == "person" else {}
    named = of_person.get(field) or _of_any().get(field)
    return named or _("Ander gegeven")


def thing_name(kind: str) -> str:
    """Return what a record of a kind is called, or "" where people have no word for it."""
    return {
        "phone": _("Telefoonnummer"),
        "email": _("E-mailadres"),
        "address": _("Adres"),
        "representative": _("Vertegenwoordiger"),
        "person": _("Inwoner"),
        "person_merge": _("Samenvoeging"),
        "request": _("Vraag"),
        "visit": _("Gesprek"),
        "attendee": _("Aanwezig"),
        "domain_note": _("Leefgebied"),
        "need": _("Behoefte"),
        "finding": _("Ladder"),
        "agreement": _("Afspraak"),
        "signature": _("Handtekening"),
        "support_plan": _("Ondersteuningsplan"),
        "handover": _("Plan geven"),
        "attachment": _("Bijlage"),
        "plan_remark": _("Reactie op het plan"),
        "contact_note": _("Notitie"),
        "task": _("Taak"),
        "appointment": _("Afspraak in de agenda"),
        "office_hour": _("Spreekuur"),
        "absence": _("Afwezigheid"),
        "tie": _("Netwerk"),
        "score": _("Score"),
        "checkpoint": _("Punt uit de wet"),
        "consent": _("Toestemming"),
        "application": _("Aanvraag"),
        "letter": _("Brief"),
        "transfer": _("Overdracht"),
        **_of_households(),
        **_things_of_the_organisation(),
        **_things_of_the_back_office(),
    }.get(kind, "")


def _of_households() -> dict[str, str]:
    return {"household": _("Huishouden"), "household_member": _("Huisgenoot")}


def _things_of_the_organisation() -> dict[str, str]:
    return {
        "organisation": _("Organisatie"),
        "municipality": _("Gemeente"),
        "village": _("Dorp"),
        "user": _("Medewerker"),
        "user_village": _("Dorp van een medewerker"),
        "device": _("Apparaat"),
        "number_range": _("Reeks nummers"),
        "reference_overlay": _("Eigen regel"),
    }


def _things_of_the_back_office() -> dict[str, str]:
    return {
        "dossier_grant": _("Toegang tot een dossier"),
        "replacement": _("Vervanging"),
        "review_step": _("Controle"),
        "review_reply": _("Reactie aan de backoffice"),
        "review_tick": _("Vinkje bij de controle"),
        "import_batch": _("Levering"),
        "imported_visit": _("Geleverd gesprek"),
        "import_undo": _("Teruggedraaide levering"),
        **map_field_words.things(),
    }


def _of_person() -> dict[str, str]:
    return {
        "given_names": _("Voornamen"),
        "called": _("Roepnaam"),
        "prefix": _("Tussenvoegsel"),
        "surname": _("Achternaam"),
        "partner_name": _("Naam van de partner"),
        "born_on": _("Geboortedatum"),
        "born_text": _("Geboren"),
        "deceased_on": _("Overleden op"),
        "bsn": _("BSN"),
        "identity_document": _("Gezien document"),
        "identity_seen_on": _("Document gezien op"),
        "secret_address": _("Geheim adres"),
        "language": _("Taal"),
        "interpreter": _("Tolk"),
        "large_print": _("Grote letters"),
        "address_form": _("Aanspreekvorm"),
        "contact_way": _("Liefst contact"),
        "contact_note": _("Over contact"),
        "safety_note": _("Let op bij een bezoek"),
    }


def _of_any() -> dict[str, str]:
    return map_field_words.fields() | _of_who() | _of_when() | _of_what() | _of_back_office()


def _of_back_office() -> dict[str, str]:
    return {
        "by_id": _("Vervanger"),
        "given_by_id": _("Gegeven door"),
        "given_at": _("Gegeven"),
        "why": _("Reden"),
        "item": _("Punt van de controle"),
        "replies": _("Reacties tot dan toe"),
        "revision": _("Hoeveelste keer"),
    }


def _of_who() -> dict[str, str]:
    return {
        "name": _("Naam"),
        "number": _("Nummer"),
        "address": _("Adres"),
        "street": _("Straat"),
        "postcode": _("Postcode"),
        "postcodes": _("Postcodes"),
        "place": _("Plaats"),
        "village_id": _("Dorp"),
        "frisian_name": _("Friese naam"),
        "dutch_name": _("Nederlandse naam"),
        "organisation": _("Organisatie"),
        "phone": _("Telefoon"),
        "email": _("E-mail"),
        "return_address": _("Adres op de brief"),
        "accent": _("Kleur"),
        "title": _("Functie"),
        "role": _("Rol"),
        "addressee": _("Krijgt de brieven"),
        "use": _("Soort adres"),
        "tie": _("Band met de inwoner"),
        "relation": _("Band met de inwoner"),
        "user_id": _("Medewerker"),
        "person_id": _("Inwoner"),
        "client_id": _("Inwoner"),
        "from_user_id": _("Medewerker"),
        "other_id": _("Inwoner"),
        "from_id": _("Dit dossier"),
        "into_id": _("Samen met"),
        "reporter": _("Wie het vertelde"),
        "reporter_tie": _("Band van wie het vertelde"),
        "reporter_phone": _("Telefoon van wie het vertelde"),
        "who": _("Wie"),
        "replacement": _("Vervanger"),
        "replacement_phone": _("Telefoon van de vervanger"),
        "handed_to": _("Overgedragen aan"),
        "to_name": _("Naar wie"),
        "to_phone": _("Telefoon van die collega"),
    }


def _of_when() -> dict[str, str]:
    return {
        "valid_from": _("Vanaf"),
        "valid_until": _("Tot en met"),
        "since": _("Vanaf"),
        "until": _("Tot en met"),
        "received_at": _("Binnengekomen"),
        "closed_at": _("Afgesloten"),
        "appointed_at": _("Afspraak gemaakt"),
        "support_told_on": _("Cliëntondersteuning verteld op"),
        "plan_told_on": _("Persoonlijk plan verteld op"),
        "plan_received_on": _("Persoonlijk plan gekregen op"),
        "agreed_until": _("Uitstel tot en met"),
        "visited_on": _("Dag van het gesprek"),
        "started_at": _("Begonnen"),
        "concluded_at": _("Afgerond"),
        "merged_at": _("Samengevoegd"),
        "undone_at": _("Uit elkaar gehaald"),
        "due_on": _("Uiterlijk op"),
        "due_text": _("Wanneer"),
        "handed_over_on": _("Gegeven op"),
        "sent_on": _("Verstuurd op"),
        "made_at": _("Gemaakt"),
        "at": _("Wanneer"),
        "done_on": _("Klaar op"),
        "starts_at": _("Begint"),
        "minutes": _("Minuten"),
        "weekday": _("Dag"),
        "begins": _("Van"),
        "ends": _("Tot"),
        "first_day": _("Eerste dag"),
        "last_day": _("Laatste dag"),
        "scored_on": _("Gescoord op"),
        "said_on": _("Gezegd op"),
        "answered_on": _("Beantwoord op"),
        "signed_on": _("Getekend op"),
        "signed_at": _("Getekend"),
        "received_on": _("Gekregen op"),
        "on": _("Op"),
        "added_at": _("Toegevoegd"),
    }


def _of_what() -> dict[str, str]:
    return {
        "note": _("Toelichting"),
        "kind": _("Soort"),
        "consent": _("Weet de inwoner ervan"),
        "channel": _("Hoe het ging"),
        "words": _("Woorden van de inwoner"),
        "urgency": _("Haast"),
        "state": _("Hoe het staat"),
        "answer": _("Antwoord"),
        "told": _("Wat er verteld is"),
        "withdrawn_why": _("Waarom de vraag is ingetrokken"),
        "plan_offer": _("Persoonlijk plan"),
        "agreed_why": _("Reden van het uitstel"),
        "question": _("Vraag van de inwoner"),
        "notes": _("Notities"),
        "conclusion": _("Conclusie"),
        "phase": _("Moment"),
        "support_form": _("Vorm van ondersteuning"),
        "domain": _("Leefgebied"),
        "what": _("Wat"),
        "wished_result": _("Gewenst resultaat"),
        "step": _("Stap"),
        "outcome": _("Uitkomst"),
        "reason": _("Reden"),
        "way": _("Manier"),
        "language": _("Taal"),
        "version": _("Versie"),
        "stance": _("Mening"),
        "text": _("Tekst"),
        "outgoing": _("Zelf contact opgenomen"),
        "where": _("Waar"),
        "direction": _("Wie helpt wie"),
        "nearness": _("Hoe dichtbij"),
        "frequency": _("Hoe vaak contact"),
        "does": _("Wat deze persoon doet"),
        "strain": _("Hoe zwaar het is"),
        "usual_help": _("Gebruikelijke hulp"),
        "carer": _("Mantelzorger"),
        "may_be_called": _("Mag gebeld worden"),
        "level": _("Score"),
        "topic": _("Onderwerp"),
        "talked": _("Besproken"),
        "purpose": _("Waarvoor"),
        "about": _("Met wie of waarover"),
        "form": _("Vorm"),
        "asks_for": _("Wat de inwoner vraagt"),
        "content": _("Inhoud"),
        "source": _("Bron"),
        "checked": _("Nagekeken"),
        "media_type": _("Soort bestand"),
        "size": _("Grootte"),
        "demo": _("Voorbeelddorp"),
    }
