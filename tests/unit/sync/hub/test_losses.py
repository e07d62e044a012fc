"""F8: what comes along with a fill is what is still asked about, part by part."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker.domain.merging import REMOVED, REOPEN, SETTLE, Verdict, card_key
from sync.hub.losses import Questions
from sync.protocol import Lost
from tests.unit.sync.hub.bench import GROU

if TYPE_CHECKING:
    from sync.protocol import SealedChange
    from tests.unit.sync.hub.bench import Laptop, TestHub

pytestmark = pytest.mark.promise("F8")

NOTE, NAME = "contact_note", "called"
"""Two fields of a person, each a merge group of its own."""


class Clash:
    """A resident of whom two people wrote the same fields without seeing each other's words.

    Attributes:
        lost: The change that came later.
    """

    def __init__(self, hub: TestHub, *fields: str, beside: str = "") -> None:
        """Let a change lose in ``fields``, and come in ``beside`` them."""
        self.hub = hub
        self.laptop: Laptop = hub.laptop("a", GROU)
        begun = self.laptop.person("p1", GROU)
        base = dict.fromkeys(fields, begun.change_id)
        said = dict.fromkeys((*fields, beside) if beside else fields, "later")
        self.laptop.push(begun, self.change(base, **dict.fromkeys(fields, "eerst")))
        self.lost = self.change(dict.fromkeys(said, begun.change_id), **said)
        assert self.pushed(self.lost) is Verdict.CONFLICT

    def change(self, base: dict[str, str], *, operation: str = "edit", **said: str) -> SealedChange:
        """Return a change of the resident."""
        return self.laptop.change("person", "p1", operation=operation, base=base, **said)

    def pushed(self, change: SealedChange) -> Verdict:
        """Send a change, and return what became of it."""
        return self.laptop.push(change).receipts[0].verdict

    def decided(self, *parts: str, operation: str = SETTLE) -> None:
        """Let somebody decide on parts of what lost."""
        cards = {card_key(part): self.lost.change_id for part in parts}
        assert self.pushed(self.change(cards, operation=operation)) is Verdict.APPLIED


def asked(hub: TestHub, name: str = "new") -> list[tuple[SealedChange | None, set[str]]]:
    """Return what a laptop hears of losses that is filled now, and the parts they ask about."""
    answers = hub.laptop(name, GROU).pull()
    told = [one for answer in answers for fill in answer.fills for one in fill.lost]
    return [(one.change, {lost.part for lost in one.lost}) for one in told]


def test_a_later_edit_of_a_part_that_came_in_closes_nothing(hub: TestHub) -> None:
    clash = Clash(hub, NOTE, beside=NAME)
    on = {NAME: clash.lost.change_id}
    assert clash.pushed(clash.change(on, called="Sjoukje")) is Verdict.APPLIED
    assert asked(hub) == [(clash.lost, {NOTE})]


def test_a_decision_closes_the_parts_that_it_names(hub: TestHub) -> None:
    clash = Clash(hub, NOTE, NAME)
    clash.decided(NAME)
    assert asked(hub, "first") == [(clash.lost, {NOTE})]
    clash.decided(NOTE)
    assert asked(hub, "second") == []
    clash.decided(NAME, operation=REOPEN)
    assert asked(hub, "third") == [(clash.lost, {NAME})]


def test_words_that_go_on_from_what_lost_carry_on_the_question_of_their_part(hub: TestHub) -> None:
    clash = Clash(hub, NOTE, NAME)
    later = clash.change({NOTE: clash.lost.change_id}, contact_note="nog later")
    assert clash.pushed(later) is Verdict.CONFLICT
    assert asked(hub) == [(clash.lost, {NAME}), (later, {NOTE})]


def test_words_for_a_removed_record_are_one_question_until_all_of_them_are_said(
    hub: TestHub,
) -> None:
    a = hub.laptop("a", GROU)
    begun = a.change("email", "e1", person_id="p1", address="sj@voorbeeld.nl")
    a.push(a.person("p1", GROU), begun)
    stood = dict.fromkeys(("person_id", "address", "note"), begun.change_id)

    def edit(base: dict[str, SealedChange], **said: str) -> SealedChange:
        on = {part: one.change_id for part, one in base.items()}
        return a.change("email", "e1", operation="edit", base=on, **said)

    gone = a.change("email", "e1", operation="delete", base=stood)
    first = edit({"address": begun}, address="later@voorbeeld.nl")
    a.push(gone, first)
    assert asked(hub, "first") == [(first, {REMOVED})]
    both = edit({"address": first}, note="thuis")
    a.push(both)
    assert asked(hub, "second") == [(both, {REMOVED})]
    back = {**stood, REMOVED: gone.change_id}
    a.push(a.change("email", "e1", operation="restore", base=back))
    some = edit({"note": both}, note="werk")
    a.push(some)
    assert asked(hub, "third") == [(both, {REMOVED}), (some, {"note"})]
    said = edit({"address": first, "note": some}, address="nieuw@voorbeeld.nl", note="werk")
    a.push(said)
    assert asked(hub, "fourth") == [(said, {"address", "note"})]


def test_a_removal_that_lost_is_asked_about_until_it_is_tried_again(hub: TestHub) -> None:
    clash = Clash(hub, NOTE)
    clash.decided(NOTE)
    removal = clash.change({"village": "old"}, operation="delete")
    edited = clash.change({NAME: removal.change_id}, called="Sjoukje")
    again = clash.change({REMOVED: removal.change_id}, operation="delete")
    questions = Questions()
    assert questions.take(removal, Verdict.CONFLICT, [Lost(REMOVED)])
    questions.take(edited, Verdict.APPLIED, [])
    assert questions.open_of(removal) == {REMOVED}
    questions.take(again, Verdict.CONFLICT, [Lost(REMOVED)])
    assert questions.open_of(removal) == set()
    assert questions.open_of(again) == {REMOVED}


def test_a_decision_that_may_not_be_made_any_more_closes_and_asks_nothing(hub: TestHub) -> None:
    clash = Clash(hub, NOTE)
    settle = clash.change({card_key(NOTE): clash.lost.change_id}, operation=SETTLE)
    questions = Questions()
    questions.take(clash.lost, Verdict.CONFLICT, [Lost(NOTE)])
    assert not questions.take(settle, Verdict.REFUSED, [Lost(REMOVED)])
    assert questions.open_of(clash.lost) == questions.open_of(settle) == set()
