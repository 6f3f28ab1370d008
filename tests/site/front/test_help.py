"""Whom to ask: one's own coordinators, and administrators where there is nobody else."""

import re
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session
from sqlmodel import col, select

from app.cohorts.deciding.actions import decide
from app.cohorts.deciding.enums import Decision
from app.cohorts.models import SessionPart
from app.credit.evaluations.rules import LEAST
from app.outcomes.disclosure.rules import COMMENTS_FROM
from app.outcomes.sharing.files.rules import KEPT_FOR
from app.people.enums import Profession, Scope
from app.people.models import Institution, Person, RoleGrant
from app.policy.table import Role
from app.surveys.rules import FEWEST
from tests.applying import apply, by_application
from tests.cast import NOW, Cast, make_person
from tests.client import Browser, SignIn, Statements

CORA = "Cora Castellano, MPH"
ABE = "Abe Abara"


@pytest.fixture
def olga(session: Session, cast: Cast) -> Person:
    """Somebody who has no role yet."""
    desert = session.scalars(
        select(Institution).where(col(Institution.short_name) == "High Desert")
    )
    return make_person(
        session, "olga", "Olga", "Ortiz", "", Profession.OTHER, institution=desert.one()
    )


def whom(browser: Browser) -> str:
    """What stands under "Whom to ask", in words and addresses."""
    page = browser.get("/help").text
    card = page.partition('id="who"')[2].partition("</section>")[0]
    return re.sub(r"\s+", " ", re.sub(r"</?bdi>", "", card))


def test_a_learner_reads_who_coordinates_their_cohort(sign_in: SignIn) -> None:
    card = whom(sign_in("ada"))
    assert f'{CORA}, <a href="mailto:cora@example.org">cora@example.org</a>' in card
    assert "Fall 2026" in card
    assert "Spring 2026" not in card
    assert ABE not in card


def test_a_visitor_reads_no_name_and_where_to_sign_in(browser: Browser) -> None:
    card = whom(browser)
    assert "mailto:" not in card
    assert 'href="/sign-in?next=/help"' in card


def test_nobody_reads_who_coordinates_what_is_not_theirs(
    sign_in: SignIn, cast: Cast, olga: Person
) -> None:
    cast.grant("olga", Role.COORDINATOR, Scope.COHORT, cast.cohort("coach-2026").id)
    cast.session.commit()
    for persona in ("ada", "ben", "fay", "cora", "lee"):
        assert "Olga" not in whom(sign_in(persona)), persona


def test_a_coordinator_of_everything_coordinates_each_cohort(
    sign_in: SignIn, cast: Cast, olga: Person
) -> None:
    cast.grant("olga", Role.COORDINATOR, Scope.INSTALLATION)
    cast.session.commit()
    assert "Olga Ortiz" in whom(sign_in("ada"))
    assert "Olga Ortiz" in whom(sign_in("cora"))


def test_somebody_with_two_grants_is_named_once_and_a_revoked_one_no_longer(
    sign_in: SignIn, cast: Cast
) -> None:
    cast.grant("cora", Role.COORDINATOR, Scope.COHORT, cast.fall.id)
    cast.session.commit()
    assert whom(sign_in("ada")).count(CORA) == 1
    own = select(RoleGrant).where(col(RoleGrant.person_id) == cast.id("cora"))
    for grant in cast.session.scalars(own):
        grant.revoked_at = NOW - timedelta(minutes=1)
    cast.session.commit()
    card = whom(sign_in("ada"))
    assert CORA not in card
    assert ABE in card


def test_a_coordinator_who_may_not_sign_in_is_not_named(sign_in: SignIn, cast: Cast) -> None:
    cast.person("cora").disabled_at = NOW
    cast.session.commit()
    assert CORA not in whom(sign_in("ada"))


def test_whoever_left_still_reads_whom_to_ask(sign_in: SignIn, cast: Cast) -> None:
    cast.withdraw("ada")
    cast.session.commit()
    assert CORA in whom(sign_in("ada"))


def test_whoever_was_declined_reads_whom_to_ask_why(
    sign_in: SignIn, cast: Cast, session: Session
) -> None:
    fall, lee = by_application(session, cast), cast.id("lee")
    assert CORA not in whom(sign_in("lee"))
    apply(session, fall, lee)
    by, later = cast.id("cora"), NOW + timedelta(minutes=1)
    decide(session, fall, [lee], Decision.DECLINE, reason="No seat.", by=by, now=later)
    session.commit()
    assert CORA in whom(sign_in("lee"))


def test_a_facilitator_reads_who_coordinates_until_the_cohort_closes(
    sign_in: SignIn, cast: Cast
) -> None:
    assert CORA in whom(sign_in("fay"))
    cast.fall.closes_at = NOW
    cast.session.commit()
    card = whom(sign_in("fay"))
    assert CORA not in card
    assert ABE in card


def test_a_guest_of_one_session_reads_who_coordinates(
    sign_in: SignIn, cast: Cast, session: Session
) -> None:
    part = SessionPart(
        case_session_id=cast.case_session("fall-2026", 2).id,
        person_id=cast.id("lee"),
        part="guest",
    )
    session.add(part)
    session.commit()
    assert CORA in whom(sign_in("lee"))


@pytest.mark.parametrize("persona", ["cora", "lee"])
def test_administrators_are_for_coordinators_and_for_who_has_none(
    sign_in: SignIn, persona: str
) -> None:
    card = whom(sign_in(persona))
    assert f'{ABE}, <a href="mailto:abe@example.org">abe@example.org</a>' in card
    assert "Your coordinator" not in card


def test_nobody_is_told_to_ask_themselves(sign_in: SignIn) -> None:
    assert "mailto:" not in whom(sign_in("abe"))


def test_help_says_what_surveys_and_studies_ask_and_how_one_leaves_a_study(
    sign_in: SignIn,
) -> None:
    page = sign_in("ada").page("/help")
    assert page.link("Studies") == "/my/studies"
    assert "Whether you have answered is told to nobody before 5 have." in page.main.text
    for words in (
        "Surveys and evaluations",
        "Yes or No to each",
        "Withdrawing is a choice and a click",
        "What you agreed to stays",
    ):
        assert words in page.main.text


def test_help_says_how_evaluations_studies_files_and_reports_are_run(sign_in: SignIn) -> None:
    words = sign_in("cora").page("/help").main.text
    for about in (
        "The evaluation of a cohort",
        "Releasing a quote",
        "A study, its waves and its analysis",
        "Check a file from REDCap",
        "The report to leaders",
    ):
        assert about in words


def test_the_numbers_that_help_tells_are_those_of_the_rules(sign_in: SignIn) -> None:
    words = sign_in("cora").page("/help").main.text
    assert (FEWEST, COMMENTS_FROM, LEAST.days, KEPT_FOR.days) == (5, 10, 14, 3)
    assert "told from 5 on" in words
    assert "once there are 10 texts" in words
    assert "14 days later" in words
    assert "stays for 3 days" in words


def test_help_takes_two_more_statements_whoever_asks(
    sign_in: SignIn, statements: Statements
) -> None:
    for persona in ("ada", "cora", "fay", "lee", "abe"):
        browser = sign_in(persona)
        with statements() as count:
            browser.get("/help")
        assert count.total == 3, persona


def test_a_refusal_leads_to_whom_to_ask(sign_in: SignIn) -> None:
    answer = sign_in("ada").get("/nothing-here")
    assert 'href="/help#who"' in answer.text
