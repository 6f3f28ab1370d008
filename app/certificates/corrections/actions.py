"""Revoking certificates, and starting the job that puts others in the place of what was issued."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from pydantic import JsonValue
from sqlalchemy.orm import Session

from app.certificates import queries as records
from app.certificates.corrections import comparing, queries, rules
from app.certificates.corrections.comparing import Compared, Wish
from app.certificates.issuing.draft import PrintSetup
from app.certificates.issuing.ordering import JOB_ANEW, add_job, enqueue
from app.certificates.issuing.queries import certificate_inputs, orders_under_way
from app.certificates.issuing.reading import lock_place
from app.certificates.models import (
    Certificate,
    CertificateClosure,
    CertificateEvent,
    EventKind,
)
from app.certificates.names.actions import stand_for
from app.certificates.orders import Order, Replacement, Slot, WantedCertificate
from app.certificates.queries import CertificateInCohort, CertificateWithStatus
from app.certificates.rules import ISSUING_ANEW, NOTHING_CHOSEN, ReasonClass, full_name
from app.certificates.snapshot import CertificateKind, from_json
from app.cohorts.context import CohortContext
from app.cohorts.queries import wait_for_turn
from app.cohorts.rules import why_not_change
from app.core import audit, outbox
from app.core.errors import require
from app.core.models import Job
from app.core.seals import seal
from app.credit.rules import lower_claim
from app.language.stored import to_json


@dataclass(frozen=True)
class Revocation:
    """Why a certificate is revoked: for everybody, and for insiders."""

    reason: ReasonClass | None
    note: str


def revoke(
    session: Session,
    issued: CertificateWithStatus,
    revocation: Revocation,
    *,
    by: UUID,
    now: datetime,
) -> CertificateEvent:
    """Say of a certificate that it no longer holds, and tell its person in one letter.

    Raises:
        RefusedError: It holds no longer, is one's own, or something was not said.
    """
    certificate = issued.certificate
    lock_place(session, WantedCertificate(certificate.place_id, certificate.kind))
    status = _as_it_is(session, issued).status
    owner, said = records.owner_of(session, certificate), revocation.reason
    number, note = certificate.number, revocation.note
    require(rules.why_not_revoke(number, status.state, said, note, owner=owner, by=by))
    assert said is not None
    event = CertificateEvent(
        certificate_id=certificate.id,
        kind=EventKind.REVOKED,
        reason_class=said.value,
        note=note,
        hides_name=said is ReasonClass.NAME,
        at=now,
        by=by,
    )
    session.add(event)
    session.flush()
    facts = {"number": number, "reason": said.value, "seal": seal(event)}
    act, id_ = "certificate.revoked", certificate.id
    audit.record(session, act, "certificate", id_, by=by, now=now, facts=facts, reason=note)
    _mail_revoked(session, issued, said, owner, now)
    return event


def leave_revoked(
    session: Session,
    issued: CertificateWithStatus,
    word: str,
    print_setup: PrintSetup,
    *,
    by: UUID,
    now: datetime,
) -> CertificateClosure:
    """Decide that a certificate stays revoked, although the records bear another one out.

    Raises `RefusedError` with the rule's reason.
    """
    certificate = issued.certificate
    lock_place(session, WantedCertificate(certificate.place_id, certificate.kind))
    found = queries.compared(session, _as_it_is(session, issued), print_setup, now)
    owner, due_again = found.filed.person_id, found.is_due_again
    require(rules.why_not_close(word, due_again=due_again, owner=owner, by=by))
    closure = CertificateClosure(
        certificate_id=certificate.id, claim_id=found.claim_id, reason=word, at=now, by=by
    )
    session.add(closure)
    session.flush()
    facts = {"number": found.number, "seal": seal(closure)}
    act = "certificate.left_revoked"
    audit.record(
        session, act, "certificate", certificate.id, by=by, now=now, facts=facts, reason=word
    )
    return closure


def _as_it_is(session: Session, issued: CertificateWithStatus) -> CertificateWithStatus:
    """The same, read after the lock."""
    found = records.by_number(session, issued.certificate.number)
    assert found is not None  # none is ever deleted
    return found


def _mail_revoked(
    session: Session,
    issued: CertificateWithStatus,
    said: ReasonClass,
    person_id: UUID,
    now: datetime,
) -> None:
    if not queries.has_address(session, person_id):
        return
    snapshot = from_json(issued.certificate.snapshot)
    outbox.post(
        session,
        kind="certificate_revoked",
        key=f"certificate-revoked:{issued.certificate.id}",
        person_id=person_id,
        facts={
            "program": snapshot.program_title,
            "cohort": snapshot.cohort_title,
            "certificate": snapshot.kind.value,
            "heading": snapshot.heading,
            "number": snapshot.number,
            "why": said.value,
            "lower": _lower_claim(session, issued, now),
            "verify_path": f"/verify/{snapshot.code}",
        },
        now=now,
    )


def _lower_claim(
    session: Session, issued: CertificateWithStatus, now: datetime
) -> dict[str, JsonValue] | None:
    """What its owner does so that another one can be issued; None: nothing that we know."""
    made = issued.certificate
    if made.enrollment_id is None or not made.kind.says_credit:
        return None
    inputs = certificate_inputs(session, made.enrollment_id, now)
    if inputs is None or inputs.has_left:
        return None
    lower = lower_claim(inputs.standing, now)
    path = f"/cohorts/{inputs.here.cohort.slug}/claim"
    return {"reasons": [to_json(lower)], "path": path} if lower else None


def reissue(
    session: Session,
    here: CohortContext,
    issued: CertificateWithStatus,
    wish: Wish,
    print_setup: PrintSetup,
    *,
    also: Wish | None = None,
    note: str,
    hides_name: bool,
    by: UUID,
    now: datetime,
) -> Job:
    """Start the job that issues one certificate anew; whoever does stands for the name on it.

    `also`: the other one of the same place, which differs as well: then one letter tells of both.
    It is left out if it is under way already.
    If it is under way, that job is returned: a second click changes nothing.

    Raises:
        RefusedError: It is not due anew, is one's own, or somebody looked at something else.
    """
    require(why_not_change(wait_for_turn(session, here.cohort.id)))
    own = issued.certificate
    under_way = orders_under_way(session, here.cohort.id)
    if running := under_way.get(WantedCertificate(own.place_id, own.kind).slot):
        return session.get_one(Job, running)
    found = queries.compared(
        session, _as_it_is(session, issued), print_setup, now, in_force=wish.in_force
    )
    also = _left(session, also, own, under_way)
    other = queries.compared_beside(session, found, print_setup, now) if also else None
    why_not = comparing.why_not_reissue(found, wish, note, by=by)
    require(why_not or comparing.why_not_also(other, also))
    if found.name is not None:
        stand_for(session, [found.name], by=by, now=now)
    both = [found, other] if other else [found]
    hidden = {own.number for own in both if hides_name and own.can_hide}
    return _start(session, here, both, note, hidden=hidden, by=by, now=now)


def reissue_many(
    session: Session,
    here: CohortContext,
    wishes: Collection[Wish],
    print_setup: PrintSetup,
    *,
    note: str,
    hides_name: bool,
    by: UUID,
    now: datetime,
) -> Job:
    """Start the job that issues several certificates of a cohort anew, all of them or none.

    What is under way is left out; if all of it is, that job is returned.

    Raises:
        RefusedError: Nothing is chosen, or something of it cannot be issued anew with others.
    """
    require(why_not_change(wait_for_turn(session, here.cohort.id)))
    require(None if wishes else NOTHING_CHOSEN)
    issued = records.certificates_of_cohort(session, here.cohort.id)
    under_way = orders_under_way(session, here.cohort.id)
    running = _running(issued, {wish.number for wish in wishes}, under_way)
    left = [wish for wish in wishes if wish.number not in running]
    if not left:
        return session.get_one(Job, next(iter(running.values())))
    known = queries.compared_in_cohort(session, here, issued, print_setup, now)
    require(comparing.why_not_many(left, known, by=by))
    chosen = {wish.number for wish in left}
    found = [own for own in known if own.number in chosen]
    hidden = {own.number for own in found if hides_name and own.renames}
    return _start(session, here, found, note, hidden=hidden, by=by, now=now)


def _left(
    session: Session, also: Wish | None, own: Certificate, under_way: Collection[Slot]
) -> Wish | None:
    """The wish for the other one of a place, unless it is being issued at this moment."""
    other = records.by_number(session, also.number) if also else None
    if other is None or other.certificate.place_id != own.place_id:
        return also
    running = WantedCertificate(own.place_id, other.certificate.kind).slot in under_way
    return None if running else also


def _running(
    issued: Sequence[CertificateInCohort],
    chosen: Collection[str],
    under_way: Mapping[Slot, UUID],
) -> dict[str, UUID]:
    """Those in the place of which another one is being issued, each with the job that does it."""
    wanted = {
        own.certificate.number: WantedCertificate(
            own.certificate.place_id, own.certificate.kind
        ).slot
        for own in issued
        if own.certificate.number in chosen
    }
    return {number: under_way[it] for number, it in wanted.items() if it in under_way}


def _start(
    session: Session,
    here: CohortContext,
    found: Sequence[Compared],
    note: str,
    *,
    hidden: Collection[str],
    by: UUID,
    now: datetime,
) -> Job:
    """`hidden`: the numbers of those whose public pages no longer tell the name."""
    title = ISSUING_ANEW(count=len(found))
    job = add_job(session, here.cohort, JOB_ANEW, title, by=by, now=now)
    facts = {"cohort": here.cohort.slug, "certificates": len(found)}
    act = "certificates.reissue_started"
    audit.record(session, act, "job", job.id, by=by, now=now, facts=facts, reason=note)
    places: dict[UUID, list[Compared]] = {}
    for own in found:
        places.setdefault(own.filed.place_id, []).append(own)
    for theirs in places.values():
        order = _order(theirs, note, hidden, by=by)
        enqueue(session, job, order, _name_of(theirs[0]), now=now)
    session.flush()
    return job


def _order(theirs: Sequence[Compared], note: str, hidden: Collection[str], *, by: UUID) -> Order:
    """All that one person is to get anew."""
    replaces: dict[CertificateKind, Replacement] = {
        own.kind: own.replacement(note, hides_name=own.number in hidden) for own in theirs
    }
    return Order(theirs[0].filed.place_id, tuple(replaces), by, replaces)


def _name_of(own: Compared) -> str:
    """As it will stand on the certificate."""
    after = {it.fact: it.after for it in own.differences}
    snapshot = own.filed.snapshot
    name = after.get("person_name", snapshot.person_name)
    return full_name(str(name), str(after.get("degrees", snapshot.degrees) or ""))
