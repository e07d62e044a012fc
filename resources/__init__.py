"""The files that the program carries: where they lie, and nothing else."""

from __future__ import annotations

from pathlib import Path

_ROOT = Path(__file__).resolve().parent


def path(*parts: str) -> Path:
    """Return the place of a shipped file, ``path("themes", "light.json")``.

    A plain path and no importlib machinery: fonts are handed to Qt by name, and in the
    bundle the files lie beside this one as well.
    """
    return _ROOT.joinpath(*parts)
