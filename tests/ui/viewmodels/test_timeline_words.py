"""The timeline in words: every kind that the store tells of, filtered, and what each opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker import clock
from meitinker.store import timeline as stored
from meitinker.store.timeline import Sort, TimelineRow
from tests.stores import Clock
from ui.viewmodels import timeline

if TYPE_CHECKING:
    from ui.viewmodels.parts import TimelineEntry

AT = "2026-11-12T14:05:00.000Z"
ROWS = (
    TimelineRow("contact_note", "n", AT, "phone:0:dochter: Anna", "Moeder viel weer."),
    TimelineRow("contact_note", "o", AT, "email:1:", "Folder gestuurd."),
    TimelineRow("task", "t", "2026-11-12", "open", "Bel de huisarts"),
    TimelineRow("task", "u", "2026-11-12", "done", "Breng de rollator"),
    TimelineRow("agreement", "a", "2026-11-12", "v", "Dochter: boodschappen"),
    TimelineRow("request", "r", AT, "signal:a newer state", "De buurman maakt zich zorgen."),
    TimelineRow("letter", "l", AT, "2026-11-13", "receipt"),
    TimelineRow("transfer", "x", "2026-11-12", "Wiebe", "Praat langzaam."),
    TimelineRow("details", "d", AT, "", ""),
    TimelineRow("appointment", "p", AT, "planned", "Hoofdstraat 3"),
)


def told(*, secret: bool = False) -> tuple[TimelineEntry, ...]:
    with clock.running(Clock()):
        return timeline.entries(ROWS, secret=secret)


def test_each_kind_has_its_own_words() -> None:
    assert [(one.title, one.text) for one in told()][:9] == [
        ("Telefoon: dochter: Anna", "Moeder viel weer."),
        ("E-mail, zelf contact opgenomen", "Folder gestuurd."),
        ("Taak", "Bel de huisarts"),
        ("Taak gedaan", "Breng de rollator"),
        ("Afgesproken", "Dochter: boodschappen"),
        ("Signaal over deze inwoner", "De buurman maakt zich zorgen."),
        ("Ontvangstbrief", "Verstuurd op 13 november"),
        ("Overgedragen aan Wiebe", "Praat langzaam."),
        ("Gegevens veranderd", ""),
    ]


def test_every_kind_of_the_store_has_a_teller_and_a_sort() -> None:
    for what in stored._PARTS:
        assert what in timeline._TELLERS
        assert timeline.of_sort([TimelineRow(what, "x", AT, "", "")], stored.sort_of(what))


def test_where_an_appointment_is_stays_secret() -> None:
    assert "Hoofdstraat" in told()[-1].text
    assert "Hoofdstraat" not in told(secret=True)[-1].text


@pytest.mark.parametrize("sort", Sort)
def test_the_filter_leaves_only_its_sort(sort: Sort) -> None:
    left = timeline.of_sort(ROWS, sort)
    assert {stored.sort_of(row.what) for row in left} <= {sort}
    assert timeline.of_sort(ROWS, timeline.EVERYTHING) == ROWS


def test_an_agreement_opens_the_conversation_it_was_made_in() -> None:
    keys = {one.kind: one.key for one in told()}
    assert timeline.opens(keys["Afgesproken"]) == ("visit", "v")
    assert timeline.opens(keys["Notitie"])[0] == "contact_note"


def test_there_is_a_choice_for_everything_and_each_sort() -> None:
    assert [one.key for one in timeline.sorts()] == [timeline.EVERYTHING, *Sort]
