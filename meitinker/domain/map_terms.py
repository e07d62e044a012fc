"""The words of the social map's lists: the tree of categories, who it is for, and the like.

A category says which life domains and carer functions it is about and on which rung it stands; a
service says so itself only where it differs. So a directory from elsewhere, that knows no such
things, needs its categories only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

import msgspec

from meitinker.domain import reference
from meitinker.domain.map_services import CarerFunction, ServiceAttribute, Vocabulary
from meitinker.domain.needs import Rung
from meitinker.domain.visits import LifeDomain
from meitinker.errors import InvalidField
from meitinker.i18n import language

CATEGORIES = "map_categories"
WHO_FOR = "map_who_for"
CARER_FUNCTIONS = "carer_functions"
RUNGS = "map_rungs"
"""The reference sets of the social map."""


class TermEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One term of a list: in Dutch, and by language what it is called in others."""

    code: str
    label: str
    labels: dict[str, str] = {}
    explanation: str = ""

    @property
    def name(self) -> str:
        """What it is called in the language at hand; in Dutch where that has no word for it."""
        return self.labels.get(language()) or self.label


class CategoryEntry(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One category; ``parent`` is the code of the one it stands under, None at the top.

    ``label`` is Dutch, by which files from elsewhere name it and the search knows it; ``labels``
    holds by language what it is called in others.
    """

    code: str
    label: str
    labels: dict[str, str] = {}
    parent: str | None = None
    life_domains: list[LifeDomain] = []
    carer_functions: list[CarerFunction] = []
    rung: Rung | None = None

    @property
    def name(self) -> str:
        """What it is called in the language at hand; in Dutch where that has no word for it."""
        return self.labels.get(language()) or self.label


class Facets(msgspec.Struct, frozen=True, kw_only=True):
    """What a service is about: as it says itself, or as its categories say.

    Attributes:
        categories: Codes of the tree, as given.
        life_domains: In the order of the matrix.
        carer_functions: In their usual order.
        rung: The rung of the ladder, or None where nobody says.
        who_for: Codes of the list.
        languages: ISO 639 codes.
    """

    categories: tuple[str, ...] = ()
    life_domains: tuple[LifeDomain, ...] = ()
    carer_functions: tuple[CarerFunction, ...] = ()
    rung: Rung | None = None
    who_for: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


class Tree:
    """The tree of categories."""

    def __init__(self, entries: Iterable[CategoryEntry]) -> None:
        """Read a list; of a code that is there twice the first counts.

        Raises:
            InvalidField: A parent is missing or a category stands under itself
                (``categories_wrong``).
        """
        known: dict[str, CategoryEntry] = {}
        for entry in entries:
            known.setdefault(entry.code, entry)
        self._known: Mapping[str, CategoryEntry] = MappingProxyType(known)
        for code in known:
            self.path(code)

    def __iter__(self) -> Iterator[CategoryEntry]:
        """Walk through all categories in the order of the list."""
        return iter(self._known.values())

    def __contains__(self, code: object) -> bool:
        """Tell whether there is such a category."""
        return code in self._known

    def get(self, code: str) -> CategoryEntry | None:
        """Return a category, or None for a code of another tree."""
        return self._known.get(code)

    def label(self, code: str) -> str:
        """Return what a category is called in the language at hand.

        A code of another tree is called that.
        """
        found = self._known.get(code)
        return found.name if found else code

    def under(self, code: str | None) -> tuple[CategoryEntry, ...]:
        """Return the categories right under one; None is the top."""
        return tuple(one for one in self._known.values() if one.parent == code)

    def path(self, code: str) -> tuple[CategoryEntry, ...]:
        """Return a category and those it stands under, the top first.

        Raises:
            InvalidField: A parent is missing or it stands under itself (``categories_wrong``).
        """
        found: list[CategoryEntry] = []
        following: str | None = code
        while following is not None:
            entry = self._known.get(following)
            if entry is None or entry in found:
                raise InvalidField("content", "categories_wrong")
            found.append(entry)
            following = entry.parent
        return tuple(reversed(found))

    def within(self, code: str) -> frozenset[str]:
        """Return a category's code and those of all that stand under it."""
        found = {code}
        for entry in self._known.values():
            if any(above.code == code for above in self.path(entry.code)):
                found.add(entry.code)
        return frozenset(found)

    def about(self, domain: LifeDomain) -> frozenset[str]:
        """Return the categories that are about a life domain."""
        return frozenset(one.code for one in self._known.values() if domain in one.life_domains)

    def fulfilling(self, function: CarerFunction) -> frozenset[str]:
        """Return the categories that fulfil a carer function."""
        return frozenset(
            one.code for one in self._known.values() if function in one.carer_functions
        )

    def on_rung(self, rung: Rung) -> frozenset[str]:
        """Return the categories that stand on a rung."""
        return frozenset(one.code for one in self._known.values() if one.rung is rung)

    def facets(self, attributes: Iterable[ServiceAttribute], rung: Rung | None) -> Facets:
        """Return what a service is about.

        Args:
            attributes: Its codes.
            rung: The rung that it says itself, or None.
        """
        told: dict[Vocabulary, list[str]] = {}
        for one in sorted(attributes, key=lambda one: one.id):
            codes = told.setdefault(one.vocabulary, [])
            if one.code not in codes:
                codes.append(one.code)
        categories = told.get(Vocabulary.CATEGORY, [])
        entries = [entry for code in categories if (entry := self._known.get(code))]
        domains = set(told.get(Vocabulary.LIFE_DOMAIN, ())) or {
            domain.value for entry in entries for domain in entry.life_domains
        }
        functions = set(told.get(Vocabulary.CARER_FUNCTION, ())) or {
            one.value for entry in entries for one in entry.carer_functions
        }
        rungs = [entry.rung for entry in entries if entry.rung is not None]
        return Facets(
            categories=tuple(categories),
            life_domains=tuple(one for one in LifeDomain if one.value in domains),
            carer_functions=tuple(one for one in CarerFunction if one.value in functions),
            rung=rung or (rungs[0] if rungs else None),
            who_for=tuple(told.get(Vocabulary.WHO_FOR, ())),
            languages=tuple(told.get(Vocabulary.LANGUAGE, ())),
        )


def shipped_labels() -> dict[str, str]:
    """Return in Dutch what shipped codes are called; an own list's codes count as they are."""
    found = {one.code: one.label for one in reference.shipped(WHO_FOR)[-1].read(list[TermEntry])}
    for entry in reference.shipped(CATEGORIES)[-1].read(list[CategoryEntry]):
        found[entry.code] = entry.label
    return found
