"""What a signed PDF says of its signature. Nothing is verified here: `inspect_pdf` does that."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from asn1crypto import cms, x509

from app.certificates.keys.public import PublicKey
from app.certificates.keys.rules import SignedAt

_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
_WRITTEN = re.compile(rb"/M\s*\(([^)]{15,80})\)")
_ESCAPED = re.compile(rb"\\([0-7]{3})")
_MOMENT = re.compile(rb"D:(\d{14})(?:Z|([+-])(\d\d)'?(\d\d)'?)?")
STAMP = "signature_time_stamp_token"  # not shown


@dataclass(frozen=True)
class Signature:
    """Who signed a file, and when, as the file tells it."""

    public: PublicKey
    at: SignedAt
    was_unrevoked: bool = False
    """Whether the file carries what shows that its certificate was not revoked when it was signed;
    only where the file was verified."""

    @property
    def fingerprint(self) -> str:
        """Of the certificate that it was signed with."""
        return self.public.fingerprint


def signature_of(pdf: bytes) -> Signature | None:
    """The signature of a PDF that we have signed ourselves; None of any other file."""
    try:
        found = _RANGE.search(pdf)
        written = _WRITTEN.search(pdf, found.end()) if found else None
        if found is None or written is None:
            return None
        start, end = int(found[2]), int(found[3])
        signed = cms.ContentInfo.load(bytes.fromhex(pdf[start + 1 : end - 1].decode()))["content"]
        return Signature(
            PublicKey.of_der(_chain(signed)), SignedAt(_moment(written[1]), stamped(signed))
        )
    except (ValueError, TypeError, KeyError, IndexError):  # it is a file of anybody
        return None


def stamped(signed: Any) -> datetime | None:
    """When a time stamping authority saw the signature, as its token tells.

    `signed`: the CMS container of the signature.
    """
    for attribute in signed["signer_infos"][0]["unsigned_attrs"] or ():
        if attribute["type"].native == STAMP:
            token = attribute["values"][0]["content"]["encap_content_info"]["content"].parsed
            moment: datetime = token["gen_time"].native
            return moment
    return None


def _chain(signed: Any) -> list[bytes]:
    """The certificates of a signature, that of the key itself first."""
    sid = signed["signer_infos"][0]["sid"].chosen
    serial, issuer = sid["serial_number"].native, sid["issuer"].dump()
    certificates: list[x509.Certificate] = [each.chosen for each in signed["certificates"]]

    def is_other(certificate: x509.Certificate) -> bool:
        return (certificate.serial_number, certificate.issuer.dump()) != (serial, issuer)

    return [each.dump() for each in sorted(certificates, key=is_other)]


def _moment(written: bytes) -> datetime:
    """`D:20261118170000+00'00'`, of which any sign may be escaped."""
    plain = _ESCAPED.sub(lambda escape: bytes([int(escape[1], 8)]), written)
    if (found := _MOMENT.match(plain)) is None:
        raise ValueError("no moment")
    wall = datetime.strptime(found[1].decode(), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    if found[2] is None:
        return wall
    away = timedelta(hours=int(found[3]), minutes=int(found[4]))
    return wall - away if found[2] == b"+" else wall + away
