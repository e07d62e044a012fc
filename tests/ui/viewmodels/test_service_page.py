"""One service in words: for whom, how to get in, when, where, what it costs."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec

from meitinker.domain.map_checks import CheckTerms, MapCheck
from meitinker.domain.map_places import MapLocation, MapPhone, Provision, ServiceAtLocation
from meitinker.domain.map_services import (
    CarerFunction,
    Cost,
    CostOption,
    MapService,
    ServiceStatus,
    WayIn,
)
from meitinker.domain.map_terms import Facets, Tree
from meitinker.domain.needs import Rung
from meitinker.domain.opening_hours import Recurrence, Schedule
from meitinker.domain.providers import Provider
from meitinker.domain.visits import LifeDomain
from meitinker.domain.words import in_words
from meitinker.ids import UserId, record_id
from meitinker.services.map_search import FoundService
from meitinker.services.map_terms import Terms
from meitinker.services.social_map import PlacedService, ServiceFile
from tests.ui.viewmodels.test_social_map import LINE, WHY
from ui.viewmodels import map_correction
from ui.viewmodels.dates import day_text
from ui.viewmodels.service_page import Number, ServicePage, page_of, week_words

MONDAY = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)  # as it is read: on the clock on the wall
TERMS = Terms(tree=Tree([]), who_for={}, carer_functions={}, rungs={}, checks=CheckTerms(months=12))
PROVIDER = Provider(id=record_id(), name="Buorsoarch")
NOTHING = Facets(
    categories=(), life_domains=(), carer_functions=(), rung=None, who_for=(), languages=()
)
MONDAYS = Schedule(
    id=record_id(), freq=Recurrence.WEEKLY, byday="MO,TH", opens_at="10:00", closes_at="12:00"
)


def file(**parts: Any) -> ServiceFile:
    fields = parts.pop("service", {})
    service = MapService(id=record_id(), provider_id=PROVIDER.id, name="Eettafel", **fields)
    given: dict[str, Any] = {"provider": PROVIDER, "facets": NOTHING, **parts}
    return ServiceFile(service=service, **given)


def page(of: ServiceFile | None = None, **more: Any) -> ServicePage:
    given: dict[str, Any] = {"moment": MONDAY, "due_on": None, **more}
    return page_of(of or file(), TERMS, **given)


def lines(shown: ServicePage, title: str) -> tuple[str, ...]:
    return next((one.lines for one in shown.facts if one.title == title), ())


def week(*schedules: Schedule) -> list[str]:
    told = week_words(file(schedules=schedules), MONDAY.date())
    return [one.replace("\N{NO-BREAK SPACE}", " ") for one in told]


class TestWhatItTells:
    def test_what_is_not_known_takes_no_room(self) -> None:
        assert page().facts == ()

    def test_the_name_and_who_offers_it(self) -> None:
        shown = page(file(service={"description": " Samen eten. "}))
        assert (shown.name, shown.provider, shown.what) == ("Eettafel", "Buorsoarch", "Samen eten.")

    def test_who_it_is_for(self) -> None:
        shown = page(file(service={"eligibility_description": "Ouderen", "minimum_age": 65}))
        assert lines(shown, "Voor wie") == ("Ouderen", "vanaf 65 jaar")

    def test_lists_read_as_sentences_and_tell_where_one_ends(self) -> None:
        facets = msgspec.structs.replace(
            NOTHING,
            life_domains=(LifeDomain.SOCIAL_NETWORK, LifeDomain.PARTICIPATION),
            carer_functions=(CarerFunction.INFORMATION, CarerFunction.ADVICE),
        )
        about = lines(page(file(facets=facets)), "Verder")
        assert about == (
            "Familie, vrienden en buren · Meedoen in het dorp",
            "Voor mantelzorgers: informatie, advies en begeleiding",
        )

    def test_how_to_get_in_with_an_icon(self) -> None:
        shown = page(
            file(service={"way_in": WayIn.REFERRAL, "application_process": "Via de huisarts."})
        )
        (fact,) = shown.facts
        assert fact.lines == ("Met een verwijzing", "Via de huisarts.")
        assert fact.icon_name == "arrow-right"

    def test_what_it_costs(self) -> None:
        price = CostOption(
            id=record_id(), service_id=record_id(), amount=750, amount_description="per maaltijd"
        )
        told = {"cost": Cost.PAID, "fees_description": "€ 7,50 per maaltijd"}
        shown = page(file(service=told, prices=(price,)))
        assert lines(shown, "Kosten") == ("Betalen", "€ 7,50 per maaltijd")

    def test_where_it_is_and_how_far(self) -> None:
        place = MapLocation(
            id=record_id(),
            name="MFC",
            street="Skoallestrjitte",
            number="3",
            postcode="9001 AA",
            place="Grou",
            wheelchair=Provision.YES,
            adapted_toilet=Provision.NO,
        )
        at = ServiceAtLocation(id=record_id(), service_id=record_id(), location_id=place.id)
        shown = page(
            file(places=(PlacedService(at=at, location=place),)),
            found=FoundService(line=LINE, metres=3100, reason=WHY),
            village="Nes",
        )
        assert lines(shown, "Waar") == (
            "MFC, Skoallestrjitte 3, 9001 AA Grou",
            "met een rolstoel, geen aangepast toilet",
            "3 km van Nes",
        )
        assert shown.why == "gevonden op: eten aan huis → maaltijdvoorziening"

    def test_the_rung_of_the_ladder(self) -> None:
        facets = msgspec.structs.replace(NOTHING, rung=Rung.VOLUNTEERS)
        assert lines(page(file(facets=facets)), "Verder") == ("Vrijwilliger",)

    def test_numbers_are_told_once_with_when_to_call(self) -> None:
        phone = MapPhone(id=record_id(), number="0566 12 34 56", description="op werkdagen")
        again = msgspec.structs.replace(phone, id=record_id())
        assert page(file(phones=(phone, again))).numbers == (
            Number("0566 12 34 56", "op werkdagen"),
        )

    def test_what_stopped_warns(self) -> None:
        shown = page(file(service={"status": ServiceStatus.TEMPORARILY_CLOSED, "alert": "Tot mei"}))
        assert shown.warnings == ("Let op: tijdelijk gesloten.", "Tot mei")
        assert page().warnings == ()


class TestHours:
    def test_today_and_the_week(self) -> None:
        told = week(MONDAYS)
        assert told[0] == "vandaag: 10:00 – 12:00"
        assert told[1:] == [
            "dinsdag en woensdag: dicht",
            "donderdag: 10:00 – 12:00",
            "vrijdag tot en met zondag: dicht",
        ]

    def test_every_day_alike_is_one_line(self) -> None:
        daily = msgspec.structs.replace(MONDAYS, byday="MO,TU,WE,TH,FR,SA,SU")
        assert week(daily) == ["elke dag: 10:00 – 12:00"]

    def test_day_and_night_is_said_in_words(self) -> None:
        always = msgspec.structs.replace(
            MONDAYS, byday="MO,TU,WE,TH,FR,SA,SU", opens_at="00:00", closes_at="24:00"
        )
        assert week(always) == ["dag en nacht"]

    def test_a_week_without_a_day_open_tells_when_it_opens_again(self) -> None:
        away = Schedule(
            id=record_id(),
            freq=Recurrence.NONE,
            closed=True,
            valid_from=MONDAY.date(),
            valid_to=MONDAY.date() + timedelta(days=9),
        )
        again = MONDAY.date() + timedelta(days=10)
        assert week(MONDAYS, away) == [f"Weer open op donderdag {day_text(again)}: 10:00 – 12:00"]
        past = msgspec.structs.replace(MONDAYS, valid_to=MONDAY.date() - timedelta(days=1))
        assert week(past) == ["Het komende jaar dicht."]

    def test_what_stopped_is_not_said_to_open_again(self) -> None:
        stopped = file(schedules=(MONDAYS,), service={"status": ServiceStatus.TEMPORARILY_CLOSED})
        told = [one.replace("\N{NO-BREAK SPACE}", " ") for one in lines(page(stopped), "Open")]
        assert told == ["maandag: 10:00 – 12:00", "donderdag: 10:00 – 12:00"]

    def test_hours_of_other_weeks_are_told_beside_those_of_this_week(self) -> None:
        first = MONDAY.date() + timedelta(days=8)
        fortnightly = msgspec.structs.replace(
            MONDAYS, byday="TU", interval=2, dtstart=first, description="Met koffie"
        )
        told = [
            one.replace("\N{NO-BREAK SPACE}", " ")
            for one in lines(page(file(schedules=(fortnightly,))), "Open")
        ]
        assert told == [
            "Nu dicht",
            f"Weer open op dinsdag {day_text(first)}: 10:00 – 12:00",
            f"elke 2 weken op dinsdag, zoals {in_words(first, 'nl')}: 10:00 – 12:00 · Met koffie",
        ]

    def test_nothing_where_nobody_knows(self) -> None:
        assert week_words(file(), MONDAY.date()) == ()
        assert lines(page(), "Open") == ()

    def test_open_at_this_moment_and_not_an_hour_later(self) -> None:
        known = file(schedules=(MONDAYS,))
        assert lines(page(known), "Open")[0] == "Nu open"
        assert lines(page(known, moment=MONDAY.replace(hour=12)), "Open")[0] == "Nu dicht"


class TestChecked:
    CHECK = MapCheck(
        id=record_id(),
        service_id=record_id(),
        user_id=UserId(record_id()),
        checked_on=date(2026, 10, 1),
    )

    def test_never_is_told_calmly(self) -> None:
        shown = page()
        assert shown.checked == "Nog niet gecontroleerd. Bel eerst even."
        assert shown.stale

    def test_lately(self) -> None:
        shown = page(file(checks=(self.CHECK,)), due_on=date(2027, 4, 1))
        assert shown.checked == "Gecontroleerd op 1 oktober 2026."
        assert not shown.stale

    def test_long_ago(self) -> None:
        shown = page(file(checks=(self.CHECK,)), due_on=MONDAY.date())
        assert shown.checked.endswith("Dat is lang geleden. Bel eerst even.")
        assert shown.stale

    def test_a_correction_that_waits_is_told(self) -> None:
        assert page(doubted=True).waits == "Iemand gaf door dat hier iets niet klopt."
        assert page().waits == ""


class TestCorrection:
    PHONE = MapPhone(id=record_id(), number="0566 12 34 56")

    def known(self) -> ServiceFile:
        return file(phones=(self.PHONE,), service={"wait_time": "drie weken"})

    def test_each_answer_tells_what_the_map_says(self) -> None:
        words = {one.key: one.text for one in map_correction.wrong_choices(self.known())}
        assert words["phone"] == "Telefoonnummer: 0566 12 34 56"
        assert words["wait_time"] == "Wachttijd: drie weken"
        assert words["name"] == "Naam: Eettafel"

    def test_a_number_that_is_not_there_cannot_be_wrong(self) -> None:
        assert "phone" not in {one.key for one in map_correction.wrong_choices(file())}

    def test_a_field_is_proposed_with_what_it_should_say(self) -> None:
        told = map_correction.proposed(self.known(), "wait_time", " zes weken ", "balie")
        assert (told.field, told.value, told.part, told.told_by) == (
            "wait_time",
            "zes weken",
            "",
            "balie",
        )

    def test_a_number_is_proposed_of_that_very_phone(self) -> None:
        told = map_correction.proposed(self.known(), "phone", "0566 65 43 21", "")
        assert (told.part, told.part_key, told.field) == ("map_phone", self.PHONE.id, "number")

    def test_hours_are_told_in_words(self) -> None:
        told = map_correction.proposed(self.known(), "hours", "Vrijdag dicht.", "")
        assert (told.field, told.note) == ("", "Openingstijden: Vrijdag dicht.")

    def test_what_is_gone_needs_no_more_words(self) -> None:
        assert not map_correction.needs_words("gone")
        assert map_correction.needs_words("words")
        assert map_correction.proposed(file(), "gone", "", "").note == "Het bestaat niet meer"
