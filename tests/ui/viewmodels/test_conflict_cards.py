"""A conflict card in words."""

from __future__ import annotations

import msgspec
import pytest

from meitinker.domain.merging import REMOVED, Reason
from meitinker.domain.records import Value
from meitinker.services.conflict_sides import Side
from meitinker.services.conflicts import Asking, OpenConflict
from ui.viewmodels.conflict_cards import ShownCard, count_words, day_items, shown

AT = "2026-11-12T13:05:00.000Z"


def card(**other: object) -> OpenConflict:
    plain = OpenConflict(
        id="c:contact_note",
        kind="person",
        record_id="r",
        part="contact_note",
        reason=Reason.BOTH_CHANGED,
        person_id="r",
        name="Sjoukje Hoekstra",
        base={"contact_note": ""},
        mine=side(contact_note="na zes uur"),
        standing=side(author="Jan", own=False, contact_note="na tien uur"),
        removes=False,
        gone=False,
        may_choose=True,
        writable=("contact_note",),
    )
    return msgspec.structs.replace(plain, **other)


def side(author: str = "Sietske", *, own: bool = True, **values: Value) -> Side:
    return Side(values=values, author=author, own=own, at=AT)


def titles(one: ShownCard) -> list[str]:
    return [column.title for column in one.columns]


def texts(one: ShownCard) -> list[list[str]]:
    return [[text.plain for text in column.texts] for column in one.columns]


def test_a_field_shows_what_was_what_stands_and_what_was_wanted() -> None:
    one = shown(card())
    assert (one.title, one.about) == ("Over contact", "Sjoukje Hoekstra")
    assert titles(one) == ["Zo was het", "Zo staat het nu", "Dit wilde u"]
    assert texts(one) == [["leeg"], ["na tien uur"], ["na zes uur"]]
    assert [column.verb for column in one.columns] == ["", "Houd deze tekst", "Neem deze tekst"]
    assert [column.choice for column in one.columns] == ["", "standing", "mine"]
    assert one.columns[1].who == "Van Jan, 12 november 2026 om 14:05"
    assert one.columns[2].who == "Van u, 12 november 2026 om 14:05"
    assert one.why.startswith("Iemand anders heeft dit veld ook veranderd. Kies wat klopt.")
    marked = [[p.text for p in c.texts[0].pieces if p.marked] for c in one.columns]
    assert marked == [[], ["tien"], ["zes"]]


def test_who_wrote_neither_reads_of_two_people() -> None:
    one = shown(card(mine=side(author="", own=False, contact_note="x")))
    assert one.why.startswith("Twee mensen hebben dit veld veranderd.")
    assert titles(one)[-1] == "Dit wilde een ander"
    assert one.columns[-1].who.startswith("Van iemand die hier niet bekend is")


def test_of_a_group_only_the_fields_that_differ_are_shown_by_name() -> None:
    one = shown(
        card(
            part="name",
            base={"given_names": "", "surname": "Hoekstra"},
            mine=side(given_names="Sjoukje", prefix="van der", surname="Hoekstra"),
            standing=side(given_names="Sjoukje Anna", prefix="", surname="Hoekstra"),
            writable=("given_names", "prefix", "surname"),
        )
    )
    assert one.title == "Naam"
    labels = [text.label for text in one.columns[1].texts]
    assert labels == ["Voornamen", "Tussenvoegsel"]
    assert [own.name for own in one.own] == ["given_names", "prefix", "surname"]


def test_removed_by_one_and_edited_by_the_other() -> None:
    one = shown(
        card(
            kind="phone",
            part=REMOVED,
            reason=Reason.WAS_REMOVED,
            base=None,
            mine=side(number="06-12345678"),
            standing=side(own=False, number=""),
            gone=True,
            writable=(),
        )
    )
    assert one.title == "Telefoonnummer"
    assert titles(one) == ["Zo staat het nu", "Dit wilde u"]
    assert one.columns[0].gone == "Weggehaald"
    assert [column.verb for column in one.columns] == ["Laat het weg", "Zet het terug"]
    assert texts(one)[1] == ["06-12345678"]


def test_edited_by_one_and_removed_by_the_other() -> None:
    one = shown(
        card(
            kind="phone",
            part=REMOVED,
            reason=Reason.WAS_EDITED,
            base=None,
            mine=side(),
            standing=side(own=False, number="06-12345678"),
            removes=True,
            writable=(),
        )
    )
    assert one.columns[1].gone == "Weghalen"
    assert [column.verb for column in one.columns] == ["Laat het staan", "Haal het weg"]


@pytest.mark.parametrize(
    "reason",
    [Reason.CLOSES_CIRCLE, Reason.NOT_THE_WRITER, Reason.CONCLUDED, Reason.NEVER_CHANGES],
)
def test_what_can_only_be_let_go_says_why_and_has_one_button(reason: Reason) -> None:
    one = shown(card(reason=reason, may_choose=False))
    assert [column.verb for column in one.columns if column.verb] == ["Ik heb dit gezien"]
    assert one.own == ()
    assert "Kies wat klopt" not in one.why
    assert len(one.why) > 40


def test_a_bsn_tells_only_its_last_digits() -> None:
    one = shown(
        card(
            part="bsn",
            base={"bsn": ""},
            mine=side(bsn="999990019"),
            standing=side(bsn="999990020"),
            writable=(),
        )
    )
    assert texts(one)[1:] == [["eindigt op 020"], ["eindigt op 019"]]


def test_who_was_removed_while_another_wrote_has_one_way_on() -> None:
    one = shown(
        card(
            part=REMOVED,
            reason=Reason.HAS_WORK,
            base=None,
            mine=side(),
            standing=side("Jan", own=False),
            gone=True,
            writable=(),
            stands=("visit", "contact_note"),
        )
    )
    assert one.why.startswith("De een heeft deze inwoner weggehaald. De ander werkte er nog aan")
    assert titles(one) == ["Zo staat het nu", "Dit staat er nog"]
    assert [column.gone for column in one.columns] == ["Weggehaald", "Gesprek, Notitie"]
    assert [column.verb for column in one.columns] == ["", "Zet de inwoner terug"]
    assert [column.choice for column in one.columns] == ["", "mine"]
    assert one.columns[1].who == "Van u, 12 november 2026 om 14:05"
    assert one.person_id == "", "there is no file to open"


def test_the_day_tells_of_who_was_removed_in_words_of_its_own() -> None:
    (item,) = day_items([Asking(person_id="p", name="Sjoukje Hoekstra", count=1, removed=True)])
    expected = "Deze inwoner is weggehaald, maar er staat nog werk. Kies wat klopt."
    assert (item.status, item.look) == (expected, "")


def test_the_day_tells_about_whom_and_how_many() -> None:
    items = day_items(
        [
            Asking(person_id="p", name="Sjoukje Hoekstra", count=2),
            Asking(person_id="", name="", count=1),
        ]
    )
    assert [item.title for item in items] == ["Sjoukje Hoekstra", "Uw organisatie"]
    assert items[0].status == "Twee mensen hebben 2 keer hetzelfde veranderd. Kies wat klopt."
    assert [item.look for item in items] == ["Bekijk dossier", ""]
    assert {item.screen for item in items} == {"sending"}
    assert (count_words(1), count_words(5)) == ("Er wacht 1 keuze.", "Er wachten 5 keuzes.")
