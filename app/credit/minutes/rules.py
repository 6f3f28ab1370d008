"""How many minutes each unit earns, by its position; pure.

Credit adds them up, and the record shows them unit by unit.
"""

from datetime import datetime

from app.casework.enums import AttendanceStatus as Status
from app.credit.ledger import Ledger, UnitLedger


def of_modules(ledger: Ledger, minutes_each: int, approved_at: datetime) -> dict[int, int]:
    """The minutes of each module that was attested when the activity was approved already."""
    return {
        unit.position: minutes_each
        for unit in ledger.units
        if unit.has_module and unit.attested_at is not None and unit.attested_at >= approved_at
    }


def of_sessions(
    ledger: Ledger, minutes_each: int, approved_at: datetime, late_after: int, now: datetime
) -> dict[int, int]:
    """The minutes of each session that earned any; who led it earns no credit for learning."""
    earned = {
        unit.position: min(minutes_there(unit, late_after), minutes_each)
        for unit in ledger.units
        if unit.starts_at is not None
        and unit.starts_at >= approved_at
        and unit.held(now)
        and not unit.led_it
    }
    return {position: minutes for position, minutes in earned.items() if minutes}


def minutes_there(unit: UnitLedger, late_after: int) -> int:
    """Known minutes; else what the mark says at most, or nothing where it says too little."""
    assumed = {
        Status.PRESENT: unit.minutes_scheduled,
        Status.LATE: max(0, unit.minutes_scheduled - late_after),
        Status.PARTIAL: 0,
    }
    if unit.status not in assumed:
        return 0
    return assumed[unit.status] if unit.minutes is None else unit.minutes
