"""The pages by axe, by keyboard, without scripts, enlarged, and on paper."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pypdfium2
import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.site.conftest import opened
from tests.site.links import reached

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

    from tests.site.conftest import Site

KINDS = (
    "index.html",
    "zoeken.html",
    "dorpen/index.html",
    "dorpen/grou/index.html",
    "dorpen/grou/household.html",
    "rubrieken/index.html",
    "rubrieken/household.html",
    "rubrieken/meals.html",
    "a-z/index.html",
    "a-z/e.html",
    "a-z/g.html",  # a name of one long word
    "hulp",
    "fy/dorpen/grou/index.html",
    "en/index.html",
    "en/hulp",
)
"""A page of each kind; ``hulp`` is the service that tells most."""

_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
    "preload": False,  # it would ask for the style sheet anew, which no page of ours may
}


def open_kind(page: Page, site: Site, kind: str) -> None:
    folder, _, last = kind.rpartition("/")
    name = site.service() if last == "hulp" else last
    page.goto(site.address(f"{folder}/{name}" if folder else name))


def faults(page: Page) -> list[tuple[str, str]]:
    """Return the rules of axe that a page breaks, each with the first place where it does."""
    found: dict[str, Any] = Axe().run(page, options=_RULES).response
    assert found["testEngine"]["name"] == "axe-core"
    return [(one["id"], one["nodes"][0]["html"]) for one in found["violations"]]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("width", "dark"), [(1366, False), (390, True)])
def test_a_page_breaks_no_rule(
    browser: Browser, site: Site, kind: str, width: int, dark: bool
) -> None:
    with opened(browser, width=width, dark=dark) as page:
        open_kind(page, site, kind)
        assert faults(page) == []


@pytest.mark.parametrize("dark", [False, True])
def test_answers_break_no_rule(browser: Browser, site: Site, dark: bool) -> None:
    with opened(browser, width=390, dark=dark) as page:
        page.goto(site.address("zoeken.html"))
        page.fill("#zoek", "eten aan huis")
        page.wait_for_selector("[data-search] .entry")
        assert faults(page) == []


def test_control_a_page_with_faults_is_told(page: Page, site: Site) -> None:
    page.goto(site.address())
    page.evaluate(
        "() => { document.querySelector('label').remove();"
        " document.documentElement.removeAttribute('lang');"
        " document.querySelector('h1').style.color = 'rgb(190, 190, 190)'; }"
    )
    told = {rule for rule, _where in faults(page)}
    assert {"html-has-lang", "color-contrast", "label"} <= told


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_wider_than_a_narrow_screen(browser: Browser, site: Site, kind: str) -> None:
    # 320 px is what a page of 1280 has left at 400 % (WCAG 1.4.10)
    with opened(browser, width=320) as page:
        open_kind(page, site, kind)
        assert page.evaluate("document.documentElement.scrollWidth") == 320
        outside = """() => [...document.querySelectorAll(".entry *")].filter((one) =>
          one.getBoundingClientRect().right > one.closest(".entry").getBoundingClientRect().right
        ).map((one) => one.textContent)"""
        assert page.evaluate(outside) == []


def test_a_long_address_stays_within_its_card(browser: Browser, site: Site) -> None:
    page = browser.new_page(viewport={"width": 320, "height": 800})
    page.goto(site.address(site.service()))
    wider = page.evaluate(
        """() => {
          const card = document.querySelector(".reach");
          const link = card.querySelector("a");
          link.textContent = "een.heel.lang.adres.van.iemand@de-langste-naam-van-fryslan.example";
          return link.getBoundingClientRect().right - card.getBoundingClientRect().right;
        }"""
    )
    page.close()
    assert wider <= 0


def test_hours_are_not_parted_behind_their_dash(site: Site) -> None:
    pages = [one.read_text("utf-8") for one in (site.folder / "hulp").iterdir()]
    parted = [text for text in pages if "–\N{NO-BREAK SPACE}" in text]
    assert any("–\N{WORD JOINER}\N{NO-BREAK SPACE}" in text for text in pages)
    assert parted == []


def test_the_keyboard_walks_through_the_page_and_shows_where_it_is(page: Page, site: Site) -> None:
    page.goto(site.address("dorpen/grou/index.html"))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    assert page.evaluate("document.activeElement.getBoundingClientRect().top") >= 0
    stops, rings = [], set()
    for _ in range(12):
        page.keyboard.press("Tab")
        stops.append(page.evaluate("document.activeElement.textContent.trim()"))
        rings.add(page.evaluate("getComputedStyle(document.activeElement).outlineWidth"))
    assert stops[:5] == ["Hulp bij u in de buurt", "Dorpen", "Onderwerpen", "A tot Z", "Zoeken"]
    assert len(set(stops)) > 8
    assert rings == {"3px"}


def test_the_skip_link_leads_to_the_content(page: Page, site: Site) -> None:
    page.goto(site.address("dorpen/grou/index.html"))
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.id === 'inhoud'")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "zoek"


def test_by_keyboard_from_a_question_to_a_number_and_back(page: Page, site: Site) -> None:
    page.goto(site.address())
    page.focus("#zoek")
    page.keyboard.type("eten aan huis")
    page.wait_for_selector("[data-search] .entry")
    assert page.inner_text("[role=status]")
    page.keyboard.press("Enter")
    name = page.evaluate("document.activeElement.textContent")
    page.keyboard.press("Enter")
    page.wait_for_selector("article h1")
    assert page.inner_text("h1") == name
    assert page.locator(".reach a").first.get_attribute("href") == "tel:0566071162"
    page.go_back()
    page.wait_for_selector("[data-search] .entry")
    assert page.input_value("#zoek") == "eten aan huis"


def test_a_village_narrows_the_answers_and_one_that_is_typed_too(page: Page, site: Site) -> None:
    page.goto(site.address("dorpen/grou/index.html"))
    assert page.input_value("#dorp") == "grou"
    page.fill("#zoek", "eettafel")
    page.wait_for_selector("[data-search] .entry")
    here = page.inner_text("[data-search] .entries")
    page.goto(site.address("zoeken.html"))
    page.fill("#zoek", "eettafel grou")
    page.wait_for_selector("[data-search] .entry")
    assert page.inner_text("[data-search] .entries") == here
    assert "Grou" in page.inner_text("[role=status]")


def test_only_what_is_open_is_shown_by_the_clock_of_the_netherlands(page: Page, site: Site) -> None:
    # a Tuesday at 11:30 in the Netherlands, whatever the clock of the reader says
    page.clock.set_fixed_time("2026-11-24T10:30:00Z")
    page.goto(site.address("zoeken.html"))
    page.fill("#zoek", "eettafel")
    page.wait_for_selector("[data-search] .entry")
    every = page.locator("[data-search] .entry .title").all_inner_texts()
    page.check("#open")
    page.wait_for_selector("[data-search] .entry .now")
    shown = page.locator("[data-search] .entry .title").all_inner_texts()
    assert 0 < len(shown) < len(every)
    told = page.locator("[data-search] .entry .now").all_inner_texts()
    assert len(told) == len(shown)
    assert all(one.startswith("Nu open tot ") for one in told)
    assert faults(page) == []
    page.clock.set_fixed_time("2026-11-24T02:30:00Z")
    page.uncheck("#open")
    page.check("#open")
    page.wait_for_selector("[data-search] .entry .now", state="detached")


def test_filters_work_by_keyboard_and_are_kept_in_the_address(page: Page, site: Site) -> None:
    page.goto(site.address("zoeken.html"))
    page.wait_for_selector("[data-ready]")
    page.focus("#zoek")
    order = []
    for _ in range(5):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.id"))
    # help in villages near by is for who chose a village
    assert order == ["", "dorp", "gebied", "kosten", "open"]
    page.focus("#gebied")
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("[data-search] .entry")
    assert page.inner_text("[role=status]")
    page.select_option("#gebied", "social_network")
    page.select_option("#dorp", "friens")
    assert page.is_enabled("#buurt")
    page.fill("#zoek", "eettafel")
    page.focus("#buurt")
    page.keyboard.press("Space")
    page.wait_for_selector("[data-search] .entry:has-text('van Friens')")
    address = page.url
    page.goto(site.address())
    page.goto(address)
    page.wait_for_selector("[data-search] .entry:has-text('van Friens')")
    assert page.is_checked("#buurt")
    assert page.input_value("#dorp") == "friens"
    assert page.input_value("#gebied") == "social_network"
    assert faults(page) == []


def test_on_a_phone_the_first_answer_stands_above_the_keyboard(
    browser: Browser, site: Site
) -> None:
    with opened(browser, width=360) as page:
        page.goto(site.address("dorpen/grou/index.html"))
        assert page.inner_text("summary").endswith(": Grou")
        page.set_viewport_size({"width": 360, "height": 640})
        page.focus("#zoek")
        page.keyboard.type("eten aan huis")
        page.wait_for_selector("[data-search] .entry")
        title = page.locator("[data-search] .entry .title").first.bounding_box()
        field = page.locator("#zoek").bounding_box()
        assert title is not None
        assert field is not None
        # the keys take the lower half
        assert 0 <= field["y"] < title["y"] + title["height"] < 320
        assert faults(page) == []


def test_on_a_phone_what_narrows_is_folded_away_and_named(browser: Browser, site: Site) -> None:
    with opened(browser, width=360) as page:
        page.goto(site.address())
        assert page.inner_text("summary") == "Dorp, onderwerp en kosten"
        assert not page.is_visible("#dorp")
        page.focus("summary")
        page.keyboard.press("Enter")
        page.select_option("#dorp", "friens")
        page.select_option("#kosten", "free")
        page.check("#buurt")
        assert page.inner_text("summary").endswith(": Friens, Gratis, Ook in dorpen in de buurt")
        page.fill("#zoek", "eettafel")
        assert not page.is_visible("#dorp")
        page.set_viewport_size({"width": 1200, "height": 640})
        page.wait_for_selector("#dorp", state="visible")
        assert not page.is_visible("summary")


def test_nothing_found_is_said(page: Page, site: Site) -> None:
    page.goto(site.address("zoeken.html"))
    page.fill("#zoek", "qqqxz")
    page.wait_for_function("document.querySelector('[role=status]').textContent.includes('Niets')")
    assert page.locator("[data-search] .entry").count() == 0


def test_without_scripts_every_service_can_be_reached(browser: Browser, site: Site) -> None:
    with opened(browser, scripts=False) as page:
        page.goto(site.address())
        assert not page.is_visible("#zoek")
        assert page.is_visible("noscript p")
        page.click("main .cards a:has-text('Grou')")
        page.click("main .cards a >> nth=0")
        page.click("main .entry a >> nth=0")
        assert page.is_visible("article .reach")
        page.goto(site.address())
        page.click("nav a:has-text('A tot Z')")
        page.click("main .letters a >> nth=0")
        assert page.is_visible("main .entry")


def test_all_pages_of_the_dutch_site_hang_together(site: Site) -> None:
    # by the files themselves: without scripts these links are all there is
    there = {
        path
        for path in site.folder.rglob("*.html")
        if path.relative_to(site.folder).parts[0] not in {"fy", "en"}
    }
    assert reached(site.folder / "index.html", within=there) == there


def test_a_page_prints_its_content_and_not_its_menus(
    page: Page, site: Site, tmp_path: Path
) -> None:
    page.goto(site.address(site.service()))
    title, number = page.inner_text("h1"), page.inner_text(".reach a")
    page.pdf(path=tmp_path / "page.pdf", format="A4")
    paper = pypdfium2.PdfDocument(tmp_path / "page.pdf")
    try:
        words = "".join(one.get_textpage().get_text_range() for one in paper)
        assert len(paper) == 1
    finally:
        paper.close()
    assert title in words
    assert number in words
    assert "Onderwerpen" not in words
    assert "Naar de inhoud" not in words


def test_light_and_dark_follow_the_system(browser: Browser, site: Site) -> None:
    seen = []
    for dark in (False, True):
        with opened(browser, dark=dark) as page:
            page.goto(site.address())
            seen.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert seen == ["rgb(245, 247, 249)", "rgb(20, 25, 31)"]


def test_each_language_says_which_it_is(page: Page, site: Site) -> None:
    for code, start in (("nl", "index.html"), ("fy", "fy/index.html"), ("en", "en/index.html")):
        page.goto(site.address(start))
        assert page.get_attribute("html", "lang") == code
    page.goto(site.address("en/" + site.service()))
    assert page.get_attribute("h1", "lang") == "nl"
    # a subject has a name in each language, so it is of the page and not of the map
    page.goto(site.address("en/rubrieken/meals.html"))
    assert (page.inner_text("h1"), page.get_attribute("h1", "lang")) == ("Meals", None)
    page.click("text=Frysk")
    assert page.get_attribute("html", "lang") == "fy"
