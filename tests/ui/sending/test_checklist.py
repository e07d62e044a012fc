"""The page Bijwerken holds to the checklist of accessibility, in every theme and size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker.domain.merging import Reason, Verdict
from sync.status import Attention, ExchangeStatus, LargeRemoval, LastCompared, Sent
from tests.ui import checklist
from tests.ui.sending.conftest import every_card
from ui.theme import THEME_NAMES, Theme, ThemeName, apply

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from tests.ui.sending.conftest import Stage

AT = "2026-11-12T13:05:00.000Z"
BUSY = ExchangeStatus(
    enrolled=True,
    organisation_name="Mienskipssoarch",
    address="https://example.org",
    waiting=3,
    waiting_since=AT,
    sent=tuple(
        Sent(change_id=v, kind="person", record_id="x", at=AT, verdict=v)
        for v in (*Verdict, *Verdict)
    ),
    attention=(
        Attention(
            change_id="q",
            kind="task",
            record_id="y",
            verdict=Verdict.REFUSED,
            reason=Reason.NOT_WITHIN_REACH,
            since=AT,
        ),
    ),
    last_done=AT,
    last_compared=LastCompared(AT, same=False),
    asks=LargeRemoval(dossiers=12, records=180, of=300),
    trouble="HubBusy",
)


def full(stage: Stage) -> None:
    """Show everything there can be on the page."""
    every_card(stage.world)
    stage.open()
    stage.stand(BUSY)
    for card in stage.place.cards.cards:
        if card.fields:
            card.write.click()
    stage.settle()


@pytest.mark.parametrize("theme", THEME_NAMES)
def test_the_page_keeps_to_the_checklist(
    stage: Stage, qapp: QApplication, theme: ThemeName
) -> None:
    apply(qapp, Theme(name=theme))
    full(stage)
    # High enough to show the whole page: an edge out of sight cannot be measured.
    stage.window.resize(1146, 3600)
    stage.settle()
    assert checklist.faults(stage.window) == []


@pytest.mark.parametrize(
    ("size", "width", "height"), [(200, 1366, 768), (100, 683, 384), (100, 1024, 700)]
)
def test_nothing_is_cut_off_large_or_narrow(
    stage: Stage, qapp: QApplication, size: int, width: int, height: int
) -> None:
    apply(qapp, Theme(text_size=size))
    full(stage)
    stage.window.resize(width, height)
    stage.settle()
    assert checklist.faults_when_large(stage.window, width=width, height=height) == []


def test_sides_stand_beside_each_other_where_there_is_room_and_else_below(stage: Stage) -> None:
    every_card(stage.world)
    place = stage.open()
    wide = [card.sides.stacked for card in place.cards.cards]
    stage.window.resize(560, 768)
    stage.settle()
    assert wide == [False] * len(wide)
    assert all(card.sides.stacked for card in place.cards.cards)
