"""A hub process: listens, serves, renews its certificate, stops when it is told to.

Whoever opens a connection and says nothing is hung up on: the server underneath waits for ever
for the head of a request (A21).
"""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import socket
import ssl
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from uvicorn import Config, Server
from uvicorn.protocols.http.h11_impl import H11Protocol

import meitinker
from meitinker import clock
from meitinker.errors import MeitinkerError
from meitinker.log import Word
from meitinker.log_lines import exception_lines, kept, safe_message
from sync.hub.app import Front

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Iterable, Iterator

    from sync.hub.certificates import Certificates
    from sync.hub.home import OpenHub
    from sync.hub.limits import Limits
    from sync.hub.presence import Presence

HEAD_SECONDS = 10.0
"""How long the head of a request may take from the first moment of a connection."""

KEPT_OPEN_SECONDS = 75
"""How long a connection may rest between requests; longer than a laptop keeps it."""

STOP_SECONDS = 20
"""How long requests that are under way get when the hub stops."""

MOST_CONNECTIONS = 1_000

CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20"
"""Of TLS 1.2: what the NCSC calls good, each with a key of its own per connection."""

_LARGEST_HEAD = 16 << 10
_HOUR = 3_600.0
_PRESENCE_SECONDS = 15.0
_QUIET: dict[str, Any] = {
    "ws": "none",
    "lifespan": "off",
    "log_config": None,
    "access_log": False,
    "server_header": False,
}

_log = logging.getLogger(__name__)


class PatientProtocol(H11Protocol):
    """HTTP/1.1 that waits for the head of a request, but not for ever."""

    head_seconds = HEAD_SECONDS
    goodbye_seconds = 0.5
    _head_timer: asyncio.TimerHandle | None = None

    def connection_made(
        self,
        transport: asyncio.Transport,  # type: ignore[override]  # as the server itself narrows it
    ) -> None:
        """Begin to wait for the first head, and let answers go out at once.

        An answer is written in two pieces. The second would wait until the first is
        acknowledged, for which the other side takes 40 ms; the loop sees to that only for
        sockets that name their protocol, and those of ``socket.create_server`` do not.
        """
        super().connection_made(transport)
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
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

    def shutdown(self) -> None:
        """Hang up when the hub stops: at once where nothing is under way.

        Over TLS the other side is to say goodbye too; a laptop that rests does not listen.
        """
        rests = self.cycle is None or self.cycle.response_complete
        super().shutdown()
        if rests:
            self.loop.call_later(self.goodbye_seconds, self.transport.abort)

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
    counters: socket.socket | None = None,
    limits: Limits | None = None,
    presence: Presence | None = None,
    ready: Callable[[], None] = lambda: None,
) -> None:
    """Serve until a signal says to stop; what is under way is finished first.

    Args:
        hub: The hub, open.
        listener: A socket that is bound.
        plain: Whether a proxy on this machine does the encrypting, and tells who asks.
        counters: Another one, where the counters are told; without it nobody hears them.
        limits: What one device may ask.
        presence: The lock that says that this process serves; where it is lost it stops.
        ready: Called once the door is open.
    """
    certificates = hub.certificates
    front = Front(
        hub.database,
        hub.accounts,
        authority=certificates.authority.read_bytes,
        certificate=certificates.ends,
        limits=limits,
    )
    context = None if plain else server_context(certificates)
    config = config_for(front.app(), plain=plain, context=context)
    # the server passes the signal on when it is done; ending in order is what was asked
    for one in (signal.SIGINT, signal.SIGTERM):
        signal.signal(one, lambda *_: None)
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # its lines about starting and stopping lose their words on the way: ours say it
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)
    counting = _Counting(Config(front.counters(), proxy_headers=False, **_QUIET))
    renewal = Renewal(certificates, (hub.settings.host,), context)
    server = _TellingServer(config, ready)
    beside = [renewal.keep_on()]
    if presence is not None:
        beside.append(stop_when_alone(server, presence))
    asyncio.run(_run(server, listener, beside, (counting, counters)))


def config_for(app: Any, *, plain: bool, context: ssl.SSLContext | None) -> Config:
    """Return how the server underneath runs ``app``, an ASGI application."""
    return Config(
        app,
        http=PatientProtocol,
        timeout_keep_alive=KEPT_OPEN_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
        limit_concurrency=MOST_CONNECTIONS,
        h11_max_incomplete_event_size=_LARGEST_HEAD,
        # who reaches the hub itself could say to ask from anywhere
        proxy_headers=plain,
        ssl_context_factory=(lambda _config, _usual: context) if context else None,
        **_QUIET,
    )


def server_context(certificates: Certificates) -> ssl.SSLContext:
    """Return what a laptop is met with: TLS 1.2 or newer, and keys that do not last (L26)."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    context.set_ciphers(CIPHERS)
    certificates.load_into(context)
    return context


class Renewal:
    """Keeps the certificate young; connections that begin later get the new one."""

    def __init__(
        self, certificates: Certificates, hosts: tuple[str, ...], context: ssl.SSLContext | None
    ) -> None:
        """Renew for ``hosts``; ``context`` is None where somebody else encrypts."""
        self._certificates = certificates
        self._hosts = hosts
        self._context = context

    async def keep_on(self, pause: float = _HOUR) -> None:
        """Look every hour; another process, or the administrator, may have renewed it too."""
        while True:
            await asyncio.sleep(pause)
            await asyncio.to_thread(self.look)

    def look(self) -> bool:
        """Renew it if that is due, and show what is there; tell whether that went well.

        A disk that is full or a file that cannot be read must not end it: there are thirty
        days to mend that, and the log and the counters tell of it.
        """
        try:
            self._certificates.renew_if_due(self._hosts)
            if self._context is not None:
                self._certificates.load_into(self._context)
        except (MeitinkerError, OSError, ValueError) as error:
            _log.error("the certificate was not renewed", exc_info=error)
            return False
        return True


async def stop_when_alone(
    server: Server, presence: Presence, pause: float = _PRESENCE_SECONDS
) -> None:
    """Stop serving once somebody else works on the hub alone: it is being put back."""
    while await asyncio.to_thread(presence.look):
        await asyncio.sleep(pause)
    _log.error("this process stops: the hub is being put back")
    server.should_exit = True


class _Counting(Server):
    """Tells the counters as long as the hub serves; signals are for the hub itself."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals alone."""
        yield


class _TellingServer(Server):
    """Tells once that the door is open."""

    def __init__(self, config: Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Open the door."""
        await super().startup(sockets)
        _log.info("the hub serves, version %s", Word(meitinker.__version__))
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Close the door, and finish what is under way."""
        await super().shutdown(sockets)
        _log.info("the hub has stopped in order")


async def _run(
    server: Server,
    listener: socket.socket,
    watching: Iterable[Coroutine[Any, Any, None]],
    counting: tuple[Server, socket.socket | None],
) -> None:
    """Serve, and let ``watching`` go on meanwhile."""
    beside, counters = counting
    watches = [asyncio.create_task(one) for one in watching]
    tasks = list(watches)
    if counters is not None:
        tasks.append(asyncio.create_task(beside.serve(sockets=[counters])))
    try:
        await server.serve(sockets=[listener])
    finally:
        beside.should_exit = True
        for one in watches:
            one.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
