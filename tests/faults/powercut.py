"""What a disk may hold after the power went: replays a trace up to a point.

The model is the pessimistic reading of POSIX. A file's bytes are certain once the file was
synced; of what came later each 512-byte sector may be there or not, in any order, whole or, where
a file grew, as zeros or rubbish. A name (create, rename, unlink) is certain once its folder was
synced; of later ones a journalling file system keeps a prefix, a ``loose`` one any subset.

After a sync that failed Linux takes the pages for clean: they stay readable, a later sync of the
file succeeds without them, and they are gone with the power. A ``forgetful`` disk does the same.

``kill -9`` alone keeps the page cache and proves nothing about power.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.faults.interposer import Op

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator, Sequence
    from pathlib import Path

SECTOR = 512
_HEADER = struct.Struct("=IIIIqq")


@dataclass(frozen=True, slots=True)
class Event:
    """One change as the shim saw it, or a line the program said (``Op.ACK``)."""

    op: Op
    name: str
    other: str
    inode: int
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A folder before the trace began: name → (inode, bytes). All of it counts as synced."""

    files: dict[str, tuple[int, bytes]]
    folders: frozenset[str]

    @classmethod
    def of(cls, folder: Path) -> Snapshot:
        """Take the snapshot of ``folder``."""
        files: dict[str, tuple[int, bytes]] = {}
        folders: set[str] = set()
        for path in sorted(folder.rglob("*")):
            name = str(path.relative_to(folder))
            if path.is_dir():
                folders.add(name)
            else:
                files[name] = (path.stat().st_ino, path.read_bytes())
        return cls(files, frozenset(folders))


def events(trace: bytes) -> Iterator[Event]:
    """Yield the events of a trace file; a record cut off by the end is left out."""
    at = 0
    while at + _HEADER.size <= len(trace):
        op, name, other, data, inode, offset = _HEADER.unpack_from(trace, at)
        at += _HEADER.size
        if at + name + other + data > len(trace):
            return
        parts = []
        for length in (name, other, data):
            parts.append(trace[at : at + length])
            at += length
        yield Event(Op(op), parts[0].decode(), parts[1].decode(), inode, offset, parts[2])


