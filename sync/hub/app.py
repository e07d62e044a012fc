"""The hub's door on the network: what comes in by HTTP, who it is from, and what goes out.

Each request is one call of :data:`sync.https.CALLS`. It gets a turn (:mod:`sync.hub.limits`), is
read in pieces up to a cap, and is answered in a thread, because the database waits. The log and
the counters tell calls, statuses and ids of devices, never what was said.
"""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
from anyio import to_thread
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from meitinker import clock
from meitinker.errors import (
    DeviceRefused,
    HubNotOurs,
    MeitinkerError,
    RequestRefused,
    SyncError,
)
from meitinker.log import Word
from sync import https, signing, wire
from sync.hub import audit, callers, openapi
from sync.hub import database as databases
from sync.hub.handlers import Handlers
from sync.hub.intake import Intake, refuse_announced
from sync.hub.limits import TOO_MUCH, Lanes, Limits, Turns
from sync.hub.metrics import MEDIA_TYPE, Metrics
from sync.protocol import Enrol

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from starlette.datastructures import Headers

    from sync.https import Call
    from sync.hub.accounts import Accounts
    from sync.hub.database import HubDatabase

_log = logging.getLogger(__name__)

_WELL_SECONDS = 1.0
"""How long the database that answered is thought to be well, whoever asks."""

_GONE = 499
"""Status in log and counters of a request whose sender left; nothing is sent."""


