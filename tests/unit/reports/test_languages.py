"""The papers in the three languages: nothing stays Dutch, and the layout holds."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from meitinker.i18n import LANGUAGES
from meitinker.reports import plan_letter, recovery_code
from meitinker.reports.recovery_code import RecoverySheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.reports.page import Sender
    from meitinker.reports.support_plan import SupportPlan

CODE = "7K4P2-9QXMW-2HTD8-W8RC0-M5NVA-3FJYQ-B6GAK-1ZSE7"

CLOSING = {"nl": "Met vriendelijke groet,", "fy": "Mei freonlike groetnis,", "en": "Kind regards,"}
DUTCH_WORDS = ("handtekening", "bladzijde", "telefoon", "opmerkingen bij dit plan", "Hebt u")


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_recovery_code_is_one_page_in_every_language(sender: Sender, language: str) -> None:
    sheet = RecoverySheet(
        code=CODE, store_label="blauwe reiger", date="3 mei 2026", sender=sender, language=language
    )
    rendered = recovery_code.render(sheet)
    assert rendered.pages == 1
    assert rendered.missing_glyphs == 0


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_letter_speaks_the_language_of_the_reader(
    plan: SupportPlan, read_back: Callable[..., Any], language: str
) -> None:
    rendered = plan_letter.render(msgspec.structs.replace(plan, language=language))
    text = read_back(rendered).flowing
    assert [code for code, words in CLOSING.items() if words in text] == [language]
    left = [word for word in DUTCH_WORDS if word in text]
    assert (left == []) == (language != "nl")
    assert rendered.missing_glyphs == 0
