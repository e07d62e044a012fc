"""A hub that says what this program does not know, or says nothing for ever."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker.domain.merging import Reason, Verdict
from meitinker.errors import HubUnreachable, ProgramTooOld, RequestRefused
from sync import wire
from sync.protocol import Pulled, Pushed, PushReceipt
from tests.sync.hub_world import two
from tests.sync.test_with_hub import stands

if TYPE_CHECKING:
    from pathlib import Path

    from sync.protocol import Meet, Met, Pull, Push

LATER = "a_reason_of_later"


def renamed(message: object, before: str) -> bytes:
    """Return a message in which a newer hub says a reason that is not known here."""
    plain = msgspec.json.encode(message)
    assert before.encode() in plain
    return plain.replace(before.encode(), LATER.encode())


@pytest.mark.promise("F22")
def test_f22_a_reason_that_only_a_newer_hub_knows_holds_up_no_exchange() -> None:
    receipt = PushReceipt(change_id="c1", verdict=Verdict.REFUSED, reason=Reason.CONCLUDED)
    told = renamed(Pushed(receipts=(receipt,)), "concluded")
    assert wire.unpacked(told, Pushed).receipts[0].reason is Reason.UNKNOWN


@pytest.mark.promise("F22")
def test_f22_control_what_has_no_word_for_the_unknown_cannot_be_read() -> None:
    receipt = PushReceipt(change_id="c1", verdict=Verdict.REFUSED)
    told = msgspec.json.encode(Pushed(receipts=(receipt,))).replace(b"refused", LATER.encode())
    with pytest.raises(RequestRefused):
        wire.unpacked(told, Pushed)


@pytest.mark.promise("F22")
def test_f22_a_refusal_for_a_reason_of_later_stands_in_sight(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two(tmp_path) as (_world, a, _office):

        def pushed(told: Push) -> Pushed:
            receipts = tuple(
                PushReceipt(
                    change_id=one.change_id, verdict=Verdict.REFUSED, reason=Reason.CONCLUDED
                )
                for one in told.changes
            )
            return wire.unpacked(renamed(Pushed(receipts=receipts), "concluded"), Pushed)

        monkeypatch.setattr(a.wire, "push", pushed)
        person = a.add_person("Jong")
        a.meet()
        shown = {one.record_id: one.reason for one in stands(a).attention}
        assert shown[person] is Reason.UNKNOWN


@pytest.mark.promise("F22")
def test_f22_a_role_that_only_a_newer_hub_knows_asks_for_a_newer_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two(tmp_path) as (_world, a, _office):
        meet = a.wire.meet

        def met(told: Meet) -> Met:
            return msgspec.structs.replace(meet(told), role="guest")

        monkeypatch.setattr(a.wire, "meet", met)
        a.add_person("Jong")
        before = a.store.session
        with pytest.raises(ProgramTooOld):
            a.meet()
        assert stands(a).too_old
        assert stands(a).waiting
        assert a.store.session == before
        monkeypatch.setattr(a.wire, "meet", meet)
        a.meet()
        assert not stands(a).too_old


@pytest.mark.promise("F23")
def test_f23_a_hub_that_says_the_same_for_ever_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with two(tmp_path) as (_world, a, _office):
        asked = [0]

        def pull(told: Pull) -> Pulled:
            asked[0] += 1
            assert asked[0] < 5, "it was asked again and again"
            return Pulled(cursor=told.cursor, more=True)

        monkeypatch.setattr(a.wire, "pull", pull)
        with pytest.raises(HubUnreachable):
            a.meet()
