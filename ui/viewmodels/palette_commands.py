"""Every place and action that the palette offers a role, in the order of offering. No Qt here.

Actions are called by name: that of their key (:mod:`ui.window.keymap`), or ``theme_system``,
``theme_light``, ``theme_dark`` and ``theme_high_contrast``. The window does them. All the rest is
a place to go to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from meitinker.domain.people import Language
from meitinker.domain.words import name_of
from meitinker.i18n import LANGUAGES, _
from meitinker.store.settings import ScreenSpot
from ui.viewmodels import places
from ui.viewmodels.conversation import PHOTOS, PLAN, SECTIONS, title_of
from ui.viewmodels.help import key_words
from ui.viewmodels.palette_result import PaletteResult
from ui.viewmodels.palette_words import other_words
from ui.viewmodels.people import entry_name
from ui.window import keymap

if TYPE_CHECKING:
    from collections.abc import Sequence

    from meitinker.domain.session import Role
    from meitinker.store.people import PersonEntry


def commands(role: Role, at_hand: PersonEntry | None = None) -> tuple[PaletteResult, ...]:
    """Return every place and action that a role has, in the order in which they are offered.

    What is begun with or about someone is begun with the resident who is ``at_hand``.
    """
    every = (
        *_beginnings(at_hand),
        *_places(at_hand),
        *_of_the_office(),
        *_actions(),
        *_parts_of_a_file(role, at_hand),
        *_parts_of_a_conversation(at_hand),
    )
    also = other_words()
    return tuple(
        msgspec.structs.replace(one, also=also.get(one.key, ""))
        for one in every
        if offers(role, one)
    )


def offers(role: Role, one: PaletteResult) -> bool:
    """Tell whether a role gets where a result leads, and may do it there."""
    if one.makes and not places.makes(role, one.makes):
        return False
    return one.place is None or places.has(role, one.place.screen)


_MADE = {
    "add": "person",
    "note": "contact_note",
    "request": "request",
    "appointment": "appointment",
}


def _beginnings(at_hand: PersonEntry | None) -> Sequence[PaletteResult]:
    """Return what can be begun, with whom it is or that this is asked first."""
    client = at_hand.person_id if at_hand is not None else ""
    name = entry_name(at_hand) if at_hand is not None else ""
    about = _("Over {name}").format(name=name)
    together = _("Met {name}").format(name=name) if name else _("Kies eerst de inwoner")

    def begin(
        key: str, title: str, icon_name: str, status: str, place: ScreenSpot
    ) -> PaletteResult:
        return PaletteResult(
            key=key, title=title, status=status, icon_name=icon_name, place=place, makes=_MADE[key]
        )

    add = ScreenSpot(screen="people", section="new")
    note, request = (ScreenSpot(screen=screen, record_id=client) for screen in ("note", "request"))
    meet = ScreenSpot(
        screen="today", section="week", record_id=client, field="with" if name else "new"
    )
    told = _("Ook van een telefoontje"), _("Iemand vraagt hulp of meldt iets")
    return (
        begin("add", _("Nieuwe inwoner"), "user-plus", _("Voeg iemand toe"), add),
        _conversation(at_hand, together),
        begin("note", _("Korte notitie"), "phone", about if name else told[0], note),
        begin("request", _("Nieuwe vraag"), "message-circle", about if name else told[1], request),
        begin("appointment", _("Nieuwe afspraak"), "calendar-event", together, meet),
    )


def _conversation(at_hand: PersonEntry | None, together: str) -> PaletteResult:
    """Return the way to a conversation: the one that is going on, before a second one."""
    if at_hand is None:
        place = ScreenSpot(screen="people")
    elif at_hand.visit_id:
        going_on = _("Met {name}: een nieuw gesprek is al begonnen")
        return PaletteResult(
            key="begin",
            title=_("Verder met gesprek"),
            status=going_on.format(name=entry_name(at_hand)),
            icon_name="clock",
            place=ScreenSpot(screen="visits", record_id=at_hand.visit_id),
        )
    else:
        place = ScreenSpot(screen="visits", section="begin", record_id=at_hand.person_id)
    return PaletteResult(
        key="begin",
        title=_("Nieuw gesprek"),
        status=together,
        icon_name="plus",
        place=place,
        makes="visit",
    )


def _places(at_hand: PersonEntry | None) -> Sequence[PaletteResult]:
    def place(
        screen: str, title: str, icon_name: str, status: str, part: str = ""
    ) -> PaletteResult:
        return PaletteResult(
            key=f"place:{screen}:{part}:{icon_name}",
            title=title,
            status=status,
            icon_name=icon_name,
            place=ScreenSpot(screen=screen, section=part),
        )

    return (
        place("today", _("Vandaag"), "home", _("Wat er nog wacht")),
        place("today", _("Week"), "calendar", _("Uw afspraken en spreekuren"), "week"),
        _there("away", _("Afwezigheid"), "bed", _("Vakantie, vrij of ziek, en uw vervanger")),
        _there("hours", _("Spreekuur"), "clock", _("Uw vaste uren in een dorp")),
        place("people", _("Inwoners"), "users", _("De lijst van alle inwoners")),
        place("visits", _("Gesprekken"), "notes", _("De lijst van alle gesprekken")),
        place("social_map", _("Sociale kaart"), "map-pin", _("Hulp in het dorp en daarbuiten")),
        place("sending", _("Bijwerken"), "refresh", _("Versturen, ophalen en kiezen wat klopt")),
        place("settings", _("Instellingen"), "settings", _("Hoe het programma werkt")),
        place("help", _("Hulp"), "help", _("Eerste stappen en toetsen")),
        place("settings", _("Weergave"), "contrast", _("Kleuren, letters en taal"), "look"),
        *_languages(),
        place("settings", _("Wachtwoord"), "key", _("Veiligheid en herstelcode"), "safety"),
        place("settings", _("Reservekopie"), "usb", _("Maak een kopie op een stick"), "backup"),
        place("settings", _("Uw gegevens"), "user", _("Naam, telefoon en organisatie"), "own"),
        place("settings", _("Dit apparaat"), "link", _("Aansluiten bij uw organisatie"), "device"),
        place(
            "settings",
            _("Uw organisatie"),
            "building-community",
            _("Termijn en cliëntondersteuning"),
            "organisation",
        ),
        place("settings", _("Over meitinker"), "info-circle", _("Versie en licentie"), "about"),
        *_papers(at_hand),
    )


def _there(field: str, title: str, icon_name: str, status: str) -> PaletteResult:
    """Return the way to when the user is there: the hours in a village, or an absence."""
    return PaletteResult(
        key=f"availability:{field}",
        title=title,
        status=status,
        icon_name=icon_name,
        place=ScreenSpot(screen="today", section="week", field=field),
        makes="absence" if field == "away" else "office_hour",
    )


def _languages() -> Sequence[PaletteResult]:
    """Return the way to choosing each language, by its own name: who looks cannot read this one.

    By its name in the language at hand as well: who can read this one looks for that.
    """
    look, words = ScreenSpot(screen="settings", section="look"), _("Kleuren, letters en taal")
    return tuple(
        PaletteResult(
            key=f"language:{code}",
            title=name,
            status=" · ".join(dict.fromkeys((name_of(Language(code)), words))),
            icon_name="contrast",
            place=look,
        )
        for code, name in LANGUAGES.items()
    )


def _papers(at_hand: PersonEntry | None) -> Sequence[PaletteResult]:
    """Return the tabs with questions and papers, also by the names of the papers themselves."""
    transfer, whose = ScreenSpot(screen="people"), _("Staat in het dossier. Kies de inwoner.")
    if at_hand is not None:
        transfer = ScreenSpot(screen="people", record_id=at_hand.person_id, section="dossier")
        whose = _("Over {name}").format(name=entry_name(at_hand))
    plan = _("Staat bij het gesprek. Kies het gesprek.")
    booklet = ScreenSpot(screen="social_map", section="booklet")
    help_there = _("Lijst van alle hulp, om af te drukken")
    waits = ScreenSpot(screen="today", section="papers")
    asked_for = all_asked = ScreenSpot(screen="today", section="requests")
    receipt = _("Staat bij de vraag. Kies de vraag.")
    decision = _("Beschikking, bij de vraag. Kies de vraag.")
    if at_hand is not None:
        asked_for = ScreenSpot(screen="people", record_id=at_hand.person_id, section="requests")
        receipt = whose
        decision = _("Beschikking. {whose}").format(whose=whose)
    found = (
        ("requests", _("Vragen"), "message-circle", _("Alle open vragen en signalen"), all_asked),
        (
            "papers",
            _("Nog te geven"),
            "mail",
            _("Brieven en plannen. Geef of stuur een brief."),
            waits,
        ),
        ("receipt", _("Ontvangstbrief"), "file-text", receipt, asked_for),
        ("decision", _("Besluit op een aanvraag"), "file-text", decision, asked_for),
        ("plan", _("Ondersteuningsplan"), "file-text", plan, ScreenSpot(screen="visits")),
        ("transfer", _("Overdracht"), "file-text", whose, transfer),
        ("booklet", _("Boekje van een dorp"), "printer", help_there, booklet),
    )
    return tuple(_paper(*one) for one in found)


def _paper(key: str, title: str, icon_name: str, status: str, place: ScreenSpot) -> PaletteResult:
    return PaletteResult(
        key=f"paper:{key}",
        title=title,
        status=status,
        icon_name=icon_name,
        place=place,
        makes=_PAPER_OF[key] if place.screen == "people" else "",
    )


_PAPER_OF = {
    "requests": "request",
    "receipt": "letter",
    "decision": "application",
    "transfer": "transfer",
}
"""What stands in a file for whom it is there: a file is also for who may not have these."""


def _of_the_office() -> Sequence[PaletteResult]:
    """Return Backoffice and its tabs; each is of who makes what is made there."""
    office, the_map = _("Backoffice"), _("Sociale kaart")
    tabs = (
        ("", office, "clipboard-list", _("Gesprekken"), ""),
        ("batches", _("Leveringen"), "file-spreadsheet", office, "review_step"),
        ("workload", _("Werkverdeling"), "users", office, "review_step"),
        ("papers", _("Nog te versturen"), "mail", office, "review_step"),
        ("access", _("Toegang"), "key", office, "replacement"),
        ("lists", _("Lijsten"), "list-check", office, "review_step"),
        ("map", _("Bijhouden"), "map-pin", the_map, "review_step"),
        ("map-in", _("Diensten inlezen"), "file-spreadsheet", the_map, "review_step"),
        ("coverage", _("Hulp per dorp"), "map-pin", the_map, "review_step"),
        ("map-out", _("Naar buiten"), "upload", the_map, "review_step"),
    )
    return [
        PaletteResult(
            key=f"office:{tab}",
            title=title,
            status=status,
            icon_name=icon_name,
            place=ScreenSpot(screen="back_office", section=tab),
            makes=makes,
        )
        for tab, title, icon_name, status, makes in tabs
    ]


def _parts_of_a_file(role: Role, at_hand: PersonEntry | None) -> Sequence[PaletteResult]:
    """Return the sections of the file that is open; where none is, who it is about comes first."""
    whose = _("Kies eerst de inwoner")
    if at_hand is not None:
        whose = _("Over {name}").format(name=entry_name(at_hand))
    photos = _("Foto’s en papieren")
    parts = (
        ("network", _("Netwerk"), "users", "network"),
        ("tasks", _("Taken"), "list-check", "tasks"),
        ("details", _("Gegevens"), "address-book", "details"),
        ("photos", photos, "photo", "dossier"),
        ("dossier", _("Dossier"), "paperclip", "dossier"),
        ("merge", _("Samenvoegen"), "copy", "merge"),
    )
    return tuple(
        PaletteResult(
            key=f"file:{key}",
            title=title,
            status=whose,
            icon_name=icon_name,
            place=_in_file(at_hand, key, section),
        )
        for key, title, icon_name, section in parts
        if places.has_section(role, section)
    )


def _in_file(at_hand: PersonEntry | None, key: str, section: str) -> ScreenSpot:
    """Return the way to a section; a photo goes with the conversation that is going on."""
    if at_hand is None:
        return ScreenSpot(screen="people")
    if key == PHOTOS and at_hand.visit_id:
        return ScreenSpot(screen="visits", record_id=at_hand.visit_id, section=PHOTOS)
    return ScreenSpot(screen="people", record_id=at_hand.person_id, section=section)


def _parts_of_a_conversation(at_hand: PersonEntry | None) -> Sequence[PaletteResult]:
    """Return the parts of a conversation: of the one going on with who is at hand, or of one."""
    whose, visit = _("Staat bij het gesprek. Kies het gesprek."), ""
    if at_hand is not None and at_hand.visit_id:
        whose, visit = _("Met {name}").format(name=entry_name(at_hand)), at_hand.visit_id
    return tuple(
        PaletteResult(
            key=f"section:{section}",
            title=title_of(section),
            status=whose,
            icon_name="notes",
            place=ScreenSpot(screen="visits", record_id=visit, section=section if visit else ""),
            makes="visit",
        )
        for section in SECTIONS
        if section not in (PHOTOS, PLAN)
    )


_LEADS = frozenset({"palette", "help", "note"})
"""Keys that open what stands among the places, and the key of the palette itself."""


def _acts() -> dict[str, tuple[str, str]]:
    """Return icon and words of what a key does, by the name of the key."""
    here = _("Op dit scherm")
    return {
        "lock": ("lock", _("Zet het scherm op slot")),
        "undo": ("arrow-back-up", _("Het laatste wat u deed")),
        "redo": ("rotate-2", _("Wat u net ongedaan maakte")),
        "larger": ("zoom-in", _("Maak alle tekst groter")),
        "smaller": ("zoom-out", _("Maak alle tekst kleiner")),
        "usual_size": ("text-size", _("Tekst op 100 %")),
        "share": ("eye", _("Meekijken, in een gesprek")),
        "print": ("printer", _("Wat u nu ziet")),
        "save": ("circle-check", _("Bewaren gaat ook vanzelf")),
        "place_text": ("arrow-right", _("In een gesprek. Kies eerst de tekst.")),
        "find": ("search", here),
        "new": ("plus", here),
        "confirm": ("check", here),
        "previous_section": ("chevron-up", here),
        "next_section": ("chevron-down", here),
        "previous_pane": ("arrow-left", here),
        "next_pane": ("arrow-right", here),
    }


def _actions() -> Sequence[PaletteResult]:
    acts = _acts()
    keys = [key for key in keymap.every_key() if key.name not in _LEADS]
    return (
        *(_act(key.name, key.words, *acts[key.name], key.sequence) for key in keys),
        _act("theme_light", _("Lichte kleuren"), "sun", _("Licht scherm")),
        _act("theme_dark", _("Donkere kleuren"), "moon", _("Donker scherm")),
        _act("theme_high_contrast", _("Hoog contrast"), "contrast", _("Kleuren die opvallen")),
        _act("theme_system", _("Kleuren zoals de computer"), "settings", _("Licht of donker")),
    )


def _act(name: str, title: str, icon_name: str, words: str, keys: str = "") -> PaletteResult:
    """Return an action; its key is told too, for who would rather press that next time."""
    status = " · ".join(part for part in (words, key_words(keys)) if part)
    return PaletteResult(
        key=f"action:{name}", title=title, status=status, icon_name=icon_name, action=name
    )
