"""A service that is not in the map yet: its name, who offers it and what it is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from meitinker.domain.map_services import MapService, Vocabulary
from meitinker.domain.providers import Provider
from meitinker.i18n import _
from meitinker.ids import RecordId, record_id
from meitinker.services import map_forms
from meitinker.services.map_editing import NewService
from ui.forms.field_panel import FieldPanel
from ui.theme import px
from ui.viewmodels import map_editing as said
from ui.viewmodels.social_map import ANY
from ui.views.social_map.edit_groups import provider_hint
from ui.widgets.announce import announce
from ui.widgets.buttons import LineButton
from ui.widgets.choices import ComboField
from ui.widgets.column import Pile
from ui.widgets.fields import TextArea, TextField
from ui.widgets.form_field import WrappedLabel
from ui.widgets.scrolling import lay_out_now
from ui.widgets.suggest import SuggestField

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from meitinker.changes import Changes
    from meitinker.services.map_forms import Likely
    from meitinker.services.map_terms import Terms
    from ui.widgets.form_field import FormField
    from ui.workplace import Workplace


class LikelyDoubles(QWidget):
    """What is in the map already and may be the one that is typed.

    Attributes:
        buttons: One for each, by the id of the service.

    Signals:
        opened: One of them is to be seen: its id.
    """

    opened = Signal(str)

    def __init__(self) -> None:
        """Begin out of sight."""
        super().__init__()
        self.buttons: dict[str, LineButton] = {}
        self._words = WrappedLabel(_("Staat dit er al? Dit lijkt erop:"), tone="label")
        self._pile = Pile(gap=0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(4))
        column.addWidget(self._words)
        column.addWidget(self._pile)
        self.hide()

    def show_doubles(self, found: Iterable[Likely]) -> None:
        """Show these, or nothing."""
        before = tuple(self.buttons)
        self.buttons = {one.service_id: LineButton(said.likely_words(one)) for one in found}
        for key, button in self.buttons.items():
            button.clicked.connect(partial(self.opened.emit, key))
        self._pile.replace(self.buttons.values())
        self.setVisible(bool(self.buttons))
        if self.buttons and tuple(self.buttons) != before:
            announce(self, self._words.text())


class NewServicePanel(FieldPanel):
    """The little that a service begins with; the rest is filled in on its page.

    Signals:
        opened: A service that is there already is to be seen: its id.
    """

    opened = Signal(str)

    def __init__(
        self, workplace: Workplace, parent: QWidget, *, terms: Terms, providers: Iterable[Provider]
    ) -> None:
        """Build it, hidden; ``providers`` are those that are known."""
        self._asking = ""
        self.name = TextField(_("Hoe heet het?"), required=True)
        self.provider = SuggestField(
            _("Wie biedt dit aan?"),
            said.provider_choices(providers),
            hint=provider_hint(),
            required=True,
        )
        self.what = TextArea(
            _("Wat is het, in gewone woorden?"),
            hint=_("Schrijf het op zoals u het aan een inwoner vertelt."),
            lines=3,
            most_lines=8,
        )
        self.category = ComboField(_("In welke rubriek?"), said.categories(terms))
        self.doubles = LikelyDoubles()
        super().__init__(
            workplace,
            parent,
            name=_("Nieuwe dienst"),
            verb=_("Voeg toe en vul aan"),
            form=map_forms.NEW,
            fields={
                "name": self.name,
                "provider": self.provider,
                "description": self.what,
                "category": self.category,
            },
        )
        self.name.edited.connect(self._look)
        self.doubles.opened.connect(self._open)

    def begin(self) -> None:
        """Open it; what was typed before comes back."""
        self._begin(then=self._look)
        self._column.insertWidget(self._column.indexOf(self.name) + 1, self.doubles)

    def _look(self) -> None:
        """Look what may be the same; the last keys are asked together after the answer."""
        name = self.name.value()
        if self._asking or not name:
            if not name:
                self.doubles.show_doubles(())
            return
        self._asking = name
        work = self._workplace
        work.tasks.read(
            self,
            partial(map_forms.likely_doubles, work.database, work.session, name),
            done=partial(self._looked, name),
            failed=lambda _error: self._looked(name, ()),
        )

    def _looked(self, name: str, found: tuple[Likely, ...]) -> None:
        self._asking = ""
        if name != self.name.value():
            self._look()
            return
        self.doubles.show_doubles(found)
        lay_out_now()
        self.fit()

    def _open(self, service_id: str) -> None:
        self.opened.emit(service_id)
        self.dismiss()

    def _problem(self) -> tuple[FormField, str] | None:
        if not self.name.value():
            return self.name, _("Schrijf op hoe het heet.")
        if not self.provider.value():
            return self.provider, _("Schrijf op wie dit aanbiedt.")
        return None

    def _act(self) -> Callable[[], Changes]:
        work, chosen = self._workplace, self.category.value()
        key = self.provider.key
        provider = None if key else Provider(id=record_id(), name=self.provider.value())
        service = MapService(
            id=record_id(),
            provider_id=provider.id if provider else RecordId(key),
            name=self.name.value(),
            description=self.what.value(),
        )
        codes = (chosen,) if chosen and chosen != ANY else ()
        new = NewService(service=service, codes={Vocabulary.CATEGORY: codes})
        return partial(map_forms.begin, work.database, work.session, new, provider=provider)
