"""The conversation in full: lists of domains, scores then and now, and what is not forgotten."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from meitinker import clock
from meitinker.domain.applications import ApplicationForm
from meitinker.domain.checkpoints import Talked, Topic
from meitinker.domain.consents import ConsentAnswer, ConsentPurpose
from meitinker.domain.requests import PlanOffer
from meitinker.domain.self_reliance import Level
from meitinker.domain.visits import LifeDomain, Phase, VisitState
from meitinker.domain.words import name_of
from meitinker.ids import PersonId, VisitId
from meitinker.services import life_domains, requests, self_reliance, visits
from tests.ui import checklist
from ui.theme import THEME_NAMES, Theme, apply
from ui.views.visits.attendees import AttendeesSection
from ui.views.visits.checks import ChecksSection
from ui.views.visits.closing import ClosingSection
from ui.views.visits.consents import ConsentsSection
from ui.views.visits.domains import DomainsSection
from ui.views.visits.question import QuestionSection
from ui.views.visits.scores import ScoresSection
from ui.widgets.choices import RadioGroup
from ui.widgets.fields import TextArea
from ui.widgets.score import ScoreField

if TYPE_CHECKING:
    from tests.ui.visits.conftest import Room
    from ui.theme import ThemeName
    from ui.views.visits.section import VisitSection

S = TypeVar("S", bound="VisitSection")


def entered(room: Room, kind: type[S]) -> S:
    """Open the newest open visit at a section, with all of it built."""
    if room.place.conversation is None:
        room.open(room.first())
    room.conversation.go(kind.key)
    room.answered()
    section = room.conversation.pages.section(kind.key)
    assert isinstance(section, kind)
    if isinstance(section, ScoresSection | ChecksSection):
        section._bites.complete()
    checklist.settle()
    return section


def score_then(room: Room, *domains: LifeDomain) -> None:
    """Score domains with 2 at a visit of last year, and open the visit of now."""
    work = room.work
    now = room.first()
    client = room.open(now).desk.file.client.id
    room.place.close_visit()
    begun = visits.begin(work.database, work.session, PersonId(client), on=date(2025, 11, 3))
    then = VisitId(begun.created("visit"))
    for domain in domains:
        self_reliance.score(work.database, work.session, then, domain=domain, level=Level.NOT)
    room.open(now)


def score_field(section: ScoresSection, domain: LifeDomain) -> ScoreField:
    field = section.fields[f"score:{domain.value}:level"]
    assert isinstance(field, ScoreField)
    return field


def stored_scores(room: Room) -> dict[LifeDomain, int]:
    return {one.domain: int(one.level) for one in room.stored().scores if one.level}


class TestLists:
    def test_the_list_of_the_municipality_names_the_domains(self, room: Room) -> None:
        section = entered(room, DomainsSection)
        assert len(section.desk.file.life_domains.guides) == 8
        assert section.choices[LifeDomain.FINANCES].text() == "Financiën"

    def test_each_note_says_what_to_ask(self, room: Room) -> None:
        section = entered(room, DomainsSection)
        section.choices[LifeDomain.PARTICIPATION].click()
        room.answered()
        note = next(n for n in room.stored().domain_notes if n.domain is LifeDomain.PARTICIPATION)
        field = section.fields[f"domain_note:{note.id}:note"]
        assert isinstance(field, TextArea)
        assert field.label == "Vrije tijd en sport"
        assert "Waar doet u aan mee?" in field.area.accessibleDescription()

    def test_another_list_keeps_what_was_typed(self, room: Room) -> None:
        section = entered(room, DomainsSection)
        note = room.stored().domain_notes[0]
        field = section.fields[f"domain_note:{note.id}:note"]
        assert isinstance(field, TextArea)
        field.area.setFocus()
        QTest.keyClicks(field.area, " En dit.")
        lists = life_domains.choices(room.work.database, room.work.session)
        general = next(one for one in lists if not one.municipality)
        section.which.set_value(general.key)
        section.which.edited.emit()
        room.answered()
        room.answered()
        assert len(section.choices) == 13
        again = section.fields[f"domain_note:{note.id}:note"]
        assert isinstance(again, TextArea)
        assert again.value() == f"{note.note} En dit."


class TestQuestion:
    def test_what_a_daughter_asked_stands_above_and_not_in_her_mothers_words(
        self, room: Room
    ) -> None:
        work = room.work
        client = PersonId(room.open(room.first()).desk.file.client.id)
        room.place.close_visit()
        asked = requests.NewRequest(
            words="Mijn moeder valt steeds.", reporter="Aukje", reporter_tie="dochter"
        )
        taken = requests.take(work.database, work.session, client, asked).created("request")
        begun = visits.begin(work.database, work.session, client, request_id=taken)
        room.open(begun.created("visit"))
        section = entered(room, QuestionSection)
        assert "Verteld door Aukje (dochter)." in section.told.text()
        assert "“Mijn moeder valt steeds.”" in section.told.text()
        assert section.told.isVisible()
        assert room.stored().visit.question == ""


class TestScores:
    def test_a_key_scores_and_delete_empties(self, room: Room) -> None:
        section = entered(room, ScoresSection)
        field = score_field(section, LifeDomain.HOUSING)
        field.button("1").setFocus()
        QTest.keyClick(field.button("1"), Qt.Key.Key_4)
        room.answered()
        assert stored_scores(room) == {LifeDomain.HOUSING: 4}
        assert field.meaning.text() == "Voldoende zelfredzaam"
        QTest.keyClick(field.button("4"), Qt.Key.Key_Delete)
        room.answered()
        assert stored_scores(room) == {}
        assert field.meaning.text() == ""

    def test_tab_goes_from_a_score_to_the_next_one(self, room: Room) -> None:
        section = entered(room, ScoresSection)
        first, second = (score_field(section, one) for one in section._order[:2])
        first.button("1").setFocus()
        QTest.keyClick(first.button("1"), Qt.Key.Key_2)
        room.answered()
        QTest.keyClick(first.button("2"), Qt.Key.Key_Tab)
        here = QApplication.focusWidget()
        assert here is not None
        assert second.isAncestorOf(here)
        QTest.keyClick(here, Qt.Key.Key_3)
        room.answered()
        assert (first.value(), second.value()) == ("2", "3")

    def test_what_was_spoken_of_stands_first(self, room: Room) -> None:
        section = entered(room, ScoresSection)
        spoken = {note.domain for note in room.stored().domain_notes if note.note.strip()}
        assert spoken
        checklist.settle()
        lines = {one: score_field(section, one).y() for one in LifeDomain}
        others = [y for one, y in lines.items() if one not in spoken]
        assert max(lines[one] for one in spoken) < section._others.y() < min(others)

    def test_a_key_with_control_is_left_to_the_program(self, room: Room) -> None:
        section = entered(room, ScoresSection)
        field = score_field(section, LifeDomain.HOUSING)
        QTest.keyClick(field.button("1"), Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
        room.answered()
        assert stored_scores(room) == {}

    def test_every_answer_is_read_with_its_meaning(self, room: Room) -> None:
        field = score_field(entered(room, ScoresSection), LifeDomain.JUSTICE)
        assert field.button("1").accessibleName() == "1: Acute problemen"
        assert "Politie en rechter" in field.button("1").accessibleDescription()

    @pytest.mark.parametrize("count", [0, 2, 3])
    def test_a_picture_comes_from_three_domains_on_and_words_before(
        self, room: Room, count: int
    ) -> None:
        domains = list(LifeDomain)[:3]
        score_then(room, *domains)
        section = entered(room, ScoresSection)
        for domain in domains[:count]:
            QTest.keyClick(score_field(section, domain).button("1"), Qt.Key.Key_5)
        room.answered()
        assert section.radar.isHidden() is (count < 3)
        told = section.intro_then.text()
        assert told.startswith({0: "Op ", 2: "Dit veranderde", 3: "Toen "}[count])
        if count == 3:
            said = section.radar.accessibleName()
            assert "Geld: van 2 (niet zelfredzaam) naar 5 (volledig zelfredzaam)" in said
            assert [(a.then, a.now) for a in section.radar.axes] == [(2, 5)] * 3

    @pytest.mark.promise("L29")
    @pytest.mark.parametrize("theme", THEME_NAMES)
    @pytest.mark.parametrize("text_size", [100, 200])
    def test_l29_the_picture_keeps_its_words_within(
        self, room: Room, qapp: QApplication, theme: ThemeName, text_size: int
    ) -> None:
        apply(qapp, Theme(name=theme, text_size=text_size))
        score_then(room, *LifeDomain)
        section = entered(room, ScoresSection)
        for domain in LifeDomain:
            QTest.keyClick(score_field(section, domain).button("1"), Qt.Key.Key_3)
        room.answered()
        checklist.settle()
        radar = section.radar
        assert len(radar.axes) == 13
        for place in range(13):
            assert radar.rect().toRectF().contains(radar.words_room(place))


class TestDay:
    def test_the_day_is_mended_where_the_table_is_noted(self, room: Room) -> None:
        section = entered(room, AttendeesSection)
        day = clock.today() - timedelta(days=1)
        section.day.set_value(day)
        section.day.left.emit()
        room.answered()
        assert room.stored().visit.visited_on == day
        section.day.set_value(clock.today() + timedelta(days=1))
        section.day.left.emit()
        room.answered()
        assert section.day.error
        assert room.stored().visit.visited_on == day


class TestChecks:
    def test_an_answer_and_a_note_are_kept(self, room: Room) -> None:
        section = entered(room, ChecksSection)
        section.answers[Topic.PGB].button(Talked.TALKED.value).click()
        room.place.save_now()
        room.answered()
        note = section.fields["checkpoint:pgb:note"]
        assert isinstance(note, TextArea)
        QTest.keyClicks(note.area, "Wil zorg in natura.")
        room.place.save_now()
        room.answered()
        (kept,) = room.stored().checkpoints
        assert (kept.topic, kept.talked, kept.note) == (
            Topic.PGB,
            Talked.TALKED,
            "Wil zorg in natura.",
        )

    def test_the_first_question_has_the_focus(self, room: Room) -> None:
        section = entered(room, ChecksSection)
        here = QApplication.focusWidget()
        assert here is not None
        assert section.request.isAncestorOf(here)

    def test_a_conversation_without_a_question_can_be_given_one(self, room: Room) -> None:
        work = room.work
        client = PersonId(room.open(room.first()).desk.file.client.id)
        room.place.close_visit()
        begun = visits.begin(work.database, work.session, client)
        room.open(begun.created("visit"))
        section = entered(room, ChecksSection)
        section.desk.keeping.of("visit", room.conversation.desk.visit_id).put("question", "Trap.")
        assert section.focus_field("request")
        assert section.request.first().isVisible()
        section.request.take.click()
        room.answered()
        request = room.stored().request
        assert request is not None
        assert request.words == "Trap."
        assert section.request.take.isHidden()
        section.request.offer.button(PlanOffer.HANDED_IN.value).click()
        room.answered()
        checklist.settle()
        made = room.stored().request
        assert made is not None
        assert made.plan_offer is PlanOffer.HANDED_IN
        assert Topic.PERSONAL_PLAN in section.answers

    def test_what_concluding_misses_leads_to_its_answer(self, room: Room) -> None:
        entered(room, ChecksSection)
        room.conversation.go("checks", "checkpoint:safety:talked")
        field = room.conversation.pages.section("checks").fields["checkpoint:safety:talked"]
        assert isinstance(field, RadioGroup)
        here = room.conversation.focusWidget()
        assert here is not None
        assert field.isAncestorOf(here)


class TestConsents:
    def give(self, section: ConsentsSection, answer: ConsentAnswer, about: str = "") -> None:
        section.purpose.set_value(ConsentPurpose.DEBT.value)
        section.answer.set_value(answer.value)
        section.about.set_value(about)
        section.save.click()

    def test_withdrawing_shows_what_was_given_before(self, room: Room) -> None:
        section = entered(room, ConsentsSection)
        self.give(section, ConsentAnswer.GIVEN, "de bank")
        room.answered()
        self.give(section, ConsentAnswer.WITHDRAWN)
        room.answered()
        lines = section._shown or ()
        line = next(one for one in lines if one.title == name_of(ConsentPurpose.DEBT))
        assert line.words.startswith("Trekt het weer in")
        assert line.before[0].endswith("de bank · mondeling")
        assert section.purpose.value() is None, "the card is empty for the next one"

    def test_what_lacks_is_said_at_its_field(self, room: Room) -> None:
        section = entered(room, ConsentsSection)
        section.save.click()
        assert section.purpose.error
        assert section.answer.error
        self.give(section, ConsentAnswer.WITHDRAWN)
        room.answered()
        assert section.answer.error is not None
        assert section.answer.error.startswith("Er is nu geen toestemming.")

    def test_a_concluded_conversation_still_takes_an_answer(self, room: Room) -> None:
        room.open(room.first(VisitState.CONCLUDED))
        section = entered(room, ConsentsSection)
        self.give(section, ConsentAnswer.REFUSED)
        room.answered()
        last = max(room.stored().consents, key=lambda one: (one.answered_on, one.id))
        assert (last.answer, last.purpose) == (
            ConsentAnswer.REFUSED,
            ConsentPurpose.DEBT,
        )


class TestClosing:
    def test_the_kind_of_support_is_guessed_and_kept_when_changed(self, room: Room) -> None:
        section = entered(room, ClosingSection)
        assert section.kind.phase.value() == room.stored().visit.phase.value
        section.kind.phase.set_value(Phase.AFTER.value)
        section.kind.phase.edited.emit()
        room.place.save_now()
        room.answered()
        assert room.stored().visit.phase is Phase.AFTER

    def test_an_application_starts_the_two_weeks(self, room: Room) -> None:
        section = entered(room, ClosingSection)
        part = section.application
        part.open.click()
        assert part.form is not None
        part.form.what.set_value(ApplicationForm.FORM.value)
        part.form.signed.set_value(clock.today())
        part.form.save.click()
        room.answered()
        (kept,) = room.stored().applications
        assert (kept.form, kept.received_on) == (ApplicationForm.FORM, clock.today())
        assert part.due.text().startswith("Het besluit moet er zijn op ")
        assert part.form.isHidden()
        part.away.click()
        room.answered()
        assert room.stored().applications == ()

    def test_a_wrong_day_is_said_at_its_field(self, room: Room) -> None:
        part = entered(room, ClosingSection).application
        part.open.click()
        assert part.form is not None
        part.form.received.set_value(date(2020, 1, 1))
        part.form.save.click()
        room.answered()
        assert part.form.received.error is not None
        assert part.form.isVisible()
