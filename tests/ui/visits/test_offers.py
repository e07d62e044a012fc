"""Help of the social map in a conversation: what fits a need, choosing it, and what follows."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from meitinker import clock
from meitinker.domain.needs import Outcome
from meitinker.ids import RecordId
from meitinker.services import (
    form_drafts,
    half_typed,
    map_choices,
    map_memory,
    referrals,
    social_map,
    visits,
)
from meitinker.store import indexing
from meitinker.store.settings import ScreenSpot
from tests.ui import checklist
from ui.forms.field_panel import FieldPanel
from ui.viewmodels import half_typed as told
from ui.viewmodels.conversation import LADDER
from ui.viewmodels.map_choices import SELF, WARM, about_words, chosen_words
from ui.views.social_map import FOR_NEED
from ui.views.social_map import KEY as SOCIAL_MAP
from ui.views.social_map.choice_panel import ChoicePanel
from ui.views.visits.contact_panel import ContactPanel
from ui.views.visits.ladder import LadderSection

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.domain.needs import Need
    from tests.ui.visits.conftest import Room
    from ui.views.visits.offers import OffersPart


P = TypeVar("P", bound=FieldPanel)


class Table:
    """The ladder of an open conversation."""

    def __init__(self, room: Room) -> None:
        """Open the newest conversation that has a need, at its ladder."""
        self.room = room
        self.work = room.work
        room.open(room.first()).go(LADDER)
        self.settle()

    def settle(self) -> None:
        self.room.answered()
        checklist.settle()
        self.room.answered()

    @property
    def section(self) -> LadderSection:
        (found,) = self.room.conversation.findChildren(LadderSection)
        return found

    @property
    def offers(self) -> OffersPart:
        return self.section.offers

    @property
    def need(self) -> Need:
        here = self.room.conversation.desk
        return next(one for one in here.file.needs if one.id == here.need_id)

    def press(self, number: int = 0) -> ChoicePanel:
        """Press the button of an offer and return the form that it opens."""
        self.offers.buttons[number].click()
        self.settle()
        return self.panel

    @property
    def panel(self) -> ChoicePanel:
        return self.panel_of(ChoicePanel)

    def panel_of(self, kind: type[P]) -> P:
        known = self.room.place.window().findChildren(kind)
        (found,) = [one for one in known if one.isVisible()]
        return found

    def choose(self) -> None:
        """Choose the first that is offered; the meitinker makes the contact."""
        panel = self.press()
        self.fill(panel)
        self.send(panel)

    def contact(self) -> ContactPanel:
        """Press the button of what was chosen and return the form that it opens."""
        self.offers.chosen_buttons[0].click()
        self.settle()
        return self.panel_of(ContactPanel)

    def fill(self, panel: ChoicePanel, way: str = WARM) -> None:
        panel.outcome.set_value(Outcome.SOLVES.value)
        panel.way.set_value(way)

    def send(self, panel: ChoicePanel) -> None:
        panel.confirm()
        self.settle()


@pytest.fixture
def table(room: Room) -> Iterator[Table]:
    while indexing.index_some(room.work.database):
        pass
    yield Table(room)
    map_memory.forget(room.work.database)


def test_what_fits_the_need_is_named_with_the_village(table: Table) -> None:
    expected = map_choices.fitting(table.work.database, table.work.session, table.need.id)
    assert expected.offers
    assert [one.text() for one in table.offers.buttons] == [one.name for one in expected.offers]
    assert table.offers.title.text() == f"Wat past hierbij in {expected.village}?"
    assert all(one.accessibleDescription() for one in table.offers.buttons)


def test_a_choice_goes_to_ladder_agreements_and_referrals(table: Table) -> None:
    panel = table.press()
    assert (
        panel.service.value()
        == map_choices.fitting(table.work.database, table.work.session, table.need.id)
        .offers[0]
        .service_id
    )
    assert panel.words.value().startswith("U kunt terecht bij ")
    table.fill(panel)
    words = panel.words.value()
    table.send(panel)
    file = table.room.stored()
    (kept,) = file.referrals
    assert (kept.need_id, kept.warm) == (table.need.id, True)
    assert words in "\n".join(one.reason for one in file.findings)
    assert file.agreements[-1].what.startswith("Legt contact met ")
    assert table.room.conversation.desk.file.referrals == file.referrals


def test_with_whom_the_contact_was_made_is_asked_and_all_can_be_taken_away(table: Table) -> None:
    table.choose()
    line = table.offers.chosen_buttons
    assert line[0].text() == "Contact gelegd…"
    assert line[1].text() == "Haal weg"
    panel = table.contact()
    assert table.room.stored().referrals[0].contact_on is None
    panel.who.set_value("mevrouw De Boer")
    panel.confirm()
    table.settle()
    (kept,) = table.room.stored().referrals
    assert (kept.contact_on, kept.contact_with) == (clock.today(), "mevrouw De Boer")
    assert "met mevrouw De Boer" in chosen_words(kept)
    _again, away = table.offers.chosen_buttons
    away.click()
    table.settle()
    assert table.room.stored().referrals == ()
    assert table.offers.chosen_buttons == []


def test_a_contact_is_noted_and_changed_after_the_conversation_was_concluded(table: Table) -> None:
    table.choose()
    visits.conclude(table.work.database, table.work.session, table.room.conversation.desk.visit_id)
    table.room.conversation.desk.reload()
    table.room.conversation.go(LADDER)
    table.settle()
    assert [one.text() for one in table.offers.chosen_buttons] == ["Contact gelegd…"]
    assert table.offers.isVisible()
    assert not any(one.isVisible() for one in (*table.offers.buttons, table.offers.more))
    panel = table.contact()
    assert "nieuwe versie" in panel.who._hint.text()
    panel.who.set_value("mevrouw De Boer")
    panel.confirm()
    table.settle()
    assert table.room.stored().referrals[0].contact_with == "mevrouw De Boer"
    assert [one.text() for one in table.offers.chosen_buttons] == ["Pas het contact aan…"]
    again = table.contact()
    assert (again.who.value(), again.day.value()) == ("mevrouw De Boer", clock.today())
    yesterday = clock.today() - timedelta(days=1)
    again.day.set_value(yesterday)
    again.confirm()
    table.settle()
    (kept,) = table.room.stored().referrals
    assert (kept.contact_on, kept.contact_with) == (yesterday, "mevrouw De Boer")


@pytest.mark.promise("F8")
def test_f8_a_contact_that_a_colleague_noted_meanwhile_is_not_written_over(table: Table) -> None:
    table.choose()
    panel = table.contact()
    (chosen,) = table.room.stored().referrals
    noted = referrals.contacted(
        table.work.database,
        table.work.session,
        RecordId(chosen.id),
        on=clock.today(),
        with_whom="de balie",
    )
    assert noted.items
    panel.who.set_value("mevrouw De Boer")
    panel.confirm()
    table.settle()
    assert panel.bar.isVisible()
    assert table.room.stored().referrals[0].contact_with == "de balie"


def test_the_keyboard_stays_with_what_fits_when_what_was_pressed_is_gone(table: Table) -> None:
    table.offers.buttons[0].setFocus(Qt.FocusReason.TabFocusReason)
    panel = table.press()
    table.fill(panel)
    table.send(panel)
    assert QApplication.focusWidget() is table.offers.buttons[0]
    pressed = table.offers.chosen_buttons[-1]
    pressed.setFocus(Qt.FocusReason.TabFocusReason)
    pressed.click()
    table.settle()
    assert QApplication.focusWidget() is table.offers.buttons[0]


def test_a_phone_number_stays_on_one_line(table: Table) -> None:
    offered = map_choices.fitting(table.work.database, table.work.session, table.need.id).offers
    known = next(one for one in offered if " " in one.phone)
    assert known.phone.replace(" ", "\u00a0") in about_words(known)


def test_what_is_not_said_is_asked_and_nothing_is_written(table: Table) -> None:
    panel = table.press()
    table.send(panel)
    assert panel.outcome.error == "Kies of dit genoeg is of voor een deel helpt."
    panel.outcome.set_value(Outcome.HELPS_PARTLY.value)
    table.send(panel)
    assert panel.way.error == "Kies wie het contact legt."
    assert table.room.stored().referrals == ()


def test_words_of_the_plan_go_along_with_the_service_until_somebody_writes_them(
    table: Table,
) -> None:
    panel = table.press()
    first, second = list(panel._offers)[:2]
    begun = panel.words.value()
    panel.service.set_value(second)
    panel.service.edited.emit()
    assert panel.words.value() != begun
    panel.words.set_value("Elke dinsdag, met de bus.")
    panel.service.set_value(first)
    panel.service.edited.emit()
    assert panel.words.value() == "Elke dinsdag, met de bus."


@pytest.mark.promise("F1")
def test_f1_what_was_half_typed_comes_back_and_waits_on_vandaag(table: Table) -> None:
    panel = table.press(1)
    panel.way.set_value(SELF)
    panel.way.edited.emit()
    panel.note.area.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClicks(panel.note.area, "Bel na tien uur")
    panel.dismiss()
    table.settle()
    kept = form_drafts.read(
        table.work.database, table.work.session, map_choices.FORM, about=table.need.id
    )
    assert kept is not None
    assert kept.fields["note"] == ("Bel na tien uur",)
    (waiting,) = [
        one
        for one in half_typed.waiting(table.work.database, table.work.session)
        if one.form == map_choices.FORM.name
    ]
    form = told.told(waiting)
    assert form is not None
    spot = told.spot(waiting, form)
    assert (spot.screen, spot.section) == ("visits", LADDER)
    table.room.place.arrive(spot)
    table.settle()
    back = table.panel
    assert (back.note.value(), back.way.value()) == ("Bel na tien uur", SELF)
    assert back.service.value() == list(back._offers)[1]


def test_control_a_form_that_was_sent_waits_no_more(table: Table) -> None:
    panel = table.press()
    table.fill(panel)
    panel.note.set_value("Bel na tien uur")
    panel.note.edited.emit()
    table.send(panel)
    read = form_drafts.read(
        table.work.database, table.work.session, map_choices.FORM, about=table.need.id
    )
    assert read is None


@pytest.mark.promise("F1")
def test_f1_a_contact_that_was_half_typed_comes_back_and_waits_on_vandaag(table: Table) -> None:
    table.choose()
    panel = table.contact()
    assert checklist.faults(panel) == []
    QTest.keyClicks(panel.who.line, "Afke van de balie")
    panel.day.set_parts("31", "2", "2026")
    panel.day.edited.emit()
    panel.confirm()
    assert panel.day.error is not None
    panel.dismiss()
    table.settle()
    (waiting,) = half_typed.waiting(table.work.database, table.work.session)
    form = told.told(waiting)
    assert form is not None
    table.room.place.arrive(told.spot(waiting, form))
    table.settle()
    back = table.panel_of(ContactPanel)
    assert (back.who.value(), back.day.parts()) == ("Afke van de balie", ("31", "2", "2026"))
    assert table.room.stored().referrals[0].contact_on is None


def test_a_service_that_was_found_in_the_map_is_chosen(table: Table) -> None:
    known = {one for one in (b.text() for b in table.offers.buttons)}
    lines = social_map.listed(table.work.database, table.work.session).lines
    other = next(one for one in lines if one.name not in known)
    desk = table.room.conversation.desk
    spot = ScreenSpot(
        screen="visits",
        record_id=desk.visit_id,
        section=LADDER,
        field=f"offer::{other.service_id}",
    )
    table.room.place.arrive(spot)
    table.settle()
    assert table.panel.service.value() == other.service_id
    table.fill(table.panel)
    table.send(table.panel)
    (kept,) = table.room.stored().referrals
    assert kept.service_id == RecordId(other.service_id)


def test_the_way_to_the_map_takes_the_words_along(table: Table) -> None:
    asked: list[ScreenSpot] = []
    table.room.place.go.connect(asked.append)
    table.offers.more.click()
    assert asked == [ScreenSpot(screen=SOCIAL_MAP, section=FOR_NEED, field=table.need.what)]


def test_every_one_can_use_it(table: Table) -> None:
    panel = table.press()
    assert QApplication.focusWidget() is panel.service.combo
    assert checklist.faults(panel) == []
