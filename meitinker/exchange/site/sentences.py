"""What the pages say around what the map tells, in the language at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.map_services import Cost
from meitinker.domain.visits import LifeDomain
from meitinker.domain.words import in_words, name_of
from meitinker.i18n import _, language, ngettext

if TYPE_CHECKING:
    from meitinker.exchange.site.shelves import SiteHeader


def said(about: SiteHeader) -> dict[str, str]:
    """Return the sentences that any page may show, by their names in the templates."""
    return {
        **_frame(about),
        "skip": _("Naar de inhoud"),
        "menu": _("Hoofdmenu"),
        "trail": _("U bent hier"),
        "languages": _("Talen"),
        "start": _("Start"),
        "villages": _("Dorpen"),
        "categories": _("Onderwerpen"),
        "letters": _("A tot Z"),
        "search": _("Zoeken"),
        "villages_intro": _("Kies uw dorp. U ziet wat er in het dorp is en wat er voor u is."),
        "categories_intro": _("Kies waar u hulp bij zoekt."),
        "letters_intro": _("Alle hulp op naam. Kies een letter."),
        "choose_village": _("Kies uw dorp"),
        "choose_category": _("Of kies een onderwerp"),
        "other": other_help(),
        "call": _("Bellen"),
        "mail": _("Mailen"),
        "website": _("Website"),
        "contact": _("Contact"),
        "here_too": _("Bekijk ook"),
        "nothing_here": _("Hier staat nog niets."),
        "services": _("diensten"),
        "closed_now": _("Tijdelijk gesloten"),
    }


def narrowing() -> dict[str, list[tuple[str, str]]]:
    """Return by what answers can be narrowed: the codes and what each is called."""
    return {
        "domains": [(one.value, name_of(one)) for one in LifeDomain],
        "costs": [(one.value, name_of(one)) for one in Cost if one is not Cost.UNKNOWN],
    }


def searching() -> dict[str, str]:
    """Return what the search box says; the script fills in what stands between braces."""
    return {
        "narrow": _("Dorp, onderwerp en kosten"),
        "domain": _("Waar gaat het over?"),
        "every_domain": _("Alles"),
        "cost": _("Kosten"),
        "every_cost": _("Alle kosten"),
        "near": _("Ook in dorpen in de buurt"),
        "open": _("Alleen wat nu open is"),
        "open_until": _("Nu open tot {time} uur."),
        "distance": _("Op {km} km van {village}."),
        "close_by": _("Minder dan 1 km van {village}."),
        "label": _("Wat zoekt u?"),
        "hint": _("Zeg het in uw eigen woorden, zoals: {example}").format(
            example=_("eten aan huis, iemand die even oppast")
        ),
        "village": _("Voor wie woont in"),
        "every_village": _("Alle dorpen"),
        "button": _("Zoek"),
        "without": _(
            "Zoeken werkt in deze browser niet. Kies uw dorp, een onderwerp of een letter."
        ),
        "results": _("Gevonden hulp"),
        "waiting": _("De woorden worden opgehaald…"),
        "failed": _("Zoeken lukt nu niet. Kies uw dorp, een onderwerp of een letter."),
        "one": _("1 gevonden"),
        "some": _("{count} gevonden"),
        "many": _("De eerste {count}. Typ meer om te kiezen."),
        "nearest": _("Niets gevonden. Dit komt in de buurt:"),
        "nothing": _("Niets gevonden. Probeer een ander woord, of kies een onderwerp."),
        "there": _("Voor wie woont in {village}."),
        "because": _("gevonden op: {said} → {term}"),
        "found": _("gevonden op: {said}"),
    }


def other_help() -> str:
    """Return what help is called that stands under no subject."""
    return _("Andere hulp")


def count_words(count: int) -> str:
    """Return how much help there is."""
    return ngettext("{count} dienst", "{count} diensten", count).format(count=count)


def in_village(what: str, village: str) -> str:
    """Return a heading: some subject in a village."""
    return _("{what} in {village}").format(what=what, village=village)


def for_village(village: str) -> str:
    """Return a heading: all that is for people of a village."""
    return _("Hulp voor wie woont in {village}").format(village=village)


def own_help(village: str) -> str:
    """Return a heading: what is in the village itself."""
    return _("In {village} zelf").format(village=village)


def more_of(provider: str) -> str:
    """Return a heading: what else somebody offers."""
    return _("Meer van {name}").format(name=provider)


def letter_words(letter: str) -> str:
    """Return a heading: help whose name begins with a letter."""
    return _("Hulp met de letter {letter}").format(letter=letter)


def _frame(about: SiteHeader) -> dict[str, str]:
    """Return what stands above and under every page."""
    name = about.organisation
    day = in_words(about.day, language())
    title = _("Hulp bij u in de buurt")
    made = _("Bijgewerkt op {day}.").format(day=day)
    if name:
        made = _("{name} houdt deze sociale kaart bij. Bijgewerkt op {day}.").format(
            name=name, day=day
        )
    return {
        "title": title,
        "made": made,
        # the template puts links in its place
        "wrong": _("Klopt er iets niet? Laat het ons weten: {reach}"),
        "demo": _("Dit is een voorbeeld. Deze hulp bestaat niet echt.") if about.demo else "",
        "intro": _("Zoek hulp, activiteiten en mensen bij u in de buurt."),
    }
