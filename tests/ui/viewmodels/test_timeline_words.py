"""The timeline in words: every kind that the store tells of, filtered, and what each opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker import clock, ids
from meitinker.store import timeline as stored
from meitinker.store.timeline import TimelineRow, TimelineSort
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
    TimelineRow("appointment", "p", AT, "planned:home:60", "Hoofdstraat 3"),
)


def told(*, secret: bool = False) -> tuple[TimelineEntry, ...]:
    with clock.running(Clock()):
        return timeline.entries(ROWS, secret=secret)


def test_each_kind_has_its_own_words() -> None:
    assert sorted((one.key[-1], one.title, one.text) for one in told()) == sorted(
        [
            ("n", "Telefoon: dochter: Anna", "Moeder viel weer."),
            ("o", "E-mail, zelf contact opgenomen", "Folder gestuurd."),
            ("t", "Taak", "Bel de huisarts"),
            ("u", "Taak gedaan", "Breng de rollator"),
            ("v", "Afgesproken", "Dochter: boodschappen"),
            ("r", "Signaal over deze inwoner", "De buurman maakt zich zorgen."),
            ("l", "Ontvangstbrief", "Verstuurd op 13 november"),
            ("x", "Overgedragen aan Wiebe", "Praat langzaam."),
            ("d", "Gegevens veranderd", ""),
            (
                "p",
                "Afspraak in de agenda",
                "Gepland · 15:05 tot 16:05 · Thuis bij de inwoner · Hoofdstraat 3",
            ),
        ]
    )


def test_every_kind_of_the_store_has_a_teller_and_a_sort() -> None:
    for what in stored._PARTS:
        assert what in timeline._TELLERS
        assert timeline.of_sort([TimelineRow(what, "x", AT, "", "")], stored.sort_of(what))


def test_within_a_day_it_stands_by_the_clock_and_tells_the_hour(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # ids only go up: after a test that was later in the day this one would be of that moment
    monkeypatch.setattr(ids, "_sequence", ids._Sequence())
    with clock.running(Clock()):
        written = ids.record_id()
        day = clock.today().isoformat()
        now = f"{clock.local(clock.now()):%H:%M}"
        rows = (
            TimelineRow("contact_note", "night", f"{day}T00:30:00.000Z", "phone:0:", "Vroeg."),
            TimelineRow("transfer", written, day, "Wiebe", "Net overgedragen."),
            TimelineRow("transfer", "known", day, "Wiebe", "Niemand weet hoe laat."),
            TimelineRow("contact_note", "late", f"{day}T22:30:00.000Z", "phone:0:", "Laat."),
        )
        shown = timeline.entries(rows, secret=False)
        assert [one.text for one in shown] == [
            "Laat.",
            "Net overgedragen.",
            "Vroeg.",
            "Niemand weet hoe laat.",
        ]
        assert [one.time for one in shown] == ["23:30", now, "01:30", ""]
        begun = TimelineRow(
            "contact_note", "o", f"{day}T23:00:00.000Z", "phone:0:", "Alleen de dag."
        )
        assert timeline.entries([begun], secret=False)[0].time == ""  # midnight here


def test_where_an_appointment_is_stays_secret() -> None:
    def text(*, secret: bool) -> str:
        return next(one.text for one in told(secret=secret) if one.key == "appointment:p")

    assert "Hoofdstraat" in text(secret=False)
    assert "Hoofdstraat" not in text(secret=True)


@pytest.mark.parametrize("sort", TimelineSort)
def test_the_filter_leaves_only_its_sort(sort: TimelineSort) -> None:
    left = timeline.of_sort(ROWS, sort)
    assert {stored.sort_of(row.what) for row in left} <= {sort}
    assert timeline.of_sort(ROWS, timeline.EVERYTHING) == ROWS


def test_an_agreement_and_a_referral_open_where_in_the_conversation_they_were_made() -> None:
    keys = {one.kind: one.key for one in told()}
    assert timeline.opens(keys["Afgesproken"]) == ("agreements", "v")
    assert timeline.opens("referral:r:v") == ("ladder", "v")
    assert timeline.opens(keys["Notitie"])[0] == "contact_note"


def test_there_is_a_choice_for_everything_and_each_sort() -> None:
    assert [one.key for one in timeline.sorts()] == [timeline.EVERYTHING, *TimelineSort]
