"""The website of the social map: publishing it, and the first answer of its search in Chromium."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from meitinker.services import publishing
from tests import stores
from tests.bench.figure import Figure, Promise, figure
from tests.judged import measuring
from tests.site.conftest import chromium, opened

if TYPE_CHECKING:
    from tests.stores import TestStore

PUBLISH = Promise(plus=20, words="at most 20 s")
FIRST = Promise(plus=100, words="at most 100 ms")
SERVICES, QUICK_SERVICES = 10_000, 500
ROUNDS, QUICK_ROUNDS = 9, 2
_QUESTION = "eten aan huis"

_WATCH = """
new MutationObserver(() => {
  if (self.painted !== undefined || !document.querySelector("[data-search] .entry")) return;
  self.painted = 0;
  requestAnimationFrame(() => setTimeout(() => { self.painted = performance.now(); }));
}).observe(document, { subtree: true, childList: true });
"""
_AFTER_LOAD = """
() => self.painted - performance.getEntriesByType("navigation")[0].loadEventEnd
"""
_ASK = """
(text) => new Promise((done) => {
  const box = document.querySelector("#zoek");
  box.value = text;
  const begun = performance.now();
  box.dispatchEvent(new Event("input"));
  requestAnimationFrame(() => setTimeout(() => done(performance.now() - begun)));
})
"""


def figures(*, quick: bool) -> list[Figure]:
    """Return how long publishing takes, and the first search in a browser that just loaded it."""
    services = QUICK_SERVICES if quick else SERVICES
    with tempfile.TemporaryDirectory() as folder, stores.opened(Path(folder) / "store") as store:
        measuring.fill(store.database, store.session, services)
        site = Path(folder) / "site"
        published = _published(store, site, services)
        return [published, *_searched(site, services, rounds=QUICK_ROUNDS if quick else ROUNDS)]


def _published(store: TestStore, site: Path, services: int) -> Figure:
    begun, worked = time.perf_counter(), time.process_time()
    for _ in publishing.publish(store.database, store.session, site):
        pass
    taken, worked = time.perf_counter() - begun, time.process_time() - worked
    begun = time.perf_counter()
    copy = site.with_name("copy")
    files = [path for path in site.rglob("*") if path.is_file()]
    for path in files:
        target = copy / path.relative_to(site)
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(path.read_bytes())
    bare = time.perf_counter() - begun
    return figure(
        "map.publish",
        [taken],
        promise=PUBLISH,
        unit="s",
        baseline=[bare],
        note=f"{services} services, {len(files)} files, {worked:.1f} s of processor; "
        "beside it: copying the files",
    )


def _searched(site: Path, services: int, *, rounds: int) -> list[Figure]:
    """Return the first answer after loading, asked at once and asked later."""
    at_once, later = [], []
    with chromium() as browser:
        for _ in range(rounds):
            with opened(browser) as page:
                page.add_init_script(_WATCH)
                page.goto(f"{(site / 'zoeken.html').as_uri()}#q={_QUESTION.replace(' ', '+')}")
                page.wait_for_function("self.painted > 0")
                at_once.append(max(0.0, float(page.evaluate(_AFTER_LOAD))))
            with opened(browser) as page:
                page.goto((site / "zoeken.html").as_uri())
                page.wait_for_selector("[data-ready]")
                later.append(float(page.evaluate(_ASK, _QUESTION)))
    note = f"{services} services, from a folder, until it is painted"
    return [
        figure("map.site_asked_at_once", at_once, promise=FIRST, note=f"after load; {note}"),
        figure("map.site_first_search", later, promise=FIRST, note=note),
    ]
