"""Looking for help, by key and mouse: finding, narrowing, a service, what is wrong or missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from meitinker.domain.map_checks import CheckResult, CheckWay
from meitinker.domain.map_services import Cost
from meitinker.ids import RecordId
from meitinker.services import (
    form_drafts,
    map_checks,
    map_corrections,
    map_forms,
    map_search,
    missing_services,
    social_map,
)
from meitinker.store.settings import ScreenSpot
from ui.theme import Theme, apply
from ui.viewmodels.half_typed import spot, told
from ui.viewmodels.social_map import Filters
from ui.views.social_map import CORRECTION, MISSING
from ui.views.social_map.panels import CorrectionPanel, MissingPanel

if TYPE_CHECKING:
    from meitinker.services.map_corrections import CorrectionFile
    from meitinker.services.missing_services import MissingFile
    from tests.ui.social_map.conftest import Stage

NOWHERE = "ruimtevaartmuseum"
"""What no village has."""


def first_of(stage: Stage, text: str) -> str:
    found = map_search.found(stage.work.database, stage.work.session, text).found
    return found[0].line.service_id


def with_phone(stage: Stage) -> str:
    work = stage.work
    for line in social_map.listed(work.database, work.session).lines:
        file = social_map.opened(work.database, work.session, line.service_id)
        if file.numbers and not file.corrections:
            return line.service_id
    raise AssertionError("no service has a phone")


def missing(stage: Stage) -> tuple[MissingFile, ...]:
    return missing_services.listed(stage.work.database, stage.work.session)


def corrections(stage: Stage) -> tuple[CorrectionFile, ...]:
    return map_corrections.listed(stage.work.database, stage.work.session)


class TestFinding:
    def test_the_keyboard_is_in_the_search_field_and_the_list_is_there(self, stage: Stage) -> None:
        stage.open()
        assert QApplication.focusWidget() is stage.place.finding.search.line
        assert stage.titles
        assert stage.place.finding.count.text() == "De eerste 50. Typ meer om te kiezen."

    def test_results_come_as_one_types_and_say_why(self, stage: Stage) -> None:
        stage.open()
        stage.look_for("eten aan huis")
        rows = stage.place.finding.list.rows.rows
        assert rows
        assert "gevonden op: eten" in rows[0].status

    def test_an_answer_to_words_that_are_gone_is_not_shown(self, stage: Stage) -> None:
        stage.open()
        line = stage.place.finding.search.line
        QTest.keyClicks(line, NOWHERE)
        line.clear()
        line.textEdited.emit("")
        stage.settle()
        assert stage.place.finding.list.isVisible()
        assert len(stage.titles) == 50

    def test_enter_opens_the_first(self, stage: Stage) -> None:
        stage.open()
        stage.look_for("eten aan huis")
        stage.enter()
        assert stage.place.service.service_id == first_of(stage, "eten aan huis")
        assert stage.place.spot().record_id == stage.place.service.service_id

    def test_a_service_that_other_words_do_not_find_is_let_go_of(self, stage: Stage) -> None:
        """Under "Niets gevonden" its number would be taken for an answer."""
        stage.open()
        stage.look_for("eten aan huis")
        stage.enter()
        stage.look_for("eten")
        assert stage.place.service.isVisible(), "they find it too"
        stage.look_for(NOWHERE)
        assert not stage.place.service.isVisible()
        assert stage.place.nothing.isVisible()
        assert stage.place.spot().record_id == ""

    def test_a_service_that_was_asked_for_stays_beside_a_list_without_it(
        self, stage: Stage
    ) -> None:
        every = map_search.found(stage.work.database, stage.work.session, "", most=1_000).found
        key = every[-1].line.service_id  # the list shows the first fifty
        stage.open(ScreenSpot(screen="social_map", record_id=key))
        assert stage.place.finding.found(key) is None
        assert stage.place.service.isVisible()

    def test_enter_in_a_narrow_window_takes_the_keyboard_along(self, stage: Stage) -> None:
        stage.place.window().resize(683, 600)
        stage.open()
        stage.look_for("eten aan huis")
        stage.enter()
        assert stage.place.service.isVisible()
        assert QApplication.focusWidget() is stage.place.panes.back

    def test_enter_before_the_answer_waits_for_it(self, stage: Stage) -> None:
        stage.open()
        stage.place.search()
        QTest.keyClicks(stage.place.finding.search.line, "eten aan huis")
        stage.enter()
        assert stage.place.service.service_id == first_of(stage, "eten aan huis")


class TestNarrowing:
    def test_the_line_opens_the_questions_and_closes_them(self, stage: Stage) -> None:
        stage.open()
        finding = stage.place.finding
        finding.narrow.click()
        assert finding.fields.village.isVisible()
        assert QApplication.focusWidget() is finding.fields.village.combo
        finding.fields.done.click()
        assert not finding.fields.village.isVisible()
        assert QApplication.focusWidget() is finding.narrow

    @pytest.mark.parametrize(("width", "size"), [(1366, 100), (796, 100), (1366, 200)])
    def test_the_list_stays_beside_the_questions_and_follows_them(
        self, stage: Stage, qapp: QApplication, width: int, size: int
    ) -> None:
        apply(qapp, Theme(text_size=size))
        stage.place.window().resize(width, 768)
        stage.open()
        finding, panes = stage.place.finding, stage.place.panes
        finding.narrow.click()
        stage.settle()
        before = finding.count.text()
        finding.fields.cost.set_value(Cost.CONTRIBUTION)
        finding.fields.cost.edited.emit()
        stage.settle()
        assert finding.list.isVisible()
        assert finding.fields.cost.isVisible()
        assert finding.count.text() != before
        assert panes.list_frame.geometry().right() < panes.detail_frame.geometry().left()
        assert panes.detail_frame.geometry().right() <= panes.rect().right()
        assert stage.place.window().width() == width
        finding.narrow.click()
        assert finding.list.isVisible()
        assert not finding.fields.cost.isVisible()
        apply(qapp, Theme())

    def test_a_service_comes_in_place_of_the_questions(self, stage: Stage) -> None:
        stage.open()
        finding = stage.place.finding
        finding.narrow.click()
        stage.look_for("eten aan huis")
        assert finding.fields.village.isVisible()
        stage.enter()
        assert stage.place.service.isVisible()
        assert not finding.fields.village.isVisible()

    def test_escape_closes_the_questions_as_well(self, stage: Stage) -> None:
        stage.open()
        finding = stage.place.finding
        finding.narrow.click()
        QTest.keyClick(finding.fields.village.combo, Qt.Key.Key_Escape)
        assert finding.list.isVisible()
        assert QApplication.focusWidget() is finding.narrow

    def test_the_line_says_what_is_chosen(self, stage: Stage) -> None:
        stage.open()
        grou = stage.village("Grou")
        stage.choose(Filters(village_id=grou, cost=Cost.FREE))
        assert stage.place.finding.narrow.accessibleName() == "Grou · Gratis"

    def test_only_what_is_chosen_is_listed(self, stage: Stage) -> None:
        stage.open()
        stage.choose(Filters(cost=Cost.CONTRIBUTION))
        work = stage.work
        files = [
            social_map.opened(work.database, work.session, row.key)
            for row in stage.place.finding.list.rows.rows
        ]
        assert files
        assert {one.service.cost for one in files} == {Cost.CONTRIBUTION}

    def test_clearing_asks_for_everything_again(self, stage: Stage) -> None:
        stage.open()
        stage.choose(Filters(cost=Cost.CONTRIBUTION))
        stage.place.finding.fields.clear.click()
        stage.settle()
        assert stage.place.finding.filters == Filters()
        assert len(stage.titles) == 50


class TestNothingFound:
    def test_offers_to_tell_what_is_missing(self, stage: Stage) -> None:
        stage.open()
        stage.choose(Filters(village_id=stage.village("Grou")))
        stage.look_for(NOWHERE)
        assert stage.place.finding.missing_button.isVisible()
        assert stage.place.finding.missing_button.text() == "Dit ontbreekt in Grou"

    def test_also_below_what_was_found_unless_the_window_is_low(self, stage: Stage) -> None:
        stage.open()
        finding = stage.place.finding
        assert not finding.missing_button.isVisible()
        stage.look_for("eten aan huis")
        assert finding.list.isVisible()
        assert finding.missing_button.isVisible()
        stage.place.window().resize(1000, 500)
        stage.settle()
        assert not finding.missing_button.isVisible()

    def test_what_is_missing_is_told_with_what_was_sought(self, stage: Stage) -> None:
        stage.open()
        grou = stage.village("Grou")
        stage.choose(Filters(village_id=grou))
        stage.look_for(NOWHERE)
        stage.place.finding.missing_button.click()
        stage.settle()
        panel = stage.panel(MissingPanel)
        panel.confirm()
        stage.settle()
        newest = missing(stage)[-1].missing
        assert (newest.sought, newest.village_id) == (NOWHERE, grou)

    def test_an_empty_note_is_not_told(self, stage: Stage) -> None:
        stage.open()
        before = missing(stage)
        stage.place.telling.miss("")
        stage.settle()
        panel = stage.panel(MissingPanel)
        panel.confirm()
        stage.settle()
        assert panel.isVisible()
        assert QApplication.focusWidget() is panel.sought.line
        assert missing(stage) == before

    @pytest.mark.promise("F1")
    def test_f1_half_a_note_comes_back(self, stage: Stage) -> None:
        stage.open()
        stage.place.telling.miss("")
        stage.settle()
        first = stage.panel(MissingPanel)
        first.note.setFocus()
        QTest.keyClicks(first.note.area, "Een eettafel op zondag")
        first.dismiss()
        stage.settle()
        assert not stage.place.window().findChildren(MissingPanel)
        stage.open(ScreenSpot(screen="social_map", section=MISSING))
        again = stage.panel(MissingPanel)
        assert again.note.value() == "Een eettafel op zondag"


class TestService:
    def test_tells_the_number_and_copies_it(self, stage: Stage) -> None:
        stage.open(ScreenSpot(screen="social_map", record_id=with_phone(stage)))
        page = stage.place.service.page
        assert page is not None
        stage.place.service.copy_buttons[0].click()
        assert QGuiApplication.clipboard().text() == page.numbers[0].number

    def test_one_that_was_taken_away_is_told_and_not_shown(self, stage: Stage) -> None:
        stage.open(
            ScreenSpot(screen="social_map", record_id="01990000-0000-7000-8000-000000000000")
        )
        assert stage.place.nothing.isVisible()
        assert [kind for kind, _words in stage.told] == ["fout"]

    def test_no_tick_stands_beside_what_was_not_checked(self, stage: Stage) -> None:
        first = map_checks.due(stage.work.database, stage.work.session)[0]
        stage.open(ScreenSpot(screen="social_map", record_id=RecordId(first.service_id)))
        service = stage.place.service
        assert service.checked.words.text().startswith("Nog niet gecontroleerd.")
        assert service.checked.icon._name == "clock"
        stage.place.confirm()
        service.ways.buttons[0].click()
        stage.settle()
        assert service.checked.words.text().startswith("Gecontroleerd op ")
        assert service.checked.icon._name == "circle-check"

    def test_right_asks_how_one_knows_and_is_a_check_of_today(self, stage: Stage) -> None:
        key = with_phone(stage)
        stage.open(ScreenSpot(screen="social_map", record_id=key))
        stage.place.confirm()
        assert stage.place.service.ways.isVisible()
        stage.place.service.ways.buttons[0].click()
        stage.settle()
        newest = social_map.opened(stage.work.database, stage.work.session, key).checks[0]
        assert (newest.result, newest.way) == (CheckResult.RIGHT, CheckWay.PHONE)
        page = stage.place.service.page
        assert page is not None
        assert not page.stale
        assert stage.place.service.checked.words.text() == page.checked

    def test_the_question_how_one_knows_stays_while_the_page_is_read_again(
        self, stage: Stage
    ) -> None:
        stage.open()
        stage.look_for("eten aan huis")
        stage.enter()
        stage.place.confirm()
        stage.place._stopped()
        stage.place._read()
        stage.settle()
        assert stage.place.service.ways.isVisible()
        stage.place.finding.list.setCurrentIndex(stage.place.finding.list.rows.index(1))
        stage.settle()
        stage.place._stopped()
        stage.settle()
        assert not stage.place.service.ways.isVisible()

    def test_words_that_led_nowhere_are_given_to_a_service(self, stage: Stage) -> None:
        stage.open()
        stage.look_for(NOWHERE)
        key = with_phone(stage)
        stage.open(ScreenSpot(screen="social_map", record_id=key))
        assert stage.place.service.word.isVisible()
        stage.place.service.word.click()
        stage.settle()
        form = map_forms.desk(stage.work.database, stage.work.session, key)
        assert [one.said for one in form.words] == [NOWHERE]

    def test_words_that_led_there_are_not_offered_again(self, stage: Stage) -> None:
        stage.open()
        stage.look_for("eten aan huis")
        stage.enter()
        assert not stage.place.service.word.isVisible()


class TestCorrection:
    def begun(self, stage: Stage) -> tuple[str, CorrectionPanel]:
        key = with_phone(stage)
        stage.open(ScreenSpot(screen="social_map", record_id=key))
        stage.place.service.wrong.click()
        stage.settle()
        return key, stage.panel(CorrectionPanel)

    def test_is_told_to_the_back_office(self, stage: Stage) -> None:
        key, panel = self.begun(stage)
        panel.what.set_value("phone")
        panel.said.setFocus()
        QTest.keyClicks(panel.said.area, "0566 65 43 21")
        panel.confirm()
        stage.settle()
        newest = corrections(stage)[-1].correction
        assert (newest.service_id, newest.value) == (key, "0566 65 43 21")
        page = stage.place.service.page
        assert page is not None
        assert page.waits
        assert stage.place.service.waits.isVisible()

    def test_must_say_what_is_wrong(self, stage: Stage) -> None:
        _key, panel = self.begun(stage)
        before = corrections(stage)
        panel.confirm()
        stage.settle()
        assert panel.isVisible()
        assert corrections(stage) == before

    def test_escape_closes_it(self, stage: Stage) -> None:
        _key, panel = self.begun(stage)
        QTest.keyClick(panel.who.line, Qt.Key.Key_Escape)
        stage.settle()
        assert not stage.place.window().findChildren(CorrectionPanel)

    @pytest.mark.promise("F1")
    def test_f1_half_a_correction_comes_back_and_vandaag_leads_there(self, stage: Stage) -> None:
        key, panel = self.begun(stage)
        panel.who.setFocus()
        QTest.keyClicks(panel.who.line, "gebeld met de balie")
        panel.dismiss()
        stage.settle()
        (waits,) = stage.waiting()
        form = told(waits)
        assert form is not None
        where = spot(waits, form)
        assert (where.screen, where.record_id, where.section) == ("social_map", key, CORRECTION)
        stage.open(where)
        again = stage.panel(CorrectionPanel)
        assert again.who.value() == "gebeld met de balie"

    def test_what_was_told_waits_no_more(self, stage: Stage) -> None:
        key, panel = self.begun(stage)
        panel.what.set_value("words")
        panel.said.setFocus()
        QTest.keyClicks(panel.said.area, "De deur is om de hoek.")
        panel.confirm()
        stage.settle()
        work = stage.work
        form = map_corrections.FORM
        assert form_drafts.read(work.database, work.session, form, about=key) is None


class TestKeyboard:
    def test_f6_goes_from_the_search_to_the_list_to_the_service_and_round(
        self, stage: Stage
    ) -> None:
        stage.open()
        stage.look_for("eten aan huis")
        stage.enter()
        stops = []
        stage.place.search()
        for _turn in range(3):
            stage.place.next_pane(1)
            stops.append(QApplication.focusWidget())
        finding, service = stage.place.finding, stage.place.service
        assert stops == [finding.list, service.first_stop(), finding.search.line]

    def test_the_arrows_show_the_service_where_they_stop(self, stage: Stage) -> None:
        stage.open()
        stage.look_for("eten aan huis")
        stage.enter()
        QTest.keyClick(stage.place.finding.list, Qt.Key.Key_Down)
        stage.settle()
        stage.place._stopped()
        stage.settle()
        assert stage.place.service.service_id == stage.place.finding.list.rows.rows[1].key
