"""Starting an issue, and recording one certificate."""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates import rules
from app.certificates.issuing import actions, queries, recording
from app.certificates.issuing.draft import AlreadyIssuedError, Identity, build_snapshot
from app.certificates.issuing.queries import ISSUE
from app.certificates.issuing.recording import Printed
from app.certificates.models import Certificate, CertificateFile, CertificateKind
from app.certificates.names.rules import TO_CHECK
from app.certificates.orders import Order, WantedCertificate
from app.certificates.snapshot import CertificateSnapshot, from_json, sha256_of
from app.certificates.withdrawals import actions as withdrawals
from app.cohorts.models import CaseSession, PolicyVersion
from app.cohorts.rules import ARCHIVED
from app.core import chains, jobs, queue
from app.core.db import Database
from app.core.errors import ConflictError, NotFoundError
from app.core.models import AuditLine, Job, OutboxMessage, Task
from app.credit.actions import withdraw_claim
from app.credit.models import Activity
from app.credit.phrase import lint_credit_phrase
from app.credit.rules import ISSUED
from app.language import _
from app.messages.composing import Letter
from app.people.rules import NOT_FOR_ONESELF
from app.printing.letters import UNSEEN
from tests.cast import NOW, Cast
from tests.certificates.office import (
    ADDRESS,
    STATIONERY,
    candidate,
    claim,
    complete,
    here,
    record,
    start,
    tasks,
)
from tests.letters import read
from tests.races import one_after_the_other
from tests.refusals import refuses

CREDIT, PARTICIPATION, COMPLETION = (
    CertificateKind.CME_CREDIT,
    CertificateKind.PARTICIPATION,
    CertificateKind.COMPLETION,
)


def lines(session: Session, act: str) -> list[AuditLine]:
    return list(session.scalars(select(AuditLine).where(col(AuditLine.act) == act)))


# ------------------------------------------------------------------------------------- start


def test_start_makes_one_task_for_each_person(session: Session, cast: Cast) -> None:
    claim(session)
    job = start(session)
    assert [(task.kind, task.label, task.job_id) for task in tasks(session)] == [
        (ISSUE, "Ben Begay, MD: Certificate of credit, Attestation of completion", job.id)
    ]
    assert job.title == "Issuing 2 certificates"
    assert (job.scope_id, job.started_by) == (cast.spring.id, cast.id("cora"))
    (line,) = lines(session, "certificates.started")
    assert line.actor_id == cast.id("cora")
    assert line.facts == {"cohort": "spring-2026", "certificates": 2}


def test_second_click_finds_the_job_of_the_first(session: Session, cast: Cast) -> None:
    claim(session)
    chosen = [WantedCertificate(cast.enrollment("ben").id, kind) for kind in (CREDIT, COMPLETION)]
    jobs_started = [
        actions.start_issue(session, here(session), chosen, by=cast.id("cora"), now=NOW)
        for _ in range(2)
    ]
    assert jobs_started[0].id == jobs_started[1].id
    assert len(tasks(session)) == 1
    assert len(lines(session, "certificates.started")) == 1


def test_one_choice_named_twice_is_issued_once(session: Session, cast: Cast) -> None:
    ben = cast.enrollment("ben").id
    chosen = [WantedCertificate(ben, COMPLETION), WantedCertificate(ben, COMPLETION)]
    actions.start_issue(session, here(session), chosen, by=cast.id("cora"), now=NOW)
    assert len(tasks(session)) == 1


def test_what_is_under_way_is_left_to_its_job(session: Session, cast: Cast) -> None:
    start(session)
    complete(session, "nan")
    job = start(session)
    assert [task.label for task in tasks(session) if task.job_id == job.id] == [
        "Nan Nakai, RN: Attestation of completion"
    ]


def test_failed_one_can_be_started_again(session: Session) -> None:
    start(session)
    (task,) = queue.lease(session, [ISSUE], limit=1, now=NOW)
    queue.fail(session, task, "The printer burned.", now=NOW, final=True)
    start(session)
    assert len(tasks(session)) == 2


