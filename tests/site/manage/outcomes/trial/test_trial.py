"""The page of a trial: set up, sealed, drawn, ended and opened; and what it never shows."""

import re

import pytest
from fastapi import FastAPI
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.contamination.models import Contamination
from app.cohorts.arms.models import ArmAccess
from app.core.models import Task
from app.studies.models import Project
from app.studies.trials import actions
from app.studies.trials.lists.rules import hash_of, why_not_genuine
from app.studies.trials.models import Trial, TrialAllocation
from app.studies.trials.rules import NOT_AS_PUBLISHED, NOT_READY
from app.studies.trials.setup.rules import NAMES_NEEDED
from app.surveys.enums import IdentityMode
from tests.cast import NOW, Cast, add_enrollment
from tests.client import SignIn, Statements
from tests.studies.projects_of import make_project
from tests.studies.trials.hidden import unfrozen
from tests.studies.trials.trials_of import make_ready, make_trial, places


def path_of(project: Project) -> str:
    return f"/manage/outcomes/{project.key}/trial"


def seal(session: Session, app: FastAPI, cast: Cast) -> tuple[Project, Trial]:
    project, trial = make_trial(session, cast, seal=False)
    secret = app.state.settings.secret_key.get_secret_value()
    actions.seal_list(session, project, trial, secret=secret, by=cast.id("cora"), now=NOW)
    return project, trial


def test_a_trial_is_set_up_and_its_list_is_sealed_with_a_hash_on_the_page(
    session: Session, cast: Cast, sign_in: SignIn
) -> None:
    project = make_project(session, cast)
    session.commit()
    cora = sign_in("cora")
    page = cora.page(path_of(project))
    form = page.form("Save")
    assert form.data()["title_1"] == "Combined"
    cora.post(path_of(project), data=form.data(title_2="Modules", later_2="24", block_sizes="4 6"))
    page = cora.page(path_of(project))
    cora.post(path_of(project) + "/seal", data=page.form("Make and seal the list").data())
    trial = session.scalars(select(Trial)).one()
    page = cora.page(path_of(project))
    assert trial.list_hash is not None
    assert trial.list_hash in page.main.text
    assert "Modules: modules alone, live sessions 24 months after the draw" in page.main.text
    assert cora.get(path_of(project) + "/list.txt").status_code == 404


def test_what_cannot_be_sealed_says_why(session: Session, cast: Cast, sign_in: SignIn) -> None:
    project = make_project(session, cast, mode=IdentityMode.UNLINKED)
    session.commit()
    cora = sign_in("cora")
    form = cora.page(path_of(project)).form("Save")
    answer = cora.post(path_of(project), data=form.data())
    assert answer.status_code == 422
    assert str(NAMES_NEEDED) in answer.page.errors


def test_arms_are_drawn_for_one_and_for_all_whose_turn_it_is(
    session: Session, cast: Cast, app: FastAPI, sign_in: SignIn
) -> None:
    project, _trial = seal(session, app, cast)
    ada = cast.enrollment("ada")
    make_ready(session, project, [ada])
    session.commit()
    cora = sign_in("cora")
    page = cora.page(path_of(project))
    assert page.table("People whose turn it is").column("Cohort") == ["Fall 2026"]
    assert "It is not the turn of 1 other" in page.main.text
    cora.post(path_of(project) + "/draw", data={"place": str(ada.id)})
    assert session.scalars(select(TrialAllocation)).one().enrollment_id == ada.id
    page = cora.page(path_of(project))
    assert page.table("For whom an arm was drawn").column("State") == ["Takes part"]
    make_ready(session, project, [cast.enrollment("nan")])
    session.commit()
    cora.post(path_of(project) + "/draw", data={"cohort": str(cast.fall.id)})
    task = session.scalars(select(Task).where(col(Task.kind) == "trial.draw")).one()
    assert task.payload["place"] == str(cast.enrollment("nan").id)
    assert task.payload.keys() == {"trial", "place", "by"}


def test_whose_turn_it_is_not_is_not_drawn_for(
    session: Session, cast: Cast, app: FastAPI, sign_in: SignIn
) -> None:
    project, _trial = seal(session, app, cast)
    session.commit()
    ada = {"place": str(cast.enrollment("ada").id)}
    answer = sign_in("cora").post(path_of(project) + "/draw", data=ada)
    assert answer.status_code == 409
    assert str(NOT_READY) in answer.text
    other = {"place": str(cast.enrollment("ben").id)}
    assert sign_in("cora").post(path_of(project) + "/draw", data=other).status_code == 404


