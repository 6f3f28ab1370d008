"""What a report of some cohorts says: read, decided beside what was told before, and told."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.cohorts.models import Program
from app.language.reasons import Reason
from app.outcomes.disclosure.actions import remember_shown
from app.outcomes.disclosure.cells import from_json
from app.outcomes.leadership.costs import Costs
from app.outcomes.leadership.facts.queries import BegunCohort, gather, within
from app.outcomes.leadership.faculty import NOBODY, Faculty
from app.outcomes.leadership.queries import TablesTold, tables_told_of
from app.outcomes.leadership.records import Gathered, Window
from app.outcomes.leadership.rules import people_in, report, why_not_report
from app.outcomes.leadership.sheet.order import code_version
from app.outcomes.leadership.sheet.quotes import with_chosen
from app.outcomes.leadership.shown import (
    Shown,
    cohorts_table,
    people_table,
    public_of,
    shown_of,
    table_name,
)
from app.outcomes.leadership.told import Report


@dataclass(frozen=True)
class Read:
    """What was read of some cohorts, with all that was told of their program before."""

    program: Program
    window: Window
    gathered: Gathered
    told: TablesTold


def read(
    session: Session,
    program: Program,
    begun: Sequence[BegunCohort],
    window: Window,
    now: datetime,
) -> Read | Reason:
    """All that a report of a window needs, or why there is none. `begun`: every such cohort.

    A number of statements that depends on nothing.
    """
    cohorts, title = within(begun, window), program.title
    problem = why_not_report(window, program=title, cohorts=len(cohorts), people=None)
    if problem is not None:
        return problem
    gathered = gather(session, program, cohorts, now)
    people = people_in(gathered.cohorts)
    problem = why_not_report(window, program=title, cohorts=len(cohorts), people=people)
    if problem is not None:
        return problem
    return Read(program, window, gathered, tables_told_of(session, program.id))


def told_now(own: Read) -> Report:
    """What could be told, which nobody has to remember: its reader sees all of these people."""
    cohorts = own.gathered.cohorts
    shown = shown_of(cohorts, own.told.before(cohorts))
    return report(own.gathered, own.window, NOBODY, None, shown, code=code_version())


def tell(
    session: Session,
    own: Read,
    faculty: Faculty,
    costs: Costs | None,
    *,
    by: UUID,
    now: datetime,
    quotes: Collection[str] | None = None,
) -> Report:
    """What a report tells, and remember it, so that a later one tells no more beside it.

    `quotes`: the ids of those that were chosen; None: those that are proposed.
    """
    cohorts, scope = own.gathered.cohorts, str(own.program.id)
    editions = []
    for kind, counts in (("people", people_table(cohorts)), ("cohorts", cohorts_table(cohorts))):
        row = remember_shown(
            session,
            table_name(kind, cohorts),
            scope,
            counts,
            cut_off=own.gathered.cut_off,
            waves=own.told.names(kind),
            public=public_of(counts),
            by=by,
            now=now,
        )
        editions.append(from_json(row.cells))
    before = own.told.before(cohorts)
    shown = Shown(editions[0], editions[1], before.same_people, before.same_cohorts)
    gathered = replace(own.gathered, measured=with_chosen(own.gathered.measured, quotes))
    return report(gathered, own.window, faculty, costs, shown, code=code_version())
