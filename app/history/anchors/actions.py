"""Telling the ends of the cohorts' chains in the installation's, which is signed."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.core import audit
from app.history.anchors import queries
from app.history.anchors.rules import CHAINS, untold

RECALLED = 2
"""Tellings that are looked at. A line may be numbered before one of them and committed after it,
but not an hour earlier: chains that grew since the one before the last are looked at again."""


def tell_ends(session: Session, *, now: datetime) -> None:
    """Tell how far each chain has come that went on since it was told last."""
    before = queries.told(session, newest=RECALLED)
    after = before[-1].id if len(before) == RECALLED else 0
    if ends := untold(queries.ends_of_chains(session, after=after), before):
        facts = {"ends": [list(end) for end in ends]}
        audit.record(session, "history.told", "history", CHAINS, by=None, now=now, facts=facts)
