"""What the palette finds, without Qt."""

from __future__ import annotations

import msgspec
import pytest

from meitinker.services.people import FoundPerson
from meitinker.store.people import PersonEntry
from meitinker.store.settings import Place
from ui.preferences import Preferences
from ui.theme import TEXT_SIZES
from ui.viewmodels import palette

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
    return [one.title for one in palette.results(typed, people)]


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("op slot", "Op slot"),
        ("slo", "Op slot"),
        ("DONK", "Donkere kleuren"),
        ("stick", "Reservekopie"),
        ("nieuwe inw", "Nieuwe inwoner"),
        ("toetsen", "Hulp"),
    ],
)
def test_places_and_actions_are_found_by_the_starts_of_their_words(typed: str, title: str) -> None:
    assert titles(typed)[0] == title


def test_words_that_are_nothing_find_nothing() -> None:
    assert titles("qqq") == []
    assert titles("lot") == []  # not the start of a word


def test_every_key_is_its_own() -> None:
    keys = [one.key for one in palette.commands()]
    assert len(keys) == len(set(keys))


def test_every_command_leads_somewhere_and_has_a_name_and_an_icon() -> None:
    for one in palette.commands():
        assert (one.place is None) == bool(one.action)
        assert one.title
        assert one.status
        assert one.icon_name


def test_who_is_only_alike_comes_after_what_was_meant() -> None:
    jonker = FoundPerson(entry(surname="Jonker", prefix=""), alike=True)
    found = titles("donker", jonker)
    assert (found[0], found[-1]) == ("Donkere kleuren", "Sjoukje Jonker")


def test_who_is_found_by_the_letters_comes_first() -> None:
    slot = FoundPerson(entry(surname="Slot", prefix=""), alike=False)
    assert titles("slot", slot) == ["Sjoukje Slot", "Op slot"]


def test_a_person_leads_to_the_file_and_tells_village_and_birth() -> None:
    (one,) = palette.results("sjoukje", [FoundPerson(ENTRY, alike=False)])
    assert one.place == Place(screen="people", record_id="p1")
    assert one.status == "Inwoner · Grou · Geboren op 4 maart 1948"


def test_a_secret_address_tells_no_village() -> None:
    (one,) = palette.results("sjoukje", [FoundPerson(entry(secret_address=1), alike=False)])
    assert "Grou" not in one.status


def test_a_conversation_is_begun_or_gone_on_with() -> None:
    assert palette.asked("nieuw gesprek met sjoukje") == (True, "sjoukje")
    assert palette.asked("Nieuw Gesprek met") == (True, "")
    assert palette.asked("sjoukje") == (False, "sjoukje")
    fresh, going = FoundPerson(ENTRY, alike=False), FoundPerson(entry(visit_id="v9"), alike=False)
    new, on = palette.results("gesprek met sjoukje", [fresh, going])[:2]
    assert new.title == "Nieuw gesprek met Sjoukje de Jong"
    assert new.place == Place(screen="visits", section="begin", record_id="p1")
    assert on.place == Place(screen="visits", record_id="v9")


def test_there_are_never_more_than_eight() -> None:
    many = [FoundPerson(entry(person_id=f"p{n}"), alike=n > 4) for n in range(12)]
    assert len(palette.results("l", many)) == palette.MOST
    assert len(palette.results("")) == palette.MOST


@pytest.mark.parametrize(
    ("action", "theme", "size"),
    [
        ("theme_dark", "dark", None),
        ("theme_system", None, None),
        ("larger", "light", 150),
        ("smaller", "light", 100),
        ("usual_size", "light", 100),
    ],
)
def test_actions_on_the_look_ask_for_other_preferences(
    action: str, theme: str | None, size: int | None
) -> None:
    after = palette.look_after(action, Preferences(theme="light"), shown=125)
    assert after is not None
    assert (after.theme, after.text_size) == (theme, size)


def test_the_largest_letters_stay_the_largest() -> None:
    after = palette.look_after("larger", Preferences(), shown=TEXT_SIZES[-1])
    assert after is not None
    assert after.text_size == TEXT_SIZES[-1]


def test_other_actions_ask_nothing_of_the_look() -> None:
    others = [one.action for one in palette.commands() if one.action in {"lock", "undo"}]
    assert len(others) == 2
    for action in others:
        assert palette.look_after(action, Preferences(), shown=100) is None


def test_every_action_is_one_that_somebody_does() -> None:
    for one in palette.commands():
        look = palette.look_after(one.action, Preferences(), shown=100)
        assert one.place or look is not None or one.action in {"lock", "undo"}


def test_it_steps_through_the_sizes_that_the_theme_offers() -> None:
    assert palette._SIZES == TEXT_SIZES
