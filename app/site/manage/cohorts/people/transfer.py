"""What the check pages say before a transfer, and before it is taken back."""

from collections.abc import Iterable, Iterator, Sequence

from app.credit.carried.rules import GoesAlong
from app.language import Text, _


def transfer_lines(
    cohort: str, along: Iterable[GoesAlong], passed_on: Iterable[Text]
) -> list[Text]:
    """What follows, and what goes along to each cohort that they can go to.

    `cohort`: the title of this one; `passed_on`: what becomes of the seat.
    """
    return [
        _(
            "What they signed and attended stays in the record of {cohort}, and counts in the "
            "other cohort wherever a unit is the same.",
            cohort=cohort,
        ),
        *(line for other in along for line in _lines(other)),
        _(
            "Credit does not go with them: what was earned in {cohort} belongs to its activity, "
            "and can no longer be claimed once they have left. Let them claim it first.",
            cohort=cohort,
        ),
        _("Their seat here becomes free, and they take one there."),
        *passed_on,
        _("It can be taken back as long as nothing is recorded for them there."),
    ]


def _lines(other: GoesAlong) -> Iterator[Text]:
    cohort = other.cohort
    if other.nothing:
        yield _("Nothing they did so far would count in {cohort}.", cohort=cohort)
        return
    if other.signed:
        yield _(
            "These signatures count in {cohort}, too: {units:and}.",
            cohort=cohort,
            units=tuple(other.signed),
        )
    if other.attended:
        yield _(
            "These sessions count in {cohort}, too: {units:and}.",
            cohort=cohort,
            units=tuple(other.attended),
        )
    yield from _left(cohort, other.signed_only_here, other.attended_only_here)


def _left(cohort: str, signed: Sequence[str], attended: Sequence[str]) -> Iterator[Text]:
    if signed:
        yield _(
            "{cohort} does not have the modules of these units, so their signatures do not count "
            "there: {units:and}.",
            cohort=cohort,
            units=tuple(signed),
        )
    if attended:
        yield _(
            "{cohort} does not have the cases of these units, so their sessions do not count "
            "there: {units:and}.",
            cohort=cohort,
            units=tuple(attended),
        )


def return_lines(to: str) -> list[Text]:
    """What follows when a transfer is taken back. `to`: the cohort to which they had gone."""
    return [
        _("Both places are as they were before the transfer."),
        _("Their seat in {cohort} becomes free, and they take one here.", cohort=to),
        _("What was done here no longer counts in {cohort}.", cohort=to),
    ]
