"""Before a certificate is revoked: what follows, and why it is done."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from app.certificates.corrections.rules import why_not_end
from app.certificates.queries import CertificateWithStatus
from app.certificates.rules import ReasonClass
from app.certificates.snapshot import from_json
from app.language import Text, dotted
from app.language.reasons import Reason
from app.people.rules import why_not_deal_with
from app.web.forms import FormState
from app.web.parts import Link


@dataclass(frozen=True)
class RevocationPage:
    """One certificate before it is revoked."""

    eyebrow: str
    number: str
    kind: Text
    name: str
    path: str
    """Of the certificate."""
    verify: str
    above: list[Link]
    """The way to the cohort’s certificates."""
    reasons: Sequence[tuple[str, Text]]
    """What the public is told, by class."""
    has_address: bool
    why_not: Reason | None
    form: FormState


def revocation_page(
    issued: CertificateWithStatus,
    form: FormState,
    above: list[Link],
    *,
    owner: UUID,
    by: UUID,
    has_address: bool,
) -> RevocationPage:
    """The page of a revocation, or why there can be none."""
    snapshot = from_json(issued.certificate.snapshot)
    return RevocationPage(
        eyebrow=dotted((snapshot.program_title, snapshot.cohort_title)),
        number=snapshot.number,
        kind=snapshot.name,
        name=snapshot.full_name,
        path=f"/manage/certificates/{snapshot.number}",
        verify=f"/verify/{snapshot.code}",
        above=above,
        reasons=[(own.value, own.words) for own in ReasonClass],
        has_address=has_address,
        why_not=why_not_end(snapshot.number, issued.status.state)
        or why_not_deal_with([owner], by=by),
        form=form,
    )
