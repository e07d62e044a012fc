"""What people type stands on a page as text, whatever it is."""

from __future__ import annotations

import re
import threading
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from meitinker.domain.kinds import kind_of
from meitinker.domain.map_places import MapContact, MapLocation, MapPhone, ServiceAtLocation
from meitinker.domain.map_services import (
    CostOption,
    MapService,
    Reach,
    ServiceArea,
    ServiceAttribute,
    Vocabulary,
)
from meitinker.domain.opening_hours import Schedule
from meitinker.domain.providers import Provider
from meitinker.domain.villages import Village
from meitinker.ids import VillageId, record_id
from meitinker.services import publishing
from meitinker.store.acts import act
from tests import stores
from tests.site.conftest import opened
from tests.site.links import seen

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Dialog

    from meitinker.domain.records import Record

NASTY = (
    "eettafel \"'><script>alert(1)</script><img src=x onerror=alert(2)>"
    "</textarea></title><svg onload=alert(3)>{{1234567*7}}{% raw %}javascript:alert(4)"
    "\u202e\u0007\u2028 ٱلْعَرَبِيَّة &lt;b&gt;"
)
_ELEMENTS = """
html head meta title link script body a header div span svg path nav ul li ol p main h1 h2 h3
section article aside dl dt dd footer form label input select option button noscript details
summary
"""
ELEMENTS = set(_ELEMENTS.split())


def nasty(record: Record) -> Record:
    """Return a record with the text in each of its own fields that holds nothing yet."""
    fields = kind_of(type(record)).fields.values()
    texts = {
        one.name: NASTY
        for one in fields
        if one.type is str and not one.held.ref and not getattr(record, one.name)
    }
    return msgspec.structs.replace(record, **texts)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("web") / "site"
    with stores.opened(tmp_path_factory.mktemp("store")) as store:
        with act(store.database, store.session, "test.make") as work:
            for one in records():
                work.create(one)
        for _ in publishing.publish(
            store.database, store.session, out, languages=("nl", "fy", "en")
        ):
            pass
    return out


def records() -> Iterator[Record]:
    village = VillageId(record_id())
    yield nasty(Village(id=village, postcodes="9001"))
    provider, service, place, at = (record_id() for _ in range(4))
    yield nasty(Provider(id=provider))
    yield nasty(MapService(id=service, provider_id=provider))
    of_it: dict[str, Any] = {"service_id": service}
    category: dict[str, Any] = {"vocabulary": Vocabulary.CATEGORY, "code": "meals"}
    yield ServiceAttribute(id=record_id(), **of_it, **category)
    yield nasty(MapLocation(id=place, village_id=village))
    yield nasty(ServiceAtLocation(id=at, location_id=place, **of_it))
    yield nasty(MapContact(id=record_id(), **of_it))
    yield nasty(MapPhone(id=record_id(), **of_it))
    yield nasty(ServiceArea(id=record_id(), reach=Reach.REGION, **of_it))
    yield nasty(CostOption(id=record_id(), **of_it))
    hours = Schedule(id=record_id(), byday="MO", opens_at="09:00", closes_at="12:00", **of_it)
    yield msgspec.structs.replace(hours, description=NASTY)


def test_no_text_becomes_an_element_or_an_act(folder: Path) -> None:
    pages = list(folder.rglob("*.html"))
    assert len(pages) > 20
    for page in pages:
        found = seen(page)
        assert set(found.elements) <= ELEMENTS, page
        assert found.acting == [], page
        # each script comes from a file, and no page styles itself
        text = page.read_text("utf-8")
        assert text.count("<script") == len(re.findall(r'<script src="[./]*bestanden/', text))
        assert "8641969" not in text
        assert "\x07" not in text


def test_links_lead_to_pages_phones_and_mail_only(folder: Path) -> None:
    schemes = {
        link.partition(":")[0]
        for page in folder.rglob("*.html")
        for link in seen(page).links
        if ":" in link
    }
    assert schemes <= {"http", "https", "tel", "mailto"}


def test_control_a_page_with_an_act_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(f"<p onclick=x style=y>{NASTY}</p>", "utf-8")
    found = seen(page)
    assert {"script", "img"} <= set(found.elements) - (ELEMENTS - {"script"})
    assert {"onclick", "style", "onload", "onerror"} <= set(found.acting)


def test_nothing_acts_in_the_browser(browser: Browser, folder: Path) -> None:
    service = next((folder / "hulp").iterdir())
    with opened(browser) as page:
        asked: list[str] = []

        def note(dialog: Dialog) -> None:
            asked.append(dialog.message)
            dialog.dismiss()

        page.on("dialog", note)
        page.goto(service.as_uri())
        assert page.inner_text("h1").startswith("eettafel \"'><script>")
        page.goto((folder / "zoeken.html").as_uri())
        page.fill("#zoek", "eettafel")
        page.wait_for_selector("[data-search] .entry")
        assert "<script>" in page.inner_text("[data-search] .entry")
        assert page.locator("[data-search] .entry img, [data-search] .entry script").count() == 0
        assert asked == []


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        """Say nothing on the terminal."""


@pytest.fixture(scope="module")
def host(folder: Path) -> Iterator[str]:
    """Lend the address of the site as a web host serves it."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}"
        server.shutdown()
        thread.join()


def test_from_a_web_host_it_searches_and_asks_nobody_else(browser: Browser, host: str) -> None:
    with opened(browser) as page:
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{host}/index.html")
        page.fill("#zoek", "eettafel")
        page.wait_for_selector("[data-search] .entry")
        assert {one.partition("/bestanden/")[0] for one in asked} <= {host, f"{host}/index.html"}
        assert any(one.endswith("search-index.js") for one in asked)


def test_the_rules_of_the_page_keep_foreign_scripts_out(browser: Browser, host: str) -> None:
    with browser.new_context() as context:
        page = context.new_page()
        page.goto(f"{host}/index.html")
        page.evaluate(
            "() => { const one = document.createElement('script');"
            " one.textContent = 'self.bad = 1'; document.head.append(one);"
            " const two = document.createElement('div');"
            " two.innerHTML = '<img src=x onerror=\"self.bad = 2\">'; document.body.append(two); }"
        )
        assert page.evaluate("self.bad") is None
