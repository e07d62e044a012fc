"""Where a dialog for files begins: with the user's own documents."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths


def in_documents(name: str = "") -> str:
    """Return the folder of documents, or a file ``name`` in it, for a dialog to begin with.

    Qt begins where the program was started from: a folder that nobody knows. Where there is no
    folder of documents it is the home folder.
    """
    place = QStandardPaths.StandardLocation
    documents = Path(QStandardPaths.writableLocation(place.DocumentsLocation))
    home = Path(QStandardPaths.writableLocation(place.HomeLocation))
    return str((documents if documents.is_dir() else home) / name)