def test_the_open_list_can_be_downloaded_and_is_what_was_published(
    session: Session, cast: Cast, app: FastAPI, sign_in: SignIn
) -> None:
    project, trial = seal(session, app, cast)
    session.commit()
    cora = sign_in("cora")
    assert cora.post(path_of(project) + "/opening").status_code == 409
    cora.post(path_of(project) + "/end")
    cora.post(path_of(project) + "/opening")
    text = cora.get(path_of(project) + "/list.txt").text
    session.refresh(trial)
    assert hash_of(text) == trial.list_hash
    assert why_not_genuine(text) is None
    assert "Allocated" in cora.page(path_of(project)).main.text


def drawn_apart(session: Session, cast: Cast, app: FastAPI) -> tuple[Project, ArmAccess]:
    """A trial in which somebody's arm has no sessions."""
    project, trial = seal(session, app, cast)
    secret = app.state.settings.secret_key.get_secret_value()
    others = [cast.person(name) for name in ("ben", "lee", "abe", "fay")]
    people = [
        *(cast.enrollment("ada"), cast.enrollment("nan")),
        *(add_enrollment(session, person, cast.fall, at=NOW) for person in others),
    ]
    session.flush()
    make_ready(session, project, people)
    for place in people:
        own = {"secret": secret, "by": cast.id("cora"), "now": NOW}
        actions.draw(session, project, trial, place.id, **own)
    without = select(ArmAccess).where(~col(ArmAccess.has_sessions))
    apart = session.scalars(without).first()
    assert apart is not None
    session.commit()
    return project, apart


def test_what_happened_since_is_recorded_with_its_reason(
    session: Session, cast: Cast, app: FastAPI, sign_in: SignIn
) -> None:
    project, apart = drawn_apart(session, cast, app)
    cora, place = sign_in("cora"), str(apart.enrollment_id)
    asked = {"place": place, "kind": "crossed_over", "reason": ""}
    assert cora.post(path_of(project) + "/event", data=asked).status_code == 409
    cora.post(path_of(project) + "/event", data=asked | {"reason": "Asked for sessions."})
    session.refresh(apart)
    assert (apart.has_sessions, apart.sessions_from) == (False, NOW), "from now on, and no duty"
    again = asked | {"reason": "Once more."}
    assert cora.post(path_of(project) + "/event", data=again).status_code == 409
    gone = {"place": place, "kind": "discontinued", "reason": "Moved away."}
    cora.post(path_of(project) + "/event", data=gone)
    states = cora.page(path_of(project)).table("For whom an arm was drawn").column("State")
    assert "Discontinued" in states


def test_whom_somebody_saw_is_logged_once(
    session: Session, cast: Cast, app: FastAPI, sign_in: SignIn
) -> None:
    project, apart = drawn_apart(session, cast, app)
    held = cast.case_session("fall-2026", 1)
    cora = sign_in("cora")
    seen = {"place": str(apart.enrollment_id), "held": str(held.id), "note": "Camera on."}
    cora.post(path_of(project) + "/log", data=seen)
    (logged,) = session.scalars(select(Contamination))
    assert (logged.enrollment_id, logged.note) == (apart.enrollment_id, "Camera on.")
    assert cora.post(path_of(project) + "/log", data=seen).status_code == 409
    ahead = seen | {"held": str(cast.case_session("fall-2026", 2).id)}
    assert cora.post(path_of(project) + "/log", data=ahead).status_code == 404
    assert "Camera on." in cora.page(path_of(project)).main.text


def test_the_list_is_not_sent_if_it_is_another_than_was_published(
    session: Session, cast: Cast, app: FastAPI, sign_in: SignIn
) -> None:
    project, trial = seal(session, app, cast)
    session.commit()
    cora = sign_in("cora")
    for act in ("end", "opening"):
        cora.post(f"{path_of(project)}/{act}")
    unfrozen(session)
    session.refresh(trial)
    assert trial.opened is not None
    session.execute(update(Trial).values(opened=trial.opened.replace("places: 60", "places: 61")))
    session.commit()
    answer = cora.get(path_of(project) + "/list.txt")
    assert answer.status_code == 409
    assert str(NOT_AS_PUBLISHED) in answer.text
    assert "seed:" not in answer.text


