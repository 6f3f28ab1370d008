"""The ledgers of a cohort as they stand in the database, and its claims."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.models import Attendance
from app.cohorts.actions import add_session_part
from app.cohorts.enrollments.actions import enroll, withdraw
from app.credit import queries
from app.credit.actions import withdraw_claim
from app.credit.enums import ComponentKind
from app.credit.ledger import Ledger, UnitLedger
from app.credit.models import Activity, Component
from app.learning.models import Attestation, AttestationWithdrawal
from app.people.enums import Profession
from app.people.models import Institution
from tests.cast import NOW, Cast, make_person
from tests.client import Statements
from tests.course import POLICY, UNITS
from tests.credit.activities import without_activities
from tests.credit.claims import attestation_of, claim_for


def ledger_of(session: Session, cast: Cast, persona: str) -> Ledger:
    enrollment = cast.enrollment(persona)
    return queries.ledgers(session, enrollment.cohort_id, [enrollment.id])[enrollment.id]


def unit_of(session: Session, cast: Cast, persona: str, position: int) -> UnitLedger:
    return ledger_of(session, cast, persona).units[position - 1]


def test_ledger_has_the_facts_of_somebody_who_did_everything(session: Session, cast: Cast) -> None:
    found = ledger_of(session, cast, "ben")
    assert found.name == "Begay, Ben"
    assert found.profession is Profession.PHYSICIAN
    assert found.profession_verified_at is not None
    assert found.label(2) == "Week 2"
    assert [unit.position for unit in found.units] == list(range(1, UNITS + 1))
    assert all(unit.attested_at and unit.has_module for unit in found.units)
    assert {unit.status for unit in found.units} == {AttendanceStatus.PRESENT}


def test_ledger_without_any_fact_has_every_unit(session: Session, cast: Cast) -> None:
    found = ledger_of(session, cast, "ada")
    assert len(found.units) == UNITS
    assert {unit.status for unit in found.units} == {AttendanceStatus.NOT_RECORDED}
    assert not any(unit.attested_at or unit.led_it or unit.canceled for unit in found.units)


def test_ledger_leaves_out_a_withdrawn_attestation(
    session: Session, cast: Cast, now: datetime
) -> None:
    taken_back = attestation_of(session, cast, "ben", 2)
    session.add(
        AttestationWithdrawal(attestation_id=taken_back.id, withdrawn_at=now, by=cast.id("ben"))
    )
    assert unit_of(session, cast, "ben", 2).attested_at is None


def test_ledger_has_the_attestation_that_was_signed_again(
    session: Session, cast: Cast, now: datetime
) -> None:
    first = attestation_of(session, cast, "ben", 2)
    session.add(AttestationWithdrawal(attestation_id=first.id, withdrawn_at=now, by=cast.id("ben")))
    again = first.model_dump(exclude={"id"}) | {"edition": 2, "signed_at": now}
    session.add(Attestation(**again))
    found = ledger_of(session, cast, "ben")
    assert [unit.position for unit in found.units] == list(range(1, UNITS + 1))
    assert found.units[1].attested_at == now


def test_ledger_has_known_minutes_and_a_canceled_session(
    session: Session, cast: Cast, now: datetime
) -> None:
    session.add(
        Attendance(
            case_session_id=cast.case_session("fall-2026", 1).id,
            enrollment_id=cast.enrollment("ada").id,
            status=AttendanceStatus.LATE,
            minutes=48,
            source=AttendanceSource.IMPORT,
            version=1,
        )
    )
    cast.case_session("fall-2026", 2).canceled_at = now
    first, second = ledger_of(session, cast, "ada").units[:2]
    assert (first.status, first.minutes, first.minutes_scheduled) == ("late", 48, 60)
    assert second.canceled


def test_ledger_says_which_session_the_person_led(session: Session, cast: Cast) -> None:
    session_id = cast.unit("fall-2026", 3).session_id
    assert session_id is not None
    add_session_part(session, session_id, cast.id("ada"), "guest", by=None, now=NOW)
    add_session_part(session, session_id, cast.id("fay"), "lead", by=None, now=NOW)
    found = ledger_of(session, cast, "ada")
    assert [unit.led_it for unit in found.units] == [False, False, True, False]


def test_ledger_expects_nobody_at_sessions_before_they_enrolled(
    session: Session, cast: Cast
) -> None:
    enrollment = cast.enrollment("ada")
    starts_at = cast.unit("fall-2026", 2).starts_at
    assert starts_at is not None
    enrollment.enrolled_at = starts_at
    found = ledger_of(session, cast, "ada")
    assert [unit.expected for unit in found.units] == [False, True, True, True]


def test_ledgers_are_in_order_of_family_name_without_who_withdrew(
    session: Session, cast: Cast, now: datetime
) -> None:
    fay = enroll(session, cast.fall, cast.id("fay"), by=None, now=now)
    gone = enroll(session, cast.fall, cast.id("abe"), by=None, now=now)
    withdraw(session, gone, reason="Moved away.", by=None, now=now)
    found = queries.ledgers(session, cast.fall.id)
    assert [facts.name for facts in found.values()] == [
        "Alvarez, Ada",
        "Fuentes, Fay",
        "Nakai, Nan",
    ]
    assert fay.id in found
    assert queries.ledgers(session, cast.fall.id, [gone.id]) == {}


def test_ledgers_of_nobody(session: Session, cast: Cast) -> None:
    assert queries.ledgers(session, cast.fall.id, []) == {}


def test_ledgers_of_one_cohort_know_nothing_of_another(session: Session, cast: Cast) -> None:
    ben = cast.enrollment("ben")
    assert queries.ledgers(session, cast.fall.id, [ben.id]) == {}


@pytest.mark.parametrize("people", [1, 20])
def test_standings_take_five_statements_for_any_number_of_people(
    session: Session, cast: Cast, now: datetime, statements: Statements, people: int
) -> None:
    add_people(session, cast, people, now)
    with statements() as count:
        found = queries.standings(session, cast.fall.id, POLICY, now)
    assert len(found) == people + 2
    assert count.total == 5


def test_standing_joins_facts_verdict_credit_and_claim(
    session: Session, cast: Cast, now: datetime
) -> None:
    made = claim_for(session, cast, "ben", 10, now)
    ben = cast.enrollment("ben")
    found = queries.standing(session, cast.spring.id, ben.id, POLICY, now)
    assert found.completion.complete
    assert found.eligibility is not None
    assert found.eligibility.quarters == 24
    assert found.claim is not None
    assert found.claim.id == made.id


def test_activity_is_the_newest_version_with_its_components(session: Session, cast: Cast) -> None:
    first = queries.activity_of(session, cast.fall.id)
    assert first is not None
    changed = first.activity.model_dump(exclude={"id"}) | {"version": 2, "designated_quarters": 20}
    second = Activity(**changed)
    session.add(second)
    session.flush()
    for kind in reversed(ComponentKind):
        session.add(Component(activity_id=second.id, kind=kind, minutes_each=45, max_quarters=8))
    found = queries.activity_of(session, cast.fall.id)
    assert found is not None
    assert found.activity.id == second.id
    assert [part.kind for part in found.components] == list(ComponentKind)
    assert {part.minutes_each for part in found.components} == {45}


def test_activity_of_a_cohort_without_one(session: Session, cast: Cast) -> None:
    without_activities(session)
    assert queries.activity_of(session, cast.fall.id) is None
    ada = cast.enrollment("ada")
    assert (
        queries.standing(session, cast.fall.id, ada.id, POLICY, cast.fall.closes_at).approved
        is None
    )


def test_live_claim_is_gone_when_taken_back(session: Session, cast: Cast, now: datetime) -> None:
    made = claim_for(session, cast, "ben", 10, now)
    assert queries.live_claims(session, cast.spring.id) == {made.enrollment_id: made}
    assert queries.has_claimed(session, made.enrollment_id)
    withdraw_claim(session, made, issued_at=None, by=made.by, now=now)
    assert queries.live_claims(session, cast.spring.id) == {}
    assert not queries.has_claimed(session, made.enrollment_id)
    assert queries.live_claim(session, made.enrollment_id) is None


def test_live_claim_is_the_one_made_since(session: Session, cast: Cast, now: datetime) -> None:
    first = claim_for(session, cast, "ben", 10, now)
    withdraw_claim(session, first, issued_at=None, by=first.by, now=now)
    second = claim_for(session, cast, "ben", 9, now + timedelta(minutes=1))
    assert queries.live_claim(session, first.enrollment_id) == second


def add_people(session: Session, cast: Cast, count: int, now: datetime) -> None:
    """More people in the running cohort."""
    institution = session.get_one(Institution, cast.person("ada").institution_id)
    for n in range(count):
        person = make_person(
            session,
            f"p{n}",
            f"Pat {n}",
            "Quill",
            "MD",
            Profession.PHYSICIAN,
            institution=institution,
        )
        enroll(session, cast.fall, person.id, by=None, now=now)
