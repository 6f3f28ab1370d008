"""Who could get a certificate, and which were issued."""

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus
from app.casework.models import Attendance
from app.certificates import queries as records
from app.certificates import rules
from app.certificates.enums import EventKind
from app.certificates.issuing import queries
from app.certificates.issuing.candidates import queries as candidate_queries
from app.certificates.issuing.candidates.rules import Due
from app.certificates.models import Certificate, CertificateKind
from app.certificates.queries import IssuedSoFar, certificate_of_claims, count_issued
from app.credit.actions import withdraw_claim
from app.credit.completion.rules import SESSIONS_COUNTED
from app.people.enums import Profession
from app.people.models import Institution, Person
from tests.cast import NOW, Cast, add_enrollment
from tests.certificates.office import candidate, claim, complete, happened, here, record, start
from tests.client import Statements

CREDIT, PARTICIPATION, COMPLETION = (
    CertificateKind.CME_CREDIT,
    CertificateKind.PARTICIPATION,
    CertificateKind.COMPLETION,
)


def crowd(session: Session, people: int) -> None:
    """So many people more in spring-2026, who did nothing."""
    cast = Cast(session)
    institution = session.get_one(Institution, cast.person("ben").institution_id)
    for number in range(people):
        person = Person(
            given_name="Kim",
            family_name=f"Kahananui {number:03}",
            certificate_name=f"Kim Kahananui {number:03}",
            profession=Profession.NURSE,
            institution_id=institution.id,
            zone=institution.zone,
            created_at=NOW,
        )
        session.add(person)
        session.flush()
        add_enrollment(session, person, cast.spring, at=NOW - timedelta(days=300))
    session.flush()


def test_completer_who_has_claimed_is_ready_for_both(session: Session) -> None:
    claim(session, "ben", 22)
    ben = candidate(session, "ben")
    assert ben.name == "Ben Begay, MD"
    assert ben.ready == (Due(CREDIT, 22), Due(COMPLETION, None))
    assert (ben.missing, ben.issued) == ((), ())


def test_nurse_is_ready_for_participation(session: Session) -> None:
    complete(session, "nan")
    claim(session, "nan", 20)
    assert candidate(session, "nan").ready == (Due(PARTICIPATION, 20), Due(COMPLETION, None))


def test_completer_without_a_claim_is_ready_for_completion_and_told_the_rest(
    session: Session,
) -> None:
    ben = candidate(session, "ben")
    assert ben.ready == (Due(COMPLETION, None),)
    assert ben.missing == (rules.NOT_CLAIMED,)


def test_what_is_missing_is_named_once(session: Session) -> None:
    complete(session, "nan")
    Cast(session).take_back_marks("nan", "spring-2026", 1, 2, 3, 4)
    assert candidate(session, "nan").missing == (
        SESSIONS_COUNTED(done=0, count=3),
        rules.NOT_CLAIMED,
    )
    assert candidate(session, "nan").ready == ()


def test_person_without_degrees_stands_with_the_name_alone(session: Session, cast: Cast) -> None:
    cast.person("ben").degrees = ""
    session.flush()
    assert candidate(session, "ben").name == "Ben Begay"


def test_issued_one_is_neither_ready_nor_missing(session: Session) -> None:
    claim(session)
    issued = record(session)
    ben = candidate(session, "ben")
    assert ben.ready == (Due(CREDIT, 22),)
    assert ben.number_of(COMPLETION) == issued.number
    assert ben.missing == ()


def test_one_being_issued_is_not_offered_again(session: Session) -> None:
    claim(session)
    start(session)
    ben = candidate(session, "ben")
    assert (ben.ready, ben.missing) == ((), (rules.BEING_ISSUED,))


def test_people_come_by_family_name_and_without_who_withdrew(session: Session, cast: Cast) -> None:
    complete(session, "nan")
    complete(session, "ada")
    assert [
        person.name for person in candidate_queries.candidates(session, here(session), NOW)
    ] == [
        "Ada Alvarez, MD",
        "Ben Begay, MD",
        "Nan Nakai, RN",
    ]
    cast.withdraw("ben")
    assert len(candidate_queries.candidates(session, here(session), NOW)) == 2


def test_candidates_take_as_many_statements_for_500_as_for_50(
    session: Session, statements: Statements
) -> None:
    cohort, taken = here(session), []
    for people, more in ((51, 50), (501, 450)):
        crowd(session, more)
        with statements() as count:
            assert len(candidate_queries.candidates(session, cohort, NOW)) == people
        taken.append(count.total)
    assert taken[0] == taken[1] <= 9, taken


def test_dossier_of_who_withdrew_is_closed(session: Session, cast: Cast) -> None:
    ben = cast.enrollment("ben")
    cast.withdraw("ben")
    assert queries.certificate_inputs(session, ben.id, NOW) is None


def test_dossier_uses_the_activity_that_was_claimed_under(session: Session, cast: Cast) -> None:
    made = claim(session)
    inputs = queries.certificate_inputs(session, cast.enrollment("ben").id, NOW)
    assert inputs is not None
    assert inputs.activity is not None
    assert inputs.activity.id == made.activity_id


