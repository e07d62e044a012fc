"""The direction of the house holds, and the check that says so can say no."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest

from tests.house.tree import ROOT, name, parsed, sources

if TYPE_CHECKING:
    from pathlib import Path

_LINT = (
    "from importlinter.cli import lint_imports_command as lint; lint(['--no-cache', '--no-logo'])"
)
_OPTIONAL = "()"


def _lint(folder: Path) -> subprocess.CompletedProcess[str]:
    # First on the path, so that the copy and not this checkout is read.
    return subprocess.run(
        [sys.executable, "-c", f"import sys; sys.path.insert(0, {str(folder)!r}); {_LINT}"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def _named_in_contracts() -> set[str]:
    """Return every module of ours that the contracts name."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    names: set[str] = set()
    for contract in contracts["contracts"]:
        for layer in contract.get("layers", []):
            names |= {part.strip().strip(_OPTIONAL) for part in layer.split("|")}
        names |= set(contract.get("source_modules", []))
        names |= set(contract.get("forbidden_modules", []))
    return {one for one in names if one.split(".")[0] in {"meitinker", "ui", "sync"}}


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """Build an empty house with the contracts of this one: every module, no imports."""
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for module in _named_in_contracts():
        folder = tmp_path
        for part in module.split("."):
            folder /= part
            folder.mkdir(exist_ok=True)
            (folder / "__init__.py").touch()
    return tmp_path


def test_direction_holds_in_this_house() -> None:
    answer = _lint(ROOT)
    assert answer.returncode == 0, answer.stdout[-3000:]


def test_empty_house_passes(house: Path) -> None:
    answer = _lint(house)
    assert answer.returncode == 0, answer.stdout[-3000:]


@pytest.mark.parametrize(
    ("module", "forbidden"),
    [
        ("meitinker/domain", "import meitinker.store"),
        ("meitinker/store", "import meitinker.services"),
        ("meitinker/reports", "import meitinker.store"),
        ("meitinker/errors", "import meitinker.i18n"),
        ("meitinker/services", "import ui"),
        ("sync", "import ui"),
        ("meitinker/services", "import PySide6"),
        ("ui/viewmodels", "import PySide6"),
        ("ui/messages", "import PySide6"),
        ("meitinker/services", "import sqlcipher3"),
        ("ui", "import sqlite3"),
        ("meitinker/store", "import keyring"),
        ("ui/tour", "import meitinker.services"),
    ],
)
def test_import_against_the_direction_is_refused(house: Path, module: str, forbidden: str) -> None:
    (house / module / "__init__.py").write_text(forbidden + "\n")
    answer = _lint(house)
    assert answer.returncode == 1, answer.stdout[-3000:]
    assert "BROKEN" in answer.stdout


def test_only_the_keys_stretch_passphrases() -> None:
    """import-linter knows whole external packages only, and the store needs the rest of it."""
    importing = {
        name(source)
        for source in sources("meitinker", "ui", "sync")
        for node in ast.walk(parsed(source))
        if isinstance(node, ast.Import | ast.ImportFrom) and "pwhash" in ast.unparse(node)
    }
    assert importing
    assert all(one.startswith("meitinker/keys/") for one in importing)
