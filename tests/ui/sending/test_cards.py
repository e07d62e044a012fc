"""Conflict cards on the screen: shown, chosen by mouse and key, and equal everywhere after it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from meitinker.changes import Changes
from meitinker.domain.people import Person
from meitinker.services import conflicts, people, undo
from meitinker.services.conflicts import ConflictChoice
from meitinker.store.acts import act
from meitinker.store.settings import ScreenSpot
from tests.ui.sending.conftest import OURS, THEIRS, clash, edit, every_card, resident
from ui.views.sending.place import SendingPlace
from ui.work.sending import Sending

if TYPE_CHECKING:
    from tests.sync.world import Replica
    from tests.ui.sending.conftest import Stage
    from ui.views.sending.card import ConflictCard


def note(replica: Replica, one: str) -> object:
    return replica.table()[one]["fields"]["contact_note"]


def only(place: SendingPlace) -> ConflictCard:
    (card,) = place.cards.cards
    return card


def shown(place: SendingPlace) -> int:
    return len(place.cards.cards)


def press(stage: Stage, choice: ConflictChoice) -> None:
    button = only(stage.place).buttons[choice.value]
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Return)
    stage.settle()


@pytest.mark.parametrize(
    ("choice", "stands"), [(ConflictChoice.MINE, OURS), (ConflictChoice.STANDING, THEIRS)]
)
def test_a_card_is_decided_by_key_and_both_laptops_are_equal(
    stage: Stage, choice: ConflictChoice, stands: str
) -> None:
    one = clash(stage.world)
    place = stage.open()
    card = only(place)
    assert QApplication.focusWidget() is card.buttons[ConflictChoice.STANDING.value]
    assert [text.toPlainText() for text in card.texts] == [
        "Belt liever niet. Kom langs op dinsdag.",
        THEIRS,
        OURS,
    ]
    press(stage, choice)
    assert place.cards.cards == ()
    assert place.cards.isHidden()
    assert stage.changes[-1].action == "conflict.choose"
    assert stage.changes[-1].undoable
    stage.meet()
    assert [note(replica, one) for replica in stage.world.replicas] == [stands, stands]
    assert stage.world.same()


@pytest.mark.promise("F10")
def test_f10_who_was_removed_while_another_wrote_comes_back_by_one_key(stage: Stage) -> None:
    one = resident(stage.world)
    with (
        stage.there.awake(),
        act(stage.there.database, stage.there.store.session, "person.remove") as work,
    ):
        work.delete(Person, one)
    with stage.here.awake():
        people.add_phone(stage.here.database, stage.here.store.session, one)
    place = stage.open()
    assert place.cards.cards == ()
    stage.meet()
    card = only(place)
    assert QApplication.focusWidget() is not card.buttons[ConflictChoice.MINE.value]
    assert list(card.buttons) == [ConflictChoice.MINE.value]
    press(stage, ConflictChoice.MINE)
    assert place.cards.cards == ()
    stage.meet()
    assert [replica.table()[one]["deleted"] for replica in stage.world.replicas] == [False, False]
    assert stage.world.same()


def test_a_third_text_is_typed_kept_and_stands_everywhere(stage: Stage) -> None:
    one = clash(stage.world)
    place = stage.open()
    card = only(place)
    QTest.keyClick(card.write, Qt.Key.Key_Space)
    field = card.fields["contact_note"]
    assert field.value() == THEIRS
    assert field.isAncestorOf(QApplication.focusWidget() or place)
    typed = QApplication.focusWidget()
    assert typed is not None
    QTest.keyClick(typed, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClicks(typed, "Alleen via de dochter.")
    QTest.keyClick(card.keep, Qt.Key.Key_Return)
    stage.settle()
    assert place.cards.cards == ()
    stage.meet()
    assert [note(replica, one) for replica in stage.world.replicas] == [
        "Alleen via de dochter."
    ] * 2


def test_a_third_text_that_was_begun_comes_back_after_a_restart(stage: Stage) -> None:
    clash(stage.world)
    place = stage.open()
    card = only(place)
    card.write.click()
    typed = QApplication.focusWidget()
    assert typed is not None
    QTest.keyClicks(typed, "Eerst dit. ")
    answers: list[bool] = []
    place.leave(answers.append)
    stage.settle()
    assert answers == [True]
    again = SendingPlace(stage.work)
    stage.window.layout().addWidget(again)  # type: ignore[union-attr]  # it has one
    again.arrive(None)
    stage.settle()
    card = only(again)
    assert "Eerst dit." in card.fields["contact_note"].value()
    assert card.fields["contact_note"].isVisible()
    card.cancel.click()
    stage.settle()
    assert not card.fields["contact_note"].isVisible()


def test_an_empty_third_text_is_refused_at_its_field(stage: Stage) -> None:
    clash(stage.world)
    card = only(stage.open())
    card.write.click()
    field = card.fields["contact_note"]
    field.set_value("")
    card.keep.click()
    stage.settle()
    assert "U hebt nog niets geschreven." in (field.error or "")


def test_undone_the_card_is_back(stage: Stage) -> None:
    clash(stage.world)
    place = stage.open()
    press(stage, ConflictChoice.MINE)
    assert place.cards.cards == ()
    work = stage.work
    stage.tasks.write(place, lambda: undo.undo(work.database, work.session))
    stage.settle()
    assert len(place.cards.cards) == 1


def test_how_many_choices_wait_is_read_again_as_soon_as_one_was_made(stage: Stage) -> None:
    clash(stage.world)
    stage.open()
    looked: list[int] = []
    stage.sending.look = lambda: looked.append(1)  # type: ignore[method-assign]  # counts only
    stage.tasks.changed.emit(Changes(None, "person.edit", undoable=True))
    assert not looked  # what is typed waits until work rests
    press(stage, ConflictChoice.MINE)
    assert looked
    before = len(looked)
    work = stage.work
    stage.tasks.write(stage.place, lambda: undo.undo(work.database, work.session))
    stage.settle()
    assert len(looked) > before


def test_what_another_laptop_decided_goes_and_is_told(stage: Stage) -> None:
    clash(stage.world)
    place = stage.open()
    card = only(place)
    there = stage.there
    with there.awake():
        conflicts.choose(
            there.database,
            there.store.session,
            card.card.id,
            seen=card.card.seen,
            choice=ConflictChoice.STANDING,
        )
    stage.world.settle()
    card.buttons[ConflictChoice.MINE.value].click()
    stage.settle()
    assert stage.told == [("uitleg", "Deze keuze is intussen al gemaakt.")]
    assert place.cards.cards == ()


def test_the_keyboard_goes_on_to_the_next_card_and_then_to_the_page(stage: Stage) -> None:
    one = resident(stage.world)
    for replica, words in zip(stage.world.replicas, ("een", "twee"), strict=True):
        edit(replica, one, contact_note=words, safety_note=words)
    stage.world.settle()
    place = stage.open()
    assert len(place.cards.cards) == 2
    place.cards.cards[0].buttons["standing"].click()
    stage.settle()
    assert QApplication.focusWidget() is place.cards.cards[0].buttons["standing"]


def test_the_cards_of_the_resident_who_is_asked_for_come_first(stage: Stage) -> None:
    clash(stage.world)
    other = clash(stage.world)
    place = stage.open(ScreenSpot(screen="sending", record_id=other))
    assert place.cards.cards[0].card.person_id == other
    assert len(place.cards.cards) == 2
    place.cards.cards[0].open_file.click()
    assert stage.went == [ScreenSpot(screen="people", record_id=other)]


def test_of_many_cards_a_few_are_built_and_the_rest_on_request(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(conflicts, "MOST", 2)
    every_card(stage.world)
    place = stage.open()
    assert shown(place) == 2
    assert place.cards.count.text() == "Er wachten 4 keuzes."
    assert place.cards.more.text() == "Toon nog 2 keuzes"
    first = place.cards.cards
    place.cards.more.click()
    stage.settle()
    assert place.cards.cards[:2] == first
    assert shown(place) == 4
    assert place.cards.more.isHidden()
    assert QApplication.focusWidget() is place.cards.cards[2].buttons["standing"]


def test_each_kind_of_card_can_be_decided(stage: Stage) -> None:
    every_card(stage.world)
    place = stage.open()
    assert len(place.cards.cards) == 4
    for left in (3, 2, 1, 0):
        card = place.cards.cards[0]
        card.buttons.get("mine", card.buttons["standing"]).click()
        stage.settle()
        assert len(place.cards.cards) == left
    stage.meet()
    assert stage.world.same()
    assert place.cards.isHidden()


def test_the_page_is_calm_where_nothing_waits(stage: Stage) -> None:
    place = stage.open()
    assert place.cards.isHidden()
    assert place.waiting.isHidden()
    assert isinstance(stage.work.sending, Sending)
