"""One certificate beside what the records say now; pure."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from app.certificates.corrections import rules
from app.certificates.corrections.claims import ClaimedOtherwise, claimed_otherwise
from app.certificates.corrections.differences import (
    Difference,
    differences,
    fingerprint,
    names_in,
)
from app.certificates.corrections.progress import as_of
from app.certificates.faces import WORDS, face
from app.certificates.issuing.candidates.rules import RevokedCertificate
from app.certificates.issuing.draft import PrintSetup, build_preview
from app.certificates.issuing.due import claim_of, is_due_again, kind_now, why_not_again
from app.certificates.issuing.inputs import CertificateInputs, Inputs
from app.certificates.issuing.rules import REPLACED_ALREADY
from app.certificates.names.rules import TO_CHECK, NameToCheck
from app.certificates.orders import Replacement
from app.certificates.rules import (
    CertificateState,
    ReasonClass,
)
from app.certificates.snapshot import CertificateKind, CertificateSnapshot
from app.core.errors import ConflictError, RefusedError
from app.language.reasons import Reason
from app.people.rules import why_not_deal_with


@dataclass(frozen=True)
class Filed:
    """An issued certificate, as far as it is compared."""

    certificate_id: UUID
    place_id: UUID
    person_id: UUID
    kind: CertificateKind
    state: CertificateState
    snapshot: CertificateSnapshot
    issued_at: datetime
    flags: int
    """How many changes of what it rests on wait for somebody to look at them."""
    earlier_names: frozenset[str] = frozenset()
    """Those on the ones before it that are still told; not looked up where many are compared."""
    lost: RevokedCertificate | None = None
    """How it was revoked, if it was."""


@dataclass(frozen=True)
class Compared:
    """A certificate, and what another one would say in its place."""

    filed: Filed
    differences: tuple[Difference, ...] = ()
    why_not: Reason | None = None
    """Why no other could be issued now: what it says is no longer borne out."""
    name: NameToCheck | None = None
    """The name that would be printed, if somebody has to look at it first."""
    is_unsupported: bool = False
    """Whether what it says could not be certified now: not that it could only not be printed."""
    astray: frozenset[str] = frozenset()
    """Of what differs, what is no mere progress: it was not right on the day of issue either."""
    after: CertificateSnapshot | None = None
    """What another one would say, if any could be issued."""
    otherwise: ClaimedOtherwise | None = None
    """What is due where it rests on a claim as another profession."""
    in_force: bool = False
    """Whether it is compared with what the activity says by now: only where somebody asked."""
    claim_id: UUID | None = None
    """Of the live claim, where it says of credit."""
    is_due_again: bool = False
    """Whether it was revoked, and somebody has to decide whether another one is issued."""
    has_newer_words: bool = False
    """Whether the activity says something else by now than what was claimed under."""

    @property
    def number(self) -> str:
        """By which it is known."""
        return self.filed.snapshot.number

    @property
    def kind(self) -> CertificateKind:
        """Of which kind another one would be."""
        return self.after.kind if self.after else self.filed.kind

    @property
    def is_astray(self) -> bool:
        """Whether the records no longer say what it says, or may not."""
        return bool(self.astray or self.filed.flags or self.why_not)

    @property
    def renames(self) -> bool:
        """Whether another one would be in another name; degrees are gained, and hide nothing."""
        return "person_name" in names_in(self.differences)

    @property
    def can_hide(self) -> bool:
        """Whether something is told of who they were, by it or by those before it."""
        if self.after is None:
            return False
        others = self.filed.earlier_names - {self.after.person_name}
        return bool(others or names_in(self.differences) & rules.NAMES)

    @property
    def seen(self) -> str:
        """Changes with all that a page shows of it."""
        name = self.name.fingerprint if self.name else None
        return fingerprint(self.differences, name, self.filed.flags, self.why_not)

    def replacement(self, note: str, *, hides_name: bool) -> Replacement:
        """The order to put another one in its place."""
        return Replacement(
            self.filed.certificate_id,
            rules.reason_of(names_in(self.differences)),
            note,
            hides_name=hides_name,
            of_revoked=self.filed.state is CertificateState.REVOKED,
            face=face(self.after) if self.after else None,
            in_force=self.in_force,
        )


@dataclass(frozen=True)
class Wish:
    """A certificate that is to be issued anew, as somebody looked at it."""

    number: str
    seen: str
    """What they were shown, by its fingerprint."""
    in_force: bool = False
    """Whether they asked for what the activity says by now."""


def compare(
    filed: Filed,
    inputs: Inputs,
    print_setup: PrintSetup,
    now: datetime,
    *,
    in_force: bool = False,
) -> Compared:
    """A certificate beside what would be printed now, if anything would be.

    `in_force`: by the newest version of the activity, and not by that it was claimed under.
    """
    newer, claim = inputs.has_newer_words, claim_of(inputs)
    asked = Compared(
        filed,
        name=inputs.name,
        otherwise=_otherwise(filed, inputs, now),
        in_force=in_force and newer,
        has_newer_words=newer,
    )
    kind, of_revoked = kind_now(inputs, filed.kind), filed.state is CertificateState.REVOKED
    if filed.lost and inputs.live(kind) is None and not inputs.has_left:
        due, rests = is_due_again(inputs, kind, filed.lost), filed.kind.says_credit
        asked = replace(asked, is_due_again=due, claim_id=claim.id if claim and rests else None)
    place = Replacement(
        filed.certificate_id, ReasonClass.OTHER, of_revoked=of_revoked, in_force=asked.in_force
    )
    try:
        after = build_preview(inputs, kind, print_setup, now, place)
    except (RefusedError, ConflictError) as refused:
        lacks = why_not_again(inputs, kind) is not None
        return replace(asked, why_not=refused.reason, is_unsupported=lacks)
    found = differences(filed.snapshot, after)
    astray = _astray(filed, found, inputs, print_setup, place) if found else frozenset()
    return replace(asked, differences=found, astray=astray, after=after)


def _otherwise(filed: Filed, inputs: Inputs, now: datetime) -> ClaimedOtherwise | None:
    if not isinstance(inputs, CertificateInputs):
        return None
    return claimed_otherwise(inputs.standing, filed.kind, now, has_left=inputs.has_left)


def _astray(
    filed: Filed,
    found: tuple[Difference, ...],
    inputs: Inputs,
    print_setup: PrintSetup,
    place: Replacement,
) -> frozenset[str]:
    """Which facts would have been others on the day of issue, too. All, if that cannot be told.

    What the provider says of its activity never is where no claim says of which version: then it
    may be newer, and a newer one is printed only where somebody asked for it.
    """
    then = as_of(inputs, filed.issued_at)
    words = frozenset() if filed.kind.says_credit else WORDS
    try:
        kind = kind_now(then, filed.kind)
        made = build_preview(then, kind, print_setup, filed.issued_at, place)
    except (RefusedError, ConflictError):
        return names_in(found) - words
    return (names_in(found) & names_in(differences(filed.snapshot, made))) - words


def why_not_reissue(found: Compared, wish: Wish, note: str, *, by: UUID) -> Reason | None:
    """Why a certificate is not issued anew as somebody wished who looked at it alone."""
    if why_not := why_not_begin(found, by=by):
        return why_not
    if wish.seen != found.seen:
        return rules.CHANGED_SINCE
    differs = bool(found.differences)
    return rules.why_not_without_note(note, differs=differs, state=found.filed.state)


def why_not_also(other: Compared | None, also: Wish | None) -> Reason | None:
    """Why another certificate of the same person is not issued anew along with one."""
    if also is None:
        return None
    if other is None or (other.number, other.seen) != (also.number, also.seen):
        return rules.CHANGED_SINCE
    return None


def why_not_begin(found: Compared, *, by: UUID) -> Reason | None:
    """Why there is nothing to wish for: it was replaced, is one's own, or is no longer due."""
    if found.filed.state is CertificateState.REPLACED:
        return REPLACED_ALREADY(number=found.number)
    return why_not_deal_with([found.filed.person_id], by=by) or found.why_not


def why_not_among_many(found: Compared, *, by: UUID) -> Reason | None:
    """Why a certificate is not issued anew with others, where nobody looks at each alone.

    A change that waits for review is decided on the certificate's own page, and a new name that
    nobody stands for is confirmed there.
    """
    if why_not := why_not_begin(found, by=by):
        return why_not
    if found.filed.flags:
        return rules.FLAGS_FIRST(count=found.filed.flags)
    if found.name is not None:
        return TO_CHECK
    return None if found.astray else rules.NOTHING_DIFFERS


def why_not_many(
    wishes: Collection[Wish], known: Collection[Compared], *, by: UUID
) -> Reason | None:
    """Why certificates are not issued anew together; all of them are, or none."""
    found = {own.number: own for own in known}
    for wish in wishes:
        own = found.get(wish.number)
        if own is None or own.seen != wish.seen:
            return rules.CHANGED_SINCE
        if why_not := why_not_among_many(own, by=by):
            return why_not
    return None