FLOW = "Flow of people through the trial"


def test_before_the_end_nothing_is_told_by_arm_or_by_reason(
    session: Session, cast: Cast, app: FastAPI, sign_in: SignIn
) -> None:
    project, _apart = drawn_apart(session, cast, app)
    page = sign_in("cora").page(path_of(project))
    flow = page.table(FLOW)
    assert flow.headers == ["Step", "All"]
    assert flow.column("Step")[-1] == "Randomized"
    for words in ("Declined", "Allocated"):
        assert words not in page.main.text


def test_numbers_of_few_stand_neither_in_the_table_nor_in_the_boxes(
    session: Session, cast: Cast, app: FastAPI, sign_in: SignIn
) -> None:
    """Two have not answered, and one was discontinued; arms of three are told to nobody."""
    project, apart = drawn_apart(session, cast, app)
    cora = sign_in("cora")
    gone = {"place": str(apart.enrollment_id), "kind": "discontinued", "reason": "Moved away."}
    cora.post(path_of(project) + "/event", data=gone)
    cora.post(path_of(project) + "/end")
    page = cora.page(path_of(project))
    flow = page.table(FLOW)
    assert flow.headers == ["Step", "All", "Combined", "Asynchronous only"]
    by_arm = [cell for row in flow.cells for cell in row[-2:] if len(row) > 2]
    assert "Not shown" in by_arm
    assert not [cell for cell in by_arm if re.fullmatch("[1-4]", cell)]
    assert "Moved away." not in page.main.text
    drawing = re.findall(r"<text[^>]*>([^<]+)</text>", cora.get(path_of(project)).text)
    assert "Allocated: Not shown" in " ".join(drawing)
    assert not [words for words in drawing if re.search(r": [1-4]$", words)]


def test_many_are_told_by_arm_in_the_table_and_in_the_boxes(
    session: Session, cast: Cast, app: FastAPI, sign_in: SignIn
) -> None:
    project, trial = seal(session, app, cast)
    secret = app.state.settings.secret_key.get_secret_value()
    crowd = places(session, cast, 60)
    make_ready(session, project, crowd)
    for place in crowd:
        actions.draw(session, project, trial, place.id, secret=secret, by=None, now=NOW)
    session.commit()
    cora = sign_in("cora")
    cora.post(path_of(project) + "/end")
    page = cora.page(path_of(project))
    flow = page.table(FLOW)
    at = flow.column("Step").index("Allocated")
    everybody, one, other = (int(flow.column(name)[at]) for name in flow.headers[1:])
    assert (everybody, one + other) == (60, 60)
    html = cora.get(path_of(project)).text
    drawing = re.findall(r"<text[^>]*>([^<]+)</text>", html)
    assert {f"Allocated: {one}", f"Allocated: {other}", "Randomized: 60"} <= {*drawing}
    title = re.search(r'role="img"\s+aria-labelledby="(\S+) (\S+)"', html)
    assert title is not None
    assert all(f'id="{key}"' in html for key in title.groups())


@pytest.mark.parametrize("people", [2, 40])
def test_the_page_costs_as_many_statements_for_many_as_for_few(
    session: Session,
    cast: Cast,
    app: FastAPI,
    sign_in: SignIn,
    statements: Statements,
    people: int,
) -> None:
    project, trial = seal(session, app, cast)
    secret = app.state.settings.secret_key.get_secret_value()
    crowd = places(session, cast, people)
    make_ready(session, project, crowd)
    for place in crowd[::2]:
        actions.draw(session, project, trial, place.id, secret=secret, by=None, now=NOW)
    session.commit()
    cora = sign_in("cora")
    cora.page(path_of(project))
    with statements() as found:
        cora.page(path_of(project))
    assert len(found.seen) == 27


def test_who_coordinates_nothing_here_finds_no_trial(
    session: Session, cast: Cast, app: FastAPI, sign_in: SignIn
) -> None:
    project, _trial = seal(session, app, cast)
    session.commit()
    for name in ("ada", "fay", "lee"):
        assert sign_in(name).get(path_of(project)).status_code == 404, name
    assert sign_in("abe").get(path_of(project)).status_code == 403
