from __future__ import annotations

import contextlib
import csv
import io
import re
import subprocess
import sys
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any, Literal

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from meitinker.errors import TableRefused
from meitinker.exchange import csv_reading, sheet_process, sheet_reading, tables, zips
from meitinker.exchange.tables import Row
from tests.unit.exchange import workbooks

if TYPE_CHECKING:
    from pathlib import Path

SHEET = "xl/worksheets/sheet1.xml"
ROWS = [["Naam", "Plaats"], ["de Jong", "Wâldsein"], ["Élise Müller", "Grou"]]
BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    b'<!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]><x>&b;</x>'
)


def _reason(data: bytes, **how: str) -> object:
    with pytest.raises(TableRefused) as caught:
        tables.read(data, **how)
    return caught.value.params["reason"]


def _sheet_reason(data: bytes) -> object:
    """As :func:`_reason`, in this process: the guards must hold without the limits around it."""
    with pytest.raises(TableRefused) as caught:
        sheet_reading.read(data)
    return caught.value.params["reason"]


def _cells(data: bytes) -> list[list[str]]:
    return [list(row.cells) for row in tables.read(data).rows]


def _sheet_cells(data: bytes) -> list[list[str]]:
    return [list(row.cells) for row in sheet_reading.read(data).rows]


def _csv(
    rows: list[list[str]], separator: str = ";", quoting: Literal[0, 1] = csv.QUOTE_MINIMAL
) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, quoting=quoting).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
)
@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_a_csv_file_is_read_in_every_encoding_with_every_separator(
    separator: str, encoding: str, quoting: Literal[0, 1]
) -> None:
    assert _cells(_csv(ROWS, separator, quoting).encode(encoding)) == ROWS


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_any_way(end: str) -> None:
    text = end.join(";".join(row) for row in ROWS)
    assert _cells(text.encode()) == ROWS


def test_the_names_of_columns_tell_the_separator_of_a_table_of_a_directory() -> None:
    text = "iten; drinken\nprate; sjonge\nlaitsje; rinne"
    found, notes = csv_reading.records(f'id,name,description\n1,Moetsje,"{text}"\n'.encode())
    assert found == [(2, {"id": "1", "name": "Moetsje", "description": text})]
    assert notes == ()


def test_what_excel_says_first_is_believed_and_row_numbers_stay_its_own() -> None:
    table = tables.read(b"sep=|\r\na;b|c\r\n\r\nd|e;f\r\n")
    assert table.rows == (Row(2, ("a;b", "c")), Row(4, ("d", "e;f")))


def test_a_text_of_several_lines_is_one_cell_and_one_row() -> None:
    table = tables.read('naam;adres\n"Jan";"Lân 1\n9001 AB; Grou"\n"Piet";"x"\n'.encode())
    assert [row.number for row in table.rows] == [1, 2, 3]
    assert table.rows[1].cells[1] == "Lân 1\n9001 AB; Grou"


def test_quotes_within_a_text_are_read_and_told() -> None:
    table = tables.read(b'naam;plaats\n"Jan "de lange" Jansen";Grou\nPiet;Akkrum\n')
    assert len(table.rows) == 3
    assert table.notes == ("quotes",)
    assert table.rows[2].cells == ("Piet", "Akkrum")


def test_a_quote_that_swallows_the_rest_of_the_file_is_refused() -> None:
    rows = "\n".join(f"Jan{n};Lân;{n};9001 AB;Grou" for n in range(20))
    assert (
        _reason(f'naam;straat;nr;pc;plaats\n"Piet;Lân;1;9001 AB;Grou\n{rows}'.encode()) == "broken"
    )


def test_cells_of_a_megabyte_are_cut_where_no_field_takes_them() -> None:
    table = tables.read(f"a;b\n{'x' * 1_000_000};y\n".encode())
    assert len(table.rows[1].cells[0]) == tables.LONGEST_CELL
    assert table.rows[1].cells[1] == "y"


def test_too_large_a_list_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(csv_reading, "MOST_ROWS", 10)
    monkeypatch.setattr(sheet_reading, "MOST_ROWS", 10)
    assert len(tables.read(b"a;b\n" * 11).rows) == 11
    assert _reason(b"a;b\n" * 12) == "too_large"
    assert _sheet_reason(workbooks.of([["a", "b"]] * 12)) == "too_large"
    assert _reason(b";" * 300) == "too_large"
    monkeypatch.setattr(tables, "LARGEST", 10)
    assert _reason(b"a;b\n" * 5) == "too_large"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"\n;;\n\n", "empty"),
        (b"%PDF-1.4\x00\x01\x02", "kind"),
        (bytes(range(256)) * 20, "kind"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old_excel"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "locked"),
        (b"PK\x03\x04 and no more", "broken"),
    ],
)
def test_what_is_no_list_says_why(data: bytes, reason: str) -> None:
    assert _reason(data) == reason


