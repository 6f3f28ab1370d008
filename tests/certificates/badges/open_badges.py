"""What an Open Badge 3.0 has to look like, as a JSON Schema of our own.

Written from the tables of the specification (Open Badges 3.0, 1EdTech, sections "Data Models" and
"JSON Web Token Proof Format") and not copied from its schema files: their license lets nobody but
registered users hand them on. Stricter than those in one thing: what we never say is refused, so a
badge that says more than was decided fails.
"""

from typing import Any

URI = {"type": "string", "pattern": r"^(https?://|urn:uuid:)\S+$"}
TEXT = {"type": "string", "minLength": 1}
UTC_MOMENT = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$"}


def exactly(required: dict[str, Any], **optional: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "properties": required | optional,
        "required": list(required),
        "additionalProperties": False,
    }


def typed(*names: str) -> dict[str, Any]:
    """A set of types that has these."""
    has = [{"contains": {"const": name}} for name in names]
    return {"type": "array", "uniqueItems": True, "allOf": has}


IMAGE = exactly({"id": URI, "type": {"const": "Image"}}, caption=TEXT)
PROFILE = exactly({"id": URI, "type": typed("Profile")}, name=TEXT, url=URI)
ACHIEVEMENT = exactly(
    {
        "id": URI,
        "type": typed("Achievement"),
        "criteria": exactly({"narrative": TEXT}),
        "description": TEXT,
        "name": TEXT,
    },
    achievementType={"enum": ["Certificate", "CertificateOfCompletion"]},
    image=IMAGE,
    inLanguage={"const": "en"},
)
IDENTITY = exactly(
    {
        "type": {"const": "IdentityObject"},
        "hashed": {"const": False},
        "identityHash": TEXT,
        "identityType": {"const": "name"},
    }
)
SUBJECT = exactly(
    {
        "id": URI,
        "type": typed("AchievementSubject"),
        "achievement": ACHIEVEMENT,
        "identifier": {"type": "array", "minItems": 1, "items": IDENTITY},
    },
    narrative=TEXT,
)
STATUS = exactly({"id": URI, "type": {"const": "1EdTechRevocationList"}})
EVIDENCE = exactly({"id": URI, "type": typed("Evidence")}, name=TEXT)
CREDENTIAL_SCHEMA = exactly({"id": URI, "type": {"const": "1EdTechJsonSchemaValidator2019"}})
CONTEXT = {
    "type": "array",
    "prefixItems": [
        {"const": "https://www.w3.org/ns/credentials/v2"},
        {
            "type": "string",
            "pattern": r"^https://purl\.imsglobal\.org/spec/ob/v3p0/context(-3\.\d\.\d)*\.json$",
        },
    ],
    "minItems": 2,
    "items": URI,
}
CREDENTIAL: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **exactly(
        {
            "@context": CONTEXT,
            "id": URI,
            "type": typed("VerifiableCredential", "OpenBadgeCredential"),
            "issuer": PROFILE,
            "validFrom": UTC_MOMENT,
            "credentialSubject": SUBJECT,
            "credentialStatus": STATUS,
            "credentialSchema": {"type": "array", "minItems": 1, "items": CREDENTIAL_SCHEMA},
            "iss": URI,
            "jti": URI,
            "sub": URI,
            "nbf": {"type": "integer"},
        },
        name=TEXT,
        evidence={"type": "array", "items": EVIDENCE},
    ),
}
REVOCATIONS: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **exactly(
        {
            "id": URI,
            "issuer": URI,
            "revokedCredential": {
                "type": "array",
                "items": exactly({"id": URI}, revoked={"type": "boolean"}, revocationReason=TEXT),
            },
        }
    ),
}
