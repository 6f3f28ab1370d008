"""Addresses of surveys cannot be guessed, and are of one invitation each."""

import base64
from uuid import uuid4

import pytest

from app.messages.streams.enums import Stream
from app.messages.streams.tokens import token_for as stream_token
from app.surveys.tokens import read_token, token_for


def test_a_token_is_of_its_invitation() -> None:
    own = uuid4()
    assert read_token("secret", token_for("secret", own)) == own
    assert token_for("secret", own) == token_for("secret", own)
    assert len(token_for("secret", own)) == 43


def test_a_token_of_another_installation_opens_nothing() -> None:
    assert read_token("other", token_for("secret", uuid4())) is None


def test_a_changed_token_opens_nothing() -> None:
    whole = base64.urlsafe_b64decode(token_for("secret", uuid4()) + "=")
    for place in range(len(whole)):
        changed = bytearray(whole)
        changed[place] ^= 1
        token = base64.urlsafe_b64encode(bytes(changed)).rstrip(b"=").decode()
        assert read_token("secret", token) is None


def test_a_token_for_something_else_opens_nothing() -> None:
    assert read_token("secret", stream_token("secret", uuid4(), Stream.REMINDERS)) is None


@pytest.mark.parametrize("token", ["", "x", "é", "a" * 42, "a" * 43, "a" * 500, "%00", "=" * 43])
def test_what_is_no_token_opens_nothing(token: str) -> None:
    assert read_token("secret", token) is None
