"""What a study needs before it asks anybody, done and not done, each with where it is done."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.content.enums import Name
from app.content.models import ContentVersion
from app.language import Text, _
from app.packs.instruments.rules import why_not_ask
from app.packs.instruments.schema import InstrumentData
from app.site.manage.outcomes.loaders import HOME
from app.site.parts.studies import DETERMINATIONS, wave_title
from app.studies.enums import Determination, Respondent, WaveAnchor
from app.studies.models import ConsentText, Project
from app.studies.opening.rules import Opening
from app.studies.queries import Relied
from app.studies.rules import why_fixed
from app.studies.trials.models import Trial
from app.studies.waves.queries import CohortStudied, WavePlan
from app.studies.waves.rules import NO_MENTEE_TEXT, NO_TEXT


@dataclass(frozen=True)
class CheckLine:
    """One thing that a study needs."""

    title: Text
    note: Text | None
    """What there is, or what is missing."""
    href: str
    is_done: bool


@dataclass(frozen=True)
class StudyRead:
    """What was read of a study to tell what it lacks."""

    project: Project
    cohorts: Sequence[CohortStudied]
    texts: Sequence[ConsentText]
    plans: Sequence[WavePlan]
    versions: Mapping[Name, ContentVersion]
    """The program's current documents."""
    trial: Trial | None
    relied: Relied

    @property
    def opening(self) -> Opening:
        """What decides whether people are asked to take part."""
        return Opening(
            has_text=any(text.respondent is Respondent.LEARNER for text in self.texts),
            waves={
                plan.wave.months: {own.respondent for own in plan.instruments}
                for plan in self.plans
            },
            is_relied_on=why_fixed(self.relied) is not None,
        )


def checklist(read: StudyRead) -> list[CheckLine]:
    """Everything, as long as some of it is missing and can still be done; else nothing.

    Of a study that people rely on the plan stays as it is, so that its waves lack nothing.
    """
    lines = [*_described(read), *_texts(read), *_waves(read), *_trial(read)]
    return [] if all(line.is_done for line in lines) else lines


def _described(read: StudyRead) -> list[CheckLine]:
    project, href = read.project, f"{HOME}/{read.project.key}/edit"
    number, name = project.determination_number, DETERMINATIONS[project.determination][0]
    words = _("{name}, number {number}", name=name, number=number) if number else name
    decided = bool(number) or project.determination is Determination.QUALITY
    cohorts = ", ".join(own.cohort.title for own in read.cohorts)
    return [
        CheckLine(_("What it was determined to be"), words, href, decided),
        CheckLine(_("Cohorts that it studies"), cohorts or None, href, bool(cohorts)),
    ]


def _texts(read: StudyRead) -> list[CheckLine]:
    known = {text.respondent for text in read.texts}
    asked = {own.respondent for plan in read.plans for own in plan.instruments}
    href = f"{HOME}/{read.project.key}/text"
    is_there = Respondent.LEARNER in known
    title = (
        _("Text that learners agree to") if read.project.asks_consent else _("Text for learners")
    )
    lines = [CheckLine(title, None if is_there else NO_TEXT, href, is_there)]
    if Respondent.MENTEE in asked:
        is_there = Respondent.MENTEE in known
        title = _("Text that mentees read")
        lines.append(CheckLine(title, None if is_there else NO_MENTEE_TEXT, href, is_there))
    return lines


def _waves(read: StudyRead) -> list[CheckLine]:
    href = f"{HOME}/{read.project.key}/waves"
    is_fixed = why_fixed(read.relied) is not None
    if not read.plans and not is_fixed:
        words = _("A study without waves asks nobody anything.")
        return [CheckLine(_("Waves"), words, href, is_done=False)]
    plans = [plan for plan in read.plans if plan.instruments or not is_fixed]
    if not is_fixed and not read.opening.empty and not read.opening.asks_learners:
        words = _("They ask mentees alone. Choose what one of them asks learners.")
        return [CheckLine(_("Waves"), words, href, is_done=False)]
    return [_wave(plan, read.versions, href) for plan in plans]


def _wave(plan: WavePlan, versions: Mapping[Name, ContentVersion], href: str) -> CheckLine:
    months = plan.wave.months
    title, to = _("Instruments of a wave: {wave}", wave=wave_title(months)), f"{href}/{months}"
    keys = list(dict.fromkeys(own.instrument for own in plan.instruments))
    if not keys:
        note = _("It asks nothing yet. Choose what it asks, or take it out.")
        return CheckLine(title, note, to, is_done=False)
    if why := next((why for key in keys if (why := _why_not(key, versions))), None):
        return CheckLine(title, why, to, is_done=False)
    titles = ", ".join(versions["instrument", key].title for key in keys)
    return CheckLine(title, titles, to, is_done=True)


def _why_not(key: str, versions: Mapping[Name, ContentVersion]) -> Text | None:
    """Why an instrument of a wave cannot be asked."""
    version = versions.get(("instrument", key))
    if version is None:
        return _("“{instrument}” is not in the program any more.", instrument=key)
    why = why_not_ask(InstrumentData.model_validate(version.data))
    return _("“{instrument}”: {why}", instrument=version.title, why=why) if why else None


def _trial(read: StudyRead) -> list[CheckLine]:
    """Only of a study that is a trial, or counts its waves from a draw."""
    trial, href = read.trial, f"{HOME}/{read.project.key}/trial"
    if trial is None and read.project.anchor is not WaveAnchor.RANDOMIZED:
        return []
    is_sealed = trial is not None and trial.sealed_at is not None
    unsealed = _("No arm can be drawn before the list is sealed.")
    return [
        CheckLine(_("Arms of the trial"), None, href, trial is not None),
        CheckLine(_("Sealed list of the trial"), None if is_sealed else unsealed, href, is_sealed),
    ]
