"""Forms that wait on Vandaag: what each is called, and where it is gone on with. No Qt here.

Forms are known by their names (:class:`meitinker.services.form_drafts.Form`): to import every
service that has one would hold up the first screen. ``tests/house/test_half_typed_forms.py``
holds the list complete.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker import i18n
from meitinker.store.settings import ScreenSpot

if TYPE_CHECKING:
    from meitinker.services.half_typed import WaitingForm


def _(message: str) -> str:
    """Mark words for the catalogues; they are translated when they are shown."""
    return message


NOTE_TYPED = "typed"
"""The section of a spot at the contact note that goes on with one; its record is the key, its field
whom it is about where that was not chosen yet."""

_WORKLOAD = "workload"
"""The section of a spot at Backoffice where work is given; its record is a resident."""

TIE = "tie:"
"""Begins the field of a spot in a file that opens someone of the network; the id follows."""

_FILE = "people"
_VISIT = "visits"
_MAP = "social_map"


class FormWords(msgspec.Struct, frozen=True):
    """A form in words, and the part of the screen where it stands.

    Attributes:
        name: What it is called; translate when it is shown.
        icon_name: Its icon.
        screen: Where it is gone on with; a file or conversation where it is about a resident.
        section: The part of that screen.
        field: The field there, or "".
    """

    name: str
    icon_name: str
    screen: str = _FILE
    section: str = ""
    field: str = ""


_TOLD = {
    "new_person": FormWords(_("Nieuwe inwoner"), "user-plus", _FILE, "new"),
    "moving": FormWords(_("Verhuizing"), "home", _FILE, "details"),
    "dying": FormWords(_("Overlijden"), "user", _FILE, "details"),
    "new_request": FormWords(_("Nieuwe vraag"), "message-circle", "request"),
    "request.answer": FormWords(_("Antwoord op een vraag"), "message-circle", _FILE, "requests"),
    "request.hand_over": FormWords(_("Vraag overdragen"), "message-circle", _FILE, "requests"),
    "request.withdraw": FormWords(_("Vraag intrekken"), "message-circle", _FILE, "requests"),
    "request.delay": FormWords(_("Uitstel bij een vraag"), "message-circle", _FILE, "requests"),
    "request.tell_support": FormWords(
        _("Cliëntondersteuning bij een vraag"), "message-circle", _FILE, "requests"
    ),
    "request.plan": FormWords(
        _("Persoonlijk plan bij een vraag"), "message-circle", _FILE, "requests"
    ),
    "request.consent": FormWords(
        _("Toestemming bij een vraag"), "message-circle", _FILE, "requests"
    ),
    "letter_going": FormWords(_("Dag van de ontvangstbrief"), "mail", _FILE, "requests"),
    "contact_note": FormWords(_("Korte notitie"), "phone", "note", NOTE_TYPED),
    "task_new": FormWords(_("Nieuwe taak"), "clipboard-list", _FILE, "tasks"),
    "task_change": FormWords(_("Taak"), "clipboard-list", _FILE, "tasks"),
    "tie_end": FormWords(_("Laatste dag in het netwerk"), "hierarchy-2", _FILE, "network"),
    "transfer": FormWords(_("Overdracht van het dossier"), "users", _FILE, "dossier"),
    "attaching_to_file": FormWords(_("Foto of document"), "paperclip", _FILE, "dossier"),
    "attaching_to_visit": FormWords(_("Foto of document"), "paperclip", _VISIT, "photos"),
    "appointment": FormWords(_("Afspraak in de week"), "calendar", "today", "week", "form"),
    "office_hour_new": FormWords(_("Nieuw spreekuur"), "clock", "today", "week", "hours"),
    "office_hour": FormWords(_("Spreekuur"), "clock", "today", "week", "hours"),
    "absence_new": FormWords(_("Nieuwe afwezigheid"), "calendar", "today", "week", "hours"),
    "absence": FormWords(_("Afwezigheid"), "calendar", "today", "week", "hours"),
    "visit_day": FormWords(_("Dag van het gesprek"), "messages", _VISIT, "attendees"),
    "signing": FormWords(_("Handtekening"), "edit", _VISIT, "closing", "signature"),
    "consent": FormWords(_("Toestemming"), "shield-lock", _VISIT, "consents"),
    "application": FormWords(_("Aanvraag"), "file-text", _VISIT, "closing"),
    "application_suspend": FormWords(_("Aanvraag stilzetten"), "file-text", _FILE, "requests"),
    "application_decide": FormWords(_("Besluit op een aanvraag"), "file-text", _FILE, "requests"),
    "application_go_on": FormWords(_("Aanvraag gaat verder"), "file-text", _FILE, "requests"),
    "plan_remark": FormWords(_("Reactie op het plan"), "file-text", _VISIT, "plan"),
    "plan_news": FormWords(_("Plan: wat er nieuw is"), "file-text", _VISIT, "plan"),
    "plan_going": FormWords(_("Dag van het plan"), "mail", _VISIT, "plan"),
    "papers": FormWords(_("Brieven om te geven"), "mail", "today", "papers"),
    "papers_at_office": FormWords(_("Brieven om te versturen"), "mail", "back_office", "papers"),
    "own": FormWords(_("Uw gegevens"), "settings", "settings", "own"),
    "own_sets": FormWords(_("Uw organisatie"), "settings", "settings", "organisation"),
    "equal_day": FormWords(_("Extra feestdag"), "settings", "settings", "organisation"),
    "review_question": FormWords(_("Vraag aan de meitinker"), "message-circle", "back_office"),
    "review_approval": FormWords(_("Uitleg bij een goedkeuring"), "circle-check", "back_office"),
    "review_return": FormWords(_("Reden van terugsturen"), "message-circle", "back_office"),
    "import_batch": FormWords(_("Nieuwe levering"), "clipboard-list", "back_office", "batches"),
    "import_undo": FormWords(
        _("Levering ongedaan maken"), "clipboard-list", "back_office", "batches"
    ),
    "review_take_over": FormWords(_("Overnemen van een dossier"), "users", "back_office"),
    "grant": FormWords(_("Toegang tot een dossier"), "users", _FILE, "dossier"),
    "replacement": FormWords(_("Vervanging"), "users", "back_office", "access"),
    "client_list": FormWords(_("Lijst van inwoners"), "file-spreadsheet", "back_office", "lists"),
    "client_list_doubles": FormWords(
        _("Lijst van inwoners: wie al bekend is"), "file-spreadsheet", "back_office", "lists"
    ),
    "map_list": FormWords(
        _("Diensten uit een bestand"), "file-spreadsheet", "back_office", "map-in"
    ),
    "map_list_doubles": FormWords(
        _("Diensten uit een bestand: uw keuzes"), "file-spreadsheet", "back_office", "map-in"
    ),
    "give_task": FormWords(_("Taak voor een collega"), "users", "back_office", "workload"),
    "give_request": FormWords(_("Vraag geven aan een collega"), "users", "back_office", "workload"),
    "give_file": FormWords(_("Dossier geven aan een collega"), "users", "back_office", "workload"),
    "map_correction": FormWords(_("Verbetering van de sociale kaart"), "edit", _MAP, "correction"),
    "service_choice": FormWords(_("Keuze van hulp"), "map-pin", _VISIT, "ladder"),
    "referral_contact": FormWords(_("Contact bij gekozen hulp"), "phone", _VISIT, "ladder"),
    "map_turn_down": FormWords(_("Reden bij een verbetering"), "x", "back_office", "map"),
    "missing_answer": FormWords(_("Antwoord op gemiste hulp"), "edit", "back_office", "map"),
    "missing_service": FormWords(_("Gemiste hulp"), "flag", _MAP, "missing"),
    "map_new": FormWords(_("Nieuwe dienst"), "plus", _MAP, "new"),
    "review_reply": FormWords(_("Antwoord aan de backoffice"), "message-circle", _VISIT),
}

_TOLD |= {
    name: FormWords(_("Aanpassing van de sociale kaart"), "edit", _MAP, "edit", name)
    for name in (
        *("map_what", "map_provider", "map_who", "map_way", "map_find", "map_ladder"),
        *("map_area", "map_room", "map_reach", "map_provider_card"),
        *("map_phone", "map_contact", "map_place", "map_hours", "map_price"),
        *("map_phone_new", "map_contact_new", "map_place_new", "map_hours_new", "map_price_new"),
    )
}

_CONFLICT = FormWords(_("Keuze bij Bijwerken"), "refresh", "sending")
_HALF = FormWords(_("Een gegeven dat nog niet klopt"), "edit", _FILE, "details")
_HALF_IN_VISIT = FormWords(_("Een gegeven dat nog niet klopt"), "edit", _VISIT)
_HALF_OF_TIE = FormWords(_("Een gegeven dat nog niet klopt"), "edit", _FILE, "network")


def told(one: WaitingForm) -> FormWords | None:
    """Return what a form is called and where it stands; None where this version does not know."""
    if one.form.startswith("conflict:"):
        return _CONFLICT
    if one.form.startswith("half_tie_"):
        return _HALF_OF_TIE
    if one.form.startswith("half_"):
        return _HALF_IN_VISIT if one.visit_id and not _of_person(one) else _HALF
    return _TOLD.get(one.form)


def name_of(form: FormWords) -> str:
    """Return what a form is called, in the language at hand."""
    return i18n.translation(i18n.language()).gettext(form.name)


def spot(one: WaitingForm, form: FormWords) -> ScreenSpot:
    """Return where a form is gone on with."""
    person_id = one.person.id if one.person else ""
    if form.screen == _VISIT and not one.visit_id:
        return ScreenSpot(screen=_FILE, record_id=person_id)  # the file is as near as it gets
    record = {
        _VISIT: one.visit_id,
        _FILE: person_id,
        "sending": person_id,
        "note": one.about,
        _MAP: one.about,
        "back_office": {_WORKLOAD: person_id, "map": one.about}.get(form.section, one.visit_id),
    }
    field = form.field
    if form.section == "network":
        field = f"{TIE}{one.about}"
    if form.section == "ladder":
        begins = "contact" if one.form == "referral_contact" else "offer"
        field = f"{begins}:{one.about}:"
    return ScreenSpot(
        screen=form.screen,
        record_id=one.about if field == "form" else record.get(form.screen, ""),
        section=form.section,
        field=field,
    )


def _of_person(one: WaitingForm) -> bool:
    """Tell whether half a value stands in a field of the file: that of a resident alone."""
    return one.person is not None and one.about == one.person.id
