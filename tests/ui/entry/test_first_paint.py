"""The first window is drawn by Qt's own style, and nobody can see that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from meitinker.errors import WrongPassphrase
from meitinker.labels import Labelled
from meitinker.options import Options
from meitinker.paths import StoreFolder
from ui import theme
from ui.starting import entrance
from ui.theme import THEME_NAMES, Theme, ThemeName
from ui.theme.style import MeitinkerStyle
from ui.views.entry.unlock import UnlockPage
from ui.widgets.bars import MessageBar

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtGui import QImage
    from pytestqt.qtbot import QtBot


@pytest.fixture(autouse=True)
def own_style_afterwards(qapp: QApplication) -> Iterator[None]:
    qapp.setStyle("Fusion")
    yield
    theme.apply(qapp, Theme(), plain=True)
    theme.draw_choices()


def _page(qtbot: QtBot, folder: Path, *, stores: int = 1) -> UnlockPage:
    page = UnlockPage([Labelled(f"Werkplek {n}", StoreFolder(folder)) for n in range(stores)])
    qtbot.addWidget(page)
    page.resize(1024, 768)
    return page


def _picture(page: UnlockPage) -> QImage:
    page.show()
    QApplication.processEvents()
    return page.grab().toImage()


@pytest.mark.parametrize("name", THEME_NAMES)
@pytest.mark.parametrize("size", [100, 150])
def test_plain_page_looks_the_same(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, name: ThemeName, size: int
) -> None:
    theme.apply(qapp, Theme(name=name, text_size=size), plain=True)
    page = _page(qtbot, tmp_path)
    assert page.plain
    before = _picture(page)
    theme.draw_choices()
    assert _picture(page) == before
    assert _picture(_page(qtbot, tmp_path)) == before


def test_control_a_choice_of_stores_needs_our_own_drawing(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path
) -> None:
    theme.apply(qapp, Theme(name="dark"), plain=True)
    page = _page(qtbot, tmp_path, stores=2)
    assert not page.plain
    before = _picture(page)
    theme.draw_choices()
    assert _picture(page) != before


def test_what_was_drawn_by_us_stays_ours(qapp: QApplication) -> None:
    theme.apply(qapp, Theme(), plain=True)
    theme.draw_choices()
    theme.apply(qapp, Theme(name="dark"))
    style = qapp.style()
    theme.draw_choices()
    assert qapp.style() is style or isinstance(qapp.style(), MeitinkerStyle)


def test_a_page_makes_its_bar_when_it_has_something_to_say(qtbot: QtBot, tmp_path: Path) -> None:
    page = _page(qtbot, tmp_path)
    page.show()
    page.clear_message()
    assert page.findChildren(MessageBar) == []
    page.tell_error(WrongPassphrase())
    (bar,) = page.findChildren(MessageBar)
    assert bar.isVisible()
    stops: list[QWidget | None] = [page.help]
    while len(stops) < 3:
        stops.append(stops[-1].nextInFocusChain() if stops[-1] else None)
    assert bar.stops[0] in stops or bar.stops[1] in stops
    page.clear_message()
    assert not bar.isVisible()


def test_style_drawing_and_loading_are_a_turn_each(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Together they would hold up a key of the passphrase."""
    monkeypatch.setattr(entrance, "AFTER_FIRST_PAINT", 1)
    turns: list[str] = []
    beat = QTimer()
    beat.timeout.connect(lambda: turns.append("beat"))
    for name in ("load_style", "draw_choices", "Warming"):
        monkeypatch.setattr(entrance, name, lambda *_given, name=name: turns.append(name))
    stack = QStackedWidget()
    qtbot.addWidget(stack)
    way_in = entrance.Entrance(stack, Options())
    beat.start(0)
    qtbot.waitUntil(lambda: "Warming" in turns)
    beat.stop()
    steps = [one for one, before in zip(turns, ["", *turns], strict=False) if one != before]
    begun = steps[steps.index("load_style") :]
    assert begun[:4] == ["load_style", "beat", "draw_choices", "beat"]
    assert begun[4:6] == ["draw_choices", "Warming"], "the first of these has nothing left to do"
    way_in.close_lanes()


def test_closed_meanwhile_it_loads_nothing(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    loaded: list[str] = []
    monkeypatch.setattr(entrance, "AFTER_FIRST_PAINT", 1)
    monkeypatch.setattr(entrance, "Warming", lambda *_given: loaded.append("Warming"))
    stack = QStackedWidget()
    qtbot.addWidget(stack)
    ways_in: list[entrance.Entrance] = []
    monkeypatch.setattr(entrance, "draw_choices", lambda: ways_in.pop().close_lanes())
    ways_in.append(entrance.Entrance(stack, Options()))
    qtbot.waitUntil(lambda: not ways_in)
    qtbot.wait(10)
    assert loaded == []
