"""Weergave: colours, letters and language; every choice holds at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

import msgspec
from PySide6.QtCore import Signal

from meitinker import i18n
from meitinker.i18n import _
from ui.theme import TEXT_SIZES, ThemeName, current
from ui.viewmodels import settings as shown
from ui.views.settings.section import SettingsSection
from ui.widgets.choices import CheckField, RadioGroup

if TYPE_CHECKING:
    from ui.starting.preferences import Preferences
    from ui.workplace import Workplace

_NAMES: dict[str, ThemeName] = {name: name for name in get_args(ThemeName)}


class LookSection(SettingsSection):
    """Theme, text size, letter and language.

    Signals:
        preferencesChanged: The new :class:`Preferences`.
    """

    preferencesChanged = Signal(object)

    def __init__(self, workplace: Workplace, preferences: Preferences) -> None:
        """Build it with what is chosen now."""
        super().__init__(workplace, _("Weergave"))
        self._preferences = preferences
        self.theme = RadioGroup(_("Kleuren"), shown.themes())
        self.text_size = RadioGroup(
            _("Grootte van de letters"),
            shown.text_sizes(TEXT_SIZES),
            hint=_("Ook met de toetsen Ctrl en + of Ctrl en −."),
            across=True,
        )
        self.letter = CheckField(
            _("Extra duidelijke letter"),
            hint=_("Voor wie letters snel door elkaar haalt."),
        )
        self.language = RadioGroup(_("Taal van het programma"), shown.languages(), across=True)
        self.fields = {
            "theme": self.theme,
            "text_size": self.text_size,
            "letter": self.letter,
            "language": self.language,
        }
        self.add_card(_("Kleuren en letters"), self.theme, self.text_size, self.letter)
        self.add_card(_("Taal"), self.language)
        self.lines.addStretch(1)
        for field in (self.theme, self.text_size, self.letter, self.language):
            field.edited.connect(self._choose)
        self.show_preferences(preferences)

    def show_preferences(self, preferences: Preferences) -> None:
        """Show what is chosen now; it may have been chosen with a key."""
        self._preferences = preferences
        self.theme.set_value(preferences.theme or shown.FOLLOW)
        self.text_size.set_value(str(preferences.text_size or current().text_size))
        self.letter.set_value(preferences.clear_letter)
        self.language.set_value(preferences.language)

    def _choose(self) -> None:
        before = self._preferences
        size = int(self.text_size.value() or current().text_size)
        chosen = msgspec.structs.replace(
            before,
            theme=_NAMES.get(self.theme.value() or shown.FOLLOW),
            # Who never chose a size keeps following the computer.
            text_size=size if before.text_size or size != current().text_size else None,
            clear_letter=self.letter.value(),
            language=self.language.value() or i18n.language(),
        )
        if chosen != before:
            self._preferences = chosen
            self.preferencesChanged.emit(chosen)
