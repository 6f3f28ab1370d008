"""How one person of a cohort stands: how far, what is missing, claim and certificates."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from app.certificates.issuing.queries import Candidate
from app.certificates.rules import BEING_ISSUED, still_missing
from app.credit.phrase import credits_text
from app.credit.rules import CreditStatus
from app.language.reasons import Reason
from app.language.words import counted
from app.people.models import Institution, Person


class Share(NamedTuple):
    """How many count, of how many that are needed."""

    done: int
    needed: int


@dataclass(frozen=True)
class PersonLine:
    """One person of a cohort."""

    person: Person
    institution: str
    modules: Share
    sessions: Share
    missing: Sequence[Reason]
    claimed: str
    """`11.50`; empty where nothing is claimed."""
    certificates: Sequence[str]
    """The numbers of the live ones."""
    ready: bool
    """Whether a certificate can be issued now."""
    under_way: bool
    """Whether one is being issued at this moment."""

    @property
    def modules_text(self) -> str:
        """`7 of 8 modules`."""
        return _counted(*self.modules, "module")

    @property
    def sessions_text(self) -> str:
        """`5 of 6 sessions`; `7 sessions, 6 needed`."""
        return _counted(*self.sessions, "session")

    @property
    def progress(self) -> float:
        """The share of what is needed that is done, for sorting."""
        both = (self.modules, self.sessions)
        return sum(min(share) for share in both) / max(1, sum(share.needed for share in both))


def _counted(done: int, needed: int, noun: str) -> str:
    if done > needed:
        return f"{counted(done, noun)}, {needed} needed"
    return f"{done} of {counted(needed, noun)}"


def person_line(
    person: Person, institution: Institution, standing: CreditStatus, candidate: Candidate
) -> PersonLine:
    """How one person of a cohort stands."""
    verdict, claim = standing.completion, standing.claim
    return PersonLine(
        person=person,
        institution=institution.short_name,
        modules=Share(verdict.modules_done, verdict.modules_needed),
        sessions=Share(verdict.sessions_counted, verdict.sessions_needed),
        missing=still_missing(candidate.missing),
        claimed=credits_text(claim.quarters) if claim else "",
        certificates=[certificate.number for certificate in candidate.issued],
        ready=bool(candidate.ready),
        under_way=BEING_ISSUED in candidate.missing,
    )
