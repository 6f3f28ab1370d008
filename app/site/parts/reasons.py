"""Reasons as they are kept in the history, in words."""

from collections.abc import Mapping

from app.cohorts.admission.rules import FREE, LAPSED
from app.cohorts.intake.rules import NAMED_BY
from app.cohorts.joining.rules import PUBLISHED_LATE
from app.cohorts.rules import TIME_REACHED
from app.credit.rules import FIRST_JUDGED
from app.language import Text, _

_BY_RULE: Mapping[str, Text] = {
    LAPSED: _("Nobody answered in time."),
    FREE: _("A seat is free, and they are next in line."),
    PUBLISHED_LATE: _("The cohort was published after the seat was held."),
    NAMED_BY: _("They were on a list of people that was applied."),
    TIME_REACHED: _("Its opening time was reached."),
    FIRST_JUDGED: _("The first person was judged by it."),
}


def why(reason: str) -> Text:
    """A reason as it is kept: as people wrote it, or in the reader's language what a rule says."""
    return _BY_RULE.get(reason, reason)
