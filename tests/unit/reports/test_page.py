from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from PIL import Image

from meitinker import clock
from meitinker.reports.measures import Window
from meitinker.reports.page import ACCENT, Addressee, Sender, usable_accent
from meitinker.reports.plan_letter import render
from meitinker.reports.support_plan import SupportPlan

if TYPE_CHECKING:
    from collections.abc import Callable

changed = msgspec.structs.replace
LONG_NAME = "Wolfeschlegelsteinhausenbergerdorffvoralternwarengewissenhaft"


@pytest.mark.parametrize(
    ("window", "left", "right"), [(Window.LEFT, 33, 116), (Window.RIGHT, 109, 185)]
)
@pytest.mark.parametrize("large", [False, True])
def test_the_window_shows_the_address_and_nothing_else(
    plan: SupportPlan, read_back: Callable[..., Any], window: Window, left: int, right: int,
    large: bool,
) -> None:  # fmt: skip
    paper = read_back(render(changed(plan, window=window, large=large)))
    seen = paper.within(0, left - 0.5, 59, right, 90)
    assert "".join(seen.split()) == "MevrouwF.TerpstraMolenpad79001ECGrou"
    ink = [box for box in paper.chars[0] if box[0].strip() and box[2] >= 50 and box[4] <= 90]
    beside = [box for box in ink if box[3] < left - 7 or box[1] > right + 3]
    assert all(left - 0.5 <= box[1] and box[3] <= right for box in ink if box not in beside)


def test_a_hostile_address_stays_in_the_window(
    plan: SupportPlan, read_back: Callable[..., Any]
) -> None:
    hostile = Addressee(
        name=(LONG_NAME * 2, LONG_NAME), address=(LONG_NAME, f"9001 EC {LONG_NAME}")
    )
    paper = read_back(render(changed(plan, addressee=hostile)))
    ink = [box for box in paper.chars[0] if box[0].strip() and 50 < box[2] < 92]
    assert ink
    assert all(box[1] >= 108.5 and box[3] <= 185.2 and box[4] <= 90.5 for box in ink)


def test_no_line_of_a_long_address_is_lost(
    plan: SupportPlan, read_back: Callable[..., Any]
) -> None:
    lines = tuple(f"{LONG_NAME}{end}" for end in "abcd")
    addressee = Addressee(name=lines[:2], address=lines[2:])
    seen = read_back(render(changed(plan, addressee=addressee))).within(0, 108, 59, 186, 90.5)
    assert "".join(seen.split()) == "".join(lines)


def test_without_window_there_is_no_return_line(
    plan: SupportPlan, read_back: Callable[..., Any]
) -> None:
    with_line = read_back(render(plan))
    without = read_back(render(changed(plan, window=Window.NONE)))
    assert "Stichting Voorbeeld · Dorpsplein 1" in with_line.text
    assert "Stichting Voorbeeld · Dorpsplein 1" not in without.text


@pytest.mark.parametrize("window", list(Window))
def test_large_print_is_large_outside_the_window(
    plan: SupportPlan, read_back: Callable[..., Any], window: Window
) -> None:
    letter = changed(plan, large=True, concept=True, window=window)
    for words in ("Stichting", f"Stichting {LONG_NAME} in de dorpen van Boarnsterhim"):
        sender = changed(plan.sender, organisation=words, lines=("Postbus 12", "8600 AA Sneek"))
        paper = read_back(render(changed(letter, sender=sender)))
        small = [
            char
            for page, (chars, sizes) in enumerate(zip(paper.chars, paper.sizes, strict=True))
            for char, size in zip(chars, sizes, strict=True)
            if char[0].strip() and size < 13.9 and (page or not 50 <= char[2] <= 90)
        ]
        assert small == []
        first = "".join(paper.pages[0].split())
        assert all("".join(part.split()) in first for part in (sender.phone, sender.email))


def test_a_long_date_line_stays_in_its_column(
    plan: SupportPlan, read_back: Callable[..., Any]
) -> None:
    for large in (False, True):
        paper = read_back(render(changed(plan, letter_date=f"{LONG_NAME} " * 6, large=large)))
        ink = [box for box in paper.chars[0] if box[0].strip() and 94 < box[2] < 112]
        assert max(box[3] for box in ink) < 194


@pytest.mark.parametrize(
    ("large", "right", "end", "foot"), [(False, 177, 247, 256), (True, 193, 262, 267)]
)
def test_text_keeps_to_its_column(
    plan: SupportPlan,
    read_back: Callable[..., Any],
    large: bool,
    right: int,
    end: int,
    foot: int,
) -> None:
    paper = read_back(render(changed(plan, large=large, question=LONG_NAME * 40)))
    for page in paper.chars:
        for char, x0, _, x1, y1 in page:
            if char.strip():
                assert x0 >= 32.5
                assert x1 <= right + 0.3
                assert y1 <= end + 0.6 or foot <= y1 <= 292


