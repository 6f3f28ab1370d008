"""What a report may tell of groups, beside all that reports of its program told before. Pure.

All numbers of institutions, ranks, departments and cohorts come from here, and `disclosure` decides
on each. Two tables are decided on: people by what they are and whether they completed, and places
by cohort. Of a cohort set that was told before, a number that may not be told anew stands as it was
told: that says nothing more.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from app.outcomes.disclosure.cells import TOO_FEW, Cell, Edition, cell, counted
from app.outcomes.disclosure.rules import told
from app.outcomes.leadership.faculty import PARTS
from app.outcomes.leadership.records import RanCohort, Taking

OUTCOME, COHORT = "outcome", "cohort"
COMPLETED, NOT_COMPLETED, RUNNING = "completed", "not-completed", "running"
UNKNOWN = ""
Counts = Mapping[Cell, int]


def people_table(cohorts: Sequence[RanCohort]) -> Counts:
    """Everybody once, as they were in the last cohort that they came into."""
    newest = {taking.person: taking for cohort in cohorts for taking in cohort.takings}
    over = [own for own in cohorts if own.over and not own.asks_nothing]
    done = {own.person for cohort in over for own in cohort.takings if own.completed}
    ended = {own.person for cohort in over for own in cohort.takings}
    rows = [_row(taking, done, ended) for taking in newest.values()]
    names = [*(part.value for part in PARTS), OUTCOME]
    return counted(rows, [[name] for name in names], _values(rows, names))


def _row(taking: Taking, done: set[str], ended: set[str]) -> Mapping[str, str]:
    person = taking.person
    outcome = COMPLETED if person in done else NOT_COMPLETED if person in ended else RUNNING
    return {part.value: str(taking.was[part]) for part in PARTS} | {OUTCOME: outcome}


def cohorts_table(cohorts: Sequence[RanCohort]) -> Counts:
    """Places by cohort, and what became of them."""
    rows = [
        {COHORT: cohort.key, OUTCOME: _outcome(cohort, taking)}
        for cohort in cohorts
        for taking in cohort.takings
    ]
    return counted(rows, [[COHORT, OUTCOME]], _values(rows, [COHORT, OUTCOME]))


def _outcome(cohort: RanCohort, taking: Taking) -> str:
    if not cohort.over or cohort.asks_nothing:
        return RUNNING
    return COMPLETED if taking.completed else NOT_COMPLETED


def _values(rows: Iterable[Mapping[str, str]], names: Sequence[str]) -> Mapping[str, Sequence[str]]:
    return {name: sorted({row[name] for row in rows}) for name in names}


def public_of(table: Counts) -> Counts:
    """What everybody knows of a table: how many seats are taken stands on a page that is public."""
    return {own: number for own, number in table.items() if {name for name, _ in own} <= {COHORT}}


def table_name(kind: str, cohorts: Sequence[RanCohort]) -> str:
    """What a table of these cohorts is remembered as: the same cohorts have the same name."""
    keys = "\n".join(sorted(cohort.key for cohort in cohorts))
    return f"leadership.{kind}:{sha256(keys.encode()).hexdigest()[:16]}"


@dataclass(frozen=True)
class Standing:
    """A number that may be told; `earlier`: as it was told before, since too few have changed."""

    number: int
    earlier: bool = False


@dataclass(frozen=True)
class Shown:
    """What may be told now, and what was told of the same cohorts before, the newest last."""

    people: Edition
    cohorts: Edition
    people_before: Sequence[Edition] = ()
    cohorts_before: Sequence[Edition] = ()

    def of_people(self, **common: str) -> Standing | None:
        """How many people have something in common; None: held back."""
        return _standing(cell(**common), self.people, self.people_before)

    def of_cohort(self, key: str, **common: str) -> Standing | None:
        """How many places of a cohort have."""
        return _standing(cell(cohort=key, **common), self.cohorts, self.cohorts_before)

    @property
    def tells_completers(self) -> bool:
        """Whether the table of cohorts tells how many completed: the other one may, too, then."""
        return _standing(cell(outcome=COMPLETED), self.cohorts, self.cohorts_before) is not None

    def outcomes(self) -> tuple[int, int] | None:
        """How many people completed, and how many did not: told at one time."""
        for edition in (self.people, *reversed(self.people_before)):
            done, not_done = (
                edition.get(cell(outcome=outcome), 0) for outcome in (COMPLETED, NOT_COMPLETED)
            )
            if done is not TOO_FEW and not_done is not TOO_FEW:
                return done, not_done
        return None


def _standing(one: Cell, now: Edition, before: Sequence[Edition]) -> Standing | None:
    number = now.get(one, 0)
    if number is not TOO_FEW:
        return Standing(number)
    for edition in reversed(before):
        earlier = edition.get(one, TOO_FEW)
        if earlier is not TOO_FEW:
            return Standing(earlier, earlier=True)
    return None


@dataclass(frozen=True)
class Earlier:
    """All that was told of a program before, of all cohorts and of the same ones, newest last."""

    people: Sequence[Edition] = ()
    cohorts: Sequence[Edition] = ()
    same_people: Sequence[Edition] = ()
    same_cohorts: Sequence[Edition] = ()


def shown_of(cohorts: Sequence[RanCohort], earlier: Earlier) -> Shown:
    """What may be told of some cohorts."""
    people, places = people_table(cohorts), cohorts_table(cohorts)
    return Shown(
        told(people, [*earlier.people, public_of(people)]),
        told(places, [*earlier.cohorts, public_of(places)]),
        earlier.same_people,
        earlier.same_cohorts,
    )
