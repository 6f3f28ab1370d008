"""The form in which a survey is answered."""

from app.settings import DEMO_SECRET
from app.surveys import actions
from app.surveys.enums import IdentityMode
from app.surveys.tokens import token_for
from tests.cast import NOW
from tests.every_form.filling import Found
from tests.every_form.world import World, stands
from tests.surveys.asking import put_survey


@stands("/surveys/{token}")
def survey(world: World) -> Found:
    own = put_survey(world.session, world.cast.fall, IdentityMode.UNLINKED)
    ada = world.cast.enrollment("ada").id
    (asked,) = actions.invite(world.session, own, enrollment_ids=[ada], now=NOW)
    path = f"/surveys/{token_for(DEMO_SECRET, asked.id)}"
    return world.at(None, path, trust="4", plan="some", why="It is short", hours="3")
