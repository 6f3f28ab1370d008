"""Changing a study: what people relied on stays, the rest can change."""

from sqlalchemy.orm import Session

from tests.cast import Cast
from tests.client import SignIn
from tests.studies.projects_of import STUDY, make_project, refuse
from tests.studies.waves.world import make_world

PATH = "/manage/outcomes/mentoring-outcomes/edit"


def sent(cast: Cast, **changed: str) -> dict[str, object]:
    own = {name: value for name, value in STUDY.items() if name != "program"}
    return {**own, "title": "Mentoring outcomes", "cohorts": [str(cast.fall.id)], **changed}


def test_before_anybody_answered_all_of_it_changes(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    project = make_project(session, cast)
    session.commit()
    cora = sign_in("cora")
    assert cora.post(PATH, data=sent(cast)).headers["location"] == f"{PATH}?saved=false"
    other = cora.post(PATH, data=sent(cast, mode="linked", title="Another"))
    assert other.headers["location"] == f"{PATH}?saved=true"
    session.refresh(project)
    assert (project.mode.value, project.title) == ("linked", "Another")


def test_once_somebody_answered_what_they_were_told_stays(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    project = make_world(session, cast).project
    refuse(session, cast, project, "ada")
    session.commit()
    cora = sign_in("cora")
    assert "People have answered to this study as it is." in cora.page(PATH).text
    assert cora.post(PATH, data=sent(cast, mode="linked")).status_code == 422
    without = cora.post(PATH, data=sent(cast) | {"cohorts": [str(cast.spring.id)]})
    assert "Cohorts can be added to it" in without.page.field_errors["cohorts"]
    both = [str(cast.fall.id), str(cast.spring.id)]
    longer = sent(cast, title="Longer") | {"cohorts": both}
    told = cora.post(PATH, data=longer)
    assert told.status_code == 422
    assert "Spring 2026, Baseline: open from" in told.page.main.text
    assert "Fall 2026, Baseline:" not in told.page.main.text, "it is there already"
    despite = told.page.main.one("input[name=despite]").attribute("value")
    more = cora.post(PATH, data=longer | {"despite": despite})
    assert more.headers["location"] == f"{PATH}?saved=true"
