"""A certificate in the database without printing one, for tests that are not about the PDF."""

import hashlib
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.excuses.models import Excuse
from app.casework.make_up_requests.enums import RequestStep, Way
from app.casework.make_up_requests.models import MakeUpEvent, MakeUpRequest
from app.certificates.issuing.recording import audit_issue
from app.certificates.models import Certificate, CertificateFile, CertificateKind
from app.certificates.numbers import new_code, new_number
from app.certificates.pars.enums import RecordAction
from app.certificates.pars.models import ReportingFile, ReportingRow
from app.certificates.pars.rules import headers
from app.certificates.printing.templates import TemplatePack
from app.certificates.rules import ISSUING
from app.certificates.snapshot import sha256_of, to_json
from app.certificates.specimens import specimen
from app.cohorts.applications.enums import QuestionKind
from app.cohorts.applications.models import ApplicationQuestion
from app.cohorts.drafts.actions import start_draft
from app.cohorts.drafts.calendar.rules import Dates
from app.cohorts.enrollments.queries import is_enrolled
from app.cohorts.enrollments.recording import happened, new_place
from app.cohorts.enums import EnrollmentEventKind
from app.cohorts.intake.models import PeopleImport
from app.cohorts.models import Cohort, Enrollment, Program
from app.cohorts.teaching.models import Teaching
from app.content.models import ContentPrint, ContentUpload
from app.content.releases.queries import current_versions
from app.core import outbox
from app.core.ids import new_id
from app.core.models import Job, OutboxMessage, Task
from app.credit.disclosures.enums import ControllerRole
from app.credit.disclosures.models import ContentController, Disclosure
from app.history.audit_folders.models import AuditFolder, AuditFolderFile
from app.history.audit_folders.rules import MAKE as AUDIT
from app.history.audit_folders.rules import TITLE as AUDITED
from app.language.stored import store
from app.learning.signatures.queries import signed_in
from app.learning.threads.models import ThreadPost, ThreadPostVersion, ThreadReport
from app.messages.smtp import RECIPIENT_REFUSED
from app.outcomes.leadership.actions import TITLE
from app.outcomes.leadership.models import LeadershipReport, LeadershipReportFile
from app.outcomes.leadership.wanted import JOB as REPORTING
from app.outcomes.quotes.models import ReleasedQuote
from app.outcomes.sharing.files.enums import FileKind
from app.outcomes.sharing.files.models import SharedFile
from app.outcomes.sharing.files.queries import allowed_in
from app.outcomes.sharing.files.rules import MAKE
from app.outcomes.sharing.taking.models import RecordsFile
from app.people.addresses.queries import addresses_of
from app.people.enums import Profession
from app.people.models import Institution, RoleGrant
from app.settings import DEMO_SECRET
from app.studies.consent.actions import keep_text
from app.studies.enums import Determination, Respondent, WaveAnchor
from app.studies.models import Project
from app.studies.projects.actions import make
from app.studies.projects.rules import Described
from app.studies.trials.actions import end, open_list, seal_list
from app.studies.trials.queries import trial_of
from app.studies.trials.setup.actions import design
from app.studies.trials.setup.rules import Design
from app.surveys.enums import IdentityMode
from tests.cast import NOW, Cast, add_enrollment, make_person
from tests.messages.announcements.written import sent_message
from tests.outcomes.answered import ask
from tests.studies.projects_of import settle

PACK = TemplatePack()
SENDERS = {"mentor-development": "cora", "coach-approach": "abe"}
"""Whose zip of each program's pack waits to be imported."""
PROGRAMS = tuple(SENDERS)
COHORTS = ("fall-2026", "spring-2026", "coach-2026", "draft-2027")
"""The last one is made with the objects: a draft that nobody but Cora may know of."""
INSTALLATION = "installation"
"""Owns an institution, and the role of who facilitates the running cohort."""


