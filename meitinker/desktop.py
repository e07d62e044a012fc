"""The way up to the windows, for who starts the program by whatever road."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from meitinker.errors import MeitinkerError
    from meitinker.options import Options


def opened(options: Options) -> int:
    """Show the desktop until its window is closed, and return the exit code.

    Raises:
        WorldError, RuleError: It could not be opened; :func:`refusal` has the words.
    """
    # Building the first window makes thousands of objects that all stay: collecting among them
    # finds nothing and takes a tenth of the time. ``app.run`` switches it on again.
    gc.disable()
    from ui.starting import imports

    imports.bring_qt()
    from ui import app

    return app.run(options)


def refusal(error: MeitinkerError | KeyboardInterrupt) -> str:
    """Return what a terminal says of ``error``, or of the user who stopped the program.

    In a terminal no text waits, and there is no button to save it anew.
    """
    if isinstance(error, KeyboardInterrupt):
        from meitinker.i18n import _

        return _("Gestopt.")
    from ui.messages import sentence_before_work

    return sentence_before_work(error).text
