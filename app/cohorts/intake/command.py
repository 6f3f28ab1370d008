"""`python -m app people import`: the plan of a file as lines or JSON, and applying it.

Here nobody can be asked: it is applied only if every row can be taken as it is.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from app.cohorts.intake import queries
from app.cohorts.intake.actions import receive
from app.cohorts.intake.applying.actions import apply
from app.cohorts.intake.columns import meanings, why_not_read
from app.cohorts.intake.enums import Outcome
from app.cohorts.intake.facts import WRITES, Plan
from app.cohorts.intake.planned.rules import plan
from app.cohorts.intake.rows import file_rows
from app.cohorts.intake.rules import held_until
from app.cohorts.intake.sheets import Sheet
from app.cohorts.models import Cohort
from app.cohorts.queries import first_openings
from app.core.errors import RefusedError

NEEDS_SOMEBODY = (Outcome.CHOOSE, Outcome.REFUSE)


def planned(session: Session, cohort: Cohort, sheet: Sheet) -> Plan:
    """What would become of each row; writes nothing.

    Raises `RefusedError` when no column is known to hold addresses, or names.
    """
    columns = meanings(sheet.headers, queries.remembered(session, cohort.program_id))
    if (unclear := why_not_read(columns)) is not None:
        raise RefusedError(unclear)
    rows = file_rows(sheet.rows, columns, sheet.headers)
    return plan(rows, queries.here(session, cohort, rows, by=None), {})


def apply_file(
    session: Session, cohort: Cohort, sheet: Sheet, plan: Plan, *, name: str, now: datetime
) -> None:
    """Do what the plan says, with seats held as long as the page proposes."""
    if not plan.with_outcome(*WRITES):
        return
    opens_at = first_openings(session, [cohort.id]).get(cohort.id) if cohort.is_draft else None
    upload = receive(session, cohort, sheet, file_name=name, by=None, now=now)
    until = held_until(now, cohort.zone, opens_at)
    apply(session, cohort, upload, until=until, seen=plan.fingerprint, by=None, now=now)


def exit_code(plan: Plan) -> int:
    """0 if every row can be taken as it is, else 2."""
    return 2 if plan.with_outcome(*NEEDS_SOMEBODY) else 0


def as_json(plan: Plan) -> str:
    """Every row with its outcome and reasons, and how many have which."""
    rows: list[dict[str, Any]] = [
        {
            "line": planned.row.line,
            "email": planned.address or next(iter(planned.row.addresses), ""),
            "name": f"{planned.row.name.given} {planned.row.name.family}".strip(),
            "outcome": planned.outcome.value,
            "reasons": [str(reason) for reason in planned.reasons],
        }
        for planned in plan.rows
    ]
    counts = {outcome.value: plan.counts[outcome] for outcome in Outcome if outcome != "leave"}
    return json.dumps({"rows": rows, "counts": counts}, ensure_ascii=False, indent=2)


def lines(plan: Plan) -> Iterator[str]:
    """The same for people who read a terminal."""
    for planned in plan.rows:
        why = " ".join(str(reason) for reason in planned.reasons)
        mail = planned.address or next(iter(planned.row.addresses), "-")
        yield f"{planned.row.line:>6}  {planned.outcome.value:<8}  {mail}  {why}"
    yield ", ".join(f"{count} {outcome.value}" for outcome, count in plan.counts.items())
