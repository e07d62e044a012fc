"""What the palette finds, without Qt."""

from __future__ import annotations

import msgspec
import pytest

from meitinker.domain.session import Role
from meitinker.services.people import FoundPerson
from meitinker.store.people import PersonEntry
from meitinker.store.settings import ScreenSpot
from ui.starting.preferences import Preferences
from ui.viewmodels import palette
from ui.viewmodels.palette_commands import commands
from ui.viewmodels.palette_words import other_words
from ui.views.back_office import ACCESS, COVERAGE, LISTS, MAP_IN, MAP_OUT
from ui.views.back_office import KEY as BACK_OFFICE
from ui.views.papers import SECTION as PAPERS
from ui.views.requests import SECTION as REQUESTS
from ui.window import keymap

ENTRY = PersonEntry(
    person_id="p1",
    given_names="Sjoukje",
    called="",
    prefix="de",
    surname="Jong",
    partner_name="",
    born_on="1948-03-04",
    village="Grou",
    secret_address=0,
    deceased_on=None,
    street="Hoofdstraat",
    number="4",
    visit_id=None,
    last_visit=None,
    unsent=0,
)


def entry(**changed: object) -> PersonEntry:
    return msgspec.structs.replace(ENTRY, **changed)


def titles(typed: str, *people: FoundPerson) -> list[str]:
    return [one.title for one in palette.results(Role.MEITINKER, typed, people)]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("op slot", "Zet op slot"),
        ("slo", "Zet op slot"),
        ("meekijken", "Laat zien aan inwoner"),
        ("DONK", "Donkere kleuren"),
        ("stick", "Reservekopie"),
        ("nieuwe inw", "Nieuwe inwoner"),
        ("toetsen", "Hulp"),
        ("nog te geven", "Nog te geven"),
        ("brieven", "Nog te geven"),
        ("brief", "Nog te geven"),
        ("vragen", "Vragen"),
        ("signalen", "Vragen"),
        ("week", "Week"),
        ("afwezig", "Afwezigheid"),
        ("vakantie", "Afwezigheid"),
        ("vervanger", "Afwezigheid"),
        ("spreekuur", "Spreekuur"),
        ("ontvangstbrief", "Ontvangstbrief"),
        ("beschikking", "Besluit op een aanvraag"),
        ("ondersteuningsplan", "Ondersteuningsplan"),
        ("overdracht", "Overdracht"),
        ("fries", "Frysk"),
        ("engels", "English"),
        ("cliëntondersteuning", "Uw organisatie"),
        ("licentie", "Over meitinker"),
        ("netwerk", "Netwerk"),
        ("toestemming", "Toestemming"),
    ],
)
def test_places_and_actions_are_found_by_the_starts_of_their_words(typed: str, title: str) -> None:
    assert titles(typed)[0] == title


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("foto", "Foto’s en papieren"),
        ("foto toevoegen", "Foto’s en papieren"),
        ("taal wijzigen", "Weergave"),
        ("lettergrootte", "Weergave"),
        ("wachtwoord wijzigen", "Wachtwoord"),
        ("vergrendel", "Zet op slot"),
        ("uitloggen", "Zet op slot"),
        ("back-up", "Reservekopie"),
        ("backup", "Reservekopie"),
        ("agenda", "Week"),
        ("verlof", "Afwezigheid"),
        ("mantelzorg", "Netwerk"),
        ("ecogram", "Netwerk"),
        ("rapport", "Ondersteuningsplan"),
        ("melding", "Nieuwe vraag"),
        ("zoek", "Zoek in deze lijst"),
        ("handtekening", "Afronden"),
    ],
)
def test_what_is_called_otherwise_elsewhere_is_found_by_that_too(typed: str, title: str) -> None:
    """These found nothing: the words are not on the screen, but people type them."""
    assert titles(typed)[0] == title


def test_what_shows_the_word_comes_before_what_only_means_it() -> None:
    assert titles("afdrukken")[0] == "Afdrukken"
    assert titles("taken") == ["Taken", "Vandaag"]


