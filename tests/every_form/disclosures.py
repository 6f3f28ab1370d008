"""Forms about financial relationships: one's own, the list of a cohort, and its learners'."""

from tests.credit.disclosures.cleared import clear_all, need
from tests.every_form.filling import Found
from tests.every_form.world import World, at, stands

LIST = "/manage/cohorts/fall-2026/credit/disclosures"
ONE = f"{LIST}/people/{{fall-2026.controller}}"
ROUTE = "/manage/cohorts/{cohort}/credit/disclosures"
REASON = "The office asks for it."

at("/my/disclosures", "fay", "/my/disclosures", none="yes", typed_name="Fay Fuentes", do="sign")
at(f"{ROUTE}/people", "cora", LIST, who="Rosa Lindqvist, MD", role="author")
at(f"{ROUTE}/decision", "opal", LIST, applies="yes", reason=REASON)
at(f"{ROUTE}/people/{{controller}}/review", "opal", ONE)
at(f"{ROUTE}/people/{{controller}}/paper", "cora", ONE, none="yes", typed_name="Rosa Lindqvist",
   source="By mail of November 12", do="sign")  # fmt: skip
at(f"{ROUTE}/people/{{controller}}/removal", "opal", ONE, reason=REASON)


@stands(f"{ROUTE}/asking")
def ask_for_them(world: World) -> Found:
    """Nobody is asked where disclosures are not needed."""
    need(world.session, world.cast)
    return world.at("cora", LIST)


@stands("/cohorts/{cohort}/disclosures")
def read_first(world: World) -> Found:
    """What learners are told, once everybody is cleared."""
    clear_all(world.session, world.cast)
    return world.at("ada", "/cohorts/fall-2026/disclosures")
