"""Papers that were kept: never with another's name, nor with an address that became secret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec
import pypdfium2
import pytest

from meitinker import clock
from meitinker.domain.network import Tie
from meitinker.domain.plans import HandoverWay
from meitinker.errors import InvalidField
from meitinker.ids import RecordId, record_id
from meitinker.reports.support_plan import SupportPlan as Plan
from meitinker.services import (
    kept_papers,
    letters,
    merging,
    paper_queue,
    people,
    plans,
    visit_files,
)
from meitinker.services.paper_queue import PaperKind, WaitingPaper
from meitinker.services.people import NewPerson
from meitinker.store.acts import act
from tests import readings
from tests.unit.services.world import World

if TYPE_CHECKING:
    from collections.abc import Callable

    from meitinker.reports.page import Press
    from tests.stores import TestStore

KINDS = pytest.mark.parametrize("kind", list(PaperKind))
BY_POST = HandoverWay.SEND_LATER


@pytest.fixture
def world(store: TestStore) -> World:
    """Lend a world in which both residents live somewhere."""
    world = World(store)
    for person, street in ((world.person, "Jongstrjitte"), (world.other, "Meerlaan")):
        at = NewPerson(street=street, number="17", postcode="9001 AB", place="Grou")
        people.move(store.database, store.session, person, to=at, since=clock.today())
    return world


def maker(world: World, kind: PaperKind) -> Callable[[], object]:
    """Return what makes a paper that waits for the post, of what the resident's own file holds."""
    if kind is PaperKind.PLAN:
        return world.handover
    return world.do(letters.make, world.request(), way=BY_POST)


def made_while_merged(world: World, kind: PaperKind, *, apart: bool = True) -> WaitingPaper:
    """Return a paper that was made in the merged file, which is taken apart by default."""
    make = maker(world, kind)
    merge = world.merged()
    make()
    if apart:
        merging.unmerge(world.store.database, world.store.session, merge)
    (one,) = paper_queue.waiting(world.store.database, world.store.session)
    return one


