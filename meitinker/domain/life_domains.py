"""The list of life domains that a conversation goes through, laid over the matrix.

A municipality has its own list with its own words; notes are kept under the domains of the
self-reliance matrix, so that every list reports in the same terms.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.visits import LifeDomain
from meitinker.i18n import language

if TYPE_CHECKING:
    from collections.abc import Iterable

    from meitinker.domain.reference import LifeDomainEntry, ReferenceSet

LIFE_DOMAINS = "life_domains"
"""The reference sets that hold the lists."""


class Guide(msgspec.Struct, frozen=True, kw_only=True):
    """One domain of a list as the conversation goes through it.

    Attributes:
        home: The domain of the matrix under which its note is kept; no two share one.
        covers: All domains of the matrix that it is about, its home among them.
        label: What the list calls it in Dutch, or "" for the program's own word.
        labels: What the list calls it in other languages.
        prompt: What the list asks, or "" for the program's own questions.
    """

    home: LifeDomain
    covers: tuple[LifeDomain, ...]
    label: str = ""
    labels: dict[str, str] = {}
    prompt: str = ""

    def named(self) -> str:
        """Return what the list calls it in the language shown, or "" for the program's word."""
        return self.labels.get(language()) or self.label


class DomainList(msgspec.Struct, frozen=True, kw_only=True):
    """A list in force, and where it comes from.

    Attributes:
        key: The reference set it was read from.
        source: Where its content comes from.
        municipality: The one municipality it is for, or None.
        guides: Its domains in the order in which they are gone through.
    """

    key: str
    source: str
    municipality: str | None
    guides: tuple[Guide, ...]

    def guide_of(self, domain: LifeDomain) -> Guide | None:
        """Return the guide whose notes are kept under ``domain``, or None."""
        return next((one for one in self.guides if one.home is domain), None)


def matrix() -> DomainList:
    """Return the domains of the matrix themselves, in the program's own words."""
    guides = tuple(Guide(home=domain, covers=(domain,)) for domain in LifeDomain)
    return DomainList(key="", source="", municipality=None, guides=guides)


def read(chosen: ReferenceSet, entries: Iterable[LifeDomainEntry]) -> DomainList:
    """Return the list that a reference set holds.

    A shipped list that is for everybody bears the program's own words: those are translated.
    """
    general = chosen.municipality is None and not chosen.overlay
    return DomainList(
        key=chosen.key,
        source=chosen.source,
        municipality=chosen.municipality,
        guides=guides(entries, own_words=general),
    )


def guides(entries: Iterable[LifeDomainEntry], *, own_words: bool = False) -> tuple[Guide, ...]:
    """Return the domains of a list, each with a home of its own in the matrix.

    An entry lives under the first domain it covers that has no other tenant. One that finds all
    taken joins the first of them: its words stand beside the other's, so that nothing of a list
    is lost. One that covers no domain of the matrix cannot be kept and is left out.
    """
    homes: dict[LifeDomain, Guide] = {}
    for entry in entries:
        covers = tuple(LifeDomain(code) for code in entry.covers if code in set(LifeDomain))
        if not covers:
            continue
        free = next((domain for domain in covers if domain not in homes), None)
        guide = Guide(
            home=free or covers[0],
            covers=covers,
            label="" if own_words else entry.label,
            labels={} if own_words else entry.labels,
            prompt=entry.prompt,
        )
        homes[guide.home] = guide if free else _joined(homes[guide.home], guide)
    return tuple(homes.values())


def _joined(guide: Guide, other: Guide) -> Guide:
    codes = {*guide.labels, *other.labels}
    return msgspec.structs.replace(
        guide,
        label=_beside(guide.label, other.label),
        labels={
            code: _beside(guide.labels.get(code, guide.label), other.labels.get(code, other.label))
            for code in codes
        },
        prompt=" ".join(part for part in (guide.prompt, other.prompt) if part),
    )


def _beside(*labels: str) -> str:
    return " · ".join(label for label in labels if label)
