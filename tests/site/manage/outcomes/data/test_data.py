"""Taking a study's data out: what the page says, the two files, and who may."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import AuditLine
from app.outcomes.redcap.package import read_package
from app.studies.enums import ConsentScope
from app.surveys.enums import IdentityMode
from tests.cast import Cast
from tests.client import SignIn, Statements
from tests.outcomes.projects.asked import answer_all, people, project_asked
from tests.outcomes.redcap import samples
from tests.outcomes.sharing.taken import Taken, allowed, taken
from tests.studies.projects_of import ALL

PATH = "/manage/outcomes/mentoring-outcomes/data"
WHY = "For the statistician, Dr. Ruiz."


def test_both_files_are_taken_for_a_reason(sign_in: SignIn, session: Session, cast: Cast) -> None:
    allowed(session, cast, IdentityMode.CONFIDENTIAL)
    session.commit()
    cora = sign_in("cora")
    assert cora.page("/manage/outcomes/mentoring-outcomes").link("Take its data out") == PATH
    page = cora.page(PATH)
    form = page.form("Download the REDCap project")
    sent = cora.post(form.action, data=form.data(redcap_reason=WHY))
    assert sent.headers["content-type"] == "application/zip"
    name = 'attachment; filename="mentoring-outcomes-redcap.zip"'
    assert sent.headers["content-disposition"] == name
    assert len(read_package(sent.content).records or ()) == 16
    form = page.form("Download the research file")
    sent = cora.post(form.action, data=form.data(research_reason=WHY))
    assert "answers-competency-self.csv" in samples.files_of(sent.content)
    own = col(AuditLine.object_kind) == "project", col(AuditLine.reason) == WHY
    lines = session.scalars(select(AuditLine).where(*own).order_by(col(AuditLine.id))).all()
    acts = ["project.redcap-file", "project.research-file"]
    assert [(line.act, line.actor_id) for line in lines] == [(act, cast.id("cora")) for act in acts]


@pytest.mark.parametrize(
    ("button", "field"),
    [
        ("Download the REDCap project", "redcap_reason"),
        ("Download the research file", "research_reason"),
    ],
)
def test_nothing_leaves_without_a_reason(
    sign_in: SignIn, session: Session, cast: Cast, button: str, field: str
) -> None:
    allowed(session, cast, IdentityMode.CONFIDENTIAL)
    session.commit()
    cora = sign_in("cora")
    form = cora.page(PATH).form(button)
    answer = cora.post(form.action, data=form.data(**{field: " "}))
    assert (answer.status_code, set(answer.page.field_errors)) == (422, {field})
    act = col(AuditLine.act).startswith("project.re")
    assert session.scalars(select(AuditLine).where(act)).all() == []


def test_the_risk_of_a_choice_is_shown_and_what_would_do(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    own = allowed(session, cast, IdentityMode.CONFIDENTIAL, 12)
    for number, place in enumerate(own.places):
        place.rank = "Professor" if number < 2 else f"Instructor {number % 2}"
    own.places[2].rank = "Dean"
    session.commit()
    cora = sign_in("cora")
    page = cora.page(f"{PATH}?column=rank&column=profession")
    text = page.main.text
    assert "Smallest group of people who look alike (k) 1" in text
    assert "People in groups that are too small 7" in text
    assert "People who are alone in theirs 1" in text
    assert "Leave out: Academic rank" in text
    assert not [form for form in page.forms if "Download the research file" in form.buttons]
    forced = {"column": ["rank", "profession"], "research_reason": WHY}
    refused = cora.post(f"{PATH}/research", data=forced)
    assert refused.status_code == 422
    assert "7 people are in groups that are too small" in refused.page.main.text
    page = cora.page(f"{PATH}?column=profession&column=name")
    form = page.form("Download the research file")
    assert form.data(research_reason=WHY)["column"] in ("profession", ["profession"])
    assert cora.post(form.action, data=form.data(research_reason=WHY)).status_code == 200
    said = "Files that went out before said this of people, and it counts here, too: Profession"
    assert said in cora.page(PATH).main.text


@pytest.mark.parametrize("mode", list(IdentityMode))
def test_few_people_are_not_told_of(
    sign_in: SignIn, session: Session, cast: Cast, mode: IdentityMode
) -> None:
    own = taken(session, cast, mode)
    own.allow(own.places[:4])
    own.allow(own.places[4:], ALL - {ConsentScope.SHARE})
    if mode.is_anonymous:
        own.close()
    session.commit()
    page = sign_in("cora").page(PATH)
    assert page.main.text.count("Nothing can be taken out now") == 1
    assert "Answered questionnaires" not in page.main.text
    why = "somebody did not" if mode.is_anonymous else "Fewer than 5 people"
    assert why in page.main.text


@pytest.mark.parametrize("mode", [IdentityMode.LINKED, IdentityMode.UNLINKED])
def test_an_anonymous_study_says_nothing_of_people(
    sign_in: SignIn, session: Session, cast: Cast, mode: IdentityMode
) -> None:
    allowed(session, cast, mode)
    session.commit()
    page = sign_in("cora").page(f"{PATH}?column=rank")
    assert "What it says of people" not in page.main.text
    assert "column" not in page.form("Download the research file").data()


@pytest.mark.parametrize("persona", ["ada", "fay", "lee", "abe"])
def test_others_stand_before_nothing(
    sign_in: SignIn, session: Session, cast: Cast, persona: str
) -> None:
    allowed(session, cast, IdentityMode.CONFIDENTIAL)
    session.commit()
    browser = sign_in(persona)
    assert browser.get(PATH).status_code in {403, 404}
    for file, field in (("redcap", "redcap_reason"), ("research", "research_reason")):
        answer = browser.post(f"{PATH}/{file}", data={field: WHY})
        assert answer.status_code in {403, 404}
    assert sign_in("cora").get("/manage/outcomes/no-such-study/data").status_code == 404


def test_statements_are_as_many_for_a_crowd(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    project, surveys = project_asked(session, cast, IdentityMode.CONFIDENTIAL)
    own = Taken(session, project, surveys, people(session, cast, 20))
    answer_all(session, surveys, own.places[:6])
    own.allow(own.places[:6])
    session.commit()
    cora = sign_in("cora")
    cora.page(PATH)
    with statements() as few:
        cora.page(f"{PATH}?column=rank")
    counted = few.total
    answer_all(session, surveys, own.places[6:])
    own.allow(own.places[6:])
    session.commit()
    with statements() as many:
        cora.page(f"{PATH}?column=rank")
    assert many.total == counted
