"""What the organisation decides can be read by an enrolled meitinker, and says who decides."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker.domain.session import Role
from meitinker.services import organisation, own_sets
from meitinker.store import hub_facts, settings
from meitinker.store.hub_facts import Belonging
from meitinker.store.settings import ScreenSpot
from tests.ui import checklist
from tests.ui.settings.conftest import opened
from ui.theme import THEME_NAMES, Theme, apply
from ui.views.settings.organisation import OrganisationSection
from ui.views.settings.own import OwnSection
from ui.views.settings.place import SettingsPlace

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from ui.theme import ThemeName
    from ui.workplace import Workplace

    Show = Callable[..., SettingsPlace]


@pytest.fixture
def show(
    example_workplace: Workplace, answered: Callable[[], None], qtbot: QtBot, qapp: QApplication
) -> Show:
    """Return a function that shows a section, enrolled or not, to a role."""

    def there(section: str, *, enrolled: bool = True, role: Role = Role.MEITINKER) -> SettingsPlace:
        apply(qapp, Theme())
        work = example_workplace
        if enrolled:
            belonging = Belonging(hub="h1", organisation_name="Mienskip Boarnsterhim")
            with work.database.transaction() as transaction:
                settings.put(transaction, hub_facts.BELONGING, belonging)
        session = msgspec.structs.replace(work.session, role=role)
        place = opened(SettingsPlace(replace(work, session=session)), qtbot)
        place.arrive(ScreenSpot(screen="settings", section=section))
        answered()
        checklist.settle()
        return place

    return there


def sets(place: SettingsPlace) -> OrganisationSection:
    section = place.section("organisation")
    assert isinstance(section, OrganisationSection)
    return section


def own(place: SettingsPlace) -> OwnSection:
    section = place.section("own")
    assert isinstance(section, OwnSection)
    return section


def test_terms_and_support_are_shown_greyed_with_who_decides(show: Show) -> None:
    section = sets(show("organisation"))
    assert section.decided.isVisible()
    assert "Mienskip Boarnsterhim" in section.decided.words.text()
    assert section.hours.line.isReadOnly()
    assert section.name.line.isReadOnly()
    assert not any(button.isEnabled() for button in section.counting._buttons.values())
    assert section.hours.value(), "what holds can be read"
    assert not section.days.add.isVisible()
    assert section.place.combo.isEnabled(), "for which municipality is only looking"


def test_the_organisation_on_the_letters_is_shown_and_the_own_name_stays_the_users(
    show: Show,
) -> None:
    section = own(show("own"))
    assert section.decided.isVisible()
    assert section.inputs["organisation.name"].value()
    for name, field in section.inputs.items():
        inside = field.line if hasattr(field, "line") else field.area
        assert inside.isReadOnly() is name.startswith("organisation"), name


@pytest.mark.parametrize(("enrolled", "role"), [(False, Role.MEITINKER), (True, Role.BACK_OFFICE)])
def test_who_decides_may_change_it(show: Show, enrolled: bool, role: Role) -> None:
    place = show("organisation", enrolled=enrolled, role=role)
    section = sets(place)
    assert not section.decided.isVisible()
    assert not section.hours.line.isReadOnly()
    assert section.days.add.isVisible()
    work = place.workplace
    assert organisation.decided_by(work.database, work.session) == ""


def test_nothing_of_it_is_written_at_leaving(show: Show, answered: Callable[[], None]) -> None:
    place = show("organisation")
    work = place.workplace
    before = own_sets.shown(work.database, work.session)
    sets(place).hours.set_value("3")
    place.leave(lambda _safe: None)
    answered()
    assert own_sets.shown(work.database, work.session) == before


@pytest.mark.promise("L29")
@pytest.mark.parametrize("section", ["organisation", "own"])
@pytest.mark.parametrize("theme", THEME_NAMES)
def test_l29_no_faults(show: Show, qapp: QApplication, section: str, theme: ThemeName) -> None:
    place = show(section)
    apply(qapp, Theme(name=theme))
    place.resize(1150, 2000)
    checklist.settle()
    assert checklist.faults(place) == []
