"""Revoking, and putting other certificates in the place of what was issued."""

from pathlib import Path

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.enums import AttendanceStatus
from app.casework.rules import Submitted
from app.certificates import rules
from app.certificates.corrections.comparing import Wish
from app.certificates.corrections.rules import (
    CHANGED_SINCE,
    FLAGS_FIRST,
    NOTHING_DIFFERS,
    REVOKED_ALREADY,
    WHY_ANEW,
)
from app.certificates.issuing.actions import start_issue
from app.certificates.issuing.rules import (
    CHANGED_SINCE_ORDERED,
    REPLACED_ALREADY,
    REVOKED_MEANWHILE,
)
from app.certificates.issuing.tasks import Issuing
from app.certificates.models import (
    Certificate,
    CertificateEvent,
    CertificateKind,
    EventKind,
    NameConfirmation,
)
from app.certificates.names.rules import TO_CHECK
from app.certificates.orders import Order, WantedCertificate
from app.certificates.printing.pool import CertificatePool, Sheet
from app.certificates.queries import by_number, certificate_of_claims
from app.certificates.rules import CertificateState, ReasonClass
from app.certificates.snapshot import from_json
from app.certificates.withdrawals import actions as withdrawals
from app.cohorts.rules import ARCHIVED
from app.core import chains, jobs
from app.core.db import Database
from app.core.models import AuditLine, OutboxMessage
from app.credit.actions import claim_anew
from app.credit.queries import live_claim
from app.credit.rules import ISSUED as CLAIM_ISSUED
from app.history.agreement.queries import all_disagreements
from app.people.addresses.queries import addresses_of
from app.people.enums import Profession
from app.people.rules import NOT_FOR_ONESELF
from tests.amending import amend
from tests.cast import Cast
from tests.certificates.office import (
    ADDRESS,
    candidate,
    claim,
    complete,
    here,
    office,
    record,
    rename,
    start,
    tasks,
    work,
)
from tests.correcting import (
    LATER,
    NOTE,
    filed,
    look,
    mark_absent,
    reissue,
    reissue_all,
    revoke,
)
from tests.letters import read
from tests.races import one_after_the_other
from tests.refusals import refuses

CREDIT, COMPLETION = CertificateKind.CME_CREDIT, CertificateKind.COMPLETION
PARTICIPATION = CertificateKind.PARTICIPATION


@pytest.fixture
def issuing(pool: CertificatePool) -> Issuing:
    return office(pool, lambda: LATER)


def lines(session: Session, act: str) -> list[AuditLine]:
    return list(session.scalars(select(AuditLine).where(col(AuditLine.act) == act)))


def letters(session: Session, kind: str) -> list[OutboxMessage]:
    return list(session.scalars(select(OutboxMessage).where(col(OutboxMessage.kind) == kind)))


def is_whole(session: Session) -> bool:
    """What `audit verify` looks at: chains, and certificates beside their lines."""
    astray = [own for own in all_disagreements(session) if own.kind.startswith("certificate")]
    return chains.first_bad_line(session) is None and not astray


# --------------------------------------------------------------------------------- revoke


def test_revoked_one_says_so_with_event_line_and_letter(session: Session, cast: Cast) -> None:
    certificate = record(session)
    revoke(session, certificate, ReasonClass.RECORDS)
    status = filed(session, certificate).status
    assert (status.state, status.since) == (CertificateState.REVOKED, LATER)
    assert status.revoked_for is ReasonClass.RECORDS
    (line,) = lines(session, "certificate.revoked")
    assert (line.object_id, line.actor_id, line.reason) == (
        str(certificate.id),
        cast.id("cora"),
        NOTE,
    )
    assert (line.facts["number"], line.facts["reason"]) == (certificate.number, "records")
    (message,) = letters(session, "certificate_revoked")
    letter = read(session, message, ADDRESS)
    assert letter.recipient == "ben@example.org"
    assert letter.subject == "Your certificate was revoked: Attestation of completion"
    assert letter.text == (
        "Hello Ben,\n\nThis certificate of yours for Mentor Development Program, Spring 2026, was "
        "revoked. It is no longer valid.\n\n"
        f"Attestation of completion, number {certificate.number}\n\n"
        "Whoever checks it reads this reason: The records that it rested on were corrected.\n\n"
        f"This is its public page:\n\n{ADDRESS}/verify/{certificate.code}\n\n"
        "If you have questions, ask your coordinator. Who that is, with an email address, "
        f"stands here:\n\n{ADDRESS}/help#who\n"
    )
    assert NOTE not in letter.text
    assert is_whole(session)


