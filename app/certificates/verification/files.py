"""Whether a PDF is a certificate we issued, byte for byte. Nothing of the file is kept.

The stored hash decides. A file with another hash that names one of our numbers was changed after it
was issued; every other file is not ours, whoever signed it.
"""

import re
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from pathlib import Path

from sqlalchemy.orm import Session

from app.certificates import queries as records
from app.certificates.numbers import parse_code, parse_number
from app.certificates.queries import CertificateWithStatus
from app.certificates.rules import CertificateStatus
from app.certificates.verification import queries
from app.certificates.verification.trust import Trust, trust_in, trust_in_file
from app.certificates.verification.verdict import UNREVOKED, PdfVerdict

NAMES_AT_MOST = 20
STREAMS_AT_MOST = 100
INFLATED_AT_MOST = 4 * 1024 * 1024
"""Bytes, of all that a file holds compressed: a small file can be made to hold more than fits."""
_STREAM = re.compile(rb"stream\r?\n")
_NUMBER = re.compile(rb"WP-[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]")
_CODE = re.compile(rb"(?:[0-9A-Z]{4}-){4}[0-9A-Z]")


class Match(StrEnum):
    """How a file compares with what was issued."""

    EXACT = "exact"
    CHANGED = "changed"
    FOREIGN = "foreign"
    TRANSCRIPT = "transcript"
    """It is no certificate: a list of somebody’s, exactly as it was made here."""


@dataclass(frozen=True)
class FileCheck:
    """What is known of a file: whether it is one of ours, and what its signature says."""

    match: Match
    verdict: PdfVerdict
    issued: CertificateWithStatus | None = None
    """The certificate it is, if it is one exactly."""
    as_issued: bool = True
    """Whether what is stored of that certificate is what was recorded at issue."""
    has_ended: bool = False
    """Of one that is not: whether it was revoked or replaced anyway."""
    record: queries.NamedCertificate | None = None
    """Of a changed file: the certificate whose code it holds. A number alone opens nothing."""
    trust: Trust = field(default_factory=Trust)
    """What is known of the key that signed it."""
    transcript: queries.MadeTranscript | None = None
    """What is known of it, where it is one."""

    @property
    def holds(self) -> bool:
        """Whether it is a file we issued, for a certificate that still holds.

        A transcript holds as long as all that it lists does.
        """
        if self.transcript is not None:
            return self.transcript.gone == 0 and self.trust.doubt is None
        return self.issued is not None and self.issued.status.holds and self.as_issued


def check_file(session: Session, data: bytes) -> FileCheck:
    """Compare a file with everything that was issued. The caller bounds its size."""
    # Only here: a server would start a tenth later for the few who compare a file.
    from app.certificates.verification.inspect import inspect_pdf

    verdict = inspect_pdf(data)
    issued = records.by_file(session, verdict.sha256)
    if issued is not None:
        stored = queries.file_as_issued(session, issued.certificate)
        trust = trust_in_file(session, data, issued.certificate.issued_at)
        if stored is None:
            ended = queries.has_ended(session, issued)
            return FileCheck(Match.EXACT, verdict, issued, as_issued=False, has_ended=ended)
        return FileCheck(Match.EXACT, verdict, issued.doubted(trust.doubt), trust=trust)
    made = queries.transcript_by_file(session, verdict.sha256) if verdict.problem is None else None
    if made is not None:
        trust = trust_in_file(session, data, made.at)
        return FileCheck(Match.TRANSCRIPT, verdict, trust=trust, transcript=made)
    return _changed(session, _readable(data), verdict)


def _changed(session: Session, data: bytes, verdict: PdfVerdict) -> FileCheck:
    """What a file is that was not issued as it is. The code is a key; the number is not."""
    codes = _held(_CODE, data, parse_code)
    named = queries.named(session, _held(_NUMBER, data, parse_number), codes)
    if not named:
        trust = trust_in(session, verdict.signature, None)
        return FileCheck(Match.FOREIGN, verdict, trust=trust)
    record = next((known for known in named if known.code in codes), None)
    return FileCheck(Match.CHANGED, verdict, record=record)


