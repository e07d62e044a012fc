"""The first screen: what it shows, where its buttons lead, and that all can use it."""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from meitinker import clock
from meitinker.domain.map_corrections import GapAnswer
from meitinker.domain.plans import Handover
from meitinker.domain.reviews import Status
from meitinker.domain.session import Role
from meitinker.ids import RecordId, UserId, record_id
from meitinker.services import (
    availability,
    editing,
    map_answers,
    missing_services,
    plans,
    reviews,
    social_map,
    undo,
    visits,
)
from meitinker.services.availability import Away
from meitinker.services.missing_services import Missed
from meitinker.store import records
from meitinker.store.settings import ScreenSpot
from tests.ui import checklist
from ui.theme import THEME_NAMES, Theme, ThemeName, apply
from ui.views.papers.day import DayPapers
from ui.views.today.place import TodayPlace
from ui.views.today.pressing import DayRequests
from ui.views.today.rows import PaperRow
from ui.views.week.day import DayAppointments
from ui.window.place_view import BEGIN, SEARCH

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from tests.ui.conftest import Shown
    from ui.workplace import Workplace


@pytest.fixture
def place(shown_over: Shown) -> TodayPlace:
    """The screen over the example village, as it is after arriving."""
    return shown_over(TodayPlace)


def places(view: TodayPlace) -> list[ScreenSpot]:
    found: list[ScreenSpot] = []
    view.go.connect(found.append)
    return found


def first_plan(view: TodayPlace) -> PaperRow:
    row = next(one for one in view.papers.card.rows if one.item.screen == "visits")
    assert isinstance(row, PaperRow)
    return row


def handed_over(work: Workplace, row: PaperRow) -> Handover:
    with work.database.reading() as connection:
        return records.get(connection, work.session, Handover, row.item.key)


def test_it_greets_by_name_and_lists_what_waits(
    place: TodayPlace, example_workplace: Workplace
) -> None:
    waiting = visits.listed(example_workplace.database, example_workplace.session)
    begun = {entry.visit_id for entry in waiting if entry.state == "open"}
    assert "Hinke Terpstra" in place.greeting.text()
    assert {row.item.record_id for row in place.begun.rows} <= begun
    assert place.begun.rows
    assert place.empty.isHidden()


def test_the_button_of_a_row_goes_on_with_that_visit(place: TodayPlace) -> None:
    asked, row = places(place), place.begun.rows[1]
    row.button.click()
    assert asked == [ScreenSpot(screen="visits", record_id=row.item.record_id)]


def test_a_plan_given_today_leaves_the_list_and_comes_back_when_undone(
    place: TodayPlace, example_workplace: Workplace, answered: Callable[[], None]
) -> None:
    work, row = example_workplace, first_plan(place)
    key = row.item.key
    before = handed_over(work, row)
    QTest.mouseClick(row.button, Qt.MouseButton.LeftButton)
    answered()
    assert place.papers.card.row(key) is None
    with work.database.reading() as connection:
        kept = records.get(connection, work.session, Handover, key)
    assert kept.handed_over_on == clock.today()
    work.tasks.write(place, lambda: undo.undo(work.database, work.session))
    answered()
    restored = place.papers.card.row(key)
    assert isinstance(restored, PaperRow)
    assert handed_over(work, restored) == before


def test_another_date_is_asked_below_the_row_and_kept(
    place: TodayPlace, example_workplace: Workplace, answered: Callable[[], None]
) -> None:
    row = first_plan(place)
    key, made = row.item.key, row.item.made_on
    assert made is not None
    row.other.click()
    row.day.set_value(made)
    row.keep.click()
    answered()
    assert place.papers.card.row(key) is None
    with example_workplace.database.reading() as connection:
        kept = records.get(connection, example_workplace.session, Handover, key)
    assert kept.handed_over_on == made


def test_a_date_that_cannot_be_is_told_at_the_field_and_nothing_is_kept(
    place: TodayPlace, answered: Callable[[], None]
) -> None:
    row = first_plan(place)
    row.other.click()
    row.keep.click()
    assert row.day.error == "Vul een datum in."
    row.day.set_parts("30", "2", "2026")
    row.keep.click()
    answered()
    assert "bestaat niet" in (row.day.error or "")
    assert place.papers.card.row(row.item.key) is row


def test_a_date_half_typed_stays_when_something_else_changes(
    place: TodayPlace, example_workplace: Workplace, answered: Callable[[], None]
) -> None:
    work, row = example_workplace, first_plan(place)
    row.other.click()
    row.day.set_parts("3", "nov", "")
    other = place.papers.card.rows[1].item.key
    work.tasks.write(
        place,
        lambda: plans.hand_over(work.database, work.session, RecordId(other), on=clock.today()),
    )
    answered()
    assert place.papers.card.row(other) is None
    assert first_plan(place) is row
    assert row.day.parts() == ("3", "nov", "")


