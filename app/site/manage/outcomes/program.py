"""What a program is, for promotion committees and department chairs: to print, of nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from app.cohorts.models import Program
from app.content.enums import Name
from app.content.models import ContentVersion
from app.credit.drafts.queries import EarlierCredit
from app.credit.phrase import mark_phrase, with_phrase
from app.language import Text, _, ngettext
from app.language.moments import long_date
from app.packs.schema import ModuleData, PolicyData, ProgramData, program_of
from app.site.manage.outcomes.loaders import HOME

MINUTES = 60


@dataclass(frozen=True)
class ProgramUnit:
    """One unit of the program."""

    label: str
    title: str
    minutes: int
    """Of its module; 0: it has none."""


@dataclass(frozen=True)
class ProgramPage:
    """The program as others are told of it."""

    title: str
    path: str
    summary: str
    as_of: str
    units: Sequence[ProgramUnit]
    hours: Text
    asks: Sequence[Text]
    """What whoever completes it did."""
    credit: Sequence[Markup]
    """What was approved last, in its own words."""
    line: Text
    """What can stand in a dossier."""


def program_page(
    program: Program,
    versions: Mapping[Name, ContentVersion],
    credit: EarlierCredit | None,
    zone: str,
    now: datetime,
) -> ProgramPage | None:
    """The page of a program as its current texts have it; None: nothing is loaded."""
    described = versions.get(("program", program.key))
    if described is None:
        return None
    data = program_of(described.data)
    units = _units(data, versions)
    return ProgramPage(
        title=program.title,
        path=f"{HOME}/program/{program.key}",
        summary=data.summary,
        as_of=long_date(now, zone),
        units=units,
        hours=_hours(data, units),
        asks=_asks(data.policy, data),
        credit=_credit(credit),
        line=_line(data, units),
    )


def _units(data: ProgramData, versions: Mapping[Name, ContentVersion]) -> list[ProgramUnit]:
    units = []
    for number, step in enumerate(data.syllabus, 1):
        module = versions.get(("module", step.module or ""))
        case = versions.get(("case", step.case or ""))
        shown = module or case
        minutes = ModuleData.model_validate(module.data).minutes if module else 0
        title = shown.title if shown else ""
        units.append(ProgramUnit(f"{data.unit_label} {number}", title, minutes))
    return units


def _in_hours(minutes: int) -> int:
    """In whole hours, half of one rounded up."""
    return (2 * minutes + MINUTES) // (2 * MINUTES)


def _total(data: ProgramData, units: Sequence[ProgramUnit]) -> int:
    return sum(unit.minutes for unit in units) + data.session_minutes * len(units)


def _hours(data: ProgramData, units: Sequence[ProgramUnit]) -> Text:
    modules = sum(unit.minutes for unit in units)
    if not modules:
        return ngettext(
            "{count} live session of {minutes:minutes}.",
            "{count} live sessions of {minutes:minutes} each.",
            count=len(units),
            minutes=data.session_minutes,
        )
    return ngettext(
        "About {hours} hours in all: {modules} hours of modules in one’s own time, and {count} "
        "live session of {minutes:minutes}.",
        "About {hours} hours in all: {modules} hours of modules in one’s own time, and {count} "
        "live sessions of {minutes:minutes} each.",
        count=len(units),
        hours=_in_hours(_total(data, units)),
        modules=_in_hours(modules),
        minutes=data.session_minutes,
    )


def _asks(policy: PolicyData, data: ProgramData) -> list[Text]:
    if policy.asks_nothing:
        return [_("People come to what they like. There is nothing to complete.")]
    modules = sum(step.module is not None for step in data.syllabus)
    asks = [_modules(policy.modules_required, modules)] if policy.modules_required else []
    if policy.sessions_required:
        asks.append(_sessions(policy.sessions_required, len(data.syllabus)))
    if policy.make_ups_allowed:
        made_up = ngettext(
            "Could make {count} of these sessions up, by an act that is recorded as such",
            "Could make up to {count} of these sessions up, by acts that are recorded as such",
            count=policy.make_ups_allowed,
        )
        asks.append(made_up)
    return asks


def _modules(needed: int, count: int) -> Text:
    if needed >= count:
        return ngettext(
            "Worked through the module, with its readings and its reflection, and signed for it",
            "Worked through all {count} modules, each with readings and a reflection, and signed "
            "for each",
            count=count,
        )
    return ngettext(
        "Worked through {needed} of {count} module, with readings and a reflection, and signed "
        "for it",
        "Worked through at least {needed} of {count} modules, each with readings and a "
        "reflection, and signed for each",
        count=count,
        needed=needed,
    )


def _sessions(needed: int, count: int) -> Text:
    if needed >= count:
        return ngettext(
            "Took part in the live session", "Took part in all {count} live sessions", count=count
        )
    return ngettext(
        "Took part in at least {needed} of {count} live session",
        "Took part in at least {needed} of {count} live sessions",
        count=count,
        needed=needed,
    )


def _credit(earlier: EarlierCredit | None) -> list[Markup]:
    if earlier is None:
        return []
    activity = earlier.approved.activity
    said = [with_phrase(activity.designation_statement)]
    if activity.claim_statement not in said[0]:
        said.append(activity.claim_statement)
    return [mark_phrase(statement) for statement in said]


def _line(data: ProgramData, units: Sequence[ProgramUnit]) -> Text:
    return _(
        "Completed the {program}, a course of {units} units and about {hours} hours in mentoring, "
        "with live case sessions. The certificate’s number can be checked by anyone.",
        program=data.title,
        units=len(units),
        hours=_in_hours(_total(data, units)),
    )
