"""The network on paper: readable with 3, 25 and 60 people, and nothing that is not to be read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker.domain.ecogram import LOWEST
from meitinker.domain.ecogram_lines import LineLook
from meitinker.domain.network import Direction, Frequency, Nearness, Strain, TieKind
from meitinker.reports import ecogram, ecogram_figure, ecogram_part, plan_letter
from meitinker.reports.ecogram import Network
from meitinker.reports.network import DatedNetwork, Someone
from meitinker.reports.page import Addressee

if TYPE_CHECKING:
    from meitinker.reports.page import Rendered, Sender
    from meitinker.reports.support_plan import SupportPlan
    from tests.unit.reports.conftest import Paper

    Read = Callable[[Rendered], Paper]


def network(sender: Sender, count: int, *, large: bool = False, language: str = "nl") -> Network:
    kinds, ways, often = list(TieKind), list(Direction), list(Frequency)
    people = tuple(
        Someone(
            key=f"tie-{n}",
            name=f"Anneke {chr(65 + n % 26)}{n}",
            relation="wijkverpleegkundige" if n % 5 == 0 else "dochter",
            title=f"Anneke {chr(65 + n % 26)}{n} (dochter)",
            text="Staat dichtbij. Helpt de inwoner.",
            kind=kinds[n % len(kinds)],
            nearness=Nearness(1 + n % 3),
            look=LineLook(Strain(n % 4), ways[n % 4], often[n % 5]),
        )
        for n in range(count)
    )
    return Network(
        around=DatedNetwork(
            resident="Sjoukje de Jong-Wâldsang", day="22 november 2026", people=people
        ),
        sender=sender,
        addressee=Addressee(name=("S. de Jong",), address=("Molenpad 7", "9001 AB  Grou")),
        large=large,
        language=language,
    )


@pytest.mark.parametrize("count", [0, 3, 25, 60])
@pytest.mark.parametrize("large", [False, True])
def test_everyone_stands_in_the_drawing_and_again_in_the_list(
    sender: Sender, read_back: Read, count: int, large: bool
) -> None:
    paper = read_back(ecogram.render(network(sender, count, large=large)))
    flowing = paper.flowing
    for n in range(count):
        name = f"Anneke {chr(65 + n % 26)}{n}"
        assert flowing.count(f"{name} (dochter)") == 1
        assert flowing.count(f"{name} ") >= 2, name
    assert ("Zo leest u de tekening" in flowing) is bool(count)
    assert paper.tagged


def alone(sender: Sender, look: LineLook, *, large: bool = False) -> Network:
    """Return the network of one person, with this line."""
    whole = network(sender, 1, large=large)
    (one,) = whole.around.people
    drawn = msgspec.structs.replace(one, look=look)
    around = msgspec.structs.replace(whole.around, people=(drawn,), with_strain=True)
    return msgspec.structs.replace(whole, around=around)


@pytest.mark.parametrize(
    ("look", "told"),
    [
        (LineLook(frequency=Frequency.WEEKLY), {"Elke week"}),
        (LineLook(), {"Niet bekend hoe vaak"}),
        (
            LineLook(Strain.HEAVY, Direction.GIVES, Frequency.DAILY),
            {"Elke dag", "De pijl wijst naar wie hulp krijgt", "Zwaar"},
        ),
    ],
)
def test_only_lines_that_are_drawn_are_explained(
    sender: Sender, read_back: Read, look: LineLook, told: set[str]
) -> None:
    lines = {
        line.strip() for line in read_back(ecogram.render(alone(sender, look))).text.splitlines()
    }
    every = {"Elke dag", "Elke week", "Elke maand", "Een paar keer per jaar", "Zwaar"}
    every |= {"Niet bekend hoe vaak", "De pijl wijst naar wie hulp krijgt", "Te zwaar"}
    assert lines & every == told


@pytest.mark.parametrize("large", [False, True])
def test_a_short_list_does_not_stand_alone_on_a_page(
    sender: Sender, read_back: Read, large: bool
) -> None:
    look = LineLook(direction=Direction.GIVES, frequency=Frequency.WEEKLY)
    last = read_back(ecogram.render(alone(sender, look, large=large))).pages[-1]
    assert "Wie is wie" in last
    assert "Zo leest u de tekening" in last


def test_in_a_large_plan_the_drawing_of_one_person_shares_its_page(
    plan: SupportPlan, sender: Sender, read_back: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = LineLook(direction=Direction.GIVES, frequency=Frequency.WEEKLY)
    unsure = (
        "Van 1 persoon weten we niet sinds wanneer die erbij is. Wij laten die op elke dag zien."
    )
    around = msgspec.structs.replace(alone(sender, look).around, with_strain=False, unsure=unsure)
    letter = msgspec.structs.replace(plan, network=around, large=True)
    last = read_back(plan_letter.render(letter)).pages[-1]
    assert "De mensen om u heen" in last
    assert "Wie is wie" in last
    monkeypatch.setattr(ecogram_figure, "_FLAT", LOWEST)
    assert "De mensen om u heen" not in read_back(plan_letter.render(letter)).pages[-1]


def test_control_in_large_print_it_would(
    sender: Sender, read_back: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ecogram_part, "_BARE", 0)
    look = LineLook(direction=Direction.GIVES, frequency=Frequency.WEEKLY)
    last = read_back(ecogram.render(alone(sender, look, large=True))).pages[-1]
    assert "Zo leest u de tekening" not in last


@pytest.mark.parametrize("count", [3, 25, 60])
@pytest.mark.parametrize("large", [False, True])
def test_nothing_stands_in_the_foot_or_off_the_sheet(
    sender: Sender, read_back: Read, count: int, large: bool
) -> None:
    paper = read_back(ecogram.render(network(sender, count, large=large)))
    for chars in paper.chars:
        for char, left, top, right, bottom in chars:
            if char.strip():
                assert 30 <= left <= right <= 196, (char, left, right)
                assert 10 <= top <= bottom <= 290, (char, top)
        low, high = (263.5, 265.5) if large else (251, 254)
        between = [c for c, _l, top, _r, bottom in chars if bottom > low and top < high]
        assert not "".join(between).strip()


@pytest.mark.parametrize("count", [25, 38])
def test_a_drawing_of_many_has_its_page_with_the_title(
    sender: Sender, read_back: Read, count: int
) -> None:
    paper = read_back(ecogram.render(network(sender, count)))
    assert "Het netwerk van Sjoukje" in paper.pages[0]
    first = " ".join(paper.pages[0].split())
    assert all(f"Anneke {chr(65 + n % 26)}{n}" in first for n in range(count))


@pytest.mark.parametrize("count", [18, 25, 38])
def test_a_drawing_that_takes_a_page_of_its_own_comes_after_the_list(
    sender: Sender, read_back: Read, count: int
) -> None:
    paper = read_back(ecogram.render(network(sender, count, large=True)))
    first, last = (" ".join(paper.pages[at].split()) for at in (0, -1))
    assert "Na de lijst komt de tekening." in first
    assert "Wie is wie" in first, "no first page with little on it but what lines mean"
    assert all(f"Anneke {chr(65 + n % 26)}{n}" in last for n in range(count))
    assert "Wie is wie" not in last


def test_who_stands_on_a_ring_that_nobody_named_is_said(sender: Sender, read_back: Read) -> None:
    whole = network(sender, 3)
    around = msgspec.structs.replace(whole.around, unplaced="Van 1 persoon weten we dit niet.")
    told = msgspec.structs.replace(whole, around=around)
    assert "Van 1 persoon weten we dit niet." in read_back(ecogram.render(told)).flowing
    assert "weten we dit niet" not in read_back(ecogram.render(whole)).flowing


def test_how_heavy_it_weighs_is_only_on_the_copy_for_the_dossier(
    sender: Sender, read_back: Read
) -> None:
    whole = network(sender, 9)
    around = msgspec.structs.replace(whole.around, with_strain=True)
    own = msgspec.structs.replace(whole, around=around)
    assert "zwaar" not in read_back(ecogram.render(whole)).flowing.lower()
    told = read_back(ecogram.render(own)).flowing
    assert "Te zwaar" in told
    assert "Niet voor de inwoner" in told


def test_a_secret_address_is_kept_out_of_what_people_do(sender: Sender, read_back: Read) -> None:
    whole = network(sender, 1)
    (one,) = whole.around.people
    telling = msgspec.structs.replace(one, text="Past op Molenpad 7 als zij weg is.")
    around = msgspec.structs.replace(whole.around, people=(telling,))
    shown = msgspec.structs.replace(whole, around=around)
    assert "Molenpad 7" in read_back(ecogram.render(shown)).flowing
    secret = msgspec.structs.replace(shown, secret_address=True)
    told = read_back(ecogram.render(secret)).flowing
    assert "Molenpad" not in told
    assert "(geheim adres)" in told


def test_the_title_names_nobody(sender: Sender, read_back: Read) -> None:
    paper = read_back(ecogram.render(network(sender, 3)))
    assert "Sjoukje" not in paper.properties["Title"]


@pytest.mark.parametrize(
    ("language", "said"),
    [("nl", "Wie is wie"), ("fy", "Wa is wa"), ("en", "Who is who")],
)
def test_it_speaks_the_language_asked_for(
    sender: Sender, read_back: Read, language: str, said: str
) -> None:
    assert said in read_back(ecogram.render(network(sender, 3, language=language))).flowing
