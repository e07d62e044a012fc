"""Where files go and come from: a dialog begins with the user's own documents."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget


def in_documents(name: str = "") -> str:
    """Return the folder of documents, or a file ``name`` in it, for a dialog to begin with.

    Qt begins where the program was started from: a folder that nobody knows. Where there is no
    folder of documents it is the home folder.
    """
    place = QStandardPaths.StandardLocation
    documents = Path(QStandardPaths.writableLocation(place.DocumentsLocation))
    home = Path(QStandardPaths.writableLocation(place.HomeLocation))
    return str((documents if documents.is_dir() else home) / name)


def ask_where(parent: QWidget, title: str, *, name: str, kind: str) -> Path | None:
    """Ask where a file goes; None when cancelled.

    Args:
        parent: Over which the dialog stands.
        title: What the dialog asks.
        name: Suggested name with its ending; never a resident's name.
        kind: What files are shown, as Qt wants it: ``JSON (*.json)``.

    Where no ending was typed that of ``name`` is added, never onto a file that the dialog did not
    ask about.
    """
    chosen, _kind = QFileDialog.getSaveFileName(parent, title, in_documents(name), kind)
    if not chosen:
        return None
    path = Path(chosen)
    return path if path.suffix else free(path.with_suffix(Path(name).suffix))


def ask_which(parent: QWidget, title: str, *, kinds: str) -> Path | None:
    """Ask which file is to be read; None when cancelled.

    Args:
        parent: Over which the dialog stands.
        title: What the dialog asks.
        kinds: What files are shown, as Qt wants it: ``Lijsten (*.csv *.xlsx)``.
    """
    chosen, _kind = QFileDialog.getOpenFileName(parent, title, in_documents(), kinds)
    return Path(chosen) if chosen else None


def ask_folder(parent: QWidget, title: str) -> Path | None:
    """Ask for a folder to write in; None when cancelled."""
    chosen = QFileDialog.getExistingDirectory(parent, title, in_documents())
    return Path(chosen) if chosen else None


def free(wanted: Path) -> Path:
    """Return ``wanted``, or with the first number behind its name that is free."""
    found, number = wanted, 1
    while found.exists():
        number += 1
        found = wanted.with_name(f"{wanted.stem} ({number}){wanted.suffix}")
    return found