def test_a_folder_is_told_apart(tmp_path: Path) -> None:
    with pytest.raises(TableRefused) as caught:
        tables.read_file(tmp_path)
    assert caught.value.params["reason"] == "folder"


def test_a_workbook_is_read_as_a_person_sees_it() -> None:
    data = workbooks.of(
        [
            ["Naam", "Geboren", "BSN", "Punten", "Tijd", "Actief"],
            ["Wâldsang", date(1938, 3, 14), 12345678, 1.5, time(14, 5), True],
            [None, None, None, None, None, None],
            ["Élise", datetime(1940, 1, 2, 13, 30), 612345678.0, "#N/A", None, False],  # noqa: DTZ001 - a cell
        ]
    )
    assert sheet_reading.read(data).rows == (
        Row(1, ("Naam", "Geboren", "BSN", "Punten", "Tijd", "Actief")),
        Row(2, ("Wâldsang", "1938-03-14", "12345678", "1.5", "14:05:00", "ja")),
        Row(4, ("Élise", "1940-01-02 13:30", "612345678", "", "", "nee")),
    )


def test_days_of_an_old_mac_are_the_days_they_show() -> None:
    book = openpyxl.Workbook()
    book.epoch = openpyxl.utils.datetime.CALENDAR_MAC_1904
    book.active.append(["Geboren"])
    book.active.append([date(1938, 3, 14)])
    assert _sheet_cells(workbooks.saved(book))[1] == ["1938-03-14"]


def test_hidden_sheets_are_not_read_and_are_told() -> None:
    book = openpyxl.Workbook()
    book.active.append(["CANARY"])
    book.active.sheet_state = "hidden"
    book.create_sheet("Inwoners").append(["Naam", "Plaats"])
    table = sheet_reading.read(workbooks.saved(book))
    assert (table.sheet, table.rows[0].cells) == ("Inwoners", ("Naam", "Plaats"))
    assert "hidden_sheets" in table.notes
    assert [sheet.hidden for sheet in table.sheets] == [True, False]
    assert _reason(workbooks.saved(book), sheet="Blad9") == "sheet"  # the process tells it


def test_merged_cells_count_for_every_row_they_cover() -> None:
    def merge(sheet: Any) -> None:
        sheet.merge_cells("B2:B3")
        sheet.merge_cells("A4:B4")

    rows: list[list[object]] = [
        ["Naam", "Adres"],
        ["Jan", "Lân 1"],
        ["Anna", None],
        ["Piet", None],
        ["Eva", None],
    ]
    table = sheet_reading.read(workbooks.of(rows, merge))
    assert [row.cells for row in table.rows[1:]] == [
        ("Jan", "Lân 1"),
        ("Anna", "Lân 1"),
        ("Piet",),
        ("Eva",),
    ]
    assert table.notes == ("merged",)


def test_of_a_formula_the_result_counts_that_was_kept_with_it() -> None:
    data = workbooks.of([["Naam", "Plaats"], ["Jan", "=1+1"]])
    sheet = re.sub(
        rb"<f>1\+1</f><v ?/?>(</v>)?", b"<f>1+1</f><v>2</v>", workbooks.part(data, SHEET)
    )
    table = sheet_reading.read(workbooks.with_parts(data, {SHEET: sheet}))
    assert table.rows[1].cells == ("Jan", "2")
    assert table.notes == ("formulas",)


def test_a_sheet_that_lies_about_its_size_is_read_whole() -> None:
    data = workbooks.of(ROWS)
    lying = workbooks.part(data, SHEET).replace(b'<dimension ref="A1:B3"', b'<dimension ref="A1"')
    assert lying != workbooks.part(data, SHEET)
    assert _sheet_cells(workbooks.with_parts(data, {SHEET: lying})) == ROWS


