"""A push into the hub beside one by PouchDB into express-pouchdb, of the same records.

``make bench-peers`` installs the other side. Each side has a client and a server, in processes of
their own, over TLS on this machine; both clients read what they send from a file of their own, and
all four have on the disk what they committed before they go on. The other side checks no
certificate, no signature and no rights, and encrypts no file.
"""

from __future__ import annotations

import os
import secrets
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from meitinker.store import driver
from sync.hub.certificates import Certificates
from sync.protocol import MOST_CHANGES, Push, SealedChange
from tests.bench.children import ROOT, ChildFailed
from tests.bench.figure import Promise, figure
from tests.bench.floor_hub import HERE
from tests.bench.syncing import CHANGED, RECORDS, edited, made_laptop, made_people
from tests.sync.hub.served import HubProcess, Village, new_home

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sync.protocol import PushReceipt
    from tests.bench.figure import Figure
    from tests.sync.hub.served import WireLaptop

PEERS = ROOT / "out" / "peers"
"""Where ``make bench-peers`` puts the other side; nothing of it is kept in the project."""
PATIENCE = 600
PUSH = Promise(times=1 / 3, words="≥ 3 × faster than PouchDB")

_change = msgspec.json.Decoder(SealedChange)


class Taken(msgspec.Struct):
    """Seconds of pushing all of a corpus, and of each round of changes after that."""

    push: float
    again: list[float]


def figures(*, quick: bool = False) -> list[Figure]:
    """Measure both sides by turns.

    Raises:
        ChildFailed: The other side is not installed, or ended badly.
    """
    node = shutil.which("node")
    if node is None or not (PEERS / "node_modules").is_dir():
        raise ChildFailed("needs Node.js, and what `make bench-peers` installs")
    records, rounds, again = (500, 1, 3) if quick else (RECORDS, 3, 10)
    ours: list[Taken] = []
    theirs: list[Taken] = []
    larger: list[Taken] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        home = new_home(folder / "hub")
        with (
            HubProcess(home.root) as process,
            home.opened() as opened,
            _pouch_server(node, folder) as address,
        ):
            village = Village(opened, process.address)
            for number in range(rounds):
                laptop = made_laptop(village, f"peer{number}")
                people = made_people(laptop, f"p{number}-", records)
                ours.append(_ours(laptop, people, folder / f"laptop{number}.db", again))
                corpus = _written(people, folder / f"corpus{number}.jsonl")
                asked = [str(folder), str(corpus), address]
                theirs.append(_theirs(node, *asked, "0", str(CHANGED), str(again)))
                larger.append(_theirs(node, *asked, str(MOST_CHANGES), "0", "0"))
            village.close()
    pushed = [one.push for one in ours]
    note = f"{records / min(pushed):.0f} changes a second at best; beside PouchDB 9 with leveldb"
    return [
        figure(
            f"peers.push.{records}",
            pushed,
            promise=PUSH,
            unit="s",
            baseline=[one.push for one in theirs],
            note=f"{note}, as it comes: a hundred at once",
        ),
        figure(
            f"peers.push.{records}.larger",
            pushed,
            unit="s",
            baseline=[one.push for one in larger],
            note=f"the same; PouchDB told to send {MOST_CHANGES} at once, as we do",
        ),
        figure(
            f"peers.again.{CHANGED}",
            [1000 * took for one in ours for took in one.again],
            baseline=[1000 * took for one in theirs for took in one.again],
            note="as many of these records, changed and pushed once more",
        ),
    ]


