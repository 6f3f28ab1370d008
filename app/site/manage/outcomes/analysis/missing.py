"""Why a number is not there: a dash always has a reason, which stands below its table."""

from collections.abc import Callable

from app.language import Text, _
from app.outcomes.disclosure.rules import SPREAD_FROM, may_show_spread
from app.outcomes.projects.analyses.records import Row, RowKind

Why = Callable[[Row], Text]
"""Says of a row why a column has no number."""
ALIKE = _("Everybody has the same, so that it cannot be computed.")
FEW_ANSWERS = _(
    "Fewer than 30 people answered all of its questions, or everybody answered one of them alike."
)
_FEW = _(
    "There are fewer than {count} people, and a single answer would show in such a number.",
    count=SPREAD_FROM,
)
_HELD = _("It would tell of a few others, beside the score of those who are compared.")
_NOBODY = _("Nobody is gone, or nobody stayed.")
_NO_MODEL = _("No model converged.")


def why_spread(otherwise: Text) -> Why:
    """Too few people for what follows from a deviation; else another reason."""

    def why(row: Row) -> Text:
        groups = [count for name, count in (row.people or {}).items() if name != "matched"]
        if row.kind is RowKind.ATTRITION and 0 in groups:
            return _NOBODY
        if groups and not may_show_spread(min(groups)):
            return _FEW
        return _NO_MODEL if row.kind is RowKind.ARMS and not row.numbers else otherwise

    return why


def why_held(row: Row) -> Text:
    """Of scores of everybody at a wave."""
    if not row.numbers:
        return _HELD
    return why_spread(ALIKE)(row)


why_alike = why_spread(ALIKE)
"""Of what follows from a deviation."""
