"""What the first screen says, without Qt."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from meitinker import clock
from meitinker.domain.people import Person
from meitinker.ids import RecordId
from meitinker.services.broken_off import BrokenOff
from meitinker.services.half_typed import WaitingForm
from meitinker.services.paper_queue import Oldest
from meitinker.services.today import WaitingWork
from meitinker.store.requests import UnsentLetter
from meitinker.store.visits import UnsentEntry, VisitEntry
from tests.stores import Clock
from ui.viewmodels import today

VISIT = VisitEntry(
    visit_id="v1",
    person_id="p1",
    given_names="Sjoukje",
    called="",
    prefix="de",
    surname="Jong",
    partner_name="",
    state="open",
    visited_on="2026-11-12",
    started_at="2026-11-12T13:05:00.000Z",
    changed_at="2026-11-12T13:20:00.000Z",
    asked=1,
    topics=2,
)
PLAN = UnsentEntry(
    handover_id="h1",
    plan_id="s1",
    visit_id="v2",
    person_id="p2",
    given_names="Łukasz",
    called="",
    prefix="",
    surname="Wiśniewski",
    partner_name="",
    way="bring_later",
    made_at="2025-12-30T23:30:00.000Z",
)
BROKEN = BrokenOff(
    change_id="c1",
    visit_id="v1",
    person=Person(id=RecordId("p1"), surname="Jong"),
    saved_at="2026-11-12T13:20:00.000Z",
    kind="visit",
    record_id=RecordId("v1"),
    fields=("question",),
)


def waiting(begun: tuple[VisitEntry, ...] = ()) -> WaitingWork:
    return WaitingWork(name="Hinke", begun=begun, broken_off=())


def papers(*entries: UnsentEntry | UnsentLetter) -> tuple[today.Item, ...]:
    with clock.running(Clock("2026-11-12T14:05:00.000Z")):
        return today.papers(Oldest(entries=entries))


def shown(begun: tuple[VisitEntry, ...] = ()) -> today.Today:
    with clock.running(Clock("2026-11-12T14:05:00.000Z")):
        return today.today(waiting(begun))


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        ("2026-11-12T10:59:00.000Z", "Goedemorgen, Hinke"),
        ("2026-11-12T11:00:00.000Z", "Goedemiddag, Hinke"),  # noon in Amsterdam
        ("2026-11-12T17:00:00.000Z", "Goedenavond, Hinke"),
        ("2026-11-12T22:59:00.000Z", "Goedenavond, Hinke"),
        ("2026-11-12T23:00:00.000Z", "Hallo, Hinke"),  # midnight: no morning yet
        ("2026-11-13T03:59:00.000Z", "Hallo, Hinke"),
        ("2026-11-13T04:00:00.000Z", "Goedemorgen, Hinke"),
    ],
)
def test_the_greeting_follows_the_clock_on_the_wall(instant: str, words: str) -> None:
    with clock.running(Clock(instant)):
        assert today.today(waiting()).greeting == words


def test_a_user_without_a_name_is_greeted_all_the_same() -> None:
    with clock.running(Clock("2026-11-12T17:00:00.000Z")):
        assert today.greeting("", clock.local(clock.now())) == "Goedenavond"


def test_the_date_is_told_in_words() -> None:
    assert today.date_words(date(2026, 11, 12)) == "Donderdag 12 november 2026"


def test_a_paper_that_may_not_go_says_why_and_what_to_do() -> None:
    with clock.running(Clock("2026-11-12T14:05:00.000Z")):
        (free,) = today.papers(Oldest(entries=(PLAN,)))
        (held,) = today.papers(Oldest(entries=(PLAN,), held=frozenset({PLAN.handover_id})))
    assert held.status.startswith(free.status)
    assert held.status.endswith("toen de dossiers samen waren. Maak een nieuwe versie.")


def test_nothing_waiting_is_all_done() -> None:
    assert shown().nothing
    assert not shown((VISIT,)).nothing


def test_a_begun_visit_tells_when_and_how_it_began() -> None:
    (item,) = shown((VISIT,)).begun
    assert item.title == "Sjoukje de Jong"
    words = "Vraag opgeschreven · 2 onderwerpen besproken"
    assert item.status == f"Begonnen op 12 november om 14:05. {words}."
    assert (item.screen, item.record_id) == ("visits", "v1")


def test_a_visit_in_which_nothing_was_written_says_so() -> None:
    (item,) = shown((msgspec.structs.replace(VISIT, asked=0, topics=0),)).begun
    assert item.status.endswith("Nog geen vraag opgeschreven.")


def test_a_plan_of_last_year_tells_the_year_and_how_it_goes() -> None:
    by_post = msgspec.structs.replace(PLAN, handover_id="h2", way="send_later")
    bring, send = papers(PLAN, by_post)
    assert bring.status == "Moet u nog langsbrengen. Plan van 31 december 2025."
    assert (bring.verb, bring.made_on) == ("Vandaag gegeven", date(2025, 12, 31))
    assert (send.verb, send.icon_name) == ("Vandaag verstuurd", "mail")


def test_what_does_not_fit_is_counted() -> None:
    many = tuple(msgspec.structs.replace(VISIT, visit_id=f"v{n}") for n in range(today.MOST + 3))
    day = shown(many)
    assert (len(day.begun), day.told) == (today.MOST, today.MOST)
    assert today.more_words(0) == ""
    assert today.more_words(3) == "Toon nog 3 gesprekken"


def test_a_visit_that_was_broken_off_is_told_once() -> None:
    with clock.running(Clock("2026-11-12T14:05:00.000Z")):
        day = today.today(waiting((VISIT,)), (BROKEN,))
    assert day.begun == ()
    assert [item.record_id for item in day.broken_off] == ["v1"]
    assert day.told == 1, "it is not among the others"
    assert day.broken_off[0].status == "U was hier gebleven op 12 november om 14:20."


def test_a_visit_in_which_two_fields_were_typed_in_has_one_row_that_of_the_last() -> None:
    earlier = msgspec.structs.replace(BROKEN, change_id="c0", saved_at="2026-11-12T13:19:00.000Z")
    (item,) = today.today(waiting(), (BROKEN, earlier)).broken_off
    assert item.key == BROKEN.change_id


def test_a_file_that_was_broken_off_leads_to_the_people() -> None:
    in_file = msgspec.structs.replace(BROKEN, visit_id="")
    (item,) = today.today(waiting(), (in_file,)).broken_off
    assert (item.screen, item.record_id) == ("people", "p1")


LETTER = UnsentLetter(
    letter_id="l1",
    kind="receipt",
    request_id="r1",
    person_id="p2",
    given_names="Łukasz",
    called="",
    prefix="",
    surname="Wiśniewski",
    partner_name="",
    way="send_later",
    made_at="2026-11-11T09:00:00.000Z",
)


def test_a_letter_that_waits_leads_to_the_question_it_is_about() -> None:
    plan, letter = papers(PLAN, LETTER)
    assert (plan.screen, plan.record_id, plan.look) == ("visits", "v2", "Bekijk gesprek")
    assert (letter.screen, letter.record_id, letter.section) == ("people", "p2", "requests")
    assert letter.status == "Moet nog op de post. Ontvangstbrief van 11 november."
    assert (letter.key, letter.question) == ("l1", "Op welke dag ging de brief weg?")


def test_a_plan_says_that_the_version_before_it_need_not_go() -> None:
    newer = msgspec.structs.replace(PLAN, passed_over=1)
    (item,) = papers(newer)
    assert item.status.endswith("De vorige versie hoeft niet meer weg.")


@pytest.mark.parametrize(
    ("count", "words"),
    [(0, ""), (1, "Toon nog 1 brief"), (5, "Toon nog 5 brieven")],
)
def test_the_rest_of_the_papers_is_called_what_it_is(count: int, words: str) -> None:
    assert today.more_papers(count) == words


KEPT_AT = "2026-11-12T13:20:00.000Z"
SJOUKJE = Person(id=RecordId("p1"), called="Sjoukje", surname="Jong")


def half(form: str, about: str = "", **more: object) -> today.Item:
    """Return the row of one form that waits."""
    one = msgspec.structs.replace(WaitingForm(form=form, about=about, at=KEPT_AT), **more)
    with clock.running(Clock("2026-11-12T14:05:00.000Z")):
        day = today.today(msgspec.structs.replace(waiting(), half_typed=(one,)))
    assert not day.nothing
    (item,) = day.broken_off
    return item


def test_a_half_typed_form_tells_what_whom_and_when() -> None:
    item = half("contact_note", "k1", person=SJOUKJE)
    assert item.title == "Sjoukje Jong"
    assert item.status == (
        "Korte notitie is nog niet af. U was hier gebleven op 12 november om 14:20."
    )
    assert half("new_person", name="Anna").title == "Anna"
    assert half("new_request").title == "Nieuwe vraag"


@pytest.mark.parametrize(
    ("form", "about", "visit", "spot"),
    [
        ("new_person", "", "", ("people", "", "new", "")),
        ("new_request", "", "", ("request", "", "", "")),
        ("contact_note", "k1", "", ("note", "k1", "typed", "")),
        ("appointment", "a1", "", ("today", "a1", "week", "form")),
        ("task_new", "p1", "", ("people", "p1", "tasks", "")),
        ("request.answer", "r1", "", ("people", "p1", "requests", "")),
        ("tie_end", "t1", "", ("people", "p1", "network", "tie:t1")),
        ("half_tie_since", "t1", "", ("people", "p1", "network", "tie:t1")),
        ("half_person_born_on", "p1", "v1", ("people", "p1", "details", "")),
        ("half_need_since", "n1", "v1", ("visits", "v1", "", "")),
        ("consent", "p1", "v1", ("visits", "v1", "consents", "")),
        ("consent", "p1", "", ("people", "p1", "", "")),
        ("plan_remark", "s1", "v1", ("visits", "v1", "plan", "")),
        ("absence_new", "", "", ("today", "", "week", "hours")),
        ("equal_day", "", "", ("settings", "", "organisation", "")),
        ("conflict:name", "p1", "", ("sending", "p1", "", "")),
    ],
)
def test_a_half_typed_form_is_gone_on_with_where_it_stands(
    form: str, about: str, visit: str, spot: tuple[str, str, str, str]
) -> None:
    person = None if form in {"new_person", "new_request"} else SJOUKJE
    item = half(form, about, visit_id=visit, person=person)
    assert (item.screen, item.record_id, item.section, item.field) == spot


def test_a_conversation_without_a_plan_is_told_of_and_leads_to_it() -> None:
    owed = msgspec.structs.replace(waiting(), unplanned=(VISIT,))
    with clock.running(Clock("2026-11-12T14:05:00.000Z")):
        day = today.today(owed)
    assert not day.nothing
    (item,) = day.begun
    assert item.status == ("Gesprek van 12 november is afgerond. De inwoner heeft nog geen plan.")
    assert (item.screen, item.record_id, item.section) == ("visits", "v1", "plan")
    assert day.told == 0, "it is no conversation under way"
