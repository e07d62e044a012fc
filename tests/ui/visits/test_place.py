"""The place Gesprekken: the list, opening, leaving, and coming back after a crash."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtTest import QTest

from meitinker import clock
from meitinker.domain.needs import Step
from meitinker.domain.visits import VisitState
from meitinker.ids import PersonId, RecordId
from meitinker.services import (
    broken_off,
    editing,
    people,
    requests,
    resuming,
    undo,
    visits,
)
from meitinker.store.settings import ScreenSpot
from tests import readings
from tests.ui import checklist
from ui.theme import Theme, apply, take_on_look
from ui.viewmodels.dates import day_text
from ui.views.visits import opening
from ui.views.visits.conversation import Conversation
from ui.views.visits.ladder import LadderSection
from ui.views.visits.needs import NeedsSection
from ui.views.visits.place import VisitsPlace
from ui.views.visits.scores import ScoresSection
from ui.widgets.fields import TextArea
from ui.window.main_window import Entry, MainWindow
from ui.window.place_view import BEGIN, NEW_FOR_VISIT

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot

    from meitinker.domain.records import Value
    from tests.ui.visits.conftest import Room
    from ui.workplace import Workplace


def typed(room: Room, name: str, text: str) -> TextArea:
    """Type in a text area of the section at hand, key by key."""
    section = room.conversation.pages.section(room.conversation.section_key)
    field = section.fields[name]
    assert isinstance(field, TextArea)
    field.setFocus(Qt.FocusReason.OtherFocusReason)
    QTest.keyClicks(field.area, text)
    return field


def flushed(room: Room) -> None:
    room.place.save_now()
    room.answered()


def test_what_is_under_way_stands_first(room: Room) -> None:
    states = [line.open for line in room.place.browse._lines]
    assert True in states
    assert False in states
    assert states == sorted(states, reverse=True)


def test_nothing_is_said_before_the_list_is_read(
    example_workplace: Workplace, answered: Callable[[], None], qtbot: QtBot
) -> None:
    place = VisitsPlace(example_workplace)
    qtbot.addWidget(place)
    place.resize(1150, 768)
    place.show()
    place.arrive(None)
    assert not place.browse.empty.isVisible()
    assert not place.browse.card.isVisible()
    answered()
    assert place.browse.card.isVisible()
    place.browse.show_lines([])
    assert place.browse.empty.isVisible(), "only now it is true"


def test_the_filter_keeps_rows_with_every_word(room: Room) -> None:
    browse = room.place.browse
    name = browse._lines[0].name
    browse.filter.line.setText(name)
    browse.filter.edited.emit()
    shown = browse.rows.rows.rows
    assert shown
    assert all(name.split()[0].casefold() in row.title.casefold() for row in shown)
    browse.filter.line.setText("zzzz")
    browse.filter.edited.emit()
    assert browse.nothing.isVisible()


def test_frame_section_look_and_showing_are_a_turn_each(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Together they would hold up a key longer than is felt."""
    turns: list[str] = []
    beat = QTimer()
    beat.timeout.connect(lambda: turns.append("beat"))

    def noted(owner: type, name: str) -> None:
        real = getattr(owner, name)

        def done(*given: object, **named: object) -> object:
            turns.append(name)
            return real(*given, **named)

        monkeypatch.setattr(owner, name, done)

    noted(Conversation, "__init__")
    noted(Conversation, "prepare")
    noted(Conversation, "arrive")

    def look(shown: QWidget) -> None:
        turns.append("look")
        assert not shown.isVisible()
        take_on_look(shown)

    monkeypatch.setattr(opening, "take_on_look", look)
    beat.start(0)
    room.open(room.first(VisitState.CONCLUDED))
    beat.stop()
    steps = [one for one, before in zip(turns, ["", *turns], strict=False) if one != before]
    first = steps.index("__init__")
    wanted = ["__init__", "beat", "prepare", "beat", "look", "beat", "arrive"]
    assert steps[first : first + len(wanted)] == wanted


def test_enter_on_a_row_opens_it_and_that_is_logged(room: Room) -> None:
    visit = room.first()
    room.place.browse.select(visit)
    client = room.place.listing.entries[0].person_id

    def opened() -> int:
        seen = readings.of_client(room.work.database, client)
        return sum(1 for entry in seen if entry.kind == "visit")

    before = opened()
    QTest.keyClick(room.place.browse.rows, Qt.Key.Key_Return)
    room.answered()
    assert room.conversation.desk.visit_id == visit
    assert opened() == before + 1