def test_who_is_no_longer_ready_fails_where_the_coordinator_looks(
    session: Session, cast: Cast
) -> None:
    complete(session, "nan")
    chosen = [WantedCertificate(cast.enrollment("ben").id, COMPLETION)]
    chosen.append(WantedCertificate(cast.enrollment("nan", "spring-2026").id, PARTICIPATION))
    actions.start_issue(session, here(session), chosen, by=cast.id("cora"), now=NOW)
    assert len(tasks(session)) == 2


@pytest.mark.parametrize("kind", [CREDIT, PARTICIPATION])
def test_start_with_nobody_ready_is_refused_with_the_reason(
    session: Session, cast: Cast, kind: CertificateKind
) -> None:
    chosen = [WantedCertificate(cast.enrollment("ben").id, kind)]
    not_ready = rules.NOT_READY_FOR(name="Ben Begay, MD", missing=(rules.NOT_CLAIMED,))
    assert str(not_ready) == "Ben Begay, MD: Credit not claimed."
    with refuses(not_ready):
        actions.start_issue(session, here(session), chosen, by=cast.id("cora"), now=NOW)
    assert session.scalars(select(Job)).all() == []


def test_start_of_what_nobody_is_due_is_refused(session: Session, cast: Cast) -> None:
    claim(session)
    chosen = [WantedCertificate(cast.enrollment("ben").id, PARTICIPATION)]
    with refuses(rules.NOT_READY_FOR(name="Ben Begay, MD", missing=(rules.NOT_DUE,))):
        actions.start_issue(session, here(session), chosen, by=cast.id("cora"), now=NOW)


def test_start_of_what_was_issued_is_refused_with_its_number(session: Session, cast: Cast) -> None:
    number = record(session).number
    chosen = [WantedCertificate(cast.enrollment("ben").id, COMPLETION)]
    already = rules.ALREADY_ISSUED(number=number)
    with refuses(rules.NOT_READY_FOR(name="Ben Begay, MD", missing=(already,))):
        actions.start_issue(session, here(session), chosen, by=cast.id("cora"), now=NOW)


def test_start_of_nothing_is_refused(session: Session, cast: Cast) -> None:
    with refuses(rules.NOTHING_CHOSEN):
        actions.start_issue(session, here(session), [], by=cast.id("cora"), now=NOW)


def test_enrollment_of_another_cohort_does_not_exist_here(session: Session, cast: Cast) -> None:
    for enrollment in (cast.enrollment("ada").id, uuid4()):
        with pytest.raises(NotFoundError):
            actions.start_issue(
                session,
                here(session),
                [WantedCertificate(enrollment, COMPLETION)],
                by=cast.id("cora"),
                now=NOW,
            )


def test_start_freezes_the_policy_once(session: Session, cast: Cast) -> None:
    start(session)
    record(session)
    version = session.scalars(
        select(PolicyVersion).where(col(PolicyVersion.cohort_id) == cast.spring.id)
    ).one()
    session.refresh(version)
    assert version.frozen_at == NOW
    assert len(lines(session, "policy.frozen")) == 1


# ------------------------------------------------------------------------------------- issue


def snapshot_of(certificate: Certificate) -> CertificateSnapshot:
    return from_json(certificate.snapshot)


def test_credit_certificate_says_everything_from_the_facts(session: Session) -> None:
    claim(session, quarters=22)
    made = snapshot_of(record(session, kind=CREDIT))
    assert made.full_name == "Ben Begay, MD"
    assert made.claimed_quarters == 22
    assert made.designated_quarters == 24
    assert made.dates_text == "April 9–30, 2026"
    assert f"{made.completed_on}, {made.issued_on}" == "2026-04-30, 2026-11-18"
    assert made.zone == "America/Denver"
    assert made.designation_statement == (
        "The Example Office designates this activity for a maximum of 6.00 "
        "AMA PRA Category 1 Credit(s)™."
    )
    assert made.claim_statement == (
        "Physicians should claim only the credit commensurate with the extent of their "
        "participation in the activity. The physician claimed this credit on November 18, 2026."
    )
    assert made.verify_url == f"{ADDRESS}/verify/{made.code}"
    assert made.participation.model_dump() == {
        "units": 4,
        "modules_offered": 4,
        "modules_attested": 4,
        "sessions_held": 4,
        "sessions_counted": 4,
    }
    assert made.policy_version == "1"
    assert made.signatories[0].name == "Rosa Lindqvist, MD"


