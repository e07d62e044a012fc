"""How this computer's user wants to see the program: no personal data, so no secret.

They lie beside the stores, because the unlock window must already look right.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import paths
from ui.theme import Theme, ThemeName, starting_theme

if TYPE_CHECKING:
    from pathlib import Path

_FILE = "preferences.json"


class Preferences(msgspec.Struct, frozen=True, kw_only=True):
    """The choices on the settings screen.

    Attributes:
        theme: Theme by name, or None to follow the computer.
        text_size: Percent, or None to follow the computer.
        clear_letter: The extra clear letter type.
        language: ``nl``, ``fy`` or ``en``.
        idle_minutes: Minutes without a touch until the store is locked.
        window: Where the address stands in the window of an envelope: left, right, none.
    """

    theme: ThemeName | None = None
    text_size: int | None = None
    clear_letter: bool = False
    language: str = "nl"
    idle_minutes: int = 10
    window: str = "right"


def load() -> Preferences:
    """Return what was chosen; a file that cannot be read counts as nothing chosen."""
    try:
        return msgspec.json.decode(_path().read_bytes(), type=Preferences)
    except (OSError, msgspec.MsgspecError):
        return Preferences()


def save(preferences: Preferences) -> None:
    """Keep what was chosen.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It was not kept.
    """
    paths.make_private(paths.home())
    paths.write_durably(_path(), msgspec.json.encode(preferences))


def theme_of(preferences: Preferences, *, accent: str | None = None) -> Theme:
    """Return the theme to show: what was chosen, and for the rest what the computer says."""
    system = starting_theme()
    return Theme(
        name=preferences.theme or system.name,
        text_size=preferences.text_size or system.text_size,
        clear_letter=preferences.clear_letter,
        accent=accent,
    )


def _path() -> Path:
    return paths.home() / _FILE
