"""Issuing: the preview, what is chosen, the one button, and what it starts."""

from pathlib import Path

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.background import worker
from app.casework.enums import AttendanceStatus
from app.casework.models import Attendance
from app.certificates.models import Certificate, CertificateKind
from app.certificates.rules import NO_KEY
from app.core.db import Database
from app.core.models import Job, OutboxMessage, Task
from app.main import create_app
from app.people.models import Person
from app.settings import Settings
from app.site.manage.cohorts.certificates.issue.forms import IssueForm, Picked
from tests.casework.crowd import enroll_crowd
from tests.cast import NOW, Cast, make_completer
from tests.client import Browser, SignIn
from tests.issued import issue_certificate
from tests.letters import read
from tests.page import Page
from tests.phones import proven_session

CERTIFICATES = "/manage/cohorts/spring-2026/certificates"
ISSUE = f"{CERTIFICATES}/issue"
BEN = " of Ben Begay, MD, as it will be"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def claimed(sign_in: SignIn) -> None:
    """Ben claimed all he earned: a certificate of credit is ready, and one of completion."""
    answer = sign_in("ben").post("/cohorts/spring-2026/claim", data={"quarters": "24"})
    assert answer.status_code == 303


@pytest.fixture
def two(session: Session, cast: Cast, claimed: None) -> None:
    """Beside Ben, Chidi who completed and did not claim, and Lena who did nothing."""
    ben = cast.enrollment("ben").id
    chidi, _ = (person for person in enroll_crowd(session, cast.spring, 3) if person.id != ben)
    make_completer(session, session.get_one(Person, chidi.person_id), cast.spring)
    session.commit()


def chosen(page: Page) -> list[str]:
    """What the ticked boxes of a page would send."""
    return page.form(action=ISSUE).values("chosen")


def act(page: Page) -> str:
    """The text of the card with the button."""
    return page.one("#act").text


def jobs_of(session: Session) -> list[Job]:
    return list(session.scalars(select(Job)))


# ------------------------------------------------------------------------------ preview


def test_preview_shows_who_gets_what_and_what_the_others_miss(sign_in: SignIn, two: None) -> None:
    page = sign_in("cora").page(ISSUE)
    assert page.rows == [
        "Person 0 Completion of Person 0, as it will be – Credit not claimed",
        f"Ben Begay, MD Credit{BEN} , Completion{BEN} 6.00 –",
        "Person 1 – – 0 of 4 modules attested 0 of 3 sessions counted Credit not claimed",
    ]
    assert "Spring 2026 · last session April 30, 2026" in page.text


def test_preview_counts_and_names_the_act(sign_in: SignIn, two: None) -> None:
    page = sign_in("cora").page(ISSUE)
    assert page.chips == ["Ready 2", "Not ready yet 2", "Already issued 0"]
    assert "1 of them is among the ready or already issued, too." in page.text
    for listed in (
        "/manage/cohorts/spring-2026/people",
        "/manage/cohorts/spring-2026/certificates",
    ):
        assert (
            "1 person is among the ready and among the not ready yet"
            in sign_in("cora").page(listed).main.text
        )
    assert act(page) == (
        "3 certificates for 2 people will be issued "
        "Each person gets one email. Nothing is issued twice. Issue 3 certificates"
    )
    assert len(chosen(page)) == 2


def test_preview_of_one_is_in_the_singular(sign_in: SignIn) -> None:
    page = sign_in("cora").page(ISSUE)
    assert act(page).startswith("1 certificate for 1 person will be issued")
    assert act(page).endswith("Issue 1 certificate")


@pytest.mark.parametrize(
    ("show", "people", "certificates"),
    [("ready", 2, 3), ("missing", 2, 1), ("issued", 0, 0), ("nonsense", 3, 3)],
)
def test_button_issues_what_is_listed_under_a_filter(
    sign_in: SignIn, two: None, show: str, people: int, certificates: int
) -> None:
    page = sign_in("cora").page(f"{ISSUE}?show={show}")
    listed = [row for row in page.rows if "Nobody is on this list" not in row]
    assert len(listed) == people
    assert len(IssueForm.model_validate({"chosen": chosen(page)}).choices) == certificates
    buttons = page.form(action=ISSUE).buttons.values()
    assert [button["value"] for button in buttons] == [str(certificates)] * bool(certificates)


