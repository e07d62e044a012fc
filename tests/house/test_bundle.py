"""The check of the bundle notices what is not there."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from tests.house import bundle
from tests.house.tree import ROOT

if TYPE_CHECKING:
    from pathlib import Path

_WHOLE = (
    b'{"passed":true,"failure":"","steps":[],'
    b'"files":["recovery-code.pdf","support-plan.pdf","support-plan-large.pdf"]}'
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """Resources with a file of every kind."""
    made = tmp_path / "resources"
    (made / "help").mkdir(parents=True)
    (made / "help" / "handleiding.md").write_text("Hoe?")
    (made / "words.po").write_text("not of use")
    (made / "themes.json").write_text("{}")
    return made


def test_a_whole_bundle_misses_nothing(source: Path, tmp_path: Path) -> None:
    inside = tmp_path / "bundle"
    shutil.copytree(source, inside, ignore=shutil.ignore_patterns("*.po"))
    assert bundle.missing(inside, source) == []


def test_a_resource_that_was_left_out_or_is_old_is_told(source: Path, tmp_path: Path) -> None:
    inside = tmp_path / "bundle"
    shutil.copytree(source, inside)
    (inside / "help" / "handleiding.md").write_text("Oud")
    (inside / "themes.json").unlink()
    assert bundle.missing(inside, source) == ["help/handleiding.md", "themes.json"]


def test_the_spec_leaves_out_what_the_check_does_not_ask() -> None:
    spec = (ROOT / "build.spec").read_text("utf-8")
    assert all(f'"{suffix}"' in spec for suffix in bundle.LEFT_OUT)


def test_a_tour_that_was_not_played_or_broke_off_is_told(tmp_path: Path) -> None:
    assert bundle.wrong(tmp_path) == ["the bundle did not play the tour"]
    report = tmp_path / "tour.json"
    report.write_bytes(_WHOLE)
    assert bundle.wrong(tmp_path) == []
    report.write_bytes(_WHOLE.replace(b"true", b"false").replace(b'""', b'"no field"'))
    assert bundle.wrong(tmp_path) == ["the tour ended early: no field"]
    report.write_bytes(_WHOLE.replace(b',"support-plan-large.pdf"', b""))
    assert bundle.wrong(tmp_path) == ["no support-plan-large.pdf"]
