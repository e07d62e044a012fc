"""Typing in a field that shows what has been replaced meanwhile becomes a choice (F8)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtTest import QTest

from meitinker.domain.people import Person
from meitinker.services import editing
from meitinker.store import records
from tests.ui.sending.conftest import edit, resident
from ui.forms.keeping import Keeping
from ui.views.people.record_fields import RecordFields
from ui.widgets.fields import TextArea

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from tests.ui.sending.conftest import Stage


@pytest.mark.promise("F8")
def test_f8_typing_on_in_a_field_that_shows_older_words_becomes_a_choice(
    stage: Stage, qtbot: QtBot
) -> None:
    one = resident(stage.world, contact_note="oud")
    here = stage.here
    with here.database.reading() as connection:
        person = records.get(connection, here.store.session, Person, one)
    field = TextArea("Over contact")
    qtbot.addWidget(field)
    keeping = Keeping(stage.work, field)
    fields = RecordFields(keeping, "person", field)
    fields.tie("contact_note", field)
    fields.show(person)
    field.show()

    edit(stage.there, one, contact_note="van de ander")
    stage.world.settle()
    QTest.keyClicks(field.area, "zij typt ")
    kept: list[bool] = []
    keeping.flush(kept.append)
    qtbot.waitUntil(lambda: kept == [True])
    QTest.keyClicks(field.area, "door ")
    keeping.flush(kept.append)
    qtbot.waitUntil(lambda: kept == [True, True])
    editing.seal(here.database, here.store.session)
    (card,) = here.cards()
    assert card.base == {"contact_note": "oud"}
    assert card.theirs == {"contact_note": "van de ander"}
    assert card.mine == {"contact_note": field.value()}
    assert field.value() == "zij typt door oud"
