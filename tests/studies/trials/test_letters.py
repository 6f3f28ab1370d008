"""Whom an arm is drawn for is told by one letter what it means, in the transaction of the draw."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.arms.models import ArmAccess
from app.cohorts.enrollments.actions import withdraw as leave
from app.core.errors import RefusedError
from app.core.models import OutboxMessage
from app.messages.delivery import LAST_LOOKS
from app.messages.last_look import Send, Wait
from app.messages.studies.kinds import PRIVATE
from app.messages.studies.looks import NOT_IN_COURSE
from app.people.models import Institution
from app.studies.models import Project
from app.studies.trials.drawn.actions import cross_over
from app.studies.trials.letters import place_in
from app.studies.trials.models import Trial
from app.studies.trials.rules import DRAWN, Arm
from app.studies.trials.setup.rules import Design
from tests.cast import NOW, Cast, add_enrollment, make_person
from tests.letters import HERE, read
from tests.studies.trials.trials_of import draw, make_ready, make_trial

KIND = "arm_drawn"
WITH, WITHOUT = Arm("Combined", has_sessions=True), Arm("Modules", has_sessions=False)
LATER = Arm("Modules first", has_sessions=False, later_months=6)


def letters(session: Session) -> list[OutboxMessage]:
    return list(session.scalars(select(OutboxMessage).where(col(OutboxMessage.kind) == KIND)))


def draw_four(session: Session, cast: Cast, arm: Arm, other: Arm) -> tuple[Project, Trial]:
    """Of four people at one institution each arm has at least one, whichever size of block."""
    project, trial = make_trial(session, cast, Design(arms=(arm, other)))
    ada = cast.person("ada")
    here = session.get_one(Institution, ada.institution_id)
    people = [
        make_person(session, f"d{n}", f"D{n}", "Drawn", "MD", ada.profession, institution=here)
        for n in range(4)
    ]
    found = [add_enrollment(session, person, cast.fall, at=NOW) for person in people]
    make_ready(session, project, found)
    for place in found:
        draw(session, project, trial, place.id, cast)
    return project, trial


def of_arm(session: Session, arm: Arm) -> OutboxMessage:
    """The letter to one of those who are in an arm."""
    titles = {access.enrollment_id: access.arm for access in session.scalars(select(ArmAccess))}
    return next(own for own in letters(session) if titles[place_in(own.key)] == arm.title)


def test_everybody_gets_one_letter_that_nobody_else_is_shown(session: Session, cast: Cast) -> None:
    project, trial = draw_four(session, cast, WITHOUT, WITH)
    found = letters(session)
    drawn = {access.enrollment_id for access in session.scalars(select(ArmAccess))}
    assert len(found) == 4
    assert {place_in(letter.key) for letter in found} == drawn
    assert {letter.cohort_id for letter in found} == {cast.fall.id}
    assert {letter.created_at for letter in found} == {NOW}
    assert KIND in PRIVATE, "who gets it tells who agreed"
    with pytest.raises(RefusedError) as refused:
        draw(session, project, trial, place_in(found[0].key), cast)
    assert refused.value.reason == DRAWN
    assert len(letters(session)) == 4


def test_a_draw_that_does_not_hold_writes_nothing(session: Session, cast: Cast) -> None:
    project, trial = make_trial(session, cast)
    make_ready(session, project, [cast.enrollment("ada")])
    session.commit()
    draw(session, project, trial, cast.enrollment("ada").id, cast)
    assert len(letters(session)) == 1
    session.rollback()
    assert letters(session) == []


SESSIONS = "Your group learns by the modules and the live sessions."
ALONE = "Your group learns by the modules alone. No live session of Fall 2026 is yours"
FIRST = "Your group learns by the modules first. Until Tue, May 18"
PROMISED = "Live sessions that begin then or later are open to you, as was promised."


@pytest.mark.parametrize(
    ("arm", "other", "said", "unsaid"),
    [
        (WITH, WITHOUT, [SESSIONS], [ALONE, PROMISED, "taken out of it"]),
        (WITHOUT, WITH, [ALONE, "taken out of it"], [SESSIONS, PROMISED]),
        (LATER, WITH, [FIRST, PROMISED, "taken out of it"], [SESSIONS, ALONE]),
    ],
)
def test_the_letter_says_what_the_arm_means(
    session: Session, cast: Cast, arm: Arm, other: Arm, said: list[str], unsaid: list[str]
) -> None:
    draw_four(session, cast, arm, other)
    letter = read(session, of_arm(session, arm))
    assert letter.subject == f"Your group in “Mentoring outcomes”: {arm.title}"
    assert (
        f"A group was drawn for you in the study “Mentoring outcomes”: {arm.title}." in letter.text
    )
    assert [words for words in said if words not in letter.text] == []
    assert [words for words in unsaid if words in letter.text] == []
    assert f"{HERE}/my/studies/mentoring-outcomes" in letter.text


def test_it_says_what_holds_when_it_leaves(session: Session, cast: Cast) -> None:
    project, trial = draw_four(session, cast, WITHOUT, WITH)
    letter = of_arm(session, WITHOUT)
    look = LAST_LOOKS[KIND]
    assert look(session, letter, NOW) == Send(letter.facts)
    place = place_in(letter.key)
    more = {"reason": "Asked for it.", "by": cast.id("cora"), "now": NOW}
    cross_over(session, project, trial, place, **more)  # type: ignore[arg-type]
    verdict = look(session, letter, NOW)
    assert isinstance(verdict, Send)
    assert verdict.facts == {**letter.facts, "means": "given_sessions"}
    letter.facts = dict(verdict.facts)
    assert "Since it was drawn you were given the live sessions" in read(session, letter).text


def test_it_waits_for_the_morning_and_goes_to_nobody_who_left(session: Session, cast: Cast) -> None:
    project, trial = make_trial(session, cast)
    ada = cast.enrollment("ada")
    make_ready(session, project, [ada])
    draw(session, project, trial, ada.id, cast)
    (letter,) = letters(session)
    look = LAST_LOOKS[KIND]
    night = NOW.replace(hour=6)
    assert isinstance(look(session, letter, night + timedelta(days=1)), Wait)
    leave(session, ada, reason="She left.", by=cast.id("cora"), now=NOW)
    assert look(session, letter, NOW) == NOT_IN_COURSE
