"""Where a dialog for files begins."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.paper.file_places import ask_folder, ask_where, ask_which, in_documents

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


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


@pytest.mark.parametrize(
    ("chosen", "where"),
    [
        ("", None),
        ("verslag.csv", "verslag.csv"),
        ("verslag", "verslag.csv"),
        ("verslag.txt", "verslag.txt"),
        ("oud", "oud (2).csv"),
    ],
)
def test_a_file_gets_the_ending_that_was_not_typed_and_overwrites_nothing_unasked(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chosen: str, where: str | None
) -> None:
    (tmp_path / "oud.csv").write_bytes(b"")
    answer = str(tmp_path / chosen) if chosen else ""
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (answer, ""))
    parent = QWidget()
    qtbot.addWidget(parent)
    asked = ask_where(parent, "Bewaar het verslag", name="verslag.csv", kind="CSV (*.csv)")
    assert asked == (tmp_path / where if where else None)


def test_what_is_read_and_a_folder_are_asked_from_documents_and_nothing_is_nowhere(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[str] = []
    answers = [str(tmp_path / "lijst.csv"), "", str(tmp_path), ""]

    def answer(_parent: QWidget, _title: str, begin: str, *_kinds: str) -> str:
        begun.append(begin)
        return answers.pop(0)

    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *given: (answer(*given), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", answer)
    parent = QWidget()
    qtbot.addWidget(parent)
    asked = [ask_which(parent, "Kies een lijst", kinds="Lijsten (*.csv)") for _time in range(2)]
    asked += [ask_folder(parent, "Kies een map") for _time in range(2)]
    assert asked == [tmp_path / "lijst.csv", None, tmp_path, None]
    assert begun == [in_documents()] * 4
