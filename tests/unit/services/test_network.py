"""The network: adding, linking, ending, comparing, and what another scope may see of it."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from meitinker import clock
from meitinker.domain.addresses import Address
from meitinker.domain.households import Household, HouseholdMember
from meitinker.domain.network import Nearness, Strain, Tie, TieKind
from meitinker.domain.people import Person, Phone
from meitinker.domain.session import Session
from meitinker.domain.villages import Village
from meitinker.errors import InvalidField, NotVisible
from meitinker.ids import HouseholdId, PersonId, RecordId, VillageId, record_id
from meitinker.services import editing, merging, network, undo
from meitinker.services.network import NewTie
from meitinker.store import indexing
from meitinker.store.acts import act

if TYPE_CHECKING:
    from meitinker.domain.records import Value
    from tests.stores import TestStore

TODAY = date(2026, 11, 22)


def village(store: TestStore) -> VillageId:
    record = Village(id=record_id(), frisian_name="Grou", dutch_name="Grouw")
    with act(store.database, store.session, "village.add") as work:
        work.create(record)
    return VillageId(record.id)


def in_village(store: TestStore, *villages: VillageId) -> Session:
    return msgspec.structs.replace(store.session, villages=frozenset(villages))


def added(store: TestStore, client: PersonId, **known: Any) -> RecordId:
    tie = NewTie(**known)
    return network.add(store.database, store.session, client, tie).created("tie")


def household(store: TestStore, *members: tuple[PersonId, str]) -> None:
    home = Household(id=record_id())
    with act(store.database, store.session, "household.add") as work:
        work.create(home)
        for who, tie in members:
            work.create(
                HouseholdMember(
                    id=record_id(), household_id=HouseholdId(home.id), person_id=who, tie=tie
                )
            )


def lives(store: TestStore, who: PersonId, postcode: str, *, until: date | None = None) -> None:
    """Give someone a home, as people type one."""
    with act(store.database, store.session, "address.add") as work:
        work.create(
            Address(
                id=record_id(), person_id=who, street="Haven", number="1", postcode=postcode,
                valid_until=until,
            )
        )  # fmt: skip


def reads(store: TestStore) -> list[tuple[str, str]]:
    with store.database.reading() as connection:
        return connection.execute(
            "SELECT action, record_id FROM read_entry ORDER BY sequence"
        ).fetchall()


class TestTies:
    def test_someone_is_added_with_what_is_known(self, store: TestStore) -> None:
        client = store.person()
        key = added(store, client, name="Anneke", kind=TieKind.CHILD, nearness=Nearness.NEAR)
        (tie,) = network.network(store.database, store.session, client).ties
        assert (tie.id, tie.name, tie.kind, tie.nearness) == (key, "Anneke", "child", 1)

    def test_adding_ending_and_removing_can_be_taken_back(self, store: TestStore) -> None:
        client = store.person()
        key = added(store, client, name="Anneke")
        network.end(store.database, store.session, key, on=TODAY)
        network.remove(store.database, store.session, key)
        assert network.network(store.database, store.session, client).ties == ()
        undo.undo(store.database, store.session)
        assert store.get(Tie, key).until == TODAY
        undo.undo(store.database, store.session)
        assert store.get(Tie, key).until is None
        undo.undo(store.database, store.session)
        assert network.network(store.database, store.session, client).ties == ()

    def test_who_ended_is_still_there_on_the_days_before(self, store: TestStore) -> None:
        client = store.person()
        key = added(store, client, name="Wiebe", since=date(2026, 1, 5))
        network.end(store.database, store.session, key, on=date(2026, 6, 30))
        whole = network.network(store.database, store.session, client)
        assert [bool(whole.on(day)) for day in (
            date(2026, 1, 4), date(2026, 1, 5), date(2026, 6, 30), date(2026, 7, 1)
        )] == [False, True, True, False]  # fmt: skip

    def test_nothing_ends_before_it_began(self, store: TestStore) -> None:
        key = added(store, store.person(), since=TODAY)
        with pytest.raises(InvalidField) as told:
            network.end(store.database, store.session, key, on=TODAY - timedelta(days=1))
        assert (told.value.field, told.value.reason) == ("until", "before_since")

    def test_nobody_is_added_to_a_network_that_is_not_visible(self, store: TestStore) -> None:
        here, there = village(store), village(store)
        client = store.person(village=there)
        with pytest.raises(NotVisible):
            network.add(store.database, in_village(store, here), client)


class TestCards:
    def linked(self, store: TestStore) -> tuple[PersonId, PersonId, VillageId, RecordId]:
        here, there = village(store), village(store)
        client, other = store.person("Jong", here), store.person("Elders", there)
        with act(store.database, store.session, "phone.add") as work:
            work.create(Phone(id=record_id(), person_id=other, number="06 11", digits="+31611"))
        key = added(store, client, relation="dochter")
        network.link(store.database, store.session, key, other)
        return client, other, here, key

    def test_a_file_gives_its_name_and_number_to_the_card(self, store: TestStore) -> None:
        client, other, _here, key = self.linked(store)
        whole = network.network(store.database, store.session, client)
        assert [(t.other_id, t.name, t.phone) for t in whole.ties] == [(other, "Elders", "06 11")]
        assert whole.files == {key}

    def test_the_name_follows_the_file(self, store: TestStore) -> None:
        client, other, _here, _key = self.linked(store)
        with act(store.database, store.session, "person.edit") as work:
            work.edit(Person, other, {"called": "Anneke"})
        (tie,) = network.network(store.database, store.session, client).ties
        assert tie.name == "Anneke Elders"

    def test_outside_the_scope_only_the_card_is_there(self, store: TestStore) -> None:
        client, other, here, _key = self.linked(store)
        with act(store.database, store.session, "person.edit") as work:
            work.edit(Person, other, {"called": "Geheim"})
        limited = in_village(store, here)
        whole = network.network(store.database, limited, client)
        (tie,) = whole.ties
        assert (tie.name, tie.phone, tie.relation) == ("Elders", "06 11", "dochter")
        assert tie.other_id is None
        assert whole.files == frozenset()

    def test_a_file_outside_the_scope_cannot_be_linked(self, store: TestStore) -> None:
        here, there = village(store), village(store)
        client, other = store.person(village=here), store.person(village=there)
        key = added(store, client)
        with pytest.raises(NotVisible):
            network.link(store.database, in_village(store, here), key, other)

    @pytest.mark.promise("L19")
    def test_l19_the_file_is_logged_and_a_number_of_a_secret_place_stays_in_it(
        self, store: TestStore
    ) -> None:
        client, other = store.person(), store.person("Elders")
        with act(store.database, store.session, "phone.add") as work:
            for number, digits in (("0515 123456", "+31515123456"), ("06 11", "+31611")):
                work.create(Phone(id=record_id(), person_id=other, number=number, digits=digits))
        open_card, secret_card = added(store, client), added(store, client)
        network.link(store.database, store.session, open_card, other)
        assert reads(store) == [("open", other)]
        with act(store.database, store.session, "person.edit") as work:
            work.edit(Person, other, {"secret_address": True})
        network.link(store.database, store.session, secret_card, other)
        phones = [store.get(Tie, key).phone for key in (open_card, secret_card)]
        assert phones == ["0515 123456", "06 11"]

    def test_nobody_is_their_own_tie(self, store: TestStore) -> None:
        client = store.person()
        key = added(store, client)
        with pytest.raises(InvalidField) as told:
            network.link(store.database, store.session, key, client)
        assert told.value.reason == "same_person"

    def test_taken_apart_the_card_stays(self, store: TestStore) -> None:
        _client, _other, _here, key = self.linked(store)
        network.unlink(store.database, store.session, key)
        tie = store.get(Tie, key)
        assert (tie.other_id, tie.name, tie.phone) == (None, "Elders", "06 11")


ASKED = ("nearness", "frequency", "direction", "strain", "carer", "usual_help", "may_be_called")
"""What only the people themselves can tell."""

UNTOLD = Tie(id=record_id(), client_id=PersonId(record_id()))


class TestHousehold:
    def test_housemates_are_offered_until_they_are_a_tie(self, store: TestStore) -> None:
        client, wife, child = store.person(), store.person("Wiersma"), store.person("Kind")
        household(store, (client, "echtgenoot"), (wife, "echtgenote"), (child, "dochter"))
        offered = network.network(store.database, store.session, client).housemates
        assert {(h.person_id, h.tie) for h in offered} == {(wife, "echtgenote"), (child, "dochter")}
        network.add_housemate(store.database, store.session, client, wife)
        whole = network.network(store.database, store.session, client)
        assert [h.person_id for h in whole.housemates] == [child]
        (tie,) = whole.ties
        assert (tie.kind, tie.relation) == (TieKind.PARTNER, "echtgenote")
        assert [name for name in ASKED if getattr(tie, name) != getattr(UNTOLD, name)] == []

    def test_a_housemate_whose_file_was_merged_is_added_by_the_file_that_stayed(
        self, store: TestStore
    ) -> None:
        client, wife, double = store.person(), store.person("Wiersma"), store.person("Wiersme")
        household(store, (client, "echtgenoot"), (double, "echtgenote"))
        merging.merge(store.database, store.session, from_id=double, into_id=wife)
        (offered,) = network.network(store.database, store.session, client).housemates
        network.add_housemate(store.database, store.session, client, offered.person_id)
        (tie,) = network.network(store.database, store.session, client).ties
        assert (tie.other_id, tie.relation) == (wife, "echtgenote")

    def test_who_lives_elsewhere_is_no_housemate(self, store: TestStore) -> None:
        client, other = store.person(), store.person()
        household(store, (client, ""))
        for who in (other, client):
            with pytest.raises(InvalidField):
                network.add_housemate(store.database, store.session, client, who)

    def test_who_has_the_same_address_is_offered_and_nothing_is_taken_for_granted(
        self, store: TestStore
    ) -> None:
        client, wife, lodger = store.person(), store.person("Wiersma"), store.person("Smit")
        former, gone = store.person("Vos"), store.person("Dood")
        household(store, (client, "echtgenoot"), (wife, "echtgenote"))
        for who in (client, wife, lodger, gone):
            lives(store, who, "9001 AC")
        lives(store, former, "9001ac", until=clock.today() - timedelta(days=1))
        with act(store.database, store.session, "test") as work:
            work.edit(Person, gone, {"deceased_on": date(2020, 1, 1)})
        indexing.index_some(store.database)
        offered = network.network(store.database, store.session, client).housemates
        assert [(h.person_id, h.registered) for h in offered] == [(wife, True), (lodger, False)]
        network.add_housemate(store.database, store.session, client, lodger)
        (tie,) = network.network(store.database, store.session, client).ties
        assert (tie.other_id, tie.relation, tie.kind) == (lodger, "", None)
        assert [name for name in ASKED if getattr(tie, name) != getattr(UNTOLD, name)] == []
        with pytest.raises(InvalidField):
            network.add_housemate(store.database, store.session, client, former)

    @pytest.mark.parametrize("who", ["client", "other"])
    def test_at_a_secret_address_nobody_is_known_to_live(self, store: TestStore, who: str) -> None:
        client, other = store.person(), store.person("Smit")
        for one in (client, other):
            lives(store, one, "9001 AC")
        with act(store.database, store.session, "test") as work:
            work.edit(Person, client if who == "client" else other, {"secret_address": True})
        indexing.index_some(store.database)
        assert network.network(store.database, store.session, client).housemates == ()

    def test_a_home_for_many_is_no_household(self, store: TestStore) -> None:
        everyone = [store.person(f"Jong{n}") for n in range(9)]
        for one in everyone[:8]:
            lives(store, one, "9001 AC")
        indexing.index_some(store.database)
        few = network.network(store.database, store.session, everyone[0]).housemates
        assert len(few) == 7
        lives(store, everyone[8], "9001 AC")
        indexing.index_some(store.database)
        assert network.network(store.database, store.session, everyone[0]).housemates == ()

    def test_one_family_one_plan_shows_what_is_going_on_and_logs_it_first(
        self, store: TestStore
    ) -> None:
        client, wife = store.person(), store.person("Wiersma")
        household(store, (client, "echtgenoot"), (wife, "echtgenote"))
        store.visit(wife, "Ik ben moe.")
        members = network.family(store.database, store.session, client)
        assert [(m.person.id, len(m.visits)) for m in members] == [(client, 0), (wife, 1)]
        assert reads(store) == [("open", wife)]

    def test_who_is_outside_the_scope_is_no_part_of_it_and_is_not_logged(
        self, store: TestStore
    ) -> None:
        here, there = village(store), village(store)
        client, wife = store.person(village=here), store.person("Wiersma", there)
        household(store, (client, "echtgenoot"), (wife, "echtgenote"))
        limited = in_village(store, here)
        assert network.family(store.database, limited, client) == ()
        assert network.network(store.database, limited, client).housemates == ()
        assert reads(store) == []


class TestThenAndNow:
    def at(self, day: date) -> Any:
        return clock.running(lambda: datetime(day.year, day.month, day.day, 12, tzinfo=UTC))

    def test_what_a_tie_was_like_comes_from_what_was_written_then(self, store: TestStore) -> None:
        client = store.person()
        with self.at(date(2026, 3, 1)):
            key = added(store, client, name="Anneke", since=date(2026, 1, 1))
            editing.save(
                store.database, store.session, kind="tie", record_id=key, fields={"strain": 1}
            )
            editing.seal(store.database, store.session)
        with self.at(TODAY):
            editing.save(
                store.database, store.session, kind="tie", record_id=key, fields={"strain": 3}
            )
            told = network.compared(
                store.database, store.session, client, then=date(2026, 5, 1), now=TODAY
            )
        assert [t.strain for t in told.then] == [Strain.LIGHT]
        assert [t.strain for t in told.now] == [Strain.TOO_HEAVY]
        assert [change.fields for change in told.changes] == [("strain",)]

    def test_who_was_written_down_later_is_there_from_the_day_it_began(
        self, store: TestStore
    ) -> None:
        client = store.person()
        with self.at(TODAY):
            key = added(store, client, since=date(2026, 1, 1))
            fields: dict[str, Value] = {"name": "Anneke", "strain": 3}
            editing.save(store.database, store.session, kind="tie", record_id=key, fields=fields)
            told = network.compared(
                store.database, store.session, client, then=date(2026, 2, 1), now=TODAY
            )
        assert [t.name for t in told.then] == ["Anneke"]
        assert told.changes == ()

    def test_then_lies_before_now(self, store: TestStore) -> None:
        with pytest.raises(InvalidField):
            network.compared(store.database, store.session, store.person(), then=TODAY, now=TODAY)

    def test_the_days_to_compare_with_are_those_on_which_something_turned(
        self, store: TestStore
    ) -> None:
        client = store.person()
        with self.at(TODAY):
            key = added(store, client, since=date(2026, 1, 5))
            added(store, client, since=TODAY)
            network.end(store.database, store.session, key, on=date(2026, 6, 30))
            whole = network.network(store.database, store.session, client)
            assert network.days(whole) == (date(2026, 6, 30), date(2026, 1, 5))
