"""Where a dialog for files begins."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QStandardPaths

from ui.file_places import in_documents

if TYPE_CHECKING:
    import pytest


def test_a_dialog_begins_in_documents_or_at_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    documents = tmp_path / "Documenten"

    def location(which: QStandardPaths.StandardLocation) -> str:
        asked = which is QStandardPaths.StandardLocation.DocumentsLocation
        return str(documents if asked else tmp_path)

    monkeypatch.setattr(QStandardPaths, "writableLocation", location)
    assert Path(in_documents("plan.pdf")) == tmp_path / "plan.pdf"
    documents.mkdir()
    assert Path(in_documents("plan.pdf")) == documents / "plan.pdf"
    assert Path(in_documents()) == documents