def test_edition_counts_what_no_longer_holds(session: Session, cast: Cast) -> None:
    enrollment = cast.enrollment("ben").id
    certificate = None
    for edition in (1, 2, 3):
        certificate = record(session, replaces=certificate)
        assert certificate.edition == edition
        happened(session, certificate, EventKind.REVOKED)
    certificate_inputs = queries.certificate_inputs(session, enrollment, NOW)
    assert certificate_inputs is not None
    assert certificate_inputs.live(COMPLETION) is None
    assert certificate_inputs.next_edition(COMPLETION) == 4
    assert certificate is not None
    assert certificate_inputs.next_edition(COMPLETION, replaces=certificate.id) == 4
    assert certificate_inputs.next_edition(CREDIT) == 1


def test_edition_of_a_live_one_is_free_only_for_what_takes_its_place(
    session: Session, cast: Cast
) -> None:
    gone = record(session)
    happened(session, gone, EventKind.REVOKED)
    live = record(session, replaces=gone)
    inputs = queries.certificate_inputs(session, cast.enrollment("ben").id, NOW)
    assert inputs is not None
    editions = {own: inputs.next_edition(COMPLETION, replaces=own) for own in (gone.id, live.id)}
    assert editions == {gone.id: live.edition, live.id: live.edition + 1}


def test_database_itself_refuses_a_second_live_one(session: Session, cast: Cast) -> None:
    first = record(session)
    certificate_inputs = queries.certificate_inputs(session, first.place_id, NOW)
    assert certificate_inputs is not None
    second = Certificate(
        enrollment_id=first.enrollment_id,
        kind=first.kind,
        edition=certificate_inputs.next_edition(first.kind),
        number="another number",
        code="another code",
        snapshot="{}",
        snapshot_sha256="",
        pdf_sha256="",
        issued_at=NOW,
        issued_by=cast.id("cora"),
    )
    session.add(second)
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_certificate_is_found_by_its_claim(session: Session, cast: Cast) -> None:
    made = claim(session)
    assert certificate_of_claims(session, made.enrollment_id) is None
    record(session)
    assert certificate_of_claims(session, made.enrollment_id) is None
    issued = record(session, kind=CREDIT)
    found = certificate_of_claims(session, made.enrollment_id)
    assert found is not None
    assert found.certificate == issued
    assert certificate_of_claims(session, uuid4()) is None


def test_counted_are_the_live_ones(session: Session, cast: Cast) -> None:
    enrollment = cast.enrollment("ben").id
    assert count_issued(session, enrollment) == IssuedSoFar(0, 0)
    issued = record(session)
    assert count_issued(session, enrollment) == IssuedSoFar(1, 0)
    happened(session, issued, EventKind.REVOKED)
    given = count_issued(session, enrollment)
    assert (given, given.is_revoked) == (IssuedSoFar(0, 1, kinds_gone=1), True)
    newer = record(session, replaces=issued)
    assert count_issued(session, enrollment) == IssuedSoFar(1, 1)
    record(session, replaces=newer)
    assert count_issued(session, enrollment) == IssuedSoFar(1, 2)


def test_own_certificates_come_newest_first_and_only_ones_own(session: Session, cast: Cast) -> None:
    complete(session, "nan")
    record(session, "nan")
    claim(session)
    old = record(session)
    new = record(session, kind=CREDIT, now=NOW + timedelta(hours=1))
    own = records.certificates_of_person(session, cast.id("ben"))
    assert [filed.certificate.id for filed in own] == [new.id, old.id]
    assert records.own_by_number(session, cast.id("nan"), old.number) is None


def test_status_comes_with_the_number_that_replaced_it(session: Session, cast: Cast) -> None:
    old = record(session)
    new = record(session, replaces=old, now=NOW + timedelta(days=1))
    filed, newer = records.by_number(session, old.number), records.by_number(session, new.number)
    assert filed is not None
    assert newer is not None
    assert (filed.status.replaced_by, filed.status.since) == (new.number, new.issued_at)
    assert (filed.after and filed.after.code, filed.before) == (new.code, None)
    assert (newer.before and newer.before.code, newer.after) == (old.code, None)


def test_claim_that_was_taken_back_is_not_certified(session: Session, cast: Cast) -> None:
    made = claim(session)
    withdraw_claim(session, made, issued_at=None, by=cast.id("ben"), now=NOW)
    assert candidate(session, "ben").missing == (rules.NOT_CLAIMED,)


def test_mark_that_was_corrected_after_the_claim_stands_against_it(session: Session) -> None:
    claim(session, quarters=24)
    mark = session.scalars(select(Attendance).limit(1)).one()
    mark.status = AttendanceStatus.ABSENT
    session.flush()
    too_much = rules.CLAIMED_TOO_MUCH(claimed=Decimal(6), earned=Decimal(5))
    assert candidate(session, "ben").missing == (too_much,)
