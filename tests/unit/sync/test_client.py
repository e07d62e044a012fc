"""What a laptop does where the hub says that it is busy: it waits, and asks again."""

from __future__ import annotations

import itertools

import pytest

from meitinker.errors import (
    HubBusy,
    HubUnreachable,
    MeitinkerError,
    MessageTooLarge,
    RequestRefused,
)
from sync import client, signing, wire
from sync.client import HttpsHub
from sync.https import Nothing
from sync.protocol import Let, Push, Pushed

HUB_SECRET = bytes(range(32))


class Told:
    """A hub that answers what it was told to, and how long a laptop waited between."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, *answers: MeitinkerError | None) -> None:
        """Answer in this order, then well for ever."""
        self.answers = [*answers]
        self.asked: list[str] = []
        self.waited = 0.0
        self.numbers = itertools.count(1)
        self.hub = HttpsHub(
            "https://hub.example.org",
            (),
            hub="h",
            device="d",
            secret=bytes(32),
            hub_key=signing.public(HUB_SECRET),
            numbers=lambda above: next(one for one in self.numbers if one > above),
        )
        monkeypatch.setattr(self.hub._line, "post", self._post)
        monkeypatch.setattr(client, "nap", self._nap)

    def _post(self, _path: str, headers: dict[str, str], _body: bytes) -> bytes:
        self.asked.append(headers["meitinker-seal"].split(" ")[0])
        answer = self.answers.pop(0) if self.answers else None
        if answer is not None:
            raise answer
        return wire.packed(Nothing())

    def _nap(self, seconds: float) -> None:
        self.waited += seconds

    def ask(self) -> None:
        """Ask something."""
        self.hub.let_go(Let(dossiers=()))


def test_a_busy_hub_is_asked_again_with_a_new_number(monkeypatch: pytest.MonkeyPatch) -> None:
    told = Told(monkeypatch, HubBusy(seconds=5), HubBusy(seconds=1))
    told.ask()
    assert told.asked == ["1", "2", "3"]
    assert 6 <= told.waited <= 6 * 1.5 + 1e-6


def _behind(last: int, secret: bytes) -> RequestRefused:
    order = signing.tell_last(secret, "h", "d", last)
    return RequestRefused(reason="number", last=last, order=order)


def test_a_store_that_was_put_back_goes_on_above_what_its_hub_saw(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = Told(monkeypatch, _behind(500, HUB_SECRET))
    told.ask()
    told.ask()
    assert told.asked == ["1", "501", "502"]


@pytest.mark.promise("A16", "A22")
@pytest.mark.parametrize(
    "refused",
    [
        _behind(1 << 60, bytes(32)),
        RequestRefused(reason="number", last=1 << 60),
        RequestRefused(reason="number", last=1 << 60, order="zz"),
        RequestRefused(reason="number", last="500", order=""),
        RequestRefused(reason="number"),
        _behind(0, HUB_SECRET),
    ],
    ids=["another hand", "nobody's", "no hand", "words", "nothing", "no higher"],
)
def test_a16_nobody_but_the_hub_drives_the_numbers_up(
    monkeypatch: pytest.MonkeyPatch, refused: RequestRefused
) -> None:
    told = Told(monkeypatch, refused)
    with pytest.raises(RequestRefused):
        told.ask()
    told.ask()
    assert told.asked == ["1", "2"]


class Ahead:
    """What a laptop packs of its pushes, and when."""

    def __init__(self, told: Told, monkeypatch: pytest.MonkeyPatch, *changes: int) -> None:
        """Let so many pushes wait, of so many changes each."""
        self.events: list[str] = []
        self.hub = told.hub
        self._line = told.hub._line
        self._packed = wire.packed
        self._pushes = [Push(changes=(), waiting=one) for one in changes]
        self._next: Push | None = None
        monkeypatch.setattr(self._line, "post", self._post)
        monkeypatch.setattr(wire, "packed", self._pack)
        told.hub.look_ahead(self.following)

    def following(self) -> Push | None:
        """Return the next, the same until it is sent."""
        if self._next is None and self._pushes:
            self._next = self._pushes.pop(0)
        return self._next

    def push_all(self) -> None:
        """Send all."""
        while (told := self.following()) is not None:
            self._next = None
            self.hub.push(told)

    def _pack(self, message: Push) -> bytes:
        self.events.append(f"pack {message.waiting}")
        if message.waiting < 0:
            raise MessageTooLarge
        return self._packed(message)

    def _post(self, _path: str, _headers: dict[str, str], body: bytes) -> bytes:
        self.events.append(f"send {wire.unpacked(body, Push).waiting}")
        self._line.meanwhile()
        self._line.meanwhile()  # as where a message has to go twice
        return self._packed(Pushed(receipts=()))


def test_the_next_push_is_packed_while_the_hub_works_on_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ahead = Ahead(Told(monkeypatch), monkeypatch, 1, 2, 3)
    ahead.push_all()
    assert ahead.events == ["pack 1", "send 1", "pack 2", "send 2", "pack 3", "send 3"]


def test_one_that_is_too_large_is_refused_only_when_its_turn_comes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ahead = Ahead(Told(monkeypatch), monkeypatch, 1, -1)
    with pytest.raises(MessageTooLarge):
        ahead.push_all()
    assert ahead.events[:2] == ["pack 1", "send 1"]


@pytest.mark.parametrize("seconds", [0, -7, 10**9, "soon"])
def test_what_a_hub_says_of_the_wait_has_bounds(
    monkeypatch: pytest.MonkeyPatch, seconds: int | str
) -> None:
    told = Told(monkeypatch, HubBusy(seconds=seconds))
    told.ask()
    assert 1 <= told.waited <= 15 * 1.5 + 1e-6


def test_a_hub_that_stays_busy_is_left_in_peace(monkeypatch: pytest.MonkeyPatch) -> None:
    told = Told(monkeypatch, *(HubBusy(seconds=10) for _ in range(100)))
    with pytest.raises(HubBusy):
        told.ask()
    assert len(told.asked) <= 7
    assert told.waited <= client.BUSY_SECONDS


def test_who_breaks_it_off_need_not_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    told = Told(monkeypatch, HubBusy(seconds=10))
    naps = itertools.count()
    told.hub.heed(lambda: next(naps) > 2)
    with pytest.raises(HubUnreachable):
        told.ask()
    assert told.waited < 1


def test_another_trouble_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    told = Told(monkeypatch, HubUnreachable())
    with pytest.raises(HubUnreachable):
        told.ask()
    assert (told.asked, told.waited) == (["1"], 0)
