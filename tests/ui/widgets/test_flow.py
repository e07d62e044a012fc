"""Flow and Pile: lines that wrap, and parts that are replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel, QVBoxLayout, QWidget

from tests.ui import checklist
from ui.theme import icons
from ui.widgets import icon_label
from ui.widgets.column import Pile
from ui.widgets.fields import TextField
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.scrolling import ScrollPane, lay_out_now

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon
    from pytestqt.qtbot import QtBot


def labels(*sizes: tuple[int, int]) -> list[QLabel]:
    made = []
    for width, height in sizes:
        label = QLabel("x")
        label.setFixedSize(width, height)
        label.sizeHint = label.size  # type: ignore[method-assign]  # a part of a known size
        made.append(label)
    return made


def shown(qtbot: QtBot, widget: QWidget, width: int) -> None:
    qtbot.addWidget(widget)
    widget.resize(width, 400)
    widget.show()
    checklist.settle()


def test_a_line_goes_on_below_where_the_room_ends(qtbot: QtBot) -> None:
    one, two, three = labels((100, 20), (100, 40), (100, 20))
    flow = Flow(one, two, three, gap=10)
    shown(qtbot, flow, 215)
    assert (one.x(), two.x(), three.x()) == (0, 110, 0)
    assert (one.geometry().bottom(), two.y()) == (two.geometry().bottom(), 0)
    assert three.y() == 50
    assert (flow.heightForWidth(215), flow.heightForWidth(400)) == (70, 40)


def test_a_hidden_part_takes_no_room(qtbot: QtBot) -> None:
    one, two = labels((100, 20), (100, 20))
    flow = Flow(one, two, gap=10)
    shown(qtbot, flow, 400)
    one.hide()
    checklist.settle()
    assert two.x() == 0


@pytest.mark.parametrize("kind", [Flow, Pile])
def test_replacing_shows_the_new_and_deletes_the_old(
    qtbot: QtBot, kind: type[Flow] | type[Pile]
) -> None:
    holder = kind()
    shown(qtbot, holder, 400)
    before, after = labels((50, 20), (50, 20)), labels((60, 20))
    for parts in (before, after):
        if isinstance(holder, Flow):
            holder.replace(*parts)
        else:
            holder.replace(parts)
    assert not any(old.isVisible() for old in before)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    checklist.settle()
    assert not any(shiboken6.isValid(old) for old in before)
    assert after[0].isVisible()
    assert after[0].pos().y() >= 0
    assert (holder.parts if isinstance(holder, Flow) else holder.widgets) == tuple(after)


@pytest.mark.parametrize("kind", [Flow, Pile])
def test_what_is_among_the_new_ones_stays(qtbot: QtBot, kind: type[Flow] | type[Pile]) -> None:
    holder = kind()
    shown(qtbot, holder, 400)
    one, two, three = labels((50, 20), (50, 20), (60, 20))
    for parts in ([one, two], [two, three], [three, two]):
        if isinstance(holder, Flow):
            holder.replace(*parts)
        else:
            holder.replace(parts)
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    checklist.settle()
    assert not shiboken6.isValid(one)
    assert two.isVisible()
    assert three.isVisible()
    assert (three.x(), three.y()) < (two.x(), two.y())


def test_what_comes_into_a_pile_is_shown_in_the_same_turn_and_once(qtbot: QtBot) -> None:
    """Each that is shown later, by itself, has every layout above it done again."""
    window, pile = QWidget(), Pile()
    room = QVBoxLayout(window)
    room.addWidget(pile)
    room.addStretch(1)
    shown(qtbot, window, 400)
    one, hidden, inner = QLabel("een"), QLabel("twee"), Pile()
    hidden.hide()
    pile.replace([one, hidden, inner])
    assert [w.isVisible() for w in (pile, one, hidden, inner)] == [True, True, False, True]
    out_of_sight = Pile()
    out_of_sight.hide()
    room.addWidget(out_of_sight)
    out_of_sight.replace([QLabel("drie")])
    checklist.settle()
    assert out_of_sight.isHidden()
    assert out_of_sight.widgets[0].isVisibleTo(out_of_sight)


def nested(qtbot: QtBot, *, levels: int) -> tuple[ScrollPane, WrappedLabel]:
    """Return a pane, and words in it that just grew, within that many layouts."""
    words = WrappedLabel("kort")
    inner: QWidget = words
    for _level in range(levels):
        outer = QWidget()
        room = QVBoxLayout(outer)
        room.setContentsMargins(0, 0, 0, 0)
        room.addWidget(inner)
        inner = outer
    pane = ScrollPane(inner)
    shown(qtbot, pane, 300)
    pane.resize(300, 30)
    checklist.settle()
    words.setText("Een zin die veel langer is, en nog langer. " * 20)
    return pane, words


@pytest.mark.parametrize("levels", [1, 4, 12])
def test_what_grows_has_its_room_before_the_next_frame(qtbot: QtBot, levels: int) -> None:
    _pane, words = nested(qtbot, levels=levels)
    lay_out_now()
    assert words.height() >= words.heightForWidth(words.width())


def test_told_once_the_innermost_would_be_squeezed(qtbot: QtBot) -> None:
    _pane, words = nested(qtbot, levels=12)
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
    assert words.height() < words.heightForWidth(words.width())


def test_the_icon_of_an_error_is_drawn_when_it_is_first_shown(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    real = icons.icon

    def counted(name: str, tint: str = "text") -> QIcon:
        drawn.append(name)
        return real(name, tint)

    monkeypatch.setattr(icon_label, "icon", counted)
    field = TextField("Naam")
    shown(qtbot, field, 400)
    assert drawn == []
    field.set_error("Vul een naam in.")
    checklist.settle()
    assert drawn == ["alert-circle"]
    assert field._error_line is not None
    icon = field._error_line.icon
    assert not icon.pixmap().isNull()
    assert icon.width() >= icon.sizeHint().width() > 0


def test_a_part_that_may_not_be_low_does_not_lie_over_the_next_line(qtbot: QtBot) -> None:
    high, below = QLabel("hoog"), QLabel("laag")
    high.setMinimumSize(120, 90)
    flow = Flow(high, below)
    qtbot.addWidget(flow)
    flow.resize(130, 400)
    flow.show()
    assert not high.geometry().intersects(below.geometry())
