"""Recording certificates that were printed: of one person, with one letter about all of them."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy.orm import Session

from app.certificates import rules
from app.certificates.issuing.draft import Identity, PrintSetup, build_snapshot
from app.certificates.issuing.inputs import CertificateInputs, Inputs, IssuedBefore
from app.certificates.issuing.letters import told_of
from app.certificates.issuing.reading import inputs_of, lock_place
from app.certificates.models import Certificate, CertificateEvent, CertificateFile, EventKind
from app.certificates.orders import Order, Replacement
from app.certificates.snapshot import CertificateSnapshot, from_json, sha256_of, to_json
from app.core import audit, outbox
from app.core.errors import ConflictError, require
from app.core.seals import seal
from app.credit.actions import freeze_policy
from app.people.rules import why_not_deal_with


class Printed(NamedTuple):
    """A certificate on paper: what it says, and the signed file."""

    draft: CertificateSnapshot
    pdf: bytes


def issue(
    session: Session,
    order: Order,
    printed: Sequence[Printed],
    print_setup: PrintSetup,
    *,
    job_id: UUID | None,
    made_out_at: datetime,
    now: datetime,
) -> list[Certificate]:
    """Record what was printed for one person, if all of it is still what is due.

    `made_out_at`: the moment whose facts and date are printed; `now` follows the printing, so that
    all marks that the certificate rests on are older than it.

    Raises:
        RefusedError: It is no longer due, or was ordered for oneself, with the rule's reason.
        AlreadyIssuedError: Another issue was first.
        ConflictError: The facts changed while it was printed. Making it out again helps.
    """
    lock_place(session, order.wanted[0])
    inputs = inputs_of(session, order.wanted[0], made_out_at)
    _refuse_if_changed(inputs, order, printed, print_setup, made_out_at)
    if inputs is None or not printed:
        return []
    require(why_not_deal_with([inputs.person.id], by=order.by))
    audit.continue_chain(session, inputs.here.cohort.id)
    certificates = [_record(session, inputs, order, own, job_id, now) for own in printed]
    if isinstance(inputs, CertificateInputs):
        freeze_policy(session, inputs.here.policy_version, by=order.by, now=now)
    if order.replaces:
        _mail_reissued(session, inputs, [own.draft for own in printed], now)
    else:
        _mail_issued(session, inputs, certificates, printed[0].draft, now)
    return certificates


def _refuse_if_changed(
    inputs: Inputs | None,
    order: Order,
    printed: Sequence[Printed],
    print_setup: PrintSetup,
    made_out_at: datetime,
) -> None:
    for draft, _ in printed:
        identity = Identity(draft.number, draft.code)
        own = order.replaces.get(draft.kind)
        again = build_snapshot(inputs, draft.kind, identity, print_setup, made_out_at, own)
        if again != draft:
            raise ConflictError(rules.FACTS_CHANGED)


def _record(
    session: Session,
    inputs: Inputs,
    order: Order,
    printed: Printed,
    job_id: UUID | None,
    now: datetime,
) -> Certificate:
    certificate = _certificate(inputs, order, printed, now)
    session.add(certificate)
    session.flush()
    session.add(CertificateFile(certificate_id=certificate.id, pdf=printed.pdf))
    audit_issue(session, certificate, job_id, now)
    if replacement := order.replaces.get(certificate.kind):
        before = inputs.before(replacement.certificate_id)
        assert before is not None  # else it was refused
        _end(session, before, replacement, certificate, by=order.by, now=now)
    return certificate


def _end(
    session: Session,
    before: IssuedBefore,
    replacement: Replacement,
    successor: Certificate,
    *,
    by: UUID,
    now: datetime,
) -> None:
    """Say of the earlier one that another took its place."""
    event = CertificateEvent(
        certificate_id=before.certificate_id,
        kind=EventKind.REPLACED,
        reason_class=replacement.reason.value,
        note=replacement.note,
        replaced_by_id=successor.id,
        hides_name=replacement.hides_name,
        at=now,
        by=by,
    )
    session.add(event)
    session.flush()
    facts = {
        "number": before.number,
        "replaced_by": successor.number,
        "reason": event.reason_class,
        "seal": seal(event),
    }
    act, why = "certificate.replaced", replacement.note
    audit.record(
        session, act, "certificate", before.certificate_id, by=by, now=now, facts=facts, reason=why
    )


def _certificate(inputs: Inputs, order: Order, printed: Printed, now: datetime) -> Certificate:
    draft, snapshot = printed.draft, to_json(printed.draft)
    own = order.replaces.get(draft.kind)
    learner = inputs if isinstance(inputs, CertificateInputs) else None
    claim = learner.standing.claim if learner and draft.kind.says_credit else None
    return Certificate(
        **{"enrollment_id" if learner else "teaching_id": order.place_id},
        kind=draft.kind,
        edition=inputs.next_edition(draft.kind, replaces=own.certificate_id if own else None),
        number=draft.number,
        code=draft.code,
        claim_id=claim.id if claim else None,
        snapshot=snapshot,
        snapshot_sha256=sha256_of(snapshot),
        pdf_sha256=hashlib.sha256(printed.pdf).hexdigest(),
        issued_at=now,
        issued_by=order.by,
    )


def audit_issue(
    session: Session, certificate: Certificate, job_id: UUID | None, now: datetime
) -> None:
    """Write the line of an issue, by which the certificate is known to be unchanged later."""
    facts = {
        "number": certificate.number,
        "kind": certificate.kind.value,
        "edition": certificate.edition,
        **certificate.place_told,
        "snapshot_sha256": certificate.snapshot_sha256,
        "pdf_sha256": certificate.pdf_sha256,
        "seal": seal(certificate),
        "job": str(job_id) if job_id else None,
    }
    act, by = "certificate.issued", certificate.issued_by
    audit.record(session, act, "certificate", certificate.id, by=by, now=now, facts=facts)


def _mail_issued(
    session: Session,
    inputs: Inputs,
    certificates: Sequence[Certificate],
    draft: CertificateSnapshot,
    now: datetime,
) -> None:
    """Mail the person where they are, once for all: an ordinary link that signs nobody in.

    The first of them has its place in the key: it is issued once, and so is the letter.
    """
    if inputs.address is None:
        return
    outbox.post(
        session,
        kind="certificate",
        key=f"certificate:{certificates[0].id}",
        person_id=inputs.person.id,
        facts={
            "program": draft.program_title,
            "cohort": draft.cohort_title,
            "certificates": [told_of(from_json(own.snapshot)) for own in certificates],
        },
        now=now,
    )


def _mail_reissued(
    session: Session,
    inputs: Inputs,
    drafts: Sequence[CertificateSnapshot],
    now: datetime,
) -> None:
    """One letter of all that was issued anew: what takes the place of what."""
    if inputs.address is None:
        return
    outbox.post(
        session,
        kind="certificate_reissued",
        key=f"certificate-reissued:{drafts[0].number}",
        person_id=inputs.person.id,
        facts={
            "program": drafts[0].program_title,
            "cohort": drafts[0].cohort_title,
            "certificates": [told_of(draft) | {"replaces": draft.replaces} for draft in drafts],
        },
        now=now,
    )
