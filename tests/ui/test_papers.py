"""Papers to a file: where they end up, and what they leave alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QFileDialog, QWidget

from ui.paper import papers

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot


@pytest.fixture
def parent(qtbot: QtBot) -> QWidget:
    """Lend a window for the dialog to stand over."""
    window = QWidget()
    qtbot.addWidget(window)
    return window


def _save(monkeypatch: pytest.MonkeyPatch, parent: QWidget, chosen: str) -> str:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (chosen, ""))
    return papers.save_pdf(b"%PDF-new", parent, name="plan")


@pytest.mark.parametrize("typed", ["plan", "plan.pdf"])
def test_the_paper_gets_its_ending(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parent: QWidget, typed: str
) -> None:
    assert "niet versleuteld" in _save(monkeypatch, parent, str(tmp_path / typed))
    assert [one.name for one in tmp_path.iterdir()] == ["plan.pdf"]


def test_a_file_the_dialog_did_not_ask_about_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parent: QWidget
) -> None:
    (tmp_path / "plan.pdf").write_bytes(b"old")
    _save(monkeypatch, parent, str(tmp_path / "plan"))
    assert (tmp_path / "plan.pdf").read_bytes() == b"old"
    assert (tmp_path / "plan (2).pdf").read_bytes() == b"%PDF-new"


def test_one_that_was_chosen_is_replaced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parent: QWidget
) -> None:
    (tmp_path / "plan.pdf").write_bytes(b"old")
    _save(monkeypatch, parent, str(tmp_path / "plan.pdf"))
    assert (tmp_path / "plan.pdf").read_bytes() == b"%PDF-new"


def test_cancelled_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, parent: QWidget
) -> None:
    assert _save(monkeypatch, parent, "") == ""
    assert list(tmp_path.iterdir()) == []
