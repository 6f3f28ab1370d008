"""Forms about the credit of a cohort, once an officer is asked to approve it."""

from tests.cast import NOW
from tests.credit.approving import ask_for_fall
from tests.every_form.filling import Found
from tests.every_form.world import World, stands

CREDIT = "/manage/cohorts/fall-2026/credit"


@stands("/manage/cohorts/{cohort}/credit/approval")
def credit_to_approve(world: World) -> Found:
    ask_for_fall(world.session, now=NOW)
    return world.at("opal", CREDIT, decision="return", word="Name the place.")


@stands("/manage/cohorts/{cohort}/credit/withdrawal")
def credit_that_waits(world: World) -> Found:
    ask_for_fall(world.session, now=NOW)
    return world.at("cora", CREDIT)
