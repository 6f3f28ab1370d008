"""The counts of a year, for the report that a provider makes at its end."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from markupsafe import Markup

from app.certificates.years.rules import CountedIn, YearLine
from app.credit.enums import AMA_PRA_1
from app.credit.phrase import credits_fact, phrase_html, phrase_text
from app.language import Text, _, dotted, ngettext
from app.language.moments import local, zone_name
from app.language.styles import number
from app.people.enums import Profession
from app.site.parts.credit import as_awarded
from app.site.parts.people import PROFESSIONS
from app.web.parts import Option
from app.web.spreadsheet import Cell, Table

OTHERS = [profession for profession in Profession if profession is not Profession.PHYSICIAN]


@dataclass(frozen=True)
class Sums:
    """What is counted of one activity, or of all."""

    physicians: str
    others: str
    by_profession: Sequence[tuple[Text, str]]
    """Of who is no physician, by profession."""
    awarded: str
    """Physicians' credit."""
    awarded_else: Sequence[tuple[Markup, str]]
    """Of each other system, by its unit."""
    hours: str


@dataclass(frozen=True)
class ActivityLine:
    """One activity in the year."""

    title: str
    cohort: str
    path: str | None
    """Its certificates, where the reader coordinates it."""
    provider: str
    zone: Text
    designated: str
    """When the year ended."""
    designated_before: Sequence[Text]
    """What it was earlier in the year, each with the day on which that ended."""
    sums: Sums


@dataclass(frozen=True)
class YearPage:
    """What the template shows."""

    year: int | None
    """None: nothing was ever counted."""
    years: Sequence[Option]
    lines: Sequence[ActivityLine]
    total: ActivityLine | None
    """None where there is one activity or none."""
    phrase: Markup
    coordinates: bool
    """Whether the reader has a desk of cohorts to go back to."""
    gone: Text | None
    """That records of some cohorts were deleted, so that nobody of them is counted."""


def chosen_year(lines: Sequence[YearLine], asked: int | None) -> int | None:
    """The year that was asked for, if it has anything; else the newest one."""
    years = [line.year for line in lines]
    return asked if asked in years else next(iter(years), None)


def year_page(
    lines: Sequence[YearLine], year: int | None, *, coordinates: bool, gone: int
) -> YearPage:
    """The page of one year.

    `lines`: of all years, the newest first; `gone`: of how many cohorts records were deleted.
    """
    own = [line for line in lines if line.year == year]
    years = dict.fromkeys(line.year for line in lines)
    return YearPage(
        year=year,
        years=[Option(known, f"{known}") for known in years],
        lines=[_line(line, coordinates=coordinates) for line in own],
        total=_total(own) if len(own) > 1 else None,
        phrase=phrase_html(),
        coordinates=coordinates,
        gone=_gone(gone) if gone else None,
    )


def _gone(count: int) -> Text:
    return ngettext(
        "The records of {count} cohort were deleted, as the retention policy says. It is left out, "
        "in every year; an audit folder or a spreadsheet of then tells who took part.",
        "The records of {count} cohorts were deleted, as the retention policy says. They are left "
        "out, in every year; an audit folder or a spreadsheet of then tells who took part.",
        count=count,
    )


def _line(line: YearLine, *, coordinates: bool) -> ActivityLine:
    own = line.activity
    return ActivityLine(
        title=own.title,
        cohort=own.cohort,
        path=f"/manage/cohorts/{own.slug}/certificates" if coordinates else None,
        provider=own.provider,
        zone=zone_name(own.zone),
        designated=number(credits_fact(own.designated_in(line.year)[-1].quarters)),
        designated_before=_earlier(line),
        sums=_sums([line]),
    )


def _earlier(line: YearLine) -> list[Text]:
    zone, designated = line.activity.zone, line.activity.designated_in(line.year)
    return [
        _(
            "{amount} until {day:date}",
            amount=credits_fact(own.quarters),
            day=local(then.since, zone),
        )
        for own, then in pairwise(designated)
    ]


def _total(lines: Sequence[YearLine]) -> ActivityLine:
    return ActivityLine(
        title="",
        cohort="",
        path=None,
        provider="",
        zone="",
        designated="",
        designated_before=(),
        sums=_sums(lines),
    )


def _awarded(lines: Sequence[YearLine]) -> Counter[CountedIn]:
    """What is awarded in each system; never one sum of several."""
    found: Counter[CountedIn] = Counter()
    for line in lines:
        found.update(line.awarded)
    return found


def _else(lines: Sequence[YearLine]) -> list[CountedIn]:
    return sorted(own for own in _awarded(lines) if own.key != AMA_PRA_1)


def _of_physicians(line: YearLine) -> int:
    return sum(many for own, many in line.awarded.items() if own.key == AMA_PRA_1)


def _sums(lines: Sequence[YearLine]) -> Sums:
    return Sums(
        physicians=number(sum(line.physicians for line in lines)),
        others=number(sum(line.others for line in lines)),
        by_profession=[
            (PROFESSIONS[profession], number(count))
            for profession in OTHERS
            if (count := sum(line.learners.get(profession, 0) for line in lines))
        ],
        awarded=number(credits_fact(sum(map(_of_physicians, lines)))),
        awarded_else=[
            (as_awarded(own.unit), number(credits_fact(_awarded(lines)[own])))
            for own in _else(lines)
        ],
        hours=number(_hours(sum(line.minutes for line in lines))),
    )


def year_table(lines: Sequence[YearLine], year: int | None, *, gone: int) -> Table:
    """The same for a spreadsheet: a column for each profession; last, what is left out."""
    own = [line for line in lines if line.year == year]
    headers = [
        *(_("Year"), _("Activity"), _("Cohort"), _("Provider"), _("Time zone of the year")),
        _("Physicians"),
        *(PROFESSIONS[profession] for profession in OTHERS),
        *(_("Designated credits"), _("Designated earlier in the year")),
        _("{system} awarded", system=phrase_text()),
        *(_("{system} awarded", system=system.unit) for system in _else(own)),
        _("Hours of instruction"),
    ]
    said: list[list[Cell]] = [["", str(_gone(gone))]] if gone else []
    return Table(headers, [*(_cells(line, _else(own)) for line in own), *said])


def _cells(line: YearLine, systems: Sequence[CountedIn]) -> list[Cell]:
    own = line.activity
    return [
        *(line.year, own.title, own.cohort, own.provider, own.zone, line.physicians),
        *(line.learners.get(profession, 0) for profession in OTHERS),
        credits_fact(own.designated_in(line.year)[-1].quarters),
        dotted(_earlier(line)),
        credits_fact(_of_physicians(line)),
        *(credits_fact(line.awarded.get(system, 0)) for system in systems),
        _hours(line.minutes),
    ]


def _hours(minutes: int) -> Decimal:
    return (Decimal(minutes) / 60).quantize(Decimal("0.01"))
