"""The inbox of the back office and the page of one visit, by keys and mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton

from meitinker.domain.needs import Need
from meitinker.domain.reviews import Status
from meitinker.domain.session import Role
from meitinker.ids import PersonId, RecordId, VisitId, record_id
from meitinker.services import reviewing, reviews
from meitinker.store.acts import act
from meitinker.store.settings import ScreenSpot
from tests.ui import checklist
from ui.theme import Theme, apply
from ui.views.back_office import (
    BATCHES,
    COVERAGE,
    KEY,
    LISTS,
    MAP,
    MAP_IN,
    PAPERS,
    WORKLOAD,
    acts,
    place,
)
from ui.widgets.fields import TextArea
from ui.widgets.form_field import WrappedLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from tests.ui.back_office.conftest import Office
    from ui.theme.tokens import ThemeName

_LEFT = Qt.MouseButton.LeftButton


def press(office: Office, button: QWidget) -> None:
    """Click, and let all that follows end."""
    QTest.mouseClick(button, _LEFT)
    office.rest()


def open_first(office: Office) -> str:
    """Open the first visit of the inbox; return its id."""
    press(office, office.visits.browse.card.main)
    file = office.visits.page.file
    assert file is not None
    return file.visit.visit.id


def words(office: Office) -> str:
    """Return all that the card of the visit says."""
    said = office.visits.page.acts.state.findChildren(WrappedLabel)
    return " ".join(one.text() for one in said)


def look_at_all(office: Office) -> None:
    """Tick every line of the checklist."""
    for box in office.visits.page.checks.boxes.values():
        press(office, box.box)


def button(office: Office, key: str) -> QWidget:
    """Return the button of an act."""
    return office.visits.page.acts.buttons[key]


def test_the_inbox_begins_with_what_waits_and_tells_nothing_of_what_was_said(
    office: Office,
) -> None:
    browse = office.visits.browse
    counts = reviews.counts(office.work.database, office.work.session)
    assert counts[Status.NEW]
    assert browse.status.value() == Status.NEW.value
    assert len(browse.rows.model().rows) == counts[Status.NEW]  # type: ignore[attr-defined]  # Qt names the base class
    assert browse.rows.hasFocus()
    assert "wacht" in browse.count.text()


def test_a_visit_is_taken_up_asked_about_and_waits(office: Office) -> None:
    visit = open_first(office)
    press(office, button(office, "take_up"))
    assert office.status(visit) == Status.TO_CHECK.value
    press(office, button(office, acts.ASK))
    panel = office.visits.page.acts.panel
    assert panel is not None
    press(office, panel.keep)
    assert panel.fields["text"].error, "an empty question is refused at its field"
    QTest.keyClicks(office.place.focusWidget(), "Wie is de mantelzorger?")
    press(office, panel.keep)
    assert office.status(visit) == Status.QUESTION_OUT.value
    assert office.visits.page.acts.panel is None
    told = words(office)
    assert "Wie is de mantelzorger?" in told
    assert "U wacht op antwoord van Hinke" in told
    assert "tot en met" in told
    assert list(office.visits.page.acts.buttons) == ["take_up"], "who has it by phone goes on"
    press(office, button(office, "take_up"))
    assert office.status(visit) == Status.TO_CHECK.value


@pytest.mark.parametrize("key", [acts.ASK, acts.SEND_BACK])
@pytest.mark.promise("F1")
def test_f1_what_is_half_typed_about_a_visit_comes_back(office: Office, key: str) -> None:
    visit = open_first(office)
    press(office, button(office, key))
    QTest.keyClicks(office.place.focusWidget(), "Wie is de")
    press(office, office.visits.page.back)
    assert office.visits.browse.isVisible()
    office.begin_anew()
    office.visits.open_visit(visit)
    office.rest()
    panel = office.visits.page.acts.panel
    assert panel is not None
    field = panel.fields["text"]
    assert isinstance(field, TextArea)
    assert field.value() == "Wie is de"
    assert office.status(visit) == Status.NEW.value


def test_a_box_says_to_who_cannot_see_what_is_missing_and_who_looked(office: Office) -> None:
    open_first(office)
    checks = office.visits.page.checks

    def told() -> list[str]:
        seen = [QAccessible.queryAccessibleInterface(one.box) for one in checks.boxes.values()]
        return [one.text(QAccessible.Text.Description) for one in seen]

    assert "Ontbreekt." in told()
    press(office, next(iter(checks.boxes.values())).box)
    assert "Bekeken door" in told()[0]


def test_ticks_say_who_looked_and_survive_a_second_look(office: Office) -> None:
    open_first(office)
    page = office.visits.page
    item, box = next(iter(page.checks.boxes.items()))
    press(office, box.box)
    assert page.checks.boxes[item].value()
    assert page.checks.boxes[item] is box, "the keyboard stays where it was"
    file = page.file
    assert file is not None
    assert [one.item for one in file.ticks] == [item]
    press(office, box.box)
    assert not page.checks.boxes[item].value()


def test_what_is_as_it_was_is_not_built_anew(office: Office) -> None:
    """Taking up changes where a visit stands; its words and its checklist hold up no key."""
    open_first(office)
    page = office.visits.page
    before = page.said.lines.widgets, [one.widgets for one in page.checks._notes.values()]
    assert all(before)
    story = page.story.lines.widgets
    press(office, button(office, "take_up"))
    assert (page.said.lines.widgets, [n.widgets for n in page.checks._notes.values()]) == before
    assert page.story.lines.widgets != story


def test_what_was_approved_is_no_longer_new_and_can_be_taken_up_again(office: Office) -> None:
    visit = open_first(office)
    look_at_all(office)
    press(office, button(office, "approve"))
    assert office.status(visit) == Status.APPROVED.value
    assert list(office.visits.page.acts.buttons) == ["deliver", "take_up"]
    press(office, office.visits.page.back)
    rows = office.visits.browse.rows.model().rows  # type: ignore[attr-defined]  # as above
    assert visit not in {row.key for row in rows}
    assert "kunnen mee met een levering" in office.visits.browse.count.text()


def test_who_approved_goes_on_to_the_deliveries(office: Office) -> None:
    asked: list[ScreenSpot] = []
    office.place.go.connect(asked.append)
    open_first(office)
    look_at_all(office)
    press(office, button(office, "approve"))
    assert "kan nu mee met een levering" in words(office)
    press(office, button(office, "deliver"))
    assert asked == [ScreenSpot(screen=KEY, section=BATCHES)]


def test_two_times_enter_does_not_approve_what_nobody_looked_at(office: Office) -> None:
    visit = open_first(office)
    take_up = button(office, "take_up")
    assert take_up.hasFocus()
    QTest.keyClick(take_up, Qt.Key.Key_Return)
    office.rest()
    page = office.visits.page
    assert page.said.visit.hasFocus(), "to read comes before to decide"
    press(office, button(office, "approve"))
    panel = page.acts.panel
    assert panel is not None
    assert panel.fields["why"].isAncestorOf(office.place.focusWidget())
    QTest.keyClick(office.place.focusWidget(), Qt.Key.Key_Return)
    press(office, panel.keep)
    assert "niemand heeft nagekeken" in (panel.fields["why"].error or "")
    assert office.status(visit) == Status.TO_CHECK.value
    QTest.keyClicks(office.place.focusWidget(), "De rest staat in het dossier")
    press(office, panel.keep)
    assert office.status(visit) == Status.APPROVED.value
    file = page.file
    assert file is not None
    assert file.steps[-1].text == "De rest staat in het dossier"


def test_a_panel_has_the_one_main_button(office: Office) -> None:
    open_first(office)
    first = button(office, "take_up")
    assert first.property("primair") == "true"
    press(office, button(office, acts.ASK))
    panel = office.visits.page.acts.panel
    assert panel is not None
    assert panel.keep.property("primair") == "true"
    assert first.property("primair") == ""
    press(office, button(office, acts.ASK))
    assert first.property("primair") == "true"


def test_the_answer_stands_beside_the_question(office: Office) -> None:
    visit = open_first(office)
    use = office.work.database, office.work.session
    reviewing.ask(*use, VisitId(RecordId(visit)), text="Wie was erbij?")
    meitinker = msgspec.structs.replace(office.work.session, role=Role.MEITINKER)
    changes = reviewing.reply(
        office.work.database, meitinker, VisitId(RecordId(visit)), text="De dochter."
    )
    office.place.refresh(changes)
    office.rest()
    told = words(office)
    assert "“Wie was erbij?”" in told
    assert "“De dochter.”" in told
    assert "heeft geantwoord" in told


def test_what_was_added_since_it_was_opened_is_not_approved_unread(office: Office) -> None:
    visit = open_first(office)
    look_at_all(office)
    with act(office.work.database, office.work.session, "test.make") as work:
        work.create(
            Need(
                id=record_id(),
                visit_id=VisitId(RecordId(visit)),
                client_id=PersonId(RecordId(office.visits.resident())),
                what="Hulp bij de post",
            )
        )
    press(office, button(office, "approve"))  # the page was not drawn again yet
    assert office.status(visit) == Status.NEW.value
    assert "veranderd sinds u het opende" in office.visits.page.bar.text


def test_the_arrows_walk_along_the_tabs_and_tab_goes_into_the_page(office: Office) -> None:
    open_first(office)
    tabs = office.place.tabs
    tabs.setFocus(Qt.FocusReason.TabFocusReason)
    for section in (BATCHES, WORKLOAD, PAPERS):
        QTest.keyClick(office.place.focusWidget(), Qt.Key.Key_Right)
        office.rest()
        assert office.place.section == section
        assert tabs.hasFocus()
    QTest.keyClick(tabs, Qt.Key.Key_Tab)
    office.rest()
    assert office.place.page.isAncestorOf(office.place.focusWidget())


def test_no_tab_is_out_of_sight_and_keys_reach_those_of_the_map(office: Office) -> None:
    there = office.place
    for row in (there.tabs, there.within):
        assert not [one for one in row.findChildren(QToolButton) if one.isVisible()]
    there.tabs.setFocus(Qt.FocusReason.TabFocusReason)
    for _step in range(there.tabs.count() - 1):
        QTest.keyClick(there.tabs, Qt.Key.Key_Right)
        office.rest()
    assert there.section == MAP
    names = [there.within.tabText(at) for at in range(there.within.count())]
    assert names == ["Bijhouden", "Diensten inlezen", "Hulp per dorp", "Naar buiten"]
    assert there.within.isVisible()
    there.within.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(there.within, Qt.Key.Key_Right)
    office.rest()
    assert there.section == MAP_IN
    there.turn_section(-2)
    office.rest()
    assert there.section == LISTS
    assert not there.within.isVisible()
    there.turn_to(COVERAGE)
    assert there.within.tabText(there.within.currentIndex()) == "Hulp per dorp"


def test_a_key_that_leaves_the_tabs_does_leave_them(office: Office) -> None:
    tabs = office.place.tabs
    tabs.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(tabs, Qt.Key.Key_Right)
    office.rest()
    QTest.keyClick(tabs, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    office.batches.setFocus(Qt.FocusReason.OtherFocusReason)
    office.place.page.arrive(None)
    office.rest()
    assert not tabs.hasFocus()


def test_the_name_of_the_resident_stays_in_sight(office: Office) -> None:
    open_first(office)
    page = office.visits.page
    office.place.resize(1150, 500)
    last = list(page.checks.boxes.values())[-1]
    last.setFocus(Qt.FocusReason.TabFocusReason)
    office.rest()
    assert not checklist.hidden_focus(office.place)
    title = page.title.heading
    at = title.mapTo(office.place, title.rect().topLeft())
    assert office.place.childAt(at + title.rect().center()) is title


@pytest.mark.parametrize("size", [100, 200])
@pytest.mark.parametrize("name", ["light", "dark", "high_contrast"])
def test_every_part_has_its_name_and_place(
    office: Office, qapp: QApplication, name: ThemeName, size: int
) -> None:
    apply(qapp, Theme(name=name, text_size=size))
    open_first(office)
    place = office.place
    assert checklist.unnamed(place) == checklist.small_targets(place) == []
    assert checklist.hidden_focus(place) == []


def test_a_longer_list_is_read_in_runs_and_keeps_what_is_selected(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[int, int]] = []
    whole = reviews.inbox

    def noting(*what: Any, most: int = 0, skip: int = 0) -> reviews.Inbox:
        asked.append((most, skip))
        return whole(*what, most=most, skip=skip)

    monkeypatch.setattr(place, "_PAGE", 2)
    monkeypatch.setattr(reviews, "inbox", noting)
    browse = office.visits.browse
    browse.status.set_value("")
    browse.status.edited.emit()
    office.rest()
    assert len(browse.rows.rows.rows) == 2
    first = browse.rows.current_key
    press(office, browse.more)
    press(office, browse.more)
    assert asked[-2:] == [(2, 2), (2, 4)]
    expected = [one.visit_id for one in whole(office.work.database, office.work.session).entries]
    assert [row.key for row in browse.rows.rows.rows] == expected[:6]
    assert browse.rows.current_key == first
