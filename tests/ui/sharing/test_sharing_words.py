"""What a resident sees is made of shareable fields and of nothing else, whatever the kind."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import Enum
from typing import Any

import msgspec
import pytest

from meitinker import i18n, ids
from meitinker.domain.checkpoints import ON_PAPER, Topic
from meitinker.domain.kinds import KINDS
from meitinker.domain.needs import Outcome
from meitinker.domain.people import Language
from meitinker.domain.records import Kind, Record
from meitinker.services.visit_files import VisitFile
from ui.viewmodels import sharing

SECRET = "niet voor de inwoner"
OPEN = "mag gezien worden"
VISIT, NEED = ids.record_id(), ids.record_id()

IN_A_VISIT = {
    "visit": "visit",
    "person": "client",
    "attendee": "attendees",
    "domain_note": "domain_notes",
    "need": "needs",
    "finding": "findings",
    "agreement": "agreements",
    "score": "scores",
    "checkpoint": "checkpoints",
    "consent": "consents",
    "application": "applications",
    "signature": "signatures",
    "support_plan": "plans",
    "handover": "handovers",
    "request": "request",
    "attachment": "attachments",
    "referral": "referrals",
}


def _value(kind: Kind, name: str) -> Any:
    field = kind.fields[name]
    if name == "need_id":
        return NEED
    plain = field.type
    types = [t for t in getattr(plain, "__args__", ()) if t is not type(None)] or [plain]
    base = types[0]
    while hasattr(base, "__supertype__"):
        base = base.__supertype__
    if issubclass(base, Enum):
        return Outcome.SOLVES if base is Outcome else next(iter(base))
    known: dict[type, Any] = {
        bool: True,
        int: 1,
        datetime: datetime(2026, 11, 12, tzinfo=UTC),
        date: date(2026, 11, 12),
    }
    if base in known:
        return known[base]
    seen = field.held.shareable or field.held.shareable_where is not None
    return f"{OPEN if seen else SECRET} {kind.name}.{name}"


def filled(kind: Kind) -> Record:
    """Return a record of ``kind`` whose every text says whether it may be seen."""
    record_id = NEED if kind.name == "need" else VISIT
    values = {name: _value(kind, name) for name in kind.fields}
    return kind.record(id=record_id, **values)


def whole_file() -> VisitFile:
    one = {attribute: filled(KINDS[name]) for name, attribute in IN_A_VISIT.items()}
    alone = {"visit": one.pop("visit"), "client": one.pop("client")}
    alone["request"] = one.pop("request")
    lists = {attribute: (record,) for attribute, record in one.items()}
    return VisitFile(**alone, **lists)  # type: ignore[arg-type]  # by the names above


def all_words(shared: sharing.SharedVisit) -> str:
    """Return everything that is on its way to the screen, and everything on it."""
    return f"{shared!r} {sharing.pages(shared)!r}"


def test_every_list_of_a_visit_is_tried() -> None:
    records = set(VisitFile.__struct_fields__) - {
        *("life_domains", "known", "scores_then", "waiting", "half_days")
    }
    assert set(IN_A_VISIT.values()) == records, "a new list of records: add it here"


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.name)
def test_only_what_is_declared_shareable_is_taken(kind: Kind) -> None:
    record = filled(kind)
    taken = sharing.shareable(record)
    assert set(taken) == {n for n, f in kind.fields.items() if f.held.shared_in(record)}
    assert SECRET not in repr(taken)


@pytest.mark.parametrize("topic", Topic)
def test_a_note_is_seen_only_where_it_was_written_for_the_resident(topic: Topic) -> None:
    one = msgspec.structs.replace(filled(KINDS["checkpoint"]), topic=topic)
    shown = all_words(
        sharing.only_shareable(msgspec.structs.replace(whole_file(), checkpoints=(one,)))
    )
    assert ("checkpoint.note" in shown) == (topic in ON_PAPER)
    assert Topic.SAFETY not in ON_PAPER


def test_no_other_text_comes_on_the_screen() -> None:
    words = all_words(sharing.only_shareable(whole_file()))
    assert SECRET not in words
    assert f"{OPEN} visit.question" in words
    assert f"{OPEN} finding.reason" in words
    assert f"{OPEN} agreement.what" in words


def test_the_check_sees_a_field_that_is_let_through(monkeypatch: pytest.MonkeyPatch) -> None:
    """The negative control: without the guard the words of the worker would be there."""
    monkeypatch.setattr(sharing, "shareable", msgspec.structs.asdict)
    assert f"{SECRET} need.visit_id" in all_words(sharing.only_shareable(whole_file()))
    assert f"{SECRET} visit.notes" in all_words(sharing.only_shareable(whole_file()))


def test_what_is_empty_is_no_page() -> None:
    whole = whole_file()
    bare = msgspec.structs.replace(
        whole,
        domain_notes=(),
        needs=(),
        checkpoints=(),
        agreements=(),
        consents=(),
        visit=msgspec.structs.replace(whole.visit, question=" ", conclusion=""),
    )
    (only,) = sharing.pages(sharing.only_shareable(bare))
    assert only.title == "Er is nog niets om te laten zien."
    assert only.parts == ()


def test_it_speaks_the_language_of_the_plan_and_not_of_the_program() -> None:
    """A program in English told a resident who has a Dutch plan "Your question"."""
    whole = whole_file()
    assert sharing.language_of(whole) is Language.DUTCH
    client = msgspec.structs.replace(whole.client, language=Language.FRISIAN)
    frisian = sharing.language_of(msgspec.structs.replace(whole, client=client, plans=()))
    shared = sharing.only_shareable(whole)
    i18n.set_language("en")
    try:
        titles = [page.title for page in sharing.pages(shared)]
        told = [page.title for page in sharing.pages(shared, frisian)]
        assert i18n.language() == "en"
    finally:
        i18n.set_language(i18n.DUTCH)
    assert titles[0] == "Uw vraag"
    assert told[0] == i18n.translation("fy").gettext("Uw vraag") != "Uw vraag"


def test_pages_come_in_the_order_of_the_conversation() -> None:
    titles = [page.title for page in sharing.pages(sharing.only_shareable(whole_file()))]
    assert titles == [
        "Uw vraag",
        "Geld",
        "Wat u nodig hebt",
        "Hulp voor uw mantelzorger",
        "Wat wij afspreken",
        "Waarvoor wij uw toestemming vroegen",
        "Wat wij samen besluiten",
    ]
