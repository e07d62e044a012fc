"""A hub process: listens, serves, renews its certificate, stops when it is told to.

Whoever opens a connection and says nothing is hung up on: the server underneath waits for ever
for the head of a request (A21).
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import ssl
import sys
from typing import TYPE_CHECKING, Any

from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

from meitinker import clock
from meitinker.log_lines import exception_lines, kept, safe_message
from sync.hub.app import Front

if TYPE_CHECKING:
    import socket
    from collections.abc import Callable

    from sync.hub.certificates import Certificates
    from sync.hub.home import OpenHub
    from sync.hub.limits import Limits

HEAD_SECONDS = 10.0
"""How long the head of a request may take from the first moment of a connection."""

KEPT_OPEN_SECONDS = 75
"""How long a connection may rest between requests; longer than a laptop keeps it."""

STOP_SECONDS = 20
"""How long requests that are under way get when the hub stops."""

MOST_CONNECTIONS = 1_000

_HOUR = 3_600


class PatientProtocol(H11Protocol):
    """HTTP/1.1 that waits for the head of a request, but not for ever."""

    head_seconds = HEAD_SECONDS
    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(
        self,
        transport: asyncio.Transport,  # type: ignore[override]  # as the server itself narrows it
    ) -> None:
        """Begin to wait for the first head."""
        super().connection_made(transport)
        self._head_timer = self.loop.call_later(self.head_seconds, self._hang_up_on_silence)

    def data_received(self, data: bytes) -> None:
        """Take in bytes; the head of a later request must come in as fast as the first."""
        begins = self.cycle is not None and self.cycle.response_complete
        before = self.cycle
        super().data_received(data)
        if self.cycle is not before:
            self._stop_waiting()
        elif begins and self._head_timer is None:
            self._head_timer = self.loop.call_later(self.head_seconds, self._hang_up_on_silence)

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop waiting."""
        self._stop_waiting()
        super().connection_lost(exc)

    def _hang_up_on_silence(self) -> None:
        self._head_timer = None
        if not self.transport.is_closing():
            self.transport.close()

    def _stop_waiting(self) -> None:
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None


class JsonLines(logging.Formatter):
    """Writes a line of JSON a record, behind the fences of :mod:`meitinker.log`."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line: when, level, where, what, small values, and where an error was."""
        told: dict[str, Any] = {
            "at": clock.instant_text(clock.now()),
            "level": record.levelname,
            "from": record.name,
            "said": safe_message(record),
        }
        if isinstance(record.args, dict):
            told |= {name: kept(value) for name, value in record.args.items()}
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            told["error"] = [line.strip() for line in exception_lines(error)]
        return json.dumps(told)


def serve(
    hub: OpenHub,
    listener: socket.socket,
    *,
    plain: bool = False,
    limits: Limits | None = None,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Serve until a signal says to stop; what is under way is finished first.

    Args:
        hub: The hub, open.
        listener: A socket that is bound.
        plain: Whether a proxy on this machine does the encrypting.
        limits: What one device may ask.
        ready: Called once the door is open.
    """
    certificates = hub.certificates
    front = Front(
        hub.database,
        hub.accounts,
        authority=certificates.authority.read_bytes,
        limits=limits,
    )
    context = None if plain else server_context(certificates)
    config = Config(
        front.app(),
        http=PatientProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=KEPT_OPEN_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
        limit_concurrency=MOST_CONNECTIONS,
        ssl_context_factory=(lambda _config, _usual: context) if context else None,
    )
    # the server passes the signal on when it is done; ending in order is what was asked
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: None)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    asyncio.run(_run(_TellingServer(config, ready), listener, _Renewal(hub, context)))


def server_context(certificates: Certificates) -> ssl.SSLContext:
    """Return what a laptop is met with: TLS 1.2 or newer (L26)."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.load_cert_chain(certificates.server, certificates.server_key)
    return context


class _Renewal:
    """Keeps the certificate young; connections that begin later get the new one."""

    def __init__(self, hub: OpenHub, context: ssl.SSLContext | None) -> None:
        self._certificates = hub.certificates
        self._hosts = (hub.settings.host,)
        self._context = context

    async def keep_on(self) -> None:
        """Look every hour; another process, or the administrator, may have renewed it too."""
        while True:
            await asyncio.sleep(_HOUR)
            await asyncio.to_thread(self._certificates.renew_if_due, self._hosts)
            if self._context is not None:
                self._context.load_cert_chain(
                    self._certificates.server, self._certificates.server_key
                )


class _TellingServer(Server):
    """Tells once that the door is open."""

    def __init__(self, config: Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the door."""
        await super().startup(sockets)
        self._ready()


async def _run(server: Server, listener: socket.socket, renewal: _Renewal) -> None:
    renewing = asyncio.create_task(renewal.keep_on())
    try:
        await server.serve(sockets=[listener])
    finally:
        renewing.cancel()
