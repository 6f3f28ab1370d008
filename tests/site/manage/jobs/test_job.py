"""Long work: how far it is, what failed and why, trying again, and who may watch it."""

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.rules import ISSUING, NOT_CLAIMED, NOT_READY, ONE_ISSUE
from app.certificates.snapshot import CertificateKind
from app.core import jobs, queue
from app.core.db import Database
from app.core.jobs import NOTHING_FAILED, STOPPED, JobProgress
from app.core.models import AuditLine, Job, Task
from app.language.languages import ACCENTED, writing_in
from app.language.stored import store
from app.main import create_app
from app.printing.errors import CANNOT_START
from app.settings import Settings
from app.site.manage.jobs.page import time_left
from app.site.manage.jobs.words import verdict
from tests.cast import NOW, Cast
from tests.client import Browser, SignIn, Statements
from tests.site.manage.jobs.started import start

HTMX = {"HX-Request": "true"}


def work(session: Session, job: Job, done: int = 0, failed: int = 0) -> None:
    """Finish some open tasks of a job, and give some up."""
    waiting = select(Task).where(col(Task.job_id) == job.id, col(Task.done_at).is_(None))
    tasks = list(session.scalars(waiting.order_by(col(Task.label))))
    for task in tasks[:done]:
        queue.finish(session, task, now=NOW)
    for task in tasks[done : done + failed]:
        queue.fail(session, task, f"{task.label}: a letter cannot be printed.", now=NOW, final=True)
    session.commit()


def path(job: Job) -> str:
    return f"/manage/jobs/{job.id}"


def test_running_job_shows_how_far_it_is(sign_in: SignIn, session: Session, cast: Cast) -> None:
    job = start(session, cast)
    work(session, job, done=2)
    page = sign_in("cora").page(path(job))
    assert "2 of 5 people done" in page.text
    bar = page.one("progress")
    assert (bar.attribute("value"), bar.attribute("max")) == ("2", "5")
    assert "about 8 seconds left" in page.text
    assert "You can leave this page." in page.text


def test_job_that_cannot_go_on_says_why_once(sign_in: SignIn, session: Session, cast: Cast) -> None:
    job = start(session, cast)
    for task in session.scalars(select(Task).where(col(Task.job_id) == job.id)):
        queue.postpone(session, task, CANNOT_START, until=NOW + timedelta(minutes=1))
    session.commit()
    page = sign_in("cora").page(path(job))
    assert page.text.count("Nothing can be printed on this server at this moment.") == 1
    assert "0 of 5 people done" in page.text


