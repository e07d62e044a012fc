from __future__ import annotations

import io
from gettext import NullTranslations

import pypdfium2 as pdfium
import pytest
from hypothesis import given
from hypothesis import strategies as st
from reportlab.pdfgen.canvas import Canvas

from meitinker.reports.fonts import Face, font
from meitinker.reports.rows import Frame, Row, on_pages, paginate
from meitinker.reports.text import MISSING, wrap
from meitinker.reports.typeset import Composer, Style, set_line

STYLE = Style.of(large=False, accent="#00568B")


def _draw(_canvas: Canvas, _x: float, _y: float) -> None: ...


def _rows(glue: str) -> list[Row]:
    return [Row(10, _draw, glued=mark == "+") for mark in glue]


@given(st.text(alphabet="abc WMi-", max_size=300), st.floats(30, 300))
def test_lines_fit_and_hold_all_letters(text: str, width: float) -> None:
    letter = font(Face.REGULAR)
    lines = wrap(" ".join(text.split()), letter, size=12, width=width)
    assert all(letter.width(line, 12) <= width + 0.01 for line in lines)
    assert "".join(lines).replace(" ", "") == "".join(text.split())


def test_no_line_ends_or_begins_with_the_point_that_parts_two_things() -> None:
    letter = font(Face.REGULAR)
    text = "Aanmelden · Bel of mail · Gratis"
    assert wrap(text, letter, size=12, width=1000) == [text]
    for narrow in range(80, 170):
        lines = wrap(text, letter, size=12, width=narrow)
        assert len(lines) > 1
        assert not any(line.startswith("·") or line.endswith("·") for line in lines), narrow
        assert " ".join(lines).replace(" ·", "") == text.replace(" ·", "")
    assert wrap("· los", letter, size=12, width=20) == ["·", "los"], "only between two things"


def test_lacking_characters_become_boxes_and_are_counted() -> None:
    composer = Composer(STYLE, NullTranslations())
    assert composer.settable("ja \u2713 \U0001f600 nee") == f"ja {MISSING} {MISSING} nee"
    assert composer.missing == 2
    assert composer.settable("ûêôâúïë łčğ €") == "ûêôâúïë łčğ €"
    assert composer.missing == 2


@pytest.mark.parametrize("face", list(Face))
def test_the_box_is_drawn_and_read_as_a_box(face: Face) -> None:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(40, 40), initialFontName=font(Face.REGULAR).name)
    set_line(canvas, MISSING, face=face, size=30, at=(5, 5))
    canvas.save()
    page = pdfium.PdfDocument(buffer.getvalue())[0]
    assert page.get_textpage().get_text_range() == MISSING
    assert page.render(scale=1).to_pil().convert("L").getextrema()[0] < 100


def test_glued_rows_go_to_the_next_page_together() -> None:
    pages = paginate(_rows("--++-"), first=40, later=40)
    assert [len(page) for page in pages] == [2, 3]


def test_white_is_shared_out_before_something_high() -> None:
    tall = [Row(10, _draw, gap=5) for _ in range(5)] + [Row(55, _draw, gap=5)]
    assert [len(page) for page in paginate(tall, first=55, later=55)] == [3, 2, 1]


def test_what_is_near_is_parted_only_where_that_saves_a_page() -> None:
    few = [Row(10, _draw, gap=15), Row(10, _draw, gap=15, near=True), Row(30, _draw, gap=15)]
    assert [len(page) for page in paginate(few, first=40, later=60)] == [1, 2]
    unmarked = [Row(row.height, _draw, gap=row.gap) for row in few]
    assert [len(page) for page in paginate(unmarked, first=40, later=60)] == [2, 1]
    full = [*few[:2], Row(55, _draw, gap=15)]
    assert [len(page) for page in paginate(full, first=40, later=60)] == [2, 1]


def test_white_goes_to_a_later_page_rather_than_to_the_first() -> None:
    sections = [Row(10, _draw), *(Row(high, _draw, gap=60) for high in (10, 20, 20, 50))]
    assert [len(page) for page in paginate(sections, first=100, later=200)] == [2, 2, 1]


def test_the_last_page_holds_more_than_a_line() -> None:
    rows = [Row(4, _draw, gap=5) for _ in range(11)]
    assert [len(page) for page in paginate(rows, first=85, later=85)] == [9, 2]


