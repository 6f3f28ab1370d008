"""What canceling a session does to who could still complete. Pure."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from app.credit.completion.rules import completion
from app.credit.ledger import Ledger
from app.packs.schema import PolicyData


def without_session(ledger: Ledger, position: int) -> Ledger:
    """A ledger as it would be with the session of a unit canceled."""
    units = (
        replace(unit, canceled=True) if unit.position == position else unit for unit in ledger.units
    )
    return replace(ledger, units=tuple(units))


def put_out_of_reach(
    ledgers: Iterable[Ledger], policy: PolicyData, position: int, now: datetime
) -> int:
    """How many could complete, and could no longer without the session of a unit."""
    return sum(
        completion(ledger, policy, now).reachable
        and not completion(without_session(ledger, position), policy, now).reachable
        for ledger in ledgers
    )
