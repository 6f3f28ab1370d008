"""What is stored of badges, to be compared with the lines that tell of them."""

from collections.abc import Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certificates.badges.models import Badge, BadgeWithdrawal
from app.core.seals import seal
from app.history.agreement.kinds.queries import Facts, Kind, streamed


def _made(session: Session) -> Iterator[Facts]:
    for (row,) in streamed(session, select(Badge)):
        yield {"object": str(row.id), "at": row.made_at, "sha256": row.sha256, "seal": seal(row)}


def _withdrawn(session: Session) -> Iterator[Facts]:
    for (row,) in streamed(session, select(BadgeWithdrawal)):
        yield {"object": str(row.badge_id), "at": row.at, "seal": seal(row)}


WITHDRAWN = "badge withdrawn"  # not shown
BADGES = (
    Kind("badge", _made, ("badge.made",), ("object",), only_sealed=True),
    Kind(WITHDRAWN, _withdrawn, ("badge.withdrawn",), ("object",), only_sealed=True),
)
