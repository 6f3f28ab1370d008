"""The work of one's cohorts, and whom each job was for."""

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.certificates.printing.pool import CertificatePool
from app.core.db import Database
from app.core.models import Task
from app.language.stored import store
from app.messages.announcements.models import AnnouncementRecipient
from app.messages.announcements.rules import NO_ADDRESS
from tests.cast import NOW, Cast
from tests.certificates.office import claim, complete, office, start, tasks, work
from tests.client import SignIn, Statements
from tests.messages.announcements.written import sent_message
from tests.site.manage.jobs.started import start as start_job

JOBS = "/manage/jobs"


def test_finished_work_is_listed_with_its_cohort_and_who_began_it(
    sign_in: SignIn, session: Session, database: Database, pool: CertificatePool
) -> None:
    claim(session)
    complete(session, "nan")
    job = start(session)
    session.commit()
    work(database, office(pool))
    page = sign_in("cora").page(JOBS)
    assert page.rows == [
        "Issuing 3 certificates Spring 2026 Wed, Nov 18, 10:00 AM Mountain Time "
        "Cora Castellano, MPH 2 of 2 Done"
    ]
    assert f"{JOBS}/{job.id}" in page.main.addresses


def test_job_lists_its_people_with_what_they_got(
    sign_in: SignIn,
    session: Session,
    cast: Cast,
    database: Database,
    pool: CertificatePool,
) -> None:
    claim(session)
    complete(session, "nan")
    cast.person("nan").degrees = "RN, BSN"
    cast.person("nan").entered_degrees = "RN, BSN"
    job = start(session)
    cast.person("nan").degrees = "Nobel laureate"
    session.commit()
    work(database, office(pool))
    page = sign_in("cora").page(f"{JOBS}/{job.id}")
    ben, nan = page.rows[-2:]
    assert ben.startswith("Ben Begay, MD Certificate of credit, Attestation of completion WP-")
    assert ben.endswith("Done")
    assert nan == "Nan Nakai, Nobel laureate Attestation of completion – Failed"
    assert f"/manage/people/{cast.id('ben')}" in page.main.addresses
    assert len([a for a in page.main.addresses if a.startswith("/manage/certificates/")]) == 2
    failed = sign_in("cora").page(f"{JOBS}/{job.id}?show=failed")
    assert [row.startswith("Nan") for row in failed.rows[-1:]] == [True]
    assert not any(row.startswith("Ben Begay, MD Certificate") for row in failed.rows)


def test_delivery_lists_its_people_with_their_letters(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    message = sent_message(session, cast.fall, [cast.id("ada")], by=cast.id("cora"))
    left_out = store(NO_ADDRESS).reason
    session.add(
        AnnouncementRecipient(
            announcement_id=message.id, person_id=cast.id("ben"), left_out=left_out
        )
    )
    for task in session.scalars(select(Task).where(col(Task.job_id) == message.job_id)):
        task.failed_at = NOW
    session.commit()
    cora = sign_in("cora")
    page = cora.page(f"{JOBS}/{message.job_id}")
    ada, ben = page.main.tables[-1].rows
    assert ada == "Ada Alvarez, MD – Open the letter Failed"
    assert ben.startswith(f"Ben Begay, MD {NO_ADDRESS}")
    assert ben.endswith("Nothing was written")
    assert cora.get(page.main.link("Open the letter")).status_code == 200


def test_message_of_a_lead_is_on_no_coordinators_page(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    own = sent_message(session, cast.fall, [cast.id("ada")], by=cast.id("lee"), by_lead=True)
    session.commit()
    assert sign_in("cora").get(f"{JOBS}/{own.job_id}").status_code == 404


def test_work_of_another_program_is_not_listed(
    sign_in: SignIn, session: Session, cast: Cast
) -> None:
    start_job(session, cast, "coach-2026")
    assert "No jobs yet" in sign_in("cora").page(JOBS).text


def test_list_is_for_coordinators(sign_in: SignIn, cast: Cast) -> None:
    assert sign_in("ada").get(JOBS).status_code == 403
    assert sign_in("fay").get(JOBS).status_code == 403


def test_more_people_need_no_more_statements(
    sign_in: SignIn, session: Session, cast: Cast, statements: Statements
) -> None:
    cora, taken = sign_in("cora"), []
    for persona in ("nan", "lee"):
        complete(session, persona)
        job = start(session)
        for task in tasks(session):
            task.failed_at = job.started_at
        session.commit()
        for path in (JOBS, f"{JOBS}/{job.id}"):
            with statements() as count:
                assert cora.get(path).status_code == 200
            taken.append(count.total)
    assert taken[:2] == taken[2:]
