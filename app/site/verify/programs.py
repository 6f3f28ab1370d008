"""What programs are told of a certificate: what its public page says."""

from typing import Any

from app.certificates.alterations.rules import ALTERED_WORD
from app.certificates.queries import CertificateWithStatus
from app.certificates.snapshot import CertificateSnapshot, from_json
from app.certificates.verification.trust import Trust
from app.credit.phrase import credits_text, phrase_text


def public_json(issued: CertificateWithStatus, trust: Trust, base_url: str) -> dict[str, Any]:
    """The public page for programs. Dates are local to the cohort; credit is a decimal string."""
    snapshot, status = from_json(issued.certificate.snapshot), issued.status
    credit = snapshot.claimed_quarters
    return {
        "status": status.word,
        "altered": False,
        "doubt": str(trust.doubt) if trust.doubt else None,
        "status_since": status.since.isoformat() if status.since else None,
        "revoked_for": status.revoked_for,
        "replaced_by": status.replaced_by,
        "replaced_by_code": issued.public_after.code if issued.public_after else None,
        "replaces": issued.before.number if issued.before else None,
        "replaces_code": issued.public_before.code if issued.public_before else None,
        "number": snapshot.number,
        "code": snapshot.code,
        "kind": snapshot.kind.value,
        "name": None if status.hides_name else snapshot.full_name,
        "program": snapshot.program_title,
        "activity": snapshot.activity_title,
        "provider": snapshot.provider,
        "joint_providers": list(snapshot.joint_providers),
        "learning_format": snapshot.learning_format,
        "dates": snapshot.dates_text,
        "completed_on": snapshot.completed_on.isoformat(),
        "credits": credits_text(credit) if credit else None,
        "credit_type": _credit_type(snapshot) if credit else None,
        "hours": snapshot.hours_text,
        "sessions_led": [own.model_dump(mode="json") for own in snapshot.sessions_led],
        "issued_on": snapshot.issued_on.isoformat(),
        "file_sha256": issued.certificate.pdf_sha256,
        "signed_by": trust.key.subject if trust.key else None,
        "signer_sha256": trust.key.fingerprint if trust.key else None,
        "keys": f"{base_url}/verify/keys.zip",
        "time_stamp": trust.stamped_at.isoformat() if trust.stamped_at else None,
    }


def altered_json(issued: CertificateWithStatus, *, has_ended: bool) -> dict[str, Any]:
    """Of one whose record was changed after its issue: nothing of it is told.

    `has_ended`: whether it was revoked or replaced anyway, which is its status then.
    """
    known, status = {"altered": True, "code": issued.certificate.code}, issued.status
    if not has_ended or status.since is None:
        return {"status": ALTERED_WORD, **known}
    since, why = status.since.isoformat(), status.revoked_for
    return {"status": status.state.value, "status_since": since, "revoked_for": why, **known}


def _credit_type(snapshot: CertificateSnapshot) -> str:
    """What the number counts: the phrase, or what the paper says behind it."""
    return snapshot.unit or phrase_text()
