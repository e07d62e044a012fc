"""The words of every day that lead to help: what came with the program, and what people added.

A list of the organisation's own lies over the shipped one term by term, so that an update of the
program still brings new terms.
"""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING

from meitinker import clock
from meitinker.domain import dutch, reference
from meitinker.domain.map_services import MapService
from meitinker.domain.organisation import ReferenceOverlay
from meitinker.domain.search_words import SearchWord
from meitinker.domain.thesaurus import (
    THESAURUS,
    Meaning,
    Thesaurus,
    ThesaurusEntry,
    of_entries,
)
from meitinker.errors import InvalidField
from meitinker.ids import RecordId, record_id
from meitinker.services import map_terms
from meitinker.store import records
from meitinker.store.acts import act

if TYPE_CHECKING:
    from meitinker.changes import Changes
    from meitinker.domain.map_terms import Tree
    from meitinker.domain.reference import ReferenceSet
    from meitinker.domain.session import Session
    from meitinker.store.database import Database
    from meitinker.store.driver import Connection


def add_word(
    database: Database,
    session: Session,
    said: str,
    *,
    category: str = "",
    service_id: RecordId | None = None,
) -> Changes:
    """Keep what somebody typed as a word for a category or for one service.

    Raises:
        InvalidField: Nothing was typed that says anything (``word_missing``), it is for nothing
            (``meaning_missing``), or it is known already (``word_known``).
        NotVisible: The service is not there any more.
    """
    told = " ".join(said.split())
    if not dutch.words(told):
        raise InvalidField("said", "word_missing")
    with database.reading() as connection:
        if service_id:
            records.get(connection, session, MapService, service_id)
        elif category not in map_terms.tree_in(connection, session):
            raise InvalidField("category", "meaning_missing")
        for one in records.find(connection, session, SearchWord, service_id=service_id):
            if dutch.words(one.said) == dutch.words(told) and one.category == category:
                raise InvalidField("said", "word_known")
    word = SearchWord(
        id=record_id(),
        user_id=session.user,
        at=clock.now(),
        said=told,
        category=category,
        service_id=service_id,
    )
    with act(database, session, "search_word.add") as work:
        work.create(word)
    return work.changes


def meanings_in(connection: Connection, session: Session) -> list[Meaning]:
    """Return all sayings that hold today: shipped, the organisation's own, and added ones."""
    return listed_in(connection, session) + added_in(connection, session)


def ready(meanings: list[Meaning]) -> Thesaurus:
    """Return ``meanings`` ready to be met; those that were shipped are cut into words once."""
    shipped = shipped_meanings()
    if meanings[: len(shipped)] != shipped:
        return Thesaurus(meanings)
    more = meanings[len(shipped) :]
    return shipped_sayings().and_also(more) if more else shipped_sayings()


def listed_in(connection: Connection, session: Session) -> list[Meaning]:
    """Return the sayings of the lists alone: what may leave, as nobody's own words are in it."""
    overlays = records.find(connection, session, ReferenceOverlay, name=THESAURUS)
    own = reference.choose((), overlays, municipality=None, day=clock.today(), unchecked=True)
    laid = _read_own(own) if own else []
    over = {one.term for one in laid}
    return [one for one in shipped_meanings() if one.term not in over] + of_entries(laid)


def shipped_meanings() -> list[Meaning]:
    """Return the sayings that came with the program and hold today."""
    return _meanings_of(_shipped())


def shipped_sayings() -> Thesaurus:
    """Return the same ready to be met: a third of a second of work, done once."""
    return _cutting_of(_shipped()).end()


def cut_some() -> bool:
    """Do some milliseconds of that work ahead; return whether there is more."""
    return _cutting_of(_shipped()).bite()


def added_in(connection: Connection, session: Session) -> list[Meaning]:
    """Return the sayings that people added from the search box."""
    added = records.find(connection, session, SearchWord)
    tree = map_terms.tree_in(connection, session) if added else None
    return [_meaning(one, tree) for one in added if dutch.words(one.said)]


def _meaning(word: SearchWord, tree: Tree | None) -> Meaning:
    # in Dutch whatever is spoken: the term is looked for among the words of the directory
    entry = tree.get(word.category) if tree and word.category else None
    return Meaning(
        said=word.said,
        term=entry.label if entry else word.category,
        categories=(word.category,) if word.category else (),
        service_id=str(word.service_id or ""),
    )


class _Cutting:
    """Sayings that are cut into words in bites; two lanes may go on with it, by turns."""

    def __init__(self, meanings: list[Meaning]) -> None:
        self._bites = Thesaurus.in_bites(meanings)
        self._turn = Lock()
        self._made: Thesaurus | None = None

    def bite(self) -> bool:
        """Cut some more; return whether there is more."""
        with self._turn:
            self._go_on()
            return self._made is None

    def end(self) -> Thesaurus:
        """Cut the rest and return all."""
        while self._made is None:
            with self._turn:
                self._go_on()
        return self._made

    def _go_on(self) -> None:
        if self._made is None:
            try:
                next(self._bites)
            except StopIteration as ended:
                self._made = ended.value


def _shipped() -> ReferenceSet | None:
    return reference.choose(
        reference.shipped(THESAURUS), (), municipality=None, day=clock.today(), unchecked=True
    )


@lru_cache(maxsize=1)
def _meanings_of(shipped: ReferenceSet | None) -> list[Meaning]:
    return of_entries(shipped.read(list[ThesaurusEntry])) if shipped else []


@lru_cache(maxsize=1)
def _cutting_of(shipped: ReferenceSet | None) -> _Cutting:
    return _Cutting(_meanings_of(shipped))


def _read_own(own: reference.ReferenceSet) -> list[ThesaurusEntry]:
    """Return the organisation's own entries; a list that cannot be read never shuts the map."""
    try:
        return own.read(list[ThesaurusEntry])
    except InvalidField:
        return []
