"""Whether a PDF is, byte for byte, what its issuer signed. Knows no database."""

import asyncio
import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from io import BytesIO

from asn1crypto import cms, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import EmbeddedPdfSignature, validate_pdf_signature
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import ValidationError

from app.certificates.keys.public import PublicKey
from app.certificates.keys.rules import SignedAt
from app.certificates.keys.signature import STAMP, Signature, stamped
from app.certificates.verification.verdict import PdfVerdict
from app.language.reasons import reason

NOT_A_PDF = reason("file.not_a_pdf", "This file is not a readable PDF.")
NOT_SIGNED = reason("file.not_signed", "This PDF carries no signature.")
CHANGED = reason("file.changed", "This PDF was changed after it was signed.")


def inspect_pdf(data: bytes, authorities: Sequence[x509.Certificate] = ()) -> PdfVerdict:
    """Check the signature of a PDF.

    Never raises on a bad file, whatever is in it. The caller bounds its size. `authorities`: to
    which the chain of a time stamp has to lead; without them none counts.
    """
    sha256 = hashlib.sha256(data).hexdigest()
    try:
        reader = PdfFileReader(BytesIO(data))
        signatures = reader.embedded_signatures
        if not signatures:
            return PdfVerdict(sha256, NOT_SIGNED)
        return _judge(data, sha256, signatures[0], authorities)
    except Exception:  # a hostile file can break a parser in any way it likes
        return PdfVerdict(sha256, CHANGED if b"/ByteRange" in data else NOT_A_PDF)


def _judge(
    data: bytes,
    sha256: str,
    signature: EmbeddedPdfSignature,
    authorities: Sequence[x509.Certificate],
) -> PdfVerdict:
    signer = signature.signer_cert
    # Trust is not asked of a chain: what we issued is known by its hash.
    itself = ValidationContext(trust_roots=[signer], allow_fetching=False)
    stamps = _trusting(stamped(signature.signed_data), authorities)
    status = validate_pdf_signature(signature, itself, ts_validation_context=stamps)
    stamp = status.timestamp_validity
    intact = bool(status.intact and status.valid and status.docmdp_ok)
    intact = intact and (stamp is None or bool(stamp.intact and stamp.valid))
    whole = _covers_all(data, signature)
    certified = signature.docmdp_level is MDPPerm.NO_CHANGES
    fine = intact and whole and certified
    name = signer.subject.native.get("common_name")
    stamped_at = stamp.timestamp if stamp is not None and stamp.trusted else None
    told = _told(signature, stamp.timestamp if stamp else None, stamped_at) if fine else None
    return PdfVerdict(sha256, None if fine else CHANGED, name, told)


def _trusting(
    moment: datetime | None, authorities: Sequence[x509.Certificate]
) -> ValidationContext | None:
    """What a time stamp is judged by: its chain, at the moment that it tells."""
    if moment is None:
        return None
    return ValidationContext(trust_roots=list(authorities), allow_fetching=False, moment=moment)


def _told(
    signature: EmbeddedPdfSignature, stamp: datetime | None, stamped_at: datetime | None
) -> Signature:
    """Who signed, and when, of a file that is as it was signed. `stamped_at`: if it is trusted."""
    certificates = [signature.signer_cert, *signature.other_embedded_certs]
    claimed = signature.self_reported_timestamp or signature.signer_cert.not_valid_before
    at = SignedAt(claimed.astimezone(UTC), stamped_at)
    public = PublicKey.of_der([each.dump() for each in certificates])
    return Signature(public, at, _was_unrevoked(signature, stamp or at.claimed))


def _was_unrevoked(signature: EmbeddedPdfSignature, moment: datetime) -> bool:
    """Whether what lies beside the signature shows that nobody had revoked its certificate.

    Where the chain leads is not asked, as of the signature itself. Nothing is fetched.
    """
    chain = [signature.signer_cert, *signature.other_embedded_certs]
    if len(chain) < 2:
        return False
    try:
        kept = DocumentSecurityStore.read_dss(signature.reader)
        asked = {
            "trust_roots": _tops(chain),
            "other_certs": chain,
            "revocation_mode": "require",
            "allow_fetching": False,
            "moment": moment,
        }
        context = kept.as_validation_context(asked)
        validator = CertificateValidator(signature.signer_cert, validation_context=context)
        asyncio.run(validator.async_validate_usage(set()))  # type: ignore[no-untyped-call]
    except (NoDSSFoundError, ValidationError):
        return False
    return True


def _tops(chain: Sequence[x509.Certificate]) -> list[x509.Certificate]:
    """Those above which there is none in the file."""
    subjects = {each.subject.hashable for each in chain}
    return [
        each
        for each in chain
        if each.issuer.hashable not in subjects or each.issuer == each.subject
    ]


def _covers_all(data: bytes, signature: EmbeddedPdfSignature) -> bool:
    """Whether every byte of the file is signed, or is the signature as we would write it."""
    start, before, after, rest = (int(value) for value in signature.byte_range)
    contents = signature.pkcs7_content
    ours = _as_written(signature)
    return (
        start == 0
        and after + rest == len(data)
        and data[before:after] == b"<" + contents.hex().upper().encode() + b">"
        and contents.startswith(ours)
        and not any(contents[len(ours) :])
    )


def _as_written(signature: EmbeddedPdfSignature) -> bytes:
    """The signature container put together again from the parts that the mathematics protects.

    The rest of it (versions, lists of algorithms, room for unsigned attributes) could be altered
    without making the signature invalid. Of unsigned attributes there is one at most, the time
    stamp, which has a signature of its own.
    """
    signed, signer = signature.signed_data, signature.signer_info
    certificate = signature.signer_cert
    digest = cms.DigestAlgorithm({"algorithm": signature.md_algorithm})
    info = {
        "version": "v1",
        "sid": {
            "issuer_and_serial_number": {
                "issuer": certificate.issuer,
                "serial_number": certificate.serial_number,
            }
        },
        "digest_algorithm": digest,
        "signed_attrs": signer["signed_attrs"],
        "signature_algorithm": {"algorithm": signer["signature_algorithm"]["algorithm"].native},
        "signature": signer["signature"],
    }
    if _has_only_a_stamp(signer):
        info["unsigned_attrs"] = signer["unsigned_attrs"]
    container = {
        "version": "v1",
        "digest_algorithms": [digest],
        "encap_content_info": {"content_type": "data"},
        "certificates": signed["certificates"],
        "signer_infos": [info],
    }
    content = {"content_type": "signed_data", "content": cms.SignedData(container)}
    return bytes(cms.ContentInfo(content).dump())


def _has_only_a_stamp(signer: cms.SignerInfo) -> bool:
    """Whether a time stamp is all that was added to a signature."""
    added = list(signer["unsigned_attrs"] or ())
    return [attribute["type"].native for attribute in added] == [STAMP] and (
        len(added[0]["values"]) == 1
    )