def issue_certificate(
    session: Session,
    place: Enrollment | Teaching,
    kind: CertificateKind = CertificateKind.COMPLETION,
    *,
    edition: int = 1,
    pdf: bytes = b"%PDF-1.7 not really",
    at: datetime = NOW,
    **says: Any,
) -> Certificate:
    """Insert an issued certificate with its file and its line. `says`: what else it says."""
    number, code = new_number(), new_code()
    address = f"https://waypost.example/verify/{code}"
    named = {"number": number, "code": code, "verify_url": address}
    snapshot = to_json(specimen(kind, PACK, **named, **says))
    certificate = Certificate(
        enrollment_id=place.id if isinstance(place, Enrollment) else None,
        teaching_id=place.id if isinstance(place, Teaching) else None,
        kind=kind,
        edition=edition,
        number=number,
        code=code,
        snapshot=snapshot,
        snapshot_sha256=sha256_of(snapshot),
        pdf_sha256=hashlib.sha256(pdf).hexdigest(),
        issued_at=at,
        issued_by=place.person_id,
    )
    session.add(certificate)
    session.flush()
    session.add(CertificateFile(certificate_id=certificate.id, pdf=pdf))
    audit_issue(session, certificate, None, at)
    return certificate


def issue_teaching(
    session: Session, cast: Cast, *, persona: str = "fay", at: datetime = NOW
) -> Certificate:
    """The same of who leads sessions of the finished cohort."""
    place = Teaching(cohort_id=cast.spring.id, person_id=cast.id(persona))
    session.add(place)
    session.flush()
    return issue_certificate(session, place, CertificateKind.TEACHING, at=at)


def objects_of_cohorts(session: Session, cast: Cast) -> dict[str, dict[str, str]]:
    """For each cohort, and for each program, what an address can name of it."""
    found = {key: _objects_of_program(session, cast, key) for key in PROGRAMS}
    found[INSTALLATION] = _objects_of_installation(session, cast)
    dates = Dates(date(2027, 1, 14), time(12), "America/Denver", 60)
    start_draft(session, cast.program, dates, "Draft 2027", by=cast.id("cora"), now=NOW)
    for slug, persona in zip(COHORTS, ("ada", "ben", None, None), strict=True):
        cohort = cast.cohort(slug)
        title = store(ISSUING(count=1))
        job = Job(
            kind="certificates",
            title=title.text,
            title_reason=title.reason,
            scope_id=cohort.id,
            back_path=f"/manage/cohorts/{slug}/certificates",
            started_at=NOW,
        )
        session.add(job)
        session.flush()
        waiting = _people_file(session, cohort.id)
        found[slug] = {"cohort": slug, "job": str(job.id), "people_import": str(waiting.id)}
        found[slug]["mail"] = str(failed_mail(session, cast, cohort).id)
        _print_first_module(session, cast, slug)
        found[slug] |= _people_of(session, cast, persona, cohort)
        found[slug] |= _application_form(session, cohort)
        found[slug] |= _author(session, cohort, by=cast.id("cora"))
        got = UUID(found[slug]["person"])
        message = sent_message(session, cohort, [got], by=cast.id("cora"))
        found[slug] |= {"message": str(message.id), "recipient": str(got)}
        found[slug]["message_job"] = str(message.job_id)
        found[slug] |= _thread_of(session, cast, slug, found[slug]["other"])
        found[slug] |= _absences_of(session, cast, slug, place_of(session, cohort))
        found[slug] |= _survey_of(session, cohort, by=cast.id("cora"))
        found[slug]["reporting_file"] = str(file_for_pars(session, cohort, by=cast.id("cora")).id)
        found[slug]["audit_folder"] = str(kept_folder(session, cohort, by=cast.id("cora")).id)
        if persona:
            number = issue_certificate(session, cast.enrollment(persona)).number
            found[slug]["number"] = number
            signed = signed_in(session, cast.enrollment(persona).id)
            if signed:
                found[slug]["attestation"] = str(signed[0].attestation.id)
    for slug in ("fall-2026", "spring-2026"):
        found[slug]["study"] = _project_of(session, cast, "mentor-development", slug).key
    return found


def file_for_pars(
    session: Session, cohort: Cohort, *, by: UUID, at: datetime = NOW
) -> ReportingFile:
    """A file for PARS with one row, that nobody uploaded yet."""
    file = ReportingFile(cohort_id=cohort.id, number=1, made_at=at, made_by=by)
    session.add(file)
    session.flush()
    own = place_of(session, cohort)
    cells = dict.fromkeys(headers(), "1.00")
    session.add(
        ReportingRow(
            file_id=file.id,
            position=1,
            enrollment_id=own.id,
            action=RecordAction.ADD,
            cells=cells,
        )
    )
    session.flush()
    return file