@pytest.mark.promise("A4")
@pytest.mark.parametrize(
    "name", [SHEET, "xl/workbook.xml", "xl/sharedStrings.xml", "[Content_Types].xml", "_rels/.rels"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a4_xml_with_entities_is_refused_in_every_part(name: str, encoding: str) -> None:
    hostile = BOMB.decode().replace("?>", f' encoding="{encoding}"?>').encode(encoding)
    data = workbooks.with_parts(workbooks.of(ROWS), {name: hostile})
    assert _sheet_reason(data) == "unsafe"


@pytest.mark.promise("A4")
def test_a4_control_without_the_guard_the_entity_gets_further(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    data = workbooks.with_parts(workbooks.of(ROWS), {"docProps/app.xml": BOMB})
    assert _sheet_reason(data) == "unsafe"
    monkeypatch.setattr(sheet_reading, "_DOCUMENT_TYPE", re.compile(rb"(?!)"))
    assert len(sheet_reading.read(data).rows) == 3


@pytest.mark.promise("A4")
def test_a4_a_bomb_is_seen_before_it_is_unpacked() -> None:
    data = workbooks.with_parts(workbooks.of(ROWS), {"xl/media/x.bin": bytes(50_000_000)})
    assert len(data) < 100_000
    assert _sheet_reason(data) == "unsafe"


@pytest.mark.promise("A4")
def test_a4_control_with_higher_caps_the_bomb_is_let_in(monkeypatch: pytest.MonkeyPatch) -> None:
    data = workbooks.with_parts(workbooks.of(ROWS), {"xl/media/x.bin": bytes(50_000_000)})
    caps = zips.Caps(parts=100, part=10**9, whole=10**9, ratio=10**9)
    monkeypatch.setattr(sheet_reading, "CAPS", caps)
    assert len(sheet_reading.read(data).rows) == 3


@pytest.mark.promise("A5")
@pytest.mark.parametrize("name", ["../evil.xml", "/etc/passwd", "xl\\evil.xml", "xl/../../x"])
def test_a5_a_workbook_with_names_that_lead_out_is_refused(name: str) -> None:
    assert _sheet_reason(workbooks.with_parts(workbooks.of(ROWS), {name: b"x"})) == "unsafe"


def test_a_workbook_of_excel_with_its_table_of_texts_is_read() -> None:
    assert _cells(workbooks.shared(ROWS)) == _sheet_cells(workbooks.shared(ROWS)) == ROWS


def test_rows_far_below_the_others_take_no_time() -> None:
    data = workbooks.of(ROWS)
    far = workbooks.part(data, SHEET).replace(
        b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>'
    )
    assert _sheet_cells(workbooks.with_parts(data, {SHEET: far})) == ROWS


@pytest.mark.promise("A4")
@pytest.mark.skipif(sys.platform == "win32", reason="has no such limits")
def test_a4_the_process_that_reads_has_little_memory_and_writes_no_file(tmp_path: Path) -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from meitinker.exchange import sheet_reading as s; s._confine()\n"
            "import sys\n"
            "try: bytearray(3 * 1024**3)\n"
            "except MemoryError: print('no memory')\n"
            "import signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
            "try: open(sys.argv[1], 'wb', buffering=0).write(b'x')\n"
            "except OSError: print('no file')\n",
            str(tmp_path / "x"),
        ],
        capture_output=True,
        text=True,
        check=False,
        env=sheet_process._environment(),
    )
    assert told.stdout.splitlines() == ["no memory", "no file"], told.stderr


@pytest.mark.promise("A4")
@pytest.mark.parametrize(
    "work",
    ["import os; os.abort()", "print('not json')", "pass", "import sys; sys.exit(1)"],
)
def test_a4_a_reader_that_dies_takes_nothing_along(
    work: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_process, "_command", lambda: [sys.executable, "-c", work])
    assert _reason(workbooks.of(ROWS)) == "unsafe"


@pytest.mark.promise("A4")
def test_a4_a_reader_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    forever = "import threading; threading.Event().wait()"
    monkeypatch.setattr(sheet_process, "_command", lambda: [sys.executable, "-c", forever])
    monkeypatch.setattr(sheet_process, "_LONGEST", 0.2)
    assert _reason(workbooks.of(ROWS)) == "unsafe"


_cell = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), max_size=20).map(
    str.strip
)


@given(st.lists(st.lists(_cell, min_size=2, max_size=5), min_size=1, max_size=8))
@example([["\ufeff", "a"]])
def test_a_csv_file_of_anything_comes_back(rows: list[list[str]]) -> None:
    text = "sep=;\n" + _csv(rows, quoting=csv.QUOTE_ALL)
    wanted = [row for row in rows if any(row)]
    if not wanted:
        return
    assert _cells(text.encode("utf-8-sig")) == wanted


@given(st.binary(max_size=300))
@example(b"\xff\xfe\x00")
@example(b'"')
@example(b"\x81\x8d")
@example(b"sep=")
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    try:
        table = csv_reading.read(data)
    except TableRefused:
        return
    assert all(any(row.cells) for row in table.rows)


_GOOD = workbooks.shared(ROWS)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_spoiled_workbook_is_read_or_refused(data: st.DataObject) -> None:
    whole = bytearray(_GOOD)
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(4, len(whole) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(TableRefused):
        sheet_reading.read(bytes(whole[: data.draw(st.integers(100, len(whole)))]))


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_sheet_with_spoiled_xml_is_read_or_refused(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from([SHEET, "xl/workbook.xml", "xl/sharedStrings.xml"]))
    part = bytearray(workbooks.part(_GOOD, name))
    for _ in range(data.draw(st.integers(1, 4))):
        part[data.draw(st.integers(0, len(part) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(TableRefused):
        sheet_reading.read(workbooks.with_parts(_GOOD, {name: bytes(part)}))
