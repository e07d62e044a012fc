"""The commands that print the social map: what they write, and what they refuse."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

import openpyxl
import pypdfium2 as pdfium
import pytest
from click.testing import CliRunner

from meitinker.cli import map_papers
from meitinker.cli.commands import commands
from meitinker.domain.map_services import Reach
from meitinker.i18n import language
from meitinker.services import map_corrections
from tests import stores
from tests.unit.services.test_leaflets import the_map

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from click.testing import Result

    from tests.unit.services.test_social_map import Map

    Run = Callable[..., Result]

__all__ = ["the_map"]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[stores.TestStore]:
    with stores.opened(tmp_path / "store") as opened:
        yield opened


@pytest.fixture
def run(the_map: Map, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in the store of the test: that one opens by a passphrase is told elsewhere."""

    @contextmanager
    def lent(_at: object) -> Iterator[object]:
        yield the_map.use

    monkeypatch.setattr(map_papers, "opened", lent)
    return lambda *words: CliRunner().invoke(commands, ["social-map", *map(str, words)])


@pytest.fixture
def eating(the_map: Map) -> str:
    return the_map.service("Iepen tafel", the_map.area(Reach.REGION), description="Samen eten.")


def text(path: Path) -> str:
    return "\n".join(
        page.get_textpage().get_text_range() for page in pdfium.PdfDocument(path.read_bytes())
    )


def test_coverage_is_written_as_picture_and_workbook(run: Run, tmp_path: Path) -> None:
    done = run("coverage", "--out", tmp_path / "new" / "place", "--language", "fy")
    assert done.exit_code == 0, done.output
    assert "Wêr’t help is en wêr net" in text(tmp_path / "new" / "place" / "coverage.pdf")
    assert len(openpyxl.load_workbook(tmp_path / "new" / "place" / "coverage.xlsx").sheetnames) == 5
    assert language() == "nl"


def test_a_booklet_is_of_a_village_by_either_name(run: Run, eating: str, tmp_path: Path) -> None:
    assert eating
    target = tmp_path / "grou.pdf"
    assert run("booklet", "GROU", "--to", target).exit_code == 0
    assert "Iepen tafel" in text(target)
    none = run("booklet", "Parijs", "--to", target)
    assert none.exit_code == 2
    assert "Niets heet zo: Parijs." in none.output


def test_a_leaflet_takes_ids_and_names(run: Run, the_map: Map, eating: str, tmp_path: Path) -> None:
    hidden = the_map.service("Geheim", public=False)
    target = tmp_path / "leaflet.pdf"
    done = run("leaflet", "iepen TAFEL", hidden, "--to", target, "--first-line", "Foar Jan")
    assert done.exit_code == 0, done.output
    assert "Geheim mag niet op papier." in done.output
    assert "Foar Jan" in text(target)
    assert "Geheim" not in text(target)
    assert run("leaflet", eating, "--to", target, "--large").exit_code == 0
    the_map.service("Iepen tafel")
    several = run("leaflet", "Iepen tafel", "--to", target)
    assert "Meer dan één heet zo: Iepen tafel." in several.output


def test_a_form_goes_out_and_comes_back(
    run: Run, the_map: Map, eating: str, tmp_path: Path
) -> None:
    assert eating
    assert run("check-form", "Buorsoarch", "--out", tmp_path).exit_code == 0
    assert "Klopt dit nog?" in text(tmp_path / "check-form.pdf")
    path = tmp_path / "check-form.xlsx"
    book = openpyxl.load_workbook(path)
    for row in book.worksheets[0].iter_rows(min_row=2):
        if row[1].value == "Wat het is":
            row[3].value, row[4].value = "nee", "Samen warm eten."
    book.save(path)
    tried = run("check-form", "--read", path, "--dry-run", "--json")
    assert json.loads(tried.stdout)["answers"][0]["value"] == "Samen warm eten."
    assert map_corrections.listed(*the_map.use) == ()
    done = run("check-form", "--read", path)
    assert done.exit_code == 0
    assert "Antwoorden: 1. Voorstellen tot verbetering: 1." in done.output
    assert len(map_corrections.listed(*the_map.use)) == 1


def test_rows_that_cannot_be_used_are_told_and_end_it_with_one(
    run: Run, the_map: Map, eating: str, tmp_path: Path
) -> None:
    assert eating
    run("check-form", "Buorsoarch", "--out", tmp_path)
    path = tmp_path / "check-form.xlsx"
    book = openpyxl.load_workbook(path)
    book.worksheets[0]["D3"] = "weet niet"
    book.save(path)
    done = run("check-form", "--read", path)
    assert done.exit_code == 1
    assert "Regel 3, Iepen tafel, Naam: vul ja of nee in." in done.output
    assert map_corrections.listed(*the_map.use) == ()


@pytest.mark.parametrize(
    "words", [("check-form",), ("check-form", "Buorsoarch"), ("check-form", "--out", "x")]
)
def test_a_form_wants_to_know_what_to_do(run: Run, words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2
