"""Lays a site down and is killed at a moment: ``laying_child.py TARGET MOMENT HOW``."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest import mock

from meitinker.exchange.site import folder
from meitinker.exchange.site.folder import SiteFolder

FILES = 40
_RENAME = Path.rename


def die(*_: Any, **__: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def dying_rename(one: Path, other: Path) -> Path:
    """Rename, but die at the one by which the new site takes its place."""
    if one.name.endswith("-new"):
        die()
    return _RENAME(one, other)


def moments(moment: str, how: str) -> list[Any]:
    """Return what dies, or is otherwise than on this system."""
    found: list[Any] = []
    if how == "two_renames":
        found.append(mock.patch.object(folder, "exchanged", return_value=False))
    if moment == "between":
        found.append(mock.patch.object(Path, "rename", dying_rename))
        if not how:
            found.append(mock.patch.object(folder, "exchanged", die))
    if moment == "written":
        found.append(mock.patch.object(os, "sync", die))
    return found


def in_place(site: SiteFolder, target: Path) -> None:
    """Write over the old pages, as a careless program would."""
    for page in target.rglob("*.html"):
        if page.stem.isdigit() and int(page.stem) < FILES // 2:
            page.unlink()
    site._new = target
    site._made |= {target, target / "hulp"}


def main(target: Path, moment: str, how: str) -> None:
    site = SiteFolder(target)
    with ExitStack() as changed:
        for one in moments(moment, how):
            changed.enter_context(one)
        site.begin()
        if how == "in_place":
            in_place(site, target)
        if moment == "begun":
            die()
        for number in range(FILES):
            if moment == "half" and number == FILES // 2:
                die()
            site.write(f"hulp/{number}.html", b"tweede")
        site.write("index.html", b"tweede")
        if moment == "after":
            changed.enter_context(mock.patch.object(shutil, "rmtree", die))
        site.finish(made_on="2026-11-22", services=FILES)


main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
