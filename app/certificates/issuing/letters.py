"""How the letter about certificates tells of each, before they are issued and afterwards."""

from pydantic import JsonValue

from app.certificates.snapshot import CertificateKind


def told(kind: CertificateKind, number: str, code: str) -> dict[str, JsonValue]:
    """A certificate among the facts of the letter."""
    return {"kind": kind.value, "number": number, "verify_path": f"/verify/{code}"}