def test_a_conversation_begins_with_the_question(room: Room) -> None:
    room.open(room.first())
    area = room.conversation.pages.section("question").fields["question"]
    assert isinstance(area, TextArea)
    assert area.area.hasFocus()


def test_typing_is_kept_and_told(room: Room) -> None:
    room.open(room.first())
    typed(room, "notes", "De hond heet Bouke. ")
    assert room.conversation.indicator.text == "Bezig met bewaren…"
    flushed(room)
    assert "De hond heet Bouke." in room.stored().visit.notes
    assert room.conversation.indicator.text.startswith("Bewaard om ")


def test_leaving_keeps_and_seals(room: Room) -> None:
    room.open(room.first())
    typed(room, "question", "Nog iets. ")
    assert room.leave() == [True]
    assert "Nog iets." in room.stored().visit.question
    assert editing.interrupted(room.work.database) == ()


def test_later_verder_goes_back_to_the_list_and_the_same_field(room: Room) -> None:
    visit = room.first()
    room.open(visit)
    field = typed(room, "notes", "Halverwege")
    at = field.place().position
    room.conversation.later.click()
    room.answered()
    assert room.place.conversation is None
    room.open(visit)
    spot = room.place.spot()
    assert (spot.section, spot.field, spot.cursor) == ("question", "notes", at)


def test_resuming_says_where_and_when_once_a_sitting(room: Room) -> None:
    visit = room.first()
    room.open(visit)
    assert "U was hier gebleven op" in room.conversation.bar.text
    room.conversation.later.click()
    room.answered()
    room.open(visit)
    assert not room.conversation.bar.isVisible(), "it was this sitting"


def test_resuming_tells_of_the_last_look_and_not_of_the_last_word(
    room: Room, answered: Callable[[], None], qtbot: QtBot
) -> None:
    """After a lock of seconds it named the day, two days ago, of the last typed word."""
    visit = room.first()
    room.open(visit)
    assert day_text(clock.today(), with_year=False) not in room.conversation.bar.text
    resuming.remember(room.work.database, room.place.spot())
    unlocked = VisitsPlace(room.work)
    qtbot.addWidget(unlocked)
    unlocked.show()
    unlocked.arrive(ScreenSpot(screen="visits", record_id=visit, section="closing"))
    answered()
    assert unlocked.conversation is not None
    words = unlocked.conversation.bar.text
    assert "U was hier gebleven op" in words
    assert day_text(clock.today(), with_year=False) in words


@pytest.mark.parametrize("by_request", [False, True], ids=["by itself", "from a request"])
def test_a_new_visit_is_not_said_to_be_taken_up_again(
    room: Room, answered: Callable[[], None], qtbot: QtBot, by_request: bool
) -> None:
    work = room.work
    person = people.listed(work.database, work.session)[0]
    client = PersonId(RecordId(person.person_id))
    new = requests.NewRequest(words="Mijn trap is te steil.")
    asked = requests.take(work.database, work.session, client, new).created("request")
    begun = visits.begin(
        work.database, work.session, client, request_id=asked if by_request else None
    )
    place = VisitsPlace(work)  # opened after it was begun, from the file of the resident
    qtbot.addWidget(place)
    place.show()
    place.arrive(ScreenSpot(screen="visits", record_id=begun.created("visit")))
    answered()
    assert place.conversation is not None
    assert not place.conversation.bar.isVisible()
    fields: dict[str, Value] = {"question": "Ik val vaak."}
    editing.save(
        work.database,
        work.session,
        kind="visit",
        record_id=begun.created("visit"),
        fields=fields,
    )
    later = VisitsPlace(work)
    qtbot.addWidget(later)
    later.show()
    later.arrive(None)
    answered()
    later.open_visit(begun.created("visit"))
    answered()
    assert later.conversation is not None
    assert "U was hier gebleven op" in later.conversation.bar.text


def test_a_spot_opens_its_visit_at_the_field_and_cursor(room: Room) -> None:
    visit = room.first()
    spot = ScreenSpot(screen="visits", record_id=visit, section="question", field="notes", cursor=7)
    room.place.arrive(spot)
    room.answered()
    again = room.place.spot()
    assert (again.record_id, again.field, again.cursor) == (visit, "notes", 7)