def test_participation_certificate_states_hours_and_awards_nothing(session: Session) -> None:
    complete(session, "nan")
    claim(session, "nan", 20)
    made = snapshot_of(record(session, "nan", PARTICIPATION))
    assert made.hours_text == "5.00 hours"
    assert made.designated_quarters == 24
    assert made.claimed_quarters is None


def test_attestation_of_completion_says_nothing_about_credit(session: Session) -> None:
    claim(session)
    certificate = record(session)
    assert certificate.claim_id is None
    assert "Credit" not in certificate.snapshot


def test_dates_are_the_cohorts_own(session: Session, cast: Cast) -> None:
    """A session that ends at 11:30 pm in Denver is on the next day in UTC."""
    last = cast.case_session("spring-2026", 4)
    last.starts_at += timedelta(hours=10, minutes=30)
    session.flush()
    assert last.starts_at.day == 1
    made = snapshot_of(record(session))
    assert made.dates_text == "April 9–30, 2026"
    assert made.completed_on.isoformat() == "2026-04-30"


def test_canceled_session_is_not_among_the_dates(session: Session, cast: Cast) -> None:
    cast.case_session("spring-2026", 4).canceled_at = NOW
    session.flush()
    made = snapshot_of(record(session))
    assert made.dates_text == "April 9–23, 2026"
    assert made.participation.sessions_held == 3


def test_late_attestation_moves_the_day_of_completion(session: Session, cast: Cast) -> None:
    moved = update(CaseSession).where(col(CaseSession.unit_id) == cast.unit("spring-2026", 4).id)
    before = cast.case_session("spring-2026", 4).starts_at
    session.execute(moved.values(starts_at=before - timedelta(days=14)))
    assert snapshot_of(record(session)).completed_on.isoformat() == "2026-04-29"


def test_statement_that_stands_in_the_designation_is_not_said_twice(
    session: Session, cast: Cast
) -> None:
    activity = session.get_one(Activity, claim(session).activity_id)
    activity.designation_statement += f" {activity.claim_statement}"
    session.flush()
    made = snapshot_of(record(session, kind=CREDIT))
    assert made.claim_statement == "The physician claimed this credit on November 18, 2026."


def test_placeholder_that_means_nothing_is_refused(session: Session) -> None:
    activity = session.get_one(Activity, claim(session).activity_id)
    activity.accreditation_statement = "The {office} is accredited."
    session.flush()
    with refuses(rules.UNKNOWN_PLACEHOLDER(placeholder="{office}")):
        record(session, kind=CREDIT)


def test_name_that_cannot_be_printed_is_refused_in_words(session: Session, cast: Cast) -> None:
    cast.person("ben").certificate_name = "Ben\u202eBegay"
    session.flush()
    problem = UNSEEN(what=_("a mark that changes the direction of writing"), code="U+202E")
    fact = rules.FACTS["person_name"]
    with refuses(rules.UNFIT_FACT(fact=fact, problem=problem)):
        record(session)


def test_recorded_certificate_keeps_bytes_hashes_and_the_claim(
    session: Session, cast: Cast
) -> None:
    made = claim(session)
    certificate = record(session, kind=CREDIT, pdf=b"%PDF-1.7 bytes")
    assert certificate.claim_id == made.id
    assert session.get_one(CertificateFile, certificate.id).pdf == b"%PDF-1.7 bytes"
    assert certificate.pdf_sha256 == hashlib.sha256(b"%PDF-1.7 bytes").hexdigest()
    assert certificate.snapshot_sha256 == sha256_of(certificate.snapshot)
    assert (certificate.issued_at, certificate.issued_by) == (NOW, cast.id("cora"))