def verify_file(session: Session, path: Path) -> tuple[bool, list[str]]:
    """Check a file for the command line: whether all is well, and what to print."""
    check = check_file(session, path.read_bytes())
    lines = [*_signature_lines(check.verdict), *_key_lines(check.trust), *_record_lines(check)]
    return check.holds, lines


# What the command line prints is for operators, and in English.


def _signature_lines(verdict: PdfVerdict) -> list[str]:
    if verdict.problem is not None:
        signature = str(verdict.problem)
    else:
        whole = "the signature is valid and covers the whole file."  # not shown
        signature = f"Signed by {verdict.signer}; {whole}"  # not shown
    said = [f"SHA-256 {verdict.sha256}", signature]
    signed = verdict.signature
    return [*said, UNREVOKED] if signed is not None and signed.was_unrevoked else said


def _key_lines(trust: Trust) -> list[str]:
    if trust.key is None:
        return []
    said = [f"Key {trust.key.fingerprint}"]  # not shown
    if trust.stamped_at is not None:
        moment = f"{trust.stamped_at:%Y-%m-%d %H:%M} UTC"
        said.append(f"A time stamp shows that it was signed by {moment}.")  # not shown
    return [*said, str(trust.doubt)] if trust.doubt else said


def _record_lines(check: FileCheck) -> list[str]:
    if check.transcript is not None:
        return _transcript_lines(check.transcript)
    if check.issued is None:
        named = "It names a certificate that was issued here, but it is not that file."  # not shown
        foreign = "It is not one of our certificates."  # not shown
        if check.trust.key is not None:
            foreign = "A key of ours signed it, and nothing of it is recorded here."  # not shown
        return [named if check.match is Match.CHANGED else foreign]
    if not check.as_issued:
        altered = "What is stored of its certificate is not what was issued."  # not shown
        return [*_ended(check.issued.status), altered] if check.has_ended else [altered]
    certificate, status = check.issued.certificate, check.issued.status
    number = certificate.number
    ours = f"This is exactly the file that was issued as certificate {number}."  # not shown
    now = "The certificate is valid."  # not shown
    if status.is_doubtful:
        now = "The certificate is doubtful, since its signature is."  # not shown
    return [ours, *(_ended(status) or [now])]


def _ended(status: CertificateStatus) -> list[str]:
    if status.since is None:
        return []
    day = f"{status.since:%Y-%m-%d} (UTC)"
    return [f"The certificate was {status.state} on {day}."]  # not shown


def _transcript_lines(made: queries.MadeTranscript) -> list[str]:
    day = f"{made.at:%Y-%m-%d} (UTC)"
    ours = f"This is a transcript, exactly as it was made here on {day}."  # not shown
    now = "All certificates that it lists are valid."  # not shown
    if made.gone:
        now = f"Of {made.listed} certificates that it lists, {made.gone} hold no more."  # not shown
    return [ours, now]


def _readable(data: bytes) -> bytes:
    """A PDF with what it holds compressed beside it; its writer may escape the dashes."""
    parts, left = [data], INFLATED_AT_MOST
    for stream in islice(_STREAM.finditer(data), STREAMS_AT_MOST):
        with suppress(zlib.error):
            parts.append(zlib.decompressobj().decompress(data[stream.end() :], max(left, 1)))
            left -= len(parts[-1])
    return b"\n".join(parts).replace(rb"\055", b"-")


def _held(kind: re.Pattern[bytes], data: bytes, parse: Callable[[str], str | None]) -> list[str]:
    """The numbers or codes that a PDF holds in plain sight."""
    found = {match.decode() for match in kind.findall(data)}
    return sorted(text for text in found if parse(text) == text)[:NAMES_AT_MOST]