def test_second_revocation_and_ones_own_are_refused(session: Session, cast: Cast) -> None:
    certificate = record(session)
    with refuses(NOT_FOR_ONESELF):
        revoke(session, certificate, by="ben")
    revoke(session, certificate)
    with refuses(REVOKED_ALREADY(number=certificate.number)):
        revoke(session, certificate)
    assert len(letters(session, "certificate_revoked")) == 1


def test_only_the_newest_of_a_chain_is_revoked(session: Session) -> None:
    old = record(session)
    new = record(session, replaces=old)
    with refuses(REPLACED_ALREADY(number=old.number)):
        revoke(session, old)
    revoke(session, new)


def test_one_of_an_archived_cohort_is_revoked_and_not_issued_anew(
    session: Session, cast: Cast
) -> None:
    certificate = record(session)
    cast.spring.archived_at = LATER
    session.flush()
    with refuses(ARCHIVED):
        reissue(session, certificate, "The paper was lost.")
    assert revoke(session, certificate).kind is EventKind.REVOKED


def test_who_has_no_address_is_not_written_to(session: Session, cast: Cast) -> None:
    certificate = record(session)
    for address in addresses_of(session, cast.id("ben")):
        address.is_primary = False
    session.flush()
    revoke(session, certificate)
    assert letters(session, "certificate_revoked") == []


def test_revoked_one_is_not_proposed_again_by_itself(session: Session, cast: Cast) -> None:
    """Whoever issues all that is ready must not undo a revocation and not know."""
    certificate = record(session)
    revoke(session, certificate)
    found = candidate(session, "ben")
    assert COMPLETION not in [due.kind for due in found.ready]
    why = rules.REVOKED_ON(day=LATER.date())
    assert why in found.missing
    assert str(why) == "Revoked on November 19, 2026"
    wanted = [WantedCertificate(certificate.place_id, COMPLETION)]
    with refuses(rules.NOT_READY_FOR(name="Ben Begay, MD", missing=found.missing)):
        start_issue(session, here(session), wanted, by=cast.id("cora"), now=LATER)


def test_what_is_missing_besides_a_revocation_is_told_and_who_is_due_again(
    session: Session, cast: Cast
) -> None:
    claim(session, quarters=24)
    certificate = record(session, kind=CREDIT)
    revoke(session, certificate)
    (gone,) = candidate(session, "ben").revoked
    assert (gone.number, gone.on, gone.due_again) == (certificate.number, LATER.date(), True)
    mark_absent(session, cast)
    found = candidate(session, "ben")
    assert not found.is_due_again
    told = [str(reason) for reason in found.missing]
    assert told[:2] == [
        "Revoked on November 19, 2026",
        "6.00 claimed, 5.00 earned: the claim has to be lowered",
    ]


def test_who_asked_for_the_revocation_is_not_waited_for(session: Session) -> None:
    revoke(session, record(session), ReasonClass.REQUEST)
    found = candidate(session, "ben")
    assert [own.due_again for own in found.revoked] == [False]
    assert COMPLETION not in [due.kind for due in found.ready], "nor issued to in passing"


