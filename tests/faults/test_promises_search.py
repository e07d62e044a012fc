"""A1: whatever is typed in a search field is words, and finds nothing outside the scope."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meitinker import ids
from meitinker.domain.people import Person
from meitinker.domain.villages import Village
from meitinker.domain.visits import Visit
from meitinker.errors import BugError
from meitinker.ids import RecordId, VillageId
from meitinker.services import people
from meitinker.store import drafts, indexing, search
from meitinker.store.acts import act
from tests import stores
from tests.faults.conftest import SOAK

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.domain.session import Session
    from tests.stores import TestStore

COUNT = 100_000 if SOAK else 250
SYNTAX = (
    'NOT', 'AND', 'OR', 'NEAR(', 'name:', 'surname : jong', '"', '""', "'", '*', '^', '-', '+',
    'OPS-306', 'words:', '{a b} :', ') OR (', '; DROP TABLE person', '\x00', '%', '_', '--',
    'jong', 'Jong*', 'doarp', 'keuken', 'a', '0612345678', '1950',
)  # fmt: skip

typed = st.one_of(
    st.lists(st.sampled_from(SYNTAX), max_size=6).map(" ".join),
    st.lists(st.sampled_from(SYNTAX) | st.text(max_size=8), max_size=8).map("".join),
    st.text(max_size=60),
)


class Two:
    """A store of two villages, and a session that sees the first only."""

    def __init__(self, store: TestStore) -> None:
        self.store = store
        self.mine: set[str] = set()
        here, there = VillageId(ids.record_id()), VillageId(ids.record_id())
        with act(store.database, store.session, "village.add") as work:
            for village, name in ((here, "Jirnsum"), (there, "Grou")):
                work.create(Village(id=village, frisian_name=name))
        for village in (here, there):
            for name in ("Jong", "Jongsma", "Doarp", "Not", "Near"):
                person = store.person(name, village)
                visit = store.visit(person)
                notes = {"notes": f"{name} kookt in de keuken, OPS 306"}
                drafts.save(store.database, store.session, Visit, visit, notes)
                if village == here:
                    self.mine.add(person)
        drafts.seal_all(store.database, store.session)
        while indexing.index_some(store.database, most=100):
            pass
        with act(store.database, store.session, "person.edit") as work:
            # One on each side waits to be indexed: what is pending is searched as well.
            for waiting in (min(self.mine), max(self.mine)):
                work.edit(Person, RecordId(waiting), {"called": "Wachtend"})
        self.session: Session = msgspec.structs.replace(store.session, villages=frozenset({here}))

    def found(self, text: str, session: Session) -> set[str]:
        """Return everybody that ``text`` finds, by name or in the notes."""
        database = self.store.database
        with database.reading() as connection:
            hits = {hit.person_id for hit in search.people(connection, session, text)}
            told = {hit.person_id for hit in search.notes(connection, session, text)}
        shown = {hit.entry.person_id for hit in people.hits(database, session, text)}
        assert shown == hits
        return {str(one) for one in hits | told}


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Two]:
    """Lend the two villages."""
    with stores.opened(tmp_path_factory.mktemp("two") / "store") as store:
        yield Two(store)


@pytest.mark.promise("A1")
def test_a1_no_string_breaks_the_search_or_reaches_outside_the_scope(two: Two) -> None:
    @settings(
        max_examples=COUNT,
        deadline=None,
        database=None,
        derandomize=not SOAK,
        suppress_health_check=list(HealthCheck),
    )
    @given(typed)
    def search_for(text: str) -> None:
        assert two.found(text, two.session) <= two.mine

    search_for()


@pytest.mark.promise("A1")
@pytest.mark.parametrize("text", ["Jong", "near", "not", "OPS-306", "keuken"])
def test_a1_words_that_look_like_syntax_are_found_as_words(two: Two, text: str) -> None:
    assert two.found(text, two.session)


@pytest.mark.promise("A1")
def test_a1_control_without_the_scope_the_other_village_is_found(two: Two) -> None:
    assert two.found("Jong", two.store.session) - two.mine


@pytest.mark.promise("A1")
@pytest.mark.parametrize("text", ["OPS-306", "NOT", '"', "surname : jong", "NEAR("])
def test_a1_control_unquoted_the_same_words_break_the_search(
    two: Two, text: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "words", lambda typed: [typed])
    monkeypatch.setattr(search, "_match", partial(str.join, " "))
    with pytest.raises(BugError, match="OperationalError"):
        two.found(text, two.session)
