"""F1 before the store is open: the guide at the right chapter, and the page as it was behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from meitinker.errors import StoreBehind
from meitinker.labels import Labelled
from meitinker.paths import StoreFolder
from meitinker.reports.page import Sender
from meitinker.reports.recovery_code import RecoverySheet, render
from tests.ui import checklist
from ui.theme import THEME_NAMES, Theme, ThemeName, apply
from ui.views.entry.first_run import PassphrasePage, WhoPage
from ui.views.entry.recovery import LossPage, RecoverPage, RecoveryCodePage
from ui.views.entry.restore import RestorePage
from ui.views.entry.unlock import UnlockPage

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from tests.ui.entry.conftest import Shown
    from ui.views.entry.page import EntryPage

_SENDER = Sender(organisation="Stichting Voorbeeld")

CHAPTERS = {
    "who": "Hoe begin ik?",
    "passphrase": "Hoe begin ik?",
    "code": "Hoe begin ik?",
    "unlock": "Ik weet mijn wachtwoord niet meer",
    "recover": "Ik weet mijn wachtwoord niet meer",
    "loss": "Hoe maak ik een reservekopie?",
    "restore": "Hoe maak ik een reservekopie?",
}


def made(page: str, folder: Path) -> EntryPage:
    match page:
        case "who":
            return WhoPage(["Grou"])
        case "passphrase":
            return PassphrasePage(step="Stap 2 van 3.")
        case "code":
            sheet = RecoverySheet(code="ABCD 1234", store_label="x", date="x", sender=_SENDER)
            return RecoveryCodePage(render(sheet).data)
        case "recover":
            return RecoverPage()
        case "loss":
            return LossPage(StoreBehind(missing=3))
        case "restore":
            return RestorePage([], "Wat er stond, wordt bewaard.")
        case _:
            return UnlockPage([Labelled("Werkplek", StoreFolder(folder))])


def stands_there(page: EntryPage) -> bool:
    """Tell whether the guide does; a call, so that the type checker forgets the answer."""
    return page.guide is not None


@pytest.fixture
def shown(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Callable[[str], EntryPage]:
    def show(name: str) -> EntryPage:
        page = made(name, tmp_path)
        qtbot.addWidget(page)
        page.resize(1024, 768)
        page.show()
        page.activateWindow()
        page.focus_first()
        checklist.settle()
        return page

    apply(qapp, Theme())
    return show


@pytest.mark.parametrize("name", CHAPTERS)
def test_f1_opens_the_chapter_about_the_page_and_escape_leads_back(
    shown: Callable[[str], EntryPage], name: str
) -> None:
    page = shown(name)
    field = QApplication.focusWidget()
    assert field is not None
    for _time in range(2):
        QTest.keyClick(field, Qt.Key.Key_F1)
        checklist.settle()
        assert page.guide is not None
        assert page.guide.guide.page.title.text() == CHAPTERS[name]
        inside = QApplication.focusWidget()
        assert inside is not None
        assert page.guide.isAncestorOf(inside)
        assert not page.heading.isVisible()
        QTest.keyClick(inside, Qt.Key.Key_F1)  # there is no guide of the guide
        QTest.keyClick(inside, Qt.Key.Key_Escape)
        checklist.settle()
        assert not stands_there(page)
        assert page.heading.isVisible()
        assert QApplication.focusWidget() is field


def test_what_was_typed_waits_behind_the_guide_and_cannot_be_read(
    shown: Callable[[str], EntryPage],
) -> None:
    page = shown("unlock")
    assert isinstance(page, UnlockPage)
    QTest.keyClicks(page.passphrase.line, "zeven paarse")
    page.passphrase.set_shown(shown=True)
    page.help.click()
    assert page.guide is not None
    page.guide.back.click()
    checklist.settle()
    assert page.passphrase.value() == "zeven paarse"
    assert not page.passphrase.is_shown()


def test_nothing_about_anyone_is_read_for_it(start: Callable[..., Shown]) -> None:
    begun = start()
    begun.sees("Welkom bij meitinker")
    page = begun.desktop.window.currentWidget()
    assert isinstance(page, WhoPage)
    page.help.click()
    begun.sees("Hoe begin ik?")
    assert begun.desktop._workroom is None


def test_a_store_that_opens_meanwhile_takes_the_guide_with_it(
    laptop: object, start: Callable[..., Shown]
) -> None:
    begun = start()
    begun.unlock()
    page = begun.desktop.window.currentWidget()
    assert isinstance(page, UnlockPage)
    page.show_guide()
    begun.until(lambda: begun.desktop._workroom is not None)
    begun.sees("Vandaag")


@pytest.mark.promise("L29")
@pytest.mark.parametrize("theme", THEME_NAMES)
def test_l29_the_guide_before_unlocking_has_no_faults(
    shown: Callable[[str], EntryPage], theme: ThemeName, qapp: QApplication
) -> None:
    apply(qapp, Theme(name=theme))
    assert checklist.faults(shown("restore")) == []
    page = shown("unlock")
    assert checklist.faults(page) == []
    page.show_guide()
    checklist.settle()
    assert checklist.faults(page) == []


@pytest.mark.promise("L29")
@pytest.mark.parametrize(("text_size", "width", "height"), [(200, 1366, 768), (100, 683, 384)])
@pytest.mark.parametrize("name", CHAPTERS)
def test_l29_nothing_is_cut_off_large_or_narrow(
    shown: Callable[[str], EntryPage],
    name: str,
    text_size: int,
    width: int,
    height: int,
    qapp: QApplication,
) -> None:
    apply(qapp, Theme(text_size=text_size))
    page = shown(name)
    assert checklist.faults_when_large(page, width=width, height=height) == []
    page.show_guide()
    checklist.settle()
    assert checklist.faults_when_large(page, width=width, height=height) == []
    apply(qapp, Theme())
