"""Ties: who was there on a day, what changed, and a network in sentences."""

from __future__ import annotations

import gettext
from datetime import date
from typing import Any

import pytest

from meitinker.domain.ecogram import Sector
from meitinker.domain.network import (
    COMPARED,
    TIE,
    Direction,
    Frequency,
    Nearness,
    Strain,
    Tie,
    TieChange,
    TieKind,
    compare,
    kind_called,
    of_unknown_begin,
    on_day,
    ring_of,
)
from meitinker.domain.network_words import (
    LABEL,
    difference,
    label,
    on_label,
    period,
    sentences,
    unknown_begin,
    unknown_ring,
    what,
    who,
)
from meitinker.domain.words import name_of
from meitinker.ids import PersonId, RecordId

DUTCH = gettext.NullTranslations()
DAY = date(2026, 11, 22)


def tie(key: str = "a", **fields: Any) -> Tie:
    return Tie(id=RecordId(key), client_id=PersonId(RecordId("client")), **fields)


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (None, None, True),
        (DAY, None, True),
        (None, DAY, True),
        (date(2026, 11, 23), None, False),
        (None, date(2026, 11, 21), False),
    ],
)
def test_both_days_of_a_period_count(since: date | None, until: date | None, holds: bool) -> None:
    assert bool(on_day([tie(since=since, until=until)], DAY)) is holds


def test_who_is_there_only_because_nobody_said_since_when_is_told() -> None:
    known = tie("known", kind=TieKind.FRIEND, since=DAY)
    child, friend = tie("child", kind=TieKind.CHILD), tie("friend", kind=TieKind.FRIEND)
    nurse = tie("nurse", kind=TieKind.PROFESSIONAL, until=DAY)
    assert of_unknown_begin([known, child, friend, nurse]) == (friend, nurse)
    assert unknown_begin([known, child], DUTCH) == ""
    assert unknown_begin([friend], DUTCH) == (
        "Van 1 persoon weten we niet sinds wanneer die erbij is. Wij laten die op elke dag zien."
    )
    assert unknown_begin([friend, nurse], DUTCH).startswith("Van 2 mensen")


class TestCompare:
    def test_tells_who_went_came_and_changed_and_not_who_stayed_the_same(self) -> None:
        same, went, came = tie("same"), tie("went"), tie("came")
        before, after = tie("x", strain=Strain.LIGHT), tie("x", strain=Strain.TOO_HEAVY)
        found = compare([same, went, before], [same, after, came])
        assert found == (
            TieChange(went, None),
            TieChange(None, came),
            TieChange(before, after, ("strain",)),
        )

    def test_nothing_changed_is_nothing(self) -> None:
        assert compare([tie(name="Anneke")], [tie(name="Anneke Dijkstra", phone="06")]) == ()

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("kind", TieKind.FRIEND),
            ("nearness", Nearness.FAR),
            ("frequency", Frequency.DAILY),
            ("direction", Direction.BOTH),
            ("strain", Strain.HEAVY),
            ("does", "doet de ramen"),
            ("carer", True),
            ("usual_help", True),
            ("may_be_called", False),
            ("relation", "nicht"),
        ],
    )
    def test_every_field_that_counts_is_told_in_words(self, field: str, value: Any) -> None:
        (found,) = compare([tie(name="Anneke")], [tie(name="Anneke", **{field: value})])
        assert found.fields == (field,)
        said = difference(found, DUTCH)
        assert said.startswith("Anneke")
        assert ": eerst " in said
        assert ", nu " in said

    def test_all_fields_that_count_are_tried_above_and_belong_to_the_record(self) -> None:
        assert set(COMPARED) <= set(TIE.fields)

    def test_coming_and_going_are_said(self) -> None:
        one = tie(name="Wiebe", relation="buurman")
        assert difference(TieChange(None, one), DUTCH) == "Wiebe (buurman) is erbij gekomen."
        assert difference(TieChange(one, None), DUTCH) == "Wiebe (buurman) is er niet meer bij."


