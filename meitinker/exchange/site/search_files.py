"""What the search in the browser reads: the words of the directory and the lines of its answers.

Scripts and not JSON, because a page that was opened from a folder may load the one and not the
other. The words hold for each word of the directory in which services it stands; the lines tell
what those are called. Both are few long texts, which a browser reads far faster than many small
ones; a word is taken apart when it is first looked for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

import msgspec

from meitinker.domain import dutch
from meitinker.domain.map_asking import code_word
from meitinker.domain.map_matching import ENOUGH, FACTORS, NEAR
from meitinker.exchange.site.facts import name_words, summary, where_words
from meitinker.exchange.site.search_facets import facets

if TYPE_CHECKING:
    from meitinker.domain.thesaurus import Meaning
    from meitinker.domain.village_places import Point
    from meitinker.domain.villages import Village
    from meitinker.exchange.site.public import PublicService
    from meitinker.exchange.site.shelves import SiteHeader

INDEX, LINES = "search-index.js", "search-lines.js"
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_EVERYWHERE = "*"
_SUMMARY = 100
"""Letters that an answer tells of what it is; every service takes them along."""


class Searched(msgspec.Struct, frozen=True, kw_only=True):
    """What is searched, in the order of the index of the program.

    Attributes:
        services: Those that may be found.
        columns: Of each the words of the index, column by column; its categories last.
        closed: The ids of those that are no answer, because they are closed for now.
        count: How many services the directory has, by which a rare word is told from a common one.
        sayings: The words of every day that the organisation itself lets people use.
        villages: In the order in which the program knows them.
        village_files: What each is called among the files of the site.
        middles: The middle of each village, by its id.
    """

    services: tuple[PublicService, ...]
    columns: Mapping[str, tuple[str, ...]]
    closed: frozenset[str]
    count: int
    sayings: tuple[Meaning, ...]
    villages: tuple[Village, ...]
    village_files: Mapping[str, str]
    middles: Mapping[str, Point] = {}


def index_file(searched: Searched) -> bytes:
    """Return the words of the directory."""
    held = _held(searched)
    areas, area_of = _areas(searched)
    known = [one.service.id for one in searched.services]
    content = {
        "words": " ".join(held),
        "posts": " ".join(post for post, _count in held.values()),
        "counts": " ".join(base36(count) for _post, count in held.values()),
        "services": searched.count,
        "closed": [number for number, one in enumerate(known) if one in searched.closed],
        "areas": areas,
        "area_of": " ".join(base36(number) for number in area_of),
        "villages": [list(one.names) for one in searched.villages],
        "village_files": [searched.village_files[str(one.id)] for one in searched.villages],
        "sayings": [
            [one.said, one.term, [code_word(code) for code in one.categories], int(one.far)]
            for one in searched.sayings
        ],
        "factors": sorted(set(FACTORS), reverse=True),
        "enough": ENOUGH,
        "near": NEAR,
        "stop": " ".join(sorted(dutch.STOP_WORDS)),
        "pale": " ".join(sorted(dutch.PALE_WORDS)),
        "prepositions": " ".join(sorted(dutch.PREPOSITIONS)),
        **facets(searched.services, searched.villages, searched.middles),
    }
    return _script("index", content)


def lines_file(services: Iterable[PublicService], about: SiteHeader) -> bytes:
    """Return what the services are called, who offers them, where, and shortly what they are."""
    told = list(services)
    providers: dict[str, int] = {}
    numbers = [
        providers.setdefault(one.provider.name if one.provider else "", len(providers))
        for one in told
    ]
    content = {
        "ids": "\n".join(one.service.id for one in told),
        "names": "\n".join(_line(name_words(one)) for one in told),
        "others": "\n".join(_line(one.service.alternate_name) for one in told),
        "places": "\n".join(_line(where_words(one, about)) for one in told),
        "about": "\n".join(summary(one.service.description, most=_SUMMARY) for one in told),
        "providers": list(providers),
        "provider_of": " ".join(base36(number) for number in numbers),
    }
    return _script("lines", content)


def _held(searched: Searched) -> dict[str, tuple[str, int]]:
    """Return for each word, in order, where it stands and in how many services."""
    where: dict[str, dict[int, set[int]]] = {}
    counts: dict[str, int] = {}
    levels = {factor: level for level, factor in enumerate(sorted(set(FACTORS), reverse=True))}
    for number, one in enumerate(searched.services):
        columns = searched.columns.get(one.service.id, ())
        for word, level in _best(columns, levels).items():
            where.setdefault(word, {}).setdefault(level, set()).add(number)
            counts[word] = counts.get(word, 0) + 1
    return {word: (_post(where[word]), counts[word]) for word in sorted(where)}


def _best(columns: Sequence[str], levels: Mapping[float, int]) -> dict[str, int]:
    """Return of a service each word with the level of the best column that it stands in."""
    found: dict[str, int] = {}
    factors = [*(levels[factor] for factor in FACTORS), len(levels)]
    for column, level in zip(columns, factors, strict=False):
        for word in column.split():
            if found.get(word, level) >= level:
                found[word] = level
    return found


def _post(levels: Mapping[int, set[int]]) -> str:
    """Return where a word stands: a letter for the level, then the steps between services."""
    parts = []
    for level in sorted(levels):
        before, steps = -1, []
        for number in sorted(levels[level]):
            steps.append(base36(number - before - 1))
            before = number
        parts.append(chr(ord("A") + level) + ".".join(steps))
    return "".join(parts)


def _areas(searched: Searched) -> tuple[list[object], list[int]]:
    """Return the sets of villages that services are for, and which of them each has."""
    sets: dict[tuple[int, ...], int] = {}
    villages = [(str(one.id), one.municipality_id) for one in searched.villages]
    numbers = [
        sets.setdefault(
            tuple(at for at, (one, lies) in enumerate(villages) if service.serves(one, lies)),
            len(sets),
        )
        for service in searched.services
    ]
    every = len(villages)
    return [_EVERYWHERE if len(one) == every else list(one) for one in sets], numbers


def base36(number: int) -> str:
    """Return a whole number from 0 as browsers read it back."""
    found = _DIGITS[number % len(_DIGITS)]
    while number := number // len(_DIGITS):
        found = _DIGITS[number % len(_DIGITS)] + found
    return found


def _line(text: str) -> str:
    return " ".join(text.split())


def _script(name: str, content: Mapping[str, object]) -> bytes:
    # JSON is JavaScript since 2019, the two line ends of Unicode included
    told = msgspec.json.encode(content)
    return b'"use strict";\nself.meitinkerSite.take("' + name.encode() + b'", ' + told + b");\n"
