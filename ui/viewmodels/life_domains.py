"""The list of life domains in words: what each is called, and what to ask. No Qt here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meitinker.domain.visits import LifeDomain
from meitinker.domain.words import name_of
from meitinker.i18n import _, ngettext
from ui.viewmodels.parts import Choice

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.life_domains import DomainList, Guide
    from meitinker.domain.visits import DomainNote
    from meitinker.services.life_domains import ListChoice

FOLLOW = "municipality"
"""Key of "the list of the resident's municipality" among the lists."""


def label_of(guide: Guide) -> str:
    """Return what a domain is called: by its list, or by the program."""
    return guide.named() or name_of(guide.home)


def prompt_of(guide: Guide) -> str:
    """Return what to ask about a domain: the list's question, or the program's own ones."""
    return guide.prompt or " ".join(question(domain) for domain in guide.covers)


def title_of(domain: LifeDomain, used: DomainList) -> str:
    """Return what the domain of a note is called in a list, also where the list lacks it."""
    guide = used.guide_of(domain)
    return label_of(guide) if guide else name_of(domain)


def question_for(domain: LifeDomain, used: DomainList) -> str:
    """Return what to ask beside the note on ``domain``."""
    guide = used.guide_of(domain)
    return prompt_of(guide) if guide else question(domain)


def place_of(domain: LifeDomain, used: DomainList) -> tuple[int, int]:
    """Return the sorting place of a note: as in the list, then what another list kept."""
    homes = [guide.home for guide in used.guides]
    at = homes.index(domain) if domain in homes else len(homes)
    return at, list(LifeDomain).index(domain)


def free(used: DomainList, notes: Iterable[DomainNote]) -> tuple[Guide, ...]:
    """Return the domains of a list that have no note yet."""
    taken = {note.domain for note in notes}
    return tuple(guide for guide in used.guides if guide.home not in taken)


def list_choices(lists: Iterable[ListChoice]) -> tuple[Choice, ...]:
    """Return the lists to choose from; the first follows the resident's municipality."""
    return (
        Choice(FOLLOW, _("De lijst van de gemeente van de inwoner")),
        *(Choice(one.key, _list_words(one)) for one in lists),
    )


def _list_words(one: ListChoice) -> str:
    name = one.municipality or _("Algemene lijst")
    count = ngettext("{count} leefgebied", "{count} leefgebieden", one.count)
    return f"{name} ({count.format(count=one.count)})"


def question(domain: LifeDomain) -> str:
    """Return the program's own question about a domain of the matrix."""
    return {
        LifeDomain.FINANCES: _("Komt u rond? Wie doet de geldzaken?"),
        LifeDomain.WORK_AND_EDUCATION: _("Werkt u, of volgt u een opleiding? Hoe gaat dat?"),
        LifeDomain.DAILY_ACTIVITIES: _("Hoe ziet een gewone dag eruit?"),
        LifeDomain.HOUSING: _("Hoe woont u? Kunt u overal in huis komen?"),
        LifeDomain.HOME_RELATIONS: _("Hoe gaat het met wie bij u in huis wonen?"),
        LifeDomain.MENTAL_HEALTH: _("Hoe voelt u zich de laatste tijd?"),
        LifeDomain.PHYSICAL_HEALTH: _("Waar hebt u last van? Wat lukt nog wel?"),
        LifeDomain.SUBSTANCE_USE: _("Rookt of drinkt u? Lukt het met de medicijnen?"),
        LifeDomain.BASIC_ADL: _("Lukt het om u te wassen, aan te kleden en te eten?"),
        LifeDomain.INSTRUMENTAL_ADL: _("Lukt het koken, schoonmaken en boodschappen doen?"),
        LifeDomain.SOCIAL_NETWORK: _("Wie ziet u vaak? Wie kunt u bellen als er iets is?"),
        LifeDomain.PARTICIPATION: _("Waar doet u aan mee? Wat zou u graag weer doen?"),
        LifeDomain.JUSTICE: _("Hebt u te maken met politie, rechter of een boete?"),
    }[domain]
