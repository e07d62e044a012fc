"""The list of what consent is asked for, without Qt."""

from __future__ import annotations

from meitinker.domain.consents import ConsentPurpose
from ui.viewmodels import consents


def test_what_is_asked_most_comes_first_and_nothing_is_missing() -> None:
    offered = [choice.key for choice in consents.purposes()]
    assert offered[:3] == ["care_provider", "network", "photos"]
    assert offered[-1] == "youth"
    assert sorted(offered) == sorted(ConsentPurpose)
