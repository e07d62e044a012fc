"""What the first window reads of the preferences agrees with what the open store reads."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QRect, Qt

from ui.starting import first_look, preferences
from ui.starting.first_look import FirstLook
from ui.starting.preferences import Preferences

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.ui.entry.conftest import Shown


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MEITINKER_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    "kept",
    [
        Preferences(),
        Preferences(theme="high_contrast", text_size=200, clear_letter=True, language="fy"),
        Preferences(theme="dark", idle_minutes=5, window="none", maximised=True),
    ],
)
def test_first_window_reads_what_the_settings_kept(home: Path, kept: Preferences) -> None:
    del home
    preferences.save(kept)
    read = first_look.read()
    assert read._asdict() == {name: getattr(kept, name) for name in FirstLook._fields}
    assert first_look.theme_of(read) == first_look.theme_of(kept)


@pytest.mark.parametrize(
    "written",
    [
        "{",
        "[]",
        '{"theme": "pink"}',
        '{"text_size": 110}',
        '{"text_size": "100"}',
        '{"clear_letter": 1}',
        '{"language": "de"}',
        '{"language": null}',
        '{"theme": ["light"]}',
    ],
)
def test_what_cannot_be_read_counts_as_nothing_chosen(home: Path, written: str) -> None:
    (home / "preferences.json").write_text(written, "utf-8")
    assert first_look.read() == FirstLook()


def test_without_a_file_nothing_is_chosen(home: Path) -> None:
    del home
    assert first_look.read() == FirstLook()


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize(("width", "height", "whole"), [(1366, 768, True), (1920, 1080, False)])
def test_a_window_with_its_frame_stays_within_the_screen(
    start: Callable[..., Shown],
    monkeypatch: pytest.MonkeyPatch,
    width: int,
    height: int,
    whole: bool,
) -> None:
    desktop = start().desktop
    screen = SimpleNamespace(availableGeometry=lambda: QRect(0, 0, width, height))
    monkeypatch.setattr(desktop.window, "screen", lambda: screen)
    monkeypatch.setattr(desktop, "application", SimpleNamespace(platformName=lambda: "xcb"))
    states: list[Qt.WindowState] = []
    monkeypatch.setattr(desktop.window, "setWindowState", states.append)
    desktop._take_usual_size()
    assert (states == [Qt.WindowState.WindowMaximized]) is whole
    assert desktop.window.width() + 16 <= width
    assert desktop.window.height() + 48 <= height


def test_a_window_that_filled_the_screen_does_so_the_next_time(
    home: Path, start: Callable[..., Shown], monkeypatch: pytest.MonkeyPatch
) -> None:
    del home
    desktop = start().desktop
    monkeypatch.setattr(desktop.window, "isMaximized", lambda: True)
    assert desktop._may_close()
    assert preferences.load().maximised
    states: list[Qt.WindowState] = []
    monkeypatch.setattr(desktop.window, "setWindowState", states.append)
    desktop._take_usual_size()
    assert states == [Qt.WindowState.WindowMaximized]


@pytest.mark.usefixtures("home")
def test_a_lock_from_the_full_screen_of_the_resident_leads_back_to_the_usual_window(
    start: Callable[..., Shown], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = start()
    window = shown.desktop.window
    monkeypatch.setattr(window, "isFullScreen", lambda: True)
    monkeypatch.setattr(window, "normalGeometry", lambda: QRect(40, 50, 900, 600))
    shown.desktop.relaunch("key")
    assert shown.replaced[-1]["MEITINKER_WINDOW"] == "40,50,900,600,0"


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("minimised", [False, True])
def test_a_window_that_locks_behind_another_program_stays_there(
    start: Callable[..., Shown], monkeypatch: pytest.MonkeyPatch, minimised: bool
) -> None:
    shown = start()
    monkeypatch.setattr(shown.desktop.window, "isMinimized", lambda: minimised)
    monkeypatch.setattr(shown.desktop.window, "isMaximized", lambda: True)
    monkeypatch.setattr(shown.desktop.application, "activeWindow", lambda: None)
    shown.desktop.relaunch("idle")
    for name in ("MEITINKER_WINDOW", "MEITINKER_BEHIND"):
        monkeypatch.setenv(name, shown.replaced[-1][name])
    window = start().desktop.window
    assert window.windowHandle().property("_q_showWithoutActivating"), "or X11 is not told so"
    assert window.isMaximized()
    assert window.isMinimized() is minimised


@pytest.mark.usefixtures("home")
def test_a_window_that_locks_in_front_comes_back_in_front(
    start: Callable[..., Shown], monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = start()
    window = shown.desktop.window
    monkeypatch.setattr(shown.desktop.application, "activeWindow", lambda: window)
    shown.desktop.relaunch("key")
    assert shown.replaced[-1]["MEITINKER_BEHIND"] == ""
