"""A photo of the house: added to the conversation, and seen within the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from ui.tour import hands
from ui.tour.chapters.papers import open_from
from ui.tour.player import Wait, gone, until

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

    from ui.tour.player import Stage

TITLE = "Drempel bij de keuken"

_SHAPES = (
    ("#d8d2c4", QRect(0, 0, 1600, 1200)),  # the wall
    ("#9a7b56", QRect(0, 860, 1600, 340)),  # the floor
    ("#6b4a2f", QRect(520, 120, 560, 760)),  # the door
    ("#e8e2d6", QRect(570, 170, 460, 680)),  # what lies behind it
    ("#4a3524", QRect(480, 850, 640, 60)),  # the threshold
)


def photos(stage: Stage) -> Generator[Wait, None, None]:
    """Add a photo of the threshold, and look at it."""
    hands.click_row("Foto’s en papieren")
    yield until("Vraag eerst of u een foto mag maken")
    yield until("Nooit een paspoort")
    hands.fill("Hoe noemt u het?", TITLE)
    yield from open_from(_photo(stage.out), "Kies foto’s…")
    yield until(f"Bekijk: {TITLE}")
    yield until("Bestand toegevoegd.")
    stage.step("A photo of the house is kept with the conversation", picture="photos")
    hands.click(f"Bekijk: {TITLE}")
    yield until(f"Foto: {TITLE}")
    stage.step("It is seen within the program, and that is written down first", picture="photo")
    hands.press("Escape")
    yield gone(f"Foto: {TITLE}")


def _photo(out: Path) -> Path:
    """Draw what a phone would have seen, as nobody's house may stand in a tour."""
    picture = QImage(1600, 1200, QImage.Format.Format_RGB32)
    painter = QPainter(picture)
    for colour, shape in _SHAPES:
        painter.fillRect(shape, QColor(colour))
    painter.end()
    path = out / "threshold.jpg"
    if not picture.save(str(path)):
        raise hands.NotFound("no picture to add")
    return path