def test_who_asked_for_it_and_claims_anew_is_waited_for(session: Session, cast: Cast) -> None:
    claim(session)
    revoke(session, record(session, kind=CREDIT), ReasonClass.REQUEST)
    assert not candidate(session, "ben").is_due_again
    claims_anew(session, cast, 20)
    assert candidate(session, "ben").is_due_again, "their page says that one is issued"


def test_revoked_one_that_was_ordered_besides_fails_where_the_coordinator_looks(
    database: Database, session: Session, issuing: Issuing
) -> None:
    start(session)
    certificate = record(session)
    revoke(session, certificate)
    session.commit()
    work(database, issuing, LATER)
    session.expire_all()
    assert [task.error for task in tasks(session)] == ["Revoked on November 19, 2026"]
    assert session.scalar(select(func.count()).select_from(Certificate)) == 1


def test_claim_is_taken_back_once_its_certificate_is_revoked(session: Session, cast: Cast) -> None:
    made = claim(session)
    certificate = record(session, kind=CREDIT)
    revoke(session, certificate)
    issued = certificate_of_claims(session, made.enrollment_id)
    assert issued is not None
    assert issued.status.state is CertificateState.REVOKED
    withdrawals.withdraw_claim(session, cast.learner("ben"), by=cast.id("ben"), now=LATER)
    assert live_claim(session, certificate.place_id) is None


# ----------------------------------------------------------------------------- changed claims


def claims_anew(session: Session, cast: Cast, quarters: int) -> None:
    claim_anew(session, cast.learner("ben"), quarters, by=cast.id("ben"), now=LATER)


def as_nurse(session: Session, cast: Cast) -> None:
    cast.person("ben").profession = Profession.NURSE
    session.flush()


def test_changed_claim_leaves_its_certificate_until_another_takes_its_place(
    database: Database, session: Session, cast: Cast, issuing: Issuing
) -> None:
    claim(session)
    old = record(session, kind=CREDIT)
    claims_anew(session, cast, 20)
    assert filed(session, old).status.state is CertificateState.VALID
    assert candidate(session, "ben").claims_otherwise == (old.number,)
    assert not candidate(session, "ben").is_ready(CREDIT), "not in passing, but from its page"
    reissue(session, old)
    session.commit()
    work(database, issuing, LATER)
    session.expire_all()
    issued = certificate_of_claims(session, old.place_id)
    assert issued is not None
    assert issued.before is not None
    assert issued.before.number == old.number
    assert from_json(issued.certificate.snapshot).claimed_quarters == 20
    assert candidate(session, "ben").claims_otherwise == ()
    assert is_whole(session)


@pytest.mark.parametrize("revoked", [False, True], ids=["valid", "revoked"])
def test_who_was_no_physician_gets_hours_in_the_place_of_credit(
    database: Database, session: Session, cast: Cast, issuing: Issuing, revoked: bool
) -> None:
    """The chain goes on over kinds: the old code leads to the new paper, and one holds at most."""
    claim(session)
    old = record(session, kind=CREDIT)
    if revoked:
        revoke(session, old)
    as_nurse(session, cast)
    claims_anew(session, cast, 22)
    assert not candidate(session, "ben").is_ready(PARTICIPATION), "else both would hold"
    found = look(session, old)
    assert found.kind is PARTICIPATION
    assert {"kind", "claimed_quarters", "hours_text"} <= {own.fact for own in found.differences}
    job = reissue(session, old, NOTE if revoked else "")
    assert reissue(session, old, NOTE if revoked else "") == job, "the second click finds it"
    under_way = rules.BEING_ISSUED in candidate(session, "ben").missing
    assert under_way is revoked, "what holds is not waited for"
    session.commit()
    work(database, issuing, LATER)
    session.expire_all()
    assert [task.failed_at for task in tasks(session)] == [None]
    status = filed(session, old).status
    assert status.replaced_by is not None
    after = by_number(session, status.replaced_by)
    assert after is not None
    assert (after.certificate.kind, after.status.state) == (PARTICIPATION, CertificateState.VALID)
    assert after.before is not None
    assert after.before.number == old.number
    assert is_whole(session)


