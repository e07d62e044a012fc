"""Finding, opening, typing in, merging and adding people, by key and mouse."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout

from meitinker.domain.people import Person
from meitinker.domain.session import Role
from meitinker.exchange.example_stories import LONG_NAME, LUKASZ, SIETSKE, SIETSKE_DOUBLE, SJOUKJE
from meitinker.services import adding, editing, form_drafts, merging, people
from meitinker.store import records
from meitinker.store.readlog import Action
from meitinker.store.settings import ScreenSpot
from tests.ui.people.conftest import Stage
from ui.platform.clipboard import HINTS
from ui.theme import Theme, apply
from ui.viewmodels.dates import DAY, MONTH, YEAR
from ui.viewmodels.half_typed import NOTE_TYPED
from ui.views.people import people_list
from ui.views.people.file_pages import SECTIONS
from ui.views.people.merge_page import MergePage
from ui.views.people.overview import OverviewPage
from ui.views.people.place import PeoplePlace
from ui.widgets.fields import TextField
from ui.widgets.layout import IconLine
from ui.window.place_view import BEGIN, NEW_FOR_NOTE, NEW_FOR_VISIT

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from meitinker.store.people import PersonEntry
    from ui.widgets.form_field import FormField
    from ui.workplace import Workplace


def typed_before(stage: Stage) -> adding.TypedPerson | None:
    work = stage.place.workplace
    return form_drafts.read(work.database, work.session, adding.FORM)


def type_before(stage: Stage, typed: adding.TypedPerson) -> None:
    work = stage.place.workplace
    form_drafts.keep(work.database, work.session, adding.FORM, typed)


def at(record_id: str, section: str = "", *, field: str = "", cursor: int = 0) -> ScreenSpot:
    return ScreenSpot(
        screen="people", record_id=record_id, section=section, field=field, cursor=cursor
    )


def person(stage: Stage, record_id: str) -> Person:
    work = stage.place.workplace
    with work.database.reading() as connection:
        return records.get(connection, work.session, Person, record_id)


def logged(stage: Stage) -> list[tuple[str, str]]:
    with stage.place.workplace.database.reading() as connection:
        return connection.execute(
            "SELECT action, kind FROM read_entry ORDER BY sequence"
        ).fetchall()


def type_in(field: FormField, text: str) -> None:
    assert isinstance(field, TextField)
    field.line.setFocus()
    QTest.keyClicks(field.line, text)


def titles(stage: Stage) -> list[str]:
    return [row.title for row in stage.place.list_pane.list.rows.rows]


def statuses(stage: Stage) -> dict[str, str]:
    return {row.title: row.status for row in stage.place.list_pane.list.rows.rows}


def detail(stage: Stage, name: str) -> FormField:
    page = stage.place.file_view.details
    assert page is not None
    page.complete()
    return dict(page.fields())[name]


def button(root: QWidget, text: str) -> QPushButton:
    return next(b for b in root.findChildren(QPushButton) if b.text() == text and b.isVisible())


def look_for(stage: Stage, text: str) -> None:
    stage.place.search()
    QTest.keyClicks(stage.place.list_pane.search.line, text)
    stage.settle()


class TestList:
    def test_shows_everyone_by_surname_and_nobody_yet(self, stage: Stage) -> None:
        stage.open(None)
        assert len(titles(stage)) == people_list.FIRST_RUN
        assert stage.place.detail.shows_nobody
        assert QApplication.focusWidget() is stage.place.list_pane.search.line

    def test_finds_while_typing_and_opens_the_first_on_enter(self, stage: Stage) -> None:
        stage.open(None)
        look_for(stage, "sjoukje jong")
        assert titles(stage)[0] == "Sjoukje de Jong-Wâldsang"
        QTest.keyClick(stage.place.list_pane.search.line, Qt.Key.Key_Return)
        stage.settle()
        assert stage.place.file_view.person_id == SJOUKJE

    def test_enter_waits_for_the_answer_to_what_is_typed(self, stage: Stage) -> None:
        stage.open(None)
        look_for(stage, "sietske")
        line = stage.place.list_pane.search.line
        line.selectAll()
        QTest.keyClicks(line, "sjoukje jong")
        QTest.keyClick(line, Qt.Key.Key_Return)
        stage.settle()
        assert stage.place.file_view.person_id == SJOUKJE

    def test_nothing_found_is_not_said_of_other_words(self, stage: Stage) -> None:
        stage.open(None)
        look_for(stage, "qqzzxx")
        pane = stage.place.list_pane
        assert pane.nothing.isVisible()
        QTest.keyClicks(pane.search.line, "q")
        assert pane.nothing.isVisible(), "longer words find no more"
        pane.search.line.selectAll()
        QTest.keyClicks(pane.search.line, "s")
        assert not pane.nothing.isVisible()
        stage.settle()
        assert titles(stage)

    def test_says_when_a_name_only_looks_alike(self, stage: Stage) -> None:
        stage.open(None)
        look_for(stage, "wisnewski")
        assert "lijkt op “wisnewski”" in statuses(stage)["Łukasz Wiśniewski"]

    def test_nothing_found_offers_to_add_that_name(self, stage: Stage) -> None:
        stage.open(None)
        look_for(stage, "Qwerty van der Zzz")
        assert stage.place.list_pane.nothing.isVisible()
        stage.place.list_pane.nothing.button.click()
        stage.settle()
        typed = stage.place.form.typed()
        assert (typed.given_names, typed.prefix, typed.surname) == ("Qwerty", "van der", "Zzz")

    def test_a_search_is_logged_once_it_has_settled_not_at_every_key(self, stage: Stage) -> None:
        stage.open(None)
        look_for(stage, "jong")
        assert logged(stage) == []
        stage.place.list_pane._settle.timeout.emit()
        stage.settle()
        assert logged(stage) == [(Action.SEARCH.value, "person")]

    def test_a_secret_address_is_never_in_the_list(self, stage: Stage) -> None:
        work = stage.place.workplace
        with work.database.reading() as connection:
            everyone = records.find(connection, work.session, Person)
        secret = next(p for p in everyone if p.secret_address)
        file = people.file_of(work.database, work.session, secret.id)
        street = file.addresses[-1].street
        stage.open(None)
        look_for(stage, street)
        assert secret.id not in [r.key for r in stage.place.list_pane.list.rows.rows]
        look_for(stage, secret.surname)
        row = next(r for r in stage.place.list_pane.list.rows.rows if r.key == secret.id)
        assert row.status.startswith("Geheim adres")
        assert row.icon_name == "shield-lock"
        assert street not in row.status
        assert file.village is None or file.village.name not in row.status

    def test_the_list_reads_on_to_who_is_open(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(people, "PAGE", 10)
        work = stage.place.workplace
        last = people.listed(work.database, work.session, most=35)[-1]
        stage.open(at(last.person_id))
        for _run in range(4):
            stage.settle()
        assert stage.place.list_pane.list.current_key == last.person_id
        assert len(titles(stage)) == len(set(r.key for r in stage.place.list_pane.list.rows.rows))

    def test_scrolling_down_brings_the_next_run(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(people_list, "FIRST_RUN", 20)
        monkeypatch.setattr(people, "PAGE", 25)
        stage.open(None)
        assert len(titles(stage)) == 20
        bar = stage.place.list_pane.list.verticalScrollBar()
        bar.setValue(bar.maximum())
        stage.settle()
        assert len(titles(stage)) == 45

    def test_a_list_that_stands_there_is_read_again_only_for_what_changed(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        reads: list[object] = []
        listed = people.listed

        def spy(*given: Any, **named: Any) -> list[PersonEntry]:
            if named["after"] is None:  # not a run that follows
                reads.append(named)
            return listed(*given, **named)

        monkeypatch.setattr(people, "listed", spy)
        for spot in (None, at(SJOUKJE), None):
            stage.open(spot)
        assert len(reads) == 1
        work = stage.place.workplace
        added = people.add(work.database, work.session, people.NewPerson(surname="Aardema"))
        stage.place.refresh(added)
        stage.settle()
        assert len(reads) == 2
        assert any("Aardema" in title for title in titles(stage))
        look_for(stage, "jong")
        stage.place.list_pane.look_for("")
        stage.settle()
        assert len(reads) == 3


class TestFile:
    def test_opening_is_logged_before_it_shows(self, stage: Stage) -> None:
        stage.open(at(SJOUKJE))
        assert logged(stage) == [(Action.OPEN.value, "person")]
        assert stage.place.file_view.header.title.heading.text() == "Sjoukje de Jong-Wâldsang"

    def test_the_main_button_goes_on_with_the_visit_that_is_open(self, stage: Stage) -> None:
        stage.open(at(SJOUKJE))
        assert stage.place.file_view.header.main_button.text() == "Verder met gesprek"
        stage.place.confirm()
        stage.settle()
        assert stage.went[-1].screen == "visits"
        assert not [c for c in stage.changes if c.action == "visit.begin"]

    def test_the_main_button_begins_a_visit(self, stage: Stage) -> None:
        stage.open(at(LUKASZ))
        assert stage.place.file_view.header.main_button.text() == "Nieuw gesprek"
        stage.place.confirm()
        stage.settle()
        (begun,) = [c for c in stage.changes if c.action == "visit.begin"]
        assert stage.went[-1] == ScreenSpot(screen="visits", record_id=begun.created("visit"))

    def test_a_visit_on_the_timeline_opens(self, stage: Stage) -> None:
        stage.open(at(LUKASZ))
        page = stage.place.file_view.pages.page("overview")
        assert isinstance(page, OverviewPage)
        page.timeline.opened.emit("visit:abc")
        assert stage.went[-1] == ScreenSpot(screen="visits", record_id="abc")
        page.timeline.opened.emit("referral:def:abc")
        assert stage.went[-1] == ScreenSpot(screen="visits", record_id="abc", section="ladder")

    def test_what_is_typed_is_kept_within_the_second_and_the_list_follows(
        self, stage: Stage
    ) -> None:
        stage.open(at(LUKASZ, "details"))
        type_in(detail(stage, "person.called"), " Luc")
        stage.place.save_now()
        stage.settle()
        assert person(stage, LUKASZ).called.endswith(" Luc")
        assert stage.place.file_view.header.indicator.text.startswith("Bewaard om")
        stage.place.file_view._again.timeout.emit()
        stage.settle()
        assert any(" Luc " in title for title in titles(stage))

    def test_half_a_postcode_is_not_called_wrong_while_it_is_typed(self, stage: Stage) -> None:
        stage.open(at(LUKASZ, "details"))
        file = people.file_of(stage.place.workplace.database, stage.place.workplace.session, LUKASZ)
        field = detail(stage, f"address.postcode.{file.addresses[0].id}")
        assert isinstance(field, TextField)
        field.line.setFocus()
        field.line.selectAll()
        QTest.keyClicks(field.line, "900")
        assert field.error is None
        detail(stage, "person.called").setFocus()
        assert "postcode" in (field.error or "")
        assert field.value() == "900"

    def test_the_bsn_shows_only_after_it_was_logged(self, stage: Stage) -> None:
        bsn, work = "999990019", stage.place.workplace
        fields = {"bsn": bsn}
        editing.save(work.database, work.session, kind="person", record_id=SJOUKJE, fields=fields)
        stage.open(at(SJOUKJE, "details"))
        field = detail(stage, "person.bsn")
        assert isinstance(field, TextField)
        assert bsn not in field.line.text()
        button(stage.place, "Toon BSN").click()
        stage.settle()
        assert field.line.text() == bsn
        assert logged(stage)[-1] == (Action.REVEAL.value, "person")

    @pytest.mark.promise("A12")
    def test_a12_a_copied_bsn_bears_the_hints_and_does_not_stay(self, stage: Stage) -> None:
        bsn, work = "999990019", stage.place.workplace
        fields = {"bsn": bsn}
        editing.save(work.database, work.session, kind="person", record_id=SJOUKJE, fields=fields)
        stage.open(at(SJOUKJE, "details"))
        field = detail(stage, "person.bsn")
        assert isinstance(field, TextField)
        button(stage.place, "Toon BSN").click()
        stage.settle()
        field.line.selectAll()
        QTest.keyClick(field.line, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        held = QApplication.clipboard().mimeData()
        assert held.text() == bsn
        assert set(HINTS) <= set(held.formats())
        assert work.clipboard.waiting
        work.clipboard.clear()
        assert QApplication.clipboard().text() == ""

    def test_a_phone_number_is_added_typed_and_removed(self, stage: Stage) -> None:
        stage.open(at(LUKASZ, "details"))
        detail(stage, "person.called")
        work = stage.place.workplace
        before = len(people.file_of(work.database, work.session, LUKASZ).phones)
        button(stage.place, "Telefoonnummer toevoegen").click()
        stage.settle()
        new = stage.changes[-1].created("phone")
        field = detail(stage, f"phone.number.{new}")
        now = QApplication.focusWidget()
        assert now is not None
        assert field.isAncestorOf(now)
        type_in(field, "0612345678")
        stage.place.save_now()
        stage.settle()
        phones = people.file_of(work.database, work.session, LUKASZ).phones
        assert [p.digits for p in phones if p.id == new] == ["+31612345678"]
        details = stage.place.file_view.details
        assert details is not None
        details.contact.remove_asked.emit(type(phones[0]), new)
        stage.settle()
        assert len(people.file_of(work.database, work.session, LUKASZ).phones) == before

    def test_secret_address_death_and_moving_are_acts_that_can_be_undone(
        self, stage: Stage
    ) -> None:
        stage.open(at(LUKASZ, "details"))
        detail(stage, "person.called")
        page = stage.place.file_view.details
        assert page is not None
        page.address.secret.box.click()
        stage.settle()
        button(stage.place, "Verhuizen…").click()
        type_in(page.address.move_form.lines.street, "Nije Dyk")
        type_in(page.address.move_form.lines.place, "Grou")
        stage.place.confirm()
        stage.settle()
        button(stage.place, "Overlijden melden").click()
        page.death.day.set_parts("1", "maart", "2026")
        stage.place.confirm()
        stage.settle()
        assert not stage.went, "the main key ends the form, and begins no conversation"
        acts = [c.action for c in stage.changes if c.undoable]
        assert acts == ["person.secret_address", "person.move", "person.death"]
        assert "Geheim adres" in [
            line.words.text() for line in stage.place.file_view.header.findChildren(IconLine)
        ]
        assert not page.address.move_form.isVisible()

    def test_a_death_without_a_date_is_asked_for(self, stage: Stage) -> None:
        stage.open(at(LUKASZ, "details"))
        detail(stage, "person.called")
        page = stage.place.file_view.details
        assert page is not None
        button(stage.place, "Overlijden melden").click()
        button(stage.place, "Bewaar overlijden").click()
        assert page.death.day.error == "Vul de datum van overlijden in."
        page.death.cancel_button.setFocus()
        page.death.cancel_button.click()
        assert page.death.open_button.hasFocus(), "not lost with the button that went"
        button(stage.place, "Verhuizen…").click()
        button(page.address.move_form, "Toch niet").click()
        assert page.address.move_button.hasFocus()

    def test_who_has_no_address_yet_is_not_moving(self, stage: Stage) -> None:
        work = stage.place.workplace
        added = people.add(work.database, work.session, people.NewPerson(surname="Proefstra"))
        stage.open(at(added.created("person"), "details"))
        detail(stage, "person.called")
        page = stage.place.file_view.details
        assert page is not None
        assert not page.address.move_button.isVisible()
        button(stage.place, "Adres toevoegen").click()
        stage.settle()
        assert page.address.move_button.isVisible()
        assert not page.address.home_button.isVisible()


class TestComingBack:
    def test_comes_back_to_the_same_field_and_cursor(self, stage: Stage) -> None:
        spot = at(SJOUKJE, "details", field="person.surname", cursor=2)
        stage.open(spot)
        came = stage.place.spot()
        assert (came.section, came.field, came.cursor) == ("details", "person.surname", 2)

    def test_comes_back_to_the_form_as_it_was_typed(self, stage: Stage) -> None:
        stage.open(None)
        stage.place.new()
        stage.settle()
        type_in(stage.place.form.fields["surname"], "Jo")
        stage.place.form.flush(lambda _safe: None)
        stage.settle()
        assert typed_before(stage) == adding.TypedPerson(surname="Jo")
        spot = stage.place.spot()
        assert (spot.section, spot.field, spot.cursor) == ("new", "surname", 2)

    def test_comes_back_to_a_field_of_a_form_that_was_killed(self, stage: Stage) -> None:
        typed = adding.TypedPerson(surname="Jongsma", born_day="4", born_month="ma")
        type_before(stage, typed)
        stage.open(ScreenSpot(screen="people", section="new", field="surname", cursor=3))
        assert stage.place.form.typed() == typed
        spot = stage.place.spot()
        assert (spot.field, spot.cursor) == ("surname", 3)
        assert stage.place.form.bar.text == "Dit had u al ingevuld. Het is bewaard."

    def test_leaving_keeps_what_was_typed_and_makes_it_one_change(self, stage: Stage) -> None:
        stage.open(at(LUKASZ, "details"))
        type_in(detail(stage, "person.called"), "L")
        safe: list[bool] = []
        stage.place.leave(safe.append)
        stage.settle()
        assert safe == [True]
        with stage.place.workplace.database.reading() as connection:
            assert connection.execute("SELECT count(*) FROM draft").fetchone() == (0,)

    def test_sections_panes_and_places_by_key(self, stage: Stage) -> None:
        stage.open(at(LONG_NAME))
        stage.place.turn_section(1)
        assert stage.place.file_view.section == SECTIONS[1]
        stage.place.turn_section(-2)
        assert stage.place.file_view.section == "merge"
        stage.place.search()
        stage.place.next_pane(1)
        assert QApplication.focusWidget() is stage.place.list_pane.list
        stage.place.next_pane(1)
        assert QApplication.focusWidget() is stage.place.file_view.tabs
        stage.place.next_pane(1)
        assert QApplication.focusWidget() is stage.place.list_pane.search.line


@pytest.mark.parametrize("text_size", [100, 200])
def test_the_keyboard_is_never_left_with_something_hidden(
    stage: Stage, qapp: QApplication, text_size: int
) -> None:
    apply(qapp, Theme(text_size=text_size))
    stage.window.resize(1166, 768)
    stage.open(None)
    people_list = stage.place.list_pane.list
    people_list.setFocus()
    QTest.keyClick(people_list, Qt.Key.Key_Down)
    QTest.keyClick(people_list, Qt.Key.Key_Return)
    stage.settle()
    expected = people_list if text_size == 100 else stage.place.file_view.tabs
    assert expected.hasFocus()
    stage.place.search()
    stage.place.list_pane.search.line.clearFocus()  # as the palette leaves it
    stage.open(at(LONG_NAME))
    assert stage.place.file_view.person_id == LONG_NAME
    assert stage.place.file_view.tabs.hasFocus(), "who was looked up is whom the next key is for"


class TestNewPerson:
    def test_who_comes_for_a_visit_goes_on_to_it_once_the_person_is_there(
        self, stage: Stage
    ) -> None:
        stage.open(ScreenSpot(screen="people", section=NEW_FOR_VISIT, field="Nynke Proefstra"))
        form = stage.place.form
        assert form.typed().surname == "Proefstra", "it was typed once already"
        assert stage.told[-1][0] == "uitleg"
        stage.place.confirm()
        stage.settle()
        new = stage.changes[-1].created("person")
        assert stage.went == [ScreenSpot(screen="visits", record_id=new, section=BEGIN)]
        stage.place.new()
        stage.settle()
        type_in(form.fields["surname"], "Anders")
        stage.place.confirm()
        stage.settle()
        assert len(stage.went) == 1, "this one was added for its own sake"

    def test_who_comes_for_a_note_goes_back_to_it_with_the_file_open(self, stage: Stage) -> None:
        stage.open(
            ScreenSpot(
                screen="people", section=NEW_FOR_NOTE, record_id="key", field="Nynke Proefstra"
            )
        )
        assert stage.place.form.typed().surname == "Proefstra", "it was typed once already"
        stage.place.confirm()
        stage.settle()
        new = stage.changes[-1].created("person")
        assert stage.went == [
            ScreenSpot(screen="note", section=NOTE_TYPED, record_id="key", field=new)
        ]
        assert stage.place.file_view.person_id == new

    def test_a_likely_double_is_shown_with_its_reasons_and_can_be_opened(
        self, stage: Stage
    ) -> None:
        stage.open(None)
        stage.place.new()
        stage.settle()
        form = stage.place.form
        for name, text in (("given_names", "Sjoukje"), ("prefix", "de"), ("surname", "Jong")):
            type_in(form.fields[name], text)
        born = person(stage, SJOUKJE).born_on
        shown_born = form.body._born
        assert born is not None
        assert shown_born is not None
        for part, number in ((DAY, born.day), (MONTH, born.month), (YEAR, born.year)):
            QTest.keyClicks(shown_born.line(part), str(number))
        stage.settle()
        assert form.doubles.question.words.text() == (
            "Er staat al iemand met deze naam en geboortedatum. Is dit dezelfde persoon?"
        )
        assert form.doubles.shown[0].reasons == ("Dezelfde naam", "Dezelfde geboortedatum")
        assert logged(stage) == []  # not at every key
        button(form.doubles, "Dit is dezelfde persoon").click()
        stage.settle()
        assert stage.place.file_view.person_id == SJOUKJE
        assert logged(stage) == [(Action.DOUBLES.value, "person"), (Action.OPEN.value, "person")]

    def test_adding_without_a_name_says_what_is_missing(self, stage: Stage) -> None:
        stage.open(None)
        stage.place.new()
        stage.settle()
        type_in(stage.place.form.fields["postcode"], "90")
        stage.place.confirm()
        assert "Er staat nog geen naam" in (stage.place.form.fields["surname"].error or "")
        assert "Deze postcode klopt niet" in (stage.place.form.fields["postcode"].error or "")
        assert stage.place.form.summary.isVisible()
        assert not stage.changes

    def test_adding_opens_the_file_and_empties_the_form(self, stage: Stage) -> None:
        stage.open(None)
        stage.place.new()
        stage.settle()
        for name, text in (
            ("given_names", "Nynke"), ("surname", "Proefstra"), ("place", "Grouw"),
            ("postcode", "9001ab"), ("street", "Hoofdstraat"), ("phone", "06 12345678"),
        ):  # fmt: skip
            type_in(stage.place.form.fields[name], text)
        stage.place.confirm()
        stage.settle()
        stage.settle()
        new = next(c for c in stage.changes if c.action == "person.add").created("person")
        assert stage.place.file_view.person_id == new
        assert stage.place.form.typed().empty
        assert typed_before(stage) is None
        work = stage.place.workplace
        file = people.file_of(work.database, work.session, new)
        assert (file.addresses[0].place, file.addresses[0].postcode) == ("Grouw", "9001 AB")
        assert file.village is not None
        assert "Grou" in file.village.names

    def test_the_next_person_begins_in_the_first_field(self, stage: Stage) -> None:
        stage.open(None)
        stage.place.new()
        stage.settle()
        fields = stage.place.form.fields
        type_in(fields["surname"], "Proefstra")
        type_in(fields["place"], "Grou")
        stage.place.confirm()
        stage.settle()
        stage.settle()
        assert not stage.place.form.isVisible()
        stage.place.new()
        stage.settle()
        here = QApplication.focusWidget()
        assert here is not None
        assert fields["given_names"].isAncestorOf(here)

    def test_a_searched_name_never_overwrites_what_was_typed(self, stage: Stage) -> None:
        type_before(stage, adding.TypedPerson(surname="Eerder"))
        stage.open(None)
        stage.place.list_pane.new_asked.emit("Iemand Anders")
        stage.settle()
        assert stage.place.form.typed().surname == "Eerder"
        assert "Klik op Leegmaken" in stage.place.form.bar.text

    def test_emptying_can_be_taken_back(self, stage: Stage) -> None:
        stage.open(None)
        stage.place.new()
        stage.settle()
        type_in(stage.place.form.fields["surname"], "Jong")
        stage.place.form.empty_button.click()
        assert stage.place.form.typed().empty
        button(stage.place.form, "Zet terug").click()
        assert stage.place.form.typed().surname == "Jong"


class TestMerging:
    def merge_page(self, stage: Stage) -> MergePage:
        page = stage.place.file_view.pages.page("merge")
        assert isinstance(page, MergePage)
        return page

    def test_two_files_become_one_and_two_again(self, stage: Stage) -> None:
        stage.open(at(SIETSKE, "merge"))
        page = self.merge_page(stage)
        surname = person(stage, SIETSKE_DOUBLE).surname
        type_in(page.search, surname)
        stage.settle()
        stage.place.confirm()
        assert not stage.went, "no other file is chosen yet"
        keys = [row.key for row in page.found.rows.rows]
        assert SIETSKE not in keys
        QTest.keyClick(page.search.line, Qt.Key.Key_Return)
        assert page.found.hasFocus()
        for _step in range(keys.index(SIETSKE_DOUBLE)):
            QTest.keyClick(page.found, Qt.Key.Key_Down)
        assert logged(stage) == [(Action.OPEN.value, "person")]  # not at every key
        QTest.keyClick(page.found, Qt.Key.Key_Return)
        stage.settle()
        assert page.comparison.isVisible()
        assert logged(stage)[1:] == [
            (Action.SEARCH.value, "person"),
            (Action.OPEN.value, "person"),
        ]
        page.merge_button.setFocus()
        stage.place.confirm()
        stage.settle()
        assert stage.changes[-1].action == "person.merge"
        assert page.search.line.hasFocus(), "the list beside it would take the next key"
        part = button(page, "Haal weer uit elkaar")
        part.setFocus()
        part.click()
        stage.settle()
        assert stage.changes[-1].action == "person.unmerge"
        assert page.search.line.hasFocus()
        assert not page._merged.isVisible()

    def test_who_looks_for_what_is_merged_already_hears_so(self, stage: Stage) -> None:
        work = stage.place.workplace
        double = person(stage, SIETSKE_DOUBLE)
        merging.merge(work.database, work.session, from_id=SIETSKE_DOUBLE, into_id=SIETSKE)
        stage.open(at(SIETSKE, "merge"))
        page = self.merge_page(stage)
        type_in(page.search, f"{double.given_names} {double.surname}")
        stage.settle()
        assert not page.found.rows.rows
        assert "al is samengevoegd" in page.search.line.accessibleDescription()
        type_in(page.search, "Xqzwk")
        stage.settle()
        assert "Niets gevonden" in page.search.line.accessibleDescription()

    def test_a_merged_file_tells_where_it_went(self, stage: Stage) -> None:
        work = stage.place.workplace
        merging.merge(work.database, work.session, from_id=SIETSKE_DOUBLE, into_id=SIETSKE)
        stage.open(at(SIETSKE_DOUBLE))
        assert stage.place.file_view.person_id == SIETSKE
        assert "samengevoegd met dit dossier" in stage.place.file_view.header.bar.text


def test_someone_who_is_undone_is_no_longer_shown(stage: Stage) -> None:
    work = stage.place.workplace
    added = people.add(work.database, work.session, people.NewPerson(surname="Weg"))
    stage.open(at(added.created("person")))
    from meitinker.services import undo

    stage.place.refresh(undo.undo(work.database, work.session))
    stage.settle()
    assert stage.place.detail.shows_nobody


@pytest.mark.parametrize("record_id", ["0190-none", ""])
def test_a_spot_that_is_no_more_shows_the_list(stage: Stage, record_id: str) -> None:
    stage.open(at(record_id))
    assert titles(stage)
    assert stage.place.detail.shows_nobody


def test_the_key_of_the_place_leads_from_a_file_to_the_search(stage: Stage) -> None:
    stage.open(at(LONG_NAME))
    stage.place.file_view.tabs.setFocus()
    stage.place.arrive(None)
    here = QApplication.focusWidget()
    assert here is stage.place.list_pane.search.line, "what is typed next is a name, and not lost"


def test_where_the_list_makes_room_enter_leads_to_the_file_and_not_to_the_bar(stage: Stage) -> None:
    rail = QPushButton("Inwoners")
    layout = stage.window.layout()
    assert isinstance(layout, QVBoxLayout)
    layout.insertWidget(0, rail)
    stage.window.resize(683, 384)
    stage.open(None)
    line = stage.place.list_pane.search.line
    line.setFocus()
    QTest.keyClicks(line, "sjoukje jong")
    stage.settle()
    QTest.keyClick(line, Qt.Key.Key_Return)
    stage.settle()
    now = QApplication.focusWidget()
    assert stage.place.panes.shows_detail_only
    assert now is not None
    assert now is not rail
    assert stage.place.panes.detail_frame.isAncestorOf(now)


def test_a_coordinator_is_offered_what_is_hers_in_a_file(
    example_workplace: Workplace, answered: Callable[[], None], qtbot: QtBot
) -> None:
    session = msgspec.structs.replace(example_workplace.session, role=Role.COORDINATOR)
    place = PeoplePlace(replace(example_workplace, session=session))
    qtbot.addWidget(place)
    place.show()
    stage = Stage(place, place, answered)
    stage.open(at(LUKASZ))
    view = place.file_view
    assert not view.header.main_button.isVisible()
    assert not view.header.note_button.isVisible()
    assert [n for n, name in enumerate(SECTIONS) if view.tabs.isTabVisible(n)] == [0, 4]
    place.turn_section(1)
    assert view.section == "details"
    place.turn_section(1)
    assert view.section == "overview"
    stage.open(at(LUKASZ, "network"))  # where another role was last
    assert view.section == "overview"
    overview = view.pages.made(OverviewPage)
    assert overview is not None
    lines = [one.text() for one in overview.findChildren(QLabel) if one.isVisible()]
    assert any("horen niet bij uw rol" in line for line in lines)
    assert not overview.sort.isVisible(), "nothing to choose from"
    place.confirm()
    stage.settle()
    assert stage.went == []
    assert not stage.told
