"""Words that people add from the search box of the social map."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker import clock, ids
from meitinker.domain.map_services import MapService
from meitinker.domain.organisation import ReferenceOverlay
from meitinker.domain.providers import Provider
from meitinker.errors import InvalidField, NotVisible
from meitinker.ids import RecordId
from meitinker.services import map_forms, thesaurus
from meitinker.store.acts import act
from tests import stores

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.stores import TestStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[TestStore]:
    with stores.opened(tmp_path) as opened:
        yield opened


def service(store: TestStore) -> RecordId:
    with act(store.database, store.session, "map.add") as work:
        provider = work.create(Provider(id=ids.record_id(), name="Buorsoarch"))
        return work.create(MapService(id=ids.record_id(), provider_id=provider, name="Koersbal"))


def sayings(store: TestStore) -> dict[str, str]:
    with store.database.reading() as connection:
        return {one.said: one.term for one in thesaurus.meanings_in(connection, store.session)}


def test_what_people_added_is_met_beside_what_was_shipped(store: TestStore) -> None:
    thesaurus.add_word(store.database, store.session, "flubbel", category="meals")
    with store.database.reading() as connection:
        ready = thesaurus.ready(thesaurus.meanings_in(connection, store.session))
    assert [one.meaning.categories for one in ready.meant(["flubbel"])] == [("meals",)]
    assert thesaurus.shipped_sayings().meant(["flubbel"]) == ()
    shipped = thesaurus.shipped_sayings().meant(["tafeltje", "dekje"])
    assert shipped != ()
    assert shipped == ready.meant(["tafeltje", "dekje"])


def test_what_was_cut_ahead_is_ended_by_who_needs_it() -> None:
    thesaurus._cutting_of.cache_clear()
    assert thesaurus.cut_some()
    made = thesaurus.shipped_sayings()
    assert made.meant(["tafeltje", "dekje"])
    assert not thesaurus.cut_some()
    assert thesaurus.shipped_sayings() is made


def test_two_lanes_that_cut_by_turns_make_one_list() -> None:
    thesaurus._cutting_of.cache_clear()
    cutting = thesaurus._cutting_of(thesaurus._shipped())
    with ThreadPoolExecutor(2) as lanes:
        one, other = lanes.submit(cutting.end), lanes.submit(cutting.end)
        assert one.result() is other.result()
    assert one.result().meant(["tafeltje", "dekje"])


def test_a_word_is_kept_as_it_was_typed_without_outer_spaces(store: TestStore) -> None:
    where = service(store)
    thesaurus.add_word(store.database, store.session, "  jeu  de boules ", service_id=where)
    kept = map_forms.desk(store.database, store.session, where).words
    assert [(one.said, one.user_id) for one in kept] == [("jeu de boules", store.session.user)]


@pytest.mark.parametrize(
    ("said", "category", "reason"),
    [
        ("", "meals", "word_missing"),
        (" ?! ", "meals", "word_missing"),
        ("prak", "", "meaning_missing"),
        ("prak", "nothing_such", "meaning_missing"),
    ],
)
def test_a_word_needs_letters_and_a_meaning(
    store: TestStore, said: str, category: str, reason: str
) -> None:
    with pytest.raises(InvalidField) as refused:
        thesaurus.add_word(store.database, store.session, said, category=category)
    assert refused.value.reason == reason


def test_a_word_is_added_once(store: TestStore) -> None:
    thesaurus.add_word(store.database, store.session, "prak", category="meals")
    with pytest.raises(InvalidField) as refused:
        thesaurus.add_word(store.database, store.session, "Prak!", category="meals")
    assert refused.value.reason == "word_known"
    thesaurus.add_word(store.database, store.session, "prak", category="meeting")


def test_a_word_for_a_service_that_is_gone_is_refused(store: TestStore) -> None:
    with pytest.raises(NotVisible):
        thesaurus.add_word(store.database, store.session, "prak", service_id=ids.record_id())


def test_an_own_list_lies_over_the_shipped_one_term_by_term(store: TestStore) -> None:
    assert sayings(store)["poetshulp"] == "huishoudelijke hulp"
    entries = [
        {"term": "huishoudelijke hulp", "categories": ["domestic_help"], "said": ["skrobje"]}
    ]
    with act(store.database, store.session, "overlay.add") as work:
        overlay = work.create(
            ReferenceOverlay(
                id=ids.record_id(),
                name="thesaurus",
                valid_from=clock.today(),
                content=msgspec.json.encode(entries).decode(),
            )
        )
    now = sayings(store)
    assert now["skrobje"] == "huishoudelijke hulp"
    assert "poetshulp" not in now
    assert now["steunkousen"] == "wijkverpleging"
    with act(store.database, store.session, "overlay.change") as work:
        work.edit(ReferenceOverlay, overlay, {"content": '[{"term": 3}]'})
    assert sayings(store)["poetshulp"] == "huishoudelijke hulp"
