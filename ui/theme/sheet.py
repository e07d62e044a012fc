"""The style sheet: short rules made from tokens, for what Fusion draws too faintly.

Properties a widget may carry (set them with :func:`ui.theme.mark`):

=========  =============================================================  ==================
Property   Values                                                         On
=========  =============================================================  ==================
primair    true: the one main button of a screen                          QPushButton
vlak       true: a button that looks like a link                          QPushButton
gevaar     true: a button that cannot be undone                           QPushButton
fout       true: the value does not hold; also drawn for check boxes,     fields
           radio buttons and combo boxes by the style
tekst      muted kop1 kop2 kop3 klein fout gelukt waarschuwing label link QLabel
rol        kaart: a card                                                  QFrame
band       voorbeeld: the strip of the example village                QLabel
melding    fout waarschuwing gelukt uitleg ongedaan: a message bar        QFrame
paneel     lijst detail zij: the ground of a pane                         QFrame
rail       true: the rail; in it hier="true" is the present place         QFrame
=========  =============================================================  ==================

No rule names QFrame, QWidget or * alone: a QLabel is a QFrame, and such rules reach
everything. Every kind of button has its own :focus rule, written after the kind.
"""

from __future__ import annotations

from ui.theme import sheet_controls, sheet_surfaces
from ui.theme.model import Theme
from ui.theme.rules import Ruler

_PARTS = (
    sheet_controls.fields,
    sheet_controls.buttons,
    sheet_controls.tool_buttons,
    sheet_controls.rail,
    sheet_surfaces.texts,
    sheet_surfaces.grounds,
    sheet_surfaces.bars,
    sheet_surfaces.lists,
    sheet_surfaces.popups,
    sheet_surfaces.scroll_bars,
    sheet_surfaces.tabs,
)
"""Who makes the rules; later ones win."""


def make_sheet(theme: Theme) -> str:
    """Return the style sheet of ``theme``, at its text size."""
    ruler = Ruler(theme)
    return "\n".join(rule for part in _PARTS for rule in part(ruler))
