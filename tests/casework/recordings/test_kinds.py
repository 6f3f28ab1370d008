"""What a file is, by its content alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.casework.recordings.enums import MediaKind
from app.casework.recordings.kinds import kind_of
from tests.casework.recordings.media import FRAME, LOW_FRAME, mp3, mpeg4, webm


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (mpeg4(b"isom"), MediaKind.MP4),
        (mpeg4(b"mp42"), MediaKind.MP4),
        (mpeg4(b"M4A "), MediaKind.M4A),
        (webm(), MediaKind.WEBM),
        (webm(b"A_OPUS"), MediaKind.WEBA),
        (webm(b"V_VP8 A_OPUS"), MediaKind.WEBM),
        (mp3(), MediaKind.MP3),
        (mp3(LOW_FRAME), MediaKind.MP3),
        (mp3(tag=300), MediaKind.MP3),
        (mp3(tag=200_000)[:65536], MediaKind.MP3),
    ],
)
def test_what_browsers_play_is_told(content: bytes, kind: MediaKind) -> None:
    assert kind_of(content) is kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!doctype html><script>alert(1)</script>",
        b"MZ\x90\x00" + bytes(400),
        b"%PDF-1.7\n",
        b"RIFF\x24\x00\x00\x00WAVEfmt ",
        mpeg4(b"qt  "),
        mpeg4(b"heic"),
        mpeg4(b"avif"),
        webm(doctype=b"matroska"),
        b"\xff\xf1\x50\x80" * 200,
        FRAME,
        FRAME + b"<html>",
        mp3(tag=300)[:310] + b"<html><body>" * 20,
        b"ID3\x04\x00\x00\xff\xff\xff\xff" + bytes(100),
        b"<!-- " + mpeg4(b"isom"),
    ],
)
def test_what_they_do_not_play_is_none(content: bytes) -> None:
    assert kind_of(content) is None


@given(st.binary(max_size=300))
def test_whatever_begins_a_file_is_told_or_refused(content: bytes) -> None:
    kind_of(content)
    kind_of(b"ID3" + content)
    kind_of(b"\xff\xfb" + content)


@given(st.text(max_size=300))
def test_no_text_is_a_recording(text: str) -> None:
    assert kind_of(text.encode().replace(b"ftyp", b"")) in {None} or text.startswith("ID3")
