"""Forms of a study's trial, and of its data."""

from dataclasses import replace

from app.studies.models import Project
from app.studies.trials import actions
from app.studies.trials.models import Trial
from app.surveys.enums import IdentityMode
from tests.cast import NOW, add_enrollment
from tests.every_form.filling import Found
from tests.every_form.world import World, stands
from tests.issued import made_file
from tests.outcomes.projects.asked import answer_all, people, project_asked
from tests.outcomes.sharing.taken import allowed
from tests.outcomes.sharing.taking.scene import emptied
from tests.studies.trials.trials_of import make_ready, make_trial

TRIAL = "/manage/outcomes/{project}/trial"
DATA = "/manage/outcomes/{project}/data"
KEY = "s" * 64


def page_of(project: Project) -> str:
    return f"/manage/outcomes/{project.key}/trial"


def secret_of(world: World) -> str:
    return str(world.app.state.settings.secret_key.get_secret_value())


def sealed(world: World) -> tuple[Project, Trial]:
    """With people whose turn it is."""
    project, trial = make_trial(world.session, world.cast, seal=False)
    own, by = secret_of(world), world.cast.id("cora")
    actions.seal_list(world.session, project, trial, secret=own, by=by, now=NOW)
    ready = [world.cast.enrollment("ada"), world.cast.enrollment("nan")]
    make_ready(world.session, project, ready)
    return project, trial


@stands(TRIAL)
def set_up(world: World) -> Found:
    project, _trial = make_trial(world.session, world.cast, seal=False)
    return world.at("cora", page_of(project))


@stands(f"{TRIAL}/seal")
def to_seal(world: World) -> Found:
    project, _trial = make_trial(world.session, world.cast, seal=False)
    return world.at("cora", page_of(project))


@stands(f"{TRIAL}/draw")
@stands(f"{TRIAL}/end")
def to_draw(world: World) -> Found:
    project, _trial = sealed(world)
    return world.at("cora", page_of(project))


@stands(f"{TRIAL}/opening")
def ended(world: World) -> Found:
    project, trial = sealed(world)
    actions.end(world.session, project, trial, by=world.cast.id("cora"), now=NOW)
    return world.at("cora", page_of(project))


@stands(f"{TRIAL}/event")
@stands(f"{TRIAL}/log")
def drawn(world: World) -> Found:
    """Until somebody is in the arm without sessions."""
    project, trial = sealed(world)
    own, by = secret_of(world), world.cast.id("cora")
    places = [world.cast.enrollment("ada"), world.cast.enrollment("nan")]
    others = [world.cast.person(name) for name in ("ben", "lee", "abe", "fay")]
    more = [add_enrollment(world.session, person, world.cast.fall, at=NOW) for person in others]
    world.session.flush()
    make_ready(world.session, project, more)
    for place in [*places, *more]:
        actions.draw(world.session, project, trial, place.id, secret=own, by=by, now=NOW)
    if world.route.endswith("/event"):
        return world.at("cora", page_of(project), reason="They moved away.")
    found = world.at("cora", page_of(project), note="Seen there.")
    chosen = {name: next(filter(None, found.form.choices(name))) for name in ("place", "held")}
    return replace(found, filled={**found.filled, **chosen})


@stands(f"{DATA}/redcap")
@stands(f"{DATA}/research")
def data_to_take(world: World) -> Found:
    own = allowed(world.session, world.cast, IdentityMode.CONFIDENTIAL)
    field = "redcap_reason" if world.route.endswith("redcap") else "research_reason"
    page = f"/manage/outcomes/{own.project.key}/data"
    return world.at("cora", page, **{field: "For the statistician."})


@stands(f"{DATA}/files/{{shared_file}}")
def file_to_download(world: World) -> Found:
    own = allowed(world.session, world.cast, IdentityMode.CONFIDENTIAL)
    made_file(world.session, own.project, by=world.cast.id("cora"))
    return world.at("cora", f"/manage/outcomes/{own.project.key}/data")


@stands("/manage/outcomes/{project}/analysis")
def analysis_to_compute(world: World) -> Found:
    project, surveys = project_asked(world.session, world.cast, IdentityMode.CONFIDENTIAL)
    answer_all(world.session, surveys, people(world.session, world.cast, 8))
    return world.at("cora", f"/manage/outcomes/{project.key}/analysis")


@stands(f"{DATA}/check")
def file_of_redcap(world: World) -> Found:
    own = allowed(world.session, world.cast, IdentityMode.CONFIDENTIAL)
    return world.at("cora", f"/manage/outcomes/{own.project.key}/data/check", file=b"record_id\n")


@stands(f"{DATA}/check/{{records_file}}")
@stands(f"{DATA}/check/{{records_file}}/discard")
def records_that_wait(world: World) -> Found:
    own = emptied(world.session, world.cast, IdentityMode.CONFIDENTIAL)
    upload = own.receive().upload
    assert upload is not None
    return world.at("cora", f"/manage/outcomes/{own.project.key}/data/check/{upload.id}")


@stands(f"{DATA}/check/{{records_file}}/undo")
def records_taken_in(world: World) -> Found:
    own = emptied(world.session, world.cast, IdentityMode.CONFIDENTIAL)
    path = f"/manage/outcomes/{own.project.key}/data/check/{own.take_in().id}"
    return world.at("cora", path, reason="It was another study's file.")