def forget(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let kept papers remember nobody, as those that were made before they did."""
    real = msgspec.json.decode

    def decode(text: Any, **named: Any) -> Any:
        found = real(text, **named)
        known = hasattr(found, "made_for")
        return msgspec.structs.replace(found, made_for="") if known else found

    monkeypatch.setattr(msgspec.json, "decode", decode)


def ways_out(world: World, one: WaitingPaper) -> list[Callable[[], object]]:
    """Return every way on which a paper that waits is shown, leaves or is noted as given."""
    use = (world.store.database, world.store.session)
    outs: list[Callable[[], object]] = [
        lambda: paper_queue.pdfs(*use, [one], use=plans.Use.PAPER),
        lambda: paper_queue.pdfs(*use, [one], use=plans.Use.FILE),
        lambda: paper_queue.give(*use, [one], on=clock.today()),
        lambda: shown(world, one),
    ]
    if one.kind is PaperKind.LETTER:
        letter = RecordId(one.key)
        outs += [lambda: letters.printed(*use, letter), lambda: letters.exported(*use, letter)]
    return outs


def shown(world: World, one: WaitingPaper) -> Press:
    use = (world.store.database, world.store.session)
    if one.kind is PaperKind.LETTER:
        return letters.shown(*use, RecordId(one.key))
    plan = visit_files.file_of(*use, world.visit).plans[-1]
    return plans.pdf(*use, world.visit, plan_id=plan.id)


def text_of(press: Press) -> str:
    with pypdfium2.PdfDocument(press().data) as paper:
        return "".join(page.get_textpage().get_text_range() for page in paper)


@KINDS
@pytest.mark.parametrize("remembered", [True, False], ids=["remembered", "an older paper"])
def test_a_paper_with_the_name_of_another_is_held_back(
    world: World, kind: PaperKind, remembered: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not remembered:
        forget(monkeypatch)
    one = made_while_merged(world, kind)
    use = (world.store.database, world.store.session)
    read = len(readings.every(world.store.database))
    assert one.held
    for out in ways_out(world, one):
        with pytest.raises(InvalidField) as refused:
            out()
        assert refused.value.reason == f"{kind}_of_another"
    assert paper_queue.waiting(*use) == (one,), "it still waits"
    assert len(readings.every(world.store.database)) == read, "nothing left, so nothing is logged"


@KINDS
def test_without_the_guard_the_name_of_another_would_be_printed(
    world: World, kind: PaperKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    one = made_while_merged(world, kind)
    monkeypatch.setattr(kept_papers, "of_another", lambda *_a: False)
    text = text_of(shown(world, one))
    assert "Meerlaan 17" in text
    assert "Jongstrjitte" not in text


@KINDS
def test_a_paper_of_files_that_stay_merged_goes(world: World, kind: PaperKind) -> None:
    one = made_while_merged(world, kind, apart=False)
    assert not one.held
    for out in ways_out(world, one)[:2]:
        out()
    assert "Meerlaan 17" in text_of(shown(world, one))


@KINDS
def test_a_paper_from_before_a_merge_goes_during_it_and_after(
    world: World, kind: PaperKind
) -> None:
    maker(world, kind)()
    use = (world.store.database, world.store.session)
    merge = world.merged()
    (during,) = paper_queue.waiting(*use)
    assert not during.held
    merging.unmerge(*use, merge)
    (after,) = paper_queue.waiting(*use)
    assert not after.held
    assert "Jongstrjitte 17" in text_of(shown(world, after))


@KINDS
def test_a_paper_of_the_file_that_stays_may_hold_the_others_people(
    world: World, kind: PaperKind, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The name is right; who helps the other, where they live and what they allowed is not."""
    use = (world.store.database, world.store.session)
    with act(*use, "test.tie") as work:
        tie = Tie(id=record_id(), client_id=world.other, name="Froukje", does="Kookt.")
        work.create(tie)
    make = maker(world, kind)
    merge = merging.merge(*use, from_id=world.other, into_id=world.person).items[0].record_id
    make()
    (together,) = paper_queue.waiting(*use)
    assert not together.held
    merging.unmerge(*use, merge)
    (apart,) = paper_queue.waiting(*use)
    assert apart.held
    assert paper_queue.oldest(*use, most=1).held == {apart.key}, "Vandaag says so too"
    with pytest.raises(InvalidField):
        shown(world, apart)

    monkeypatch.setattr(kept_papers, "of_another", lambda *_a: False)
    if kind is PaperKind.PLAN:
        assert "Froukje" in text_of(shown(world, apart))


def test_the_next_version_of_a_plan_has_the_right_name_and_goes(world: World) -> None:
    made_while_merged(world, PaperKind.PLAN)
    world.do(plans.make, world.visit, way=BY_POST, news="Het dossier klopt weer.")()
    (one,) = paper_queue.waiting(world.store.database, world.store.session)
    assert not one.held
    assert "Jongstrjitte 17" in text_of(shown(world, one))


@KINDS
@pytest.mark.parametrize("merged", [False, True], ids=["own file", "a merged file"])
def test_an_address_that_became_secret_stands_on_no_kept_paper(
    world: World, kind: PaperKind, merged: bool
) -> None:
    use = (world.store.database, world.store.session)
    maker(world, kind)()
    (one,) = paper_queue.waiting(*use)
    assert "Jongstrjitte 17" in text_of(shown(world, one)), "it stood there"
    secret = world.other if merged else world.person
    people.set_secret_address(*use, secret, secret=True)
    if merged:
        merging.merge(*use, from_id=world.other, into_id=world.person)
    (printed,) = paper_queue.pdfs(*use, [one], use=plans.Use.PAPER)
    for press in (printed.press, shown(world, one)):
        text = text_of(press)
        assert "Jongstrjitte" not in text
        assert "9001" not in text


def test_a_kept_paper_remembers_for_whom_it_was_made(world: World) -> None:
    made_while_merged(world, PaperKind.PLAN)
    kept = visit_files.file_of(world.store.database, world.store.session, world.visit).plans[-1]
    assert kept.client_id == world.person
    assert msgspec.json.decode(kept.content, type=Plan).made_for == world.other
