"""Lists of life domains over the matrix: every note has one home."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from meitinker.domain import life_domains
from meitinker.domain.reference import LifeDomainEntry, shipped
from meitinker.domain.visits import LifeDomain
from meitinker.i18n import DUTCH, LANGUAGES, speaking

CODES = st.sampled_from([*(d.value for d in LifeDomain), "garden"])
ENTRIES = st.lists(
    st.builds(LifeDomainEntry, code=st.text(), label=st.text(), covers=st.lists(CODES, max_size=4)),
    max_size=20,
)


def entry(label: str, *covers: str, prompt: str = "") -> LifeDomainEntry:
    return LifeDomainEntry(code=label, label=label, prompt=prompt, covers=list(covers))


@given(ENTRIES)
def test_no_two_domains_of_a_list_share_a_home(entries: list[LifeDomainEntry]) -> None:
    homes = [guide.home for guide in life_domains.guides(entries)]
    assert len(homes) == len(set(homes))


@given(ENTRIES)
def test_each_domain_lives_in_what_it_covers(entries: list[LifeDomainEntry]) -> None:
    for guide in life_domains.guides(entries):
        assert guide.home in guide.covers


def test_the_second_of_two_takes_the_next_domain_it_covers() -> None:
    found = life_domains.guides([entry("A", "finances"), entry("B", "finances", "housing")])
    assert [guide.home for guide in found] == [LifeDomain.FINANCES, LifeDomain.HOUSING]


def test_one_that_finds_all_taken_joins_the_first_and_keeps_its_words() -> None:
    found = life_domains.guides(
        [entry("A", "finances", prompt="Komt u rond?"), entry("B", "finances", prompt="Schulden?")]
    )
    assert [guide.label for guide in found] == ["A · B"]
    assert found[0].prompt == "Komt u rond? Schulden?"


def test_a_list_says_its_names_in_the_language_of_the_screen() -> None:
    money = LifeDomainEntry(code="g", label="Geld", labels={"fy": "Jild"}, covers=["finances"])
    debts = entry("Schulden", "finances")
    alone, joined = (life_domains.guides(one)[0] for one in ([money], [money, debts]))
    with speaking("fy"):
        assert (alone.named(), joined.named()) == ("Jild", "Jild · Schulden")
    with speaking("en"):
        assert (alone.named(), joined.named()) == ("Geld", "Geld · Schulden")


def test_one_that_covers_nothing_known_is_left_out() -> None:
    assert life_domains.guides([entry("Tuin", "garden"), entry("Leeg")]) == ()


@pytest.mark.parametrize("chosen", shipped("life_domains"), ids=lambda one: one.key)
def test_every_shipped_list_keeps_its_domains_and_their_order(chosen: object) -> None:
    found = next(s for s in shipped("life_domains") if s is chosen)
    entries = found.read(list[LifeDomainEntry])
    read = life_domains.read(found, entries)
    assert len(read.guides) == len(entries)
    for guide in read.guides:
        assert not guide.label or set(guide.labels) == set(LANGUAGES) - {DUTCH}
    labels = [e.label for e in entries]
    kept = [g.label for g in read.guides if g.label]
    assert all(labels.index(a) < labels.index(b) for a, b in pairwise(kept))


def test_the_general_list_bears_the_words_of_the_program() -> None:
    general = next(s for s in shipped("life_domains") if s.municipality is None)
    read = life_domains.read(general, general.read(list[LifeDomainEntry]))
    assert {guide.label for guide in read.guides} == {""}
    assert [guide.home for guide in read.guides] == list(LifeDomain)
