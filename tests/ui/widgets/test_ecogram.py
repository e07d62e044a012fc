"""The drawing by itself: hostile names, lines without colour, and labels that wrap."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import pytest

from meitinker.domain import ecogram as domain
from meitinker.domain.network import Nearness, Strain, Tie, TieKind
from meitinker.ids import PersonId, RecordId
from tests.ui import checklist
from ui.theme import THEME_NAMES, Theme, ThemeName, apply
from ui.viewmodels.network import legend, shown
from ui.widgets.ecogram import Ecogram
from ui.widgets.ecogram_labels import LineSample, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPixmap
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from meitinker.domain.ecogram import Drawing, Label, Sizes

HOSTILE = (
    "x" * 1_000_000,
    "\u202eabc\u200b" * 500,
    "<b>Anneke</b>",
    "Wilhelmina Geertruida Margaretha Oosterhuis van Sinderen",
    "\n\n",
    "Anneke " * 100,
)


def tie(number: int, name: str) -> Tie:
    return Tie(
        id=RecordId(f"t{number:03d}"),
        client_id=PersonId(RecordId("c")),
        name=name,
        kind=list(TieKind)[number % 10],
        nearness=Nearness(1 + number % 3),
        strain=Strain(number % 4),
    )


def test_hostile_names_stay_within_the_drawing_and_apart(qtbot: QtBot) -> None:
    ecogram = Ecogram()
    qtbot.addWidget(ecogram)
    ecogram.resize(778, 600)
    ecogram.show_people("Sjoukje", shown(tie(n, HOSTILE[n % 6]) for n in range(12)))
    ecogram.resize(778, ecogram.heightForWidth(778))
    ecogram.show()
    checklist.settle()
    boxes = [button.geometry() for button in ecogram.buttons.values()]
    assert all(ecogram.rect().contains(box) for box in boxes)
    assert not any(one.intersects(other) for one, other in combinations(boxes, 2))


@pytest.mark.parametrize("theme", THEME_NAMES)
def test_lines_can_be_told_apart_in_grey(
    qtbot: QtBot, qapp: QApplication, theme: ThemeName
) -> None:
    apply(qapp, Theme(name=theme))
    pictures: list[tuple[str, QPixmap]] = []
    for one in legend():
        sample = LineSample(one.look)
        qtbot.addWidget(sample)
        sample.resize(sample.sizeHint())
        pictures.append((one.words, sample.grab()))
    alike = [
        (words, also)
        for (words, picture), (also, other) in combinations(pictures, 2)
        if checklist.same_in_grey(picture, other)
    ]
    assert alike == []
    assert checklist.same_in_grey(pictures[0][1], pictures[0][1])
    apply(qapp, Theme())


def test_words_are_broken_only_where_one_is_wider_than_a_label(qapp: QApplication) -> None:
    apply(qapp, Theme())
    assert wrapped("Thuiszorg Mienskip", bold=True) == ["Thuiszorg Mienskip"]
    assert wrapped("wijkverpleegkundige", bold=False) == ["wijkverpleegkundige"]
    lines = wrapped("Wilhelmina Geertruida Oosterhuis", bold=True)
    assert " ".join(lines) == "Wilhelmina Geertruida Oosterhuis"
    assert len(lines) > 1
    pieces = wrapped("x" * 60, bold=True)
    assert "".join(pieces) == "x" * 60
    assert len(pieces) > 1


def test_who_stays_keeps_the_same_button(qtbot: QtBot) -> None:
    ecogram = Ecogram()
    qtbot.addWidget(ecogram)
    ecogram.resize(778, 600)
    people = shown(tie(n, f"Anneke {n}") for n in range(5))
    ecogram.show_people("Sjoukje", people)
    kept = ecogram.buttons[people[2].key]
    ecogram.show_people("Sjoukje", people[1:])
    assert ecogram.buttons[people[2].key] is kept
    assert people[0].key not in ecogram.buttons


def test_a_layout_that_asks_again_does_not_lay_everyone_out_again(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[float] = []
    laid_out = domain.drawing

    def counted(labels: Sequence[Label], sizes: Sizes) -> Drawing:
        asked.append(sizes.width)
        return laid_out(labels, sizes)

    monkeypatch.setattr(domain, "drawing", counted)
    ecogram = Ecogram()
    qtbot.addWidget(ecogram)
    ecogram.resize(901, 600)
    ecogram.show_people("Aukje", shown(tie(n, f"Aukje {n}") for n in range(9)))
    heights = [ecogram.heightForWidth(width) for width in (901, 701) * 5]
    assert heights == heights[:2] * 5
    assert asked == [901, 701]
    ecogram.show_people("Aukje", shown(tie(n, f"Aukje {n}") for n in range(10)))
    assert asked == [901, 701, 901]
    assert len(ecogram.buttons) == 10
