"""When a certificate can take the place of another one; pure."""

from app.certificates.faces import face
from app.certificates.issuing.inputs import IssuedBefore
from app.certificates.orders import Order, Replacement
from app.certificates.rules import ALREADY_ISSUED
from app.certificates.snapshot import CertificateSnapshot
from app.language.reasons import Reason, ReasonKind

REPLACED_ALREADY = ReasonKind(
    "certificate.replaced_already",
    "Certificate {number} was replaced: only the newest one can be revoked or replaced.",
)
REVOKED_MEANWHILE = ReasonKind(
    "certificate.revoked_meanwhile",
    "Certificate {number} was revoked meanwhile, so no other takes its place. It can be issued "
    "anew from its page.",
)
CHANGED_SINCE_ORDERED = ReasonKind(
    "certificate.changed_since_ordered",
    "What the records say has changed since somebody ordered another one in the place of "
    "{number}. Nothing was issued: look at it again on its page, and order it from there.",
)

CHANGED_SINCE_LOOKED = ReasonKind(
    "certificate.changed_since_looked",
    "What the records say of {name} has changed since somebody looked at it and ordered a "
    "certificate. Nothing was issued: look at it again, and order it anew.",
)


def why_not_replace(
    replacement: Replacement, before: IssuedBefore | None, live: str | None
) -> Reason | None:
    """Why no other certificate can take the place of one. `before`: as it is now.

    `live`: the number of the one of its kind that holds, which may be that one.
    """
    if before is None or before.replaced_at is not None:
        return REPLACED_ALREADY(number=before.number if before else "")
    if before.revoked_at is not None and not replacement.of_revoked:
        return REVOKED_MEANWHILE(number=before.number)
    return None if live in {None, before.number} else ALREADY_ISSUED(number=live)


def why_not_print(
    replacement: Replacement, before: IssuedBefore, made: CertificateSnapshot
) -> Reason | None:
    """Why what was made out is not printed: it is not what somebody looked at and ordered."""
    if replacement.face in {None, face(made)}:
        return None
    return CHANGED_SINCE_ORDERED(number=before.number)


def why_not_as_ordered(order: Order, made: CertificateSnapshot) -> Reason | None:
    """Why what takes no other's place is not printed: it is not what was looked at."""
    if order.face in {None, face(made)}:
        return None
    return CHANGED_SINCE_LOOKED(name=made.full_name)