def test_a_little_less_white_spares_a_last_page_with_next_to_nothing() -> None:
    rows = [Row(10, _draw, gap=4) for _ in range(7)]
    assert [len(page) for page in paginate(rows, first=85, later=85)] == [6, 1]
    (page,) = on_pages(rows, first=85, later=85)
    assert len(page) == 7
    assert sum(row.height + row.gap for row in page) - page[0].gap <= 85
    long = [Row(10, _draw, gap=1) for _ in range(9)]
    assert on_pages(long, first=85, later=85) == paginate(long, first=85, later=85), "in vain"
    filled = [Row(10, _draw, gap=5) for _ in range(9)]
    assert on_pages(filled, first=85, later=85) == paginate(filled, first=85, later=85)


def test_cards_never_come_nearer_to_each_other() -> None:
    cards = [Frame(boxed=True, inset=0) for _ in range(4)]
    rows = [Row(10, _draw, gap=gap, frame=card) for card in cards for gap in (8, 4)]
    room = sum(row.height + row.gap for row in rows) - 12
    assert len(paginate(rows, first=room, later=room * 4)) == 2
    (page,) = on_pages(rows, first=room, later=room * 4)
    assert [row.gap for row in page[::2]] == [8] * 4
    assert max(row.gap for row in page[1::2]) < 4


def test_what_is_higher_than_a_page_breaks_all_the_same() -> None:
    pages = paginate(_rows("+" * 9 + "-"), first=40, later=40)
    assert [len(page) for page in pages] == [4, 4, 2]


@given(st.lists(st.tuples(st.floats(1, 80), st.floats(0, 30), st.booleans()), max_size=60))
def test_no_page_is_overfull_and_no_row_is_lost(shape: list[tuple[float, float, bool]]) -> None:
    rows = [Row(height, _draw, gap=gap, glued=glued) for height, gap, glued in shape]
    pages = paginate(rows, first=100, later=120)
    assert [row for page in pages for row in page] == rows
    for number, page in enumerate(pages):
        used = sum(row.height + row.gap for row in page) - (page[0].gap if page else 0)
        assert used <= (100 if number == 0 else 120) + 0.001


def test_no_paragraph_leaves_one_line_behind() -> None:
    composer = Composer(STYLE, NullTranslations())
    composer.para("woord " * 60)
    glued = [row.glued for row in composer.rows]
    assert len(glued) > 4
    assert glued[0]
    assert glued[-2]
    assert not any(glued[1:-2])


def test_a_heading_is_glued_to_the_first_lines_after_it() -> None:
    composer = Composer(STYLE, NullTranslations())
    composer.heading("Kop")
    composer.para("woord " * 60)
    group = 0
    while composer.rows[group].glued:
        group += 1
    assert group == 3  # heading, its air, first line; the second line closes the group


def test_an_empty_card_leaves_nothing() -> None:
    composer = Composer(STYLE, NullTranslations())
    with composer.card(boxed=True):
        composer.para(" \n ")
    assert composer.rows == []


def test_a_small_card_breaks_only_where_that_saves_a_page() -> None:
    composer = Composer(STYLE, NullTranslations())
    with composer.card(boxed=True):
        for name in "abcdefgh":
            composer.para(name, gap=0)
    card, whole = composer.rows, sum(row.height for row in composer.rows) + 1
    line = Row(20, _draw, gap=10)
    broken = paginate([line, *card, line], first=whole, later=whole)
    assert [sum(row.frame is not None for row in page) for page in broken] == [len(card) - 4, 4]
    high = Row(whole - 60, _draw, gap=10)
    spared = paginate([high, *card, high], first=whole, later=whole)
    assert [sum(row.frame is not None for row in page) for page in spared] == [0, len(card), 0]


def test_the_last_item_of_a_list_never_stands_alone_on_a_page() -> None:
    composer = Composer(STYLE, NullTranslations())
    composer.bullets(["een", "twee", "drie", "vier"])
    whole = sum(row.gap + row.height for row in composer.rows) - composer.rows[0].gap
    pages = paginate(composer.rows, first=whole - 1, later=whole)
    assert [len(page) for page in pages] == [2, 2]
    short = Composer(STYLE, NullTranslations())
    short.bullets(["een", "twee"])
    room = short.rows[0].height + 1
    assert [len(page) for page in paginate(short.rows, first=room, later=whole)] == [1, 1]