def kept_folder(session: Session, cohort: Cohort, *, by: UUID, at: datetime = NOW) -> AuditFolder:
    """An audit folder with bytes that nobody packed."""
    title = store(AUDITED(number=1, cohort=cohort.title))
    job = Job(
        kind=AUDIT,
        title=title.text,
        title_reason=title.reason,
        scope_id=cohort.id,
        back_path=f"/manage/cohorts/{cohort.slug}/credit/audit#folders",
        started_at=at,
    )
    session.add(job)
    session.flush()
    content = b"PK not really"
    sha256 = hashlib.sha256(content).hexdigest()
    folder = AuditFolder(
        cohort_id=cohort.id, number=1, language="en", why="For the accreditor.", job_id=job.id,
        ordered_at=at, ordered_by=by, made_at=at, sha256=sha256, size=len(content),
    )  # fmt: skip
    session.add(folder)
    session.flush()
    session.add(AuditFolderFile(folder_id=folder.id, content=content))
    session.flush()
    return folder


def _author(session: Session, cohort: Cohort, *, by: UUID) -> dict[str, str]:
    """Somebody without an account who wrote content, and disclosed on paper."""
    row = ContentController(
        cohort_id=cohort.id, name="Γιώργος", role=ControllerRole.AUTHOR, added_at=NOW, by=by
    )
    session.add(row)
    session.flush()
    session.add(
        Disclosure(
            controller_id=row.id,
            has_none=True,
            statement="Καμία.",
            statement_version="1",
            typed_name="Γιώργος",
            source="Με το ταχυδρομείο",
            signed_at=NOW,
            zone="Europe/Athens",
            by=by,
            valid_until=NOW + timedelta(days=365),
        )
    )
    session.flush()
    return {"controller": str(row.id)}


def _survey_of(session: Session, cohort: Cohort, *, by: UUID) -> dict[str, str]:
    """An open survey, and a quote that somebody released."""
    survey = ask(session, cohort)
    quote = ReleasedQuote(
        survey_id=survey.id, question="why", source="s", edition=1, text="Good.", at=NOW, by=by
    )
    session.add(quote)
    session.flush()
    return {"survey": survey.key, "quote": str(quote.id)}


def _project_of(session: Session, cast: Cast, key: str, slug: str | None = None) -> Project:
    """A study of a program, or of one cohort, with a text for each who is asked, and a trial."""
    program = session.scalars(select(Program).where(col(Program.key) == key)).one()
    own = col(Cohort.program_id) == program.id if slug is None else col(Cohort.slug) == slug
    cohorts = session.scalars(select(col(Cohort.id)).where(own))
    described = Described(
        title=f"Study of {slug or key}",
        determination=Determination.RESEARCH,
        number="26-104",
        mode=IdentityMode.CONFIDENTIAL,
        asks_consent=True,
        anchor=WaveAnchor.START,
        cohort_ids=frozenset(cohorts),
    )
    by = cast.id(SENDERS[key])
    project = make(session, program.id, described, by=by, now=NOW)
    for respondent in Respondent:
        keep_text(session, project, respondent, "en", "Περί.", by=by, now=NOW)
    project.title = "Μελέτη"
    if slug is not None:
        settle(session, project)
    design(session, project, Design(), by=by, now=NOW)
    return project


def _opened(session: Session, project: Project, by: UUID) -> Project:
    """A study whose trial is over and whose list was opened."""
    trial = trial_of(session, project.id)
    assert trial is not None
    seal_list(session, project, trial, secret=DEMO_SECRET, by=by, now=NOW)
    end(session, project, trial, by=by, now=NOW)
    open_list(session, project, trial, secret=DEMO_SECRET, by=by, now=NOW)
    return project


def failed_mail(
    session: Session, cast: Cast, cohort: Cohort, persona: str = "ada"
) -> OutboxMessage:
    """A letter of a cohort that the mail server refused."""
    message = outbox.post(
        session,
        kind="unit_opened_early",
        key=f"unit-opened-early:{new_id()}",
        person_id=cast.id(persona),
        facts={"cohort": cohort.title, "unit": "Week 1", "title": "Title", "unit_path": "/home"},
        now=NOW,
    )
    message.cohort_id = cohort.id
    task = session.scalars(select(Task).where(col(Task.key) == str(message.id))).one()
    why = store(RECIPIENT_REFUSED(reply=550))
    task.failed_at, task.error, task.error_reason = NOW, why.text, why.reason
    session.flush()
    return message


