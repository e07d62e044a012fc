"""What a laptop does where the hub says that it is busy: it waits, and asks again."""

from __future__ import annotations

import itertools

import pytest

from meitinker.errors import HubBusy, HubUnreachable, MeitinkerError
from sync import client, wire
from sync.client import HttpsHub
from sync.https import Nothing
from sync.protocol import Let


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
            numbers=lambda: next(self.numbers),
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