def test_no_other_word_is_of_a_result_that_is_not_there() -> None:
    going_on = entry(visit_id="v1")
    known = {one.key for role in Role for one in commands(role, going_on)}
    assert set(other_words()) <= known


def test_a_photo_goes_with_the_conversation_that_is_going_on_else_with_the_file() -> None:
    (asked,) = palette.results(Role.MEITINKER, "foto")
    assert asked.place == ScreenSpot(screen="people")
    (here,) = palette.results(Role.MEITINKER, "foto", at_hand=ENTRY)
    assert here.place == ScreenSpot(screen="people", record_id="p1", section="dossier")
    (there,) = palette.results(Role.MEITINKER, "foto", at_hand=entry(visit_id="v1"))
    assert there.place == ScreenSpot(screen="visits", record_id="v1", section="photos")


def test_a_part_of_the_conversation_is_one_key_away() -> None:
    (ladder,) = palette.results(Role.MEITINKER, "ladder", at_hand=entry(visit_id="v1"))
    assert ladder.place == ScreenSpot(screen="visits", record_id="v1", section="ladder")
    assert ladder.status == "Met Sjoukje de Jong"
    assert palette.results(Role.COORDINATOR, "ladder", at_hand=entry(visit_id="v1")) == ()


def test_the_handover_of_the_file_that_is_open_is_one_key_away() -> None:
    (asked,) = palette.results(Role.MEITINKER, "overdracht")
    assert asked.place == ScreenSpot(screen="people")
    (here,) = palette.results(Role.MEITINKER, "overdracht", at_hand=ENTRY)
    assert here.place == ScreenSpot(screen="people", record_id="p1", section="dossier")
    assert here.status == "Over Sjoukje de Jong"


def test_a_paper_is_found_by_what_it_is_and_leads_to_the_file_that_is_open() -> None:
    assert titles("brief") == ["Nog te geven", "Ontvangstbrief"]
    for typed in ("brief", "beschikking"):
        found = palette.results(Role.MEITINKER, typed, at_hand=ENTRY)[-1]
        assert found.place == ScreenSpot(screen="people", record_id="p1", section="requests")
        assert found.status.endswith("Over Sjoukje de Jong")


def test_words_that_are_nothing_find_nothing() -> None:
    assert titles("qqq") == []
    assert titles("lot") == []  # not the start of a word


def test_every_key_is_its_own() -> None:
    keys = [one.key for one in commands(Role.MEITINKER)]
    assert len(keys) == len(set(keys))


def test_every_command_leads_somewhere_and_has_a_name_and_an_icon() -> None:
    for one in commands(Role.MEITINKER):
        assert (one.place is None) == bool(one.action)
        assert one.title
        assert one.status
        assert one.icon_name


def screens(role: Role) -> set[str]:
    return {one.place.screen for one in commands(role) if one.place is not None}


def test_a_role_is_offered_no_place_and_no_form_that_it_does_not_have() -> None:
    everyones = {"sending", "settings", "help", "social_map"}
    assert screens(Role.ADMINISTRATOR) == everyones | {"back_office"}
    assert screens(Role.COORDINATOR) == everyones | {"people"}
    assert screens(Role.BACK_OFFICE) == screens(Role.MEITINKER) | {"back_office"}
    offered = {one.key for one in commands(Role.COORDINATOR, ENTRY)}
    assert "add" in offered
    assert offered.isdisjoint({"begin", "note", "request", "appointment", "paper:transfer"})


def test_whom_a_role_may_not_write_about_is_found_all_the_same() -> None:
    hit = FoundPerson(ENTRY, alike=False)
    for typed in ("notitie sjoukje", "gesprek met sjoukje"):
        (one,) = palette.results(Role.COORDINATOR, typed, [hit])
        assert one.place == ScreenSpot(screen="people", record_id="p1")


