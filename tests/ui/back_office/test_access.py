"""Colleagues who are replaced and dossiers that are opened for a while, by keys and mouse."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import msgspec
import pytest
from PySide6.QtTest import QTest

from meitinker import clock
from meitinker.domain.grants import DossierGrant
from meitinker.domain.session import Role
from meitinker.exchange.example_stories import SJOUKJE
from meitinker.ids import PersonId, RecordId, UserId, record_id
from meitinker.services import grants, handing_work
from meitinker.store.settings import ScreenSpot
from tests.ui import checklist
from tests.ui.back_office.conftest import Office, choose
from tests.ui.back_office.test_visits import press
from ui.viewmodels import access as said
from ui.views.back_office import ACCESS, KEY
from ui.views.back_office.access import AccessPage
from ui.views.back_office.tabs import BackOfficePlace
from ui.views.people.dossier_page import DossierPage
from ui.views.people.place import PeoplePlace
from ui.widgets.bites import Bites
from ui.widgets.choices import ComboField
from ui.widgets.dates import DateField
from ui.widgets.fields import TextArea
from ui.window import entries

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from ui.theme.tokens import ThemeName
    from ui.views.back_office.access_card import AccessCard
    from ui.views.people.access_part import AccessPart
    from ui.views.requests.act_panel import ActPanel


@pytest.fixture
def page(office: Office, sytske: RecordId) -> AccessPage:
    """Lend the page."""
    assert sytske
    office.place.turn_to(ACCESS).arrive(None)
    office.rest()
    return office.at(ACCESS, AccessPage)


def hinke(office: Office) -> UserId:
    found = handing_work.meitinkers(office.work.database, office.work.session)
    return UserId(next(one.id for one in found if one.name.startswith("Hinke")))


def opened(office: Office, card: AccessCard) -> ActPanel:
    press(office, card.give)
    assert card.panel is not None
    return card.panel


def until(panel: ActPanel, days: int) -> None:
    """Say that it is until so many days from now."""
    field, day = panel.fields["last_day"], clock.today() + timedelta(days=days)
    assert isinstance(field, DateField)
    field.set_parts(str(day.day), str(day.month), str(day.year))
    field.edited.emit()


def given(office: Office) -> grants.Given:
    return grants.current(office.work.database, office.work.session)


def test_a_colleague_is_replaced_and_no_more(
    office: Office, page: AccessPage, sytske: RecordId
) -> None:
    assert page.replaced.nothing.isVisible()
    panel = opened(office, page.replaced)
    choose(panel, "user_id", hinke(office))
    choose(panel, "by", sytske)
    press(office, panel.keep)
    assert panel.fields["last_day"].error, "until when was not said"
    until(panel, 10)
    press(office, panel.keep)
    assert page.replaced.panel is None
    (row,) = page.replaced.rows.values()
    assert row.line.title == "Sytske de Boer vervangt Hinke Terpstra"
    assert row.line.text.startswith("Nu: ")
    press(office, row.end)
    assert given(office).replacements == ()
    assert page.replaced.nothing.isVisible()


def test_nobody_replaces_themselves(office: Office, page: AccessPage, sytske: RecordId) -> None:
    panel = opened(office, page.replaced)
    choose(panel, "user_id", sytske)
    choose(panel, "by", sytske)
    until(panel, 3)
    press(office, panel.keep)
    assert panel.fields["by"].error
    assert given(office).replacements == ()


def test_an_open_dossier_is_listed_leads_to_the_file_and_is_ended(
    office: Office, page: AccessPage, sytske: RecordId
) -> None:
    day = clock.today()
    grants.give(
        office.work.database,
        office.work.session,
        SJOUKJE,
        to=UserId(sytske),
        first_day=day,
        last_day=day,
        why="Ziekenhuis",
    )
    page.arrive(None)
    office.rest()
    (row,) = page.opened.rows.values()
    assert "Ziekenhuis" in row.line.text
    went: list[ScreenSpot] = []
    page.go.connect(went.append)
    press(office, row.look)
    assert [(one.screen, one.record_id, one.section) for one in went] == [
        ("people", SJOUKJE, "dossier")
    ]
    press(office, row.end)
    assert given(office).grants == ()
    assert page.opened.nothing.isVisible()


def test_whose_dossier_is_asked_by_name(office: Office, page: AccessPage) -> None:
    went: list[ScreenSpot] = []
    page.go.connect(went.append)
    press(office, page.ask)
    assert page.whose.field.line.hasFocus()
    page.whose.chosen.emit(SJOUKJE)
    assert went[0].section == "dossier"


@pytest.mark.promise("F1")
def test_f1_a_half_typed_replacement_comes_back(
    office: Office, page: AccessPage, sytske: RecordId
) -> None:
    panel = opened(office, page.replaced)
    choose(panel, "by", sytske)
    first = panel.fields["first_day"]
    first.setFocus()
    QTest.keyClicks(office.place.focusWidget(), "1")
    office.place.leave(lambda _safe: None)
    office.rest()
    office.begin_anew()
    again = office.at(ACCESS, AccessPage).replaced.panel
    assert again is not None
    by, day = again.fields["by"], again.fields["first_day"]
    assert isinstance(by, ComboField)
    assert isinstance(day, DateField)
    assert (by.value(), day.parts()) == (sytske, ("1", "", ""))


@pytest.mark.promise("L29")
@pytest.mark.parametrize("size", [100, 200])
@pytest.mark.parametrize("name", ["light", "dark", "high_contrast"])
def test_l29_every_part_has_its_name_and_place(
    office: Office, page: AccessPage, qapp: QApplication, name: ThemeName, size: int
) -> None:
    opened(office, page.replaced)
    assert office.faults(qapp, name, size) == []


def file_of(office: Office, qtbot: QtBot, *, clerk: bool) -> DossierPage:
    """Show the dossier of a resident, to a clerk or to the meitinker."""
    role = Role.BACK_OFFICE if clerk else Role.MEITINKER
    session = msgspec.structs.replace(office.work.session, role=role)
    work = replace(office.work, session=session)
    place = PeoplePlace(work)
    qtbot.addWidget(place)
    work.tasks.changed.connect(place.refresh)
    place.resize(1150, 1600)
    place.show()
    place.activateWindow()
    place.arrive(ScreenSpot(screen="people", record_id=SJOUKJE, section="dossier"))
    office.rest()
    for bites in place.findChildren(Bites):
        bites.complete()
    office.rest()
    return place.findChildren(DossierPage)[0]


def test_the_dossier_itself_is_opened_to_a_colleague(
    office: Office, sytske: RecordId, qtbot: QtBot
) -> None:
    dossier = file_of(office, qtbot, clerk=True)
    part: AccessPart = dossier.access
    panel = opened(office, part.card)
    choose(panel, "to", sytske)
    until(panel, 5)
    press(office, panel.keep)
    assert panel.fields["why"].error
    why = panel.fields["why"]
    assert isinstance(why, TextArea)
    why.area.insertPlainText("Ziekenhuis")
    press(office, panel.keep)
    assert part.card.panel is None
    (row,) = part.card.rows.values()
    assert row.line.title.startswith("Sytske de Boer mag in het dossier van Sjoukje")
    assert checklist.unnamed(part) == checklist.small_targets(part) == []
    press(office, row.end)
    (row,) = part.card.rows.values()
    assert row.line.text.startswith("Voorbij: "), "that it was open stays to be told"
    assert not row.end.isVisible()


def test_a_meitinker_gives_nobody_access(office: Office, qtbot: QtBot) -> None:
    dossier = file_of(office, qtbot, clerk=False)
    assert "access" not in vars(dossier)


def test_an_administrator_gives_and_ends_replacements_and_sees_no_resident(
    office: Office, sytske: RecordId, qtbot: QtBot
) -> None:
    session = msgspec.structs.replace(office.work.session, role=Role.ADMINISTRATOR)
    work = replace(office.work, session=session)
    assert KEY in {one.key for one in entries.places(work)}
    place = BackOfficePlace(work)
    qtbot.addWidget(place)
    work.tasks.changed.connect(place.refresh)
    other = Office(place, work, office.rest, qtbot)
    place.resize(1150, 768)
    place.show()
    place.arrive(None)
    other.rest()
    page = other.at(ACCESS, AccessPage)
    assert place.page is page
    assert not place.tabs.isVisible()
    assert not page.ask.isVisible()
    panel = opened(other, page.replaced)
    choose(panel, "user_id", hinke(other))
    choose(panel, "by", sytske)
    until(panel, 7)
    press(other, panel.keep)
    (given_now,) = given(other).replacements
    assert given_now.by_id == sytske
    (row,) = page.replaced.rows.values()
    press(other, row.end)
    assert given(other).replacements == ()


def test_who_only_works_with_residents_has_no_back_office(office: Office) -> None:
    for role in (Role.MEITINKER, Role.COORDINATOR):
        session = msgspec.structs.replace(office.work.session, role=role)
        known = entries.places(replace(office.work, session=session))
        assert KEY not in {one.key for one in known}


def test_a_dossier_of_nobody_who_is_known_is_a_residents(office: Office) -> None:
    grant = DossierGrant(
        id=record_id(),
        client_id=PersonId(record_id()),
        user_id=hinke(office),
        given_by_id=hinke(office),
        given_at=clock.now(),
        first_day=clock.today(),
        last_day=clock.today(),
    )
    (line,) = said.grants(grants.Given(grants=(grant,)))
    assert line.title.endswith("mag in het dossier van een inwoner")
