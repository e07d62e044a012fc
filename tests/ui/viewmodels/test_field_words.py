"""Every field that people meet has a name in words."""

from __future__ import annotations

import pytest

from meitinker.domain.kinds import KINDS
from meitinker.domain.records import Kind
from ui.viewmodels.field_words import field_name, plain_name, thing_name, value_words

_NAMED = {"", "person", "user", "village"}
_NOBODYS = {
    ("phone", "digits"),
    ("need", "position"),
    ("agreement", "position"),
    ("device", "label"),
    ("device", "signing_key"),
    ("signature", "strokes"),
    ("signature", "text_hash"),
    ("attachment", "file"),
    ("attachment", "key"),
}
"""What the program itself keeps: nobody types it and no card is about it."""

_QUIET = {"user_village", "device", "number_range"}
"""Kinds of the organisation's own administration, without a screen."""


def test_every_kind_has_a_name_of_its_own() -> None:
    names = [thing_name(kind) for kind in KINDS]
    assert all(names)
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("kind", [k for k in KINDS.values() if k.name not in _QUIET])
def test_every_field_has_a_name(kind: Kind) -> None:
    missing = [
        name
        for name, field in kind.fields.items()
        if field.held.ref in _NAMED
        and (kind.name, name) not in _NOBODYS
        and plain_name(kind.name, name) == "Ander gegeven"
    ]
    assert missing == []


def test_a_field_of_a_newer_program_is_called_something() -> None:
    assert field_name("person", "x_future") == "Ander gegeven"
    assert field_name("x_volunteer", "wish") == "Ander gegeven"


def test_values_are_read_as_people_say_them() -> None:
    fields = KINDS["person"].fields
    assert value_words(None, fields["born_on"].type) == "leeg"
    assert value_words("1948-03-01", fields["born_on"].type) == "1 maart 1948"
    assert value_words(1, fields["large_print"].type) == "ja"
    assert value_words("frisian", fields["language"].type) != ""
    assert value_words("2026-11-12T13:05:00.000Z", fields["added_at"].type).endswith("om 14:05")
    assert value_words("gisteren", fields["born_on"].type) == "gisteren"
    assert value_words("straks", fields["added_at"].type) == "straks"
    assert value_words("x" * 700, str) == "x" * 600 + "…"
    assert value_words("x" * 700, str, most=0) == "x" * 700
