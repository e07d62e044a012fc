"""Looking for help in the social map, at every key that is typed.

What was typed is spread over the words of the directory; the index names the likely services,
and how well each answers is weighed. Where none answers, the closest are named apart.
"""

from __future__ import annotations

from heapq import nlargest
from typing import TYPE_CHECKING

import msgspec

from meitinker import clock
from meitinker.domain import dutch, reference
from meitinker.domain.map_asking import MatchReason, Question, ask
from meitinker.domain.map_matching import ENOUGH, NEAR, Prepared, prepare, worth
from meitinker.domain.opening_hours import is_open
from meitinker.domain.village_places import VILLAGE_PLACES, PlaceEntry, Point, metres, middles
from meitinker.domain.villages import Village
from meitinker.services import map_memory
from meitinker.services import social_map as listing
from meitinker.store import map_search, records, social_map
from meitinker.store.social_map import MapLine, ServiceFilter

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from meitinker.domain.session import Session
    from meitinker.services.map_memory import Memory
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection

MOST = 30
"""Services that are shown for what was typed."""

_LOOKED_AT = 100
"""Services that are weighed: more than are shown, as the index knows the words only."""

_STOPPED = 2_000
"""Services that stopped and are looked through for one by name."""

_IN_OWN_WORDS = 0.4
"""What it adds to a vote that the word stands in the name or the everyday words."""

_NEAREST = 5


class FoundService(msgspec.Struct, frozen=True, kw_only=True):
    """One service that answers.

    Attributes:
        line: As lists show it.
        reason: Why it answers; None where nothing was typed.
        metres: From the village that was chosen or typed; 0 for what serves it, None where
            there is none or nobody knows.
    """

    line: MapLine
    reason: MatchReason | None = None
    metres: int | None = None


class SearchAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """What was found.

    Attributes:
        found: The services that answer, the best first.
        nearest: Only where none does: what comes closest, by a part of the words or without
            what was filtered by.
        village_id: The village that was chosen, or that stood in the text.
    """

    found: tuple[FoundService, ...] = ()
    nearest: tuple[FoundService, ...] = ()
    village_id: str | None = None


class _Weighed(msgspec.Struct, frozen=True):
    service_id: str
    share: float
    reason: MatchReason | None


def warm(database: Database, session: Session) -> None:
    """Get the words ready, so that the first key does not wait for them."""
    with map_memory.at_hand(database, session):
        pass


def found(
    database: Database,
    session: Session,
    text: str,
    wanted: ServiceFilter | None = None,
    *,
    near: bool = False,
    open_now: bool = False,
    most: int = MOST,
) -> SearchAnswer:
    """Return the services that answer ``text``, typed so far.

    Args:
        database: The store.
        session: Who is asking.
        text: As typed; the last word may not be finished. Nothing is all that is wanted, by name.
        wanted: What is filtered by.
        near: Also what serves other villages than the one chosen, the nearest first.
        open_now: Only what is open at this moment.
        most: How many at the most.
    """
    with map_memory.at_hand(database, session) as (connection, memory):
        search = _Search(connection, session, memory, open_now=open_now, most=most)
        return search.answer(text, wanted or ServiceFilter(), near=near)


