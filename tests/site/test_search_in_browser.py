"""The search in the browser answers as the search of the program does, key by key."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from meitinker.domain import dutch
from meitinker.domain.villages import Village
from meitinker.services import map_search
from meitinker.store import records
from meitinker.store.social_map import Wanted
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


def ready(page: Page, site: Site) -> None:
    page.goto(site.address("zoeken.html"))
    page.wait_for_selector("[data-ready]")


def of_the_program(site: Site, text: str, village: Village | None) -> list[Any]:
    wanted = Wanted(village_id=village.id) if village else None
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
