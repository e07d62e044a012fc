"""The hub of the story: it serves, is away when the story says so, and never outlives it."""

from __future__ import annotations

import socket
import sys
from typing import TYPE_CHECKING

import msgspec
import pytest

from ui.tour.served import AtHub, ServedHub

if TYPE_CHECKING:
    from pathlib import Path


def _told(hub: ServedHub) -> AtHub:
    return msgspec.json.decode(hub.told.read_bytes(), type=AtHub)


def _answers(invitation: str) -> bool:
    place = invitation.removeprefix("meitinker://").partition("/")[0]
    host, _colon, port = place.rpartition(":")
    with socket.socket() as door:
        return door.connect_ex((host, int(port))) == 0


def test_it_serves_stops_and_serves_again_at_the_same_place(tmp_path: Path) -> None:
    hub = ServedHub(tmp_path, [sys.executable, "-m", "meitinker"])
    try:
        hub.serve()
        told = _told(hub)
        assert told.serves
        assert set(told.invitations) == {"laptop", "office"}
        assert _answers(told.invitations["laptop"])
        hub.stop()
        assert not _told(hub).serves
        assert not _answers(told.invitations["laptop"])
        hub.serve()
        assert _told(hub) == told
        assert _answers(told.invitations["laptop"])
    finally:
        hub.stop()
    assert not _answers(told.invitations["laptop"])


def test_a_hub_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    hub = ServedHub(tmp_path, [sys.executable, "-c", "import sys; sys.exit('no room')"])
    with pytest.raises(RuntimeError, match="no room"):
        hub.serve()
    hub.stop()
    assert not hub.told.exists()
