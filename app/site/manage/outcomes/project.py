"""The page of a study: what it is, its texts, its waves, and numbers of people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.language import Text, _
from app.language.moments import date_time
from app.outcomes.disclosure.cells import cell
from app.outcomes.projects.turnout.queries import Turnout
from app.outcomes.projects.turnout.rules import CONSENT
from app.site.manage.outcomes.checklist import CheckLine, StudyRead, checklist
from app.site.manage.outcomes.loaders import HOME
from app.site.manage.outcomes.wave_cards import StateLine, WaveCard, about, wave_cards
from app.site.manage.outcomes.wave_when import wave_when
from app.site.parts.studies import ANCHORS, DETERMINATIONS, MODES
from app.studies.enums import ConsentState
from app.studies.queries import ProjectInProgram
from app.studies.waves.queries import CohortStudied
from app.web.parts import Fact


@dataclass(frozen=True)
class ConsentCard:
    """How many people answered the consent, and how."""

    lines: Sequence[StateLine]
    as_of: Text
    """When they were counted; empty before the first time."""


@dataclass(frozen=True)
class ProjectPage:
    """One study."""

    title: str
    program: str
    path: str
    facts: Sequence[Fact]
    is_synthetic: bool
    lacks: Sequence[CheckLine]
    """What it needs, done and not done; empty once it has everything."""
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
        lacks=checklist(read),
        consent=_consent(told, enrolled, zone),
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


def _consent(told: Turnout, enrolled: int, zone: str) -> ConsentCard:
    shown = told.get(CONSENT)
    lines = [StateLine(_("Enrolled now"), str(enrolled))]
    if shown is None:
        return ConsentCard(lines, "")
    lines += [
        StateLine(label, about(shown.edition[cell(state=state.value)]))
        for state, label in _SAID.items()
    ]
    return ConsentCard(lines, date_time(shown.cut_off, zone))


_SAID: Mapping[ConsentState, Text] = {
    ConsentState.GIVEN: _("Take part"),
    ConsentState.DECLINED: _("Declined"),
    ConsentState.WITHDRAWN: _("Withdrew"),
}
