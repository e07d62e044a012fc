"""Messages as bytes: whole and small, or refused."""

from __future__ import annotations

import json
import tracemalloc
import zlib

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meitinker.domain.merging import Verdict
from meitinker.errors import MessageTooLarge, RequestRefused
from sync import protocol, wire

CHANGE = protocol.SealedChange(
    change_id="c1",
    act_id="a1",
    device="d1",
    incarnation=1,
    at="2026-11-12T09:00:00.000Z",
    author="u1",
    operation="edit",
    kind="person",
    record_id="r1",
    previous="0" * 64,
    commitment="1" * 64,
    salt="2" * 64,
    fields={"nickname": "Sjoukje", "large_print": 1, "died_on": None},
    base={"nickname": "c0"},
)


@given(st.text(), st.integers(0, 3000))
def test_a_message_comes_back_as_it_went(text: str, times: int) -> None:
    pushed = protocol.Push(
        changes=(msgspec.structs.replace(CHANGE, fields={"note": text * times}),)
    )
    assert wire.unpacked(wire.packed(pushed), protocol.Push) == pushed


def test_a_small_message_is_not_packed_and_a_large_one_is() -> None:
    small = wire.packed(protocol.Let(dossiers=()))
    large = wire.packed(protocol.Push(changes=(CHANGE,) * 100))
    assert small == b'{"dossiers":[]}'
    assert len(large) < 2_000
    assert large[:1] != b"{"


def test_what_a_newer_program_adds_is_skipped() -> None:
    told = b'{"cursor":{"position":7,"later":{"deep":[1,[2]]}},"most":5,"new":true}'
    assert wire.unpacked(told, protocol.Pull).cursor == protocol.Cursor(position=7)


def test_what_an_older_program_lacks_has_its_default() -> None:
    told = b'{"position":3,"change_id":"c1"}'
    assert wire.unpacked(told, protocol.Judged).verdict is Verdict.APPLIED


@pytest.mark.promise("A20")
def test_a20_a_bomb_is_refused_before_it_takes_memory() -> None:
    bomb = zlib.compress(b"{" + b" " * (200 << 20), 9)
    assert len(bomb) < wire.LARGEST_PACKED
    tracemalloc.start()
    with pytest.raises(MessageTooLarge):
        wire.unpacked(bomb, protocol.Push)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2 * wire.LARGEST


@pytest.mark.promise("A20")
def test_a20_control_without_the_limit_the_bomb_unpacks() -> None:
    bomb = zlib.compress(b"{" + b" " * (wire.LARGEST + 1), 9)
    assert len(zlib.decompress(bomb)) > wire.LARGEST


@pytest.mark.promise("A20")
@pytest.mark.parametrize("depth", [32, 1_000, 100_000])
def test_a20_what_is_too_deep_is_refused(depth: int) -> None:
    deep = b'{"dossiers":[],"more":' + b"[" * depth + b"]" * depth + b"}"
    with pytest.raises(RequestRefused):
        wire.unpacked(deep, protocol.Let)


@pytest.mark.promise("A20")
def test_a20_control_brackets_in_words_and_what_is_just_deep_enough_pass() -> None:
    deep = b'{"dossiers":["' + b"[{" * 40 + b'\\"["],"more":' + b"[" * 31 + b"]" * 31 + b"}"
    assert len(wire.unpacked(deep, protocol.Let).dossiers[0]) == 82


def _within(told: object, depth: int) -> object:
    for _ in range(depth):
        told = [told]
    return told


_WORDS = st.text(alphabet='"\\[]{}a\n\u00e9', max_size=8)
_TOLD = st.recursive(
    _WORDS,
    lambda one: (
        st.lists(one, max_size=3)
        | st.dictionaries(_WORDS, one, max_size=3)
        | st.builds(_within, one, st.integers(1, wire.DEEPEST))
    ),
    max_leaves=12,
)


def _depth(told: object) -> int:
    inside = told.values() if isinstance(told, dict) else told if isinstance(told, list) else ()
    return max(map(_depth, inside), default=0) + (not isinstance(told, str))


@pytest.mark.promise("A20")
@given(_TOLD)
def test_a20_depth_is_what_lies_inside_each_other_whatever_the_words_hold(told: object) -> None:
    plain = json.dumps({"dossiers": [], "later": told}).encode()
    if _depth(told) < wire.DEEPEST:
        assert wire.unpacked(plain, protocol.Let) == protocol.Let(dossiers=())
    else:
        with pytest.raises(RequestRefused):
            wire.unpacked(plain, protocol.Let)


@pytest.mark.parametrize(
    "told",
    [
        b"",
        b"{",
        b"null",
        b"\x78\x9c",
        b"\xff\xfe",
        zlib.compress(b"{}")[:-3],
        zlib.compress(b'{"dossiers":[]}') + b"more",
        b'{"dossiers":"all"}',
        b'{"dossiers":[1]}',
    ],
)
def test_what_is_not_whole_is_refused(told: bytes) -> None:
    with pytest.raises(RequestRefused):
        wire.unpacked(told, protocol.Let)


@given(st.binary(max_size=2_000))
def test_noise_is_refused_in_words_or_understood(noise: bytes) -> None:
    try:
        wire.unpacked(noise, protocol.Pull)
    except (RequestRefused, MessageTooLarge):
        return
    assert noise[:1] in {b"{", b"\x78"}


def test_a_refusal_does_not_quote_what_was_sent() -> None:
    with pytest.raises(RequestRefused) as refused:
        wire.unpacked(b'{"dossiers":"Sjoukje de Jong"}', protocol.Let)
    assert "Sjoukje" not in str(refused.value)
