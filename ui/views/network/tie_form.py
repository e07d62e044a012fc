"""The form of one tie: who it is, what they do, how heavy it weighs, and how long it lasted."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from meitinker.domain.network import Direction, Frequency, Nearness, Strain, TieKind
from meitinker.i18n import _
from ui.messages import sentence_for
from ui.viewmodels.network import choices
from ui.viewmodels.parts import Choice
from ui.views.people.layout import Card, button_line
from ui.views.people.record_fields import RecordFields
from ui.widgets.buttons import Button
from ui.widgets.choices import CheckField, ComboField, RadioGroup
from ui.widgets.dates import DateField
from ui.widgets.fields import PhoneField, TextArea, TextField
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading

if TYPE_CHECKING:
    from meitinker.domain.network import Tie
    from meitinker.errors import InvalidField
    from ui.keeping import Keeping


class TieForm(Card):
    """What is known of one tie; everything is kept while it is typed.

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
        """Build the fields."""
        super().__init__(parent)
        self._tie: Tie | None = None
        self.tied = RecordFields(keeping, "tie", self)
        self.title = Heading("", level=2)
        self.name = TextField(_("Naam"))
        self.card_words = WrappedLabel("", tone="muted")
        self.ending = DateField(_("Tot en met welke dag?"))
        self.end_button = Button(_("Bewaar de laatste dag"), icon_name="check")
        self.open_file = Button(_("Open het dossier"), icon_name="address-book")
        self.link_button = Button(_("Koppel aan een dossier"), icon_name="link")
        self.unlink_button = Button(_("Haal de koppeling weg"), icon_name="x")
        self.remove_button = Button(_("Verwijder uit het netwerk"), icon_name="trash")
        self.close_button = Button(_("Klaar"), icon_name="check")
        self._build()
        self._connect()

    def show_tie(self, tie: Tie, *, opens: bool) -> None:
        """Show a tie, or the same one as it is now.

        Args:
            tie: What is known.
            opens: Whether this session may open the file of this person.
        """
        other = self._tie is None or self._tie.id != tie.id
        self._tie = tie
        self.title.setText(tie.name.strip() or _("Wie is dit?"))
        self.tied.show(tie)
        self.name.set_read_only(opens)
        words = _("De naam komt uit het dossier van deze persoon.") if opens else ""
        self.card_words.setText(words)
        self.card_words.setVisible(bool(words))
        if other or tie.until is not None:
            self.ending.set_value(tie.until)
            self.ending.set_error(None)
        for button, wanted in (
            (self.open_file, opens),
            (self.unlink_button, opens),
            (self.link_button, not opens),
        ):
            button.setVisible(wanted)

    @property
    def tie_id(self) -> str:
        """The tie that is shown, or ""."""
        return self._tie.id if self._tie else ""

    def refuse_end(self, error: InvalidField) -> None:
        """Show why the last day cannot be."""
        self.ending.set_error(sentence_for(error).text)
        self.ending.focus_problem()

    def _build(self) -> None:
        kind = ComboField(_("Wat is deze persoon voor de inwoner?"), choices(TieKind))
        relation = TextField(
            _("Hoe noemt de inwoner deze persoon?"), hint=_("Bijvoorbeeld dochter of buurman.")
        )
        near = RadioGroup(_("Hoe dichtbij staat deze persoon?"), choices(Nearness), across=True)
        often = RadioGroup(_("Hoe vaak is er contact?"), choices(Frequency))
        way = RadioGroup(_("Wie helpt wie?"), choices(Direction))
        does = TextArea(_("Wat doet deze persoon?"), lines=2)
        strain = RadioGroup(
            _("Hoe zwaar is dit voor wie helpt?"),
            choices(Strain),
            hint=_("Dit staat niet op papier voor de inwoner."),
        )
        carer = CheckField(_("Deze persoon is mantelzorger"))
        usual = CheckField(_("Van deze huisgenoot mag u gewone hulp verwachten"))
        phone = PhoneField(_("Telefoonnummer"))
        called = RadioGroup(
            _("Mag u deze persoon bellen?"),
            [Choice("1", _("Ja")), Choice("0", _("Nee"))],
            across=True,
        )
        since = DateField(_("Sinds welke dag?"))
        self.add(self.title)
        for line in (
            (self.name, relation), (self.card_words,), (kind,), (near,), (often, way), (does,),
            (strain,), (carer,), (usual,), (phone, called), (since, self.ending),
        ):  # fmt: skip
            self.add(*line)
        for name, field in {
            "name": self.name, "relation": relation, "kind": kind, "frequency": often,
            "direction": way, "does": does, "carer": carer, "usual_help": usual,
            "phone": phone, "since": since,
        }.items():  # fmt: skip
            self.tied.tie(name, field)
        for name, numbered in {"nearness": near, "strain": strain, "may_be_called": called}.items():
            self.tied.tie(name, numbered, number=True)
        self.column.addWidget(button_line(self.end_button, self.close_button))
        self.column.addWidget(
            button_line(self.open_file, self.link_button, self.unlink_button, self.remove_button)
        )

    def _connect(self) -> None:
        self.end_button.clicked.connect(self._end)
        self.remove_button.clicked.connect(self.remove_asked)
        self.link_button.clicked.connect(self.link_asked)
        self.unlink_button.clicked.connect(self.unlink_asked)
        self.close_button.clicked.connect(self.closed)
        self.open_file.clicked.connect(self._open)

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

    def fields(self) -> Iterable[RecordFields]:
        """Return what is typed in."""
        return (self.tied,) if self._tie else ()
