"""Making a study: each field is asked for, and rules stand at theirs."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.history.retention.enums import Cause
from app.history.retention.models import DeletionCallOff
from app.studies.models import Project, ProjectCohort
from tests.cast import Cast
from tests.client import SignIn
from tests.history.retention.announced import announce_it
from tests.studies.projects_of import STUDY

PATH = "/manage/outcomes/new"


def test_a_study_is_made_with_the_usual_waves(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    sent = STUDY | {"cohorts": [str(cast.fall.id)]}
    told = cora.post(PATH, data=sent)
    assert told.status_code == 422
    assert session.scalars(select(Project)).all() == [], "nothing is saved before it is read"
    assert (
        "Fall 2026, Baseline: open from October 15, 2026 to November 12, 2026, so it is over "
        "there, and nobody is asked. With +20 as its last day"
    ) in told.page.main.text
    assert set(told.page.field_errors) == {"despite"}
    assert "the days are changed on another page" in told.page.field_errors["despite"]
    assert "You can change these days on the page of its waves" in told.page.main.text
    assert "want it so" not in told.page.main.text, "nobody swears to days that they will change"
    form = told.page.form("Make the study")
    assert form.values("despite") == [], "it is not chosen for them"
    sent["despite"] = told.page.main.one("input[name=despite]").attribute("value")
    made = cora.post(PATH, data=sent)
    assert made.headers["location"] == "/manage/outcomes/what-changes"
    page = cora.page("/manage/outcomes/what-changes")
    for wave in ("Baseline", "After 3 months", "After 12 months", "After 24 months"):
        assert wave in page.text
    assert "Nobody is asked before the study has a text" in page.text
    assert [own.cohort_id for own in session.scalars(select(ProjectCohort))] == [cast.fall.id]
    again = cora.post(PATH, data=sent)
    assert again.headers["location"] == "/manage/outcomes/what-changes-2"


@pytest.mark.parametrize(
    ("changed", "at"),
    [
        ({"title": ""}, "title"),
        ({"determination": ""}, "determination"),
        ({"number": ""}, "number"),
        ({"consent": "objected"}, "consent"),
        ({"mode": "unlinked", "anchor": "randomized"}, "anchor"),
        ({"cohorts": []}, "cohorts"),
    ],
)
def test_what_is_wrong_stands_at_its_field(
    sign_in: SignIn, session: Session, cast: Cast, changed: dict[str, str], at: str
) -> None:
    sent = STUDY | {"cohorts": [str(cast.fall.id)]} | changed
    answer = sign_in("cora").post(PATH, data=sent)
    assert answer.status_code == 422
    assert set(answer.page.field_errors) == {at}
    assert session.scalars(select(Project)).all() == []


def test_cohorts_of_another_program_are_not_taken(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    foreign = str(cast.cohort("coach-2026").id)
    answer = sign_in("cora").post(PATH, data=STUDY | {"cohorts": [foreign]})
    assert answer.page.field_errors == {"cohorts": "Choose the cohorts that it studies."}
    other = sign_in("cora").post(PATH, data=STUDY | {"program": "coach-approach"})
    assert other.status_code == 404


def test_study_calls_off_that_records_of_its_cohort_go(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    announce_it(session, cast, "fall-2026")
    cora = sign_in("cora")
    sent = STUDY | {"cohorts": [str(cast.fall.id)]}
    told = cora.post(PATH, data=sent).page
    sent["despite"] = told.main.one("input[name=despite]").attribute("value")
    assert cora.post(PATH, data=sent).status_code == 303
    assert session.scalars(select(DeletionCallOff)).one().cause is Cause.STUDIED
