"""Certificates beside what the records say now."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certificates import rules
from app.certificates.corrections.comparing import Compared, why_not_among_many
from app.certificates.corrections.differences import names_in
from app.certificates.corrections.queries import compared_in_cohort
from app.certificates.corrections.rules import NOTHING_DIFFERS
from app.certificates.enums import EventKind
from app.certificates.models import Certificate, CertificateKind
from app.certificates.queries import certificates_of_cohort
from app.credit.models import Activity
from tests.cast import NOW, Cast
from tests.certificates.office import STATIONERY, claim, happened, here, record, rename
from tests.client import Statements
from tests.correcting import look, look_at_all, mark_absent
from tests.crowds import fill
from tests.tampering import drop_guards

CREDIT, COMPLETION = CertificateKind.CME_CREDIT, CertificateKind.COMPLETION


def agreed(session: Session, certificate: Certificate) -> Compared:
    """One certificate, compared alone and with the cohort: with the same result."""
    found = look(session, certificate)
    (same,) = (own for own in look_at_all(session) if own.number == certificate.number)
    assert (same.differences, same.astray, same.why_not, same.seen) == (
        found.differences,
        found.astray,
        found.why_not,
        found.seen,
    )
    return found


def test_what_was_issued_by_the_records_does_not_differ(session: Session) -> None:
    claim(session)
    for kind in (CREDIT, COMPLETION):
        found = agreed(session, record(session, kind=kind))
        assert (found.differences, found.why_not) == ((), None)
        assert not found.is_astray


def test_changed_name_and_degrees_differ_and_wait_for_who_stands_for_them(
    session: Session, cast: Cast
) -> None:
    issued = record(session)
    ben = cast.person("ben")
    ben.certificate_name, ben.degrees = "Robin Marsh", "MD, PhD"
    session.flush()
    found = agreed(session, issued)
    told = [(own.fact, own.before, own.after) for own in found.differences]
    assert told == [
        ("person_name", "Ben Begay", "Robin Marsh"),
        ("degrees", "MD", "MD, PhD"),
    ]
    assert found.renames
    assert found.name is not None
    assert found.name.entered_name == "Ben Begay"


def test_statement_that_the_office_corrected_differs(session: Session) -> None:
    activity = session.get_one(Activity, claim(session).activity_id)
    issued = record(session, kind=CREDIT)
    activity.accreditation_statement = "The Example Office is accredited anew."
    session.flush()
    found = agreed(session, issued)
    assert [own.fact for own in found.differences] == ["accreditation_statement"]
    assert not found.renames


def test_newer_version_of_the_activity_changes_no_certificate_of_an_earlier_claim(
    session: Session,
) -> None:
    """What was claimed under stays what is printed, as the page of the cohort says."""
    old = session.get_one(Activity, claim(session).activity_id)
    issued = record(session, kind=CREDIT)
    facts = old.model_dump(exclude={"id"})
    newer = Activity(**facts | {"version": old.version + 1, "provider": "Another office"})
    session.add(newer)
    session.flush()
    assert agreed(session, issued).differences == ()


def test_what_only_came_after_the_issue_does_not_lead_a_certificate_astray(
    session: Session, cast: Cast
) -> None:
    """Whoever has done enough is certified before the last session, and rightly stays so."""
    claim(session, quarters=8)
    cast.case_session("spring-2026", 4).starts_at = NOW + timedelta(hours=2)
    session.flush()
    papers = [record(session, kind=kind) for kind in (CREDIT, COMPLETION)]
    for issued in papers:
        found = agreed(session, issued)
        facts = {own.fact for own in found.differences}
        assert facts >= {"dates_text", "completed_on", "sessions_held", "sessions_counted"}
        assert (found.astray, found.is_astray) == (frozenset(), False)
        assert why_not_among_many(found, by=cast.id("cora")) == NOTHING_DIFFERS
    rename(session, "ben", "Robin Marsh")
    assert [agreed(session, own).astray for own in papers] == [{"person_name"}] * 2


def test_mark_from_before_the_issue_that_changed_does_although_there_is_progress(
    session: Session, cast: Cast
) -> None:
    cast.case_session("spring-2026", 4).starts_at = NOW + timedelta(hours=2)
    session.flush()
    issued = record(session)
    mark_absent(session, cast, 3)
    found = agreed(session, issued)
    assert "sessions_held" in {own.fact for own in found.differences}
    assert found.is_astray


def test_what_cannot_be_printed_is_told_and_no_reason_to_revoke(session: Session) -> None:
    activity = session.get_one(Activity, claim(session).activity_id)
    issued = record(session, kind=CREDIT)
    activity.accreditation_statement = "The {office} is accredited."
    session.flush()
    found = agreed(session, issued)
    assert found.why_not == rules.UNKNOWN_PLACEHOLDER(placeholder="{office}")
    assert found.is_astray
    assert not found.is_unsupported


def test_claim_whose_basis_fell_below_it_is_told_with_both_numbers(
    session: Session, cast: Cast
) -> None:
    claim(session, quarters=24)
    issued = record(session, kind=CREDIT)
    mark_absent(session, cast)
    found = agreed(session, issued)
    assert found.is_unsupported
    assert str(found.why_not) == "6.00 claimed, 5.00 earned: the claim has to be lowered"
    assert found.differences == ()


def test_who_left_keeps_what_they_have_and_it_can_be_issued_in_another_name(
    session: Session, cast: Cast
) -> None:
    claim(session)
    issued = record(session, kind=CREDIT)
    cast.withdraw("ben")
    found = agreed(session, issued)
    assert (found.why_not, found.differences, found.is_astray) == (None, (), False)
    rename(session, "ben", "Robin Marsh")
    assert names_in(agreed(session, issued).differences) == {"person_name"}


def test_who_left_gets_no_more_than_the_records_bear_out(session: Session, cast: Cast) -> None:
    claim(session, quarters=24)
    issued = record(session, kind=CREDIT)
    mark_absent(session, cast)
    cast.withdraw("ben")
    found = agreed(session, issued)
    assert found.is_unsupported
    assert str(found.why_not) == "6.00 claimed, 5.00 earned: the claim has to be lowered"


def test_statements_are_as_many_for_five_people_as_for_fifty(
    session: Session, cast: Cast, statements: Statements
) -> None:
    taken = []
    for more in (5, 50):
        fill(session, cast.spring, more, now=NOW, seed=more)
        session.expire_all()
        place = here(session)
        issued = certificates_of_cohort(session, place.cohort.id)
        with statements() as count:
            found = compared_in_cohort(session, place, issued, STATIONERY, NOW)
        assert len(found) == len(session.scalars(select(Certificate)).all())
        taken.append(count.total)
    assert taken[0] == taken[1] <= 12, taken


def test_day_of_a_revocation_is_the_cohorts_and_not_that_of_utc(
    session: Session, cast: Cast
) -> None:
    """Eleven at night in Denver is the next day in UTC."""
    issued = record(session)
    event = happened(session, issued, EventKind.REVOKED)
    drop_guards(session)
    event.at = NOW.replace(hour=6) + timedelta(days=1)
    session.flush()
    lost = look(session, issued).filed.lost
    assert lost is not None
    assert lost.on == NOW.date()
