from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from ui.theme import THEME_NAMES, Theme, ThemeName, apply
from ui.theme.contrast import ratio
from ui.widgets.signature import ON_PAPER, ON_SCREEN, SCALE, SPOKEN, SignatureField, SignaturePad

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.qt_log_ignore("propagateSizeHints")

KEPT = (((100, 9000, 0, 5000), (5000, 200, 40, 7000)), ((9000, 9000, 900, 5000),))


@pytest.fixture
def pad(qtbot: QtBot, qapp: QApplication) -> SignaturePad:
    apply(qapp, Theme())
    pad = SignaturePad()
    qtbot.addWidget(pad)
    pad.resize(600, 200)
    pad.show()
    return pad


def draw(qtbot: QtBot, pad: SignaturePad, *places: tuple[int, int]) -> None:
    points = [QPoint(*place) for place in places]
    QTest.mousePress(pad, Qt.MouseButton.LeftButton, pos=points[0])
    for point in points[1:]:
        QTest.mouseMove(pad, point)
    QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, pos=points[-1])


def pen(pad: SignaturePad, kind: QEvent.Type, x: float, y: float, pressure: float) -> QTabletEvent:
    place = QPointF(x, y)
    event = QTabletEvent(
        kind,
        QPointingDevice.primaryPointingDevice(),
        place,
        pad.mapToGlobal(place),
        pressure,
        0.0,
        0.0,
        0.0,
        0.0,
        0.0,
        Qt.KeyboardModifier.NoModifier,
        Qt.MouseButton.LeftButton,
        Qt.MouseButton.LeftButton,
    )
    QApplication.sendEvent(pad, event)
    return event


def test_a_mouse_stroke_becomes_whole_numbers_of_the_pads_size(
    qtbot: QtBot, pad: SignaturePad
) -> None:
    draw(qtbot, pad, (60, 100), (300, 50), (540, 200))

    (stroke,) = pad.strokes()
    assert [point[:2] for point in stroke] == [(1000, 5000), (5000, 2500), (9000, 10000)]
    assert all(isinstance(number, int) for point in stroke for number in point)
    assert [point.t for point in stroke] == sorted(point.t for point in stroke)
    assert stroke[0].t == 0


def test_a_pen_draws_with_its_pressure_and_is_not_sent_again_as_a_mouse(
    pad: SignaturePad,
) -> None:
    events = [
        pen(pad, QEvent.Type.TabletPress, 60, 20, 0.2),
        pen(pad, QEvent.Type.TabletMove, 120, 40, 1.0),
        pen(pad, QEvent.Type.TabletRelease, 180, 60, 0.0),
    ]

    assert all(event.isAccepted() for event in events)
    (stroke,) = pad.strokes()
    assert [point.pressure for point in stroke] == [2000, 10000, 0]


def test_a_pen_that_hovers_draws_nothing(pad: SignaturePad) -> None:
    pen(pad, QEvent.Type.TabletMove, 60, 20, 0.0)
    pen(pad, QEvent.Type.TabletRelease, 60, 20, 0.0)

    assert pad.is_empty()


def test_a_finger_draws(qtbot: QtBot, pad: SignaturePad) -> None:
    finger = QTest.createTouchDevice()
    QTest.touchEvent(pad, finger).press(0, QPoint(60, 100), pad)
    QTest.touchEvent(pad, finger).move(0, QPoint(300, 50), pad)
    QTest.touchEvent(pad, finger).release(0, QPoint(300, 50), pad)

    (stroke,) = pad.strokes()
    assert [point[:2] for point in stroke] == [(1000, 5000), (5000, 2500)]


def test_drawing_past_the_edge_stays_on_the_scale(qtbot: QtBot, pad: SignaturePad) -> None:
    draw(qtbot, pad, (300, 100), (900, -40))

    assert pad.strokes()[0][-1][:2] == (SCALE, 0)


def test_a_kept_signature_comes_back_and_goes_on(qtbot: QtBot, pad: SignaturePad) -> None:
    pad.set_strokes(KEPT)
    assert pad.strokes() == KEPT

    draw(qtbot, pad, (60, 100), (300, 50))

    assert pad.strokes()[:2] == KEPT
    assert pad.strokes()[2][0].t > 900, "its clock runs on"


@pytest.mark.parametrize("point", [(-1, 0, 0, 0), (0, 10001, 0, 0), (0, 0, -1, 0), (0, 0, 0)])
def test_a_point_outside_the_pad_is_refused(pad: SignaturePad, point: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="a point"):
        pad.set_strokes(((point,),))


def test_wiping_tells_and_empties(qtbot: QtBot, pad: SignaturePad) -> None:
    pad.set_strokes(KEPT)
    told: list[bool] = []
    pad.changed.connect(lambda: told.append(pad.is_empty()))

    pad.wipe()
    pad.wipe()

    assert told == [True]
    assert pad.accessibleDescription() == "Nog leeg."


def test_a_signed_pad_cannot_be_drawn_on(qtbot: QtBot, pad: SignaturePad) -> None:
    pad.set_strokes(KEPT)
    pad.set_read_only(True)

    draw(qtbot, pad, (60, 100), (300, 50))
    pad.wipe()

    assert pad.strokes() == KEPT


@pytest.mark.parametrize("name", THEME_NAMES)
def test_the_edge_stands_out_from_the_ground(
    qapp: QApplication, pad: SignaturePad, name: ThemeName
) -> None:
    theme = Theme(name=name)
    apply(qapp, theme)
    picture = pad.grab().toImage()

    edge = QColor(picture.pixel(300, 0)).name()

    apply(qapp, Theme())
    assert ratio(edge, theme.tokens.window) >= 3


def test_ink_of_a_stroke_is_on_the_screen(pad: SignaturePad) -> None:
    empty = pad.grab().toImage()

    pad.set_strokes((((1000, 2500, 0, 5000), (9000, 2500, 40, 5000)),))

    assert pad.grab().toImage().pixel(300, 50) != empty.pixel(300, 50)


def test_the_pad_keeps_its_shape() -> None:
    pad = SignaturePad()

    assert pad.heightForWidth(600) == 200
    assert pad.sizeHint().width() // pad.sizeHint().height() == 3


def test_there_are_two_ways_without_drawing(qtbot: QtBot) -> None:
    field = SignatureField("Hoe gaat de inwoner akkoord?")
    qtbot.addWidget(field)
    field.show()
    edits: list[str | None] = []
    field.edited.connect(lambda: edits.append(field.way()))
    assert field.way() is None
    assert not field.pad.isVisible()

    for way in (ON_PAPER, SPOKEN, ON_SCREEN):
        field.ways.button(way).click()
        assert field.pad.isVisible() == (way == ON_SCREEN)

    assert edits == [ON_PAPER, SPOKEN, ON_SCREEN]


def test_strokes_count_only_when_signing_on_the_screen(qtbot: QtBot) -> None:
    field = SignatureField("Hoe gaat de inwoner akkoord?")
    qtbot.addWidget(field)
    field.set_strokes(KEPT)

    field.set_way(ON_PAPER)
    assert field.strokes() == ()
    field.set_way(ON_SCREEN)
    assert field.strokes() == KEPT

    field.again.click()
    assert field.strokes() == ()