class Front:
    """The door of one hub process."""

    def __init__(
        self,
        database: HubDatabase,
        accounts: Accounts,
        *,
        authority: Callable[[], bytes],
        certificate: Callable[[], datetime] = clock.now,
        limits: Limits | None = None,
    ) -> None:
        """Serve what ``database`` holds.

        Args:
            database: The hub's.
            accounts: Who belongs to it.
            authority: Gives the certificates (PEM) of who signed the hub's certificate.
            certificate: Gives the moment until which that one holds.
            limits: What one device may ask.
        """
        self._database = database
        self._accounts = accounts
        self._authority = authority
        self._certificate = certificate
        self._asking = asyncio.Lock()
        self._well_until = 0.0
        self._turns = Turns(limits or Limits())
        self._lanes = Lanes(1 if database.has_one_writer else None)
        self._organisations: dict[str, str] = {}
        self._devices: set[tuple[str, str]] = set()
        self.metrics = Metrics()

    def app(self) -> Starlette:
        """Return the application that a server runs."""
        asked = [
            Route(call.path, partial(self._ask, call), methods=["POST"])
            for call in https.CALLS.values()
        ]
        told = [
            Route(https.AUTHORITY, self._tell_authority),
            Route("/v1/openapi.json", _tell_openapi),
            Route("/health", self._tell_health),
        ]
        return Starlette(routes=[*asked, *told], exception_handlers={Exception: _failed})

    def counters(self) -> Starlette:
        """Return the application that tells the counters, for a place of their own."""
        return Starlette(routes=[Route("/metrics", self._tell_metrics)])

    async def _ask(self, call: Call, request: Request) -> Response:
        intake = Intake(self._turns.limits, call.method)
        heard, began = intake.heard, time.monotonic()
        self.metrics.begun()
        status, body = 500, b""
        try:
            status, body = await self._served(call, request, intake)
        except ClientDisconnect:
            status = _GONE
            return Response(status_code=status)
        finally:
            took = time.monotonic() - began
            self.metrics.answered(call.method, status, took, heard=heard.size, said=len(body))
            _log.info(
                "answered",
                {
                    "call": Word(call.method),
                    "status": status,
                    "milliseconds": round(took * 1000),
                    "device": request.headers.get(https.DEVICE, ""),
                },
            )
        # what was not read to its end would be taken for the next request
        headers = {} if heard.whole else {"connection": "close"}
        return Response(body, status, headers, media_type=https.media_type(body))

    async def _served(self, call: Call, request: Request, intake: Intake) -> tuple[int, bytes]:
        """Let a caller in by degrees: first its turn, then who it says to be, then what it says.

        Nothing is held for a device that no hub here has taken in, and no lock is taken before
        its signature holds.
        """
        address = request.client.host if request.client else ""
        headers = request.headers
        try:
            device = _device(headers) if call.signed else ""
            with self._turns.turn(device, address), self._turns.room(device, address) as hold:
                refuse_announced(headers.get("content-length", ""), intake.most)
                organisation = await self._place(_hub(headers), device)
                body = await intake.read(request.stream(), hold)
                answer = partial(self._answer, call, organisation, headers, body)
                async with self._lanes.lane(organisation, f"{device} {address}"):
                    return await to_thread.run_sync(answer, limiter=self._lanes.threads)
        except MeitinkerError as error:
            if error.params.get("reason") == TOO_MUCH:
                await asyncio.sleep(self._turns.limits.held_back_seconds)
            return _refused(error)

    async def _place(self, hub: str, device: str) -> str:
        """Return the organisation of a hub; refuse a device that it does not know."""
        if hub not in self._organisations or (device and (hub, device) not in self._devices):
            await to_thread.run_sync(partial(self._look, hub, device), limiter=self._lanes.looks)
        return self._organisations[hub]

    def _look(self, hub: str, device: str) -> None:
        with databases.told():
            organisation = self._accounts.organisation_of(hub)
            if device and not self._accounts.knows(organisation, device):
                raise DeviceRefused("unknown")
        self._organisations[hub] = organisation
        if device:
            self._devices.add((hub, device))

    def _answer(
        self, call: Call, organisation: str, headers: Headers, body: bytes
    ) -> tuple[int, bytes]:
        """Do what was asked, on a thread of its own.

        An error ends here: a thread that rests would keep it, and all that it was about (A20).
        """
        try:
            with databases.told():
                told = self._done(call, organisation, headers, body)
            return 200, wire.packed(told if told is not None else https.Nothing())
        except MeitinkerError as error:
            return _refused(error)

    def _done(self, call: Call, organisation: str, headers: Headers, body: bytes) -> object:
        if not call.signed:
            return self._accounts.enrol(organisation, wire.unpacked(body, Enrol))
        asked = signing.Asked(
            method="POST",
            path=call.path,
            hub=headers.get(https.HUB, ""),
            device=headers.get(https.DEVICE, ""),
            body=body,
        )
        seal = https.seal_of(headers.get(https.SEAL, ""))
        caller, turn = self._accounts.proven(organisation, asked, seal)
        handlers = Handlers(self._database, caller, turn=turn, passed_on=True)
        method: Callable[[Any], object] = getattr(handlers, call.method)
        try:
            return method(wire.unpacked(body, call.asked))
        except MeitinkerError:
            # a number counts once, whatever became of its request
            with suppress(RequestRefused):
                handlers.spend()
            raise

    async def _tell_authority(self, _request: Request) -> Response:
        return Response(self._authority(), media_type="application/x-pem-file")

    async def _tell_health(self, _request: Request) -> Response:
        """Tell whether the database answers; who balances load asks it every few seconds."""
        async with self._asking:
            if time.monotonic() >= self._well_until:
                try:
                    await to_thread.run_sync(self._counted, limiter=self._lanes.looks)
                except MeitinkerError:
                    return JSONResponse({"status": "database"}, 503)
                self._well_until = time.monotonic() + _WELL_SECONDS
        return JSONResponse({"status": "ok", "certificate_until": self._until()})

    def _counted(self) -> None:
        with databases.told():
            self._accounts.counted()

    def _until(self) -> str:
        """Return until when the certificate holds, or "" where that cannot be read."""
        try:
            return clock.instant_text(self._certificate())
        except MeitinkerError:
            return ""

    def _events(self) -> dict[str, int]:
        """Return what the audit counted, nothing where the database does not answer."""
        try:
            with databases.told():
                return audit.counted(self._database)
        except MeitinkerError:
            return {}

    async def _tell_metrics(self, _request: Request) -> Response:
        events = await to_thread.run_sync(self._events)
        text = self.metrics.text(certificate_until=self._until(), events=events)
        return Response(text, headers={"content-type": MEDIA_TYPE})


def _hub(headers: Headers) -> str:
    hub = headers.get(https.HUB, "")
    if not callers.is_id(hub):
        raise HubNotOurs("no hub has such an id")
    return hub


def _device(headers: Headers) -> str:
    """Return who says to ask; what is no id at all is not even counted."""
    device = headers.get(https.DEVICE, "")
    if not callers.is_id(device):
        raise RequestRefused("no device has such an id", reason="signature")
    return device


async def _failed(_request: Request, _error: Exception) -> Response:
    """Answer a fault of ours without details; the server logs where it was."""
    status, body = _refused(SyncError())
    return Response(body, status, media_type=https.PLAIN)


def _refused(error: MeitinkerError) -> tuple[int, bytes]:
    status, told = https.refusal(error)
    if status == https.TROUBLE:
        _log.error("failed", exc_info=error)
    return status, msgspec.json.encode(told)


async def _tell_openapi(_request: Request) -> Response:
    return JSONResponse(openapi.description())