class _Search:
    """One question to the map, within one reading."""

    def __init__(
        self,
        connection: Connection,
        session: Session,
        memory: Memory,
        *,
        open_now: bool,
        most: int,
    ) -> None:
        self._connection = connection
        self._session = session
        self._memory = memory
        self._open_now = open_now
        self._most = most
        self._villages = records.find(connection, session, Village)

    def answer(self, text: str, wanted: ServiceFilter, *, near: bool) -> SearchAnswer:
        """Return what answers, or what comes closest."""
        text, typed_village = _without_village(text, self._villages)
        if typed_village and not wanted.village_id:
            wanted = msgspec.structs.replace(wanted, village_id=typed_village)
        wanted = self._complete(wanted)
        typed = dutch.words(text)
        if wanted.stopped or not typed:  # what stopped is in no index: it is found by its name
            return SearchAnswer(found=self._by_name(wanted, typed), village_id=wanted.village_id)
        question = ask(
            text, self._memory.vocabulary, self._memory.sayings, services=self._memory.services
        )
        weighed = self._weighed(question, wanted)
        here = 0 if wanted.village_id else None
        hits = self._shown(_good(weighed), here)
        if near and wanted.village_id:
            hits += self._nearby(question, wanted, hits)
        nearest = () if hits else self._closest(question, weighed, wanted)
        return SearchAnswer(found=hits[: self._most], nearest=nearest, village_id=wanted.village_id)

    def _complete(self, wanted: ServiceFilter) -> ServiceFilter:
        return listing.complete(self._connection, self._session, wanted)

    def _by_name(self, wanted: ServiceFilter, typed: Sequence[str]) -> tuple[FoundService, ...]:
        """Return what fits and bears all that was typed in its name, in order of name."""
        most = _STOPPED if typed else _LOOKED_AT if self._open_now else self._most
        page = social_map.page(self._connection, self._session, wanted, most=most)
        lines = [one for one in page if all(word in dutch.folded(one.name) for word in typed)]
        kept = self._kept(one.service_id for one in lines)
        here = 0 if wanted.village_id else None
        hits = [FoundService(line=one, metres=here) for one in lines if one.service_id in kept]
        return tuple(hits[: self._most])

    def _weighed(self, question: Question, wanted: ServiceFilter) -> list[_Weighed]:
        """Return the services that may answer, the best first."""
        weighed = []
        for one in self._candidates(question, wanted):
            found = worth(question, one)
            weighed.append(_Weighed(one.service_id, found.share, found.reason))
        return sorted(weighed, key=lambda one: -one.share)

    def _candidates(self, question: Question, wanted: ServiceFilter) -> list[Prepared]:
        connection, session, memory = self._connection, self._session, self._memory
        may = map_memory.wanted_docs(memory, connection, session, wanted)
        votes = {doc: one for doc, one in self._votes(question).items() if doc in may}
        likely = nlargest(_LOOKED_AT, votes, key=votes.__getitem__)
        held = map_memory.prepared(memory, connection, session, likely)
        waiting = {one.service_id: one for one in memory.waiting}
        if not waiting:
            return held
        here = map_search.wanted_of(connection, waiting, wanted)
        return [one for one in held if one.service_id not in waiting] + [
            prepare(key, one.columns, one.codes)
            for key, one in waiting.items()
            if key in here and one.columns
        ]

    def _votes(self, question: Question) -> dict[int, float]:
        """Return the numbers of the services that hold anything of it, with how much of it."""
        votes: dict[int, float] = {}
        for words, weight in question.votes:
            for doc in map_search.docs_with(self._connection, words):
                votes[doc] = votes.get(doc, 0.0) + weight
            for doc in map_search.docs_with(self._connection, words, own_words=True):
                votes[doc] += weight * _IN_OWN_WORDS
        for doc in map_search.docs_of(self._connection, question.services):
            votes[doc] = votes.get(doc, 0.0) + question.weight
        return votes

    def _shown(self, weighed: Iterable[_Weighed], away: int | None) -> tuple[FoundService, ...]:
        """Return these as they are shown, those that are closed now left out if asked."""
        order = list(weighed)
        kept = self._kept(one.service_id for one in order)
        order = [one for one in order if one.service_id in kept][: self._most]
        lines = social_map.lines(self._connection, self._session, [one.service_id for one in order])
        reasons = {one.service_id: one.reason for one in order}
        return tuple(
            FoundService(line=line, reason=reasons[line.service_id], metres=away) for line in lines
        )

    def _kept(self, service_ids: Iterable[str]) -> frozenset[str]:
        """Return which of these are shown: all, or only what is open at this moment."""
        these = frozenset(service_ids)
        if not self._open_now or not these:
            return these
        moment = clock.local(clock.now())
        hours = map_search.hours(self._connection, these)
        return frozenset(one for one in these if is_open(hours.get(one, ()), moment))

    def _nearby(
        self, question: Question, wanted: ServiceFilter, hits: tuple[FoundService, ...]
    ) -> tuple[FoundService, ...]:
        """Return what answers but serves other villages, the nearest first."""
        elsewhere = msgspec.structs.replace(wanted, village_id=None, municipality_id=None)
        known = {one.line.service_id for one in hits}
        others = [
            one
            for one in _good(self._weighed(question, self._complete(elsewhere)))
            if one.service_id not in known
        ]
        away = self._metres((one.service_id for one in others), str(wanted.village_id))
        found = [
            msgspec.structs.replace(one, metres=away.get(one.line.service_id))
            for one in self._shown(others, None)
        ]
        return tuple(sorted(found, key=lambda one: (one.metres is None, one.metres or 0)))

    def _metres(self, service_ids: Iterable[str], village_id: str) -> dict[str, int]:
        """Return how far each service is from a village, by the nearest of its places."""
        places = reference.shipped(VILLAGE_PLACES)[-1].read(list[PlaceEntry])
        known = middles(places, self._villages)
        start = known.get(village_id)
        found: dict[str, int] = {}
        for spot in map_search.spots(self._connection, service_ids) if start else ():
            point = known.get(spot.village_id or "")
            if spot.latitude is not None and spot.longitude is not None:
                point = Point(spot.latitude, spot.longitude)
            if point is not None and start is not None:
                away = metres(start, point)
                found[spot.service_id] = min(away, found.get(spot.service_id, away))
        return found

    def _closest(
        self, question: Question, weighed: list[_Weighed], wanted: ServiceFilter
    ) -> tuple[FoundService, ...]:
        """Return what comes closest where nothing answers: elsewhere, or to a part of it."""
        everything = self._complete(ServiceFilter())
        anywhere = _good(self._weighed(question, everything)) if wanted != everything else []
        partly = [one for one in weighed if one.share >= NEAR]
        closest = self._shown((anywhere or partly)[:_NEAREST], None)
        if not wanted.village_id:
            return closest
        away = self._metres((one.line.service_id for one in closest), wanted.village_id)
        return tuple(
            msgspec.structs.replace(one, metres=away.get(one.line.service_id)) for one in closest
        )


def _good(weighed: list[_Weighed]) -> list[_Weighed]:
    return [one for one in weighed if one.share >= ENOUGH]


def _without_village(text: str, villages: Iterable[Village]) -> tuple[str, str | None]:
    """Return the text without the name of a village in it, and that village."""
    typed = dutch.words(text)
    if len(typed) < 2:
        return text, None
    for village in villages:
        for name in village.names:
            words = dutch.words(name)
            if len(words) == 1 and words[0] in typed:
                rest = " ".join(word for word in typed if word != words[0])
                finished = text[-1].isspace() or typed[-1] == words[0]
                return (f"{rest} " if finished else rest), str(village.id)
    return text, None
