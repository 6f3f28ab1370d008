"""Which certificates a person is due, why one cannot be issued yet, what became of one. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from app.certificates.alterations.rules import word_of
from app.certificates.enums import EventKind
from app.certificates.names.rules import TO_CHECK
from app.certificates.snapshot import CertificateKind
from app.credit.completion.rules import Completion
from app.credit.eligibility.rules import ApprovedActivity
from app.credit.phrase import credits_fact
from app.credit.rules import earned_for_claim, is_claim_above
from app.credit.status.rules import CreditStatus
from app.credit.systems.rules import is_awarded
from app.language import _
from app.language.reasons import Reason, ReasonKind, reason

if TYPE_CHECKING:
    from app.certificates.models import CertificateEvent
    from app.credit.models import Claim

NO_ACTIVITY = reason("certificate.no_activity", "No accredited activity belongs to this cohort")
NOT_CLAIMED = reason("certificate.not_claimed", "Credit not claimed")
CLAIMED_AS_CREDIT = reason(
    "certificate.claimed_as_credit", "Claimed as credit, not as participation"
)
CLAIMED_AS_PARTICIPATION = reason(
    "certificate.claimed_as_participation", "Claimed as participation, not as credit"
)
CLAIMED_TOO_MUCH = ReasonKind(
    "certificate.claimed_too_much",
    "{claimed} claimed, {earned} earned: the claim has to be lowered",
)
EVALUATION_OPEN = reason("certificate.evaluation_open", "The evaluation is not done")
DESIGNATED_TOO_LATE = reason(
    "certificate.designated_too_late", "The activity was designated only after it took place"
)
NOT_DESIGNATED = reason(
    "certificate.not_designated", "The activity is not designated for what was claimed"
)
CLAIMED_ABOVE = ReasonKind(
    "certificate.claimed_above",
    "{claimed} were claimed, and the activity is designated for {designated}",
)
NOT_DUE = reason("certificate.not_due", "No certificate of this kind is due")
BEING_ISSUED = reason("certificate.being_issued", "Being issued now")
REVOKED_ON = ReasonKind("certificate.revoked_on", "Revoked on {day:date}")
ALREADY_ISSUED = ReasonKind("certificate.already_issued", "Already issued {number}")
NOT_READY = ReasonKind("certificate.not_ready", "{missing:clauses}")
NOT_READY_FOR = ReasonKind("certificate.not_ready_for", "{name}: {missing:clauses}.")
NOTHING_CHOSEN = reason(
    "certificate.nothing_chosen",
    "Nothing is chosen. Choose at least one certificate that is ready.",
)
NOT_ENROLLED = reason(
    "certificate.not_enrolled", "This person is no longer enrolled in the cohort."
)
FACTS_CHANGED = reason(
    "certificate.facts_changed",
    "The facts changed while the certificate was being made; it will be made again.",
)
UNFIT_FACT = ReasonKind(
    "certificate.unfit_fact", "The certificate cannot be made. {fact}: {problem}"
)
UNKNOWN_PLACEHOLDER = ReasonKind(
    "certificate.unknown_placeholder",
    "A statement of the activity holds {placeholder}, which means nothing.",
)
NO_LOOK = ReasonKind(
    "certificate.no_look",
    "The activity is approved with the look “{look}”, and the templates of this server have none "
    "of that name. Ask your administrator to bring it back.",
)
FACTS = {
    "person_name": _("Name on certificate"),
    "degrees": _("Degrees"),
    "program_title": _("Title of the program"),
    "cohort_title": _("Title of the cohort"),
    "activity_title": _("Title of the activity"),
    "provider": _("Provider"),
    "joint_providers": _("Joint providers"),
    "learning_format": _("Learning format"),
    "place": _("Place"),
    "signatories": _("Signatories"),
    "accreditation_statement": _("Accreditation statement"),
    "designation_statement": _("Designation statement"),
    "claim_statement": _("Claim statement"),
    "heading": _("Heading"),
    "award_text": _("Awarded"),
    "notes": _("Notes"),
}
"""What the facts of a certificate are called where one of them does not fit."""
ALL_FACTS = _("The facts together")
ISSUING = ReasonKind("job.issuing", "Issuing {count} certificate", "Issuing {count} certificates")
"""The name of a job; of each of its tasks it is `ONE_ISSUE`."""
ISSUING_ANEW = ReasonKind(
    "job.issuing_anew",
    "Issuing {count} certificate anew",
    "Issuing {count} certificates anew",
)
ONE_ISSUE = ReasonKind("job.issuing_one", "{name}: {certificate}")
KINDS = ReasonKind("certificate.kinds", "{kinds:list}")
NOT_AS_ISSUED = ReasonKind(
    "certificate.not_as_issued",
    "What is stored of certificate {number} is not what was issued, so it is not given out.",
)
NO_KEY = reason(
    "certificate.no_key",
    "Certificates cannot be issued yet: no signing key is configured. Set SIGNING_KEY to a PEM or "
    "PKCS#12 file that holds the provider’s key and its certificate, and restart Waypost.",
)


class CertificateState(StrEnum):
    """Whether an issued certificate still holds."""

    VALID = "valid"
    REVOKED = "revoked"
    REPLACED = "replaced"


class ReasonClass(StrEnum):
    """Why a certificate no longer holds: what the public is told; the note is for insiders."""

    ERROR = "error"
    NAME = "name"
    RECORDS = "records"
    REQUEST = "request"
    OTHER = "other"

    @property
    def words(self) -> Reason:
        """What the public is told."""
        return _REASONS[self]


_REASONS = {
    ReasonClass.ERROR: reason("revocation.error", "It was issued in error."),
    ReasonClass.NAME: reason("revocation.name", "A detail on it has changed."),
    ReasonClass.RECORDS: reason(
        "revocation.records", "The records that it rested on were corrected."
    ),
    ReasonClass.REQUEST: reason("revocation.request", "The person it was issued to asked for it."),
    ReasonClass.OTHER: reason("revocation.other", "The provider withdrew it."),
}


@dataclass(frozen=True)
class CertificateStatus:
    """Whether a certificate holds, and if not, since when, why, and what replaced it."""

    state: CertificateState = CertificateState.VALID
    since: datetime | None = None
    reason: ReasonClass | None = None
    replaced_by: str | None = None
    hides_name: bool = False
    """Whether the name on it is a former one, which its public page must not tell."""
    doubt: Reason | None = None
    """Why nobody can rely on it: what is stored of it was found altered, or somebody else may have
    signed it, where that was looked up."""

    @property
    def is_doubtful(self) -> bool:
        """Whether nothing but its signature, or what is stored of it, speaks against it."""
        return self.state is CertificateState.VALID and self.doubt is not None

    @property
    def holds(self) -> bool:
        """Whether anybody can rely on it: what every page and the command line say."""
        return self.state is CertificateState.VALID and self.doubt is None

    @property
    def word(self) -> str:
        """Its verdict for programs."""
        return word_of(self.doubt) if self.doubt and self.is_doubtful else self.state.value

    @property
    def revoked_for(self) -> ReasonClass | None:
        """What the public is told of a revocation; why one was replaced is nobody's business."""
        return self.reason if self.state is CertificateState.REVOKED else None


