"""The drawing of a network: nobody overlaps, everyone stays where they were."""

from __future__ import annotations

import math
from itertools import combinations, pairwise
from statistics import mean

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meitinker.domain import ecogram, ecogram_routes
from meitinker.domain.ecogram import (
    SECTORS,
    Drawing,
    Label,
    LabelSpot,
    Sector,
    Sizes,
    drawing,
    lines_of,
)
from meitinker.domain.ecogram_lines import Line, LineLook, line_along
from meitinker.domain.ecogram_routes import routes
from meitinker.domain.network import Direction, Frequency, Nearness, Strain, TieKind

SLACK = 1e-6
SIZES = Sizes(
    width=760, core=(110, 60), gap=8, captions=dict.fromkeys(Sector, (100.0, 20.0))
)  # fmt: skip
LOOKS = [LineLook(s, d, f) for s in Strain for d in Direction for f in Frequency]

labels = st.builds(
    Label,
    key=st.uuids().map(str),
    kind=st.sampled_from(TieKind),
    nearness=st.sampled_from(Nearness),
    width=st.floats(40, 150),
    height=st.sampled_from([24.0, 42.0, 60.0]),
)


def networks(least: int, most: int) -> st.SearchStrategy[list[Label]]:
    return st.lists(labels, min_size=least, max_size=most, unique_by=lambda label: label.key)


def overlaps(one: LabelSpot, other: LabelSpot, *, gap: float = 0.0) -> bool:
    """Tell whether two labels come nearer to each other than ``gap``."""
    across = (one.width + other.width) / 2 + gap - abs(one.x - other.x)
    down = (one.height + other.height) / 2 + gap - abs(one.y - other.y)
    return across > SLACK and down > SLACK


def touching(made: Drawing) -> list[tuple[str, str]]:
    pieces = [made.core, *made.captions, *made.spots]
    return [(a.key, b.key) for a, b in combinations(pieces, 2) if overlaps(a, b)]


def usual(count: int) -> list[Label]:
    """A network as people have it: family, some friends and neighbours, professionals."""
    kinds = (
        *(TieKind.CHILD, TieKind.SIBLING, TieKind.FRIEND, TieKind.NEIGHBOUR),
        *(TieKind.PROFESSIONAL, TieKind.OTHER_FAMILY, TieKind.CLUB, TieKind.VOLUNTEER),
    )
    return [
        Label(f"tie-{n}", kinds[n % 8], Nearness(1 + n * 7 % 3), 70 + 13.0 * (n % 6), 42.0)
        for n in range(count)
    ]


class TestPlaces:
    @pytest.mark.parametrize("count", [3, 25, 40])
    @settings(max_examples=25, deadline=None)
    @given(data=st.data())
    def test_no_label_touches_another(self, count: int, data: st.DataObject) -> None:
        made = drawing(data.draw(networks(count, count)), SIZES)
        assert touching(made) == []

    def test_labels_on_top_of_each_other_would_be_found(self) -> None:
        one, other = LabelSpot("a", 50, 50, 80, 40), LabelSpot("b", 60, 60, 80, 40)
        assert overlaps(one, other)
        assert not overlaps(one, LabelSpot("c", 50, 90, 80, 40))
        assert overlaps(one, LabelSpot("c", 50, 90, 80, 40), gap=4)

    @settings(max_examples=40, deadline=None)
    @given(networks(0, 40))
    def test_all_stand_on_the_sheet_and_in_the_order_given(self, people: list[Label]) -> None:
        made = drawing(people, SIZES)
        assert [spot.key for spot in made.spots] == [label.key for label in people]
        for spot in (made.core, *made.captions, *made.spots):
            assert spot.left >= -1e-6
            assert spot.top >= -1e-6
            assert spot.x + spot.width / 2 <= made.width + 1e-6
            assert spot.y + spot.height / 2 <= made.height + 1e-6

    @settings(max_examples=40, deadline=None)
    @given(networks(1, 40))
    def test_the_order_of_the_list_changes_nothing(self, people: list[Label]) -> None:
        there = {spot.key: spot for spot in drawing(people, SIZES).spots}
        again = {spot.key: spot for spot in drawing(people[::-1], SIZES).spots}
        assert there == again

    @pytest.mark.parametrize("kind", TieKind)
    @pytest.mark.parametrize("nearness", Nearness)
    def test_forty_of_one_sort_in_one_ring_fit_too(self, kind: TieKind, nearness: Nearness) -> None:
        people = [Label(str(n), kind, nearness, 130.0, 42.0) for n in range(40)]
        assert touching(drawing(people, SIZES)) == []

    def test_a_label_wider_than_the_sheet_makes_it_wider(self) -> None:
        made = drawing([Label("a", TieKind.CLUB, Nearness.FAR, 900.0, 42.0)], SIZES)
        assert made.width >= 900
        assert touching(made) == []

    def test_nobody_is_a_sheet_with_the_resident_in_the_middle(self) -> None:
        made = drawing([], SIZES)
        assert (made.core.x, made.core.y) == (made.width / 2, made.height / 2)
        assert made.captions == ()


