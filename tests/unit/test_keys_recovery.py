from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meitinker.errors import WrongRecoveryCode
from meitinker.keys.recovery import GROUPS, SYMBOLS, RecoveryCode

codes = st.binary(min_size=20, max_size=20).map(RecoveryCode)

unhurried = settings(deadline=None)


@unhurried
@given(codes)
def test_a_code_survives_paper(code: RecoveryCode) -> None:
    assert RecoveryCode.parse(code.text).raw == code.raw
    assert len(code.groups) == GROUPS
    assert all(len(group) == 5 for group in code.groups)


@unhurried
@given(codes)
def test_typing_is_tolerant(code: RecoveryCode) -> None:
    sloppy = code.text.lower().replace("-", "  ").replace("0", "o").replace("1", "l")
    assert RecoveryCode.parse(f" {sloppy}\n").raw == code.raw
    assert RecoveryCode.parse(code.text.replace("1", "I").replace("-", "–")).raw == code.raw


@unhurried
@given(codes, st.integers(0, 39), st.sampled_from(SYMBOLS))
def test_every_single_wrong_symbol_is_found_in_its_group(
    code: RecoveryCode, place: int, symbol: str
) -> None:
    plain = "".join(code.groups)
    if plain[place] == symbol:
        return
    with pytest.raises(WrongRecoveryCode) as told:
        RecoveryCode.parse(plain[:place] + symbol + plain[place + 1 :])
    assert told.value.params["group"] == place // 5 + 1


@unhurried
@given(codes, st.integers(0, GROUPS - 1))
def test_every_swap_within_a_group_is_found(code: RecoveryCode, group: int) -> None:
    for one, two in itertools.combinations(range(5), 2):
        signs = list(code.groups[group])
        if signs[one] == signs[two]:
            continue
        signs[one], signs[two] = signs[two], signs[one]
        groups = [*code.groups[:group], "".join(signs), *code.groups[group + 1 :]]
        with pytest.raises(WrongRecoveryCode):
            RecoveryCode.parse("".join(groups))


@unhurried
@given(codes)
def test_every_swap_of_two_groups_is_found(code: RecoveryCode) -> None:
    for one, two in itertools.combinations(range(GROUPS), 2):
        groups = list(code.groups)
        groups[one], groups[two] = groups[two], groups[one]
        with pytest.raises(WrongRecoveryCode) as told:
            RecoveryCode.parse(" ".join(groups))
        assert told.value.params["group"] == one + 1


@pytest.mark.parametrize("typed", ["", "ABCDE", "U" * 40, "é" * 40, "0" * 41])
def test_what_is_no_code_is_told(typed: str) -> None:
    with pytest.raises(WrongRecoveryCode):
        RecoveryCode.parse(typed)


def test_the_length_is_told() -> None:
    with pytest.raises(WrongRecoveryCode) as told:
        RecoveryCode.parse("ABCDE-ABC")
    assert told.value.params == {"group": 0, "symbols": 8}


def test_a_code_is_not_shown() -> None:
    code = RecoveryCode(bytes(20))
    assert repr(code) == "<RecoveryCode>"
    with pytest.raises(ValueError, match="20 bytes"):
        RecoveryCode(b"short")


def test_the_form_on_paper_is_pinned() -> None:
    # Codes lie in drawers for years: this text must open for ever.
    assert RecoveryCode(bytes(range(20))).text == PINNED


PINNED = "000G4-40R4F-0M30Y-E209X-185GE-R38EY-1W81B-24GK1"
