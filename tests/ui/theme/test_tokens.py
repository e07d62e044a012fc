"""Every pair of colours that meets on a screen can be read, in every theme."""

from __future__ import annotations

import pytest

from meitinker.errors import InvalidField
from ui.theme.contrast import EDGE_MINIMUM, TEXT_MINIMUM, luminance, mix, ratio
from ui.theme.model import TEXT_SIZES, Theme, check_accent
from ui.theme.tokens import THEME_NAMES, ThemeName, load

TEXT_PAIRS = (
    *((text, ground) for text in ("text", "muted") for ground in ("window", "surface", "rail")),
    ("action", "surface"),
    ("action", "window"),
    ("hover", "surface"),
    ("hover", "window"),
    ("on_action", "action"),
    ("on_action", "hover"),
    ("on_selected", "selected"),
    ("muted_on_selected", "selected"),
    ("primary_focus_text", "primary_focus_bg"),
    ("disabled", "disabled_bg"),
    ("disabled", "window"),
    *((kind, f"{kind}_bg") for kind in ("error", "success", "warning", "info")),
    *((kind, "surface") for kind in ("error", "success", "warning", "info")),
    *((kind, "window") for kind in ("error", "success", "warning", "info")),
    *(("text", f"{kind}_bg") for kind in ("error", "success", "warning", "info")),
    *(("action", f"{kind}_bg") for kind in ("error", "success", "warning", "info")),
)
EDGE_PAIRS = (
    ("control", "window"),
    ("control", "surface"),
    ("focus", "window"),
    ("focus", "surface"),
    ("focus", "rail"),
    ("primary_focus_ring", "primary_focus_bg"),
    ("action", "window"),
)


@pytest.mark.parametrize("theme", THEME_NAMES)
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_words_can_be_read(theme: ThemeName, text: str, ground: str) -> None:
    tokens = load(theme)
    assert ratio(tokens.colour(text), tokens.colour(ground)) >= TEXT_MINIMUM


@pytest.mark.parametrize("theme", THEME_NAMES)
@pytest.mark.parametrize(("edge", "ground"), EDGE_PAIRS)
def test_edges_can_be_seen(theme: ThemeName, edge: str, ground: str) -> None:
    tokens = load(theme)
    assert ratio(tokens.colour(edge), tokens.colour(ground)) >= EDGE_MINIMUM


@pytest.mark.parametrize(
    ("theme", "one", "other", "published"),
    [
        ("light", "text", "window", 14.9),
        ("dark", "text", "window", 15.1),
        ("high_contrast", "text", "window", 21.0),
        ("light", "muted", "selected", 5.8),
        ("dark", "muted", "selected", 5.2),
        ("light", "disabled", "disabled_bg", 4.6),
        ("high_contrast", "error", "error_bg", 12.4),
    ],
)
def test_ratios_are_those_of_the_design(
    theme: ThemeName, one: str, other: str, published: float
) -> None:
    tokens = load(theme)
    assert ratio(tokens.colour(one), tokens.colour(other)) == pytest.approx(published, abs=0.06)


def test_the_traps_of_yellow_are_real() -> None:
    tokens = load("high_contrast")
    assert ratio(tokens.muted, tokens.selected) < 1.1
    assert ratio(tokens.focus, tokens.selected) < 1.2
    assert ratio(tokens.focus, tokens.window) >= EDGE_MINIMUM


def test_contrast_of_black_and_white_is_21() -> None:
    assert ratio("#000000", "#FFFFFF") == pytest.approx(21)
    assert luminance("#FFFFFF") == pytest.approx(1)
    assert mix("#000000", "#FFFFFF", share=0.5) == "#808080"


@pytest.mark.parametrize("wrong", ["", "red", "#12345", "#1234567", "#GGGGGG"])
def test_what_is_no_colour_is_refused(wrong: str) -> None:
    with pytest.raises(ValueError, match="not a colour"):
        ratio(wrong, "#000000")


@pytest.mark.parametrize("accent", ["#154273", "#A90061", "#275937", "#000000"])
@pytest.mark.parametrize("name", THEME_NAMES)
def test_an_accent_that_can_be_read_stays_readable(accent: str, name: ThemeName) -> None:
    tokens = Theme(name=name, accent=accent).tokens
    for text, ground in (
        ("action", "surface"),
        ("action", "window"),
        ("on_action", "action"),
        ("on_action", "hover"),
        ("on_selected", "selected"),
        ("muted_on_selected", "selected"),
        ("primary_focus_text", "primary_focus_bg"),
    ):
        assert ratio(tokens.colour(text), tokens.colour(ground)) >= TEXT_MINIMUM


def test_an_accent_leaves_high_contrast_alone() -> None:
    assert Theme(name="high_contrast", accent="#154273").tokens == load("high_contrast")
    assert Theme(accent="#154273").tokens.action == "#154273"


def test_an_accent_that_is_too_pale_is_refused_with_its_ratio() -> None:
    with pytest.raises(InvalidField) as caught:
        check_accent("#39870C")
    assert caught.value.reason == "contrast_too_low"
    assert caught.value.params["tenths"] in range(30, 45)
    with pytest.raises(InvalidField):
        Theme(accent="#FFDD00")
    with pytest.raises(InvalidField) as caught:
        check_accent("blauw")
    assert caught.value.reason == "colour_wrong"


def test_a_text_size_that_is_not_offered_is_refused() -> None:
    with pytest.raises(InvalidField):
        Theme(text_size=110)


@pytest.mark.parametrize("size", TEXT_SIZES)
def test_lengths_grow_with_the_text(size: int) -> None:
    assert Theme(text_size=size).px(16) == 16 * size // 100


def test_an_unknown_token_is_refused() -> None:
    with pytest.raises(KeyError):
        load("light").colour("focus_width")
