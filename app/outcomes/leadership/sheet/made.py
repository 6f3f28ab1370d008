"""What a report says of how its numbers came about. Pure."""

from collections.abc import Sequence

from app.language import Text, _, dotted
from app.language.moments import local
from app.language.styles import worded
from app.outcomes.leadership.answers import Measured
from app.outcomes.leadership.told import Report


def made(report: Report) -> Sequence[Text]:
    """What a reader has to know of how the numbers came about."""
    return [
        _(
            "Made of the records as they were on {at:long_moment}, of cohorts whose first "
            "session was from {first:date} to {last:date}.",
            at=local(report.cut_off, report.zone),
            first=report.window.first,
            last=report.window.last,
        ),
        _("Somebody who enrolled more than once is counted once, as what they were the last time."),
        _(
            "Groups of fewer than 5 are not shown, and as many more as it takes so that none can "
            "be worked out."
        ),
        _("Partner institutions are those of all programs here."),
        *([_COHEN] if report.measured.overall else []),
        *_asked(report.measured),
        _("No number in it was drawn by chance."),
    ]


_COHEN = _(
    "Words for the size of an effect are Cohen’s: small from 0.2, medium from 0.5, large from 0.8. "
    "They do not say whether it matters."
)


def _asked(measured: Measured) -> list[Text]:
    """What answers were given to, and whose they are."""
    each: list[Text] = [
        _(
            "{instrument}, version {version} ({mode})",
            instrument=own.key,
            version=own.version,
            mode=_MODES[own.mode],
        )
        for own in measured.asked
    ]
    return [_("Answers are to: {asked}.", asked=worded(tuple(each), "list"))] if each else []


_MODES = {
    "identified": _("with names"),
    "confidential": _("confidential"),
    "linked": _("anonymous, with a code"),
    "unlinked": _("anonymous"),
}


def foot(report: Report) -> str:
    """What it was made of, and how: at the foot of both pages."""
    analysis = report.measured.analysis
    versions = worded(tuple(map(str, report.policy_versions)), "list")
    release = [_("texts: release {release:numeral}", release=report.release or 0)]
    return dotted(
        [
            _("Groups of fewer than 5 are not shown"),
            _("data as of {at:long_moment}", at=local(report.cut_off, report.zone)),
            *(release if report.release else []),
            _("policy version {versions}", versions=versions),
            *([_("analysis {analysis}", analysis=analysis)] if analysis else []),
            _("code {code}", code=report.code),
        ]
    )
