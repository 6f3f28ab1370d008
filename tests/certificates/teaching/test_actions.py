"""Certificates of teaching: ordered, printed, recorded, corrected."""

import pytest
from sqlalchemy import func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.corrections.queries import compared
from app.certificates.led.rules import LED_NOTHING
from app.certificates.models import Certificate, CertificateKind
from app.certificates.printing.pool import CertificatePool
from app.certificates.queries import by_number, certificates_of_person, owner_of
from app.certificates.rules import NOT_READY
from app.certificates.snapshot import from_json
from app.certificates.teaching.actions import start_issue
from app.certificates.teaching.rules import CHANGED_SINCE, NOT_THERE, Chosen
from app.certificates.transcripts.queries import certificates_that_hold
from app.certificates.verification.queries import file_as_issued
from app.cohorts.models import CaseSession, SessionPart
from app.cohorts.people.queries import shared_cohorts
from app.cohorts.teaching.models import Teaching
from app.core.db import Database
from app.core.errors import RefusedError
from app.core.models import OutboxMessage
from app.people.rules import why_not_deal_with
from tests.cast import NOW, Cast
from tests.certificates.office import STATIONERY, here, office, work
from tests.certificates.teaching.led import ahead_for, lead, order, sessions, teacher


def issued(session: Session, database: Database, pool: CertificatePool, *personas: str) -> None:
    order(session, *personas)
    session.commit()
    work(database, office(pool))


def only(session: Session) -> Certificate:
    kind = col(Certificate.kind) == CertificateKind.TEACHING
    return session.scalars(select(Certificate).where(kind)).one()


def test_who_led_sessions_gets_one_with_all_of_them(
    session: Session, cast: Cast, database: Database, pool: CertificatePool
) -> None:
    lead(session, "fay", 2)
    issued(session, database, pool, "fay")
    made = only(session)
    said = from_json(made.snapshot)
    assert (said.full_name, len(said.sessions_led)) == (ahead_for(session, "fay").name, 2)
    assert said.hours_text == "2 hours"
    assert owner_of(session, made) == cast.id("fay")
    assert (made.enrollment_id, made.claim_id) == (None, None)
    pdf = file_as_issued(session, made)
    assert pdf is not None
    assert pdf.startswith(b"%PDF-")
    mail = session.scalars(select(OutboxMessage).where(col(OutboxMessage.kind) == "certificate"))
    (letter,) = mail.all()
    assert letter.person_id == cast.id("fay")
    assert [own["kind"] for own in letter.facts["certificates"]] == ["teaching"]


def test_a_second_click_starts_nothing(session: Session, cast: Cast) -> None:
    lead(session, "fay")
    first = order(session, "fay")
    session.flush()
    assert order(session, "fay").id == first.id
    assert session.scalar(select(func.count()).select_from(Teaching)) == 1


def test_nothing_is_issued_twice(
    session: Session, cast: Cast, database: Database, pool: CertificatePool
) -> None:
    lead(session, "fay")
    issued(session, database, pool, "fay")
    with pytest.raises(RefusedError) as refused:
        order(session, "fay")
    assert only(session).number in str(refused.value.reason)
    twin = only(session).model_dump() | {"id": cast.id("ada"), "number": "x", "code": "y"}
    with session.begin_nested() as inner:
        with pytest.raises(IntegrityError):
            session.execute(insert(Certificate).values(**twin))
        inner.rollback()


def test_a_certificate_hangs_on_one_place(
    session: Session, cast: Cast, database: Database, pool: CertificatePool
) -> None:
    lead(session, "fay")
    issued(session, database, pool, "fay")
    twin = only(session).model_dump() | {"id": cast.id("ada"), "number": "x", "code": "y"}
    for wrong in ({"teaching_id": None}, {"enrollment_id": cast.enrollment("ben").id}):
        with session.begin_nested() as inner:
            with pytest.raises(IntegrityError):
                session.execute(insert(Certificate).values(**(twin | wrong | {"edition": 7})))
            inner.rollback()


