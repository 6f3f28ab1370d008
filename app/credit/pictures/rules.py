"""Which pictures certificates show, and why one cannot be; pure.

A picture is known by the SHA-256 of its bytes. A signatory of an activity may have `signature` and
`alt`, a logo has `sha256` and `alt`.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.language.reasons import ReasonKind, reason

MOST_BYTES = 6_000_000
"""Of one file as it is sent: what a telephone makes of a sheet of paper."""
MOST_PIXELS = 25_000_000
"""Before anything is decoded; of a PNG, which cannot be decoded smaller, `MOST_OF_PNG`."""
MOST_OF_PNG = 8_000_000
HEAD_OF_SVG = 64_000
"""Within so many bytes a drawing says that it is one: programs write long comments first."""
MOST_SIGNATORIES = 3
MOST_LOGOS = 4

TOO_LARGE = ReasonKind(
    "picture.too_large", "The file is too large; {megabytes} MB is the most. Save it smaller."
)
NO_PICTURE = reason("picture.unknown", "This is neither PNG nor JPEG. Save the picture as PNG.")
NO_SVG = reason(
    "picture.no_svg",
    "This is an SVG drawing, and only PNG and JPEG can be printed. Save it as PNG, about 1200 "
    "pixels wide: that prints sharply.",
)
DAMAGED = reason("picture.damaged", "This picture is damaged. Save it again.")
TOO_MANY_PIXELS = ReasonKind(
    "picture.too_many_pixels",
    "The picture has {width} by {height} pixels; {millions} million in all are the most. "
    "A width of {plenty} is enough.",
)
EMPTY = reason("picture.empty", "There is nothing on this picture.")
NO_PAPER = reason(
    "picture.no_paper",
    "The signature cannot be told from what is behind it. Sign with a dark pen on white paper, and "
    "photograph nothing but the paper.",
)
GONE = reason("picture.gone", "This picture is not here anymore. Choose its file again.")

STORED_MEANWHILE = reason("picture.meanwhile", "Somebody else stored this picture meanwhile.")


class PictureUse(StrEnum):
    """What a picture shows."""

    SIGNATURE = "signature"
    LOGO = "logo"


@dataclass(frozen=True)
class Picture:
    """A picture as it is printed: decoded, drawn anew, and with nothing beside it."""

    sha256: str
    content: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Pictured:
    """A picture where it is shown, by its hash, and what is told of it to who does not see it."""

    sha256: str
    alt: str


def logo_of(picture: Pictured) -> dict[str, str]:
    """A logo as an activity keeps it."""
    return {"sha256": picture.sha256, "alt": picture.alt}


def signature_alt(name: str) -> str:
    """What is told of a signature: certificates are in English."""
    return f"Signature of {name}"  # not shown


def signature_in(signatory: Mapping[str, str]) -> Pictured | None:
    """The signature of a signatory of an activity, where there is one."""
    sha256 = signatory.get("signature")
    alt = signatory.get("alt") or signature_alt(signatory["name"])
    return Pictured(sha256, alt) if sha256 else None


def logos_in(logos: Sequence[Mapping[str, str]]) -> tuple[Pictured, ...]:
    """The logos of an activity, in their order."""
    return tuple(Pictured(logo["sha256"], logo["alt"]) for logo in logos)


def named_by(
    signatories: Sequence[Mapping[str, str]], logos: Sequence[Mapping[str, str]]
) -> frozenset[str]:
    """The hashes of all pictures of an activity."""
    return frozenset(_named(signatories, logos))


def _named(
    signatories: Sequence[Mapping[str, str]], logos: Sequence[Mapping[str, str]]
) -> Iterator[str]:
    for signatory in signatories:
        if signature := signature_in(signatory):
            yield signature.sha256
    for logo in logos_in(logos):
        yield logo.sha256
