"""What the first window reads of the preferences agrees with what the open store reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from ui import first_look, preferences
from ui.first_look import FirstLook
from ui.preferences import Preferences

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MEITINKER_HOME", str(tmp_path))
    return tmp_path


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize(
    "kept",
    [
        Preferences(),
        Preferences(theme="high_contrast", text_size=200, clear_letter=True, language="fy"),
        Preferences(theme="dark", idle_minutes=5, window="none"),
    ],
)
def test_first_window_reads_what_the_settings_kept(home: Path, kept: Preferences) -> None:
    del home
    preferences.save(kept)
    read = first_look.read()
    assert read._asdict() == {name: getattr(kept, name) for name in FirstLook._fields}
    assert first_look.theme_of(read) == first_look.theme_of(kept)


@pytest.mark.parametrize(
    "written",
    [
        "{",
        "[]",
        '{"theme": "pink"}',
        '{"text_size": 110}',
        '{"text_size": "100"}',
        '{"clear_letter": 1}',
        '{"language": "de"}',
        '{"language": null}',
        '{"theme": ["light"]}',
    ],
)
def test_what_cannot_be_read_counts_as_nothing_chosen(home: Path, written: str) -> None:
    (home / "preferences.json").write_text(written, "utf-8")
    assert first_look.read() == FirstLook()


def test_without_a_file_nothing_is_chosen(home: Path) -> None:
    del home
    assert first_look.read() == FirstLook()
