"""How this computer's user wants to see the program: no personal data, so no secret.

They lie beside the stores: :mod:`ui.starting.first_look` reads there what the unlock window must
know.
"""

from __future__ import annotations

import msgspec

from meitinker import paths
from ui.starting.first_look import place
from ui.theme import ThemeName


class Preferences(msgspec.Struct, frozen=True, kw_only=True):
    """The choices on the settings screen.

    Attributes:
        theme: Theme by name, or None to follow the computer.
        text_size: Percent, or None to follow the computer.
        clear_letter: The extra clear letter type.
        language: ``nl``, ``fy`` or ``en``.
        idle_minutes: Minutes without a touch until the store is locked.
        window: Where the address stands in the window of an envelope: left, right, none.
        maximised: Whether the window filled the screen when it was closed.
    """

    theme: ThemeName | None = None
    text_size: int | None = None
    clear_letter: bool = False
    language: str = "nl"
    idle_minutes: int = 10
    window: str = "right"
    maximised: bool = False


def load() -> Preferences:
    """Return what was chosen; a file that cannot be read counts as nothing chosen."""
    try:
        return msgspec.json.decode(place().read_bytes(), type=Preferences)
    except (OSError, msgspec.MsgspecError):
        return Preferences()


def save(preferences: Preferences) -> None:
    """Keep what was chosen.

    Raises:
        DiskFull, DiskFailed, StoreReadOnly: It was not kept.
    """
    paths.make_private(paths.home())
    paths.write_durably(place(), msgspec.json.encode(preferences))
