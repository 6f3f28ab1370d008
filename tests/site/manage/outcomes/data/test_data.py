"""Taking a study's data out: what the page says, the two files, and who may."""

from datetime import timedelta

import pytest
from sqlalchemy import or_, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.db import Database
from app.core.models import AuditLine
from app.outcomes.redcap.package import read_package
from app.outcomes.sharing.files.models import SharedFile
from app.studies.consent.actions import give, withdraw
from app.studies.consent.queries import newest_texts
from app.studies.enums import ConsentScope, KeptData, Respondent
from app.studies.queries import studied_places
from app.surveys.enums import IdentityMode
from tests.cast import NOW, Cast
from tests.client import Answer, Browser, SignIn, Statements
from tests.issued import made_file
from tests.outcomes.projects.asked import answer_all, people, project_asked
from tests.outcomes.redcap import samples
from tests.outcomes.sharing.files.worked import make_all
from tests.outcomes.sharing.taken import Taken, allowed, taken
from tests.studies.projects_of import ALL, make_project, said

PATH = "/manage/outcomes/mentoring-outcomes/data"
WHY = "For the statistician, Dr. Ruiz."


def downloads(session: Session) -> list[AuditLine]:
    """The lines of files that somebody took."""
    session.expire_all()
    own = col(AuditLine.act) == "project.file-downloaded"
    return list(session.scalars(select(AuditLine).where(own).order_by(col(AuditLine.id))))


def fetched(browser: Browser, name: str) -> Answer:
    """What the button beside a file gives."""
    found = [
        form
        for form in browser.page(PATH).forms
        if any(own.startswith(f"Download the {name}, data as of") for own in form.buttons)
    ]
    assert [form.method for form in found] == ["post"]
    return browser.post(found[0].action, data=found[0].data())


def test_both_files_are_made_for_a_reason_and_fetched(
    sign_in: SignIn, session: Session, cast: Cast, database: Database
) -> None:
    allowed(session, cast, IdentityMode.CONFIDENTIAL)
    session.commit()
    cora = sign_in("cora")
    assert cora.page("/manage/outcomes/mentoring-outcomes").link("Take its data out") == PATH
    page = cora.page(PATH)
    form = page.form("Make the REDCap project")
    sent = cora.post(form.action, data=form.data(redcap_reason=WHY))
    job = cora.page(sent.headers["location"])
    assert "REDCap project of Mentoring outcomes" in job.text
    assert "The file is being made" in job.text
    assert "Not made yet" in cora.page(PATH).text
    make_all(database)
    job = cora.page(sent.headers["location"])
    assert "The file is made. It is kept for three days." in job.text
    assert job.link("See the file") == f"{PATH}#files"
    file = fetched(cora, "REDCap project")
    assert file.headers["content-type"] == "application/zip"
    name = f'attachment; filename="mentoring-outcomes-redcap-{NOW.date()}.zip"'
    assert file.headers["content-disposition"] == name
    assert len(read_package(file.content).records or ()) == 16
    form = page.form("Make the research file")
    cora.post(form.action, data=form.data(research_reason=WHY))
    make_all(database)
    page = cora.page(PATH)
    assert WHY in page.text
    file = fetched(cora, "Research file")
    assert "answers-competency-self.csv" in samples.files_of(file.content)
    own = col(AuditLine.object_kind) == "project", col(AuditLine.reason) == WHY
    lines = session.scalars(select(AuditLine).where(*own).order_by(col(AuditLine.id))).all()
    asked, taken_out, cora_id = "project.file-ordered", "project.file-downloaded", cast.id("cora")
    acts = [asked, "project.redcap-file", taken_out, asked, "project.research-file", taken_out]
    assert [(line.act, line.actor_id) for line in lines] == [(act, cora_id) for act in acts]


@pytest.mark.parametrize("page", ["", "/check"])
@pytest.mark.parametrize("mode", [IdentityMode.CONFIDENTIAL, IdentityMode.LINKED])
def test_the_way_to_redcap_and_back_is_told(
    sign_in: SignIn, session: Session, cast: Cast, page: str, mode: IdentityMode
) -> None:
    """Where somebody looks for it, and not only in the file that they do not have yet."""
    allowed(session, cast, mode)
    session.commit()
    text = sign_in("cora").page(f"{PATH}{page}").main.text
    assert "How to bring answers back" in text
    assert ("the answers of this study are anonymous" in text) == mode.is_anonymous
    assert ("“CSV / Microsoft Excel (raw data)”" in text) == (not mode.is_anonymous)
    if not page:
        steps = ("Longitudinal: at", "upload 1-data-d", "upload 3-events", "upload 4-", "5-records")
        assert (places := [text.index(step) for step in steps]) == sorted(places)


