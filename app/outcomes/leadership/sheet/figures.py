"""The tables of a report as its template shows them. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from app.certificates.reports.records import Part
from app.cohorts.institutions.rules import SMALLEST, percent
from app.language import Text, _, ngettext
from app.language.styles import number, worded
from app.outcomes.charts.words import decimal
from app.outcomes.leadership.answers import CompetencyChange, EvaluationSummary, Measured, Span
from app.outcomes.leadership.groups import shortened
from app.outcomes.leadership.sheet.competency import is_shown, rounded
from app.outcomes.leadership.sheet.trial import whose_change, whose_view
from app.outcomes.leadership.told import GroupLine, Groups

HELD_BACK = _("fewer than 5")
NOT_TOLD = _("not shown")
"""Where one can be read off another: nearly all, or nearly nobody."""
DASH = "–"
MOST_COMPARED = 6
"""So many comparisons of arms have room: the last ones."""
EARLIER = "*"
"""Behind a number that stands as it was told before."""


@dataclass(frozen=True)
class Figures:
    """A table: what it is about, its heads, its rows."""

    title: Text
    heads: Sequence[Text]
    rows: Sequence[Sequence[Text]]
    note: Text = ""


TITLES: dict[Part, Text] = {
    Part.INSTITUTION: _("Faculty by institution"),
    Part.RANK: _("Faculty by rank"),
    Part.DEPARTMENT: _("Faculty by department"),
}
HEADS: dict[Part, Text] = {
    Part.INSTITUTION: _("Institution"),
    Part.RANK: _("Rank"),
    Part.DEPARTMENT: _("Department"),
}


def groups_figures(groups: Groups, people: int, most: int) -> Figures:
    """Everybody by one part, in so many lines at most."""
    short = shortened(groups, most)
    heads: list[Text] = [HEADS[groups.part], _("Enrolled"), _("Share")]
    if short.has_faculty:
        heads += [_("Faculty"), _("Ratio")]
    rows = [_group_row(own, people, has_faculty=short.has_faculty) for own in short.lines]
    if short.together is not None:
        rest = short.together
        name = ngettext("{count} other", "{count} others together", count=rest.groups)
        told = HELD_BACK if rest.people is None else str(rest.people)
        rows.append([name, told, *[""] * (len(heads) - 2)])
    return Figures(TITLES[groups.part], heads, rows)


def _group_row(line: GroupLine, people: int, *, has_faculty: bool) -> list[Text]:
    told = f"{number(line.people)}{EARLIER}" if line.earlier else number(line.people)
    row: list[Text] = [line.name, told, _share(line.people, people)]
    if has_faculty:
        row.append(DASH if line.faculty is None else number(line.faculty))
        row.append(DASH if line.ratio is None else number(line.ratio))
    return row


def _share(part: int, whole: int) -> Text:
    return _("{percent}%", percent=percent(part, whole))


def competency_figures(measured: Measured) -> Figures | None:
    """Before and after on each scale; None where nothing was measured."""
    whole = [measured.overall] if measured.overall else []
    changes = [*whole, *measured.subscales]
    if not changes:
        return None
    heads: list[Text] = [
        _("Scale"), _("People"), _("Before"), _("After"), _("Change (95% CI)"), _("Hedges’ g"),
    ]  # fmt: skip
    shown = next((change for change in changes if is_shown(change)), None)
    return Figures(
        _("Competency, before and after"),
        heads,
        [
            *(_change_row(change, change.scale) for change in whole),
            *(_change_row(change, _between(change)) for change in measured.earlier),
            *(_change_row(change, change.scale) for change in measured.subscales),
        ],
        whose_change(measured, shown) if shown else "",
    )


def trial_figures(measured: Measured) -> Figures | None:
    """How the arms of a trial differ at each wave; None where none can be compared."""
    if not measured.controlled:
        return None
    scale = measured.controlled[0].scale
    heads: list[Text] = [scale, _("People"), _("Difference (95% CI)")]
    rows: list[list[Text]] = [
        [
            _(
                "Month {first} to {second}: {arm} less {reference}",
                first=own.from_wave,
                second=own.to_wave,
                arm=own.arm,
                reference=own.reference,
            ),
            str(own.n),
            _estimate(own.diff, own.ci),
        ]
        for own in measured.controlled[-MOST_COMPARED:]
    ]
    note = _(
        "By how many points more one arm changed, everybody in the arm drawn for them. People: of "
        "all arms, who answered at all."
    )
    return Figures(_("The arms of the trial, compared"), heads, rows, note)


def _between(change: CompetencyChange) -> Text:
    return _(
        "{scale}, month {first} to {second}",
        scale=change.scale,
        first=change.from_wave,
        second=change.to_wave,
    )


def _change_row(change: CompetencyChange, name: Text) -> list[Text]:
    if change.n < SMALLEST:
        return [name, HELD_BACK, DASH, DASH, DASH, DASH]
    return [
        name,
        str(change.n),
        number(rounded(change.mean_before)),
        number(rounded(change.mean_after)),
        _interval(change),
        DASH if change.g is None else number(rounded(change.g)),
    ]


def _interval(change: CompetencyChange) -> Text:
    if change.ci is None:
        return decimal(change.diff)
    return _estimate(change.diff, change.ci)


def _estimate(value: float, ci: Span) -> Text:
    low, high = decimal(ci.low), decimal(ci.high)
    return _("{change} ({low} to {high})", change=decimal(value), low=low, high=high)


def mentee_figures(measured: Measured) -> Figures | None:
    """What mentees say; None where nobody was asked."""
    if not measured.mentees:
        return None
    heads: list[Text] = [_("Scale"), _("Mentees"), _("Mean")]
    rows: list[list[Text]] = [
        [own.about, HELD_BACK, DASH]
        if own.n < SMALLEST
        else [own.about, str(own.n), number(rounded(own.mean))]
        for own in measured.mentees
    ]
    return Figures(_("What mentees say"), heads, rows, whose_view(measured, measured.mentees[0]))


def evaluation_figures(measured: Measured) -> Figures | None:
    """How the final evaluation was answered; None where there was none."""
    if not measured.evaluation:
        return None
    heads: list[Text] = [_("Question"), _("Answered it"), _("Top two answers")]
    rows: list[list[Text]] = [
        [own.question, HELD_BACK, DASH]
        if own.n < SMALLEST
        else [own.question, _of_asked(own), _top(own.top, own.n)]
        for own in measured.evaluation
    ]
    note = worded(tuple(_whose_evaluation(measured.evaluation)), "sentences")
    return Figures(_("What participants say of the program"), heads, rows, note)


def _whose_evaluation(told: Sequence[EvaluationSummary]) -> Iterator[Text]:
    cohorts = dict.fromkeys(name for own in told for name in own.cohorts)
    yield _("In the final evaluations of {cohorts:and}.", cohorts=tuple(cohorts))
    if any(own.asked is None for own in told):
        yield _("How many were asked is not shown where few did not answer.")


def _of_asked(own: EvaluationSummary) -> Text:
    if own.asked is None:
        return number(own.n)
    return _("{part} of {whole}", part=own.n, whole=own.asked)


def _top(top: int, n: int) -> Text:
    if 0 < top < SMALLEST or 0 < n - top < SMALLEST:
        return NOT_TOLD
    return _share(top, n)
