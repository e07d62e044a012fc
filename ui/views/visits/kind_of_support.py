"""What kind of support this was: phase and form, guessed beforehand and mended with one choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QVBoxLayout

from meitinker.domain.visits import Phase, SupportForm
from meitinker.domain.words import name_of
from meitinker.i18n import _
from ui.theme import mark, px
from ui.viewmodels.parts import Choice
from ui.widgets.choices import ComboField
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading

if TYPE_CHECKING:
    from meitinker.domain.visits import Visit


class KindOfSupport(QFrame):
    """Two answers that only the counting needs; nobody has to touch them."""

    def __init__(self) -> None:
        """Build both; the section keeps and fills them."""
        super().__init__()
        mark(self, rol="kaart")
        self.phase = ComboField(
            _("In welke fase was dit?"), [Choice(one.value, name_of(one)) for one in Phase]
        )
        self.form = ComboField(
            _("Wat voor steun was dit vooral?"),
            [Choice(one.value, name_of(one)) for one in SupportForm],
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(px(16), px(12), px(16), px(12))
        column.setSpacing(px(12))
        column.addWidget(Heading(_("Voor de telling"), level=3))
        guessed = _("Dit is alvast ingevuld. Klopt het niet? Kies dan iets anders.")
        column.addWidget(WrappedLabel(guessed, tone="muted"))
        for field in self.fields().values():
            column.addWidget(field)

    def fields(self) -> dict[str, ComboField]:
        """Return both fields by the name of what they keep."""
        return {"phase": self.phase, "support_form": self.form}

    def show_visit(self, visit: Visit) -> None:
        """Show what the visit says."""
        self.phase.set_value(visit.phase.value)
        self.form.set_value(visit.support_form.value)
