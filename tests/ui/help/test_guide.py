"""The guide is plain Dutch, has its pictures, and answers at every place of the program."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING

import pytest

from meitinker.domain import readability
from tests.house import guide as pictures
from ui.viewmodels import conversation, guide
from ui.views.people import file_pages
from ui.window.entries import foot, places

if TYPE_CHECKING:
    from ui.workplace import Workplace

OFFICIALESE = "De verstrekking geschiedt conform de gemeentelijke verordening.\n"
LONGEST = 300
"""Words in a chapter: who asks something reads one page at most."""


def read(text: str) -> readability.Readability:
    """Read a guide without its signs, with the words below its pictures."""
    bare = re.sub(r"<!--.*?-->|\]\(pictures/.*?\)|!\[", "", text)
    return readability.read(re.sub(r"^(#+|\d+\.|-) ", "", bare, flags=re.M))


def test_the_guide_is_plain_dutch() -> None:
    reading = read(pictures.GUIDE.read_text("utf-8"))
    assert reading.score is not None
    assert reading.score >= readability.LOWEST_SCORE
    assert reading.plain


def test_control_officialese_would_not_pass() -> None:
    assert not read(pictures.GUIDE.read_text("utf-8") + OFFICIALESE).plain


@pytest.mark.parametrize("chapter", guide.chapters(), ids=lambda chapter: chapter.key)
def test_a_chapter_is_plain_and_short(chapter: guide.Chapter) -> None:
    reading = readability.read("\n".join((chapter.title, *chapter.sentences)))
    assert reading.plain
    assert reading.words <= LONGEST


def test_the_program_shows_the_guide_of_the_papers() -> None:
    assert pictures.SHIPPED.read_bytes() == pictures.GUIDE.read_bytes()


def test_every_picture_named_is_there_and_every_picture_there_is_named() -> None:
    there = {path.stem for path in pictures.PICTURES.glob("*.png")}
    assert there == pictures.named()
    assert there == set(pictures.kept())
    assert {name for one in guide.chapters() for name in one.pictures} <= there


@pytest.mark.parametrize("name", sorted(pictures.named()))
def test_a_picture_is_small_and_the_one_that_was_made(name: str) -> None:
    made = (pictures.PICTURES / f"{name}.png").read_bytes()
    assert len(made) <= pictures.MOST_BYTES
    assert hashlib.sha256(made).hexdigest() == pictures.kept()[name].sha256


def test_a_picture_is_old_when_its_screen_says_something_else() -> None:
    before = {"a": pictures.Picture("", ["Bewaar", "Klaar"]), "b": pictures.Picture("", [])}
    assert pictures.differences(before, {"a": ["Bewaar", "Klaar"], "b": [], "c": ["Nee"]}) == []
    assert pictures.differences(before, {"a": ["Bewaar", "Nee"]}) == [
        "a: 'Klaar' is gone", "a: 'Nee' is new", "b: the tour does not take it any more",
    ]  # fmt: skip


def test_what_a_day_or_a_disk_changes_does_not_make_a_picture_old() -> None:
    ours = pictures._sentences()
    assert "Bewaar notitie" in ours
    assert ours.isdisjoint({"Maandag", "december", "Bezig met bewaren…", "Ongedaan maken"})


def test_no_place_has_two_chapters() -> None:
    places = [place for chapter in guide.chapters() for place in chapter.places]
    assert len(places) == len(set(places))


def test_every_place_of_the_program_has_its_chapter(example_workplace: Workplace) -> None:
    entries = [*places(example_workplace), *foot()]
    for entry in entries:
        assert entry.key in guide.chapter_at(f"{entry.key}/something").places
        assert entry.key in guide.chapter_at(entry.key).places


@pytest.mark.parametrize("section", conversation.SECTIONS)
def test_every_section_of_a_conversation_has_its_chapter(section: str) -> None:
    assert any(place.startswith("visits") for place in guide.chapter_at(f"visits/{section}").places)


@pytest.mark.parametrize(
    ("place", "title"),
    [
        ("visits/ladder", "Wat is de ladder?"),
        ("visits/plan", "Hoe krijgt de inwoner het plan?"),
        ("people/network", "Wie staan er om de inwoner heen?"),
        ("social_map", "Hoe vind ik hulp in het dorp?"),
        ("today/week", "Hoe plan ik mijn week?"),
        ("settings/backup", "Hoe maak ik een reservekopie?"),
        ("nowhere/at-all", "Hoe begin ik?"),
    ],
)
def test_f1_opens_the_chapter_about_the_place(place: str, title: str) -> None:
    assert guide.chapter_at(place).title == title


def test_the_parts_that_f1_names_exist() -> None:
    parts = {place for chapter in guide.chapters() for place in chapter.places}
    known = {f"visits/{section}" for section in conversation.SECTIONS}
    known |= {f"people/{section}" for section in file_pages.SECTIONS}
    told = {part for part in parts if part.startswith(("visits/", "people/"))}
    assert told - known - {"people/new", "people/new-for-visit", "visits/sharing"} == set()


def test_a_chapter_must_say_where_it_belongs() -> None:
    with pytest.raises(ValueError, match="no place"):
        guide.parse("## Hoe?\n\nZo.\n")


def test_text_steps_and_lists_stand_apart() -> None:
    (chapter,) = guide.parse(
        "# Titel\n\nNiet hier.\n\n## Hoe?\n<!-- F1: a, a/b -->\n\nEen zin\nop twee regels.\n\n"
        "1. Eerst.\n2. Dan.\n\n![Zo ziet u het](pictures/zo.png)\n\n- Ook.\n"
    )
    assert chapter.key == "a"
    assert chapter.places == ("a", "a/b")
    assert chapter.pictures == ("zo",)
    assert [(block.kind.value, block.lines) for block in chapter.blocks] == [
        ("text", ("Een zin op twee regels.",)), ("steps", ("Eerst.", "Dan.")), ("list", ("Ook.",)),
    ]  # fmt: skip


def test_finding_wants_every_word_and_shows_a_sentence() -> None:
    found = guide.find("usb stick")
    assert "settings/backup" in [one.chapter.key for one in found]
    assert all("stick" in one.sentence.casefold() for one in found)
    assert guide.find("stick xyzzy") == ()
    assert len(guide.find("  ")) == len(guide.chapters())
