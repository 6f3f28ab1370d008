"""What a certificate says less of only since its person went on: it was right on its day. Pure."""

from dataclasses import replace
from datetime import datetime

from app.casework.enums import AttendanceStatus
from app.certificates.issuing.inputs import CertificateInputs, Inputs, TeachingInputs
from app.certificates.led.rules import as_of as led_as_of
from app.credit.ledger import Carried, UnitLedger
from app.credit.status.rules import assess


def as_of(inputs: Inputs, moment: datetime) -> Inputs:
    """What a certificate was made from at a moment, by what the records say of it now.

    Sessions that ended later are still to come, modules that were signed later are not signed, and
    sessions that were made up later are not made up; what was corrected of the time before is as it
    was corrected. Of a make-up that was recorded by hand nobody knows when it was done.
    """
    if isinstance(inputs, TeachingInputs):
        return replace(inputs, led=led_as_of(inputs.led, moment))
    assert isinstance(inputs, CertificateInputs)
    standing = inputs.standing
    units = tuple(_unit_as_of(unit, moment) for unit in standing.ledger.units)
    ledger = replace(standing.ledger, units=units)
    then = assess(
        ledger,
        standing.policy,
        standing.approved,
        standing.claim,
        moment,
        standing.claimed_in,
    )
    return replace(inputs, standing=then)


def _unit_as_of(unit: UnitLedger, moment: datetime) -> UnitLedger:
    signed = unit.attested_at
    return replace(
        _not_made_up_as_of(unit, moment),
        attested_at=None if signed is None or signed > moment else signed,
        carried=_carried_as_of(unit.carried, moment),
    )


def _not_made_up_as_of(unit: UnitLedger, moment: datetime) -> UnitLedger:
    """With the mark beside which the make-up stands: who has minutes was there for a while."""
    if unit.make_up is None or unit.make_up.done_at <= moment:
        return unit
    mark = AttendanceStatus.ABSENT if unit.minutes is None else AttendanceStatus.PARTIAL
    return replace(unit, make_up=None, status=mark)


def _carried_as_of(carried: Carried | None, moment: datetime) -> Carried | None:
    if carried is None or carried.signed_at is None or carried.signed_at <= moment:
        return carried
    return replace(carried, signed_at=None)
