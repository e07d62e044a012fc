"""The village booklet: two sides and columns, mirrored margins, running heads, contents, index."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from meitinker.reports.booklet import Booklet, BookletSection, Chapter, render
from meitinker.reports.booklet_pages import Layout
from meitinker.reports.page import Sheet
from meitinker.reports.service_entry import Fact, ServiceEntry

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.reports.page import Sender

changed = msgspec.structs.replace
INNER, OUTER = 36 * 0.57, 36 * 0.43
CARD = 10.5 * 25.4 / 72
SECOND = 83 + 8
"""Millimetres from the first column to the second."""


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
            Chapter("Wonen", (BookletSection("Een woning zoeken", services(3, "Woning")),)),
            Chapter("Huishouden", (BookletSection("Maaltijden", services(12, "Eten")),)),
            Chapter("Andere hulp", (BookletSection("", services(1, "Ûle")),)),
        ),
        sender=sender,
    )


def begins(paper: Any, title: str) -> int:
    """Return the number of the first page on which a title stands as a line of its own."""
    known = [text.split("\n")[:-2] for text in paper.pages]
    return next(at for at, lines in enumerate(known, start=1) if title in lines)


def head_of(paper: Any, number: int) -> tuple[str, str]:
    """Return what stands in the head of a page: at the left, and at the right."""
    return (
        paper.within(number - 1, 0, 5, 105, 14).strip(),
        paper.within(number - 1, 105, 5, 210, 14).strip(),
    )


def test_the_head_of_a_page_tells_its_chapters_on_the_outside(
    booklet: Booklet, read_back: Callable[..., Any]
) -> None:
    paper = read_back(render(booklet))
    assert head_of(paper, 2) == ("Over dit boekje · In dit boekje", "Hulp in Âldeboarn")
    assert head_of(paper, 3) == ("Hulp in Âldeboarn", "Wonen · Huishouden")
    for number in range(2, len(paper.pages) + 1):
        left, right = head_of(paper, number)
        assert (right if number % 2 == 0 else left) == "Hulp in Âldeboarn", number


def test_a_page_that_goes_on_tells_the_chapter_it_goes_on_with(
    booklet: Booklet, read_back: Callable[..., Any]
) -> None:
    chapters = (
        Chapter("Wonen", (BookletSection("Alles", services(40, "Woning")),)),
        Chapter("Huishouden", (BookletSection("Alles", services(1, "Eten")),)),
    )
    paper = read_back(render(changed(booklet, chapters=chapters)))
    last = begins(paper, "Huishouden")
    told = [set(head_of(paper, one)) - {"Hulp in Âldeboarn"} for one in range(3, last + 1)]
    assert told == [*([{"Wonen"}] * (last - 3)), {"Wonen · Huishouden"}]


def test_there_are_two_columns_of_letters_that_are_not_small(
    booklet: Booklet, read_back: Callable[..., Any]
) -> None:
    paper = read_back(render(booklet))
    body = [x0 for char, x0, top, _, _ in paper.chars[2] if char.strip() and 20 < top < 270]
    gap = range(round(INNER + 83), round(INNER + SECOND))
    assert min(body) < INNER + CARD + 1
    assert max(body) > INNER + SECOND
    assert not [at for at in body if gap.start + 1 < at < gap.stop - 1]
    assert Layout.of(sheet_of(booklet)).style.size >= 10
    assert Layout.of(sheet_of(changed(booklet, large=True))).columns == 1
    assert Layout.of(sheet_of(changed(booklet, large=True))).style.size == 18


def sheet_of(booklet: Booklet) -> Sheet:
    return Sheet(title="x", language="nl", sender=booklet.sender, large=booklet.large)


def test_no_page_is_left_white(booklet: Booklet, read_back: Callable[..., Any]) -> None:
    paper = read_back(render(booklet))
    for number, chars in enumerate(paper.chars, start=1):
        assert [1 for char, _, top, _, _ in chars if char.strip() and 20 < top < 270], number


def test_margins_are_mirrored_and_numbers_stand_outside(
    booklet: Booklet, read_back: Callable[..., Any]
) -> None:
    paper = read_back(render(booklet))
    seen = set()
    for number, chars in enumerate(paper.chars, start=1):
        body = [x0 for char, x0, top, _, _ in chars if char.strip() and 20 < top < 270]
        foot = (
            paper.within(number - 1, 0, 280, 60, 292),
            paper.within(number - 1, 150, 280, 210, 292),
        )
        if number == 1:
            continue
        left = INNER if number % 2 else OUTER
        # a page with cards only begins where their text does, a letter further
        assert min(abs(min(body) - at) for at in (left, left + CARD)) < 1.5, number
        outside = foot[1] if number % 2 else foot[0]
        assert str(number) in outside, (number, foot)
        seen.add(number % 2)
    assert seen == {0, 1}


def test_contents_and_index_name_the_page_where_it_stands(
    booklet: Booklet, read_back: Callable[..., Any]
) -> None:
    paper = read_back(render(booklet))
    first = begins(paper, "Huishouden")
    lines = [" ".join(line.split()) for line in paper.pages[1].split("\n")]
    assert f"Huishouden {first}" in lines
    assert f"Maaltijden {begins(paper, 'Maaltijden')}" in lines
    index = begins(paper, "Alles op alfabet")
    told = [" ".join(line.split()) for line in paper.pages[index - 1].split("\n")]
    for name in ("Eten 11", "Woning 2", "Ûle 0"):
        assert f"{name} {begins(paper, name)}" in told
    # as people look for it: Ûle before Woning
    names = [line.rsplit(" ", 1)[0] for line in told if line[:1] in "EWÛ"]
    assert names.index("Ûle 0") < names.index("Woning 0")


def test_an_index_of_organisations_names_all_pages_of_each_once(
    booklet: Booklet, read_back: Callable[..., Any]
) -> None:
    paper = read_back(render(booklet))
    last = [" ".join(line.split()) for line in paper.pages[-1].split("\n")]
    pages = sorted({begins(paper, f"{name} 0") for name in ("Woning", "Eten", "Ûle")})
    pages = list(range(pages[0], pages[-1] + 1))
    assert f"Stichting Wolwêzen {', '.join(map(str, pages))}" in last


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
    assert len(paper.pages) == 2
    assert "Voor dit dorp staat er nog niets in de sociale kaart." in paper.flowing


def test_a_thousand_services_are_all_there(booklet: Booklet, read_back: Callable[..., Any]) -> None:
    chapters = tuple(
        Chapter(f"Hoofdstuk {at}", (BookletSection("Alles", services(100, f"Dienst {at}")),))
        for at in range(10)
    )
    rendered = render(changed(booklet, chapters=chapters))
    paper = read_back(rendered)
    assert rendered.pages == len(paper.pages) > 80
    index = begins(paper, "Alles op alfabet")
    body = "\n".join(paper.pages[: index - 1])
    assert body.count("Samen warm eten met mensen uit het dorp.") == 1_000
    found = "\n".join(paper.pages[index - 1 :])
    assert all(f"Dienst {at} {n}" in found for at in range(10) for n in (0, 57, 99))


@pytest.mark.parametrize("large", [False, True])
def test_long_names_stay_within_the_page(
    booklet: Booklet, read_back: Callable[..., Any], *, large: bool
) -> None:
    long = "Algemeen maatschappelijk werk en mantelzorgondersteuning Súdwesthoeke " * 3
    chapters = (Chapter(long, (BookletSection(long, services(2, long)),)),)
    paper = read_back(
        render(changed(booklet, chapters=chapters, large=large, village="Ûleboerehottinga" * 4))
    )
    white = OUTER if not large else 50 * 0.43
    for number, chars in enumerate(paper.chars, start=1):
        for char, x0, _top, x1, _low in chars:
            if char.strip():
                assert white - 1 < x0 < x1 < 210 - white + 1, (number, char)


def test_words_from_right_to_left_turn_nothing_around(
    booklet: Booklet, read_back: Callable[..., Any]
) -> None:
    odd = changed(services(1, "Praatgroep")[0], what="\u202eمرحبا بكم", name="مجموعة الدعم")
    rendered = render(changed(booklet, chapters=(Chapter("Wonen", (BookletSection("", (odd,)),)),)))
    assert rendered.missing_glyphs > 0
    assert "\u202e" not in read_back(rendered).text


@pytest.mark.parametrize(
    ("language", "title"), [("fy", "Yn dit boekje"), ("en", "In this booklet")]
)
def test_it_speaks_the_language_of_the_reader(
    booklet: Booklet, read_back: Callable[..., Any], language: str, title: str
) -> None:
    assert title in read_back(render(changed(booklet, language=language))).flowing
