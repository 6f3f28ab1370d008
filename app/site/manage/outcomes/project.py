"""The page of a study: what it is, its texts, its waves, and numbers of people."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from app.content.enums import Name
from app.content.models import ContentVersion
from app.language import Text, _
from app.language.moments import date_time
from app.outcomes.disclosure.cells import cell
from app.outcomes.projects.turnout.queries import Turnout
from app.outcomes.projects.turnout.rules import CONSENT
from app.packs.instruments.rules import why_not_ask
from app.packs.instruments.schema import InstrumentData
from app.site.manage.outcomes.loaders import HOME
from app.site.manage.outcomes.wave_cards import StateLine, WaveCard, about, wave_cards
from app.site.manage.outcomes.wave_when import wave_when
from app.site.parts.studies import ANCHORS, DETERMINATIONS, MODES
from app.studies.enums import ConsentState, Respondent
from app.studies.models import ConsentText
from app.studies.queries import ProjectInProgram
from app.studies.waves.queries import CohortStudied, WavePlan
from app.studies.waves.rules import NO_MENTEE_TEXT, NO_TEXT
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
    warnings: Sequence[Text]
    consent: ConsentCard
    waves: Sequence[WaveCard]
    least: int
    """No group of fewer people is told."""
    has_key: bool
    made: bool


def project_page(
    found: ProjectInProgram,
    cohorts: Sequence[CohortStudied],
    texts: Sequence[ConsentText],
    plans: Sequence[WavePlan],
    told: Turnout,
    versions: Mapping[Name, ContentVersion],
    *,
    enrolled: int,
    zone: str,
    now: datetime,
    made: bool = False,
) -> ProjectPage:
    """`versions`: the program's current documents. `zone`: the reader's."""
    project = found.project
    path = f"{HOME}/{project.key}"
    return ProjectPage(
        title=project.title,
        program=found.program.title,
        path=path,
        facts=_facts(found, cohorts),
        is_synthetic=project.is_synthetic,
        warnings=[*_without_text(texts, plans), *_not_askable(plans, versions)],
        consent=_consent(told, enrolled, zone),
        waves=[
            card
            for plan in plans
            for card in wave_cards(
                plan,
                wave_when(project, plan.wave, cohorts, zone, now),
                told,
                versions,
                path,
                zone,
            )
        ],
        least=project.least,
        has_key=project.mode.value == "confidential",
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


def _without_text(texts: Sequence[ConsentText], plans: Sequence[WavePlan]) -> list[Text]:
    known = {text.respondent for text in texts}
    asked = {own.respondent for plan in plans for own in plan.instruments}
    missing: list[Text] = [] if Respondent.LEARNER in known else [NO_TEXT]
    if Respondent.MENTEE in asked - known:
        missing.append(NO_MENTEE_TEXT)
    return missing


def _not_askable(plans: Sequence[WavePlan], versions: Mapping[Name, ContentVersion]) -> list[Text]:
    wanted = sorted({own.instrument for plan in plans for own in plan.instruments})
    found: list[Text] = []
    for key in wanted:
        version = versions.get(("instrument", key))
        if version is None:
            found.append(_("“{instrument}” is not in the program any more.", instrument=key))
        elif why := why_not_ask(InstrumentData.model_validate(version.data)):
            found.append(_("“{instrument}”: {why}", instrument=version.title, why=why))
    return found


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
