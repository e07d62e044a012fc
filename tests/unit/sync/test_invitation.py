"""Invitations: read back as written, from whatever a mail makes of them, or refused in words."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from meitinker.errors import InvitationUnclear
from sync import invitation
from sync.invitation import Invitation, Unclear

INVITED = Invitation(
    host="hub.example.org",
    port=8443,
    hub="01938f6a-7b1c-7def-8123-456789abcdef",
    pins=("0f" * 32, "a1" * 32),
    code="ABCD-EFGH-JKMN-PQRS",
)
LINE = invitation.written(INVITED)


@pytest.mark.parametrize(
    ("host", "port", "address"),
    [
        ("hub.example.org", 8443, "https://hub.example.org:8443"),
        ("hub.example.org", 443, "https://hub.example.org"),
        ("127.0.0.1", 8443, "https://127.0.0.1:8443"),
        ("::1", 8443, "https://[::1]:8443"),
        ("hub", 443, "https://hub"),
    ],
)
def test_an_invitation_is_read_as_it_was_written(host: str, port: int, address: str) -> None:
    invited = msgspec.structs.replace(INVITED, host=host, port=port)
    assert invitation.read(invitation.written(invited)) == invited
    assert invited.address == address


def test_it_is_short_enough_for_a_qr_code_on_a_terminal() -> None:
    assert len(LINE) < 300
    assert LINE.isascii()


@pytest.mark.parametrize(
    "text",
    [
        f"Dag Sietske,\n\nhier is uw uitnodiging: {LINE}. Tot straks!\nGroet, Wiebe",
        "\r\n".join(LINE[at : at + 40] for at in range(0, len(LINE), 40)),
        "\u200b".join(LINE),
        f"<{LINE}>",
        f"> {LINE[:76]}\n   {LINE[76:]}",
    ],
    ids=["in a mail", "wrapped", "invisible signs", "between brackets", "indented"],
)
def test_what_a_mail_makes_of_it_is_still_read(text: str) -> None:
    text = text.replace(f"> {LINE[:76]}", f" {LINE[:76]}")
    assert invitation.read(text) == INVITED


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", Unclear.NONE_THERE),
        ("ABCD-EFGH-JKMN-PQRS", Unclear.NONE_THERE),
        ("https://hub.example.org", Unclear.NONE_THERE),
        (LINE[:-1], Unclear.CUT),
        (LINE[:60], Unclear.CUT),
        ("meitinker://", Unclear.CUT),
        ("meitinker://" + "a" * 5000 + "&sum=00000000", Unclear.CUT),
        (LINE.replace("ABCD", "ABCE"), Unclear.ALTERED),
        (LINE.replace("example", "exampel"), Unclear.ALTERED),
        (LINE.replace("&code", "code"), Unclear.ALTERED),
    ],
)
def test_a_text_that_is_none_is_refused_and_says_why(text: str, reason: Unclear) -> None:
    with pytest.raises(InvitationUnclear) as refused:
        invitation.read(text)
    assert refused.value.params["reason"] == reason


def _summed(line: str) -> str:
    return f"{line}&sum={invitation._sum(line)}"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("/1?", "/2?", Unclear.NEWER),
        (":8443", ":99999", Unclear.ALTERED),
        (":8443", ":port", Unclear.ALTERED),
        ("hub.example.org", "-", Unclear.ALTERED),
        ("hub.example.org", "[hub", Unclear.ALTERED),
        ("hub=01938f6a", "hub=x1938f6a", Unclear.ALTERED),
        ("0f0f", "0F0F", Unclear.ALTERED),
        ("ABCD", "AB", Unclear.ALTERED),
        ("&pin=", "&nip=", Unclear.ALTERED),
    ],
)
def test_a_line_of_another_hand_is_refused_part_by_part(
    old: str, new: str, reason: Unclear
) -> None:
    line = LINE.rpartition("&sum=")[0]
    assert old in line
    with pytest.raises(InvitationUnclear) as refused:
        invitation.read(_summed(line.replace(old, new)))
    assert refused.value.params["reason"] == reason


def test_what_cannot_be_an_invitation_is_not_written() -> None:
    with pytest.raises(InvitationUnclear):
        invitation.written(msgspec.structs.replace(INVITED, host="hub.example.org/weg"))


@given(st.text(max_size=300), st.integers(0, len(LINE)))
def test_noise_is_refused_in_words_or_skipped(noise: str, at: int) -> None:
    try:
        found = invitation.read(LINE[:at] + noise + LINE[at:])
    except InvitationUnclear:
        return
    assert found == INVITED
