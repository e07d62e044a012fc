"""The sections of a conversation: rows that come and go, the ladder, and concluding."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from meitinker import clock
from meitinker.domain.needs import Outcome, Step
from meitinker.domain.plans import HandoverWay, SignatureWay
from meitinker.domain.visits import LifeDomain, VisitState
from meitinker.errors import DiskFull, PrintFailed
from meitinker.ids import VisitId
from meitinker.services import editing, half_typed, people, plans, reading, undo, visits
from tests import readings
from tests.ui import checklist
from ui.paper import papers
from ui.theme import Theme, apply
from ui.viewmodels import conversation as told
from ui.viewmodels.dates import DAY, MONTH, YEAR
from ui.views.visits.agreements import AgreementsSection
from ui.views.visits.attendees import AttendeesSection
from ui.views.visits.closing import ClosingSection
from ui.views.visits.domains import DomainsSection
from ui.views.visits.ladder import LadderSection
from ui.views.visits.needs import NeedsSection
from ui.views.visits.plan_page import PlanSection
from ui.widgets.buttons import Button
from ui.widgets.dates import DateField
from ui.widgets.fields import TextArea, TextField
from ui.widgets.scrolling import bring_into_sight

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from tests.ui.visits.conftest import Room
    from ui.views.visits.section import VisitSection

S = TypeVar("S", bound="VisitSection")


def entered(room: Room, kind: type[S]) -> S:
    """Open the newest open visit at a section."""
    if room.place.conversation is None:
        room.open(room.first())
    room.conversation.go(kind.key)
    room.answered()
    section = room.conversation.pages.section(kind.key)
    assert isinstance(section, kind)
    return section


def line(section: VisitSection, name: str) -> TextField:
    field = section.fields[name]
    assert isinstance(field, TextField)
    return field


def area(section: VisitSection, name: str) -> TextArea:
    field = section.fields[name]
    assert isinstance(field, TextArea)
    return field


def safe(room: Room) -> None:
    room.place.save_now()
    room.answered()


def state(room: Room, key: str) -> str:
    return next(row.status for row in room.conversation.list.rows.rows.rows if row.key == key)


def test_the_resident_is_added_by_one_click(room: Room) -> None:
    section = entered(room, AttendeesSection)
    before = len(room.stored().attendees)
    section.add_resident.click()
    room.answered()
    assert len(room.stored().attendees) == before + 1
    assert section.add_resident.isHidden()
    assert state(room, "attendees") == f"Klaar · {before + 1} personen"


def test_a_new_row_has_the_focus_and_keeps_what_is_typed(room: Room) -> None:
    section = entered(room, AttendeesSection)
    section.add.click()
    room.answered()
    new = room.stored().attendees[-1]
    name = line(section, f"attendee:{new.id}:name")
    assert name.line.hasFocus()
    QTest.keyClicks(name.line, "Baukje")
    safe(room)
    assert room.stored().attendees[-1].name == "Baukje"


@pytest.mark.parametrize("width", [770, 1310])
def test_a_name_is_read_whole_in_a_narrow_window_too(room: Room, width: int) -> None:
    room.place.resize(width, 600)
    section = entered(room, AttendeesSection)
    checklist.settle()
    one = room.stored().attendees[0]
    name, tie = (line(section, f"attendee:{one.id}:{part}") for part in ("name", "tie"))
    wide = name.line.fontMetrics().horizontalAdvance("Akke Wâldsang-de Jong")
    assert name.line.width() > wide
    assert (name.y() == tie.y()) is (width > 1000)


def test_every_domain_is_a_click_away_until_it_has_a_note(room: Room) -> None:
    section = entered(room, DomainsSection)
    taken = {note.domain for note in room.stored().domain_notes}
    free = {domain for domain, button in section.choices.items() if not button.isHidden()}
    listed = {guide.home for guide in section.desk.file.life_domains.guides}
    assert free == listed - taken
    section.choices[LifeDomain.JUSTICE].click()
    room.answered()
    note = next(n for n in room.stored().domain_notes if n.domain is LifeDomain.JUSTICE)
    assert area(section, f"domain_note:{note.id}:note").area.hasFocus()
    assert section.choices[LifeDomain.JUSTICE].isHidden()


def test_who_was_named_before_sits_down_with_one_click(room: Room) -> None:
    section = entered(room, AttendeesSection)
    room.answered()
    offered = [one for one in section.known.findChildren(Button) if one.isVisible()]
    assert len(offered) == 4, "the nearest; the others are typed"
    first = offered[0].text()
    offered[0].click()
    room.answered()
    there = [f"{one.name} ({one.tie})" for one in room.stored().attendees]
    assert first in there
    shown = [one.text() for one in section.known.findChildren(Button) if one.isVisible()]
    assert first not in shown
    assert section.known.parts[0].hasFocus(), "the next one is one key away"


def test_who_sits_down_takes_the_row_that_waits(room: Room) -> None:
    section = entered(room, AttendeesSection)
    section.add.click()
    room.answered()
    before = room.stored().attendees
    assert before[-1].name == ""
    offer = section.known.parts[0]
    assert isinstance(offer, Button)
    words = offer.text()
    offer.click()
    safe(room)
    there = room.stored().attendees
    assert len(there) == len(before)
    assert f"{there[-1].name} ({there[-1].tie})" == words


def test_who_may_do_it_is_offered_until_somebody_is_named(room: Room) -> None:
    section = entered(room, AgreementsSection)
    section.add.click()
    room.answered()
    new = room.stored().agreements[-1]
    _field, offers = section.offers[new.id]
    names = [one.text() for one in offers.parts if isinstance(one, Button)]
    assert names[1] == told.resident(section.desk.file), "the worker, the resident, then others"
    assert len(names) == 5
    one = offers.parts[1]
    assert isinstance(one, Button)
    one.click()
    safe(room)
    assert room.stored().agreements[-1].who == names[1]
    assert offers.isHidden()
    assert area(section, f"agreement:{new.id}:what").area.hasFocus()


def test_a_removed_row_keeps_its_last_words_for_undo(room: Room) -> None:
    section = entered(room, NeedsSection)
    need = room.stored().needs[0]
    field = area(section, f"need:{need.id}:what")
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClicks(field.area, " Snel!")
    section._remove(need)
    room.answered()
    assert need.id not in section.cards
    room.work.tasks.write(room.place, lambda: undo.undo(room.work.database, room.work.session))
    room.answered()
    assert room.stored().needs[0].what == f"{need.what} Snel!"
    assert area(section, f"need:{need.id}:what").value() == f"{need.what} Snel!"


def test_the_ladder_is_of_the_need_with_the_keyboard(room: Room) -> None:
    section = entered(room, NeedsSection)
    section.add.click()
    room.answered()
    first, second = (need.id for need in room.stored().needs[-2:])
    for need in (first, second, first):
        area(section, f"need:{need}:wished_result").setFocus(Qt.FocusReason.TabFocusReason)
        assert room.conversation.desk.need_id == need


def test_refreshing_does_not_disturb_who_is_typing(room: Room) -> None:
    section = entered(room, NeedsSection)
    need = room.stored().needs[0]
    field = area(section, f"need:{need.id}:what")
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClicks(field.area, "abc")
    at = field.place()
    visits.add_need(room.work.database, room.work.session, room.conversation.desk.visit_id)
    room.conversation.desk.reload()
    room.answered()
    assert field.value().endswith("abc")
    assert field.place() == at


def test_an_agreement_has_who_what_and_when(room: Room) -> None:
    section = entered(room, AgreementsSection)
    section.add.click()
    room.answered()
    new = room.stored().agreements[-1]
    key = f"agreement:{new.id}"
    QTest.keyClicks(line(section, f"{key}:who").line, "Akke")
    QTest.keyClicks(area(section, f"{key}:what").area, "belt de kapper")
    day = section.fields[f"{key}:due_on"]
    assert isinstance(day, DateField)
    for part, text in zip(("day", "month", "year"), ("1", "maart", "2027"), strict=True):
        QTest.keyClicks(day.line(part), text)  # type: ignore[arg-type]  # the three parts
    safe(room)
    kept = room.stored().agreements[-1]
    assert (kept.who, kept.what, str(kept.due_on)) == ("Akke", "belt de kapper", "2027-03-01")


class TestLadder:
    """Each step has an outcome and a reason; skipping one asks why."""

    def fresh(self, room: Room) -> tuple[LadderSection, str]:
        section = entered(room, NeedsSection)
        section.add.click()
        room.answered()
        need = room.stored().needs[-1]
        room.conversation.desk.choose_need(need.id)
        ladder = entered(room, LadderSection)
        ladder.complete()
        return ladder, need.id

    def answer(self, room: Room, section: LadderSection, step: Step, outcome: Outcome) -> None:
        if not section.cards[step].is_open():
            section.open_step(step)
        section.cards[step].outcome.button(outcome.value).click()
        safe(room)

    def test_the_first_answer_makes_the_finding_and_the_next_ones_change_it(
        self, room: Room
    ) -> None:
        section, need = self.fresh(room)
        self.answer(room, section, Step.CARER, Outcome.HELPS_PARTLY)
        card = section.cards[Step.CARER]
        QTest.keyClicks(card.reason.area, "Alleen op zaterdag.")
        safe(room)
        self.answer(room, section, Step.CARER, Outcome.SOLVES)
        (finding,) = [f for f in room.stored().findings if f.need_id == need]
        assert (finding.outcome, finding.reason) == (Outcome.SOLVES, "Alleen op zaterdag.")

    def test_a_reason_before_the_outcome_is_kept(self, room: Room) -> None:
        section, need = self.fresh(room)
        section.open_step(Step.NETWORK)
        reason = section.cards[Step.NETWORK].reason
        told = reason.area.accessibleDescription()
        assert "De inwoner leest dit in het plan. Schrijf het aan “u”." in told
        QTest.keyClicks(reason.area, "De buren zijn weg.")
        safe(room)
        (finding,) = [f for f in room.stored().findings if f.need_id == need]
        assert finding.outcome is Outcome.NOT_LOOKED_AT
        assert finding.reason == "De buren zijn weg."

    def test_skipping_a_rung_asks_for_the_reason(self, room: Room) -> None:
        section, _need = self.fresh(room)
        assert not section._skipped.isVisible()
        self.answer(room, section, Step.USUAL_HELP, Outcome.SOLVES)
        assert section._skipped.isVisible()
        assert section._asked == (Step.OWN_STRENGTH, Step.GENERALLY_USUAL)
        rung = room.conversation.ladder.ladder.button(1).rung
        assert (rung.icon, rung.tone) == ("alert-triangle", "warning")
        for step in section._asked:
            self.answer(room, section, step, Outcome.NOT_PRESENT)
        assert not section._skipped.isVisible()

    def test_a_rung_opens_its_step(self, room: Room) -> None:
        section, _need = self.fresh(room)
        room.conversation.ladder.ladder.button(4).click()
        assert section.cards[Step.GENERAL_PROVISION].is_open()
        assert room.conversation.ladder.ladder.button(4).rung.state == "Nog niet bekeken"

    def test_far_steps_follow_in_bites_and_are_there_when_one_is_wanted(self, room: Room) -> None:
        section, need = self.fresh(room)
        section.desk.choose_need(room.stored().needs[0].id)
        section.desk.choose_need(need)
        assert list(section.cards) == list(Step)[:2], "all at once would hold the screen"
        section.open_step(Step.VOLUNTEERS)
        assert list(section.cards) == list(Step)
        assert section.cards[Step.VOLUNTEERS].need_id == need
        tops = [card.y() for card in section.cards.values()]
        assert tops == sorted(tops)

    def test_turning_to_another_need_keeps_what_was_typed(self, room: Room) -> None:
        section, need = self.fresh(room)
        section.open_step(Step.OWN_STRENGTH)
        QTest.keyClicks(section.cards[Step.OWN_STRENGTH].reason.area, "Lukt nog net.")
        section.desk.choose_need(room.stored().needs[0].id)
        section.desk.choose_need(need)
        room.answered()
        (finding,) = [f for f in room.stored().findings if f.need_id == need]
        assert finding.reason == "Lukt nog net."
        section.open_step(Step.OWN_STRENGTH)
        assert section.cards[Step.OWN_STRENGTH].reason.value() == "Lukt nog net."


class TestClosing:
    """The law warns and never blocks; a signature is under the text as it stood."""

    def test_a_missing_thing_is_a_way_to_its_field(self, room: Room) -> None:
        section = entered(room, ClosingSection)
        lines = {one.accessibleName(): one for one in section.missing.lines}
        wanted = next(text for text in lines if text.startswith("Schrijf op wat de uitkomst is"))
        lines[wanted].click()
        assert area(section, "conclusion").area.hasFocus()
        ladder = next(text for text in lines if text.startswith("Maak de ladder af"))
        lines[ladder].click()
        assert room.conversation.section_key == "ladder"

    def test_it_goes_once_it_is_there(self, room: Room) -> None:
        section = entered(room, ClosingSection)
        before = len(section.missing.lines)
        assert before == len(told.missing_lines(room.stored())), "all of it is in sight"
        QTest.keyClicks(area(section, "conclusion").area, "Wij proberen het.")
        safe(room)
        assert len(section.missing.lines) == before - 1

    def test_a_day_that_is_no_date_is_told_and_forgotten_once_concluded(self, room: Room) -> None:
        agreed = entered(room, AgreementsSection)
        agreed.add.click()
        room.answered()
        one = room.stored().agreements[0]
        due = agreed.fields[f"agreement:{one.id}:due_on"]
        assert isinstance(due, DateField)
        for part, typed in zip((DAY, MONTH, YEAR), ("31", "11", "2026"), strict=True):
            due.line(part).setFocus()
            due.line(part).selectAll()
            QTest.keyClicks(due.line(part), typed)
        section = entered(room, ClosingSection)
        room.answered()
        line = next(one for one in section.missing.lines if "datum na" in one.accessibleName())
        line.click()
        assert room.conversation.section_key == "agreements"
        assert due.line(DAY).hasFocus()

        work, visit_id = room.work, room.stored().visit.id
        visits.conclude(work.database, work.session, VisitId(visit_id))
        assert room.stored().half_days == frozenset()

    def draw(self, section: ClosingSection) -> None:
        section.signing.signature.ways.button(SignatureWay.SCREEN.value).click()
        pad = section.signing.signature.pad
        left = Qt.MouseButton.LeftButton
        QTest.mousePress(pad, left, pos=QPoint(20, 20))
        QTest.mouseMove(pad, QPoint(60, 40))
        QTest.mouseRelease(pad, left, pos=QPoint(90, 20))

    def test_the_pad_stays_under_the_hand_that_draws(self, room: Room) -> None:
        room.place.resize(1310, 600)
        section = entered(room, ClosingSection)
        ways, pad = section.signing.signature.ways, section.signing.signature.pad
        checklist.settle()
        bring_into_sight(ways)
        at = ways.mapTo(room.place, QPoint()).y()
        ways.button(SignatureWay.SCREEN.value).click()
        checklist.settle()
        assert ways.mapTo(room.place, QPoint()).y() == at, "one more line is missing above it"
        section.signing.signature.set_error("Er staat nog geen handtekening.")
        checklist.settle()
        bring_into_sight(pad)
        checklist.settle()
        before, at = len(section.missing.lines), pad.mapTo(room.place, QPoint()).y()
        self.draw(section)
        checklist.settle()
        assert len(section.missing.lines) == before - 1
        assert pad.mapTo(room.place, QPoint()).y() == at

    def test_what_wipes_the_pad_is_not_beside_what_says_that_it_is_done(self, room: Room) -> None:
        section = entered(room, ClosingSection)
        self.draw(section)
        checklist.settle()
        again, done = section.signing.signature.again, section.signing.sign
        assert again.kind != done.kind, "they do not look alike"
        assert again.mapTo(section, QPoint()).x() > done.mapTo(section, QPoint(done.width(), 0)).x()
        below = again.mapTo(section, QPoint(0, again.height())).y()
        assert done.mapTo(section, QPoint()).y() - below < 2 * done.height()

    def test_a_drawn_signature_is_kept_with_the_hash_of_the_text(self, room: Room) -> None:
        section = entered(room, ClosingSection)
        self.draw(section)
        section.signing.sign.setFocus()
        section.signing.sign.click()
        room.answered()
        (kept,) = room.stored().signatures
        hashed = plans.text_hash(
            room.work.database, room.work.session, room.conversation.desk.visit_id
        )
        assert (kept.way, kept.text_hash) == (SignatureWay.SCREEN, hashed)
        assert kept.strokes.startswith("[[[")
        assert room.conversation.main.hasFocus(), "what comes next is to conclude"
        assert section.signing.agreed.isVisible()

    def test_leaving_keeps_what_was_drawn_and_takes_it_for_no_agreement(self, room: Room) -> None:
        self.draw(entered(room, ClosingSection))
        assert room.leave() == [True]
        assert room.stored().signatures == ()
        visit_id = room.conversation.desk.visit_id
        room.place.close_visit()
        room.answered()
        room.open(visit_id)
        section = entered(room, ClosingSection)
        room.answered()
        assert section.signing.signature.way() == SignatureWay.SCREEN.value
        assert len(section.signing.signature.strokes()) == 1
        section.signing.sign.click()
        room.answered()
        (kept,) = room.stored().signatures
        assert kept.strokes.startswith("[[[")
        section.signing.signature.again.click()
        assert room.leave() == [True]
        assert half_typed.waiting(room.work.database, room.work.session) == ()

    def test_concluding_takes_what_was_drawn_for_the_signature(self, room: Room) -> None:
        self.draw(entered(room, ClosingSection))
        self.press_twice(room)
        room.answered()
        assert len(room.stored().signatures) == 1
        assert room.stored().visit.state is VisitState.CONCLUDED

    def test_a_word_after_the_signature_is_told_and_does_not_block(self, room: Room) -> None:
        section = entered(room, ClosingSection)
        section.signing.signature.ways.button(SignatureWay.SPOKEN.value).click()
        room.answered()
        QTest.keyClicks(area(section, "conclusion").area, "Toch anders.")
        safe(room)
        self.press_twice(room)
        assert section.signing.signature.ways.error
        assert room.stored().visit.state is VisitState.OPEN
        room.place.confirm()
        room.answered()
        assert room.stored().visit.state is VisitState.CONCLUDED

    def test_a_signing_that_nobody_signed_is_told_and_does_not_block(self, room: Room) -> None:
        section = entered(room, ClosingSection)
        before = len(section.missing.lines)
        section.signing.signature.ways.button(SignatureWay.SCREEN.value).click()
        room.answered()
        wanted = section.missing.lines[-1]
        assert "Laat tekenen" in wanted.accessibleName()
        assert len(section.missing.lines) == before + 1
        wanted.click()
        room.answered()
        assert section.signing.signature.isAncestorOf(section.focusWidget())
        self.press_twice(room)
        assert "nog geen handtekening" in (section.signing.signature.ways.error or "")
        assert room.stored().visit.state is VisitState.OPEN
        room.place.confirm()
        room.answered()
        assert room.stored().visit.state is VisitState.CONCLUDED

    def test_concluding_takes_two_presses_and_shows_the_plan(
        self, room: Room, qtbot: QtBot
    ) -> None:
        section = entered(room, ClosingSection)
        assert section.missing.lines
        room.place.confirm()
        room.answered()
        assert room.stored().visit.state is VisitState.OPEN
        qtbot.waitUntil(lambda: room.conversation.main.text() == "Toch afronden")
        room.place.confirm()
        room.place.confirm()  # while the store is at it: one conclusion, and no complaint
        room.answered()
        assert room.stored().visit.state is VisitState.CONCLUDED
        assert room.conversation.section_key == "plan"
        assert not room.conversation.bar.isVisible()

    def test_a_double_click_warns_and_does_not_conclude(self, room: Room) -> None:
        section = entered(room, ClosingSection)
        QTest.mouseClick(room.conversation.main, Qt.MouseButton.LeftButton)
        QTest.mouseDClick(room.conversation.main, Qt.MouseButton.LeftButton)
        room.answered()
        assert room.stored().visit.state is VisitState.OPEN
        assert "Klopt alles?" in section.missing.accessibleName()

    def test_the_warning_is_one_message_and_goes_with_the_section(
        self, room: Room, qtbot: QtBot, qapp: QApplication
    ) -> None:
        apply(qapp, Theme(text_size=200))
        room.place.resize(1230, 768)
        section = entered(room, ClosingSection)
        room.place.confirm()
        assert "Klopt alles?" in section.missing.accessibleName()
        checklist.settle()
        words = section.missing.words
        assert words.visibleRegion().boundingRect() == words.rect(), "it can be read whole"
        assert not room.conversation.bar.isVisible(), "two messages at once are read as none"
        qtbot.waitUntil(lambda: room.conversation.main.text() == "Toch afronden")
        room.place.turn_section(-1)
        entered(room, ClosingSection)
        assert room.conversation.main.text() == "Gesprek afronden"
        assert "Klopt alles?" not in section.missing.accessibleName()

    def test_a_signature_that_is_refused_does_not_hold_up_who_leaves(
        self, room: Room, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        section = entered(room, ClosingSection)
        self.draw(section)

        def full(*_what: object, **_more: object) -> None:
            raise DiskFull("signature")

        with monkeypatch.context() as broken:
            broken.setattr(visits, "sign", full)
            section.signing.sign.click()
            room.answered()
        assert "De schijf is vol." in room.conversation.bar.text
        assert section.signing.sign.isVisible(), "it is on the pad still, and can be kept"
        assert room.leave() == [True]
        section.signing.sign.click()
        room.answered()
        assert len(room.stored().signatures) == 1

    def test_a_store_that_refuses_the_conclusion_can_be_asked_again(
        self, room: Room, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        entered(room, ClosingSection)

        def full(*_what: object, **_more: object) -> None:
            raise DiskFull("conclude")

        with monkeypatch.context() as broken:
            broken.setattr(visits, "conclude", full)
            self.press_twice(room)
        assert room.stored().visit.state is VisitState.OPEN
        room.place.confirm()
        room.answered()
        assert room.stored().visit.state is VisitState.CONCLUDED

    def press_twice(self, room: Room) -> None:
        """Press the main button, read what it says, and press it again."""
        room.place.confirm()
        room.qtbot.waitUntil(lambda: room.conversation.main.text() == "Toch afronden")
        room.place.confirm()
        room.answered()

    def test_a_concluded_visit_is_for_reading(self, room: Room) -> None:
        room.open(room.first(VisitState.CONCLUDED))
        section = entered(room, NeedsSection)
        need = room.stored().needs[0]
        assert area(section, f"need:{need.id}:what").area.isReadOnly()
        assert section.add.isHidden()
        assert not room.conversation.later.isVisible()


class TestPlan:
    """From the concept to the day on which it was given."""

    def concluded(self, room: Room) -> PlanSection:
        room.open(room.first())
        visits.conclude(room.work.database, room.work.session, room.conversation.desk.visit_id)
        room.conversation.desk.reload()
        room.answered()
        return entered(room, PlanSection)

    def test_the_concept_can_be_read(self, room: Room) -> None:
        section = entered(room, PlanSection)
        assert section.paper.preview.page_count() > 0
        assert "concept" in section.version.text()
        assert not section.handover.isVisible()

    def test_a_plan_that_is_given_at_once_is_done(self, room: Room) -> None:
        section = self.concluded(room)
        section.handover.handing.ways[HandoverWay.AT_THE_TABLE].click()
        room.answered()
        assert section.version.text().startswith("Versie 1 van ")
        assert not section.handover.handing.day.isVisible()
        assert room.stored().handovers[0].handed_over_on == clock.today()

    def test_a_plan_that_goes_later_asks_for_its_day(self, room: Room) -> None:
        section = self.concluded(room)
        section.handover.handing.ways[HandoverWay.BRING_LATER].click()
        room.answered()
        section.handover.handing.day.set_value(clock.today() + timedelta(days=1))
        section.handover.handing.keep.click()
        room.answered()
        assert "moet nog komen" in (section.handover.handing.day.error or "")
        section.handover.handing.day.set_value(clock.today())
        section.handover.handing.keep.click()
        room.answered()
        assert not section.handover.handing.day.isVisible()
        assert room.stored().handovers[0].handed_over_on == clock.today()

    def test_nothing_is_sent_to_the_dead(self, room: Room) -> None:
        section = self.concluded(room)
        client = room.conversation.desk.file.visit.client_id
        people.register_death(room.work.database, room.work.session, client, on=clock.today())
        room.conversation.desk.reload()
        room.answered()
        section.handover.handing.ways[HandoverWay.SEND_LATER].click()
        room.answered()
        assert "overleden" in section.handover.bar.text
        assert room.stored().plans == ()

    def test_large_print_is_shown_at_once(self, room: Room) -> None:
        section = entered(room, PlanSection)
        before = section.paper.preview.page_count()
        section.paper.large.box.click()
        room.answered()
        assert section.paper.preview.page_count() > before

    def test_what_is_kept_in_a_file_bears_no_name(
        self, room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        section = self.concluded(room)
        section.handover.handing.ways[HandoverWay.AT_THE_TABLE].click()
        room.answered()
        asked: list[str] = []

        def save(pdf: bytes, _parent: object, *, name: str) -> str:
            asked.append(name)
            (tmp_path / f"{name}.pdf").write_bytes(pdf)
            return "Bewaard."

        monkeypatch.setattr(papers, "save_pdf", save)
        section.paper.save.click()
        room.answered()
        number = room.stored().plans[0].number
        assert asked == [f"ondersteuningsplan-{number}"]
        assert (tmp_path / f"{asked[0]}.pdf").read_bytes().startswith(b"%PDF")
        assert "Bewaard." in section.paper.bar.text

    def test_a_printer_that_says_no_is_told_in_words(
        self, room: Room, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        section = entered(room, PlanSection)
        before = self.printed(room)

        def no_printer(_pdf: bytes, _parent: object) -> str:
            raise PrintFailed("no printer")

        monkeypatch.setattr(papers, "print_pdf", no_printer)
        room.place.print_paper()
        room.answered()
        assert "Afdrukken lukt niet." in section.paper.bar.text
        assert self.printed(room) == before + 1  # it was asked for: that is in the log

    def test_nothing_is_printed_that_could_not_be_logged(
        self, room: Room, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        section = entered(room, PlanSection)
        handed: list[bytes] = []

        def full(*_what: object, **_more: object) -> None:
            raise DiskFull("log")

        def hand(pdf: bytes, _parent: object) -> str:
            handed.append(pdf)
            return ""

        monkeypatch.setattr(papers, "print_pdf", hand)
        monkeypatch.setattr(reading, "printed", full)
        section.paper.print.click()
        room.answered()
        assert handed == []
        assert "schijf is vol" in room.conversation.bar.text

    def printed(self, room: Room) -> int:
        client = room.conversation.desk.file.visit.client_id
        seen = readings.of_client(room.work.database, client)
        return sum(1 for entry in seen if str(entry.action) == "print")


class TestSavingFails:
    """What was typed stays, and the screen says that it is not safe."""

    def test_a_full_disk_is_told_and_trying_again_saves(
        self, room: Room, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        room.open(room.first())
        section = room.conversation.pages.section("question")
        with monkeypatch.context() as broken:

            def full(*_what: object, **_more: object) -> None:
                raise DiskFull("typing")

            broken.setattr(editing, "save", full)
            QTest.keyClicks(area(section, "notes").area, "Niet kwijt. ")
            safe(room)
            assert room.conversation.indicator.text == "Niet bewaard"
            assert "De schijf is vol." in room.conversation.bar.text
            assert room.leave() == [False]
        assert area(section, "notes").value().startswith("Niet kwijt.")
        room.conversation.bar.button.click()
        room.answered()
        assert room.conversation.indicator.text.startswith("Bewaard om ")
        assert room.stored().visit.notes.startswith("Niet kwijt.")
        assert not room.conversation.bar.isVisible()


@pytest.mark.parametrize(("section", "beside"), [("ladder", True), ("closing", False)])
def test_the_ladder_stands_only_beside_what_it_is_about(
    room: Room, section: str, beside: bool
) -> None:
    room.place.resize(1366, 768)
    conversation = room.open(room.first())
    conversation.go(section)
    checklist.settle()
    assert conversation.ladder.isVisible() is beside
    assert not conversation.panes.tabs.isVisible()


def test_the_plan_is_large_enough_to_read(room: Room) -> None:
    room.place.resize(1366 - 216, 768)  # what the rail leaves of the smallest laptop
    conversation = room.open(room.first())
    conversation.go("plan")
    room.answered()
    checklist.settle()
    section = conversation.pages.section("plan")
    assert isinstance(section, PlanSection)
    preview = section.paper.preview
    assert preview.height() >= 560
    page = (preview.viewport().width() - 2 * 16) * 2**0.5
    assert page <= preview.viewport().height(), "a whole page is in sight"
    assert not conversation.ladder.isVisible()


def test_a_date_that_does_not_exist_is_told_also_after_it_was_kept(room: Room) -> None:
    section = entered(room, AgreementsSection)
    section.add.click()
    room.answered()
    day = next(f for n, f in section.fields.items() if n.endswith("due_on") and _is_empty(f))
    assert isinstance(day, DateField)
    for part, typed in ((DAY, "31"), (MONTH, "13"), (YEAR, "2026")):
        day.line(part).setFocus()
        QTest.keyClicks(day.line(part), typed)
    section.add.setFocus()
    assert day.error is not None
    room.conversation.desk.keeping.flush()
    room.answered()
    assert day.error == day.problem()
    day.line(MONTH).setFocus()
    day.line(MONTH).clear()
    QTest.keyClicks(day.line(MONTH), "12")
    section.add.setFocus()
    room.conversation.desk.keeping.flush()
    room.answered()
    assert day.error is None


def _is_empty(field: object) -> bool:
    return isinstance(field, DateField) and field.parts() == ("", "", "")
