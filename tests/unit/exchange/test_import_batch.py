from __future__ import annotations

import csv
import hashlib
import io
import json
import os
import stat
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

import meitinker
from meitinker import i18n, paths
from meitinker.domain.import_batches import LeftVisit, NeedFinding, NeedRow, VisitRow
from meitinker.errors import DiskFull
from meitinker.exchange import batch_columns, cells, import_batch, spreadsheets
from meitinker.exchange.batch_columns import NEEDS, VISITS
from tests import hostile
from tests.faults.places import small_disk
from tests.unit.exchange import batches

FORMULAS = (
    "=1+1",
    "+31 6 12345678",
    "-2",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\x00=1",
    " =1+1",
    "\u200b=1",
    "＝1+1",
    '=cmd|" /C calc"!A0',
    '=HYPERLINK("file:///x";"klik")',
)


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    """Write the usual batch."""
    batches.write(tmp_path / "batch.zip")
    return tmp_path / "batch.zip"


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as box:
        return {name: box.read(name) for name in box.namelist()}


def _csv(data: bytes) -> list[dict[str, str]]:
    assert data.startswith(cells.BOM)
    text = data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";"))


def _sheet(data: bytes, name: str) -> list[tuple[Any, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(data))
    return [tuple(cell.value for cell in row) for row in book[name].iter_rows()]


def test_a_batch_holds_tables_plans_schema_and_a_manifest(batch: Path) -> None:
    assert list(_parts(batch)) == [
        "plans/000001-1.pdf",
        "visits.xlsx",
        "visits.csv",
        "needs.csv",
        "visits.json",
        "visits.schema.json",
        "manifest.json",
    ]


def test_the_manifest_counts_and_sums_every_file(batch: Path) -> None:
    parts = _parts(batch)
    told = msgspec.json.decode(parts["manifest.json"], type=import_batch.Manifest)
    assert {one.name: one.sha256 for one in told.files} == {
        name: hashlib.sha256(data).hexdigest()
        for name, data in parts.items()
        if name != "manifest.json"
    }
    assert told.counts == import_batch.Counts(visits=2, needs=1, plans=1)
    assert (told.batch.number, told.batch.made_at, told.batch.demo) == (
        3,
        "2026-11-20T13:05:00.000Z",
        True,
    )
    assert [one.plan_file for one in told.visits] == ["plans/000001-1.pdf", ""]


def test_what_was_undone_since_stands_in_the_manifest_only(tmp_path: Path) -> None:
    before = batches.write(tmp_path / "a.zip")
    after = batches.write(tmp_path / "b.zip", batches.content(undone=(2,)))
    assert after.undone == (2,)
    assert after.files == before.files


def test_the_same_batch_is_the_same_file_whenever_and_wherever_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches.write(tmp_path / "a.zip")
    monkeypatch.setenv("TZ", "Pacific/Auckland")
    monkeypatch.setattr("zipfile.sys.platform", "win32")
    with i18n.speaking("en"):
        batches.write(tmp_path / "other name.zip")
    assert (tmp_path / "a.zip").read_bytes() == (tmp_path / "other name.zip").read_bytes()


def test_visits_json_keeps_to_the_published_schema(batch: Path) -> None:
    parts = _parts(batch)
    schema = json.loads(parts["visits.schema.json"])
    jsonschema_rs.meta.validate(schema)
    rules = jsonschema_rs.Draft202012Validator(schema, validate_formats=True)
    whole = json.loads(parts["visits.json"])
    rules.validate(whole)
    first = whole["visits"][0]
    for place, key, value in (
        (first, "bsn", "12345678"),
        (first, "name", "x"),
        (first["needs"][0], "rung", 6),
        (whole["batch"], "made_at", "gisteren"),
        (whole, "format_version", 2),
    ):
        before = dict(place)
        place[key] = value
        assert not rules.is_valid(whole), key
        place.clear()
        place.update(before)
    del first["bsn"]
    assert not rules.is_valid(whole)


def test_the_schema_names_every_field_and_describes_it() -> None:
    told = json.loads(import_batch.schema())["$defs"]
    visit = {*VisitRow.__struct_fields__} - {"plan_id"} | {"plan_file"}
    assert set(told["visit"]["properties"]) == visit == set(told["visit"]["required"])
    assert set(told["need"]["properties"]) == {*NeedRow.__struct_fields__}
    assert set(told["finding"]["properties"]) == {*NeedFinding.__struct_fields__}
    for part in told.values():
        assert all(field.get("description") for field in part["properties"].values())


def test_every_column_is_a_field_of_the_json_and_has_one_name() -> None:
    told = json.loads(import_batch.schema())["$defs"]
    assert {column.field for column in VISITS} == set(told["visit"]["properties"])
    assert {column.field for column in NEEDS} == set(told["need"]["properties"])
    for names in (batch_columns.headings(VISITS), batch_columns.headings(NEEDS)):
        assert len(set(names)) == len(names)


def test_the_page_for_suppliers_names_every_column_and_file() -> None:
    page = (Path(meitinker.__file__).parent.parent / "docs/import-batch.md").read_text("utf-8")
    named = [(visit.name, visit.field) for visit in VISITS]
    named += [(need.name, need.field) for need in NEEDS]
    for name, field in named:
        assert f"| `{name}` | `{field}` | " in page
    for file in (*import_batch.TABLES, import_batch.MANIFEST):
        assert f"`{file}`" in page


def test_tables_read_back_as_a_dutch_office_reads_them(batch: Path) -> None:
    parts = _parts(batch)
    sniffed = csv.Sniffer().sniff(parts["visits.csv"].decode("utf-8-sig"))
    assert (sniffed.delimiter, sniffed.quotechar) == (";", '"')
    first, second = _csv(parts["visits.csv"])
    assert first["naam_partner"] == "Wâldsang"
    assert first["bsn"] == batches.BSN
    assert first["vraag"] == "“Hoe kom ik de trap nog op?”\nEn het bad; dat ook."
    assert first["gesprek_op"] == "2026-11-12"
    assert first["afgerond_op"] == "2026-11-12 15:30"  # of Amsterdam
    assert first["fase"] == "Tijdens het onderzoek van de gemeente"
    assert (first["plan_bestand"], second["plan_bestand"]) == ("plans/000001-1.pdf", "")
    (need,) = _csv(parts["needs.csv"])
    assert need["afwegingen"].splitlines()[1] == "Familie, vrienden en buren: Dit lost het op"
    assert (need["trede"], need["trede_naam"]) == ("2", "Familie en buren")
    assert "bsn" not in need


def test_a_workbook_has_real_days_numbers_and_text(batch: Path) -> None:
    heads, first, _second = _sheet(_parts(batch)["visits.xlsx"], "Gesprekken")
    row = dict(zip(heads, first, strict=True))
    assert row["importnummer"] == 1
    assert row["bsn"] == batches.BSN
    assert row["geboortedatum"] == datetime(1938, 3, 14)  # noqa: DTZ001 - a day of a sheet
    assert row["afgerond_op"] == datetime(2026, 11, 12, 15, 30)  # noqa: DTZ001 - likewise
    assert row["aanwezig"] == "Jan (zoon)\nAnna (buur)"
    assert len(_sheet(_parts(batch)["visits.xlsx"], "Behoeften")) == 2


@pytest.mark.promise("L10")
def test_l10_an_address_that_is_secret_stands_nowhere_and_a_bsn_in_rows_only(
    tmp_path: Path,
) -> None:
    hidden = batches.visit(2, secret_address=True, street="CANARYSTRAAT", place="CANARYDORP")
    batches.write(tmp_path / "batch.zip", batches.content(LeftVisit(visit=hidden)))
    whole = (tmp_path / "batch.zip").read_bytes()
    assert b"CANARY" not in whole
    parts = _parts(tmp_path / "batch.zip")
    with_bsn = {name for name, data in parts.items() if batches.BSN.encode() in data}
    assert with_bsn == {"visits.xlsx", "visits.csv", "visits.json"}
    assert not any(batches.BSN in name or "Meer" in name for name in parts)


def test_l10_control_an_address_that_is_not_secret_does_stand_there(tmp_path: Path) -> None:
    row = batches.visit(street="CANARYSTRAAT")
    batches.write(tmp_path / "batch.zip", batches.content(LeftVisit(visit=row)))
    assert b"CANARYSTRAAT" in (tmp_path / "batch.zip").read_bytes()


def _hostile(words: str) -> bytes:
    visit = batches.visit(question=words, surname=words, attendees=(words,))
    need = batches.need(what=words, agreements=(words,))
    out = io.BytesIO()
    rows = ((visit.surname, visit.question, need.what),)
    out.write(cells.csv_file(("a", "b", "c"), rows))
    return out.getvalue()


@pytest.mark.promise("A3")
@pytest.mark.parametrize("words", FORMULAS)
def test_a3_no_cell_of_a_csv_file_begins_as_a_formula_does(words: str) -> None:
    (row,) = _csv(_hostile(words))
    for cell in row.values():
        assert cell.startswith("'")
        assert "\x00" not in cell


@pytest.mark.promise("A3")
@pytest.mark.parametrize("words", FORMULAS)
def test_a3_control_without_the_guard_they_do(words: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "harmless", lambda text: text)
    (row,) = _csv(_hostile(words))
    assert not any(cell.startswith("'") for cell in row.values())


@pytest.mark.promise("A3")
@pytest.mark.parametrize("words", FORMULAS)
def test_a3_a_cell_of_a_workbook_is_text_and_stays_text(words: str) -> None:
    data = spreadsheets.workbook([spreadsheets.Sheet("x", ("a",), ((words,),))])
    cell = openpyxl.load_workbook(io.BytesIO(data))["x"]["A2"]
    assert cell.data_type == "s"
    assert cell.quotePrefix  # who edits it gets no formula either
    assert cell.value == cells.plain(words)
    with zipfile.ZipFile(io.BytesIO(data)) as box:
        assert b"<f>" not in box.read("xl/worksheets/sheet1.xml")


@pytest.mark.promise("A3")
def test_a3_control_another_writer_makes_a_formula_of_it() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"
    assert book.active["A1"].data_type == "f"


@pytest.mark.parametrize("words", hostile.SAMPLES.values(), ids=hostile.SAMPLES.keys())
def test_what_people_paste_survives_both_tables(words: str) -> None:
    data = spreadsheets.workbook([spreadsheets.Sheet("x", ("a",), ((words,),))])
    value = openpyxl.load_workbook(io.BytesIO(data))["x"]["A2"].value
    assert value == cells.fitting(cells.plain(words))
    (row,) = _csv(cells.csv_file(("a",), ((words,),)))
    assert row["a"].removeprefix("'") == value


@given(st.text(), st.text())
def test_any_text_comes_back_from_a_workbook_and_a_csv_file(one: str, two: str) -> None:
    told = tuple(cells.plain(text) for text in (one, two))
    data = spreadsheets.workbook([spreadsheets.Sheet("x", ("a", "b"), ((one, two),))])
    read = openpyxl.load_workbook(io.BytesIO(data))["x"]
    assert tuple(read.cell(2, place).value or "" for place in (1, 2)) == told
    (row,) = _csv(cells.csv_file(("a", "b"), ((one, two),)))
    assert all(a in {b, f"'{b}"} for a, b in zip(row.values(), told, strict=True))


def test_text_that_no_cell_holds_is_cut_and_says_so(tmp_path: Path) -> None:
    long = batches.visit(conclusion="x" * 40_000)
    batches.write(tmp_path / "batch.zip", batches.content(LeftVisit(visit=long)))
    parts = _parts(tmp_path / "batch.zip")
    (row,) = _csv(parts["visits.csv"])
    assert len(row["conclusie"]) == cells.LONGEST
    assert row["conclusie"].endswith(cells.CUT)
    assert len(json.loads(parts["visits.json"])["visits"][0]["conclusion"]) == 40_000


def test_a_day_of_before_spreadsheets_is_told_as_text() -> None:
    days = (date(1899, 5, 1), date(1900, 3, 1))
    data = spreadsheets.workbook([spreadsheets.Sheet("x", ("a", "b"), (days,))])
    sheet = openpyxl.load_workbook(io.BytesIO(data))["x"]
    assert sheet["A2"].value == "1899-05-01"
    assert sheet["B2"].value == datetime(1900, 3, 1)  # noqa: DTZ001 - a day of a sheet


def test_only_this_user_can_read_the_file(batch: Path) -> None:
    assert stat.S_IMODE(batch.stat().st_mode) == paths.FILE_MODE


def test_who_stops_it_finds_nothing_and_what_was_there_unchanged(tmp_path: Path) -> None:
    target = tmp_path / "batch.zip"
    target.write_bytes(b"before")
    run = import_batch.write(target, batches.content(), batches.plan)
    assert next(run) == (1, 1)
    assert len(os.listdir(tmp_path)) == 2
    run.close()
    assert os.listdir(tmp_path) == ["batch.zip"]
    assert target.read_bytes() == b"before"


def test_a_plan_that_may_not_leave_is_named_nowhere(tmp_path: Path) -> None:
    run = import_batch.write(tmp_path / "batch.zip", batches.content(), lambda _plan: None)
    list(run)
    parts = _parts(tmp_path / "batch.zip")
    assert "plans/000001-1.pdf" not in parts
    assert json.loads(parts["visits.json"])["visits"][0]["plan_file"] == ""


@pytest.mark.promise("F3")
def test_f3_a_full_disk_leaves_nothing_half(tmp_path: Path) -> None:
    disk = tmp_path / "disk"
    with small_disk(disk, kilobytes=256) as mounted:
        if not mounted:
            pytest.skip("may not mount here")
        with pytest.raises(DiskFull):
            _write(disk, plan=b"x" * 300_000)
        assert os.listdir(disk) == []
        _write(disk, plan=b"x")
        assert os.listdir(disk) == ["batch.zip"]


def _write(folder: Path, *, plan: bytes) -> None:
    list(import_batch.write(folder / "batch.zip", batches.content(), lambda _id: plan))
