"""The sentences of a trial: how two arms differ, how that was fitted, and why nothing is told."""

from enum import StrEnum

from app.language import Text, _
from app.outcomes.analysis.steps import FittedBy
from app.outcomes.projects.analyses.findings import ITT
from app.outcomes.projects.analyses.records import Row


class Way(StrEnum):
    """Where the interval of a difference lies."""

    HIGHER = "higher"
    LOWER = "lower"
    OPEN = "open"


Facts = dict[str, Text | int]
"""What sentences name."""


def by_intention(way: Way, where: Facts, numbers: Facts) -> Text:
    """Of everybody, in the arms that were drawn for them."""
    facts = where | numbers
    if way is Way.HIGHER:
        return _(
            "By intention to treat, the change from month {first} to month {second} was {points} "
            "points higher in {arm} than in {reference}, on a scale of {lowest} to {highest} "
            "(95% CI {low} to {high}; {p}; n = {n}).",
            **facts,
        )
    if way is Way.LOWER:
        return _(
            "By intention to treat, the change from month {first} to month {second} was {points} "
            "points lower in {arm} than in {reference}, on a scale of {lowest} to {highest} "
            "(95% CI {low} to {high}; {p}; n = {n}).",
            **facts,
        )
    return _(
        "By intention to treat, no difference between {arm} and {reference} is shown in the "
        "change from month {first} to month {second}: {points} points, on a scale of {lowest} to "
        "{highest} (95% CI {low} to {high}; {p}; n = {n}).",
        **facts,
    )


def by_protocol(way: Way, numbers: Facts) -> Text:
    """Of those who kept to the protocol, said after the other."""
    said = {
        Way.HIGHER: _(
            "Among those who kept to the protocol it was {points} points higher (95% CI {low} to "
            "{high}; {p}; n = {n}).",
            **numbers,
        ),
        Way.LOWER: _(
            "Among those who kept to the protocol it was {points} points lower (95% CI {low} to "
            "{high}; {p}; n = {n}).",
            **numbers,
        ),
        Way.OPEN: _(
            "Among those who kept to the protocol, no difference is shown: {points} points (95% CI "
            "{low} to {high}; {p}; n = {n}).",
            **numbers,
        ),
    }
    return said[way]


def fitted(row: Row) -> list[Text]:
    """By what, where it is not what the plan says."""
    said = {
        FittedBy.ML: _(
            "By restricted maximum likelihood the mixed model did not converge or found no "
            "variance between people; maximum likelihood was used instead."
        ),
        FittedBy.GEE: _(
            "The mixed model did not converge or found no variance between people; estimating "
            "equations (GEE) were used instead."
        ),
    }
    step = FittedBy(str(row.numbers["fitted_by"]))
    return [] if step is FittedBy.REML else [said[step]]


def too_few(row: Row, least: int) -> Text:
    """Nothing is told of so few."""
    if row.of["population"] == ITT:
        return _(
            "By intention to treat, there are too few in an arm to show (fewer than {count}).",
            count=least,
        )
    return _(
        "Of those who kept to the protocol, there are too few in an arm to show (fewer than "
        "{count}).",
        count=least,
    )


def no_model(row: Row) -> Text:
    """No step of the ladder held."""
    if row.of["population"] == ITT:
        return _(
            "By intention to treat, neither the mixed model nor estimating equations converged, so "
            "nothing is said of the arms."
        )
    return _(
        "Of those who kept to the protocol, neither the mixed model nor estimating equations "
        "converged, so nothing is said of the arms."
    )