def test_every_page_bears_sender_phone_and_number(
    plan: SupportPlan, read_back: Callable[..., Any]
) -> None:
    rendered = render(changed(plan, large=True))
    paper = read_back(rendered)
    assert rendered.pages == len(paper.pages) > 2
    for number, page in enumerate(paper.pages, start=1):
        assert "Stichting Voorbeeld" in page
        assert "telefoon 0566 62 00 00" in page
        assert f"bladzijde {number} van {rendered.pages}" in page


@pytest.mark.usefixtures("uncatalogued")
@pytest.mark.parametrize(
    ("language", "locale"), [("nl", "nl-NL"), ("fy", "fy-NL"), ("en", "en-GB")]
)
def test_properties_tell_title_and_language_but_no_name(
    plan: SupportPlan, read_back: Callable[..., Any], language: str, locale: str
) -> None:
    rendered = render(changed(plan, language=language))
    paper = read_back(rendered)
    assert paper.properties["Title"] == "Uw ondersteuningsplan"
    assert not any("Terpstra" in value for value in paper.properties.values())
    assert f"/Lang ({locale})".encode() in rendered.data
    assert b"/DisplayDocTitle true" in rendered.data


def test_the_date_in_the_properties_comes_from_our_clock(
    plan: SupportPlan, read_back: Callable[..., Any]
) -> None:
    with clock.running(lambda: datetime(2031, 5, 6, 7, 8, 9, tzinfo=UTC)):
        first, again = render(plan), render(plan)
    assert read_back(first).properties["CreationDate"].startswith("D:20310506070809")
    assert first.data == again.data


def test_the_pdf_is_tagged_in_reading_order(
    plan: SupportPlan, read_back: Callable[..., Any]
) -> None:
    rendered = render(plan)
    assert read_back(rendered).tagged
    kinds = re.findall(rb"/S /(H1|H2|H3|P|Figure)\b", rendered.data)
    assert kinds.count(b"H1") == 1
    assert {b"H2", b"H3", b"P", b"Figure"} <= set(kinds)
    assert rendered.data.count(b"/StructParents") == rendered.pages


@pytest.mark.parametrize("demo", [True, False])
def test_demo_is_marked_on_every_page(
    plan: SupportPlan, read_back: Callable[..., Any], demo: bool
) -> None:
    paper = read_back(render(changed(plan, demo=demo)))
    marked = ["VOORBEELD" in "".join(page.split()) for page in paper.pages]
    assert marked == [demo] * len(marked)


def test_a_logo_is_a_figure_and_the_name_moves_beside_it(
    plan: SupportPlan, sender: Sender, read_back: Callable[..., Any]
) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (400, 100), "#00568B").save(picture, "PNG")
    with_logo = render(changed(plan, sender=changed(sender, logo=picture.getvalue())))
    assert b"/Subtype /Image" in with_logo.data
    top = read_back(with_logo).within(0, 105, 10, 200, 50)
    assert "Stichting Voorbeeld" in top


@pytest.mark.parametrize("logo", [b"no picture", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50])
def test_a_logo_that_cannot_be_read_is_left_out(
    plan: SupportPlan, sender: Sender, read_back: Callable[..., Any], logo: bytes
) -> None:
    rendered = render(changed(plan, sender=changed(sender, logo=logo)))
    assert "Stichting Voorbeeld" in read_back(rendered).within(0, 30, 10, 108, 45)


@pytest.mark.parametrize(
    ("color", "used"),
    [("#8A1C5A", "#8A1C5A"), ("#FFDD00", ACCENT), ("red", ACCENT), ("#12345", ACCENT)],
)
def test_an_accent_under_four_and_a_half_is_not_used(color: str, used: str) -> None:
    assert usable_accent(color) == used


@pytest.mark.parametrize(
    ("name", "lines"),
    [("Stichting Mienskip (voorbeeld)", 1), (f"Stichting Welzijn {LONG_NAME}", 2)],
)
def test_a_name_stands_on_one_line_while_half_of_that_is_free(
    plan: SupportPlan, read_back: Callable[..., Any], name: str, lines: int
) -> None:
    sender = changed(plan.sender, organisation=name)
    paper = read_back(render(changed(plan, sender=sender)))
    head = [
        (round(char[2]), size)
        for char, size in zip(paper.chars[0], paper.sizes[0], strict=True)
        if char[0].strip() and char[2] < 50 and size > 12.1
    ]
    assert len({round(size) for _top, size in head}) == 1
    tops = sorted({top for top, _size in head})
    breaks = [b for a, b in pairwise(tops) if b - a > 3]
    assert 1 + len(breaks) >= lines if lines > 1 else not breaks
