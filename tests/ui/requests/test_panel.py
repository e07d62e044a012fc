"""A new request over a window: the words first, by keyboard alone, and nothing lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from meitinker.domain.people import Person, full_name
from meitinker.domain.requests import Request, RequestKind, SignalConsent, Urgency
from meitinker.errors import DiskFull
from meitinker.exchange.example_stories import SJOUKJE
from meitinker.services import form_drafts, taking
from meitinker.services.taking import TypedRequest
from meitinker.store import records
from meitinker.store.settings import ScreenSpot
from ui.viewmodels.dates import DAY, MONTH
from ui.views.people.place import PeoplePlace

if TYPE_CHECKING:
    import pytest

    from tests.ui.requests.conftest import Stage

CONTROL = Qt.KeyboardModifier.ControlModifier


def here() -> QWidget:
    focus = QApplication.focusWidget()
    assert focus is not None
    return focus


def every(stage: Stage) -> list[Request]:
    work = stage.workplace
    with work.database.reading() as connection:
        return records.find(connection, work.session, Request)


def typed(stage: Stage) -> TypedRequest | None:
    work = stage.workplace
    return form_drafts.read(work.database, work.session, taking.FORM)


def test_a_call_is_taken_by_keyboard_alone(stage: Stage) -> None:
    before = len(every(stage))
    panel = stage.ask()
    QTest.keyClicks(here(), "Ik kom de trap niet meer op.")
    QTest.keyClick(here(), Qt.Key.Key_Tab)
    QTest.keyClicks(here(), "waldsang")
    stage.settle()
    QTest.keyClick(here(), Qt.Key.Key_Return)
    stage.settle()
    assert "Sjoukje" in panel.form.about.text()
    QTest.keyClick(here(), Qt.Key.Key_Return, CONTROL)
    stage.settle()
    assert len(every(stage)) == before + 1
    taken = every(stage)[-1]
    assert taken.client_id == SJOUKJE
    assert taken.words == "Ik kom de trap niet meer op."
    place = stage.window.here
    assert isinstance(place, PeoplePlace)
    assert place.file_view.section == "requests"
    assert next(iter(stage.page.cards)) == taken.id


def test_what_was_typed_comes_back_also_after_a_lock(stage: Stage) -> None:
    panel = stage.ask()
    QTest.keyClicks(here(), "Mijn moeder valt vaak.")
    panel.form.fields.who.button("signal").click()
    panel.dismiss()
    stage.settle()
    assert every(stage) == [r for r in every(stage) if r.words != "Mijn moeder valt vaak."]
    assert typed(stage) == TypedRequest(words="Mijn moeder valt vaak.", kind=RequestKind.SIGNAL)
    again = stage.ask()
    assert again.form.fields.words.value() == "Mijn moeder valt vaak."
    assert again.form.typed().kind is RequestKind.SIGNAL
    assert "had u al getypt" in again.form.bar.text


def test_emptying_begins_anew(stage: Stage) -> None:
    panel = stage.ask()
    QTest.keyClicks(here(), "Iets.")
    panel.dismiss()
    stage.settle()
    again = stage.ask()
    again.form.bar.acted.emit()
    stage.settle()
    assert again.form.typed().empty
    assert typed(stage) is None


def test_a_signal_asks_who_told_it_and_whether_the_resident_knows(stage: Stage) -> None:
    fields = stage.ask(SJOUKJE).form.fields
    assert not fields.reporter.isVisible()
    assert not fields.consent.isVisible()
    fields.who.button("other").click()
    assert fields.reporter.isVisible()
    assert not fields.consent.isVisible()
    fields.who.button("signal").click()
    assert fields.consent.isVisible()


def test_a_signal_is_kept_with_who_told_it(stage: Stage) -> None:
    panel = stage.ask(SJOUKJE)
    fields = panel.form.fields
    QTest.keyClicks(fields.words.area, "De gordijnen zijn al drie dagen dicht.")
    fields.who.button("signal").click()
    QTest.keyClicks(fields.reporter.line, "Jan Bakker")
    QTest.keyClicks(fields.tie.line, "buurman")
    fields.consent.button(SignalConsent.GIVEN.value).click()
    fields.urgent.set_value(True)
    panel.form.take()
    stage.settle()
    taken = every(stage)[-1]
    assert (taken.reporter, taken.reporter_tie) == ("Jan Bakker", "buurman")
    assert taken.consent is SignalConsent.GIVEN
    assert taken.urgency is Urgency.URGENT


def test_who_asks_for_another_is_asked_for_before_it_is_kept(stage: Stage) -> None:
    before = len(every(stage))
    panel = stage.ask(SJOUKJE)
    fields = panel.form.fields
    QTest.keyClicks(fields.words.area, "Mijn moeder vergeet alles.")
    fields.who.button("other").click()
    panel.form.take()
    assert fields.tie.error == "Schrijf op wie het voor de inwoner vraagt. Zoals: dochter."
    assert here() is fields.tie.line
    QTest.keyClicks(here(), "dochter")
    panel.form.take()
    stage.settle()
    assert len(every(stage)) == before + 1


def test_what_is_missing_is_told_at_its_field_and_nothing_is_kept(stage: Stage) -> None:
    before = len(every(stage))
    panel = stage.ask()
    panel.form.take()
    stage.settle()
    assert panel.form.fields.words.error
    assert panel.form.person.field.error
    assert here() is panel.form.fields.words.area
    panel.form.fields.who.button("other").click()
    QTest.keyClicks(panel.form.fields.words.area, "Iets.")
    QTest.keyClicks(panel.form.fields.phone.line, "06 12")
    panel.form.take()
    stage.settle()
    assert panel.form.fields.phone.error
    assert len(every(stage)) == before


def test_of_what_is_wrong_the_keyboard_goes_to_what_is_read_first(stage: Stage) -> None:
    panel = stage.ask()
    QTest.keyClicks(panel.form.fields.words.area, "Iets.")
    QTest.keyClicks(panel.form.fields.day.line(DAY), "32")
    panel.form.take()
    stage.settle()
    assert panel.form.fields.day.error
    assert panel.form.person.field.error
    assert here() is panel.form.person.field.line


def test_a_field_that_turns_out_wrong_stands_whole_above_the_edge(stage: Stage) -> None:
    """The sentence that comes above it pushes it down: also where the keyboard was there."""
    stage.window.resize(1366, 748)
    panel = stage.ask(SJOUKJE)
    fields = panel.form.fields
    QTest.keyClicks(fields.words.area, "Mijn moeder valt.")
    fields.who.button("other").click()
    QTest.keyClicks(fields.tie.line, "dochter")
    stage.settle()
    day, month = fields.day.line(DAY), fields.day.line(MONTH)
    month.setFocus()
    QTest.keyClicks(month, "12")
    day.setFocus()
    stage.settle()
    QTest.keyClick(here(), Qt.Key.Key_Return, CONTROL)
    stage.settle()
    assert fields.day.error
    assert here() is day
    at = day.mapTo(panel.pane.viewport(), day.rect().bottomLeft())
    assert at.y() < panel.pane.viewport().height()


def test_who_is_not_in_the_list_yet_is_added_with_the_question(stage: Stage) -> None:
    panel = stage.ask()
    QTest.keyClicks(panel.form.fields.words.area, "Wie kan mijn lamp ophangen?")
    QTest.keyClicks(panel.form.person.field.line, "Wiebren Sterkenburg")
    stage.settle()
    panel.form.new_button.click()
    assert panel.form.new.typed == "Wiebren Sterkenburg"
    stage.settle()
    assert panel.form.new.doubles.isHidden()
    panel.form.take()
    stage.settle()
    taken = every(stage)[-1]
    work = stage.workplace
    with work.database.reading() as connection:
        person = records.get(connection, work.session, Person, taken.client_id)
    assert full_name(person) == "Wiebren Sterkenburg"


def test_who_is_in_the_list_after_all_is_shown_as_where_a_resident_is_added(stage: Stage) -> None:
    before = len(every(stage))
    panel = stage.ask()
    QTest.keyClicks(panel.form.fields.words.area, "Wie kan mijn lamp ophangen?")
    panel.form.new_button.click()
    QTest.keyClicks(panel.form.new.name.line, "Sjoukje de Jong")
    stage.settle()
    alike = panel.form.new.doubles
    assert alike.isVisible()
    assert SJOUKJE in {one.person_id for one in alike.shown}
    alike.same.emit(SJOUKJE)
    stage.settle()
    assert panel.form.new.isHidden()
    panel.form.take()
    stage.settle()
    assert [one.client_id for one in every(stage)[before:]] == [SJOUKJE]


def test_the_name_of_a_new_resident_is_kept_with_the_words(stage: Stage) -> None:
    panel = stage.ask()
    QTest.keyClicks(panel.form.fields.words.area, "Wie kan mijn lamp ophangen?")
    panel.form.new_button.click()
    QTest.keyClicks(panel.form.new.name.line, "Wiebren Sterkenburg")
    panel.dismiss()
    stage.settle()
    again = stage.ask()
    assert again is not panel
    assert again.form.new.typed == "Wiebren Sterkenburg"
    assert again.form.new.isVisible()


def test_when_the_disk_is_full_the_words_stay_in_sight(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    panel = stage.ask(SJOUKJE)

    def full(*_args: object, **_more: object) -> None:
        raise DiskFull

    monkeypatch.setattr(form_drafts, "keep", full)
    QTest.keyClicks(panel.form.fields.words.area, "Belangrijk.")
    panel.dismiss()
    stage.settle()
    assert panel.isVisible()
    assert "vol" in panel.form.bar.text
    assert panel.form.fields.words.value() == "Belangrijk."


def test_the_panel_opens_about_the_resident_of_the_file(stage: Stage) -> None:
    page = stage.file()
    page.new_button.click()
    stage.settle()
    assert stage.panel is not None
    assert "Sjoukje" in stage.panel.form.about.text()
    stage.go(ScreenSpot(screen="today"))
