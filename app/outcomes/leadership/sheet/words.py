"""What a report says beside its numbers. Pure."""

from collections.abc import Sequence

from app.language import Text, _, ngettext
from app.language.styles import worded
from app.outcomes.leadership.sheet.competency import rose
from app.outcomes.leadership.sheet.trial import works
from app.outcomes.leadership.sheet.waves import last_compared
from app.outcomes.leadership.told import CohortLine, Report


def about(report: Report) -> Text:
    """What it is about, on top of the first page."""
    return _(
        "Report to leaders · {first:date} to {last:date}",
        first=report.window.first,
        last=report.window.last,
    )


def headline(report: Report) -> Text:
    """The one sentence that is remembered."""
    done = report.completers
    if done is not None and works(report.measured):
        (own,) = last_compared(report.measured)
        return _(
            "{percent}% of the faculty in ended cohorts completed; in a trial, {arm} rose more "
            "than {reference} by month {month}",
            month=own.to_wave,
            percent=done.percent,
            arm=own.arm,
            reference=own.reference,
        )
    if done is not None and rose(report.measured):
        return _(
            "{percent}% of the faculty in ended cohorts completed; those asked before and after "
            "rate their mentoring higher",
            percent=done.percent,
        )
    if done is not None:
        return _("{percent}% of the faculty in ended cohorts completed", percent=done.percent)
    return ngettext(
        "{people} faculty of {count} institution have enrolled",
        "{people} faculty of {count} institutions have enrolled",
        count=report.institutions,
        people=report.people,
    )


def lead(report: Report, *, invented: bool) -> Text:
    """How many cohorts, and whether their people are those of the demo."""
    cohorts = ngettext(
        "{count} cohort, {units} units each.",
        "{count} cohorts, {units} units each.",
        count=report.ran,
        units=report.weeks,
    )
    return worded((cohorts, *([_INVENTED] if invented else [])), "sentences")


_INVENTED = _("Invented people and numbers.")


def completion(report: Report) -> Text:
    """What the bars of the cohorts say."""
    if report.asks_nothing:
        return _("This is a series: people come to what they like, and nothing is completed.")
    newest = next((own for own in report.cohorts if own.newest), None)
    if newest is None:
        return _("No cohort has ended yet, so nobody can say how many complete.")
    return worded((_newest(newest), *_among(report)), "sentences")


def _newest(line: CohortLine) -> Text:
    if line.completed is None or line.enrolled is None:
        return _(
            "How many completed {cohort}, the newest that has ended, is not shown.",
            cohort=line.title,
        )
    return _(
        "{part} of {whole} completed {cohort}, the newest cohort that has ended.",
        part=line.completed,
        whole=line.enrolled,
        cohort=line.title,
    )


def _among(report: Report) -> Sequence[Text]:
    """How the newest stands among those before, with what has to be said of so few."""
    ended = [own for own in report.cohorts if own.percent is not None]
    if len(ended) < 2 or not ended[-1].newest:
        return []
    *before, own = [line.percent or 0 for line in ended]
    chance = _("Cohorts also differ by chance.")
    if own > max(before):
        return [_("That is the highest share so far."), chance]
    if own < min(before):
        return [_("That is the lowest share so far."), chance]
    return [chance]


def attendance(report: Report) -> Text:
    """What the columns of the sessions say."""
    came = report.attendance
    if came is None:
        return _("No session is recorded yet, or too few people came to show it.")
    if not came.over:
        return _(
            "{mean} of {expected} on average in {cohort} ({lowest} to {highest}), made-up sessions "
            "included. It has not ended: so far, {held} of {planned} sessions are held and "
            "recorded.",
            mean=came.mean,
            expected=came.expected,
            cohort=came.cohort,
            lowest=came.lowest,
            highest=came.highest,
            held=len(came.sessions),
            planned=came.planned,
        )
    return _(
        "{mean} of {expected} on average in {cohort} ({lowest} to {highest}), the newest cohort "
        "that has ended, made-up sessions included.",
        mean=came.mean,
        expected=came.expected,
        cohort=came.cohort,
        lowest=came.lowest,
        highest=came.highest,
    )


def adoption(report: Report) -> Text:
    """How many institutions took the program up."""
    if report.asks_nothing:
        return _enrolled_somebody(report)
    if not report.ended:
        return ngettext(
            "{count} of {partners} partner institutions has enrolled somebody. No cohort has ended "
            "yet, so nobody can have completed.",
            "{count} of {partners} partner institutions have enrolled somebody. No cohort has "
            "ended yet, so nobody can have completed.",
            count=report.institutions,
            partners=report.partners,
        )
    if report.with_completer is None:
        return ngettext(
            "{count} of {partners} partner institutions has enrolled somebody. How many have "
            "somebody who completed cannot be shown.",
            "{count} of {partners} partner institutions have enrolled somebody. How many have "
            "somebody who completed cannot be shown.",
            count=report.institutions,
            partners=report.partners,
        )
    return ngettext(
        "{count} of {partners} partner institutions has somebody who completed.",
        "{count} of {partners} partner institutions have somebody who completed.",
        count=report.with_completer,
        partners=report.partners,
    )


def _enrolled_somebody(report: Report) -> Text:
    """Of a series, in which nothing is completed."""
    return ngettext(
        "{count} of {partners} partner institutions has enrolled somebody.",
        "{count} of {partners} partner institutions have enrolled somebody.",
        count=report.institutions,
        partners=report.partners,
    )
