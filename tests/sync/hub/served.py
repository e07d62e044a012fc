"""A hub that serves in a process of its own, and laptops that reach it over HTTPS."""

from __future__ import annotations

import ctypes
import itertools
import os
import signal
import subprocess
import sys
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Self

import httpx2

from meitinker import ids
from meitinker.domain.session import Role
from sync import signing, trust
from sync.client import HttpsDoor, HttpsHub
from sync.hub.accounts import Accounts, Invited
from sync.hub.handlers import Handlers
from sync.hub.home import DSN_VARIABLE, HubHome, Settings
from sync.hub.scope import Caller
from sync.protocol import Enrol, Enrolled
from tests.unit.sync.hub.bench import GROU, WERGEA, Laptop

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sync.hub.database import HubDatabase
    from sync.hub.home import OpenHub
    from sync.hub.register import Organisation
    from sync.protocol import Door, Hub

_DIES_WITH_PARENT = 1

PATIENCE_SECONDS = 120.0
"""How long a test waits for an answer: the machine may have a lot else to do."""


def looking(address: str) -> httpx2.Client:
    """Return a client that takes any certificate and waits patiently."""
    return httpx2.Client(base_url=address, verify=trust.looking(), timeout=PATIENCE_SECONDS)


class HubProcess:
    """``meitinker hub serve`` on a free port of this machine."""

    def __init__(self, folder: Path, *options: str, dsn: str = "") -> None:
        """Start it, and wait until it says where it listens."""
        self.errors = folder / "log.txt"
        environment = {**os.environ, **({DSN_VARIABLE: dsn} if dsn else {})}
        with self.errors.open("ab") as log:
            self._process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "meitinker", "hub", "serve"),
                    *("--folder", str(folder), "--listen", "127.0.0.1:0", *options),
                ],
                stdout=subprocess.PIPE,
                stderr=log,
                env=environment,
                preexec_fn=_die_with_parent,
            )
        assert self._process.stdout is not None
        self.address = self._process.stdout.readline().decode().strip()
        assert self.address, self.errors.read_text()
        told = self._process.stdout.readline() if "--metrics" in options else b""
        self.counters = told.decode().strip()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.address.rpartition(":")[2])

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def stop(self) -> int:
        """Ask it to stop, and return its exit code."""
        self._process.send_signal(signal.SIGTERM)
        code = self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        return code

    def kill(self) -> None:
        """Take its breath away."""
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()

    def __enter__(self) -> Self:
        """Return this process."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        if self._process.poll() is None:
            self.stop()


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_DIES_WITH_PARENT, signal.SIGTERM, 0, 0, 0)


class Village:
    """One organisation at a hub, and the laptops that are enrolled in it."""

    def __init__(self, opened: OpenHub, address: str = "") -> None:
        """Make a new organisation with two villages; without an address no wire is used."""
        self.opened = opened
        self.address = address
        self.organisation = opened.accounts.add_organisation(f"Stichting {ids.new_id()}")
        self._stack = ExitStack()
        office = self.laptop("office", everywhere=True)
        office.push(*(office.village(one) for one in (GROU, WERGEA)))

    @property
    def database(self) -> HubDatabase:
        """The hub's database, looked at from outside."""
        return self.opened.database

    @property
    def accounts(self) -> Accounts:
        """The hub's accounts."""
        return self.opened.accounts

    @property
    def pins(self) -> tuple[str, ...]:
        """The pins of an invitation."""
        return self.opened.certificates.pins()

    @property
    def listed(self) -> Organisation:
        """This organisation as its hub lists it."""
        from sync.hub import register

        known = register.organisations(self.database)
        (found,) = (one for one in known if one.organisation == self.organisation)
        return found

    @property
    def hub_id(self) -> str:
        """Id of this organisation's hub."""
        return self.listed.hub

    def close(self) -> None:
        """Hang up every laptop."""
        self._stack.close()

    def laptop(self, name: str, *villages: str, everywhere: bool = False) -> WireLaptop:
        """Return a laptop that was invited and enrolled by the way that is tested."""
        secret = signing.new_key()
        code = self.accounts.invite(
            self.organisation,
            Invited(name=name, role=Role.MEITINKER, villages=villages, everywhere=everywhere),
        )
        asked = Enrol(
            code=code,
            device=ids.new_id(),
            user=ids.new_id(),
            name=name,
            signing_key=signing.public(secret),
            label=name,
        )
        with self._door() as door:
            enrolled = door.enrol(asked)
        caller = Caller(
            organisation=self.organisation,
            device=asked.device,
            user=enrolled.user,
            role=enrolled.role,
            villages=villages,
            everywhere=everywhere,
        )
        laptop = WireLaptop(self, enrolled, secret, caller)
        self._stack.callback(laptop.hang_up)
        return laptop

    @contextmanager
    def _door(self) -> Iterator[Door]:
        if self.address:
            with HttpsDoor(self.address, self.pins, hub=self.hub_id) as door:
                yield door
        else:
            yield _NearDoor(self.accounts, self.organisation)


class _NearDoor:
    def __init__(self, accounts: Accounts, organisation: str) -> None:
        self._accounts = accounts
        self._organisation = organisation

    def enrol(self, asked: Enrol) -> Enrolled:
        return self._accounts.enrol(self._organisation, asked)


class WireLaptop(Laptop):
    """A laptop with a key and numbers of its own."""

    def __init__(self, village: Village, enrolled: Enrolled, secret: bytes, caller: Caller) -> None:
        """Connect it the way its village is reached."""
        self.seat = village
        self.enrolled = enrolled
        self.secret = secret
        self.numbers = itertools.count(1)
        self.lines: list[HttpsHub] = []
        near: Hub = Handlers(village.database, caller)
        super().__init__(near, caller)
        if village.address:
            self.handlers = self.line(village.address)

    def line(self, address: str, **told: str) -> HttpsHub:
        """Return another connection of this laptop, to ``address``."""
        made = HttpsHub(
            address,
            self.seat.pins,
            hub=told.get("hub", self.enrolled.hub),
            device=self.caller.device,
            secret=self.secret,
            numbers=self.number,
            hub_key=told.get("hub_key", self.enrolled.hub_key),
        )
        self.lines.append(made)
        return made

    def number(self, above: int) -> int:
        """Return the next number above ``above``."""
        return next(one for one in self.numbers if one > above)

    def hang_up(self) -> None:
        """Close every connection."""
        for one in self.lines:
            one.close()


def new_home(folder: Path) -> HubHome:
    """Make a hub in ``folder``."""
    home = HubHome(folder)
    home.create(Settings(host="127.0.0.1", port=8443))
    return home