class _Waiting:
    """What waits on a laptop: an encrypted file, on the disk at each commit.

    As in the store of a laptop, what was sent stays, and each receipt is a row beside it; while the
    hub works on a batch, the receipts of the last one are kept and the next is read and packed.
    """

    def __init__(self, path: Path) -> None:
        self._file = driver.connect(path, secrets.token_bytes(32))
        self._file.execute("CREATE TABLE made (id INTEGER PRIMARY KEY, body BLOB)")
        self._file.execute("CREATE TABLE sent (id INTEGER PRIMARY KEY, receipt BLOB)")
        self._read_to = 0
        self._next: Push | None = None
        self._answers: tuple[PushReceipt, ...] = ()

    def keep(self, changes: Sequence[SealedChange]) -> None:
        self._file.execute("BEGIN IMMEDIATE")
        rows = [(msgspec.json.encode(one),) for one in changes]
        self._file.executemany("INSERT INTO made (body) VALUES (?)", rows)
        self._file.execute("COMMIT")

    def pushed(self, laptop: WireLaptop) -> float:
        """Send all that waits; return the seconds."""
        line = laptop.lines[0]
        line.look_ahead(self._following)
        began = time.perf_counter()
        while (push := self._following()) is not None:
            self._next = None
            told = line.push(push)
            if not all(one.position for one in told.receipts):
                raise RuntimeError("a change did not come in")
            self._answers = told.receipts
        self._keep_answers()
        return time.perf_counter() - began

    def _following(self) -> Push | None:
        """Return what is sent next, read once; what was answered is kept first."""
        if self._next is None:
            self._keep_answers()
            asked = "SELECT id, body FROM made WHERE id > ? ORDER BY id LIMIT ?"
            rows = self._file.execute(asked, (self._read_to, MOST_CHANGES)).fetchall()
            if rows:
                self._read_to = rows[-1][0]
                self._next = Push(changes=tuple(_change.decode(row[1]) for row in rows))
        return self._next

    def _keep_answers(self) -> None:
        rows = [(msgspec.json.encode(one),) for one in self._answers]
        self._answers = ()
        if rows:
            self._file.execute("BEGIN IMMEDIATE")
            self._file.executemany("INSERT INTO sent (receipt) VALUES (?)", rows)
            self._file.execute("COMMIT")

    def close(self) -> None:
        self._file.close()


def _ours(laptop: WireLaptop, people: list[SealedChange], path: Path, rounds: int) -> Taken:
    waiting, again = _Waiting(path), []
    try:
        waiting.keep(people)
        push = waiting.pushed(laptop)
        some = people[:CHANGED]
        on = {one.record_id: one.change_id for one in some}
        for number in range(rounds):
            edits = [edited(laptop, one, on[one.record_id], number) for one in some]
            on = {one.record_id: one.change_id for one in edits}
            waiting.keep(edits)
            again.append(waiting.pushed(laptop))
    finally:
        waiting.close()
    return Taken(push, again)


def _written(people: list[SealedChange], path: Path) -> Path:
    """Write the corpus: a record a line."""
    told = [{"record_id": one.record_id, "kind": one.kind, "fields": one.fields} for one in people]
    path.write_bytes(msgspec.json.Encoder().encode_lines(told))
    return path


def _theirs(node: str, *asked: str) -> Taken:
    """Let PouchDB push; ``asked`` as ``client.mjs`` says."""
    ran = subprocess.run(
        [node, "client.mjs", *asked],
        cwd=PEERS,
        env={**os.environ, "NODE_TLS_REJECT_UNAUTHORIZED": "0", "NODE_NO_WARNINGS": "1"},
        capture_output=True,
        timeout=PATIENCE,
        check=False,
    )
    if ran.returncode:
        raise ChildFailed(f"PouchDB: {ran.stderr.decode(errors='replace')[-2000:]}")
    return msgspec.json.decode(ran.stdout.splitlines()[-1], type=Taken)


@contextmanager
def _pouch_server(node: str, folder: Path) -> Iterator[str]:
    certificates = Certificates(folder / "peer")
    (folder / "peer").mkdir()
    certificates.create(HERE)
    with (folder / "peer.log").open("wb") as log:
        process = subprocess.Popen(
            [node, "server.mjs", str(folder / "peer"), str(folder / "peer" / "server.pem")],
            cwd=PEERS,
            stdout=subprocess.PIPE,
            stderr=log,
        )
    assert process.stdout is not None
    try:
        address = process.stdout.readline().decode().strip()
        if not address:
            raise ChildFailed(f"express-pouchdb: {(folder / 'peer.log').read_text()[-2000:]}")
        yield address
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()
