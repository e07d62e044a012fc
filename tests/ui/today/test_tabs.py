"""Vandaag and Week behind their tabs, and today's appointments on the day itself."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from meitinker import clock
from meitinker.domain.appointments import AppointmentState
from meitinker.domain.requests import Urgency
from meitinker.domain.week import day_span
from meitinker.exchange import example_stories as stories
from meitinker.ids import RecordId
from meitinker.services import appointments, requests
from meitinker.services.requests import NewRequest
from meitinker.store.settings import ScreenSpot
from tests.ui import checklist
from ui.theme import THEME_NAMES, Theme, ThemeName, apply
from ui.viewmodels.pressing import more_words
from ui.views.today.tabs import TodayTabs
from ui.views.week import FOR
from ui.views.week.page import WeekPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.changes import Changes
    from meitinker.ids import PersonId
    from tests.ui.conftest import Shown
    from ui.workplace import Workplace


@pytest.fixture
def place(shown_over: Shown) -> TodayTabs:
    """Vandaag over the example village, as it is after arriving."""
    return shown_over(TodayTabs, height=900)


def test_it_begins_at_the_day_and_goes_round_the_tabs(
    place: TodayTabs, answered: Callable[[], None]
) -> None:
    sections = [place.tabs.tabText(number) for number in range(place.tabs.count())]
    assert sections == ["Vandaag", "Vragen", "Week", "Nog te geven"]
    went = []
    for _tab in sections:
        went.append((type(place.page).__name__, place.spot().section))
        place.turn_section(1)
        answered()
    assert went == [
        ("TodayPlace", ""),
        ("WaitingRequests", "requests"),
        ("WeekPage", "week"),
        ("PapersPage", "papers"),
    ]
    assert place.spot() == ScreenSpot(screen="today")


def test_a_spot_leads_to_its_tab_and_home_to_the_day(
    place: TodayTabs, answered: Callable[[], None]
) -> None:
    place.arrive(ScreenSpot(screen="today", section="week"))
    answered()
    assert place.section == "week"
    place.arrive(None)
    answered()
    assert place.section == ""
    place.arrive(ScreenSpot(screen="today", section="gone with an older program"))
    assert place.section == ""


def test_todays_appointments_stand_on_top_and_begin_a_conversation(
    place: TodayTabs, answered: Callable[[], None]
) -> None:
    rows = place.day.agenda.today.rows
    titles = [row.item.title for row in rows]
    assert titles == ["10:00 tot 11:00: Pytrik Hoekstra", "14:30 tot 16:00: Ymkje Rûchaard"]
    asked: list[ScreenSpot] = []
    place.go.connect(asked.append)
    rows[0].button.click()
    answered()
    work = place.workplace
    one, _other = appointments.period(work.database, work.session, day_span(clock.today()))
    assert asked == [ScreenSpot(screen="visits", record_id=str(one.visit_id))]
    row = place.day.agenda.today.rows[0]
    assert row.item.verb == "Naar het gesprek"
    row.button.click()
    assert asked == [asked[0]] * 2


def test_an_appointment_is_looked_at_in_the_week(
    place: TodayTabs, answered: Callable[[], None]
) -> None:
    asked: list[ScreenSpot] = []
    place.go.connect(asked.append)
    row = place.day.agenda.today.rows[1]
    row._beside[0].click()
    (spot,) = asked
    place.arrive(spot)
    answered()
    page = place.page
    assert isinstance(page, WeekPage)
    assert page.form.who.text() == "Ymkje Rûchaard"


def test_the_week_ahead_is_told_and_leads_to_the_week(
    place: TodayTabs, answered: Callable[[], None]
) -> None:
    from PySide6.QtWidgets import QLabel

    labels = place.day.agenda.ahead.findChildren(QLabel)
    words = [line for label in labels for line in label.text().splitlines()]
    assert any(line.startswith("11:00 Łukasz Wiśniewski. Thuis: ") for line in words)
    asked: list[ScreenSpot] = []
    place.go.connect(asked.append)
    place.day.agenda.ahead.button.click()
    assert asked == [ScreenSpot(screen="today", section="week")]


def cancel(work: Workplace, one: RecordId) -> Changes:
    return appointments.mark(work.database, work.session, one, AppointmentState.CANCELLED)


def test_who_was_cancelled_is_gone_and_nothing_is_left_to_do(
    place: TodayTabs, answered: Callable[[], None]
) -> None:
    work, agenda = place.workplace, place.day.agenda
    assert not agenda.nothing
    for row in agenda.today.rows:
        work.tasks.write(place, partial(cancel, work, RecordId(row.item.key)))
    answered()
    assert agenda.today.isHidden()
    assert agenda.nothing


@pytest.mark.promise("L29")
@pytest.mark.parametrize("theme", THEME_NAMES)
def test_l29_the_tabs_have_no_faults(
    place: TodayTabs, theme: ThemeName, qapp: QApplication
) -> None:
    apply(qapp, Theme(name=theme))
    place.resize(1150, 3000)
    checklist.settle()
    assert checklist.faults(place) == []


@pytest.mark.promise("L29")
@pytest.mark.parametrize(("text_size", "width", "height"), [(200, 1238, 768), (100, 619, 384)])
@pytest.mark.parametrize("section", ["", "week"])
def test_l29_the_tabs_are_not_cut_off(
    place: TodayTabs,
    section: str,
    text_size: int,
    width: int,
    height: int,
    answered: Callable[[], None],
    qapp: QApplication,
) -> None:
    apply(qapp, Theme(text_size=text_size))
    place.arrive(ScreenSpot(screen="today", section=section))
    answered()
    assert checklist.faults_when_large(place, width=width, height=height) == []


def asked(
    work: Workplace, who: PersonId, *, hours_ago: int, urgency: Urgency = Urgency.NORMAL
) -> RecordId:
    at = clock.now() - timedelta(hours=hours_ago)
    new = NewRequest(words="Ik val vaak.", urgency=urgency, received_at=at)
    return requests.take(work.database, work.session, who, new).created("request")


def test_a_clock_that_runs_out_is_told_and_leads_to_an_appointment(
    place: TodayTabs, answered: Callable[[], None]
) -> None:
    work, pressing = place.workplace, place.day.pressing
    before = len(pressing.card.rows)
    key = asked(work, stories.KLASKE, hours_ago=20)
    place.arrive(None)
    answered()
    assert len(pressing.card.rows) == before + 1
    assert not pressing.nothing
    row = pressing.card.row(key)
    assert row is not None
    assert row.item.title == "Klaske Ïnghoarn"
    assert "Ik val" not in row.item.status  # nothing of what was asked stands in a list
    assert row.item.verb == "Maak afspraak"
    went: list[ScreenSpot] = []
    place.go.connect(went.append)
    row.button.click()
    assert went == [ScreenSpot(screen="today", section="week", field=FOR, record_id=key)]
    place.arrive(went[0])
    answered()
    page = place.page
    assert isinstance(page, WeekPage)
    assert page.form.fields.asked.isVisible()
    page.form.keep()
    answered()
    row = pressing.card.row(key)
    assert row is None or row.item.verb == "Bekijk vraag"


def test_the_questions_that_do_not_fit_are_counted() -> None:
    assert more_words(0) == ""
    assert more_words(2) == "Toon nog 2 vragen"
