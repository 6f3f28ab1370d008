"""What comes next toward a certificate in each cohort that somebody is in."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from app.certificates.names.rules import NameToCheck
from app.certificates.rules import full_name
from app.cohorts.context import LearnerInCohort
from app.credit.models import Claim
from app.credit.phrase import credits_fact
from app.credit.rules import why_not_claim
from app.credit.status.rules import CreditStatus
from app.credit.systems.rules import is_awarded
from app.language import Text, _, ngettext
from app.language.moments import told
from app.site.parts.credit import earned_up_to, plural_of, wording_of
from app.web.parts import Link


@dataclass(frozen=True)
class NextStep:
    """What comes next in one cohort."""

    cohort: str
    text: Text
    link: Link
    name: str | None = None
    """The name as it would be printed, where the coordinator has to look at it before."""


def next_steps(
    places: Sequence[LearnerInCohort],
    standings: Mapping[UUID, CreditStatus],
    certified: Collection[UUID],
    now: datetime,
    *,
    reader_zone: str,
) -> dict[UUID, NextStep]:
    """What comes next, by the place in a cohort; nothing of one where nothing does.

    `certified`: the places and the claims with a certificate.
    """
    found = {
        place.enrollment.id: _next_step(
            place, standings[place.enrollment.id], certified, now, reader_zone
        )
        for place in places
        if place.enrollment.id in standings
    }
    return {key: step for key, step in found.items() if step}


def with_names(steps: Mapping[UUID, NextStep], names: Mapping[UUID, NameToCheck]) -> list[NextStep]:
    """The same with the names that wait for a look, by place."""
    return [replace(step, name=_printed(names.get(key))) for key, step in steps.items()]


def _next_step(
    place: LearnerInCohort,
    standing: CreditStatus,
    certified: Collection[UUID],
    now: datetime,
    reader_zone: str,
) -> NextStep | None:
    own, claim_page = place.cohort.title, f"{place.path}/claim"
    if standing.claim is not None:
        if standing.claim.id in certified:
            return None
        link = Link(_("See your claim"), claim_page)
        on = told(standing.claim.claimed_at, place.cohort.zone, reader_zone)
        return NextStep(own, _claimed(standing.claim, on), link)
    if why_not_claim(standing, now) is None:
        return NextStep(
            own, earned_up_to(standing), Link(wording_of(standing.system).title, claim_page)
        )
    if not standing.completion.complete or place.enrollment.id in certified:
        return None
    text = _("You completed the program. Your coordinator issues your certificate next.")
    return NextStep(own, text, Link(_("See your record"), f"/my/record?cohort={place.cohort.slug}"))


def _printed(name: NameToCheck | None) -> str | None:
    return full_name(name.name, name.degrees) if name else None


def _claimed(claim: Claim, on: datetime) -> Text:
    """`on`: as its page says it, too."""
    words = _credit if is_awarded(claim.credit_system) else _hours
    return words(plural_of(claim.quarters), credits_fact(claim.quarters), on)


def _credit(count: int, amount: Decimal, on: datetime) -> Text:
    return ngettext(
        "You claimed {credits} credit on {on:date}. Your coordinator issues the certificate for "
        "it, and you get an email then.",
        "You claimed {credits} credits on {on:date}. Your coordinator issues the certificate for "
        "them, and you get an email then.",
        count=count,
        credits=amount,
        on=on,
    )


def _hours(count: int, hours: Decimal, on: datetime) -> Text:
    return ngettext(
        "You claimed {hours} hour of participation on {on:date}. Your coordinator issues the "
        "certificate for it, and you get an email then.",
        "You claimed {hours} hours of participation on {on:date}. Your coordinator issues the "
        "certificate for them, and you get an email then.",
        count=count,
        hours=hours,
        on=on,
    )