@dataclass(slots=True)
class _File:
    """One file: what is certain, and what came after the last sync, in order."""

    certain: bytearray = field(default_factory=bytearray)
    later: list[tuple[Op, int, bytes]] = field(default_factory=list)
    given_up: dict[int, tuple[int, bytes]] = field(default_factory=dict)

    def sync(self) -> None:
        for op, offset, data in self.later:
            for sector in range(offset // SECTOR, (offset + len(data)) // SECTOR + 1):
                self.given_up.pop(sector, None)
            _apply(self.certain, op, offset, data)
        self.later.clear()

    def give_up(self) -> None:
        """A sync failed: what was to be written will not be, and no later sync tells."""
        for op, offset, data in self.later:
            if op is Op.TRUNCATE:
                _apply(self.certain, op, offset, data)
                continue
            for at, piece in _sectors(offset, data):
                self.given_up[at // SECTOR] = (at, piece)
        self.later.clear()


@dataclass(slots=True)
class _Name:
    """A change of a name not yet certain."""

    op: Op
    name: str
    other: str
    file: _File | None

    def folders(self) -> set[str]:
        return {_folder(name) for name in (self.name, self.other) if name}


class Disk:
    """The state of the disk while a trace is replayed."""

    def __init__(self, snapshot: Snapshot, *, forgetful: bool = False) -> None:
        """Begin with ``snapshot``, which is certain."""
        self._forgetful = forgetful
        self._inodes = {inode: _File(bytearray(data)) for inode, data in snapshot.files.values()}
        self._names = {name: self._inodes[inode] for name, (inode, _) in snapshot.files.items()}
        self._folders = set(snapshot.folders)
        self._later: list[_Name] = []

    def play(self, event: Event) -> None:
        """Let one event happen."""
        match event.op:
            case Op.WRITE | Op.TRUNCATE:
                self._file(event.inode).later.append((event.op, event.offset, event.data))
            case Op.SYNC:
                self._file(event.inode).sync()
            case Op.SYNC_FAILED if self._forgetful:
                self._file(event.inode).give_up()
            case Op.CREATE:
                # A fresh object: the number may be that of a file that was removed.
                self._inodes[event.inode] = _File()
                self._later.append(_Name(event.op, event.name, "", self._inodes[event.inode]))
            case Op.RENAME | Op.UNLINK | Op.MKDIR:
                file = self._inodes.get(event.inode)
                self._later.append(_Name(event.op, event.name, event.other, file))
            case Op.DIRSYNC:
                self._sync_folder(event.name)
            case _:
                pass

    def _file(self, inode: int) -> _File:
        return self._inodes.setdefault(inode, _File())

    def _sync_folder(self, folder: str) -> None:
        last = max((i for i, n in enumerate(self._later) if folder in n.folders()), default=-1)
        for name in self._later[: last + 1]:
            self._settle(self._names, name)
        del self._later[: last + 1]

    def _settle(self, names: dict[str, _File], change: _Name) -> None:
        match change.op:
            case Op.CREATE if change.file:
                names[change.name] = change.file
            case Op.UNLINK:
                names.pop(change.name, None)
            case Op.RENAME:
                names.pop(change.name, None)
                if change.other and change.file:
                    names[change.other] = change.file
            case _:
                self._folders.add(change.name)

    def cut(self, rng: random.Random, *, loose: bool = False) -> dict[str, bytes]:
        """Return what may be on the disk now: name → bytes.

        Args:
            rng: The seed; it decides which unsynced sectors and names are there.
            loose: Whether unsynced names may be kept in any subset, not only a prefix.
        """
        names = dict(self._names)
        kept = rng.randint(0, len(self._later))
        for index, change in enumerate(self._later):
            if rng.random() < 0.5 if loose else index < kept:
                self._settle(names, change)
        chance = rng.choice((0.0, 0.1, 0.5, 0.5, 0.9, 1.0))
        return {name: _survivor(file, rng, chance) for name, file in sorted(names.items())}

    def cached(self) -> dict[str, bytes]:
        """Return what a program sees now: everything, synced or not."""
        names = dict(self._names)
        for change in self._later:
            self._settle(names, change)
        for file in self._inodes.values():
            for at, piece in file.given_up.values():
                _apply(file.certain, Op.WRITE, at, piece)
            file.sync()
        return {name: bytes(file.certain) for name, file in sorted(names.items())}

    @property
    def unsynced(self) -> int:
        """How many changes are not certain now."""
        return len(self._later) + sum(len(file.later) for file in self._inodes.values())


def _folder(name: str) -> str:
    return name.rpartition("/")[0]


def _apply(content: bytearray, op: Op, offset: int, data: bytes) -> None:
    if op is Op.TRUNCATE:
        if offset <= len(content):
            del content[offset:]
        else:
            content.extend(bytes(offset - len(content)))
        return
    if offset > len(content):
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data


def _survivor(file: _File, rng: random.Random, chance: float) -> bytes:
    content = bytearray(file.certain)
    for at, piece in file.given_up.values():
        _tear(content, at, piece, rng, chance)
    # Either a prefix of the writes reached the disk, or any of them in any order.
    reached = rng.randint(0, len(file.later)) if rng.random() < 0.3 else None
    for index, (op, offset, data) in enumerate(file.later):
        if reached is not None:
            if index < reached:
                _apply(content, op, offset, data)
            elif index == reached:
                _apply(content, op, offset, data[: rng.randint(0, len(data)) // SECTOR * SECTOR])
        elif op is Op.TRUNCATE:
            if rng.random() < chance:
                _apply(content, op, offset, data)
        else:
            _tear(content, offset, data, rng, chance)
    return bytes(content)


def _sectors(offset: int, data: bytes) -> Iterator[tuple[int, bytes]]:
    at = offset
    while at < offset + len(data):
        end = min((at // SECTOR + 1) * SECTOR, offset + len(data))
        yield at, data[at - offset : end - offset]
        at = end


def _tear(content: bytearray, offset: int, data: bytes, rng: random.Random, chance: float) -> None:
    grown = len(content)
    for at, piece in _sectors(offset, data):
        if rng.random() < chance:
            _apply(content, Op.WRITE, at, piece)
        elif at + len(piece) > grown and rng.random() < 0.2:
            # The file's length was recorded, its bytes were not; what stood there still stands.
            start = max(at, grown)
            length = at + len(piece) - start
            rubbish = rng.randbytes(length) if rng.random() < 0.5 else bytes(length)
            _apply(content, Op.WRITE, start, rubbish)


def write(files: dict[str, bytes], folder: Path, rng: random.Random) -> None:
    """Write what :meth:`Disk.cut` gave into the empty ``folder``, to be reopened.

    A ``-shm`` file is written through memory and never synced, so it is left out or rubbish.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files.items():
        if name.endswith("-shm"):
            if rng.random() < 0.5:
                continue
            data = rng.randbytes(len(data))
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)


def acknowledged(happened: Sequence[Event]) -> str:
    """Return all the program had said when the power went."""
    return b"".join(event.data for event in happened if event.op is Op.ACK).decode()
