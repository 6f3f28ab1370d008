"""Naming a mentee: what they say nobody learns, and what is known of them can be deleted."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import AuditLine, OutboxMessage
from app.core.outbox import NOT_KEPT
from app.studies.enums import ConsentScope, RaterStep
from app.studies.queries import Studied
from app.studies.raters import actions, rules
from app.studies.raters.models import Rater
from app.studies.raters.queries import case_of, current_raters
from app.studies.raters.tokens import read_token, token_for
from tests.cast import NOW, Cast
from tests.refusals import refuses
from tests.studies.projects_of import agree, make_project
from tests.surveys.asking import SECRET


@pytest.fixture
def place(session: Session, cast: Cast) -> Studied:
    return agree(session, cast, make_project(session, cast), "ada")


def name(
    session: Session, place: Studied, address: str = "max@example.net", days: int = 0
) -> Rater:
    at = NOW + timedelta(days=days)
    return actions.name_mentee(session, place, "Max Mentee", address, secret=SECRET, now=at)


def says(session: Session, rater: Rater, step: RaterStep) -> None:
    case = case_of(session, rater.id)
    assert case is not None
    actions.answer(session, case, step, None, now=NOW)


def letters(session: Session) -> list[OutboxMessage]:
    own = select(OutboxMessage).where(col(OutboxMessage.kind) == "rater_asked")
    return list(session.scalars(own))


def test_a_mentee_gets_a_letter_with_a_link_of_their_own(session: Session, place: Studied) -> None:
    rater = name(session, place, " Max@Example.net ")
    assert rater.address == "max@example.net"
    (letter,) = letters(session)
    token = letter.secrets["rater_path"].rpartition("/")[2]
    assert read_token(SECRET, token) == rater.id
    assert (letter.person_id, letter.recipient, letter.cohort_id) == (rater.id, None, None)
    assert letter.facts == {"project": "Mentoring outcomes", "mentor": "Ada Alvarez, MD"}
    lines = session.scalars(select(AuditLine).where(col(AuditLine.act) == "rater.named")).all()
    assert "example.net" not in str([line.facts for line in lines])


def test_only_who_allowed_it_can_name_somebody(session: Session, cast: Cast) -> None:
    project = make_project(session, cast)
    place = agree(session, cast, project, "ada", {ConsentScope.USE, ConsentScope.LINK})
    with refuses(rules.NOT_ALLOWED):
        name(session, place)


def test_nobody_names_themselves_or_the_same_mentee_twice(session: Session, place: Studied) -> None:
    with refuses(rules.YOURSELF):
        name(session, place, "ADA@example.org")
    name(session, place)
    with refuses(rules.SAME):
        name(session, place, "MAX@example.net")


def test_two_a_day_and_six_in_all(session: Session, place: Studied) -> None:
    for number in range(2):
        name(session, place, f"m{number}@example.net")
    with refuses(rules.MANY_TODAY):
        name(session, place)
    for number in range(2, 6):
        name(session, place, f"m{number}@example.net", days=number)
    with refuses(rules.TOO_MANY(count=6)):
        name(session, place, days=30)
    assert str(rules.TOO_MANY(count=1)).startswith("You have named 1 mentee for this study,")


@pytest.mark.parametrize("step", [None, *RaterStep])
def test_whoever_named_a_mentee_meets_the_same_whatever_they_said(
    session: Session, place: Studied, step: RaterStep | None
) -> None:
    rater = name(session, place)
    if step is RaterStep.STOPPED:
        says(session, rater, RaterStep.AGREED)
    if step is not None:
        says(session, rater, step)
    session.refresh(rater)
    found = current_raters(session, place.project.id, [place.enrollment.id])
    assert found[place.enrollment.id].rater.name == "Max Mentee"
    with refuses(rules.SAME):
        name(session, place)
    other = name(session, place, "other@example.net")
    assert other.edition == 2


def test_who_said_no_gets_no_second_letter_and_nobody_is_told(
    session: Session, place: Studied
) -> None:
    says(session, name(session, place), RaterStep.DECLINED)
    name(session, place, "other@example.net")
    assert len(letters(session)) == 2
    again = name(session, place, "max@example.net", days=2)
    assert again.edition == 3
    assert len(letters(session)) == 2


@pytest.mark.parametrize("step", [RaterStep.DECLINED, RaterStep.STOPPED])
def test_the_address_of_who_says_no_is_deleted_also_in_letters(
    session: Session, place: Studied, step: RaterStep
) -> None:
    rater = name(session, place)
    (letter,) = letters(session)
    letter.sent_at, letter.recipient, letter.text = NOW, "max@example.net", "Hello Max Mentee,"
    session.flush()
    if step is RaterStep.STOPPED:
        says(session, rater, RaterStep.AGREED)
    says(session, rater, step)
    session.expire_all()
    assert (rater.name, rater.address) == ("Max Mentee", None)
    assert (letter.recipient, letter.text) == (None, NOT_KEPT)


def test_of_who_is_named_no_longer_nothing_is_kept(session: Session, place: Studied) -> None:
    rater = name(session, place)
    name(session, place, "other@example.net")
    session.refresh(rater)
    assert (rater.name, rater.address) == (None, None)
    with refuses(rules.NO_LONGER):
        says(session, rater, RaterStep.AGREED)


def test_an_answer_is_given_once(session: Session, place: Studied) -> None:
    rater = name(session, place)
    says(session, rater, RaterStep.AGREED)
    with refuses(rules.ANSWERED):
        says(session, rater, RaterStep.AGREED)
    says(session, rater, RaterStep.DECLINED)
    with refuses(rules.ANSWERED):
        says(session, rater, RaterStep.AGREED)
    with refuses(rules.ANSWERED):
        says(session, rater, RaterStep.STOPPED)


def test_a_token_that_was_changed_opens_nothing(session: Session, place: Studied) -> None:
    rater = name(session, place)
    token = token_for(SECRET, rater.id)
    assert read_token(SECRET, token) == rater.id
    for wrong in ("", "x", token[:-1], token[::-1], f"A{token[1:]}", "é" * 43):
        assert read_token(SECRET, wrong) is None or wrong == token
    assert read_token("another", token) is None
