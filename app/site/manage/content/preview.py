"""A version as its readers see it, with nobody's seat: the real pages, on which nothing works."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from app.content.models import ContentVersion
from app.content.shown import ModuleVersion, as_shown
from app.language import Text, _, dotted
from app.language.moments import clock_time
from app.learning.checks.rules import check_level
from app.learning.items.rules import UnitWork, work_of
from app.learning.rules import statement_for
from app.packs.schema import GuideData, ModuleData, ProgramData, Question
from app.site.cohorts.units.check import KnowledgeCheckPage, QuestionRow
from app.site.cohorts.units.page import UnitHead, UnitPage, shown_text
from app.site.cohorts.units.room import Room, next_task, to_do
from app.site.cohorts.units.signing import Signing
from app.site.cohorts.units.writing import ReflectionCard
from app.site.parts.readings import reading_rows
from app.site.parts.sessions import UnitStep
from app.site.parts.texts import shown_html
from app.site.teach.sessions.room import Guide, PlanLine
from app.web.forms import FormState

NOON = datetime(2000, 1, 1, 12, tzinfo=UTC)
"""A plan's clock needs a session; this one begins at noon, wherever that is."""


@dataclass(frozen=True)
class PreviewCheckPage(KnowledgeCheckPage):
    """A knowledge check with the feedback on every answer."""

    all_questions: Sequence[Question]


@dataclass(frozen=True)
class PreviewCasePage:
    """The learner's part of a case."""

    language: str
    eyebrow: str
    title: Text
    case_title: str
    case_html: str


@dataclass(frozen=True)
class PreviewGuidePage:
    """A facilitator guide."""

    language: str
    eyebrow: str
    title: str
    guide: Guide


@dataclass(frozen=True)
class UnitPlace:
    """Where a document stands in the current syllabus."""

    program: ProgramData
    language: str
    """In which the program is written."""
    position: int | None
    """None: no unit of the syllabus names it."""
    short_titles: Mapping[str, str]
    """Of the current modules, by key."""

    @property
    def label(self) -> str:
        """`Week 5`; for what no unit names, only what a unit is called."""
        name = self.program.unit_label
        return f"{name} {self.position}" if self.position else name

    @property
    def eyebrow(self) -> str:
        """What stands above the title."""
        return dotted((self.program.title, _("Preview")))


def place_of(
    program: ProgramData, language: str, version: ContentVersion, short_titles: Mapping[str, str]
) -> UnitPlace:
    """The place of a version's document in a syllabus."""
    kind = "module" if version.kind == "module" else "case"
    found = [n for n, step in enumerate(program.syllabus, 1) if getattr(step, kind) == version.key]
    return UnitPlace(program, language, found[0] if found else None, short_titles)


def unit_preview(version: ContentVersion, place: UnitPlace, path: str) -> UnitPage:
    """A module's page, as on the day it opens. `path`: the version's own page."""
    shown, inner = as_shown(version, place.language), f"{path}/page"
    module, needed = shown.data, place.program.policy.check_percent
    work = work_of(module, (), {}, reflected=False, signed=False, needed=needed)
    return UnitPage(
        head=_head(place, module, inner),
        room=_room(shown, work, place.label, inner),
        session=None,
        module=module,
        text=shown_text(shown, path),
        readings=reading_rows(module, (), inner),
        reflection=ReflectionCard(path=f"{inner}/reflection"),
        signing=_signing(place, module, version.hash),
        why_not_do=None,
        form=FormState(),
    )


def _room(module: ModuleVersion, work: UnitWork, label: str, path: str) -> Room:
    """The column beside a text that nobody has begun to read."""
    lines = to_do(work, label, path, begun=False)
    return Room(work, next_task(work, label, path), module.headings, lines)


def _head(place: UnitPlace, module: ModuleData, path: str) -> UnitHead:
    title = f"{place.label}: {module.title}"
    return UnitHead(place.eyebrow, title, place.label, path, place.language)


def _signing(place: UnitPlace, module: ModuleData, hash_: str) -> Signing:
    said = place.program.attestation
    return Signing(
        statement=statement_for(said.text, unit=place.label, title=module.title),
        statement_version=said.version,
        module_hash=hash_,
        signer=str(_("the learner’s name")),
    )


def check_preview(version: ContentVersion, place: UnitPlace, path: str) -> PreviewCheckPage:
    """A module's knowledge check, answered rightly, with all its feedback."""
    module = as_shown(version, place.language).data
    questions = module.check.questions if module.check else ()
    right = {
        question.id: option for question in questions if (option := _right(question)) is not None
    }
    return PreviewCheckPage(
        language=place.language,
        eyebrow=f"{place.label}: {module.title}",
        title=_("Check what you know"),
        path=f"{path}/page",
        module_hash=version.hash,
        questions=[QuestionRow(question, right.get(question.id)) for question in questions],
        note=None,
        level=check_level(module, right, place.program.policy.check_percent),
        all_questions=questions,
    )


def case_preview(version: ContentVersion, place: UnitPlace, path: str) -> PreviewCasePage:
    """A case, as on the page of its session."""
    return PreviewCasePage(
        language=place.language,
        eyebrow=place.eyebrow,
        title=_("{unit}: live session", unit=place.label),
        case_title=version.title,
        case_html=shown_html(version, path, place.language),
    )


def guide_preview(version: ContentVersion, place: UnitPlace, path: str) -> PreviewGuidePage:
    """A guide, as in the room of its session."""
    data = GuideData.model_validate(version.data)
    plan = [
        PlanLine(
            minutes=f"{step.start}–{step.end}",
            clock=clock_time(NOON + timedelta(minutes=step.start), "UTC"),
            what=step.what,
        )
        for step in data.plan
    ]
    html, title = shown_html(version, path, place.language), f"{place.label}: {data.title}"
    return PreviewGuidePage(place.language, place.eyebrow, title, Guide(html, data.goals, plan))


def _right(question: Question) -> int | None:
    return next((place for place, option in enumerate(question.options) if option.correct), None)


def _steps(place: UnitPlace) -> list[UnitStep]:
    """The row of units, all open; without this document in it, none."""
    if place.position is None:
        return []
    return [
        UnitStep(
            label=str(number),
            short=place.short_titles.get(step.module or "", ""),
            status="current" if number == place.position else "open",
            href=None,
            note=None,
        )
        for number, step in enumerate(place.program.syllabus, start=1)
    ]
