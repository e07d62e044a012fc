"""A25: what is installed is what was locked, for every system and every Python we support."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tomllib
from importlib import metadata
from typing import TYPE_CHECKING

import pytest
from packaging.requirements import Requirement

from tests.house.tree import ROOT

if TYPE_CHECKING:
    from pathlib import Path

LOCKS = sorted(ROOT.glob("requirements*.lock"))
_PIN = re.compile(r"^([a-z0-9._-]+)(\[[a-z0-9,_-]+\])?==(\S+)", re.IGNORECASE)


def _pins(lock: Path) -> dict[str, list[str]]:
    """Return name → the lines that belong to its pin."""
    pins: dict[str, list[str]] = {}
    here: list[str] = []
    for line in lock.read_text("utf-8").splitlines():
        if match := _PIN.match(line):
            here = pins.setdefault(f"{match[1].lower()}=={match[3]}", [])
        if line and not line.lstrip().startswith("#"):
            here.append(line)
    return pins


def _names(requirements: list[str]) -> set[str]:
    return {re.split(r"[\s<>=!~;\[]", one)[0].lower() for one in requirements}


@pytest.mark.promise("A25")
@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a25_every_pin_has_hashes_and_no_address(lock: Path) -> None:
    pins = _pins(lock)
    assert pins
    for pin, lines in pins.items():
        assert any("--hash=sha256:" in line for line in lines), pin
    assert "://" not in lock.read_text("utf-8")
    assert "--index-url" not in lock.read_text("utf-8")


@pytest.mark.promise("A25")
def test_a25_what_a_push_is_measured_beside_is_locked_too() -> None:
    lock = json.loads((ROOT / "tests/bench/peers/package-lock.json").read_text("utf-8"))
    pins = {path: one for path, one in lock["packages"].items() if path}
    assert pins
    assert [path for path, one in pins.items() if "integrity" not in one] == []
    assert [path for path, one in pins.items() if "resolved" in one] == []


@pytest.mark.promise("A25")
def test_a25_locks_hold_all_that_the_project_asks() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    asked = {
        "requirements.lock": project["dependencies"],
        "requirements-dev.lock": project["optional-dependencies"]["dev"],
        "requirements-build.lock": project["optional-dependencies"]["build"],
    }
    for lock, requirements in asked.items():
        locked = {pin.split("==")[0] for pin in _pins(ROOT / lock)}
        assert _names(requirements) - locked == set(), f"make locks: {lock}"


@pytest.mark.promise("A25")
def test_a25_tests_and_bundle_run_on_the_versions_of_the_program() -> None:
    program = set(_pins(ROOT / "requirements.lock"))
    for lock in ("requirements-dev.lock", "requirements-build.lock"):
        assert program - set(_pins(ROOT / lock)) == set(), lock


def _disagreeing(locked: dict[str, str]) -> list[str]:
    """Return what installed packages of a lock ask of each other and do not get (`pip check`)."""
    faults = []
    for name in sorted(locked):
        try:
            asked = metadata.requires(name) or []
        except metadata.PackageNotFoundError:
            continue  # of another system, or another extra than is installed here
        for one in map(Requirement, asked):
            if one.marker is not None and not one.marker.evaluate({"extra": ""}):
                continue
            version = locked.get(re.sub(r"[-_.]+", "-", one.name).lower())
            if version is not None and not one.specifier.contains(version, prereleases=True):
                faults.append(f"{name} asks {one}, locked is {version}")
    return faults


@pytest.mark.promise("A25")
@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a25_what_is_locked_agrees_with_itself(lock: Path) -> None:
    locked = dict(pin.split("==") for pin in _pins(lock))
    assert _disagreeing(locked) == []


@pytest.mark.promise("A25")
def test_a25_control_versions_that_do_not_agree_are_named() -> None:
    locked = dict(pin.split("==") for pin in _pins(ROOT / "requirements-dev.lock"))
    (fault,) = _disagreeing({**locked, "typing-extensions": "3.6.2"})[:1]
    assert "typing-extensions" in fault.replace("_", "-")
    assert "3.6.2" in fault


@pytest.mark.promise("A25")
def test_a25_control_a_changed_hash_is_refused(tmp_path: Path) -> None:
    """Pip itself must say no: a wheel of our own making, locked with another wheel's hash."""
    wheel = _wheel(tmp_path)
    lock = tmp_path / "forged.lock"
    for digest, accepted in ((_digest(wheel), True), ("0" * 64, False)):
        lock.write_text(f"forged==1.0 --hash=sha256:{digest}\n")
        answer = subprocess.run(
            [
                sys.executable, "-m", "pip", "install", "--dry-run", "--isolated", "--no-index",
                "--find-links", str(tmp_path), "--require-hashes", "-r", str(lock),
            ],
            capture_output=True,
            text=True,
            check=False,
        )  # fmt: skip
        assert (answer.returncode == 0) is accepted, answer.stderr


def _wheel(folder: Path) -> Path:
    import zipfile

    wheel = folder / "forged-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("forged.py", "")
        archive.writestr(
            "forged-1.0.dist-info/METADATA", "Metadata-Version: 2.1\nName: forged\nVersion: 1.0\n"
        )
        archive.writestr(
            "forged-1.0.dist-info/WHEEL",
            "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        archive.writestr("forged-1.0.dist-info/RECORD", "")
    return wheel


def _digest(path: Path) -> str:
    import hashlib

    return hashlib.sha256(path.read_bytes()).hexdigest()