def test_text_that_was_broken_off_is_offered_and_work_in_hand_is_not(
    place: TodayPlace,
    example_workplace: Workplace,
    answered: Callable[[], None],
    qtbot: QtBot,
) -> None:
    work = example_workplace
    visit = RecordId(place.begun.rows[0].item.record_id)
    editing.save(
        work.database,
        work.session,
        kind="visit",
        record_id=visit,
        fields={"question": "Ik slaap op de bank."},
    )
    place.arrive(None)
    answered()
    assert place.broken_off.rows == ()  # typed since the start
    fresh = TodayPlace(work)
    qtbot.addWidget(fresh)
    fresh.arrive(None)
    answered()
    (row,) = fresh.broken_off.rows
    assert row.item.record_id == visit
    assert "Ik slaap" not in row.item.status  # nothing of what was said stands in a list


def test_an_act_done_here_takes_no_broken_off_line_away(
    place: TodayPlace,
    example_workplace: Workplace,
    answered: Callable[[], None],
    qtbot: QtBot,
) -> None:
    work = example_workplace
    fields = {"question": "Ik slaap op de bank."}
    visit = RecordId(place.begun.rows[0].item.record_id)
    editing.save(work.database, work.session, kind="visit", record_id=visit, fields=fields)
    fresh = TodayPlace(work)
    qtbot.addWidget(fresh)
    work.tasks.changed.connect(fresh.refresh)
    fresh.arrive(None)
    answered()
    fresh.resize(1150, 768)
    fresh.show()
    QTest.mouseClick(first_plan(fresh).button, Qt.MouseButton.LeftButton)
    answered()
    assert editing.interrupted(work.database) == ()  # the act sealed it
    (row,) = fresh.broken_off.rows
    assert row.item.record_id == visit
    fresh.arrive(None)
    answered()
    assert fresh.broken_off.rows == ()


