"""Exchanges from the screen: by button, by themselves, in the way of nobody."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from meitinker.changes import Change, Changes
from meitinker.errors import HubBusy, HubUnreachable
from meitinker.ids import RecordId
from meitinker.store.lanes import Priority
from meitinker.store.settings import ScreenSpot
from sync.session import ExchangeOutcome, ExchangeProgress, ExchangeStep
from sync.status import ExchangeStatus, LargeRemoval, exchange_status
from tests.ui.sending.conftest import edit, resident
from ui.views.sending.place import SendingPlace
from ui.work.sending import EVERY, Sending

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import Shown
    from tests.ui.sending.conftest import Stage

_LEFT = Qt.MouseButton.LeftButton
ENROLLED = ExchangeStatus(enrolled=True, organisation_name="Proef", address="https://example.org")


class Hold:
    """An exchange that waits in the middle until it may go on."""

    def __init__(self) -> None:
        """Begin not let go."""
        self.go = threading.Event()
        self.inside = threading.Event()
        self.threads: list[str] = []
        self.cancelled: Callable[[], bool] = lambda: False

    def __call__(self, database: Any, session: Any, **names: Any) -> ExchangeOutcome:
        """Tell how far it is, do a bite on the store, wait."""
        self.threads.append(threading.current_thread().name)
        self.cancelled = names["cancelled"]
        names["told"](ExchangeProgress(ExchangeStep.SEND, 1, 3))
        names["bites"](lambda: self.threads.append(threading.current_thread().name))
        self.inside.set()
        assert self.go.wait(20)
        return ExchangeOutcome(sent=3, cancelled=self.cancelled())


def counted(stage: Stage) -> list[int]:
    """Let an exchange do nothing but be counted."""
    ran: list[int] = []

    def exchange(*_args: Any, **_names: Any) -> ExchangeOutcome:
        ran.append(1)
        return ExchangeOutcome()

    stage.exchange = exchange
    return ran


def test_the_button_runs_one_exchange_on_its_own_thread_and_says_what_it_did(
    stage: Stage, qtbot: QtBot
) -> None:
    hold = stage.exchange = Hold()
    place = stage.open()
    stage.stand(ENROLLED)
    ended: list[bool] = []
    stage.sending.ended.connect(lambda _outcome, asked: ended.append(asked))
    place.state.now.click()
    stage.settle()
    qtbot.waitUntil(hold.inside.is_set)
    qtbot.waitUntil(lambda: place.state.doing.text() == "Versturen: 1 van 3")
    assert hold.threads == ["exchange", "store-write"]
    assert stage.sending.busy
    assert not place.state.now.isEnabled()
    assert place.state.stop.isVisible()
    stage.sending.start(asked=True)
    hold.go.set()
    qtbot.waitUntil(lambda: ended == [True])
    assert hold.threads == ["exchange", "store-write"], "no second one beside the first"
    assert place.state.bar.text == "Bijgewerkt: 3 verstuurd."
    assert place.state.now.isEnabled()
    assert not place.state.stop.isVisible()


def test_what_an_exchange_did_is_in_sight_also_on_a_low_screen(stage: Stage, qtbot: QtBot) -> None:
    place = stage.open()
    stage.window.resize(1146, 320)
    stage.stand(ENROLLED)
    place.state.now.setFocus(Qt.FocusReason.OtherFocusReason)
    place.state.now.click()
    qtbot.waitUntil(lambda: place.state.bar.text == "Er was niets nieuws.")
    stage.settle()
    bar = place.state.bar
    assert bar.mapTo(place, bar.rect().topLeft()).y() >= 0


def test_who_comes_back_does_not_read_what_an_earlier_exchange_did(
    stage: Stage, qtbot: QtBot
) -> None:
    place = stage.open()
    stage.stand(ENROLLED)
    place.state.now.click()
    qtbot.waitUntil(lambda: place.state.bar.text == "Er was niets nieuws.")
    left: list[bool] = []
    place.leave(left.append)
    qtbot.waitUntil(lambda: left == [True])
    place.arrive(None)
    stage.settle()
    assert not place.state.bar.isVisible()


def test_typing_goes_before_a_bite_of_the_exchange(stage: Stage, qtbot: QtBot) -> None:
    order: list[str] = []
    free = threading.Event()

    def exchange(_database: Any, _session: Any, **names: Any) -> ExchangeOutcome:
        names["bites"](lambda: order.append("bite"))
        return ExchangeOutcome()

    stage.exchange = exchange
    stage.open()
    stage.stand(ENROLLED)
    lane = stage.tasks._writing._queue
    stage.tasks.write(stage.place, lambda: free.wait(20))
    qtbot.waitUntil(lane.empty)
    stage.sending.start(asked=True)
    qtbot.waitUntil(lambda: lane.qsize() == 1)
    stage.tasks.write(stage.place, lambda: order.append("typed"), urgency=Priority.TYPING)
    free.set()
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == ["typed", "bite"]


def test_stopping_asks_the_exchange_to_end(stage: Stage, qtbot: QtBot) -> None:
    hold = stage.exchange = Hold()
    place = stage.open()
    stage.stand(ENROLLED)
    place.state.now.click()
    stage.settle()
    qtbot.waitUntil(hold.inside.is_set)
    place.state.stop.click()
    assert hold.cancelled()
    hold.go.set()
    qtbot.waitUntil(lambda: not stage.sending.busy)
    assert place.state.bar.text.startswith("Gestopt.")


@pytest.mark.parametrize("asked", [True, False])
def test_trouble_is_told_in_words_to_who_asked_and_to_nobody_else(
    stage: Stage, qtbot: QtBot, asked: bool
) -> None:
    def busy(*_args: Any, **_names: Any) -> ExchangeOutcome:
        raise HubBusy

    stage.exchange = busy
    stage.open()
    stage.stand(ENROLLED)
    stage.sending.start(asked=asked)
    qtbot.waitUntil(lambda: not stage.sending.busy)
    words = "Het is nu druk op de server. Wij proberen het straks vanzelf weer."
    assert stage.told == ([("fout", words)] if asked else [])


@pytest.mark.parametrize("asked", [True, False])
def test_what_went_well_is_no_news_once_something_did_not(
    stage: Stage, qtbot: QtBot, asked: bool
) -> None:
    def busy(*_args: Any, **_names: Any) -> ExchangeOutcome:
        raise HubBusy

    place = stage.open()
    stage.stand(ENROLLED)
    place.state.now.click()
    qtbot.waitUntil(lambda: place.state.bar.text == "Er was niets nieuws.")
    assert place.state.bar.isVisible()
    stage.exchange = busy
    stage.sending.start(asked=asked)
    qtbot.waitUntil(lambda: not stage.sending.busy)
    stage.settle()
    assert not place.state.bar.isVisible()


def test_what_went_well_takes_the_place_of_what_did_not(stage: Stage, qtbot: QtBot) -> None:
    def busy(*_args: Any, **_names: Any) -> ExchangeOutcome:
        raise HubBusy

    well, stage.exchange = stage.exchange, busy
    place = stage.open()
    stage.stand(ENROLLED)
    place.state.now.click()
    qtbot.waitUntil(lambda: len(stage.told) == 1)
    stage.exchange = well
    stage.settle()
    place.state.now.click()
    qtbot.waitUntil(lambda: len(stage.told) == 2)
    assert [kind for kind, _words in stage.told] == ["fout", "gelukt"]
    assert not place.state.bar.isVisible()


def test_being_offline_is_no_error(stage: Stage, qtbot: QtBot) -> None:
    def offline(*_args: Any, **_names: Any) -> ExchangeOutcome:
        raise HubUnreachable

    stage.exchange = offline
    stage.open()
    stage.stand(ENROLLED)
    stage.sending.start(asked=True)
    qtbot.waitUntil(lambda: not stage.sending.busy)
    assert stage.told == []


@pytest.mark.parametrize("ends_well", [True, False])
def test_what_came_in_is_told_to_the_screens_also_when_the_exchange_fails_later(
    stage: Stage, qtbot: QtBot, ends_well: bool
) -> None:
    came = [
        Changes(None, "sync.received", False, (Change("person", RecordId(one), "edit"),))
        for one in "pqp"
    ]

    def exchange(*_args: Any, **names: Any) -> ExchangeOutcome:
        for one in came:
            names["came_in"](one)
        if not ends_well:
            raise HubUnreachable
        return ExchangeOutcome(taken=3)

    stage.exchange = exchange
    stage.open()
    stage.stand(ENROLLED)
    stage.sending.start()
    qtbot.waitUntil(lambda: bool(stage.changes))
    (told,) = stage.changes
    assert [item.record_id for item in told.items] == ["p", "q"], "told together, each once"


def test_what_comes_in_is_told_before_the_exchange_ends(stage: Stage, qtbot: QtBot) -> None:
    go = threading.Event()
    came = Changes(None, "sync.received", False, (Change("person", RecordId("p"), "edit"),))

    def exchange(*_args: Any, **names: Any) -> ExchangeOutcome:
        names["came_in"](came)
        assert go.wait(20)
        return ExchangeOutcome(taken=1)

    stage.exchange = exchange
    stage.open()
    stage.stand(ENROLLED)
    stage.sending.start()
    qtbot.waitUntil(lambda: stage.changes == [came])
    assert stage.sending.busy
    go.set()
    qtbot.waitUntil(lambda: not stage.sending.busy)
    assert stage.changes == [came]


def test_a_store_of_its_own_begins_nothing_by_itself(stage: Stage) -> None:
    ran = counted(stage)
    stage.open()
    stage.sending.start()
    assert not stage.sending.busy
    assert stage.place.state.now.isHidden()
    assert stage.place.state.join.isVisible()
    stage.place.state.join.click()
    assert stage.went == [ScreenSpot(screen="settings", section="device", field="invitation")]
    assert ran == []


def test_it_begins_after_opening_and_then_every_few_minutes(stage: Stage, qtbot: QtBot) -> None:
    ran = counted(stage)
    stage.open()
    stage.stand(ENROLLED)
    stage.sending.begin()
    assert stage.sending._timer.isActive()
    assert stage.sending._timer.interval() == EVERY
    qtbot.waitUntil(lambda: ran == [1], timeout=10_000)


def test_after_closing_nothing_begins_and_nothing_is_told(stage: Stage, qtbot: QtBot) -> None:
    hold = stage.exchange = Hold()
    stage.open()
    stage.stand(ENROLLED)
    told: list[object] = []
    stage.sending.start(asked=True)
    qtbot.waitUntil(hold.inside.is_set)
    stage.sending.ended.connect(lambda *what: told.append(what))
    stage.sending.close()
    assert hold.cancelled()
    hold.go.set()
    stage.settle()
    stage.sending.start(asked=True)
    assert told == []


def test_a_large_removal_is_asked_with_verbs_and_answered(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[bool] = []
    monkeypatch.setattr(
        "ui.views.sending.place.answer",
        lambda _d, _s, *, remove, lost: answers.append(remove and not lost),
    )
    ran = counted(stage)
    place = stage.open()
    stage.stand(ENROLLED)
    question = place.state.question
    assert question.isHidden()
    asks = LargeRemoval(dossiers=12, records=180, of=300)
    stage.stand(ExchangeStatus(enrolled=True, asks=asks))
    assert question.isVisible()
    assert "12 dossiers" in question.words.text()
    QTest.mouseClick(question.keep, _LEFT)
    stage.settle()
    assert (answers, ran) == ([False], [])
    QTest.mouseClick(question.remove, _LEFT)
    stage.settle()
    qtbot.waitUntil(lambda: ran == [1])
    assert answers == [False, True]


def test_what_did_not_arrive_can_be_saved_in_a_file(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    target = tmp_path / "queue.json"
    monkeypatch.setattr(
        "ui.paper.file_places.QFileDialog.getSaveFileName", lambda *_a, **_k: (str(target), "")
    )
    resident(stage.world)
    place = stage.open()
    place.save_file.click()
    stage.settle()
    assert target.read_bytes().startswith(b"{")
    assert stage.told == [("gelukt", "Bewaard. Let op: dit bestand is niet versleuteld.")]


def test_the_exchanges_of_a_closed_screen_tell_nobody(stage: Stage) -> None:
    assert isinstance(stage.sending, Sending)
    place = stage.open()
    place.deleteLater()
    stage.settle()
    stage.sending.ended.emit(ExchangeOutcome(), False)
    stage.settle()


def test_what_waits_in_quarantine_can_be_read_and_saved(stage: Stage) -> None:
    one = resident(stage.world)
    base = stage.here.table()[one]["versions"]
    poison = stage.world.newer("person", one, {"born_on": "gisteren", "called": "Wim"}, base=base)
    stage.world.authority.append(poison)
    stage.world.settle()
    place = stage.open()
    store = stage.here.store
    told = exchange_status(store.database, store.session)
    stage.stand(msgspec.structs.replace(told, enrolled=True))
    (line,) = place.attention.lines
    assert line.title == "Inwoner, Sjoukje Hoekstra"
    assert "Alleen een nieuwer programma kan dit lezen." in line.status
    assert "Roepnaam: Wim" in line.text
    assert place.save_file.isVisible()
    assert not place.save_waiting.isVisible()


def test_a_program_that_is_too_old_lets_the_queue_be_saved(stage: Stage) -> None:
    place = stage.open()
    edit(stage.here, resident(stage.world), contact_note="wacht")
    stage.stand(ExchangeStatus(enrolled=True, waiting=1, trouble="ProgramTooOld", too_old=True))
    assert place.waiting.isVisible()
    assert place.save_waiting.isVisible()
    assert "Dit programma is te oud voor de server." in place.state.head.facts[0].text


def test_in_the_example_village_nothing_is_sent(shown_over: Shown) -> None:
    place = shown_over(SendingPlace)
    assert place.state.head.facts[0].text == "Het voorbeelddorp verstuurt niets. Het is niet echt."
    assert place.state.join.isHidden()
    assert place.state.now.isHidden()
    place.confirm()