def test_preview_links_what_is_issued_already(
    sign_in: SignIn, session: Session, cast: Cast, claimed: None
) -> None:
    number = issue_certificate(session, cast.enrollment("ben")).number
    session.commit()
    page = sign_in("cora").page(ISSUE)
    assert page.rows == [f"Ben Begay, MD Credit{BEN} Completion issued 6.00 –"]
    assert page.link("Completion") == f"/manage/certificates/{number}"
    assert page.chips == ["Ready 1", "Not ready yet 0", "Already issued 1"]


def test_nothing_is_ready_in_a_running_cohort(sign_in: SignIn) -> None:
    page = sign_in("cora").page("/manage/cohorts/fall-2026/certificates/issue")
    assert act(page).startswith("Nothing is ready")
    assert page.main.all("button") == []
    assert "runs until December 3, 2026" in page.text


def test_installation_without_a_key_says_so_and_starts_nothing(
    database: Database, session: Session
) -> None:
    settings = Settings(demo=True)
    app = create_app(settings, database=database, clock=lambda: NOW)
    cora = Browser(app)
    cora.cookies.set("waypost", proven_session(session, Cast(session).id("cora"), NOW))
    settings.demo = False
    page = cora.page(ISSUE)
    assert str(NO_KEY) in page.text
    assert page.main.all("button") == []
    answer = cora.post(ISSUE, data={"chosen": chosen(page), "counted": "1"})
    assert answer.status_code == 409
    assert jobs_of(session) == []


# ------------------------------------------------------------------------------ issuing


def test_issue_starts_one_job_for_everybody_chosen(
    sign_in: SignIn, session: Session, cast: Cast, two: None
) -> None:
    cora = sign_in("cora")
    picked = chosen(cora.page(ISSUE))
    answer = cora.post(ISSUE, data={"chosen": picked, "counted": "3"})
    (job,) = jobs_of(session)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/manage/jobs/{job.id}")
    assert (job.scope_id, job.started_by) == (cast.spring.id, cast.id("cora"))
    kinds = sorted(task.payload["kinds"] for task in session.scalars(select(Task)) if task.job_id)
    assert kinds == [["cme_credit", "completion"], ["completion"]]


def test_pressing_twice_starts_one_job(sign_in: SignIn, session: Session, two: None) -> None:
    cora = sign_in("cora")
    data = {"chosen": chosen(cora.page(ISSUE)), "counted": "3"}
    first, second = cora.post(ISSUE, data=data), cora.post(ISSUE, data=data)
    assert first.headers["location"] == second.headers["location"]
    assert len(jobs_of(session)) == 1


def test_what_is_under_way_is_not_offered_again(sign_in: SignIn, two: None) -> None:
    cora = sign_in("cora")
    data = {"chosen": chosen(cora.page(ISSUE)), "counted": "3"}
    job = cora.post(ISSUE, data=data).headers["location"]
    page = cora.page(ISSUE)
    assert chosen(page) == []
    assert act(page).startswith("Nothing else is ready")
    assert "3 certificates being issued now" in act(page)
    assert job in page.main.addresses
    assert page.rows[1] == "Ben Begay, MD – – Being issued now"
    assert page.chips == ["Ready 0", "Not ready yet 2", "Already issued 0"]


def test_what_is_under_way_is_not_missing_on_the_list_of_people(sign_in: SignIn, two: None) -> None:
    cora = sign_in("cora")
    cora.post(ISSUE, data={"chosen": chosen(cora.page(ISSUE)), "counted": "3"})
    page = cora.page("/manage/cohorts/spring-2026/people")
    assert page.rows[1].endswith("4 sessions counted, 3 needed. 6.00 Being issued now")
    assert page.chips[2] == "Not ready yet 2"


def test_leaving_somebody_out_asks_again_with_the_new_count(
    sign_in: SignIn, session: Session, two: None
) -> None:
    cora = sign_in("cora")
    _, ben = chosen(cora.page(ISSUE))
    answer = cora.post(ISSUE, data={"chosen": [ben], "counted": "3"})
    assert answer.status_code == 409
    assert "The button said 3 certificates, but 2 are chosen." in answer.page.text
    assert answer.page.title.startswith("Error: Issue certificates")
    assert chosen(answer.page) == [ben]
    assert act(answer.page) == (
        "2 certificates for 1 person will be issued "
        "1 left out. Each person gets one email. Nothing is issued twice. Issue 2 certificates"
    )
    assert jobs_of(session) == []
    assert cora.post(ISSUE, data={"chosen": [ben], "counted": "2"}).status_code == 303


def test_choosing_nobody_starts_nothing(sign_in: SignIn, session: Session, two: None) -> None:
    answer = sign_in("cora").post(ISSUE, data={"counted": "3"})
    assert answer.status_code == 409
    assert "The button said 3 certificates, but none are chosen." in answer.page.text
    assert act(answer.page).startswith("Nothing is chosen")
    assert jobs_of(session) == []