def test_another_section_is_a_key_away(room: Room) -> None:
    room.open(room.first())
    room.place.turn_section(1)
    assert room.conversation.section_key == "domains"
    room.place.turn_section(-1)
    room.place.turn_section(-1)
    assert room.conversation.section_key == "attendees"
    room.place.turn_section(-1)
    assert room.conversation.section_key == "attendees"


def test_a_new_conversation_begins_with_a_resident(room: Room, qtbot: QtBot) -> None:
    person = people.listed(room.work.database, room.work.session)[0]
    room.place.new()
    picker = room.place.browse.picker
    QTest.keyClicks(picker.search.line, person.surname)
    qtbot.waitUntil(lambda: bool(picker.rows.rows.rows))
    picker.rows.select(person.person_id)
    QTest.keyClick(picker.search.line, Qt.Key.Key_Return)
    room.answered()
    assert room.conversation.desk.file.client.id == person.person_id
    assert room.stored().visit.state is VisitState.OPEN
    picker._settle.stop()


def test_beginning_without_a_resident_says_what_to_do(room: Room) -> None:
    room.place.new()
    room.place.browse.picker.begin.click()
    assert room.place.browse.picker.search.error
    assert room.place.conversation is None


def test_other_places_can_begin_a_conversation(room: Room) -> None:
    person = people.listed(room.work.database, room.work.session)[0]
    room.place.arrive(ScreenSpot(screen="visits", record_id=person.person_id, section=BEGIN))
    room.answered()
    assert room.conversation.desk.file.client.id == person.person_id


def test_the_keyboard_comes_along_where_the_list_makes_room(room: Room, qapp: QApplication) -> None:
    apply(qapp, Theme(text_size=200))
    room.place.resize(1150, 768)
    rows = room.place.browse.rows
    rows.setFocus()
    QTest.keyClick(rows, Qt.Key.Key_Down)
    assert room.place.browse.card.main.hasFocus()


def test_other_places_can_ask_with_whom(room: Room) -> None:
    visit = room.first()
    room.open(visit)
    typed(room, "notes", "Nog even dit. ")
    room.place.arrive(ScreenSpot(screen="visits", section=BEGIN))
    room.answered()
    assert room.place.conversation is None
    assert room.place.browse.picker.search.line.hasFocus()
    room.open(visit)
    assert room.stored().visit.notes.endswith("Nog even dit. ")


@pytest.mark.parametrize(
    ("searched", "name"), [("Nynke  Wiersma", "Nynke Wiersma"), ("12-3-1948", ""), ("", "")]
)
def test_who_is_not_there_yet_can_be_added(
    room: Room, qtbot: QtBot, searched: str, name: str
) -> None:
    asked: list[ScreenSpot] = []
    room.place.go.connect(asked.append)
    room.place.new()
    picker = room.place.browse.picker
    QTest.keyClicks(picker.search.line, searched)
    room.answered()
    picker._settle.stop()
    picker.add.click()
    assert asked == [ScreenSpot(screen="people", section=NEW_FOR_VISIT, field=name)]
    assert not picker.isVisible(), "who comes back finds the conversations"


def test_what_was_undone_goes_from_the_screen(room: Room) -> None:
    room.open(room.first())
    room.conversation.go("needs")
    before = len(room.stored().needs)
    section = room.conversation.pages.section("needs")
    assert isinstance(section, NeedsSection)
    section.add.click()
    room.answered()
    assert len(section.cards) == before + 1
    room.work.tasks.write(room.place, lambda: undo.undo(room.work.database, room.work.session))
    room.answered()
    assert len(room.stored().needs) == before
    assert len(section.cards) == before


