"""What a file is by what is in it, whatever its name says. Pure.

https://mimesniff.spec.whatwg.org/ and the standards that it names; taken is what browsers play.
"""

from app.casework.recordings.enums import MediaKind

_VIDEO = frozenset(
    (b"isom", b"iso2", b"iso4", b"iso5", b"iso6", b"mp41", b"mp42", b"avc1", b"dash", b"M4V ")
)
"""Brands of MPEG-4 files. Pictures (`heic`, `avif`) and QuickTime (`qt  `) look alike."""
_AUDIO = frozenset((b"M4A ", b"M4B "))
_EBML = b"\x1a\x45\xdf\xa3"
_DOCTYPE = b"\x42\x82\x84webm"
_RATES = (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
"""Kilobits of MPEG 1, layer III, by number."""
_LOW_RATES = (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160)
_HERTZ = (44100, 48000, 32000)
_SHIFTS = (21, 14, 7, 0)
"""Of the four parts of seven bits that say how long a tag is."""


def kind_of(head: bytes) -> MediaKind | None:
    """What a file that begins so is; None for whatever is no recording."""
    if head[4:8] == b"ftyp":
        return _of_brand(head[8:12])
    if head.startswith(_EBML):
        return _of_webm(head)
    return MediaKind.MP3 if _is_mp3(head) else None


def _of_brand(brand: bytes) -> MediaKind | None:
    if brand in _AUDIO:
        return MediaKind.M4A
    return MediaKind.MP4 if brand in _VIDEO else None


def _of_webm(head: bytes) -> MediaKind | None:
    """Its tracks stand near its beginning; one without a picture is for the ear."""
    if _DOCTYPE not in head[:64]:
        return None
    is_seen = any(codec in head for codec in (b"V_VP8", b"V_VP9", b"V_AV1"))
    is_heard = b"A_OPUS" in head or b"A_VORBIS" in head
    return MediaKind.WEBA if is_heard and not is_seen else MediaKind.WEBM


def _is_mp3(head: bytes) -> bool:
    """Two frames in a row, after a tag if there is one."""
    begins = 0
    if head.startswith(b"ID3"):
        if len(head) < 10 or any(part >= 0x80 for part in head[6:10]):
            return False
        begins = 10 + sum(part << shift for part, shift in zip(head[6:10], _SHIFTS, strict=True))
        if begins + 4 > len(head):
            return True  # a tag with a picture reaches beyond what is looked at
    length = _frame(head[begins : begins + 4])
    return length > 0 and _frame(head[begins + length : begins + length + 4]) > 0


def _frame(header: bytes) -> int:
    """Bytes of the frame of layer III that begins so; 0 where none does."""
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return 0
    version, rate, hertz = header[1] >> 3 & 3, header[2] >> 4, header[2] >> 2 & 3
    if version == 1 or rate in {0, 15} or hertz == 3:
        return 0
    padding = header[2] >> 1 & 1
    if version == 3:
        return 144_000 * _RATES[rate] // _HERTZ[hertz] + padding
    slower = 2 if version == 2 else 4
    return 72_000 * _LOW_RATES[rate] * slower // _HERTZ[hertz] + padding
