"""How the site is ordered: by village, by subject, by name, and where each page lies.

A service stands under all its subjects and villages; its own page lies at its id, so that the
address on a leaflet still holds when it gets another name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain import dutch
from meitinker.domain.map_terms import CategoryEntry
from meitinker.i18n import DUTCH, language

if TYPE_CHECKING:
    from meitinker.domain.map_checks import CheckTerms
    from meitinker.domain.map_terms import TermEntry, Tree
    from meitinker.domain.villages import Village
    from meitinker.exchange.site.public import PublicService

OTHER = "other"
"""The subject of what stands under none."""

DIGITS, SIGNS = "0-9", "#"
_NOT_IN_NAMES = re.compile(r"[^a-z0-9]+")


class SiteHeader(msgspec.Struct, frozen=True, kw_only=True):
    """Whose site it is, of which day, what its codes and areas are called, when a check is old."""

    organisation: str
    phone: str
    email: str
    day: date
    demo: bool
    who_for: Mapping[str, TermEntry]
    areas: dict[str, str]
    terms: CheckTerms


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """A subject with the services right under it, and those of the subjects within it.

    ``lang`` is the code of the language of its label where that is not the page's, else "".
    """

    code: str
    label: str
    lang: str = ""
    file: str
    own: tuple[PublicService, ...]
    within: tuple[PublicService, ...]
    under: tuple[Subject, ...]


class Shelves:
    """The services in all their orders."""

    def __init__(
        self, services: Iterable[PublicService], tree: Tree, villages: Iterable[Village]
    ) -> None:
        """Put the services in order of name."""
        self.services = tuple(sorted(services, key=_by_name))
        self.villages = tuple(sorted(villages, key=lambda one: dutch.folded(one.name)))
        self.tree = tree
        self.village_files = _files((str(one.id), one.name) for one in self.villages)
        self.subject_files = _files([*((one.code, one.code) for one in tree), (OTHER, OTHER)])

    def subjects_of(self, services: Iterable[PublicService], *, other: str) -> tuple[Subject, ...]:
        """Return the subjects that hold any of ``services``; the rest is called ``other``."""
        by_code: dict[str, list[PublicService]] = {}
        for one in services:
            codes = [code for code in one.facets.categories if code in self.tree]
            for code in codes or [OTHER]:
                by_code.setdefault(code, []).append(one)
        tops = [self._subject(entry, by_code) for entry in self.tree.under(None)]
        rest = tuple(by_code.get(OTHER, ())) if OTHER not in self.tree else ()
        if rest:
            file = self.subject_files[OTHER]
            tops.append(
                Subject(code=OTHER, label=other, file=file, own=rest, within=rest, under=())
            )
        return tuple(one for one in tops if one.within)

    def _subject(self, entry: CategoryEntry, by_code: Mapping[str, list[PublicService]]) -> Subject:
        under = tuple(
            found
            for one in self.tree.under(entry.code)
            if (found := self._subject(one, by_code)).within
        )
        own = tuple(by_code.get(entry.code, ()))
        everything = {one.service.id: one for one in own}
        for each in under:
            everything.update((one.service.id, one) for one in each.within)
        return Subject(
            code=entry.code,
            label=entry.name,
            lang=lang_of(entry),
            file=self.subject_files[entry.code],
            own=own,
            within=tuple(sorted(everything.values(), key=_by_name)) if under else own,
            under=under,
        )

    def for_village(self, village: Village) -> tuple[PublicService, ...]:
        """Return what is for people of a village, what is in the village itself first."""
        served = [one for one in self.services if one.serves(village.id, village.municipality_id)]
        return tuple(sorted(served, key=lambda one: not one.within(village.id)))

    @cached_property
    def letters(self) -> Mapping[str, tuple[PublicService, ...]]:
        """The services by the first letter of their name, in order."""
        found: dict[str, list[PublicService]] = {}
        for one in self.services:
            found.setdefault(letter_of(one.service.name), []).append(one)
        return {letter: tuple(found[letter]) for letter in sorted(found, key=_letters_first)}

    @cached_property
    def of_provider(self) -> Mapping[str, tuple[PublicService, ...]]:
        """The services by who offers them."""
        found: dict[str, list[PublicService]] = {}
        for one in self.services:
            found.setdefault(one.service.provider_id, []).append(one)
        return {key: tuple(these) for key, these in found.items()}


def lang_of(entry: CategoryEntry) -> str:
    """Return the language of a label that the list has not in the one at hand, else ""."""
    return "" if language() in {DUTCH, *entry.labels} else DUTCH


def letter_of(name: str) -> str:
    """Return under which letter a name stands; digits stand together, and so do signs."""
    first = dutch.folded(name.lstrip(" '\"’‘“”(")[:1])[:1]
    if first.isdigit():
        return DIGITS
    return first.upper() if "a" <= first <= "z" else SIGNS


def letter_file(letter: str) -> str:
    """Return the name of a letter's page."""
    return {DIGITS: "cijfers", SIGNS: "tekens"}.get(letter, letter.lower())


def _letters_first(letter: str) -> tuple[int, str]:
    return ({DIGITS: 1, SIGNS: 2}.get(letter, 0), letter)


def _by_name(one: PublicService) -> tuple[str, str]:
    return dutch.folded(one.service.name), one.service.id


def _files(named: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return a file name for each key, made of what it is called; no two are the same."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for key, text in named:
        base = _NOT_IN_NAMES.sub("-", dutch.folded(text)).strip("-")[:60] or "x"
        file, number = base, 1
        while file in taken:
            number += 1
            file = f"{base}-{number}"
        taken.add(file)
        found[key] = file
    return found
