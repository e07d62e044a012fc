"""The files of the project as the tests of the house see them: what git keeps."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

_BINARY = {
    ".png",
    ".ttf",
    ".otf",
    ".ico",
    ".icns",
    ".pdf",
    ".db",
    ".gz",
    ".zip",
    ".jpg",
    ".mtbackup",
}


@cache
def files() -> tuple[Path, ...]:
    """Return the files that git tracks or would track, without other people's work.

    Where there is no git (an unpacked archive) all files count that do not lie in a hidden or
    generated folder.
    """
    asked = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=False,
    )
    if asked.returncode == 0:
        names = [name for name in asked.stdout.decode().split("\0") if name]
    else:
        generated = {"build", "dist", "out"}
        found = (p.relative_to(ROOT) for p in ROOT.rglob("*"))
        names = [
            str(p)
            for p in found
            if not any(part.startswith(".") or part in generated for part in p.parts)
        ]
    paths = (ROOT / name for name in names)
    return tuple(p for p in paths if p.is_file() and "third_party" not in p.parts)


def sources(*folders: str) -> tuple[Path, ...]:
    """Return the Python files under ``folders``."""
    return tuple(
        p for p in files() if p.suffix == ".py" and p.relative_to(ROOT).parts[0] in folders
    )


def texts() -> tuple[Path, ...]:
    """Return the files that hold text."""
    return tuple(p for p in files() if p.suffix not in _BINARY)


@cache
def parsed(path: Path) -> ast.Module:
    """Return the syntax tree of a Python file."""
    return ast.parse(path.read_text("utf-8"), filename=str(path))


def name(path: Path) -> str:
    """Return ``path`` as people write it."""
    return path.relative_to(ROOT).as_posix()
