"""Which stores this computer holds, what each is called, and which was at work last.

A folder has a random name and a label its user chose. Labels can be read before anything is
unlocked, by whoever sits at the computer: they hold what their user wants to be called and
nothing of residents.
"""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from itertools import count
from typing import NamedTuple

from meitinker.errors import StoreExists
from meitinker.i18n import _
from meitinker.paths import StoreFolder, home, make_private, write_durably

LONGEST = 40
"""Most characters of a label."""

_LABELS = "labels.json"
_LAST = "last"


class Labelled(NamedTuple):
    """One store on this computer, by the label its user knows.

    Attributes:
        label: Neutral text; never a name unless its user chose so.
        folder: Where the store is.
    """

    label: str
    folder: StoreFolder


def stores() -> tuple[Labelled, ...]:
    """Return the stores on this computer, sorted by label."""
    root = home()
    labels = _labels()
    if not root.is_dir():
        return ()
    folders = (StoreFolder(path) for path in root.iterdir() if path.is_dir())
    there = (folder for folder in folders if folder.exists and not folder.wiped.exists())
    found = (Labelled(labels.get(f.root.name, f.root.name), f) for f in there)
    return tuple(sorted(found, key=lambda one: one.label.casefold()))


def wiped() -> tuple[StoreFolder, ...]:
    """Return the folders of stores that their hub ordered to be destroyed."""
    root = home()
    if not root.is_dir():
        return ()
    folders = (StoreFolder(path) for path in sorted(root.iterdir()) if path.is_dir())
    return tuple(folder for folder in folders if folder.wiped.exists())


def label_of(folder: StoreFolder) -> str:
    """Return what the store in ``folder`` is called: its folder's name where it has no label."""
    return _labels().get(folder.root.name, folder.root.name)


def is_taken(label: str, *, but: StoreFolder | None = None) -> bool:
    """Tell whether a store on this computer is called so already, other than ``but``."""
    wanted = _clean(label).casefold()
    return any(one.label.casefold() == wanted for one in stores() if one.folder != but)


def new_store(label: str = "") -> StoreFolder:
    """Make the folder of a new store under a random name and return it.

    Args:
        label: Neutral text chosen by the user; empty gives ``Werkplek 1`` and on, in the
            language that is shown now.

    Raises:
        StoreExists: Another store has this label.
        StoreReadOnly: The place cannot be written.
    """
    import secrets

    make_private(home())
    wanted = _clean(label) or _free_label()
    if is_taken(wanted):
        raise StoreExists("label taken")
    folder = StoreFolder(home() / secrets.token_hex(6)).prepare()
    try:
        _write_label(folder, wanted)
    except BaseException:
        shutil.rmtree(folder.root, ignore_errors=True)
        raise
    return folder


def rename(folder: StoreFolder, label: str) -> None:
    """Call the store in ``folder`` otherwise; an empty label changes nothing.

    Raises:
        StoreExists: Another store has this label.
        DiskFull, DiskFailed, StoreReadOnly: It was not written.
    """
    wanted = _clean(label)
    if not wanted or wanted == label_of(folder):
        return
    if is_taken(wanted, but=folder):
        raise StoreExists("label taken")
    _write_label(folder, wanted)


def last() -> StoreFolder | None:
    """Return the store that was at work last, if that is known; it may be gone."""
    with suppress(OSError, ValueError):
        if name := (home() / _LAST).read_text("utf-8"):
            return StoreFolder(home() / name)
    return None


def remember(folder: StoreFolder) -> None:
    """Keep that the store in ``folder`` is at work; the next unlock page begins with it.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It was not kept.
    """
    if folder.root.parent == home() and last() != folder:
        write_durably(home() / _LAST, folder.root.name.encode())


def _clean(label: str) -> str:
    shown = "".join(sign for sign in label if sign.isprintable())
    return " ".join(shown.split())[:LONGEST].strip()


def _free_label() -> str:
    # Written to a file and kept: it stays in the language in which it was made.
    taken = {label.casefold() for label in _labels().values()}
    named = (_("Werkplek {number}").format(number=number) for number in count(1))
    return next(label for label in named if label.casefold() not in taken)


def _labels() -> dict[str, str]:
    """Return the labels of the folders that are there, by the folder's name."""
    root = home()
    try:
        kept = json.loads((root / _LABELS).read_bytes())
    except (OSError, ValueError):
        kept = None
    if not isinstance(kept, dict):
        return {}  # labels are a convenience: without them the folder's name is shown
    return {
        name: label
        for name, label in kept.items()
        if isinstance(label, str) and (root / name).is_dir()
    }


def _write_label(folder: StoreFolder, label: str) -> None:
    labels = {**_labels(), folder.root.name: label}
    write_durably(home() / _LABELS, json.dumps(labels, ensure_ascii=False).encode())
