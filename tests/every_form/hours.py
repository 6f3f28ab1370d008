"""Forms that stand on a page only while a session is on."""

from datetime import timedelta

from app.casework.check_ins.actions import let_link_check_in
from tests.casework.check_ins.coming import (
    COHORT,
    LEARNER,
    POSITION,
    TEACH,
    code_of,
    come,
)
from tests.cast import NOW
from tests.every_form.filling import Found
from tests.every_form.world import World, at, stands

CHECK_IN = "/cohorts/{cohort}/sessions/{position}/check-in"
WHO_IS_IN = "/teach/{cohort}/sessions/{position}/check-in"

at("/manage/cohorts/{cohort}/check-in", "cora", "/manage/cohorts/fall-2026/check-in")


def is_on(world: World) -> None:
    """The session began three minutes ago: the clock of these tests stands still."""
    world.cast.case_session(COHORT, POSITION).starts_at = NOW - timedelta(minutes=3)
    world.session.flush()


@stands(CHECK_IN)
def code_to_type(world: World) -> Found:
    is_on(world)
    code = code_of(world.app, world.cast, NOW)
    return world.at("ada", f"{LEARNER}/check-in", code=code)


@stands(f"{CHECK_IN}/joining")
def joining_that_is_enough(world: World) -> Found:
    is_on(world)
    cora = world.cast.id("cora")
    let_link_check_in(world.session, world.cast.fall, on=True, by=cora, now=NOW)
    return world.at("ada", LEARNER)


@stands(f"{WHO_IS_IN}/people")
def who_is_missing(world: World) -> Found:
    is_on(world)
    return world.at("fay", f"{TEACH}/check-in/people")


@stands(f"{WHO_IS_IN}/strikes")
def who_is_in(world: World) -> Found:
    is_on(world)
    come(world.session, world.cast, "nan", NOW)
    return world.at("fay", f"{TEACH}/check-in/people")
