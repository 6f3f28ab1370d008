"""Reminders: of answers that are somebody's to who has not sent them, of others to everybody."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from app.studies.consent.actions import withdraw
from app.studies.enums import KeptData, RaterStep
from app.studies.raters.models import Rater
from app.studies.waves.queries import letters_of
from app.studies.waves.reminding.actions import forget_raters, remind
from app.surveys.enums import IdentityMode
from tests.cast import NOW, Cast
from tests.studies.projects_of import agree
from tests.studies.waves.world import LATER, WaveWorld, make_world
from tests.surveys.asking import SECRET, send

THEN = NOW + timedelta(days=6)
"""After a third of what was left of the window."""


def asked(session: Session, cast: Cast, mode: IdentityMode) -> WaveWorld:
    world = make_world(session, cast, mode=mode)
    for name in ("ada", "nan"):
        agree(session, cast, world.project, name)
    world.ask()
    own = cast.enrollment("ada").id
    (invitation,) = [asked for asked in world.invitations() if asked.enrollment_id == own]
    code = "a" * 64 if mode is IdentityMode.LINKED else None
    send(session, invitation, code=code)
    return world


@pytest.mark.parametrize("mode", IdentityMode)
def test_only_anonymous_answers_have_everybody_reminded(
    session: Session, cast: Cast, mode: IdentityMode
) -> None:
    world = asked(session, cast, mode)
    assert remind(session, world.here, secret=SECRET, now=NOW) == 0
    written = remind(session, world.here, secret=SECRET, now=THEN)
    letters = world.letters("wave_reminder")
    assert written == len(letters) == (2 if mode.is_anonymous else 1)
    assert {letter.facts["anonymous"] for letter in letters} == {mode.is_anonymous}
    assert cast.id("nan") in {letter.person_id for letter in letters}
    assert remind(session, world.here, secret=SECRET, now=THEN) == 0, "each of them once"


def test_who_withdrew_meanwhile_is_not_reminded(session: Session, cast: Cast) -> None:
    world = asked(session, cast, IdentityMode.CONFIDENTIAL)
    place = agree(session, cast, world.project, "nan")
    withdraw(session, place, KeptData.KEEP, now=NOW)
    assert remind(session, world.here, secret=SECRET, now=THEN) == 0


def test_when_the_time_is_over_nobody_is_reminded(session: Session, cast: Cast) -> None:
    world = asked(session, cast, IdentityMode.IDENTIFIED)
    assert remind(session, world.here, secret=SECRET, now=LATER) == 0


def mentee(world: WaveWorld) -> Rater:
    rater = world.name(agree(world.session, world.cast, world.project, "ada"))
    world.says(rater, RaterStep.AGREED)
    world.ask()
    return rater


def test_a_mentee_is_reminded_by_a_letter_of_no_cohort(session: Session, cast: Cast) -> None:
    world = make_world(session, cast)
    rater = mentee(world)
    remind(session, world.here, secret=SECRET, now=THEN)
    (letter,) = world.letters("wave_mentee_reminder")
    assert (letter.person_id, letter.cohort_id) == (rater.id, None)
    written = letters_of(session, [UUID(letter.key.split(":")[1])])
    assert len(written) == 4, "both are asked, and both reminded"


def test_the_address_of_a_mentee_is_gone_when_the_last_wave_is_over(
    session: Session, cast: Cast
) -> None:
    world = make_world(session, cast)
    rater = mentee(world)
    assert forget_raters(session, world.here, now=THEN) == 0
    assert forget_raters(session, world.here, now=LATER) == 1
    session.refresh(rater)
    assert (rater.name, rater.address) == (None, None)
    assert forget_raters(session, world.here, now=LATER) == 0


def test_the_address_of_a_mentee_is_gone_when_who_named_them_withdraws(
    session: Session, cast: Cast
) -> None:
    world = make_world(session, cast)
    rater = mentee(world)
    place = agree(session, cast, world.project, "ada")
    withdraw(session, place, KeptData.KEEP, now=NOW)
    assert forget_raters(session, world.here, now=NOW) == 1
    session.refresh(rater)
    assert rater.address is None