def test_former_name_stays_hidden_where_the_kind_changed_with_it(
    database: Database, session: Session, cast: Cast, issuing: Issuing
) -> None:
    claim(session)
    old = record(session, kind=CREDIT)
    as_nurse(session, cast)
    cast.person("ben").certificate_name = "Robin Marsh"
    claims_anew(session, cast, 22)
    reissue(session, old, hides_name=True)
    session.commit()
    work(database, issuing, LATER)
    session.expire_all()
    before, after = filed(session, old), certificate_of_claims(session, old.place_id)
    assert after is not None
    assert before.status.hides_name
    assert not after.status.hides_name
    assert (before.public_after, after.public_before) == (None, None), "no paper tells the other"


def test_what_is_claimed_anew_is_not_taken_back_under_its_certificate(
    session: Session, cast: Cast
) -> None:
    claim(session)
    record(session, kind=CREDIT)
    claims_anew(session, cast, 20)
    with refuses(CLAIM_ISSUED):
        withdrawals.withdraw_claim(session, cast.learner("ben"), by=cast.id("ben"), now=LATER)


# -------------------------------------------------------------------------------- reissue


def test_changed_name_is_printed_in_the_place_of_the_former_one(
    database: Database, session: Session, cast: Cast, issuing: Issuing
) -> None:
    """Who orders it stands for the name; one letter says what takes the place of what."""
    old = record(session)
    cast.person("ben").certificate_name = "Robin Marsh"
    session.flush()
    job = reissue(session, old)
    session.commit()
    assert session.scalars(select(NameConfirmation)).one().certificate_name == "Robin Marsh"
    assert (job.title, tasks(session)[0].label) == (
        "Issuing 1 certificate anew",
        "Robin Marsh, MD: Attestation of completion",
    )
    work(database, issuing, LATER)
    session.expire_all()
    assert [task.error for task in tasks(session)] == [""]
    new = session.scalars(select(Certificate).where(col(Certificate.edition) == 2)).one()
    made = from_json(new.snapshot)
    assert (made.person_name, made.replaces) == ("Robin Marsh", old.number)
    status = filed(session, old).status
    assert (status.state, status.replaced_by) == (CertificateState.REPLACED, new.number)
    assert (status.reason, status.hides_name) == (ReasonClass.NAME, True)
    (line,) = lines(session, "certificate.replaced")
    assert (line.object_id, line.facts["number"], line.facts["replaced_by"]) == (
        str(old.id),
        old.number,
        new.number,
    )
    assert len(lines(session, "certificate.issued")) == 2
    (message,) = letters(session, "certificate_reissued")
    assert len(letters(session, "certificate")) == 1, "that of the first issue"
    letter = read(session, message, ADDRESS)
    assert letter.subject == "Your certificate was issued anew: Attestation of completion"
    assert letter.text == (
        "Hello Ben,\n\nYour certificate for Mentor Development Program, Spring 2026, was issued "
        "anew.\n\nUse only the new one from now on. Sign in to download it:\n\n"
        f"{ADDRESS}/my/certificates\n\nAnybody you show it to can verify it here:\n\n"
        f"Attestation of completion, number {new.number}, takes the place of number "
        f"{old.number}\n{ADDRESS}/verify/{new.code}\n\n"
        "The earlier one is no longer valid, and its public page says so.\n\n"
        "If something on it is wrong, ask your coordinator. Who that is, with an email address, "
        f"stands here:\n\n{ADDRESS}/help#who\n"
    )
    assert is_whole(session)


def test_second_click_finds_the_job_of_the_first(session: Session) -> None:
    old = record(session)
    first, second = (reissue(session, old, "The paper was lost.") for _ in range(2))
    assert first.id == second.id
    assert len(tasks(session)) == 1
    assert len(lines(session, "certificates.reissue_started")) == 1


