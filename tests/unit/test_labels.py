"""What the stores on a shared computer are called, and which was at work last."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from meitinker import labels
from meitinker.errors import StoreExists
from meitinker.i18n import speaking
from meitinker.paths import StoreFolder

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "home"
    monkeypatch.setenv("MEITINKER_HOME", str(place))
    return place


def _made(label: str = "") -> StoreFolder:
    folder = labels.new_store(label)
    folder.keys_a.write_bytes(b"")
    return folder


def test_several_users_have_stores_apart_under_neutral_names(home: Path) -> None:
    assert labels.stores() == ()
    first, second = labels.new_store(), labels.new_store("Balie rechts")
    third = labels.new_store()
    assert labels.stores() == (), "a folder without key file or database is no store yet"
    for store in (first, second, third):
        store.keys_a.write_bytes(b"")
    assert [one.label for one in labels.stores()] == ["Balie rechts", "Werkplek 1", "Werkplek 2"]
    assert "balie" not in second.root.name.lower()
    assert len({first.root, second.root, third.root}) == 3


def test_a_neutral_name_is_in_the_language_in_which_it_is_made(home: Path) -> None:
    for code in ("en", "en", "fy"):
        with speaking(code):
            _made()
    assert [one.label for one in labels.stores()] == ["Workplace 1", "Workplace 2", "Wurkplak 1"]


def test_a_label_is_taken_once(home: Path) -> None:
    first, second = labels.new_store("Balie"), labels.new_store("Tuin\n\x1b[31m kant")
    first.keys_a.write_bytes(b"")
    second.keys_a.write_bytes(b"")
    for taken in (" balie ", "BALIE"):
        with pytest.raises(StoreExists):
            labels.new_store(taken)
    assert [one.label for one in labels.stores()] == ["Balie", "Tuin[31m kant"]


def test_mangled_labels_show_the_folder(home: Path) -> None:
    store = labels.new_store("Balie")
    store.keys_a.write_bytes(b"")
    (home / "labels.json").write_bytes(b"{")
    assert [one.label for one in labels.stores()] == [store.root.name]


def test_a_store_that_was_never_finished_keeps_no_label_from_others(home: Path) -> None:
    labels.new_store("Balie")
    assert not labels.is_taken("Balie")
    again = _made("Balie")
    assert labels.label_of(again) == "Balie"


def test_a_store_is_called_otherwise_by_whoever_works_in_it(home: Path) -> None:
    mine, other = _made(), _made("Balie")
    labels.rename(mine, "  Tuin\nkant ")
    assert labels.label_of(mine) == "Tuinkant"
    with pytest.raises(StoreExists):
        labels.rename(mine, "balie")
    labels.rename(mine, " ")
    assert labels.label_of(mine) == "Tuinkant"
    labels.rename(other, "BALIE")
    assert [one.label for one in labels.stores()] == ["BALIE", "Tuinkant"]


def test_the_store_at_work_last_is_remembered(home: Path, tmp_path: Path) -> None:
    assert labels.last() is None
    first, second = _made(), _made()
    for one in (first, second, first):
        labels.remember(one)
        assert labels.last() == one
    labels.remember(StoreFolder(tmp_path / "example" / "store"))
    assert labels.last() == first, "the example village is nobody's work"
    (home / "last").write_bytes(b"\xff\xfe")
    assert labels.last() is None
