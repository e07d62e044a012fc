"""The bundle shows that it is whole: ``python -m tests.house.bundle dist/meitinker``.

It must carry every resource, and play the whole tour without our Python, our folders or our
settings in its surroundings. What is missing is told; then it ends with 1.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import msgspec

from tests.house.tree import ROOT

LEFT_OUT = frozenset({".py", ".pyc", ".po"})
"""What a bundle has no use for: sources, and catalogues that are not compiled."""

_KEPT = ("HOME", "LANG", "TEMP", "TMP", "SYSTEMROOT", "APPDATA", "LOCALAPPDATA", "USERPROFILE")
_PAPERS = frozenset({"recovery-code.pdf", "support-plan.pdf", "support-plan-large.pdf"})


class _Report(msgspec.Struct):
    """What a tour tells of itself, as far as it is asked here."""

    passed: bool
    failure: str
    steps: list[dict[str, object]]
    files: list[str]


def missing(inside: Path, source: Path = ROOT / "resources") -> list[str]:
    """Return the resources that ``inside`` lacks or has otherwise, a name each."""
    files = (p for p in source.rglob("*") if p.is_file() and p.suffix not in LEFT_OUT)
    return sorted(
        str(path.relative_to(source))
        for path in files
        if not _same(path, inside / path.relative_to(source))
    )


def wrong(tour: Path) -> list[str]:
    """Return what is wrong with a tour that was played into ``tour``, a sentence each."""
    report = tour / "tour.json"
    if not report.exists():
        return ["the bundle did not play the tour"]
    told = msgspec.json.decode(report.read_bytes(), type=_Report)
    found = [] if told.passed else [f"the tour ended early: {told.failure}"]
    return found + [f"no {paper}" for paper in sorted(_PAPERS - set(told.files))]


def play(program: Path, out: Path) -> int:
    """Let the bundle play its tour into ``out``; return how it ended."""
    surroundings = {name: os.environ[name] for name in _KEPT if name in os.environ}
    surroundings["PATH"] = os.defpath
    command = [str(program), "tour", "--out", str(out)]
    return subprocess.run(command, cwd=program.parent, env=surroundings, check=False).returncode


def _same(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True))
@click.option("--out", type=click.Path(path_type=Path), required=True, help="For the tour.")
def main(*, folder: Path, out: Path) -> None:
    """Check the bundle in FOLDER."""
    inside = folder.absolute() / "_internal" / "resources"
    found = [f"not in the bundle: {name}" for name in missing(inside)]
    program = folder.absolute() / ("meitinker.exe" if sys.platform == "win32" else "meitinker")
    code = play(program, out.absolute())
    found += wrong(out)
    if code:
        found.append(f"the tour of the bundle ended with {code}")
    for sentence in found:
        click.echo(sentence)
    sys.exit(1 if found else 0)


if __name__ == "__main__":
    main()
