"""An answer that a choice did not have yet when the program of another laptop was made."""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

import msgspec
import pytest

from meitinker.domain.kinds import KINDS
from meitinker.domain.merging import Verdict
from meitinker.domain.representatives import Representative, RepresentativeKind
from meitinker.services import people
from meitinker.store import received
from meitinker.store.acts import act
from sync import learning
from tests.sync.world import World

if TYPE_CHECKING:
    from pathlib import Path

    from meitinker.domain.records import Kind

OF_FOUR = StrEnum("OF_FOUR", ["bewindvoerder", "mentor", "curator", "gemachtigde"])
"""What a representative could be before partner and relative were told apart."""


def older() -> dict[str, Kind]:
    """Return the kinds as a program knows them that was made before."""
    kind = KINDS["representative"]
    what = msgspec.structs.replace(kind.fields["kind"], type=OF_FOUR)
    fields = MappingProxyType({**kind.fields, "kind": what})
    return {**KINDS, kind.name: msgspec.structs.replace(kind, fields=fields)}


@pytest.mark.promise("F22")
def test_f22_an_answer_of_a_newer_program_waits_until_the_update(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with World(tmp_path, seed=1) as world:
        a, b = world.replicas
        with a.awake():
            resident = a.store.person("Jong")
            added = people.add_representative(a.database, a.store.session, resident)
        who = added.created("representative")
        world.settle()
        with a.awake(), act(a.database, a.store.session, "edit") as work:
            work.edit(Representative, who, {"kind": RepresentativeKind.PARTNER, "name": "Jan"})
        a.push(world.authority)
        with monkeypatch.context() as patch:
            patch.setattr(received, "KINDS", older())
            told = b.pull(world.authority)
        assert [one.verdict for one in told.receipts] == [Verdict.QUARANTINED]
        assert b.table()[who]["fields"]["kind"] == "gemachtigde"
        learning.learn(b.database, b.store.session, bites=lambda bite: bite())
        assert b.waiting() == []
        assert b.table()[who]["fields"]["kind"] == "partner"
        assert b.table()[who]["fields"]["name"] == "Jan"
        assert world.same()