class TestSentences:
    FULL = tie(
        name="Anneke",
        relation="dochter",
        phone="06 12 34 56 78",
        kind=TieKind.CHILD,
        direction=Direction.GIVES,
        nearness=Nearness.NEAR,
        frequency=Frequency.WEEKLY,
        does="Doet de boodschappen",
        strain=Strain.HEAVY,
        usual_help=True,
        carer=True,
        may_be_called=True,
    )

    def test_everything_known_is_said(self) -> None:
        assert sentences(self.FULL, DUTCH) == (
            "Staat dichtbij, contact elke week.",
            "Helpt de inwoner.",
            "Is mantelzorger.",
            "Doet de boodschappen.",
            "Dit is zwaar.",
            "Van deze huisgenoot mag u hulp verwachten.",
            "Mag gebeld worden: 06 12 34 56 78.",
        )

    def test_what_is_not_shareable_is_left_out_for_the_resident(self) -> None:
        said = " ".join(sentences(self.FULL, DUTCH, shared=True))
        assert "Helpt u. Is uw mantelzorger." in said, "it speaks to the resident"
        assert "zwaar" not in said
        assert "06 12" not in said
        assert "verwachten" not in said
        hidden = {"strain", "usual_help", "phone", "may_be_called"}
        assert all(not TIE.fields[name].held.shareable for name in hidden)
        told = {"nearness", "frequency", "direction", "carer", "does", "name", "relation", "kind"}
        assert all(TIE.fields[name].held.shareable for name in told)

    def test_who_is_not_to_be_called_is_said_without_the_number(self) -> None:
        said = sentences(tie(phone="06 12", may_be_called=False), DUTCH)
        assert "Wil niet gebeld worden." in said
        assert "06 12" not in " ".join(said)

    @pytest.mark.parametrize(
        ("fields", "said"),
        [
            ({"name": "Anneke", "relation": "dochter"}, "Anneke (dochter)"),
            ({"name": "Anneke"}, "Anneke"),
            ({"relation": "buurvrouw"}, "buurvrouw"),
            ({}, "Naam nog niet ingevuld"),
        ],
    )
    def test_someone_is_named_by_what_is_known(self, fields: dict[str, str], said: str) -> None:
        assert who(tie(**fields), DUTCH) == said

    @pytest.mark.parametrize(
        ("text", "shown"),
        [("  Anneke\n de  Vries ", "Anneke de Vries"), ("a" * 120, "a" * 120), ("", "")],
    )
    def test_a_label_is_one_line(self, text: str, shown: str) -> None:
        assert label(text) == shown

    def test_of_whom_nothing_was_asked_nothing_is_said(self) -> None:
        new = tie()
        assert (sentences(new, DUTCH), sentences(new, DUTCH, shared=True)) == ((), ())
        assert (what(new, DUTCH), on_label(new, DUTCH)) == ("", ("Naam nog niet ingevuld", ""))
        assert ring_of(new) is Nearness.MIDDLE
        assert "Van 1 persoon weten we niet hoe dichtbij" in unknown_ring((new, self.FULL), DUTCH)
        assert unknown_ring((self.FULL,), DUTCH) == ""

    def test_how_often_begins_a_sentence_where_nearness_is_not_known(self) -> None:
        assert sentences(tie(frequency=Frequency.DAILY), DUTCH) == ("Contact elke dag.",)

    def test_a_label_is_never_endless(self) -> None:
        assert len(label("x" * 1_000_000)) == LABEL
        assert label("y" * 200).endswith("…")

    def test_the_sort_of_tie_stands_in_for_the_relation(self) -> None:
        assert what(tie(kind=TieKind.NEIGHBOUR), DUTCH) == "Buur"
        assert what(tie(relation="overbuur"), DUTCH) == "overbuur"

    @pytest.mark.parametrize(
        ("since", "until", "said"),
        [
            (None, None, ""),
            (DAY, None, "Sinds 22 november 2026."),
            (None, DAY, "Tot en met 22 november 2026."),
            (DAY, DAY, "Van 22 november 2026 tot en met 22 november 2026."),
        ],
    )
    def test_a_period_is_said(self, since: date | None, until: date | None, said: str) -> None:
        assert period(tie(since=since, until=until), "nl", DUTCH) == said

    @pytest.mark.parametrize("codes", [TieKind, Direction, Nearness, Frequency, Strain, Sector])
    def test_every_code_has_a_word(self, codes: Any) -> None:
        words = [name_of(code, DUTCH) for code in codes]
        assert all(words)
        assert len(set(words)) == len(words)


@pytest.mark.parametrize(
    ("relation", "kind"),
    [
        ("dochter", TieKind.CHILD),
        ("Oudste dochter, in Sneek", TieKind.CHILD),
        ("buurman", TieKind.NEIGHBOUR),
        ("beppe", TieKind.PARENT),
        ("huisarts", TieKind.PROFESSIONAL),
        ("haar man", TieKind.PARTNER),
        ("vrouw", TieKind.PARTNER),
        ("de man van de winkel", None),
        ("vriendin van de kerk", TieKind.FRIEND),
        ("iemand", None),
        ("", None),
    ],
)
def test_what_someone_is_called_tells_what_they_are(relation: str, kind: TieKind | None) -> None:
    assert kind_called(relation) is kind
