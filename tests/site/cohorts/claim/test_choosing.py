"""Claiming in one of several kinds of credit that fit: chosen on the page, and corrected there."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.rules import kinds_due
from app.certificates.snapshot import CertificateKind
from app.cohorts.models import Cohort
from app.core.ids import new_id
from app.credit import queries, rules
from app.credit.enums import StepRounding
from app.credit.models import Claim, CreditSystem, Designation
from app.credit.systems.queries import newest_systems
from app.people.enums import Profession
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn
from tests.credit.activities import designate
from tests.credit.claims import learner_of

CLAIM = "/cohorts/spring-2026/claim"
SEVERAL = "Several kinds of credit fit you. You claim in one of them"
HOURS, CONTACT = "6.00 hours of participation", "3.00 ANCC contact hours"


def added_late(session: Session, cohort: Cohort, cast: Cast) -> None:
    """Contact hours count from the third unit on."""
    designate(session, cohort, ancc=24)
    own = session.scalars(
        select(Designation)
        .join(CreditSystem, col(CreditSystem.id) == col(Designation.system_id))
        .where(col(CreditSystem.key) == "ancc")
    ).one()
    learner = learner_of(session, cast, "ben")
    ledger = queries.own_ledger(session, cohort.id, learner.enrollment.id)
    third = ledger.units[2]
    moments = [at for at in (third.attested_at, third.starts_at) if at is not None]
    own.since = min(moments)
    session.flush()


@pytest.fixture
def ben(session: Session, cast: Cast, sign_in: SignIn) -> Browser:
    """A nurse, in whose activity contact hours were added late."""
    added_late(session, cast.spring, cast)
    cast.person("ben").profession = Profession.NURSE
    session.commit()
    return sign_in("ben")


def made(session: Session, cast: Cast) -> Claim:
    return queries.live_claims(session, cast.spring.id)[cast.enrollment("ben").id]


def test_what_each_would_give_is_said_the_better_one_first(ben: Browser) -> None:
    card = ben.page(CLAIM).section("Your claim")
    assert SEVERAL in card.text
    lines = [own.text for own in card.all("ul.plain li") if "hours" in own.text]
    assert lines[0].startswith(f"{HOURS} Shown here Suggested")
    assert lines[1].startswith(f"{CONTACT} Counts what was done from ")


def test_other_one_is_read_claimed_and_certified(
    ben: Browser, session: Session, cast: Cast
) -> None:
    page = ben.page(f"{CLAIM}?system=ancc")
    assert f"Total {CONTACT}" in page.text
    card = page.section("Your claim")
    assert "I claim 3.00 ANCC contact hours for" in card.text
    form = card.form("Claim all 3.00")
    assert form.fields["system"] == "ancc"
    ben.post(CLAIM, data=form.data(quarters="12"))
    claim = made(session, cast)
    assert (claim.credit_system, claim.quarters, claim.eligible_quarters) == ("ancc", 12, 12)
    assert claim.facts["instead_of"] == ["6.00 hours"]
    learner = learner_of(session, cast, "ben")
    standing = queries.standing(session, cast.spring.id, learner.enrollment.id, learner.policy, NOW)
    assert (standing.system, kinds_due(standing)[0]) == ("ancc", CertificateKind.CME_CREDIT)
    assert not rules.is_claim_above(standing)
    text = ben.page(CLAIM).text
    assert "3.00 ANCC contact hours" in text
    assert "recorded otherwise" not in text, "they are who they were"


def test_who_chooses_nothing_claims_what_is_suggested(
    ben: Browser, session: Session, cast: Cast
) -> None:
    ben.post(CLAIM, data={"quarters": "24"})
    claim = made(session, cast)
    assert (claim.credit_system, claim.quarters) == ("participation", 24)
    assert "instead_of" not in claim.facts


def test_choice_is_corrected_and_never_both(ben: Browser, session: Session, cast: Cast) -> None:
    ben.post(CLAIM, data={"quarters": "24"})
    again = ben.page(f"{CLAIM}?system=ancc")
    assert SEVERAL in again.section("Your claim").text
    form = again.form("Claim this credit")
    assert (form.fields["system"], form.fields["quarters"]) == ("ancc", "")
    answer = ben.post(f"{CLAIM}/change", data=form.data(quarters="12"))
    assert answer.headers["location"] == f"{CLAIM}?changed=true"
    assert made(session, cast).credit_system == "ancc"
    assert len(queries.live_claims(session, cast.spring.id)) == 1
    ben.post(f"{CLAIM}/change", data={"quarters": "8"})
    assert made(session, cast).credit_system == "ancc", "less of the same"


def test_first_claim_in_another_system_is_no_second_click(
    ben: Browser, session: Session, cast: Cast
) -> None:
    ben.post(CLAIM, data={"quarters": "12"})
    answer = ben.post(CLAIM, data={"quarters": "12", "system": "ancc"})
    assert answer.status_code == 422
    assert str(rules.ALREADY_CLAIMED) in answer.text
    assert made(session, cast).credit_system == "participation"


@pytest.mark.parametrize("system", ["ama_pra_1", "abim_moc", "nonsense"])
def test_what_is_not_theirs_is_neither_shown_nor_claimed(
    ben: Browser, session: Session, cast: Cast, system: str
) -> None:
    assert HOURS in ben.page(f"{CLAIM}?system={system}").section("Your claim").text
    answer = ben.post(CLAIM, data={"quarters": "4", "system": system})
    assert answer.status_code == 422
    assert str(rules.CHANGED_SINCE_READ) in answer.text
    assert queries.live_claims(session, cast.spring.id) == {}


def test_refused_number_stays_on_the_page_of_what_was_chosen(ben: Browser) -> None:
    answer = ben.post(CLAIM, data={"quarters": "13", "system": "ancc"})
    assert answer.status_code == 422
    assert "You have earned 3.00 and can claim up to that." in answer.text
    assert f"Total {CONTACT}" in answer.page.text


def test_physician_chooses_before_claiming_and_reads_of_hours_as_an_aside_after(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ben = sign_in("ben")
    card = ben.page(CLAIM).section("Your claim").text
    assert SEVERAL in card
    assert "6.00 hours of participation" in card
    ben.post(CLAIM, data={"quarters": "24", "system": "participation"})
    claim = made(session, cast)
    assert claim.credit_system == "participation"
    text = ben.page(CLAIM).text
    assert "You are known to be a physician now" not in text
    assert "AMA PRA Category 1 Credits™" in ben.page(f"{CLAIM}?system=ama_pra_1").text


def test_coordinator_sees_what_it_was_chosen_instead_of(
    ben: Browser, sign_in: SignIn, cast: Cast
) -> None:
    ben.post(CLAIM, data={"quarters": "12", "system": "ancc"})
    page = sign_in("cora").page(f"/manage/people/{cast.id('ben')}")
    assert "chosen instead of 6.00 hours" in page.text
    people = sign_in("cora").page("/manage/cohorts/spring-2026/people").text
    assert "3.00" in people


def test_where_what_is_suggested_gives_nothing_the_others_are_listed_and_claimed(
    session: Session, cast: Cast, sign_in: SignIn
) -> None:
    whole = newest(session, "ancc").model_dump() | {"id": new_id(), "key": "whole", "position": 0}
    session.add(CreditSystem(**whole | {"step_quarters": 40, "rounding": StepRounding.DOWN}))
    session.flush()
    designate(session, cast.spring, whole=40)
    cast.person("ben").profession = Profession.NURSE
    session.commit()
    ben = sign_in("ben")
    page = ben.page(CLAIM)
    assert str(rules.NOTHING_EARNED) in page.text
    form = ben.page(page.section("Your claim").link(HOURS)).form("Claim all 6.00")
    assert form.fields["system"] == "participation"
    ben.post(CLAIM, data=form.data(quarters="24"))
    assert made(session, cast).credit_system == "participation"


def newest(session: Session, key: str) -> CreditSystem:
    return next(own for own in newest_systems(session) if own.key == key)
