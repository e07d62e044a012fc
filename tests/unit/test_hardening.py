from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from meitinker import hardening

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parents[2]

linux = pytest.mark.skipif(sys.platform != "linux", reason="asks Linux's /proc and prctl")

CHILD = """
import ctypes, os, resource, sys
resource.setrlimit(resource.RLIMIT_CORE, (resource.getrlimit(resource.RLIMIT_CORE)[1],) * 2)
if sys.argv[1] == "hard":
    from meitinker.hardening import harden
    told = harden()
    assert told.no_core_files and told.not_dumpable, told
secret = b"canary" * 1000
if sys.argv[2] == "abort":
    os.abort()
print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0), resource.getrlimit(resource.RLIMIT_CORE)[0],
      os.stat("/proc/self/mem").st_uid, flush=True)
sys.stdin.read()
"""

READER = """
import ctypes, os, resource, sys  # all before the change: nobody may not read our libraries
from meitinker.hardening import harden
(ready, tell_ready), (hold, let_go) = os.pipe(), os.pipe()
os.setgroups([]), os.setgid(65534), os.setuid(65534)
watched = os.fork()
if watched == 0:
    # Changing the user made us undumpable; a program that was simply started is not.
    ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)
    if sys.argv[1] == "hard":
        harden()
    os.write(tell_ready, b"x")
    os.read(hold, 1)
    os._exit(0)
os.close(tell_ready)
assert os.read(ready, 1), "the child failed"
try:
    os.close(os.open(f"/proc/{watched}/mem", os.O_RDONLY))
    print("read")
except OSError as error:
    print(type(error).__name__)
os.write(let_go, b"x")
os.waitpid(watched, 0)
"""


def child(how: str, then: str, *, cwd: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", CHILD, how, then],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def core_pattern() -> str:
    return Path("/proc/sys/kernel/core_pattern").read_text(encoding="utf-8").strip()


@linux
@pytest.mark.promise("A11")
def test_a11_a_forced_crash_leaves_no_file(tmp_path: Path) -> None:
    crashed = child("hard", "abort", cwd=tmp_path)
    _, errors = crashed.communicate(timeout=30)
    assert crashed.returncode == -signal.SIGABRT, errors
    assert list(tmp_path.iterdir()) == []


@linux
@pytest.mark.promise("A11")
def test_a11_negative_control_unhardened_the_crash_leaves_a_core(tmp_path: Path) -> None:
    import resource

    if core_pattern().startswith(("|", "/")) or resource.getrlimit(resource.RLIMIT_CORE)[1] == 0:
        pytest.skip("this machine sends cores elsewhere")
    crashed = child("soft", "abort", cwd=tmp_path)
    crashed.communicate(timeout=30)
    assert [path.name for path in tmp_path.iterdir()], "the check would see a core file"


@pytest.fixture
def children(tmp_path: Path) -> Iterator[dict[str, subprocess.Popen[str]]]:
    started = {how: child(how, "wait", cwd=tmp_path) for how in ("hard", "soft")}
    yield started
    for one in started.values():
        one.communicate(timeout=30)


@linux
@pytest.mark.promise("A11")
def test_a11_memory_is_closed_to_other_processes_and_open_without(
    children: dict[str, subprocess.Popen[str]],
) -> None:
    told = {}
    for how, one in children.items():
        assert one.stdout is not None
        told[how] = one.stdout.readline().split()
    dumpable, core, owner = told["hard"]
    assert (dumpable, core) == ("0", "0")
    # The kernel gives /proc/PID of a process that is not dumpable to root, out of reach of
    # the user's own other programs.
    assert owner == "0"
    assert told["soft"][0] == "1", "negative control"


@linux
@pytest.mark.skipif(getattr(os, "geteuid", lambda: 1)() != 0, reason="takes root to change user")
@pytest.mark.promise("A11")
@pytest.mark.parametrize(("how", "readable"), [("hard", False), ("soft", True)])
def test_a11_the_same_user_cannot_read_the_memory_of_a_hardened_process(
    how: str, *, readable: bool, tmp_path: Path
) -> None:
    """Both processes are nobody's, as programs of one user are; soft is the negative control."""
    done = subprocess.run(
        [sys.executable, "-c", READER, how],
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.stdout.strip() == ("read" if readable else "PermissionError")


def device(root: Path, name: str, *, crypt: bool = False, on: tuple[Path, ...] = ()) -> Path:
    """Make a block device as sysfs shows it."""
    node = root / "devices" / name
    (node / "slaves").mkdir(parents=True)
    for below in on:
        (node / "slaves" / below.name).symlink_to(below)
    if crypt or name.startswith("dm"):
        (node / "dm").mkdir()
        (node / "dm/uuid").write_text("CRYPT-LUKS2-x" if crypt else "LVM-x", encoding="utf-8")
    return node


def test_a_disk_is_encrypted_when_all_of_it_lies_on_dm_crypt(tmp_path: Path) -> None:
    bare = device(tmp_path, "sda")
    locked = device(tmp_path, "dm-0", crypt=True, on=(bare,))
    volume = device(tmp_path, "dm-1", on=(locked,))
    mixed = device(tmp_path, "dm-2", on=(locked, bare))
    assert hardening.block_encrypted(locked) is True
    assert hardening.block_encrypted(volume) is True
    assert hardening.block_encrypted(mixed) is False
    assert hardening.block_encrypted(bare) is False


def test_what_cannot_be_known_is_none(tmp_path: Path) -> None:
    assert hardening.block_encrypted(tmp_path / "nothing") is None


def test_this_machine_gets_an_honest_answer(tmp_path: Path) -> None:
    assert hardening.disk_encrypted(tmp_path) in (True, False, None)
    if sys.platform == "linux":
        assert hardening.disk_encrypted(tmp_path / "missing") is None


def answering(text: str) -> Callable[..., subprocess.CompletedProcess[str]]:
    def run(*_values: object, **_named: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess([], 0, stdout=text)

    return run


@pytest.mark.parametrize(
    ("system", "answer", "expected"),
    [
        ("win32", "1\r\n", True),
        ("win32", "2\r\n", False),
        ("win32", "\r\n", None),
        ("darwin", "true\n", True),
        ("darwin", "false\n", False),
        ("darwin", "", None),
        ("plan9", "true", None),
    ],
)
def test_other_systems_are_asked_in_their_own_way(
    monkeypatch: pytest.MonkeyPatch, system: str, answer: str, expected: bool | None
) -> None:
    monkeypatch.setattr(hardening, "_SYSTEM", system)
    monkeypatch.setattr(subprocess, "run", answering(answer))
    assert hardening.disk_encrypted(Path("C:/x")) is expected


@pytest.mark.parametrize("system", ["win32", "darwin"])
def test_a_command_that_is_not_there_is_none(monkeypatch: pytest.MonkeyPatch, system: str) -> None:
    def missing(*_values: object, **_named: object) -> None:
        raise FileNotFoundError

    monkeypatch.setattr(hardening, "_SYSTEM", system)
    monkeypatch.setattr(subprocess, "run", missing)
    assert hardening.disk_encrypted(Path("C:/x")) is None
