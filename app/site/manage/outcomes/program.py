"""What a program is, for promotion committees and department chairs: to print, of nobody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from markupsafe import Markup

from app.cohorts.models import Program
from app.content.enums import Name
from app.content.models import ContentVersion
from app.credit.drafts.queries import EarlierCredit
from app.credit.phrase import mark_phrase
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


def _in_hours(minutes: int) -> Decimal:
    return (Decimal(minutes) / MINUTES).quantize(Decimal("0.1"), ROUND_HALF_UP).normalize()


def _total(data: ProgramData, units: Sequence[ProgramUnit]) -> int:
    return sum(unit.minutes for unit in units) + data.session_minutes * len(units)


def _hours(data: ProgramData, units: Sequence[ProgramUnit]) -> Text:
    return ngettext(
        "About {hours} hours in all: {modules} hours of modules in one’s own time, and {count} "
        "live session of {minutes:minutes}.",
        "About {hours} hours in all: {modules} hours of modules in one’s own time, and {count} "
        "live sessions of {minutes:minutes} each.",
        count=len(units),
        hours=_plain(_in_hours(_total(data, units))),
        modules=_plain(_in_hours(sum(unit.minutes for unit in units))),
        minutes=data.session_minutes,
    )


def _plain(hours: Decimal) -> Decimal | int:
    """`20`, and not `2E+1`."""
    return int(hours) if hours == int(hours) else hours


def _asks(policy: PolicyData, data: ProgramData) -> list[Text]:
    units = len(data.syllabus)
    if policy.asks_nothing:
        return [_("People come to what they like. There is nothing to complete.")]
    asks: list[Text] = [
        ngettext(
            "Worked through at least {needed} of {count} module, each with readings and a "
            "reflection, and signed for it",
            "Worked through at least {needed} of {count} modules, each with readings and a "
            "reflection, and signed for each",
            count=sum(step.module is not None for step in data.syllabus),
            needed=policy.modules_required,
        ),
        ngettext(
            "Took part in at least {needed} of {count} live session",
            "Took part in at least {needed} of {count} live sessions",
            count=units,
            needed=policy.sessions_required,
        ),
    ]
    if policy.make_ups_allowed:
        asks.append(
            ngettext(
                "Of these, {count} could be made up in writing, from a recording, or elsewhere",
                "Of these, {count} could be made up in writing, from a recording, or elsewhere",
                count=policy.make_ups_allowed,
            )
        )
    return asks


def _credit(earlier: EarlierCredit | None) -> list[Markup]:
    if earlier is None:
        return []
    activity = earlier.approved.activity
    return [mark_phrase(activity.designation_statement), mark_phrase(activity.claim_statement)]


def _line(data: ProgramData, units: Sequence[ProgramUnit]) -> Text:
    return _(
        "Completed the {program}, a course of {units} units and about {hours} hours in mentoring, "
        "with live case sessions. The certificate’s number can be checked by anyone.",
        program=data.title,
        units=len(units),
        hours=_plain(_in_hours(_total(data, units))),
    )
