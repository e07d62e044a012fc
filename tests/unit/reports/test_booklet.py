"""The village booklet: two sides, mirrored margins, chapters at the right, contents and index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from meitinker.reports.booklet import Booklet, Chapter, Section, render
from meitinker.reports.service_entry import Fact, ServiceEntry

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.reports.page import Sender

changed = msgspec.structs.replace
INNER, OUTER = 66 * 0.57, 66 * 0.43
CARD = 12 * 25.4 / 72


def services(count: int, name: str) -> tuple[ServiceEntry, ...]:
    return tuple(
        ServiceEntry(
            name=f"{name} {number}",
            provider="Stichting Wolwêzen",
            what="Samen warm eten met mensen uit het dorp.",
            facts=(Fact("Open", ("dinsdag: 12:00 – 14:00",)),),
            phones=("0566 12 34 56",),
            web="www.dorp.example",
            email="info@dorp.example",
        )
        for number in range(count)
    )


@pytest.fixture
def booklet(sender: Sender) -> Booklet:
    return Booklet(
        village="Âldeboarn",
        day="22 november 2026",
        chapters=(
            Chapter("Wonen", (Section("Een woning zoeken", services(3, "Woning")),)),
            Chapter("Huishouden", (Section("Maaltijden", services(12, "Eten")),)),
            Chapter("Andere hulp", (Section("", services(1, "Ûle")),)),
        ),
        sender=sender,
    )


def starts(paper: Any, title: str) -> list[int]:
    """Return the numbers of the pages that begin with a title."""
    return [at for at, text in enumerate(paper.pages, start=1) if text.startswith(title)]


def test_every_chapter_begins_on_a_right_hand_page(
    booklet: Booklet, read_back: Callable[..., Any]
) -> None:
    paper = read_back(render(booklet))
    for title in ("Wonen", "Huishouden", "Andere hulp", "Alles op alfabet"):
        (page,) = starts(paper, title)
        assert page % 2 == 1, title


def test_margins_are_mirrored_and_numbers_stand_outside(
    booklet: Booklet, read_back: Callable[..., Any]
) -> None:
    paper = read_back(render(booklet))
    seen = set()
    for number, chars in enumerate(paper.chars, start=1):
        body = [x0 for char, x0, top, _, _ in chars if char.strip() and top < 250]
        foot = (
            paper.within(number - 1, 0, 255, 60, 275),
            paper.within(number - 1, 150, 255, 210, 275),
        )
        if number == 1 or not body:
            continue
        left = INNER if number % 2 else OUTER
        # a page with cards only begins where their text does, twelve points further
        assert min(abs(min(body) - at) for at in (left, left + CARD)) < 1.5, number
        outside = foot[1] if number % 2 else foot[0]
        assert str(number) in outside, (number, foot)
        seen.add(number % 2)
    assert seen == {0, 1}


def test_contents_and_index_name_the_page_where_it_stands(
    booklet: Booklet, read_back: Callable[..., Any]
) -> None:
    paper = read_back(render(booklet))
    (first,) = starts(paper, "Huishouden")
    (contents,) = starts(paper, "In dit boekje")
    lines = paper.pages[contents - 1].split("\n")
    assert f"Huishouden {first}" in [" ".join(line.split()) for line in lines]
    assert f"Maaltijden {first}" in [" ".join(line.split()) for line in lines]
    (index,) = starts(paper, "Alles op alfabet")
    told = [" ".join(line.split()) for line in paper.pages[index - 1].split("\n")]
    for name in ("Eten 11", "Woning 2", "Ûle 0"):
        (where,) = [
            at for at, text in enumerate(paper.pages, start=1) if f"{name}\n" in text and at < index
        ]
        assert f"{name} {where}" in told
    # as people look for it: Ûle before Woning
    names = [line.rsplit(" ", 1)[0] for line in told if line[:1] in "EWÛ"]
    assert names.index("Ûle 0") < names.index("Woning 0")


def test_the_cover_bears_the_village_and_no_number(
    booklet: Booklet, read_back: Callable[..., Any]
) -> None:
    paper = read_back(render(booklet))
    assert "Âldeboarn" in paper.pages[0]
    assert "Stichting Voorbeeld" in paper.pages[0]
    assert "\n1" not in paper.pages[0]
    assert paper.properties["Title"] == "Hulp in Âldeboarn"
    assert paper.tagged


def test_an_empty_map_makes_a_booklet_that_says_so(
    booklet: Booklet, read_back: Callable[..., Any]
) -> None:
    paper = read_back(render(changed(booklet, chapters=())))
    assert len(paper.pages) == 3
    assert "Voor dit dorp staat er nog niets in de sociale kaart." in paper.flowing


def test_a_thousand_services_are_all_there(booklet: Booklet, read_back: Callable[..., Any]) -> None:
    chapters = tuple(
        Chapter(f"Hoofdstuk {at}", (Section("Alles", services(100, f"Dienst {at}")),))
        for at in range(10)
    )
    rendered = render(changed(booklet, chapters=chapters))
    paper = read_back(rendered)
    assert rendered.pages == len(paper.pages) > 200
    index = starts(paper, "Alles op alfabet")[0]
    body = "\n".join(paper.pages[: index - 1])
    assert body.count("Samen warm eten met mensen uit het dorp.") == 1_000
    found = "\n".join(paper.pages[index - 1 :])
    assert all(f"Dienst {at} {n}" in found for at in range(10) for n in (0, 57, 99))


@pytest.mark.parametrize("large", [False, True])
def test_long_names_stay_within_the_page(
    booklet: Booklet, read_back: Callable[..., Any], *, large: bool
) -> None:
    long = "Algemeen maatschappelijk werk en mantelzorgondersteuning Súdwesthoeke " * 3
    chapters = (Chapter(long, (Section(long, services(2, long)),)),)
    paper = read_back(
        render(changed(booklet, chapters=chapters, large=large, village="Ûleboerehottinga" * 4))
    )
    for number, chars in enumerate(paper.chars, start=1):
        for char, x0, _top, x1, _low in chars:
            if char.strip():
                assert 20 < x0 < x1 < 190, (number, char)


def test_words_from_right_to_left_turn_nothing_around(
    booklet: Booklet, read_back: Callable[..., Any]
) -> None:
    odd = changed(services(1, "Praatgroep")[0], what="\u202eمرحبا بكم", name="مجموعة الدعم")
    rendered = render(changed(booklet, chapters=(Chapter("Wonen", (Section("", (odd,)),)),)))
    assert rendered.missing_glyphs > 0
    assert "\u202e" not in read_back(rendered).text


@pytest.mark.parametrize(
    ("language", "title"), [("fy", "Yn dit boekje"), ("en", "In this booklet")]
)
def test_it_speaks_the_language_of_the_reader(
    booklet: Booklet, read_back: Callable[..., Any], language: str, title: str
) -> None:
    assert title in read_back(render(changed(booklet, language=language))).flowing