def test_nobody_issues_one_to_themselves(session: Session, cast: Cast) -> None:
    lead(session, "cora")
    with pytest.raises(RefusedError) as refused:
        order(session, "cora")
    assert refused.value.reason == why_not_deal_with([cast.id("cora")], by=cast.id("cora"))


def test_who_led_nothing_is_not_offered(session: Session, cast: Cast) -> None:
    lead(session, "fay")
    with pytest.raises(RefusedError) as refused:
        order(session, "lee")
    assert refused.value.reason == NOT_THERE


def test_what_changed_since_it_was_looked_at_is_not_issued(session: Session, cast: Cast) -> None:
    lead(session, "fay", 1)
    seen = ahead_for(session, "fay")
    other = sessions(session)[1]
    session.add(SessionPart(case_session_id=other, person_id=cast.id("fay"), part="guest"))
    session.flush()
    with pytest.raises(RefusedError) as refused:
        start_issue(
            session,
            here(session),
            [Chosen(cast.id("fay"), seen.seen)],
            STATIONERY,
            by=cast.id("cora"),
            now=NOW,
        )
    assert refused.value.reason == CHANGED_SINCE(name=seen.name)


def test_another_leader_is_a_difference_and_changes_no_byte(
    session: Session, cast: Cast, database: Database, pool: CertificatePool
) -> None:
    lead(session, "fay", 2)
    issued(session, database, pool, "fay")
    made = only(session)
    before = file_as_issued(session, made)
    gone = sessions(session)[0]
    session.execute(
        update(SessionPart)
        .where(col(SessionPart.case_session_id) == gone)
        .values(person_id=cast.id("lee"))
    )
    session.flush()
    assert ahead_for(session, "fay").differs
    own = by_number(session, made.number)
    assert own is not None
    found = compared(session, own, STATIONERY, NOW)
    assert {it.fact for it in found.differences} >= {"sessions_led", "hours_led"}
    assert "sessions_led" in found.astray
    assert file_as_issued(session, made) == before


def test_who_leads_no_longer_is_seen_to_lack_everything(
    session: Session, cast: Cast, database: Database, pool: CertificatePool
) -> None:
    lead(session, "fay", 1)
    issued(session, database, pool, "fay")
    session.execute(update(SessionPart).values(person_id=cast.id("lee")))
    session.flush()
    own = by_number(session, only(session).number)
    assert own is not None
    found = compared(session, own, STATIONERY, NOW)
    assert found.is_unsupported
    assert found.why_not == NOT_READY(missing=(LED_NOTHING,))
    assert teacher(session, "fay").led == ()
    assert len(teacher(session, "fay").issued) == 1


def test_it_is_on_no_transcript(
    session: Session, cast: Cast, database: Database, pool: CertificatePool
) -> None:
    lead(session, "fay")
    issued(session, database, pool, "fay")
    assert len(certificates_of_person(session, cast.id("fay"))) == 1
    assert certificates_that_hold(session, cast.id("fay")).snapshots == []


def test_a_session_that_was_not_held_counts_for_nobody(session: Session, cast: Cast) -> None:
    lead(session, "fay", 2)
    held = session.get_one(CaseSession, sessions(session)[0])
    held.canceled_at = held.not_held_at = NOW
    session.flush()
    draft = ahead_for(session, "fay").draft
    assert draft is not None
    assert len(draft.sessions_led) == 1


def test_two_who_were_certified_in_one_cohort_stay_two(session: Session, cast: Cast) -> None:
    cohort = here(session).cohort
    for persona in ("fay", "lee"):
        session.add(Teaching(cohort_id=cohort.id, person_id=cast.id(persona)))
    session.flush()
    assert list(shared_cohorts(session, cast.id("fay"), cast.id("lee"))) == [cohort.title]
    assert list(shared_cohorts(session, cast.id("fay"), cast.id("abe"))) == []
