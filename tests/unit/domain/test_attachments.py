"""What a kept file is, and what it is called."""

from __future__ import annotations

import pytest

from meitinker.domain.attachments import Sort, sort_of, title_of


@pytest.mark.parametrize(
    ("media_type", "request_id", "sort"),
    [
        ("image/jpeg", None, Sort.PHOTO),
        ("application/pdf", None, Sort.PAPER),
        ("application/pdf", "r", Sort.PLAN),
        ("image/jpeg", "r", Sort.PLAN),  # a plan that was photographed
    ],
)
def test_a_file_is_what_it_hangs_on_and_else_what_its_bytes_are(
    media_type: str, request_id: str | None, sort: Sort
) -> None:
    assert sort_of(media_type, request_id) is sort


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("badkamer.jpg", "badkamer"),
        ("brief van 3.12.2026.pdf", "brief van 3.12.2026"),
        ("brief van mw. De Vries", "brief van mw. De Vries"),
        (".profiel", ".profiel"),
        ("brief.", "brief."),
        ("plan", "plan"),
    ],
)
def test_a_title_is_the_name_without_the_ending_that_says_what_it_is(name: str, title: str) -> None:
    assert title_of(name) == title
