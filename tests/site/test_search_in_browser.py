"""The search in the browser answers as the search of the program does, key by key."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from meitinker import clock
from meitinker.domain import dutch
from meitinker.domain.map_services import Cost
from meitinker.domain.opening_hours import Recurrence, Schedule, is_open
from meitinker.domain.villages import Village
from meitinker.domain.visits import LifeDomain
from meitinker.exchange.site.search_facets import schedule_row
from meitinker.ids import record_id
from meitinker.services import map_search
from meitinker.store import records
from meitinker.store.social_map import ServiceFilter
from tests.judged import measuring

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.site.conftest import Site

_EVERY_KEY = 12
"""Of every so many questions each key is tried, and of the others the whole."""

_ANSWERS = """
(asked) => {
  const { index, lines, Search } = self.meitinkerSite;
  const ids = lines.ids;
  const search = new Search(index, (doc) => lines.names[doc] + " " + lines.others[doc]);
  return asked.map(([text, village]) => {
    const at = village === null ? null : index.villages.findIndex((one) => one[0] === village);
    const answer = search.answer(text, at, 30);
    const told = (one) => [ids[one.service], one.reason ? one.reason.met : "",
                           one.reason ? one.reason.term : ""];
    return [answer.found.map(told), answer.nearest.map(told)];
  });
}
"""


_NARROWED = """
([asked, village, narrowed, moment]) => {
  const { index, lines, Search } = self.meitinkerSite;
  const search = new Search(index, (doc) => lines.names[doc] + " " + lines.others[doc]);
  const at = village === null ? null : index.villages.findIndex((one) => one[0] === village);
  const told = moment ? self.meitinkerSite.hours.moment(new Date(moment)) : null;
  return asked.map((text) => {
    const answer = search.answer(text, at, 30, { ...narrowed, moment: told });
    return [answer.found, answer.nearest].map(
      (these) => these.map((one) => lines.ids[one.service]));
  });
}
"""


def ready(page: Page, site: Site) -> None:
    page.goto(site.address("zoeken.html"))
    page.wait_for_selector("[data-ready]")


def of_the_program(site: Site, text: str, village: Village | None) -> list[Any]:
    wanted = ServiceFilter(village_id=village.id) if village else None
    answer = map_search.found(site.store.database, site.store.session, text, wanted)
    return [
        [
            [
                one.line.service_id,
                one.reason.met if one.reason else "",
                one.reason.term if one.reason else "",
            ]
            for one in these
        ]
        for these in (answer.found, answer.nearest)
    ]


def questions() -> list[str]:
    asked = [one.query for half in measuring.HALVES for one in measuring.queries(half)]
    home = (measuring.FOLDER / "queries_home.json").read_bytes()
    asked += [one["query"] for one in msgspec.json.decode(home, type=list[dict[str, Any]])]
    keys = [one[:end] for one in asked[::_EVERY_KEY] for end in range(1, len(one))]
    return [*asked, *keys, "eetafel", "rolstoeltaksi", "ÂLDEREIN", "foto's", "eettafel grou", "12"]


def villages(site: Site) -> list[Village]:
    with site.store.database.reading() as connection:
        return records.find(connection, site.store.session, Village)


@pytest.mark.parametrize("name", [None, "Grou", "Friens"])
def test_every_question_gets_the_answer_of_the_program(
    page: Page, site: Site, name: str | None
) -> None:
    ready(page, site)
    village = next((one for one in villages(site) if one.name == name), None)
    # of nothing yet the program lists everything, and a page is browsed
    asked = [text for text in questions() if dutch.words(text)]
    got = page.evaluate(_ANSWERS, [[text, name] for text in asked])
    wrong = [
        text
        for text, found in zip(asked, got, strict=True)
        if found != of_the_program(site, text, village)
    ]
    assert wrong == []


def test_control_another_rank_is_seen(page: Page, site: Site) -> None:
    ready(page, site)
    page.evaluate("self.meitinkerSite.index.enough = 0.8")
    asked = [one.query for one in measuring.queries("open")]
    got = page.evaluate(_ANSWERS, [[text, None] for text in asked])
    assert any(
        found != of_the_program(site, text, None) for text, found in zip(asked, got, strict=True)
    )


@pytest.mark.parametrize("name", [None, "Grou"])
@pytest.mark.parametrize(
    ("narrowed", "moment"),
    [
        ({"domain": "social_network"}, ""),
        ({"cost": "free"}, ""),
        ({"near": True}, ""),
        ({}, "2026-03-29T01:30:00Z"),
        ({"near": True, "cost": "free"}, "2026-11-24T09:15:00Z"),
        ({}, "2026-12-31T23:00:00Z"),
    ],
)
def test_what_is_narrowed_gets_the_answer_of_the_program(
    page: Page, site: Site, narrowed: dict[str, Any], moment: str, name: str | None
) -> None:
    ready(page, site)
    village = next((one for one in villages(site) if one.name == name), None)
    asked = [one.query for one in measuring.queries("open")]
    wanted = ServiceFilter(
        village_id=village.id if village else None,
        life_domain=LifeDomain(narrowed["domain"]) if "domain" in narrowed else None,
        cost=Cost(narrowed["cost"]) if "cost" in narrowed else None,
    )
    near, at = "near" in narrowed, clock.instant_from(moment or "2026-11-24T09:15:00Z")
    of_it = []
    with clock.running(lambda: at):
        for text in asked:
            use = (site.store.database, site.store.session)
            answer = map_search.found(*use, text, wanted, near=near, open_now=bool(moment))
            these = (answer.found, answer.nearest)
            of_it.append([[one.line.service_id for one in each] for each in these])
    got = page.evaluate(_NARROWED, [asked, name, narrowed, moment])
    wrong = [text for text, mine, its in zip(asked, got, of_it, strict=True) if mine != its]
    assert wrong == []
    assert any(found for found, _nearest in got) or moment


def hours() -> list[Schedule]:
    """Return hours of every sort, and days that are otherwise."""
    weekly: dict[str, Any] = {"freq": Recurrence.WEEKLY, "opens_at": "09:00", "closes_at": "12:30"}
    monthly: dict[str, Any] = {**weekly, "freq": Recurrence.MONTHLY}
    told: list[dict[str, Any]] = [
        {**weekly, "byday": "MO,WE, FR"},
        {**weekly, "byday": "TU", "opens_at": "22:00", "closes_at": "24:00"},
        {**weekly, "byday": "MO", "interval": 2, "dtstart": date(2026, 11, 16)},
        {**weekly, "byday": "SU", "valid_from": date(2026, 3, 1), "valid_to": date(2026, 3, 29)},
        {**weekly, "byday": "FR,SU", "opens_at": "20:00", "closes_at": "02:00"},
        {**monthly, "byday": "1TU,-1FR"},
        {**monthly, "byday": "1MO", "opens_at": "17:00", "closes_at": "08:00"},
        {**monthly, "bymonthday": "1,31"},
        {**monthly, "byday": "TH", "interval": 3, "dtstart": date(2026, 2, 5)},
        {"freq": Recurrence.NONE, "closed": True, "valid_from": date(2026, 12, 25),
         "valid_to": date(2027, 1, 1)},
        {**weekly, "freq": Recurrence.NONE, "valid_from": date(2026, 12, 30),
         "valid_to": date(2026, 12, 30), "opens_at": "13:00", "closes_at": "17:00"},
        {"freq": Recurrence.WEEKLY, "byday": "SA"},
    ]  # fmt: skip
    return [Schedule(id=record_id(), **one) for one in told]


def test_hours_are_read_as_the_program_reads_them(page: Page, site: Site) -> None:
    ready(page, site)
    every = hours()
    sets = [*([one] for one in every), every, [every[0], every[9], every[10]]]
    first = datetime(2026, 1, 1, 0, 30, tzinfo=UTC)
    # the steps pass every weekday and hour, both changes of the clock, and two years' ends
    moments = [first + timedelta(hours=7 * number) for number in range(1_400)]
    told = [[schedule_row(one) for one in each] for each in sets]
    got = page.evaluate(
        """([sets, moments]) => {
          const { read, moment, openUntil } = self.meitinkerSite.hours;
          return sets.map((rows) => moments.map((one) => {
            const until = openUntil(read(rows), moment(new Date(one)));
            return until === null ? null : until !== "";
          }));
        }""",
        [msgspec.to_builtins(told), [clock.instant_text(one) for one in moments]],
    )
    expected = [[is_open(each, clock.local(one)) for one in moments] for each in sets]
    assert got == expected
    assert {answer for one in expected for answer in one} == {True, False, None}
