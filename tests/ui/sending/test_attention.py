"""What the server refused, on the page: sent again, or put aside after a question."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from meitinker import clock
from meitinker.domain.merging import Reason, Verdict
from meitinker.store import sent
from meitinker.store.sent import HubAnswer
from sync.status import exchange_status
from tests.ui.sending.conftest import edit, resident
from ui.views.sending import attention as attention_part

if TYPE_CHECKING:
    from meitinker.ids import PersonId
    from tests.ui.sending.conftest import Stage


def refused(stage: Stage) -> tuple[PersonId, str]:
    """Let the server have refused the last change that was made here."""
    one = resident(stage.world, contact_note="oud")
    edit(stage.here, one, contact_note="niet aangenomen")
    row = stage.here.table()[one]
    change = row["versions"]["contact_note"]
    answer = HubAnswer(change_id=change, verdict=Verdict.REFUSED, reason=Reason.NOT_WITHIN_REACH)
    with stage.here.database.transaction() as transaction:
        sent.keep(transaction, [answer], at=clock.instant_text(clock.now()))
    return one, change


def shown(stage: Stage) -> attention_part.AttentionPart:
    """Show the page with what is refused."""
    place = stage.open()
    now = exchange_status(stage.here.database, stage.here.store.session)
    stage.stand(type(now)(enrolled=True, attention=now.attention, missing=now.missing))
    return place.attention


def press(stage: Stage, part: attention_part.AttentionPart, change: str, verb: str) -> None:
    QTest.mouseClick(part.buttons[change, verb], Qt.MouseButton.LeftButton)
    stage.settle()


def test_a_refused_change_is_sent_again_at_once(stage: Stage) -> None:
    _one, change = refused(stage)
    part = shown(stage)
    assert part.lines[0].text == "Over contact: niet aangenomen"
    again: list[int] = []
    part.again.connect(lambda: again.append(1))
    press(stage, part, change, "again")
    assert again == [1]
    with stage.here.database.reading() as connection:
        undecided, _rest = sent.undecided(connection, most=9)
        assert [one.header.change_id for one in undecided] == [change]


@pytest.mark.parametrize("certain", [True, False])
def test_what_is_put_aside_is_asked_first_and_leaves_the_row(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, certain: bool
) -> None:
    one, change = refused(stage)
    asked: list[str] = []

    def confirm(question: str, *_args: object, **_names: str) -> bool:
        asked.append(question)
        return certain

    monkeypatch.setattr(attention_part, "confirm", confirm)
    part = shown(stage)
    press(stage, part, change, "aside")
    assert asked == ["Wegleggen: Inwoner, Sjoukje Hoekstra?"]
    now = stage.here.table()[one]["fields"]["contact_note"]
    assert now == ("oud" if certain else "niet aangenomen")
    left = exchange_status(stage.here.database, stage.here.store.session)
    assert left.missing == (0 if certain else 1)
