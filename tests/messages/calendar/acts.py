"""What happens to Ada and to the sessions of Fall 2026, and what becomes of a mail."""

from typing import Any

from app.cohorts.changes import actions
from app.cohorts.enrollments.actions import take_back_withdrawal, withdraw
from tests.cast import NOW, Cast
from tests.cohorts.changes.changing import WHY, fall, unit

SENT = b"250 taken"
LOST = b""
"""The connection breaks after DATA, and nothing has arrived."""


def leave(cast: Cast, name: str = "ada") -> None:
    withdraw(cast.session, cast.enrollment(name), reason=WHY, by=cast.id("cora"), now=NOW)


def come_back(cast: Cast, name: str = "ada") -> None:
    asked: dict[str, Any] = {"reason": "A mistake.", "by": cast.id("cora"), "now": NOW}
    take_back_withdrawal(cast.session, cast.enrollment(name), **asked)


def restore(cast: Cast, position: int) -> None:
    asked: dict[str, Any] = {"seen": unit(cast, position).sequence, "reason": WHY, "now": NOW}
    actions.restore_session(cast.session, fall(cast), position, by=cast.id("cora"), **asked)