def test_issue_leaves_a_line_and_the_chain_holds(session: Session, cast: Cast) -> None:
    certificate = record(session)
    (line,) = lines(session, "certificate.issued")
    assert (line.object_id, line.actor_id) == (str(certificate.id), cast.id("cora"))
    assert line.facts["number"] == certificate.number
    assert line.facts["pdf_sha256"] == certificate.pdf_sha256
    assert chains.first_bad_line(session) is None


def test_person_is_told_by_one_mail_that_signs_nobody_in(session: Session) -> None:
    certificate = record(session)
    (mail,) = session.scalars(select(OutboxMessage))
    letter = read(session, mail, ADDRESS)
    assert letter == Letter(
        recipient="ben@example.org",
        subject="Your certificate is ready: Attestation of completion",
        text=(
            "Hello Ben,\n\nYour certificate for Mentor Development Program, Spring 2026, is ready."
            f"\n\nSign in to download it:\n\n{ADDRESS}/my/certificates\n\n"
            "Anybody you show it to can verify it here:\n\n"
            f"Attestation of completion, number {certificate.number}\n"
            f"{ADDRESS}/verify/{certificate.code}\n"
        ),
    )
    assert lint_credit_phrase(f"{letter.subject} {letter.text}") == []
    delivery = session.scalars(select(Task).where(col(Task.kind) == "mail.deliver")).one()
    assert delivery.key == str(mail.id)


def test_second_one_is_refused_by_its_own_error(session: Session) -> None:
    number = record(session).number
    with refuses(rules.ALREADY_ISSUED(number=number), AlreadyIssuedError):
        record(session)


def draft_for(session: Session, kind: CertificateKind) -> tuple[Order, CertificateSnapshot]:
    order = Order(Cast(session).enrollment("ben").id, (kind,), Cast(session).id("cora"))
    certificate_inputs = queries.certificate_inputs(session, order.place_id, NOW)
    return order, build_snapshot(certificate_inputs, kind, Identity.fresh(), STATIONERY, NOW)


def issue(session: Session, order: Order, draft: CertificateSnapshot) -> None:
    printed = [Printed(draft, b"%PDF-")]
    recording.issue(session, order, printed, STATIONERY, job_id=None, made_out_at=NOW, now=NOW)


def test_name_changed_while_printing_is_not_recorded(session: Session, cast: Cast) -> None:
    order, draft = draft_for(session, COMPLETION)
    cast.person("ben").certificate_name = "Ben T. Begay"
    session.flush()
    with refuses(rules.FACTS_CHANGED, ConflictError):
        issue(session, order, draft)
    cast.person("ben").certificate_name = "Benjamin Begay"
    session.flush()
    with refuses(rules.NOT_READY(missing=(TO_CHECK,))):
        issue(session, order, draft)


def test_claim_taken_back_while_printing_is_refused(session: Session, cast: Cast) -> None:
    made = claim(session)
    order, draft = draft_for(session, CREDIT)
    withdraw_claim(session, made, issued_at=None, by=cast.id("ben"), now=NOW)
    with refuses(rules.NOT_READY(missing=(rules.NOT_CLAIMED,))):
        issue(session, order, draft)


def test_who_withdrew_while_printing_gets_none(session: Session, cast: Cast) -> None:
    order, draft = draft_for(session, COMPLETION)
    cast.withdraw("ben")
    with refuses(rules.NOT_ENROLLED):
        issue(session, order, draft)


def test_changing_the_person_afterwards_changes_nothing_issued(
    session: Session, cast: Cast
) -> None:
    certificate = record(session)
    before = json.dumps(certificate.model_dump(mode="json"), sort_keys=True)
    ben = cast.person("ben")
    ben.certificate_name, ben.degrees = "Somebody Else", "PhD"
    session.flush()
    session.refresh(certificate)
    assert json.dumps(certificate.model_dump(mode="json"), sort_keys=True) == before
    assert candidate(session, "ben").number_of(COMPLETION) == certificate.number


# ------------------------------------------------------------------------------------- races
#
# The first of two transactions has done its part and holds its commit back until the second one
# stands before the same locks; PostgreSQL shows what a lock is worth, SQLite lets one write anyway.


def take_back(session: Session) -> None:
    """Ben takes his claim back."""
    ben = Cast(session).learner("ben")
    withdrawals.withdraw_claim(session, ben, by=ben.enrollment.person_id, now=NOW)


