"""The form for a provider: what it asks where the map tells something, and where it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from meitinker.reports.check_form import AskedLine, AskedService, CheckForm, render

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.reports.page import Sender


@pytest.mark.parametrize("known", [True, False])
def test_it_asks_to_fill_in_only_where_a_line_is_open(
    sender: Sender, read_back: Callable[..., Any], *, known: bool
) -> None:
    lines = (AskedLine("Naam", "Iepen tafel"), AskedLine("Wachttijd", "geen" if known else " "))
    service = AskedService("Iepen tafel", lines)
    form = CheckForm(provider="Buorsoarch", services=(service,), day="vandaag", sender=sender)
    told = read_back(render(form)).flowing
    assert "Zet een kruisje achter wat er staat." in told
    assert ("Vul het dan in." in told) is not known
