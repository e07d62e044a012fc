"""A new request while it is typed: the words, about whom, the rest, and what keeps it all."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from meitinker.errors import InvalidField
from meitinker.i18n import _
from meitinker.services import taking
from meitinker.services.taking import NOTHING_TYPED, TypedRequest
from ui.forms.form_keeping import FormKeeping
from ui.forms.own_keeping import OwnKeeping
from ui.messages import sentence_for
from ui.theme import px
from ui.viewmodels.contacts import about
from ui.views.contacts.person_field import PersonField
from ui.views.requests.fields import RequestFields
from ui.views.requests.new_resident import NewResident
from ui.widgets.bars import MessageBar
from ui.widgets.buttons import FlatButton
from ui.widgets.fields import TextPlace
from ui.widgets.form_field import WrappedLabel
from ui.widgets.saving import SaveIndicator

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.changes import Changes
    from meitinker.errors import MeitinkerError
    from meitinker.store.people import PersonEntry
    from ui.workplace import Workplace


class RequestForm(QWidget):
    """The form; :attr:`indicator` and :attr:`bar` stand where its owner puts them.

    Signals:
        taken: The changes that took the request.
        grown: Something came or went: the height is another.
    """

    taken = Signal(object)
    grown = Signal()

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build the form, about nobody."""
        super().__init__(parent)
        self._workplace = workplace
        self._typed = NOTHING_TYPED
        self._taking = False
        self.indicator = SaveIndicator()
        self.bar = MessageBar()
        self.fields = RequestFields(self)
        self.person = PersonField(workplace, self)
        self.new_button = FlatButton(_("Staat nog niet in de lijst"), self, icon_name="user-plus")
        self.new = NewResident(workplace, self)
        self.about = WrappedLabel("", self, tone="label")
        self.other_person = FlatButton(_("Andere inwoner"), self)
        self._chosen = QWidget(self)
        line = QHBoxLayout(self._chosen)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(px(8))
        line.addWidget(self.about, 1)
        line.addWidget(self.other_person)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px(16))
        column.addWidget(self.fields.words)
        column.addWidget(self.person)
        column.addWidget(self.new_button, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.new, self._chosen, self.fields):
            column.addWidget(part)
        self._keeping = OwnKeeping(workplace, self, indicator=self.indicator, bar=self.bar)
        self._kept = FormKeeping(
            self._keeping, taking.FORM, typed=self.typed, show=self._show_typed, quiet_for=self
        )
        self._connect()
        self._show_person(None)
        self.fields.show_typed(NOTHING_TYPED)

    def begin(self, client_id: str = "") -> None:
        """Begin about a resident or about nobody yet; what was typed before comes back."""
        self.person.start()
        self.fields.words.setFocus(Qt.FocusReason.OtherFocusReason)
        self._kept.begin(then=partial(self._begin_with, client_id))

    def typed(self) -> TypedRequest:
        """Return the request as it is typed."""
        name = self.new.typed if self.new.isVisibleTo(self) else ""
        searched = "" if self._typed.client_id else self.person.field.value()
        named = msgspec.structs.replace(self._typed, new_name=name, searched=searched)
        return self.fields.typed(named)

    def flush(self, done: Callable[[bool], None]) -> None:
        """Keep what is typed, then call ``done``: True when it is safe."""
        self._keeping.flush(done)

    def take(self) -> None:
        """Take the request, or show what keeps that from happening."""
        found = dict(self.fields.problems())
        named = self.new.isVisibleTo(self)
        if named and not self.new.typed.strip():
            found[self.new.name] = _("Vul een naam in.")
        elif not named and not self._typed.client_id:
            found[self.person.field] = _("Kies over wie het gaat.")
        words, *others = self.fields.all()
        as_read = (words, self.person.field, self.new.name, *others)
        for field in as_read:
            field.set_error(found.get(field))
        if found:
            first = next(field for field in as_read if field in found)
            first.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self._taking:
            self._taking = True
            self.flush(self._take)

    # --- who ----------------------------------------------------------------------------

    def _connect(self) -> None:
        self.person.chosen.connect(self._choose)
        self.other_person.clicked.connect(self._choose_again)
        self.new_button.clicked.connect(self._turn_new)
        self.new.same.connect(self._choose)
        self.new.grown.connect(self.grown)
        for edited in (self.fields.edited, self.new.edited, self.person.edited):
            edited.connect(self._edited)
        for left in (self.fields.left, self.new.left, self.person.field.left):
            left.connect(self._keeping.flush)
        self.bar.acted.connect(self._act)

    def _show_typed(self, typed: TypedRequest) -> None:
        """Show what was typed before a lock, a kill or another place."""
        self.bar.tell(
            "uitleg", _("Deze vraag had u al getypt. Hij is bewaard."), action=_("Leegmaken")
        )
        self.fields.show_typed(typed)
        self.person.show_typed(typed.searched)
        end = len(typed.words)
        self.fields.words.set_place(TextPlace(end, end, 0))
        self.fields.words.area.ensureCursorVisible()
        self._typed = typed
        if typed.new_name:
            self.new.show_name(typed.new_name)
            self._show_new(True)

    def _begin_with(self, client_id: str) -> None:
        wanted = client_id or self._typed.client_id
        if wanted:
            self._choose(wanted)
        self.grown.emit()

    def _choose(self, client_id: str) -> None:
        work = self._workplace
        work.tasks.write(
            self,
            lambda: taking.about(work.database, work.session, client_id),
            done=self._show_chosen,
            failed=self._refused,
        )

    def _show_chosen(self, entry: PersonEntry) -> None:
        now = self.focusWidget() or self
        here = self.person.isAncestorOf(now) or self.new.isAncestorOf(now)
        self._typed = msgspec.structs.replace(self._typed, client_id=entry.person_id)
        self._show_person(entry)
        self._edited()
        if here:
            self.fields.who.button("self").setFocus(Qt.FocusReason.OtherFocusReason)

    def _choose_again(self) -> None:
        self._typed = msgspec.structs.replace(self._typed, client_id="")
        self._show_person(None)
        self.person.start()
        self.person.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._edited()

    def _turn_new(self) -> None:
        """Ask for a name where nobody was found, and back."""
        new = not self.new.isVisibleTo(self)
        if new and not self.new.typed:
            self.new.show_name(self.person.field.value())
        self._show_new(new)
        field = self.new.name if new else self.person.field
        field.setFocus(Qt.FocusReason.OtherFocusReason)
        self._edited()

    def _show_person(self, entry: PersonEntry | None) -> None:
        self._show_new(False)
        self.person.setVisible(entry is None)
        self.new_button.setVisible(entry is None)
        self._chosen.setVisible(entry is not None)
        if entry is not None:
            self.about.setText(_("Over {name}").format(name=about(entry)))
        self.grown.emit()

    def _show_new(self, new: bool) -> None:
        self.new.setVisible(new)
        self.person.setVisible(not new)
        words = _("Zoek in de lijst") if new else _("Staat nog niet in de lijst")
        self.new_button.setText(words)
        self.new_button.set_icon("search" if new else "user-plus")
        self.grown.emit()

    # --- keeping ------------------------------------------------------------------------

    def _edited(self) -> None:
        self._kept.keep()
        self.grown.emit()

    def _act(self) -> None:
        """Do what the button in the bar says: save again, or begin anew."""
        if self._keeping.retry():
            return
        self.bar.clear()
        self._typed = NOTHING_TYPED
        self.fields.show_typed(NOTHING_TYPED)
        self.new.show_name("")
        self._show_person(None)
        self.person.start()
        self._kept.leave()
        self.fields.words.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- taking -------------------------------------------------------------------------

    def _take(self, safe: bool) -> None:
        self._taking = safe
        if not safe:
            return
        work, typed = self._workplace, self.typed()
        new = self.new.person() if self.new.isVisibleTo(self) else None
        work.tasks.write(
            self,
            lambda: taking.finish(work.database, work.session, typed, new=new),
            done=self._took,
            failed=self._refused,
        )

    def _took(self, changes: Changes) -> None:
        self._taking = False
        self._typed = NOTHING_TYPED
        self.new.show_name("")
        self._kept.saved()
        self.taken.emit(changes)

    def _refused(self, error: MeitinkerError) -> None:
        self._taking = False
        words = sentence_for(error).text
        field = self.fields.named().get(error.field) if isinstance(error, InvalidField) else None
        if field is not None:
            field.set_error(words)
            field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.bar.tell("fout", words)