class TestMeaning:
    def test_who_is_nearer_stands_nearer(self) -> None:
        people = usual(24)
        made = {spot.key: spot for spot in drawing(people, SIZES).spots}
        middle = drawing(people, SIZES).core

        def away(nearness: Nearness) -> float:
            own = [made[label.key] for label in people if label.nearness is nearness]
            return mean(math.hypot((s.x - middle.x) / 380, (s.y - middle.y) / 260) for s in own)

        assert away(Nearness.NEAR) < away(Nearness.MIDDLE) < away(Nearness.FAR)

    @pytest.mark.parametrize("density", [0.3, 0.64])
    def test_nobody_who_stands_far_off_is_drawn_beside_the_resident(self, density: float) -> None:
        sizes = msgspec.structs.replace(SIZES, density=density)
        for count in range(3, 61, 6):
            people = usual(count)
            made = drawing(people, sizes)
            across, down = made.rings[0]
            for label, spot in zip(people, made.spots, strict=True):
                if label.nearness is Nearness.FAR:
                    away = (spot.x - made.core.x) / across, (spot.y - made.core.y) / down
                    assert math.hypot(*away) > 1, label.key

    def test_who_far_off_finds_no_room_near_the_wish_goes_along_the_ring(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(ecogram, "_WEIGHED", 1)
        people = [Label(f"{n}", TieKind.OTHER_FAMILY, Nearness.FAR, 120.0, 42.0) for n in range(9)]
        made = drawing(people, msgspec.structs.replace(SIZES, density=0.64))
        ring = made.rings[2]
        for spot in made.spots:
            away = (spot.x - made.core.x) / ring[0], (spot.y - made.core.y) / ring[1]
            assert math.hypot(*away) > 1 - ecogram._DEEP - 0.05, spot.key

    def test_family_stands_above_and_neighbours_below(self) -> None:
        people = usual(24)
        made = drawing(people, SIZES)
        heights = {label.key: spot.y for label, spot in zip(people, made.spots, strict=True)}

        def mean_height(kind: TieKind) -> float:
            return mean(heights[label.key] for label in people if label.kind is kind)

        assert mean_height(TieKind.CHILD) < made.core.y < mean_height(TieKind.NEIGHBOUR)

    def test_only_sectors_with_people_are_named(self) -> None:
        people = [Label("a", TieKind.FRIEND, Nearness.NEAR, 80.0, 42.0)]
        assert [spot.key for spot in drawing(people, SIZES).captions] == [Sector.FRIENDS]

    def test_every_sort_of_tie_has_a_sector(self) -> None:
        assert set(SECTORS) == {*TieKind, None}, "also who is not known yet"
        assert set(SECTORS.values()) == set(Sector)


class TestCalm:
    """A small change moves little: measured over the diagonal of the sheet."""

    @settings(max_examples=60, deadline=None)
    @given(networks(5, 26), st.integers(0, 25))
    def test_who_goes_moves_the_others_little(self, people: list[Label], out: int) -> None:
        rest = [label for at, label in enumerate(people) if at != out % len(people)]
        assert moved(people, rest) < 0.15

    @pytest.mark.parametrize("count", range(3, 26))
    def test_who_comes_moves_the_others_little_in_a_usual_network(self, count: int) -> None:
        assert moved(usual(count), usual(count + 1)) < 0.06

    def test_places_that_depend_on_the_number_of_people_would_be_found(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        people = usual(12)
        order = {label.key: at for at, label in enumerate(people)}

        def restless(label: Label) -> float:
            return 360.0 * order[label.key] / len(order)

        monkeypatch.setattr(ecogram, "_wish", restless)
        before = drawing(people, SIZES)
        order.pop("tie-0")
        order = {key: at for at, key in enumerate(order)}
        after = drawing(people[1:], SIZES)
        assert share(before, after) > 0.06


def moved(before: list[Label], after: list[Label]) -> float:
    return share(drawing(before, SIZES), drawing(after, SIZES))


def share(before: Drawing, after: Drawing) -> float:
    there = {spot.key: spot for spot in after.spots}
    ways = [
        math.dist((one.x, one.y), (there[one.key].x, there[one.key].y))
        for one in before.spots
        if one.key in there
    ]
    return mean(ways) / math.hypot(before.width, before.height)


class TestLines:
    def line(self, look: LineLook) -> Line:
        return line_along("a", ((0, 0), (200, 0)), look)

    def test_every_look_can_be_told_from_every_other(self) -> None:
        drawn = [
            (line.points, line.thickness, line.dashes, line.heads) for line in map(self.line, LOOKS)
        ]
        unasked = {Strain.NOT_ASKED, Strain.LIGHT}
        for (look, one), (other, two) in combinations(zip(LOOKS, drawn, strict=True), 2):
            same = look.strain in unasked and other.strain in unasked
            same &= (look.direction, look.frequency) == (other.direction, other.frequency)
            assert (one == two) is same, (look, other)

    @pytest.mark.parametrize(
        ("direction", "tips"),
        [
            (Direction.NONE, []),
            (Direction.GIVES, [(0, 0)]),
            (Direction.RECEIVES, [(200, 0)]),
            (Direction.BOTH, [(0, 0), (200, 0)]),
        ],
    )
    def test_heads_point_at_who_is_helped(
        self, direction: Direction, tips: list[tuple[float, float]]
    ) -> None:
        line = self.line(LineLook(direction=direction))
        assert [head[0] for head in line.heads] == tips

    def test_heavy_swings_and_too_heavy_swings_further_and_sharper(self) -> None:
        swings = [
            max(abs(y) for _x, y in self.line(LineLook(strain=strain)).points) for strain in Strain
        ]
        assert swings[0] == swings[1] == 0
        assert 0 < swings[2] < swings[3]

    def test_more_often_is_thicker(self) -> None:
        daily, weekly, monthly = (
            self.line(LineLook(frequency=f)).thickness
            for f in (Frequency.DAILY, Frequency.WEEKLY, Frequency.MONTHLY)
        )
        assert daily > weekly > monthly

    @pytest.mark.parametrize("look", LOOKS)
    def test_a_line_runs_between_the_labels_and_is_never_broken_by_a_short_one(
        self, look: LineLook
    ) -> None:
        for apart in (0.0, 0.5, 4.0, 30.0, 500.0):
            line = line_along("a", ((10, 10), (10 + apart, 10)), look)
            assert all(math.isfinite(number) for point in line.points for number in point)
        made = drawing(usual(9), SIZES)
        lines = lines_of(made)
        for spot in made.spots:
            start, *_rest, end = line_along(spot.key, lines[spot.key], look).points
            assert abs(start[0] - made.core.x) <= made.core.width / 2 + 14
            assert abs(end[1] - spot.y) <= spot.height / 2 + 14


def under(made: Drawing) -> list[tuple[str, str]]:
    """Return which lines go under which labels of others, by eye: point after point."""
    found = []
    lines = lines_of(made)
    for spot in made.spots:
        for other in (*made.spots, *made.captions):
            if other.key == spot.key:
                continue
            inside = (
                abs(x - other.x) < other.width / 2 and abs(y - other.y) < other.height / 2
                for (x, y) in points(lines[spot.key])
            )
            if any(inside):
                found.append((spot.key, other.key))
    return found


def points(route: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    """Return points a pixel apart on a route."""
    return [
        (x + (to_x - x) * step / steps, y + (to_y - y) * step / steps)
        for (x, y), (to_x, to_y) in pairwise(route)
        for steps in (max(round(math.dist((x, y), (to_x, to_y))), 1),)
        for step in range(steps + 1)
    ]


class TestRoutes:
    """Lines go round the labels of others."""

    @pytest.mark.parametrize("count", [3, 12, 25, 40])
    def test_no_line_goes_under_a_label_in_a_usual_network(self, count: int) -> None:
        assert under(drawing(usual(count), SIZES)) == []

    def test_straight_lines_would_be_found(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ecogram_routes._Chart, "clear", lambda *_line: True)
        assert len(under(drawing(usual(25), SIZES))) > 4

    def test_a_line_bends_round_who_stands_before_it(self) -> None:
        core, behind = LabelSpot("", 200, 200, 80, 40), LabelSpot("behind", 200, 40, 80, 40)
        before = LabelSpot("before", 200, 120, 80, 40)
        route = routes(core, [behind, before], [], size=(400, 400), gap=12)
        assert len(route["before"]) == 2, "straight"
        assert len(route["behind"]) > 2
        assert all(
            not (abs(x - 200) < 40 and abs(y - 120) < 20) for x, y in points(route["behind"])
        )
        assert route["behind"][0][1] > 120 > route["behind"][-1][1]

    def test_walled_in_a_line_goes_straight_under_the_wall(self) -> None:
        core, behind = LabelSpot("", 200, 200, 80, 40), LabelSpot("behind", 200, 40, 80, 40)
        wall = LabelSpot("wall", 200, 110, 400, 40)
        assert len(routes(core, [behind], [wall], size=(400, 400), gap=12)["behind"]) == 2

    @settings(max_examples=40, deadline=None)
    @given(networks(1, 40))
    def test_every_line_runs_from_the_resident_to_its_own_label(self, people: list[Label]) -> None:
        made = drawing(people, SIZES)
        lines = lines_of(made)
        for spot in made.spots:
            (start_x, start_y), (end_x, end_y) = lines[spot.key][0], lines[spot.key][-1]
            assert abs(start_x - made.core.x) <= made.core.width / 2 + 1e-6
            assert abs(start_y - made.core.y) <= made.core.height / 2 + 1e-6
            assert abs(end_x - spot.x) <= spot.width / 2 + 1e-6
            assert abs(end_y - spot.y) <= spot.height / 2 + 1e-6

    def test_a_bent_line_keeps_its_look(self) -> None:
        corner = ((0.0, 0.0), (100.0, 0.0), (100.0, 100.0))
        waves = line_along("a", corner, LineLook(strain=Strain.HEAVY))
        straight = line_along("a", corner, LineLook(direction=Direction.BOTH))
        assert len(waves.points) > 20
        assert (100.0, 0.0) in straight.points, "the bend is on the line"
        assert [head[0] for head in straight.heads] == [(0.0, 0.0), (100.0, 100.0)]
        (_tip, left, right) = straight.heads[1]
        assert left[1] == right[1] < 100.0, "the head points the way the line ends"


def test_a_crowd_is_drawn_in_full_with_straight_lines() -> None:
    crowd = [
        Label(f"k{n:03}", list(TieKind)[n % len(TieKind)], Nearness(1 + n % 3), 110.0, 44.0)
        for n in range(150)
    ]
    made = drawing(crowd, SIZES)
    assert [spot.key for spot in made.spots] == [label.key for label in crowd]
    assert not any(overlaps(a, b) for a, b in combinations(made.spots, 2))
    assert set(lines_of(made)) == {label.key for label in crowd}
