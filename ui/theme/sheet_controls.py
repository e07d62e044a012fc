"""Rules for what a hand goes to: fields, buttons and the rail."""

from __future__ import annotations

from collections.abc import Iterator

from ui.theme.rules import Ruler, each, rule
from ui.theme.tokens import SIZES

_AIR = 6
"""Pixels beside the words of a link: room for the ring, and hardly out of line with fields."""

_LINE_EDITS = ("QLineEdit", "QPlainTextEdit", "QTextEdit")


def fields(ruler: Ruler) -> Iterator[str]:
    """Yield the rules of the fields to type in."""
    t = ruler.tokens
    yield rule(
        each(_LINE_EDITS),
        background=t.surface,
        color=t.text,
        border_radius=ruler.px(SIZES.field_radius),
        selection_background_color=t.action,
        selection_color=t.on_action,
        **ruler.boxed(t.border_width, t.control, across=12),
    )
    yield rule("QLineEdit", min_height=ruler.px(24))
    yield rule(each(_LINE_EDITS, ":focus"), **ruler.boxed(t.focus_width, t.focus, across=12))
    yield rule(
        each(_LINE_EDITS, ":disabled"),
        background=t.disabled_bg,
        color=t.disabled,
        border_color=t.disabled,
    )
    yield rule(each(_LINE_EDITS, '[readOnly="true"]'), background=t.window)
    yield rule(each(_LINE_EDITS, '[fout="true"]'), **ruler.boxed(2, t.error, across=12))
    # The ring of the focus is that of every field: a thicker red edge is not seen as one. What
    # is wrong stays told by ground, icon and words.
    yield rule(
        each(_LINE_EDITS, '[fout="true"]:focus'),
        background=t.error_bg,
        **ruler.boxed(max(t.focus_width, 3), t.focus, across=12),
    )


def buttons(ruler: Ruler) -> Iterator[str]:
    """Yield the rules of the buttons."""
    t, push = ruler.tokens, "QPushButton"
    yield rule(
        push,
        background=t.surface,
        color=t.action,
        border_radius=ruler.px(SIZES.field_radius),
        font_weight="600",
        min_height=ruler.px(24),
        **ruler.boxed(t.border_width, t.control, across=16),
    )
    yield rule(f"{push}:hover", border_color=t.action, color=t.hover)
    yield rule(f"{push}:pressed", background=t.selected, color=t.on_selected)
    yield rule(f"{push}:checked", background=t.selected, color=t.on_selected)
    yield rule(f'{push}[gevaar="true"]', color=t.error, border_color=t.error)
    yield rule(f"{push}:focus", outline="0", **ruler.boxed(t.focus_width, t.focus, across=16))
    yield rule(
        f'{push}[primair="true"]',
        background=t.action,
        color=t.on_action,
        **ruler.boxed(t.border_width, t.action, across=16),
    )
    yield rule(
        f'{push}[primair="true"]:hover, {push}[primair="true"]:pressed',
        background=t.hover,
        color=t.on_action,
        border_color=t.hover,
    )
    yield rule(
        f'{push}[primair="true"]:focus',
        background=t.primary_focus_bg,
        color=t.primary_focus_text,
        **ruler.boxed(t.primary_focus_width, t.primary_focus_ring, across=16),
    )
    yield rule(
        f'{push}[vlak="true"]',
        background="transparent",
        **ruler.boxed(t.border_width, "transparent", across=_AIR),
    )
    yield rule(f'{push}[vlak="true"]:hover', color=t.hover, text_decoration="underline")
    yield rule(f'{push}[vlak="true"]:focus', **ruler.boxed(t.focus_width, t.focus, across=_AIR))
    yield rule(
        f'{push}:disabled, {push}[primair="true"]:disabled',
        background=t.disabled_bg,
        color=t.disabled,
        border_color=t.disabled,
    )


def tool_buttons(ruler: Ruler) -> Iterator[str]:
    """Yield the rules of the buttons with only an icon, and those that are flat."""
    t, tool = ruler.tokens, "QToolButton"
    yield rule(
        tool,
        background="transparent",
        color=t.action,
        font_weight="600",
        border_radius=ruler.px(SIZES.field_radius),
        border=ruler.edge(t.border_width, "transparent"),
        padding=ruler.inside(t.border_width, across=12, down=12),
    )
    yield rule(f"{tool}:hover", border_color=t.control)
    yield rule(f"{tool}:checked, {tool}:pressed", background=t.selected, color=t.on_selected)
    yield rule(f"{tool}:disabled", color=t.disabled)
    yield rule(
        f"{tool}:focus",
        border=ruler.edge(t.focus_width, t.focus),
        padding=ruler.inside(t.focus_width, across=12, down=12),
    )


def rail(ruler: Ruler) -> Iterator[str]:
    """Yield the rules of the rail and the places in it."""
    t, tool = ruler.tokens, 'QFrame[rail="true"] QToolButton'
    bar, width = ruler.px(4), ruler.px(t.focus_width)
    yield rule(
        'QFrame[rail="true"]', background=t.rail, border="0", border_right=f"1px solid {t.line}"
    )
    yield rule('QFrame[rail="true"] QScrollArea', background="transparent")
    yield rule(
        tool,
        color=t.text,
        font_weight="400",
        text_align="left",
        border="0",
        border_radius=0,
        border_left=f"{bar}px solid transparent",
        padding=ruler.sides(10, 8, 10, 8),
        min_height=ruler.px(24),
    )
    yield rule(f"{tool}:hover", background=t.surface)
    yield rule(
        f'{tool}[hier="true"]',
        background=t.selected,
        color=t.on_selected,
        border_left_color=ruler.bar_colour(),
        font_weight="600",
    )
    ring: dict[str, str | int] = {
        "border": ruler.edge(t.focus_width, t.focus),
        "padding": f"{ruler.px(10) - width}px {ruler.px(8) - width}px {ruler.px(10) - width}px "
        f"{ruler.px(12) - width}px",
    }
    yield rule(f"{tool}:focus", **ring)
    if ruler.inverts():
        yield rule(f'{tool}[hier="true"]:focus', background=t.window, color=t.action)
