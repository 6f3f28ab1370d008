"""What accreditors are called, and until when an accreditation holds."""

from collections.abc import Mapping

from app.credit.accreditations.enums import Accreditor
from app.credit.accreditations.models import Accreditation
from app.credit.accreditations.rules import accreditor_of
from app.language import Text, _

ACCREDITORS: Mapping[Accreditor, Text] = {
    Accreditor.ACCME: "ACCME",  # not shown
    Accreditor.STATE_SOCIETY: _("A state medical society"),
    Accreditor.ANCC: "ANCC",  # not shown
    Accreditor.ACPE: "ACPE",  # not shown
    Accreditor.JOINT_ACCREDITATION: "Joint Accreditation",  # not shown
    Accreditor.OTHER: _("Another accreditor"),
}


def accreditor_text(row: Accreditation) -> Text:
    """What the accreditor of one is called."""
    return accreditor_of(row)


def validity_text(row: Accreditation) -> Text:
    """From when until when it holds."""
    if row.valid_until is None:
        return _("Since {since:date}, with no end date", since=row.valid_from)
    return _("{since:date} to {until:date}", since=row.valid_from, until=row.valid_until)