def kinds_due(standing: CreditStatus) -> tuple[CertificateKind, ...]:
    """What a person gets in the end: what their claim is for, and the attestation of completion.

    Nothing of the latter where there is nothing to complete.
    """
    completion = () if standing.completion.asks_nothing else (CertificateKind.COMPLETION,)
    if standing.approved is None:
        return completion
    system = standing.claim.credit_system if standing.claim else standing.system
    return (kind_for(system), *completion)


def kind_now(standing: CreditStatus, kind: CertificateKind) -> CertificateKind:
    """Of which kind another certificate would be: a claim that was made anew can be for hours."""
    if not kind.says_credit or standing.claim is None:
        return kind
    return kind_for(standing.claim.credit_system)


def missing(standing: CreditStatus, kind: CertificateKind) -> tuple[Reason, ...]:
    """What stands between a person and a certificate, as short as a badge; empty if nothing does.

    They have no full stop: "5 of 6 sessions counted", "Credit not claimed".
    """
    if standing.approved is None:
        return (NO_ACTIVITY,)
    if kind is CertificateKind.COMPLETION:
        return standing.completion.missing
    held = standing.as_claimed
    assert held.approved is not None
    return (*_requirements(held, held.approved), *_credit(held, kind, held.approved))


def why_not_yet(
    standing: CreditStatus,
    kind: CertificateKind,
    *,
    ordered: bool,
    to_check: bool,
    revoked: date | None = None,
) -> tuple[Reason, ...]:
    """What keeps somebody from a certificate now. A name is looked at when nothing else does.

    `revoked`: the day on which the last of this kind was. It is issued anew from its own page only:
    else whoever issues all that is ready would undo a revocation and not know.
    """
    if ordered:
        return (BEING_ISSUED,)
    if revoked is not None:
        return (REVOKED_ON(day=revoked), *missing(standing, kind))
    return missing(standing, kind) or ((TO_CHECK,) if to_check else ())


def is_attestation_due(*, has_activity: bool, complete: bool) -> bool:
    """Whether `missing` finds nothing missing for an attestation of completion."""
    return has_activity and complete


def still_missing(missing: Iterable[Reason]) -> list[Reason]:
    """What keeps a person from a certificate; that one is being issued keeps from nothing."""
    return [reason for reason in missing if reason != BEING_ISSUED]


def is_not_completed(standing: CreditStatus, issued: Iterable[CertificateKind]) -> bool:
    """Whether somebody holds an attestation of completion that the records do not bear out."""
    return CertificateKind.COMPLETION in issued and not standing.completion.complete