class TestAfterACrash:
    """Open drafts at the start: ask, naming what, when and the first words."""

    def crash(self, room: Room) -> str:
        """Type without leaving: what a kill leaves behind."""
        visit = room.first()
        editing.save(
            room.work.database,
            room.work.session,
            kind="visit",
            record_id=room.open(visit).desk.visit_id,
            fields={"notes": "Mevrouw wil graag weer zelf koken"},
        )
        where = ScreenSpot(
            screen="visits", record_id=visit, section="question", field="notes", cursor=12
        )
        resuming.remember(room.work.database, where)
        return visit

    def again(
        self,
        workplace: Workplace,
        answered: Callable[[], None],
        qtbot: QtBot,
        spot: ScreenSpot | None,
    ) -> VisitsPlace:
        place = VisitsPlace(workplace)
        qtbot.addWidget(place)
        place.resize(1150, 768)
        place.show()
        place.activateWindow()
        place.arrive(spot)
        answered()
        return place

    @pytest.mark.promise("F1")
    @pytest.mark.parametrize("resumed", [True, False], ids=["at its spot", "at the list"])
    def test_f1_the_bar_asks_and_opens_the_same_place(
        self,
        room: Room,
        example_workplace: Workplace,
        answered: Callable[[], None],
        qtbot: QtBot,
        resumed: bool,
    ) -> None:
        visit = self.crash(room)
        spot = resuming.place(example_workplace.database) if resumed else None
        place = self.again(example_workplace, answered, qtbot, spot)
        assert place.conversation is None
        bar = place.browse.bar
        assert bar.isVisible()
        assert "Mevrouw wil graag weer zelf koken" in bar.text
        bar.button.click()
        answered()
        back = place.spot()
        assert (back.record_id, back.field, back.cursor) == (visit, "notes", 12)

    @pytest.mark.promise("F1")
    def test_f1_nothing_is_asked_when_all_was_left_in_peace(
        self,
        room: Room,
        example_workplace: Workplace,
        answered: Callable[[], None],
        qtbot: QtBot,
    ) -> None:
        self.crash(room)
        editing.seal(example_workplace.database, example_workplace.session)
        place = self.again(
            example_workplace, answered, qtbot, resuming.place(example_workplace.database)
        )
        assert not place.browse.bar.isVisible()
        assert place.conversation is not None


def test_older_conversations_are_asked_for(
    room: Room,
) -> None:
    everything = visits.count(room.work.database, room.work.session)
    room.place.listing.most = 2
    room.place.listing.load()
    room.answered()
    browse = room.place.browse
    assert len(browse.rows.rows.rows) == 2
    assert browse.more.text() == f"Toon nog {everything - 2} gesprekken"
    browse.more.click()
    room.answered()
    assert len(browse.rows.rows.rows) == everything
    assert browse.more.isHidden()


def test_who_searches_looks_through_more_than_was_in_sight(room: Room) -> None:
    everything = visits.count(room.work.database, room.work.session)
    room.place.listing.most = 2
    room.place.listing.load()
    room.answered()
    browse = room.place.browse
    beyond = visits.listed(room.work.database, room.work.session)[2]
    browse.filter.set_value(beyond.surname)
    browse.filter.edited.emit()
    room.answered()
    assert beyond.visit_id in {row.key for row in browse.rows.rows.rows}
    browse.filter.set_value("")
    browse.filter.edited.emit()
    room.answered()
    assert len(browse.rows.rows.rows) == everything


def test_a_note_from_within_a_conversation_is_about_that_resident(room: Room) -> None:
    assert room.place.resident() == "", "the list is about nobody"
    room.open(room.first())
    assert room.place.resident() == room.stored().client.id


def _come_back(room: Room, answered: Callable[[], None], qtbot: QtBot) -> Conversation:
    """Return the conversation as it is shown anew, in a window of its own."""
    spot = room.place.spot()
    fresh = VisitsPlace(room.work)
    qtbot.addWidget(fresh)
    fresh.resize(room.place.size())
    fresh.show()
    fresh.arrive(spot)
    for _turn in range(3):
        answered()
        checklist.settle()
    assert fresh.conversation is not None
    return fresh.conversation


@pytest.mark.parametrize("button", [False, True], ids=["in a field", "on a button"])
@pytest.mark.parametrize("size", [100, 125])
def test_who_looks_elsewhere_still_does_after_other_colours_or_letters(
    room: Room,
    answered: Callable[[], None],
    qtbot: QtBot,
    qapp: QApplication,
    *,
    size: int,
    button: bool,
) -> None:
    """The page went to the field with the keyboard, at its top."""
    room.place.resize(1366, 768)
    shown = room.open(room.first())
    shown.go(ScoresSection.key)
    room.answered()
    section = shown.pages.section(ScoresSection.key)
    names = list(section.fields)
    section.fields[names[0]].setFocus()
    if button:
        section.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        section.setFocus()
    checklist.settle()
    page = shown.pages.page(ScoresSection.key)
    looked_for = section.fields[names[8]]
    page.verticalScrollBar().setValue(looked_for.mapTo(section, QPoint()).y() - 40)
    checklist.settle()
    assert page.viewport().rect().contains(looked_for.mapTo(page.viewport(), QPoint()))

    apply(qapp, Theme(text_size=size))
    again = _come_back(room, answered, qtbot)
    page = again.pages.page(ScoresSection.key)
    found = again.pages.section(ScoresSection.key).fields[names[8]]
    assert page.viewport().rect().contains(found.mapTo(page.viewport(), QPoint()))
    assert again.spot().away


