"""The exchange with the hub: pushing, changes that come back, nothing to do, a first fill.

The hub serves in a process of its own from an encrypted file; the client is a laptop's, over TLS
on this machine, and keeps each answer in an encrypted file before it asks on. What a laptop does
with the records besides (its own tables and search) is not in these figures.
"""

from __future__ import annotations

import secrets
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import httpx2
import msgspec

from meitinker.store import driver
from sync import trust, wire
from sync.protocol import MOST_CHANGES, Cursor, Pull, Push, Settled
from tests.bench.children import ROOT
from tests.bench.figure import Promise, figure, milliseconds
from tests.bench.floor_hub import Posted
from tests.sync.hub.served import HubProcess, Village, new_home
from tests.sync.hub.wires import CuttingProxy
from tests.unit.sync.hub.bench import GROU

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sync.protocol import Pulled, SealedChange
    from tests.bench.figure import Figure
    from tests.sync.hub.served import WireLaptop

RECORDS, FILLED, CHANGED = 10_000, 100_000, 100
OF_ONE = 20
"""Records of one resident."""
_NOTE = 700
_TEXT = (
    "Mevrouw komt de trap nog op, maar douchen gaat niet meer zonder de buurvrouw."
    " Haar dochter doet op woensdag de boodschappen; wandelen en koffie met de kleinkinderen"
    " geven plezier. De huisarts belt over de medicijnen en het slapen. Afgesproken: vervoer"
    " naar de dagopvang in Jirnsum aanvragen, en vanmiddag de brief van de gemeente lezen."
)

PUSH = Promise(times=4, words="≤ 4 × the floor")
AGAIN = Promise(plus=50, words="≤ 50 ms")
AGAIN_BYTES = Promise(plus=20, words="≤ 20 kB")
NOTHING = Promise(plus=1, words="≤ 1 kB")
FILL = Promise(plus=30, words="≤ 30 s for 100,000")


def figures(*, quick: bool = False) -> list[Figure]:
    """Measure all of it."""
    records, filled, rounds = (1_000, 1_000, 1) if quick else (RECORDS, FILLED, 3)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = new_home(folder / "hub")
        with HubProcess(home.root) as process, home.opened() as opened, _Durable(folder) as kept:
            village = Village(opened, process.address)
            try:
                found = _pushing(village, kept, records, rounds, folder)
                found += _small(village, process.port, kept, 5 if quick else 20)
                found.append(_filling(village, kept, filled))
            finally:
                village.close()
    return found


class _Durable:
    """What a laptop keeps before it asks on: an encrypted file, on the disk at each commit."""

    def __init__(self, folder: Path) -> None:
        self._file = driver.connect(folder / "laptop.db", secrets.token_bytes(32))
        self._file.execute("CREATE TABLE kept (id INTEGER PRIMARY KEY, body BLOB)")

    def keep(self, *told: object) -> None:
        """Write answers in one commit."""
        self._file.execute("BEGIN IMMEDIATE")
        rows = [(msgspec.json.encode(one),) for one in told]
        self._file.executemany("INSERT INTO kept (body) VALUES (?)", rows)
        self._file.execute("COMMIT")

    def __enter__(self) -> _Durable:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()


def _pushing(
    village: Village, kept: _Durable, records: int, rounds: int, folder: Path
) -> list[Figure]:
    hub, floor = [], []
    with _floor(folder / "floor") as (address, client):
        for number in range(rounds):
            laptop = made_laptop(village, f"push{number}")
            people = made_people(laptop, f"r{number}-", records)
            hub.append(_pushed(laptop, kept, people))
            floor.append(_posted(client, address, kept, people))
    name = f"sync.push.{records}"
    note = f"{records / min(hub):.0f} changes a second at best; records of about 1 kB"
    return [figure(name, hub, promise=PUSH, unit="s", baseline=floor, note=note)]


def _pushed(laptop: WireLaptop, kept: _Durable, changes: list[SealedChange]) -> float:
    began = time.perf_counter()
    for at in range(0, len(changes), MOST_CHANGES):
        told = laptop.handlers.push(Push(changes=tuple(changes[at : at + MOST_CHANGES])))
        if not all(one.position for one in told.receipts):
            raise RuntimeError("a change did not come in")
        kept.keep(told)
    return time.perf_counter() - began


def _posted(
    client: httpx2.Client, address: str, kept: _Durable, changes: list[SealedChange]
) -> float:
    whole = [Settled(kind=one.kind, record_id=one.record_id, fields=one.fields) for one in changes]
    began = time.perf_counter()
    for at in range(0, len(whole), MOST_CHANGES):
        body = wire.packed(Posted(tuple(whole[at : at + MOST_CHANGES])))
        client.post(address, content=body).raise_for_status()
        kept.keep(len(body))
    return time.perf_counter() - began


