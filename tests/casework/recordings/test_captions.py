"""What captions are."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.casework.recordings import captions
from app.casework.recordings.captions import read_captions
from app.core.errors import RefusedError
from app.language.reasons import Reason
from tests.casework.recordings.media import CAPTIONS

CUE = b"00:01.000 --> 00:02.000\nYes.\n"


@pytest.mark.parametrize(
    "content",
    [
        CAPTIONS,
        b"\xef\xbb\xbf" + CAPTIONS,
        CAPTIONS.replace(b"\n", b"\r\n"),
        b"WEBVTT\n\n123:00:01.000 --> 123:00:02.000\nLong.\n",
        b"WEBVTT\n\n" + CUE + "¿Qué preguntaría?".encode(),
    ],
)
def test_webvtt_is_read(content: bytes) -> None:
    text = read_captions(content)
    assert text.startswith("WEBVTT")
    assert "\r" not in text
    assert read_captions(text.encode()) == text


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", captions.NOT_WEBVTT),
        (b"1\n00:00:01,000 --> 00:00:02,000\nSubRip\n", captions.NOT_WEBVTT),
        (b"WEBVTTX\n\n" + CUE, captions.NOT_WEBVTT),
        (b"WEBVTT\n\n\xff\xfe" + CUE, captions.NOT_WEBVTT),
        (b"WEBVTT\n\n\x00" + CUE, captions.NOT_WEBVTT),
        (CAPTIONS.decode().encode("utf-16"), captions.NOT_WEBVTT),
        (b"WEBVTT\n\nNOTE nothing here\n", captions.NO_CUES),
        (b"WEBVTT\n\n00:01 --> 00:02\nNo.\n", captions.NOT_A_TIME(line=3)),
        (b"WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nNo.\n", captions.NOT_A_TIME(line=3)),
        (b"WEBVTT\n\n00:61.000 --> 01:02.000\nNo.\n", captions.NOT_A_TIME(line=3)),
        (b"WEBVTT\n\n" + CUE + b"\n00:02.000 --> 00:02.000\nNo.\n", captions.NOT_A_TIME(line=6)),
        (b"WEBVTT\n\n" + CUE + b"a --> b\n", captions.NOT_A_TIME(line=5)),
        (b"WEBVTT\n\n" + CUE + b"x" * captions.MOST, captions.TOO_LARGE),
    ],
)
def test_what_is_no_captions_says_why(content: bytes, why: Reason) -> None:
    with pytest.raises(RefusedError) as refused:
        read_captions(content)
    assert refused.value.reason == why


@given(st.binary(max_size=200))
def test_whatever_is_sent_is_read_or_refused(content: bytes) -> None:
    for whole in (content, b"WEBVTT\n\n" + content):
        with suppress(RefusedError):
            assert "-->" in read_captions(whole)
