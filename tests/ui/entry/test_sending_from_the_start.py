"""From the unlock page to a laptop that belongs to a hub, by key and mouse through the windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.invitation import written
from tests.ui.hub_at_hand import invitations
from ui.tour import hands

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pytest

    from tests.ui.entry.conftest import Laptop, Shown

    Start = Callable[..., Shown]


def rail(shown: Shown) -> str:
    """Return what the rail says of sending."""
    room = shown.desktop._workroom
    assert room is not None
    return room.window.rail.sending


def test_a_laptop_is_connected_by_mouse_and_exchanges_again_at_unlock(
    laptop: Laptop, start: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ui.work.sending.FIRST_AFTER", 0)
    with invitations(tmp_path / "hub") as invited:
        shown = start()
        shown.at_work()
        shown.until(lambda: rail(shown) == "Nog niet aangesloten")
        hands.click("Bijwerken")
        shown.sees("Er gaat niets weg.")
        hands.click("Dit apparaat aansluiten")
        shown.sees("Plak hier de regel")
        shown.until(lambda: hands.field("Uitnodiging").hasFocus())
        hands.fill("Uitnodiging", written(invited[0]))
        hands.click("Bekijk de uitnodiging")
        shown.sees("Dit gebeurt er")
        hands.click("Sluit dit apparaat aan")
        shown.until(lambda: bool(shown.replaced))  # its session knows nothing of the role yet
        assert shown.replaced[0]["MEITINKER_LOCKED"] == "joined"

        again = start(reason="joined")
        again.sees("Dit apparaat is aangesloten.")
        began: list[int] = []
        monkeypatch.setattr(
            "ui.work.sending.Sending.start", lambda _self, *, asked=False: began.append(asked)
        )
        again.at_work()
        again.until(lambda: began == [False])
        again.until(lambda: rail(again).startswith("Bijgewerkt om"))
    assert laptop.folder.root.exists()
