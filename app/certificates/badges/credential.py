"""What a badge says, from the frozen words of its certificate alone.

Open Badges 3.0 on the W3C data model 2.0. Choices:

- It is issued by the provider that the certificate names, at an address of this installation.
- Its recipient is told by the name on the certificate: no email address stands on that, and whoever
  knows somebody's could find it again in a hash.
- How much was awarded is said in words. `creditsEarned` counts hours of courses at a university.
- Whether it was revoked is asked of a list of its issuer (1EdTechRevocationList), so that nobody
  learns which badge somebody looks at. That list takes no key, which the web process does not have.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from app.certificates.snapshot import CertificateKind, CertificateSnapshot
from app.certificates.transcripts.rules import amount_of
from app.credit.phrase import phrase_markdown
from app.language.styles import long_date

CONTEXT = (
    "https://www.w3.org/ns/credentials/v2",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json",
)
SCHEMA = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)
Document = dict[str, Any]


@dataclass(frozen=True)
class Addresses:
    """Where the public documents of badges are. `base`: the address of this installation."""

    base: str

    def key(self, fingerprint: str) -> str:
        """A key that signed, which is also what it is called."""
        return f"{self.base}/badges/keys/{fingerprint}.json"

    def issuer(self, key: str) -> str:
        """Who issues."""
        return f"{self.base}/badges/issuers/{key}.json"

    def revoked(self, issuer_key: str) -> str:
        """Which badges of an issuer count no more."""
        return f"{self.base}/badges/issuers/{issuer_key}/revoked.json"

    def achievement(self, key: str) -> str:
        """For what it is."""
        return f"{self.base}/badges/achievements/{key}.json"

    def picture(self, key: str) -> str:
        """How that looks."""
        return f"{self.base}/badges/achievements/{key}.png"

    def badge(self, badge_id: UUID) -> str:
        """One badge."""
        return f"{self.base}/badges/{badge_id}"


@dataclass(frozen=True)
class Achievement:
    """What badges of one activity and kind have in common."""

    key: str
    issuer_key: str
    document: Document


def achievement(
    snapshot: CertificateSnapshot, criteria: Mapping[str, str], at: Addresses
) -> Achievement:
    """For what the badge of a certificate is. `criteria`: a sentence for each kind."""
    narrative = criteria[snapshot.kind.value]
    if snapshot.designation_statement:
        narrative += f"\n\n{phrase_markdown(snapshot.designation_statement)}"
    says: Document = {
        "achievementType": _TYPES[snapshot.kind],
        "name": snapshot.subject,
        "description": f"{snapshot.heading_text}. {snapshot.learning_format}. "
        f"{snapshot.dates_text}.",
        "criteria": {"narrative": narrative},
        "inLanguage": "en",
    }
    key = key_of([snapshot.provider, at.base, says])
    image = {"id": at.picture(key), "type": "Image"}  # not shown
    named = {"id": at.achievement(key), "type": ["Achievement"]}  # not shown
    about = {**named, **says, "image": image}
    return Achievement(key, issuer_key(snapshot.provider), about)


_TYPES = {
    CertificateKind.CME_CREDIT: "Certificate",  # not shown
    CertificateKind.PARTICIPATION: "Certificate",  # not shown
    CertificateKind.COMPLETION: "CertificateOfCompletion",
    CertificateKind.TEACHING: "Certificate",  # not shown
}


def issuer_key(provider: str) -> str:
    """By what the address of a provider is told."""
    return key_of(provider)


def key_of(said: object) -> str:
    """A short name for exactly this."""
    text = json.dumps(said, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def profile(provider: str, at: Addresses) -> Document:
    """Who issues."""
    id_ = at.issuer(issuer_key(provider))
    return {"id": id_, "type": ["Profile"], "name": provider, "url": at.base}  # not shown


def credential(
    snapshot: CertificateSnapshot,
    about: Achievement,
    badge_id: UUID,
    issued_at: datetime,
    at: Addresses,
) -> Document:
    """The whole statement, with the claims of a token (`iss`, `jti`, `nbf`, `sub`) beside it."""
    id_, subject = at.badge(badge_id), f"urn:uuid:{badge_id}"
    moment = issued_at.astimezone(UTC).replace(microsecond=0)
    issuer = profile(snapshot.provider, at)
    claims = {"iss": issuer["id"], "jti": id_, "nbf": int(moment.timestamp()), "sub": subject}
    return {
        "@context": list(CONTEXT),
        "id": id_,
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "name": f"{snapshot.heading_text}: {snapshot.subject}",
        "issuer": issuer,
        "validFrom": moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "credentialSubject": _subject(snapshot, about, subject),
        "evidence": [_evidence(snapshot)],
        "credentialSchema": [{"id": SCHEMA, "type": "1EdTechJsonSchemaValidator2019"}],
        "credentialStatus": {"id": at.revoked(about.issuer_key), "type": "1EdTechRevocationList"},
        **claims,
    }


def _subject(snapshot: CertificateSnapshot, about: Achievement, subject: str) -> Document:
    name = {
        "type": "IdentityObject",
        "hashed": False,
        "identityHash": snapshot.full_name,
        "identityType": "name",
    }
    return {
        "id": subject,
        "type": ["AchievementSubject"],
        "identifier": [name],
        "achievement": about.document,
        "narrative": narrative(snapshot),
    }


def narrative(snapshot: CertificateSnapshot) -> str:
    """How long somebody led sessions, or what they were awarded and when they completed it.

    The trademark is in italics.
    """
    if snapshot.kind is CertificateKind.TEACHING:
        return f"Led sessions for {snapshot.hours_text}."  # not shown
    completed = f"Completed on {long_date(snapshot.completed_on)}."  # not shown
    amount = amount_of(snapshot)
    return f"{phrase_markdown(amount.text)}. {completed}" if amount else completed


def _evidence(snapshot: CertificateSnapshot) -> Document:
    """The public page of the certificate, which says whether it holds."""
    return {
        "id": snapshot.verify_url,
        "type": ["Evidence"],  # not shown
        "name": f"Public page of certificate {snapshot.number}",  # not shown
    }


def revocations(revoked: Mapping[UUID, str], key: str, at: Addresses) -> Document:
    """The list of one issuer. `revoked`: the badges that count no more, and why."""
    listed = [
        {"id": at.badge(badge_id), "revoked": True, "revocationReason": why}
        for badge_id, why in revoked.items()
    ]
    return {"id": at.revoked(key), "issuer": at.issuer(key), "revokedCredential": listed}
