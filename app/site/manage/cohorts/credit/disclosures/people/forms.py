"""What coordinators and reviewers send about one person's disclosure."""

from collections.abc import Mapping
from datetime import date
from itertools import zip_longest
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from pydantic import BeforeValidator, Field

from app.credit.disclosures.enums import ControllerRole, Mitigation
from app.credit.disclosures.reviewing.rules import wrong_in
from app.credit.disclosures.rules import Verdict
from app.language import Text, _
from app.language.reasons import Reason
from app.site.parts.days import FIRST_YEAR, LAST_YEAR
from app.site.parts.disclosing import DisclosureForm
from app.web.forms import Form, GivenReason, InvalidError


class AddForm(Form):
    """Somebody by address, who has an account, or by name, who has none."""

    asked_for: ClassVar = {
        "who": _("Enter an address, or a name."),
        "role": _("Choose as what they control content."),
    }

    who: Annotated[str, Field(min_length=1, max_length=120)]
    role: ControllerRole


class PlaceForm(Form):
    """Why somebody is left out, or what was entered of them is taken away.

    `change`: what the page offered; by the time it is sent, another may have done it.
    """

    change: Literal["left_out", "taken_away"]
    reason: GivenReason = ""


class PaperForm(DisclosureForm):
    """What stands on a paper, and how it came."""

    asked_for: ClassVar = {"typed_name": _("Enter the name under the paper.")}

    source: Annotated[str, Field(max_length=200)] = ""


def _day_or_none(value: Any) -> date | None:
    text = str(value or "").strip()
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise InvalidError(_("Enter a date, such as 2027-01-14.")) from None
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InvalidError(_("Enter a year from 2000 to 2099."))
    return day


Word = Annotated[str, Field(max_length=300)]
OnDay = Annotated[date | None, BeforeValidator(_day_or_none)]


class ReviewForm(Form):
    """A verdict on each relationship of one disclosure; the lists are in order of its rows."""

    disclosure: UUID
    relationship: list[UUID] = Field(default_factory=list)
    relevant: list[Literal["", "yes", "no"]] = Field(default_factory=list)
    mitigation: list[str] = Field(default_factory=list)
    word: list[Word] = Field(default_factory=list)
    mitigated_on: list[OnDay] = Field(default_factory=list)

    @property
    def verdicts(self) -> dict[UUID, Verdict]:
        """By relationship; what is said of mitigation counts where it is relevant."""
        rows = zip_longest(
            self.relationship, self.relevant, self.mitigation, self.word, self.mitigated_on
        )
        return {
            id_: _verdict(relevant, mitigation, word, day)
            for id_, relevant, mitigation, word, day in rows
            if id_ is not None
        }

    def wrong(self, today: date) -> dict[str, Reason]:
        """What is missing, by the field of its row. `today`: in the activity's zone."""
        return {
            f"{name}-{number}": why_not
            for number, verdict in enumerate(self.verdicts.values(), start=1)
            for name, why_not in wrong_in(verdict, today).items()
        }


def by_row(errors: Mapping[str, Text]) -> dict[str, Text]:
    """Errors in lists, which count from 0, by the field of the row that a page numbers from 1."""
    return {_of_row(*name.partition(".")): text for name, text in errors.items()}


def _of_row(name: str, dot: str, place: str) -> str:
    return f"{name}-{int(place) + 1}" if dot else name


def _verdict(
    relevant: str | None, mitigation: str | None, word: str | None, day: date | None
) -> Verdict:
    if relevant != "yes":
        return Verdict(False if relevant == "no" else None)
    how = next((known for known in Mitigation if known.value == mitigation), None)
    return Verdict(True, how, word or "", day)
