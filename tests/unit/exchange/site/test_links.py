"""Only what surely is an address becomes a link."""

from __future__ import annotations

import pytest

from meitinker.exchange.site import links

WWW = "www.dorp.example"


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("https://example.org/a?b=c", "https://example.org/a?b=c"),
        ("http://example.org", "http://example.org"),
        (" www.dorp.example ", f"https://{WWW}"),
        ("example.org/hulp", "https://example.org/hulp"),
        ("HTTPS://example.org", "HTTPS://example.org"),
        ("https://example.org:8443/", "https://example.org:8443/"),
        ("javascript:alert(1)", ""),
        ("JaVaScRiPt:alert(1)//example.org", ""),
        ("java\nscript:alert(1)", ""),
        ("data:text/html,<script>alert(1)</script>", ""),
        ("vbscript:x", ""),
        ("file:///etc/passwd", ""),
        ("//example.org", ""),
        ("https://", ""),
        (f"https://{WWW}@example.org", ""),
        ("https://[::1", ""),
        ("geen", ""),
        ("nog geen website", ""),
        ("", ""),
    ],
)
def test_web(typed: str, link: str) -> None:
    assert links.web(typed) == link


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("0566-07 11 62", "tel:0566071162"),
        ("+31 (0)566 071162", "tel:+31566071162"),
        ("112", "tel:112"),
        ("14 0566", "tel:140566"),
        ("0566-071162 of 06-12345678", ""),
        ("bel de koster", ""),
        ("1", ""),
        ("06;ext=1", ""),
        ("", ""),
    ],
)
def test_phone(typed: str, link: str) -> None:
    assert links.phone(typed) == link


@pytest.mark.parametrize(
    ("typed", "link"),
    [
        ("info@dorp.example", "mailto:info@dorp.example"),
        ("a.b+c@dorp.example", "mailto:a.b+c@dorp.example"),
        ("o'brien@dorp.example", "mailto:o%27brien@dorp.example"),
        ("info@dorp.example?bcc=x@elders.example", ""),
        ("info@dorp.example, b@dorp.example", ""),
        ("info at dorp.example", ""),
        ("info@dorp", ""),
        ("", ""),
    ],
)
def test_mail(typed: str, link: str) -> None:
    assert links.mail(typed) == link
