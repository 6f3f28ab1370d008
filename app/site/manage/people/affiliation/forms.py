"""Where a person belongs and what they are."""

from typing import ClassVar, Literal
from uuid import UUID

from app.language import _
from app.people.affiliation.rules import Affiliation
from app.people.enums import Profession
from app.web.forms import Form


class AffiliationForm(Form):
    """An institution, a profession, and whether it is known to be theirs."""

    asked_for: ClassVar = {
        "institution": _("Choose an institution."),
        "profession": _("Choose a profession."),
    }

    institution: UUID
    profession: Profession
    verified: Literal["", "yes"] = ""

    @property
    def affiliation(self) -> Affiliation:
        """What is to be written down."""
        return Affiliation(self.institution, self.profession, self.verified == "yes")
