"""A real Chromium, and the site of the example directory as it looks in it."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import sync_playwright

from meitinker.services import publishing
from tests import stores
from tests.judged import measuring

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser, Page

    from tests.stores import TestStore

LANGUAGES = ("nl", "fy", "en")
_PATIENCE = 120_000
"""Milliseconds after which something never comes: a busy machine is slow, and nothing is timed."""


class Site:
    """A published site and the store that it was made from."""

    def __init__(self, store: TestStore, folder: Path) -> None:
        self.store = store
        self.folder = folder

    def address(self, name: str = "index.html") -> str:
        """Return where a page is, as somebody opens it from a folder."""
        return (self.folder / name).as_uri()

    def service(self) -> str:
        """Return the page of a service that tells much of itself."""
        pages = (self.folder / "hulp").iterdir()
        return f"hulp/{max(pages, key=lambda one: (one.stat().st_size, one.name)).name}"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    with stores.opened(tmp_path_factory.mktemp("store")) as store:
        measuring.fill(store.database, store.session)
        folder = tmp_path_factory.mktemp("web") / "site"
        for _ in publishing.publish(store.database, store.session, folder, languages=LANGUAGES):
            pass
        yield Site(store, folder)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Lend a browser; one a module, as its event loop would be in the way of other tests."""
    with chromium() as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Lend a page in which any error of a script is one of the test."""
    with opened(browser) as found:
        yield found


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's own Chromium and lend it."""
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.fail("there is no Chromium: apt-get install chromium")
    with sync_playwright() as driver:
        # without its own sandbox, which root may not use; it opens our own files only
        browser = driver.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        try:
            yield browser
        finally:
            browser.close()


_NAMES = ("chromium", "chromium-browser", "google-chrome")


@contextmanager
def opened(
    browser: Browser,
    *,
    width: int = 1366,
    dark: bool = False,
    scripts: bool = True,
) -> Iterator[Page]:
    """Lend a page of a width; afterwards no script and no rule of the page may have complained."""
    context = browser.new_context(
        viewport={"width": width, "height": 768},
        color_scheme="dark" if dark else "light",
        java_script_enabled=scripts,
    )
    context.set_default_timeout(_PATIENCE)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("console", lambda told: complaints.append(told.text) if told.type == "error" else None)
    try:
        yield page
    finally:
        context.close()
    assert complaints == []
