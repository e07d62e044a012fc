"""The hub under a village's load: many laptops at once, one that floods, both databases, memory.

Each laptop is a thread of this process with a connection of its own; hubs serve in processes of
their own. So all share this machine's processor, and what a laptop keeps on its own disk is left
out: fifty laptops have fifty disks. A *day* is what one brings home of eight visits, and what the
others brought meanwhile.
"""

from __future__ import annotations

import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from importlib import import_module
from pathlib import Path
from threading import Barrier, Event
from typing import TYPE_CHECKING, TypeVar

from sqlalchemy import create_engine, text

from meitinker.errors import HubBusy, SyncError
from sync import versions
from sync.hub.home import HubHome, Settings
from sync.protocol import Meet, Pull, Pulled, Push
from tests.bench.figure import Promise, figure
from tests.bench.syncing import made_laptop, made_people
from tests.sync.hub.served import HubProcess, Village
from tests.unit.sync.hub.postgres import running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sync.client import HttpsHub
    from sync.protocol import SealedChange
    from tests.bench.figure import Figure
    from tests.sync.hub.served import WireLaptop

T = TypeVar("T")

VISITS, OF_ONE = 8, 25
"""Visits of a day, and the records that one leaves: talk, needs, scores, agreements, tasks."""
MANY, SOME, HONEST = 50, 20, 9
TOGETHER = 5
"""Laptops of one village: each gets what these bring."""
SYNCS = 1_000
PUSHED = 2_000
_HELLO = Meet(newest=versions.NEWEST, oldest=versions.OLDEST)

DAY = Promise(plus=5, words="p95 ≤ 5 s")
FLOODED = Promise(plus=2, words="p95 ≤ 2 s while one floods")
ONE = Promise(times=2, words="≤ 2 × SQLite")
TWENTY = Promise(times=1, words="faster than SQLite")
FLAT = Promise(times=1.05, words="memory flat: ≤ 1.05 ×")


def figures(*, quick: bool = False) -> list[Figure]:
    """Measure all of it."""
    many, some, syncs, pushed = (4, 4, 40, 500) if quick else (MANY, SOME, SYNCS, PUSHED)
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        folder = Path(name)
        file = stack.enter_context(_hub(folder / "sqlite"))
        found = [*_at_once(file, many), _flooded(file), _memory(file, syncs)]
        pgserver = stack.enter_context(running(folder / "run"))
        server = stack.enter_context(_hub(folder / "postgres", dsn=pgserver, processes=2))
        found += [_one(server, file, pushed), _twenty(server, file, some)]
    return found


