"""The form of one tie: who it is, what they do, how heavy it weighs, and how long it lasted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from meitinker.domain.network import (
    Direction,
    Frequency,
    Nearness,
    Strain,
    TieKind,
    kind_called,
)
from meitinker.i18n import _
from meitinker.services import network
from meitinker.services.network import TypedEnd
from ui.forms.form_keeping import FormKeeping
from ui.messages import sentence_for
from ui.viewmodels.network import UNASKED, answers, called, choices
from ui.views.people.record_fields import RecordFields
from ui.widgets.bites import Bites
from ui.widgets.buttons import Button
from ui.widgets.choices import CheckField, ComboField, RadioGroup
from ui.widgets.dates import DateField
from ui.widgets.fields import PhoneField, TextArea, TextField
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.layout import Card, button_line

if TYPE_CHECKING:
    from meitinker.domain.network import Tie
    from meitinker.errors import InvalidField
    from ui.forms.keeping import Keeping
    from ui.widgets.form_field import FormField


class TieForm(Card):
    """What is known of one tie; everything is kept while it is typed.

    The name is there at once. The rest is built in bites once the form is wanted, from above:
    all of it together would hold the screen for a tenth of a second.

    Signals:
        end_asked: The last day was given.
        remove_asked: The tie was a mistake.
        link_asked: It is to be tied to a file.
        unlink_asked: It is to be taken apart from its file.
        file_asked: The file of this person is wanted.
        closed: The form is done with.
    """

    end_asked = Signal(object)
    remove_asked = Signal()
    link_asked = Signal()
    unlink_asked = Signal()
    file_asked = Signal(str)
    closed = Signal()

    def __init__(self, keeping: Keeping, parent: QWidget | None = None) -> None:
        """Build the name and what the resident calls them."""
        super().__init__(parent)
        self._keeping = keeping
        self._tie: Tie | None = None
        self._opens = False
        self.tied = RecordFields(keeping, "tie", self)
        self.title = Heading("", level=2)
        self.name = TextField(_("Naam"))
        self.card_words = WrappedLabel("", tone="muted")
        self.relation = TextField(
            _("Hoe noemt de inwoner deze persoon?"), hint=_("Bijvoorbeeld dochter of buurman.")
        )
        self.add(self.title)
        self.add(self._kept("name", self.name), self._kept("relation", self.relation))
        self.relation.left.connect(self._follow_relation)
        self.add(self.card_words)
        self._bites = Bites(self)
        self._waits = True

    @property
    def tie_id(self) -> str:
        """The tie that is shown, or ""."""
        return self._tie.id if self._tie else ""

    @property
    def whole(self) -> bool:
        """Whether every field is there."""
        return not self._waits and not self._bites.waiting

    def show_tie(self, tie: Tie, *, opens: bool) -> None:
        """Show a tie, or the same one as it is now.

        Args:
            tie: What is known.
            opens: Whether this session may open the file of this person.
        """
        other = self.tie_id != tie.id
        self._tie, self._opens = tie, opens
        self.title.setText(tie.name.strip() or _("Wie is dit?"))
        self.tied.show(tie)
        self.name.set_read_only(opens)
        words = _("De naam komt uit het dossier van deze persoon.") if opens else ""
        self.card_words.setText(words)
        self.card_words.setVisible(bool(words))
        if self.whole:
            self._show_end(anew=other or not self.kept.touched)
            self.kept.begin(tie.id)
            self._show_buttons()
        if self._waits:
            self._waits = False
            self._build()

    def complete(self) -> None:
        """Build every field now: one far down is asked for."""
        self._bites.complete()

    def confirm(self) -> None:
        """Be done with it; in the last day, keep that day."""
        if self.whole and self.ending.isAncestorOf(self.focusWidget()):
            self._end()
        else:
            self.closed.emit()

    def refuse_end(self, error: InvalidField) -> None:
        """Show why the last day cannot be."""
        self.ending.set_error(sentence_for(error).text)
        self.ending.focus_problem()

    def fields(self) -> Iterable[RecordFields]:
        """Return what is typed in."""
        return (self.tied,) if self._tie else ()

    # --- the fields, from above ------------------------------------------------------------

    def _build(self) -> None:
        self._bites.add(
            self._add_what,
            self._add_contact,
            self._add_doing,
            self._add_strain,
            self._add_help,
            self._add_call,
            self._add_since,
            self._add_end,
            self._add_buttons,
        )

    def _add_what(self) -> None:
        self.kind = ComboField(_("Wat is deze persoon voor de inwoner?"), choices(TieKind))
        self._line(self._kept("kind", self.kind))
        near = RadioGroup(_("Hoe dichtbij staat deze persoon?"), answers(Nearness), across=True)
        self._line(self._kept("nearness", near, number=True, unknown=UNASKED))

    def _add_contact(self) -> None:
        often = RadioGroup(_("Hoe vaak is er contact?"), answers(Frequency))
        way = RadioGroup(_("Wie helpt wie?"), answers(Direction))
        self._line(self._kept("frequency", often), self._kept("direction", way, unknown=UNASKED))

    def _add_doing(self) -> None:
        self._line(self._kept("does", TextArea(_("Wat doet deze persoon?"), lines=2)))

    def _add_strain(self) -> None:
        strain = RadioGroup(
            _("Hoe zwaar is dit voor wie helpt?"),
            answers(Strain),
            hint=_("Dit staat niet op papier voor de inwoner."),
        )
        self._line(self._kept("strain", strain, number=True))

    def _add_help(self) -> None:
        self._line(self._kept("carer", CheckField(_("Deze persoon is mantelzorger"))))
        words = _("Van deze huisgenoot mag u gewone hulp verwachten")
        self._line(self._kept("usual_help", CheckField(words)))

    def _add_call(self) -> None:
        self._line(self._kept("phone", PhoneField(_("Telefoonnummer"))))
        may = RadioGroup(_("Mag u deze persoon bellen?"), called(), across=True)
        self._line(self._kept("may_be_called", may, number=True, unknown=UNASKED))

    def _add_since(self) -> None:
        since = DateField(
            _("Sinds welke dag?"),
            hint=_("Niet bekend? Laat het leeg. Deze persoon telt dan op elke dag mee."),
        )
        self._line(self._kept("since", since))

    def _add_end(self) -> None:
        self.ending = DateField(_("Tot en met welke dag?"))
        end_button = Button(_("Bewaar de laatste dag"), icon_name="check")
        end_button.clicked.connect(self._end)
        self.kept = FormKeeping(
            self._keeping,
            network.END,
            typed=lambda: TypedEnd(parts=self.ending.parts()),
            show=self._show_typed_end,
        )
        self.kept.watch(self.ending)
        self.column.addWidget(self.kept.bar)
        self._line(self.ending)
        self.column.addWidget(button_line(end_button))
        self._show_end(anew=True)
        self.kept.begin(self.tie_id)

    def _add_buttons(self) -> None:
        close_button = Button(_("Klaar"), icon_name="check")
        self.open_file = Button(_("Open het dossier"), icon_name="address-book")
        self.link_button = Button(_("Koppel aan een dossier"), icon_name="link")
        self.unlink_button = Button(_("Haal de koppeling weg"), icon_name="x")
        remove_button = Button(_("Verwijder uit het netwerk"), icon_name="trash")
        files = (self.open_file, self.link_button, self.unlink_button)
        self.column.addWidget(button_line(close_button, *files, remove_button))
        close_button.clicked.connect(self.closed)
        self.open_file.clicked.connect(self._open)
        self.link_button.clicked.connect(self.link_asked)
        self.unlink_button.clicked.connect(self.unlink_asked)
        remove_button.clicked.connect(self.remove_asked)
        self._show_buttons()

    def _kept(
        self, name: str, field: FormField, *, number: bool = False, unknown: str | None = None
    ) -> FormField:
        self.tied.tie(name, field, number=number, unknown=unknown)
        return field

    def _line(self, *fields: QWidget) -> None:
        """Add fields side by side, in sight at once: what is above would be squeezed else."""
        self.add(*fields)
        for field in fields:
            field.show()

    # --- the rest --------------------------------------------------------------------------

    def _follow_relation(self) -> None:
        """Choose what a daughter is, where nobody has chosen yet; another choice stays."""
        kind = kind_called(self.relation.value())
        untouched = self.whole and self.kind.value() is None
        if kind is not None and untouched:
            self.kind.set_value(kind.value)
            self.kind.edited.emit()
            self.kind.left.emit()

    def _show_end(self, *, anew: bool) -> None:
        if anew and self._tie is not None:
            self.ending.set_value(self._tie.until)
            self.ending.set_error(None)

    def _show_typed_end(self, typed: TypedEnd) -> None:
        if typed.empty:
            self._show_end(anew=True)
        else:
            self.ending.set_parts(*typed.parts)

    def _show_buttons(self) -> None:
        self.open_file.setVisible(self._opens)
        self.unlink_button.setVisible(self._opens)
        self.link_button.setVisible(not self._opens)

    def _end(self) -> None:
        day: date | None = self.ending.value()
        if day is None:
            words = self.ending.problem() or _("Vul de laatste dag in.")
            self.ending.set_error(words)
            self.ending.focus_problem()
            return
        self.ending.set_error(None)
        self.end_asked.emit(day)

    def _open(self) -> None:
        if self._tie is not None and self._tie.other_id is not None:
            self.file_asked.emit(self._tie.other_id)
