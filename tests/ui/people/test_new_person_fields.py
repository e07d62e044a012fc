"""The fields of the form for a new resident, which come in bites."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.views.people.new_person_fields import NewPersonFields

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_all_is_told_to_be_there_in_the_turn_of_the_last_field(qtbot: QtBot) -> None:
    """Whoever types in the very next turn is heard: nothing of the form would else be kept."""
    body = NewPersonFields()
    qtbot.addWidget(body)
    told: list[set[str]] = []
    body.built.connect(lambda: told.append(set(body.fields)))
    while "phone" not in body._made:
        body._bites._take_turn()
    assert len(told) == 1
    assert {"surname", "phone"} <= told[0]
