"""The four numbers on top of a report. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.certificates.reports.records import Part
from app.cohorts.institutions.rules import percent
from app.credit.phrase import credits_fact
from app.language import Text, _, ngettext
from app.language.styles import number
from app.outcomes.leadership.sheet.figures import DASH
from app.outcomes.leadership.told import Report


@dataclass(frozen=True)
class Stat:
    """One number with what it counts."""

    value: str
    label: Text


def stats(report: Report) -> Sequence[Stat]:
    """Enrolled, institutions, completed, hours claimed."""
    return [_enrolled(report), _institutions(report), _completed(report), _claimed(report)]


def _enrolled(report: Report) -> Stat:
    if report.faculty is None or report.faculty < report.people:
        return Stat(number(report.people), _("faculty enrolled"))
    label = _(
        "faculty enrolled, of about {faculty} at the partner institutions ({percent}%)",
        faculty=report.faculty,
        percent=percent(report.people, report.faculty),
    )
    return Stat(number(report.people), label)


def _institutions(report: Report) -> Stat:
    label = ngettext(
        "institution of {partners} partners, {departments} departments",
        "institutions of {partners} partners, {departments} departments",
        count=report.institutions,
        partners=report.partners,
        departments=report.groups[Part.DEPARTMENT].known,
    )
    return Stat(number(report.institutions), label)


def _completed(report: Report) -> Stat:
    done = report.completers
    if done is not None:
        label = _("completed, of {people} in cohorts that have ended", people=done.people)
        return Stat(number(done.completed), label)
    if report.asks_nothing:
        return Stat(DASH, _("nothing to complete: people come to what they like"))
    if report.ended:
        return Stat(DASH, _("completed: not shown"))
    return Stat(DASH, _("completed: no cohort has ended yet"))


_NONE_CLAIMED = _("hours claimed: none yet")


def _claimed(report: Report) -> Stat:
    credit = report.credit
    if credit is None:
        return Stat(DASH, _("hours of credit: none was designated"))
    quarters = sum(own.quarters for own in credit.claimed)
    if not quarters:
        few = credit.too_few
        return Stat(DASH, _("hours claimed: too few to show") if few else _NONE_CLAIMED)
    return Stat(number(credits_fact(quarters)), _("hours claimed, for credit or participation"))
