"""An accreditation of the provider of the cast."""

from datetime import date

from sqlalchemy.orm import Session

from app.credit.accreditations.actions import enter_accreditation
from app.credit.accreditations.enums import Accreditor
from app.credit.accreditations.rules import Wording
from tests.cast import NOW, Cast


def accredit(session: Session, cast: Cast, *, until: date | None, joint: str = "") -> str:
    """An accreditation of the provider, as the form sends it."""
    wording = Wording(
        accreditor=Accreditor.ACCME,
        statement="The Example Office is accredited by the ACCME.",
        joint_statement=joint,
        valid_from=date(2025, 1, 1),
        valid_until=until,
    )
    opal = cast.id("opal")
    made = enter_accreditation(session, cast.provider, wording, seen=0, by=opal, now=NOW)
    session.commit()
    return str(made.id)