def test_a_conversation_that_is_on_its_way_is_where_the_user_is(
    room: Room, answered: Callable[[], None], qtbot: QtBot
) -> None:
    """Else a second change of the letters, before it is there, would end in the list."""
    room.open(room.first())
    spot = room.place.spot()
    fresh = VisitsPlace(room.work)
    qtbot.addWidget(fresh)
    fresh.show()
    fresh.arrive(spot)
    assert fresh.resident() == "", "it is still being read"
    assert fresh.spot() == spot
    for _turn in range(3):
        answered()
    assert fresh.conversation is not None
    fresh.close_visit()
    assert fresh.spot().record_id == ""


def test_the_way_back_fits_beside_the_main_button_with_the_largest_letters(
    room: Room, qapp: QApplication
) -> None:
    apply(qapp, Theme(text_size=200))
    room.place.resize(864, 700)  # a window of 1024 beside the narrow rail
    room.open(room.first())
    checklist.settle()
    back = room.conversation.panes.back
    assert back.isVisible()
    assert room.conversation.main.isVisible()
    assert back.width() >= back.sizeHint().width()


def test_after_a_crash_the_list_tells_when_the_last_words_were_safe(
    room: Room, answered: Callable[[], None], qtbot: QtBot
) -> None:
    visit = room.first()
    room.open(visit)
    typed(room, "notes", "Haar dochter woont in Grou. En belt elke avond.")
    flushed(room)
    found = broken_off.visit(room.work.database, room.work.session)
    assert found is not None
    fresh = VisitsPlace(room.work)
    qtbot.addWidget(fresh)
    fresh.show()
    fresh.arrive(None)
    for _turn in range(2):
        answered()
    (line,) = (one for one in fresh.listing.entries if one.visit_id == visit)
    assert line.changed_at >= found.saved_at


def test_f1_the_cursor_is_remembered_with_the_words_it_stands_behind(
    room: Room, answered: Callable[[], None], qtbot: QtBot
) -> None:
    window = MainWindow(room.work, [Entry("visits", "Gesprekken", "notes", view=VisitsPlace)], [])
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    window.go(
        ScreenSpot(screen="visits", record_id=room.first(), section="question", field="notes")
    )
    answered()
    place = window.here
    assert isinstance(place, VisitsPlace)
    shown = place.conversation
    assert shown is not None
    window.remembering.pause.setInterval(10**6)  # a kill comes before the pause that it waits for
    area = shown.pages.section("question").fields["notes"]
    assert isinstance(area, TextArea)
    QTest.keyClicks(area.area, "Zij woont alleen.")
    shown.desk.keeping.flush()
    answered()
    last = resuming.place(room.work.database)
    assert last is not None
    assert (last.field, last.cursor) == ("notes", area.place().position)


def test_the_first_words_on_the_ladder_keep_where_the_cursor_is(room: Room) -> None:
    """They make the record; a kill right after them must lead back to that line, not the next."""
    room.open(room.first())
    where: list[ScreenSpot] = []
    shown = room.conversation
    shown.go("ladder")
    section = shown.pages.section("ladder")
    assert isinstance(section, LadderSection)
    step = next(s for s in Step if section._unseen(s))
    section.open_step(step)
    reason = section.cards[step].reason
    reason.setFocus()
    shown.written.connect(lambda: where.append(shown.spot()))
    QTest.keyClicks(reason.area, "De buren zijn weg.")
    shown.desk.keeping.flush()
    room.answered()
    back = where[-1]
    assert (back.field, back.cursor) == (
        f"finding:{section._need}:{step.value}:reason",
        reason.place().position,
    )
    shown.go("question")
    room.place.arrive(back)
    assert section.cards[step].is_open()
    assert shown.spot().field == back.field
