"""From the words of every day to terms."""

from __future__ import annotations

import pytest

from meitinker.domain import dutch, reference
from meitinker.domain import thesaurus as module
from meitinker.domain.map_terms import CATEGORIES, CategoryEntry
from meitinker.domain.thesaurus import (
    THESAURUS,
    Meaning,
    Met,
    Thesaurus,
    ThesaurusEntry,
    of_entries,
    telling,
)

SAYINGS = Thesaurus(
    Meaning(said=said, term=term, categories=(term,))
    for said, term in (
        ("eten aan huis", "maaltijden"),
        ("oppas", "respijtzorg"),
        ("even vrij", "respijtzorg"),
        ("taxi", "vervoer"),
        ("niet meer volhouden", "overbelast"),
        ("weekend weg", "respijtzorg"),
        ("de dag", "dagbesteding"),
    )
)


def met(text: str, *, half: bool = False) -> tuple[Met, ...]:
    return SAYINGS.meant(dutch.words(text), half=half)


@pytest.mark.parametrize(
    ("typed", "term"),
    [
        ("eten aan huis", "maaltijden"),
        ("wat eten dat aan huis komt", "maaltijden"),
        ("oppassen", "respijtzorg"),
        ("oppsa", "respijtzorg"),
        ("ik kan het niet meer volhouden", "overbelast"),
        ("rolstoeltaxi", ""),  # a compound is known by parts that stand somewhere
        ("de dag", "dagbesteding"),
        ("eten", ""),  # of a saying that hangs on one word the rest must be there as well
        ("volhouden", ""),
        ("ik kan het niet meer volhouden met haar", "overbelast"),
        ("huis", ""),
        ("een weekend", ""),
        ("", ""),
    ],
)
def test_a_saying_counts_where_its_telling_words_were_typed(typed: str, term: str) -> None:
    found = met(typed)
    assert (found[0].meaning.term if found else "") == term


def test_it_tells_which_words_it_covers() -> None:
    found = met("lekker eten bij ons aan huis")
    assert found[0].covers == {1, 5}


def test_the_longest_saying_comes_first() -> None:
    found = met("oppas en eten aan huis")
    assert [one.meaning.term for one in found] == ["maaltijden", "respijtzorg"]


def test_the_beginning_of_the_last_word_counts_while_it_is_typed() -> None:
    assert met("niet meer volho") == ()
    assert met("niet meer volho", half=True)[0].meaning.term == "overbelast"
    assert met("niet meer vol", half=True) == ()


def test_a_compound_is_of_its_last_part() -> None:
    sayings = Thesaurus(Meaning(said=said, term=said) for said in ("taxi", "rolstoel"))
    found = sayings.meant(["rolstoeltaxi"])
    assert [one.meaning.term for one in found] == ["taxi"]


def test_a_compound_counts_as_its_parts_side_by_side() -> None:
    said = ("huurachterstand", "huur", "achterstand")
    sayings = Thesaurus(Meaning(said=one, term=one) for one in said)
    found = sayings.meant(["achterstand", "met", "de", "huur"])
    assert found[0].meaning.term == "huurachterstand"


def test_sayings_that_come_later_are_met_as_well_and_leave_the_first_as_they_were() -> None:
    more = SAYINGS.and_also([Meaning(said="prakje brengen", term="prak", categories=("prak",))])
    typed = ["prakje", "brengen"]
    assert [one.meaning.term for one in more.meant(typed)] == ["prak"]
    assert [one.meaning.term for one in more.leant(["prakje"])] == ["prak"]
    assert SAYINGS.meant(typed) == () == SAYINGS.leant(typed)
    known = dutch.words("niet meer volhouden")
    assert more.meant(known) == SAYINGS.meant(known) != ()


def test_cut_in_bites_it_meets_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BITE", 2)
    words = ("eten aan huis", "taxi", "rolstoel", "rolstoeltaxi", "oppas")
    meanings = [Meaning(said=one, term=one) for one in words]
    cutting = Thesaurus.in_bites(meanings)
    bites = 0
    while True:
        try:
            next(cutting)
        except StopIteration as ended:
            made = ended.value
            break
        bites += 1
    assert bites > len(meanings)
    whole = Thesaurus(meanings)
    for typed in (["eten", "huis"], ["taxi"], ["rolstoel", "taxi"], ["rolstoeltaxi"], ["fiets"]):
        assert made.meant(typed) == whole.meant(typed)
        assert made.leant(typed) == whole.leant(typed)
    assert made.meant(["rolstoel", "taxi"])


def test_telling_words_are_all_words_where_none_tells() -> None:
    assert telling(["ik", "wil", "eten", "eten"]) == ("eten",)
    assert telling(["ik", "wil"]) == ("ik", "wil")


def shipped() -> list[ThesaurusEntry]:
    return reference.shipped(THESAURUS)[-1].read(list[ThesaurusEntry])


def test_the_shipped_list_leads_to_categories_that_exist() -> None:
    tree = {one.code for one in reference.shipped(CATEGORIES)[-1].read(list[CategoryEntry])}
    for entry in shipped():
        assert set(entry.categories) <= tree
    assert sum(1 for entry in shipped() if entry.categories) > 80


def test_every_shipped_saying_says_something() -> None:
    for entry in shipped():
        assert dutch.words(entry.term)
        for said in entry.said:
            assert dutch.words(said), said


def test_each_shipped_saying_leads_where_it_says() -> None:
    meanings = of_entries(shipped())
    sayings = Thesaurus(meanings)
    for meaning in meanings:
        found = sayings.meant(dutch.words(meaning.said))
        assert any(one.meaning.term == meaning.term for one in found), meaning.said


def test_the_pairs_that_have_a_source_are_told_apart() -> None:
    pairs = {said: one.term for one in shipped() if not one.own for said in one.said}
    assert len(pairs) >= 66
    assert pairs["steunkousen"] == "wijkverpleging"
    assert pairs["eten aan huis"] == "maaltijdvoorziening"
    assert {"mantelsoarch", "soarch", "boadskippen", "frijwilliger", "âlderein"} <= set(pairs)
