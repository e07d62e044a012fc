"""Receipt letters: made, kept as made, sent on a day, and never where none may go."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.domain.addresses import Address
from meitinker.domain.appointments import MeetingPlace
from meitinker.domain.letters import Letter
from meitinker.domain.organisation import Organisation, User
from meitinker.domain.people import Language, Person, Phone
from meitinker.domain.plans import HandoverWay
from meitinker.domain.representatives import Representative
from meitinker.domain.requests import PlanOffer, Request, RequestKind, SignalConsent
from meitinker.errors import InvalidField, NotAllowed
from meitinker.ids import RecordId, record_id
from meitinker.reports.receipt import Receipt
from meitinker.services import (
    appointments,
    availability,
    letters,
    merging,
    people,
    posting,
    reading,
    request_files,
    requests,
    undo,
)
from meitinker.services.requests import NewRequest
from meitinker.store.acts import act
from tests.stores import Clock, TestStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from meitinker.ids import PersonId

import msgspec

WORDS = "Ik kom de trap niet meer op."


class Desk:
    """A store with a user, someone to write to, and a request."""

    def __init__(self, store: TestStore, wall: Clock) -> None:
        self.store, self.wall = store, wall
        with act(store.database, store.session, "open") as work:
            work.create(Organisation(id=store.session.organisation, name="Mienskip"))
            work.create(User(id=store.session.user, name="Hinke", phone="06 12345678"))
        self.person: PersonId = store.person("Wiarda")
        self.request = self.ask()

    def ask(self, **fields: object) -> RecordId:
        new = NewRequest(**{"words": WORDS, **fields})  # type: ignore[arg-type] # struct's names
        made = requests.take(self.store.database, self.store.session, self.person, new)
        return made.created("request")

    def make(
        self, way: HandoverWay = HandoverWay.SEND_LATER, language: Language | None = None
    ) -> RecordId:
        made = letters.make(
            self.store.database, self.store.session, self.request, way=way, language=language
        )
        return made.created("letter")

    def content(self, letter: RecordId) -> Receipt:
        kept = self.store.get(Letter, letter).content
        return msgspec.json.decode(kept, type=Receipt)


@pytest.fixture
def desk(store: TestStore) -> Iterator[Desk]:
    """Lend a desk on Thursday 12 November 2026, 15:05 in Amsterdam."""
    wall = Clock()
    with clock.running(wall):
        yield Desk(store, wall)


@pytest.mark.promise("L1")
def test_l1_the_receipt_tells_the_last_days_in_words(desk: Desk) -> None:
    made = desk.content(desk.make())
    assert made.received_on == "12 november 2026"
    assert made.plan_by == "19 november 2026"
    assert made.investigated_by == "24 december 2026"
    assert made.question == WORDS
    assert made.contact.name == "Hinke"


def test_a_letter_waits_until_it_goes_and_then_told_what_it_tells(desk: Desk) -> None:
    store, letter = desk.store, desk.make()
    (waits,) = letters.unsent(store.database, store.session)
    assert (waits.letter_id, waits.request_id) == (letter, desk.request)
    assert store.get(Request, desk.request).plan_offer is PlanOffer.NOT_TOLD
    desk.wall.at = clock.instant_from("2026-11-14T09:00:00.000Z")
    letters.send(store.database, store.session, letter, on=date(2026, 11, 13))
    assert letters.unsent(store.database, store.session) == []
    request = store.get(Request, desk.request)
    assert request.plan_offer is PlanOffer.TOLD
    assert request.plan_told_on == request.support_told_on == date(2026, 11, 13)
    undo.undo(store.database, store.session)
    assert store.get(Letter, letter).sent_on is None
    assert store.get(Request, desk.request).support_told_on is None


def test_what_was_told_earlier_keeps_its_day(desk: Desk) -> None:
    store, day = desk.store, date(2026, 11, 12)
    requests.tell_support(store.database, store.session, desk.request, on=day)
    requests.set_plan(
        store.database, store.session, desk.request, offer=PlanOffer.HANDED_IN, on=day
    )
    desk.wall.at = clock.instant_from("2026-11-16T09:00:00.000Z")
    desk.make(HandoverWay.AT_THE_TABLE)
    request = store.get(Request, desk.request)
    assert request.support_told_on == day
    assert request.plan_offer is PlanOffer.HANDED_IN


def test_given_at_the_table_it_is_there_at_once(desk: Desk) -> None:
    letter = desk.make(HandoverWay.AT_THE_TABLE)
    assert desk.store.get(Letter, letter).sent_on == date(2026, 11, 12)
    assert desk.store.get(Request, desk.request).plan_offer is PlanOffer.TOLD
    with pytest.raises(NotAllowed):
        letters.discard(desk.store.database, desk.store.session, letter)


def test_a_letter_prints_the_same_years_later(desk: Desk) -> None:
    letter = desk.make()
    first = letters.shown(desk.store.database, desk.store.session, letter)()
    with act(desk.store.database, desk.store.session, "edit") as work:
        work.edit(Person, desk.person, {"surname": "Anders"})
        work.edit(Request, desk.request, {"words": "Iets heel anders."})
    again = letters.shown(desk.store.database, desk.store.session, letter)()
    assert first.data == again.data
    large = letters.shown(desk.store.database, desk.store.session, letter, large=True)()
    assert large.data != first.data


@pytest.mark.parametrize(
    ("on", "reason"),
    [(date(2026, 11, 13), "date_in_future"), (date(2026, 11, 11), "before_letter")],
)
def test_a_day_that_cannot_be_is_refused(desk: Desk, on: date, reason: str) -> None:
    letter = desk.make()
    with pytest.raises(InvalidField, match=reason):
        letters.send(desk.store.database, desk.store.session, letter, on=on)
    assert len(letters.unsent(desk.store.database, desk.store.session)) == 1


def _died(desk: Desk) -> None:
    people.register_death(
        desk.store.database, desk.store.session, desk.person, on=date(2026, 11, 12)
    )


def _withdrew(desk: Desk) -> None:
    requests.withdraw(desk.store.database, desk.store.session, desk.request)


def _signal(desk: Desk) -> None:
    desk.request = desk.ask(kind=RequestKind.SIGNAL)


@pytest.mark.parametrize(
    ("befalls", "reason"), [(_died, "deceased"), (_withdrew, "closed"), (_signal, "consent")]
)
def test_no_letter_goes_where_none_may(
    desk: Desk, befalls: Callable[[Desk], None], reason: str
) -> None:
    befalls(desk)
    file = request_files.file_of(desk.store.database, desk.store.session, desk.request)
    assert letters.hindrance(file) == reason
    for tried in (letters.preview, desk_make):
        with pytest.raises(NotAllowed, match=reason):
            tried(desk.store.database, desk.store.session, desk.request)


def desk_make(database: object, session: object, request: RecordId) -> object:
    """Make a letter that is to be sent."""
    return letters.make(database, session, request, way=HandoverWay.SEND_LATER)  # type: ignore[arg-type] # passed on


def test_a_letter_that_waits_is_not_sent_after_a_death(desk: Desk) -> None:
    letter = desk.make()
    _died(desk)
    with pytest.raises(NotAllowed):
        letters.send(desk.store.database, desk.store.session, letter, on=date(2026, 11, 12))


def test_a_signal_that_the_resident_agreed_to_tells_no_words_of_another(desk: Desk) -> None:
    desk.request = desk.ask(kind=RequestKind.SIGNAL, consent=SignalConsent.GIVEN)
    made = desk.content(desk.make())
    assert made.signal
    assert made.question == ""


def test_a_letter_repeats_no_words_of_who_asked_for_the_resident(desk: Desk) -> None:
    words = "Mijn moeder vergeet alles. Ik kan het niet meer aan."
    desk.request = desk.ask(words=words, reporter_tie="dochter")
    made = desk.content(desk.make())
    assert made.by_another
    assert not made.signal
    assert made.question == ""


def test_a_letter_knows_that_a_plan_was_handed_in(desk: Desk) -> None:
    assert not desk.content(desk.make()).plan_came
    requests.set_plan(
        desk.store.database,
        desk.store.session,
        desk.request,
        offer=PlanOffer.HANDED_IN,
        on=clock.today(),
    )
    assert desk.content(desk.make()).plan_came


def test_the_representative_gets_the_letter(desk: Desk) -> None:
    with act(desk.store.database, desk.store.session, "representative.add") as work:
        work.create(
            Representative(
                id=record_id(), person_id=desk.person, name="B. Bakker", street="Kade", number="1"
            )
        )
    made = desk.content(desk.make())
    assert made.represented
    assert made.addressee.name == ("B. Bakker",)
    assert made.addressee.address == ("Kade 1",)
    assert made.salutation == "Beste B. Bakker"


def test_a_secret_address_is_kept_off_the_letter(desk: Desk) -> None:
    people.set_secret_address(desk.store.database, desk.store.session, desk.person, secret=True)
    assert desk.content(desk.make(HandoverWay.BRING_LATER)).secret_address


def test_a_letter_for_a_secret_address_does_not_go_by_post(desk: Desk) -> None:
    database, session = desk.store.database, desk.store.session
    waits = desk.make()
    people.set_secret_address(database, session, desk.person, secret=True)
    with pytest.raises(InvalidField) as refused:
        desk.make()
    assert (refused.value.field, refused.value.reason) == ("way", "no_post_secret")
    assert [one.way for one in letters.unsent(database, session)] == [HandoverWay.BRING_LATER]
    letters.send(database, session, waits, on=clock.today())
    assert desk.store.get(Letter, waits).way is HandoverWay.BRING_LATER


def test_a_secret_file_that_was_merged_counts_as_well(desk: Desk) -> None:
    database, session = desk.store.database, desk.store.session
    other = desk.store.person("Wiarda")
    people.set_secret_address(database, session, other, secret=True)
    merging.merge(database, session, from_id=other, into_id=desk.person)
    with pytest.raises(InvalidField):
        desk.make()


def test_the_first_appointment_that_is_still_to_come_is_told(desk: Desk) -> None:
    for at, place in (
        ("2026-11-16T13:30:00.000Z", MeetingPlace.OFFICE_HOUR),
        ("2026-11-13T08:00:00.000Z", MeetingPlace.HOME),
    ):
        appointments.make(
            desk.store.database,
            desk.store.session,
            desk.person,
            plan=appointments.Planned(starts_at=clock.instant_from(at), place=place),
            request_id=desk.request,
        )
    meeting = desk.content(desk.make()).meeting
    assert meeting is not None
    assert (meeting.date, meeting.time) == ("13 november 2026", "09.00")
    assert meeting.place is MeetingPlace.HOME
    desk.wall.at = clock.instant_from("2026-11-14T09:00:00.000Z")
    later = desk.content(desk.make()).meeting
    assert later is not None
    assert later.place is not MeetingPlace.HOME


def test_a_letter_that_is_late_names_no_day_that_is_over(desk: Desk) -> None:
    desk.wall.at = clock.instant_from("2026-11-20T09:00:00.000Z")
    assert desk.content(desk.make()).plan_by == ""


def test_the_resident_reads_it_in_the_own_language(desk: Desk) -> None:
    with act(desk.store.database, desk.store.session, "edit") as work:
        work.edit(Person, desk.person, {"language": Language.FRISIAN})
    assert desk.content(desk.make()).language == "fy"
    assert desk.content(desk.make(language=Language.ENGLISH)).language == "en"


def test_printing_and_saving_are_written_down_first(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    letter, seen = desk.make(), []
    monkeypatch.setattr(reading, "printed", lambda *a, **_k: seen.append(("print", a[3])))
    monkeypatch.setattr(reading, "exported", lambda *a, **_k: seen.append(("file", a[3])))
    letters.printed(desk.store.database, desk.store.session, letter)
    letters.exported(desk.store.database, desk.store.session, letter)
    assert seen == [("print", letter), ("file", [letter])]


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        (date(2026, 11, 20), date(2026, 11, 25), "Van 20 november 2026 tot en met 25 november"),
        (date(2026, 11, 12), date(2026, 11, 12), "Op 12 november 2026 is Hinke er niet."),
        (date(2026, 11, 27), date(2026, 11, 30), ""),  # too far ahead for a letter of today
    ],
)
def test_a_letter_names_who_stands_in_during_absence(
    desk: Desk, first: date, last: date, told: str
) -> None:
    away = availability.Away(
        first_day=first, last_day=last, replacement="Doutzen", replacement_phone="0566-00 00 03"
    )
    availability.add_absence(desk.store.database, desk.store.session, away)
    reachable = desk.content(desk.make()).contact.reachable
    assert reachable.startswith(told)
    assert ("Bel dan met Doutzen, 0566-00 00 03." in reachable) is bool(told)


def test_without_a_replacement_the_organisation_is_called(desk: Desk) -> None:
    with act(desk.store.database, desk.store.session, "edit") as work:
        work.edit(Organisation, desk.store.session.organisation, {"phone": "0566-11 11 11"})
    today = clock.today()
    availability.add_absence(
        desk.store.database,
        desk.store.session,
        availability.Away(first_day=today, last_day=today),
    )
    reachable = desk.content(desk.make()).contact.reachable
    assert reachable.endswith("Bel dan met Mienskip, 0566-11 11 11.")


def test_a_letter_promises_a_call_only_where_a_number_is_known(desk: Desk) -> None:
    before = desk.content(desk.make(HandoverWay.BRING_LATER))
    with act(desk.store.database, desk.store.session, "phone.add") as work:
        work.create(Phone(id=record_id(), person_id=desk.person, number="06 12345678"))
    after = desk.content(desk.make(HandoverWay.BRING_LATER))
    assert (before.by_phone, after.by_phone) == (False, True)


def test_the_post_asks_for_an_address_and_the_other_ways_do_not(desk: Desk) -> None:
    database, session = desk.store.database, desk.store.session
    posting.require_address(database, session, desk.person, way=HandoverWay.BRING_LATER)
    with pytest.raises(InvalidField, match="no_post_address"):
        posting.require_address(database, session, desk.person, way=HandoverWay.SEND_LATER)
    home = Address(id=record_id(), person_id=desk.person, street="Buorren", number="4")
    with act(database, session, "address.add") as work:
        work.create(home)
    posting.require_address(database, session, desk.person, way=HandoverWay.SEND_LATER)
