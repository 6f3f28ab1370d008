"""Whom an arm is drawn for is told by one letter what it means, in the transaction of the draw."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.arms.models import ArmAccess
from app.cohorts.enrollments.actions import withdraw as leave
from app.cohorts.models import Enrollment
from app.core.errors import RefusedError
from app.core.models import OutboxMessage
from app.credit.queries import ledgers
from app.messages.calendar.actions import choose_invitations
from app.messages.calendar.behind.queries import people_behind
from app.messages.calendar.queries import sessions_of
from app.messages.delivery import LAST_LOOKS
from app.messages.last_look import Send, Wait
from app.messages.studies.kinds import PRIVATE
from app.messages.studies.looks import NOT_IN_COURSE
from app.people.models import Institution
from app.site.my.studies.own import arm_card
from app.studies.models import Project
from app.studies.trials.drawn.actions import cross_over
from app.studies.trials.drawn.queries import arm_of_place
from app.studies.trials.letters import place_in
from app.studies.trials.models import Trial
from app.studies.trials.rules import DRAWN, HAS_BEGUN, Arm
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
    given = {"means": "given_sessions", "sessions_from": NOW.isoformat()}
    assert verdict.facts == {**letter.facts, **given}
    letter.facts = dict(verdict.facts)
    words = "Since it was drawn you were given those of Fall 2026 that begin on Wed, Nov 18"
    assert words in read(session, letter).text


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


def crossed(session: Session, kind: str = "arm_crossed_over") -> list[OutboxMessage]:
    return list(session.scalars(select(OutboxMessage).where(col(OutboxMessage.kind) == kind)))


@pytest.mark.parametrize("arm", [WITHOUT, LATER])
def test_who_is_given_sessions_gets_a_letter_that_says_from_when(
    session: Session, cast: Cast, arm: Arm
) -> None:
    project, trial = draw_four(session, cast, arm, WITH)
    place = place_in(of_arm(session, arm).key)
    act = {"reason": "Asked for it.", "by": cast.id("cora"), "now": NOW}
    cross_over(session, project, trial, place, **act)  # type: ignore[arg-type]
    with pytest.raises(RefusedError):
        cross_over(session, project, trial, place, **act)  # type: ignore[arg-type]
    (letter,) = crossed(session)
    assert (letter.person_id, letter.cohort_id) == (
        session.get_one(Enrollment, place).person_id,
        cast.fall.id,
    )
    assert letter.kind in PRIVATE, "who gets it tells who agreed"
    written = read(session, letter)
    assert written.subject == "You were given the live sessions of Fall 2026"
    assert "Live sessions of Fall 2026 that begin on Wed, Nov 18" in written.text
    assert "They are no duty: you complete by the modules, as before." in written.text
    assert "Asked for it." not in written.text
    assert f"{HERE}/cohorts/fall-2026" in written.text
    assert LAST_LOOKS[letter.kind](session, letter, NOW) == Send(letter.facts)


def test_sessions_are_given_from_now_on_and_are_no_duty(session: Session, cast: Cast) -> None:
    project, trial = draw_four(session, cast, WITHOUT, WITH)
    place = place_in(of_arm(session, WITHOUT).key)
    person_id = session.get_one(Enrollment, place).person_id
    act = {"reason": "Asked for it.", "by": cast.id("cora"), "now": NOW}
    choose_invitations(session, person_id, wanted=True, now=NOW)
    assert person_id not in people_behind(session, NOW)
    cross_over(session, project, trial, place, **act)  # type: ignore[arg-type]
    assert {own.starts_at for own in sessions_of(session, person_id, NOW)} == {
        cast.case_session("fall-2026", number).starts_at for number in (2, 3, 4)
    }, "the first one was before"
    assert person_id in people_behind(session, NOW + timedelta(minutes=1)), "mail invites them"
    (ledger,) = ledgers(session, cast.fall.id, [place]).values()
    assert not ledger.has_sessions, "they complete by the modules"
    own = arm_of_place(session, place)
    assert own is not None
    card = arm_card(own, reader_zone="America/Denver")
    assert card is not None
    assert "They are no duty" in str(card.means)


def test_who_has_the_promised_sessions_is_given_none_once_more(
    session: Session, cast: Cast
) -> None:
    """Else the per-protocol analysis would lose them for nothing."""
    project, trial = draw_four(session, cast, LATER, WITH)
    place = place_in(of_arm(session, LATER).key)
    promised = session.scalars(select(ArmAccess).where(col(ArmAccess.enrollment_id) == place)).one()
    assert promised.sessions_from is not None
    act = {"reason": "Asked for it.", "by": cast.id("cora"), "now": promised.sessions_from}
    with pytest.raises(RefusedError) as refused:
        cross_over(session, project, trial, place, **act)  # type: ignore[arg-type]
    assert refused.value.reason == HAS_BEGUN
    session.rollback()
    assert crossed(session) == []


def test_the_letter_of_who_was_given_sessions_before_it_was_kept_from_when_is_written(
    session: Session, cast: Cast
) -> None:
    draw_four(session, cast, WITHOUT, WITH)
    letter = of_arm(session, WITHOUT)
    letter.facts = {**letter.facts, "means": "given_sessions", "sessions_from": ""}
    assert "you were given those of Fall 2026." in read(session, letter).text


def test_who_left_is_told_of_no_sessions(session: Session, cast: Cast) -> None:
    project, trial = draw_four(session, cast, WITHOUT, WITH)
    place = session.get_one(Enrollment, place_in(of_arm(session, WITHOUT).key))
    act = {"reason": "Asked for it.", "by": cast.id("cora"), "now": NOW}
    cross_over(session, project, trial, place.id, **act)  # type: ignore[arg-type]
    (letter,) = crossed(session)
    look = LAST_LOOKS[letter.kind]
    assert isinstance(look(session, letter, NOW.replace(hour=6) + timedelta(days=1)), Wait)
    leave(session, place, reason="They left.", by=cast.id("cora"), now=NOW)
    assert look(session, letter, NOW) == NOT_IN_COURSE
