"""The sentences of a trial: how two arms differ, how that was fitted, and why nothing is told."""

from app.language import Text, _
from app.outcomes.analysis.steps import FittedBy
from app.outcomes.leadership.sheet.trial import Way
from app.outcomes.projects.analyses.findings import ITT
from app.outcomes.projects.analyses.records import Row

Facts = dict[str, Text | int]
"""What sentences name."""


def by_intention(p: Text) -> Text:
    """How everybody was counted, and by what it was computed: said after what came out."""
    return _(
        "Everybody counts in the arm that was drawn for them, whatever they did (by intention to "
        "treat; {p}).",
        p=p,
    )


def by_protocol(way: Way, numbers: Facts) -> Text:
    """Of those who kept to the protocol, said after the other."""
    said = {
        Way.HIGHER: _(
            "Among those who did what their arm was to do, that arm rose {points} points more, or "
            "fell less (95% CI {low} to {high}; per protocol; {p}; n = {n}).",
            **numbers,
        ),
        Way.LOWER: _(
            "Among those who did what their arm was to do, that arm rose {points} points less, or "
            "fell more (95% CI {low} to {high}; per protocol; {p}; n = {n}).",
            **numbers,
        ),
        Way.OPEN: _(
            "Among those who did what their arm was to do, no difference is shown: {points} points "
            "(95% CI {low} to {high}; per protocol; {p}; n = {n}).",
            **numbers,
        ),
    }
    return said[way]


def fitted(row: Row) -> list[Text]:
    """By what, where it is not what the plan says."""
    said = {
        FittedBy.ML: _(
            "The usual way to compute this gave no result with these answers, so another one was "
            "used that reads alike (maximum likelihood in place of restricted maximum likelihood)."
        ),
        FittedBy.GEE: _(
            "The usual way to compute this gave no result, as people hardly differ in how high "
            "they rate themselves at all; another one was used that reads alike (estimating "
            "equations, GEE, in place of a mixed model)."
        ),
    }
    step = FittedBy(str(row.numbers["fitted_by"]))
    return [] if step is FittedBy.REML else [said[step]]


def too_few(row: Row, least: int) -> Text:
    """Nothing is told of so few."""
    if row.of["population"] == ITT:
        return _(
            "The comparison of the arms is not shown: in one there are fewer than {count} people, "
            "or so few could be worked out from it.",
            count=least,
        )
    return _(
        "The comparison of those who did what their arm was to do (per protocol) is not shown: in "
        "an arm there are fewer than {count} people, or so few could be worked out from it.",
        count=least,
    )


def no_model(row: Row) -> Text:
    """No step of the ladder held."""
    if row.of["population"] == ITT:
        return _(
            "These answers are too few or too alike to compare the arms, so nothing is said of "
            "them (neither the mixed model nor estimating equations converged)."
        )
    return _(
        "The answers of those who did what their arm was to do (per protocol) are too few or too "
        "alike to compare the arms (neither the mixed model nor estimating equations converged)."
    )
