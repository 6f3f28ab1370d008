"""When a certificate can be revoked, when another can take its place, and why not; pure."""

from uuid import UUID

from app.certificates.issuing.rules import REPLACED_ALREADY
from app.certificates.rules import CertificateState, ReasonClass
from app.cohorts.rules import why_not_without_reason
from app.language.reasons import Reason, ReasonKind, reason
from app.people.rules import why_not_deal_with

REVOKED_ALREADY = ReasonKind("certificate.revoked_already", "Certificate {number} is revoked.")
NO_CLASS = reason("revocation.no_class", "Choose what the public is told.")
CHANGED_SINCE = reason(
    "certificate.changed_since",
    "What the records say has changed since you opened the page. Look again.",
)
NOTHING_DIFFERS = reason(
    "certificate.nothing_differs",
    "Nothing on it would change. Say why it is issued anew.",
)
WHY_ANEW = reason("certificate.why_anew", "It was revoked. Say why it is issued anew.")
FLAGS_FIRST = ReasonKind(
    "certificate.flags_first",
    "{count} change waits for review",
    "{count} changes wait for review",
)


NOT_DUE_AGAIN = reason(
    "certificate.not_due_again",
    "No other certificate is due in its place anymore, so there is nothing to decide.",
)


def why_not_close(word: str, *, due_again: bool, owner: UUID, by: UUID) -> Reason | None:
    """Why nobody can decide that a certificate stays revoked."""
    if not due_again:
        return NOT_DUE_AGAIN
    return why_not_deal_with([owner], by=by) or why_not_without_reason(word)


def why_not_revoke(
    number: str,
    state: CertificateState,
    chosen: ReasonClass | None,
    note: str,
    *,
    owner: UUID,
    by: UUID,
) -> Reason | None:
    """Why a certificate cannot be revoked. `chosen`: what the public is told; `note`: what is not.

    Also in an archived cohort: what the public relies on must not stay wrong for that.
    """
    if why_not := why_not_end(number, state) or why_not_deal_with([owner], by=by):
        return why_not
    return NO_CLASS if chosen is None else why_not_without_reason(note)


def why_not_end(number: str, state: CertificateState) -> Reason | None:
    """Why a certificate is not there to be revoked: it holds no longer."""
    if state is CertificateState.REVOKED:
        return REVOKED_ALREADY(number=number)
    return REPLACED_ALREADY(number=number) if state is CertificateState.REPLACED else None


def why_not_without_note(note: str, *, differs: bool, state: CertificateState) -> Reason | None:
    """Why somebody has to say more: what differs says it by itself, and nothing else does."""
    if note:
        return None
    if state is CertificateState.REVOKED:
        return WHY_ANEW
    return None if differs else NOTHING_DIFFERS


def reason_of(differing: frozenset[str]) -> ReasonClass:
    """For which class of reason a certificate is replaced; nobody outside is told.

    `differing`: the names of the facts that would be others.
    """
    if differing & NAMES:
        return ReasonClass.NAME
    return ReasonClass.RECORDS if differing else ReasonClass.OTHER


NAMES = frozenset({"person_name", "degrees"})
"""The facts that say who somebody is."""
