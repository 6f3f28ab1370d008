"""Everybody’s stand to each wave, read from what was put and answered."""

from collections import Counter
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.studies.consent.actions import withdraw
from app.studies.enums import KeptData, RaterStep, Respondent, WaveState
from app.studies.waves.standing.overview import WaveOverview, overview
from app.surveys.enums import IdentityMode
from app.surveys.sending.actions import save
from tests.cast import NOW, Cast
from tests.client import Statements
from tests.studies.projects_of import agree, refuse
from tests.studies.waves.world import LATER, WaveWorld, make_world
from tests.surveys.asking import WHOLE, add_people, send


@pytest.fixture
def world(session: Session, cast: Cast) -> WaveWorld:
    return make_world(session, cast)


def seen(
    world: WaveWorld, respondent: Respondent = Respondent.LEARNER, days: int = 0
) -> WaveOverview:
    found = overview(world.session, world.project, NOW + timedelta(days=days))
    return next(own for own in found.waves if own.respondent is respondent)


def states(own: WaveOverview) -> Counter[WaveState]:
    return Counter(stand.state for stand in own.stands)


def test_before_anybody_agreed_nobody_is_due(world: WaveWorld) -> None:
    assert states(seen(world)) == {WaveState.INELIGIBLE: 2}
    agree(world.session, world.cast, world.project, "ada")
    assert states(seen(world))[WaveState.DUE] == 1
    assert states(seen(world, days=-60)) == {WaveState.NOT_DUE: 2}


@pytest.mark.parametrize("mode", [IdentityMode.IDENTIFIED, IdentityMode.CONFIDENTIAL])
def test_who_begins_and_sends_is_seen_to(session: Session, cast: Cast, mode: IdentityMode) -> None:
    world = make_world(session, cast, mode=mode)
    agree(session, cast, world.project, "ada")
    refuse(session, cast, world.project, "nan")
    world.ask()
    assert states(seen(world)) == {WaveState.INVITED: 1, WaveState.DECLINED: 1}
    (invitation,) = world.invitations()
    save(session, invitation, {"trust": 3}, now=NOW)
    assert states(seen(world))[WaveState.OPENED] == 1
    send(session, invitation)
    found = seen(world)
    assert states(found) == {WaveState.COMPLETE: 1, WaveState.DECLINED: 1}
    assert (found.flow.responded, found.flow.in_window, found.flow.invited) == (1, 1, 1)


def test_late_answers_are_kept_and_flagged(world: WaveWorld) -> None:
    agree(world.session, world.cast, world.project, "ada")
    world.ask()
    assert states(seen(world, days=30))[WaveState.LOST] == 1
    send(world.session, world.invitations()[0], dict(WHOLE), now=LATER)
    found = seen(world, days=30)
    assert states(found)[WaveState.COMPLETE] == 1
    assert (found.flow.responded, found.flow.in_window) == (1, 0)


def test_of_anonymous_answers_only_that_somebody_is_done_is_known(
    session: Session, cast: Cast
) -> None:
    world = make_world(session, cast, mode=IdentityMode.UNLINKED)
    for name in ("ada", "nan"):
        agree(session, cast, world.project, name)
    world.ask()
    send(session, world.invitations()[0])
    assert states(seen(world)) == {WaveState.COMPLETE: 1, WaveState.INVITED: 1}


def test_who_withdrew_is_no_longer_awaited(world: WaveWorld) -> None:
    place = agree(world.session, world.cast, world.project, "ada")
    world.ask()
    withdraw(world.session, place, KeptData.KEEP, now=NOW)
    assert states(seen(world))[WaveState.WITHDRAWN] == 1


def test_without_a_mentee_there_is_nobody_to_ask(world: WaveWorld) -> None:
    place = agree(world.session, world.cast, world.project, "ada")
    assert states(seen(world, Respondent.MENTEE)) == {WaveState.INELIGIBLE: 2}
    rater = world.name(place)
    world.says(rater, RaterStep.AGREED)
    assert states(seen(world, Respondent.MENTEE))[WaveState.DUE] == 1
    world.ask()
    (asked,) = [own for own in world.invitations() if own.rater_id]
    send(world.session, asked)
    assert states(seen(world, Respondent.MENTEE))[WaveState.COMPLETE] == 1


def test_who_is_elsewhere_now_and_did_not_answer_has_left(world: WaveWorld) -> None:
    agree(world.session, world.cast, world.project, "ada")
    world.ask()
    world.cast.person("ada").institution_id = world.cast.institution("Sonoran").id
    assert states(seen(world))[WaveState.INVITED] == 1
    assert states(seen(world, days=30))[WaveState.LEFT_INSTITUTION] == 1


def test_statements_are_as_many_for_a_crowd(world: WaveWorld, statements: Statements) -> None:
    agree(world.session, world.cast, world.project, "ada")
    world.ask()
    with statements():
        overview(world.session, world.project, NOW)
        few = statements.total
    add_people(world.session, world.cast.fall, 25)
    world.session.flush()
    with statements():
        overview(world.session, world.project, NOW)
        assert statements.total == few <= 13
