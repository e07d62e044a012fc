"""The requests of a file: what can be done with them, and the receipt letter."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtTest import QTest

from meitinker import clock
from meitinker.domain.letters import Letter
from meitinker.domain.plans import HandoverWay
from meitinker.domain.requests import PlanOffer, Request, RequestState
from meitinker.domain.visits import Visit
from meitinker.exchange.example_stories import KLASKE, SJOUKJE
from meitinker.services import own_sets, requests, running, undo
from meitinker.store import records
from meitinker.store.settings import ScreenSpot
from tests.ui.requests.conftest import WORDS
from ui.paper import papers
from ui.widgets.dates import DateField
from ui.widgets.fields import TextArea, TextField

if TYPE_CHECKING:
    import pytest

    from meitinker.ids import RecordId
    from tests.ui.requests.conftest import Stage
    from ui.views.requests.card import RequestCard


def get(stage: Stage, record: type[records.R], one: RecordId) -> records.R:
    work = stage.workplace
    with work.database.reading() as connection:
        return records.get(connection, work.session, record, one)


def card_of(stage: Stage, request: RecordId) -> RequestCard:
    return stage.file().cards[request]


def test_a_letter_without_client_support_says_where_to_fill_it_in(stage: Stage) -> None:
    request = stage.take()
    went: list[ScreenSpot] = []
    page = stage.file()
    page.cards[request].receipt.click()
    stage.settle()
    assert "wie gratis meedenkt" in page.slot.text
    page.go.connect(went.append)
    page.slot.acted.emit()
    assert went == [ScreenSpot(screen="settings", section="organisation", field="support.name")]
    assert page.receipt is not None
    page.receipt.back.click()
    assert page.slot.isHidden()
    work = stage.workplace
    own_sets.keep_support(work.database, work.session, name="Zorgbelang", phone="")
    page.cards[request].receipt.click()
    stage.settle()
    assert page.slot.isHidden(), "now the letter names them"


def act(stage: Stage, card: RequestCard, key: str, **typed: str) -> None:
    """Open an act, type in its fields and do it."""
    card.acts[key].click()
    assert card.panel is not None
    for name, words in typed.items():
        field = card.panel.fields[name]
        assert isinstance(field, TextField | TextArea)
        QTest.keyClicks(field.line if isinstance(field, TextField) else field.area, words)
    card.panel.keep.click()
    stage.settle()


def test_a_card_tells_the_words_and_the_clocks_in_words(stage: Stage) -> None:
    card = card_of(stage, stage.take())
    assert card.words.text() == f"“{WORDS}”"
    told = [line.text for line in card.shown.clocks]
    assert [line.split(":")[0] for line in told] == [
        "Afspraak maken",
        "Persoonlijk plan",
        "Onderzoek",
    ]
    assert all("nog " in line for line in told)


def test_without_requests_the_section_says_what_to_do(stage: Stage) -> None:
    page = stage.file()
    assert page.empty.isVisible()
    assert "Klik op Nieuwe vraag" in page.empty.sentence


def test_a_simple_question_is_answered_at_once(stage: Stage) -> None:
    request = stage.take()
    card = card_of(stage, request)
    act(stage, card, "answer", told="Nummer van de klussendienst")
    assert get(stage, Request, request).state is RequestState.ANSWERED
    assert card.panel is None
    assert "Nummer van de klussendienst" in card.notes.text()
    assert not card.more.isVisible()
    assert card.shown.clocks == ()
    work = stage.workplace
    work.tasks.write(stage.window, lambda: undo.undo(work.database, work.session))
    stage.settle()
    assert card.more.isVisible()


def test_an_answer_without_words_is_refused_at_its_field(stage: Stage) -> None:
    request = stage.take()
    card = card_of(stage, request)
    act(stage, card, "answer")
    assert card.panel is not None
    assert card.panel.fields["told"].error
    assert get(stage, Request, request).state is RequestState.OPEN


def test_what_is_being_typed_stays_when_something_else_changes(stage: Stage) -> None:
    card = card_of(stage, stage.take())
    card.acts["answer"].click()
    assert card.panel is not None
    field = card.panel.fields["told"]
    assert isinstance(field, TextArea)
    QTest.keyClicks(field.area, "Half gety")
    other = stage.take()
    work = stage.workplace
    work.tasks.write(stage.window, lambda: requests.withdraw(work.database, work.session, other))
    stage.settle()
    assert stage.page.cards[card.shown.request_id] is card
    assert field.value() == "Half gety"


def test_handing_over_withdrawing_and_noting_what_was_told(stage: Stage) -> None:
    over, back = stage.take(), stage.take()
    page = stage.file()
    page.cards[over].more.click()
    act(stage, page.cards[over], "hand_over", handed_to="Wijkteam")
    act(stage, page.cards[over], "support")
    act(stage, page.cards[over], "plan")
    act(stage, page.cards[over], "appointed")
    kept = get(stage, Request, over)
    assert kept.state is RequestState.HANDED_OVER
    assert kept.handed_to == "Wijkteam"
    assert kept.support_told_on == kept.plan_told_on == clock.today()
    assert kept.plan_offer is PlanOffer.TOLD
    assert kept.appointed_at is not None
    act(stage, page.cards[back], "withdraw", withdrawn_why="Lost het zelf op")
    assert get(stage, Request, back).state is RequestState.WITHDRAWN


def test_a_delay_stands_beside_a_clock_that_goes_on(stage: Stage) -> None:
    request = stage.take()
    card = card_of(stage, request)
    before = card.shown.clocks[2].text
    card.acts["delay"].click()
    assert card.panel is not None
    day = card.panel.fields["agreed_until"]
    assert isinstance(day, DateField)
    day.set_value(clock.today() + timedelta(days=70))
    act_field = card.panel.fields["agreed_why"]
    assert isinstance(act_field, TextArea)
    QTest.keyClicks(act_field.area, "ligt in het ziekenhuis")
    card.panel.keep.click()
    stage.settle()
    assert card.shown.clocks[2].text == before
    assert "ligt in het ziekenhuis" in card.notes.text()
    assert "De zes weken lopen door." in card.notes.text()


def test_a_conversation_begins_from_the_request(stage: Stage) -> None:
    request = stage.take(KLASKE)
    card = stage.file(KLASKE).cards[request]
    went: list[ScreenSpot] = []
    assert stage.window.here is not None
    stage.window.here.go.connect(went.append)
    card.visit.click()
    stage.settle()
    assert went
    assert went[0].screen == "visits"
    visit = get(stage, Visit, went[0].record_id)  # type: ignore[arg-type] # an id as text
    assert visit.request_id == request
    assert visit.question == WORDS
    assert card.shown.visit_id == visit.id


def test_a_conversation_that_is_under_way_is_gone_on_with(stage: Stage) -> None:
    request = stage.take(SJOUKJE)
    card = card_of(stage, request)
    assert card.visit.text() == "Begin gesprek"
    work = stage.workplace
    under_way = running.visit_with(work.database, work.session, SJOUKJE)
    assert under_way is not None
    went: list[ScreenSpot] = []
    assert stage.window.here is not None
    stage.window.here.go.connect(went.append)
    card.visit.click()
    stage.settle()
    assert [one.record_id for one in went] == [under_way]
    assert get(stage, Visit, under_way).request_id == request


def test_pressed_twice_it_begins_once(stage: Stage) -> None:
    """The card knows of the conversation only when it is drawn again."""
    request = stage.take(KLASKE)
    card = stage.file(KLASKE).cards[request]
    went: list[ScreenSpot] = []
    assert stage.window.here is not None
    stage.window.here.go.connect(went.append)
    card.visit_asked.emit(request)
    card.visit_asked.emit(request)
    stage.settle()
    assert len({one.record_id for one in went}) == 1
    work = stage.workplace
    with work.database.reading() as connection:
        assert len(records.find(connection, work.session, Visit, request_id=request)) == 1


def test_an_appointment_is_made_in_the_week(stage: Stage) -> None:
    card = card_of(stage, stage.take())
    went: list[ScreenSpot] = []
    assert stage.window.here is not None
    stage.window.here.go.connect(went.append)
    card.appoint.click()
    assert (went[0].screen, went[0].section, went[0].field) == ("today", "week", "for")


def test_a_receipt_is_previewed_made_printed_and_sent(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = stage.take()
    card_of(stage, request).receipt.click()
    stage.settle()
    page = stage.page.receipt
    assert page is not None
    assert page.paper.turning.words.text().startswith("Bladzijde 1 van")
    assert not page.paper.print.isVisible()
    place = stage.window.here
    assert place is not None
    page.handing.ways[HandoverWay.SEND_LATER].setFocus()
    place.confirm()
    stage.settle()
    assert page.paper.print.isVisible()
    assert page.paper.print.hasFocus()
    assert not page.handing.ways_row.isVisible()
    printed: list[bytes] = []

    def to_printer(pdf: bytes, _parent: object) -> str:
        printed.append(pdf)
        return "Naar de printer gestuurd."

    monkeypatch.setattr(papers, "print_pdf", to_printer)
    page.paper.print.click()
    stage.settle()
    assert printed
    assert printed[0].startswith(b"%PDF")
    went: list[object] = []
    place.go.connect(went.append)
    page.paper.large.setFocus()
    place.confirm()
    stage.settle()
    assert not went, "beside the letter the button above the file is not meant"
    assert page.handing.keep.isVisible()
    page.handing.day.setFocus()
    place.confirm()
    stage.settle()
    letter = card_of(stage, request).shown.letter_id
    assert get(stage, Letter, letter).sent_on == clock.today()  # type: ignore[arg-type] # as text
    assert get(stage, Request, request).plan_offer is PlanOffer.TOLD
    assert not page.handing.keep.isVisible()


def test_back_from_the_letter_the_keyboard_is_at_its_button(stage: Stage) -> None:
    card = card_of(stage, stage.take())
    card.receipt.click()
    stage.settle()
    page = stage.page.receipt
    assert page is not None
    page.back.click()
    stage.settle()
    assert card.receipt.hasFocus()


def test_no_letter_for_a_signal_that_the_resident_does_not_know_of(stage: Stage) -> None:
    card_of(stage, stage.signal()).receipt.click()
    stage.settle()
    page = stage.page.receipt
    assert page is not None
    assert "weet nog niet van dit signaal" in page.state.text()
    assert not page.handing.ways_row.isVisible()
    assert not page.paper.preview.isVisible()
