"""Words for what counts in a unit though it was done in another cohort."""

from app.casework.enums import AttendanceStatus
from app.credit.ledger import UnitLedger
from app.language import Text, _, pgettext


def signed_words(unit: UnitLedger) -> Text:
    """That a unit is signed, and where, if it was signed elsewhere."""
    if unit.attested_at is None and unit.carried is not None:
        return _("Signed in {cohort}", cohort=unit.carried.signed_in)
    return pgettext("of a unit", "Signed")


def carried_words(unit: UnitLedger) -> Text:
    """Where a session was attended that counts here; its mark is carried."""
    assert unit.carried is not None
    if unit.mark is AttendanceStatus.MADE_UP:
        return _("Made up in {cohort}", cohort=unit.carried.attended_in)
    return _("Attended in {cohort}", cohort=unit.carried.attended_in)