def _people_of(session: Session, cast: Cast, persona: str | None, cohort: Cohort) -> dict[str, str]:
    """Somebody with a place in the cohort, an address of theirs, and somebody else there."""
    here = [cast.person(persona)] if persona else []
    place = session.get_one(Institution, cast.person("ada").institution_id)
    for given in ("Kim", "Kit")[len(here) :]:
        newcomer = make_person(
            session,
            f"{given.lower()}-{cohort.slug}",
            given,
            "Kee",
            "RN",
            Profession.NURSE,
            institution=place,
        )
        add_enrollment(session, newcomer, cohort, at=NOW)
        here.append(newcomer)
    known = addresses_of(session, here[0].id)[0]
    return {"person": str(here[0].id), "other": str(here[1].id), "address": str(known.id)}


def _people_file(session: Session, cohort_id: UUID) -> PeopleImport:
    """A file with rows that wait for choices, of which none is made; in Greek letters."""
    rows = [
        [2, "Λη Λινδ", "lee@example.org", ""],
        [3, "Καλή Νάκα", "k@example.org", "Ανέμη"],
        [4, "Καλή Νάκα", "k2@example.org", "Ανέμη"],
        [5, "Ρόζα Γιάζι", "r@example.org; rosa@example.org", "Σονόρα"],
        [6, "Κανείς", "", "Σονόρα"],
    ]
    waiting = PeopleImport(
        cohort_id=cohort_id,
        file_name="people.csv",
        written_as="utf-8",
        delimiter=";",
        headers=["Όνομα", "Διεύθυνση", "Τόπος"],
        columns=["name", "email", "institution"],
        rows=rows,
        sent_at=NOW,
    )
    session.add(waiting)
    session.flush()
    return waiting


def _print_first_module(session: Session, cast: Cast, slug: str) -> None:
    version_id = cast.unit(slug, 1).module_version_id
    assert version_id is not None
    session.merge(
        ContentPrint(version_id=version_id, template="t", pdf=b"%PDF-", pages=1, made_at=NOW)
    )


def _objects_of_installation(session: Session, cast: Cast) -> dict[str, str]:
    facilitates = select(col(RoleGrant.id)).where(col(RoleGrant.person_id) == cast.id("fay"))
    grant_id = session.scalars(facilitates).one()
    own = sent_message(session, cast.fall, [cast.id("ada")], by=cast.id("lee"), by_lead=True)
    return {
        "institution": str(cast.person("ada").institution_id),
        "grant": str(grant_id),
        "application": str(_application(session, cast).id),
        "own_message": str(own.id),
        "provider": str(cast.provider.id),
        "recipient": str(cast.id("ada")),
    }


def _application(session: Session, cast: Cast) -> Enrollment:
    """Somebody of High Desert who applied for the running cohort, in which leads decide."""
    cast.fall.leads_decide = True
    home = session.get_one(Institution, cast.person("ada").institution_id)
    person = make_person(
        session, "apple", "Ana", "Apple", "MD", Profession.PHYSICIAN, institution=home
    )
    place = new_place(session, cast.fall, person.id)
    happened(session, place, EnrollmentEventKind.APPLIED, by=person.id, now=NOW)
    return place


def _application_form(session: Session, cohort: Cohort) -> dict[str, str]:
    """One question, in Greek letters."""
    question = ApplicationQuestion(
        cohort_id=cohort.id, position=1, label="Γιατί;", kind=QuestionKind.TEXT, required=False
    )
    session.add(question)
    session.flush()
    return {"application_question": str(question.id)}


def place_of(session: Session, cohort: Cohort) -> Enrollment:
    """The place of somebody who is in a cohort; Nan's where nobody is."""
    own = select(Enrollment).where(col(Enrollment.cohort_id) == cohort.id, is_enrolled())
    return session.scalars(own.order_by(col(Enrollment.id))).first() or add_enrollment(
        session, Cast(session).person("nan"), cohort, at=NOW
    )