def test_second_issue_waits_for_the_first_and_finds_its_certificate(
    real_database: Database,
) -> None:
    with pytest.raises(AlreadyIssuedError):
        one_after_the_other(real_database, record, record)


def test_claim_being_certified_cannot_be_taken_back(real_database: Database) -> None:
    with real_database.write() as session:
        claim(session)
    with refuses(ISSUED):
        one_after_the_other(real_database, lambda s: record(s, kind=CREDIT), take_back)


def test_claim_being_taken_back_cannot_be_certified(real_database: Database) -> None:
    with real_database.write() as session:
        claim(session)
    with refuses(rules.NOT_READY(missing=(rules.NOT_CLAIMED,))):
        one_after_the_other(real_database, take_back, lambda s: record(s, kind=CREDIT))


def test_second_click_waits_for_the_first(real_database: Database) -> None:
    def click(session: Session) -> Job:
        chosen = [WantedCertificate(Cast(session).enrollment("ben").id, COMPLETION)]
        cora = Cast(session).id("cora")
        return actions.start_issue(session, here(session), chosen, by=cora, now=NOW)

    one_after_the_other(real_database, click, click)
    with real_database.read() as session:
        assert len(tasks(session)) == len(session.scalars(select(Job)).all()) == 1


# ------------------------------------------------------------------------------ for oneself


def test_nobody_starts_the_issue_of_their_own_certificate(session: Session, cast: Cast) -> None:
    nan, ben = complete(session, "nan"), cast.enrollment("ben").id
    chosen = [WantedCertificate(place, COMPLETION) for place in (nan, ben)]
    with refuses(NOT_FOR_ONESELF):
        actions.start_issue(session, here(session), chosen, by=cast.id("ben"), now=NOW)
    assert tasks(session) == []
    actions.start_issue(session, here(session), chosen[:1], by=cast.id("ben"), now=NOW)
    assert len(tasks(session)) == 1


def test_certificate_that_was_ordered_for_oneself_is_not_issued(
    session: Session, cast: Cast
) -> None:
    order, draft = draft_for(session, COMPLETION)
    own = replace(order, by=cast.id("ben"))
    with refuses(NOT_FOR_ONESELF):
        issue(session, own, draft)
    assert session.scalars(select(Certificate)).all() == []


def failed_job(session: Session) -> Job:
    """All that Cora ordered could not be printed."""
    job = start(session)
    for task in tasks(session):
        queue.fail(session, task, "No paper.", now=NOW, final=True)
    return job


def test_what_failed_is_tried_again_but_for_oneself(session: Session, cast: Cast) -> None:
    complete(session, "nan")
    job = failed_job(session)
    assert actions.issue_again(session, job, by=cast.id("ben"), now=NOW) == 1
    session.expire_all()
    assert [task.label for task in jobs.failures(session, job.id)] == [
        "Ben Begay, MD: Attestation of completion"
    ]
    assert actions.issue_again(session, job, by=cast.id("cora"), now=NOW) == 1


def test_nothing_is_tried_again_in_an_archived_cohort(session: Session, cast: Cast) -> None:
    job = failed_job(session)
    cast.spring.archived_at = NOW
    session.flush()
    with refuses(ARCHIVED):
        actions.issue_again(session, job, by=cast.id("cora"), now=NOW)


def test_nothing_but_ones_own_is_not_tried_again(session: Session, cast: Cast) -> None:
    job = failed_job(session)
    with refuses(NOT_FOR_ONESELF):
        actions.issue_again(session, job, by=cast.id("ben"), now=NOW)
    assert len(jobs.failures(session, job.id)) == 1


def test_what_is_ready_is_not_the_persons_own_to_issue(session: Session, cast: Cast) -> None:
    ben = candidate(session, "ben")
    assert ben.why_not(cast.id("ben")) == NOT_FOR_ONESELF
    assert ben.ready_for(cast.id("ben")) == ()
    assert ben.why_not(cast.id("cora")) is None
    assert ben.ready_for(cast.id("cora")) == ben.ready
