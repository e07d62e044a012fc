"""The list of help that was found, in words."""

from __future__ import annotations

import msgspec
import pytest

from meitinker.domain.map_asking import MatchReason
from meitinker.domain.map_services import CarerFunction, Cost, ServiceStatus, WayIn
from meitinker.domain.needs import Rung
from meitinker.domain.visits import LifeDomain
from meitinker.services.map_search import FoundService, SearchAnswer
from meitinker.store.social_map import MapLine
from ui.viewmodels import social_map as said
from ui.viewmodels.social_map import Filters

LINE = MapLine(
    service_id="s1",
    name="Warme maaltijd",
    provider="Buorsoarch",
    status=ServiceStatus.ACTIVE,
    way_in=WayIn.REGISTRATION,
    cost=Cost.PAID,
    rung=None,
    checked_on=None,
    places="Grou,Akkrum",
    sort_name="warme maaltijd",
)
WHY = MatchReason(typed="eten aan huis", met="eten aan huis", term="maaltijdvoorziening")


def line(**fields: object) -> MapLine:
    return msgspec.structs.replace(LINE, **fields)


class TestRows:
    def test_a_line_tells_who_offers_it_and_where_it_is(self) -> None:
        (row,) = said.rows([FoundService(line=LINE)])
        assert (row.key, row.title) == ("s1", "Warme maaltijd")
        assert row.status == "Aanmelden · Buorsoarch, Grou, Akkrum"
        assert row.icon_name == "edit"

    def test_a_line_tells_below_it_why_it_was_found(self) -> None:
        (row,) = said.rows([FoundService(line=LINE, reason=WHY)])
        assert row.status.split("\n")[1] == "gevonden op: eten aan huis → maaltijdvoorziening"

    def test_help_elsewhere_tells_how_far_it_is(self) -> None:
        (row,) = said.rows([FoundService(line=LINE, metres=4200)], "Nes")
        assert row.status == "Aanmelden · Buorsoarch, 4 km van Nes"

    def test_help_in_the_village_itself_tells_its_places(self) -> None:
        (row,) = said.rows([FoundService(line=LINE, metres=0)], "Grou")
        assert row.status == "Aanmelden · Buorsoarch, Grou, Akkrum"

    def test_what_stopped_says_so_first_and_looks_so(self) -> None:
        (row,) = said.rows([FoundService(line=line(status=ServiceStatus.DEFUNCT))])
        assert row.status.startswith("Bestaat niet meer · ")
        assert (row.icon_name, row.tint) == ("ban", "warning")

    def test_every_way_in_has_an_icon_and_words_of_its_own(self) -> None:
        assert all(said.way_icon(way)[0] for way in WayIn)
        assert len({said.way_words(way) for way in WayIn}) == len(WayIn)


class TestDistance:
    @pytest.mark.parametrize(
        ("metres", "words"),
        [
            (None, ""),
            (0, "voor Nes"),
            (400, "minder dan 1 km van Nes"),
            (1000, "1 km van Nes"),
            (12_600, "13 km van Nes"),
        ],
    )
    def test_words(self, metres: int | None, words: str) -> None:
        assert said.distance_words(metres, "Nes") == words

    def test_without_a_village_there_is_no_distance(self) -> None:
        assert said.distance_words(400, "") == ""


class TestHeading:
    def test_counts_what_was_found(self) -> None:
        found = (FoundService(line=LINE),)
        assert said.heading_words(SearchAnswer(found=found)) == "1 gevonden"
        assert said.heading_words(SearchAnswer(found=found * 3)) == "3 gevonden"

    def test_asks_for_more_words_where_the_list_is_cut_off(self) -> None:
        words = said.heading_words(SearchAnswer(found=(FoundService(line=LINE),) * said.MOST))
        assert words == "De eerste 50. Typ meer om te kiezen."

    def test_calls_what_is_near_by_its_name(self) -> None:
        words = said.heading_words(SearchAnswer(nearest=(FoundService(line=LINE),)))
        assert words == "Niets gevonden. Dit komt in de buurt:"

    def test_words_that_led_nowhere_are_remembered_until_they_are_typed_on(self) -> None:
        nothing, something = SearchAnswer(), SearchAnswer(found=(FoundService(line=LINE),))
        missed = said.missed("", "ieman", nothing)
        assert missed == "ieman"
        assert said.missed(missed, "iema", nothing) == "ieman"
        assert said.missed(missed, "hulp", something) == "ieman"
        assert said.missed(missed, "iemand om mee te praten", something) == ""
        assert said.missed("", "eten", something) == ""

    def test_says_nothing_where_there_is_nothing(self) -> None:
        assert said.heading_words(SearchAnswer()) == ""

    def test_nothing_says_what_to_do_next(self) -> None:
        assert "vertel wat u mist" in said.nothing_words("zwembad", Filters())
        assert "Kies anders" in said.nothing_words("", Filters(cost=Cost.FREE))
        assert "De backoffice vult haar" in said.nothing_words(" ", Filters())
        assert "Wis de keuzes" in said.nothing_words("oppas", Filters(stopped=True))
        assert "Klik op Nieuw" in said.nothing_words(" ", Filters(), keeps=True)


class TestFilters:
    FILTERS = Filters(
        village_id="v1",
        life_domain=LifeDomain.HOUSING,
        rung=Rung.VOLUNTEERS,
        carer_function=CarerFunction.RESPITE_CARE,
        cost=Cost.FREE,
        open_now=True,
    )

    def test_all_that_is_chosen_is_asked(self) -> None:
        wanted = self.FILTERS.wanted()
        assert wanted.village_id == "v1"
        assert wanted.life_domain is LifeDomain.HOUSING
        assert wanted.rung is Rung.VOLUNTEERS
        assert wanted.carer_function is CarerFunction.RESPITE_CARE
        assert wanted.cost is Cost.FREE
        assert wanted.running
        assert not wanted.stopped

    def test_what_stopped_is_asked_alone(self) -> None:
        wanted = Filters(stopped=True).wanted()
        assert (wanted.running, wanted.stopped) == (False, True)
        assert said.filter_words(Filters(stopped=True), {}) == "gestopt of gesloten"

    def test_the_line_tells_all_that_is_chosen(self) -> None:
        words = said.filter_words(self.FILTERS, {"v1": "Grou"})
        assert words == "Grou · Wonen · Vrijwilliger · Respijtzorg · Gratis · nu open"

    def test_the_line_tells_that_nothing_is_chosen(self) -> None:
        assert said.filter_words(Filters(), {}) == "Alle dorpen, alle hulp"

    def test_what_is_not_known_is_no_answer(self) -> None:
        assert "unknown" not in {one.key for one in said.cost_choices()}
        assert len(said.carer_choices()) == len(CarerFunction) + 1

    def test_villages_stand_by_name_after_all_of_them(self) -> None:
        choices = said.village_choices({"b": "Ûlesprong", "a": "Warten", "c": "Akkrum"})
        assert [one.text for one in choices] == ["Alle dorpen", "Akkrum", "Ûlesprong", "Warten"]

    def test_the_button_names_the_village(self) -> None:
        assert said.missing_words("Nes") == "Dit ontbreekt in Nes"
        assert said.missing_words("") == "Dit ontbreekt"
