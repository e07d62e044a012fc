"""A site is laid down whole or not at all; whatever else lies there stays."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from meitinker.errors import DiskFull, SiteRefused
from meitinker.exchange.site import folder as folder_module
from meitinker.exchange.site.folder import MARK, SiteFolder, exchanged, read_mark, require_ours

FILES = 40
CHILD = Path(__file__).with_name("laying_child.py")


def lay(target: Path, words: str, *, files: int = FILES) -> None:
    site = SiteFolder(target)
    site.begin()
    for number in range(files):
        site.write(f"hulp/{number}.html", words.encode())
    site.write("index.html", words.encode())
    site.finish(made_on="2026-11-22", services=files)


def words_of(target: Path) -> set[bytes]:
    pages = list(target.rglob("*.html"))
    assert len(pages) == FILES + 1
    return {page.read_bytes() for page in pages}


def nothing_beside(target: Path) -> bool:
    return [one.name for one in target.parent.iterdir()] == [target.name]


def test_a_new_site_and_then_the_next(tmp_path: Path) -> None:
    target = tmp_path / "site"
    lay(target, "eerste")
    assert words_of(target) == {b"eerste"}
    lay(target, "tweede")
    assert words_of(target) == {b"tweede"}
    assert nothing_beside(target)
    mark = read_mark(target)
    assert mark is not None
    assert (mark.services, mark.made_on) == (FILES, "2026-11-22")
    assert set(mark.entries) == {MARK, "index.html", "hulp"}


def test_pages_that_are_gone_do_not_stay(tmp_path: Path) -> None:
    target = tmp_path / "site"
    lay(target, "eerste", files=FILES + 5)
    lay(target, "tweede")
    assert words_of(target) == {b"tweede"}


def test_an_empty_folder_will_do(tmp_path: Path) -> None:
    target = tmp_path / "site"
    target.mkdir()
    lay(target, "eerste")
    assert words_of(target) == {b"eerste"}


@pytest.mark.skipif(os.name != "posix", reason="modes are of this system")
def test_a_web_host_may_read_it(tmp_path: Path) -> None:
    target = tmp_path / "site"
    lay(target, "eerste")
    for path in (target, *target.rglob("*")):
        assert path.stat().st_mode & 0o044 == 0o044


def test_leaving_takes_away_what_was_written(tmp_path: Path) -> None:
    target = tmp_path / "site"
    lay(target, "eerste")
    site = SiteFolder(target)
    site.begin()
    site.write("index.html", b"half")
    site.leave()
    assert words_of(target) == {b"eerste"}
    assert nothing_beside(target)


def refused(target: Path) -> str:
    with pytest.raises(SiteRefused) as error:
        SiteFolder(target).begin()
    return str(error.value.params["reason"])


def test_a_folder_with_anything_else_is_refused_and_left_alone(tmp_path: Path) -> None:
    target = tmp_path / "photos"
    target.mkdir()
    (target / "beppe.jpg").write_bytes(b"foto")
    assert refused(target) == "not_ours"
    (target / MARK).write_bytes(b"{}{")
    assert refused(target) == "not_ours"
    (target / MARK).write_bytes(b'{"made_by": "iemand anders"}')
    assert refused(target) == "not_ours"
    assert (target / "beppe.jpg").read_bytes() == b"foto"
    assert nothing_beside(target)


def test_what_somebody_put_in_the_site_is_not_lost(tmp_path: Path) -> None:
    target = tmp_path / "site"
    lay(target, "eerste")
    (target / "CNAME").write_text("dorp.example")
    assert refused(target) == "strange"
    assert words_of(target) == {b"eerste"}
    (target / "CNAME").unlink()
    lay(target, "tweede")
    assert words_of(target) == {b"tweede"}


def test_a_file_a_link_and_a_place_in_no_folder_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"brief")
    assert refused(tmp_path / "file") == "not_a_folder"
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert refused(tmp_path / "link") == "not_a_folder"
    assert refused(tmp_path / "nowhere" / "site") == "no_parent"
    assert (tmp_path / "file").read_bytes() == b"brief"


def test_no_room_leaves_the_old_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "site"
    lay(target, "eerste")
    site = SiteFolder(target)
    site.begin()

    def full(*_: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "open", full)
    with pytest.raises(DiskFull):
        site.write("index.html", b"half")
    monkeypatch.undo()
    site.leave()
    assert words_of(target) == {b"eerste"}


@pytest.mark.parametrize("swap", [True, False], ids=["exchange", "two renames"])
def test_both_ways_of_changing_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, swap: bool
) -> None:
    if not swap:
        monkeypatch.setattr(folder_module, "exchanged", lambda _one, _other: False)
    target = tmp_path / "site"
    for words in ("eerste", "tweede", "derde"):
        lay(target, words)
        assert words_of(target) == {words.encode()}
        assert nothing_beside(target)


@pytest.mark.skipif(sys.platform != "linux", reason="of Linux")
def test_on_linux_two_folders_change_places_in_one_step(tmp_path: Path) -> None:
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "said").write_text(name)
    assert exchanged(tmp_path / "one", tmp_path / "other")
    assert (tmp_path / "one" / "said").read_text() == "other"
    assert not exchanged(tmp_path / "one", tmp_path / "nowhere")


def killed(target: Path, moment: str, how: str = "") -> None:
    child = subprocess.run(
        [sys.executable, str(CHILD), str(target), moment, how], check=False, cwd=Path.cwd()
    )
    assert child.returncode == -signal.SIGKILL


@pytest.mark.skipif(os.name != "posix", reason="kills a process")
@pytest.mark.parametrize("how", ["", "two_renames"])
@pytest.mark.parametrize("moment", ["begun", "half", "written", "between", "after"])
def test_killed_at_any_moment_one_whole_site_is_there(
    tmp_path: Path, moment: str, how: str
) -> None:
    target = tmp_path / "site"
    lay(target, "eerste")
    killed(target, moment, how)
    if moment == "between" and how:
        # where the system knows no swap: the next run, whatever it is for, puts it back first
        site = SiteFolder(target)
        site.begin()
        site.leave()
    assert words_of(target) in ({b"eerste"}, {b"tweede"})
    require_ours(target)
    lay(target, "derde")
    assert words_of(target) == {b"derde"}
    assert nothing_beside(target)


@pytest.mark.skipif(os.name != "posix", reason="kills a process")
def test_control_written_in_place_it_would_be_half(tmp_path: Path) -> None:
    target = tmp_path / "site"
    lay(target, "eerste")
    killed(target, "half", "in_place")
    assert words_of(target) == {b"eerste", b"tweede"}
