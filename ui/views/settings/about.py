"""Over meitinker: which version this is, and on whose work it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

import meitinker
from meitinker.i18n import _
from ui.views.settings.section import SettingsSection
from ui.widgets.bullets import bullets

if TYPE_CHECKING:
    from ui.workplace import Workplace


class AboutSection(SettingsSection):
    """Version and licences."""

    def __init__(self, workplace: Workplace) -> None:
        """Build it."""
        super().__init__(workplace, _("Over meitinker"))
        version = _("Dit is versie {version}.").format(version=meitinker.__version__)
        self.add_card(
            _("Versie"),
            text=version + " " + _("Noem dit getal als u om hulp belt."),
        )
        self.add_card(
            _("Licentie"),
            text=_(
                "Dit programma is open software met de licentie EUPL-1.2."
                " Iedere gemeente mag het gebruiken, nakijken en verbeteren."
            ),
        )
        self.add_card(
            _("Met dank aan"),
            bullets(
                (
                    _("Noto Sans en Atkinson Hyperlegible, letters met de licentie OFL-1.1"),
                    _("Tabler Icons, plaatjes met de licentie MIT"),
                    _("Qt en PySide6, met de licentie LGPL-3.0"),
                    _("SQLCipher, met een BSD-licentie"),
                )
            ),
        )
        self.lines.addStretch(1)