def test_nothing_is_ordered_that_was_not_seen(session: Session, cast: Cast) -> None:
    old = record(session)
    seen = look(session, old).seen
    with refuses(NOTHING_DIFFERS):
        reissue(session, old)
    rename(session, "ben", "Robin Marsh")
    with refuses(CHANGED_SINCE):
        reissue(session, old, seen=seen)
    with refuses(NOT_FOR_ONESELF):
        reissue(session, old, by="ben")
    assert tasks(session) == []


def test_who_is_no_longer_due_is_refused_with_both_numbers(session: Session, cast: Cast) -> None:
    claim(session, quarters=24)
    old = record(session, kind=CREDIT)
    mark_absent(session, cast)
    why = look(session, old).why_not
    assert why is not None
    assert str(why) == "6.00 claimed, 5.00 earned: the claim has to be lowered"
    with refuses(why):
        reissue(session, old, "Try.")


def test_revoked_one_is_issued_anew_from_its_own_page_with_a_reason(
    database: Database, session: Session, issuing: Issuing
) -> None:
    old = record(session)
    revoke(session, old)
    with refuses(WHY_ANEW):
        reissue(session, old)
    reissue(session, old, "It was right after all.")
    session.commit()
    assert rules.BEING_ISSUED in candidate(session, "ben").missing
    work(database, issuing, LATER)
    session.expire_all()
    new = session.scalars(select(Certificate).where(col(Certificate.edition) == 2)).one()
    status = filed(session, old).status
    assert (status.state, status.replaced_by) == (CertificateState.REVOKED, new.number)
    assert filed(session, new).status.state is CertificateState.VALID
    assert candidate(session, "ben").number_of(COMPLETION) == new.number
    assert is_whole(session)


def test_revocation_meanwhile_keeps_another_from_its_place(
    database: Database, session: Session, issuing: Issuing
) -> None:
    old = record(session)
    job = reissue(session, old, "The paper was lost.")
    revoke(session, old)
    session.commit()
    work(database, issuing, LATER)
    session.expire_all()
    (task,) = tasks(session)
    assert (task.error, task.failed_at) == (str(REVOKED_MEANWHILE(number=old.number)), LATER)
    assert [task.id for task in jobs.failures(session, job.id)] == [task.id]
    assert session.scalar(select(func.count()).select_from(Certificate)) == 1
    assert letters(session, "certificate_reissued") == []


def test_name_that_was_left_to_be_told_is_hidden_later(
    database: Database, session: Session, issuing: Issuing
) -> None:
    old = record(session)
    rename(session, "ben", "Robin Marsh")
    reissue(session, old, hides_name=False)
    session.commit()
    work(database, issuing, LATER)
    session.expire_all()
    new = session.scalars(select(Certificate).where(col(Certificate.edition) == 2)).one()
    assert not filed(session, old).status.hides_name
    found = look(session, new)
    assert (found.renames, found.can_hide) == (False, True)
    reissue(session, new, "They asked for it.")
    session.commit()
    work(database, issuing, LATER)
    session.expire_all()
    assert [task.error for task in tasks(session)] == ["", ""]
    assert filed(session, old).status.hides_name
    newest = session.scalars(select(Certificate).where(col(Certificate.edition) == 3)).one()
    assert not look(session, newest).can_hide, "it is told nowhere any more"


@pytest.mark.parametrize("ordered_for", ["The paper was lost.", ""])
def test_nothing_is_printed_that_was_not_looked_at(
    database: Database, session: Session, issuing: Issuing, ordered_for: str
) -> None:
    """A name that changes after the order is neither signed unseen, nor its former one left."""
    old = record(session)
    if not ordered_for:
        rename(session, "ben", "Robin Marsh")
    reissue(session, old, ordered_for)
    rename(session, "ben", "Robin Hale")
    session.commit()
    work(database, issuing, LATER)
    session.expire_all()
    assert [task.error for task in tasks(session)] == [
        str(CHANGED_SINCE_ORDERED(number=old.number))
    ]
    assert filed(session, old).status.state is CertificateState.VALID
    assert letters(session, "certificate_reissued") == []


