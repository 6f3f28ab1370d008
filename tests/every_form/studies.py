"""Forms of studies: of who is asked, of mentees, and of coordinators."""

from app.studies.lapses.queries import lapses_of_new
from app.studies.lapses.rules import ToTell
from app.studies.models import Project
from app.studies.queries import studied_places
from app.studies.raters.actions import name_mentee
from app.studies.raters.tokens import token_for
from tests.cast import NOW
from tests.every_form.filling import Found
from tests.every_form.world import World, at, stands
from tests.studies.projects_of import agree, described

STUDY = "/my/studies/{fall-2026.study}"
PROJECT = "/manage/outcomes/{mentor-development.project}"
DAYS = {"months": "36", "first_day": "-14", "last_day": "14"}

at("/my/studies/{study}/consent", "ada", STUDY,
   **dict.fromkeys(("link", "recontact", "share", "mentee"), "yes"))  # fmt: skip
at("/manage/outcomes/{project}/edit", "cora", f"{PROJECT}/edit", title="What changes for mentors")
at("/manage/outcomes/{project}/text", "cora", f"{PROJECT}/text",
   respondent="learner", language="en", text="We ask you four times.")  # fmt: skip
at("/manage/outcomes/{project}/waves", "cora", f"{PROJECT}/waves", **DAYS)
at("/manage/outcomes/{project}/waves/{months}", "cora", f"{PROJECT}/waves/3", **DAYS)
at("/manage/outcomes/{project}/waves/{months}/removal", "cora", f"{PROJECT}/waves/3")
at("/manage/outcomes/{project}/key", "cora", f"{PROJECT}/key", reason="An answer was corrected.")


def _taking_part(world: World) -> tuple[Project, str]:
    """Ada takes part in the study of the objects."""
    key = world.of("fall-2026", "study")
    project = studied_places(world.session, world.cast.id("ada"), key)[0].project
    agree(world.session, world.cast, project, "ada")
    return project, f"/my/studies/{key}"


@stands("/my/studies/{study}/withdrawal")
def withdrawal(world: World) -> Found:
    _project, path = _taking_part(world)
    return world.at("ada", path, data="remove")


@stands("/my/studies/{study}/mentee")
def mentee(world: World) -> Found:
    _project, path = _taking_part(world)
    return world.at("ada", f"{path}/mentee", name="Max Mentee", address="max@example.net")


@stands("/raters/{token}")
def rater(world: World) -> Found:
    project, _path = _taking_part(world)
    place = studied_places(world.session, world.cast.id("ada"), project.key)[0]
    secret = world.app.state.settings.secret_key.get_secret_value()
    named = name_mentee(world.session, place, "Max", "max@example.net", secret=secret, now=NOW)
    return world.at(None, f"/raters/{token_for(secret, named.id)}")


@stands("/manage/outcomes/new")
def new_study(world: World) -> Found:
    cohort = str(world.cast.fall.id)
    filled = {"title": "What changes for mentors", "determination": "research", "number": "26-1"}
    filled |= {"mode": "confidential", "consent": "asked", "anchor": "start", "cohorts": cohort}
    begun = lapses_of_new(world.session, described(world.cast), NOW)
    filled["despite"] = ToTell(begun).fingerprint
    return world.at("cora", "/manage/outcomes/new?program=mentor-development", **filled)
