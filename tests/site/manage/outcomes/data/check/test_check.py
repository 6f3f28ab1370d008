"""A file from REDCap: what does not fit is told line by line, what differs by field, no answer."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.core.models import AuditLine
from app.outcomes.projects.analyses.models import ProjectAnalysis
from app.outcomes.redcap.design import NO_WAVE
from app.outcomes.redcap.package import RECORDS, package_file
from app.outcomes.redcap.tables import NOT_UTF8
from app.outcomes.sharing.actions import pass_to_redcap
from app.outcomes.sharing.taking.models import RecordsFile
from app.outcomes.sharing.taking.rules import (
    ANALYZED,
    ANONYMOUS,
    APPLIED,
    CHANGED_MEANWHILE,
    NOBODY,
)
from app.surveys.enums import IdentityMode
from app.surveys.models import ConfidentialAnswers
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements
from tests.outcomes.redcap import samples
from tests.outcomes.sharing.taken import Taken, allowed
from tests.outcomes.sharing.taking.scene import Emptied, emptied
from tests.studies.projects_of import make_project
from tests.surveys.asking import send

PATH = "/manage/outcomes/mentoring-outcomes/data/check"


def records_of(own: Taken, secret: str) -> bytes:
    made = pass_to_redcap(own.session, own.found, secret=secret, why="A test.", by=None, now=NOW)
    return samples.files_of(package_file(made))[RECORDS]


def test_what_went_out_is_the_same_here(sign_in: SignIn, session: Session, cast: Cast) -> None:
    own = allowed(session, cast, IdentityMode.CONFIDENTIAL)
    sent = records_of(own, "s" * 40)
    session.commit()
    cora = sign_in("cora")
    page = cora.post(PATH, files={"file": ("r.csv", sent)}).page.main.text
    assert "Every record fits this study." in page
    assert "The same here 16" in page
    assert "Different here 0" in page
    line = session.scalars(
        select(AuditLine).where(col(AuditLine.act) == "project.redcap-check")
    ).one()
    assert line.actor_id == cast.id("cora")


def test_what_differs_is_named_and_not_told(sign_in: SignIn, session: Session, cast: Cast) -> None:
    own = allowed(session, cast, IdentityMode.CONFIDENTIAL)
    head, *rows = records_of(own, "s" * 40).decode().splitlines()
    cells = rows[0].split(",")
    at = head.split(",").index('"a2"')
    cells[at] = '"1"'
    before = {row.id: dict(row.answers) for row in session.scalars(select(ConfidentialAnswers))}
    session.commit()
    sent = "\n".join([head, ",".join(cells), *rows[2:]]) + "\n"
    page = sign_in("cora").post(PATH, files={"file": ("r.csv", sent.encode())}).page
    assert "Different here 1" in page.main.text
    assert "Only here 1" in page.main.text
    (found,) = page.table("What differs").records
    assert found["Record"] == cells[0].strip('"')
    assert found["Fields"] == "a2", "the field is named, and no answer"
    session.expire_all()
    after = {row.id: dict(row.answers) for row in session.scalars(select(ConfidentialAnswers))}
    assert after == before


def test_what_does_not_fit_is_told_line_by_line(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    own = allowed(session, cast, IdentityMode.CONFIDENTIAL)
    sent = records_of(own, "s" * 40).replace(b'"baseline_arm_1"', b'"later_arm_1"', 1)
    session.commit()
    cora = sign_in("cora")
    page = cora.post(PATH, files={"file": ("r.csv", sent)}).page
    assert "The file does not fit this study." in page.main.text
    assert "There is no event “later_arm_1” in this project." in page.main.text
    assert "The same here" not in page.main.text
    without = cora.post(PATH, data={"file": ""})
    assert (without.status_code, set(without.page.field_errors)) == (422, {"file"})


def test_names_by_chance_cannot_be_compared(sign_in: SignIn, session: Session, cast: Cast) -> None:
    own = allowed(session, cast, IdentityMode.LINKED)
    sent = records_of(own, "s" * 40)
    session.commit()
    cora = sign_in("cora")
    page = cora.post(PATH, files={"file": ("r.csv", sent)}).page.main.text
    assert "Every record fits this study." in page
    assert str(ANONYMOUS) in page
    assert "Can be taken in" not in page
    assert sign_in("fay").get(PATH).status_code in {403, 404}


def waiting(sign_in: SignIn, session: Session, cast: Cast) -> tuple[Emptied, Browser, str]:
    """A file that can be taken in, and the address where it waits."""
    own = emptied(session, cast, IdentityMode.CONFIDENTIAL, here=1)
    session.commit()
    cora = sign_in("cora")
    answer = cora.post(PATH, files={"file": ("twelve months.csv", own.records)})
    assert answer.status_code == 303
    return own, cora, answer.headers["location"]


def test_a_file_is_looked_at_taken_in_and_taken_back(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    own, cora, path = waiting(sign_in, session, cast)
    page = cora.page(path)
    for said in ("Questionnaires in the file 32", "Can be taken in 16", "The same here 16"):
        assert said in page.main.text
    coming = page.section("What can be taken in").text
    assert own.name_of(own.places[0]) in coming, "as the file names it"
    assert len(own.stored()) == 16, "looking changes nothing"
    assert "twelve months.csv, sent" in cora.page(PATH).main.text
    form = page.form("Take in 16 questionnaires")
    assert cora.post(form.action, data=form.hidden).headers["location"] == path
    session.expire_all()
    assert len(own.stored()) == 32
    done = cora.page(path)
    assert "16 questionnaires came in." in done.main.text
    again = cora.post(form.action, data=form.hidden)
    assert (again.status_code, again.page.errors) == (409, [str(APPLIED)])
    assert "twelve months.csv, taken in" in cora.page(PATH).main.text
    back = done.form("Take these answers back")
    without = cora.post(back.action, data={"reason": " "})
    assert (without.status_code, set(without.page.field_errors)) == (409, {"reason"})
    assert cora.post(back.action, data={"reason": "Not ours."}).headers["location"] == path
    session.expire_all()
    assert len(own.stored()) == 16
    assert "16 questionnaires of this file were taken back." in cora.page(path).main.text
    assert "twelve months.csv, taken back" in cora.page(PATH).main.text


def test_what_would_come_in_is_looked_at_again_once_it_changed(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    own, cora, path = waiting(sign_in, session, cast)
    form = cora.page(path).form("Take in 16 questionnaires")
    last = own.surveys[2].id
    asked = next(i for i in own.invitations() if i.survey_id == last)
    send(session, asked, {"a1": 1, "a2": 1, "a3": 1, "a4": 1})
    session.commit()
    refused = cora.post(form.action, data=form.hidden)
    assert (refused.status_code, refused.page.errors) == (409, [str(CHANGED_MEANWHILE)])
    assert len(own.stored()) == 17
    form = refused.page.form("Take in 15 questionnaires")
    assert cora.post(form.action, data=form.hidden).status_code == 303
    assert len(own.stored()) == 32


def test_what_was_analyzed_has_no_way_back(sign_in: SignIn, session: Session, cast: Cast) -> None:
    own, cora, path = waiting(sign_in, session, cast)
    form = cora.page(path).form("Take in 16 questionnaires")
    cora.post(form.action, data=form.hidden)
    made: dict[str, Any] = {"cut_off": NOW, "code_version": "1", "found": {}, "made_at": NOW}
    session.add(ProjectAnalysis(project_id=own.project.id, number=1, **made))
    session.commit()
    done = cora.page(path)
    assert str(ANALYZED) in done.main.text
    assert [form for form in done.forms if (form.action or "").endswith("/undo")] == []


def test_a_file_of_another_study_is_not_found(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    _own, cora, path = waiting(sign_in, session, cast)
    make_project(session, cast, title="Other outcomes")
    session.commit()
    assert cora.get("/manage/outcomes/other-outcomes/data/check").status_code == 200
    other = path.replace("mentoring-outcomes", "other-outcomes")
    assert cora.get(other).status_code == 404
    assert sign_in("fay").get(path).status_code == 404
    discard = cora.page(path).form("Delete this file")
    assert cora.post(discard.action, data=discard.hidden).headers["location"] == PATH
    session.expire_all()
    assert session.scalars(select(RecordsFile)).all() == []
    assert cora.get(path).status_code == 404


def test_a_file_that_cannot_be_read_is_refused_at_its_field(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    allowed(session, cast, IdentityMode.CONFIDENTIAL)
    session.commit()
    sent = sign_in("cora").post(PATH, files={"file": ("r.png", b"\x89PNG\x00\x00")})
    assert (sent.status_code, sent.page.field_errors) == (422, {"file": str(NOT_UTF8)})


def test_what_cannot_come_in_is_listed_with_its_reason(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    own = emptied(session, cast, IdentityMode.CONFIDENTIAL)
    name = own.name_of(own.places[0])
    session.commit()
    cora = sign_in("cora")
    sent = own.records.replace(name.encode(), b"ZZZ-ZZZ")
    path = cora.post(PATH, files={"file": ("r.csv", sent)}).headers["location"]
    rows = cora.page(path).table("What cannot be taken in").records
    assert {(row["Record"], row["Why"]) for row in rows} == {("ZZZ-ZZZ", str(NOBODY))}
    assert len(rows) == 4


def test_a_page_costs_the_same_statements_for_few_and_for_many(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    own, cora, path = waiting(sign_in, session, cast)
    head, *lines = own.records.splitlines(keepends=True)
    few = b"".join([head, lines[1]])
    short = cora.post(PATH, files={"file": ("r.csv", few)}).headers["location"]
    cora.page(short)
    with statements() as counted:
        cora.page(short)
    of_few = counted.total
    with statements() as counted:
        cora.page(path)
    assert counted.total == of_few


def test_a_study_that_asks_nothing_yet_takes_nothing(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    make_project(session, cast)
    session.commit()
    sent = sign_in("cora").post(PATH, files={"file": ("r.csv", b"record_id\n")})
    assert (sent.status_code, sent.page.field_errors) == (422, {"file": str(NO_WAVE)})
