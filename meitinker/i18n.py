"""The words of the program in the language of the reader.

The msgid is the Dutch sentence itself, so Dutch needs no catalogue and a sentence that was not
translated yet appears in Dutch, never as a code. Frisian and English are gettext catalogues in
``resources/locale``; the compiled ones are made at set-up and are not kept in git.

Call :func:`_` when a sentence is shown, never at import: the language may change in between.
"""

from __future__ import annotations

import gettext as _gettext
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from threading import local
from types import MappingProxyType
from typing import TYPE_CHECKING

import resources
from meitinker.errors import BugError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DUTCH = "nl"

LANGUAGES = MappingProxyType({DUTCH: "Nederlands", "fy": "Frysk", "en": "English"})
"""Language codes and what each language calls itself."""

LOCALE = resources.path("locale")

_language = DUTCH
_here = local()
"""What this thread speaks meanwhile; the screen goes on in its own language."""


def language() -> str:
    """Return the code of the language that is shown now, or that this thread speaks meanwhile."""
    code: str = getattr(_here, "code", _language)
    return code


def set_language(code: str) -> None:
    """Show everything from now on in the language ``code``.

    Raises:
        BugError: The program does not speak that language.
    """
    global _language
    translation(code)
    _language = code


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak ``code`` within the block, in this thread: a letter in another language.

    Raises:
        BugError: The program does not speak that language.
    """
    translation(code)
    before = getattr(_here, "code", None)
    _here.code = code
    try:
        yield
    finally:
        if before is None:
            del _here.code
        else:
            _here.code = before


def _(message: str) -> str:
    """Return the Dutch sentence ``message`` in the language shown."""
    return translation(language()).gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return ``singular`` or ``plural`` as ``number`` asks, in the language shown."""
    return translation(language()).ngettext(singular, plural, number)


@cache
def translation(code: str) -> _gettext.NullTranslations:
    """Return the catalogue of ``code``; Dutch has the empty one.

    Raises:
        BugError: The program does not speak that language, or its catalogue is gone.
    """
    if code not in LANGUAGES:
        raise BugError(f"no language {code}")
    if code == DUTCH:
        return _gettext.NullTranslations()
    return _read(LOCALE / code / "LC_MESSAGES" / "meitinker.po")


def _read(source: Path) -> _gettext.NullTranslations:
    compiled = source.with_suffix(".mo")
    if compiled.exists() and not _older(compiled, source):
        with compiled.open("rb") as file:
            return _gettext.GNUTranslations(file)
    if source.exists():
        return _compile(source)
    raise BugError(f"no catalogue {source.parent.parent.name}")


def _older(compiled: Path, source: Path) -> bool:
    """Tell whether the catalogue was changed after it was compiled; a bundle has no source."""
    return source.exists() and compiled.stat().st_mtime_ns < source.stat().st_mtime_ns


def _compile(source: Path) -> _gettext.GNUTranslations:
    """Compile in memory: a checkout that was not set up still speaks every language."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as file:
        catalogue = read_po(file)
    buffer = BytesIO()
    write_mo(buffer, catalogue)
    buffer.seek(0)
    return _gettext.GNUTranslations(buffer)
