"""What is added to a dossier, what it is called, and how far adding is."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QProgressBar, QVBoxLayout, QWidget

from meitinker import clock
from meitinker.domain.attachments import Sort
from meitinker.i18n import _
from ui.forms.form_keeping import FieldsKeeping
from ui.theme import mark, px
from ui.viewmodels import attachments as told
from ui.viewmodels.dates import Near
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.choices import RadioGroup
from ui.widgets.dates import DateField
from ui.widgets.fields import TextField
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.layout import Card

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from meitinker.services.form_drafts import Form, TypedFields
    from ui.forms.keeping import Keeping
    from ui.views.attachments.brought import Brought
    from ui.widgets.form_field import FormField


_LONGEST_TITLE = 48
"""Letters: with the day of a plan behind it, it still fits the name of a file."""


class AddForm(Card):
    """Asks what it is and which files; the paths go to who adds them.

    Signals:
        chosen: The files that were chosen, dropped or pasted.
        pasted: What lies on the clipboard is to be added.
        stopped: Adding is to stop.
        came_back: What was typed before stands in it again.
    """

    chosen = Signal(object)
    pasted = Signal()
    stopped = Signal()
    came_back = Signal()

    def __init__(self, keeping: Keeping, form: Form[TypedFields]) -> None:
        """Build the fields; a photo is what is asked for most.

        What is typed is kept by ``keeping`` in ``form``, about a dossier or a conversation.
        """
        super().__init__()
        self.sort = RadioGroup(
            _("Wat voegt u toe?"),
            told.choices(),
            hint=_("Nooit een paspoort, rijbewijs of ID-kaart. Bekijken is genoeg."),
        )
        self.sort.set_value(Sort.PHOTO)
        self.title = TextField(_("Hoe noemt u het?"))
        self.title.line.setMaxLength(_LONGEST_TITLE)
        self.on = DateField(
            _("Op welke dag kreeg u het plan?"), latest=clock.today(), near=Near.PAST
        )
        self.on.set_value(clock.today())
        self.choose = Button("", icon_name="upload")
        self.paste = FlatButton(_("Plak"), icon_name="copy")
        self.paste.setAccessibleDescription(_("Voegt toe wat u ergens anders kopieerde."))
        self.other_ways = WrappedLabel(_("Slepen naar deze plek kan ook."), tone="muted")
        self.busy = self._make_busy()
        self.kept = FieldsKeeping(keeping, form, self.fields(), shown=self._show_typed)
        self.add(Heading(_("Toevoegen"), level=3))
        self.add(self.kept.bar)
        for field in (self.sort, self.title, self.on):
            self.add(field)
        self.add(Flow(self.choose, self.paste))
        self.add(self.other_ways)
        self.add(self.busy)
        self.sort.edited.connect(self._ask_for_sort)
        self.choose.clicked.connect(self._choose)
        self.paste.clicked.connect(self.pasted)
        self.stop.clicked.connect(self.stopped)
        self._ask_for_sort()

    @property
    def chosen_sort(self) -> Sort:
        """What it is."""
        return Sort(self.sort.value() or Sort.PHOTO)

    @property
    def received_on(self) -> date | None:
        """The day on which a personal plan came; None for anything else."""
        return self.on.value() if self.chosen_sort is Sort.PLAN else None

    def fields(self) -> dict[str, FormField]:
        """Return the fields by name."""
        return {"sort": self.sort, "title": self.title, "received_on": self.on}

    def show_progress(self, number: int, of: int) -> None:
        """Show which of the files is being added."""
        self.words.setText(told.progress_words(number, of))
        self.progress.setRange(0, of)
        self.progress.setValue(number - 1)
        self._be_busy(busy=True)

    def end(self, *, anew: bool) -> None:
        """Show that nothing is on its way; ``anew`` empties what was typed."""
        self._be_busy(busy=False)
        if anew:
            self.title.set_value("")
            self.on.set_value(clock.today())
            self.kept.begins()  # the sort stays, for the next of its kind
            self.kept.leave()

    def _show_typed(self, typed: bool) -> None:
        self._ask_for_sort()
        if typed:
            self.came_back.emit()

    def _make_busy(self) -> QWidget:
        """Return what is shown while files are added: how far it is, and to be stopped."""
        busy = QWidget()
        self.words = WrappedLabel("")
        self.progress = QProgressBar()
        self.progress.setAccessibleName(_("Hoe ver het toevoegen is"))
        self.progress.setTextVisible(False)
        self.stop = Button(_("Stop met toevoegen"), icon_name="player-stop")
        below = QVBoxLayout(busy)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(px(8))
        for widget in (self.words, self.progress):
            below.addWidget(widget)
        below.addWidget(self.stop, 0, Qt.AlignmentFlag.AlignLeft)
        busy.hide()
        return busy

    def _be_busy(self, *, busy: bool) -> None:
        had = self.busy.isAncestorOf(self.focusWidget() or self)
        self.busy.setVisible(busy)
        self.choose.setEnabled(not busy)
        self.paste.setEnabled(not busy)
        if had and not busy:
            self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_for_sort(self) -> None:
        sort = self.chosen_sort
        self.on.setVisible(sort is Sort.PLAN)
        self.title.set_hint(
            {
                Sort.PHOTO: _("Bijvoorbeeld: de drempel bij de keuken."),
                Sort.PLAN: _("Laat het leeg, dan heet het Persoonlijk plan."),
                Sort.PAPER: _("Laat het leeg, dan houdt het bestand zijn eigen naam."),
            }[sort]
        )
        self.choose.setText(_("Kies foto’s…") if sort is Sort.PHOTO else _("Kies bestanden…"))

    def take(self, found: Sequence[Brought]) -> None:
        """Take files that were dropped or pasted, unless what was typed is wrong."""
        if found and self._sound():
            self.chosen.emit(tuple(found))

    def show_target(self, *, over: bool) -> None:
        """Show whether what is dragged can be let go of here."""
        mark(self, sleepdoel=over)
        words = _("Laat los om toe te voegen.") if over else _("Slepen naar deze plek kan ook.")
        self.other_ways.setText(words)

    def _sound(self) -> bool:
        """Tell whether the day of a plan can be a day, and else where it is wrong."""
        problem = self.on.problem() if self.chosen_sort is Sort.PLAN else None
        self.on.set_error(problem)
        if problem:
            self.on.focus_problem()
        return not problem

    def _choose(self) -> None:
        if not self._sound():
            return
        pictures = _("Foto’s ({kinds})").format(kinds=told.PICTURES)
        both = _("Foto’s en PDF ({kinds})").format(kinds=f"{told.PICTURES} *.pdf")
        kinds = (pictures, both) if self.chosen_sort is Sort.PHOTO else (both, pictures)
        paths, _kind = QFileDialog.getOpenFileNames(
            self, _("Kies wat u toevoegt"), "", ";;".join((*kinds, _("Alle bestanden (*)")))
        )
        if paths:
            self.chosen.emit(tuple(Path(path) for path in paths))
