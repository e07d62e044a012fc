"""Choosing help for a need: what fits it, and what a choice writes down."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker import clock
from meitinker.domain import referral_words
from meitinker.domain.map_services import MapService, Reach, ServiceArea, Vocabulary
from meitinker.domain.needs import Need, Outcome, Rung, Step
from meitinker.domain.organisation import User
from meitinker.domain.people import Language
from meitinker.domain.visits import LifeDomain
from meitinker.domain.words import in_words
from meitinker.errors import AlreadyConcluded, InvalidField
from meitinker.i18n import translation
from meitinker.ids import NeedId, RecordId, VillageId, record_id
from meitinker.services import (
    map_choices,
    map_editing,
    map_memory,
    plan_words,
    referrals,
    tasks,
    timeline,
    undo,
    visit_files,
    visits,
)
from meitinker.services.map_choices import ServiceChoice
from meitinker.store import indexing
from meitinker.store.acts import act
from tests.unit.services.test_social_map import Map
from ui.viewmodels.timeline import entries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from meitinker.domain.referrals import Referral
    from meitinker.services.visit_files import VisitFile
    from tests.stores import TestStore

MEALS_HERE = "Warme maaltijd (Buorsoarch)"
MEALS = {Vocabulary.CATEGORY: ("meals",)}


class Table:
    """A conversation with a need, in a village of which the map knows something."""

    def __init__(self, store: TestStore) -> None:
        self.map = Map(store)
        self.use = self.map.use
        self.person = store.person("Jong", self.map.grou)
        self.visit = store.visit(self.person)

        def of(village: VillageId) -> ServiceArea:
            return self.map.area(Reach.VILLAGE, village_id=village)

        here, there = self.map.grou, self.map.akkrum
        about = {Vocabulary.LIFE_DOMAIN: (LifeDomain.INSTRUMENTAL_ADL.value,)}
        helping = {**MEALS, **about}
        self.meals = self.map.service("Warme maaltijd", of(here), codes=helping)
        self.neighbours = self.map.service(
            "Buurhulp", of(here), codes=about, rung=Rung.VOLUNTEERS, keywords="klusje"
        )
        self.elsewhere = self.map.service("Warme prak", of(there), codes=helping)
        self.need = self.make_need(what="Elke dag een warme maaltijd")
        while indexing.index_some(store.database):
            pass

    def solutions(self) -> tuple[str, ...]:
        """Return what the plan says is done about the need."""
        (need,) = self.file.needs
        return plan_words._need(need, self.file, Language.DUTCH).solutions

    def make_need(self, **fields: object) -> NeedId:
        need = Need(
            id=record_id(),
            visit_id=self.visit,
            client_id=self.person,
            domain=LifeDomain.INSTRUMENTAL_ADL,
        )
        with act(*self.use, "need.add") as work:
            return NeedId(work.create(msgspec.structs.replace(need, **fields)))

    def names(self, need: NeedId | None = None, also: str = "") -> list[str]:
        found = map_choices.fitting(*self.use, need or self.need, also=also)
        assert found.village == "Grou"
        return [one.name for one in found.offers]

    def choose(self, service: RecordId | None = None, **told: object) -> None:
        choice = ServiceChoice(
            service_id=service or self.meals,
            outcome=Outcome.SOLVES,
            reason="U kunt er dinsdag terecht.",
        )
        map_choices.choose(*self.use, self.need, msgspec.structs.replace(choice, **told))

    @property
    def file(self) -> VisitFile:
        return visit_files.file_of(*self.use, self.visit)

    @property
    def referral(self) -> Referral:
        (found,) = self.file.referrals
        return found


@pytest.fixture
def table(store: TestStore) -> Iterator[Table]:
    made = Table(store)
    yield made
    map_memory.forget(store.database)


def test_what_the_words_lead_to_comes_first_and_then_the_life_domain(table: Table) -> None:
    assert table.names() == ["Warme maaltijd", "Buurhulp"]
    (meals, neighbours) = map_choices.fitting(*table.use, table.need).offers
    assert meals.reason is not None
    assert (neighbours.reason, neighbours.rung) == (None, Rung.VOLUNTEERS)


def test_help_of_another_village_is_not_offered(table: Table) -> None:
    assert "Warme prak" not in table.names(table.make_need(what="warme prak"))


def test_words_count_without_a_life_domain_too(table: Table) -> None:
    assert table.names(table.make_need(what="een klusje", domain=None)) == ["Buurhulp"]


def test_a_need_without_words_or_domain_has_nothing_that_fits(table: Table) -> None:
    assert table.names(table.make_need(what="", domain=None)) == []


def test_what_was_found_in_the_map_stands_in_front(table: Table) -> None:
    assert table.names(also=table.elsewhere)[0] == "Warme prak"


def test_what_was_taken_away_is_not_offered(table: Table) -> None:
    gone = record_id()
    assert table.names(also=gone) == ["Warme maaltijd", "Buurhulp"]


def test_a_choice_stands_on_the_ladder_and_leaves_a_referral(table: Table) -> None:
    table.choose(table.neighbours, note="Vraag naar Jan.")
    found = table.file.findings_for(table.need)[Step.VOLUNTEERS]
    assert (found.outcome, found.reason) == (Outcome.SOLVES, "U kunt er dinsdag terecht.")
    kept = table.referral
    assert (kept.service_id, kept.need_id, kept.visit_id) == (
        table.neighbours,
        table.need,
        table.visit,
    )
    assert (kept.service_name, kept.warm, kept.note) == ("Buurhulp", False, "Vraag naar Jan.")
    assert table.file.referrals == (kept,)
    assert table.file.agreements == ()


def test_what_the_step_said_already_stays(table: Table) -> None:
    step = Step.GENERAL_PROVISION
    visits.find_step(
        *table.use, table.need, step=step, outcome=Outcome.NOT_ENOUGH, reason="Eettafel is ver."
    )
    table.choose(outcome=Outcome.HELPS_PARTLY)
    found = table.file.findings_for(table.need)[step]
    assert found.reason == "Eettafel is ver.\nU kunt er dinsdag terecht."
    assert found.outcome is Outcome.HELPS_PARTLY


def test_a_contact_that_the_meitinker_makes_becomes_a_task(table: Table) -> None:
    with act(*table.use, "test.make") as work:
        work.create(User(id=table.use[1].user, name="Hinke"))
    table.choose(warm=True, agreement="Legt contact met Buorsoarch.")
    (agreed,) = table.file.agreements
    assert (agreed.who, agreed.what, agreed.need_id) == (
        "Hinke",
        "Legt contact met Buorsoarch.",
        table.need,
    )
    visits.conclude(*table.use, table.visit)
    listed = tasks.of_client(*table.use, table.person)
    assert [one.what for one in listed.open] == ["Legt contact met Buorsoarch."]


def test_the_resident_is_named_where_they_call_themselves(table: Table) -> None:
    table.choose(agreement="Belt zelf.")
    assert [one.what for one in table.file.agreements] == ["Belt zelf."]


def test_undoing_takes_all_of_it_back(table: Table) -> None:
    table.choose(warm=True, agreement="Legt contact.")
    undo.undo(*table.use)
    file = table.file
    assert (file.findings, file.agreements, file.referrals) == ((), (), ())


def test_the_same_help_is_not_chosen_twice(table: Table) -> None:
    table.choose()
    with pytest.raises(InvalidField) as refused:
        table.choose()
    assert (refused.value.field, refused.value.reason) == ("service_id", "chosen_already")


@pytest.mark.parametrize("outcome", [Outcome.NOT_ENOUGH, Outcome.NOT_LOOKED_AT])
def test_what_does_not_help_is_not_chosen(table: Table, outcome: Outcome) -> None:
    with pytest.raises(InvalidField):
        table.choose(outcome=outcome)
    assert table.file.findings == ()


def test_nothing_is_chosen_in_a_visit_that_was_concluded(table: Table) -> None:
    visits.conclude(*table.use, table.visit)
    with pytest.raises(AlreadyConcluded):
        table.choose()
    assert table.file.referrals == ()


def test_the_timeline_tells_of_it_until_it_is_taken_away(table: Table) -> None:
    table.choose(warm=True)

    def told() -> list[tuple[str, str]]:
        rows = timeline.page(*table.use, table.person).rows
        return [(one.state, one.text) for one in rows if one.what == "referral"]

    assert told() == [(f"1:::{table.visit}", "Warme maaltijd, Buorsoarch")]
    referrals.remove(*table.use, RecordId(table.referral.id))
    assert told() == []


def test_the_plan_tells_with_whom_the_contact_was_made(table: Table) -> None:
    table.choose(warm=True)
    assert table.solutions() == ()
    on = clock.today()
    referrals.contacted(*table.use, RecordId(table.referral.id), on=on)
    day = in_words(on, Language.DUTCH)
    assert table.solutions() == (f"Op {day} legden wij voor u contact met {MEALS_HERE}.",)
    referrals.contacted(*table.use, RecordId(table.referral.id), on=on, with_whom=" Afke: de kok ")
    assert table.solutions() == (f"Op {day} spraken wij over u met Afke: de kok van {MEALS_HERE}.",)
    (row,) = [one for one in timeline.page(*table.use, table.person).rows if one.what == "referral"]
    (entry,) = entries((row,), secret=False)
    assert entry.text.endswith("met Afke: de kok")
    assert entry.key.endswith(f":{table.visit}")


def test_the_plan_says_ready_made_sentences_in_its_own_language(table: Table) -> None:
    name, phone, dutch = MEALS_HERE, "0566-07 44 32", translation(Language.DUTCH)
    table.choose(
        warm=True,
        reason=referral_words.place(name, phone, dutch),
        agreement=referral_words.contact(name, dutch, warm=True),
    )
    for language in Language:
        words = translation(language)
        (need,) = table.file.needs
        (found,) = plan_words._need(need, table.file, language).findings
        assert found.text.startswith(referral_words.place(name, phone, words))
        (agreed,) = plan_words._agreements(table.file, language)
        assert agreed.what == referral_words.contact(name, words, warm=True)
        assert agreed.who == referral_words.us(words)


def test_a_service_that_is_gone_stays_in_the_referral(table: Table) -> None:
    table.choose()
    map_editing.take_away(*table.use, MapService, table.meals)
    assert table.referral.service_name == "Warme maaltijd"
