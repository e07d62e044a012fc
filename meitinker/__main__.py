"""The start of the process: to the windows by the short road, or to a command.

An icon on the desktop gives no words. Then the command line and its library stay unread: they
are a tenth of the way to the first window.
"""

from __future__ import annotations

import sys

from meitinker.hardening import harden

_DEMO = ("--demo",)


def main() -> None:
    """Run the program; the process is closed to onlookers before anything is read."""
    harden()
    words = tuple(sys.argv[1:])
    if words and words != _DEMO:
        from meitinker.cli.commands import commands

        commands.main(prog_name="meitinker")
    else:
        sys.exit(_short_road(demo=words == _DEMO))


def _short_road(*, demo: bool) -> int | str:
    """Open the desktop; return the exit code, or the sentence that takes code 1 with it."""
    from meitinker import desktop
    from meitinker.errors import RuleError, WorldError
    from meitinker.options import Options

    try:
        return desktop.opened(Options(demo=demo))
    except (WorldError, RuleError, KeyboardInterrupt) as error:
        return desktop.refusal(error)


if __name__ == "__main__":
    main()
