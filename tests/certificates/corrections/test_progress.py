"""What the records said on the day of issue: what was made up later was not made up then."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.casework.enums import AttendanceStatus as Status
from app.casework.make_up_requests.enums import CreditType
from app.certificates.corrections.progress import as_of
from app.certificates.issuing.inputs import CertificateInputs
from app.certificates.issuing.queries import certificate_inputs
from app.credit.ledger import ApprovedMakeUp, UnitLedger
from tests.cast import NOW, Cast

DAY = timedelta(days=1)


def of_ben(session: Session, cast: Cast, last: UnitLedger | None = None) -> CertificateInputs:
    """As he stands, with another last unit where one is given."""
    inputs = certificate_inputs(session, cast.enrollment("ben").id, NOW)
    assert inputs is not None
    if last is None:
        return inputs
    ledger = inputs.standing.ledger
    ledger = replace(ledger, units=(*ledger.units[:-1], last))
    return replace(inputs, standing=replace(inputs.standing, ledger=ledger))


@pytest.mark.parametrize(
    ("minutes", "before"), [(None, Status.ABSENT), (20, Status.PARTIAL)]
)  # who left early keeps the minutes that they were there
def test_what_was_made_up_after_the_issue_was_not_made_up_at_it(
    session: Session, cast: Cast, minutes: int | None, before: Status
) -> None:
    unit = replace(
        of_ben(session, cast).standing.ledger.units[-1],
        status=Status.MADE_UP,
        minutes=minutes,
        make_up=ApprovedMakeUp(CreditType.ENDURING, NOW),
    )
    later = as_of(of_ben(session, cast, unit), NOW - DAY)
    missed = replace(unit, status=before, make_up=None)
    never = as_of(of_ben(session, cast, missed), NOW - DAY)
    assert isinstance(later, CertificateInputs)
    assert isinstance(never, CertificateInputs)
    assert later.standing == never.standing
    earlier = as_of(of_ben(session, cast, unit), NOW)
    assert isinstance(earlier, CertificateInputs)
    assert earlier.standing.ledger.units[-1] == unit
