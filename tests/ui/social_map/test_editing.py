"""Keeping the map: a service is added, changed and taken away, by key and mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest
import shiboken6
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from meitinker.domain.map_services import MapService, ServiceStatus, Vocabulary
from meitinker.domain.opening_hours import Recurrence
from meitinker.domain.session import Role
from meitinker.ids import RecordId
from meitinker.services import half_typed, map_editing, map_forms, social_map, thesaurus, undo
from meitinker.store import hub_facts, settings
from meitinker.store.hub_facts import Belonging
from meitinker.store.settings import ScreenSpot
from tests.ui import typist
from ui.forms.field_panel import FieldPanel
from ui.viewmodels.half_typed import spot, told
from ui.viewmodels.map_hours import FORTNIGHTLY
from ui.views.social_map import EDIT
from ui.views.social_map.edit_page import EditPage
from ui.views.social_map.edit_parts import PlacePanel, PricePanel
from ui.views.social_map.new_service import NewServicePanel
from ui.views.social_map.panels import MissingPanel

if TYPE_CHECKING:
    from meitinker.services.social_map import ServiceFile
    from tests.ui.social_map.conftest import Stage

LISTS = tuple(map_forms.PARTS)
FORMS = (*map_forms.GROUPS, *LISTS)


def with_all(stage: Stage) -> str:
    """Return a service that has one of everything."""
    work = stage.work
    for line in social_map.listed(work.database, work.session, most=400).lines:
        file = social_map.opened(work.database, work.session, line.service_id)
        if file.contacts and file.prices and file.places and file.hours and file.numbers:
            return line.service_id
    raise AssertionError("no service has everything")


def file_of(stage: Stage, service_id: str) -> ServiceFile:
    return social_map.opened(stage.work.database, stage.work.session, service_id)


def page_about(stage: Stage, service_id: str) -> EditPage:
    """Open a service and press the button that changes it."""
    stage.open(ScreenSpot(screen="social_map", record_id=service_id))
    QTest.mouseClick(stage.place.service.edit, Qt.MouseButton.LeftButton)
    stage.settle()
    page = stage.place.editing.page
    assert page is not None
    assert page.isVisible()
    return page


def press(stage: Stage, page: EditPage, form: str, key: str = "") -> FieldPanel:
    """Press what opens a form by the keyboard; return the form."""
    page.focus_on(form, key)
    QTest.keyClick(page.buttons[form, key], Qt.Key.Key_Return)
    stage.settle()
    return stage.panel(FieldPanel)


def save(stage: Stage, panel: FieldPanel) -> None:
    QTest.keyClick(panel, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    stage.settle()


def escape(stage: Stage, panel: FieldPanel) -> None:
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    stage.settle()


def at(panel: FieldPanel, name: str) -> Any:
    """Return a field of a form, of whatever kind."""
    return panel.fields[name]


def gone(panel: FieldPanel) -> bool:
    return not shiboken6.isValid(panel) or not panel.isVisible()


class TestWhoMay:
    def test_who_keeps_the_map_sees_the_buttons(self, stage: Stage) -> None:
        stage.open()
        assert stage.place.finding.add.isVisible()
        stage.place.new()
        stage.settle()
        assert isinstance(stage.panel(FieldPanel), NewServicePanel)

    def test_who_reads_it_does_not(self, stage: Stage) -> None:
        work = stage.work
        with work.database.transaction() as transaction:
            settings.put(transaction, hub_facts.BELONGING, Belonging(hub="h1"))
        reader = msgspec.structs.replace(work.session, role=Role.MEITINKER)
        object.__setattr__(work, "session", reader)
        stage.open()
        assert not stage.place.editing.may
        assert not stage.place.finding.add.isVisible()
        assert stage.place.service.edit.isHidden()
        stage.place.new()
        stage.settle()
        assert isinstance(stage.panel(FieldPanel), MissingPanel)


class TestAdding:
    def test_a_service_with_a_new_provider_is_there_and_its_page_opens(self, stage: Stage) -> None:
        stage.open()
        QTest.mouseClick(stage.place.finding.add, Qt.MouseButton.LeftButton)
        stage.settle()
        panel = stage.panel(NewServicePanel)
        assert QApplication.focusWidget() is panel.name.line
        QTest.keyClicks(panel.name.line, "Ruimtevaartclub")
        QTest.keyClicks(panel.provider.line, "Stifting Romte")
        save(stage, panel)
        page = stage.place.editing.page
        assert page is not None
        assert page.isVisible()
        assert page.name.text() == "Pas aan: Ruimtevaartclub"
        file = file_of(stage, page.service_id)
        assert file.provider is not None
        assert file.provider.name == "Stifting Romte"
        stage.look_for("ruimtevaartclub")
        assert stage.titles[0] == "Ruimtevaartclub"

    def test_a_provider_that_is_known_is_taken_with_the_keyboard(self, stage: Stage) -> None:
        stage.open()
        before = {one.id for one in social_map.providers(stage.work.database, stage.work.session)}
        stage.place.editing.add()
        stage.settle()
        panel = stage.panel(NewServicePanel)
        QTest.keyClicks(panel.name.line, "Ruimtevaartclub")
        QTest.keyClicks(panel.provider.line, "tafel op")
        stage.settle()
        QTest.keyClick(panel.provider.line, Qt.Key.Key_Down)
        assert QApplication.focusWidget() is panel.provider.offers[0]
        QTest.keyClick(panel.provider.offers[0], Qt.Key.Key_Return)
        stage.settle()
        assert panel.provider.value() == "Tafel op Wielen"
        assert panel.provider.key in before
        assert panel.provider.offers == []
        assert QApplication.focusWidget() is panel.provider.line
        save(stage, panel)
        after = {one.id for one in social_map.providers(stage.work.database, stage.work.session)}
        assert after == before

    def test_what_may_be_the_same_is_shown_as_one_types_and_opened(self, stage: Stage) -> None:
        stage.open()
        stage.place.editing.add()
        stage.settle()
        panel = stage.panel(NewServicePanel)
        assert not panel.doubles.isVisible()
        QTest.keyClicks(panel.name.line, "Warme maaltijd an huis")
        stage.settle()
        key, button = next(iter(panel.doubles.buttons.items()))
        assert button.accessibleName() == "Bekijk Warme maaltijd aan huis, Tafel op Wielen"
        button.click()
        stage.settle()
        assert stage.place.service.service_id == key
        (waits,) = half_typed.waiting(stage.work.database, stage.work.session)
        assert waits.form == map_forms.NEW.name

    def test_without_a_name_or_provider_it_says_what_is_missing(self, stage: Stage) -> None:
        stage.open()
        stage.place.editing.add()
        stage.settle()
        panel = stage.panel(NewServicePanel)
        save(stage, panel)
        assert panel.name.error == "Schrijf op hoe het heet."
        QTest.keyClicks(panel.name.line, "Club")
        save(stage, panel)
        assert panel.provider.error == "Schrijf op wie dit aanbiedt."

    def test_f1_a_half_typed_one_comes_back_from_vandaag(self, stage: Stage) -> None:
        stage.open()
        stage.place.editing.add()
        stage.settle()
        panel = stage.panel(NewServicePanel)
        QTest.keyClicks(panel.name.line, "Ruimtevaartclub")
        escape(stage, panel)
        (waits,) = half_typed.waiting(stage.work.database, stage.work.session)
        known = told(waits)
        assert known is not None
        stage.open(spot(waits, known))
        assert stage.panel(NewServicePanel).name.value() == "Ruimtevaartclub"


class TestChanging:
    @pytest.mark.parametrize("form", FORMS)
    def test_a_form_without_a_change_writes_nothing(self, stage: Stage, form: str) -> None:
        service_id = with_all(stage)
        page = page_about(stage, service_id)
        before = file_of(stage, service_id)
        key = next((key for name, key in page.buttons if name == form and key), "")
        panel = press(stage, page, form, key)
        save(stage, panel)
        assert gone(panel)
        assert file_of(stage, service_id) == before

    @pytest.mark.parametrize("form", FORMS)
    def test_f1_what_is_half_typed_in_any_field_comes_back(self, stage: Stage, form: str) -> None:
        service_id = with_all(stage)
        page = page_about(stage, service_id)
        panel = press(stage, page, form)
        typed = [typist.type_in(field) for field in typist.fields_in(panel).values()]
        assert any(typed)
        stage.settle()
        stood = typist.standing(panel)
        escape(stage, panel)
        assert gone(panel)
        (waits,) = [
            one
            for one in half_typed.waiting(stage.work.database, stage.work.session)
            if one.form.startswith("map_")
        ]
        known = told(waits)
        assert known is not None
        stage.place.search()
        stage.open(spot(waits, known))
        stage.settle()
        assert typist.standing(stage.panel(FieldPanel)) == stood

    def test_name_and_words_are_written_told_and_undone(self, stage: Stage) -> None:
        service_id = with_all(stage)
        page = page_about(stage, service_id)
        before = file_of(stage, service_id).service.name
        panel = press(stage, page, map_forms.WHAT)
        QTest.keyClicks(at(panel, "name").line, " nij")
        save(stage, panel)
        assert file_of(stage, service_id).service.name == f"{before} nij"
        assert page.name.text() == f"Pas aan: {before} nij"
        assert page.isVisible()
        assert QApplication.focusWidget() is page.buttons[map_forms.WHAT, ""]
        stage.work.tasks.write(
            stage.place, lambda: undo.undo(stage.work.database, stage.work.session)
        )
        stage.settle()
        assert page.name.text() == f"Pas aan: {before}"

    def test_a_price_is_added_and_taken_away(self, stage: Stage) -> None:
        service_id = with_all(stage)
        page = page_about(stage, service_id)
        panel = press(stage, page, map_forms.PRICE)
        QTest.keyClicks(at(panel, "amount").line, "niks")
        save(stage, panel)
        assert at(panel, "amount").error == "Schrijf een bedrag, zoals 7,50."
        at(panel, "amount").line.clear()
        QTest.keyClicks(at(panel, "amount").line, "12,5")
        QTest.keyClicks(at(panel, "option").line, "per keer")
        save(stage, panel)
        (new,) = [one for one in file_of(stage, service_id).prices if one.option == "per keer"]
        assert new.amount == 1250
        panel = press(stage, page, map_forms.PRICE, new.id)
        assert isinstance(panel, PricePanel)
        panel.remove_button.click()
        stage.settle()
        assert new.id not in [one.id for one in file_of(stage, service_id).prices]

    def test_what_stopped_is_found_again_when_it_is_asked_for(self, stage: Stage) -> None:
        work, service_id = stage.work, RecordId(with_all(stage))
        stopped = {"status": ServiceStatus.DEFUNCT, "name": "Zwaluwstaart"}
        map_editing.change(work.database, work.session, MapService, service_id, stopped)
        stage.open()
        stage.look_for("zwaluwstaart")
        assert "Zwaluwstaart" not in stage.titles
        stage.place.finding.narrow.click()
        stage.settle()
        fields = stage.place.finding.fields
        fields.stopped.box.click()
        stage.settle()
        assert stage.titles == ["Zwaluwstaart"]
        assert stage.place.finding.filters.stopped
        stage.look_for("eten aan huis")
        assert "Wis de keuzes" in stage.place.finding.nothing._words.text()
        assert stage.place.finding.missing_button.isHidden()

    def test_a_word_that_somebody_added_is_taken_away(self, stage: Stage) -> None:
        work, service_id = stage.work, with_all(stage)
        for said in ("ruimtepak", "raketje"):
            thesaurus.add_word(work.database, work.session, said, service_id=RecordId(service_id))
        page = page_about(stage, service_id)
        panel = press(stage, page, map_forms.FIND)
        first, second = map_forms.desk(work.database, work.session, service_id).words
        at(panel, "added").button(first.id).click()
        save(stage, panel)
        assert map_forms.desk(work.database, work.session, service_id).words == (second,)
        undo.undo(work.database, work.session)
        assert len(map_forms.desk(work.database, work.session, service_id).words) == 2

    def test_every_other_week_wants_a_day_on_which_it_is_open(self, stage: Stage) -> None:
        service_id = with_all(stage)
        panel = press(stage, page_about(stage, service_id), map_forms.HOURS)
        at(panel, "how").button(FORTNIGHTLY).click()
        at(panel, "byday").button("TU").click()
        for name, text in (("opens_at", "10"), ("closes_at", "12")):
            QTest.keyClicks(at(panel, name).line, text)
        before = file_of(stage, service_id).hours
        save(stage, panel)
        assert panel.isVisible()
        assert at(panel, "first").error == "Vul een dag in waarop het open is."
        assert file_of(stage, service_id).hours == before

    def test_hours_of_a_week_and_a_day_on_which_it_is_closed(self, stage: Stage) -> None:
        service_id = with_all(stage)
        page = page_about(stage, service_id)
        before = {one.id for one in file_of(stage, service_id).hours}
        panel = press(stage, page, map_forms.HOURS)
        assert at(panel, "first").isHidden()
        at(panel, "byday").button("SU").click()
        for name, typed in (("opens_at", "9.30"), ("closes_at", "12")):
            QTest.keyClicks(at(panel, name).line, typed)
        save(stage, panel)
        (new,) = [one for one in file_of(stage, service_id).hours if one.id not in before]
        assert (new.byday, new.opens_at, new.closes_at) == ("SU", "09:30", "12:00")
        panel = press(stage, page, map_forms.HOURS)
        at(panel, "how").button("closed").click()
        stage.settle()
        assert at(panel, "opens_at").isHidden()
        save(stage, panel)
        assert at(panel, "first").error == "Er staat nog niet van wanneer af. Vul de eerste dag in."
        at(panel, "first").set_parts("25", "12", "2030")
        at(panel, "first").edited.emit()
        save(stage, panel)
        closed = [one for one in file_of(stage, service_id).hours if one.closed]
        assert any(
            one.freq is Recurrence.NONE and str(one.valid_to) == "2030-12-25" for one in closed
        )

    def test_a_known_place_is_taken_and_a_new_one_gets_its_village(self, stage: Stage) -> None:
        service_id = with_all(stage)
        page = page_about(stage, service_id)
        panel = press(stage, page, map_forms.PLACE)
        assert isinstance(panel, PlacePanel)
        named = map_forms.locations(stage.work.database, stage.work.session)
        QTest.keyClicks(panel.known.line, next(one.name for one in named if one.name)[:6])
        stage.settle()
        panel.known.offers[0].click()
        stage.settle()
        key = panel.known.key
        assert at(panel, "name").value()
        save(stage, panel)
        assert key in {one.location.id for one in file_of(stage, service_id).places}
        panel = press(stage, page, map_forms.PLACE)
        for name, typed in (("street", "Haadstrjitte"), ("number", "1"), ("place", "Grou")):
            QTest.keyClicks(at(panel, name).line, typed)
        save(stage, panel)
        new = next(
            one.location
            for one in file_of(stage, service_id).places
            if one.location.street == "Haadstrjitte" and one.location.number == "1"
        )
        assert new.village_id == stage.village("Grou")

    def test_villages_and_categories_are_ticked_and_chosen(self, stage: Stage) -> None:
        service_id = with_all(stage)
        page = page_about(stage, service_id)
        panel = press(stage, page, map_forms.AREA)
        stood = {one.village_id for one in file_of(stage, service_id).areas}
        village = stage.village("Dearsum")
        at(panel, "villages").button(village).click()
        save(stage, panel)
        now = {one.village_id for one in file_of(stage, service_id).areas}
        assert now ^ stood == {village}
        panel = press(stage, page, map_forms.FIND)
        at(panel, "category_1").set_value("debts")
        at(panel, "category_1").edited.emit()
        save(stage, panel)
        codes = {
            one.code
            for one in file_of(stage, service_id).attributes
            if one.vocabulary is Vocabulary.CATEGORY
        }
        assert "debts" in codes

    def test_a_provider_is_mended_for_all_that_they_offer(self, stage: Stage) -> None:
        service_id = with_all(stage)
        page = page_about(stage, service_id)
        provider = file_of(stage, service_id).provider
        assert provider is not None
        panel = press(stage, page, map_forms.PROVIDER, provider.id)
        at(panel, "website").set_value("grou")
        at(panel, "website").edited.emit()
        save(stage, panel)
        assert panel.isVisible()
        assert at(panel, "website").error is not None
        at(panel, "website").set_value("https://example.org")
        at(panel, "website").edited.emit()
        save(stage, panel)
        mended = file_of(stage, service_id).provider
        assert mended is not None
        assert mended.website == "https://example.org"

    def test_another_service_in_the_list_ends_the_page(self, stage: Stage) -> None:
        service_id = with_all(stage)
        page = page_about(stage, service_id)
        assert stage.place.spot().section == EDIT
        stage.place.finding.list.setCurrentIndex(stage.place.finding.list.rows.index(3))
        stage.settle()
        stage.place._stopped()
        stage.settle()
        assert not page.isVisible()
        assert stage.place.spot().section == ""

    def test_done_leads_back_to_the_service(self, stage: Stage) -> None:
        page = page_about(stage, with_all(stage))
        assert QApplication.focusWidget() is page.close_button
        QTest.keyClick(page.close_button, Qt.Key.Key_Return)
        assert stage.place.service.isVisible()
        assert QApplication.focusWidget() is stage.place.service.edit


class TestTakingAway:
    def test_it_goes_without_an_error_and_comes_back(self, stage: Stage) -> None:
        service_id = with_all(stage)
        page = page_about(stage, service_id)
        before = file_of(stage, service_id)
        QTest.mouseClick(page.remove_button, Qt.MouseButton.LeftButton)
        stage.settle()
        assert stage.told == []
        assert stage.place.nothing.isVisible()
        assert QApplication.focusWidget() is stage.place.finding.search.line
        stage.work.tasks.write(
            stage.place, lambda: undo.undo(stage.work.database, stage.work.session)
        )
        stage.settle()
        assert file_of(stage, service_id) == before

    def test_one_that_went_meanwhile_is_told(self, stage: Stage) -> None:
        service_id = with_all(stage)
        page = page_about(stage, service_id)
        work = stage.work
        map_editing.take_away(work.database, work.session, MapService, RecordId(service_id))
        QTest.mouseClick(page.remove_button, Qt.MouseButton.LeftButton)
        stage.settle()
        assert stage.told[0][0] == "fout"