class Served:
    """A hub, and where its processes listen."""

    def __init__(self, home: HubHome, processes: list[HubProcess]) -> None:
        self.home = home
        self.processes = processes

    @contextmanager
    def village(self) -> Iterator[Village]:
        """Lend a new organisation at it; laptops are spread over the processes."""
        with self.home.opened() as opened:
            village = Village(opened, self.processes[0].address)
            try:
                yield village
            finally:
                village.close()

    def laptops(self, village: Village, count: int, *, name: str = "l") -> list[WireLaptop]:
        """Return laptops that have met the hub, each with all there is."""
        office = village.laptop(f"office-{name}", everywhere=True)
        villages = [f"{name}-village-{number}" for number in range(-(-count // TOGETHER))]
        office.push(*(office.village(one) for one in villages))
        found = []
        for number in range(count):
            laptop = made_laptop(village, f"{name}{number}", villages[number // TOGETHER])
            laptop.handlers = laptop.line(self.processes[number % len(self.processes)].address)
            _fetch(laptop)
            found.append(laptop)
        return found


@contextmanager
def _hub(folder: Path, *, dsn: str = "", processes: int = 1) -> Iterator[Served]:
    if dsn:
        engine = create_engine(dsn, isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("CREATE DATABASE bench"))
        engine.dispose()
        dsn = dsn.replace("/postgres?", "/bench?")
    home = HubHome(folder)
    home.create(Settings(host="127.0.0.1", port=8443, dsn=dsn))
    with ExitStack() as stack:
        serving = [stack.enter_context(HubProcess(home.root)) for _ in range(processes)]
        yield Served(home, serving)


def _at_once(hub: Served, count: int) -> list[Figure]:
    """Let so many laptops come home at the same moment, beside one that comes alone.

    What each costs the hub's processor is the same on a machine that others keep busy.
    """
    with hub.village() as village:
        (alone,) = hub.laptops(village, 1, name="alone")
        begun = _worked(hub.processes[0].pid)
        baseline = [_day(alone, f"alone{number}") for number in range(5)]
        one = 1000 * (_worked(hub.processes[0].pid) - begun) / len(baseline)
        laptops = hub.laptops(village, count)
        begun = _worked(hub.processes[0].pid)
        taken, _whole = _together(laptops, "day")
        each = 1000 * (_worked(hub.processes[0].pid) - begun) / count
    note = f"each {VISITS * OF_ONE} records of about 1 kB; beside one laptop alone"
    return [
        figure(
            f"hub.day.{count}",
            taken,
            promise=DAY,
            statistic="p95",
            unit="s",
            baseline=baseline,
            note=note,
        ),
        figure(
            f"hub.day.{count}.processor",
            [each],
            unit="ms",
            baseline=[one],
            note="of the hub for each; beside one alone, who gets nothing from others",
        ),
    ]


def _flooded(hub: Served) -> Figure:
    """Let nine come home while another asks as fast as it can."""
    with hub.village() as village:
        (flooder,) = hub.laptops(village, 1, name="flood")
        honest, over = hub.laptops(village, HONEST), Event()
        baseline, _whole = _together(hub.laptops(village, HONEST, name="calm"), "calm")
        with ThreadPoolExecutor() as pool:
            asked = [
                pool.submit(_flood, flooder, flooder.line(hub.processes[0].address), over)
                for _ in range(4)
            ]
            try:
                taken, _whole = _together(honest, "flooded")
            finally:
                over.set()
            count = sum(one.result() for one in asked)
    note = f"{count} requests of the flood; beside the same without it"
    return figure(
        f"hub.flooded.{HONEST}",
        taken,
        promise=FLOODED,
        statistic="p95",
        unit="s",
        baseline=baseline,
        note=note,
    )


def _memory(hub: Served, syncs: int) -> Figure:
    """Let laptops come home so often, each with one change; look what the hub holds."""
    with hub.village() as village:
        laptops = hub.laptops(village, 10, name="m")
        early: list[float] = []
        late: list[float] = []
        for number in range(syncs):
            laptop = laptops[number % len(laptops)]
            _sync(laptop, made_people(laptop, f"m{number}-", 1))
            if number >= syncs // 10:
                (early if number < syncs // 5 else late).append(_resident(hub.processes[0].pid))
        late = late[-len(early) :]
    note = f"beside itself after a tenth of {syncs:,} exchanges"
    return figure("hub.memory", late, promise=FLAT, unit="MB", baseline=early, note=note)


def _one(server: Served, file: Served, records: int) -> Figure:
    """Let one laptop push to each, by turns."""
    taken: dict[Served, list[float]] = {server: [], file: []}
    with server.village() as there, file.village() as here:
        for number in range(3):
            for hub, village in ((server, there), (file, here)):
                (laptop,) = hub.laptops(village, 1, name=f"one{number}")
                told = made_people(laptop, f"one{number}-", records)
                began = time.perf_counter()
                for at in range(0, records, 500):
                    laptop.handlers.push(Push(changes=tuple(told[at : at + 500])))
                taken[hub].append(time.perf_counter() - began)
    note = "PostgreSQL beside SQLite"
    return figure(
        f"hub.postgres.push.{records}",
        taken[server],
        promise=ONE,
        unit="s",
        baseline=taken[file],
        note=note,
    )


def _twenty(server: Served, file: Served, count: int) -> Figure:
    """Let so many laptops come home at once at each, by turns; tell until when the last was."""
    taken: dict[Served, list[float]] = {server: [], file: []}
    for number in range(3):
        for hub in (server, file):
            with hub.village() as village:
                _each, whole = _together(hub.laptops(village, count), f"w{number}")
                taken[hub].append(whole)
    note = f"PostgreSQL with {len(server.processes)} processes beside SQLite with one"
    return figure(
        f"hub.postgres.day.{count}",
        taken[server],
        promise=TWENTY,
        unit="s",
        baseline=taken[file],
        note=note,
    )


def _together(laptops: list[WireLaptop], name: str) -> tuple[list[float], float]:
    """Let laptops come home at the same moment; return the seconds of each, and of all."""
    told = [
        made_people(one, f"{name}{number}-", VISITS * OF_ONE) for number, one in enumerate(laptops)
    ]
    start = Barrier(len(laptops) + 1)

    def come_home(number: int) -> float:
        start.wait()
        began = time.perf_counter()
        _sync(laptops[number], told[number])
        return time.perf_counter() - began

    with ThreadPoolExecutor(len(laptops)) as pool:
        coming = [pool.submit(come_home, number) for number in range(len(laptops))]
        start.wait()
        began = time.perf_counter()
        taken = [one.result() for one in coming]
    return taken, time.perf_counter() - began


def _day(laptop: WireLaptop, name: str) -> float:
    told = made_people(laptop, f"{name}-", VISITS * OF_ONE)
    began = time.perf_counter()
    _sync(laptop, told)
    return time.perf_counter() - began


def _sync(laptop: WireLaptop, told: list[SealedChange]) -> None:
    _answered(lambda: laptop.handlers.meet(_HELLO))
    receipts = _answered(lambda: laptop.handlers.push(Push(changes=tuple(told)))).receipts
    if not all(one.position for one in receipts):
        raise RuntimeError("a change did not come in")
    _fetch(laptop)


def _fetch(laptop: WireLaptop) -> None:
    more = True
    while more:
        answer = _answered(lambda: laptop.handlers.pull(Pull(cursor=laptop.cursor)))
        laptop.cursor = answer.cursor
        more = answer.more


def _answered(call: Callable[[], T]) -> T:
    """Return the answer; where the hub is too busy, ask again: that counts into the time."""
    while True:
        with suppress(HubBusy):
            return call()


def _flood(laptop: WireLaptop, line: HttpsHub, over: Event) -> int:
    """Ask what is new, again and again, as a program with a fault does; return how often.

    Such a program does not wait where the hub says that it is busy, as a laptop does.
    """
    count = 0
    while not over.is_set():
        count += 1
        with suppress(SyncError):
            line._asked_once("pull", Pull(cursor=laptop.cursor), Pulled)
    return count


def _worked(process: int) -> float:
    """Return the seconds of the processor that a process has taken."""
    psutil = import_module("psutil")  # has no types
    told = psutil.Process(process).cpu_times()
    return float(told.user + told.system)


def _resident(process: int) -> float:
    psutil = import_module("psutil")  # has no types
    return float(psutil.Process(process).memory_info().rss) / 1e6
