"""Whether a PDF is a certificate we issued, byte for byte. Nothing of the file is kept.

The stored hash decides. A file with another hash that names one of our numbers was changed after it
was issued; every other file is not ours, whoever signed it.
"""

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from sqlalchemy.orm import Session

from app.certificates import queries as records
from app.certificates.numbers import parse_number
from app.certificates.queries import CertificateWithStatus
from app.certificates.rules import CertificateState
from app.certificates.verification.inspect import PdfVerdict, inspect_pdf

NUMBERS_AT_MOST = 20
_NUMBER = re.compile(rb"WP-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")


class Match(StrEnum):
    """How a file compares with what was issued."""

    EXACT = "exact"
    CHANGED = "changed"
    FOREIGN = "foreign"


@dataclass(frozen=True)
class FileCheck:
    """What is known of a file: whether it is one of ours, and what its signature says."""

    match: Match
    verdict: PdfVerdict
    issued: CertificateWithStatus | None = None
    """The certificate it is, if it is one exactly."""

    @property
    def holds(self) -> bool:
        """Whether it is a file we issued, for a certificate that still holds."""
        return self.issued is not None and self.issued.status.state is CertificateState.VALID


def check_file(session: Session, data: bytes) -> FileCheck:
    """Compare a file with everything that was issued. The caller bounds its size."""
    verdict = inspect_pdf(data)
    issued = records.by_file(session, verdict.sha256)
    if issued is not None:
        return FileCheck(Match.EXACT, verdict, issued)
    ours = records.any_issued(session, _numbers_in(data))
    return FileCheck(Match.CHANGED if ours else Match.FOREIGN, verdict)


def verify_file(session: Session, path: Path) -> tuple[bool, list[str]]:
    """Check a file for the command line: whether all is well, and what to print."""
    check = check_file(session, path.read_bytes())
    return check.holds, [*_signature_lines(check.verdict), *_record_lines(check)]


# What the command line prints is for operators, and in English.


def _signature_lines(verdict: PdfVerdict) -> list[str]:
    if verdict.problem is not None:
        signature = str(verdict.problem)
    else:
        whole = "the signature is valid and covers the whole file."  # not shown
        signature = f"Signed by {verdict.signer}; {whole}"  # not shown
    return [f"SHA-256 {verdict.sha256}", signature]


def _record_lines(check: FileCheck) -> list[str]:
    if check.issued is None:
        named = "It names a certificate that was issued here, but it is not that file."  # not shown
        foreign = "It is not one of our certificates."  # not shown
        return [named if check.match is Match.CHANGED else foreign]
    certificate, status = check.issued.certificate, check.issued.status
    number = certificate.number
    ours = f"This is exactly the file that was issued as certificate {number}."  # not shown
    now = "The certificate is valid."  # not shown
    if status.since is not None:
        day = f"{status.since:%Y-%m-%d} (UTC)"
        now = f"The certificate was {status.state} on {day}."  # not shown
    return [ours, now]


def _numbers_in(data: bytes) -> list[str]:
    """The certificate numbers a PDF names in plain sight; its writer may escape the dashes."""
    found = {match.decode() for match in _NUMBER.findall(data.replace(rb"\055", b"-"))}
    return sorted(number for number in found if parse_number(number) == number)[:NUMBERS_AT_MOST]