def test_the_tabs_of_the_back_office_are_found_by_who_has_them() -> None:
    (lists,) = palette.results(Role.BACK_OFFICE, "lijsten")
    assert lists.place == ScreenSpot(screen=BACK_OFFICE, section=LISTS)
    assert palette.results(Role.ADMINISTRATOR, "lijsten") == ()
    for typed, section in (("website", MAP_OUT), ("csv", MAP_IN), ("dekking", COVERAGE)):
        (tab,) = palette.results(Role.BACK_OFFICE, typed)
        assert tab.place == ScreenSpot(screen=BACK_OFFICE, section=section)
    (access,) = palette.results(Role.ADMINISTRATOR, "toegang")
    assert access.place == ScreenSpot(screen=BACK_OFFICE, section=ACCESS)


def test_who_is_only_alike_comes_after_what_was_meant() -> None:
    jonker = FoundPerson(entry(surname="Jonker", prefix=""), alike=True)
    found = titles("donker", jonker)
    assert (found[0], found[-1]) == ("Donkere kleuren", "Sjoukje Jonker")


def test_who_is_found_by_the_letters_comes_first() -> None:
    slot = FoundPerson(entry(surname="Slot", prefix=""), alike=False)
    assert titles("slot", slot) == ["Sjoukje Slot", "Zet op slot"]


def test_a_person_leads_to_the_file_and_tells_village_and_birth() -> None:
    (one,) = palette.results(Role.MEITINKER, "sjoukje", [FoundPerson(ENTRY, alike=False)])
    assert one.place == ScreenSpot(screen="people", record_id="p1")
    assert one.status == "Inwoner · Grou · Geboren op 4 maart 1948"


def test_a_secret_address_tells_no_village() -> None:
    (one,) = palette.results(
        Role.MEITINKER, "sjoukje", [FoundPerson(entry(secret_address=1), alike=False)]
    )
    assert "Grou" not in one.status


def test_a_conversation_is_begun_or_gone_on_with() -> None:
    assert palette.asked("nieuw gesprek met sjoukje") == (True, "sjoukje")
    assert palette.asked("Nieuw Gesprek met") == (True, "")
    assert palette.asked("sjoukje") == (False, "sjoukje")
    fresh, going = FoundPerson(ENTRY, alike=False), FoundPerson(entry(visit_id="v9"), alike=False)
    new, on = palette.results(Role.MEITINKER, "gesprek met sjoukje", [fresh, going])[:2]
    assert new.title == "Nieuw gesprek met Sjoukje de Jong"
    assert new.place == ScreenSpot(screen="visits", section="begin", record_id="p1")
    assert on.place == ScreenSpot(screen="visits", record_id="v9")


def test_there_are_never_more_than_eight() -> None:
    many = [FoundPerson(entry(person_id=f"p{n}"), alike=n > 4) for n in range(12)]
    assert len(palette.results(Role.MEITINKER, "l", many)) == palette.MOST
    assert len(palette.results(Role.MEITINKER, "")) == palette.MOST


@pytest.mark.parametrize(
    ("action", "theme"),
    [("theme_dark", "dark"), ("theme_system", None), ("theme_high_contrast", "high_contrast")],
)
def test_actions_on_the_colours_ask_for_other_preferences(action: str, theme: str | None) -> None:
    after = palette.look_after(action, Preferences(theme="light"))
    assert after is not None
    assert after.theme == theme


def test_every_action_is_one_that_somebody_does() -> None:
    keys = {key.name for key in keymap.every_key()}
    for one in commands(Role.MEITINKER):
        look = palette.look_after(one.action, Preferences())
        assert (one.place is not None) + (look is not None) + (one.action in keys) == 1


def test_an_action_tells_its_key() -> None:
    (found,) = palette.results(Role.MEITINKER, "meekijken")
    assert found.status == "Meekijken, in een gesprek · F11"


def test_a_tab_is_gone_to_and_a_paper_leads_to_where_it_is_made() -> None:
    asked_for = ("nog te geven", "vragen", "ontvangstbrief")
    led = [palette.results(Role.MEITINKER, typed)[0].place for typed in asked_for]
    assert [place.section for place in led if place] == [PAPERS, REQUESTS, REQUESTS]


@pytest.mark.parametrize("typed", ["frysk", "english"])
def test_a_language_is_found_by_its_own_name(typed: str) -> None:
    (found,) = palette.results(Role.MEITINKER, typed)
    assert found.place == ScreenSpot(screen="settings", section="look")
