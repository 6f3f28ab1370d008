"""One person of a cohort with all their certificates: those they have, and those they can get."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.certificates.issuing.candidates.rules import Candidate
from app.certificates.queries import CertificateInCohort
from app.certificates.rules import BEING_ISSUED, CertificateState, full_name
from app.cohorts.context import CohortContext
from app.credit.phrase import credits_fact
from app.language import Text, _
from app.language.reasons import Reason
from app.people.models import Institution, Person
from app.site.manage.cohorts.certificates.issue.line import KINDS, preview_path
from app.site.manage.cohorts.certificates.register.page import badge_of
from app.site.manage.cohorts.people.line import Claimed, PersonLine
from app.site.parts.credit import short_amount
from app.site.parts.people import person_path
from app.web.parts import Badge, Link


@dataclass(frozen=True)
class Paper:
    """One certificate that somebody was given."""

    kind: Text
    number: str
    path: str
    state: CertificateState
    doubt: Reason | None

    @property
    def holds(self) -> bool:
        """Whether anybody can rely on it."""
        return self.state is CertificateState.VALID and self.doubt is None

    @property
    def status(self) -> Badge:
        """`Valid`, `Doubtful`, `Cannot be confirmed`, `Replaced` or `Revoked`."""
        return badge_of(self.state, self.doubt)


@dataclass(frozen=True)
class PersonCertificates:
    """One person with all of theirs."""

    person: Person
    institution: str
    papers: Sequence[Paper]
    """Every certificate they were given, those that no longer hold included."""
    previews: Sequence[Link]
    """What can be issued now, each as it would be."""
    missing: Sequence[Reason]
    claim: Claimed | None
    earned: int | None
    """The most they could claim of that by the records of now, in quarters.

    None without an activity, and of who claims in something else by now.
    """
    above: Reason | None = None
    """Why the claim is more than that, where what is designated was changed after it."""
    claim_above: bool = False
    """Whether it is more than the records bear out: somebody decides about it."""
    under_way: bool = False
    can_claim: bool = False
    """Whether only the claim is missing."""
    asked_on: date | None = None
    """When they were last written to about their claim, in the cohort's zone."""
    left: bool = False
    """Whether they are no longer enrolled."""

    @property
    def name(self) -> str:
        """As it would stand on a certificate of today."""
        return full_name(self.person.certificate_name, self.person.degrees)

    @property
    def href(self) -> str:
        """Their own page."""
        return person_path(self.person.id)

    @property
    def valid(self) -> Sequence[Paper]:
        """Those that hold."""
        return [paper for paper in self.papers if paper.holds]

    @property
    def credit(self) -> Text:
        """`11.50 of 12.00`: claimed of what was earned; a dash where nothing is claimed.

        A claim that is above what is earned now is no part of it, and stands alone.
        """
        if self.claim is None:
            return "–"
        amount = short_amount(*self.claim)
        if self.earned is None or self.claim.quarters > self.earned:
            return amount
        return _("{part} of {whole}", part=amount, whole=credits_fact(self.earned))


def person_certificates(
    here: CohortContext,
    line: PersonLine,
    candidate: Candidate,
    issued: Sequence[CertificateInCohort],
    asked_on: date | None,
) -> PersonCertificates:
    """Somebody who is enrolled. `issued`: all that was ever issued to them here."""
    standing = line.standing
    claims_otherwise = line.claim is not None and line.claim.system != standing.system
    earned = None if claims_otherwise else standing.as_claimed.eligibility
    return PersonCertificates(
        person=line.person,
        institution=line.institution,
        papers=[_paper(own) for own in issued],
        previews=[
            Link(KINDS[due.kind], preview_path(here, candidate.enrollment_id, due.kind))
            for due in candidate.ready
        ],
        missing=line.missing,
        claim=line.claim,
        earned=earned.quarters if earned else None,
        above=line.above,
        claim_above=line.claim_above,
        under_way=BEING_ISSUED in candidate.missing,
        can_claim=line.can_claim,
        asked_on=asked_on,
    )


def of_who_left(
    person: Person, institution: Institution, issued: Sequence[CertificateInCohort]
) -> PersonCertificates:
    """Somebody who got certificates, and is no longer enrolled."""
    papers = [_paper(own) for own in issued]
    return PersonCertificates(person, institution.short_name, papers, (), (), None, None, left=True)


def _paper(issued: CertificateInCohort) -> Paper:
    number = issued.certificate.number
    path = f"/manage/certificates/{number}"
    kind = KINDS[issued.certificate.kind]
    return Paper(kind, number, path, issued.state, issued.doubt)
