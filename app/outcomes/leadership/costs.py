"""What a program costs, in whole dollars. Pure.

People cost their share of a salary for the months of the report; everything else is one sum.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from app.cohorts.institutions.rules import SMALLEST
from app.outcomes.leadership.told import Cost, CostLine

MONTHS_A_YEAR = 12


class StaffKind(StrEnum):
    """Whose time a program takes."""

    FACULTY = "faculty"
    STAFF = "staff"


@dataclass(frozen=True)
class Staffing:
    """So many people, each for a share of a full-time position."""

    kind: StaffKind
    people: int
    percent: Decimal
    """Of a full-time position, each."""
    salary: int
    """Of one of them in a year, with benefits, in dollars."""

    def cost(self, months: int) -> int:
        """For some months, in whole dollars."""
        year = self.people * self.percent / 100 * self.salary
        return _whole(year * months / MONTHS_A_YEAR)


@dataclass(frozen=True)
class Costs:
    """What somebody said that a program costs."""

    staffing: tuple[Staffing, ...]
    months: int
    other: int
    """Everything but salaries, for the same months, in dollars."""


def cost_of(
    costs: Costs, *, completers: int | None, people: int, running: int = 0, endless: int = 0
) -> Cost:
    """What it cost in all and for each completer. `completers`: None where that is held back.

    `running`, `endless`: cohorts that the costs are for and of which nobody knows yet how many
    complete, or nobody can. Then there is no cost for each completer: it would have the costs of
    more people than it is divided by.
    """
    lines = [
        CostLine(own.kind.value, own.people, own.percent, own.salary, own.cost(costs.months))
        for own in costs.staffing
    ]
    total = sum(line.cost for line in lines) + costs.other
    same_people = not running and not endless
    return Cost(
        lines,
        costs.months,
        costs.other,
        total,
        per_completer=_each(total, completers or 0) if same_people else None,
        running=running,
        endless=endless,
        per_person=_each(total, people),
    )


def _each(total: int, people: int) -> int | None:
    return _whole(Decimal(total) / people) if people >= SMALLEST else None


def _whole(value: Decimal) -> int:
    return int(value.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def stored(costs: Costs | None) -> dict[str, Any] | None:
    """As they are kept with the order of a report."""
    if costs is None:
        return None
    staffing = [
        {"kind": own.kind.value, "people": own.people, "percent": str(own.percent),
         "salary": own.salary}
        for own in costs.staffing
    ]  # fmt: skip
    return {"staffing": staffing, "months": costs.months, "other": costs.other}


def restored(kept: Mapping[str, Any] | None) -> Costs | None:
    """The same, back."""
    if kept is None:
        return None
    staffing = tuple(
        Staffing(StaffKind(own["kind"]), own["people"], Decimal(own["percent"]), own["salary"])
        for own in kept["staffing"]
    )
    return Costs(staffing, kept["months"], kept["other"])
