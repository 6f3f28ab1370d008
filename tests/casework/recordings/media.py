"""The beginnings of media files, as programs write them, and captions."""

FRAME = b"\xff\xfb\x90\x00" + bytes(413)
"""A frame of MPEG 1, layer III: 128 kbit/s, 44.1 kHz."""
LOW_FRAME = b"\xff\xf3\x40\xc0" + bytes(100)
"""One of MPEG 2, as speech is often kept: 32 kbit/s, 22.05 kHz, half as many samples."""


def mpeg4(brand: bytes, size: int = 4096) -> bytes:
    """An MPEG-4 file of a brand."""
    begins = b"\x00\x00\x00\x20ftyp" + brand + b"\x00\x00\x02\x00isomiso2avc1mp41"
    return begins.ljust(size, b"\x01")


def webm(codec: bytes = b"V_VP9", doctype: bytes = b"webm") -> bytes:
    """A file in EBML with one track."""
    head = b"\x42\x82" + bytes([0x80 | len(doctype)]) + doctype
    return b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01" + head + b"\x18\x53\x80\x67" + codec + bytes(400)


def mp3(frame: bytes = FRAME, *, tag: int | None = None) -> bytes:
    """Some frames, after a tag of some length."""
    if tag is None:
        return frame * 4
    size = bytes((tag >> shift) & 0x7F for shift in (21, 14, 7, 0))
    return b"ID3\x04\x00\x00" + size + bytes(tag) + frame * 4


MP4 = mpeg4(b"isom")
CAPTIONS = b"""WEBVTT - Session 1

NOTE Made by the meeting program.

1
00:00:01.000 --> 00:00:04.500 align:start
<v Fay>Let's begin with the case.

00:05.000 --> 00:07.250
What would you ask first?
"""
