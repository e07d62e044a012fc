"""What the first window must know of the preferences, read without msgspec.

The window must look right and be there at once; :mod:`ui.starting.preferences` reads the whole
file when a store is open.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from meitinker import paths
from meitinker.i18n import DUTCH, LANGUAGES
from ui.theme import TEXT_SIZES, THEME_NAMES, Theme, ThemeName, starting_theme

if TYPE_CHECKING:
    from pathlib import Path

    from ui.starting.preferences import Preferences

_FILE = "preferences.json"


class FirstLook(NamedTuple):
    """The choices that show before a store is open.

    Attributes:
        theme: Theme by name, or None to follow the computer.
        text_size: Percent, or None to follow the computer.
        clear_letter: The extra clear letter type.
        language: ``nl``, ``fy`` or ``en``.
        maximised: Whether the window filled the screen when it was closed.
    """

    theme: ThemeName | None = None
    text_size: int | None = None
    clear_letter: bool = False
    language: str = DUTCH
    maximised: bool = False


def place() -> Path:
    """Return where the preferences are kept: beside the stores, not in one."""
    return paths.home() / _FILE


def read() -> FirstLook:
    """Return what was chosen; a file that cannot be read counts as nothing chosen."""
    try:
        kept = json.loads(place().read_bytes())
    except (OSError, ValueError):
        return FirstLook()
    if not isinstance(kept, dict):
        return FirstLook()
    known: dict[str, Any] = {name: kept[name] for name in FirstLook._fields if name in kept}
    chosen = FirstLook(**known)
    return chosen if _fits(chosen) else FirstLook()


def theme_of(chosen: FirstLook | Preferences, *, accent: str | None = None) -> Theme:
    """Return the theme to show: what was chosen, and for the rest what the computer says."""
    system = starting_theme()
    return Theme(
        name=chosen.theme or system.name,
        text_size=chosen.text_size or system.text_size,
        clear_letter=chosen.clear_letter,
        accent=accent,
    )


def _fits(chosen: FirstLook) -> bool:
    """Tell whether everything is something that the settings offer."""
    return (
        chosen.theme in (None, *THEME_NAMES)
        and chosen.text_size in (None, *TEXT_SIZES)
        and isinstance(chosen.clear_letter, bool)
        and isinstance(chosen.maximised, bool)
        and isinstance(chosen.language, str)
        and chosen.language in LANGUAGES
    )
