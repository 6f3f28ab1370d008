"""How one person of a cohort stands: how far, what is missing, claim and certificates."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from app.certificates.issuing.candidates.rules import Candidate
from app.certificates.rules import BEING_ISSUED, is_not_completed, still_missing
from app.credit.completion.progress import progress
from app.credit.completion.rules import Completion
from app.credit.phrase import credits_fact
from app.credit.rules import is_claim_above, lacks_only_the_claim
from app.credit.status.rules import CreditStatus
from app.credit.track.rules import Tracked, as_judged
from app.language import Text, ngettext
from app.language.reasons import Reason
from app.people.models import Institution, Person
from app.site.parts.credit import short_amount
from app.site.parts.people import person_path


class Share(NamedTuple):
    """How many count, of how many that are needed."""

    done: int
    needed: int


class Claimed(NamedTuple):
    """How much somebody claimed, and in what."""

    quarters: int
    system: str


@dataclass(frozen=True)
class PersonLine:
    """One person of a cohort."""

    person: Person
    institution: str
    modules: Share
    sessions: Share
    missing: Sequence[Reason]
    claim: Claimed | None
    certificates: Sequence[str]
    """The numbers of the live ones."""
    ready: bool
    """Whether a certificate can be issued now."""
    under_way: bool
    """Whether one is being issued at this moment."""
    can_claim: bool
    """Whether they have completed, and only the claim is missing."""
    not_completed: bool
    """Whether they hold an attestation of completion, and have not completed by the records."""
    claim_above: bool
    """Whether they have claimed for more than is recorded now."""
    standing: CreditStatus
    unsigned: frozenset[int]
    """The units whose module is not signed, by position; which are open, it does not know."""
    above: Reason | None = None
    """Why the claim is more than is earned now, where what is designated was changed after it."""

    @property
    def completion(self) -> Completion:
        """What the policy says of them."""
        return self.standing.completion

    @cached_property
    def tracked(self) -> Tracked:
        """Whether they are on track; judged where it is asked for, since it takes a while."""
        return as_judged(self.standing.ledger, self.completion, self.standing.judged_at)

    @property
    def sentences(self) -> Sequence[Reason]:
        """How they stand, in the sentences that they read themselves."""
        return progress(self.completion, own=False)

    @property
    def lacking(self) -> Sequence[Reason]:
        """What is called missing: nothing of who can still complete, and has not."""
        return self.missing if self.completion.complete or self.completion.closed else ()

    @property
    def missed(self) -> int:
        """How many sessions they missed, and would count if they were made up."""
        return len(self.completion.sessions_missed)

    @property
    def href(self) -> str:
        """Their own page."""
        return person_path(self.person.id)

    @property
    def modules_text(self) -> Text:
        """`7 of 8 modules`."""
        done, needed = self.modules
        if done > needed:
            return ngettext(
                "{count} module, {needed} needed",
                "{count} modules, {needed} needed",
                count=done,
                needed=needed,
            )
        return ngettext(
            "{done} of {count} module", "{done} of {count} modules", count=needed, done=done
        )

    @property
    def sessions_text(self) -> Text:
        """`5 of 6 sessions`; `7 sessions, 6 needed`."""
        done, needed = self.sessions
        if done > needed:
            return ngettext(
                "{count} session, {needed} needed",
                "{count} sessions, {needed} needed",
                count=done,
                needed=needed,
            )
        return ngettext(
            "{done} of {count} session", "{done} of {count} sessions", count=needed, done=done
        )

    @property
    def claimed(self) -> Decimal | None:
        """The number alone, for a spreadsheet; None where nothing is claimed."""
        return credits_fact(self.claim.quarters) if self.claim else None

    @property
    def claimed_text(self) -> str:
        """`11.50`, `12.00 h`, or a dash."""
        return "–" if self.claim is None else str(short_amount(*self.claim))

    @property
    def progress(self) -> float:
        """The share of what is needed that is done, for sorting."""
        both = (self.modules, self.sessions)
        return sum(min(share) for share in both) / max(1, sum(share.needed for share in both))


def person_line(
    person: Person,
    institution: Institution,
    standing: CreditStatus,
    candidate: Candidate,
    above: Reason | None = None,
) -> PersonLine:
    """How one person of a cohort stands."""
    verdict, claim = standing.completion, standing.claim
    return PersonLine(
        person=person,
        institution=institution.short_name,
        modules=Share(verdict.modules_done, verdict.modules_needed),
        sessions=Share(verdict.sessions_counted, verdict.sessions_needed),
        missing=still_missing(candidate.missing),
        claim=Claimed(claim.quarters, claim.credit_system) if claim else None,
        certificates=[certificate.number for certificate in candidate.issued],
        ready=bool(candidate.ready),
        under_way=BEING_ISSUED in candidate.missing,
        can_claim=lacks_only_the_claim(standing, standing.judged_at),
        not_completed=is_not_completed(standing, {own.kind for own in candidate.issued}),
        claim_above=is_claim_above(standing),
        standing=standing,
        above=above,
        unsigned=frozenset(
            unit.position
            for unit in standing.ledger.units
            if unit.has_module and unit.signed_at is None
        ),
    )
