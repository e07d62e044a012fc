"""Dutch words as people type them."""

from __future__ import annotations

import pytest

from meitinker.domain import dutch


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("maaltijden", "maaltijd"),
        ("brieven", "brief"),
        ("huizen", "huis"),
        ("broden", "brood"),
        ("bussen", "bus"),
        ("katten", "kat"),
        ("rollators", "rollator"),
        ("boodschapje", "boodschappen"),
        ("klusjes", "klus"),
        ("kaartje", "kaart"),
        ("deurtje", "deur"),
        ("autootje", "auto"),
        ("bloempje", "bloemen"),
        ("ringetje", "ring"),
        ("balletje", "bal"),
        ("koninkje", "koning"),
        ("kinderen", "kind"),
        ("mogelijkheden", "mogelijkheid"),
        ("warme", "warm"),
        ("oude", "oud"),
        ("boze", "boos"),
        ("lampe", "lamp"),
        ("famkes", "fam"),
        ("boekje", "boek"),
    ],
)
def test_forms_of_one_word_meet(one: str, other: str) -> None:
    assert dutch.forms(one) & dutch.forms(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("maaltijd", "maat"),
        ("tuin", "tante"),
        ("zorg", "zuster"),
        ("rollator", "rolstoel"),
        ("klus", "kous"),
        ("en", "een"),
    ],
)
def test_other_words_do_not_meet(one: str, other: str) -> None:
    assert not dutch.forms(one) & dutch.forms(other)
    assert not dutch.roots(one) & dutch.roots(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("bezorging", "bezorgen"),
        ("bezorgt", "bezorgen"),
        ("bezorgd", "bezorger"),
        ("geknipt", "knippen"),
        ("gevallen", "vallen"),
        ("woning", "wonen"),
        ("lopend", "lopen"),
        ("geholpen", "holpen"),
        ("gewerkt", "werken"),
    ],
)
def test_what_is_made_of_one_verb_meets(one: str, other: str) -> None:
    assert dutch.roots(one) & dutch.roots(other)


def test_a_base_form_is_never_shorter_than_three_letters() -> None:
    for word in ("ezen", "uien", "eten", "gaten", "asjes", "tje", "e", "en", "ing", "ge"):
        assert all(len(one) >= 3 or one == word for one in dutch.forms(word) | dutch.roots(word))


@pytest.mark.parametrize(
    ("typed", "right"),
    [
        ("taksi", "taxi"),
        ("advokaat", "advocaat"),
        ("maaltijt", "maaltijd"),
        ("cadeaubon", "kadeaubon"),
        ("fotto", "foto"),
        ("theater", "teater"),
        ("reiziger", "rijziger"),
        ("boudschap", "baudschap"),
    ],
)
def test_what_sounds_alike_is_written_one_way(typed: str, right: str) -> None:
    assert dutch.by_ear(typed) == dutch.by_ear(right)


def test_what_sounds_otherwise_stays_apart() -> None:
    assert dutch.by_ear("bed") != dutch.by_ear("bot")


def test_words_are_cut_as_the_index_cuts_them() -> None:
    assert dutch.words("'s Avonds foto's & Âlderein, TÚN 12; e-mail_adres") == [
        "avonds",
        "foto",
        "alderein",
        "tun",
        "12",
        "mail",
        "adres",
    ]
    assert dutch.words("") == dutch.words(" '!? a") == []


def test_the_ligature_is_two_letters() -> None:
    assert dutch.words("m\u0133n") == dutch.words("mijn")


def test_words_that_say_little_are_folded_words() -> None:
    for word in dutch.STOP_WORDS | dutch.PALE_WORDS:
        assert dutch.words(word) in ([word], [])


def test_words_of_help_say_something() -> None:
    for word in ("eten", "vervoer", "oppas", "schulden", "tuin", "rouw", "taal", "warm"):
        assert word not in dutch.STOP_WORDS | dutch.PALE_WORDS
