from __future__ import annotations

import io
import json
import stat
import zipfile
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from meitinker.errors import BatchDamaged
from meitinker.exchange import import_batch_check, zips
from meitinker.exchange.import_batch_check import Fault
from tests.unit.exchange import batches

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

CAPS = zips.Caps(parts=10, part=4_000_000, whole=5_000_000)


@pytest.fixture
def batch(tmp_path: Path) -> Path:
    """Write the usual batch."""
    batches.write(tmp_path / "batch.zip")
    return tmp_path / "batch.zip"


def _changed(batch: Path, change: Callable[[dict[str, bytes]], object]) -> Path:
    """Write the batch again with other parts."""
    with zipfile.ZipFile(batch) as box:
        parts = {name: box.read(name) for name in box.namelist()}
    change(parts)
    with zipfile.ZipFile(batch, "w") as box:
        for name, data in parts.items():
            box.writestr(name, data)
    return batch


def _reason(path: Path) -> object:
    with pytest.raises(BatchDamaged) as caught:
        import_batch_check.checked(path)
    return caught.value.params["reason"]


def test_a_batch_that_was_written_is_whole(batch: Path) -> None:
    found = import_batch_check.checked(batch)
    assert found.whole
    assert found.manifest.counts.visits == 2


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (lambda parts: parts.pop("needs.csv"), Fault("missing", "needs.csv")),
        (lambda parts: parts.pop("plans/000001-1.pdf"), Fault("missing", "plans/000001-1.pdf")),
        (lambda parts: parts.update({"x.txt": b""}), Fault("unknown", "x.txt")),
        (lambda parts: parts.update({"visits.csv": b"x"}), Fault("changed", "visits.csv")),
        (
            lambda parts: parts.update({"visits.json": parts["visits.json"][:-1] + b" "}),
            Fault("changed", "visits.json"),
        ),
    ],
)  # fmt: skip
def test_what_is_missing_changed_or_added_is_named(
    batch: Path, change: Callable[[dict[str, bytes]], object], fault: Fault
) -> None:
    assert import_batch_check.checked(_changed(batch, change)).faults == (fault,)


def _recounted(parts: dict[str, bytes]) -> None:
    told = json.loads(parts["manifest.json"])
    told["counts"]["visits"] = 3
    parts["manifest.json"] = json.dumps(told).encode()


def test_a_manifest_that_counts_otherwise_is_seen(batch: Path) -> None:
    found = import_batch_check.checked(_changed(batch, _recounted))
    assert found.faults == (Fault("counts", "visits.json"),)


def test_a_manifest_of_another_kind_or_format_is_refused(batch: Path) -> None:
    def other(**fields: object) -> Callable[[dict[str, bytes]], None]:
        def change(parts: dict[str, bytes]) -> None:
            told = {**json.loads(parts["manifest.json"]), **fields}
            parts["manifest.json"] = json.dumps(told).encode()

        return change

    assert _reason(_changed(batch, other(format_version=2))) == "version"
    assert _reason(_changed(batch, other(format="backup"))) == "manifest"
    assert _reason(_changed(batch, lambda parts: parts.update({"manifest.json": b"[" * 9999}))) == (
        "manifest"
    )
    assert _reason(_changed(batch, lambda parts: parts.pop("manifest.json"))) == "manifest"


def test_what_is_no_zip_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"PK\x03\x04 and no more")
    assert _reason(tmp_path / "x.zip") == "broken"


@pytest.mark.promise("A5")
@pytest.mark.parametrize(
    "name",
    [
        "../evil.csv",
        "/etc/passwd",
        "C:\\Windows\\x.csv",
        "plans/../../x.pdf",
        "plans/con.pdf",
        "aux",
        "x.csv:stream",
        "plans\\000001-1.pdf",
        "plans/000001-1.pdf\n",
        "VISITS.CSV",
        "évil.csv",
    ],
)
def test_a5_a_part_with_a_name_of_its_own_is_refused(batch: Path, name: str) -> None:
    assert _reason(_changed(batch, lambda parts: parts.update({name: b"x"}))) == "names"


@pytest.mark.promise("A5")
def test_a5_a_link_and_a_name_that_comes_twice_are_refused(batch: Path) -> None:
    with zipfile.ZipFile(batch, "a") as box:
        link = zipfile.ZipInfo("link.csv")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        box.writestr(link, "/etc/passwd")
    assert _reason(batch) == "names"
    batches.write(batch)
    with zipfile.ZipFile(batch, "a") as box, pytest.warns(UserWarning, match="Duplicate"):
        box.writestr("visits.csv", b"other")
    assert _reason(batch) == "names"


@pytest.mark.promise("A5")
def test_a5_control_the_zip_itself_takes_such_names(batch: Path) -> None:
    _changed(batch, lambda parts: parts.update({"../evil.csv": b"x"}))
    with batch.open("rb") as file:
        box = zips.Box(file, CAPS, named=lambda _name: True)
        assert box.read("../evil.csv") == b"x"


def _bomb(size: int = 4_000_000) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as box:
        box.writestr("x.csv", bytes(size))
    return out.getvalue()


@pytest.mark.promise("A4")
@pytest.mark.parametrize(
    "caps",
    [
        CAPS,
        zips.Caps(parts=10, part=1000, whole=10**9, ratio=10**9),
        zips.Caps(parts=10, part=10**9, whole=1000, ratio=10**9),
        zips.Caps(parts=0, part=10**9, whole=10**9, ratio=10**9),
    ],
)
def test_a4_what_unpacks_too_large_is_not_unpacked(caps: zips.Caps) -> None:
    with pytest.raises(zips.NotSafe, match="bomb"):
        zips.opened(_bomb(), caps, named=lambda _name: True)


@pytest.mark.promise("A4")
def test_a4_control_without_caps_it_is() -> None:
    caps = zips.Caps(parts=10, part=10**9, whole=10**9, ratio=10**9)
    assert len(zips.opened(_bomb(), caps, named=lambda _name: True).read("x.csv")) == 4_000_000


@pytest.mark.promise("A4")
def test_a4_a_list_that_lies_about_the_size_is_found_out() -> None:
    data = bytearray(_bomb(2_000_000))
    small = (100).to_bytes(4, "little")
    whole = (2_000_000).to_bytes(4, "little")
    lying = bytes(data).replace(whole, small)
    assert lying != bytes(data)
    box = zips.opened(lying, CAPS, named=lambda _name: True)
    with pytest.raises(zips.NotSafe, match="broken"):
        box.read("x.csv")


def test_a_locked_zip_is_told_so() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as box:
        info = zipfile.ZipInfo("x.csv")
        info.flag_bits |= 0x1
        box.writestr(info, b"x")
    data = out.getvalue().replace(
        b"PK\x01\x02\x14\x03\x14\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01"
    )
    with pytest.raises(zips.NotSafe, match="locked"):
        zips.opened(data, CAPS, named=lambda _name: True)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.data())
def test_a_flipped_byte_is_refused_named_or_harmless(batch: Path, data: st.DataObject) -> None:
    whole = bytearray(batch.read_bytes())
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    spoiled = batch.with_name("spoiled.zip")
    spoiled.write_bytes(whole)
    before = _contents(batch)
    try:
        found = import_batch_check.checked(spoiled)
    except BatchDamaged:
        return
    if found.whole:
        assert _contents(spoiled) == before  # it fell between the parts


def _contents(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as box:
        return {name: box.read(name) for name in box.namelist() if name != "manifest.json"}
