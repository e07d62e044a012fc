"""What the organisation agreed on: kept when a field is left, for one municipality or for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest

from meitinker import clock
from meitinker.domain.clocks import Counting
from meitinker.services import own_sets, undo
from meitinker.store.settings import ScreenSpot
from ui.views.settings.organisation import OrganisationSection

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.services.own_sets import OwnSets
    from ui.views.settings.place import SettingsPlace


@pytest.fixture
def section(place: SettingsPlace, answered: Callable[[], None]) -> OrganisationSection:
    """Open the section."""
    place.arrive(ScreenSpot(screen="settings", section="organisation"))
    answered()
    made = place.section("organisation")
    assert isinstance(made, OrganisationSection)
    return made


def kept(section: OrganisationSection) -> OwnSets:
    work = section.workplace
    return own_sets.shown(work.database, work.session, section._where())


def leave(section: OrganisationSection, answered: Callable[[], None]) -> bool:
    told: list[bool] = []
    section.leave(told.append)
    answered()
    return told == [True]


def test_the_own_term_is_kept_when_it_is_left_and_undone(
    section: OrganisationSection, answered: Callable[[], None]
) -> None:
    assert section.hours.value() == "24"
    section.hours.set_value("48")
    section.counting.button(Counting.WORKING_DAYS.value).click()
    assert leave(section, answered)
    assert (kept(section).term.appointment_hours, kept(section).term.counting) == (
        48,
        Counting.WORKING_DAYS,
    )
    work = section.workplace
    work.tasks.write(section, lambda: undo.undo(work.database, work.session))
    answered()
    assert section.hours.value() == "24"
    assert section.counting.value() == Counting.CALENDAR_HOURS.value


@pytest.mark.parametrize("typed", ["", "veel", "0", "-3", "9999999999", "²"])
def test_hours_that_cannot_be_are_said_at_the_field(
    section: OrganisationSection, answered: Callable[[], None], typed: str
) -> None:
    section.hours.set_value(typed)
    assert leave(section, answered)
    assert (section.hours.error or "").startswith("Dit aantal uren kan niet.")
    assert section.hours.value() == typed
    assert kept(section).term.appointment_hours == 24


@pytest.mark.promise("F8")
def test_f8_a_term_that_a_colleague_changed_meanwhile_is_told_first(
    section: OrganisationSection, answered: Callable[[], None]
) -> None:
    work = section.workplace
    section.hours.set_value("48")
    own_sets.keep_term(work.database, work.session, hours=12, counting=Counting.WORKING_DAYS)
    assert leave(section, answered)
    assert "12 uur, alleen uren van werkdagen" in (section.hours.error or "")
    assert kept(section).term.appointment_hours == 12
    assert leave(section, answered)
    assert kept(section).term.appointment_hours == 48
    assert section.hours.error is None


def test_client_support_is_kept_for_one_municipality(
    section: OrganisationSection, answered: Callable[[], None]
) -> None:
    one = section.place.combo.itemData(1)
    section.place.set_value(one)
    section.place.edited.emit()
    answered()
    QTest.keyClicks(section.name.line, "Zorgbelang")
    QTest.keyClicks(section.phone.line, "0581234567")
    assert leave(section, answered)
    assert kept(section).support.name == "Zorgbelang"
    section.place.set_value("")
    section.place.edited.emit()
    answered()
    assert section.name.value() == "", "the others have none yet"


def test_a_number_without_a_name_is_said_at_the_name(
    section: OrganisationSection, answered: Callable[[], None]
) -> None:
    QTest.keyClicks(section.phone.line, "0581234567")
    assert leave(section, answered), "what cannot be kept stays and keeps nobody here"
    assert (section.name.error or "").startswith("Er staat nog geen naam")
    assert section.phone.value() == "0581234567"


def test_a_number_that_cannot_be_is_told_at_its_field_and_keeps_nobody_here(
    section: OrganisationSection, answered: Callable[[], None]
) -> None:
    QTest.keyClicks(section.name.line, "Stichting Meedenken")
    QTest.keyClicks(section.phone.line, "0581234")
    assert leave(section, answered)
    assert section.phone.error, "told where it was typed"
    assert section.name.error is None
    section.phone.set_value("")
    section.name.set_value("")
    assert leave(section, answered)
    assert section.phone.error is None, "what stands there now is what is kept"


def test_a_day_is_added_with_its_source_and_taken_away(
    section: OrganisationSection, answered: Callable[[], None]
) -> None:
    section.days.add.click()
    assert section.days.day.error == "Vul een datum in."
    section.days.day.set_value(clock.today())
    section.days.add.click()
    answered()
    assert (section.days.source.error or "").startswith("Er staat nog niet waar")
    QTest.keyClicks(section.days.source.line, "Stb. 2026, 1")
    section.days.add.click()
    answered()
    (day,) = kept(section).days
    assert (day.day, day.source) == (clock.today(), "Stb. 2026, 1")
    assert section.days.day.value() is None
    section.days.buttons[day.day].click()
    answered()
    assert kept(section).days == ()
