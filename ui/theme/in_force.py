"""The theme in force, and lengths at its text size."""

from __future__ import annotations

from ui.theme.model import Theme


class _InForce:
    """Held by Python, not asked of Qt: a window asks for some thousand lengths before it stands.

    Every question to Qt also lets go of the interpreter's lock, and a lane at work takes that
    for 5 ms at a time.
    """

    theme = Theme()
    scale = 1.0

    def take(self, theme: Theme) -> None:
        self.theme = theme
        self.scale = theme.rem / _InForce.theme.rem


_now = _InForce()


def put_in_force(theme: Theme) -> None:
    """Let :func:`current` and :func:`px` answer for ``theme``; :func:`ui.theme.apply` calls it."""
    _now.take(theme)


def current() -> Theme:
    """Return the theme in force; before :func:`ui.theme.apply` the light one at 100 %."""
    return _now.theme


def px(size: float) -> int:
    """Return ``size`` (pixels at text size 100 %) in pixels at the chosen text size.

    A widget that keeps lengths asks again in ``changeEvent`` on ``StyleChange``.
    """
    return round(size * _now.scale)
