"""What the file of a certificate is called in somebody's downloads: by whose it is.

All of it stands on the certificate, so the name is the same for ever: family name first, for lists
in folders. In plain letters for every system, and in the person's own for those that can.
"""

import re
import unicodedata
from typing import NamedTuple

from app.certificates.snapshot import CertificateKind, CertificateSnapshot
from app.cohorts.intake.names import whole_name
from app.language.words import normalize_for_search

KINDS = {
    CertificateKind.CME_CREDIT: "cme",
    CertificateKind.PARTICIPATION: "participation",
    CertificateKind.COMPLETION: "completion",
    CertificateKind.TEACHING: "teaching",
}
LONGEST = 60
"""Bytes of one part, so that no file system finds the whole too long."""
_ALIKE = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "ı": "i", "æ": "ae", "œ": "oe", "þ": "th"}
)
_DASHES = re.compile(r"-+")
_NOT_PLAIN = re.compile(r"[^a-z0-9-]+")


class FileName(NamedTuple):
    """In ASCII, and as it is written."""

    plain: str
    own: str


def certificate_file(snapshot: CertificateSnapshot) -> FileName:
    """`alvarado-ada-mentor-development-program-fall-2026-cme-wp-7k3m-9qfx-3.pdf`."""
    name = whole_name(snapshot.person_name)
    about = (snapshot.program_title, snapshot.cohort_title, KINDS[snapshot.kind], snapshot.number)
    return named_file(f"{name.family} {name.given}", *about)


def named_file(*parts: str) -> FileName:
    """A PDF that is called by these parts; those of which no letter is left are left out."""
    own = [_slug(part) for part in parts]
    plain = [_plain(part) for part in own]
    return FileName(*(f"{'-'.join(part for part in said if part)}.pdf" for said in (plain, own)))


def _plain(slug: str) -> str:
    letters = normalize_for_search(slug).translate(_ALIKE)
    return "-".join(filter(None, _NOT_PLAIN.sub("", letters).split("-")))


def _slug(text: str) -> str:
    """Words in small letters with dashes between them; letters keep their marks, as in Hindi."""
    words = re.sub(r"[’'ʻʼ`]", "", unicodedata.normalize("NFC", text.casefold()))
    letters = "".join(letter if _belongs(letter) else "-" for letter in words)
    return _cut(_DASHES.sub("-", letters)).strip("-")


def _belongs(letter: str) -> bool:
    return unicodedata.category(letter)[0] in "LMN"  # not shown


def _cut(slug: str) -> str:
    """As much of it as is allowed, and no letter without its marks."""
    while len(slug.encode()) > LONGEST:
        last = len(slug) - 1
        while last > 0 and unicodedata.category(slug[last])[0] == "M":  # not shown
            last -= 1
        slug = slug[:last]
    return slug
