"""What list, file, doubles and comparison say, without a window."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from meitinker import clock
from meitinker.domain.addresses import Address, AddressUse
from meitinker.domain.doubles import Likeness, LikenessReason
from meitinker.domain.people import Email, Language, Person, Phone
from meitinker.domain.representatives import Representative, RepresentativeKind
from meitinker.domain.villages import Village
from meitinker.ids import PersonId, RecordId
from meitinker.services.adding import TypedPerson
from meitinker.services.around import Around, Caller
from meitinker.services.people import FoundPerson, PersonFile
from meitinker.store.people import PersonEntry
from meitinker.store.timeline import TimelineRow
from tests.stores import Clock
from ui.viewmodels import new_person, person_file
from ui.viewmodels.people import entry_name, found_rows, list_rows, split_name

WHO = PersonId(RecordId("p1"))

ENTRY = PersonEntry(
    person_id=WHO, given_names="Sjoukje", called="", prefix="de", surname="Jong",
    partner_name="Wâldsang", born_on="1948-03-04", village="Grou", secret_address=0,
    deceased_on=None, street="De Buorren", number="14", visit_id=None, last_visit=None, unsent=0,
)  # fmt: skip


def entry(**changed: str | int | None) -> PersonEntry:
    return msgspec.structs.replace(ENTRY, **changed)


EMPTY = PersonFile(
    person=Person(id=WHO, surname="Jong"), village=None, addresses=(), phones=(), emails=(),
    representatives=(), household=(), merged=(), timeline=(),
)  # fmt: skip


def file(person: Person | None = None, **parts: object) -> PersonFile:
    return msgspec.structs.replace(EMPTY, person=person or EMPTY.person, **parts)


class TestListRows:
    @pytest.mark.parametrize(
        ("changed", "status", "icon"),
        [
            ({}, "Grou", "map-pin"),
            ({"last_visit": "2026-10-12"}, "Laatste gesprek 12 oktober, Grou", "circle-check"),
            ({"last_visit": "2025-10-12"}, "Laatste gesprek 12 oktober 2025, Grou", "circle-check"),
            ({"last_visit": "2026-10-12", "unsent": 1}, "Plan nog niet gegeven, Grou",
             "alert-triangle"),
            ({"unsent": 1, "visit_id": "v"}, "Gesprek bezig, Grou", "clock"),
            ({"visit_id": "v", "deceased_on": "2026-05-17"}, "Overleden op 17 mei, Grou", "ban"),
            ({"secret_address": 1}, "Geheim adres", "shield-lock"),
            ({"secret_address": 1, "visit_id": "v"}, "Geheim adres, gesprek bezig", "shield-lock"),
            ({"village": None}, "Geboren 4 maart 1948", ""),
            ({"village": None, "visit_id": "v"}, "Gesprek bezig, geboren 4 maart 1948", "clock"),
            ({"village": None, "born_on": None}, "", ""),
        ],
    )  # fmt: skip
    def test_the_most_urgent_goes_first(
        self, changed: dict[str, str | int | None], status: str, icon: str
    ) -> None:
        with clock.running(Clock()):
            (row,) = list_rows([entry(**changed)])
        assert (row.status, row.icon_name) == (status, icon)

    def test_a_street_that_is_asked_for_is_told(self) -> None:
        (row,) = found_rows([FoundPerson(ENTRY, alike=False)], "buorr")
        assert row.status == "De Buorren 14, Grou"

    def test_a_name_that_is_asked_for_tells_no_street(self) -> None:
        (row,) = found_rows([FoundPerson(ENTRY, alike=False)], "jong")
        assert row.status == "Grou"

    def test_a_secret_street_is_not_told_to_who_asks_for_it(self) -> None:
        (row,) = found_rows([FoundPerson(entry(secret_address=1), alike=False)], "buorren 14")
        assert row.status == "Geheim adres"

    def test_a_typing_error_is_said(self) -> None:
        (row,) = found_rows([FoundPerson(ENTRY, alike=True)], "jogn ")
        assert row.status == "Grou, lijkt op “jogn”"

    def test_nobody_is_without_a_name_to_press_on(self) -> None:
        nameless = entry(given_names="", prefix="", surname="", partner_name="")
        assert entry_name(nameless) == "Naam onbekend"


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("Jansen", ("", "", "Jansen")),
        ("Anna Jansen", ("Anna", "", "Jansen")),
        ("Anna van der Meer", ("Anna", "van der", "Meer")),
        ("Anna Maria de Jong", ("Anna Maria", "de", "Jong")),
        ("sjoukje jong", ("sjoukje", "", "jong")),
        ("", ("", "", "")),
    ],
)
def test_a_name_on_one_line_is_taken_apart(typed: str, parts: tuple[str, str, str]) -> None:
    assert split_name(typed) == parts


class TestFile:
    def test_the_header_says_born_age_and_village(self) -> None:
        person = Person(id=WHO, called="Sjoukje", surname="Jong", born_on=date(1948, 3, 4))
        with clock.running(Clock()):
            shown = person_file.header(file(person, village=_village()))
        assert (shown.name, shown.line) == ("Sjoukje Jong", "Geboren 4 maart 1948 · 78 jaar · Grou")

    def test_a_date_that_is_not_fully_known_is_told_as_it_is(self) -> None:
        person = Person(id=WHO, surname="Jong", born_text="maart 1908")
        assert person_file.header(file(person)).line == "Geboren: maart 1908"

    def test_age_stops_at_death(self) -> None:
        person = Person(id=WHO, born_on=date(1940, 1, 1), deceased_on=date(2020, 1, 2))
        assert "80 jaar" in person_file.header(file(person)).line

    def test_marks_come_in_order_of_weight(self) -> None:
        person = Person(
            id=WHO, secret_address=True, interpreter="Pools", large_print=True,
        )  # fmt: skip
        mentor = Representative(
            id=RecordId("r"), person_id=WHO, name="M. Boersma", kind=RepresentativeKind.MENTOR
        )
        told = file(person, representatives=(mentor,), village=_village())
        died = msgspec.structs.replace(person, deceased_on=date(2026, 5, 17))
        with clock.running(Clock()):
            shown = person_file.header(told)
            after = person_file.header(msgspec.structs.replace(told, person=died))
        assert [mark.text for mark in shown.marks] == [
            "Geheim adres", "Tolk: Pools", "Grote letters", "Post gaat naar M. Boersma (mentor)",
        ]  # fmt: skip
        assert "Grou" not in shown.line
        assert [mark.text for mark in after.marks] == [
            "Overleden op 17 mei", "Geheim adres", "Tolk: Pools", "Grote letters",
        ], "no post goes to who died"  # fmt: skip

    def test_a_secret_address_is_nowhere_on_the_overview(self) -> None:
        address = _address("Hoofdstraat")
        row = TimelineRow("address", "a", "1998-08-05", "home", "Hoofdstraat 3, Grou")
        person = Person(id=WHO, secret_address=True)
        secret = file(person, addresses=(address,), timeline=(row,))
        told = [line for fact in person_file.facts(secret) for line in fact.lines]
        told += [f"{e.title} {e.text}" for e in person_file.timeline(secret)]
        assert not [line for line in told if "Hoofdstraat" in line]
        open_file = file(addresses=(address,), timeline=(row,))
        told = [line for fact in person_file.facts(open_file) for line in fact.lines]
        assert "Hoofdstraat 3" in told

    def test_the_timeline_has_words_for_everything_the_store_tells(self) -> None:
        rows = (
            TimelineRow("visit", "v", "2026-11-20", "open", "De trap"),
            TimelineRow("visit", "w", "2026-06-05", "concluded", "De winkel"),
            TimelineRow("plan", "p", "2026-06-05T10:00:00.000Z", "send_later:", "1"),
            TimelineRow("plan", "q", "2026-06-05T23:30:00.000Z", "at_the_table:2026-06-06", "2"),
            TimelineRow("merge", "m", "2026-06-05T10:00:00.000Z", "undone", ""),
            TimelineRow("attachment", "t", "2026-06-05T10:00:00.000Z", "image/png:", "Trap.png"),
        )
        with clock.running(Clock()):
            told = person_file.timeline(file(timeline=rows))
        assert [(e.title, e.text) for e in told] == [
            ("Gesprek bezig", "De trap"), ("Ondersteuningsplan, versie 2", "Gegeven op 6 juni"),
            ("Ondersteuningsplan, versie 1", "Nog niet gegeven"),
            ("Dossiers weer uit elkaar gehaald", ""), ("Trap", "Foto"),
            ("Gesprek aan huis", "De winkel"),  # only its day is known
        ]  # fmt: skip
        assert told[1].day == date(2026, 6, 6)  # half past one at night in Amsterdam

    def test_contact_says_what_was_noted_and_wished(self) -> None:
        phone = Phone(id=RecordId("t"), person_id=WHO, number="058-1", note="na tien uur")
        mail = Email(id=RecordId("e"), person_id=WHO, address="a@b.nl")
        person = Person(id=WHO, language=Language.FRISIAN, contact_note="Luid bellen")
        found = {
            f.name: f.lines
            for f in person_file.facts(file(person, phones=(phone,), emails=(mail,)))
        }
        assert found["Contact"] == ("058-1 (na tien uur)", "a@b.nl", "Luid bellen")
        assert found["Papieren"] == ("In het Fries",)

    def test_the_file_says_whom_else_one_can_call_and_that_it_cannot_wait(self) -> None:
        people = [Caller(f"Anna {n}", "dochter", f"06-{n}") for n in range(5)]
        shown = file(around=Around((Caller("", "", "058 1"), *people), urgent=True))
        lines = next(f.lines for f in person_file.facts(shown) if f.name == "Ook te bellen")
        assert lines == ("058\N{NO-BREAK SPACE}1", "Dochter Anna 0: 06-0", "Dochter Anna 1: 06-1")
        with clock.running(Clock()):
            assert person_file.header(shown).marks[0].text == "Kan niet wachten"
            assert person_file.header(file()).marks == ()

    def test_addresses_are_called_by_use_and_period(self) -> None:
        with clock.running(Clock()):
            now = person_file.address_title(_address("x"))
            since = person_file.address_title(_address("x", valid_from=date(2019, 5, 3)))
            later = person_file.address_title(_address("x", valid_from=date(2027, 5, 3)))
            was = person_file.address_title(_address("x", valid_until=date(2019, 5, 3)))
        assert (now, since, later, was) == (
            "Woonadres", "Woonadres sinds 3 mei 2019", "Woonadres vanaf 3 mei 2027",
            "Vorig woonadres tot 3 mei 2019",
        )  # fmt: skip


class TestCompared:
    def test_says_what_differs_and_never_the_bsn(self) -> None:
        ours = file(Person(id=WHO, surname="Dijkstra", bsn="999990019"))
        theirs = file(Person(id=RecordId("p2"), surname="Dykstra", bsn="999990020"))
        lines = {line.name: line for line in person_file.compared(ours, theirs)}
        assert not lines["Achternaam"].same
        assert not lines["BSN"].same
        assert "99999" not in str(lines["BSN"])
        assert lines["Gesprekken"].same

    def test_leaves_out_what_neither_knows(self) -> None:
        lines = person_file.compared(file(), file())
        assert "Telefoon" not in [line.name for line in lines]


class TestNewPerson:
    def test_every_wrong_field_gets_its_sentence(self) -> None:
        typed = TypedPerson(
            born_day="31", born_month="2", born_year="1948", postcode="90", phone="061"
        )
        assert set(new_person.problems(typed)) == {"surname", "born_on", "postcode", "phone"}

    def test_a_called_name_is_enough(self) -> None:
        assert new_person.problems(TypedPerson(called="Beppe")) == {}

    def test_half_a_postcode_and_half_a_date_are_not_compared(self) -> None:
        typed = TypedPerson(surname="Jong", postcode="90", born_day="4", number="1")
        compared = new_person.comparable(typed)
        assert (compared.postcode, compared.born_on) == ("", None)

    @pytest.mark.parametrize(
        ("typed", "compared"),
        [
            (TypedPerson(given_names="sytske bakker"), ("sytske", "", "bakker")),
            (TypedPerson(surname="Sytske van der Meer"), ("Sytske", "van der", "Meer")),
            (TypedPerson(surname="van der Meer"), ("", "", "van der Meer")),
            (TypedPerson(given_names="Anna Maria", surname="Bos"), ("Anna Maria", "", "Bos")),
            (TypedPerson(given_names="Anna"), ("Anna", "", "")),
        ],
    )
    def test_a_whole_name_in_one_box_is_compared_as_that_name(
        self, typed: TypedPerson, compared: tuple[str, str, str]
    ) -> None:
        person = new_person.comparable(typed)
        assert (person.given_names, person.prefix, person.surname) == compared

    @pytest.mark.parametrize(("name", "worth"), [("Ba", False), ("Bak", True)])
    def test_two_letters_are_too_few_to_compare(self, name: str, worth: bool) -> None:
        assert new_person.worth_comparing(TypedPerson(surname=name)) is worth

    @pytest.mark.parametrize(
        ("score", "reasons", "question"),
        [
            (90, (LikenessReason.SAME_NAME, LikenessReason.SAME_BIRTH_DATE),
             "Er staat al iemand met deze naam en geboortedatum. Is dit dezelfde persoon?"),
            (78, (LikenessReason.SIMILAR_NAME, LikenessReason.BIRTH_DATE_SLIP),
             "Er staat al iemand die hier erg op lijkt. Is dit dezelfde persoon?"),
            (50, (LikenessReason.SAME_NAME,), "Staat deze inwoner er misschien al?"),
        ],
    )  # fmt: skip
    def test_asks_as_surely_as_it_knows(
        self, score: int, reasons: tuple[LikenessReason, ...], question: str
    ) -> None:
        likeness = Likeness(person_id=WHO, score=score, reasons=reasons)
        assert new_person.doubles([(likeness, ENTRY)]).question == question

    def test_a_double_with_a_secret_address_does_not_tell_it(self) -> None:
        likeness = Likeness(person_id=WHO, score=90, reasons=())
        (one,) = new_person.doubles([(likeness, entry(secret_address=1))]).people
        assert one.about == "Geboren 4 maart 1948 · Geheim adres"

    @pytest.mark.parametrize("reason", LikenessReason)
    def test_every_reason_has_words(self, reason: LikenessReason) -> None:
        assert new_person.reason_words(reason)


def _village() -> Village:
    return Village(id=RecordId("g"), frisian_name="Grou", dutch_name="Grouw")


def _address(street: str, **more: date) -> Address:
    return Address(
        id=RecordId("a"), person_id=WHO, use=AddressUse.HOME, street=street, number="3",
        valid_from=more.get("valid_from"), valid_until=more.get("valid_until"),
    )  # fmt: skip
