"""Flow and Pile: lines that wrap, and parts that are replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import shiboken6
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QLabel

from tests.ui import checklist
from ui.theme import icons
from ui.widgets import form_field
from ui.widgets.column import Pile
from ui.widgets.fields import TextField
from ui.widgets.flow import Flow

if TYPE_CHECKING:
    from PySide6.QtGui import QIcon
    from PySide6.QtWidgets import QWidget
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


def test_the_icon_of_an_error_is_drawn_when_it_is_first_shown(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn: list[str] = []
    real = icons.icon

    def counted(name: str, tint: str = "text") -> QIcon:
        drawn.append(name)
        return real(name, tint)

    monkeypatch.setattr(form_field, "icon", counted)
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
