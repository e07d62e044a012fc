"""Cards below each other: each its whole height, and laid out once however many come."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from tests.ui import checklist
from ui.widgets.column import CardPile, Column
from ui.widgets.form_field import WrappedLabel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

WORDS = "Sjoukje de Jong. Begonnen op 12 november om 14:05. Vraag opgeschreven. " * 3


class Counting(CardPile):
    """A pile that counts how often it gives places."""

    times = 0

    def _arrange(self, width: int, *, place: bool) -> int:
        self.times += place
        return super()._arrange(width, place=place)


@pytest.fixture
def pile(qtbot: QtBot) -> Iterator[Counting]:
    """A pile of five hidden cards that has been shown."""
    column = Column(widest=1000)
    found = Counting(column, gap=10)
    cards = [WrappedLabel(WORDS) for _ in range(5)]
    for card in cards:
        card.hide()
    found.add(*cards)
    column.lines.addWidget(found)
    column.lines.addStretch(1)
    qtbot.addWidget(column)
    column.resize(400, 2000)
    column.show()
    checklist.settle()
    yield found
    column.hide()  # it lives as long as this frame


def cards(pile: CardPile) -> list[QLabel]:
    return pile.findChildren(QLabel)


def test_what_is_hidden_takes_no_room(pile: CardPile) -> None:
    first, second, third, *_ = cards(pile)
    first.show()
    third.show()
    checklist.settle()
    width = pile.width()
    assert first.geometry().getRect() == (0, 0, width, first.heightForWidth(width))
    assert third.y() == first.height() + 10
    assert second.isHidden()
    assert pile.height() >= third.geometry().bottom()
    first.hide()
    checklist.settle()
    assert third.y() == 0


def test_many_that_come_at_once_are_laid_out_together(pile: Counting) -> None:
    """Within a layout of Qt each would have all of them laid out."""
    before = pile.times
    for card in cards(pile):
        card.show()
    assert pile.times == before, "not while they come"
    checklist.settle()
    assert 1 <= pile.times - before < len(cards(pile))


def test_a_card_that_grows_moves_those_below_it(pile: CardPile) -> None:
    first, second, *_ = cards(pile)
    first.show()
    second.show()
    checklist.settle()
    before = second.y()
    first.setText(WORDS * 2)
    checklist.settle()
    assert second.y() > before
    assert first.height() == first.heightForWidth(pile.width())


def test_what_came_out_of_sight_stands_in_its_place_when_it_is_seen(pile: CardPile) -> None:
    first, second, *_ = cards(pile)
    first.show()
    checklist.settle()
    column = pile.window()
    column.hide()
    second.show()
    first.setText(WORDS * 2)
    column.show()
    checklist.settle()
    assert first.height() == first.heightForWidth(pile.width())
    assert second.y() == first.height() + 10
    assert pile.height() >= second.geometry().bottom()


def test_a_card_with_a_layout_gets_the_height_that_its_words_need(qtbot: QtBot) -> None:
    pile, card = CardPile(), QWidget()
    label = WrappedLabel(WORDS, card)
    QVBoxLayout(card).addWidget(label)
    plain = QWidget()
    plain.sizeHint = lambda: QSize(50, 33)  # type: ignore[method-assign]  # a card of one height
    pile.add(card, plain)
    qtbot.addWidget(pile)
    pile.resize(300, 10)
    pile.show()
    checklist.settle()
    assert label.height() >= label.heightForWidth(label.width())
    assert plain.height() == 33
    assert pile.heightForWidth(200) > pile.heightForWidth(300) == plain.geometry().bottom() + 1


def test_a_label_forgets_the_heights_it_told_when_it_says_or_looks_otherwise(qtbot: QtBot) -> None:
    def fresh(like: QLabel) -> int:
        """Return what a label that was never asked would say."""
        other = WrappedLabel(like.text())
        qtbot.addWidget(other)
        other.setFont(like.font())
        return other.heightForWidth(200)

    label = WrappedLabel(WORDS)
    qtbot.addWidget(label)
    short = label.heightForWidth(200)
    assert label.heightForWidth(800) < short == label.heightForWidth(200)
    label.setText(WORDS * 2)
    assert label.heightForWidth(200) == fresh(label) > short
    font = label.font()
    font.setPixelSize(40)
    label.setFont(font)
    assert label.heightForWidth(200) == fresh(label) > 2 * short
