"""Seats, deadlines and policy, as a coordinator sends them."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from app.cohorts.drafts.rules import Deadlines, SeatsAndRules
from app.cohorts.enums import WayIn
from app.language import Text, _
from app.packs.schema import PolicyData
from app.site.parts.days import Day
from app.site.parts.policy import PolicyFields
from app.web.forms import Form

MOST_SEATS = 10_000
Then = Literal["", "form", "credit"]


class Seats(Form):
    """How many get in, how, and until when."""

    asked_for: ClassVar = {
        "capacity": _("Enter how many seats there are."),
        "way_in": _("Choose how people get a seat."),
    }

    capacity: Annotated[int, Field(ge=1, le=MOST_SEATS)]
    institution: list[UUID] = Field(default_factory=list)
    share: list[str] = Field(default_factory=list)
    """Seats of the institutions in the same order; empty: as many as there are."""
    way_in: WayIn
    opens: Day
    enrollment_closes: Day
    offer_hours: Annotated[int, Field(ge=1, le=720)]
    promote_until: Day
    closes: Day

    @property
    def shares(self) -> dict[UUID, int]:
        """Seats by institution, where they are limited."""
        pairs = zip(self.institution, self.share, strict=False)
        return {id_: int(seats) for id_, seats in pairs if seats.isdecimal()}


class SeatsForm(PolicyFields, Seats):
    """How many get in and how, until when, and what completes the cohort."""

    then: Then = ""
    """What is opened next; empty: the next step."""

    def why_not(
        self,
        known: Mapping[UUID, str],
        last: date,
        modules: int,
        sessions: int,
        session_minutes: int | None,
    ) -> dict[str, Text]:
        """What cannot be, by field. `known`: institutions; `last`: day of the last session."""
        found: dict[str, Text] = {}
        for number, (id_, seats) in enumerate(zip(self.institution, self.share, strict=False)):
            if id_ not in known or not _is_share(seats):
                found[f"share-{number}"] = _("Enter a number of seats, or leave it empty.")
        if self.enrollment_closes < self.opens:
            found["enrollment_closes"] = _(
                "Enter a day after the first on which people can enroll."
            )
        if self.closes < last:
            found["closes"] = _("Enter a day from the last session on, {last:date}.", last=last)
        return found | self.out_of_reach(modules, sessions, session_minutes)

    def chosen(self, before: PolicyData) -> SeatsAndRules:
        """What was sent, with all else of the policy as it was."""
        return SeatsAndRules(
            capacity=self.capacity,
            shares=self.shares,
            way_in=self.way_in,
            offer_hours=self.offer_hours,
            deadlines=Deadlines(
                self.opens, self.enrollment_closes, self.promote_until, self.closes
            ),
            policy=self.policy(before),
        )


def _is_share(seats: str) -> bool:
    if not seats.strip():
        return True
    return seats.isascii() and seats.isdecimal() and len(seats) <= 5 and int(seats) <= MOST_SEATS
