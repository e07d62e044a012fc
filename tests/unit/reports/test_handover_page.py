"""The page with which a file is handed over: what a colleague reads first."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from meitinker.reports import handover_page
from meitinker.reports.handover_page import HandoverPage, Number
from meitinker.reports.page import Addressee

if TYPE_CHECKING:
    from meitinker.reports.page import Rendered, Sender
    from tests.unit.reports.conftest import Paper

    Read = Callable[[Rendered], Paper]


@pytest.mark.parametrize(
    ("tie", "shown"),
    [
        ("dochter", "Akke (dochter): 0566 01 20 31"),
        ("Laat lang overgaan.", "Akke (Laat lang overgaan): 0566 01 20 31"),
        (" . ", "Akke: 0566 01 20 31"),
    ],
)
def test_what_was_noted_of_a_number_stands_in_its_line(
    sender: Sender, read_back: Read, tie: str, shown: str
) -> None:
    page = HandoverPage(
        resident="S. de Jong",
        addressee=Addressee(name=("S. de Jong",), address=()),
        sender=sender,
        given_by="H. Terpstra",
        taken_by="J. de Boer",
        on="22 november 2026",
        numbers=(Number(name="Akke", tie=tie, phone="0566012031"),),
    )
    told = read_back(handover_page.render(page)).flowing.replace("\u00a0", " ")
    assert shown in told
