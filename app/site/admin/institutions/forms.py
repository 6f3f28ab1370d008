"""What administrators write down of an institution."""

import re
from typing import Annotated, ClassVar
from zoneinfo import available_timezones

from pydantic import Field, field_validator

from app.cohorts.rules import WHY
from app.language import _
from app.people.institutions.rules import InstitutionFacts, break_in, mail_domain, why_no_domain
from app.web.forms import LINES, Form, InvalidError

Lines = Annotated[str, LINES, Field(max_length=2000)]
Reason = Annotated[str, Field(min_length=1, max_length=500)]


class InstitutionForm(Form):
    """Names, zone and mail domains."""

    asked_for: ClassVar = {
        "name": _("Enter the institution’s name."),
        "short_name": _("Enter a short name for lists."),
    }

    name: Annotated[str, Field(min_length=1, max_length=160)]
    short_name: Annotated[str, Field(min_length=1, max_length=40)]
    region: Annotated[str, Field(max_length=80)] = ""
    zone: str
    domains: Lines = ""
    """Between spaces, commas or line ends."""
    spellings: Lines = ""
    """One a line."""
    breaks: Lines = ""
    """One a line: first day, last day, name."""

    @field_validator("zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value not in available_timezones():
            raise InvalidError(_("Choose a time zone from the list."))
        return value

    @field_validator("domains")
    @classmethod
    def _domains(cls, value: str) -> str:
        for domain in _parts(value):
            if (reason := why_no_domain(domain)) is not None:
                raise InvalidError(reason)
        return value

    @field_validator("breaks")
    @classmethod
    def _breaks(cls, value: str) -> str:
        for line in filter(str.strip, value.splitlines()):
            if break_in(line) is None:
                raise InvalidError(
                    _(
                        "“{line}” cannot be read. Write first and last day, then the name: "
                        "2027-03-15 to 2027-03-19: Spring break",
                        line=line.strip(),
                    )
                )
        return value

    @property
    def facts(self) -> InstitutionFacts:
        """The same as the domain has it."""
        domains = [mail_domain(domain) or domain for domain in _parts(self.domains)]
        spellings = [" ".join(line.split()) for line in self.spellings.splitlines()]
        return InstitutionFacts(
            name=" ".join(self.name.split()),
            short_name=" ".join(self.short_name.split()),
            zone=self.zone,
            region=self.region,
            domains=tuple(dict.fromkeys(domains)),
            spellings=tuple(filter(None, spellings)),
            breaks=tuple(sorted(filter(None, map(break_in, self.breaks.splitlines())))),
        )


class ReasonForm(Form):
    """Why an institution leaves, or comes back."""

    asked_for: ClassVar = {"reason": WHY}

    reason: Reason


def _parts(text: str) -> list[str]:
    return [part for part in re.split(r"[\s,;]+", text) if part]
