"""One person before certificates are issued: what is ready, what is missing, what there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from app.certificates.issuing.candidates.rules import Candidate
from app.certificates.rules import BEING_ISSUED, REVOKED_ON, still_missing
from app.certificates.snapshot import CertificateKind
from app.cohorts.context import CohortContext
from app.credit.enums import AMA_PRA_1, PARTICIPATION
from app.language import Text, pgettext
from app.language.reasons import Reason
from app.site.manage.cohorts.certificates.issue.forms import Picked
from app.site.manage.cohorts.page import path_of
from app.site.parts.credit import short_amount
from app.site.parts.people import person_path
from app.web.parts import Link

KINDS = {
    CertificateKind.CME_CREDIT: pgettext("kind of certificate", "Credit"),
    CertificateKind.PARTICIPATION: pgettext("kind of certificate", "Participation"),
    CertificateKind.COMPLETION: pgettext("kind of certificate", "Completion"),
}

SYSTEMS = {CertificateKind.PARTICIPATION: PARTICIPATION}
"""In what a kind of certificate counts, where that is no credit."""


class RevokedLink(NamedTuple):
    """A certificate that was revoked, and on which day."""

    kind: Text
    on: Reason
    href: str


@dataclass(frozen=True)
class IssueLine:
    """One person of the preview."""

    name: str
    """As it will stand on the certificate, with degrees."""
    person_path: str
    """Their own page."""
    value: str | None
    """What the checkbox sends; None where nothing can be issued now."""
    chosen: bool
    certificates: int
    """How many can be issued now, by the reader."""
    ready: bool
    """Whether any can be issued, were it by somebody else."""
    kinds: Sequence[Link]
    """What is ready, each with its preview."""
    credit: Text
    """What is on a certificate of theirs, be it ready or issued."""
    missing: Sequence[Reason]
    why_not: Reason | None
    """Why what is ready is not the reader's to issue."""
    under_way: bool
    issued: Sequence[Link]
    """Kind and address of each certificate there is already."""
    revoked: Sequence[RevokedLink]
    """Each that was revoked, where there is no other yet."""
    due_again: bool
    """Whether one of these is due by the records."""
    claims_otherwise: bool
    """Whether a certificate of theirs says something else than they claimed since."""

    @property
    def lacks(self) -> Sequence[Reason]:
        """What is missing besides: a revocation is told with its certificate."""
        return [reason for reason in self.missing if reason.kind != REVOKED_ON]


def issue_line(here: CohortContext, candidate: Candidate, by: UUID, *, chosen: bool) -> IssueLine:
    """How somebody stands, as the reader may issue to them."""
    ready = candidate.ready_for(by)
    picked = Picked(candidate.enrollment_id, tuple(due.kind for due in candidate.ready))
    return IssueLine(
        name=candidate.name,
        person_path=person_path(candidate.person_id),
        value=picked.value if ready else None,
        chosen=chosen,
        certificates=len(ready),
        ready=bool(candidate.ready),
        kinds=_previews(here, candidate),
        credit=_credit(candidate),
        missing=still_missing(candidate.missing),
        why_not=candidate.why_not(by),
        under_way=BEING_ISSUED in candidate.missing,
        issued=_issued(candidate),
        revoked=_revoked(candidate),
        due_again=candidate.is_due_again,
        claims_otherwise=bool(candidate.claims_otherwise),
    )


def _previews(here: CohortContext, candidate: Candidate) -> list[Link]:
    place = candidate.enrollment_id
    kinds = [due.kind for due in candidate.ready]
    return [Link(KINDS[kind], preview_path(here, place, kind)) for kind in kinds]


def _issued(candidate: Candidate) -> list[Link]:
    return [
        Link(KINDS[issued.kind], f"/manage/certificates/{issued.number}")
        for issued in candidate.issued
    ]


def _revoked(candidate: Candidate) -> list[RevokedLink]:
    return [
        RevokedLink(KINDS[own.kind], REVOKED_ON(day=own.on), f"/manage/certificates/{own.number}")
        for own in candidate.revoked
    ]


def _credit(candidate: Candidate) -> Text:
    """Of the one certificate that says something of it, be it ready or issued."""
    said = [(due.kind, due.quarters) for due in candidate.ready]
    said += [(issued.kind, issued.quarters) for issued in candidate.issued]
    return next((credit_of(kind, quarters) for kind, quarters in said if quarters), "")


def preview_path(here: CohortContext, place: UUID, kind: CertificateKind) -> str:
    """Where one certificate is shown as it would be."""
    return f"{path_of(here)}/certificates/issue/preview?place={place}&kind={kind}"


def credit_of(kind: CertificateKind, quarters: int) -> Text:
    """What a certificate of a kind is for."""
    system = SYSTEMS.get(kind, AMA_PRA_1)
    return short_amount(quarters, system)
