"""Applications in a file: the two weeks stand still, go on, and end with the decision."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest

from meitinker import clock
from meitinker.domain.applications import Application
from meitinker.services import application_files, undo
from meitinker.store import records
from ui.widgets.dates import DateField
from ui.widgets.fields import TextArea

if TYPE_CHECKING:
    from meitinker.ids import RecordId
    from meitinker.services.application_files import ApplicationFile
    from tests.ui.requests.conftest import Stage
    from ui.views.requests.application_card import ApplicationCard


def card_of(stage: Stage, application: RecordId) -> ApplicationCard:
    return stage.file().applications.cards[application]


def file_of(stage: Stage, application: RecordId) -> ApplicationFile:
    work = stage.workplace
    return application_files.file_of(work.database, work.session, application)


def stop(stage: Stage, card: ApplicationCard, why: str) -> None:
    card.suspend.click()
    assert card.panel is not None
    field = card.panel.fields["why"]
    assert isinstance(field, TextArea)
    QTest.keyClicks(field.area, why)
    card.panel.keep.click()
    stage.settle()


@pytest.mark.promise("L2")
def test_l2_an_application_that_came_too_early_says_what_to_do(stage: Stage) -> None:
    card = card_of(stage, stage.apply())
    assert card.shown.early.startswith("Deze aanvraag kwam te vroeg.")
    assert "geef of stuur het plan" in card.shown.early
    assert card.shown.clock is not None
    assert "nog 15 dagen" in card.shown.clock.text or "nog 14 dagen" in card.shown.clock.text


def test_the_clock_stands_still_and_goes_on_and_each_is_undone(stage: Stage) -> None:
    key = stage.apply()
    card, work = card_of(stage, key), stage.workplace
    stop(stage, card, "")
    assert card.panel is not None, "without a reason it is refused at its field"
    assert (card.panel.fields["why"].error or "").startswith("Er staat nog niet waarom.")
    card.close_panel()
    stop(stage, card, "Het verslag mist.")
    (kept,) = file_of(stage, key).stops
    assert kept.stop.first_day == clock.today() + timedelta(days=1)
    assert "Het verslag mist. (genoteerd door Hinke Terpstra)" in card.shown.stops[0].text
    assert card.shown.clock is not None
    assert card.shown.clock.text == "Besluit: staat stil"
    assert card.suspend.isHidden(), "it stands still already"
    on, _away = card.stop_buttons[kept.letter_id]
    on.click()
    assert card.panel is not None
    card.panel.keep.click()  # today: before it stood still
    stage.settle()
    assert card.panel.fields["last_day"].error
    card.close_panel()
    undo.undo(work.database, work.session)
    assert file_of(stage, key).stops == ()


def test_a_stop_is_taken_away_by_its_button(stage: Stage) -> None:
    key = stage.apply()
    card = card_of(stage, key)
    stop(stage, card, "Het verslag mist.")
    (kept,) = file_of(stage, key).stops
    _on, away = card.stop_buttons[kept.letter_id]
    away.click()
    stage.settle()
    assert file_of(stage, key).stops == ()
    assert card.suspend.isVisible()


def test_a_decision_that_was_sent_ends_the_two_weeks(stage: Stage) -> None:
    key = stage.apply()
    card = card_of(stage, key)
    card.decide.click()
    assert card.panel is not None
    day = card.panel.fields["decided_on"]
    assert isinstance(day, DateField)
    day.set_value(clock.today() - timedelta(days=1))
    card.panel.keep.click()
    stage.settle()
    assert day.error is not None
    day.set_value(None)
    card.panel.keep.click()
    stage.settle()
    assert file_of(stage, key).decided_on == clock.today()
    assert card.shown.clock is not None
    assert card.shown.clock.text.startswith("Besluit: op tijd gedaan")
    assert card.decide.isHidden()
    assert card.suspend.isHidden()


def test_the_example_village_has_decided_and_running_ones(stage: Stage) -> None:
    work = stage.workplace
    with work.database.reading() as connection:
        known = records.find(connection, work.session, Application)
    files = [file_of(stage, one.id) for one in known]
    assert any(one.decided_on for one in files)
    assert any(one.stops for one in files)
    waits = application_files.undecided(work.database, work.session)
    assert {one.application_id for one in waits} == {
        one.application.id for one in files if one.decided_on is None
    }
