"""Of how many cohorts the retention period is over. Pure.

It is in order that they are there: nothing deletes them, and nobody has to act before somebody can.
"""

from app.installation.rules import Finding, HealthState
from app.language.reasons import ReasonKind, reason

RETENTION = reason("health.retention", "Retention")
NOTHING_DUE = reason("health.nothing_due", "No records are past their retention period.")
DUE = ReasonKind(
    "health.records_due",
    "The records of {count} cohort are past their retention period; /admin/retention says whose.",
    "The records of {count} cohorts are past their retention period; /admin/retention says whose.",
)


def on_retention(due: int) -> Finding:
    """`due`: cohorts of which it is over, and which are neither held nor kept for a study."""
    return Finding(RETENTION, HealthState.GOOD, DUE(count=due) if due else NOTHING_DUE)
