"""The player itself: a failure is told whatever the screen looks like."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest
import shiboken6

from ui.tour import hands, player

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication


class _Ended(BaseException):
    """Raised where the process would end."""


def _told(capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    lines = capsys.readouterr().out.splitlines()
    return [msgspec.json.decode(line.removeprefix("@tour ")) for line in lines]


@pytest.fixture
def no_window(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> None:
    """Have no window, as a moment before the process ends."""

    def none() -> None:
        raise hands.NotFound("no window")

    def ended(code: int) -> None:
        raise _Ended(code)

    monkeypatch.setattr(hands, "window", none)
    monkeypatch.setattr("os._exit", ended)


@pytest.mark.usefixtures("no_window")
def test_a_failure_is_told_also_without_a_window(
    qapp: QApplication, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def chapter(_stage: player.Stage) -> Generator[player.Wait, None, None]:
        yield player.until("Vandaag")

    playing = player.Player(player.Stage(tmp_path), (chapter,), qapp)
    playing._timer.stop()
    playing._turn()
    with pytest.raises(_Ended):
        playing._turn()
    shiboken6.delete(playing)  # with its timer: the process would be gone
    assert [(told["what"], told["why"]) for told in _told(capsys)] == [
        ("fail", "NotFound: no window")
    ]


@pytest.mark.usefixtures("no_window")
def test_the_end_of_a_process_is_awaited_without_looking_at_its_window() -> None:
    assert player.the_end().true() is False
    with pytest.raises(hands.NotFound):  # control: what it was before looks
        player.until("op slot").true()
