"""The hub over HTTPS, as a laptop meets it.

:class:`HttpsDoor` is for a laptop that is not enrolled yet, :class:`HttpsHub` for one that is.
Both keep one connection open between calls, wait a limited time for everything, and raise
errors of :class:`meitinker.errors.SyncError`'s family only. A call whose answer got lost may be
asked again, but that is for the caller to decide; only a hub that says that it is busy, and so did
nothing, is asked again here, with a request of its own number.

A call as a whole may take as long as its size asks for on the slowest line that is worth waiting
for: an answer that drips in would otherwise hold up all later exchanges. Who breaks an exchange
off need not wait for the end of a long message either.
"""

from __future__ import annotations

import ssl
import time
from random import SystemRandom
from typing import TYPE_CHECKING, Self, TypeVar

from meitinker.errors import (
    DeviceWiped,
    HubBusy,
    HubNotOurs,
    HubUnreachable,
    MessageTooLarge,
    RequestRefused,
)
from sync import https, signing, trust, wire
from sync.ahead import Ahead
from sync.protocol import (
    Compare,
    Compared,
    Enrol,
    Enrolled,
    Let,
    Meet,
    Met,
    PaperHeld,
    PaperPart,
    PaperWanted,
    Pull,
    Pulled,
    Push,
    Pushed,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import httpx2

T = TypeVar("T")

nap: Callable[[float], None] = time.sleep
"""Waits so many seconds."""
_spread = SystemRandom().random

CONNECT_SECONDS = 10.0
ANSWER_SECONDS = 60.0
"""How long nothing at all may come in while an answer is awaited."""
SLOWEST = 4 << 10
"""Bytes a second that a message must come over with, beside the time for its answer."""
KEPT_OPEN_SECONDS = 45.0

BUSY_SECONDS = 60.0
"""How long a call to a busy hub is asked again, the waiting of all together."""
_LONGEST_PAUSE = 15.0
_SPREAD = 0.5
"""Part of a pause that differs: laptops that were sent away must not all come back at once."""
_NAP = 0.2

_OK = 200
_PIECE = 64 << 10


class _Line:
    """A connection to the hub at an address, known by its pins."""

    def __init__(self, address: str, pins: tuple[str, ...]) -> None:
        self._address = address
        self._pins = pins
        self.cancelled: Callable[[], bool] = lambda: False
        self.meanwhile: Callable[[], None] = lambda: None
        self._client: httpx2.Client | None = None

    def post(self, path: str, headers: dict[str, str], body: bytes) -> bytes:
        """Return the good answer to a request.

        Raises:
            SyncError: There is none; which, says why.
        """
        known = self._client is not None
        try:
            status, answer = self._asked(self._trusted(), "POST", path, headers, body)
        except HubNotOurs:
            if not known:
                raise
            # the authority may have been replaced since: nothing was sent, so look once more
            status, answer = self._asked(self._trusted(), "POST", path, headers, body)
        if status != _OK:
            raise https.error_of(status, answer)
        return answer

    def close(self) -> None:
        """Hang up."""
        if self._client is not None:
            self._client.close()
            self._client = None

    def rest(self, seconds: float) -> None:
        """Wait before asking again.

        Raises:
            HubUnreachable: Somebody broke it off.
        """
        while seconds > 0:
            if self.cancelled():
                raise HubUnreachable("broken off")
            nap(min(_NAP, seconds))
            seconds -= _NAP

    def _trusted(self) -> httpx2.Client:
        if self._client is None:
            with self._new(trust.looking()) as looking:
                status, shown = self._asked(looking, "GET", https.AUTHORITY, {}, b"")
            if status != _OK:
                raise https.error_of(status, shown)
            self._client = self._new(trust.context_for(self._pins, shown))
        return self._client

    def _new(self, context: ssl.SSLContext) -> httpx2.Client:
        import httpx2

        return httpx2.Client(
            base_url=self._address,
            verify=context,
            trust_env=False,  # no proxy and no password file that someone else put there
            timeout=httpx2.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
            limits=httpx2.Limits(max_connections=1, keepalive_expiry=KEPT_OPEN_SECONDS),
        )

    def _asked(
        self, client: httpx2.Client, method: str, path: str, headers: dict[str, str], body: bytes
    ) -> tuple[int, bytes]:
        """Return status and body of an answer, of which no more is read than is allowed."""
        import httpx2

        told = dict(headers)
        if body:
            told |= {"content-type": https.media_type(body), "content-length": str(len(body))}
        pace = _Pace(self.cancelled)
        pieces: list[bytes] = []
        try:
            sent = self._gone(pace.pieces(body)) if body else None
            with client.stream(method, path, headers=told, content=sent) as answer:
                for piece in answer.iter_raw():
                    pieces.append(piece)
                    if pace.keep(len(piece)) - len(body) > wire.LARGEST_PACKED:
                        raise MessageTooLarge("an answer beyond the cap")
                return answer.status_code, b"".join(pieces)
        except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
            self.close()
            raise _trouble(error) from error

    def _gone(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        """Yield what is to be sent; once it is gone, do what the answer need not wait for."""
        yield from pieces
        self.meanwhile()


class _Pace:
    """How fast one call goes, and whether it is still wanted."""

    def __init__(self, cancelled: Callable[[], bool]) -> None:
        self._cancelled = cancelled
        self._began = time.monotonic()
        self._size = 0

    def pieces(self, body: bytes) -> Iterator[bytes]:
        """Yield a body piece by piece, as long as it goes fast enough."""
        for at in range(0, len(body), _PIECE):
            piece = body[at : at + _PIECE]
            self.keep(len(piece))
            yield piece

    def keep(self, size: int) -> int:
        """Count bytes that go or came, and return all so far.

        Raises:
            HubUnreachable: Somebody broke it off, or it takes too long.
        """
        if self._cancelled():
            raise HubUnreachable("broken off")
        self._size += size
        if time.monotonic() - self._began > ANSWER_SECONDS + self._size / SLOWEST:
            raise HubUnreachable("too slow")
        return self._size


class HttpsDoor:
    """The hub as a laptop meets it that is not enrolled; a :class:`sync.protocol.Door`."""

    def __init__(self, address: str, pins: tuple[str, ...], *, hub: str) -> None:
        """Take what the invitation says; nothing is asked yet."""
        self._line = _Line(address, pins)
        self._hub = hub

    def enrol(self, asked: Enrol) -> Enrolled:
        """Take in this device.

        Raises:
            InvitationRefused: The code is unknown, used up or too old.
            WrongOrganisation: The store is the example village.
            HubNotOurs: Another hub answered.
            SyncError: Any other trouble.
        """
        call = https.CALLS["enrol"]
        answer = self._line.post(call.path, {https.HUB: self._hub}, wire.packed(asked))
        enrolled = _understood(answer, Enrolled)
        if enrolled.hub != self._hub:
            raise HubNotOurs("another hub took this device in", reason="hub")
        return enrolled

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def __enter__(self) -> Self:
        """Return this door."""
        return self

    def __exit__(self, *_: object) -> None:
        """Hang up."""
        self.close()


class HttpsHub:
    """The hub as an enrolled laptop meets it; a :class:`sync.protocol.Hub`.

    For one thread at a time: the hub takes request numbers in ascending order only.
    """

    def __init__(
        self,
        address: str,
        pins: tuple[str, ...],
        *,
        hub: str,
        device: str,
        secret: bytes,
        numbers: Callable[[int], int],
        hub_key: str = "",
    ) -> None:
        """Make it ready; nothing is asked yet.

        Args:
            address: ``https://hub.example.org:8443``.
            pins: Of the invitation.
            hub: Id of the hub; another is refused (F23).
            device: This device.
            secret: The device's signing key, 32 bytes.
            numbers: Gives the next request number, each above all before and above the one told,
                and kept before it is returned.
            hub_key: The key under which the hub signs what is obeyed, as :class:`Enrolled` gave
                it: nothing is without (A22).
        """
        self._line = _Line(address, pins)
        self._hub = hub
        self._device = device
        self._secret = secret
        self._numbers = numbers
        self._orders = signing.Orders(hub=hub, device=device, key=hub_key)
        self._above = 0
        self._ahead = Ahead()

    def heed(self, cancelled: Callable[[], bool]) -> None:
        """Ask ``cancelled`` with each piece of a message that goes or comes.

        Once it says yes, the call ends as one that got no answer.
        """
        self._line.cancelled = cancelled

    def look_ahead(self, following: Callable[[], Push | None]) -> None:
        """Pack the push that ``following`` gives while the hub works on one (:mod:`sync.ahead`)."""
        self._ahead = Ahead(following)
        self._line.meanwhile = self._ahead.pack

    def meet(self, told: Meet) -> Met:
        """Say hello."""
        met = self._asked("meet", told, Met)
        if met.hub != self._hub:
            raise HubNotOurs("another hub answered", reason="hub")
        return met

    def push(self, told: Push) -> Pushed:
        """Send changes."""
        return self._asked("push", told, Pushed)

    def pull(self, asked: Pull) -> Pulled:
        """Return what is new."""
        return self._asked("pull", asked, Pulled)

    def let_go(self, told: Let) -> None:
        """Acknowledge farewells."""
        self._asked("let_go", told, https.Nothing)

    def compare(self, told: Compare) -> Compared:
        """Compare counts and sums."""
        return self._asked("compare", told, Compared)

    def paper_held(self, asked: PaperWanted) -> PaperHeld:
        """Return where sending an attachment may go on."""
        return self._asked("paper_held", asked, PaperHeld)

    def send_paper(self, told: PaperPart) -> PaperHeld:
        """Send a part of an attachment."""
        return self._asked("send_paper", told, PaperHeld)

    def fetch_paper(self, asked: PaperPart) -> PaperPart:
        """Return a part of an attachment."""
        return self._asked("fetch_paper", asked, PaperPart)

    def close(self) -> None:
        """Hang up."""
        self._line.close()

    def __enter__(self) -> Self:
        """Return this hub."""
        return self

    def __exit__(self, *_: object) -> None:
        """Hang up."""
        self.close()

    def _asked(self, method: str, message: object, shape: type[T]) -> T:
        """Return the answer; a hub that is busy, or saw a higher number before, did nothing yet.

        Raises:
            HubBusy: It was busy all the time.
            SyncError: Any other trouble.
        """
        left = BUSY_SECONDS
        while True:
            try:
                return self._asked_once(method, message, shape)
            except HubBusy as busy:
                pause = _pause_after(busy)
                if pause > left:
                    raise
                left -= pause
                self._line.rest(pause)
            except RequestRefused as refused:
                last = self._orders.last_number(refused)
                if last <= self._above:
                    raise
                self._above = last

    def _asked_once(self, method: str, message: object, shape: type[T]) -> T:
        path, body = https.CALLS[method].path, self._ahead.packed(message)
        asked = signing.Asked(
            method="POST", path=path, hub=self._hub, device=self._device, body=body
        )
        seal = signing.sign(self._secret, asked, self._numbers(self._above))
        headers = {
            https.HUB: self._hub,
            https.DEVICE: self._device,
            https.SEAL: https.sealed(seal),
        }
        try:
            answer = self._line.post(path, headers, body)
        except DeviceWiped as order:
            self._orders.require_wipe(order)
            raise
        return _understood(answer, shape)


def _pause_after(busy: HubBusy) -> float:
    """Return how many seconds to wait: what the hub asks for, within bounds, and some more."""
    told = busy.params.get("seconds", 1)
    asked = float(told) if isinstance(told, int) else 1.0
    return min(max(1.0, asked), _LONGEST_PAUSE) * (1 + _SPREAD * _spread())


def _understood(answer: bytes, shape: type[T]) -> T:
    try:
        return wire.unpacked(answer, shape)
    except RequestRefused as error:
        raise HubUnreachable("an answer that cannot be read") from error


def _trouble(error: Exception) -> HubUnreachable | HubNotOurs:
    """Return what it means that no answer came: nobody there, or somebody else."""
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return HubNotOurs("its certificate does not hold", reason="certificate")
        cause = cause.__cause__ or cause.__context__
    return HubUnreachable(type(error).__name__)