def test_running_job_refreshes_itself_with_and_without_scripts(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    job = start(session, cast)
    head, body = sign_in("cora").get(path(job)).text.split("<body>")
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in head
    assert f'data-hx-get="{path(job)}" data-hx-trigger="every 1s"' in body


def test_swapped_part_is_the_same_as_on_a_fresh_page(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    job = start(session, cast)
    work(session, job, done=1, failed=1)
    cora = sign_in("cora")
    part = cora.get(path(job), headers=HTMX).text
    assert part.strip().startswith('<div id="job"')
    assert part.strip() in cora.get(path(job)).text


def test_finished_job_stands_still_and_leads_to_the_certificates(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    job = start(session, cast)
    work(session, job, done=5)
    answer = sign_in("cora").get(path(job))
    assert "http-equiv" not in answer.text
    assert "hx-trigger" not in answer.text
    page = answer.page
    assert page.one(".notice").attribute("data-announce") == "All is signed, for 5 people."
    assert page.link("See the certificates") == "/manage/cohorts/spring-2026/certificates"
    assert page.main.forms == []


def test_failures_are_named_with_their_reason(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    job = start(session, cast)
    work(session, job, done=3, failed=2)
    page = sign_in("cora").page(path(job))
    assert "3 of 5 people have theirs; 2 failed." in page.text
    assert page.rows[:2] == [
        "Person 3, MD Person 3, MD: a letter cannot be printed.",
        "Person 4, MD Person 4, MD: a letter cannot be printed.",
    ]
    assert page.form("Try these 2 again").action == f"{path(job)}/retry"


def test_failures_are_told_in_the_language_of_their_reader_and_old_ones_as_they_are(
    database: Database, session: Session, cast: Cast
) -> None:
    job = start(session, cast, tasks=1)
    work(session, job, failed=1)
    title, missing = store(ISSUING(count=2)), NOT_READY(missing=(NOT_CLAIMED,))
    job.title, job.title_reason = title
    own = session.scalars(select(Task).where(col(Task.job_id) == job.id)).one()
    label = ONE_ISSUE(name="Ben Begay, MD", certificate=CertificateKind.COMPLETION.words)
    new = queue.enqueue(
        session,
        "certificate.issue",
        key="new",
        payload=own.payload,
        label=label,
        now=NOW,
        job=job,
    )
    session.flush()
    queue.fail(session, new, missing, now=NOW, final=True)
    session.commit()
    settings = Settings(demo=True, languages="en,en-XA")
    reader = Browser(create_app(settings, database=database, clock=lambda: NOW))
    reader.cookies.set("language", "en-XA")
    page = reader.sign_in("cora").page(path(job))
    with writing_in(ACCENTED):
        assert str(label) != new.label
        assert page.heading == str(ISSUING(count=2))
        assert page.rows[:2] == [
            f"{label} {missing}",
            "Person 0, MD Person 0, MD: a letter cannot be printed.",
        ]
        assert page.title.startswith(str(ISSUING(count=2)))
        desk = reader.page("/manage").tasks[0]
        assert str(ISSUING(count=2)) in desk


def test_running_job_names_its_people_once_and_anew_when_it_is_over(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    job = start(session, cast)
    work(session, job, done=1)
    cora = sign_in("cora")
    opened = cora.page(path(job))
    assert len(opened.rows) == 5
    assert sum("Waits" in row for row in opened.rows) == 4
    asked = cora.get(path(job), headers=HTMX).text
    assert 'id="job"' in asked
    assert 'id="people"' not in asked
    work(session, job, done=4)
    over = cora.get(path(job), headers=HTMX).text
    assert '<div id="people" data-hx-swap-oob="true">' in over
    assert "Waits" not in over


def test_retry_waits_until_the_rest_is_through(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    job = start(session, cast)
    work(session, job, done=1, failed=1)
    page = sign_in("cora").page(path(job))
    assert page.rows[0] == "Person 1, MD Person 1, MD: a letter cannot be printed."
    assert [form.action for form in page.main.forms] == [f"{path(job)}/stop"]


def test_retry_queues_only_what_failed(sign_in: SignIn, session: Session, cast: Cast) -> None:
    job = start(session, cast)
    work(session, job, done=3, failed=2)
    cora = sign_in("cora")
    answer = cora.post(f"{path(job)}/retry")
    assert (answer.status_code, answer.headers["location"]) == (303, path(job))
    assert jobs.state(session, job.id, NOW).progress == JobProgress(total=5, done=3, failed=0)
    line = session.scalars(select(AuditLine).where(col(AuditLine.act) == "job.retried")).one()
    assert (line.actor_id, line.object_id, line.facts) == (
        cast.id("cora"),
        str(job.id),
        {"kind": job.kind, "tasks": 2},
    )
    assert "3 of 5 people done" in cora.page(path(job)).text


def test_retry_of_nothing_is_refused(sign_in: SignIn, session: Session, cast: Cast) -> None:
    job = start(session, cast)
    work(session, job, done=5)
    answer = sign_in("cora").post(f"{path(job)}/retry")
    assert answer.status_code == 409
    assert str(NOTHING_FAILED) in answer.page.text


@pytest.mark.parametrize(("persona", "status"), [("ada", 403), ("fay", 403), ("lee", 404)])
def test_job_is_its_coordinators_only(
    sign_in: SignIn, session: Session, cast: Cast, persona: str, status: int
) -> None:
    job = start(session, cast, "fall-2026")
    browser = sign_in(persona)
    assert browser.get(path(job)).status_code == status
    assert browser.post(f"{path(job)}/retry").status_code == status


def test_job_of_another_program_does_not_exist(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    job = start(session, cast, "coach-2026")
    work(session, job, done=4, failed=1)
    cora = sign_in("cora")
    assert cora.get(path(job)).status_code == 404
    assert cora.post(f"{path(job)}/retry").status_code == 404
    assert jobs.state(session, job.id, NOW).progress.failed == 1


@pytest.mark.parametrize("job", [str(UUID(int=1)), "latest"])
def test_unknown_job_does_not_exist(sign_in: SignIn, job: str) -> None:
    assert sign_in("cora").get(f"/manage/jobs/{job}").status_code == 404


def test_job_of_no_cohort_is_nobodys(sign_in: SignIn, session: Session, cast: Cast) -> None:
    job = start(session, cast)
    job.scope_id = None
    session.commit()
    assert sign_in("cora").get(path(job)).status_code == 404


def test_nobody_signed_in_is_asked_to_sign_in(
    browser: Browser, session: Session, cast: Cast
) -> None:
    job = start(session, cast)
    assert browser.get(path(job)).headers["location"].startswith("/sign-in?next=")
    polled = browser.get(path(job), headers=HTMX)
    assert polled.headers["HX-Redirect"].startswith("/sign-in?next=")


def test_polling_takes_no_more_statements_for_500_tasks_than_for_50(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    cora, counts = sign_in("cora"), []
    for size in (50, 500):
        job = start(session, cast, tasks=size)
        work(session, job, done=size // 2, failed=size // 4)
        with statements() as count:
            asked = cora.get(path(job), headers=HTMX).text
        assert asked.count("cannot be printed") == size // 4
        counts.append(count.total)
    assert counts[0] == counts[1] <= 7


@pytest.mark.parametrize(
    ("progress", "recent", "running_for", "expected"),
    [
        (JobProgress(27, 17, 0), 30, 60, "about 3 seconds left"),
        (JobProgress(27, 17, 5), 5, 5, "about 5 seconds left"),
        (JobProgress(27, 1, 0), 1, 0, "about 26 seconds left"),
        (JobProgress(500, 20, 0), 10, 600, "about 8 min left"),
        (JobProgress(27, 17, 0), 0, 60, None),
        (JobProgress(27, 25, 2), 25, 60, None),
        (JobProgress(0, 0, 0), 0, 0, None),
    ],
)
def test_time_left_follows_the_pace_of_the_last_seconds(
    progress: JobProgress, recent: int, running_for: int, expected: str | None
) -> None:
    left = time_left(progress, recent, timedelta(seconds=running_for))
    assert (left and str(left)) == expected


@pytest.mark.parametrize(
    ("progress", "expected"),
    [
        (JobProgress(27, 27, 0), "All is signed, for 27 people."),
        (JobProgress(1, 1, 0), "All is signed, for 1 person."),
        (JobProgress(27, 25, 2), "25 of 27 people have theirs; 2 failed."),
        (JobProgress(0, 0, 0), "There was nothing to do."),
    ],
)
def test_verdict_says_what_became_of_it(progress: JobProgress, expected: str) -> None:
    assert str(verdict(progress)) == expected


def test_issuing_is_stopped_for_those_who_wait(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    job = start(session, cast)
    work(session, job, done=2)
    cora = sign_in("cora")
    cora.page(path(job)).form("Stop")
    assert cora.post(f"{path(job)}/stop").headers["location"] == path(job)
    progress = jobs.state(session, job.id, NOW).progress
    assert progress == JobProgress(total=5, done=2, failed=3)
    page = cora.page(path(job))
    assert str(STOPPED) in page.rows[0]
    assert page.form("Try these 3 again").action == f"{path(job)}/retry"
    assert "Issuing stopped, for 3 people" in cora.page("/manage/cohorts/spring-2026/history").text
    assert cora.post(f"{path(job)}/stop").status_code == 409
