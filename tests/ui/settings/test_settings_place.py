"""The settings: sections, the look, the user's own details, and that all can use them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from meitinker.errors import DiskFull
from meitinker.services import organisation, undo
from meitinker.store.settings import ScreenSpot
from tests.ui import checklist
from ui.theme import THEME_NAMES, Theme, ThemeName, apply
from ui.viewmodels.settings import sections
from ui.views.settings.backup import BackupSection
from ui.views.settings.look import LookSection
from ui.views.settings.own import OwnSection
from ui.views.settings.place import SettingsPlace
from ui.views.settings.safety import SafetySection
from ui.widgets.fields import TextField

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from ui.starting.preferences import Preferences
    from ui.workplace import Workplace

KEYS = [section.key for section in sections()]


def look(place: SettingsPlace) -> LookSection:
    section = place.section("look")
    assert isinstance(section, LookSection)
    return section


def own(place: SettingsPlace) -> OwnSection:
    place.arrive(ScreenSpot(screen="settings", section="own"))
    section = place.section("own")
    assert isinstance(section, OwnSection)
    return section


def chosen(place: SettingsPlace) -> list[Preferences]:
    found: list[Preferences] = []
    place.preferencesChanged.connect(found.append)
    return found


def test_every_choice_of_look_is_told_at_once(place: SettingsPlace) -> None:
    found, section = chosen(place), look(place)
    section.theme.button("dark").click()
    section.text_size.button("150").click()
    section.letter.box.click()
    section.language.button("fy").click()
    last = found[-1]
    assert len(found) == 4
    assert (last.theme, last.text_size, last.clear_letter) == ("dark", 150, True)
    assert last.language == "fy"


def test_following_the_computer_stays_until_something_is_chosen(place: SettingsPlace) -> None:
    found, section = chosen(place), look(place)
    section.letter.box.click()
    assert (found[-1].theme, found[-1].text_size) == (None, None)
    section.theme.button("dark").click()
    section.theme.button("system").click()
    assert found[-1].theme is None


def test_idle_minutes_do_not_undo_a_theme_that_was_just_chosen(place: SettingsPlace) -> None:
    found = chosen(place)
    look(place).theme.button("dark").click()
    safety = place.section("safety")
    assert isinstance(safety, SafetySection)
    safety.idle.button("15").click()
    assert (found[-1].theme, found[-1].idle_minutes) == ("dark", 15)


def test_the_spot_leads_back_to_section_and_field(place: SettingsPlace, qtbot: QtBot) -> None:
    place.arrive(ScreenSpot(screen="settings", section="look", field="text_size"))
    spot = place.spot()
    assert (spot.section, spot.field) == ("look", "text_size")
    again = SettingsPlace(place.workplace)
    qtbot.addWidget(again)
    place.hide()
    again.show()
    again.activateWindow()
    again.arrive(spot)
    checklist.settle()
    assert again.spot().field == "text_size"
    assert QApplication.focusWidget() is look(again).text_size.button("100")


def test_sections_turn_round_with_the_keys(place: SettingsPlace) -> None:
    seen = []
    for _step in KEYS:
        place.turn_section(1)
        seen.append(place.here)
    assert seen == [*KEYS[1:], KEYS[0]]
    QTest.keyClick(place.list, Qt.Key.Key_Down)
    assert place.here == KEYS[1]


def test_own_details_are_kept_when_the_field_is_left(
    place: SettingsPlace, example_workplace: Workplace, answered: Callable[[], None]
) -> None:
    section = own(place)
    answered()
    title = section.inputs["user.title"]
    assert title.value() == "meitinker"
    assert isinstance(title, TextField)
    title.setFocus()
    title.line.end(False)
    QTest.keyClicks(title.line, " in Grou")
    section.inputs["user.phone"].setFocus()
    answered()
    work = example_workplace
    assert organisation.own(work.database, work.session).user.title.endswith(" in Grou")
    assert section.saving.state == "saved"
    work.tasks.write(place, lambda: undo.undo(work.database, work.session))
    answered()
    assert title.value() == "meitinker"


def test_a_number_that_cannot_be_is_told_at_its_field_and_stays(
    place: SettingsPlace, example_workplace: Workplace, answered: Callable[[], None]
) -> None:
    section = own(place)
    answered()
    email = section.inputs["organisation.email"]
    email.set_value("info@")
    left: list[bool] = []
    place.leave(left.append)
    answered()
    assert left == [True]
    assert "apenstaartje" in (email.error or "")
    place.arrive(None)
    answered()
    assert email.value() == "info@"
    kept = organisation.own(example_workplace.database, example_workplace.session)
    assert kept.organisation.email != "info@"


def test_what_the_disk_does_not_take_keeps_the_user_here(
    place: SettingsPlace, answered: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_values: object, **_told: object) -> None:
        raise DiskFull

    section = own(place)
    answered()
    monkeypatch.setattr("ui.views.settings.own._SET", {"user": full, "organisation": full})
    section.inputs["user.name"].set_value("Hinke")
    left: list[bool] = []
    said: list[str] = []
    place.told.connect(lambda _kind, sentence: said.append(sentence))
    place.leave(left.append)
    answered()
    assert left == [False]
    assert "schijf is vol" in said[0]
    assert section.saving.state == "failed"


def test_leaving_without_having_opened_anything_is_safe(
    example_workplace: Workplace, qtbot: QtBot
) -> None:
    view = SettingsPlace(example_workplace)
    qtbot.addWidget(view)
    left: list[bool] = []
    view.leave(left.append)
    assert left == [True]


def test_the_example_village_offers_no_passphrase_and_no_backup(
    place: SettingsPlace, answered: Callable[[], None]
) -> None:
    safety, backup = place.section("safety"), place.section("backup")
    assert isinstance(safety, SafetySection)
    assert isinstance(backup, BackupSection)
    place.arrive(ScreenSpot(screen="settings", section="safety"))
    answered()
    assert not safety.old.isVisible()
    assert "voorbeelddorp" in safety.facts.facts[0].text
    place.arrive(ScreenSpot(screen="settings", section="backup"))
    answered()
    assert not backup.to_folder.isVisible()


@pytest.mark.promise("L29")
@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize("theme", THEME_NAMES)
def test_l29_settings_have_no_faults(
    guarded_place: SettingsPlace,
    told: Callable[[], None],
    key: str,
    theme: ThemeName,
    qapp: QApplication,
) -> None:
    apply(qapp, Theme(name=theme))
    guarded_place.arrive(ScreenSpot(screen="settings", section=key))
    guarded_place.resize(1150, 1400)  # an edge out of sight cannot be measured
    told()
    checklist.settle()
    assert checklist.faults(guarded_place) == []


@pytest.mark.promise("L29")
@pytest.mark.parametrize("key", KEYS)
@pytest.mark.parametrize(("text_size", "width", "height"), [(200, 1238, 768), (100, 619, 384)])
def test_l29_settings_are_not_cut_off(
    guarded_place: SettingsPlace,
    told: Callable[[], None],
    key: str,
    text_size: int,
    width: int,
    height: int,
    qapp: QApplication,
) -> None:
    apply(qapp, Theme(text_size=text_size))
    guarded_place.arrive(ScreenSpot(screen="settings", section=key))
    told()
    assert checklist.faults_when_large(guarded_place, width=width, height=height) == []


def test_the_keyboard_comes_along_where_the_list_makes_room(
    place: SettingsPlace, qapp: QApplication, qtbot: QtBot
) -> None:
    apply(qapp, Theme(text_size=200))
    place.resize(1150, 768)
    checklist.settle()
    place.arrive(ScreenSpot(screen="settings", section="safety"))
    qtbot.waitUntil(place.panes.back.hasFocus)  # the list that had it is hidden
    place.panes.back.click()
    place.list.setFocus()
    QTest.keyClick(place.list, Qt.Key.Key_Return)
    assert place.panes.back.hasFocus()
