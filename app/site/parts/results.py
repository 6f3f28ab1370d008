"""Results of a survey that wait to be looked at: for how long, and under which name."""

from datetime import timedelta
from uuid import UUID

NEW_FOR = timedelta(days=14)
"""How long results wait to be looked at; whoever opens them is not told again."""


def results_subject(survey_id: UUID) -> str:
    """What their row in the queue is, for putting it off and for having seen it."""
    return f"results:{survey_id}"
