"""Of how many cohorts the retention period is over, and which wait for an operator. Pure.

It is in order that records are there: nobody has to announce that they go. Once somebody has, and
the day has come, an operator has something to do.
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
WAITING = ReasonKind(
    "health.records_waiting",
    "The records of {count} cohort were announced to be deleted, and the day has come. See what "
    "goes: python -m app retention delete",
    "The records of {count} cohorts were announced to be deleted, and the day has come. See what "
    "goes: python -m app retention delete",
)


def on_retention(due: int, waiting: int) -> Finding:
    """`due`: cohorts of which it is over, and which are neither held nor kept for a study.

    `waiting`: those of them that were announced, and whose day has come.
    """
    if waiting:
        return Finding(RETENTION, HealthState.WARN, WAITING(count=waiting))
    return Finding(RETENTION, HealthState.GOOD, DUE(count=due) if due else NOTHING_DUE)
