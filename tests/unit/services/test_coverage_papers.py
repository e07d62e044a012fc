"""Where help is and where it is not, on paper and in a workbook."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import openpyxl
import pypdfium2 as pdfium
import pytest

from meitinker import i18n
from meitinker.domain.map_services import CarerFunction, Reach
from meitinker.domain.villages import Village
from meitinker.reports.coverage import CoveragePaper, render
from meitinker.reports.coverage_grid import GridCell, GridPart, GridRow
from meitinker.reports.page import Sender
from meitinker.services import coverage_papers, missing_services
from meitinker.services.missing_services import Missed
from meitinker.store.acts import act
from tests.unit.services.test_coverage import by_another, respite
from tests.unit.services.test_leaflets import the_map

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.unit.services.test_social_map import Map

__all__ = ["the_map"]

SENDER = Sender(organisation="Mienskip", phone="0566 62 00 00")
LONG = "Ûleboerehottingawiersterhuzen"


def pages(data: bytes) -> list[str]:
    document = pdfium.PdfDocument(data)
    return [" ".join(page.get_textpage().get_text_range().split()) for page in document]


def book(the_map: Map) -> Any:
    return openpyxl.load_workbook(io.BytesIO(coverage_papers.sheets(*the_map.use)))


def test_it_tells_what_stands_out_in_each_village(the_map: Map) -> None:
    grou = the_map.grou
    respite(the_map, "een", Reach.VILLAGE, grou)
    by_another(the_map)
    respite(the_map, "twee", Reach.VILLAGE, grou)
    respite(the_map, "regio")
    missed = Missed(
        sought="oppas", note="avond", village_id=grou, carer_function=CarerFunction.EDUCATION
    )
    missing_services.note(*the_map.use, missed)
    told = " ".join(pages(coverage_papers.paper(*the_map.use)().data))
    for words in (
        "Waar hulp is en waar niet",
        "Er zijn 3 diensten voor deze dorpen. Daarvan zijn er 3 te lang niet gecontroleerd.",
        "Hulp voor mantelzorgers",
        "Hulp per leefgebied",
        "Akkrum Niets voor informatie",
        "alleen van buiten het dorp: respijtzorg",
        "meer aanbieders voor: respijtzorg",
        "gezocht en niet gevonden: educatie",
        "oppas (Grou · Educatie · avond)",
    ):
        assert words in told, words


def test_the_first_page_bears_a_whole_grid(the_map: Map) -> None:
    first = pages(coverage_papers.paper(*the_map.use)().data)[0]
    assert "Hulp voor mantelzorgers" in first
    assert "Financiële tegemoetkoming" in first
    many = pages(render(made(18, 8, count=3)).data)[0]
    assert f"Doarp 17{' 3' * 8}" in many


def test_an_empty_map_has_its_paper_too(the_map: Map) -> None:
    told = " ".join(pages(coverage_papers.paper(*the_map.use)().data))
    assert "Er zijn 0 diensten voor deze dorpen." in told
    assert "Daarvan is nu niets genoteerd." in told


@pytest.mark.parametrize("language", i18n.LANGUAGES)
def test_it_speaks_the_language_of_the_screen(the_map: Map, language: str) -> None:
    with i18n.speaking(language):
        press = coverage_papers.paper(*the_map.use)
    titles = {
        "nl": "Waar hulp is en waar niet",
        "fy": "Wêr’t help is en wêr net",
        "en": "Where help is and where it is not",
    }
    assert titles[language] in pages(press().data)[0]


def made(rows: int, columns: int, *, name: str = "Doarp", **cell: Any) -> CoveragePaper:
    names = tuple(f"{name} {number}" for number in range(rows))
    part = GridPart(
        title="Hulp",
        columns=tuple(f"Financiële tegemoetkoming {number}" for number in range(columns)),
        rows=tuple(GridRow(name, (GridCell(**cell),) * columns) for name in names),
    )
    return CoveragePaper(day="vandaag", summary=(), parts=(part,), sender=SENDER)


@pytest.mark.parametrize(("rows", "pictures"), [(0, 1), (1, 1), (18, 1), (19, 2), (60, 4)])
def test_a_grid_takes_as_many_pictures_as_it_needs(rows: int, pictures: int) -> None:
    told = pages(render(made(rows, 8, count=3)).data)
    shown = " ".join(told)
    assert shown.count("Financiële tegemoetkoming 0") == pictures
    assert all(f"Doarp {number}{' 3' * 8}" in shown for number in range(rows))


def test_nothing_runs_out_of_the_sheet(read_sheet: Callable[[bytes], list[Any]]) -> None:
    for columns in (8, 13):
        wide = made(22, columns, name=LONG, count=888, own=1)
        for x0, x1, char in read_sheet(render(wide).data):
            assert x0 > 32.5, char
            assert x1 < 177.3, char


def test_a_mark_never_stands_on_a_number() -> None:
    """With three digits and every mark in the narrowest cell the number is as without marks."""
    plain, marked = (
        pdfium.PdfDocument(render(made(18, 13, name=LONG, count=888, own=1, **marks)).data)[0]
        for marks in ({}, {"stale": 888, "double": True, "missing": True})
    )
    boxes = []
    text = plain.get_textpage()
    for at in range(text.count_chars()):
        if text.get_text_range(at, 1) == "8":
            boxes.append(text.get_charbox(at))
    assert len(boxes) > 18 * 13
    scale = 3.0
    one, other = (page.render(scale=scale).to_pil().convert("L") for page in (plain, marked))
    for left, bottom, right, top in boxes[-39:]:
        box = [round(at * scale) for at in (left, 842 - top, right, 842 - bottom)]
        assert one.crop(box).tobytes() == other.crop(box).tobytes()


@pytest.fixture
def read_sheet() -> Callable[[bytes], list[Any]]:
    def read(data: bytes) -> list[Any]:
        found = []
        for page in pdfium.PdfDocument(data):
            text = page.get_textpage()
            for at in range(text.count_chars()):
                left, _low, right, _high = text.get_charbox(at)
                char = text.get_text_range(at, 1)
                if char.strip():
                    found.append((left * 25.4 / 72, right * 25.4 / 72, char))
        return found

    return read


def test_each_look_is_another_picture_in_black_and_white() -> None:
    cells = (
        GridCell(),
        GridCell(count=4),
        GridCell(count=4, own=1),
        GridCell(count=4, stale=2),
        GridCell(count=4, stale=4),
        GridCell(count=4, double=True),
        GridCell(count=4, missing=True),
        GridCell(missing=True),
    )
    seen = set()
    for cell in cells:
        part = GridPart(title="x", columns=("y",), rows=(GridRow("z", (cell,)),))
        paper = CoveragePaper(day="d", summary=(), parts=(part,), sender=SENDER)
        picture = pdfium.PdfDocument(render(paper).data)[0].render(scale=2).to_pil()
        # a copier keeps no greys: what is not dark comes out white
        seen.add(picture.convert("L").point(lambda grey: 255 * (grey > 127)).tobytes())
    assert len(seen) == len(cells)


def test_the_workbook_holds_numbers_and_text_only(the_map: Map) -> None:
    with act(*the_map.use, "test.make") as work:
        work.edit(Village, the_map.grou, {"frisian_name": "=1+1"})
    respite(the_map, '=HYPERLINK("http://example.org")', Reach.VILLAGE, the_map.grou)
    missed = Missed(sought="@SUM(1)", note="-2+3", village_id=the_map.grou, category="respite")
    missing_services.note(*the_map.use, missed)
    found = book(the_map)
    cells = [cell for sheet in found for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "inlineStr"}
    texts = {cell.value for cell in cells if cell.data_type in {"s", "inlineStr"}}
    assert {"=1+1", "@SUM(1)", "-2+3", '=HYPERLINK("http://example.org")'} <= texts


def test_the_workbook_counts_as_the_picture_does(the_map: Map) -> None:
    respite(the_map, "een", Reach.VILLAGE, the_map.grou)
    respite(the_map, "regio")
    found = book(the_map)
    heads = [cell.value for cell in found["Mantelzorgers"][1]]
    rows = {row[0]: row for row in found["Mantelzorgers"].iter_rows(min_row=2, values_only=True)}
    column = heads.index("Respijtzorg")
    assert (rows["Grou"][column], rows["Akkrum"][column]) == (2, 1)
    whole = found["Alle vakken"]
    assert whole.max_row == 1 + 2 * (8 + 13)
    assert [sheet.title for sheet in found] == [
        "Mantelzorgers",
        "Leefgebieden",
        "Alle vakken",
        "Nakijken",
        "Gemist",
    ]
    assert found["Nakijken"]["A2"].value == "een"
