"""In what a learner can claim, where several kinds of credit fit them, and what each would give."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.credit.choices.rules import Choice
from app.credit.enums import PARTICIPATION
from app.credit.status.rules import CreditStatus
from app.language import Text, _
from app.language.moments import local
from app.site.cohorts.claim.made import Amount, amount_of


@dataclass(frozen=True)
class ChoiceLine:
    """One of them."""

    amount: Amount
    since: Text | None
    """From when on work counts in it, if it is younger than the activity."""
    href: str
    """Where it is claimed."""
    is_shown: bool
    is_suggested: bool


@dataclass(frozen=True)
class Choosing:
    """What can be chosen; the suggested one first."""

    system: str
    """The key of what the page is about."""
    lines: Sequence[ChoiceLine]
    is_aside: bool
    """Whether the others are only hours, and no more of them: then nobody has to think about it."""

    @property
    def others(self) -> list[ChoiceLine]:
        """All that the page is not about."""
        return [line for line in self.lines if not line.is_shown]


def chosen_or_usual(standing: CreditStatus, system: str) -> CreditStatus:
    """Claiming in what an address names, if it is theirs to choose."""
    is_theirs = system in {own.key for own in standing.choices}
    return standing.choosing(system) if is_theirs else standing


def choosing_of(standing: CreditStatus, path: str, zone: str) -> Choosing | None:
    """None where there is one thing to claim, or none.

    `path`: of the page; `zone`: of the cohort.
    """
    found = standing.choices
    if [own.key for own in found] in ([], [standing.system]):
        return None
    lines = [_line(own, standing, path, zone) for own in found]
    return Choosing(standing.system, lines, is_aside=_is_aside(standing, found))


def _line(own: Choice, standing: CreditStatus, path: str, zone: str) -> ChoiceLine:
    approved = standing.approved
    assert approved is not None  # else there is nothing to choose
    is_young = own.designated.since is not None
    day = local(approved.since_of(own.designated), zone).date() if is_young else None
    return ChoiceLine(
        amount=amount_of(own.earned.quarters, own.designated),
        since=_("Counts what was done from {day:date} on.", day=day) if day else None,
        href=f"{path}?system={own.key}#claim",
        is_shown=own.key == standing.system,
        is_suggested=own.is_suggested,
    )


def _is_aside(standing: CreditStatus, found: Sequence[Choice]) -> bool:
    suggested, *others = found
    is_hours = [own.key for own in others] == [PARTICIPATION]
    gives_no_more = all(own.earned.quarters <= suggested.earned.quarters for own in others)
    return standing.system == suggested.key and is_hours and gives_no_more
