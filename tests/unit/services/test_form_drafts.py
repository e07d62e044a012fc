"""Half-typed forms: kept, come back after a kill, never journaled, and gone when they end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker.domain.people import Person
from meitinker.errors import NotVisible
from meitinker.ids import VillageId, record_id
from meitinker.services import form_drafts
from meitinker.services.form_drafts import Form, TypedForm
from meitinker.store import journal
from meitinker.store.acts import act
from meitinker.store.erasing import Ground, erase

if TYPE_CHECKING:
    from tests.stores import TestStore

WHY = Ground(scope="dossier", ground="Wmo 2015 art. 5.3.5", approval="a decision")


class TypedSaying(TypedForm, frozen=True, kw_only=True):
    """A form of these tests."""

    words: str = ""
    client_id: str = ""


LOOSE = Form("loose", TypedSaying)
ABOUT = Form("about", TypedSaying, about=Person)
HALF = TypedSaying(words="Een half")


def _keep(store: TestStore, form: Form[TypedSaying], typed: TypedSaying, about: str = "") -> None:
    form_drafts.keep(store.database, store.session, form, typed, about=about)


def _read(store: TestStore, form: Form[TypedSaying], about: str = "") -> TypedSaying | None:
    return form_drafts.read(store.database, store.session, form, about=about)


def _settings(store: TestStore) -> str:
    with store.database.reading() as connection:
        return str(connection.execute("SELECT name, value FROM setting").fetchall())


def test_a_form_comes_back_as_it_was_typed(store: TestStore) -> None:
    person, other = store.person(), store.person()
    assert _read(store, LOOSE) is None
    _keep(store, LOOSE, HALF)
    _keep(store, ABOUT, TypedSaying(words="over de een"), person)
    _keep(store, ABOUT, TypedSaying(words="over de ander"), other)
    store.reopen()
    assert _read(store, LOOSE) == HALF
    assert _read(store, ABOUT, person) == TypedSaying(words="over de een")
    assert _read(store, ABOUT, other) == TypedSaying(words="over de ander")
    assert _read(store, ABOUT) is None


def test_it_is_never_journaled(store: TestStore) -> None:
    person = store.person()
    with store.database.reading() as connection:
        before = len(list(journal.headers(connection)))
    _keep(store, ABOUT, HALF, person)
    with store.database.reading() as connection:
        assert len(list(journal.headers(connection))) == before


def test_an_empty_form_and_one_that_was_saved_leave_nothing(store: TestStore) -> None:
    _keep(store, LOOSE, HALF)
    _keep(store, LOOSE, TypedSaying())
    assert _settings(store) == "[]"
    _keep(store, LOOSE, HALF)
    with act(store.database, store.session, "person.add") as work:
        work.create(Person(id=record_id(), surname="Jong"))
        form_drafts.drop(work.transaction, LOOSE)
    assert _settings(store) == "[]"


def test_an_act_that_fails_leaves_the_form(store: TestStore) -> None:
    _keep(store, LOOSE, HALF)

    def fail() -> None:
        with act(store.database, store.session, "person.add") as work:
            form_drafts.drop(work.transaction, LOOSE)
            work.delete(Person, record_id())

    with pytest.raises(NotVisible):
        fail()
    assert _read(store, LOOSE) == HALF


@pytest.mark.promise("A17")
def test_a17_a_form_about_who_may_not_be_seen_is_neither_kept_nor_shown(store: TestStore) -> None:
    person = store.person(village=VillageId(record_id()))
    _keep(store, ABOUT, HALF, person)
    elsewhere = msgspec.structs.replace(store.session, villages=frozenset({VillageId(record_id())}))
    assert form_drafts.read(store.database, elsewhere, ABOUT, about=person) is None
    with pytest.raises(NotVisible):
        form_drafts.keep(store.database, elsewhere, ABOUT, HALF, about=person)


@pytest.mark.parametrize("text", ["{", '{"at": "x", "typed": {"words": 3}}'])
def test_a_form_that_cannot_be_read_any_more_counts_as_not_there(
    store: TestStore, text: str
) -> None:
    with store.database.transaction() as transaction:
        transaction.connection.execute("INSERT INTO setting VALUES ('form.loose.', ?)", (text,))
    assert _read(store, LOOSE) is None
    with store.database.reading() as connection:
        assert form_drafts.every(connection, LOOSE) == []


@pytest.mark.promise("A9")
def test_a9_the_forms_about_someone_go_with_their_file(store: TestStore) -> None:
    person, other = store.person(), store.person()
    _keep(store, ABOUT, TypedSaying(words="kanarie"), person)
    _keep(store, LOOSE, TypedSaying(words="kanarie", client_id=person))
    _keep(store, ABOUT, HALF, other)
    erase(store.database, store.session, [(Person, person)], why=WHY)
    assert "kanarie" not in _settings(store)
    assert _read(store, ABOUT, other) == HALF
