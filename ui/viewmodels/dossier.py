"""Who is involved with a file and what changed in it, as it is shown. No Qt here."""

from __future__ import annotations

from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, get_args

import msgspec

from meitinker import clock
from meitinker.domain.kinds import KINDS
from meitinker.domain.words import name_of
from meitinker.i18n import _
from meitinker.services.involved import Part
from ui.viewmodels.dates import day_text

if TYPE_CHECKING:
    from meitinker.domain.transfers import Transfer
    from meitinker.services.history import FieldChange
    from meitinker.services.involved import Involved


_MOST_LETTERS = 600
"""Of a long text its beginning is told: more does not fit a panel."""


class ChangeLine(msgspec.Struct, frozen=True):
    """One change in words: what became of which field, and who did it when."""

    what: str
    when: str


def involved_line(one: Involved) -> str:
    """Return one who is involved: name, what they are, and their number."""
    part = {
        Part.COLLEAGUE: _("meitinker"),
        Part.PROFESSIONAL: _("hulpverlener"),
        Part.VOLUNTEER: _("vrijwilliger"),
        Part.REPRESENTATIVE: _("vertegenwoordiger"),
    }[one.part]
    about = one.about if one.about.casefold() != part else ""
    kind = f"{part}, {about}" if about else part
    name = one.name or _("Naam onbekend")
    return " · ".join(text for text in (f"{name} ({kind})", one.phone) if text)


def transfer_line(transfer: Transfer) -> str:
    """Return to whom a file went and when."""
    words = _("Overgedragen aan {name} op {day}.")
    day = day_text(transfer.on) if transfer.on else ""
    return words.format(name=transfer.to_name, day=day)


def field_line(change: FieldChange) -> ChangeLine:
    """Return one change of a field that is named already: only from what to what."""
    what = _values(change)
    return msgspec.structs.replace(change_line(change), what=what[:1].upper() + what[1:])


def change_line(change: FieldChange) -> ChangeLine:
    """Return one change in words."""
    at = clock.local(clock.instant_from(change.at))
    moment = _("{date} om {time}").format(date=day_text(at.date()), time=f"{at:%H:%M}")
    author = change.author or _("Iemand die hier niet bekend is")
    return ChangeLine(what=_what(change), when=f"{moment} · {author}")


def _what(change: FieldChange) -> str:
    if not change.field:
        thing = _things().get(change.kind, _("Gegeven"))
        gone = change.operation == "delete"
        words = _("{thing} weggehaald") if gone else _("{thing} teruggezet")
        return words.format(thing=thing)
    name = field_name(change.kind, change.field)
    return f"{name}: {_values(change)}"


def _values(change: FieldChange) -> str:
    if change.hidden:
        return _("veranderd. Wat er stond, staat hier niet.")
    declared = KINDS[change.kind].fields[change.field].type
    before, after = (_said(one, declared) for one in (change.before, change.after))
    return _("van “{before}” naar “{after}”").format(before=before, after=after)


def _said(value: str | int | None, declared: object) -> str:
    """Return a value as people read it: codes by their words, and nothing as nothing."""
    if value is None or value == "":
        return _("leeg")
    types = (declared, *get_args(declared))
    for code in types:
        if isinstance(code, type) and issubclass(code, Enum):
            return _code(code, value)
    if bool in types:
        return _("ja") if value else _("nee")
    text = str(value)
    if date in types:
        return day_text(date.fromisoformat(text))
    return text if len(text) <= _MOST_LETTERS else f"{text[:_MOST_LETTERS]}…"


def _code(kind: type[Enum], value: str | int) -> str:
    """Return what a code is called; one without words, of a newer program, as it is."""
    try:
        return name_of(kind(value))
    except (KeyError, ValueError):
        return str(value)


def _things() -> dict[str, str]:
    return {
        "phone": _("Telefoonnummer"),
        "email": _("E-mailadres"),
        "address": _("Adres"),
        "representative": _("Vertegenwoordiger"),
    }


def field_name(kind: str, field: str) -> str:
    """Return what a field is called on the page of details."""
    of_person = {
        "given_names": _("Voornamen"),
        "called": _("Roepnaam"),
        "prefix": _("Tussenvoegsel"),
        "surname": _("Achternaam"),
        "partner_name": _("Naam van de partner"),
        "born_on": _("Geboortedatum"),
        "born_text": _("Geboren"),
        "deceased_on": _("Overleden op"),
        "bsn": _("BSN"),
        "secret_address": _("Geheim adres"),
        "village_id": _("Dorp"),
        "language": _("Taal"),
        "interpreter": _("Tolk"),
        "large_print": _("Grote letters"),
        "address_form": _("Aanspreekvorm"),
        "contact_way": _("Liefst contact"),
        "contact_note": _("Over contact"),
        "safety_note": _("Let op bij een bezoek"),
    }
    named = of_person.get(field, _("Ander gegeven")) if kind == "person" else _parts(field)
    thing = _things().get(kind, "")
    return f"{thing}, {named.lower()}" if thing else named


def _parts(field: str) -> str:
    return {
        "number": _("Nummer"),
        "note": _("Toelichting"),
        "address": _("Adres"),
        "street": _("Straat"),
        "postcode": _("Postcode"),
        "place": _("Plaats"),
        "name": _("Naam"),
        "organisation": _("Organisatie"),
        "phone": _("Telefoon"),
        "email": _("E-mail"),
        "valid_from": _("Vanaf"),
        "valid_until": _("Tot en met"),
    }.get(field, _("Ander gegeven"))