def _absences_of(session: Session, cast: Cast, slug: str, place: Enrollment) -> dict[str, str]:
    """An excuse and a make-up for the first session, in Greek letters, that wait."""
    held = cast.case_session(slug, 1).id
    excuse = Excuse(
        enrollment_id=place.id, case_session_id=held, edition=1, note="Δεν μπορώ.", asked_at=NOW
    )
    request = MakeUpRequest(enrollment_id=place.id, case_session_id=held, edition=1)
    session.add_all([excuse, request])
    session.flush()
    step, way = RequestStep.SUBMITTED, Way.CASE_RESPONSE
    session.add(
        MakeUpEvent(
            request_id=request.id,
            number=1,
            step=step,
            way=way,
            text="Θα άκουγα.",
            at=NOW,
            by=place.person_id,
        )
    )
    session.flush()
    return {"excuse": str(excuse.id), "make_up": str(request.id)}


def _thread_of(session: Session, cast: Cast, slug: str, author: str) -> dict[str, str]:
    """A question in the first unit, in Greek letters, and a report of it."""
    post = ThreadPost(unit_id=cast.unit(slug, 1).id, person_id=UUID(author), posted_at=NOW)
    session.add(post)
    session.flush()
    session.add(ThreadPostVersion(post_id=post.id, edition=1, text="Γιατί;", written_at=NOW))
    report = ThreadReport(post_id=post.id, reason="Δείτε το.", reported_at=NOW, by=cast.id("nan"))
    session.add(report)
    session.flush()
    return {"post": str(post.id), "report": str(report.id)}


def made_report(
    session: Session, key: str, *, by: UUID, number: int = 1, pdf: bytes = b"%PDF-1.7 not really"
) -> LeadershipReport:
    """A report to leaders in the database without printing one."""
    program = session.scalars(select(Program).where(col(Program.key) == key)).one()
    title = store(TITLE(number=number, program=program.title))
    job = Job(
        kind=REPORTING,
        title=title.text,
        title_reason=title.reason,
        scope_id=program.id,
        back_path="/manage/outcomes",
        started_at=NOW,
    )
    session.add(job)
    session.flush()
    report = LeadershipReport(
        program_id=program.id,
        number=number,
        first_day=date(2026, 4, 1),
        last_day=date(2026, 11, 18),
        language="en",
        faculty={},
        job_id=job.id,
        ordered_at=NOW,
        ordered_by=by,
    )
    session.add(report)
    session.flush()
    session.add(
        LeadershipReportFile(
            report_id=report.id,
            cut_off=NOW,
            code="1a2b3c",
            paragraph="Πολλοί ήρθαν.",
            pdf=pdf,
            sha256=hashlib.sha256(pdf).hexdigest(),
            made_at=NOW,
        )
    )
    session.flush()
    return report


def made_file(session: Session, project: Project, *, by: UUID, at: datetime = NOW) -> SharedFile:
    """A file of answers in the database without making one."""
    job = Job(
        kind=MAKE,
        title="Αρχείο",
        scope_id=project.program_id,
        back_path="/manage/outcomes",
        started_at=at,
    )
    session.add(job)
    session.flush()
    file = SharedFile(
        project_id=project.id,
        kind=FileKind.RESEARCH,
        columns=[],
        why="Για την ανάλυση.",
        job_id=job.id,
        ordered_at=at,
        ordered_by=by,
        made_at=at,
        content=b"PK not really",
        sha256=hashlib.sha256(b"PK not really").hexdigest(),
        allowed=allowed_in(session, project.id),
    )
    session.add(file)
    session.flush()
    return file


def _objects_of_program(session: Session, cast: Cast, key: str) -> dict[str, str]:
    """A module in its only version and release, and a zip that is none."""
    by = cast.id(SENDERS[key])
    module = current_versions(session, key)["module", "module-1"]
    upload = ContentUpload(program=key, file_name="pack.zip", content=b"", by=by, sent_at=NOW)
    session.add(upload)
    session.flush()
    project = _opened(session, _project_of(session, cast, key), by)
    records = RecordsFile(
        project_id=project.id,
        sha256="0" * 64,
        file_name="records.csv",
        content=b"record_id",
        by=by,
        sent_at=NOW,
    )
    session.add(records)
    session.flush()
    return {
        "program": key,
        "kind": "module",
        "key": "module-1",
        "version": module.hash[:10],
        "release": "1",
        "upload": str(upload.id),
        "project": project.key,
        "shared_file": str(made_file(session, project, by=by).id),
        "records_file": str(records.id),
        "leadership_report": str(made_report(session, key, by=by).id),
    }