@pytest.mark.parametrize(
    ("button", "field"),
    [
        ("Make the REDCap project", "redcap_reason"),
        ("Make the research file", "research_reason"),
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
    acts = [col(AuditLine.act).startswith(f"project.{act}") for act in ("re", "file")]
    assert session.scalars(select(AuditLine).where(or_(*acts))).all() == []
    assert session.scalars(select(SharedFile)).all() == []


def test_the_risk_of_a_choice_is_shown_and_what_would_do(
    sign_in: SignIn, session: Session, cast: Cast, database: Database
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
    assert not [form for form in page.forms if "Make the research file" in form.buttons]
    forced = {"column": ["rank", "profession"], "research_reason": WHY}
    refused = cora.post(f"{PATH}/research", data=forced)
    assert refused.status_code == 422
    assert "7 people are in groups that are too small" in refused.page.main.text
    page = cora.page(f"{PATH}?column=profession&column=name")
    form = page.form("Make the research file")
    assert form.data(research_reason=WHY)["column"] in ("profession", ["profession"])
    assert cora.post(form.action, data=form.data(research_reason=WHY)).status_code == 303
    make_all(database)
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
    assert "column" not in page.form("Make the research file").data()


@pytest.mark.parametrize("persona", ["ada", "fay", "lee", "abe"])
def test_others_stand_before_nothing(
    sign_in: SignIn, session: Session, cast: Cast, persona: str
) -> None:
    own = allowed(session, cast, IdentityMode.CONFIDENTIAL)
    file = made_file(session, own.project, by=cast.id("cora"))
    session.commit()
    browser = sign_in(persona)
    for path in (PATH, f"{PATH}/files/{file.id}"):
        assert browser.get(path).status_code in {403, 404}
    assert browser.post(f"{PATH}/files/{file.id}").status_code in {403, 404}
    assert downloads(session) == []
    for kind, field in (("redcap", "redcap_reason"), ("research", "research_reason")):
        answer = browser.post(f"{PATH}/{kind}", data={field: WHY})
        assert answer.status_code in {403, 404}
    assert sign_in("cora").get("/manage/outcomes/no-such-study/data").status_code == 404


def test_a_file_of_another_study_is_not_there(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    own = allowed(session, cast, IdentityMode.CONFIDENTIAL)
    other = make_project(session, cast, title="Another one")
    file = made_file(session, own.project, by=cast.id("cora"))
    session.commit()
    cora = sign_in("cora")
    assert cora.post(f"{PATH}/files/{file.id}").content == b"PK not really"
    elsewhere = f"/manage/outcomes/{other.key}/data/files/{file.id}"
    assert cora.post(elsewhere).status_code == 404
    assert len(downloads(session)) == 1


@pytest.mark.parametrize("change", ["withdraws", "allows less", "has just agreed"])
def test_a_file_goes_to_nobody_once_somebody_allows_less(
    sign_in: SignIn, session: Session, cast: Cast, change: str
) -> None:
    own = allowed(session, cast, IdentityMode.CONFIDENTIAL)
    file = made_file(session, own.project, by=cast.id("cora"), at=NOW - timedelta(minutes=1))
    place = studied_places(session, own.places[0].person_id, own.project.key)[0]
    if change == "withdraws":
        withdraw(session, place, KeptData.KEEP, now=NOW)
    elif change == "allows less":
        texts = newest_texts(session, [own.project.id], Respondent.LEARNER)[own.project.id]
        less = said(ALL - {ConsentScope.SHARE})
        give(session, place, less, text_id=texts["en"].id, edition=1, now=NOW)
    session.commit()
    answer = sign_in("cora").post(f"{PATH}/files/{file.id}")
    if change == "has just agreed":
        assert answer.status_code == 200
        return
    assert answer.status_code == 409
    assert answer.page.heading == "Take the data out"
    assert "Order it anew." in answer.page.main.text
    assert downloads(session) == []


def test_each_download_leaves_a_line_and_looking_none(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    """Twice taken are two copies, so there are two lines; a link of before leads to the button."""
    own = allowed(session, cast, IdentityMode.CONFIDENTIAL)
    file = made_file(session, own.project, by=cast.id("abe"))
    session.commit()
    cora, path = sign_in("cora"), f"{PATH}/files/{file.id}"
    answer = cora.get(path)
    assert (answer.status_code, answer.headers["location"]) == (303, f"{PATH}#files")
    assert downloads(session) == []
    assert fetched(cora, "Research file").content == b"PK not really"
    assert len(downloads(session)) == 1
    assert fetched(cora, "Research file").content == b"PK not really"
    lines = downloads(session)
    assert len(lines) == 2
    assert {(line.actor_id, line.object_id) for line in lines} == {
        (cast.id("cora"), str(own.project.id))
    }
    assert lines[0].facts == {"kind": "research", "columns": [], "file": file.sha256}


def test_a_file_is_here_for_three_days(sign_in: SignIn, session: Session, cast: Cast) -> None:
    """Also if the worker has not come round to throwing it away."""
    own = allowed(session, cast, IdentityMode.CONFIDENTIAL)
    by = cast.id("cora")
    old = made_file(session, own.project, by=by, at=NOW - timedelta(days=3, minutes=1))
    new = made_file(session, own.project, by=by, at=NOW - timedelta(days=2, hours=23))
    session.commit()
    cora = sign_in("cora")
    forms = [form.action for form in cora.page(PATH).forms]
    assert f"{PATH}/files/{new.id}" in forms
    assert f"{PATH}/files/{old.id}" not in forms
    assert cora.post(f"{PATH}/files/{old.id}").status_code == 404


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
