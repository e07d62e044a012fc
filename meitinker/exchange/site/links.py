"""What may be followed from a page: web pages, phone numbers and mail addresses, nothing else.

What people typed as an address is a link only where it surely is one; else it stands as text.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

_BARE = re.compile(r"(?i)[a-z0-9-]+(\.[a-z0-9-]+)+([/?#].*)?")
_HOST = re.compile(r"(?i)[a-z0-9.-]+\.[a-z0-9-]{2,}(:\d{1,5})?")
_NUMBER = re.compile(r"\+?\d[\d ().\-/]{1,24}")
_MAIL = re.compile(r"(?i)[a-z0-9._%+'-]+@[a-z0-9-]+(\.[a-z0-9-]+)*\.[a-z]{2,}")
_FEWEST_DIGITS = 3
_SPACES = re.compile(r"[\s\x00-\x1f\x7f]")


def web(typed: str) -> str:
    """Return the address of a web page, or "" where ``typed`` is none.

    ``www.dorp.nl`` is one without its beginning. One that hides its host behind the
    name of another (``bank.nl@elders``) is none.
    """
    text = typed.strip()
    if _SPACES.search(text):
        return ""
    if _BARE.fullmatch(text):
        text = f"https://{text}"
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not _HOST.fullmatch(parts.netloc):
        return ""
    return text


def phone(typed: str) -> str:
    """Return the ``tel:`` link of a number, or "" where there is more than a number in it."""
    text = typed.strip()
    if not _NUMBER.fullmatch(text):
        return ""
    if text.startswith("+"):
        text = text.replace("(0)", "")
    digits = re.sub(r"[^\d+]", "", text)
    return f"tel:{digits}" if len(digits) >= _FEWEST_DIGITS else ""


def mail(typed: str) -> str:
    """Return the ``mailto:`` link of a mail address, or "" where ``typed`` is none."""
    text = typed.strip()
    return f"mailto:{quote(text, safe='@.+-_')}" if _MAIL.fullmatch(text) else ""