def test_what_changes_while_it_is_printed_is_not_recorded(
    database: Database, session: Session, pool: CertificatePool
) -> None:
    class Meanwhile(CertificatePool):
        def produce(self, sheet: Sheet) -> bytes:
            with database.write() as writing:
                rename(writing, "ben", "Robin Hale")
            return pool.produce(sheet)

    old = record(session)
    reissue(session, old, "The paper was lost.")
    session.commit()
    work(database, office(Meanwhile(Path("unused")), lambda: LATER), LATER)
    session.expire_all()
    (task,) = tasks(session)
    assert task.error == str(CHANGED_SINCE_ORDERED(number=old.number))
    assert filed(session, old).status.state is CertificateState.VALID


def test_the_other_one_of_the_same_place_comes_along_with_one_letter(
    database: Database, session: Session, cast: Cast, issuing: Issuing
) -> None:
    claim(session)
    credit, completion = record(session, kind=CREDIT), record(session)
    stale = Wish(completion.number, look(session, completion).seen)
    cast.person("ben").certificate_name = "Robin Marsh"
    session.flush()
    with refuses(CHANGED_SINCE):
        reissue(session, credit, also=stale)
    reissue(session, credit, also=Wish(completion.number, look(session, completion).seen))
    session.commit()
    work(database, issuing, LATER)
    session.expire_all()
    states = [filed(session, old).status for old in (credit, completion)]
    assert {status.state for status in states} == {CertificateState.REPLACED}
    assert all(status.hides_name for status in states)
    (message,) = letters(session, "certificate_reissued")
    letter = read(session, message, ADDRESS)
    assert letter.subject == "Your certificates were issued anew"
    for old in (credit, completion):
        assert f"takes the place of number {old.number}" in letter.text
    assert is_whole(session)


def test_the_other_one_is_left_out_if_it_is_under_way_already(
    database: Database, session: Session, issuing: Issuing
) -> None:
    """Else each of both jobs would want to take its place, and one would fail for both."""
    claim(session)
    credit, completion = record(session, kind=CREDIT), record(session)
    rename(session, "ben", "Robin Marsh")
    also = Wish(completion.number, look(session, completion).seen)
    reissue(session, completion)
    reissue(session, credit, also=also)
    session.commit()
    work(database, issuing, LATER)
    session.expire_all()
    assert [task.error for task in tasks(session)] == ["", ""]
    states = {filed(session, old).status.state for old in (credit, completion)}
    assert states == {CertificateState.REPLACED}


# ----------------------------------------------------------------------------- several


def test_all_that_differ_are_issued_anew_by_one_job_with_a_letter_each(
    database: Database, session: Session, cast: Cast, issuing: Issuing
) -> None:
    claim(session)
    complete(session, "nan")
    olds = [record(session, kind=CREDIT), record(session), record(session, "nan")]
    for persona, name in (("ben", "Robin Marsh"), ("nan", "Nan Nez")):
        rename(session, persona, name)
    job = reissue_all(session)
    assert job.title == "Issuing 3 certificates anew"
    assert len(tasks(session)) == 2, "one for each person"
    assert reissue_all(session).id == job.id, "a second click"
    session.commit()
    work(database, issuing, LATER)
    session.expire_all()
    assert [task.error for task in tasks(session)] == ["", ""]
    assert {filed(session, old).status.state for old in olds} == {CertificateState.REPLACED}
    assert len(letters(session, "certificate_reissued")) == 2
    assert is_whole(session)


