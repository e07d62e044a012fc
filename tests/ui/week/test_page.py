"""The page Week: from a slot to an appointment, what became of it, and when one is there."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from meitinker import clock
from meitinker.domain.appointments import Appointment, AppointmentState, OfficeHour
from meitinker.domain.people import Person
from meitinker.domain.requests import Request
from meitinker.domain.week import day_span, instant_at
from meitinker.errors import DiskFull
from meitinker.exchange import example_stories as stories
from meitinker.ids import PersonId, RecordId, record_id
from meitinker.services import appointments, availability, form_drafts, people, planning, requests
from meitinker.services.appointments import Planned
from meitinker.services.planning import TypedAppointment
from meitinker.services.requests import NewRequest
from meitinker.store import records
from meitinker.store.acts import act
from meitinker.store.settings import ScreenSpot
from tests.ui import checklist
from tests.ui.appointing import make_with
from ui.theme import THEME_NAMES, Theme, ThemeName, apply
from ui.theme.contrast import ratio
from ui.theme.tokens import load
from ui.viewmodels.dates import YEAR
from ui.viewmodels.palette_commands import commands
from ui.views.week import AWAY, FOR, FORM, NEW
from ui.views.week.day_field import PlanningDay
from ui.views.week.page import WeekPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from meitinker.store.appointments import AppointmentEntry
    from tests.ui.conftest import Shown
    from ui.workplace import Workplace


def typed(work: Workplace) -> TypedAppointment | None:
    return form_drafts.read(work.database, work.session, planning.FORM)


@pytest.fixture
def page(shown_over: Shown) -> WeekPage:
    """The page over the example village."""
    return shown_over(WeekPage, 1100, 720)


def holds_the_keyboard(part: QWidget) -> bool:
    now = QApplication.focusWidget()
    return now is not None and part.isAncestorOf(now)


def today(work: Workplace) -> list[AppointmentEntry]:
    return appointments.period(work.database, work.session, day_span(clock.today()))


def record(work: Workplace, one: str) -> Appointment:
    with work.database.reading() as connection:
        return records.get(connection, work.session, Appointment, one)


def office_hour(work: Workplace, one: str) -> OfficeHour:
    with work.database.reading() as connection:
        return records.get(connection, work.session, OfficeHour, one)


def opened(page: WeekPage, answered: Callable[[], None]) -> AppointmentEntry:
    one = today(page.workplace)[0]
    page.open(one.appointment_id)
    answered()
    checklist.settle()
    return one


def test_the_week_of_today_shows_its_appointments(page: WeekPage) -> None:
    names = {block.block.title for block in page.browse.grid.canvas.blocks.values()}
    assert {"Pytrik Hoekstra", "Ymkje Rûchaard"} <= names
    assert page.browse.title.text() == f"Week {clock.today().isocalendar().week}"
    assert page.browse.home.isHidden()


def test_the_week_is_turned_and_turned_back(page: WeekPage, answered: Callable[[], None]) -> None:
    page.turn_week(1)
    answered()
    following = clock.today() + timedelta(days=7)
    assert page.browse.title.text() == f"Week {following.isocalendar().week}"
    assert not page.browse.home.isHidden()
    page.browse.home.click()
    answered()
    assert page.browse.home.isHidden()


def test_a_new_appointment_by_keyboard_alone(
    page: WeekPage, answered: Callable[[], None], example_workplace: Workplace
) -> None:
    canvas = page.browse.grid.canvas
    canvas.setFocus()
    QTest.keyClick(canvas, Qt.Key.Key_Return)
    line = page.picker.search.line
    assert line.hasFocus()
    QTest.keyClicks(line, "Hoekstra Pytrik")
    answered()
    QTest.keyClick(line, Qt.Key.Key_Return)
    answered()
    form = page.form
    assert form.who.text() == "Pytrik Hoekstra"
    form.fields.day.set_value(clock.today() + timedelta(days=9))
    QTest.keySequence(form.fields.time.line, "Ctrl+A")
    QTest.keyClicks(form.fields.time.line, "1430")
    page.confirm()
    answered()
    day = clock.today() + timedelta(days=9)
    (made,) = appointments.period(
        example_workplace.database, example_workplace.session, day_span(day)
    )
    assert f"{clock.local(made.starts_at):%H:%M}" == "14:30"
    assert page.browse.isVisible()
    assert page.browse.title.text() == f"Week {day.isocalendar().week}"


@pytest.mark.promise("F8")
def test_f8_an_appointment_that_was_moved_meanwhile_is_told_first(
    page: WeekPage, answered: Callable[[], None], example_workplace: Workplace
) -> None:
    one = opened(page, answered).appointment_id
    page.form.fields.time.set_value("09:00")
    page.form.fields.time.edited.emit()
    work = example_workplace
    with act(work.database, work.session, "test.make") as writing:
        writing.edit(Appointment, RecordId(one), {"minutes": 90})
    page.confirm()
    answered()
    assert "Een collega heeft deze afspraak veranderd" in page.form.fields.bar.text
    assert "90 minuten" in page.form.fields.bar.text
    assert f"{clock.local(record(work, one).starts_at):%H:%M}" != "09:00"
    page.confirm()
    answered()
    assert f"{clock.local(record(work, one).starts_at):%H:%M}" == "09:00"


def test_what_is_wrong_is_said_at_the_field_and_nothing_is_made(
    page: WeekPage, answered: Callable[[], None], example_workplace: Workplace
) -> None:
    make_with(page, stories.PYTRIK)
    answered()
    page.form.fields.day.field.set_parts("31", "2", "2027")
    page.form.fields.time.set_value("half drie")
    page.confirm()
    answered()
    assert "bestaat niet" in (page.form.fields.day.field.error or "")
    assert page.form.fields.time.error == "Vul een tijd in, zoals 14:30."
    assert page.form.isVisible()
    assert len(today(example_workplace)) == 2


def test_a_clash_that_was_saved_at_once_is_told_once_after(
    page: WeekPage, answered: Callable[[], None]
) -> None:
    told: list[tuple[str, str]] = []
    page.told.connect(lambda kind, words: told.append((kind, words)))
    make_with(page, stories.YMKJE)
    answered()
    page.form.fields.day.set_value(clock.today())
    page.form.fields.time.set_value("10:15")
    page.confirm()
    answered()
    words = "U hebt dan al een afspraak: Pytrik Hoekstra, 10:00 tot 11:00. Het mag wel."
    assert told == [("waarschuwing", words)]


def test_a_clash_warns_and_does_not_stop(
    page: WeekPage, answered: Callable[[], None], example_workplace: Workplace
) -> None:
    make_with(page, stories.YMKJE)
    answered()
    page.form.fields.day.set_value(clock.today())
    page.form.fields.time.set_value("10:15")
    page.form.fields.time.left.emit()
    answered()
    assert page.form.fields.bar.text == (
        "U hebt dan al een afspraak: Pytrik Hoekstra, 10:00 tot 11:00. Het mag wel."
    )
    again: list[str] = []
    page.told.connect(lambda _kind, words: again.append(words))
    assert page.form.fields.place.height() >= page.form.fields.place.minimumSizeHint().height()
    page.confirm()
    answered()
    assert len(today(example_workplace)) == 3
    assert again == [], "it was read before the appointment was made"


def test_an_open_request_is_offered_and_its_24_hours_end(
    page: WeekPage, answered: Callable[[], None], example_workplace: Workplace
) -> None:
    work = example_workplace
    person = Person(id=record_id(), surname="Proefstra")
    asked = Request(
        id=record_id(),
        client_id=PersonId(person.id),
        user_id=work.session.user,
        received_at=clock.now(),
    )
    with act(work.database, work.session, "request.take") as writing:
        writing.create(person)
        writing.create(asked)
    make_with(page, person.id)
    answered()
    assert page.form.fields.asked.isVisible()
    assert page.form.fields.asked.value()
    page.confirm()
    answered()
    with work.database.reading() as connection:
        kept = records.get(connection, work.session, Request, asked.id)
    assert kept.appointed_at is not None


@pytest.mark.parametrize(
    "state", [AppointmentState.HELD, AppointmentState.NOT_AT_HOME, AppointmentState.CANCELLED]
)
def test_what_became_of_it_is_told_with_one_button(
    page: WeekPage,
    answered: Callable[[], None],
    example_workplace: Workplace,
    state: AppointmentState,
) -> None:
    one = opened(page, answered)
    assert not page.form.marks.buttons[state].isHidden()
    page.form.marks.buttons[state].click()
    answered()
    assert record(example_workplace, one.appointment_id).state is state
    assert page.browse.isVisible()
    page.open(one.appointment_id)
    answered()
    assert page.form.state.text() in {"Geweest", "Niet thuis", "Afgezegd"}
    assert not page.form.fields.time.line.isEnabled() or page.form.fields.time.line.isReadOnly()
    page.form.marks.buttons[AppointmentState.PLANNED].click()
    answered()
    assert record(example_workplace, one.appointment_id).state is AppointmentState.PLANNED


def test_a_conversation_begins_and_is_found_back(
    page: WeekPage, answered: Callable[[], None], example_workplace: Workplace
) -> None:
    asked: list[ScreenSpot] = []
    page.go.connect(asked.append)
    one = opened(page, answered)
    page.form.marks.talk.click()
    answered()
    kept = record(example_workplace, one.appointment_id)
    assert asked == [ScreenSpot(screen="visits", record_id=str(kept.visit_id))]
    page.open(one.appointment_id)
    answered()
    assert page.form.marks.talk.text() == "Naar het gesprek"
    assert all(button.isHidden() for button in page.form.marks.buttons.values())


def test_the_spot_brings_back_the_appointment(page: WeekPage, answered: Callable[[], None]) -> None:
    one = opened(page, answered)
    spot = page.spot()
    assert spot == ScreenSpot(screen="today", section="week", record_id=one.appointment_id)
    page.show_week()
    answered()
    assert page.spot() == ScreenSpot(screen="today", section="week")
    page.arrive(spot)
    answered()
    assert page.form.isVisible()
    assert page.form.appointment_id == one.appointment_id


def test_a_spot_from_a_request_begins_an_appointment_that_ends_its_wait_and_no_others(
    page: WeekPage, answered: Callable[[], None], example_workplace: Workplace
) -> None:
    work, client = example_workplace, PersonId(RecordId(stories.KLASKE))
    newest = requests.take(
        work.database, work.session, client, NewRequest(words="Wie brengt mij naar de dokter?")
    ).created("request")
    older = [one.id for one in appointments.awaiting(work.database, work.session, client)]
    assert older[0] != newest
    page.arrive(ScreenSpot(screen="today", section="week", field=FOR, record_id=newest))
    answered()
    assert page.form.who.text() == "Klaske Ïnghoarn"
    assert page.form.appointment_id == ""
    page.form.keep()
    answered()
    left = [one.id for one in appointments.awaiting(work.database, work.session, client)]
    assert left == [one for one in older if one != newest]


def test_what_the_palette_offers_with_a_resident_at_hand_begins_their_appointment(
    page: WeekPage, answered: Callable[[], None], example_workplace: Workplace
) -> None:
    work = example_workplace
    at_hand = people.entry(work.database, work.session, stories.KLASKE)
    told = {one.key: one for one in commands(work.session.role, at_hand)}
    page.arrive(told["appointment"].place)
    answered()
    assert page.form.isVisible()
    assert page.form.who.text() == "Klaske Ïnghoarn"


def test_typing_in_the_day_that_is_offered_replaces_it(
    page: WeekPage, answered: Callable[[], None]
) -> None:
    make_with(page, stories.KLASKE)
    answered()
    day = page.form.fields.day.field.line("day")
    assert day.hasFocus()
    QTest.keyClicks(day, "24")
    assert day.text() == "24", "not 2224"


@pytest.mark.promise("F1")
def test_f1_a_form_half_typed_is_there_after_a_kill_and_gone_once_kept(
    page: WeekPage, answered: Callable[[], None], example_workplace: Workplace, qtbot: QtBot
) -> None:
    make_with(page, stories.KLASKE)
    answered()
    assert typed(example_workplace) is None
    page.form.fields.day.field.set_parts("3", "", "")
    QTest.keyClicks(page.form.fields.note.area, "Sleutel ligt bij de buren.")
    left: list[bool] = []
    page.leave(left.append)
    answered()
    assert left == [True]
    spot = page.spot()
    fresh = WeekPage(example_workplace)
    qtbot.addWidget(fresh)
    fresh.arrive(spot)
    answered()
    assert fresh.form.who.text() == "Klaske Ïnghoarn"
    assert fresh.form.fields.note.value() == "Sleutel ligt bij de buren."
    assert fresh.form.fields.day.field.parts() == ("3", "", "")
    fresh.form.fields.day.set_value(clock.today())
    fresh.form.keep()
    answered()
    assert typed(example_workplace) is None


def test_a_form_that_is_left_is_forgotten_and_leads_to_the_week(
    page: WeekPage, answered: Callable[[], None], example_workplace: Workplace
) -> None:
    opened(page, answered)
    QTest.keyClicks(page.form.fields.note.area, "Toch niet.")
    answered()
    page.form.back.click()
    answered()
    assert typed(example_workplace) is None
    page.arrive(ScreenSpot(screen="today", section="week", field=FORM))
    answered()
    assert page.browse.isVisible()


def test_a_new_appointment_can_be_asked_for_from_anywhere(
    page: WeekPage, answered: Callable[[], None]
) -> None:
    page.arrive(ScreenSpot(screen="today", section="week", field=NEW))
    answered()
    assert page.picker.search.line.hasFocus()


def test_an_appointment_of_1908_is_refused_at_the_day(
    page: WeekPage, answered: Callable[[], None]
) -> None:
    before = len(today(page.workplace))
    opened(page, answered)
    fields = page.form.fields
    fields.day.set_value(clock.today().replace(year=1908, month=1, day=2))
    page.form.keep()
    answered()
    assert (fields.day.field.error or "").startswith("Deze dag is jaren geleden")
    assert fields.time.error is None
    assert len(today(page.workplace)) == before


def test_office_hours_and_absence_are_added_changed_and_removed(
    page: WeekPage, answered: Callable[[], None], example_workplace: Workplace
) -> None:
    work, hours, away = example_workplace, page.hours.hours, page.hours.away
    page.browse.hours.click()
    answered()

    def told() -> tuple[int, int]:
        there = availability.availability(work.database, work.session)
        return len(there.hours), len(there.absences)

    assert told() == (3, 1)
    hours.keep.click()
    assert hours.village.error == "Kies een dorp."
    hours.village.set_value(hours.village.combo.itemData(0))
    hours.weekday.set_value("2")
    hours.begins.set_value("11")
    hours.ends.set_value("10:00")
    hours.keep.click()
    answered()
    assert "einde ligt voor het begin" in (hours.ends.error or "")
    hours.ends.set_value("12u30")
    hours.keep.click()
    answered()
    for day in (away.first_day, away.last_day):
        day.set_value(clock.today())
    away.keep.click()
    answered()
    assert told() == (4, 2)
    hours.removed.emit(availability.availability(work.database, work.session).hours[0][0].id)
    answered()
    assert told() == (3, 2)


def test_an_office_hour_is_changed_in_the_form_it_was_made_in(
    page: WeekPage, answered: Callable[[], None], example_workplace: Workplace
) -> None:
    work, hours = example_workplace, page.hours.hours
    page.browse.hours.click()
    answered()
    before, _village = availability.availability(work.database, work.session).hours[0]
    hours.changes[before.id].click()
    assert hours.keep.text() == "Bewaar wijziging"
    assert (hours.begins.value(), hours.where.value()) == (before.begins, before.where)
    hours.ends.set_value("23:00")
    hours.keep.click()
    answered()
    kept = next(
        hour
        for hour, _place in availability.availability(work.database, work.session).hours
        if hour.id == before.id
    )
    assert (kept.begins, kept.ends) == (before.begins, "23:00")
    assert hours.keep.text() == "Voeg spreekuur toe"
    hours.changes[before.id].click()
    hours.cancel.click()
    assert (hours.changing, hours.begins.value()) == ("", "")
    hours.changes[before.id].click()
    hours.removed.emit(before.id)
    answered()
    assert hours.changing == "", "what is gone is not changed any more"


@pytest.mark.promise("F8")
def test_f8_an_office_hour_that_was_changed_elsewhere_is_told_first(
    page: WeekPage, answered: Callable[[], None], example_workplace: Workplace
) -> None:
    work, hours = example_workplace, page.hours.hours
    page.browse.hours.click()
    answered()
    before, _village = availability.availability(work.database, work.session).hours[0]
    hours.changes[before.id].click()
    hours.where.set_value("Trefpunt")
    with act(work.database, work.session, "test.make") as writing:
        writing.edit(OfficeHour, RecordId(before.id), {"where": "Kerk", "ends": "22:45"})
    hours.keep.click()
    answered()
    assert "ergens anders veranderd" in (hours.ends.error or "")
    assert "22:45" in (hours.ends.error or "")
    assert office_hour(work, before.id).where == "Kerk"
    hours.keep.click()
    answered()
    now = office_hour(work, before.id)
    assert (now.where, now.ends) == ("Trefpunt", before.ends)


def test_who_asks_for_the_week_gets_it_from_each_of_its_pages(
    page: WeekPage, answered: Callable[[], None]
) -> None:
    page.browse.hours.click()
    answered()
    page.arrive(None)  # its tab: what stood there stays
    assert page.pages.shows("hours")
    page.arrive(ScreenSpot(screen="today", section="week"))
    answered()
    assert page.pages.shows("browse")


def test_who_looks_for_absence_types_at_once_and_mends_it_where_it_is_wrong(
    page: WeekPage, answered: Callable[[], None]
) -> None:
    page.arrive(ScreenSpot(screen="today", section="week", field=AWAY))
    answered()
    away, day = page.hours.away, clock.today()
    assert holds_the_keyboard(away.first_day)
    away.first_day.set_value(day)
    away.last_day.set_value(day - timedelta(days=1))
    away.phone.line.setFocus()
    away.keep.click()
    answered()
    assert "einde ligt voor het begin" in (away.last_day.field.error or "")
    assert holds_the_keyboard(away.last_day)


def test_an_absence_is_changed_and_keeps_who_stands_in(
    page: WeekPage, answered: Callable[[], None], example_workplace: Workplace
) -> None:
    work, away = example_workplace, page.hours.away
    page.browse.hours.click()
    answered()
    (before,) = availability.availability(work.database, work.session).absences
    away.changes[before.id].click()
    assert away.replacement.value() == before.replacement
    away.last_day.set_value(before.last_day + timedelta(days=3))
    away.keep.click()
    answered()
    (kept,) = availability.availability(work.database, work.session).absences
    assert kept.last_day == before.last_day + timedelta(days=3)
    assert (kept.id, kept.replacement) == (before.id, before.replacement)


def test_the_main_key_presses_the_button_of_the_page_in_sight(
    page: WeekPage,
    answered: Callable[[], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    page.confirm()
    page.confirm()
    assert (page.picker.search.error or "").startswith("Kies eerst een inwoner")
    page.show_week()
    page.browse.hours.click()
    answered()
    page.confirm()
    assert page.hours.hours.village.error == "Kies een dorp."
    away = page.hours.away
    away.first.setFocus()
    page.confirm()
    assert any(field.error for field in (away.first_day.field, away.last_day.field))
    page.show_week()
    page.browse.save.click()
    kept = tmp_path / "week.ics"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(kept), ""))
    page.confirm()
    answered()
    assert kept.exists()


def test_the_calendar_file_is_written_where_the_user_says(
    page: WeekPage,
    answered: Callable[[], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept = tmp_path / "mijn week"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (str(kept), ""))
    said: list[tuple[str, str]] = []
    page.told.connect(lambda kind, words: said.append((kind, words)))
    page.browse.save.click()
    page.file.save.click()
    answered()
    raw = kept.with_suffix(".ics").read_bytes()
    assert raw.startswith(b"BEGIN:VCALENDAR\r\n")
    assert b"Huisbezoek" in raw
    assert b"Pytrik" not in raw
    assert said[0][0] == "gelukt"
    assert page.browse.isVisible()


def test_a_disk_that_is_full_is_told(
    page: WeekPage,
    answered: Callable[[], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def full(*_ignored: object) -> None:
        raise DiskFull

    chosen = str(tmp_path / "week.ics")
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_a, **_k: (chosen, ""))
    monkeypatch.setattr("meitinker.paths.write_durably", full)
    said: list[str] = []
    page.told.connect(lambda kind, _words: said.append(kind))
    page.browse.save.click()
    page.file.save.click()
    answered()
    assert said == ["fout"]


def test_the_list_shows_the_same_and_opens(page: WeekPage, answered: Callable[[], None]) -> None:
    page.browse.as_list.click()
    assert page.browse.shows_list
    rows = page.browse.list.rows
    titles = [row.title for row in rows.rows.rows]
    assert any("Pytrik Hoekstra" in title for title in titles)
    number = next(n for n, title in enumerate(titles) if "Pytrik" in title)
    rows.activated.emit(rows.rows.index(number))
    answered()
    assert page.form.who.text() == "Pytrik Hoekstra"


def test_an_empty_week_says_what_to_do(page: WeekPage, answered: Callable[[], None]) -> None:
    for hour, _village in availability.availability(
        page.workplace.database, page.workplace.session
    ).hours:
        availability.remove_hour(page.workplace.database, page.workplace.session, hour.id)
    page.turn_week(-20)
    answered()
    assert "Klik op Nieuwe afspraak" in page.browse.list.empty.sentence
    assert page.browse.list.currentWidget() is page.browse.list.empty


def test_a_long_name_and_hostile_text_stay_words(
    page: WeekPage, answered: Callable[[], None], example_workplace: Workplace
) -> None:
    work = example_workplace
    person = Person(id=record_id(), surname="<b>" + "Ŵ" * 60 + "\u202e\u200b")
    with act(work.database, work.session, "person.add") as writing:
        writing.create(person)
    plan = Planned(
        starts_at=instant_at(clock.today(), time(8)), minutes=5, note="<script>" + "x" * 19_000
    )
    changes = appointments.make(work.database, work.session, PersonId(person.id), plan=plan)
    page.show_week()
    answered()
    page.open(changes.created("appointment"))
    answered()
    assert page.form.who.text().startswith("<b>")
    assert len(page.form.fields.note.value()) > 19_000
    assert RecordId(page.form.appointment_id) == changes.created("appointment")


PARTS = ("week", "list", "form", "hours", "file", "pick")


def turn_to(page: WeekPage, part: str, answered: Callable[[], None]) -> None:
    if part == "list":
        page.browse.as_list.click()
    elif part == "form":
        opened(page, answered)
    elif part == "hours":
        page.browse.hours.click()
    elif part == "file":
        page.browse.save.click()
    elif part == "pick":
        page.new()
    answered()
    checklist.settle()


@pytest.mark.promise("L29")
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("theme", THEME_NAMES)
def test_l29_the_week_has_no_faults(
    page: WeekPage,
    part: str,
    theme: ThemeName,
    answered: Callable[[], None],
    qapp: QApplication,
) -> None:
    apply(qapp, Theme(name=theme))
    page.resize(1100, 1700)  # all of it in sight: what scrolls is looked at below
    turn_to(page, part, answered)
    assert checklist.faults(page) == []


@pytest.mark.promise("L29")
@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(("text_size", "width", "height"), [(200, 1238, 700), (100, 619, 340)])
def test_l29_the_week_is_not_cut_off(
    page: WeekPage,
    part: str,
    text_size: int,
    width: int,
    height: int,
    answered: Callable[[], None],
    qapp: QApplication,
) -> None:
    apply(qapp, Theme(text_size=text_size))
    turn_to(page, part, answered)
    assert checklist.faults_when_large(page, width=width, height=height) == []


@pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)  # a popup, offscreen
def test_a_day_is_chosen_in_the_calendar_by_keyboard(
    page: WeekPage, answered: Callable[[], None]
) -> None:
    make_with(page, stories.PYTRIK)
    answered()
    day = page.form.fields.day
    day.set_value(clock.today())
    day.open.click()
    calendar = day.calendar
    assert calendar.isVisible()
    view = calendar.days.focusProxy() or calendar.days
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Return)
    answered()
    assert not calendar.isVisible()
    assert day.value() == clock.today() + timedelta(days=1)
    assert page.window().focusWidget() is day.open


def test_an_error_does_not_push_the_calendar_aside(qtbot: QtBot) -> None:
    made = PlanningDay("Dag")
    qtbot.addWidget(made)
    made.show()
    made.resize(900, 200)
    checklist.settle()
    before = made.open.mapTo(made, QPoint()).x()
    made.field.set_error("Deze datum bestaat niet. Februari heeft dit jaar 28 dagen.")
    checklist.settle()
    assert made.open.mapTo(made, QPoint()).x() == before
    year = made.field.line(YEAR)
    low = made.open.mapTo(made, made.open.rect().bottomLeft()).y()
    assert low == year.mapTo(made, year.rect().bottomLeft()).y()


@pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)  # a popup, offscreen
@pytest.mark.promise("L29")
@pytest.mark.parametrize("theme", THEME_NAMES)
def test_l29_the_month_can_be_read_in_every_theme(
    qtbot: QtBot, theme: ThemeName, qapp: QApplication
) -> None:
    apply(qapp, Theme(name=theme))
    made = PlanningDay("Dag")
    qtbot.addWidget(made)
    made.show()
    made.open.click()
    checklist.settle()
    bar = made.calendar.days.findChild(QWidget, "qt_calendar_navigationbar")
    assert bar is not None
    ground = bar.palette().color(bar.backgroundRole()).name()
    tokens = load(theme)
    assert ground == tokens.surface.lower()
    assert ratio(tokens.action, ground) >= 4.5


def test_a_day_that_is_over_is_asked_about_and_kept_when_that_is_right(
    page: WeekPage, answered: Callable[[], None], example_workplace: Workplace
) -> None:
    make_with(page, stories.KLASKE)
    answered()
    yesterday = clock.today() - timedelta(days=1)
    page.form.fields.day.set_value(yesterday)
    kept: list[object] = []
    page.form.kept.connect(lambda day, _key: kept.append(day))
    page.form.keep()
    answered()
    assert kept == []
    assert page.form.fields.bar.text.startswith("Deze dag is voorbij. Klopt dat?")
    page.form.keep()
    answered()
    assert kept == [yesterday]


@pytest.mark.parametrize(("days", "hour"), [(0, 22), (2, 8)])
def test_a_new_appointment_is_proposed_for_a_moment_to_come(
    page: WeekPage, days: int, hour: int
) -> None:
    slot = page.browse.grid.slot
    assert slot is not None
    now = datetime.combine(slot[0] + timedelta(days=days), time(hour), clock.AMSTERDAM)
    with clock.running(lambda: now):
        page.new()
    assert page._slot[0] > now.date()
    assert page._slot[1] == 9 * 60
