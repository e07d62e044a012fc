"""The hub's door on the network: what comes in by HTTP, who it is from, and what goes out.

Each request is one call of :data:`sync.https.CALLS`. It gets a turn (:mod:`sync.hub.limits`), is
read in pieces up to a cap, and is answered in a thread, because the database waits. The log and
the counters tell calls, statuses and ids of devices, never what was said.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import msgspec
from anyio import CapacityLimiter, to_thread
from sqlalchemy.exc import DataError, OperationalError
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from meitinker.errors import HubBusy, MeitinkerError, MessageTooLarge, RequestRefused, SyncError
from meitinker.log import Word
from sync import https, signing, wire
from sync.hub import openapi
from sync.hub.handlers import Handlers
from sync.hub.limits import Limits, Turns
from sync.hub.metrics import MEDIA_TYPE, Metrics
from sync.protocol import Enrol

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.datastructures import Headers

    from sync.https import Call
    from sync.hub.accounts import Accounts
    from sync.hub.database import HubDatabase

_log = logging.getLogger(__name__)

THREADS = 16
"""Requests that are answered at the same time; the others wait for their turn."""

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
        limits: Limits | None = None,
    ) -> None:
        """Serve what ``database`` holds.

        Args:
            database: The hub's.
            accounts: Who belongs to it.
            authority: Gives the certificates (PEM) of who signed the hub's certificate.
            limits: What one device may ask.
        """
        self._database = database
        self._accounts = accounts
        self._authority = authority
        self._turns = Turns(limits or Limits())
        self._threads: CapacityLimiter | None = None
        self._organisations: dict[str, str] = {}
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
            Route("/metrics", self._tell_metrics),
        ]
        return Starlette(routes=[*asked, *told], exception_handlers={Exception: _failed})

    async def _ask(self, call: Call, request: Request) -> Response:
        began, heard = time.monotonic(), _Heard()
        self.metrics.begun()
        status, body = 500, b""
        try:
            status, body = await self._served(call, request, heard)
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

    async def _served(self, call: Call, request: Request, heard: _Heard) -> tuple[int, bytes]:
        address = request.client.host if request.client else ""
        device = request.headers.get(https.DEVICE, "")
        try:
            with self._turns.turn(device, address), self._turns.room() as hold:
                body = await self._body(request, heard, hold)
                if self._threads is None:
                    self._threads = CapacityLimiter(THREADS)
                return await to_thread.run_sync(
                    partial(self._answer, call, request.headers, body), limiter=self._threads
                )
        except MeitinkerError as error:
            return _refused(error)

    async def _body(self, request: Request, heard: _Heard, hold: Callable[[int], None]) -> bytes:
        """Return a body that is not too large and did not come in too slowly."""
        announced = request.headers.get("content-length", "")
        if announced.isdigit() and int(announced) > wire.LARGEST_PACKED:
            raise MessageTooLarge("announced too much")
        limits, began = self._turns.limits, time.monotonic()
        pieces: list[bytes] = []
        stream = request.stream()
        while True:
            allowed = limits.first_seconds + heard.size / limits.slowest
            try:
                async with asyncio.timeout(began + allowed - time.monotonic()):
                    piece = await anext(stream, None)
            except TimeoutError as error:
                raise RequestRefused("came in too slowly", reason="slow") from error
            if piece is None:
                heard.whole = True
                return b"".join(pieces)
            hold(len(piece))
            heard.size += len(piece)
            pieces.append(piece)
            if heard.size > wire.LARGEST_PACKED:
                raise MessageTooLarge("more than the cap")

    def _answer(self, call: Call, headers: Headers, body: bytes) -> tuple[int, bytes]:
        """Do what was asked, on a thread of its own.

        An error ends here: a thread that rests would keep it, and all that it was about (A20).
        """
        try:
            told = self._done(call, headers, body)
            return 200, wire.packed(told if told is not None else https.Nothing())
        except OperationalError:
            return _refused(HubBusy("the database does not answer", seconds=10))
        except (DataError, OverflowError):
            return _refused(RequestRefused("a value that no database holds", reason="value"))
        except MeitinkerError as error:
            return _refused(error)

    def _done(self, call: Call, headers: Headers, body: bytes) -> object:
        hub = headers.get(https.HUB, "")
        organisation = self._organisation(hub)
        if not call.signed:
            return self._accounts.enrol(organisation, wire.unpacked(body, Enrol))
        asked = signing.Asked(
            method="POST",
            path=call.path,
            hub=hub,
            device=headers.get(https.DEVICE, ""),
            body=body,
        )
        seal = https.seal_of(headers.get(https.SEAL, ""))
        caller = self._accounts.recognise(organisation, asked, seal)
        method: Callable[[Any], object] = getattr(Handlers(self._database, caller), call.method)
        return method(wire.unpacked(body, call.asked))

    def _organisation(self, hub: str) -> str:
        found = self._organisations.get(hub)
        if found is None:
            found = self._organisations[hub] = self._accounts.organisation_of(hub)
        return found

    async def _tell_authority(self, _request: Request) -> Response:
        return Response(self._authority(), media_type="application/x-pem-file")

    async def _tell_health(self, _request: Request) -> Response:
        """Tell whether the database answers; who balances load asks it every few seconds."""
        try:
            await to_thread.run_sync(self._accounts.counted)
        except (OperationalError, MeitinkerError):
            return JSONResponse({"status": "database"}, 503)
        return JSONResponse({"status": "ok"})

    async def _tell_metrics(self, request: Request) -> Response:
        """Tell the counters to this machine only; a proxy must pass on who asks."""
        if not _is_near(request.client.host if request.client else ""):
            return JSONResponse({"error": "not_from_here"}, 403)
        return Response(self.metrics.text(), headers={"content-type": MEDIA_TYPE})


class _Heard(msgspec.Struct):
    """How much of a body came in, and whether that was all."""

    size: int = 0
    whole: bool = False


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


def _is_near(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
