"""The tables of a report as its template shows them. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.certificates.reports.records import Part
from app.cohorts.institutions.rules import SMALLEST, percent
from app.language import Text, _, ngettext
from app.language.styles import number
from app.outcomes.leadership.groups import shortened
from app.outcomes.leadership.records import CompetencyChange, Measured
from app.outcomes.leadership.sheet.competency import rounded
from app.outcomes.leadership.told import GroupLine, Groups

HELD_BACK = _("fewer than 5")
NOT_TOLD = _("not shown")
"""Where one can be read off another: nearly all, or nearly nobody."""
DASH = "–"
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
    changes = [*([measured.overall] if measured.overall else []), *measured.subscales]
    if not changes:
        return None
    heads: list[Text] = [
        _("Scale"), _("People"), _("Before"), _("After"), _("Change (95% CI)"), _("Hedges’ g"),
    ]  # fmt: skip
    return Figures(
        _("Competency, before and after"), heads, [_change_row(change) for change in changes]
    )


def _change_row(change: CompetencyChange) -> list[Text]:
    name: Text = change.subscale or _("All questions")
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
    diff = rounded(change.diff)
    if change.ci is None:
        return number(diff)
    low, high = rounded(change.ci.low), rounded(change.ci.high)
    return _("{change} ({low} to {high})", change=diff, low=low, high=high)


def mentee_figures(measured: Measured) -> Figures | None:
    """What mentees say; None where nobody was asked."""
    if not measured.mentees:
        return None
    heads: list[Text] = [_("About"), _("Mentees"), _("Mean"), _("Top two answers")]
    rows: list[list[Text]] = [
        [own.about, HELD_BACK, DASH, DASH]
        if own.n < SMALLEST
        else [own.about, str(own.n), number(rounded(own.mean)), _top(own.top, own.n)]
        for own in measured.mentees
    ]
    return Figures(_("What mentees say"), heads, rows)


def evaluation_figures(measured: Measured) -> Figures | None:
    """How the final evaluation was answered; None where there was none."""
    if not measured.evaluation:
        return None
    heads: list[Text] = [_("Question"), _("People"), _("Top two answers")]
    rows: list[list[Text]] = [
        [own.question, HELD_BACK, DASH]
        if own.n < SMALLEST
        else [own.question, str(own.n), _top(own.top, own.n)]
        for own in measured.evaluation
    ]
    return Figures(_("What participants say of the program"), heads, rows)


def _top(top: int | None, n: int) -> Text:
    if top is None or 0 < top < SMALLEST or 0 < n - top < SMALLEST:
        return NOT_TOLD
    return _share(top, n)
