"""Looking for help: the lines that were found, what is filtered by, what is said. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.map_services import CarerFunction, Cost, ServiceStatus, WayIn
from meitinker.domain.needs import Rung
from meitinker.domain.villages import folded
from meitinker.domain.visits import LifeDomain
from meitinker.domain.words import name_of
from meitinker.i18n import _, ngettext
from meitinker.services.map_search_words import told
from meitinker.store.social_map import ServiceFilter
from ui.viewmodels.parts import Choice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from enum import Enum

    from meitinker.domain.session import Session
    from meitinker.domain.villages import Village
    from meitinker.services.map_choices import LookedFor
    from meitinker.services.map_search import FoundService, SearchAnswer

ANY = "any"
"""The answer of a filter that filters nothing."""

MOST = 50
"""Services in the list at once: further down nobody looks, they type another word."""

_KILOMETRE = 1000
_WAY_ICONS = {
    WayIn.UNKNOWN: ("help", "muted"),
    WayIn.FREE: ("circle-check", "success"),
    WayIn.REGISTRATION: ("edit", "info"),
    WayIn.REFERRAL: ("arrow-right", "info"),
    WayIn.INDICATION: ("file-text", "warning"),
}


class Filters(msgspec.Struct, frozen=True, kw_only=True):
    """What the list is narrowed to; what is None is not asked.

    Attributes:
        village_id: Help for people of this village; help elsewhere comes after it.
        life_domain: A life domain.
        rung: A rung of the ladder.
        carer_function: A function of carer support.
        cost: What it costs.
        open_now: Only what is open at this moment.
        stopped: Only what stopped or is closed for a while.
    """

    village_id: str | None = None
    life_domain: LifeDomain | None = None
    rung: Rung | None = None
    carer_function: CarerFunction | None = None
    cost: Cost | None = None
    open_now: bool = False
    stopped: bool = False

    def wanted(self) -> ServiceFilter:
        """Return the question as services take it."""
        return ServiceFilter(
            village_id=self.village_id,
            life_domain=self.life_domain,
            rung=self.rung,
            carer_function=self.carer_function,
            cost=self.cost,
            running=not self.stopped,
            stopped=self.stopped,
        )


class MapRow(msgspec.Struct, frozen=True):
    """One service in the list.

    Attributes:
        key: Its id.
        title: Its name.
        status: How one gets in, who offers it and where, and below that why it was found.
        icon_name: How one gets in; the words say the same.
        tint: Token of the icon's colour.
    """

    key: str
    title: str
    status: str
    icon_name: str
    tint: str


def own_village(session: Session) -> str | None:
    """Return the village in which the user works; None where there are several, or all."""
    villages = session.villages
    return next(iter(villages)) if isinstance(villages, frozenset) and len(villages) == 1 else None


def rows(found: Iterable[FoundService], village: str = "") -> list[MapRow]:
    """Return the lines of what was found; ``village`` is the name of the one chosen."""
    return [_row(one, village) for one in found]


def status_words(status: ServiceStatus) -> str:
    """Return how a service stands where that is not as usual, else ""."""
    return "" if status is ServiceStatus.ACTIVE else name_of(status)


def way_icon(way: WayIn) -> tuple[str, str]:
    """Return icon and tint of how one gets in."""
    return _WAY_ICONS[way]


def way_words(way: WayIn) -> str:
    """Return how one gets in, in words."""
    return _("Vraag of u er terechtkunt") if way is WayIn.UNKNOWN else name_of(way)


def distance_words(metres: int | None, village: str) -> str:
    """Return how far a service is from a village; "" where nobody asked or nobody knows."""
    if metres is None or not village:
        return ""
    if metres == 0:
        return _("voor {village}").format(village=village)
    if metres < _KILOMETRE:
        return _("minder dan 1 km van {village}").format(village=village)
    return _("{count} km van {village}").format(count=round(metres / _KILOMETRE), village=village)


def heading_words(answer: SearchAnswer) -> str:
    """Return the line above the list: how much there is, or that this is only what is near."""
    if answer.found:
        count = len(answer.found)
        if count >= MOST:
            return _("De eerste {count}. Typ meer om te kiezen.").format(count=count)
        return ngettext("{count} gevonden", "{count} gevonden", count).format(count=count)
    return _("Niets gevonden. Dit komt in de buurt:") if answer.nearest else ""


def nothing_words(typed: str, filters: Filters, *, keeps: bool = False) -> str:
    """Return what is said where there is nothing to show; who keeps the map can fill it."""
    if filters.stopped:  # help that runs is not looked through: nothing is missing by this
        return _("Niets wat zo heet, is gestopt of gesloten. Wis de keuzes om alle hulp te zien.")
    if typed.strip():
        return _("Niets gevonden. Zoek met een ander woord, of vertel wat u mist.")
    if filters != Filters():
        return _("Hier is nog geen hulp voor. Kies anders, of vertel wat u mist.")
    if keeps:
        return _("De kaart is nog leeg. Klik op Nieuw, of lees een lijst in bij Backoffice.")
    return _("De sociale kaart is nog leeg. De backoffice vult haar.")


def missing_words(village: str) -> str:
    """Return what the button says that tells what is missing, and where."""
    if village:
        return _("Dit ontbreekt in {village}").format(village=village)
    return _("Dit ontbreekt")


def filter_words(
    filters: Filters, villages: Mapping[str, str], home: LookedFor | None = None
) -> str:
    """Return what is filtered by, in a line: ``Grou · Wonen · Gratis``.

    ``home`` is for whom one looks: their village is told as such.
    """
    village = villages.get(filters.village_id or "", "")
    if village and home is not None and home.village_id == filters.village_id:
        village = _("{village}, waar {name} woont").format(village=village, name=home.resident)
    parts = [village]
    chosen = (filters.life_domain, filters.rung, filters.carer_function, filters.cost)
    parts += [name_of(one) for one in chosen if one is not None]
    if filters.open_now:
        parts.append(_("nu open"))
    if filters.stopped:
        parts.append(_("gestopt of gesloten"))
    return " · ".join(part for part in parts if part) or _("Alle dorpen, alle hulp")


def filters_for(
    home: LookedFor | None, filters: Filters, *, before: LookedFor | None, first: str | None
) -> Filters:
    """Return what the list is narrowed to when somebody else is looked for, or nobody.

    Args:
        home: Whom one looks for now.
        filters: What it was narrowed to.
        before: Whom one looked for until now.
        first: The village to begin with.
    """
    theirs = before is not None and filters.village_id == before.village_id
    if home is None and not theirs:
        return filters  # the user chose that village
    return msgspec.structs.replace(filters, village_id=first)


def missed(before: str, typed: str, answer: SearchAnswer) -> str:
    """Return what was looked for last without an answer.

    Fewer letters tell no other words, and what is typed on until it is found was no word yet.
    """
    if answer.found:
        return "" if before and typed.startswith(before) else before
    return typed if typed and not before.startswith(typed) else before


def village_names(villages: Iterable[Village]) -> dict[str, str]:
    """Return the names of villages by id."""
    return {village.id: village.name for village in villages}


def village_choices(villages: Mapping[str, str]) -> list[Choice]:
    """Return the villages to choose from, after all of them."""
    by_name = sorted(villages.items(), key=lambda one: folded(one[1]))
    return [Choice(ANY, _("Alle dorpen")), *(Choice(key, name) for key, name in by_name)]


def domain_choices() -> list[Choice]:
    """Return the life domains to choose from."""
    return _choices(LifeDomain)


def rung_choices() -> list[Choice]:
    """Return the rungs of the ladder to choose from."""
    return [Choice(ANY, _("Maakt niet uit")), *(Choice(str(int(r)), name_of(r)) for r in Rung)]


def carer_choices() -> list[Choice]:
    """Return the functions of carer support to choose from."""
    return _choices(CarerFunction)


def cost_choices() -> list[Choice]:
    """Return what it may cost."""
    return _choices(Cost)


def _choices(kind: type[Enum]) -> list[Choice]:
    return [
        Choice(ANY, _("Maakt niet uit")),
        *(Choice(str(one.value), name_of(one)) for one in kind if one.value != "unknown"),
    ]


def _row(one: FoundService, village: str) -> MapRow:
    line = one.line
    where = distance_words(one.metres, village) if one.metres else line.places.replace(",", ", ")
    stands = status_words(line.status)
    icon_name, tint = ("ban", "warning") if stands else way_icon(line.way_in)
    whose = ", ".join(part for part in (line.provider, where) if part)
    first = " · ".join(part for part in (stands or way_words(line.way_in), whose) if part)
    told_of = "\n".join(part for part in (first, told(one.reason)) if part)
    return MapRow(line.service_id, line.name, told_of, icon_name, tint)