def test_what_stands_below_is_read_after_what_is_in_sight_was_shown(
    place: TodayPlace, answered: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []

    def spied(kind: type[object], name: str, word: str) -> None:
        original = getattr(kind, name)

        def spy(*given: object) -> object:
            told.append(word)
            return original(*given)

        monkeypatch.setattr(kind, name, staticmethod(spy) if name == "read" else spy)

    for kind in (DayAppointments, DayRequests, DayPapers):
        spied(kind, "read", f"read {kind.__name__}")
        spied(kind, "show", f"show {kind.__name__}")
    place.arrive(None)
    answered()
    assert told == [
        "read DayAppointments",
        "read DayRequests",
        "show DayAppointments",
        "show DayRequests",
        "read DayPapers",
        "show DayPapers",
    ]


def test_who_is_away_today_reads_it_there_with_who_stands_in(
    place: TodayPlace, example_workplace: Workplace, answered: Callable[[], None]
) -> None:
    work, today, asked = example_workplace, clock.today(), places(place)
    days = Away(first_day=today, last_day=today, replacement="Doutzen Postma")
    availability.add_absence(work.database, work.session, days)
    place.agenda.load()
    answered()
    row = place.agenda.today.rows[0]
    assert row.item.title == "Afwezig. Vervanger: Doutzen Postma"
    row.button.click()
    assert asked == [ScreenSpot(screen="today", section="week", field="away")]


def test_when_all_is_done_it_says_so(
    place: TodayPlace, example_workplace: Workplace, answered: Callable[[], None]
) -> None:
    from meitinker.services.paper_queue import Oldest
    from meitinker.services.request_files import Pressing
    from meitinker.services.today import WaitingWork
    from meitinker.services.week import Week

    today = clock.today()
    place.day.show(([], 0))
    place.pressing.show((Pressing(), ()))
    place.agenda.show(Week(first=today, last=today, appointments=(), hours=(), absences=()))
    place.papers.show(Oldest())
    place.answers.show(())
    place.office.show({Status.NEW: 2})
    place._show(WaitingWork(name="Hinke", begun=(), broken_off=()))
    assert "empty" not in vars(place), "the inbox of the office has work"
    place.office.show({Status.QUESTION_OUT: 1, Status.IMPORTED: 3})
    assert place.empty.sentence == "Alles gedaan voor vandaag."
    assert not place.empty.isHidden()
    place._welcome(0)
    assert place.empty.sentence.endswith("Belt er iemand? Klik op Nieuwe vraag.")
    place._welcome(1)
    assert place.empty.sentence == "Alles gedaan voor vandaag."
    assert place.begun.isHidden()
    assert place.papers.card.isHidden()


def test_a_clerk_sees_what_waits_for_the_office_and_goes_there(
    example_workplace: Workplace, answered: Callable[[], None], qtbot: QtBot
) -> None:
    clerk = msgspec.structs.replace(example_workplace.session, role=Role.BACK_OFFICE)
    place = TodayPlace(replace(example_workplace, session=clerk))
    qtbot.addWidget(place)
    place.arrive(None)
    answered()
    asked, counts = places(place), reviews.counts(example_workplace.database, clerk)
    waiting = sum(counts[one] for one in (Status.NEW, Status.TO_CHECK, Status.CHANGED))
    check, hand_over = place.office.card.rows
    assert f"{waiting} gesprekken" in check.item.status
    assert f"{counts[Status.APPROVED]} gesprek" in hand_over.item.status
    check.button.click()
    hand_over.button.click()
    assert asked == [
        ScreenSpot(screen="back_office"),
        ScreenSpot(screen="back_office", section="batches"),
    ]


def test_a_meitinker_hears_nothing_of_the_inbox(place: TodayPlace) -> None:
    assert not place.office.card.rows
    assert place.office.card.isHidden()


def test_a_new_conversation_asks_with_whom_and_a_search_begins_at_the_people(
    place: TodayPlace,
) -> None:
    asked = places(place)
    place.begin.click()
    place.look_up.click()
    assert [(spot.screen, spot.section) for spot in asked] == [
        ("visits", BEGIN),
        ("people", SEARCH),
    ]


def test_f6_goes_from_the_top_to_each_card_and_round(place: TodayPlace) -> None:
    stops: list[QWidget] = [place.begin]
    for card in (
        place.broken_off, place.agenda.today, place.pressing.card, place.pressing.decisions,
        place.day.tasks, place.begun, place.papers.card, place.day.silent,
        place.answers.card,
    ):  # fmt: skip
        if not card.isHidden():
            stops.append(card.rows[0].button)
    assert len(stops) > 1
    place.begin.setFocus()
    for wanted in (*stops[1:], stops[0]):
        place.next_pane(1)
        assert wanted.hasFocus()
    place.next_pane(-1)
    assert stops[-1].hasFocus()
    place.look_up.setFocus()
    place.next_pane(1)
    assert stops[1].hasFocus()


def test_tab_goes_down_the_page(place: TodayPlace) -> None:
    place.begin.setFocus()
    stops: list[QWidget] = []
    for _stop in range(60):
        QTest.keyClick(place.window(), Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None
        stops.append(now)
        if now is place.begun.rows[-1].button:
            break
    heights = [stop.mapTo(place.window(), QPoint(0, 0)).y() for stop in stops]
    assert place.begun.rows[0].button in stops
    assert heights == sorted(heights)


@pytest.mark.parametrize("kind", ["begun", "papers.card"])
def test_a_row_puts_its_buttons_below_the_words_before_either_is_cut_off(
    place: TodayPlace, qtbot: QtBot, kind: str
) -> None:
    row = attrgetter(kind)(place).rows[0]
    row.setParent(None)
    qtbot.addWidget(row)
    row.show()
    button, words = row.button, row._status
    for width, below in ((900, False), (row.minimumSizeHint().width(), True)):
        row.resize(width, row.heightForWidth(width))
        checklist.settle()
        assert (button.y() >= words.geometry().bottom()) is below
        assert button.geometry().right() < width
        assert button.geometry().bottom() < row.height()
        assert words.height() >= words.heightForWidth(words.width())


@pytest.mark.promise("L29")
@pytest.mark.parametrize("theme", THEME_NAMES)
def test_l29_today_has_no_faults(place: TodayPlace, theme: ThemeName, qapp: QApplication) -> None:
    apply(qapp, Theme(name=theme))
    place.resize(1150, 2400)  # all of it in sight: what scrolls is looked at below
    first_plan(place).other.click()
    checklist.settle()
    assert checklist.faults(place) == []


@pytest.mark.promise("L29")
@pytest.mark.parametrize(("text_size", "width", "height"), [(200, 1238, 768), (100, 619, 384)])
def test_l29_today_is_not_cut_off(
    place: TodayPlace, text_size: int, width: int, height: int, qapp: QApplication
) -> None:
    apply(qapp, Theme(text_size=text_size))
    first_plan(place).other.click()
    assert checklist.faults_when_large(place, width=width, height=height) == []


def test_what_was_answered_of_the_map_is_told_until_it_was_read(
    place: TodayPlace, example_workplace: Workplace, answered: Callable[[], None]
) -> None:
    work = example_workplace
    known = {one.answer_id for one in map_answers.heard(work.database, work.session)}
    clerk = msgspec.structs.replace(work.session, user=UserId(record_id()))
    gap = missing_services.note(work.database, work.session, Missed(sought="Oppas op zaterdag"))
    service = RecordId(social_map.listed(work.database, work.session).lines[0].service_id)
    changes = missing_services.answer(
        work.database,
        clerk,
        gap.created("missing_service"),
        answer=GapAnswer.EXISTS,
        service_id=service,
        why="Bel voor tien uur.",
    )
    place.refresh(changes)
    answered()
    (row,) = [one for one in place.answers.card.rows if one.item.key not in known]
    assert row.item.title == "Oppas op zaterdag"
    assert row.item.status.endswith("Bel voor tien uur.")
    asked = places(place)
    assert row.look is not None
    row.look.click()
    assert [(spot.screen, spot.record_id) for spot in asked] == [("social_map", service)]
    row.button.click()
    answered()
    assert {one.item.key for one in place.answers.card.rows} == known
