"""Toegang: colleagues who are replaced, and dossiers that are open to somebody for a while."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from meitinker.errors import InvalidField
from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import grants, handing_work, people
from meitinker.store.settings import ScreenSpot
from ui.forms.keeping import Keeping
from ui.messages import sentence_for
from ui.viewmodels import access as said
from ui.viewmodels import places
from ui.views.back_office import ACCESS, KEY, access_acts
from ui.views.back_office.access_card import AccessCard
from ui.views.contacts.person_field import PersonField
from ui.widgets.bars import MessageBar
from ui.widgets.buttons import Button
from ui.widgets.column import Column
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.widgets.scrolling import scroll_within
from ui.window.place_view import PlaceView

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.changes import Changes
    from meitinker.domain.organisation import User
    from meitinker.domain.villages import Village
    from meitinker.errors import MeitinkerError
    from meitinker.services.grants import Given
    from ui.workplace import Workplace

    Found = tuple[Given, tuple[User, ...], list[Village]]

_WIDTH = 800
_KINDS = ("dossier_grant", "replacement", "user", "person", "person_merge")


class AccessPage(PlaceView):
    """Who works outside the own villages for a while; a dossier is opened in the dossier itself."""

    key = KEY

    def __init__(self, workplace: Workplace, parent: QWidget | None = None) -> None:
        """Build it empty."""
        super().__init__(workplace, parent)
        self.keeping = Keeping(workplace, self)
        self.bar = MessageBar()
        self.replaced = AccessCard(self.keeping, nothing=_("Niemand wordt nu vervangen."))
        # An administrator tells who may look where, and reads no dossier.
        self._reads = places.shows(workplace.session.role, "person")
        self.opened = AccessCard(
            self.keeping, nothing=_("Er is nu geen dossier extra open."), looks=self._reads
        )
        self.ask = Button(_("Open een dossier voor een collega"), icon_name="shield-lock")
        self.whose = PersonField(workplace)
        self.whose.hide()
        if not self._reads:
            self.ask.hide()
        self._lay_out()
        self.replaced.act_asked.connect(self._act)
        self.replaced.ended.connect(partial(self._end, grants.end_replacement))
        self.opened.ended.connect(partial(self._end, grants.end))
        self.opened.looked.connect(self._to_file)
        self.ask.clicked.connect(self._ask_whose)
        self.whose.chosen.connect(self._to_file)

    def arrive(self, spot: ScreenSpot | None) -> None:
        """Read what holds, and put the keyboard on the first thing to do."""
        del spot
        self._load(first=True)

    def spot(self) -> ScreenSpot:
        """Return this tab."""
        return ScreenSpot(screen=self.key, section=ACCESS)

    def refresh(self, changes: Changes) -> None:
        """Read anew what was touched."""
        if any(changes.touches(kind) for kind in _KINDS):
            self._load()

    def leave(self, done: Callable[[bool], None]) -> None:
        """Keep what is typed."""
        self.whose.stop()
        self.keeping.flush(done)

    def confirm(self) -> None:
        """Press the main button of what is open."""
        if self.replaced.panel is not None:
            self.replaced.panel.keep.click()

    def save_now(self) -> None:
        """Keep what is typed now."""
        self.keeping.flush()

    def _lay_out(self) -> None:
        column = Column(self, widest=_WIDTH)
        column.lines.addWidget(Heading(_("Toegang"), level=1))
        words = _(
            "Een meitinker ziet de eigen dorpen. Hier geeft u voor een tijd meer: de dorpen van"
            " een collega die weg is, of één dossier."
        )
        column.lines.addWidget(WrappedLabel(words, tone="muted"))
        column.lines.addWidget(self.bar)
        column.lines.addWidget(Heading(_("Een collega vervangen"), level=2))
        column.lines.addWidget(self.replaced)
        column.lines.addWidget(Heading(_("Eén dossier"), level=2))
        column.lines.addWidget(self.opened)
        column.lines.addWidget(self.ask, 0, Qt.AlignmentFlag.AlignLeft)
        column.lines.addWidget(self.whose)
        column.lines.addStretch(1)
        scroll_within(self, column)

    def _load(self, *, first: bool = False) -> None:
        work = self.workplace
        work.tasks.read(
            self,
            lambda: (
                grants.current(work.database, work.session),
                handing_work.meitinkers(work.database, work.session),
                people.villages(work.database, work.session),
            ),
            done=partial(self._show, first=first),
            failed=self._fail,
        )

    def _show(self, found: Found, *, first: bool) -> None:
        given, colleagues, villages = found
        self.replaced.show_lines(said.replacements(given))
        self.opened.show_lines(said.grants(given))
        self.replaced.offer(access_acts.replace(colleagues, villages))
        if first:
            self.replaced.give.setFocus(Qt.FocusReason.OtherFocusReason)

    def _ask_whose(self) -> None:
        self.whose.show()
        self.whose.start()
        self.whose.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _to_file(self, person_id: str) -> None:
        self.whose.hide()
        self.go.emit(ScreenSpot(screen="people", record_id=person_id, section="dossier"))

    def _act(self, about: str, do: Callable[[Workplace, RecordId], Changes]) -> None:
        self.bar.clear()
        self.keeping.act(
            self,
            lambda: do(self.workplace, RecordId(about)),
            done=lambda _changes: self.replaced.acted(),
            failed=self._refuse,
        )

    def _end(self, end: Callable[..., Changes], key: str) -> None:
        work = self.workplace
        self.bar.clear()
        self.keeping.act(
            self,
            lambda: end(work.database, work.session, RecordId(key)),
            done=None,
            failed=self._refuse,
        )

    def _refuse(self, error: MeitinkerError) -> None:
        if isinstance(error, InvalidField) and self.replaced.panel is not None:
            self.replaced.refuse(error)
        else:
            self.bar.tell("fout", sentence_for(error).text)

    def _fail(self, error: MeitinkerError) -> None:
        self.told.emit("fout", sentence_for(error).text)
