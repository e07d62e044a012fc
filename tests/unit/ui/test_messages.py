"""Every error has words: a sentence and a next step."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

import pytest

from meitinker import errors
from sync.invitation import Unclear
from tests.house.tree import name, parsed, sources
from ui import messages
from ui.messages.fields import REASONS
from ui.messages.keys import WEAKNESSES

if TYPE_CHECKING:
    from collections.abc import Iterator


def _leaves(family: type[errors.MeitinkerError]) -> Iterator[type[errors.MeitinkerError]]:
    below = family.__subclasses__()
    if not below:
        yield family
    for one in below:
        yield from _leaves(one)


LEAVES = [leaf for leaf in _leaves(errors.MeitinkerError) if leaf is not errors.InvalidField]


@pytest.mark.parametrize("leaf", LEAVES, ids=lambda leaf: leaf.__name__)
def test_every_leaf_has_words_of_its_own(leaf: type[errors.MeitinkerError]) -> None:
    assert leaf in messages._WORDS
    words = messages.sentence_for(leaf("detail for the log"))
    for part in (words.sentence, words.step):
        assert part[0].isupper()
        assert part.endswith((".", "?"))
        assert "{" not in part
    assert "detail" not in words.text


def test_no_two_leaves_say_the_same() -> None:
    said = [messages.sentence_for(leaf()).sentence for leaf in LEAVES]
    assert len(said) == len(set(said))


def _reasons() -> Iterator[tuple[str, str]]:
    """Find the reasons that the code gives with InvalidField."""
    for source in sources("meitinker", "ui", "sync"):
        for node in ast.walk(parsed(source)):
            if not isinstance(node, ast.Call) or "InvalidField" not in ast.unparse(node.func):
                continue
            if len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
                yield str(node.args[1].value), name(source)


def test_every_reason_in_the_code_has_words() -> None:
    found = dict(_reasons())
    assert found, "the scan found nothing, so it proves nothing"
    assert {r: where for r, where in found.items() if r not in REASONS} == {}


@pytest.mark.parametrize("reason", REASONS)
def test_reason_is_told_in_two_sentences(reason: str) -> None:
    words = messages.sentence_for(errors.InvalidField("field", reason))
    assert words.sentence.endswith((".", "?"))
    assert words.step.endswith((".", "?"))


def test_unknown_reason_still_has_words() -> None:
    words = messages.sentence_for(errors.InvalidField("field", "from_a_newer_program"))
    assert words.text == "Dit klopt niet. Kijk na wat u hebt ingevuld."


def test_new_leaf_falls_back_on_its_family() -> None:
    class Unforeseen(errors.BackupError):
        pass

    assert messages.sentence_for(Unforeseen()).sentence == "De reservekopie is niet gelukt."


def test_foreign_exception_gets_the_words_of_our_own_faults() -> None:
    assert messages.sentence_for(KeyError("Jan")).sentence == ("Er ging iets mis in het programma.")


def test_store_behind_names_how_many_and_since_when() -> None:
    error = errors.StoreBehind(missing=3, since="2026-11-12T13:05:00.000Z")
    assert messages.sentence_for(error).sentence == (
        "Er ontbreken 3 bewaarde veranderingen van na 12-11-2026 om 14:05."
    )


def test_store_behind_without_a_moment_still_tells() -> None:
    assert "niet compleet" in messages.sentence_for(errors.StoreBehind()).sentence


def test_store_too_new_names_both_versions() -> None:
    words = messages.sentence_for(errors.StoreTooNew(store="9", program="3"))
    assert words.sentence == (
        "Deze gegevens zijn gemaakt met een nieuwere versie (9). Dit is versie 3."
    )


@pytest.mark.parametrize(
    ("seconds", "step"),
    [
        (0, "Probeer het nog eens."),
        (1, "Wacht 1 seconde en probeer het nog eens."),
        (30, "Wacht 30 seconden en probeer het nog eens."),
        (121, "Wacht 3 minuten en probeer het nog eens."),
        (900, "Wacht 15 minuten en probeer het nog eens."),
    ],
)
def test_wrong_passphrase_says_how_long_to_wait(seconds: int, step: str) -> None:
    assert messages.sentence_for(errors.WrongPassphrase(wait=seconds)).step == step


@pytest.mark.parametrize("reason", [*WEAKNESSES, "guessable"])
def test_weak_passphrase_says_why_and_what_is_strong(reason: str) -> None:
    words = messages.sentence_for(errors.PassphraseTooWeak(reason=reason, score=1))
    assert "wachtwoord" in words.sentence
    assert "zin" in words.step


@pytest.mark.parametrize("reason", ["kind", "failed", "readback"])
def test_each_refusal_of_a_keyring_has_a_step(reason: str) -> None:
    words = messages.sentence_for(errors.KeyringRefused(backend="x.Plain", reason=reason))
    assert "sleutelbos" in words.sentence
    assert "Plain" not in words.text


def test_every_reason_why_an_invitation_is_none_has_words_of_its_own() -> None:
    said = {messages.sentence_for(errors.InvitationUnclear(reason=one)).text for one in Unclear}
    assert len(said) == len(Unclear)
