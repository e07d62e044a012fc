"""The languages: Dutch needs no catalogue, the others are found compiled or not."""

from __future__ import annotations

import os
from io import BytesIO
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import write_po

from meitinker import i18n
from meitinker.errors import BugError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def _catalogue(**sentences: str) -> Catalog:
    catalogue = Catalog(locale="fy")
    for dutch, frisian in sentences.items():
        catalogue.add(dutch, frisian)
    catalogue.add(("{count} dag", "{count} dagen"), ("{count} dei", "{count} dagen fy"))
    return catalogue


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Give an empty folder of catalogues, and Dutch before and after."""
    folder = tmp_path / "fy" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    monkeypatch.setattr(i18n, "LOCALE", tmp_path)
    i18n.translation.cache_clear()
    yield folder / "meitinker.po"
    i18n.set_language(i18n.DUTCH)
    i18n.translation.cache_clear()


def _write_source(place: Path, catalogue: Catalog) -> None:
    buffer = BytesIO()
    write_po(buffer, catalogue)
    place.write_bytes(buffer.getvalue())


def _write_compiled(place: Path, catalogue: Catalog) -> None:
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    place.with_suffix(".mo").write_bytes(buffer.getvalue())


def test_dutch_needs_no_catalogue(place: Path) -> None:
    assert i18n.language() == "nl"
    assert i18n._("Bewaard") == "Bewaard"
    assert i18n.ngettext("{count} dag", "{count} dagen", 1) == "{count} dag"
    assert i18n.ngettext("{count} dag", "{count} dagen", 0) == "{count} dagen"
    assert not place.exists()


def test_source_is_read_when_nothing_was_compiled(place: Path) -> None:
    _write_source(place, _catalogue(Bewaard="Bewarre"))
    i18n.set_language("fy")
    assert i18n._("Bewaard") == "Bewarre"
    assert i18n.ngettext("{count} dag", "{count} dagen", 1) == "{count} dei"
    assert i18n.ngettext("{count} dag", "{count} dagen", 2) == "{count} dagen fy"


def test_sentence_without_translation_appears_in_dutch(place: Path) -> None:
    _write_source(place, _catalogue(Bewaard="Bewarre"))
    i18n.set_language("fy")
    assert i18n._("Op slot") == "Op slot"


def test_compiled_catalogue_goes_first(place: Path) -> None:
    _write_source(place, _catalogue(Bewaard="source"))
    _write_compiled(place, _catalogue(Bewaard="compiled"))
    os.utime(place, ns=(1, 1))
    assert i18n.translation("fy").gettext("Bewaard") == "compiled"


def test_compiled_catalogue_older_than_its_source_is_passed_over(place: Path) -> None:
    _write_source(place, _catalogue(Bewaard="source"))
    _write_compiled(place, _catalogue(Bewaard="compiled"))
    os.utime(place.with_suffix(".mo"), ns=(1, 1))
    assert i18n.translation("fy").gettext("Bewaard") == "source"


def test_bundle_has_only_the_compiled_catalogue(place: Path) -> None:
    _write_compiled(place, _catalogue(Bewaard="compiled"))
    assert i18n.translation("fy").gettext("Bewaard") == "compiled"


def test_letter_in_another_language_leaves_the_screen_as_it_was(place: Path) -> None:
    _write_source(place, _catalogue(Bewaard="Bewarre"))
    with i18n.speaking("fy"):
        assert i18n._("Bewaard") == "Bewarre"
    assert i18n._("Bewaard") == "Bewaard"


def test_a_letter_in_another_language_leaves_other_threads_as_they_were(place: Path) -> None:
    _write_source(place, _catalogue(Bewaard="Bewarre"))
    told: list[str] = []
    with i18n.speaking("fy"), i18n.speaking("nl"), i18n.speaking("fy"):
        screen = Thread(target=lambda: told.append(i18n._("Bewaard")))
        screen.start()
        screen.join()
        assert i18n._("Bewaard") == "Bewarre"
    assert told == ["Bewaard"]


@pytest.mark.parametrize("code", ["de", "", "../nl"])
def test_unknown_language_is_refused_and_nothing_changes(place: Path, code: str) -> None:
    with pytest.raises(BugError):
        i18n.set_language(code)
    assert i18n.language() == "nl"


def test_language_whose_catalogue_is_gone_is_refused(place: Path) -> None:
    with pytest.raises(BugError):
        i18n.set_language("fy")
    assert i18n._("Bewaard") == "Bewaard"