def quarters_on(standing: CreditStatus, kind: CertificateKind) -> int | None:
    """How much credit a certificate of a kind will say, in quarters; None if nothing of it."""
    if kind is CertificateKind.COMPLETION or standing.claim is None:
        return None
    return standing.claim.quarters


def full_name(name: str, degrees: str) -> str:
    """A name as certificates show it: `Dana Okafor, MD, MPH`."""
    return f"{name}, {degrees}" if degrees else name


def why_not_issue(
    standing: CreditStatus,
    kind: CertificateKind,
    issued: str | None,
    revoked: date | None = None,
) -> Reason | None:
    """Why a certificate cannot be issued. `issued`: the number of the live one of this kind.

    `revoked`: where there is none, the day on which the last one was.
    """
    if issued is not None:
        return ALREADY_ISSUED(number=issued)
    if revoked is not None:
        return NOT_READY(missing=(REVOKED_ON(day=revoked),))
    open_ = missing(standing, kind)
    return NOT_READY(missing=open_) if open_ else None


def why_not_again(standing: CreditStatus, kind: CertificateKind) -> Reason | None:
    """Why a certificate of a kind is not due anew, whatever was issued before."""
    if open_ := missing(standing, kind):
        return NOT_READY(missing=open_)
    return None if kind in kinds_due(standing) else NOT_READY(missing=(NOT_DUE,))


def why_not_sign(*, demo: bool, has_key: bool) -> Reason | None:
    """Why this installation can sign nothing. In demo mode a key is made that proves nothing."""
    return None if demo or has_key else NO_KEY


def status_of(events: Iterable[CertificateEvent], replaced_by: str | None) -> CertificateStatus:
    """What a certificate is worth. `replaced_by`: the number of the one that took its place.

    Who was revoked stays revoked, whatever else happened.
    """
    of_kind = {event.kind: event for event in events}
    hides = any(map(hides_name, of_kind.values()))
    for kind, state in (
        (EventKind.REVOKED, CertificateState.REVOKED),
        (EventKind.REPLACED, CertificateState.REPLACED),
    ):
        if event := of_kind.get(kind):
            reason_class = _reason(event.reason_class)
            return CertificateStatus(state, event.at, reason_class, replaced_by, hides)
    return CertificateStatus()


def hides_name(event: CertificateEvent) -> bool:
    """Whether an event says that the name is no longer told; before it could, the class did."""
    if event.hides_name is None:
        return event.reason_class == ReasonClass.NAME
    return event.hides_name


def _reason(reason_class: str) -> ReasonClass:
    known = reason_class in list(ReasonClass)
    return ReasonClass(reason_class) if known else ReasonClass.OTHER


def kind_for(system: str) -> CertificateKind:
    """Of which kind the certificate of a claim in a system is."""
    return CertificateKind.CME_CREDIT if is_awarded(system) else CertificateKind.PARTICIPATION


def _requirements(standing: CreditStatus, approved: ApprovedActivity) -> Iterator[Reason]:
    """What the provider asks for before any credit is certified."""
    completes = approved.activity.requires_completion and not standing.completion.asks_nothing
    if completes and standing.waits_for_work:
        yield from standing.completion.work_missing
    if not standing.waits_for_evaluation:
        return
    if completes:
        yield from standing.completion.surveys_missing
    elif approved.activity.requires_evaluation:
        yield from _evaluation(standing.completion)


def _evaluation(verdict: Completion) -> Iterator[Reason]:
    """That it is not done is said only where that is told; else that it is not, or opens later."""
    if verdict.surveys_due:
        yield EVALUATION_OPEN
    else:
        yield from verdict.surveys_missing


def _credit(
    standing: CreditStatus, kind: CertificateKind, approved: ApprovedActivity
) -> Iterator[Reason]:
    claim, earned = standing.claim, earned_for_claim(standing)
    if _took_place_before(standing, approved):
        yield DESIGNATED_TOO_LATE
    if claim is None:
        yield NOT_CLAIMED
    elif kind is not kind_for(claim.credit_system):
        yield _claimed_otherwise(claim)
    elif earned is not None and is_claim_above(standing):
        yield CLAIMED_TOO_MUCH(claimed=credits_fact(claim.quarters), earned=credits_fact(earned))


def _took_place_before(standing: CreditStatus, approved: ApprovedActivity) -> bool:
    """Whether every session had begun when the activity was designated."""
    starts = [unit.starts_at for unit in standing.ledger.units if not unit.canceled]
    known = [moment for moment in starts if moment is not None]
    return bool(known) and max(known) < approved.activity.approved_at


def _claimed_otherwise(claim: Claim) -> Reason:
    return CLAIMED_AS_CREDIT if is_awarded(claim.credit_system) else CLAIMED_AS_PARTICIPATION
