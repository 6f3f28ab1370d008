"""Deciding on applications: seats never given twice, all or none, and by one of two who do."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.deciding import queries, rules
from app.cohorts.deciding.actions import decide
from app.cohorts.deciding.enums import Decision
from app.cohorts.enrollments.queries import locked_place
from app.cohorts.enrollments.rules import Seats
from app.cohorts.enums import EnrollmentStatus as Status
from app.cohorts.joining.actions import invite, put_in, take_back_withdrawal, withdraw
from app.cohorts.models import Cohort
from app.cohorts.rules import FULL, NOBODY_GETS_IN, SHARE_FULL, WHY
from app.core import chains
from app.core.db import Database
from app.core.errors import NOTHING_HERE, NotFoundError, RefusedError
from app.core.models import AuditLine, OutboxMessage
from app.language.moments import local
from app.people.models import Person
from app.people.rules import NOT_FOR_ONESELF
from tests import applying
from tests.applying import applicants, by_application, share, status
from tests.cast import NOW, Cast
from tests.races import one_after_the_other
from tests.refusals import refuses

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def fall(session: Session, cast: Cast) -> Cohort:
    """Ada and Nan have two of three seats."""
    return by_application(session, cast, capacity=3)


def test_several_are_decided_together_each_with_a_line_and_a_letter(
    session: Session, cast: Cast, fall: Cohort
) -> None:
    people = applicants(session, fall, 3, "Sonoran")
    ids, by = [person.id for person in people], cast.id("cora")
    decide(session, fall, ids[:2], Decision.WAITLIST, reason="", by=by, now=LATER)
    decide(session, fall, ids[2:], Decision.DECLINE, reason="Next term.", by=by, now=LATER)
    assert [status(session, fall, id_) for id_ in ids] == [
        Status.WAITLISTED, Status.WAITLISTED, Status.DECLINED,
    ]  # fmt: skip
    letters = session.scalars(select(OutboxMessage)).all()
    assert sorted((mail.kind, mail.facts.get("position", 0)) for mail in letters) == [
        ("declined", 0),
        ("waitlisted", 1),
        ("waitlisted", 2),
    ]
    later = select(AuditLine).where(col(AuditLine.at) == LATER).order_by(col(AuditLine.id))
    acts = session.scalars(later).all()
    assert [line.act for line in acts] == [
        "enrollment.waitlisted",
        "enrollment.waitlisted",
        "enrollment.declined",
    ]
    assert acts[-1].reason == "Next term."
    assert chains.first_bad_line(session) is None


def test_never_more_seats_than_there_are_and_none_is_decided_then(
    session: Session, cast: Cast, fall: Cohort
) -> None:
    people = applicants(session, fall, 2, "Sonoran")
    ids, by = [person.id for person in people], cast.id("cora")
    with refuses(FULL(count=3, cohort=fall.title)):
        decide(session, fall, ids, Decision.SEAT, reason="", by=by, now=LATER)
    assert {status(session, fall, id_) for id_ in ids} == {Status.APPLIED}
    decide(session, fall, ids[:1], Decision.SEAT, reason="", by=by, now=LATER)
    assert status(session, fall, ids[0]) is Status.ENROLLED


def test_an_institution_has_no_more_seats_than_its_share(
    session: Session, cast: Cast, fall: Cohort
) -> None:
    fall.capacity = 50
    people = applicants(session, fall, 2, "High Desert")
    share(session, fall, people[0], 2)
    ids, by = [person.id for person in people], cast.id("cora")
    with refuses(SHARE_FULL(count=2, cohort=fall.title)):
        decide(session, fall, ids, Decision.SEAT, reason="", by=by, now=LATER)


def test_who_comes_second_reads_who_decided(session: Session, cast: Cast, fall: Cohort) -> None:
    (pat,) = applicants(session, fall, 1, "Sonoran")
    lee, cora = cast.id("lee"), cast.id("cora")
    decide(session, fall, [pat.id], Decision.DECLINE, reason="No.", by=lee, now=LATER)
    at = local(LATER, fall.zone)
    name, by = pat.display_name, "Lee Lindqvist, MD"
    with refuses(rules.DECIDED(name=name, by=by, at=at)):
        decide(session, fall, [pat.id], Decision.SEAT, reason="", by=cora, now=LATER)


def test_refusals(session: Session, cast: Cast, fall: Cohort) -> None:
    applying.apply(session, fall, cast.id("cora"))
    cora, lee = cast.id("cora"), cast.id("lee")
    with refuses(NOT_FOR_ONESELF):
        decide(session, fall, [cora], Decision.SEAT, reason="", by=cora, now=LATER)
    with refuses(WHY):
        decide(session, fall, [cora], Decision.DECLINE, reason=" ", by=lee, now=LATER)
    for people, why in (
        ([], rules.NOBODY),
        ([cast.id("ben")], rules.GONE),
        ([cora, cast.id("ben")], rules.GONE),
    ):
        with refuses(why):
            decide(session, fall, people, Decision.SEAT, reason="", by=lee, now=LATER)


@pytest.mark.parametrize("change", ["leads decide no more", "unpublished", "moved away"])
def test_what_a_lead_may_is_asked_again_under_the_lock(
    session: Session, cast: Cast, fall: Cohort, change: str
) -> None:
    fall.leads_decide = True
    (pat,) = applicants(session, fall, 1, "High Desert")
    home, lee = pat.institution_id, cast.id("lee")
    session.flush()
    if change == "moved away":
        other = cast.person("ben").institution_id
        changed = update(Person).where(col(Person.id) == pat.id).values(institution_id=other)
    elif change == "unpublished":
        changed = update(Cohort).where(col(Cohort.id) == fall.id).values(published_at=None)
    else:
        changed = update(Cohort).where(col(Cohort.id) == fall.id).values(leads_decide=False)
    session.connection().execute(changed)  # by somebody else, after it was read
    with refuses(NOTHING_HERE, NotFoundError):
        decide(
            session, fall, [pat.id], Decision.SEAT, reason="", by=lee, now=LATER, on_behalf_of=home
        )
    assert status(session, fall, pat.id) is Status.APPLIED


def test_nobody_gets_in_once_the_cohort_has_closed(
    session: Session, cast: Cast, fall: Cohort
) -> None:
    (pat,) = applicants(session, fall, 1, "Sonoran")
    by, late, ben = cast.id("cora"), fall.closes_at, cast.id("ben")
    with refuses(NOBODY_GETS_IN):
        decide(session, fall, [pat.id], Decision.SEAT, reason="", by=by, now=late)
    with refuses(NOBODY_GETS_IN):
        put_in(session, fall, ben, by=by, now=late)
    with refuses(NOBODY_GETS_IN):
        invite(session, fall, ben, until=late + timedelta(days=7), by=by, now=late)
    ada = locked_place(session, fall.id, cast.id("ada"))
    assert ada is not None
    withdraw(session, fall, ada, reason="A mistake.", by=by, now=late)
    take_back_withdrawal(session, fall, ada, reason="It was.", by=by, now=late)
    assert status(session, fall, cast.id("ada")) is Status.ENROLLED
    decide(session, fall, [pat.id], Decision.DECLINE, reason="Closed.", by=by, now=late)


def test_seats_go_to_who_applied_first(session: Session, cast: Cast, fall: Cohort) -> None:
    applicants(session, fall, 3, "Sonoran")
    found = [application.applicant for application in queries.applications(session, fall.id)]
    seats = Seats(3, 2, {}, {})
    planned = rules.plan(
        found[::-1], Decision.SEAT, seats, cohort=fall, by=cast.id("cora"), now=LATER
    )
    assert [each.why_not is None for each in planned] == [True, False, False]
    assert [each.applicant for each in planned] == found


def test_of_two_who_decide_at_once_one_does(real_database: Database) -> None:
    with real_database.write() as session:
        cast = Cast(session)
        fall = by_application(session, cast, form=())
        (pat,) = applicants(session, fall, 1, "Sonoran")
        pat_id, fall_id = pat.id, fall.id
        cora, lee = cast.id("cora"), cast.id("lee")

    def first(session: Session) -> None:
        own = session.get_one(Cohort, fall_id)
        decide(session, own, [pat_id], Decision.DECLINE, reason="No.", by=lee, now=LATER)

    def second(session: Session) -> object:
        own = session.get_one(Cohort, fall_id)
        with pytest.raises(RefusedError) as refused:
            decide(session, own, [pat_id], Decision.SEAT, reason="", by=cora, now=LATER)
        return refused.value.reason

    told = one_after_the_other(real_database, first, second)
    assert told.kind == rules.DECIDED  # type: ignore[attr-defined]
    with real_database.read() as reading:
        assert status(reading, reading.get_one(Cohort, fall_id), pat_id) is Status.DECLINED
