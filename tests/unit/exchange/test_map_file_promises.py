"""A3–A6 for directories that come in: formulas, bombs, names in a zip that lead elsewhere."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker.domain.map_services import MapService
from meitinker.domain.providers import Provider
from meitinker.errors import TableRefused
from meitinker.exchange import hsds_files, hsds_rows, hsds_source, map_lists, zips
from meitinker.exchange.cells import guarded, harmless, unguarded
from meitinker.exchange.hsds_rows import Directory
from meitinker.ids import record_id
from tests.unit.exchange.directories import TREE, package, read
from tests.unit.exchange.test_hsds_in import document, files, service

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = (
    *("=1+1", "+31 6", "-2 treden", "@SUM(A1)", "\t=x", "＝cmd"),
    *("'=1", "''", " =1", "'s moarns"),
)


def refused(data: bytes) -> str:
    with pytest.raises(TableRefused) as error:
        map_lists.read(data)
    return str(error.value.params["reason"])


@pytest.mark.promise("A3")
@pytest.mark.parametrize("text", HOSTILE)
def test_a3_a_formula_leaves_as_text_and_comes_in_as_it_was_written(text: str) -> None:
    provider = Provider(id=record_id(), name="Buorsoarch")
    one = MapService(id=record_id(), provider_id=provider.id, name="Iten", description=text)
    left = hsds_files.as_package(hsds_rows.rows(Directory(records=(provider, one), tree=TREE)))
    with zipfile.ZipFile(io.BytesIO(left)) as box:
        told = box.read("services.csv").decode()
    assert f",{text}," not in told or harmless(text) == text
    assert read(left).service().description == text
    assert unguarded(guarded(text)) == text


@pytest.mark.promise("A3")
def test_a3_control_without_the_guard_a_formula_would_leave(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(hsds_files, "guarded", lambda text: text)
    provider = Provider(id=record_id(), name="=1+1")
    left = hsds_files.as_package(hsds_rows.rows(Directory(records=(provider,), tree=TREE)))
    with zipfile.ZipFile(io.BytesIO(left)) as box:
        assert b",=1+1," in box.read("organizations.csv")


@pytest.mark.promise("A4")
def test_a4_bombs_are_refused_before_they_are_unpacked() -> None:
    assert refused(b"[" * 200_000) == "unsafe"
    assert refused(b'{"a":' * 200_000) == "unsafe"
    assert refused(b"[" + b"{}," * (hsds_source.MOST_THINGS + 1) + b"{}]") == "unsafe"
    assert refused(package({**files(), "phones.csv": "id,number\n" + "0" * 30_000_000})) == "unsafe"
    assert refused(package({f"{n}.csv": "a" for n in range(300)})) == "unsafe"


@pytest.mark.promise("A4")
def test_a4_control_without_caps_the_bomb_would_be_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bomb = package({**files(), "phones.csv": "id,number\n" + "0" * 30_000_000})
    loose = zips.Caps(parts=10**6, part=2**40, whole=2**40, ratio=10**9)
    monkeypatch.setattr(hsds_source, "CAPS", loose)
    assert hsds_source.read(bomb).tables["phone"]
    monkeypatch.setattr(hsds_source, "MOST_THINGS", 10**9)
    assert hsds_source.read(document(service()))


@pytest.mark.promise("A4")
def test_a4_a_workbook_of_a_map_is_taken_apart_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    from meitinker.exchange import sheet_process

    def died(_data: bytes, *, sheet: str) -> None:
        raise TableRefused(f"died {sheet}", reason="unsafe")

    monkeypatch.setattr(sheet_process, "read", died)
    book = package({"[Content_Types].xml": "<x/>", "xl/workbook.xml": "<x/>"})
    assert refused(book) == "unsafe"


@pytest.mark.promise("A5")
@pytest.mark.parametrize(
    "name", ["../services.csv", "/etc/services.csv", "a/../../x.csv", "..\\x.csv", "C:\\x.csv"]
)
def test_a5_a_name_that_leads_elsewhere_is_refused_and_nothing_is_written(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert refused(package({**files(), name: "x"})) == "unsafe"
    assert os.listdir(tmp_path) == []
    # the control: without the guard it would be looked at
    monkeypatch.setattr(hsds_source, "_is_part", lambda _name: True)
    assert hsds_source.read(package({**files(), name: "x"}))
    assert os.listdir(tmp_path) == []


@pytest.mark.promise("A5")
def test_a5_a_link_in_a_zip_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        for name, text in files().items():
            box.writestr(name, text)
        link = zipfile.ZipInfo("phones.csv")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        box.writestr(link, "/etc/passwd")
    assert refused(out.getvalue()) == "unsafe"


@pytest.mark.promise("A6")
def test_a6_odd_names_are_told_without_what_nobody_sees() -> None:
    odd = {"CON.csv": "x", "servi\u202eces.exe": "x", "a\x07b.csv": "x", "n" * 200 + ".csv": "x"}
    source = hsds_source.read(package({**files(), **odd}))
    assert len(source.unknown) == 4
    assert all(name.isprintable() and len(name) <= 80 for name in source.unknown)
    assert set(source.tables) == {"organization", "service"}
    # the control: the names themselves do hold such signs
    assert not all(name.isprintable() for name in odd)


def test_what_is_read_is_known_by_its_content_and_not_by_a_name(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(document(service()))
    assert map_lists.read_file(path).source is not None
    path.write_text("Dienst;Organisatie\nIten;Buorsoarch\n", "utf-8")
    assert map_lists.read_file(path).table is not None
    with pytest.raises(TableRefused):
        map_lists.read_file(tmp_path)
    assert msgspec.json.decode(document(service()))
