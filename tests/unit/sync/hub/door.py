"""A hub's door without a network: requests as the server hands them over, also unfinished ones."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from meitinker import ids
from sync import https, signing, wire
from sync.hub import register
from sync.hub.accounts import Invited
from sync.hub.app import Front
from sync.hub.limits import Limits
from sync.protocol import Enrol

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tests.unit.sync.hub.bench import TestHub


class Answer(NamedTuple):
    """Status and, where it is a refusal, its code."""

    status: int
    error: str


class Known(NamedTuple):
    """A device that was taken in, and its key."""

    hub: str
    device: str
    secret: bytes

    def headers(self, method: str, body: bytes, number: int) -> dict[str, str]:
        """Return what travels beside a request of this device."""
        asked = signing.Asked(
            method="POST",
            path=https.CALLS[method].path,
            hub=self.hub,
            device=self.device,
            body=body,
        )
        seal = signing.sign(self.secret, asked, number)
        return {https.HUB: self.hub, https.DEVICE: self.device, https.SEAL: https.sealed(seal)}


def hub_id(hub: TestHub) -> str:
    """Return the id under which the organisation's hub is known."""
    known = register.organisations(hub.database)
    return next(one.hub for one in known if one.organisation == hub.organisation)


def known(hub: TestHub, *villages: str) -> Known:
    """Take in a device."""
    secret, device = signing.new_key(), ids.new_id()
    code = hub.accounts.invite(hub.organisation, Invited(name="n", villages=villages))
    asked = Enrol(
        code=code, device=device, user=ids.new_id(), name="n", signing_key=signing.public(secret)
    )
    enrolled = hub.accounts.enrol(hub.organisation, asked)
    return Known(enrolled.hub, device, secret)


class Door:
    """The door of a hub, within one event loop."""

    def __init__(self, hub: TestHub, limits: Limits | None = None) -> None:
        """Open it; who asks too much hears so at once."""
        limits = limits or Limits(held_back_seconds=0)
        self.front = Front(hub.database, hub.accounts, authority=lambda: b"", limits=limits)
        self._app = self.front.app()

    def held(self) -> int:
        """Return how many bytes of bodies are in memory."""
        return self.front._turns._held[""]

    async def ask(
        self,
        path: str,
        pieces: Iterable[bytes],
        headers: dict[str, str],
        *,
        stall: asyncio.Event | None = None,
        drips: bool = False,
        address: str = "10.0.0.1",
    ) -> Answer:
        """Send a request; after ``pieces`` it ends, says nothing until ``stall``, or drips on."""
        told: list[Any] = []
        waiting = [*pieces]

        async def receive() -> dict[str, Any]:
            if drips:
                await asyncio.sleep(0.001)
                return {"type": "http.request", "body": b"x", "more_body": True}
            if not waiting:
                assert stall is not None
                await stall.wait()
                return {"type": "http.disconnect"}
            piece = waiting.pop(0)
            more = bool(waiting) or stall is not None
            return {"type": "http.request", "body": piece, "more_body": more}

        async def send(message: Any) -> None:
            told.append(message)

        await self._app(_scope(path, headers, address), receive, send)
        body = b"".join(one.get("body", b"") for one in told[1:])
        status = int(told[0]["status"])
        refused = body and status != 200
        return Answer(status, msgspec.json.decode(body)["error"] if refused else "")

    async def call(self, of: Known, method: str, message: object, number: int) -> Answer:
        """Send a whole request of a known device."""
        body = wire.packed(message)
        return await self.ask(
            https.CALLS[method].path,
            [body],
            of.headers(method, body, number),
            address="10.9.9.9",
        )


def _scope(path: str, headers: dict[str, str], address: str) -> dict[str, Any]:
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
        "client": (address, 1),
        "server": ("hub", 1),
        "scheme": "https",
        "root_path": "",
    }
