"""Who has all but the claim, and the message that asks them for it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from app.language import Text, ngettext
from app.language.reasons import Reason
from app.site.manage.cohorts.certificates.line import PersonCertificates
from app.site.parts.writing import WITHIN_DAYS, was_written


@dataclass(frozen=True)
class Nudge:
    """Who has all but the claim, and what a message to them would be."""

    unclaimed: int
    would_get: int
    """Those of them who were written to in none of the last days."""
    last: date | None
    """When any of them was last asked, in the cohort's zone."""
    why_not: Reason | None

    @property
    def who(self) -> Text:
        """`6 people have completed and not claimed`."""
        return ngettext(
            "{count} person has completed the program and has not claimed.",
            "{count} people have completed the program and have not claimed.",
            count=self.unclaimed,
        )

    @property
    def left_out(self) -> Text | None:
        """Who would get none, since they have one."""
        lately = self.unclaimed - self.would_get
        if not lately:
            return None
        return ngettext(
            "{count} person was written to in the last {days} days, and is left out.",
            "{count} people were written to in the last {days} days, and are left out.",
            count=lately,
            days=WITHIN_DAYS,
        )

    @property
    def button(self) -> Text:
        """What the button begins; nothing is sent by it."""
        return ngettext(
            "Read through a message to {count} person",
            "Read through a message to {count} people",
            count=self.would_get,
        )


def nudge_of(
    people: Sequence[PersonCertificates],
    written: Mapping[UUID, datetime],
    now: datetime,
    *,
    why_not: Reason | None,
) -> Nudge | None:
    """What a message about the claim would be; None where nobody lacks only that.

    `written`: when people were last written to at all, by person.
    """
    unclaimed = [own for own in people if own.can_claim]
    if not unclaimed:
        return None
    would_get = [
        own for own in unclaimed if not was_written(written.get(own.person.id), WITHIN_DAYS, now)
    ]
    asked = [own.asked_on for own in unclaimed if own.asked_on]
    return Nudge(len(unclaimed), len(would_get), max(asked, default=None), why_not)
