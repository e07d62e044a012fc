"""The whole story through the real windows, and that it would notice a broken service."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

import msgspec
import pytest
from PIL import Image

from meitinker.exchange import import_batch_check
from tests.house import guide
from tests.tour.teeth import failure_with
from ui.tour.chapters.desk import BOOKLET, CHECK_FORM, COVERAGE
from ui.tour.chapters.papers import text_of
from ui.tour.chapters.social_map import LEAFLETS

if TYPE_CHECKING:
    from pathlib import Path

PAPERS = (
    "recovery-code.pdf",
    "support-plan.pdf",
    "support-plan-large.pdf",
    "support-plan-fy.pdf",
    "receipt.pdf",
    "ecogram.pdf",
    "handover.pdf",
    *LEAFLETS,
    COVERAGE[0],
    BOOKLET,
    CHECK_FORM[0],
)


@pytest.fixture(scope="module")
def toured(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("tour")
    environment = {k: v for k, v in os.environ.items() if k != "DISPLAY"}
    command = [sys.executable, "-m", "meitinker", "tour", "--out", str(out)]
    played = subprocess.run(
        command, check=False, capture_output=True, text=True, env=environment, timeout=600
    )
    assert played.returncode == 0, played.stdout + played.stderr
    return out


def test_the_tour_tells_every_step_and_leaves_every_paper(toured: Path) -> None:
    report = msgspec.json.decode((toured / "tour.json").read_bytes())
    assert report["passed"]
    assert len(report["steps"]) > 40
    for step in report["steps"]:
        assert not step["picture"] or (toured / step["picture"]).exists()
    for paper in PAPERS:
        assert (toured / paper).read_bytes().startswith(b"%PDF-")


def test_two_laptops_and_a_hub_leave_a_batch_that_is_whole(toured: Path) -> None:
    report = msgspec.json.decode((toured / "tour.json").read_bytes())
    assert report["left_out"] == ""
    batch = import_batch_check.checked(toured / "import-batch.zip")
    assert batch.whole
    assert batch.manifest.counts.visits == 1
    assert (toured / "verzending.png").exists()
    assert list(toured.glob("*-conflict.png"))


def test_every_picture_shows_the_laptop_it_promises(toured: Path) -> None:
    for picture in toured.glob("[0-9]*.png"):
        with Image.open(picture) as image:
            width, height = image.size
            assert 1360 <= width <= 1366, picture.name  # a window may be given a frame
            assert 764 <= height <= 768, picture.name
            assert len(image.convert("L").getcolors() or [(0, 0)] * 9) > 8, picture.name


def test_the_pictures_of_the_guide_show_the_program_as_it_is(toured: Path) -> None:
    """What is told here is mended by ``make guide``, after a look at the sentences around it."""
    assert guide.differences(guide.kept(), guide.told(toured)) == []


def test_the_large_plan_says_what_the_plan_says(toured: Path) -> None:
    usual, large = (text_of(toured / name) for name in PAPERS[1:3])
    for sentence in ("Wiebe", "voor de kerst", "Ik kook weer zelf zonder bang te zijn."):
        assert sentence in usual
        assert sentence in large


@pytest.mark.parametrize(
    "name",
    [
        "people.likely_doubles",
        "adding.finish",
        "publishing.publish",
        "reaching.over_the_network",
    ],
)
def test_the_tour_notices_a_broken_service(name: str, tmp_path: Path) -> None:
    assert failure_with(name, tmp_path)


def test_control_an_unbroken_program_would_not_be_called_broken(toured: Path) -> None:
    report = msgspec.json.decode((toured / "tour.json").read_bytes())
    assert report["failure"] == ""
