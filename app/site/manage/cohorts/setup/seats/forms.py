"""Seats, deadlines and policy, as a coordinator sends them."""

from collections.abc import Mapping
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from app.cohorts.drafts.rules import Deadlines, SeatsAndRules
from app.cohorts.enums import WayIn
from app.language import Text, _
from app.packs.schema import PolicyData
from app.site.parts.days import Day
from app.web.forms import Form

Few = Annotated[int, Field(ge=0, le=200)]
Minutes = Annotated[int, Field(ge=0, le=600)]
MOST_SEATS = 10_000
OF_POLICY = (
    "modules_required",
    "sessions_required",
    "make_ups_allowed",
    "excused_leaves_denominator",
    "present_minutes",
    "late_after_minutes",
)
"""What of a policy the form decides."""


class SeatsForm(Form):
    """How many get in and how, until when, and what completes the cohort."""

    asked_for: ClassVar = {
        "capacity": _("Enter how many seats there are."),
        "way_in": _("Choose how people get in."),
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
    modules_required: Few
    sessions_required: Few
    make_ups_allowed: Few
    excused_leaves_denominator: bool = False
    present_minutes: Annotated[int, Field(ge=1, le=600)]
    late_after_minutes: Minutes

    @property
    def shares(self) -> dict[UUID, int]:
        """Seats by institution, where they are limited."""
        pairs = zip(self.institution, self.share, strict=False)
        return {id_: int(seats) for id_, seats in pairs if seats.isdecimal()}

    def why_not(
        self, known: Mapping[UUID, str], last: date, modules: int, sessions: int
    ) -> dict[str, Text]:
        """What cannot be, by field. `known`: institutions; `last`: day of the last session."""
        found: dict[str, Text] = {}
        for number, (id_, seats) in enumerate(zip(self.institution, self.share, strict=False)):
            if id_ not in known or not _is_share(seats):
                found[f"share-{number}"] = _("Enter a number of seats, or leave it empty.")
        if self.enrollment_closes < self.opens:
            found["enrollment_closes"] = _("Enter a day after the first on which people get in.")
        if self.closes < last:
            found["closes"] = _("Enter a day from the last session on, {last:date}.", last=last)
        if self.modules_required > modules:
            found["modules_required"] = _("Enter at most {most}.", most=modules)
        if self.sessions_required > sessions:
            found["sessions_required"] = _("Enter at most {most}.", most=sessions)
        return found

    def chosen(self, before: PolicyData) -> SeatsAndRules:
        """What was sent, with all else of the policy as it was."""
        changed = {name: getattr(self, name) for name in OF_POLICY}
        return SeatsAndRules(
            capacity=self.capacity,
            shares=self.shares,
            way_in=self.way_in,
            offer_hours=self.offer_hours,
            deadlines=Deadlines(
                self.opens, self.enrollment_closes, self.promote_until, self.closes
            ),
            policy=before.model_copy(update=changed),
        )


def _is_share(seats: str) -> bool:
    if not seats.strip():
        return True
    return seats.isascii() and seats.isdecimal() and len(seats) <= 5 and int(seats) <= MOST_SEATS
