from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pytest

from meitinker.domain.readability import LOWEST_SCORE, read
from meitinker.i18n import LANGUAGES, translation
from meitinker.reports.recovery_code import RecoverySheet, groups, render

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.reports.page import Sender

CODE = "7K4P2-9QXMW-2HTD8-W8RC0-M5NVA-3FJYQ-B6GAK-1ZSE7"


@pytest.mark.parametrize("code", [CODE, CODE.replace("-", " "), f" {CODE}\n"])
def test_groups_are_parted_by_spaces_or_hyphens(code: str) -> None:
    assert groups(code) == CODE.split("-")


def test_the_sheet_is_one_page_with_every_group_in_order(
    sender: Sender, read_back: Callable[..., Any]
) -> None:
    rendered = render(
        RecoverySheet(code=CODE, store_label="blauwe reiger", date="3 mei 2026", sender=sender)
    )
    text = read_back(rendered).flowing
    assert rendered.pages == 1
    assert rendered.missing_glyphs == 0
    places = [text.find(group) for group in groups(CODE)]
    assert -1 not in places
    assert places == sorted(places)
    for part in ("blauwe reiger", "3 mei 2026", "Bewaard door", "Waar", "Maak er geen foto van"):
        assert part in text


def test_the_code_stands_in_large_letters(sender: Sender, read_back: Callable[..., Any]) -> None:
    sheet = RecoverySheet(code=CODE, store_label="x", date="x", sender=sender, demo=True)
    paper = read_back(render(sheet))
    at = "".join(char[0] for char in paper.chars[0]).index("7K4P2")
    _, _, top, _, bottom = paper.chars[0][at]
    assert bottom - top > 6  # millimetres
    assert "VOORBEELD" in "".join(paper.text.split())


@pytest.mark.parametrize("language", list(LANGUAGES))
def test_long_names_leave_it_one_page(
    sender: Sender, read_back: Callable[..., Any], language: str
) -> None:
    name = "Stichting Samenwerkende Dorpen, Wijken en Buurten in Zuidwest-Fryslân en Omstreken"
    lines = ("Postbus 12345", "8600 AA Sneek", "Burgemeester van der Veenstraat 123-bis")
    long = msgspec.structs.replace(
        sender, organisation=name, lines=lines, email=f"{'lang' * 12}@x.example"
    )
    sheet = RecoverySheet(
        code=CODE, store_label="Froukje " * 7, date="3 mei 2026", sender=long, language=language
    )
    rendered = render(sheet)
    paper = read_back(rendered)
    assert rendered.pages == 1
    text = "".join(char[0] for char in paper.chars[0])
    title = text.index(translation(language).gettext("Uw herstelcode"))
    above = [char[4] for char in paper.chars[0][:title] if char[0].strip()]
    assert max(above) < paper.chars[0][title][2] - 3  # millimetres


def test_the_numbers_of_the_groups_can_be_read(
    sender: Sender, read_back: Callable[..., Any]
) -> None:
    sheet = RecoverySheet(code=CODE, store_label="x", date="x", sender=sender)
    paper = read_back(render(sheet))
    text = "".join(char[0] for char in paper.chars[0])
    for number, group in enumerate(groups(CODE), start=1):
        at = text.index(group)
        assert text[:at].rstrip()[-1] == str(number)
        assert paper.sizes[0][len(text[:at].rstrip()) - 1] >= 14


def test_no_picture_is_on_the_sheet(sender: Sender) -> None:
    sheet = RecoverySheet(code=CODE, store_label="x", date="x", sender=sender)
    assert b"/Subtype /Image" not in render(sheet).data


def test_its_text_is_plain_dutch(sender: Sender, read_back: Callable[..., Any]) -> None:
    sheet = RecoverySheet(code="AB12C", store_label="x", date="3 mei 2026", sender=sender)
    text = read_back(render(sheet)).pages[0]
    body = text[text.index("Bent u") : text.index("Bewaard door")]
    reading = read(" ".join(body.split()))
    assert reading.score is not None
    assert reading.score >= LOWEST_SCORE
    assert reading.hard == ()


@pytest.mark.usefixtures("uncatalogued")
def test_a_hostile_label_does_not_spoil_the_sheet(sender: Sender) -> None:
    sheet = RecoverySheet(
        code="<b>" * 200, store_label="<i>\u202ex" * 90, date="{date}", sender=sender, language="fy"
    )
    assert render(sheet).pages >= 1
    assert render(msgspec.structs.replace(sheet, code="")).pages >= 1
