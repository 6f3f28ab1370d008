"""The page of a study: what it is, its texts, its waves, and numbers of people."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from app.language import Text, _
from app.outcomes.projects.turnout.queries import Turnout
from app.site.manage.outcomes.checklist import CheckLine, StudyRead, checklist
from app.site.manage.outcomes.consent_card import ConsentCard, consent_card
from app.site.manage.outcomes.loaders import HOME
from app.site.manage.outcomes.missing import missing_of
from app.site.manage.outcomes.wave_cards import WaveCard, wave_cards
from app.site.manage.outcomes.wave_when import wave_when
from app.site.parts.studies import ANCHORS, DETERMINATIONS, MODES
from app.studies.consent.rules import offered
from app.studies.enums import Respondent
from app.studies.queries import ProjectInProgram
from app.studies.waves.queries import CohortStudied, WavePlan
from app.web.parts import Fact


@dataclass(frozen=True)
class ProjectPage:
    """One study."""

    title: str
    program: str
    path: str
    facts: Sequence[Fact]
    is_synthetic: bool
    asks: bool
    """Whether people are told of it and asked."""
    lacks: Sequence[CheckLine]
    """What it needs, done and not done; empty once it has everything."""
    missing: Sequence[Text]
    """Without what nobody is asked to take part; empty once people are."""
    is_fixed: bool
    """Whether people rely on the plan of its waves, so that it stays."""
    consent: ConsentCard
    waves: Sequence[WaveCard]
    least: int
    """No group of fewer people is told."""
    has_key: bool
    has_trial: bool
    """Whether it is a trial, or can be made one: anonymous studies cannot."""
    made: bool


def project_page(
    found: ProjectInProgram,
    read: StudyRead,
    told: Turnout,
    *,
    enrolled: int,
    zone: str,
    now: datetime,
    made: bool = False,
) -> ProjectPage:
    """`zone`: the reader's."""
    project = found.project
    path = f"{HOME}/{project.key}"
    return ProjectPage(
        title=project.title,
        program=found.program.title,
        path=path,
        facts=_facts(found, read.cohorts),
        is_synthetic=project.is_synthetic,
        asks=read.opening.is_open,
        lacks=checklist(read),
        missing=missing_of(read.opening),
        is_fixed=read.opening.is_relied_on,
        consent=consent_card(
            told, enrolled, offered(project.mode, has_mentees=_asks(read.plans)), zone
        ),
        waves=[
            card
            for plan in read.plans
            for card in wave_cards(
                plan,
                wave_when(project, plan.wave, read.cohorts, zone, now),
                told,
                read.versions,
                path,
                zone,
            )
        ],
        least=project.least,
        has_key=project.mode.value == "confidential",
        has_trial=not project.mode.is_anonymous,
        made=made,
    )


def _facts(found: ProjectInProgram, cohorts: Sequence[CohortStudied]) -> list[Fact]:
    project = found.project
    number = project.determination_number
    name = DETERMINATIONS[project.determination][0]
    asked = _("Only people who agree") if project.asks_consent else _("Who does not object")
    return [
        Fact(
            _("Determination"),
            _("{name}, number {number}", name=name, number=number) if number else name,
        ),
        Fact(_("Whose the answers are"), MODES[project.mode][0]),
        Fact(_("Whom it asks"), asked),
        Fact(_("Waves count from"), ANCHORS[project.anchor][0]),
        Fact(_("Cohorts"), ", ".join(own.cohort.title for own in cohorts)),
    ]


def _asks(plans: Sequence[WavePlan]) -> bool:
    """Whether a wave asks mentees."""
    return any(own.respondent is Respondent.MENTEE for plan in plans for own in plan.instruments)