def _small(village: Village, port: int, kept: _Durable, rounds: int) -> list[Figure]:
    """Let 100 records change on one laptop and come to another; then ask when there is nothing.

    Times are taken on a straight line, bytes on one that counts them.
    """
    a = made_laptop(village, "a")
    people = made_people(a, "s-", CHANGED)
    _pushed(a, kept, people)
    on = {one.record_id: one.change_id for one in people}
    near, far = made_laptop(village, "near"), made_laptop(village, "far")
    taken, idle, size, idle_size = [], [], [], []
    with CuttingProxy(port) as proxy:
        far.handlers = far.line(proxy.address)
        for one in (near, far):
            _pulled(one, kept)
        for number in range(rounds):
            edits = [edited(a, one, on[one.record_id], number) for one in people]
            on = {one.record_id: one.change_id for one in edits}
            _pushed(a, kept, edits)
            taken.append(milliseconds(lambda: _pulled(near, kept)))
            idle.append(milliseconds(lambda: _ask(near)))
            begun = sum(proxy.passed)
            _pulled(far, kept)
            came = sum(proxy.passed)
            _ask(far)
            size.append((came - begun) / 1000)
            idle_size.append((sum(proxy.passed) - came) / 1000)
    return [
        figure("sync.again.100", taken, promise=AGAIN),
        figure("sync.again.100.bytes", size, promise=AGAIN_BYTES, unit="kB", note="with TLS"),
        figure("sync.nothing", idle, note="one exchange on a warm connection"),
        figure("sync.nothing.bytes", idle_size, promise=NOTHING, unit="kB", note="with TLS"),
    ]


def _ask(laptop: WireLaptop) -> None:
    laptop.handlers.pull(Pull(cursor=laptop.cursor))


def _filling(village: Village, kept: _Durable, records: int) -> Figure:
    """Fill a new laptop with all there is."""
    laptop = made_laptop(village, "filler")
    have = made_laptop(village, "counter")
    there = _pulled(have, kept)
    for at in range(there, records, RECORDS):
        _pushed(laptop, kept, made_people(laptop, f"f{at}-", min(RECORDS, records - at)))
    new = made_laptop(village, "new")
    began = time.perf_counter()
    came = _pulled(new, kept)
    seconds = time.perf_counter() - began
    note = f"{came} records, {came / seconds:.0f} a second"
    promise = FILL if came >= FILLED else None
    return figure(f"sync.fill.{records}", [seconds], promise=promise, unit="s", note=note)


def _pulled(laptop: WireLaptop, kept: _Durable) -> int:
    """Pull all that is new, each answer kept before the next is asked; return the records."""
    came = 0
    while True:
        answer: Pulled = laptop.handlers.pull(Pull(cursor=laptop.cursor))
        kept.keep(answer)
        laptop.cursor = Cursor(position=answer.cursor.position, fill=answer.cursor.fill)
        came += sum(len(one.records) for one in answer.fills)
        if not answer.more:
            return came


def made_laptop(village: Village, name: str, of: str = GROU) -> WireLaptop:
    """Return a laptop of a village whose user the hub has a record of, as every laptop's is."""
    made = village.laptop(name, of)
    made.push(made.change("user", made.caller.user, name=name))
    return made


def made_people(laptop: WireLaptop, begins: str, count: int) -> list[SealedChange]:
    """Return so many records of about 1 kB: residents, each with notes of their contacts."""
    made: list[SealedChange] = []
    person = ""
    for number in range(count):
        record = f"{begins}{number}"
        if number % OF_ONE == 0:
            person = record
            made.append(
                laptop.change(
                    "person",
                    record,
                    surname="Proefstra",
                    village_id=laptop.caller.villages[0],
                    contact_note=_note(number),
                )
            )
            continue
        made.append(
            laptop.change(
                "contact_note",
                record,
                client_id=person,
                user_id=laptop.caller.user,
                at="2026-11-22T10:00:00.000Z",
                channel="phone",
                outgoing=0,
                who="de dochter",
                text=_note(number),
            )
        )
    return made


def edited(laptop: WireLaptop, record: SealedChange, on: str, number: int) -> SealedChange:
    """Return a change of a record on the change that set it last."""
    field = "called" if record.kind == "person" else "who"
    told: dict[str, Any] = {field: f"Sjoukje {number}"}
    base = {field: on}
    return laptop.change(record.kind, record.record_id, operation="edit", base=base, **told)


def _note(number: int) -> str:
    """Return a text of a conversation; no two are alike, so that packing has some work."""
    words = f"{_TEXT} {_TEXT}".split()
    turned = number % len(words)
    mixed = words[turned:] + words[:turned]
    mixed[:: 2 + number % 5] = [f"{one}{number:x}" for one in mixed[:: 2 + number % 5]]
    return " ".join(mixed)[:_NOTE]


@contextmanager
def _floor(folder: Path) -> Iterator[tuple[str, httpx2.Client]]:
    folder.mkdir()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.bench.floor_hub", str(folder)],
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
    )
    assert process.stdout is not None
    address = process.stdout.readline().strip()
    try:
        with httpx2.Client(verify=trust.looking()) as client:
            yield address, client
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()
