"""People: searching with a reason, the form that outlives a kill, details, and merged files."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from meitinker.domain.addresses import Address, AddressUse
from meitinker.domain.households import Household, HouseholdMember
from meitinker.domain.people import Person, Phone
from meitinker.errors import InvalidField, NotVisible
from meitinker.ids import HouseholdId, PersonId, RecordId, record_id
from meitinker.services import (
    adding,
    editing,
    form_drafts,
    merging,
    people,
    person_details,
    reading,
    undo,
)
from meitinker.services.adding import TypedPerson
from meitinker.services.people import NewPerson
from meitinker.store import indexing, readlog
from meitinker.store.acts import act

if TYPE_CHECKING:
    from tests.stores import TestStore

HALF = TypedPerson(given_names="Sjoukje", prefix="de", surname="Jo", born_day="4", born_month="ma")


def index(store: TestStore) -> None:
    while indexing.index_some(store.database, most=100):
        pass


def added(store: TestStore, *, given_names: str = "", surname: str) -> PersonId:
    typed = NewPerson(given_names=given_names, surname=surname)
    changes = people.add(store.database, store.session, typed)
    return PersonId(changes.created("person"))


class TestSearching:
    def test_says_when_it_took_the_words_for_a_typing_error(self, store: TestStore) -> None:
        added(store, given_names="Pytrik", surname="Hoekstra")
        index(store)
        wrong = people.hits(store.database, store.session, "hokestra")
        right = people.hits(store.database, store.session, "hoekst")
        assert [(h.entry.surname, h.alike) for h in wrong] == [("Hoekstra", True)]
        assert [(h.entry.surname, h.alike) for h in right] == [("Hoekstra", False)]

    def test_found_is_the_same_people_without_the_reason(self, store: TestStore) -> None:
        added(store, surname="Bakker")
        found = people.found(store.database, store.session, "bak")
        assert [e.surname for e in found] == ["Bakker"]

    @pytest.mark.parametrize("indexed", [False, True])
    @pytest.mark.parametrize("typed", ["dyk", "dykstra", "dijksma", "dykstar"])
    def test_two_merged_files_are_found_as_one_person_by_either_name(
        self, store: TestStore, typed: str, indexed: bool
    ) -> None:
        one, other = added(store, surname="Dijksma"), added(store, surname="Dykstra")
        merging.merge(store.database, store.session, from_id=other, into_id=one)
        if indexed:
            index(store)
        told = people.found(store.database, store.session, typed)
        assert [entry.person_id for entry in told] == (
            [one] if indexed or typed != "dykstar" else []
        )


class TestTypedForm:
    def keep(self, store: TestStore) -> None:
        form_drafts.keep(store.database, store.session, adding.FORM, HALF)

    def kept(self, store: TestStore) -> TypedPerson | None:
        return form_drafts.read(store.database, store.session, adding.FORM)

    def test_half_a_date_is_there_again_after_the_store_is_opened_anew(
        self, store: TestStore
    ) -> None:
        self.keep(store)
        store.reopen()
        assert self.kept(store) == HALF

    def test_adding_empties_it(self, store: TestStore) -> None:
        self.keep(store)
        before = store.database.saved.commits
        changes = adding.finish(store.database, store.session, NewPerson(surname="Jong"))
        assert store.get(Person, changes.created("person")).surname == "Jong"
        assert self.kept(store) is None
        assert store.database.saved.commits == before + 1  # a kill finds the one or the other

    def test_what_is_refused_stays_typed(self, store: TestStore) -> None:
        self.keep(store)
        with pytest.raises(InvalidField):
            adding.finish(store.database, store.session, NewPerson(surname="Jong", postcode="9"))
        assert self.kept(store) == HALF


class TestDetails:
    def phone(self, store: TestStore) -> RecordId:
        person = store.person()
        return people.add_phone(store.database, store.session, person).created("phone")

    def type_number(self, store: TestStore, phone: RecordId, typed: str) -> None:
        fields = {"number": typed}
        editing.save(store.database, store.session, kind="phone", record_id=phone, fields=fields)

    @pytest.mark.parametrize(
        ("typed", "digits"), [("06-1234", ""), (" 06 12345678 ", "+31612345678"), ("bel maar", "")]
    )
    def test_half_a_number_is_kept_and_a_whole_one_gets_its_digits(
        self, store: TestStore, typed: str, digits: str
    ) -> None:
        phone = self.phone(store)
        self.type_number(store, phone, typed)
        kept = store.get(Phone, phone)
        assert (kept.number, kept.digits) == (typed.strip(), digits)

    def test_a_number_that_is_typed_over_loses_its_old_digits(self, store: TestStore) -> None:
        phone = self.phone(store)
        for typed in ("0612345678", "06123"):
            self.type_number(store, phone, typed)
        assert store.get(Phone, phone).digits == ""

    def test_an_address_is_added_empty_for_its_use(self, store: TestStore) -> None:
        person = store.person()
        changes = person_details.add_address(
            store.database, store.session, person, use=AddressUse.POSTAL
        )
        address = store.get(Address, changes.created("address"))
        assert (address.person_id, address.use, address.street) == (person, AddressUse.POSTAL, "")

    def test_a_death_told_by_mistake_is_taken_back(self, store: TestStore) -> None:
        person = store.person()
        people.register_death(store.database, store.session, person, on=date(2026, 5, 17))
        person_details.withdraw_death(store.database, store.session, person)
        assert store.get(Person, person).deceased_on is None
        undo.undo(store.database, store.session)
        assert store.get(Person, person).deceased_on == date(2026, 5, 17)


class TestMergedFiles:
    def test_names_the_file_that_was_merged_and_how_it_can_be_undone(
        self, store: TestStore
    ) -> None:
        one, other = added(store, surname="Dijkstra"), added(store, surname="Dykstra")
        merging.merge(store.database, store.session, from_id=other, into_id=one)
        (merged,) = merging.merged_files(store.database, store.session, one)
        assert (merged.person.id, merged.person.surname) == (other, "Dykstra")
        merging.unmerge(store.database, store.session, merged.merge.id)
        assert merging.merged_files(store.database, store.session, one) == ()

    def test_a_merged_file_opens_as_the_other_but_is_known_by_its_own_name(
        self, store: TestStore
    ) -> None:
        one, other = added(store, surname="Dijkstra"), added(store, surname="Dykstra")
        merging.merge(store.database, store.session, from_id=other, into_id=one)
        assert people.opened(store.database, store.session, other).person.id == one
        written = merging.written_under(store.database, store.session, other)
        assert written.surname == "Dykstra"

    def test_nobody_sees_a_file_that_is_not_there(self, store: TestStore) -> None:
        with pytest.raises(NotVisible):
            merging.written_under(store.database, store.session, record_id())


def _reads(store: TestStore) -> list[tuple[str, str, int]]:
    with store.database.reading() as connection:
        return [(e.action, e.terms, e.results) for e, _before, _own in readlog.entries(connection)]


@pytest.mark.promise("L19")
def test_l19_likely_doubles_that_were_shown_are_one_entry_without_the_name(
    store: TestStore,
) -> None:
    for shown in (0, 2, 2):  # nobody shown is no reading, and a repeat is the same reading
        reading.doubles_shown(store.database, store.session, "Sjoukje Jong", shown)
    ((action, terms, results),) = _reads(store)
    assert (action, results) == ("doubles", 2)
    assert terms == readlog.hashed(store.key, "sjoukje jong")
    assert "jong" not in terms


def test_nobody_lives_with_themselves_or_twice_with_another_after_a_merge(
    store: TestStore,
) -> None:
    one, double, partner, again = (
        added(store, surname=n) for n in ("Jong", "Jonk", "Meer", "Mear")
    )
    with act(store.database, store.session, "test.household") as work:
        house = work.create(Household(id=record_id()))
        for who, tie in ((one, ""), (double, "zelf"), (partner, "partner"), (again, "partner")):
            work.create(
                HouseholdMember(
                    id=record_id(), household_id=HouseholdId(house), person_id=who, tie=tie
                )
            )
    merging.merge(store.database, store.session, from_id=double, into_id=one)
    merging.merge(store.database, store.session, from_id=again, into_id=partner)
    household = people.file_of(store.database, store.session, one).household
    assert [person.id for _member, person in household] == [one, partner]
