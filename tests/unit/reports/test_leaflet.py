"""The leaflet of the social map: what stands on it, its codes, and what never does."""

from __future__ import annotations

from dataclasses import replace
from itertools import accumulate, groupby
from typing import TYPE_CHECKING, Any

import msgspec
import pypdfium2 as pdfium
import pytest

from meitinker.i18n import translation
from meitinker.reports.leaflet import Leaflet, render
from meitinker.reports.page import ACCENT
from meitinker.reports.rows import paginate
from meitinker.reports.service_entry import (
    CODE_LARGE,
    CardComposer,
    Fact,
    Scan,
    ServiceEntry,
    add_service,
    qr_code,
)
from meitinker.reports.support_plan import Contact
from meitinker.reports.typeset import Style

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.reports.page import Sender
    from meitinker.reports.rows import Row

changed = msgspec.structs.replace


@pytest.fixture
def service() -> ServiceEntry:
    return ServiceEntry(
        name="Iepen tafel",
        provider="Stichting Doarpshûs It Swetshûs",
        what="Samen warm eten met mensen uit het dorp.",
        facts=(
            Fact("Voor wie", ("Ouderen, Mensen die alleen zijn",)),
            Fact("Open", ("dinsdag: 12:00 – 14:00", "24 december 2026: dicht")),
        ),
        phones=("0566 12 34 56 (op werkdagen)",),
        web="www.swetshus.example/eten",
        email="info@swetshus.example",
        scan=Scan.PHONE,
        code="tel:0566123456",
        checked="Gecontroleerd op 1 november 2026.",
    )


@pytest.fixture
def leaflet(service: ServiceEntry, sender: Sender) -> Leaflet:
    return Leaflet(
        services=(service,),
        sender=sender,
        contact=Contact(name="Sjoukje de Boer", phone="06 12 34 56 78"),
        day="22 november 2026",
    )


def test_it_tells_of_each_service_all_that_is_known(
    leaflet: Leaflet, read_back: Callable[..., Any]
) -> None:
    paper = read_back(render(changed(leaflet, first_line="Voor mevrouw De Vries")))
    for words in (
        "Hulp bij u in de buurt",
        "Voor mevrouw De Vries",
        "Richt de camera van uw telefoon op een code.",
        "Iepen tafel",
        "Stichting Doarpshûs It Swetshûs",
        "Samen warm eten",
        "Ouderen, Mensen die alleen zijn",
        "dinsdag: 12:00 – 14:00",
        "24 december 2026: dicht",
        "0566 12 34 56 (op werkdagen)",
        "www.swetshus.example/eten",
        "info@swetshus.example",
        "Gecontroleerd op 1 november 2026.",
        "Bel gerust met Sjoukje de Boer. Het nummer is 06 12 34 56 78.",
        "Dit blad is gemaakt op 22 november 2026.",
    ):
        assert words in paper.flowing, words
    assert paper.tagged
    assert paper.properties["Title"] == "Hulp bij u in de buurt"
    assert paper.properties["Author"] == "Stichting Voorbeeld"


def test_without_a_first_line_there_is_nothing_in_its_place(
    leaflet: Leaflet, read_back: Callable[..., Any]
) -> None:
    pages = read_back(render(leaflet)).flowing
    assert "Hulp bij u in de buurt Deze hulp past misschien bij u." in pages


def test_the_title_in_the_properties_is_never_the_first_line(
    leaflet: Leaflet, read_back: Callable[..., Any]
) -> None:
    paper = read_back(render(changed(leaflet, first_line="Voor mevrouw De Vries")))
    assert "De Vries" not in " ".join(paper.properties.values())


@pytest.mark.parametrize(("large", "size"), [(False, 12.0), (True, 18.0)])
def test_its_letters_are_normal_or_large(
    leaflet: Leaflet, read_back: Callable[..., Any], *, large: bool, size: float
) -> None:
    paper = read_back(render(changed(leaflet, large=large)))
    # What the reader makes up itself, such as an end of a line, is of size 1.
    sizes = [one for page in paper.sizes for one in page if one > 1]
    assert max(set(sizes), key=sizes.count) == pytest.approx(size, abs=0.1)
    if large:
        assert min(sizes) >= 13.9


@pytest.mark.parametrize("large", [False, True])
def test_the_first_page_bears_help(
    leaflet: Leaflet, service: ServiceEntry, read_back: Callable[..., Any], *, large: bool
) -> None:
    high = changed(service, what="Samen warm eten met mensen uit het dorp. " * 8)
    for one in (service, high):
        paper = read_back(render(changed(leaflet, services=(one,) * 3, large=large)))
        assert one.name in paper.pages[0]
        assert "Hebt u vragen?" in paper.pages[-1]


def test_no_page_of_large_letters_holds_the_questions_alone(
    leaflet: Leaflet, service: ServiceEntry, read_back: Callable[..., Any]
) -> None:
    """Two services that leave half a page, less a few lines, for what follows on them."""
    facts = (*service.facts, *(Fact("Kosten", ("Betalen · € 8,25 per maaltijd",)),) * 5)
    usual = changed(service, facts=facts)
    paper = read_back(render(changed(leaflet, services=(usual,) * 2, large=True)))
    assert len(paper.pages) == 2
    assert usual.checked in paper.pages[-1]
    assert "Dit blad is gemaakt op" in paper.pages[-1]