def test_ticking_a_box_only_counts_again(sign_in: SignIn, session: Session, two: None) -> None:
    cora = sign_in("cora")
    _, ben = chosen(cora.page(ISSUE))
    answer = cora.post(ISSUE, data={"chosen": [ben]}, headers=HTMX)
    assert answer.status_code == 200
    assert answer.text.strip().startswith('<section id="act"')
    assert "Issue 2 certificates" in act(answer.page)
    assert jobs_of(session) == []


def test_swapped_part_is_the_same_as_on_a_fresh_page(sign_in: SignIn, two: None) -> None:
    cora = sign_in("cora")
    data = {"chosen": chosen(cora.page(ISSUE))[:1]}
    part, whole = cora.post(ISSUE, data=data, headers=HTMX).text, cora.post(ISSUE, data=data).text
    assert part.strip() in whole


def test_somebody_no_longer_ready_is_refused_with_the_reason(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    cora = sign_in("cora")
    picked = chosen(cora.page(ISSUE))
    marks = col(Attendance.enrollment_id) == cast.enrollment("ben").id
    for mark in session.scalars(select(Attendance).where(marks)):
        mark.status = AttendanceStatus.ABSENT
    session.commit()
    answer = cora.post(ISSUE, data={"chosen": picked, "counted": "1"})
    assert answer.status_code == 409
    assert "Nothing was issued yet" in answer.page.text
    assert "Ben Begay, MD: 0 of 3 sessions counted" in answer.page.text
    assert jobs_of(session) == []


def test_person_of_another_cohort_cannot_be_chosen(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    ada = Picked(cast.enrollment("ada").id, (CertificateKind.COMPLETION,))
    answer = sign_in("cora").post(ISSUE, data={"chosen": [ada.value], "counted": "1"})
    assert answer.status_code == 404
    assert jobs_of(session) == []


@pytest.mark.parametrize("value", ["", "x:completion", "{id}", "{id}:diploma", "{id}:"])
def test_choice_that_is_none_is_refused(sign_in: SignIn, cast: Cast, value: str) -> None:
    sent = value.format(id=cast.enrollment("ben").id)
    answer = sign_in("cora").post(ISSUE, data={"chosen": [sent], "counted": "1"})
    assert answer.status_code == 422


@pytest.mark.parametrize("persona", ["ada", "fay"])
def test_issuing_is_refused_to_learner_and_facilitator(sign_in: SignIn, persona: str) -> None:
    path = "/manage/cohorts/fall-2026/certificates/issue"
    assert sign_in(persona).post(path, data={"counted": "1"}).status_code == 403


def test_issuing_in_another_program_does_not_exist(sign_in: SignIn) -> None:
    path = "/manage/cohorts/coach-2026/certificates/issue"
    assert sign_in("cora").post(path, data={"counted": "1"}).status_code == 404


def test_from_the_preview_to_the_signed_file_in_three_clicks(
    real_database: Database, tmp_path: Path
) -> None:
    settings = Settings(demo=True, data_dir=tmp_path)
    app: FastAPI = create_app(settings, database=real_database, clock=lambda: NOW)
    Browser(app).sign_in("ben").post("/cohorts/spring-2026/claim", data={"quarters": "23"})
    cora = Browser(app).sign_in("cora")
    data = {"chosen": chosen(cora.page(ISSUE)), "counted": "2"}
    job = cora.post(ISSUE, data=data).headers["location"]
    with worker(settings, real_database, lambda: NOW) as one:
        one.run_until_idle()
    done = cora.page(job)
    assert "All is signed, for 1 person." in done.text
    assert done.link("See the certificates") == CERTIFICATES
    listed = cora.page(f"{CERTIFICATES}/register")
    assert [row.split(" WP-")[0] for row in listed.rows] == [
        "Ben Begay, MD Sonoran Certificate of credit 5.75",
        "Ben Begay, MD Sonoran Attestation of completion –",
    ]
    files = [address for address in listed.addresses if ".pdf" in address]
    assert len(files) == 2
    for link in files:
        assert cora.get(link).content.startswith(b"%PDF-")
    with real_database.read() as session:
        assert session.scalar(select(func.count(col(Certificate.id)))) == 2
        mails = session.scalars(
            select(OutboxMessage).where(col(OutboxMessage.kind) == "certificate")
        )
        assert [read(session, mail).recipient for mail in mails] == ["ben@example.org"]


# ------------------------------------------------------------------------- certificates
