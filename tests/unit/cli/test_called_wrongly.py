"""A command that was called wrongly says so in the language of the program, and where to look."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from meitinker import i18n
from meitinker.cli.commands import commands

CALLS = (
    ("tour", "Er ontbreekt iets: --out."),
    ("restore", "Er ontbreekt iets: FILE."),
    ("--scale 900", "Dit kan niet bij --scale. Geef een getal van 1 tot en met 200."),
    ("--role boss", "Dit kan niet bij --role. Kies uit: meitinker, back_office,"),
    ("hub user u --from gisteren", "Dit kan niet bij --from. Schrijf de datum zoals"),
    ("hub audit --keep-years 0", "Dit kan niet bij --keep-years. Geef een getal vanaf 1."),
    ("hub restore /is/er/niet", "Dit kan niet bij FILE. Kijk of het bestand of de map er is."),
    ("hub bundle /is/er/niet", "Dit kan niet bij FILES. Kijk of het bestand of de map er is."),
    ("import batch-out", "Deze opdracht is er niet: batch-out."),
    ("hub invit", "Deze opdracht is er niet: invit. invite?"),
    ("check --stor", "Deze optie is er niet: --stor. --store?"),
    ("check --store", "Zo kan deze optie niet: --store."),
    ("stores and more", "Er staat te veel achter de opdracht."),
    ("--role meitinker", "--scale en --role horen bij het voorbeelddorp."),
)


@pytest.mark.parametrize(("call", "told"), CALLS)
def test_what_was_wrong_is_told_in_the_language_of_the_program(call: str, told: str) -> None:
    done = CliRunner().invoke(commands, call.split())
    assert done.exit_code == 2
    assert done.output.startswith(told)
    assert "--help" in done.output
    for english in ("Usage:", "Error:", "Try "):
        assert english not in done.output


def test_it_follows_the_language() -> None:
    with i18n.speaking("en"):
        done = CliRunner().invoke(commands, ["tour"])
    assert done.output.startswith("Something is missing: --out.")


def test_a_group_alone_still_shows_what_it_has() -> None:
    done = CliRunner().invoke(commands, ["hub"])
    assert "invite" in done.output
