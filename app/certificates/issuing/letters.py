"""How the letter about certificates tells of each, before they are issued and afterwards."""

from pydantic import JsonValue

from app.certificates.snapshot import CertificateKind, CertificateSnapshot


def told_of(snapshot: CertificateSnapshot) -> dict[str, JsonValue]:
    """A certificate that was issued, under the name that stands on it."""
    return told(snapshot.kind, snapshot.number, snapshot.code) | {"heading": snapshot.heading}


def told(kind: CertificateKind, number: str, code: str) -> dict[str, JsonValue]:
    """A certificate among the facts of the letter."""
    return {"kind": kind.value, "number": number, "verify_path": f"/verify/{code}"}
