"""What a newer file says otherwise of the social map: both sides in words. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from meitinker import clock
from meitinker.domain import service_words as say
from meitinker.domain.kinds import KINDS
from meitinker.domain.map_places import MapContact, MapPhone, ServiceAtLocation
from meitinker.domain.map_services import (
    CarerFunction,
    CostOption,
    ServiceArea,
    ServiceAttribute,
    Vocabulary,
)
from meitinker.domain.map_terms import shipped_labels
from meitinker.domain.opening_hours import Schedule
from meitinker.domain.visits import LifeDomain
from meitinker.domain.words import name_of
from meitinker.i18n import _
from meitinker.services.map_updates import Why
from ui.viewmodels.field_words import plain_name, thing_name, value_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from meitinker.domain.records import Record, Value
    from meitinker.services.map_updates import Difference, Update

_NAMED = frozenset({"provider_id", "parent_id", "village_id"})


def title(update: Update) -> str:
    """Return what a thing that is different is called, and where it stands in the file."""
    name = update.name or thing_name(update.kind)
    return _("Rij {row}: {name}").format(row=update.row, name=name)


def label(update: Update, one: Difference) -> str:
    """Return what is different."""
    if one.is_field:
        named = {
            "provider_id": _("Aanbieder"),
            "parent_id": _("Hoort bij"),
            "village_id": _("Dorp"),
        }
        return named.get(one.field) or plain_name(update.kind, one.field)
    return {
        "areas": _("Gebied"),
        "prices": _("Prijs"),
        "places": _("Locatie"),
        "contacts": _("Contactpersoon"),
        "phones": _("Telefoon"),
        "hours": _("Openingstijden"),
        Vocabulary.CATEGORY: _("Rubriek"),
        Vocabulary.WHO_FOR: _("Voor wie"),
        Vocabulary.LANGUAGE: _("Talen"),
        Vocabulary.LIFE_DOMAIN: _("Leefgebied"),
        Vocabulary.CARER_FUNCTION: _("Hulp voor mantelzorgers"),
    }[one.field]


def line(update: Update, one: Difference, names: Mapping[str, str]) -> str:
    """Return what is different in one sentence: what stood here, and what comes."""
    here, there = sides(update, one, names)
    old, new = (" ".join(", ".join(side).split()) for side in (here, there))
    return _("{field}: “{old}” wordt “{new}”").format(field=label(update, one), old=old, new=new)


def sides(
    update: Update, one: Difference, names: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what stands here and what the file says, a line each."""
    return _side(update, one.field, one.ours, names), _side(update, one.field, one.theirs, names)


def why(one: Difference) -> str:
    """Return why a person is asked."""
    if one.why is Why.CHECKED:
        return _("Iemand keek dit hier na.")
    return _("Iemand veranderde dit hier.")


def _side(
    update: Update, field: str, side: Value | tuple[Record, ...], names: Mapping[str, str]
) -> tuple[str, ...]:
    if isinstance(side, tuple):
        return _records(side, names) or (_("leeg"),)
    if field in _NAMED:
        return (names.get(str(side)) or _("leeg"),)
    return (value_words(side, KINDS[update.kind].fields[field].type),)


def _records(side: Sequence[Record], names: Mapping[str, str]) -> tuple[str, ...]:
    hours = [one for one in side if isinstance(one, Schedule)]
    if hours:
        lines = say.hours_lines(hours, clock.today())
        return tuple(f"{one.when}: {one.hours}" for one in lines)
    return tuple(sorted({_record(one, names) for one in side}))


def _record(one: Any, names: Mapping[str, str]) -> str:
    match one:
        case ServiceAttribute():
            return _code(one)
        case ServiceArea():
            return say.area(one, dict(names)) or one.name
        case CostOption():
            return say.price(one)
        case ServiceAtLocation():
            return names.get(one.location_id, "")
        case MapContact():
            return ", ".join(part for part in (one.name, one.title, one.email) if part)
        case MapPhone():
            return " ".join(part for part in (one.number, one.description) if part)
    return ""


def _code(one: ServiceAttribute) -> str:
    kinds = {Vocabulary.LIFE_DOMAIN: LifeDomain, Vocabulary.CARER_FUNCTION: CarerFunction}
    kind = kinds.get(one.vocabulary)
    if kind is not None and one.code in set(kind):
        return name_of(kind(one.code))
    return shipped_labels().get(one.code, one.code)
