"""The paragraph for grant applications: whole sentences that can stand in somebody else's text.

Training grants describe the program as a resource. Each sentence says when and of how many.
"""

from app.language import Text, _, ngettext
from app.language.moments import local
from app.language.styles import worded
from app.outcomes.leadership.answers import Measured
from app.outcomes.leadership.sheet.competency import is_shown, rounded
from app.outcomes.leadership.sheet.trial import arms_words
from app.outcomes.leadership.sheet.waves import earlier_changes
from app.outcomes.leadership.told import Report


def paragraph(report: Report) -> str:
    """The paragraph, in the language that is being written in."""
    return worded(tuple(sentences(report)), "sentences")


def sentences(report: Report) -> list[Text]:
    """What it says, one after the other."""
    return [
        _enrolled(report),
        *(_completed(report) or _begun(report)),
        *_attended(report),
        *_rated(report),
        *(_partners(report) if _has_shown(report) else ()),
        _as_of(report),
    ]


def _enrolled(report: Report) -> Text:
    if report.asks_nothing:
        return ngettext(
            "From {first:date} to {last:date}, {people} faculty of {count} institution enrolled in "
            "the {program}, a series of {units} live sessions.",
            "From {first:date} to {last:date}, {people} faculty of {count} institutions enrolled "
            "in the {program}, a series of {units} live sessions.",
            count=report.institutions,
            first=report.window.first,
            last=report.window.last,
            people=report.people,
            program=report.program,
            units=report.weeks,
        )
    return ngettext(
        "From {first:date} to {last:date}, {people} faculty of {count} institution enrolled in the "
        "{program}, a course of {units} units with live case sessions.",
        "From {first:date} to {last:date}, {people} faculty of {count} institutions enrolled in "
        "the {program}, a course of {units} units with live case sessions.",
        count=report.institutions,
        first=report.window.first,
        last=report.window.last,
        people=report.people,
        program=report.program,
        units=report.weeks,
    )


def _has_shown(report: Report) -> bool:
    """Whether it has been gone through once, so that it can be recommended to others."""
    return report.ended or report.asks_nothing


def _begun(report: Report) -> list[Text]:
    """That there is nothing yet that it could be praised for."""
    if _has_shown(report):
        return []
    return [
        _(
            "None of these cohorts has ended, so how many complete it and what it changes is not "
            "known yet."
        )
    ]


def _completed(report: Report) -> list[Text]:
    done = report.completers
    if done is None:
        return []
    return [
        _(
            "Of the {people} in cohorts that have ended, {completed} ({percent}%) completed it.",
            people=done.people,
            completed=done.completed,
            percent=done.percent,
        )
    ]


def _attended(report: Report) -> list[Text]:
    came = report.attendance
    if came is None:
        return []
    if not came.over:
        return [
            _(
                "So far, {mean} of {expected} people on average came to a session of {cohort}, of "
                "which {held} of {planned} are held.",
                mean=came.mean,
                expected=came.expected,
                cohort=came.cohort,
                held=len(came.sessions),
                planned=came.planned,
            )
        ]
    return [
        _(
            "On average, {mean} of {expected} people came to each session of {cohort}.",
            expected=came.expected,
            mean=came.mean,
            cohort=came.cohort,
        )
    ]


def _rated(report: Report) -> list[Text]:
    """Of a trial what compares its arms alone: before and after of one says nothing of it."""
    measured, change = report.measured, report.measured.overall
    if measured.is_synthetic:  # an application says nothing of invented people
        return []
    if measured.reference:
        return _compared(measured)
    if change is None or change.ci is None or not is_shown(change):
        return []
    return [
        _(
            "Of them, {people} rated their mentoring competency at month {first} and month "
            "{second}: {before} and {after} on a scale of {lowest} to {highest} (95% CI of the "
            "change {low} to {high}).",
            first=change.from_wave,
            second=change.to_wave,
            before=rounded(change.mean_before, 1),
            after=rounded(change.mean_after, 1),
            lowest=change.lowest,
            highest=change.highest,
            people=change.n,
            low=rounded(change.ci.low),
            high=rounded(change.ci.high),
        ),
        *earlier_changes(measured.earlier),
    ]


def _compared(measured: Measured) -> list[Text]:
    if not measured.controlled:
        return []
    said = _("Their self-rated mentoring competency was compared in a randomized trial.")
    return [said, *arms_words(measured)]


def _partners(report: Report) -> list[Text]:
    """Institutions are partners of all programs here, and not of one of them."""
    return [
        ngettext(
            "All programs of those who run it have {count} partner institution together.",
            "All programs of those who run it have {count} partner institutions together.",
            count=report.partners,
        )
    ]


def _as_of(report: Report) -> Text:
    return _("(Records as of {day:date}.)", day=local(report.cut_off, report.zone).date())
