"""The inbox of the back office and the page of one visit, by keys and mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from meitinker.domain.reviews import Status
from meitinker.services import reviews
from tests.ui import checklist
from ui.theme import Theme, apply
from ui.views.back_office import acts, place
from ui.widgets.fields import TextArea

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
    assert "Wie is de mantelzorger?" in office.visits.page.acts.question.text()
    assert office.visits.page.acts.buttons == {}


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


def test_what_was_approved_is_no_longer_new_and_can_be_taken_up_again(office: Office) -> None:
    visit = open_first(office)
    press(office, button(office, "approve"))
    assert office.status(visit) == Status.APPROVED.value
    assert list(office.visits.page.acts.buttons) == ["take_up"]
    press(office, office.visits.page.back)
    rows = office.visits.browse.rows.model().rows  # type: ignore[attr-defined]  # as above
    assert visit not in {row.key for row in rows}


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
