"""A database with a row in every table whose records never change."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.casework.check_ins.enums import CheckInWay
from app.casework.check_ins.models import CheckIn, CheckInStrike
from app.casework.contamination.enums import SeenIn
from app.casework.contamination.models import Contamination
from app.casework.enums import AttendanceSource, AttendanceStatus
from app.casework.excuses.enums import ExcuseStep
from app.casework.excuses.models import Excuse, ExcuseEvent
from app.casework.make_up_requests.enums import RequestStep, Way
from app.casework.make_up_requests.models import MakeUpEvent, MakeUpRequest
from app.casework.models import Attendance, AttendanceChange, MakeUp, MakeUpWithdrawal
from app.casework.rooms.actions import save_note
from app.certificates.alterations.models import CertificateAlteration, CertificateMending
from app.certificates.badges.models import Badge, BadgeAchievement, BadgeFile, BadgeWithdrawal
from app.certificates.enums import EventKind, FlagKind
from app.certificates.keys.actions import learn, mark_compromised
from app.certificates.models import (
    Certificate,
    CertificateClosure,
    CertificateEvent,
    CertificateFlag,
    CertificateReview,
    NameConfirmation,
)
from app.cohorts.gates.models import DisclosureRead, DisclosureText
from app.cohorts.models import ContentMove
from app.core import audit
from app.credit.accreditations.actions import enter_accreditation
from app.credit.accreditations.enums import Accreditor
from app.credit.accreditations.rules import Wording
from app.credit.enums import AMA_PRA_1
from app.credit.models import (
    Activity,
    Claim,
    ClaimExtension,
    ClaimExtensionWithdrawal,
    ClaimWithdrawal,
)
from app.credit.pictures.models import CertificateImage
from app.credit.proposals.enums import Outcome
from app.credit.proposals.models import ActivityProposal, ProposalDecision
from app.credit.systems.queries import newest_systems
from app.credit.systems.retiring.actions import retire
from app.credit.tallies.actions import take_snapshots
from app.history.retention.actions import end_hold, place_hold, set_policy
from app.history.retention.enums import Cause
from app.history.retention.models import (
    Deletion,
    DeletionAnnouncement,
    DeletionCallOff,
)
from app.learning.models import Attestation, AttestationWithdrawal
from app.learning.threads.models import ThreadPost, ThreadPostVersion
from app.messages.announcements.models import (
    Announcement,
    AnnouncementRecipient,
    AnnouncementTemplate,
)
from app.messages.reminders.actions import set_rule
from app.messages.reminders.enums import Rule
from app.messages.reminders.models import Reminded
from app.messages.reminders.timing.rules import Setting
from app.outcomes.disclosure.actions import remember_shown
from app.outcomes.disclosure.cells import cell
from app.outcomes.projects.analyses.models import ProjectAnalysis
from app.outcomes.quotes.models import QuoteWithdrawal, ReleasedQuote
from app.studies.consent.actions import withdraw
from app.studies.enums import KeptData, RaterStep
from app.studies.raters import actions as raters
from app.studies.raters.queries import case_of
from app.studies.trials.enums import TrialEventKind
from app.studies.trials.models import Trial, TrialAllocation, TrialEvent, TrialStratum
from app.studies.waves.actions import count_from
from app.surveys.enums import IdentityMode
from app.surveys.models import Survey
from tests.cast import NOW, Cast
from tests.certificates.keys.known import public_key
from tests.credit.disclosures.cleared import ACME, clear, clear_all, give
from tests.issued import issue_certificate, made_report
from tests.studies.projects_of import agree, make_project
from tests.surveys.asking import invite_people, put_survey, send


def accredit(session: Session, cast: Cast) -> None:
    wording = Wording(accreditor=Accreditor.ACCME, statement="It is.", valid_from=NOW.date())
    opal = cast.id("opal")
    enter_accreditation(session, cast.provider, wording, seen=0, by=opal, now=NOW)
    asked = ActivityProposal(
        cohort_id=cast.fall.id,
        number=1,
        provider_id=cast.provider.id,
        terms={},
        proposed_at=NOW,
        by=cast.id("cora"),
    )
    session.add(asked)
    session.flush()
    session.add(
        ProposalDecision(
            proposal_id=asked.id, outcome=Outcome.RETURNED, word="No.", at=NOW, by=opal
        )
    )
    session.add(
        CertificateImage(sha256="a" * 64, width=1, height=1, content=b"picture", stored_at=NOW)
    )
    session.flush()


def confirm_name(session: Session, cast: Cast) -> None:
    place, by = cast.enrollment("ben").id, cast.id("cora")
    session.add(
        NameConfirmation(
            enrollment_id=place, certificate_name="Ben Begay", degrees="MD", at=NOW, by=by
        )
    )
    session.flush()


def badge_of(session: Session, certificate: Certificate) -> None:
    """One that was withdrawn, with the file that is there before."""
    said = BadgeAchievement(
        key="k", issuer_key="i", issuer="It", document="{}", picture=b"", made_at=NOW
    )
    session.add(said)
    session.flush()
    made = Badge(
        certificate_id=certificate.id,
        edition=1,
        achievement_key="k",
        sha256="a" * 64,
        fingerprint="b" * 64,
        made_at=NOW,
    )
    session.add(made)
    session.flush()
    session.add(BadgeFile(badge_id=made.id, jws="x"))
    session.add(BadgeWithdrawal(badge_id=made.id, at=NOW))
    session.flush()


def alter(session: Session, certificate: Certificate) -> None:
    """What is stored was found altered, and whole again."""
    noted = CertificateAlteration(certificate_id=certificate.id, edition=1, at=NOW)
    session.add(noted)
    session.flush()
    session.add(CertificateMending(alteration_id=noted.id, at=NOW))
    session.flush()


def make_message(session: Session, cast: Cast) -> None:
    message = Announcement(
        cohort_id=cast.fall.id,
        written_by=cast.id("cora"),
        audience="all",
        language="en",
        subject="Hello",
        text="Hello",
        created_at=NOW,
        changed_at=NOW,
        sent_at=NOW,
    )
    template = AnnouncementTemplate(
        program_id=cast.fall.program_id,
        key="hello",
        language="en",
        version=1,
        title="Hello",
        audience="all",
        subject="Hello",
        text="Hello",
        written_by=cast.id("cora"),
        written_at=NOW,
    )
    session.add_all([message, template])
    session.flush()
    session.add(AnnouncementRecipient(announcement_id=message.id, person_id=cast.id("ada")))


def remind(session: Session, cast: Cast) -> None:
    set_rule(session, cast.fall, Rule.MISSED, Setting(is_on=False), by=cast.id("cora"), now=NOW)
    place = cast.enrollment("ada").id
    session.add(
        Reminded(enrollment_id=place, rule=Rule.MISSED, about="1", letter_key="k", told_at=NOW)
    )
    session.flush()


def study(session: Session, cast: Cast) -> None:
    project = make_project(session, cast)
    place = agree(session, cast, project, "ada")
    rater = raters.name_mentee(
        session,
        place,
        "Max",
        "max@example.org",
        secret="s",
        now=NOW,
    )
    case = case_of(session, rater.id)
    assert case is not None
    raters.answer(session, case, RaterStep.AGREED, None, now=NOW)
    count_from(session, project.id, place.enrollment.id, NOW.date(), now=NOW)
    withdraw(session, place, KeptData.KEEP, now=NOW)


def trial(session: Session, cast: Cast) -> None:
    """A place that was drawn, what happened since, and where they were seen."""
    project = make_project(session, cast, title="A trial")
    session.add(
        ProjectAnalysis(
            project_id=project.id,
            number=1,
            cut_off=NOW,
            code_version="1",
            found={},
            made_at=NOW,
        )
    )
    own = Trial(
        project_id=project.id,
        arms=[],
        block_sizes=[4, 6],
        places=6,
        levels=[],
        made_at=NOW,
        sealed=b"sealed",
        list_hash="0" * 64,
        sealed_at=NOW,
    )
    stratum = TrialStratum(trial_id=own.id, number=0, label="All")
    place, by = cast.enrollment("ada").id, cast.id("cora")
    drawn = TrialAllocation(
        trial_id=own.id, stratum_id=stratum.id, position=1, enrollment_id=place, arm=1, at=NOW
    )
    kind = TrialEventKind.DISCONTINUED
    event = TrialEvent(allocation_id=drawn.id, kind=kind, reason="Moved.", at=NOW, by=by)
    held = cast.case_session("fall-2026", 1).id
    seen = Contamination(enrollment_id=place, case_session_id=held, seen_in=SeenIn.TOLD, at=NOW)
    for row in (own, stratum, drawn, event, seen):
        session.add(row)
        session.flush()


def make_claim(session: Session, cast: Cast) -> None:
    activity = session.scalars(
        select(Activity).where(col(Activity.cohort_id) == cast.spring.id)
    ).one()
    session.add(
        Claim(
            enrollment_id=cast.enrollment("ben").id,
            activity_id=activity.id,
            credit_system=AMA_PRA_1,
            edition=1,
            quarters=4,
            eligible_quarters=24,
            statement="I claim.",
            facts={},
            claimed_at=NOW,
            by=cast.id("ben"),
        )
    )
    given = ClaimExtension(
        enrollment_id=cast.enrollment("ben").id,
        edition=1,
        until=NOW,
        waives_evaluation=False,
        waives_completion=False,
        reason="Was ill.",
        at=NOW,
        by=cast.id("cora"),
    )
    session.add(given)
    session.flush()
    taken_back = ClaimExtensionWithdrawal(extension_id=given.id, at=NOW, by=cast.id("cora"))
    session.add(taken_back)
    session.flush()


def review(session: Session, cast: Cast, certificate_id: UUID) -> None:
    """Something was changed under a certificate, and somebody looked at it."""
    by = cast.id("cora")
    flag = CertificateFlag(
        certificate_id=certificate_id,
        case_session_id=cast.case_session("spring-2026", 1).id,
        cause_id=uuid4(),
        kind=FlagKind.MARK,
        from_status=AttendanceStatus.PRESENT,
        to_status=AttendanceStatus.LATE,
        reason="Late.",
        at=NOW,
        by=by,
    )
    session.add(flag)
    session.flush()
    session.add(CertificateReview(flag_id=flag.id, word="It stays.", at=NOW, by=by))
    claim_id = session.scalars(select(col(Claim.id))).first()
    session.add(
        CertificateClosure(
            certificate_id=certificate_id, claim_id=claim_id, reason="Asked for.", at=NOW, by=by
        )
    )
    session.flush()


def make_move(session: Session, cast: Cast) -> None:
    unit = cast.unit("fall-2026", 1)
    assert unit.module_version_id is not None
    session.add(
        ContentMove(
            act_id=unit.id,
            unit_id=unit.id,
            kind="module",
            from_version_id=unit.module_version_id,
            to_version_id=unit.module_version_id,
            moved_at=NOW,
            by=cast.id("cora"),
            reason="",
        )
    )


def make_up(session: Session, cast: Cast) -> None:
    made = MakeUp(
        enrollment_id=cast.enrollment("ada").id,
        case_session_id=cast.case_session("fall-2026", 1).id,
        edition=1,
        made_at=NOW,
    )
    session.add(made)
    session.flush()
    session.add(MakeUpWithdrawal(make_up_id=made.id, withdrawn_at=NOW))


def check_in(session: Session, cast: Cast) -> None:
    """Somebody came, and that was taken back."""
    made = CheckIn(
        enrollment_id=cast.enrollment("ada").id,
        case_session_id=cast.case_session("fall-2026", 1).id,
        edition=1,
        way=CheckInWay.QR,
        checked_in_at=NOW,
        arrived_at=NOW,
        by=cast.id("ada"),
    )
    session.add(made)
    session.flush()
    session.add(CheckInStrike(check_in_id=made.id, struck_at=NOW, by=cast.id("fay")))


def ask(session: Session, cast: Cast) -> None:
    """An excuse that was asked for and granted, and a make-up that was submitted."""
    place, held = cast.enrollment("ada").id, cast.case_session("fall-2026", 1).id
    by = cast.id("ada")
    excuse = Excuse(
        enrollment_id=place, case_session_id=held, edition=1, note="A clinic.", asked_at=NOW
    )
    request = MakeUpRequest(enrollment_id=place, case_session_id=held, edition=1)
    session.add_all([excuse, request])
    session.flush()
    granted = ExcuseEvent(
        excuse_id=excuse.id, number=1, step=ExcuseStep.GRANTED, at=NOW, by=cast.id("cora")
    )
    submitted = MakeUpEvent(
        request_id=request.id,
        number=1,
        step=RequestStep.SUBMITTED,
        way=Way.CASE_RESPONSE,
        text="I would listen.",
        at=NOW,
        by=by,
    )
    session.add_all([granted, submitted])
    session.flush()


def post(session: Session, cast: Cast) -> None:
    question = ThreadPost(
        unit_id=cast.unit("fall-2026", 1).id, person_id=cast.id("ada"), posted_at=NOW
    )
    session.add(question)
    session.flush()
    session.add(ThreadPostVersion(post_id=question.id, edition=1, text="Why?", written_at=NOW))


def note(session: Session, cast: Cast) -> None:
    held, by = cast.case_session("fall-2026", 1).id, cast.id("fay")
    save_note(session, held, "It went well.", seen=0, by=by, now=NOW)


def quote(session: Session, survey: Survey, by: UUID) -> None:
    """Something that was written to a survey was released, and taken back."""
    released = ReleasedQuote(
        survey_id=survey.id, question="q", source="s", edition=1, text="Good.", at=NOW, by=by
    )
    session.add(released)
    session.flush()
    session.add(QuoteWithdrawal(quote_id=released.id, at=NOW, by=by))
    session.flush()


def take_back(session: Session, cast: Cast, certificate_id: UUID) -> None:
    attestation = session.scalars(select(Attestation)).first()
    claim = session.scalars(select(Claim)).first()
    mark = session.scalars(select(Attendance)).first()
    assert attestation
    assert claim
    assert mark
    by = cast.id("cora")
    session.add_all(
        [
            AttestationWithdrawal(attestation_id=attestation.id, withdrawn_at=NOW, by=by),
            ClaimWithdrawal(claim_id=claim.id, withdrawn_at=NOW, by=by),
            CertificateEvent(
                certificate_id=certificate_id,
                kind=EventKind.REVOKED,
                reason_class="error",
                at=NOW,
                by=by,
            ),
            AttendanceChange(
                attendance_id=mark.id,
                save_id=uuid4(),
                version=mark.version + 1,
                from_status=AttendanceStatus.ABSENT,
                to_status=AttendanceStatus.PRESENT,
                source=AttendanceSource.MANUAL,
                by=by,
                at=NOW,
            ),
        ]
    )
    session.flush()


def answer(session: Session, cast: Cast) -> None:
    survey = put_survey(session, cast.fall, IdentityMode.CONFIDENTIAL)
    (asked,) = invite_people(session, survey, 1)
    send(session, asked)
    quote(session, survey, cast.id("cora"))


def tell(session: Session, cast: Cast) -> None:
    """A table that somebody was shown."""
    remember_shown(session, "t", "s", {cell(): 12}, cut_off=NOW, by=cast.id("cora"), now=NOW)


def lose_key(session: Session) -> None:
    public = public_key()
    learn(session, public, now=NOW)
    mark_compromised(session, public.fingerprint, since=NOW, why="Lost.", now=NOW)


def disclosed(session: Session, cast: Cast) -> None:
    """Somebody disclosed a relationship, it was reviewed, and a learner read of it."""
    clear_all(session, cast)
    give(session, cast, "fay", [ACME], now=NOW + timedelta(minutes=10))
    clear(session, cast, "fay", now=NOW + timedelta(minutes=10))
    text = session.scalars(select(DisclosureText)).first()
    assert text
    place = cast.enrollment("ada").id
    session.add(
        DisclosureRead(enrollment_id=place, text_id=text.id, sha256=text.sha256, read_at=NOW)
    )
    session.flush()


def hold(session: Session, cast: Cast) -> None:
    """The records of a cohort were held, under a policy that somebody set."""
    cohort, by = cast.fall.id, cast.id("abe")
    set_policy(session, 9, "The provider asks for it.", by=by, now=NOW)
    place_hold(session, cohort, "An audit.", by=by, now=NOW)
    end_hold(session, cohort, "It is over.", by=by, now=NOW)


def retire_system(session: Session, cast: Cast) -> None:
    system = next(own for own in newest_systems(session) if own.key == "ancc")
    retire(session, system, "Nobody uses it.", by=cast.id("abe"), now=NOW)


def gone(announced: DeletionAnnouncement, lines: str = "") -> Deletion:
    """Something that nobody deleted."""
    return Deletion(
        announcement_id=announced.id,
        people=1,
        completed=0,
        certificates=0,
        numbers={},
        lines=lines,
        announced_line=1,
        acts={},
        about=[],
        at=NOW,
    )


def delete_records(session: Session, cast: Cast) -> None:
    """Records were announced to go twice: once that was called off, and once they went."""
    cohort_id, by = cast.cohort("coach-2026").id, cast.id("abe")
    called_off, done = (
        DeletionAnnouncement(
            cohort_id=cohort_id,
            edition=edition,
            goes_from=NOW.date(),
            years=7,
            counts={},
            reason="No longer needed.",
            at=NOW,
            by=by,
        )
        for edition in (1, 2)
    )
    session.add_all([called_off, done])
    session.flush()
    session.add_all(
        [
            DeletionCallOff(
                announcement_id=called_off.id,
                cause=Cause.ASKED,
                reason="It is needed.",
                at=NOW,
                by=by,
            ),
            gone(done),
        ]
    )
    session.flush()


def fill(session: Session, cast: Cast, now: datetime) -> None:
    """Put a row of every record into a database."""
    certificate = issue_certificate(session, cast.enrollment("ben"))
    make_claim(session, cast)
    make_message(session, cast)
    confirm_name(session, cast)
    badge_of(session, certificate)
    alter(session, certificate)
    accredit(session, cast)
    make_move(session, cast)
    make_up(session, cast)
    check_in(session, cast)
    ask(session, cast)
    post(session, cast)
    note(session, cast)
    remind(session, cast)
    study(session, cast)
    trial(session, cast)
    made_report(session, "mentor-development", by=cast.id("cora"))
    review(session, cast, certificate.id)
    take_back(session, cast, certificate.id)
    take_snapshots(session, now=now)
    answer(session, cast)
    tell(session, cast)
    lose_key(session)
    disclosed(session, cast)
    hold(session, cast)
    retire_system(session, cast)
    delete_records(session, cast)
    audit.record(session, "test.done", "test", "1", by=None, now=now)
