"""Forms about absences: of learners, and of those who answer; and about recordings."""

from uuid import UUID

from app.casework.excuses.enums import ExcuseStep
from app.casework.excuses.models import ExcuseEvent
from app.casework.make_up_requests.models import MakeUpEvent, MakeUpRequest
from tests.casework.absences import RESPONSE, ask, miss, submit
from tests.cast import NOW
from tests.every_form.filling import Found
from tests.every_form.world import World, at, stands

MINE = "/cohorts/fall-2026/sessions"
ABSENCES = "/teach/fall-2026/absences"
RECORDING = "/teach/fall-2026/sessions/1/recording"
OF_MINE = "/cohorts/{cohort}/sessions/{position}/absence"
OF_THEIRS = "/teach/{cohort}/absences"
OF_SESSION = "/teach/{cohort}/sessions/{position}/recording"
LINK = "https://recordings.example.edu/1"

at(f"{OF_MINE}/excuse", "ada", f"{MINE}/2/absence", note="A clinic.")
at(f"{OF_THEIRS}/excuses/{{excuse}}", "fay", ABSENCES, outcome="granted")
at(OF_SESSION, "fay", RECORDING, link=LINK, audience="enrolled")


@stands(f"{OF_MINE}/excuse/withdrawal")
def asked(world: World) -> Found:
    ask(world.session, world.cast)
    return world.at("ada", f"{MINE}/2/absence")


@stands(f"{OF_MINE}/make-up")
def missed(world: World) -> Found:
    forget_request(world)
    miss(world.session, world.cast)
    return world.at("ada", f"{MINE}/1/absence", way="case_response", text=RESPONSE)


@stands(f"{OF_MINE}/make-up/withdrawal")
def submitted(world: World) -> Found:
    forget_request(world)
    miss(world.session, world.cast)
    submit(world.session, world.cast)
    return world.at("ada", f"{MINE}/1/absence")


@stands(f"{OF_THEIRS}/excuses/{{excuse}}/undo")
def granted(world: World) -> Found:
    excuse_id = UUID(world.of("fall-2026", "excuse"))
    step, by = ExcuseStep.GRANTED, world.cast.id("cora")
    world.session.add(ExcuseEvent(excuse_id=excuse_id, number=1, step=step, at=NOW, by=by))
    return world.at("fay", ABSENCES)


@stands(f"{OF_THEIRS}/make-ups/{{make_up}}")
def waiting(world: World) -> Found:
    return world.at("fay", ABSENCES, outcome="returned", word="What did you hear?")


@stands(f"{OF_SESSION}/removal")
def recorded(world: World) -> Found:
    fay = world.sign_in("fay")
    world.session.commit()
    form = fay.page(RECORDING).form(action=RECORDING)
    sent = fay.post(RECORDING, data=form.fields | {"link": LINK, "audience": "enrolled"})
    assert sent.status_code == 303
    return world.at(fay, RECORDING)


def forget_request(world: World) -> None:
    """The one that addresses can name is gone."""
    for table in (MakeUpEvent, MakeUpRequest):
        for row in world.session.query(table).all():
            world.session.delete(row)
    world.session.flush()
