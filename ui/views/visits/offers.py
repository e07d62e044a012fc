"""What of the social map fits the need whose ladder is shown, and what was chosen of it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from meitinker.i18n import _
from meitinker.ids import RecordId
from meitinker.services import map_choices, referrals
from meitinker.store.settings import ScreenSpot
from ui.theme import px
from ui.viewmodels import map_choices as said
from ui.views.social_map import FOR_NEED
from ui.views.social_map import KEY as SOCIAL_MAP
from ui.views.social_map.choice_panel import ChoicePanel
from ui.views.visits.contact_panel import ContactPanel
from ui.views.visits.section import RecordCard
from ui.widgets.buttons import Button, FlatButton
from ui.widgets.column import Pile
from ui.widgets.flow import Flow
from ui.widgets.form_field import WrappedLabel
from ui.widgets.headings import Heading
from ui.window.place_view import PlaceView, place_of

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from meitinker.domain.needs import Need
    from meitinker.domain.referrals import Referral
    from meitinker.services.map_choices import Offers
    from ui.views.visits.desk import Desk


class OffersPart(RecordCard):
    """A button for each service that fits, and the way to the rest of the map."""

    def __init__(self, desk: Desk) -> None:
        """Build it about no need; :meth:`show_need` fills it."""
        super().__init__("")
        self._desk = desk
        self._asked: tuple[object, ...] = ()
        self._turn = 0
        self._offers: Offers | None = None
        self._choosing: tuple[str, str] | None = None
        self.title = Heading("", level=3)
        self.nothing = WrappedLabel(said.nothing_words(), tone="muted")
        self.buttons: list[Button] = []
        self._flow = Flow()
        self.more = FlatButton(_("Zoek verder in de sociale kaart"), icon_name="map-pin")
        self.more.clicked.connect(self._look_further)
        self._chosen = Pile()
        self._shown: tuple[Referral, ...] = ()
        self._lines_read_only = False
        self.chosen_buttons: list[Button | FlatButton] = []
        self.column.setSpacing(px(8))
        for part in (self.title, self._chosen, self.nothing, self._flow):
            self.column.addWidget(part)
        self.column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def show_need(self, need: Need | None) -> None:
        """Show what fits ``need``; it is looked for again only where its words changed.

        A conversation for reading shows what was chosen: the contact is often made after it.
        """
        if need is None:
            self._asked = ()
            self.hide()
            return
        self._show_chosen(need)
        writes = not self._desk.read_only
        for part in (self.title, self.more):
            part.setVisible(writes)
        if not writes:
            self._turn += 1  # no answer that is on its way is shown any more
            self._asked = ()
            self.nothing.hide()
            self._flow.hide()
            self.setVisible(bool(self._shown))
            return
        asked = (need.id, need.what, need.wished_result, need.domain)
        if asked != self._asked:
            self._asked = asked
            self._load(need.id)

    def choose(self, service_id: str) -> None:
        """Open the form for a service that was found in the map."""
        self._choosing = str(self._asked[0]) if self._asked else "", service_id
        self._load(self._choosing[0], also=service_id)

    def contacted(self, referral: Referral) -> None:
        """Open the form that notes with whom the contact was made."""
        desk = self._desk
        panel = ContactPanel(
            desk.workplace, place_of(self), referral=referral, concluded=desk.read_only
        )
        panel.begin()

    def _load(self, need_id: str, *, also: str = "") -> None:
        work, turn = self._desk.workplace, self._turn + 1
        self._turn = turn
        if not need_id:
            return

        def show(offers: Offers) -> None:
            if turn == self._turn:
                self._show(offers)

        work.tasks.read(
            self,
            partial(map_choices.fitting, work.database, work.session, RecordId(need_id), also=also),
            done=show,
            failed=self._desk.failed.emit,
        )

    def _show(self, offers: Offers) -> None:
        self._offers = offers
        self.title.setText(said.title_words(offers.village))
        self._show_buttons()
        self.show()
        if self._choosing is not None:
            (_need, service_id), self._choosing = self._choosing, None
            self._open(service_id)

    def _show_buttons(self) -> None:
        """Show a button for what was not chosen yet."""
        held = {one.service_id for one in self._shown}
        known = self._offers.offers if self._offers is not None else ()
        self.buttons = []
        for one in known:
            if one.service_id in held:
                continue
            button = Button(one.name, icon_name="plus")
            button.setToolTip(said.about_words(one))
            button.setAccessibleDescription(said.about_words(one))
            button.clicked.connect(partial(self._open, one.service_id))
            self.buttons.append(button)
        self._flow.replace(*self.buttons)
        self._flow.setVisible(bool(self.buttons))
        self.nothing.setVisible(not self.buttons)

    def _open(self, service_id: str) -> None:
        if self._offers is None or not self._asked:
            return
        desk = self._desk
        panel = ChoicePanel(
            desk.workplace, place_of(self), need_id=str(self._asked[0]), offers=self._offers
        )
        panel.begin(service_id)

    def _look_further(self) -> None:
        words = str(self._asked[1]) if self._asked else ""
        place = place_of(self)
        if isinstance(place, PlaceView):
            place.go.emit(ScreenSpot(screen=SOCIAL_MAP, section=FOR_NEED, field=words))

    # --- what was chosen ------------------------------------------------------------------

    def _show_chosen(self, need: Need) -> None:
        known = tuple(one for one in self._desk.file.referrals if one.need_id == need.id)
        shown = (self._desk.read_only, known)
        if shown == (self._lines_read_only, self._shown):
            return
        self._lines_read_only, self._shown = shown
        pressed = QApplication.focusWidget()
        held = pressed is not None and self.isAncestorOf(pressed)
        self.chosen_buttons = []
        self._chosen.replace([self._line(one) for one in known])
        self._chosen.setVisible(bool(known))
        self._show_buttons()
        if held and pressed is not self.more:
            # What was pressed is gone; nothing that notes or removes is a place to arrive at.
            others = [one for one in (*self.buttons, self.more) if not one.isHidden()]
            (others or self.chosen_buttons)[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _line(self, referral: Referral) -> QWidget:
        work = self._desk.workplace
        words = WrappedLabel(said.chosen_words(referral))
        parts: list[Button | FlatButton] = []
        if referral.warm:
            parts.append(self._contact_button(referral))
        if not self._desk.read_only:
            away = FlatButton(_("Haal weg"), icon_name="trash")
            away.setAccessibleName(_("Haal {name} weg").format(name=referral.service_name))
            away.clicked.connect(
                lambda: self._desk.act(
                    lambda: referrals.remove(work.database, work.session, RecordId(referral.id))
                )
            )
            parts.append(away)
        self.chosen_buttons += parts
        return _Line(words, Flow(*parts))

    def _contact_button(self, referral: Referral) -> Button:
        if referral.contact_on is None:
            button = Button(_("Contact gelegd…"), icon_name="phone")
            name = _("Contact gelegd met {name}")
        else:
            button = Button(_("Pas het contact aan…"), icon_name="edit")
            name = _("Pas het contact met {name} aan")
        button.setAccessibleName(name.format(name=referral.service_name))
        button.clicked.connect(partial(self.contacted, referral))
        return button


class _Line(RecordCard):
    """What was chosen, with what can be done with it below."""

    def __init__(self, *parts: QWidget) -> None:
        super().__init__("")
        self.column.setSpacing(px(8))
        for part in parts:
            self.column.addWidget(part)