@pytest.mark.parametrize("large", [False, True])
def test_nothing_runs_out_of_the_sheet_or_into_the_code(
    leaflet: Leaflet, service: ServiceEntry, read_back: Callable[..., Any], *, large: bool
) -> None:
    long = changed(
        service,
        name="Algemeen maatschappelijk werk en cliëntondersteuning voor mantelzorgers " * 2,
        provider="Stichting Wolwêzen en Mienskipswurk Súdwesthoeke en omkriten " * 2,
        web="www.een-heel-lang-adres-zonder-einde.example/met/een/pad/" + "x" * 90,
        email="een.heel.lang.adres.van.iemand@een-heel-lange-naam-van-een-club.example",
    )
    paper = read_back(render(changed(leaflet, services=(long,) * 3, large=large)))
    right = 33 + (160 if large else 144) + 0.3
    for chars in paper.chars:
        assert all(x0 >= 32.5 and x1 <= right for c, x0, _, x1, _ in chars if c.strip())


def _shown_beside(page: list[Row], code: Row) -> float:
    """Return the height of what stands on a page from its code on, in points."""
    return sum(row.gap + row.height for row in page[page.index(code) + 1 :])


def _cards(service: ServiceEntry, facts: int) -> tuple[CardComposer, list[Row]]:
    """Return two large cards, the second with so many facts, and the rows of their codes."""
    page = CardComposer(Style.of(large=True, accent=ACCENT), translation("nl"))
    page.title("Hulp bij u in de buurt")
    for count in (2, facts):
        told = (Fact("Open", ("dinsdag",)),) * count
        add_service(page, changed(service, facts=told), translation("nl"))
    return page, [row for row in page.rows if row.tag is not None and row.tag.kind == "Figure"]


def _ends_beside(service: ServiceEntry, *, glued: bool) -> int:
    """Return how many pages end beside a code, over cards and first pages of many heights."""
    found = 0
    for facts in range(8, 22):
        composer, codes = _cards(service, facts)
        rows = composer.rows
        if not glued:
            rows = [row if row in codes else replace(row, glued=False) for row in rows]
        for first in range(420, 680, 10):
            for page in paginate(rows, first=first, later=composer.style.page):
                shown = [_shown_beside(page, code) for code in codes if code in page]
                found += sum(height < CODE_LARGE for height in shown)
    return found


def test_no_page_ends_beside_a_code(service: ServiceEntry) -> None:
    assert _ends_beside(service, glued=True) == 0


def test_control_unglued_some_page_would_end_beside_a_code(service: ServiceEntry) -> None:
    assert _ends_beside(service, glued=False)


def test_a_code_says_what_it_should(leaflet: Leaflet) -> None:
    """Each module of the code is found back on the drawn page, where it was put."""
    code = qr_code("tel:0566123456")
    assert code is not None
    page = pdfium.PdfDocument(render(leaflet).data)[0]
    picture = page.render(scale=6).to_pil().convert("L")
    box = _code_box(picture)
    side = (box[2] - box[0]) / len(code)
    for down, row in enumerate(code):
        for across, dark in enumerate(row):
            x, y = box[0] + (across + 0.5) * side, box[1] + (down + 0.5) * side
            assert (picture.getpixel((int(x), int(y))) < 128) == bool(dark), (down, across)


def _code_box(picture: Any) -> tuple[int, int, int, int]:
    """Return the place of the first tall run of black where the code stands."""
    scale = picture.width / 210
    left, top = int(148 * scale), int(62 * scale)
    dark = picture.crop((left, top, int(174 * scale), int(200 * scale)))
    dark = dark.point(lambda value: 255 if value < 60 else 0)
    rows = [dark.crop((0, y, dark.width, y + 1)).getbbox() is not None for y in range(dark.height)]
    runs = [(black, len(list(run))) for black, run in groupby(rows)]
    ends = list(accumulate(length for _black, length in runs))
    first, last = next(
        (end - length, end)
        for (black, length), end in zip(runs, ends, strict=True)
        if black and length > 15 * scale
    )
    box = dark.crop((0, first, dark.width, last)).getbbox()
    return (left + box[0], top + first, left + box[2], top + last)


def test_no_code_where_there_is_nothing_to_scan(
    leaflet: Leaflet, service: ServiceEntry, read_back: Callable[..., Any]
) -> None:
    bare = changed(service, scan=Scan.NONE, code="")
    paper = read_back(render(changed(leaflet, services=(bare,))))
    assert "camera" not in paper.flowing
    assert qr_code("") is None
    assert qr_code("https://example.org/" + "x" * 400) is None


def test_words_of_another_script_are_told_and_turn_nothing_around(
    leaflet: Leaflet, service: ServiceEntry, read_back: Callable[..., Any]
) -> None:
    odd = changed(
        service, name="Praatgroep \u202eمجموعة", what="مرحبا بكم في القرية", phones=("0566 1",)
    )
    rendered = render(changed(leaflet, services=(odd,)))
    paper = read_back(rendered)
    assert rendered.missing_glyphs > 0
    assert "\u202e" not in paper.text
    assert "Praatgroep" in paper.flowing


def test_nothing_chosen_is_told(leaflet: Leaflet, read_back: Callable[..., Any]) -> None:
    assert "Er is nog niets gekozen." in read_back(render(changed(leaflet, services=()))).flowing


@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("nl", "Hulp bij u in de buurt"),
        ("fy", "Help by jo yn ’e buert"),
        ("en", "Help near you"),
    ],
)
def test_it_speaks_the_language_of_the_reader(
    leaflet: Leaflet, read_back: Callable[..., Any], language: str, title: str
) -> None:
    assert title in read_back(render(changed(leaflet, language=language))).flowing
