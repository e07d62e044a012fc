"""What rules of a style sheet are made of: a selector, colours, and lengths in rem."""

from __future__ import annotations

from ui.theme import contrast
from ui.theme.model import Theme
from ui.theme.tokens import Tokens

INSET = 10
"""Pixels from the outer edge of a control to its text: 24 + 2 x 10 makes 44 high."""


def each(kinds: tuple[str, ...], suffix: str = "") -> str:
    """Return a selector for several kinds of widgets, each with ``suffix``."""
    return ", ".join(kind + suffix for kind in kinds)


def rule(selector: str, **declarations: str | int) -> str:
    """Return one rule; an int is a number of pixels, ``_`` in a name stands for ``-``."""
    lines = (
        f"{name.replace('_', '-')}: {f'{value}px' if isinstance(value, int) else value}"
        for name, value in declarations.items()
    )
    return f"{selector} {{ {'; '.join(lines)} }}"


class Ruler:
    """Colours and lengths of one theme, for who writes its rules."""

    def __init__(self, theme: Theme) -> None:
        """Measure in ``theme``."""
        self.tokens: Tokens = theme.tokens
        self.px = theme.px

    def edge(self, width: int, colour: str) -> str:
        """Return a border; it grows with the text size like all else."""
        return f"{self.px(width)}px solid {colour}"

    def inside(self, width: int, *, across: int, down: int = INSET) -> str:
        """Return a padding that keeps the text in place whatever the border's width."""
        edge = self.px(width)
        return f"{max(self.px(down) - edge, 0)}px {max(self.px(across) - edge, 0)}px"

    def boxed(self, width: int, colour: str, *, across: int) -> dict[str, str | int]:
        """Return border and padding together, because the one depends on the other."""
        return {"border": self.edge(width, colour), "padding": self.inside(width, across=across)}

    def inverts(self) -> bool:
        """Tell whether the ring drowns in the selection, so that the row must invert."""
        return contrast.ratio(self.tokens.focus, self.tokens.selected) < contrast.EDGE_MINIMUM

    def bar_colour(self) -> str:
        """Return the colour of the bar beside what is selected."""
        t = self.tokens
        return t.on_selected if t.action == t.selected else t.action

    def sides(self, *sizes: int) -> str:
        """Return lengths for all four sides, in rem."""
        return " ".join(f"{self.px(size)}px" for size in sizes)
