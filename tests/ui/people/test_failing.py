"""A full disk while typing: the words stay, the next step is a button, and it is told truly."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtTest import QTest

from meitinker.errors import DiskFull
from meitinker.exchange.example_stories import LUKASZ
from meitinker.services import adding, editing, form_drafts, people
from meitinker.store.settings import ScreenSpot
from ui.widgets.fields import TextField

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.people.conftest import Stage


def _full(*_values: object, **_named: object) -> None:
    raise DiskFull


def test_a_field_that_is_not_saved_says_so_and_is_saved_on_the_second_try(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.open(ScreenSpot(screen="people", record_id=LUKASZ, section="details"))
    view = stage.place.file_view
    assert view.details is not None
    called = dict(view.details.fields())["person.called"]
    assert isinstance(called, TextField)
    with monkeypatch.context() as full:
        full.setattr(editing, "save", _full)
        QTest.keyClicks(called.line, "Luc")
        safe: list[bool] = []
        stage.place.leave(safe.append)
        stage.settle()
        assert safe == [False]
        assert view.header.indicator.text == "Niet bewaard"
        assert view.header.bar.isVisible()
        assert called.value().startswith("Luc")
    assert view.header.bar.button.text() == "Opnieuw bewaren"
    view.header.bar.button.click()
    stage.settle()
    assert view.header.indicator.text.startswith("Bewaard om")
    assert not view.header.bar.isVisible()


def test_a_form_that_is_not_kept_says_so_and_stays(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.open(ScreenSpot(screen="people", section="new"))
    form = stage.place.form
    surname = form.fields["surname"]
    assert isinstance(surname, TextField)
    with monkeypatch.context() as full:
        full.setattr(form_drafts, "keep", _full)
        QTest.keyClicks(surname.line, "Jong")
        stage.place.save_now()
        stage.settle()
        assert form.indicator.text == "Niet bewaard"
        assert form.typed().surname == "Jong"
    form.bar.button.click()
    stage.settle()
    work = stage.place.workplace
    kept = form_drafts.read(work.database, work.session, adding.FORM)
    assert kept == adding.TypedPerson(surname="Jong")
    assert not form.bar.isVisible()


def test_a_look_for_doubles_that_failed_is_told_and_the_next_key_looks_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.open(ScreenSpot(screen="people", section="new"))
    form, refused = stage.place.form, list[object]()
    stage.place.workplace.tasks.failed.connect(refused.append)
    called, surname = form.fields["called"], form.fields["surname"]
    assert isinstance(called, TextField)
    assert isinstance(surname, TextField)
    with monkeypatch.context() as full:
        full.setattr(people, "likely_doubles", _full)
        QTest.keyClicks(called.line, "Sjoukje")
        QTest.keyClicks(surname.line, "Jon")
        stage.settle()
        assert isinstance(refused[0], DiskFull)
        assert not form.doubles.isVisible()
    QTest.keyClicks(surname.line, "g")
    stage.settle()
    assert form.doubles.isVisible()


def test_who_types_already_keeps_the_keyboard_when_the_form_hears_what_was_kept(
    stage: Stage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    stage.open(None)
    let_go, read = threading.Event(), form_drafts.read

    def late(*values: Any, **named: Any) -> Any:
        let_go.wait()
        return read(*values, **named)

    monkeypatch.setattr(form_drafts, "read", late)
    try:
        stage.place.new()
        form = stage.place.form
        qtbot.waitUntil(lambda: "surname" in form.fields and form.fields["surname"].isVisible())
        surname = form.fields["surname"]
        assert isinstance(surname, TextField)
        surname.line.setFocus()
        QTest.keyClicks(surname.line, "Jo")
    finally:
        let_go.set()
    stage.settle()
    assert surname.line.hasFocus()
    assert surname.value() == "Jo"
