"""How many cohorts have records that are due for deletion. Pure.

It is in order that they are there: nothing deletes them, and nobody has to act before somebody can.
"""

from app.installation.rules import Finding, HealthState
from app.language.reasons import ReasonKind, reason

RETENTION = reason("health.retention", "Retention")
NOTHING_DUE = reason("health.nothing_due", "No records are due for deletion.")
DUE = ReasonKind(
    "health.records_due",
    "The records of {count} cohort are due for deletion, and still here; /admin/retention "
    "says whose.",
    "The records of {count} cohorts are due for deletion, and still here; /admin/retention "
    "says whose.",
)


def on_retention(due: int) -> Finding:
    """`due`: cohorts of which records are due now, and neither held nor used by a study."""
    return Finding(RETENTION, HealthState.GOOD, DUE(count=due) if due else NOTHING_DUE)