def test_what_somebody_has_to_look_at_is_not_ordered_among_many(
    session: Session, cast: Cast
) -> None:
    old = record(session)
    cast.person("ben").certificate_name = "Robin Marsh"
    session.flush()
    with refuses(TO_CHECK):
        reissue_all(session)
    rename(session, "ben", "Robin Marsh")
    held, ben = cast.case_session("spring-2026", 4).id, cast.enrollment("ben").id
    late = {ben: Submitted(AttendanceStatus.LATE, cast.mark(ben, held))}
    amend(session, held, late, by=cast.id("fay"), now=LATER)
    with refuses(FLAGS_FIRST(count=1)):
        reissue_all(session)
    assert tasks(session) == []
    reissue(session, old)
    assert len(tasks(session)) == 1, "from its own page it is decided"


def test_nothing_chosen_and_what_does_not_differ_are_refused(session: Session) -> None:
    record(session)
    with refuses(rules.NOTHING_CHOSEN):
        reissue_all(session)
    old = session.scalars(select(Certificate)).one()
    with refuses(NOTHING_DIFFERS):
        reissue_all(session, old.number)


def test_among_many_only_names_that_change_are_hidden(session: Session, cast: Cast) -> None:
    complete(session, "nan")
    old, other = record(session), record(session, "nan")
    rename(session, "ben", "Robin Marsh")
    cast.person("nan").degrees = "MD, MPH"
    rename(session, "nan", cast.person("nan").certificate_name)
    reissue_all(session)
    orders = [Order.read(task.payload).replaces[COMPLETION] for task in tasks(session)]
    hidden = {order.certificate_id: order.hides_name for order in orders}
    assert hidden == {old.id: True, other.id: False}


# ------------------------------------------------------------------------------- races


def put_another(session: Session) -> Certificate:
    """A worker records what another one ordered, too."""
    old = session.scalars(select(Certificate).where(col(Certificate.edition) == 1)).one()
    return record(session, replaces=old, now=LATER)


def first_one(session: Session) -> Certificate:
    return session.scalars(select(Certificate).where(col(Certificate.edition) == 1)).one()


@pytest.mark.both_databases
def test_of_two_that_take_one_place_exactly_one_does(real_database: Database) -> None:
    with real_database.write() as session:
        number = record(session).number
    with refuses(REPLACED_ALREADY(number=number)):
        one_after_the_other(real_database, put_another, put_another)
    with real_database.read() as reading:
        assert reading.scalar(select(func.count()).select_from(Certificate)) == 2
        assert reading.scalar(select(func.count()).select_from(CertificateEvent)) == 1


@pytest.mark.both_databases
def test_of_a_revocation_and_a_reissue_the_first_one_holds(real_database: Database) -> None:
    with real_database.write() as session:
        number = record(session).number

    def revoke_it(session: Session) -> object:
        return revoke(session, first_one(session))

    with refuses(REPLACED_ALREADY(number=number)):
        one_after_the_other(real_database, put_another, revoke_it)
    with real_database.read() as reading:
        assert is_whole(reading)


@pytest.mark.both_databases
def test_two_who_revoke_at_once_send_one_letter(real_database: Database) -> None:
    with real_database.write() as session:
        number = record(session).number

    def revoke_it(session: Session) -> object:
        return revoke(session, first_one(session))

    with refuses(REVOKED_ALREADY(number=number)):
        one_after_the_other(real_database, revoke_it, revoke_it)
    with real_database.read() as reading:
        assert len(letters(reading, "certificate_revoked")) == 1


@pytest.mark.both_databases
def test_second_click_waits_for_the_first(real_database: Database) -> None:
    with real_database.write() as session:
        record(session)
        rename(session, "ben", "Robin Marsh")

    def click(session: Session) -> object:
        return reissue(session, first_one(session))

    one_after_the_other(real_database, click, click)
    with real_database.read() as reading:
        assert len(tasks(reading)) == 1
