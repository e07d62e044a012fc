"""The example village: true to life, the same each time, and nobody real in it."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, datetime
from functools import cache
from typing import TYPE_CHECKING, TypeVar

import pytest

from meitinker import clock
from meitinker.domain.addresses import Address, address_on
from meitinker.domain.agreements import Agreement
from meitinker.domain.appointments import Appointment, AppointmentState, OfficeHour
from meitinker.domain.doubles import POSSIBLE, Candidate, blocking_keys, draft_of, likeness
from meitinker.domain.identity import checked_bsn, checked_email, checked_phone, checked_postcode
from meitinker.domain.kinds import KINDS, kind_of
from meitinker.domain.needs import Finding, Need, unexplained
from meitinker.domain.network import Strain, Tie, TieKind, on_day
from meitinker.domain.organisation import Device, Organisation, User
from meitinker.domain.people import Email, Person, Phone, age_on, full_name
from meitinker.domain.plans import Handover, SupportPlan
from meitinker.domain.records import to_values
from meitinker.domain.representatives import Representative, addressee_on
from meitinker.domain.villages import Village, village_at
from meitinker.domain.visits import DomainNote, Visit, VisitState
from meitinker.domain.week import check_office_hour
from meitinker.exchange import example_source as source
from meitinker.exchange import example_stories as stories
from meitinker.exchange import example_village as example
from meitinker.ids import DeviceId, NeedId, OrganisationId, PersonId, UserId

if TYPE_CHECKING:
    from collections.abc import Hashable

    from meitinker.domain.records import Record

R = TypeVar("R", bound="Record")

TODAY = date(2026, 11, 22)
MADE_BY_THE_STORE: dict[str, str] = {example.DEVICE_ID: "device"}


@cache
def village() -> tuple[Record, ...]:
    return tuple(example.generate(None, TODAY))


def every(kind: type[R], records: tuple[Record, ...] | None = None) -> list[R]:
    return [r for r in (village() if records is None else records) if isinstance(r, kind)]


def person(who: str) -> Person:
    return next(p for p in every(Person) if p.id == who)


def test_the_same_seed_and_day_give_the_same_village() -> None:
    assert tuple(example.generate(None, TODAY)) == village()


def test_another_seed_is_another_village_with_the_same_stories() -> None:
    other = tuple(example.generate(None, TODAY, seed=7))
    here, there = ({p.id for p in every(Person, v)} for v in (village(), other))
    assert {stories.SJOUKJE, stories.SIETSKE_DOUBLE} <= here & there
    assert len(here & there) == 10  # eight stories, a spouse and a double


@pytest.mark.parametrize("day", [date(2028, 2, 29), date(2027, 1, 1), date(2026, 3, 29)])
def test_the_village_can_be_opened_on_any_day(day: date) -> None:
    for visit in every(Visit, tuple(example.generate(60, day))):
        assert visit.visited_on is not None
        assert visit.visited_on < day
        assert visit.visited_on.weekday() < 5


def test_the_records_come_lazily() -> None:
    first = next(example.generate(10**9, TODAY))
    assert isinstance(first, Organisation)
    assert first.demo


def test_every_record_comes_after_those_it_refers_to() -> None:
    known: dict[str, str] = dict(MADE_BY_THE_STORE)
    for record in village():
        kind = kind_of(type(record))
        for field in kind.fields.values():
            points_at = getattr(record, field.name)
            if field.held.ref and points_at is not None:
                assert known.get(points_at) == field.held.ref, (kind.name, field.name)
        assert record.id not in known
        known[record.id] = kind.name


def test_ids_have_the_form_of_all_others() -> None:
    for record in village():
        assert len(record.id) == 36
        assert (record.id[14], record.id[19]) in {("7", c) for c in "89ab"}


def test_every_kind_that_the_screens_show_is_there() -> None:
    there = {kind_of(type(r)).name for r in village()}
    made_elsewhere = {
        "user_village",  # the one user works everywhere
        "device",
        "number_range",
        "reference_overlay",
        "person_merge",
        "signature",  # needs the plan's text
        "attachment",
        "import_undo",
        "search_word",  # what an organisation adds itself
        *("dossier_grant", "replacement"),  # the one meitinker works everywhere
    }
    assert there >= set(KINDS) - made_elsewhere
    assert not every(Device)


def test_the_owner_of_a_store_may_be_named() -> None:
    ids = [source.fixed_id(name) for name in ("o", "u", "d")]
    owner = example.VillageOwner(
        organisation_id=OrganisationId(ids[0]), user_id=UserId(ids[1]), device_id=DeviceId(ids[2])
    )
    records = tuple(example.generate(20, TODAY, owner=owner))
    assert every(Organisation, records)[0].id == ids[0]
    assert every(User, records)[0].id == ids[1]
    assert {(v.user_id, v.device_id) for v in every(Visit, records)} == {(ids[1], ids[2])}


@pytest.mark.parametrize("size", [11, 60, 500])
def test_as_many_people_as_asked(size: int) -> None:
    assert len(every(Person, tuple(example.generate(size, TODAY)))) == size


def test_the_usual_village_has_eighteen_villages_and_four_municipalities() -> None:
    counts = Counter(kind_of(type(r)).name for r in village())
    assert (counts["person"], counts["village"], counts["municipality"]) == (160, 18, 4)
    homes = Counter(p.village_id for p in every(Person))
    grou = example.village_id("Grou")
    assert homes.most_common(1)[0][0] == grou


def test_no_bsn_could_be_a_real_persons() -> None:
    bsns = [p.bsn for p in every(Person) if p.bsn]
    assert len(bsns) > 20
    assert len(set(bsns)) == len(bsns)
    for bsn in bsns:
        assert bsn.startswith(source.TEST_BSN_PREFIX)
        assert checked_bsn(bsn) == bsn


def test_the_test_range_of_bsns_is_used_up_once_and_all_pass() -> None:
    bsns = list(source.test_bsns())
    assert len(set(bsns)) == len(bsns) > 9_000
    assert all(checked_bsn(b) == b for b in bsns[::97])


def test_phones_pass_the_check_and_ring_with_nobody() -> None:
    numbers = [(p.number, p.digits) for p in every(Phone)]
    assert numbers
    for number, digits in numbers:
        assert checked_phone(number) == digits
        assert number.split("-")[1].startswith("0")


def test_mail_goes_nowhere() -> None:
    addresses = [e.address for e in every(Email)]
    assert addresses
    for address in addresses:
        assert checked_email(address) == address
        assert address.endswith(".example")


def test_addresses_lie_where_their_postcode_says() -> None:
    villages = every(Village)
    for address in every(Address):
        assert checked_postcode(address.postcode) == address.postcode
        meant = village_at(villages, place=address.place, postcode=address.postcode)
        assert meant is not None
        assert meant.id == address.village_id


def test_people_live_where_their_file_is_also_after_a_move() -> None:
    homes = defaultdict(list)
    for address in every(Address):
        homes[address.person_id].append(address)
    assert any(len(known) > 1 for known in homes.values())
    for who in every(Person):
        home = address_on(homes[PersonId(who.id)], TODAY)
        assert home is not None
        assert home.village_id == who.village_id


def test_names_are_skewed_and_most_people_are_old() -> None:
    people = every(Person, tuple(example.generate(3_000, TODAY)))
    surnames = Counter(p.surname for p in people)
    assert 0.02 < surnames["Vries"] / len(people) < 0.08
    assert sum(1 for n in surnames.values() if n < 40) > 50
    ages = [age_on(TODAY, p.born_on) for p in people if p.born_on]
    assert 0.6 < sum(a >= 65 for a in ages) / len(ages) < 0.8
    assert min(ages) >= 18
    assert max(ages) < 110
    some = ("interpreter", "secret_address", "deceased_on", "large_print", "partner_name", "prefix")
    for field in some:
        share = sum(bool(getattr(p, field)) for p in people) / len(people)
        assert 0.001 < share < 0.5, field


def test_nobody_is_visited_after_death() -> None:
    died = {p.id: p.deceased_on for p in every(Person, _large_enough()) if p.deceased_on}
    assert died
    for visit in every(Visit, _large_enough()):
        if visit.client_id in died:
            assert visit.visited_on is not None
            assert visit.visited_on < died[visit.client_id]
            assert visit.state is VisitState.CONCLUDED


@cache
def _large_enough() -> tuple[Record, ...]:
    return tuple(example.generate(1_500, TODAY))


def test_every_concluded_need_explains_the_steps_passed_over() -> None:
    findings = defaultdict(list)
    for finding in every(Finding):
        findings[finding.need_id].append(finding)
    done = {v.id for v in every(Visit) if v.state is VisitState.CONCLUDED}
    needs = [n for n in every(Need) if n.visit_id in done]
    assert needs
    for need in needs:
        assert need.wished_result
        assert unexplained(findings[NeedId(need.id)]) == (), need.what


def test_some_plans_still_have_to_go_and_each_has_its_number() -> None:
    waiting = [h for h in every(Handover) if h.handed_over_on is None]
    assert {stories.PYTRIK, stories.LUKASZ} <= {h.client_id for h in waiting}
    assert len(waiting) < len(every(Handover)) / 4
    numbers = [p.number for p in every(SupportPlan)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert all(p.content == "" for p in every(SupportPlan))


AGREED = {"due_on", "starts_at", "first_day", "last_day", "valid_to"}
"""What may lie ahead: tasks, appointments, days away, until when nobody is there."""


def test_nothing_lies_in_the_future_but_what_was_agreed() -> None:
    for record in village():
        for name in record.__struct_fields__:
            value = getattr(record, name)
            if isinstance(value, date) and name not in AGREED:
                day = value.date() if isinstance(value, datetime) else value
                assert day <= TODAY, (type(record).__name__, name)
    assert any(a.due_on and a.due_on > TODAY for a in every(Agreement))


def test_every_value_can_be_kept() -> None:
    for record in village():
        to_values(record)


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        (Visit, "question"),
        (Visit, "notes"),
        (Visit, "conclusion"),
        (DomainNote, "note"),
        (Need, "what"),
        (Need, "wished_result"),
        (Finding, "reason"),
        (Agreement, "what"),
    ],
)
def test_two_files_do_not_read_the_same(kind: type[Record], field: str) -> None:
    texts = {getattr(r, field) for r in every(kind, _large_enough())} - {""}
    assert len(texts) >= 40
    assert not any(c in text for text in texts for c in "{}")


def test_sentences_fit_the_person() -> None:
    people = {p.id: p for p in every(Person, _large_enough())}
    for visit in every(Visit, _large_enough()):
        form = people[visit.client_id].address_form
        if "Mijn man " in visit.question:
            assert form == "mevrouw"
        if "Mijn vrouw " in visit.question:
            assert form == "meneer"


def test_need_and_wish_stand_in_pairs() -> None:
    for theme in source.themes():
        assert len(theme.need) == len(theme.result), theme.theme


def test_added_doubles_can_be_found() -> None:
    people, homes, phones = {}, defaultdict(list), defaultdict(list)
    groups: dict[Hashable, list[Person]] = defaultdict(list)
    for record in _large_enough():
        match record:
            case Person():
                people[record.id] = record
            case Address():
                homes[record.person_id].append(record)
            case Phone():
                phones[record.person_id].append(record)
                groups[record.digits].append(people[record.person_id])
    pairs = [group for group in groups.values() if len(group) == 2]
    assert len(pairs) >= 20
    for one, other in pairs:
        who = PersonId(one.id)
        candidate = Candidate(person=one, addresses=tuple(homes[who]), phones=tuple(phones[who]))
        draft = draft_of(other)  # on name and birth date alone, as typed at the table
        assert blocking_keys(draft) & blocking_keys(draft_of(one))
        assert likeness(draft, candidate).score >= POSSIBLE, (full_name(one), full_name(other))


def test_the_stories_are_told() -> None:
    names = {
        stories.SJOUKJE: "Sjoukje de Jong-Wâldsang",
        stories.PYTRIK: "Pytrik Hoekstra",
        stories.FENNE: "Fenne Bûter",
        stories.LUKASZ: "Łukasz Wiśniewski",
        stories.YMKJE: "Ymkje Rûchaard",
        stories.KLASKE: "Klaske Ïnghoarn",
        stories.SIETSKE: "Sietske Dijkstra",
        stories.SIETSKE_DOUBLE: "Sytske Dykstra",
    }
    assert {who: full_name(person(who)) for who in names} == names
    assert len(full_name(person(stories.LONG_NAME))) == 60
    visited = {v.client_id for v in every(Visit)}
    assert set(names) - {stories.SIETSKE_DOUBLE} <= visited


def test_sjoukjes_visit_is_still_open_from_the_last_working_day() -> None:
    (visit,) = [
        v for v in every(Visit) if v.client_id == stories.SJOUKJE and v.state is VisitState.OPEN
    ]
    assert visit.visited_on == date(2026, 11, 20)
    assert "op de bank" in visit.notes


def test_fennes_letters_go_to_her_administrator_and_her_address_is_secret() -> None:
    acting = [r for r in every(Representative) if r.person_id == stories.FENNE]
    assert addressee_on(acting, TODAY) is not None
    assert person(stories.FENNE).secret_address


def test_sjoukjes_network_has_twenty_five_ties_and_two_that_ended() -> None:
    ties = [tie for tie in every(Tie) if tie.client_id == stories.SJOUKJE]
    assert (len(ties), len(on_day(ties, TODAY))) == (27, 25)
    assert {tie.kind for tie in ties} >= set(TieKind) - {TieKind.PARTNER, TieKind.PARENT}
    assert {tie.strain for tie in ties} == set(Strain)


def test_pytriks_wife_is_tied_to_her_own_file_and_others_have_networks_too() -> None:
    ties = every(Tie)
    assert stories.story_id("pytrik:spouse") in {tie.other_id for tie in ties}
    assert len({tie.client_id for tie in ties}) > 40
    assert all(tie.name or tie.relation for tie in ties)


def test_sietske_stands_in_the_file_twice() -> None:
    double = draft_of(person(stories.SIETSKE_DOUBLE))
    found = likeness(double, Candidate(person=person(stories.SIETSKE)))
    assert found.probable


def test_a_large_village_has_one_file_of_two_hundred_visits() -> None:
    kinds: Counter[str] = Counter()
    per_person: Counter[str] = Counter()
    for record in example.generate(example.LARGE, TODAY):
        kinds[kind_of(type(record)).name] += 1
        if isinstance(record, Visit):
            per_person[record.client_id] += 1
    assert kinds["person"] >= example.LARGE
    assert 90_000 < kinds["visit"] + kinds["domain_note"] < 120_000
    assert kinds["support_plan"] < example.NUMBERS_UNTIL
    assert per_person.most_common(1) == [(example.BUSIEST, example.BUSIEST_VISITS)]
    assert sum(n > 20 for n in per_person.values()) < 0.02 * example.LARGE


def test_the_week_is_never_empty_also_on_a_sunday() -> None:
    planned = [a for a in every(Appointment) if a.state is AppointmentState.PLANNED]
    days = [clock.local(a.starts_at).date() for a in planned]
    assert days.count(TODAY) == 2
    assert all(day.isoweekday() <= 5 for day in days if day != TODAY)
    assert all(day >= TODAY for day in days)
    past = [a for a in every(Appointment) if a.state is not AppointmentState.PLANNED]
    assert all(clock.local(a.starts_at).date() < TODAY for a in past)
    assert len({hour.village_id for hour in every(OfficeHour)}) == 3
    for hour in every(OfficeHour):
        check_office_hour(hour)
