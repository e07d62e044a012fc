"""L11 and L7 by the registry: no field holds a copy of an identity document."""

from __future__ import annotations

import re
from enum import Enum
from typing import Annotated, get_args

import pytest

from meitinker.domain.attachments import names_identity_document
from meitinker.domain.grounds import BSN
from meitinker.domain.kinds import KINDS
from meitinker.domain.records import Held, Kind, MergeClass, Record, Scope, declare
from tests.house.tree import name, sources
from ui.viewmodels.attachments import choices

_COPY = re.compile(r"scan|photo|picture|image|copy|file|document|media|passport|licence")
_FILE = {"file", "media_type"}  # of the attachment, which has no purpose or sort to choose


def copies(kinds: list[Kind]) -> list[str]:
    """Return the fields that could hold a copy of a document."""
    found = []
    for kind in kinds:
        for field in kind.fields.values():
            only_a_name = any(
                isinstance(t, type) and issubclass(t, Enum)
                for t in (field.type, *get_args(field.type))
            )
            if kind.name == "attachment" and field.name in _FILE:
                continue
            if _COPY.search(field.name) and not only_a_name:
                found.append(f"{kind.name}.{field.name}")
    return found


@pytest.mark.promise("L11")
def test_l11_no_kind_has_a_field_for_a_copy_of_a_document() -> None:
    assert copies(list(KINDS.values())) == []


class _Passport(Record, frozen=True, kw_only=True):
    passport_scan: Annotated[str, Held(ground=BSN)] = ""


@pytest.mark.promise("L11")
def test_l11_control_such_a_field_would_be_found() -> None:
    kind = declare("passport", _Passport, merge=MergeClass.BY_FIELD, scope=Scope.organisation())
    assert copies([kind]) == ["passport.passport_scan"]


_ASKS = ("getOpenFile", "ask_which")
_ONLY_READ = {
    "ui/paper/file_places.py",  # the asking itself
    "ui/views/sending/stick.py",
    "ui/views/back_office/list_work.py",
    "ui/views/social_map/check_answer.py",
    "ui/views/entry/restore.py",  # a backup of the store itself
}


@pytest.mark.promise("L11")
def test_l11_one_screen_takes_files_in_and_never_an_identity_document() -> None:
    """What is offered there holds none, and what is called one is refused by the service.

    What others open is read and never kept: a sealed answer of the hub, a table of clients,
    what a provider says of its services, a backup that was made here.
    """
    asked = {
        name(p): text
        for p in sources("ui")
        if any(asks in (text := p.read_text("utf-8")) for asks in _ASKS)
    }
    assert set(asked) - _ONLY_READ == {"ui/views/attachments/form.py"}
    assert not [one for one in _ONLY_READ if "attach" in asked[one]]
    offered = [choice.text for choice in choices()]
    assert offered
    assert not [words for words in offered if names_identity_document(words)]


@pytest.mark.promise("L11")
@pytest.mark.parametrize("words", ["Kopie paspoort", "rijbewijs.jpg", "ID-kaart voor en achter"])
def test_l11_control_one_that_is_called_so_would_be_seen(words: str) -> None:
    assert names_identity_document(words)
