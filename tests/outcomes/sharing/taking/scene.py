"""A study whose records went out, and the same study as if nobody had answered since."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlmodel import col

from app.cohorts.models import Enrollment
from app.content.models import ContentVersion
from app.outcomes.redcap.package import RECORDS, package_file
from app.outcomes.sharing.actions import pass_to_redcap
from app.outcomes.sharing.redcap import mark
from app.outcomes.sharing.taking import actions
from app.outcomes.sharing.taking.kept.actions import receive
from app.outcomes.sharing.taking.models import RecordsFile
from app.outcomes.sharing.taking.queries import look
from app.outcomes.sharing.taking.weighing import Checked, Outcome, Plan, Ready
from app.packs.instruments.schema import InstrumentData
from app.studies.enums import Respondent
from app.studies.models import Project, Wave, WaveInstrument, WaveSurvey
from app.studies.trials.actions import draw, seal_list
from app.studies.trials.setup.actions import design
from app.studies.trials.setup.rules import Design
from app.surveys import actions as surveys
from app.surveys.answering.rules import Answers, asked
from app.surveys.enums import IdentityMode, Purpose
from app.surveys.models import (
    ConfidentialAnswers,
    IdentifiedAnswers,
    Survey,
    SurveyInvitation,
)
from app.surveys.pseudonyms.actions import given
from tests.cast import NOW, Cast
from tests.outcomes.projects.asked import SELF, WAVES, people
from tests.outcomes.redcap import samples
from tests.outcomes.sharing.taken import Taken
from tests.studies.projects_of import make_project
from tests.surveys.asking import CLOSES, EVERY_KIND, OPENED, SECRET, add_instrument, send

NAMED = (IdentityMode.IDENTIFIED, IdentityMode.CONFIDENTIAL)


@dataclass(frozen=True)
class Received:
    """A file that was sent."""

    checked: Checked
    upload: RecordsFile | None
    """Where it waits; None if nothing of it can be taken in."""


@dataclass
class Emptied(Taken):
    """A study of two instruments and two waves, and the package that went out when all was
    answered; of what it holds, only what was answered before is here."""

    cast: Cast
    sent: bytes

    @property
    def records(self) -> bytes:
        return samples.files_of(self.sent)[RECORDS]

    def package(self) -> bytes:
        return _package(self)

    def receive(self, content: bytes | None = None, *, by: UUID | None = None) -> Received:
        """Looked at, and kept if something of it can be taken in."""
        sent, sender = self.sent if content is None else content, by or self.cast.id("cora")
        ready = look(self.session, self.found, sent, secret=SECRET, by=sender, now=NOW)
        own = (self.session, self.found, sent, ready.checked)
        upload = receive(*own, file_name="records.csv", by=sender, now=NOW)
        return Received(ready.checked, upload)

    def weighed(self, content: bytes | None = None, *, by: UUID | None = None) -> Plan:
        plan = self.receive(content, by=by).checked.plan
        assert plan is not None
        return plan

    def take_in(self, content: bytes | None = None) -> RecordsFile:
        got = self.receive(content)
        assert got.checked.plan is not None
        assert got.upload is not None
        seen = got.checked.plan.fingerprint(got.upload.sha256)
        self.take_in_seen(got.upload.id, seen)
        return got.upload

    def take_in_seen(self, file_id: UUID, seen: str) -> None:
        self.take_in_ready(file_id, self.ready(file_id), seen)

    def ready(self, file_id: UUID) -> Ready:
        """As a file is read before anybody writes; one that was taken in, as it was sent."""
        upload = self.session.get(RecordsFile, file_id)
        content = (upload.content if upload is not None else None) or self.sent
        by = self.cast.id("cora")
        return look(self.session, self.found, content, secret=SECRET, by=by, now=NOW)

    def take_in_ready(self, file_id: UUID, ready: Ready, seen: str) -> None:
        own, by = (self.session, self.found, file_id, ready), self.cast.id("cora")
        actions.take_in(*own, seen=seen, secret=SECRET, by=by, now=NOW)

    def take_back(self, upload: RecordsFile, why: str = "Another study's file.") -> None:
        by = self.cast.id("cora")
        actions.take_back(self.session, self.found, upload.id, why=why, by=by, now=NOW)

    def invitations(self) -> list[SurveyInvitation]:
        ids = [survey.id for survey in self.surveys]
        own = select(SurveyInvitation).where(col(SurveyInvitation.survey_id).in_(ids))
        again = own.order_by(col(SurveyInvitation.id)).execution_options(populate_existing=True)
        return list(self.session.scalars(again))

    def stored(self) -> list[IdentifiedAnswers | ConfidentialAnswers]:
        return [
            *self.session.scalars(select(IdentifiedAnswers)),
            *self.session.scalars(select(ConfidentialAnswers)),
        ]

    def name_of(self, place: Enrollment) -> str:
        """What their record is called."""
        if self.project.mode is IdentityMode.IDENTIFIED:
            return mark(SECRET, self.project.id, place.id)
        asked_first = next(own for own in self.invitations() if own.enrollment_id == place.id)
        return given(self.session, self.surveys[0], asked_first)


def outcomes(plan: Plan) -> dict[Outcome, int]:
    """How many of each there are."""
    return {own: count for own in Outcome if (count := len(plan.of(own)))}


def emptied(
    session: Session,
    cast: Cast,
    mode: IdentityMode,
    *,
    here: int = 0,
    has_trial: bool = False,
    unput: int | None = None,
    count: int = 8,
) -> Emptied:
    """`here`: how many waves were answered here. `has_trial`: arms were drawn after those.

    `unput`: the months of a wave that was not put to anybody here.
    """
    project = make_project(session, cast, mode=mode)
    versions = [add_instrument(session, SELF), add_instrument(session, EVERY_KIND)]
    asks = [_asks(session, project, months, own) for months in WAVES for own in versions]
    own = Emptied(session, project, [], people(session, cast, count), cast, b"")
    own.allow(own.places)
    for at, (months, asked_now) in enumerate(asks):
        if months != unput:
            _put(own, months, asked_now, versions[at % 2])
    before = own.surveys[: here * len(versions)]
    _answer(own, before)
    if has_trial:
        _draw(own)
    put = list(own.surveys)
    point = session.begin_nested()
    for at, (months, asked_now) in enumerate(asks):
        if months == unput:
            _put(own, months, asked_now, versions[at % 2])
    _answer(own, own.surveys[len(before) :])
    sent = _package(own)
    own.surveys = put
    point.rollback()
    session.expire_all()
    own.sent = sent
    return own


def _asks(
    session: Session, project: Project, months: int, version: ContentVersion
) -> tuple[int, WaveInstrument]:
    own = col(Wave.project_id) == project.id, col(Wave.months) == months
    wave = session.scalars(select(Wave).where(*own)).one()
    asks = WaveInstrument(
        wave_id=wave.id,
        instrument=version.key,
        respondent=Respondent.LEARNER,
        asks_then=bool(months) and version.key == "every-kind",
    )
    session.add(asks)
    session.flush()
    return months, asks


def _put(own: Emptied, months: int, asks: WaveInstrument, version: ContentVersion) -> None:
    """To everybody, under the pseudonyms that they will have."""
    session, project, cohort = own.session, own.project, own.cast.fall
    survey = surveys.put(
        session,
        cohort_id=cohort.id,
        key=f"{project.key}-{months}-{version.key}",
        purpose=Purpose.WAVE,
        mode=project.mode,
        version_id=version.id,
        opens_at=OPENED,
        closes_at=CLOSES,
        asks_then=asks.asks_then,
        scope_id=project.id,
        by=None,
        now=OPENED,
    )
    session.flush()
    session.add(WaveSurvey(survey_id=survey.id, wave_instrument_id=asks.id, cohort_id=cohort.id))
    session.flush()
    own.surveys.append(survey)
    ids = [place.id for place in own.places]
    for invitation in surveys.invite(session, survey, enrollment_ids=ids, now=OPENED):
        if project.mode is IdentityMode.CONFIDENTIAL:
            given(session, survey, invitation)


def _answer(own: Emptied, put: list[Survey]) -> None:
    ids = {survey.id: survey for survey in put}
    order = {place.id: number for number, place in enumerate(own.places)}
    for invitation in own.invitations():
        if survey := ids.get(invitation.survey_id):
            data = own.session.get_one(ContentVersion, survey.version_id).data
            instrument = InstrumentData.model_validate(data)
            assert invitation.enrollment_id is not None
            number = order[invitation.enrollment_id]
            send(own.session, invitation, answers(instrument, number, survey))


def answers(instrument: InstrumentData, number: int, survey: Survey) -> Answers:
    """Somebody's own answers: every kind, skipped where nothing is needed, or that do not apply."""
    found: Answers = {}
    for at, question in enumerate(asked(instrument, asks_then=survey.asks_then)):
        said = _answer_to(question.item.kind, number + at, bool(instrument.na_of(question.item)))
        if said is not None or question.item.required:
            found[question.name] = said if said is not None else _needed(question.item.kind)
    return found


def _needed(kind: str) -> int | str:
    return 2 if kind == "likert" else "some"


def _answer_to(kind: str, number: int, has_na: bool) -> int | str | list[str] | None:
    turn = number % 5
    if turn == 4:
        return None
    if turn == 3 and has_na:
        return "na"
    return {
        "likert": 1 + number % 5,
        "choice": ("some", "none")[number % 2],
        "several": [["calls"], ["mail"], ["calls", "mail"]][number % 3],
        "number": number * 7 % 80,
        "text": f'Own "words"; {number}',
        "date": f"2026-0{1 + number % 9}-1{number % 10}",
    }[kind]


def _draw(own: Emptied) -> None:
    by, session, project = own.cast.id("cora"), own.session, own.project
    trial = design(session, project, Design(), by=by, now=NOW)
    seal_list(session, project, trial, secret=SECRET, by=by, now=NOW)
    for place in own.places:
        draw(session, project, trial, place.id, secret=SECRET, by=by, now=NOW)


def _package(own: Emptied) -> bytes:
    made = pass_to_redcap(
        own.session, own.found, secret=SECRET, why="A test.", by=own.cast.id("cora"), now=NOW
    )
    return package_file(made)
